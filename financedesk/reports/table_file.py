"""A table as it is shown, written to a file that other programs open: CSV or a workbook."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from financedesk.errors import BadInput
from financedesk.progress import Progress
from financedesk.reports.xlsx.cells import RowWriter, csv_text
from financedesk.reports.xlsx.columns import Value

MOST_ROWS_OF_A_SHEET = 1_048_576
_SHEET_NAME = 31
_STEP = 500

Rows = Iterable[Sequence[Value]]


def write_table(
    target: Path, title: str, titles: Sequence[str], rows: Rows, number: int, progress: Progress
) -> None:
    """Write rows below their titles; the name's ending says as what, ``.csv`` or ``.xlsx``.

    Amounts are cents (int) and become amounts, days become days, words never compute. The file is
    there only when it is complete: stopped or failed, a file of that name stays as it was.
    Raises BadInput for another ending, for a table that no sheet holds and when the disk refuses;
    Cancelled when the user stops it.
    """
    write = _WAYS.get(target.suffix.lower())
    if write is None:
        raise BadInput(f"{target.name} ends in neither .csv nor .xlsx; choose one of the two.")
    if write is _write_workbook and number >= MOST_ROWS_OF_A_SHEET:
        raise BadInput(
            f"A sheet holds {MOST_ROWS_OF_A_SHEET - 1:,} rows and this table has {number:,}; "
            "export it as CSV, or filter it first."
        )
    unfinished = target.with_name(target.name + ".part")
    try:
        write(unfinished, title, titles, _watched(rows, number, progress))
        unfinished.replace(target)
    except OSError as error:
        raise BadInput(
            f"{target} could not be written ({error.strerror}); choose another place or free some "
            "space."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _watched(rows: Rows, number: int, progress: Progress) -> Rows:
    for done, row in enumerate(rows):
        if done % _STEP == 0:
            progress.step(done, number, "Writing")
        yield row
    progress.step(number, number, "Writing")


def _write_csv(target: Path, _title: str, titles: Sequence[str], rows: Rows) -> None:
    # The mark at the front tells spreadsheets that it is UTF-8.
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(titles)
        writer.writerows([csv_text(value) for value in row] for row in rows)


def _write_workbook(target: Path, title: str, titles: Sequence[str], rows: Rows) -> None:
    # It takes half a second to load, which nobody should wait for who exports nothing.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:_SHEET_NAME])
    sheet.freeze_panes = "A2"
    writer = RowWriter(sheet)
    try:
        writer.write(titles)
        for row in rows:
            writer.write(row)
    finally:
        # What was gathered lies in a file of the sheet's own, which is open until then.
        sheet.close()
    book.save(target)


_WAYS: Mapping[str, Callable[[Path, str, Sequence[str], Rows], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_workbook,
}
