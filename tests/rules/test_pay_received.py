"""What an office paid in a span of days: whole months, parts of them, changes, late knowledge."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.rules.pay import GROSS, YEAR, PayRecord, Severance, Term
from financedesk.rules.pay_received import PayFacts, pay_received

OFFICE, FIRST, LAST = "Council", date(2026, 1, 1), date(2026, 12, 31)


def pay(since: date, net: int, known_on: date | None = None, per: str = YEAR) -> PayRecord:
    return PayRecord(
        office=OFFICE, from_day=since, gross_cents=net + 1_200_00, net_cents=net,
        withheld_cents=1_200_00, known_on=known_on, per=per,
    )  # fmt: skip


def facts(*pays: PayRecord, first: date = FIRST, last: date | None = None) -> PayFacts:
    return PayFacts(terms=[Term(office=OFFICE, from_day=first, to_day=last)], pays=pays)


def paid(found: PayFacts, first: date = FIRST, last: date = LAST, on: date = LAST) -> int:
    return pay_received(found, first, last, on=on)


def test_a_year_of_pay_is_a_years_pay() -> None:
    assert paid(facts(pay(FIRST, 101_000_00))) == 101_000_00
    monthly = facts(pay(FIRST, 5_000_00, per="month"))
    assert paid(monthly) == 60_000_00
    fourteen = PayFacts(terms=monthly.terms, pays=monthly.pays, salaries=14)
    assert paid(fourteen) == 70_000_00
    assert paid(PayFacts(terms=monthly.terms, pays=monthly.pays, base=GROSS)) == 74_400_00


def test_days_in_office_count_in_their_month() -> None:
    half = facts(pay(FIRST, 12_000_00), first=date(2026, 6, 16), last=date(2026, 7, 31))
    assert paid(half) == 500_00 + 1_000_00
    assert paid(half, last=date(2026, 6, 30)) == 500_00
    assert paid(half, first=date(2026, 8, 1)) == 0


def test_a_change_within_a_month_counts_from_its_day() -> None:
    changed = facts(pay(FIRST, 12_000_00), pay(date(2026, 6, 16), 24_000_00))
    assert paid(changed, date(2026, 6, 1), date(2026, 6, 30)) == 500_00 + 1_000_00


def test_what_is_learned_later_is_not_in_it() -> None:
    late = facts(pay(FIRST, 12_000_00), pay(FIRST, 24_000_00, known_on=date(2026, 9, 1)))
    assert paid(late, on=date(2026, 8, 31)) == 12_000_00
    assert paid(late, on=date(2026, 9, 1)) == 24_000_00
    ended = PayFacts(
        terms=[Term(office=OFFICE, from_day=FIRST, term="1"),
               Term(office=OFFICE, from_day=FIRST, to_day=date(2026, 6, 30), term="1",
                    known_on=date(2026, 7, 4))],
        pays=[pay(FIRST, 12_000_00)],
    )  # fmt: skip
    assert paid(ended, on=date(2026, 7, 3)) == 12_000_00
    assert paid(ended, on=date(2026, 7, 4)) == 6_000_00


def test_a_severance_counts_on_its_day() -> None:
    severance = Severance(
        office=OFFICE, paid_on=date(2026, 7, 15), gross_cents=900_00, net_cents=700_00,
        withheld_cents=200_00,
    )  # fmt: skip
    found = PayFacts(terms=(), pays=(), severances=[severance])
    assert paid(found) == 700_00
    assert paid(found, last=date(2026, 7, 14)) == 0


@given(
    st.lists(
        st.tuples(st.dates(FIRST, LAST), st.integers(0, 500_000_00)), min_size=1, max_size=5,
        unique_by=lambda one: one[0],
    ),
    st.dates(FIRST, LAST),
)  # fmt: skip
@pytest.mark.parametrize("begins", [FIRST, date(2026, 2, 10)])
def test_a_span_cut_in_two_comes_to_the_same_but_for_a_cent(
    begins: date, changes: list[tuple[date, int]], cut: date
) -> None:
    found = facts(*(pay(day, cents) for day, cents in changes), first=begins)
    parts = paid(found, last=cut) + paid(found, first=cut + timedelta(days=1))
    assert 0 <= paid(found) - parts <= 1
