"""Promises by official and month: every figure is that of the dues, whoever is asked for."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import find_entity
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.month_detail import MonthDetail, month_detail
from financedesk.remittances.months import (
    DUE,
    KEPT,
    MISSING,
    NOTHING,
    OVERDUE,
    PART,
    STATES,
    WAIVED,
    OfficialMonths,
    Sums,
    listed_officials,
    months_of,
    officials_kept,
    total,
    year_of,
)
from financedesk.remittances.people import OFFICES, TERMS, OfficeTerm, PublicOffice
from financedesk.remittances.receipts import Receipt, paid_by, payments_of, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.waivers import WAIVERS, Waiver
from financedesk.rules.dues import OfficialFacts
from financedesk.rules.dues_run import run_dues
from financedesk.rules.dues_standing import Payment, standing
from tests.remittances.fellowship import (
    CAP,
    councillor,
    fellowship_at,
    gift,
    keeper,
    paid,
    pledge,
)
from tests.rules.test_dues_anything import LAST, officials
from tests.soaking import examples

SINCE, ON = date(2025, 11, 1), date(2026, 3, 10)
DUE_CENTS = 3_416_66
NAMES = ("Winter", "Summer", "Autumn")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The fellowship's book in a file: nothing here differs on a server."""
    with fellowship_at(str(tmp_path / "book.fdesk")) as made:
        yield made


@pytest.fixture
def three(book: Book) -> Book:
    """Three councillors since November: one kept all, one a part of December, one waits."""
    party = keeper(book)
    with book.unit_of_work("Add officials") as unit:
        add_schedule(unit, party, CAP)
        for name in NAMES:
            official_id, term_id = councillor(unit, party, name, SINCE)
            if name != "Autumn":
                paid(unit, term_id, party, SINCE, 148_500_00, 101_000_00)
            pledge(unit, party, official_id, SINCE, "councillors")
    keep(book, "Winter", "2026-03-01", 20_000_00)
    keep(book, "Summer", "2026-01-05", DUE_CENTS + 1_000_00, "R-2")
    return book


def keep(book: Book, name: str, day: str, cents: int, reference: str = "R-1") -> int:
    """Record a gift that keeps a promise."""
    item = gift(book, "party", name, day, cents)
    with book.unit_of_work("Take as remittance") as unit:
        take_as_remittance(unit, Receipt(item_id=item, keeper="party", reference=reference))
    return item


def year(book: Book, wanted: int = 2026, on: date = ON) -> dict[str, OfficialMonths]:
    """Return a year of everybody by last name."""
    with book.read() as connection:
        listed = listed_officials(connection, keeper(book))
        found = months_of(connection, keeper(book), wanted, on=on,
                          official_ids=[one.id for one in listed])  # fmt: skip
    return {one.name.partition(",")[0]: one for one in found}


def states(one: OfficialMonths) -> list[str]:
    return [month.state for month in one.months]


def test_officials_are_listed_by_name_with_office_state_and_first_year(three: Book) -> None:
    with three.unit_of_work("Add office") as unit:
        office = OFFICES.add(unit, keeper(three), PublicOffice(
            body="Senate of Washington", level="state", state="WA",
        ))  # fmt: skip
        listed = listed_officials(unit.connection, keeper(three))
        first = next(one for one in listed if one.name == "Autumn, Ada")
        TERMS.add(unit, keeper(three), OfficeTerm(
            official_id=first.id, public_office_id=office, from_date=date(2024, 1, 8),
            to_date=date(2025, 1, 8),
        ))  # fmt: skip
        again = listed_officials(unit.connection, keeper(three))
    assert [one.name for one in listed] == ["Autumn, Ada", "Summer, Ada", "Winter, Ada"]
    assert (listed[0].states, listed[0].since) == (("OR",), 2025)
    assert again[0].offices == ("City Council of Salem", "Senate of Washington")
    assert (again[0].states, again[0].since) == (("OR", "WA"), 2024)
    with three.read() as connection:
        houses = [find_entity(connection, code).id for code in ("party", "voice")]
        assert officials_kept(connection, houses) == {houses[0]: 3}


