"""Whose gift it is and for which election: shares, presumptions, debts, refunds, earmarks."""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.errors import BadInput
from financedesk.rules.limits import Use, limit_for, room, window_of_gift
from financedesk.rules.presumptions import (
    CheckFacts,
    Partner,
    earmarked_for,
    is_multicandidate,
    net_debt_cents,
    past_election_left_cents,
    presumed_reattribution,
    presumed_redesignation,
    refund_use,
    shares_of_check,
    shares_of_partners,
    written_by,
)
from financedesk.rules.windows import Election, year_window

PRIMARY = Election(code="P2026", held_on=date(2026, 5, 19))
GENERAL = Election(code="G2026", held_on=date(2026, 11, 3))
MADE, RECEIVED = date(2026, 3, 1), date(2026, 3, 4)
JOINT = CheckFacts(cents=800_01, imprinted=("Ada", "Bo"), signed=("Ada", "Bo"))


def test_a_joint_check_is_shared_equally_to_the_cent() -> None:
    assert [(one.person, one.cents) for one in shares_of_check(JOINT)] == [
        ("Ada", 400_01), ("Bo", 400_00),
    ]  # fmt: skip


def test_stated_shares_go_before_equal_ones() -> None:
    stated = replace(JOINT, stated=(("Ada", 500_01), ("Bo", 300_00)))
    assert [one.cents for one in shares_of_check(stated)] == [500_01, 300_00]
    with pytest.raises(BadInput, match="add up"):
        shares_of_check(replace(JOINT, stated=(("Ada", 500_00), ("Bo", 300_00))))
    with pytest.raises(BadInput, match="must have signed"):
        shares_of_check(replace(JOINT, signed=("Ada",), stated=(("Bo", 800_01),)))


def test_one_signature_makes_the_gift_that_person_s_alone() -> None:
    shares = shares_of_check(replace(JOINT, signed=("Bo",)))
    assert [(one.person, one.cents, one.why) for one in shares] == [
        ("Bo", 800_01, "the only signature"),
    ]
    with pytest.raises(BadInput, match="no signature"):
        shares_of_check(replace(JOINT, signed=()))


def test_spouses_have_a_limit_each() -> None:
    limit = limit_for("individual", "candidate", MADE)
    assert limit is not None
    window = window_of_gift(limit, MADE, election=PRIMARY)
    couple = CheckFacts(cents=7_000_00, imprinted=("Ada", "Bo"), signed=("Ada", "Bo"))
    for share in shares_of_check(couple):
        left = room(limit, window, [Use(window="P2026", cents=share.cents)])
        assert left.left_cents == 0


def test_a_partner_who_may_not_give_has_no_share() -> None:
    partners = [
        Partner(person="Ada", weight=2),
        Partner(person="Bo", weight=1),
        Partner(person="Big Corp", weight=3, may_give=False),
    ]
    shares = shares_of_partners(900_00, partners)
    assert [(one.person, one.cents) for one in shares] == [("Ada", 600_00), ("Bo", 300_00)]
    with pytest.raises(BadInput, match="None of the partners may give"):
        shares_of_partners(900_00, partners[2:])


def redesignated(**change: object) -> object:
    facts: dict[str, object] = {
        "giver": "individual", "received_on": RECEIVED, "made_on": MADE, "designated": False,
        "excess_cents": 1_500_00, "primary": PRIMARY, "general": GENERAL,
        "general_left_cents": 3_500_00,
    }  # fmt: skip
    return presumed_redesignation(**{**facts, **change})  # type: ignore[arg-type]


def test_an_excess_of_the_primary_is_presumed_to_be_for_the_general() -> None:
    found = presumed_redesignation(
        giver="individual", received_on=RECEIVED, made_on=MADE, designated=False,
        excess_cents=1_500_00, primary=PRIMARY, general=GENERAL, general_left_cents=1_000_00,
    )  # fmt: skip
    assert found is not None
    assert (found.moved_from, found.moved_to) == ("P2026", "G2026")
    assert (found.cents, found.left_over_cents) == (1_000_00, 500_00)
    assert found.notify_by == date(2026, 5, 3)
    assert "110.1(b)(5)" in found.citation


