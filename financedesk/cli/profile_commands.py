"""Commands on profiles: how a vendor's table is read; look at a file, keep, show, hand on."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from financedesk.book import Book
from financedesk.cli.command import Command, Context, Outcome, no_arguments
from financedesk.errors import BadInput
from financedesk.intake.column_texts import ColumnTexts, column_texts
from financedesk.intake.dialect import FoundTable, look_at, table_at
from financedesk.intake.profile_shelf import (
    drop_profile,
    keep_profile,
    kept_profile,
    kept_profiles,
)
from financedesk.intake.profiles import Profile, profile_text, read_profile
from financedesk.intake.source_file import opened

_TOML = ".toml"
_SHOWN = 3
_FEW = 12
_DELIMITERS = {",": ",", ";": ";", "|": "|", "tab": "\t"}


def profile_of(book: Book, wanted: str) -> Profile:
    """Return the profile that a command names: a file if it ends in ``.toml``, else the book's.

    Raises BadInput and NotFound.
    """
    if wanted.lower().endswith(_TOML):
        return _from_file(Path(wanted))
    with book.read() as connection:
        return kept_profile(connection, wanted)


def _from_file(path: Path) -> Profile:
    try:
        return read_profile(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not written in UTF-8; save it so.") from error


# --- what a file looks like


def _look_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a CSV file or a workbook")
    parser.add_argument("--encoding", metavar="NAME", help="how the file writes its characters")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook")
    parser.add_argument(
        "--delimiter", choices=tuple(_DELIMITERS), help="what stands between the cells"
    )
    parser.add_argument("--header", type=int, metavar="LINE", help="the header's line; 0 for none")


def _look(context: Context) -> Outcome:
    given = context.arguments
    delimiter = _DELIMITERS.get(given.delimiter, "")
    with opened(Path(given.file), given.encoding, given.sheet) as source:
        found = look_at(source, delimiter=delimiter, header_line=given.header)
        table = table_at(source, found.header_line, found.delimiter)
        texts = {
            place: one.counts
            for place, one in column_texts(table, context.progress).items()
            if _is_worth_saying(one)
        }
    data = {**asdict(found), "texts": {str(place): dict(one) for place, one in texts.items()}}
    return Outcome(data, _found_words(found, texts))


def _is_worth_saying(one: ColumnTexts) -> bool:
    """Whether a column has few texts that come again: a layout may say what each means."""
    filled = [rows for text, rows in one.counts.items() if text]
    return 0 < len(filled) <= _FEW and len(filled) < sum(filled)


def _found_words(found: FoundTable, texts: Mapping[int, Mapping[str, int]]) -> str:
    where = f"sheet “{found.sheet}”, " if found.sheet else ""
    header = f"header in line {found.header_line}" if found.header_line else "no header"
    more = "" if found.is_whole else " and more"
    written = f"{where}{found.encoding}, cells parted by {found.delimiter!r}"
    lines = [f"{found.name}: {written}, {header}, {found.rows:,} rows{more}."]
    for column in found.columns:
        samples = " | ".join(column.samples[:_SHOWN]) or "(empty)"
        lines.append(f"{column.place:>4}  {column.name or '(no name)'}: {samples}")
        if column.place in texts:
            counts = texts[column.place].items()
            said = ", ".join(f"{text or '(empty)'} {rows:,}" for text, rows in counts)
            lines.append(f"      its texts and their rows: {said}")
    lines += [f"Line {left.line} was left out: it {left.reason}." for left in found.left_out]
    lines += [f"Note: {remark}" for remark in found.remarks]
    return "\n".join(lines)


# --- the shelf


def _list(context: Context) -> Outcome:
    with context.book(write=False) as book, book.read() as connection:
        found = kept_profiles(connection)
    rows = [
        {"name": one.name, "processor": one.processor, "columns": len(one.columns)} for one in found
    ]
    words = [f"{one.name}: {one.processor}, {len(one.columns)} columns" for one in found]
    return Outcome({"profiles": rows}, "\n".join(words) or "There are no profiles yet.")


def _name_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the profile's name")


def _show(context: Context) -> Outcome:
    with context.book(write=False) as book, book.read() as connection:
        text = profile_text(kept_profile(connection, context.arguments.name))
    return Outcome({"name": context.arguments.name, "toml": text}, text.rstrip("\n"))


def _save_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.toml", help="the profile")


def _save(context: Context) -> Outcome:
    profile = _from_file(Path(context.arguments.file))
    with (
        context.book(write=True) as book,
        book.unit_of_work(f"Keep the profile “{profile.name}”") as unit,
    ):
        is_new = keep_profile(unit, profile)
    words = "Kept" if is_new else "Kept in place of the one before"
    return Outcome({"name": profile.name, "new": is_new}, f"{words}: {profile.name}.")


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    _name_argument(parser)
    parser.add_argument("file", metavar="FILE.toml", help="where it goes; there must be none yet")


def _export(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book, book.read() as connection:
        text = profile_text(kept_profile(connection, given.name))
    try:
        with Path(given.file).open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise BadInput(f"{given.file} cannot be written ({error.strerror}).") from error
    return Outcome({"name": given.name, "file": given.file}, f"Written: {given.file}")


def _delete(context: Context) -> Outcome:
    name = context.arguments.name
    with (
        context.book(write=True) as book,
        book.unit_of_work(f"Delete the profile “{name}”") as unit,
    ):
        drop_profile(unit, name)
    return Outcome({"deleted": name}, f"Deleted: {name}. What was imported with it stays.")


COMMANDS = (
    Command("profiles look", "say how a file is written, before anything is read", _look_arguments,
            _look),
    Command("profiles list", "the book's profiles of vendors' tables", no_arguments, _list),
    Command("profiles show", "one profile as TOML", _name_argument, _show),
    Command("profiles save", "keep a profile in the book", _save_arguments, _save),
    Command("profiles export", "write a profile as a file", _export_arguments, _export),
    Command("profiles delete", "take a profile out of the book", _name_argument, _delete),
)  # fmt: skip
