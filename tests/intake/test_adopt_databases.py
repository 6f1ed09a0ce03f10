"""Adopting, replacing, taking back and exporting work alike on both databases."""

from pathlib import Path

from financedesk.intake.fec_filing import adopt
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger.entities import find_entity
from financedesk.ledger.period import Period
from financedesk.ledger.room import create_book
from financedesk.ledger.summary import summarise
from financedesk.reports.interchange import export_entity
from tests.scenarios.filed import loan, receipt, report


def test_a_filing_is_adopted_amended_exported_and_taken_back(location: str, tmp_path: Path) -> None:
    original = report(
        tmp_path, "a.fec", receipt("A1", "300.00"), loan("C1", "0.00", "1000.00"),
        a={"11ai": 30_000, "10": 100_000},
    )  # fmt: skip
    amended = report(
        tmp_path, "b.fec", receipt("A1", "320.00"), loan("C1", "0.00", "1000.00"),
        a={"11ai": 32_000, "10": 100_000}, form_type="F3XA", header=("FEC-1", "1"),
    )  # fmt: skip
    period = Period(first="2026-01-01", last="2026-01-31")
    with create_book(location, name="History") as book:
        adopt(book, original, "river")
        done = adopt(book, amended, "river")
        [exported, *_] = export_entity(book, "river", tmp_path / "out")
        enter_interchange(book, exported, "again")
        with book.read() as connection:
            found = [
                summarise(connection, find_entity(connection, code), "F3X", period).a
                for code in ("river", "again")
            ]
        assert found[0] == found[1]
        assert (found[0]["11ai"], found[0]["10"]) == (32_000, 100_000)
        assert book.verify() == []
        book.undo_batch(done.batch_id)
        with book.read() as connection:
            entity = find_entity(connection, "river")
            before = summarise(connection, entity, "F3X", period)
        assert before.a["11ai"] == 30_000
        assert book.verify() == []
