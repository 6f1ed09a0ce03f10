"""The limits by date, what they share, and the room that is left of them."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from financedesk.errors import BadInput, NotFound
from financedesk.rules.figures import figure_on, figures_of
from financedesk.rules.limits import (
    Override,
    Use,
    limit_day,
    limit_for,
    limit_rule,
    limit_rules,
    read_in_words,
    room,
    smallest_room,
    window_of_gift,
)
from financedesk.rules.windows import (
    Election,
    campaign_window,
    cycle_elections,
    election_code,
    next_election,
    year_window,
)

GENERAL = Election(code="G2026", held_on=date(2026, 11, 3))
PRIMARY = Election(code="P2026", held_on=date(2026, 5, 19))


@pytest.mark.parametrize("rule", limit_rules().values(), ids=lambda rule: rule.code)
def test_every_limit_is_cited_and_its_figures_follow_one_another(rule: object) -> None:
    found = limit_rule(rule.code)  # type: ignore[attr-defined]
    assert "U.S.C." in found.citation
    assert found.label
    for figure in found.figures:
        assert figure.cents
        assert (figure.confidence == "verified") == bool(figure.read_in)
        assert set(figure.read_in) <= set(read_in_words())
        assert figure.provisional == (figure.confidence == "provisional")
    for before, after in pairwise(found.figures):
        assert before.until is not None
        assert after.since - before.until == timedelta(days=1)


def test_only_indexed_limits_have_moved_with_prices() -> None:
    for rule in limit_rules().values():
        amounts = {figure.cents for figure in rule.figures if figure.since.year >= 2005}
        assert (len(amounts) > 2) == rule.indexed


CYCLES = {
    "individual_or_nonmulti_to_candidate_per_election": ("individual", "candidate", "", ""),
    "to_national_party_main_per_year": ("individual", "national_party", "", ""),
    "to_national_party_special_account_per_year": ("individual", "national_party", "", "special"),
    "national_plus_senatorial_to_senate_candidate_per_campaign": (
        "national_party", "candidate", "S", "",
    ),
}  # fmt: skip


def test_the_figures_of_four_cycles_are_the_published_ones(
    shared_file: Callable[..., Path],
) -> None:
    cycles = json.loads(shared_file("rules", "limits.json").read_text())["cycles"]
    compared = 0
    for cycle in cycles.values():
        first, last = map(date.fromisoformat, cycle["per_election_effective"])
        for name, (giver, recipient, office, account) in CYCLES.items():
            wanted = cycle[name]
            per_year = name.endswith("per_year")
            days = [date(year, 7, 1) for year in cycle["calendar_years"]]
            for on in days if per_year else (first, last):
                found = limit_for(giver, recipient, on, office=office, account=account)
                assert found is not None
                assert found.cents == wanted["value"] * 100
                assert found.confidence == wanted["confidence"]
                compared += 1
    assert compared == 32


FIXED = {
    "multicandidate_pac_to_candidate_per_election": ("multicandidate_pac", "candidate", ""),
    "multicandidate_pac_to_national_party_per_year": ("multicandidate_pac", "national_party", ""),
    "multicandidate_pac_to_national_special_account_per_year": (
        "multicandidate_pac", "national_party", "special",
    ),
    "any_person_to_pac_per_year": ("individual", "pac", ""),
    "multicandidate_pac_to_state_district_local_party_per_year": (
        "multicandidate_pac", "state_party", "",
    ),
    "person_to_state_district_local_party_per_year": ("individual", "state_party", ""),
    "party_committee_to_candidate_per_election": ("party_federal", "candidate", ""),
    "authorized_committee_to_authorized_committee_per_election": (
        "candidate_committee", "candidate", "",
    ),
    "levin_per_donor_per_committee_per_year": ("individual", "levin", ""),
    "super_pac": ("individual", "super_pac", ""),
}  # fmt: skip


def test_the_figures_that_prices_do_not_move_are_the_published_ones(
    shared_file: Callable[..., Path],
) -> None:
    fixed = json.loads(shared_file("rules", "limits.json").read_text())["fixed_amounts"]
    for name, (giver, recipient, account) in FIXED.items():
        for year in (2021, 2024, 2026, 2028):
            found = limit_for(giver, recipient, date(year, 3, 1), account=account)
            wanted = fixed[name]["value"]
            assert (found and found.cents) == (wanted and wanted * 100), name
    assert set(fixed) - set(FIXED) == {"hybrid_non_contribution_account"}


MATRIX_GIVERS = {
    "individual": "individual",
    "nonmulticandidate_pac": "federal_pac",
    "multicandidate_pac": "multicandidate_pac",
    "candidate_committee": "candidate_committee",
    "slp_party_federal": "party_federal",
    "national_party": "national_party",
    "partnership": "partnership",
}
MATRIX_RECIPIENTS = {
    "candidate": ("candidate", ""),
    "pac": ("pac", ""),
    "slp_party_combined": ("state_party", ""),
    "national_main": ("national_party", ""),
    "national_special": ("national_party", "special"),
}


def test_every_amount_of_the_published_matrix_is_the_limit_of_that_pair(
    shared_file: Callable[..., Path],
) -> None:
    published = json.loads(shared_file("rules", "limits.json").read_text())
    compared = 0
    for name, giver in MATRIX_GIVERS.items():
        for column, (recipient, account) in MATRIX_RECIPIENTS.items():
            cell = published["matrix"][name].get(column)
            found = limit_for(giver, recipient, date(2026, 3, 1), account=account)
            if isinstance(cell, str) and cell.startswith("indexed:"):
                series = published["cycles"]["2025-2026"][cell.removeprefix("indexed:")]
                cell = series["value"]
            if isinstance(cell, int):
                assert found is not None
                assert found.cents == cell * 100
                compared += 1
            else:
                assert found is None
    assert compared == 26


def test_a_limit_not_yet_published_is_the_old_one_and_says_so() -> None:
    last = limit_for("individual", "candidate", date(2026, 11, 3))
    new = limit_for("individual", "candidate", date(2026, 11, 4))
    assert last is not None
    assert new is not None
    assert (last.cents, last.provisional) == (3_500_00, False)
    assert (new.cents, new.provisional) == (3_500_00, True)
    year = limit_for("individual", "national_party", date(2026, 12, 31))
    next_year = limit_for("individual", "national_party", date(2027, 1, 1))
    assert year is not None
    assert next_year is not None
    assert (year.provisional, next_year.provisional) == (False, True)
    assert "provisional" in room(new, year_window(date(2027, 1, 1)), []).words


def test_long_after_the_tables_end_the_last_figure_is_used_as_provisional() -> None:
    found = limit_for("individual", "candidate", date(2033, 1, 1))
    assert found is not None
    assert (found.cents, found.status, found.until) == (3_500_00, "provisional", None)
    assert "2028-11-07" in found.note


def test_before_the_first_figure_nobody_guesses() -> None:
    with pytest.raises(NotFound, match="2003-01-01"):
        limit_for("individual", "candidate", date(2002, 6, 1))


def test_a_slip_in_a_class_is_never_no_limit() -> None:
    with pytest.raises(NotFound, match="choose one of individual"):
        limit_for("persson", "candidate", date(2026, 1, 1))
    with pytest.raises(NotFound, match="choose one of candidate"):
        limit_for("individual", "kandidate", date(2026, 1, 1))


def test_an_indian_tribe_gives_within_a_person_s_limits() -> None:
    found = limit_for("tribe", "state_party", date(2026, 1, 1))
    assert found is not None
    assert found.cents == 10_000_00


def test_the_senate_s_limit_goes_before_the_one_of_other_candidates() -> None:
    on = date(2026, 2, 1)
    senate = limit_for("national_party", "candidate", on, office="S")
    house = limit_for("national_party", "candidate", on, office="H")
    assert senate is not None
    assert house is not None
    assert (senate.cents, senate.window) == (62_000_00, "campaign")
    assert (house.cents, house.window) == (5_000_00, "election")


def test_room_is_what_is_left_of_a_year_after_gifts_refunds_and_what_is_pending() -> None:
    limit = limit_for("individual", "state_party", date(2026, 4, 1))
    assert limit is not None
    uses = [
        Use(window="2026", cents=3_000_00),
        Use(window="2026", cents=500_00),
        Use(window="2026", cents=-200_00),
        Use(window="2026", cents=400_00),
        Use(window="2025", cents=9_000_00),
        Use(window="2026", cents=100_00, pending=True),
    ]
    left = room(limit, window_of_gift(limit, date(2026, 4, 1)), uses)
    assert (left.used_cents, left.pending_cents, left.left_cents) == (370_000, 100_00, 6_200_00)
    assert left.fits(6_200_00)
    assert not left.fits(6_200_01)
    assert left.words == "$6,200.00 left of $10,000.00 in 2026."
    assert left.window.resets_on == date(2027, 1, 1)


def test_a_room_that_is_overdrawn_says_by_how_much() -> None:
    limit = limit_for("individual", "pac", date(2026, 4, 1))
    assert limit is not None
    over = room(limit, year_window(date(2026, 4, 1)), [Use(window="2026", cents=5_250_00)])
    assert (over.left_cents, over.excess_cents, over.free_cents) == (-250_00, 250_00, 0)
    assert over.closed
    assert over.words == "$250.00 above the limit of $5,000.00 in 2026."


def test_each_election_has_a_room_of_its_own() -> None:
    on = date(2026, 2, 1)
    limit = limit_for("individual", "candidate", on)
    assert limit is not None
    uses = [Use(window="P2026", cents=3_500_00), Use(window="G2026", cents=1_000_00)]
    primary = room(limit, window_of_gift(limit, on, election=PRIMARY), uses)
    general = room(limit, window_of_gift(limit, on, election=GENERAL), uses)
    assert (primary.left_cents, general.left_cents) == (0, 2_500_00)
    assert general.words == "$2,500.00 left of $3,500.00 for the general 2026."
    assert primary.window.resets_on is None


def test_a_limit_per_election_asks_for_the_election() -> None:
    limit = limit_for("individual", "candidate", date(2026, 2, 1))
    assert limit is not None
    with pytest.raises(BadInput, match="which election"):
        window_of_gift(limit, date(2026, 2, 1))


def test_a_senate_campaign_runs_six_years() -> None:
    window = campaign_window(2026)
    assert (window.first, window.last) == (date(2020, 11, 4), date(2026, 11, 3))


def test_a_gift_to_retire_an_old_debt_has_the_limit_of_that_election() -> None:
    old = Election(code="G2024", held_on=date(2024, 11, 5))
    day = limit_day(date(2026, 2, 1), old)
    found = limit_for("individual", "candidate", day)
    assert found is not None
    assert found.cents == 3_300_00
    assert limit_day(date(2026, 2, 1), GENERAL) == date(2026, 2, 1)


def test_counsel_s_word_replaces_a_figure_and_stays_visible() -> None:
    word = Override(
        rule="person_to_pac", reason="independent in fact", who="R. Stone",
        decided_on=date(2026, 1, 15), cents=2_500_00, since=date(2026, 1, 1),
        until=date(2026, 12, 31),
    )  # fmt: skip
    inside = limit_for("individual", "pac", date(2026, 6, 1), overrides=[word])
    outside = limit_for("individual", "pac", date(2027, 1, 1), overrides=[word])
    other = limit_for("individual", "state_party", date(2026, 6, 1), overrides=[word])
    assert inside is not None
    assert outside is not None
    assert other is not None
    assert inside.cents == 2_500_00
    assert inside.override is not None
    assert inside.override.words == "R. Stone, 2026-01-15: independent in fact"
    assert (outside.cents, other.cents, other.override) == (5_000_00, 10_000_00, None)


def test_counsel_may_lift_a_limit() -> None:
    word = Override(rule="levin", reason="court order", who="R. Stone", decided_on=date(2026, 1, 1))
    lifted = limit_for("individual", "levin", date(2026, 6, 1), overrides=[word])
    assert lifted is not None
    free = room(lifted, year_window(date(2026, 6, 1)), [Use(window="2026", cents=10**9)])
    assert (free.left_cents, free.fits(10**12), free.excess_cents) == (None, True, 0)
    assert free.words == (
        "No amount is set in 2026. Counsel lifted the limit: R. Stone, 2026-01-01: court order."
    )


def test_of_several_rooms_the_smallest_binds() -> None:
    limit = limit_for("individual", "pac", date(2026, 4, 1))
    assert limit is not None
    window = year_window(date(2026, 4, 1))
    wide, narrow = room(limit, window, []), room(limit, window, [Use(window="2026", cents=1)])
    assert smallest_room([wide, narrow]) is narrow
    assert smallest_room([]) is None


def test_an_undesignated_gift_is_for_the_next_election() -> None:
    elections = [GENERAL, PRIMARY]
    assert next_election(elections, date(2026, 5, 19)) == PRIMARY
    assert next_election(elections, date(2026, 5, 20)) == GENERAL
    assert next_election(elections, date(2026, 11, 4)) is None


def test_a_cycle_has_its_general_and_its_primary_where_the_day_is_known() -> None:
    assert [one.code for one in cycle_elections(date(2026, 11, 3))] == ["G2026"]
    both = cycle_elections(date(2026, 11, 3), date(2026, 5, 19))
    assert [one.code for one in both] == ["P2026", "G2026"]


def test_election_codes_are_a_letter_and_a_year() -> None:
    assert election_code(" p2026 ") == "P2026"
    with pytest.raises(BadInput, match="P primary"):
        election_code("primary")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "no figures"),
        ([{"from": date(2020, 1, 1), "confidence": "verified", "until": date(2020, 6, 1)},
          {"from": date(2020, 7, 1), "confidence": "verified"}], "day after the last"),
        ([{"from": date(2020, 1, 1), "confidence": "verified"},
          {"from": date(2021, 1, 1), "confidence": "verified"}], "ends open"),
        ([{"from": date(2020, 1, 1), "confidence": "sure", "cents": 1}], "confidence 'sure'"),
        ([{"confidence": "verified", "cents": 1}], "not a span"),
    ],
)  # fmt: skip
def test_a_table_with_a_gap_or_an_unknown_word_is_refused(
    rows: list[dict[str, object]], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        figures_of(rows, "a table")


def test_the_figure_of_a_day_includes_both_ends() -> None:
    figures = figures_of(
        [
            {"from": date(2020, 1, 1), "until": date(2020, 12, 31), "cents": 1,
             "confidence": "verified"},
            {"from": date(2021, 1, 1), "cents": 2, "confidence": "verified"},
        ],
        "a table",
    )  # fmt: skip
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    found = [figure_on(figures, day) for day in days]
    assert [one and one.cents for one in found] == [None, 1, 1, 2]
