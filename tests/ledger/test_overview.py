"""The dashboard's figures, against what was recorded."""

import pytest

from financedesk.ledger import tables
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.overview import (
    DEFINITIONS,
    cash,
    drives_progress,
    over_time,
    raised,
    recent_contributions,
    small_dollars,
)
from financedesk.ledger.period import Period
from financedesk.ledger.summary import summarise
from tests.ledger.riverbend import Desk, committee, desk_for, person

OPENING = 1_250_000


@pytest.fixture
def ada(desk: Desk) -> ContactRef:
    """Somebody who gives."""
    return desk.meet(person("Lopez"))


def test_cash_is_line_8_of_the_report_and_adds_up_over_accounts(
    desk: Desk, ada: ContactRef
) -> None:
    desk.record("individual_receipt", ada, "2026-02-01", 500_00)
    desk.record("operating_expenditure", ada, "2026-03-01", 120_00)
    with desk.book.read() as connection:
        early = cash(connection, [desk.entity.id], "2026-02-28")
        late = cash(connection, [desk.entity.id], "2026-03-31")
        report = summarise(
            connection, desk.entity, "F3X", Period(first="2026-01-01", last="2026-03-31")
        )
    assert early.total_cents == OPENING + 500_00
    assert late.total_cents == late.reported_cents == report.a["8"] == OPENING + 380_00
    assert [one.cents for one in late.accounts] == [OPENING + 380_00]
    assert late.unassigned_cents == 0


def test_an_adopted_figure_is_the_cash_although_no_account_has_it(desk: Desk) -> None:
    opening = {"entity_id": desk.entity.id, "form": "F3X", "as_of": "2026-01-31", "line": "6b"}
    with desk.book.unit_of_work("Adopt") as unit:
        unit.insert(tables.opening, {**opening, "cents": 99_00})
    with desk.book.read() as connection:
        held = cash(connection, [desk.entity.id], "2026-03-31")
    assert (held.total_cents, held.reported_cents) == (99_00, 99_00)
    assert held.unassigned_cents == 99_00 - OPENING


def test_raised_is_before_and_after_refunds_of_the_same_period(desk: Desk, ada: ContactRef) -> None:
    entity_ids = [desk.entity.id]
    desk.record("individual_receipt", ada, "2026-01-31", 70_00)
    gift = desk.record("individual_receipt", ada, "2026-02-01", 500_00)
    desk.record("individual_receipt", ada, "2026-02-28", 30_00)
    desk.record("transfer", desk.meet(committee("Sister", "C00999000")), "2026-02-02", 900_00)
    desk.record("refund_individual_contribution", ada, "2026-02-20", 200_00, parent_id=gift)
    desk.record("return_receipt", ada, "2026-02-21", -30_00)
    with desk.book.read() as connection:
        february = raised(connection, entity_ids, "2026-02-01", "2026-02-28")
        nothing = raised(connection, entity_ids, "2025-02-01", "2025-02-28")
    assert (february.gross_cents, february.gifts) == (530_00, 2)
    assert (february.refunded_cents, february.net_cents) == (230_00, 300_00)
    assert (nothing.gross_cents, nothing.net_cents, nothing.gifts) == (0, 0, 0)


def test_small_dollars_are_gifts_of_people_up_to_200_in_the_year(
    desk: Desk, ada: ContactRef
) -> None:
    desk.record("individual_receipt", ada, "2026-01-05", 150_00)
    desk.record("individual_receipt", ada, "2026-02-05", 50_00)
    desk.record("individual_receipt", ada, "2026-03-05", 100_00)
    pac = desk.meet(committee("Dockers PAC", "C00999001"))
    desk.record("pac_receipt", pac, "2026-03-06", 5_000_00)
    with desk.book.read() as connection:
        share = small_dollars(connection, [desk.entity.id], "2026-01-01", "2026-12-31")
        none = small_dollars(connection, [desk.entity.id], "2024-01-01", "2024-12-31")
    assert (share.unitemised_cents, share.total_cents) == (200_00, 300_00)
    assert share.per_mille == 667
    assert none.per_mille is None


