"""Pay to officials: the ruling by office, what a limited one may come to, and the alarm."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.errors import BadInput, NotFound
from financedesk.rules.allocation import allocation_of
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.figures import CONFIDENCES
from financedesk.rules.limits import limit_on, limit_rule
from financedesk.rules.round_trip import (
    Contract,
    ContractRelease,
    Gift,
    History,
    Paid,
    alarm_words,
    round_trip,
    sign_labels,
)
from financedesk.rules.stipends import (
    Stipend,
    bona_fide,
    income_cap,
    offices,
    pay_kinds,
    plan_words,
    stipend_months,
    stipend_plan,
    stipend_rules,
    stipend_ruling,
    tax_words,
)
from financedesk.rules.windows import Election, election_window
from tests.rules.remitting import C4, COUNCILLOR, asked

ON = date(2026, 4, 15)
WAGE = Stipend(offices=("none",), pay="wage", giver="party_federal", on=ON)


@pytest.mark.parametrize(
    ("held", "pay", "ruling"),
    [
        (("member_of_congress",), "wage", "blocked"),
        (("member_of_congress",), "board", "blocked"),
        (("member_of_congress",), "honorarium", "blocked"),
        (("member_of_congress",), "gift", "blocked"),
        (("member_of_congress",), "expense", "counsel"),
        (("federal_executive",), "wage", "blocked"),
        (("federal_candidate",), "wage", "limited"),
        (("federal_candidate",), "gift", "limited"),
        (("state_or_local",), "wage", "counsel"),
        (("state_or_local",), "expense", "allowed"),
        (("state_or_local", "federal_candidate"), "wage", "counsel"),
        (("member_of_congress", "federal_candidate"), "wage", "blocked"),
        ((), "wage", "allowed"),
    ],
)
def test_the_gravest_rule_of_all_offices_holds(
    held: tuple[str, ...], pay: str, ruling: str
) -> None:
    found = stipend_ruling(replace(WAGE, offices=held, pay=pay))
    assert found.ruling == ruling
    assert found.stops == (ruling in {"blocked", "counsel"})
    assert found.citation in found.words


def test_every_office_and_kind_of_pay_has_exactly_one_rule() -> None:
    for office in offices():
        for pay in pay_kinds():
            fitting = [rule for rule in stipend_rules() if rule.fits(office, pay, ON)]
            assert len(fitting) == 1, (office, pay)
    for rule in stipend_rules():
        assert rule.citation
        assert rule.confidence in CONFIDENCES
        assert rule.reason.endswith(".")
        assert rule.instead.endswith(".")


def test_counsel_releases_a_state_official_and_no_member_of_congress() -> None:
    state = replace(WAGE, offices=("state_or_local",))
    assert stipend_ruling(replace(state, released_by="Counsel")).ruling == "allowed"
    member = replace(WAGE, offices=("member_of_congress",), released_by="Counsel")
    assert stipend_ruling(member).ruling == "blocked"


def test_bona_fide_work_of_a_candidate_is_no_contribution() -> None:
    candidate = replace(WAGE, offices=("federal_candidate",))
    proved = frozenset(bona_fide())
    assert stipend_ruling(replace(candidate, evidence=proved)).ruling == "allowed"
    two = stipend_ruling(replace(candidate, evidence=frozenset(("independent", "market"))))
    assert (two.ruling, two.missing) == ("limited", (bona_fide()["for_services"],))
    gift = stipend_ruling(replace(candidate, pay="gift", evidence=proved))
    assert gift.ruling == "limited"


def test_who_may_give_a_candidate_nothing_may_not_pay_one_either() -> None:
    found = stipend_ruling(replace(WAGE, offices=("federal_candidate",), giver="issue_c4"))
    assert found.ruling == "blocked"
    assert "30118" in found.citation
    proved = frozenset(bona_fide())
    allowed = replace(WAGE, offices=("federal_candidate",), giver="issue_c4", evidence=proved)
    assert stipend_ruling(allowed).ruling == "allowed"


def test_what_is_not_known_is_said() -> None:
    with pytest.raises(NotFound, match="none of"):
        stipend_ruling(replace(WAGE, offices=("mayor",)))
    with pytest.raises(NotFound, match="none of"):
        stipend_ruling(replace(WAGE, pay="bonus"))
    with pytest.raises(NotFound, match="No rule is known"):
        stipend_ruling(replace(WAGE, offices=("member_of_congress",), on=date(1980, 1, 1)))
    assert income_cap(2024) == 31_815_00
    assert income_cap(2031) is None
    assert "W-2" in tax_words()


def test_example_6_a_stipend_of_900_fits_eleven_times(
    shared_file: Callable[..., Path],
) -> None:
    extra = json.loads(shared_file("rules", "alloc_examples.json").read_text())[5]["extra"]
    full, rest = stipend_months(extra["stipend_month"], extra["room_primary_plus_general"])
    assert (full, rest) == (extra["full_months"], extra["remainder_after"])


def elections(*, used: int = 0) -> tuple[Allowance, ...]:
    limit = limit_on(limit_rule("party_to_candidate"), ON)
    return tuple(
        Allowance(
            key=code, label=limit.label, citation=limit.citation, cap_cents=limit.cents,
            used_cents=used, window=election_window(Election(code=code, held_on=held)),
        )
        for code, held in (("P2026", date(2026, 6, 2)), ("G2026", date(2026, 11, 3)))
    )  # fmt: skip


def test_both_elections_rooms_hold_eleven_payments_before_the_primary() -> None:
    days = [date(2026, 1, 1) + timedelta(days=10 * number) for number in range(12)]
    plan = stipend_plan(900_00, days, elections())
    assert [month.fits for month in plan] == [True] * 11 + [False]
    assert plan[5].parts == {"P2026": 500_00, "G2026": 400_00}
    assert sum(sum(month.parts.values()) for month in plan) == 9_900_00
    assert plan[11].over_cents == 800_00
    assert plan_words(plan, 900_00).startswith("11 payments of $900.00 fit")


def test_the_primary_s_room_ends_with_the_primary() -> None:
    days = [date(2026, month, 1) for month in range(1, 13)]
    plan = stipend_plan(900_00, days, elections())
    # Six before 2 June, the last of them over both elections; from then on the general's alone.
    assert [month.fits for month in plan] == [True] * 11 + [False]
    late = stipend_plan(900_00, days[5:], elections(used=4_000_00))
    assert late[0].parts == {"P2026": 900_00}
    assert late[1].parts == {"G2026": 900_00}
    assert not late[2].fits
    assert plan_words(plan[:2], 900_00).endswith("give the candidate.")
    with pytest.raises(BadInput, match="above zero"):
        stipend_months(0, 1)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 600_000), st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=14),
    st.integers(0, 500_000),
)  # fmt: skip
def test_no_plan_passes_an_election_s_room(monthly: int, days: list[date], used: int) -> None:
    plan = stipend_plan(monthly, days, elections(used=used))
    for one in elections(used=used):
        parts = [month.parts.get(one.key, 0) for month in plan]
        assert sum(parts) <= 5_000_00 - used
        late = [month for month in plan if one.window.last and month.on > one.window.last]
        assert all(one.key not in month.parts for month in late)
    for month in plan:
        assert sum(month.parts.values()) == (monthly if month.fits else 0)


# ---------------------------------------------------------------------------- the round-trip alarm
CONTRACT = Contract(
    key="research", entity="Meadow Institute", signed_on=date(2025, 9, 1),
    monthly_cents=900_00, monthly_minutes=1_800, market_cents=35_00,
)  # fmt: skip
RELEASE = ContractRelease(
    contract="research", who="Counsel", decided_on=date(2025, 12, 1),
    monthly_cents=900_00, monthly_minutes=1_800,
)  # fmt: skip
PLEDGED = date(2025, 10, 1)


def wage(on: date, cents: int = 900_00, minutes: int = 1_800, contract: str = "research") -> Paid:
    return Paid(on=on, cents=cents, entity="Meadow Institute", contract=contract, minutes=minutes)


def year(**more: object) -> History:
    """A monthly wage on the first and a gift of another amount on the fifth, all year."""
    history = History(
        paid=tuple(wage(date(2026, month, 1)) for month in range(1, 13)),
        gifts=tuple(Gift(date(2026, month, 5), 3_416_66) for month in range(1, 13)),
        contracts=(CONTRACT,), releases=(RELEASE,), pledged_on=PLEDGED,
    )  # fmt: skip
    return replace(history, **more)  # type: ignore[arg-type]


def codes(history: History, on: date = date(2026, 12, 31)) -> set[str]:
    return {sign.code for sign in round_trip(history, on)}


def test_a_lawful_monthly_stipend_stops_in_no_month() -> None:
    for month in range(1, 13):
        assert round_trip(year(), date(2026, month, 28)) == ()


def test_without_counsel_s_release_every_sign_counts() -> None:
    assert codes(year(releases=())) == {"not_released", "following"}
    late = replace(CONTRACT, signed_on=date(2025, 11, 1))
    assert "after_pledge" in codes(year(releases=(), contracts=(late,)))
    assert codes(year(contracts=(late,))) == set()


def test_a_payment_outside_of_a_contract_or_without_hours_is_a_sign() -> None:
    assert "no_contract" in codes(year(contracts=()))
    idle = (*year().paid[:-1], wage(date(2026, 12, 1), minutes=0))
    assert codes(year(paid=idle)) == {"no_hours", "changed"}
    assert codes(year(contracts=(replace(CONTRACT, market_cents=29_00),))) == {"above_market"}
    assert codes(year(contracts=(replace(CONTRACT, market_cents=None),))) == {"above_market"}


def test_the_same_amount_is_a_match() -> None:
    gifts = (*year().gifts, Gift(date(2026, 8, 20), 900_00))
    found = round_trip(year(gifts=gifts), date(2026, 12, 31))
    assert {sign.code for sign in found} == {"same_amount"}
    assert "$900.00 by Meadow Institute" in found[0].words
    assert "2026-08-20" in found[0].words
    assert "30122" in found[0].citation


def test_gifts_of_a_day_or_until_the_next_payment_may_be_the_match() -> None:
    day = date(2026, 12, 20)
    same_day = (*year().gifts, Gift(day, 600_00, "a"), Gift(day, 300_00, "b"))
    assert "same_amount" in codes(year(gifts=same_day))
    between = (Gift(date(2026, 3, 5), 600_00), Gift(date(2026, 3, 9), 300_00))
    assert "same_amount" in codes(year(gifts=between))
    assert codes(year(gifts=between, paid=(wage(date(2026, 8, 1)),))) == set()


def test_what_counsel_has_seen_is_settled_until_something_new_comes() -> None:
    gifts = (*year().gifts, Gift(date(2026, 3, 20), 900_00))
    stopped = year(gifts=gifts)
    assert codes(stopped, date(2026, 3, 31)) == {"same_amount"}
    looked = replace(RELEASE, decided_on=date(2026, 7, 1))
    settled = year(gifts=gifts, releases=(RELEASE, looked))
    assert codes(settled) == set()
    again = year(gifts=(*gifts, Gift(date(2026, 9, 20), 900_00)), releases=(RELEASE, looked))
    assert {sign.on for sign in round_trip(again, date(2026, 12, 31))} >= {date(2026, 9, 1)}


def test_other_pay_or_hours_than_counsel_released_is_a_change() -> None:
    more = (*year().paid[:-1], wage(date(2026, 12, 1), cents=1_000_00, minutes=1_980))
    assert codes(year(paid=more)) == {"changed"}
    less = (*year().paid[:-1], wage(date(2026, 12, 1), cents=900_00, minutes=1_600))
    assert codes(year(paid=less)) == {"changed"}
    near = (*year().paid[:-1], wage(date(2026, 12, 1), cents=910_00, minutes=1_820))
    assert codes(year(paid=near)) == set()


def test_a_release_that_is_over_releases_nothing_new() -> None:
    over = replace(RELEASE, until=date(2026, 6, 30))
    found = round_trip(year(releases=(over,)), date(2026, 12, 31))
    assert {sign.on.month for sign in found if sign.code == "not_released"} == set(range(7, 13))


def test_payments_in_proportion_to_the_gifts_are_a_sign() -> None:
    sizes = (800_00, 850_00, 900_00, 950_00)
    paid = tuple(wage(date(2026, month, 1), cents) for month, cents in enumerate(sizes, start=1))
    gifts = tuple(
        Gift(date(2026, month, 20), cents * 3) for month, cents in enumerate(sizes, start=1)
    )
    found = codes(year(paid=paid, gifts=gifts))
    assert "in_proportion" in found
    odd = (*gifts[:-1], Gift(date(2026, 4, 20), 3_416_66))
    assert "in_proportion" not in codes(year(paid=paid, gifts=odd))


def test_receipts_repaid_are_only_looked_at_for_their_amount() -> None:
    spent = Paid(on=date(2026, 5, 2), cents=41_20, entity="Meadow Institute", pay="expense")
    assert codes(year(paid=(*year().paid, spent))) == set()
    gifts = (*year().gifts, Gift(date(2026, 5, 9), 41_20))
    assert codes(year(paid=(*year().paid, spent), gifts=gifts)) == {"same_amount"}


def test_far_apart_nothing_is_looked_at() -> None:
    history = year(gifts=(Gift(date(2027, 6, 1), 900_00),), releases=())
    assert codes(history, date(2027, 6, 1)) == set()


def test_the_alarm_stops_a_proposal() -> None:
    signs = round_trip(year(releases=()), ON)
    alarms = alarm_words(signs)
    request = asked(COUNCILLOR, ON, 100_00, recipients=(C4,))
    assert allocation_of(request).cents_of("c4") == 100_00
    stopped = allocation_of(replace(request, alarms=alarms))
    assert {stop.code for stop in stopped.stops} == {"ROUND_TRIP"}
    assert stopped.carry.cents == 100_00
    assert {sign.code for sign in signs} <= set(sign_labels())
