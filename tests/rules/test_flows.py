"""Who may give to whom: every pair has one answer, and each is the researched one."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.errors import BadInput, NotFound
from financedesk.rules.entities import account_kinds, entity_kinds
from financedesk.rules.figures import CONFIDENCES
from financedesk.rules.flows import (
    CONDITIONAL,
    LIMITED,
    PROHIBITED,
    flow_code,
    flows,
    may_give,
    policies,
)
from financedesk.rules.kinds import kinds
from financedesk.rules.limits import Override, limit_for
from financedesk.rules.parties import (
    giver_of_body,
    giver_of_contact,
    givers,
    recipient_of_body,
    recipients,
    statuses,
)
from tests.rules.matrix import SOURCES

ON = date(2026, 11, 22)
TARGETS = {
    "FC": "candidate", "PAC": "pac", "SP": "super_pac", "NP": "national_party",
    "SLP": "state_party", "NF": "party_nonfederal", "LV": "levin", "C4": "issue_c4",
    "C3": "think_tank_c3", "527": "section_527",
}  # fmt: skip
WORDS = {"A": "allowed", "L": "limited", "P": "prohibited", "C": "conditional"}


@pytest.mark.parametrize("on", [date(2009, 6, 1), date(2024, 1, 1), ON])
def test_every_pair_of_classes_has_exactly_one_answer_on_a_day(on: date) -> None:
    for giver in givers():
        for recipient in recipients():
            row, column = givers()[giver].row, recipients()[recipient].column
            fitting = [
                flow
                for flow in flows()
                if row in flow.givers
                and column in flow.recipients
                and flow.since <= on
                and (flow.until is None or on <= flow.until)
            ]
            assert len(fitting) == 1, (giver, recipient)
            assert may_give(giver, recipient, on).reason == fitting[0].reason


def test_every_rule_is_cited_and_says_what_it_needs() -> None:
    for flow in flows():
        assert flow.citation
        assert flow.reason.endswith(".")
        assert flow.confidence in CONFIDENCES
        assert (flow.verdict == CONDITIONAL) == bool(flow.needs) == bool(flow.condition)
        assert not flow.condition or flow.condition.endswith(".")
        assert flow.verdict != PROHIBITED or flow.remedy
        assert flow.verdict != LIMITED or flow.limits


def test_every_cell_of_the_researched_matrix_has_our_answer(
    shared_file: Callable[..., Path],
) -> None:
    matrix = json.loads(shared_file("rules", "entities.json").read_text())["matrix"]
    compared = 0
    for source, row in zip(SOURCES, matrix.values(), strict=True):
        for column, cell in row.items():
            found = may_give(source, TARGETS[column], ON)
            assert found.verdict == WORDS[cell["status"]], (source, column)
            assert found.confidence[0] == cell["confidence"].lower(), (source, column)
            compared += 1
    assert compared == 170


def test_every_amount_in_the_researched_matrix_is_the_limit_of_that_cell(
    shared_file: Callable[..., Path],
) -> None:
    matrix = json.loads(shared_file("rules", "entities.json").read_text())["matrix"]
    compared = 0
    for source, row in zip(SOURCES, matrix.values(), strict=True):
        for column, cell in row.items():
            if cell["status"] != "L":
                continue
            limit = limit_for(source, TARGETS[column], ON)
            assert limit is not None
            assert limit.cents is not None
            assert f"${limit.cents // 100:,}" in cell["limit"], (source, column)
            compared += 1
    assert compared == 26


def test_the_limit_that_measures_a_gift_is_the_giver_s_own() -> None:
    assert may_give("individual", "state_party", ON).limited_by == "person_to_state_party"
    multi = may_give("multicandidate_pac", "state_party", ON)
    assert multi.limited_by == "multicandidate_to_state_party"
    single = may_give("federal_pac", "state_party", ON)
    assert single.limited_by == "person_to_state_party"
    special = may_give("individual", "national_party", ON, account="special")
    assert special.limited_by == "person_to_national_account"
    senate = may_give("national_party", "candidate", ON, office="S")
    assert senate.limited_by == "national_party_to_senate_candidate"
    assert may_give("party_federal", "national_party", ON).limited_by == ""


def test_a_limited_flow_always_has_the_limit_that_it_names() -> None:
    for giver in givers():
        for recipient in recipients():
            verdict = may_give(giver, recipient, ON)
            if verdict.verdict == LIMITED:
                assert verdict.limited_by, (giver, recipient)


def test_super_pacs_took_any_amount_only_after_the_court_s_decision() -> None:
    before = may_give("individual", "super_pac", date(2010, 3, 25))
    after = may_give("individual", "super_pac", date(2010, 3, 26))
    assert (before.verdict, before.limited_by) == (LIMITED, "person_to_pac")
    assert (after.verdict, after.limited_by) == ("allowed", "")


def test_a_refusal_says_why_what_to_do_and_by_what_law() -> None:
    words = may_give("foreign_national", "party_nonfederal", ON).words
    assert words.startswith("Foreign national → State or local party, non-federal account: ")
    assert "federal, state or local" in words
    assert "Return it within 30 days" in words
    assert words.endswith("[52 U.S.C. 30121(a); 11 CFR 103.3(b), 110.20(b), (g)]")


def test_what_only_counsel_may_release_stops_like_what_is_prohibited() -> None:
    asked = may_give("federal_officeholder", "super_pac", ON)
    assert (asked.verdict, asked.stops, asked.allowed) == (CONDITIONAL, True, True)
    assert asked.limited_by == "officeholder_to_super_pac"
    assert "Counsel must release it" in asked.words
    assert may_give("contractor", "levin", ON).stops
    assert not may_give("llc", "candidate", ON).stops


def test_counsel_s_word_replaces_a_verdict_and_stays_visible() -> None:
    word = Override(
        rule=flow_code("party_nonfederal", "issue_c4"), verdict="allowed", who="R. Stone",
        reason="no federal-election spending", decided_on=date(2026, 3, 1),
    )  # fmt: skip
    law = may_give("party_nonfederal", "issue_c4", ON)
    said = may_give("party_nonfederal", "issue_c4", ON, overrides=[word])
    assert (law.verdict, said.verdict, said.stops) == (PROHIBITED, "allowed", False)
    assert "R. Stone, 2026-03-01: no federal-election spending" in said.words
    other = may_give("party_nonfederal", "pac", ON, overrides=[word])
    assert other.override is None


def test_an_override_must_name_a_verdict() -> None:
    word = Override(
        rule=flow_code("union", "pac"), reason="x", who="x", decided_on=ON, verdict="maybe"
    )
    with pytest.raises(BadInput, match="must say one of"):
        may_give("union", "pac", ON, overrides=[word])


def test_the_organisation_s_own_policy_stops_what_the_law_allows() -> None:
    law = may_give("corporation", "super_pac", ON)
    own = may_give("corporation", "super_pac", ON, policies_taken=["no_corporate_donations"])
    assert (law.verdict, own.verdict, own.policy) == (
        "allowed", PROHIBITED, "no_corporate_donations",
    )  # fmt: skip
    person = may_give("individual", "super_pac", ON, policies_taken=tuple(policies()))
    assert person.verdict == "allowed"
    with pytest.raises(NotFound, match="no policy"):
        may_give("individual", "pac", ON, policies_taken=["no_such"])


def test_every_kind_of_entity_and_account_is_a_giver_and_a_recipient() -> None:
    for kind in entity_kinds():
        for account in ("", *account_kinds()):
            assert giver_of_body(kind, account) in givers()
            assert recipient_of_body(kind, account) in recipients()


def test_accounts_decide_what_a_body_is() -> None:
    assert recipient_of_body("state_party", "federal") == "state_party"
    assert recipient_of_body("state_party", "nonfederal") == "party_nonfederal"
    assert recipient_of_body("local_party", "levin") == "levin"
    assert giver_of_body("state_party", "levin") == "levin_account"
    assert recipient_of_body("hybrid_pac", "noncontribution") == "super_pac"
    assert recipient_of_body("hybrid_pac", "contribution") == "pac"
    assert giver_of_body("pac", "federal") == "federal_pac"
    assert giver_of_body("pac", "federal", qualified=True) == "multicandidate_pac"


def test_a_party_without_status_is_a_pac() -> None:
    assert recipient_of_body("state_party", "federal", status="not_a_party") == "pac"
    assert giver_of_body("state_party", "federal", status="not_a_party") == "federal_pac"
    assert recipient_of_body("local_party", "federal", status="independent_local") == "pac"
    assert recipient_of_body("state_party", status="state_committee") == "state_party"
    assert all(status.citation for status in statuses().values())
    with pytest.raises(NotFound, match="not_a_party"):
        recipient_of_body("state_party", status="famous")


def test_a_contact_is_what_its_gift_says_and_else_what_its_type_says() -> None:
    assert giver_of_contact("IND") == "individual"
    assert giver_of_contact("ORG", "partnership_receipt") == "partnership"
    assert giver_of_contact("ORG", "tribal_receipt") == "tribe"
    assert giver_of_contact("ORG") == "corporation"
    assert giver_of_contact("CCM") == "candidate_committee"
    assert giver_of_contact("") == "corporation"


def test_the_items_that_name_a_giver_are_kinds_of_item() -> None:
    from financedesk.rules.data import rules_table

    named = {item for row in rules_table("parties")["contact"] for item in row.get("items", ())}
    assert named <= set(kinds())


def test_classes_without_a_row_of_their_own_stand_in_another_s() -> None:
    assert givers()["multicandidate_pac"].row == "federal_pac"
    assert givers()["national_party"].row == "party_federal"
    assert recipients()["joint_fundraiser"].column == "pac"
    assert all(one.citation for one in (*givers().values(), *recipients().values()))


def test_counsel_s_word_on_a_cell_is_about_every_class_in_it() -> None:
    cell = Override(
        rule="federal_pac > candidate", verdict="prohibited", reason="a settlement",
        who="R. Stone", decided_on=date(2026, 1, 2),
    )  # fmt: skip
    own = replace(cell, rule="multicandidate_pac > candidate", verdict="allowed")
    on = date(2026, 4, 1)
    assert may_give("multicandidate_pac", "candidate", on, overrides=[cell]).override == cell
    assert may_give("multicandidate_pac", "candidate", on, overrides=[own, cell]).allowed
    assert not may_give("federal_pac", "candidate", on, overrides=[own, cell]).allowed
    assert may_give("individual", "candidate", on, overrides=[own, cell]).override is None
