"""Which costs entities may share: every pair of sides has an answer, its law, and exact shares."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.rules.cost_sharing import (
    ADVANCE,
    ARREARS,
    FREE,
    NEVER,
    TERMS,
    bases,
    cost_terms,
    most_agreed_days,
    part_of_cost,
    quarter_of,
    settlement_of,
    settlement_passage,
    share_due,
    time_shares,
    time_uses,
    what_is_shared,
)
from financedesk.rules.data import rules_table
from financedesk.rules.figures import CONFIDENCES
from financedesk.rules.kinds import kind
from financedesk.rules.limits import Override
from financedesk.rules.passages import ANY, Holder, side_labels
from financedesk.rules.thresholds import clocks

ON = date(2026, 11, 22)
SIDES = {
    "charity": Holder("think_tank_c3", "operating"), "issue": Holder("issue_c4", "operating"),
    "party": Holder("state_party", "federal"), "state_money": Holder("local_party", "nonfederal"),
    "levin": Holder("state_party", "levin"), "national": Holder("national_party", "federal"),
    "pac": Holder("pac", "federal"), "super_pac": Holder("super_pac", "federal"),
    "candidate": Holder("candidate", "federal"), "jfc": Holder("jfc", "federal"),
    "outside": Holder("section_527", "operating"),
}  # fmt: skip


def terms(bearer: str, debtor: str) -> str:
    return cost_terms(SIDES[bearer], SIDES[debtor], ON).terms


def test_every_row_names_known_sides_and_its_law() -> None:
    table = rules_table("shared_costs")
    for row in table["terms"]:
        assert row["terms"] in TERMS
        assert set(row["from"]) | set(row["to"]) <= {*side_labels(), ANY}
        assert row["citation"]
        assert row["says"].endswith(".")
        assert row["confidence"] in CONFIDENCES
        assert set(row.get("may", ())) <= set(what_is_shared())
        assert (row["terms"] == ARREARS) == (row.get("clock", "") in clocks())
        assert row.get("instead") or row["terms"] == ARREARS, "what is refused says what to do"
    assert set(bases()) == {"time", "usage", "fixed"}
    assert [code for code, use in time_uses().items() if use.federal] == ["federal"]


@pytest.mark.parametrize(("bearer", "debtor"), list(product(SIDES, SIDES)))
def test_every_pair_has_an_answer_and_what_is_owed_can_be_paid(bearer: str, debtor: str) -> None:
    found = cost_terms(SIDES[bearer], SIDES[debtor], ON)
    assert found.citation
    passage = settlement_passage(SIDES[debtor], SIDES[bearer], ON)
    assert passage.refused != found.owes
    if found.owes:
        assert kind(passage.out).direction == "out"
        assert kind(passage.into).direction == "in"


@pytest.mark.parametrize(
    ("bearer", "debtor", "wanted"),
    [
        # entities.md 3.2, row by row.
        ("charity", "issue", ARREARS), ("issue", "charity", ARREARS),
        *(("charity", one, ADVANCE) for one in ("pac", "party", "super_pac", "candidate")),
        *(("issue", one, ADVANCE) for one in ("party", "candidate", "pac")),
        *(("super_pac", one, ADVANCE) for one in ("party", "candidate")),
        *((one, "super_pac", NEVER) for one in ("party", "candidate", "national")),
        ("party", "party", ARREARS), ("pac", "party", ARREARS),
        # Soft money and Levin money stay where they are: 52 U.S.C. 30125.
        ("state_money", "party", NEVER), ("party", "state_money", NEVER),
        ("levin", "party", NEVER), ("party", "levin", NEVER), ("state_money", "state_money",
                                                               ARREARS),
        ("jfc", "candidate", NEVER), ("candidate", "jfc", NEVER),
    ],
)  # fmt: skip
def test_the_terms_are_the_researched_ones(bearer: str, debtor: str, wanted: str) -> None:
    assert terms(bearer, debtor) == wanted


def test_a_connected_organisation_s_own_fund_owes_nothing() -> None:
    fund = Holder("ssf", "federal")
    assert cost_terms(SIDES["issue"], fund, ON, connected=True).terms == FREE
    assert cost_terms(SIDES["issue"], fund, ON).terms == ADVANCE


def test_law_that_was_not_read_is_marked() -> None:
    known = cost_terms(SIDES["charity"], SIDES["pac"], ON)
    assert known.provisional
    assert "Provisional" in known.words
    assert "4955" in known.words
    assert not cost_terms(SIDES["party"], SIDES["party"], ON).provisional


def test_the_days_of_payment() -> None:
    arrears, advance = (cost_terms(SIDES["charity"], SIDES[one], ON) for one in ("issue", "pac"))
    invoiced, used = date(2026, 3, 1), date(2026, 4, 1)
    assert share_due(arrears, invoiced, used) == date(2026, 3, 31)
    assert share_due(arrears, invoiced, used, 10) == date(2026, 3, 11)
    assert share_due(advance, invoiced, used, 10) == used
    word = Override(
        rule="shared_cost_settlement", time="45 days", reason="settled", who="R. Stone",
        decided_on=date(2026, 1, 2),
    )  # fmt: skip
    assert share_due(arrears, invoiced, used, 10, [word]) == date(2026, 4, 15)
    assert clocks()["shared_cost_settlement"].confidence == "knowledge"
    assert 30 < most_agreed_days() < 100


@pytest.mark.parametrize(
    ("federal", "paid", "broken"), [(25, 100, False), (2_501, 10_000, True), (0, 1, False)]
)
def test_a_quarter_of_the_month_is_the_bound(federal: int, paid: int, broken: bool) -> None:
    """More than 25 per cent: 11 CFR 106.7(d)(1)(ii)."""
    rule = quarter_of("state_party", ON)
    assert rule is not None
    assert rule.broken(federal, paid) == broken
    assert "106.7(d)(1)" in rule.citation


def test_the_quarter_binds_state_and_local_parties_since_its_day() -> None:
    assert quarter_of("local_party", ON) is not None
    assert quarter_of("pac", ON) is None
    assert quarter_of("issue_c4", ON) is None
    assert quarter_of("state_party", date(2002, 11, 5)) is None


@given(st.integers(0, 10**9), st.lists(st.integers(0, 60_000), min_size=1, max_size=8))
def test_shares_of_pay_add_up_and_are_off_by_less_than_a_cent(pay: int, minutes: list[int]) -> None:
    if not sum(minutes):
        with pytest.raises(BadInput):
            time_shares(pay, minutes)
        return
    shares = time_shares(pay, minutes)
    assert sum(shares) == pay
    for share, worked in zip(shares, minutes, strict=True):
        assert abs(share * sum(minutes) - pay * worked) < sum(minutes)


@given(st.integers(1, 10**9), st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_part_and_the_rest_are_the_cost(cost: int, one: int, other: int) -> None:
    whole = one + other
    mine, yours = part_of_cost(cost, one, whole), part_of_cost(cost, other, whole)
    assert mine + yours - cost in (0, 1), "half a cent goes to whoever owes it"
    assert part_of_cost(cost, whole, whole) == cost
    with pytest.raises(BadInput):
        part_of_cost(cost, whole + 1, whole)


def test_party_committees_settle_by_transfers_and_others_by_a_price() -> None:
    between = settlement_of(SIDES["party"], SIDES["party"])
    assert (between.out, between.into) == ("transfer_to_own_entity", "transfer_from_own_entity")
    price = settlement_of(SIDES["issue"], SIDES["pac"])
    assert price.out == "c4_administrative_expense"
    assert price.into == "offset_to_operating_expenditures"
    with pytest.raises(BadInput):
        settlement_of(SIDES["levin"], SIDES["party"])