def test_a_month_is_kept_part_overdue_or_due_and_what_is_missing_is_said(three: Book) -> None:
    found = year(three)
    assert states(found["Winter"]) == [KEPT] * 3 + [PART] + [DUE] * 8
    assert states(found["Summer"]) == [OVERDUE] * 2 + [DUE] * 10
    assert states(found["Autumn"])[:3] == [MISSING] * 3
    assert "No pay is known" in found["Autumn"].gaps[0].words
    # December was given in part in the year before, and November whole.
    before = year(three, 2025)["Summer"]
    assert states(before) == [NOTHING] * 10 + [KEPT, PART]
    assert found["Summer"].earlier_cents == before.sums.open_cents == 2_416_67
    assert found["Summer"].is_overdue
    assert not found["Winter"].is_overdue
    assert found["Winter"].is_open


def test_on_the_last_day_of_its_month_nothing_is_overdue(three: Book) -> None:
    last, after = date(2026, 3, 31), date(2026, 4, 1)
    assert states(year(three, on=last)["Summer"])[2] == DUE
    found = year(three, on=after)["Summer"]
    assert states(found)[2] == OVERDUE
    assert found.sums.overdue_cents == 3 * DUE_CENTS


def test_a_waived_month_asks_nothing_and_a_part_that_is_waived_stays_a_month(three: Book) -> None:
    with three.unit_of_work("Add waivers") as unit:
        official = next(one for one in listed_officials(unit.connection, keeper(three))
                        if one.name.startswith("Summer"))  # fmt: skip
        for period, cents in (("2026-01", None), ("2026-02", 1_000_00)):
            WAIVERS.add(unit, keeper(three), Waiver(
                official_id=official.id, reason="family", first_period=period, last_period=period,
                cents=cents, approved_by="Board", approved_on=SINCE,
            ))  # fmt: skip
    found = year(three)["Summer"]
    assert states(found)[:3] == [WAIVED, OVERDUE, DUE]
    assert found.months[1].sums == Sums(
        DUE_CENTS, 1_000_00, 0, DUE_CENTS - 1_000_00, DUE_CENTS - 1_000_00
    )


def test_totals_are_the_sums_of_the_dues_of_all(three: Book) -> None:
    found = year(three)
    with three.read() as connection:
        dues = dues_of(connection, keeper(three), date(2026, 12, 1), on=ON)
    settled = [one for row in dues for one in row.standing.months if one.month.year == 2026]
    sums = total(one.sums for one in found.values())
    assert sums == Sums(
        sum(one.asked_cents for one in settled), sum(one.waived_cents for one in settled),
        sum(one.made_cents for one in settled), sum(one.open_cents for one in settled),
        sum(one.open_cents for one in settled if one.due_on < ON),
    )  # fmt: skip
    everything = sum(row.standing.open_cents for row in dues)
    assert sums.open_cents + sum(one.earlier_cents for one in found.values()) == everything


def test_who_is_asked_for_alone_has_the_same_figures_as_among_all(three: Book) -> None:
    with three.read() as connection:
        everybody = dues_of(connection, keeper(three), date(2026, 12, 1), on=ON)
        for one in everybody:
            (alone,) = dues_of(connection, keeper(three), date(2026, 12, 1), on=ON,
                               official_ids=[one.official_id])  # fmt: skip
            assert alone.run.dues == one.run.dues
            assert alone.standing.months == one.standing.months
            assert (alone.name, alone.pledge) == (one.name, one.pledge)


def test_what_officials_paid_is_one_sum_less_what_went_back(three: Book) -> None:
    item = keep(three, "Summer", "2026-02-05", 500_00, "R-2")
    gift(three, "party", "Summer", "2026-03-01", 200_00, kind="refund_individual_contribution",
         parent_id=item)  # fmt: skip
    with three.read() as connection:
        ids = {one.reference: one.id for one in listed_officials(connection, keeper(three))}
        for day, summer in ((date(2026, 2, 28), 4_916_66), (date(2026, 3, 1), 4_716_66)):
            every = paid_by(connection, keeper(three), day)
            assert every.get(ids["R-2"]) == summer
            some = paid_by(connection, keeper(three), day, [ids["R-2"]])
            assert some == {ids["R-2"]: summer}
            by_one = sum(one.cents for _, one in payments_of(connection, [ids["R-2"]])
                         if one.day <= day)  # fmt: skip
            assert by_one == summer


