"""What if, and what was: a year of proposals with a change, and payments by their real days."""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.errors import BadInput, NotFound
from financedesk.rules.allocation_facts import JointShare, Recipient
from financedesk.rules.allocation_made import Made, rejudged, remade
from financedesk.rules.allocation_year import Due, YearPlan, compared, monthly, year_of
from tests.rules.remitting import (
    C4,
    COUNCILLOR,
    LEVIN,
    NONFED,
    PAC,
    STATE_FED,
    SUPER_PAC,
    asked,
    room,
    rooms,
)

JANUARY = date(2026, 1, 5)


def councillor(**more: object) -> YearPlan:
    """The city councillor of the first example: 41,000 a year, front-loaded."""
    request = asked(
        COUNCILLOR, JANUARY, 0, recipients=(STATE_FED, PAC, NONFED, C4),
        allowances=rooms(
            room("slp", JANUARY), room("pac", JANUARY), room("nonfed", JANUARY, cap=6_000_00)
        ),
    )  # fmt: skip
    return YearPlan(request=replace(request, **more), dues=monthly(2026, 41_000_00, day=5))  # type: ignore[arg-type]


def test_a_year_of_twelve_parts_adds_up_with_the_rest_in_december() -> None:
    dues = monthly(2026, 41_000_00)
    assert [due.cents for due in dues] == [3_416_66] * 11 + [3_416_74]
    assert sum(due.cents for due in monthly(2027, 7)) == 7
    with pytest.raises(BadInput, match="from 1 to 28"):
        monthly(2026, 100, day=31)


def test_the_councillor_s_year_fills_every_limit_once() -> None:
    year = year_of(councillor())
    assert year.totals() == {
        "pac": 5_000_00, "state_fed": 10_000_00, "nonfed": 6_000_00, "c4": 20_000_00,
    }  # fmt: skip
    assert year.carry_cents == 0
    assert year.due_cents == 41_000_00
    assert year.allowances["slp"].used_cents == 10_000_00


def test_smoothing_gives_the_same_year_evenly() -> None:
    year = year_of(councillor().with_smoothing(smooth=True))
    assert year.totals() == year_of(councillor()).totals()
    first = year.proposals[0]
    assert first.cents_of("state_fed") == 10_000_00 // 12
    assert first.cents_of("nonfed") == 6_000_00 // 12
    assert max(abs(one.cents_of("pac") - 416_66) for one in year.proposals) <= 8


def test_without_an_open_end_money_is_carried_into_the_new_year_s_rooms() -> None:
    plan = councillor().without_recipient("c4").without_recipient("nonfed")
    dues = (*plan.dues, Due(date(2027, 1, 5), 100_00))
    year = year_of(replace(plan, dues=dues))
    assert year.proposals[11].carry.cents == 41_000_00 - 15_000_00
    assert year.proposals[11].carry.again_on == date(2027, 1, 1)
    january = year.proposals[12]
    assert january.carry_in_cents == 26_000_00
    assert january.placed_cents == 15_000_00
    assert year.carry_cents == 11_100_00


def test_a_change_of_recipients_is_compared_to_the_cent() -> None:
    other = Recipient(key="town", name="Meadow Party of Dayton", kind="state_party", rooms=("slp",))
    found = compared(councillor(), councillor().without_recipient("pac").with_recipient(other))
    assert {row.recipient: row.more_cents for row in found.rows} == {
        "pac": -5_000_00, "state_fed": -3_333_34, "town": 3_333_34, "nonfed": 0, "c4": 5_000_00,
    }  # fmt: skip
    assert sum(row.more_cents for row in found.rows) == 0
    assert "Meadow Action PAC: $0.00 instead of $5,000.00." in found.words
    assert compared(councillor(), councillor()).words == ("Nothing changes.",)


def test_a_change_of_the_schedule_or_a_wish_is_compared() -> None:
    before = councillor()
    more = compared(before, before.with_amount(4_000_00, date(2026, 7, 1)))
    assert more.after.due_cents - more.before.due_cents == 6 * 4_000_00 - (5 * 3_416_66 + 3_416_74)
    wish = compared(before, before.with_wish("pac", 100_00))
    assert wish.after.totals()["pac"] == 12 * 100_00
    with pytest.raises(NotFound, match="not on the list"):
        before.with_wish("nobody", 1)