def test_bars_by_week_month_and_quarter_hold_what_falls_into_them(
    desk: Desk, ada: ContactRef
) -> None:
    desk.record("individual_receipt", ada, "2026-03-01", 150_00)  # a Sunday
    desk.record("individual_receipt", ada, "2026-03-02", 300_00)
    desk.record("individual_receipt", ada, "2025-03-31", 20_00)
    with desk.book.read() as connection:
        weeks = over_time(connection, [desk.entity.id], "week", "2026-03-04")
        months = over_time(connection, [desk.entity.id], "month", "2026-03-04")
        quarters = over_time(connection, [desk.entity.id], "cycle", "2026-03-04")
    assert [len(bars) for bars in (weeks, months, quarters)] == [26, 12, 8]
    assert (weeks[-1].first_day, weeks[-1].last_day) == ("2026-03-02", "2026-03-08")
    assert (weeks[-1].itemised_cents, weeks[-2].unitemised_cents) == (300_00, 150_00)
    assert (months[0].first_day, months[-1].last_day) == ("2025-04-01", "2026-03-31")
    assert (months[-1].itemised_cents, months[-1].unitemised_cents) == (300_00, 150_00)
    assert (quarters[0].first_day, quarters[-1].last_day) == ("2025-01-01", "2026-12-31")
    assert [bar.cents for bar in quarters] == [20_00, 0, 0, 0, 450_00, 0, 0, 0]


def test_the_cycle_of_an_odd_year_ends_with_the_next(desk: Desk) -> None:
    with desk.book.read() as connection:
        quarters = over_time(connection, [desk.entity.id], "cycle", "2027-01-01")
    assert (quarters[0].first_day, quarters[-1].last_day) == ("2027-01-01", "2028-12-31")


def test_recent_contributions_are_the_newest_of_the_entities_asked_for(
    desk: Desk, ada: ContactRef
) -> None:
    other = desk_for(desk.book, "campaign")
    bo = other.meet(person("Bo"))
    other.record("individual_receipt", bo, "2026-03-03", 1_00)
    first = desk.record("individual_receipt", ada, "2026-03-01", 1_00)
    second = desk.record("individual_receipt", ada, "2026-03-02", 2_00)
    desk.record("operating_expenditure", ada, "2026-03-04", 3_00)
    with desk.book.read() as connection:
        rows = recent_contributions(connection, [desk.entity.id])
        newest = recent_contributions(connection, [desk.entity.id, other.entity.id], limit=1)
    assert [row.id for row in rows] == [second, first]
    assert [row.date for row in newest] == ["2026-03-03"]


def test_a_drive_counts_persons_once_and_nets_refunds(desk: Desk, ada: ContactRef) -> None:
    values = {
        "entity_id": desk.entity.id, "code": "fall", "name": "Fall", "goal_cents": 1_000_00,
        "from_date": "2026-01-01",
    }  # fmt: skip
    with desk.book.unit_of_work("Plan drive") as unit:
        drive = unit.insert(tables.drive, values)
        empty = unit.insert(tables.drive, {**values, "code": "old", "from_date": None})
    twin = desk.meet(person("Lopez"))
    with desk.book.unit_of_work("Merge") as unit:
        link = {"entity_id": desk.entity.id, "card_id": twin.card_id, "person_id": ada.card_id}
        unit.insert(tables.person_link, link)
    gift = desk.record("individual_receipt", ada, "2026-02-01", 100_00, drive_id=drive)
    desk.record("individual_receipt", twin, "2026-02-02", 50_00, drive_id=drive)
    bo = desk.meet(person("Bo"))
    desk.record("individual_receipt", bo, "2026-02-03", 25_00, drive_id=drive)
    desk.record("individual_receipt", bo, "2026-02-04", 900_00)
    desk.record(
        "refund_individual_contribution", ada, "2026-02-05", 40_00, parent_id=gift, drive_id=drive
    )
    with desk.book.read() as connection:
        fall, old = drives_progress(connection, [desk.entity.id])
    assert (fall.id, fall.raised_cents, fall.refunded_cents) == (drive, 135_00, 40_00)
    assert (fall.gifts, fall.donors, fall.average_cents, fall.per_mille) == (3, 2, 58_33, 135)
    assert (old.id, old.raised_cents, old.average_cents) == (empty, 0, 0)


def test_every_figure_has_its_definition() -> None:
    assert set(DEFINITIONS) == {"cash", "raised", "small_dollar", "over_time", "drive"}