def detail(book: Book, name: str, month: date) -> MonthDetail:
    with book.read() as connection:
        listed = listed_officials(connection, keeper(book))
        (one,) = [one for one in listed if one.name.startswith(name)]
        visible = access_of(connection, book.who).ids
        return month_detail(connection, one.id, month, visible, on=ON)


def test_a_month_says_what_cleared_it_and_how_it_is_counted(three: Book) -> None:
    found = detail(three, "Summer", date(2025, 12, 1))
    assert (found.shown.state, found.shown.sums.kept_cents) == (PART, 1_000_00)
    (part,) = found.cleared
    assert part.given is not None
    assert (part.cents, part.given.cents, part.given.name) == (
        1_000_00, DUE_CENTS + 1_000_00, "Fellowship Party",
    )  # fmt: skip
    assert "41,000.00" in found.dues[0].formula.words
    assert detail(three, "Summer", date(2026, 1, 1)).cleared == ()


def test_a_gift_behind_a_wall_is_a_months_sum_without_a_name(three: Book) -> None:
    item = gift(three, "voice", "Summer", "2026-01-20", 2_416_67)
    with three.unit_of_work("Take as remittance") as unit:
        take_as_remittance(unit, Receipt(item_id=item, keeper="party", reference="R-2"))
    with three.read() as connection:
        listed = listed_officials(connection, keeper(three))
        (one,) = [one for one in listed if one.name.startswith("Summer")]
        found = month_detail(connection, one.id, date(2025, 12, 1), [keeper(three)], on=ON)
    hidden = found.cleared[-1].given
    assert hidden is not None
    assert sum(part.cents for part in found.cleared) == found.shown.sums.kept_cents == 3_416_67
    assert (hidden.entry, hidden.name, hidden.day) == (
        None, "Other entities of the organisation", date(2026, 1, 31),
    )  # fmt: skip


@settings(max_examples=examples(25, 500), deadline=None)
@given(
    st.lists(st.tuples(officials(), st.lists(st.integers(0, 9_000_00), max_size=4)), max_size=3),
    st.dates(date(2024, 1, 1), LAST),
)
def test_the_matrix_adds_up_to_the_dues(
    everybody: list[tuple[OfficialFacts, list[int]]], on: date
) -> None:
    dues = []
    for number, (facts, gifts) in enumerate(everybody):
        run = run_dues(facts, LAST, on=on)
        paid_cents = [Payment(day=date(2024, 1, 1), cents=cents) for cents in gifts]
        dues.append(OfficialDues(official_id=number, name=str(number), pledge="active", run=run,
                                 standing=standing(run, on, payments=paid_cents)))  # fmt: skip
    years = [[year_of(one, wanted, on) for one in dues] for wanted in (2024, 2025, 2026)]
    for found, wanted in zip(years, (2024, 2025, 2026), strict=True):
        settled = [one for row in dues for one in row.standing.months if one.month.year == wanted]
        by_row = total(one.sums for one in found)
        by_month = total(total(one.months[at].sums for one in found) for at in range(12))
        assert by_row == by_month
        assert by_row.due_cents == sum(one.asked_cents for one in settled)
        assert by_row.kept_cents == sum(one.made_cents for one in settled)
        assert by_row.due_cents == by_row.kept_cents + by_row.waived_cents + by_row.open_cents
        assert all(month.state in STATES for one in found for month in one.months)
    # What earlier years left open is told once, beside the year that is shown.
    left = sum(one.earlier_cents + one.sums.open_cents for one in years[-1])
    assert left == sum(row.standing.open_cents for row in dues)
