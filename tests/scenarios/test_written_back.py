"""What was adopted or entered is written again: the same records, the same bytes."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.fec.reader import open_filing
from financedesk.intake.fec_filing import adopt
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger.entities import find_entity
from financedesk.ledger.period import Period
from financedesk.ledger.room import create_book
from financedesk.reports.filing import Request, prepare
from financedesk.reports.interchange import export_entity

SharedFile = Callable[..., Path]
QUARTER = Period(first="2026-01-01", last="2026-03-31")


def _written(book: Book, code: str, period: Period, report_code: str, folder: Path) -> Path:
    with book.read() as connection:
        entity = find_entity(connection, code)
    request = Request(
        entity_id=entity.id, form="F3X", period=period, code=report_code,
        signed_on="2026-04-14", outputs=("fec",),
    )  # fmt: skip
    return next(path for path in prepare(book, request, folder).files if path.suffix == ".fec")


def _records(path: Path) -> Counter[tuple[tuple[str, str], ...]]:
    with open_filing(path) as reader:
        return Counter(
            tuple(sorted((name, _value(name, value)) for name, value in record.fields.items()))
            for record in reader.records
            if record.record not in ("F3X", "TEXT")
        )


def _value(name: str, value: str) -> str:
    """Return a value; lines were once spelled SB21b."""
    return value.upper() if name in ("form_type", "back_reference_sched_name") else value


@pytest.mark.parametrize("number", ["753533", "1550548", "771694"])
def test_an_adopted_report_is_written_as_it_was_filed(
    number: str, shared_file: SharedFile, tmp_path: Path
) -> None:
    """Texts are left out: runs of blanks in them are written as one."""
    path = shared_file("data", "fec", f"{number}.fec")
    with create_book(tmp_path / "book.fdesk", name="History") as book:
        done = adopt(book, path)
        written = _written(book, done.entity, done.period, done.report_code, tmp_path / "out")
    assert _records(written) == _records(path)
    assert _cover(written) == _cover(path)


def _cover(path: Path) -> dict[str, str]:
    """Return a cover but for its signature, and for what an amendment becomes without --amend."""
    with open_filing(path) as reader:
        return {
            name: value
            for name, value in reader.cover.fields.items()
            if name not in ("date_signed", "form_type")
        }


@pytest.mark.parametrize("name", ["mixed", "random_2"])
def test_a_report_is_the_same_bytes_after_an_export_and_a_new_book(
    name: str, shared_file: SharedFile, tmp_path: Path
) -> None:
    with create_book(tmp_path / "first.fdesk", name="First") as book:
        enter_interchange(book, shared_file("fec", "scenarios", f"{name}.json"), "pac")
        [exported, *_] = export_entity(book, "pac", tmp_path / "export")
        first = _written(book, "pac", QUARTER, "Q1", tmp_path / "one").read_bytes()
    with create_book(tmp_path / "second.fdesk", name="Second") as book:
        enter_interchange(book, exported, "pac")
        second = _written(book, "pac", QUARTER, "Q1", tmp_path / "two").read_bytes()
    assert first == second
    assert first.count(b"\r\n") > 20
