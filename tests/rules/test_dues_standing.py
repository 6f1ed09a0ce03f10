"""How dues stand: oldest first, ages by days, states one by one, nothing that is a receivable."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.rules.dues_run import Due
from financedesk.rules.dues_standing import (
    AGES,
    STATES,
    UNFULFILLED,
    Instruction,
    Payment,
    Standing,
    Waiver,
    standing,
)
from tests.rules.officials import day, facts, pay, run

MONTHS = [date(2026, month, 1) for month in range(1, 7)]


def due(month: int, cents: int = 100_00, kind: str = "pay", **more: object) -> Due:
    return Due(date(2026, month, 1), kind, "", "", cents, **more)  # type: ignore[arg-type]


def dues(*cents: int) -> list[Due]:
    return [due(month, amount) for month, amount in enumerate(cents, start=1)]


def paid(text: str, cents: int) -> Payment:
    return Payment(day=day(text), cents=cents)


def waiver(first: str, last: str, cents: int | None = None, *, on: str = "2026-01-01") -> Waiver:
    return Waiver(
        first=day(first), last=day(last), cents=cents, approved_on=day(on), approved_by="Board",
        reason="illness",
    )  # fmt: skip


def states(found: Standing) -> list[str]:
    return [one.state for one in found.months]


def test_what_is_given_clears_the_oldest_first() -> None:
    found = standing(
        dues(100_00, 100_00, 100_00), day("2026-03-31"),
        payments=[paid("2026-03-02", 120_00), paid("2026-02-10", 30_00), paid("2026-04-01", 999)],
    )  # fmt: skip
    assert [one.made_cents for one in found.months] == [100_00, 50_00, 0]
    assert states(found) == ["fulfilled", "partly_made", "open"]
    assert (found.open_cents, found.credit_cents) == (150_00, 0)


def test_ages_count_from_the_due_date() -> None:
    official = dues(1_00, 2_00, 4_00, 8_00, 16_00)
    # On 2 May: 91, 63, 32 and 2 days after the ends of January to April; May is not due yet.
    assert standing(official, day("2026-05-01")).ageing["61-90"] == 3_00
    assert dict(standing(official, day("2026-05-02")).ageing) == {
        "not yet due": 16_00, "0-30": 8_00, "31-60": 4_00, "61-90": 2_00, "90+": 1_00,
    }  # fmt: skip
    assert dict(standing(official, day("2026-04-30")).ageing) == {
        "not yet due": 16_00, "0-30": 12_00, "31-60": 0, "61-90": 3_00, "90+": 0,
    }  # fmt: skip
    assert UNFULFILLED == "unfulfilled pledge"


def test_a_waiver_takes_its_part_before_anything_is_cleared() -> None:
    found = standing(
        dues(100_00, 100_00, 100_00), day("2026-03-31"), payments=[paid("2026-01-31", 100_00)],
        waivers=[waiver("2026-01-15", "2026-02-02", 40_00), waiver("2026-03-01", "2026-03-31")],
    )  # fmt: skip
    assert [(one.waived_cents, one.made_cents) for one in found.months] == [
        (40_00, 60_00), (40_00, 40_00), (100_00, 0),
    ]  # fmt: skip
    assert states(found) == ["fulfilled", "partly_made", "waived"]


def test_a_waiver_holds_from_its_approval_and_for_its_kind_of_due() -> None:
    official = [due(1), due(1, 50_00, "severance")]
    late = waiver("2026-01-01", "2026-01-31", on="2026-02-05")
    assert states(standing(official, day("2026-02-04"), waivers=[late])) == ["open", "open"]
    assert states(standing(official, day("2026-02-05"), waivers=[late])) == ["waived", "open"]


def test_a_credit_clears_like_a_payment_and_meets_what_comes_next() -> None:
    credit = due(3, -250_00, corrects=date(2026, 1, 1))
    found = standing(
        [*dues(100_00, 100_00, 100_00), credit], day("2026-03-31"),
        payments=[paid("2026-01-31", 100_00)],
    )  # fmt: skip
    # March asks -150.00 after the credit: 250.00 clear January and February, 50.00 are left.
    assert states(found) == ["fulfilled"] * 3
    assert found.credit_cents == 50_00
    assert standing([*dues(100_00), credit], day("2026-03-31")).credit_cents == 150_00


def test_an_instruction_says_whether_the_rest_is_on_its_way_or_found_no_room() -> None:
    signed = [
        Instruction(month=date(2026, month, 1), signed_on=date(2026, month, 5), carried_cents=held)
        for month, held in ((1, 30_00), (2, 30_00), (3, 0))
    ]
    found = standing(
        dues(100_00, 100_00, 100_00, 100_00), day("2026-04-30"), instructions=signed,
        payments=[paid("2026-02-01", 100_00)],
    )  # fmt: skip
    assert states(found) == ["fulfilled", "instructed", "instructed", "open"]
    more = standing(
        dues(100_00, 100_00, 100_00, 100_00), day("2026-04-30"), instructions=signed,
        payments=[paid("2026-02-01", 170_00)],
    )  # fmt: skip
    assert states(more) == ["fulfilled", "carried", "instructed", "open"]
    assert more.open_cents == 230_00


def test_what_is_open_when_the_pledge_ends_lapses() -> None:
    official = dues(100_00, 100_00, 100_00)
    payments = [paid("2026-02-01", 150_00)]
    found = standing(official, day("2026-04-30"), payments=payments, lapsed_on=day("2026-04-30"))
    assert states(found) == ["fulfilled", "lapsed", "lapsed"]
    assert (found.open_cents, sum(found.ageing.values())) == (0, 0)
    assert found.months[1].left_cents == 50_00
    before = standing(official, day("2026-04-29"), payments=payments, lapsed_on=day("2026-04-30"))
    assert states(before) == ["fulfilled", "partly_made", "open"]


def test_refunds_open_what_was_cleared_and_more_than_was_given_is_refused() -> None:
    given_back = [paid("2026-01-20", 100_00), paid("2026-02-20", -60_00)]
    assert standing(dues(100_00), day("2026-02-28"), payments=given_back).open_cents == 60_00
    with pytest.raises(BadInput, match="More was refunded"):
        standing(dues(100_00), day("2026-02-28"), payments=[paid("2026-01-20", -1)])


def test_a_waiver_names_months_in_their_order_and_no_less_than_nothing() -> None:
    with pytest.raises(BadInput, match="before the first"):
        waiver("2026-03-01", "2026-02-28")
    with pytest.raises(BadInput, match="zero or more"):
        waiver("2026-03-01", "2026-03-31", -1)


def test_a_run_stands_like_its_dues() -> None:
    lower = pay(148_500_00, 95_000_00, from_day=day("2026-02-01"), known_on=day("2026-04-10"))
    whole = run(facts(pays=[pay(148_500_00, 101_000_00), lower]))
    given_so_far = [paid("2026-03-31", 5_000_00)]
    on = day("2026-08-15")
    found = standing(whole, on, payments=given_so_far)
    assert found == standing(whole.dues, on, payments=given_so_far)
    assert found.open_cents == whole.cents - 5_000_00
    part = whole.since(day("2026-04-20"))
    assert part.dues == tuple(one for one in whole.dues if one.month >= day("2026-04-01"))


amounts = st.integers(-300_00, 300_00)
days = st.dates(date(2026, 1, 1), date(2026, 9, 30))


@given(
    asked=st.lists(st.tuples(st.sampled_from(MONTHS), amounts), max_size=10),
    given_=st.lists(st.tuples(days, st.integers(0, 500_00)), max_size=5),
    freed=st.lists(st.tuples(days, st.integers(0, 60), st.integers(0, 200_00)), max_size=3),
    on=days,
    chance=st.randoms(use_true_random=False),
)
def test_every_cent_has_one_place_whatever_the_order(
    asked: list[tuple[date, int]],
    given_: list[tuple[date, int]],
    freed: list[tuple[date, int, int]],
    on: date,
    chance: object,
) -> None:
    official = [Due(month, "pay", "", "", cents) for month, cents in asked]
    payments = [Payment(day=at, cents=cents) for at, cents in given_]
    waivers = [
        Waiver(first=at, last=date.fromordinal(at.toordinal() + long), cents=cents,
               approved_on=at, approved_by="Board", reason="plan")
        for at, long, cents in freed
    ]  # fmt: skip
    found = standing(official, on, payments=payments, waivers=waivers)
    for rows in (official, payments, waivers):
        chance.shuffle(rows)  # type: ignore[attr-defined]
    assert found == standing(official, on, payments=payments, waivers=waivers)
    for one in found.months:
        assert min(one.waived_cents, one.made_cents, one.left_cents) >= 0
        assert one.asked_cents == one.waived_cents + one.made_cents + one.left_cents
        assert one.state in STATES
        assert one.age(on) in AGES
    opened = [one.left_cents > 0 for one in found.months if one.asked_cents > one.waived_cents]
    assert opened == sorted(opened), "an older due is open while a newer one is cleared"
    came = sum(one.cents for one in payments if one.day <= on)
    waived = sum(one.waived_cents for one in found.months)
    asked_for = sum(cents for _, cents in asked)
    assert found.open_cents - found.credit_cents == asked_for - waived - came
    assert sum(found.ageing.values()) == found.open_cents
