"""The derived table of series follows charges and events, on each database."""

from typing import Any

from financedesk.ledger import series_totals, tables
from financedesk.ledger.contacts import ContactRef
from tests.intake.exports import rows_of
from tests.ledger.riverbend import Desk, person


def charge(
    desk: Desk, who: ContactRef, number: int, day: str, cents: int, **more: Any
) -> tuple[int, int]:
    """Record a gift as a processor brings it; returns its entry and the row that it came from."""
    item = desk.record("individual_receipt", who, day, cents)
    values = {
        "entity_id": desk.entity.id, "source": "actblue", "external_id": f"L{item}",
        "item_id": item, "digest": "x", "receipt_id": "AB1", "recurrence": number, **more,
    }  # fmt: skip
    with desk.book.unit_of_work("Note where it came from") as unit:
        return item, unit.insert(tables.source_row, values)


def kept(desk: Desk) -> list[tuple[Any, ...]]:
    assert desk.book.verify() == []
    return rows_of(
        desk.book,
        "SELECT series_key, every, charges, doubled, first_day, last_day, given_cents,"
        " first_cents, next_cents, failed_on, cancelled_on FROM recurring_series ORDER BY 1",
    )


def test_the_table_follows_whatever_is_done(desk: Desk) -> None:
    who = desk.meet(person("Lopez"))
    first, _ = charge(desk, who, 1, "2026-01-31", 10_00)
    _, second = charge(desk, who, 2, "2026-02-28", 15_00)
    charge(desk, who, 2, "2026-02-28", 15_00)
    charge(desk, who, 1, "2026-03-01", 5_00, receipt_id="AB2", every="week")
    monthly = ("AB1", "month", 2, 1, "2026-01-31", "2026-02-28", 25_00, 10_00, 15_00, None, None)
    weekly = ("AB2", "week", 1, 0, "2026-03-01", "2026-03-01", 5_00, 5_00, 5_00, None, None)
    assert kept(desk) == [monthly, weekly]

    with desk.book.unit_of_work("Correct an amount") as unit:
        unit.update(tables.item, first, {"purpose": "as told by telephone"})
    event = {
        "entity_id": desk.entity.id, "source": "actblue", "series_key": "AB1", "kind": "upgraded",
        "period": "2026-03", "happened_on": "2026-03-05", "cents": 20_00,
    }  # fmt: skip
    with desk.book.unit_of_work("It was raised") as unit:
        unit.insert(tables.series_event, event)
        for kind, day in (("failed", "2026-03-28"), ("cancelled", "2026-04-02")):
            row = {**event, "kind": kind, "happened_on": day, "period": day[:7], "cents": None}
            unit.insert(tables.series_event, row)
    assert kept(desk)[0] == (*monthly[:8], 20_00, "2026-03-28", "2026-04-02")
    desk.book.undo()
    assert kept(desk) == [monthly, weekly]

    with desk.book.unit_of_work("It was no charge of the series") as unit:
        unit.delete(tables.source_row, second)
    one = ("AB1", "month", 2, 0, "2026-01-31", "2026-02-28", 25_00, 10_00, 15_00, None, None)
    assert kept(desk) == [one, weekly]


def test_what_a_charge_was_tells_how_often_it_comes(desk: Desk) -> None:
    who = desk.meet(person("Lopez"))
    cases = {
        "week": ("2026-01-01", "2026-01-08"), "month": ("2026-01-31", "2026-02-28"),
        "quarter": ("2026-01-01", "2026-04-01"), "year": ("2025-02-01", "2026-02-01"),
    }  # fmt: skip
    for every, days in cases.items():
        for number, day in enumerate(days, start=1):
            charge(desk, who, number, day, 10_00, receipt_id=every)
    assert {row[0]: row[1] for row in kept(desk)} == {every: every for every in cases}


def test_a_row_that_is_wrong_is_found_and_written_anew(desk: Desk) -> None:
    who = desk.meet(person("Lopez"))
    charge(desk, who, 1, "2026-01-31", 10_00)
    right = kept(desk)
    with desk.book.unit_of_work("Break it") as unit:
        unit.connection.execute(tables.recurring_series.update().values(charges=7))
    (problem,) = desk.book.verify()
    assert (problem.area, problem.table) == ("ledger", "recurring_series")
    with desk.book.unit_of_work("Mend it") as unit:
        series_totals.rebuild(unit.connection)
    assert kept(desk) == right
