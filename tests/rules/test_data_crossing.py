"""Which data may pass which wall and at what price: every cell, and worth that falls."""

from datetime import date
from itertools import product

import pytest

from financedesk.errors import BadInput, NotFound
from financedesk.rules.data_crossing import (
    COMPANY,
    PERSON,
    PRICES,
    data_kinds,
    data_rows,
    in_kind_of,
    may_cross,
    report_names,
    sale_kinds,
    worth_on,
)
from financedesk.rules.entities import entity_kinds
from financedesk.rules.kinds import kind
from financedesk.rules.passages import side_labels
from financedesk.rules.payments import payments_from

ON = date(2026, 9, 1)
SIDES = (*side_labels(), COMPANY, PERSON)


def price(data: str, giver: str, taker: str, tie: str = "", on: date = ON) -> str:
    return may_cross(data, giver, taker, on, tie=tie).price


@pytest.mark.parametrize(
    ("data", "inside", "party", "out", "charity"),
    [
        ("donor_totals", "free", "free", "never", "never"),
        ("donor_list", "free", "free", "fair", "fair"),
        ("voter_contacts", "free", "free", "fair", "never"),
        ("poll", "free", "free", "fair", "never"),
        ("ad_plans", "free", "free", "never", "never"),
        ("remittance_status", "free", "free", "never", "never"),
        ("staff_costs", "free", "free", "never", "never"),
        ("sensitive", "free", "never", "never", "never"),
        ("goods", "free", "fair", "fair", "fair"),
    ],
)
def test_each_kind_of_data_at_each_wall(
    data: str, inside: str, party: str, out: str, charity: str
) -> None:
    """Inside an entity; a party and its units; party to PAC, (c)(4), super PAC; (c)(3) to all."""
    assert price(data, "party", "party", "own") == inside
    assert price(data, "party", "party", "party") == party
    assert {price(data, "party", side) for side in ("pac", "issue", "super_pac")} == {out}
    others = ("party", "pac", "issue", "super_pac", "candidate", "national", "outside")
    assert {price(data, "charity", side) for side in others} == {charity}


def test_what_a_shared_limit_needs_passes_between_affiliates() -> None:
    assert price("donor_totals", "pac", "pac", "affiliated") == "free"
    assert "nothing more" in may_cross("donor_totals", "pac", "pac", ON, tie="affiliated").condition
    assert price("donor_list", "pac", "pac", "affiliated") == "fair"


def test_a_party_plans_with_its_candidates_since_the_court_s_decision() -> None:
    before, after = date(2026, 6, 29), date(2026, 6, 30)
    assert "limit" in may_cross("ad_plans", "party", "candidate", before).condition
    assert may_cross("ad_plans", "party", "candidate", after).condition == ""
    assert price("ad_plans", "candidate", "super_pac") == "never"
    assert price("ad_plans", "super_pac", "issue") == "fair"


def test_every_pair_of_sides_has_a_rule_for_every_kind_of_data() -> None:
    for code, giver, taker in product(data_kinds(), SIDES, SIDES):
        found = may_cross(code, giver, taker, ON)
        assert found.price in PRICES
        assert found.reason.endswith(".")
        assert found.citation
        assert found.confidence in ("verified", "knowledge")
        if found.price == "fair":
            assert found.below in ("in_kind", "refused", "nothing")
    with pytest.raises(NotFound, match="donor_list, voter_contacts"):
        may_cross("gossip", "party", "pac", ON)


def test_every_row_names_sides_that_there_are() -> None:
    for row in data_rows():
        assert set(row.givers) | set(row.takers) <= set(SIDES)
        assert row.tie in ("", "own", "party", "affiliated")


@pytest.mark.parametrize(
    ("day", "cents"),
    [
        ("2026-08-01", 1_001_00), ("2026-08-16", 1_001_00), ("2026-08-17", 500_50),
        ("2026-09-30", 500_50), ("2026-10-01", 50_05), ("2027-01-28", 50_05), ("2027-01-29", 0),
    ],
)  # fmt: skip
def test_a_poll_is_worth_less_as_it_grows_old(day: str, cents: int) -> None:
    """15, 60 and 180 days after the results came: 11 CFR 106.4(g)."""
    found = worth_on("poll", 1_001_00, date(2026, 8, 1), date.fromisoformat(day))
    assert found.cents == cents
    assert "106.4" in found.citation


def test_half_a_cent_goes_up_and_a_list_keeps_its_worth() -> None:
    assert worth_on("poll", 1, date(2026, 1, 1), date(2026, 2, 1)).cents == 1
    assert worth_on("poll", 9, date(2026, 1, 1), date(2026, 4, 1)).cents == 0
    assert worth_on("poll", 10, date(2026, 1, 1), date(2026, 4, 1)).cents == 1
    assert worth_on("donor_list", 500, date(2020, 1, 1), ON).cents == 500
    assert worth_on("poll", 500, None, ON).cents == 500


def test_what_is_posted_are_kinds_that_there_are() -> None:
    for entity in entity_kinds():
        accounts = ("nonfederal", "operating") if entity == "state_party" else ("operating",)
        for account in accounts:
            paid, received = sale_kinds(entity, account)
            assert kind(received).direction == "in"
            assert paid in {one.kind for one in payments_from(entity, account)}
    with pytest.raises(BadInput, match="election activity"):
        sale_kinds("state_party", "levin")
    taken = in_kind_of("pac_receipt")
    assert (taken.kind, taken.out, taken.memo) == ("pac_in_kind_receipt", "pac_in_kind_out", False)
    assert not kind(taken.kind).cash
    assert not kind(taken.out).cash
    assert in_kind_of("contribution_to_candidate").memo
    assert in_kind_of("grant_received").kind == "grant_received"


def test_names_out_of_reports_are_cited() -> None:
    assert "30111(a)(4)" in report_names().citation
