"""Series and promises go with their entity: an export recreates what is kept of both."""

from datetime import date
from pathlib import Path

from sqlalchemy import text

from financedesk.book import Book
from financedesk.drives.promises import promises_of, proposals
from financedesk.drives.series import series_of
from financedesk.intake.importing import import_file
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger.donors import DonorQuery, donor_ids
from financedesk.ledger.entities import find_entity
from financedesk.ledger.promise_facts import (
    NewPromise,
    end_promise,
    keep_promise,
    note_reminder,
    record_promise,
)
from financedesk.ledger.series_events import SeriesNews, find_series, tell
from financedesk.reports.interchange import export_entity
from financedesk.rules.promises import Terms
from tests.drives.test_series import COLUMNS, MONTHLY, charge
from tests.intake.exports import new_book, write_export

TODAY = date(2026, 6, 15)
TERMS = Terms(amount_cents=25_00, due_on=date(2026, 4, 1), every="month", times=4)


def fill(book: Book, folder: Path) -> None:
    """Import a series, say that it failed, and record a promise that one of its gifts keeps."""
    weekly = charge(1, "2026-06-14", Recur_Weekly="t", Receipt_ID="AB2", key="8001")
    import_file(book, write_export(folder / "charges.csv", [*MONTHLY, weekly], COLUMNS))
    with book.unit_of_work("People") as unit:
        entity = find_entity(unit.connection, "alder").id
        which = find_series(unit.connection, [entity], "AB1")
        failed = SeriesNews(kind="failed", on=date(2026, 6, 10), cents=30_00, note="card expired")
        tell(unit, which, failed, TODAY)
        query = DonorQuery(entity_ids=(entity,), today=TODAY)
        (card,) = donor_ids(unit.connection, query)
        said = NewPromise(
            card_id=card, terms=TERMS, promised_on=date(2026, 3, 1), channel="call", note="gladly"
        )
        number = record_promise(unit, said, TODAY)
        first, *_ = proposals(unit.connection, [entity], TODAY)
        keep_promise(unit, number, first.item_id, first.due_on)
        note_reminder(unit, number, "letter", TODAY, words="Dear friend")
        end_promise(unit, number, TODAY, "moved away")


def told(book: Book) -> tuple[object, ...]:
    """Return all that is told of series and promises, without the numbers of rows."""
    with book.read() as connection:
        entity = find_entity(connection, "alder").id
        series = [
            (one.key, one.every, one.charges, one.given_cents, one.failed_on, one.state)
            for one in series_of(connection, [entity], TODAY)
        ]
        promises = [
            (
                one.name, one.amount_cents, one.every, one.times, one.promised_on, one.channel,
                one.note, one.ended_on, one.ended_why, one.parts, one.reminders,
            )
            for one in promises_of(connection, [entity], TODAY)
        ]  # fmt: skip
        notes = connection.execute(text("SELECT note FROM series_event")).scalars().all()
    return series, promises, list(notes)


def test_an_export_recreates_series_and_promises(tmp_path: Path) -> None:
    with new_book(tmp_path / "one.fdesk") as book:
        fill(book, tmp_path)
        before = told(book)
        [file, *_] = export_entity(book, "alder", tmp_path / "out")
    assert before[2] == ["card expired"]
    with new_book(tmp_path / "other.fdesk") as other:
        enter_interchange(other, file, "alder")
        assert told(other) == before
        assert other.verify() == []
