"""A sheet of a workbook (XLSX, XLS, ODS) as a table of texts, within bounds and without surprises.

Cells are kept as written: a day becomes ``YYYY-MM-DD``, a number its 15 digits, as the program
that wrote it shows them. What the sheet cannot say (an error, a formula that was never computed)
stays in its cell as text, so that the row is refused instead of being read as empty.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from numbers import Real
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from financedesk.errors import BadInput
from financedesk.intake.asking import SHEET, Question
from financedesk.intake.source_file import OLD_WORKBOOK
from financedesk.intake.workbook_parts import MOST_CELLS, SheetParts, checked_parts

LARGEST_WORKBOOK = 64 << 20
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SHEET_NAMES_SHOWN = 20
_DIGITS_KEPT = 15


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that was read: its name, and what is to be said about it, in sentences."""

    name: str
    remarks: tuple[str, ...]


def write_sheet(path: Path, target: Path, wanted: str | None, scratch: Path) -> Sheet:
    """Write a sheet of a workbook as CSV in UTF-8 into ``target``; returns which one it was.

    ``wanted`` is its name or its number from 1; without it there must be one visible sheet with a
    table. ``scratch`` is a folder for what has to be put aside. Raises BadInput for a workbook
    that is locked, damaged or too large, that swells when it is unpacked or declares entities, and
    when it cannot be told which sheet is meant.
    """
    if path.stat().st_size > LARGEST_WORKBOOK:
        raise BadInput(
            f"{path.name} is larger than {LARGEST_WORKBOOK >> 20} MB; save the sheet as CSV UTF-8."
        )
    parts = _parts(path, scratch)
    with _opened(path.name, parts.path) as book:
        sheet, hidden = _chosen(path.name, book, wanted)
        _require_bounds(path.name, sheet)
        remarks = [*_about_hidden(hidden), *parts.remarks_on(sheet.name)]
        lost = _write(sheet, parts.odd_cells.get(sheet.name, {}), target)
    if lost:
        remarks.append(
            f"{lost:,} numbers have more than {_DIGITS_KEPT} digits, of which a workbook keeps no"
            " more; take the CSV export if they are ids."
        )
    return Sheet(sheet.name, tuple(remarks))


def _parts(path: Path, scratch: Path) -> SheetParts:
    with path.open("rb") as stream:
        is_old = stream.read(8) == OLD_WORKBOOK
    if not is_old:
        return checked_parts(path, scratch)
    if _LOCKED in path.read_bytes():
        raise BadInput(f"{path.name} is locked with a password; save it without one.")
    return SheetParts(path)


@contextmanager
def _opened(name: str, path: Path) -> Iterator[CalamineWorkbook]:
    try:
        with path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as book:
            yield book
    except PasswordError as error:
        raise BadInput(f"{name} is locked with a password; save it without one.") from error
    except CalamineError as error:
        raise BadInput(
            f"{name} is a damaged workbook, or locked ({error}); save it anew, or the sheet as CSV"
            " UTF-8."
        ) from error
    except BaseException as error:
        # The library's own faults come as this class, which it does not let us name.
        if type(error).__name__ == "PanicException":
            raise BadInput(
                f"{name} is a damaged workbook; save it anew, or the sheet as CSV UTF-8."
            ) from error
        raise


# --- which sheet


def _chosen(
    name: str, book: CalamineWorkbook, wanted: str | None
) -> tuple[CalamineSheet, list[str]]:
    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if wanted is not None:
        found = _named([one.name for one in sheets], wanted)
        if found is None:
            raise BadInput(
                f"{name} has no sheet {wanted!r}; it has: {_listed([one.name for one in sheets])}."
            )
        return book.get_sheet_by_name(found), []
    hidden = [one.name for one in sheets if one.visible != SheetVisibleEnum.Visible]
    shown = [book.get_sheet_by_name(one.name) for one in sheets if one.name not in hidden]
    tables = [sheet for sheet in shown if sheet.height and sheet.width]
    if not tables:
        raise BadInput(
            f"{name} has no visible sheet with a table in it"
            + (f"; hidden: {_listed(hidden)}. Say --sheet NAME." if hidden else ".")
        )
    if len(tables) > 1:
        names = [sheet.name for sheet in tables]
        raise Question(
            f"{name} has several sheets with tables; say which with --sheet NAME:"
            f" {_listed(names)}.",
            SHEET, [(one, one) for one in names],
        )  # fmt: skip
    return tables[0], hidden


def _named(names: Sequence[str], wanted: str) -> str | None:
    if wanted in names:
        return wanted
    if wanted.isdecimal() and 0 < int(wanted) <= len(names):
        return names[int(wanted) - 1]
    return next((name for name in names if name.casefold() == wanted.casefold()), None)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_SHEET_NAMES_SHOWN])
    return shown if len(names) <= _SHEET_NAMES_SHOWN else f"{shown} and others"


def _about_hidden(hidden: Sequence[str]) -> Iterator[str]:
    if hidden:
        yield f"Hidden sheets were left out: {_listed(hidden)}."


def _require_bounds(name: str, sheet: CalamineSheet) -> None:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise BadInput(
            f"The sheet “{sheet.name}” of {name} has more than {MOST_CELLS:,} cells; save it as"
            " CSV UTF-8."
        )


# --- its cells


def _write(sheet: CalamineSheet, odd: Mapping[tuple[int, int], str], target: Path) -> int:
    """Write all rows from the first line on; returns how many numbers lost digits."""
    left = sheet.start[1] if sheet.start else 0
    odd_rows = {row for row, _ in odd}
    lost = 0
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for number, cells in enumerate(sheet.iter_rows()):
            texts = [*[""] * left, *map(_text, cells)]
            lost += sum(_has_lost_digits(cell) for cell in cells)
            if number in odd_rows:
                _put_odd(texts, number, odd)
            writer.writerow(texts)
    return lost


def _put_odd(texts: list[str], row: int, odd: Mapping[tuple[int, int], str]) -> None:
    for column in range(len(texts)):
        if not texts[column]:
            texts[column] = odd.get((row, column), "")


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Real):
        return _number(cell)
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    return str(cell)


def _number(value: Real) -> str:
    """Return a number as a spreadsheet shows it: 19.989999999999998 was typed as 19.99."""
    text = f"{value:.{_DIGITS_KEPT}g}"
    if "e" not in text or abs(value) >= 10**_DIGITS_KEPT:
        return text
    return format(Decimal(text), "f")


def _has_lost_digits(cell: object) -> bool:
    return isinstance(cell, Real) and abs(cell) >= 10**_DIGITS_KEPT
