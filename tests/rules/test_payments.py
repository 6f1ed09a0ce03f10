"""Kinds of disbursement that are recorded by hand: offered where they belong, with their line."""

from datetime import date

import pytest

from financedesk.errors import NotFound
from financedesk.rules.entities import entity_kinds
from financedesk.rules.kinds import kind, line_for
from financedesk.rules.payments import payment_kind, payment_kinds, payments_from

ON = date(2026, 10, 1)


def codes(entity: str, account: str) -> set[str]:
    return {one.kind for one in payments_from(entity, account)}


def test_every_kind_goes_out_and_moves_money() -> None:
    for one in payment_kinds():
        item_kind = kind(one.kind)
        assert (item_kind.direction, item_kind.cash) == ("out", True)
        assert item_kind.sign != "negative"
        assert not item_kind.parent_required


@pytest.mark.parametrize("entity", [x.code for x in entity_kinds().values() if x.form])
def test_what_a_committee_is_offered_stands_on_its_form(entity: str) -> None:
    form = entity_kinds()[entity].form or ""
    for one in payments_from(entity, "federal"):
        line = line_for(kind(one.kind), form=form, account_kind="federal", on=ON)
        assert line is not None, one.kind


def test_federal_election_activity_is_for_parties_alone() -> None:
    activity = "federal_election_activity_100pct_payment"
    assert activity in codes("state_party", "federal")
    assert activity not in codes("pac", "federal")


def test_each_account_has_kinds_of_its_own() -> None:
    assert "nonfederal_disbursement" in codes("state_party", "nonfederal")
    assert "operating_expenditure" not in codes("state_party", "nonfederal")
    assert "levin_get_out_the_vote" in codes("local_party", "levin")
    assert "c3_program_expense" in codes("think_tank_c3", "operating")
    assert "c4_political_expense" not in codes("think_tank_c3", "operating")


def test_everybody_can_pay_something_from_every_account() -> None:
    for code, entity in entity_kinds().items():
        accounts = ("federal", "nonfederal") if entity.party else ("operating",)
        for account in accounts:
            assert payments_from(code, account), (code, account)


def test_a_kind_that_is_not_recorded_by_hand_is_not_found() -> None:
    assert payment_kind("contribution_to_candidate").asks >= {"candidate", "election"}
    with pytest.raises(NotFound, match="by hand"):
        payment_kind("h4_allocated_disbursement")
