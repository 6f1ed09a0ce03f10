"""Export everything of one entity in the open interchange form, with CSV beside it.

``entity.json`` holds one row per line in sections sorted by name, so that two exports of one book
are the same bytes and a book of any size is written without standing in memory.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from financedesk.book import Book
from financedesk.ledger.access import access_of
from financedesk.ledger.portable import SECTIONS, Section, portable_heading, portable_rows
from financedesk.progress import Progress, Silent
from financedesk.remittances.months import officials_kept
from financedesk.reports.interchange_csv import SHEETS, Sheet
from financedesk.rules.roles import PROMISES

JSON_NAME = "entity.json"
_STEP = 5_000


def export_entity(
    book: Book, entity_code: str, folder: Path, progress: Progress | None = None
) -> list[Path]:
    """Write ``entity.json`` and one CSV file per main table into a folder; returns their paths.

    All files show one moment of the book. A file is replaced only when its successor is complete.
    Raises NotFound for an unknown entity, and Refused for one that keeps officials' promises where
    these are not the user's to see: everything would not be everything without them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    watched = progress or Silent()
    with book.read() as connection:
        access = access_of(connection, book.who)
        entity = access.find(entity_code)
        if officials_kept(connection, [entity.id]):
            access.require(PROMISES, entity.id)
        target = folder / JSON_NAME
        sheets = {name: Sheet(folder, name, columns) for name, columns in SHEETS.items()}
        try:
            with _unfinished(target).open("w", encoding="utf-8", newline="\n") as stream:
                sections = portable_heading(connection, entity)
                for section in SECTIONS:
                    rows = portable_rows(connection, entity, section)
                    sections[section.name] = _watched(section, rows, sheets, watched)
                _write(stream, sections)
            _unfinished(target).replace(target)
            written = [sheet.finish() for sheet in sheets.values()]
        finally:
            _unfinished(target).unlink(missing_ok=True)
            for sheet in sheets.values():
                sheet.close()
    return [target, *(path for path in written if path is not None)]


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _watched(
    section: Section,
    rows: Iterable[dict[str, Any]],
    sheets: Mapping[str, Sheet],
    progress: Progress,
) -> Iterator[dict[str, Any]]:
    """Yield rows on their way into the JSON file; those of a main table go into its CSV too."""
    sheet = sheets.get(section.name)
    for number, row in enumerate(rows, start=1):
        if sheet is not None:
            sheet.add(row)
        if number % _STEP == 0:
            progress.step(number, None, f"Exporting {section.name.replace('_', ' ')}")
        yield row


def _write(stream: TextIO, sections: Mapping[str, Any]) -> None:
    """Write one JSON object, its names sorted, with one row of a list per line."""
    stream.write("{")
    for number, name in enumerate(sorted(sections)):
        stream.write(",\n" if number else "\n")
        stream.write(f"{_json(name)}: ")
        content = sections[name]
        if isinstance(content, Iterator):
            _write_rows(stream, content)
        else:
            stream.write(_json(content))
    stream.write("\n}\n")


def _write_rows(stream: TextIO, rows: Iterator[Mapping[str, Any]]) -> None:
    separator = "[\n"
    for row in rows:
        stream.write(f"{separator}{_json(row)}")
        separator = ",\n"
    stream.write("[]" if separator == "[\n" else "\n]")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