@pytest.mark.parametrize(
    "change",
    [
        {"giver": "multicandidate_pac"},
        {"giver": "party_federal"},
        {"designated": True},
        {"made_on": date(2026, 5, 19)},
        {"made_on": date(2026, 6, 1)},
        {"excess_cents": 0},
        {"general_left_cents": 0},
        {"general_left_cents": -100},
        {"primary": Election(code="P2026")},
    ],
)
def test_otherwise_the_law_presumes_no_redesignation(change: dict[str, object]) -> None:
    assert redesignated() is not None
    assert redesignated(**change) is None


def test_an_excess_is_presumed_to_be_the_other_holder_s() -> None:
    check = replace(JOINT, signed=("Ada",))
    found = presumed_reattribution(
        check, received_on=RECEIVED, excess_cents=600_00, other_left_cents=10_000_00
    )
    assert found is not None
    assert (found.moved_from, found.moved_to, found.cents) == ("Ada", "Bo", 600_00)
    assert (found.left_over_cents, found.notify_by) == (0, date(2026, 5, 3))


@pytest.mark.parametrize(
    "check",
    [
        JOINT,
        CheckFacts(cents=800_00, imprinted=("Ada",), signed=("Ada",)),
    ],
)
def test_without_a_second_holder_who_did_not_sign_nothing_is_presumed(check: CheckFacts) -> None:
    found = presumed_reattribution(
        check, received_on=RECEIVED, excess_cents=600_00, other_left_cents=10_000_00
    )
    assert found is None


def test_sixty_days_for_a_signed_redesignation() -> None:
    assert written_by(date(2026, 1, 1)) == date(2026, 3, 2)


def test_a_past_election_takes_gifts_only_for_its_net_debt() -> None:
    debt = net_debt_cents(owed_cents=10_000_00, cash_cents=7_000_00, receivable_cents=500_00)
    assert debt == 2_500_00
    assert past_election_left_cents(3_500_00, debt) == 2_500_00
    assert past_election_left_cents(1_000_00, debt) == 1_000_00
    assert past_election_left_cents(None, debt) == 2_500_00
    assert past_election_left_cents(-1, debt) == 0
    assert net_debt_cents(owed_cents=1, cash_cents=2) == 0


def test_a_refund_gives_room_back_in_the_window_of_its_gift() -> None:
    limit = limit_for("individual", "pac", date(2026, 11, 1))
    assert limit is not None
    old, new = year_window(date(2025, 11, 1)), year_window(date(2026, 2, 1))
    uses = [
        Use(window="2025", cents=5_000_00),
        Use(window="2026", cents=5_000_00),
        refund_use(old, 1_000_00, refunded_on=date(2026, 2, 1)),
    ]
    assert room(limit, old, uses).left_cents == 1_000_00
    assert room(limit, new, uses).left_cents == 0


def test_an_earmarked_gift_is_the_donor_s_and_the_conduit_s_only_if_it_directs() -> None:
    assert earmarked_for("Ada", "ActBlue", conduit_directs=False) == ("Ada",)
    assert earmarked_for("Ada", "PAC", conduit_directs=True) == ("Ada", "PAC")


@pytest.mark.parametrize(
    ("on", "contributors", "candidates", "state_party", "wanted"),
    [
        (date(2026, 7, 15), 51, 5, False, True),
        (date(2026, 7, 14), 51, 5, False, False),
        (date(2026, 7, 15), 50, 5, False, False),
        (date(2026, 7, 15), 51, 4, False, False),
        (date(2026, 7, 15), 51, 0, True, True),
        (date(2027, 1, 1), 51, 5, False, True),
    ],
)
def test_three_conditions_make_a_multicandidate_committee(
    on: date, contributors: int, candidates: int, state_party: bool, wanted: bool
) -> None:
    found = is_multicandidate(
        registered_on=date(2026, 1, 15), on=on, contributors=contributors,
        candidates_supported=candidates, state_party=state_party,
    )  # fmt: skip
    assert found == wanted
