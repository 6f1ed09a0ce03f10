"""Thresholds and clocks: cited, in step, and equal to the researched ones."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from financedesk.errors import NotFound
from financedesk.rules.thresholds import (
    clock,
    clocks,
    federal_shares,
    is_inside,
    reaches,
    runs_out,
    smallest_federal_share,
    threshold_cents,
    threshold_figure,
    threshold_sources,
    thresholds,
)

ON = date(2026, 11, 22)


def test_every_threshold_and_clock_is_cited() -> None:
    for one in thresholds().values():
        assert one.citation
        assert one.label
        for figure in one.figures:
            assert (figure.confidence == "verified") == bool(figure.read_in)
            assert set(figure.read_in) <= set(threshold_sources())
            assert (figure.cents is None) == (figure.status == "void")
    for row in clocks().values():
        assert row.citation
        assert row.trigger
        assert row.action.endswith(".")
        assert sum(x is not None for x in (row.days, row.window, row.hours, row.years)) == 1
    assert all(share.citation for share in federal_shares().values())


PUBLISHED = {
    "cash_per_contributor": "cash",
    "anonymous_cash": "anonymous_cash",
    "record_name_address_over": "record_name",
    "identification_over": "identification",
    "itemise_individual_over": "itemise_individual",
    "itemise_committee_contributions": "itemise_committee_contributions",
    "itemise_disbursement_payee_over": "itemise_payee",
    "f6_notice_min": "last_minute_notice",
    "ie_24h": "independent_24_hours",
    "ie_48h": "independent_48_hours",
    "ie_nonpac_form5": "independent_form_5",
    "electioneering": "electioneering",
    "efile_over": "electronic_filing",
    "petty_cash_max": "petty_cash",
}
SEVERAL = {
    "volunteer_home_hospitality": {
        "per_candidate_per_election": "hospitality_candidate",
        "per_party_per_year": "hospitality_party",
    },
    "volunteer_travel": {
        "per_candidate_per_election": "travel_candidate",
        "per_party_per_year": "travel_party",
    },
    "local_party": {
        "contributions_received": "register_local_received",
        "exempt_payments": "register_local_exempt",
        "contributions_made": "register_local_contributed",
        "expenditures": "register_local_spent",
    },
}


def test_the_thresholds_are_the_researched_ones(shared_file: Callable[..., Path]) -> None:
    published = json.loads(shared_file("rules", "limits.json").read_text())["thresholds"]
    for name, code in PUBLISHED.items():
        assert threshold_cents(code, ON) == published[name]["value"] * 100, name
    registration = published["committee_registration"]
    assert threshold_cents("register_group", ON) == registration["group"]["value"] * 100
    groups = {**published, "local_party": registration["local_party"]}
    for name, codes in SEVERAL.items():
        for key, code in codes.items():
            assert threshold_cents(code, ON) == groups[name]["value"][key] * 100, code
    known = {*PUBLISHED, *SEVERAL, "committee_registration"}
    # The ceiling of a solicitation is a limit; it stands with them.
    assert set(published) - known == {"federal_officeholder_solicitation_superpac"}


def test_bundling_and_coordinated_spending_are_the_researched_ones(
    shared_file: Callable[..., Path],
) -> None:
    data = json.loads(shared_file("rules", "limits.json").read_text())
    compared = 0
    for cycle in data["cycles"].values():
        for year, row in cycle.get("lobbyist_bundling_threshold", {}).items():
            figure = threshold_figure("lobbyist_bundling", date(int(year), 6, 1))
            assert figure is not None
            if row["value"] is None:
                assert figure.provisional
            else:
                assert figure.cents == row["value"] * 100
                assert figure.confidence == row["confidence"]
            compared += 1
    years = data["coordinated_party_expenditures"]["by_year"]
    for year, row in years.items():
        for key, code in (
            ("house_multi", "coordinated_house"),
            ("house_single", "coordinated_house_single"),
        ):
            figure = threshold_figure(code, date(int(year), 6, 1))
            assert figure is not None
            wanted = row.get(key)
            assert figure.provisional if wanted is None else figure.cents == wanted * 100
            compared += 1
    assert compared == 6 + 12


def test_the_clocks_are_the_researched_ones(shared_file: Callable[..., Path]) -> None:
    published = json.loads(shared_file("rules", "deadlines.json").read_text())["clocks"]
    ours = {
        "forward_authorized": "forward_authorised",
        "forward_unauth_over50": "forward_over_50",
        "forward_unauth_upto50": "forward_up_to_50",
        "deposit_or_return": "deposit",
        "questionable_source_legality": "questionable",
        "prohibited_discovered_later": "prohibited",
        "excessive": "excessive",
        "best_efforts_followup": "best_efforts",
        "earmark_forward": "earmark",
        "F1_register": "register",
        "F1_amend": "amend_registration",
        "F1M": "multicandidate",
        "alloc_transfer": "shared_cost_transfer",
        "fundraiser_ratio": "fundraiser_ratio",
        "RFAI": "request_for_information",
        "8871": "form_8871",
        "8871_change": "form_8871_change",
        "8976": "form_8976",
        "records": "keep_records",
    }
    for row in published:
        if row["id"] == "cwa":  # an acknowledgment has no number of days
            continue
        found = clock(ours[row["id"]])
        assert found.days == row.get("days"), row["id"]
        assert found.hours == row.get("hours")
        assert found.years == row.get("years")
        assert list(found.window or ()) == row.get("window_days", [])
        assert row["conf"].startswith(found.confidence)


def test_the_smallest_federal_shares_are_the_researched_ones(
    shared_file: Callable[..., Path],
) -> None:
    data = json.loads(shared_file("rules", "limits.json").read_text())["allocation"]
    wanted = data["min_federal_share"]
    found = [
        smallest_federal_share(president=president, senate=senate, on=ON).percent
        for president, senate in ((True, True), (True, False), (False, True), (False, False))
    ]
    assert found == [
        wanted["presidential_and_senate"], wanted["presidential_only"],
        wanted["senate_only"], wanted["neither"],
    ]  # fmt: skip
    with pytest.raises(NotFound, match="2003-01-01"):
        smallest_federal_share(president=True, senate=True, on=date(2000, 1, 1))


def test_the_court_s_decision_ends_the_limits_of_coordinated_spending_on_its_day() -> None:
    before = threshold_figure("coordinated_house", date(2026, 6, 29))
    after = threshold_figure("coordinated_house", date(2026, 6, 30))
    assert before is not None
    assert after is not None
    assert (before.cents, before.status) == (63_600_00, "provisional")
    assert (after.cents, after.status) == (None, "void")
    assert reaches("coordinated_house", 63_600_01, date(2026, 6, 29))
    assert not reaches("coordinated_house", 10**12, date(2026, 6, 30))


def test_some_duties_begin_at_the_amount_and_others_above_it() -> None:
    assert reaches("last_minute_notice", 1_000_00, ON)
    assert not reaches("last_minute_notice", 999_99, ON)
    assert reaches("identification", 200_01, ON)
    assert not reaches("identification", 200_00, ON)


def test_clocks_run_from_the_day_of_the_event() -> None:
    event = date(2026, 2, 1)
    assert runs_out("deposit", event) == date(2026, 2, 11)
    assert runs_out("excessive", event) == date(2026, 4, 2)
    assert runs_out("form_8871", event) == date(2026, 2, 2)
    assert runs_out("keep_records", date(2024, 2, 29)) == date(2027, 3, 1)


def test_a_shared_cost_may_be_paid_back_from_ten_days_before_to_sixty_after() -> None:
    paid = date(2026, 3, 11)
    inside = [date(2026, 3, 1), paid, date(2026, 5, 10)]
    outside = [date(2026, 2, 28), date(2026, 5, 11)]
    assert all(is_inside("shared_cost_transfer", paid, day) for day in inside)
    assert not any(is_inside("shared_cost_transfer", paid, day) for day in outside)
    assert not is_inside("deposit", paid, date(2026, 3, 10))


def test_unknown_names_list_the_choices() -> None:
    with pytest.raises(NotFound, match="choose one of cash"):
        threshold_cents("money", ON)
    with pytest.raises(NotFound, match="forward_authorised"):
        clock("tick")
