"""Promises, segments and series are asked in the same words of both databases."""

from datetime import date

from financedesk.drives.giving import given_by
from financedesk.drives.promises import promised_by_month, promises_of, proposals
from financedesk.drives.prospects import prospects
from financedesk.drives.segments import SEGMENTS, SegmentQuery, segment_cards
from financedesk.drives.series import SeriesFigures, expected_by_month, series_figures, series_of
from financedesk.ledger import tables
from financedesk.ledger.promise_facts import NewPromise, keep_promise, record_promise
from financedesk.ledger.series_events import SeriesNews, find_series, tell
from financedesk.progress import Silent
from financedesk.rules.promises import Terms
from tests.ledger.riverbend import Desk, person
from tests.ledger.test_series_totals import charge

TODAY = date(2026, 6, 15)
GIFT = "individual_receipt"


def test_promises_are_recorded_kept_and_counted(desk: Desk) -> None:
    who = desk.meet(person("Lopez"))
    desk.record(GIFT, who, "2026-05-02", 50_00)
    terms = Terms(amount_cents=50_00, due_on=date(2026, 5, 1), every="month", times=3)
    said = NewPromise(card_id=who.card_id, terms=terms, promised_on=date(2026, 4, 1))
    with desk.book.unit_of_work("Record promise") as unit:
        number = record_promise(unit, said, TODAY)
        (fits,) = proposals(unit.connection, [desk.entity.id], TODAY)
        assert keep_promise(unit, number, fits.item_id, fits.due_on)
    with desk.book.read() as connection:
        (one,) = promises_of(connection, [desk.entity.id], TODAY)
        months = promised_by_month(connection, [desk.entity.id], TODAY, 2)
    assert [part.state(TODAY) for part in one.parts] == ["kept", "overdue", "open"]
    assert [(month.parts, month.cents) for month in months] == [(1, 50_00), (1, 50_00)]
    assert desk.book.verify() == []


def test_segments_and_rows_are_read(desk: Desk) -> None:
    who = desk.meet(person("Lopez"))
    desk.record(GIFT, who, "2026-06-02", 190_00)
    asked = {
        name: SegmentQuery(
            name=name, entity_id=desk.entity.id, today=TODAY, state="OR", zip_prefix="97"
        )
        for name in SEGMENTS
    }
    with desk.book.read() as connection:
        found = {name: segment_cards(connection, query) for name, query in asked.items()}
        (row,) = prospects(connection, [who.card_id], desk.entity.id, TODAY, Silent())
        (given,) = given_by(connection, [who.card_id], desk.entity.id, "2026-01-01", "2026-12-31")
    assert {name for name, cards in found.items() if cards == [who.card_id]} == {
        "all", "first", "near-200", "region",
    }  # fmt: skip
    assert row.ask is not None
    assert (row.given_cents, row.ask.amounts[0]) == (190_00, 200_00)
    assert (given.total_cents, given.is_first) == (190_00, True)


def test_figures_of_series_are_counted(desk: Desk) -> None:
    with desk.book.unit_of_work("Make a drive") as unit:
        values = {"entity_id": desk.entity.id, "code": "spring", "name": "Spring"}
        drive = unit.insert(tables.drive, values)
    who = desk.meet(person("Lopez"))
    first, _ = charge(desk, who, 1, "2026-05-10", 10_00)
    charge(desk, who, 1, "2026-06-10", 12_00, receipt_id="AB2", every="week")
    with desk.book.unit_of_work("Of the drive") as unit:
        unit.update(tables.item, first, {"drive_id": drive})
        which = find_series(unit.connection, [desk.entity.id], "AB1")
        assert tell(unit, which, SeriesNews(kind="failed", on=date(2026, 6, 10)), TODAY)
    with desk.book.read() as connection:
        figures = series_figures(connection, [drive], TODAY)
        (running,) = series_of(connection, [desk.entity.id], TODAY, state="running")
        (month,) = expected_by_month(connection, [desk.entity.id], TODAY, 1)
    assert figures == {drive: SeriesFigures(started=1, failed=1)}
    assert (running.key, month.charges, month.cents) == ("AB2", 2, 24_00)
