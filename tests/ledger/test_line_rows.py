"""What stands behind a summary line comes to the line, to the cent."""

from collections.abc import Mapping

import pytest

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.line_rows import (
    Behind,
    LineQuery,
    LineRow,
    ScheduleQuery,
    behind_line,
    behind_schedule,
    itemised_counts,
    line_rows,
)
from financedesk.ledger.period import Period
from financedesk.ledger.summary import summarise
from financedesk.rules.summary import Column, form_lines
from tests.ledger.riverbend import Desk, committee, person

Q1 = Period(first="2026-01-01", last="2026-03-31")
Q2 = Period(first="2026-04-01", last="2026-06-30")


def record_half_a_year(desk: Desk) -> None:
    ada, abel = desk.meet(person("Lopez")), desk.meet(person("Abel"))
    shop = desk.meet(committee("Print Shop", ""))
    desk.record("individual_receipt", ada, "2026-01-05", 500_00)
    desk.record("individual_receipt", abel, "2026-02-05", 40_00)
    desk.record("operating_expenditure", shop, "2026-03-05", 220_00, purpose="Printing")
    desk.record("individual_receipt", ada, "2026-04-07", 25_00)
    desk.record("individual_receipt", abel, "2026-05-01", 30_00)
    desk.record("operating_expenditure", shop, "2026-06-05", 75_50, purpose="Printing")


def behind(desk: Desk, code: str, period: Period, column: Column = "A") -> Behind:
    with desk.book.read() as connection:
        query = LineQuery(
            entity_id=desk.entity.id, form="F3X", period=period, code=code, column=column
        )
        return behind_line(connection, query)


def shown(desk: Desk, code: str, period: Period, column: Column = "A") -> list[LineRow]:
    query = LineQuery(entity_id=desk.entity.id, form="F3X", period=period, code=code, column=column)
    with desk.book.read() as connection:
        return line_rows(connection, query, list(behind_line(connection, query).ids))


@pytest.mark.parametrize("period", [Q1, Q2], ids=["Q1", "Q2"])
def test_every_line_of_the_form_opens_to_figures_that_come_to_it(
    desk: Desk, period: Period
) -> None:
    record_half_a_year(desk)
    with desk.book.read() as connection:
        summary = summarise(connection, desk.entity, "F3X", period)
    columns: dict[Column, Mapping[str, int]] = {"A": summary.a, "B": summary.b}
    for column, amounts in columns.items():
        for line in form_lines("F3X"):
            if line.name(column):
                found = behind(desk, line.code, period, column)
                assert found.total_cents == amounts[line.code], (column, line.number)


def test_the_rows_say_who_gave_when_and_whether_they_are_itemised(desk: Desk) -> None:
    record_half_a_year(desk)
    (itemised,) = shown(desk, "11ai", Q1)
    (small,) = shown(desk, "11aii", Q1)
    assert (itemised.date, itemised.counts_cents, itemised.itemised) == ("2026-01-05", 500_00, True)
    assert "Lopez" in itemised.name
    assert (small.counts_cents, small.itemised) == (40_00, False)


def test_the_year_to_date_lists_the_earlier_reports_rows_as_well(desk: Desk) -> None:
    record_half_a_year(desk)
    assert [row.date for row in shown(desk, "11ai", Q2)] == ["2026-04-07"]
    assert [row.date for row in shown(desk, "11ai", Q2, "B")] == ["2026-01-05", "2026-04-07"]


def test_a_memo_item_is_listed_and_counts_nothing(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 500_00)
    desk.record("individual_receipt", ada, "2026-01-09", 90_00, memo=True, account_id=None)
    rows = shown(desk, "11ai", Q1)
    assert [(row.amount_cents, row.counts_cents, row.memo) for row in rows] == [
        (500_00, 500_00, False),
        (90_00, 0, True),
    ]
    assert behind(desk, "11ai", Q1).total_cents == 500_00


def test_what_an_adopted_filing_carries_into_the_year_is_one_part(desk: Desk) -> None:
    record_half_a_year(desk)
    with desk.book.unit_of_work("Adopt") as unit:
        for line, cents in (("11ai", 7_000_00), ("6a", 90_00), ("6b", 1_000_00)):
            unit.insert(
                tables.opening,
                {"entity_id": desk.entity.id, "form": "F3X", "as_of": "2026-03-31",
                 "line": line, "cents": cents},
            )  # fmt: skip
    found = behind(desk, "11ai", Q2, "B")
    assert [part.cents for part in found.parts] == [7_000_00]
    assert "adopted" in found.parts[0].words
    assert found.total_cents == 7_025_00
    assert [part.cents for part in behind(desk, "6b", Q2).parts] == [1_000_00]
    assert behind(desk, "6a", Q2, "B").total_cents == 90_00


def test_a_computed_line_opens_to_the_lines_of_its_formula(desk: Desk) -> None:
    record_half_a_year(desk)
    found = behind(desk, "11aiii", Q1)
    assert [(part.code, part.cents) for part in found.parts] == [
        ("11ai", 500_00),
        ("11aii", 40_00),
    ]


def test_the_cash_of_the_beginning_is_the_opening_and_what_moved(desk: Desk) -> None:
    record_half_a_year(desk)
    assert [part.cents for part in behind(desk, "6b", Q2).parts] == [1_250_000, 320_00]


def test_a_schedule_lists_its_itemised_rows_and_debts_what_is_owed(desk: Desk) -> None:
    record_half_a_year(desk)
    shop = desk.meet(committee("Sign Shop", ""))
    desk.record(
        "debt_owed_by_committee", shop, "2026-02-01", 300_00, account_id=None, purpose="Signs"
    )
    with desk.book.read() as connection:
        counts = itemised_counts(connection, desk.entity.id, "F3X", Q1)
        totals = {
            record: behind_schedule(
                connection,
                ScheduleQuery(entity_id=desk.entity.id, form="F3X", period=Q1, record=record),
            ).total_cents
            for record in ("SA", "SB", "SD")
        }
    assert counts == {"SA11AI": 1, "SB21B": 1, "SD10": 1}
    assert totals == {"SA": 500_00, "SB": 220_00, "SD": 300_00}
    assert [row.counts_cents for row in shown(desk, "10", Q1)] == [300_00]


def test_a_line_that_the_form_does_not_have_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no line"):
        behind(desk, "99z", Q1)
