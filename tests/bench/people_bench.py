"""Importing gifts with who gave them: known again, linked, asked about; more of it, and undone.

The export is that of the shared generator, with some 200,000 people among 1,000,000 gifts, in
every way in which names and addresses are written. The second file overlaps the first as the next
download does: a tenth as long, half of it known. What it links is held against the truth.
"""

import csv
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Table, select, text

from financedesk.book import Book, Reading
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger.room import open_book
from tests.bench.import_bench import floor_of, write_out
from tests.bench.likeness_bench import Found
from tests.bench.likeness_data import GENERATOR
from tests.bench.measuring import Figure, Ratio, Reported, measured
from tests.intake.exports import entity, new_book

_RECIPIENTS = 8
Result = TypeVar("Result")
_TIMES = "times.txt"
_PEOPLE = (
    "SELECT s.external_id, i.entity_id, COALESCE(l.person_id, i.card_id) FROM source_row s"
    " JOIN item i ON i.id = s.item_id LEFT JOIN person_link l ON l.card_id = i.card_id"
)


def run(rows: int) -> list[Reported]:
    """Measure an import of so many rows, another of a tenth of it, and the undo of both."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _write_files(folder, rows)
        entities = [entity(f"e{n}", f"C0090000{n}") for n in range(1, _RECIPIENTS + 1)]
        new_book(folder / "book.fdesk", entities).close()
        write_out()
        ours = measured(_first, folder)
        floor = floor_of(folder)
        measured(_more, folder)
        times = _Times.read(folder)
        name = f"{rows:,} rows with their people"
        return [
            Figure(f"import of {name}", ours, floor, 6.0, 600.0),
            _ratio("a second file of a tenth of the rows", times.second, ours.wall, 0.15),
            _ratio("undo of the first import", times.undo, ours.wall, 0.5),
            _quality(folder, name),
        ]


def _ratio(name: str, seconds: float, floor: float, most: float) -> Ratio:
    return Ratio(name, seconds * 1000, floor * 1000, most)


@dataclass(frozen=True, slots=True)
class _Times:
    """Seconds that the second import and the undo of the first one took."""

    second: float
    undo: float

    @classmethod
    def read(cls, folder: Path) -> "_Times":
        second, undo = map(float, (folder / _TIMES).read_text(encoding="utf-8").split())
        return cls(second, undo)


def _write_files(folder: Path, rows: int) -> None:
    """Write two exports out of one: its first ``rows`` rows, and a tenth as many up to its end."""
    words = ("-n", str(rows * 21 // 20), "--seed", "7", "--out", str(folder))
    subprocess.run([sys.executable, str(GENERATOR), *words], check=True, capture_output=True)
    whole = folder / "contributions.csv"
    first, second = folder / "gifts.csv", folder / "second.csv"
    with (
        whole.open(encoding="utf-8", newline="") as stream,
        first.open("w", encoding="utf-8", newline="") as one,
        second.open("w", encoding="utf-8", newline="") as other,
    ):
        reader, early, late = csv.reader(stream), csv.writer(one), csv.writer(other)
        header = next(reader)
        early.writerow(header)
        late.writerow(header)
        for number, row in enumerate(reader):
            if number < rows:
                early.writerow(row)
            if number >= rows * 19 // 20:
                late.writerow(row)
    whole.unlink()


# --- each in a process of its own


def _first(folder: Path) -> None:
    with open_book(folder / "book.fdesk") as book:
        import_file(book, folder / "gifts.csv")


def _more(folder: Path) -> None:
    with open_book(folder / "book.fdesk") as book:
        _write_people(book, folder)
        before = _state(book)
        second, batch = _timed(lambda: import_file(book, folder / "second.csv").batch)
        _undo(book, batch)
        if _state(book) != before:
            raise SystemExit("the undo of the second import does not leave what was there before")
        with book.read() as connection:
            first = connection.execute(text("SELECT MIN(id) FROM batch")).scalar_one()
        undo, _ = _timed(lambda: _undo(book, first))
        if problems := book.verify():
            raise SystemExit(f"the book does not verify: {problems[0]}")
    (folder / _TIMES).write_text(f"{second} {undo}", encoding="utf-8")


def _undo(book: Book, batch: int | None) -> None:
    if batch is None or undo_import(book, batch).depends:
        raise SystemExit("an import could not be taken back")


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    write_out()
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def _state(book: Book) -> dict[str, str]:
    """Return a digest of every table, facts and what is derived of them."""
    with book.read() as connection:
        return {
            table.name: _digest(connection, table)
            for table in book.tables
            if table.name not in ("journal", "batch", "sequence")
        }


def _digest(connection: Reading, table: Table) -> str:
    found = sha256()
    query = select(table).order_by(*table.primary_key.columns)
    for rows in connection.execute(query.execution_options(yield_per=5_000)).partitions():
        found.update(repr([tuple(row) for row in rows]).encode())
    return found.hexdigest()


# --- the truth


def _write_people(book: Book, folder: Path) -> None:
    with book.read() as connection, (folder / "people.txt").open("w", encoding="utf-8") as out:
        for key, whose, person in connection.execute(text(_PEOPLE)):
            out.write(f"{key} {whose} {person}\n")


def _quality(folder: Path, name: str) -> Found:
    """Return precision and recall of pairs of gifts to one entity."""
    with (folder / "truth_rows.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["lineitem"]: row["donor"] for row in csv.DictReader(stream)}
    with (folder / "people.txt").open(encoding="utf-8") as lines:
        known = [
            (truth[key], whose, person)
            for key, whose, person in map(str.split, lines)
            if key in truth
        ]
    return Found(
        f"import of {name}: who is one",
        _pairs((donor, person) for donor, _, person in known),
        _pairs(person for _, _, person in known),
        _pairs((donor, whose) for donor, whose, _ in known),
        998, 970,
    )  # fmt: skip


def _pairs(groups: Iterable[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())