def test_a_due_that_moves_over_the_new_year_counts_in_the_new_year() -> None:
    before = councillor().without_recipient("c4")
    after = before.moved(date(2026, 12, 5), date(2027, 1, 4))
    found = compared(before, after)
    assert before.dues[-1].cents == after.dues[-1].cents
    assert found.before.carry_cents == 20_000_00
    assert found.after.carry_cents == 0
    assert found.after.allowances["slp"].window.key == "2027"
    with pytest.raises(NotFound, match="Nothing is due"):
        before.moved(date(2026, 2, 2), date(2026, 2, 3))


def test_nothing_falls_due_after_the_term() -> None:
    plan = councillor(official=replace(COUNCILLOR, term_ends=date(2026, 3, 31)))
    year = year_of(plan)
    assert [one.on.month for one in year.proposals] == [1, 2, 3]
    short = replace(plan, dues=(Due(date(2026, 3, 5), 30_000_00),)).without_recipient("c4")
    assert year_of(short).proposals[0].carry.lapses_on == date(2026, 3, 31)


def test_a_payment_made_in_january_is_proposed_anew_with_january_s_rooms() -> None:
    december = date(2026, 12, 28)
    request = asked(
        COUNCILLOR, december, 1_200_00, recipients=(STATE_FED, PAC),
        allowances=rooms(
            room("slp", december, used=9_650_00), room("pac", december, used=5_000_00)
        ),
    )  # fmt: skip
    found = remade(request, date(2027, 1, 4))
    assert found.planned.carry.cents == 850_00
    assert {row.recipient: row.after_cents for row in found.rows} == {
        "pac": 400_00, "state_fed": 800_00,
    }  # fmt: skip
    assert "it counts in 2027" in found.words
    assert not remade(request, date(2026, 12, 29)).differs


def test_payments_are_judged_by_their_real_days() -> None:
    december = date(2026, 12, 28)
    request = asked(
        COUNCILLOR, december, 1_200_00, recipients=(STATE_FED, PAC),
        allowances=rooms(room("slp", december, used=9_650_00), room("pac", december)),
    )  # fmt: skip
    found = rejudged(
        request,
        [
            Made("state_fed", 350_00, date(2027, 1, 4)),
            Made("state_fed", 300_00, date(2026, 12, 29)),
            Made("state_fed", 90_00, date(2026, 12, 30), date(2027, 1, 6)),
        ],
    )
    assert [one.lawful_cents for one in found] == [300_00, 50_00, 350_00]
    late = found[1]
    assert (late.code, late.excess_cents) == ("excessive", 40_00)
    assert late.settle_by == date(2027, 3, 7)
    assert "103.3(b)(3)" in late.citation
    assert [one.code for one in found] == ["", "excessive", ""]


def test_what_may_not_be_given_at_all_is_to_be_refunded_whole() -> None:
    on = date(2026, 5, 4)
    request = asked(
        COUNCILLOR, on, 100_00, recipients=(replace(SUPER_PAC, declared=""), LEVIN),
        allowances=rooms(room("levin", on, used=9_990_00)),
    )  # fmt: skip
    found = rejudged(request, [Made("superpac", 25_00, on), Made("levin", 25_00, on)])
    levin, super_pac = found
    assert (levin.code, levin.lawful_cents) == ("excessive", 10_00)
    assert (super_pac.code, super_pac.excess_cents) == ("EFMC", 25_00)
    assert super_pac.settle_by == date(2026, 6, 3)
    with pytest.raises(NotFound, match="not on the list"):
        rejudged(request, [Made("nobody", 1, on)])


def test_a_joint_payment_is_judged_part_by_part() -> None:
    on = date(2026, 5, 4)
    joint = Recipient(
        key="jfc", name="Meadow Victory", kind="joint_fundraiser",
        shares=(JointShare(STATE_FED, 2), JointShare(PAC, 1)),
    )  # fmt: skip
    request = asked(
        COUNCILLOR, on, 100_00, recipients=(joint,),
        allowances=rooms(room("slp", on, used=9_900_00), room("pac", on, used=4_950_00)),
    )  # fmt: skip
    found = rejudged(request, [Made("jfc", 120_00, on), Made("jfc", 40_00, date(2026, 5, 5))])
    assert [one.lawful_cents for one in found] == [120_00, 30_00]
