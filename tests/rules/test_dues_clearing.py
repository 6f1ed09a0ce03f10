"""Which gift cleared which due: all that was made is told, once, the oldest due first."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.rules.dues_clearing import CREDIT, Cleared, cleared_by
from financedesk.rules.dues_formula import PAY_DUE
from financedesk.rules.dues_run import Due
from financedesk.rules.dues_standing import Payment, Standing, Waiver, standing
from tests.soaking import examples

ON = date(2026, 12, 31)
_CENTS = st.integers(-50_00, 400_00)


def month(number: int) -> date:
    return date(2026, number, 1)


def stands(asked: list[int], gifts: list[int], waived: int | None = None) -> Standing:
    dues = [Due(month(at), PAY_DUE, "Council", "", cents) for at, cents in enumerate(asked, 1)]
    waivers = []
    if waived is not None:
        waivers = [Waiver(first=month(waived), last=month(waived), approved_on=month(1),
                          approved_by="Board", reason="Family")]  # fmt: skip
    paid = [Payment(day=month(1), cents=cents) for cents in gifts]
    return standing(dues, ON, payments=paid, waivers=waivers)


def test_a_gift_reaches_over_months_and_a_month_takes_of_several_gifts() -> None:
    found = cleared_by(stands([100_00, 100_00, 100_00], [150_00, 70_00]), [150_00, 70_00])
    assert found == {
        (month(1), PAY_DUE): (Cleared(0, 100_00),),
        (month(2), PAY_DUE): (Cleared(0, 50_00), Cleared(1, 50_00)),
        (month(3), PAY_DUE): (Cleared(1, 20_00),),
    }


def test_what_was_given_back_is_taken_from_the_gift_before_it() -> None:
    gifts = [100_00, 80_00, -90_00, 30_00]
    found = cleared_by(stands([100_00, 100_00], gifts), gifts)
    assert found == {
        (month(1), PAY_DUE): (Cleared(0, 90_00), Cleared(3, 10_00)),
        (month(2), PAY_DUE): (Cleared(3, 20_00),),
    }


def test_a_credit_clears_after_the_gifts() -> None:
    found = cleared_by(stands([100_00, -40_00, 100_00], [70_00]), [70_00])
    assert found == {
        (month(1), PAY_DUE): (Cleared(0, 70_00), Cleared(CREDIT, 30_00)),
        (month(3), PAY_DUE): (Cleared(CREDIT, 10_00),),
    }


@settings(max_examples=examples(60, 2_000), deadline=None)
@given(
    st.lists(_CENTS, min_size=1, max_size=12),
    st.lists(_CENTS, max_size=8),
    st.one_of(st.none(), st.integers(1, 12)),
)
def test_every_cent_that_was_made_is_told_once(
    asked: list[int], given_cents: list[int], waived: int | None
) -> None:
    if sum(given_cents) < 0:
        given_cents = [*given_cents, -sum(given_cents)]
    found = stands(asked, given_cents, waived)
    told = cleared_by(found, given_cents)
    for one in found.months:
        parts = told.get((one.month, one.kind), ())
        assert sum(part.cents for part in parts) == one.made_cents
        assert all(part.cents > 0 for part in parts)
    used: dict[int, int] = {}
    for parts in told.values():
        for part in parts:
            used[part.gift] = used.get(part.gift, 0) + part.cents
    credit = used.pop(CREDIT, 0)
    assert credit <= -sum(cents for cents in asked if cents < 0)
    # A gift clears no more than was given, and all together no more than was not given back.
    assert all(cents <= given_cents[gift] for gift, cents in used.items())
    assert sum(used.values()) <= sum(given_cents)
