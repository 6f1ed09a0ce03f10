"""State law as plug-in files: what ships, what a treasurer's own file changes, what is refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from financedesk.errors import BadInput
from financedesk.rules.state_law import (
    read_state_law,
    shipped_state_laws,
    state_law_from,
    state_laws,
    state_limit,
)

ON = date(2026, 3, 1)
RULE: dict[str, Any] = {
    "recipient_type": "party_nonfederal", "donor_type": "any", "window": "year",
    "amount": "1000.00", "effective_from": date(2026, 1, 1), "source": "a law",
}  # fmt: skip


def test_what_ships_can_be_read_and_names_its_sources() -> None:
    laws = {law.state: law for law in shipped_state_laws()}
    assert {"AL", "CA", "NJ", "NY", "OR", "VA"} <= set(laws)
    assert all(one.source for law in laws.values() for one in law.limits)


def test_california_s_limits_depend_on_the_office() -> None:
    law = state_laws()["CA"]
    found = [
        state_limit(law, "individual", "candidate", ON, office_level=level)
        for level in ("legislature", "statewide", "governor")
    ]
    assert [one and one.cents for one in found] == [5_900_00, 9_800_00, 39_200_00]
    assert state_limit(law, "individual", "candidate", ON) is None
    late = date(2027, 1, 1)
    assert state_limit(law, "individual", "candidate", late, office_level="governor") is None


def test_a_state_without_limits_says_so_and_an_unknown_one_says_nothing() -> None:
    free = state_limit(state_laws()["VA"], "individual", "candidate", ON)
    assert free is not None
    assert (free.cents, free.prohibited, free.window) == (None, False, "none")
    assert state_limit(state_laws().get("ZZ"), "individual", "candidate", ON) is None


def test_a_treasurer_s_own_file_takes_the_place_of_the_seed(tmp_path: Path) -> None:
    path = tmp_path / "OR.toml"
    path.write_text(
        'state = "or"\n[[limit]]\nrecipient_type = "party_nonfederal"\ndonor_type = "individual"\n'
        'window = "year"\namount = "5,000.00"\neffective_from = 2027-01-01\nsource = "HB 4024"\n'
    )
    own = read_state_law(path)
    found = state_limit(state_laws([own])["OR"], "individual", "party_nonfederal", date(2027, 2, 1))
    assert found is not None
    assert (found.cents, found.confidence) == (5_000_00, "knowledge")
    assert state_limit(own, "individual", "candidate", ON) is None


def test_the_most_particular_rule_holds() -> None:
    unbounded = {key: value for key, value in RULE.items() if key != "amount"}
    ban = {**unbounded, "donor_type": "corporation", "prohibited": True}
    law = state_law_from({"state": "XY", "limit": [RULE, ban]}, "xy.toml")
    company = state_limit(law, "corporation", "party_nonfederal", ON)
    person = state_limit(law, "individual", "party_nonfederal", ON)
    assert company is not None
    assert person is not None
    assert (company.prohibited, company.cents) == (True, 0)
    assert (person.prohibited, person.cents) == (False, 1_000_00)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "Oregon"}, "two letters"),
        ({"limit": []}, "there is none"),
        ({"limit": ["x"]}, "limit 1: write each rule as a table"),
    ],
)
def test_a_file_with_a_wrong_frame_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        state_law_from({"state": "XY", "limit": [RULE], **change}, "xy.toml")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amont": "5"}, "limit 1: the key 'amont' is unknown"),
        ({"recipient_type": "canddate"}, "recipient_type: There is no class of recipient"),
        ({"donor_type": "people"}, "donor_type: There is no class of giver"),
        ({"donor_type": ""}, "donor_type is missing"),
        ({"window": "month"}, "window 'month' is not one of year"),
        ({"amount": "5.000.00"}, "amount: “5.000.00” is not an amount"),
        ({"amount": 5.5}, "write the amount as text"),
        ({"amount": "0"}, "above zero"),
        ({"unlimited": True}, "exactly one of amount"),
        ({"effective_from": "2026"}, "as dates"),
        ({"effective_to": date(2025, 1, 1)}, "is before effective_from"),
        ({"source": " "}, "source is missing"),
        ({"confidence": "sure"}, "confidence 'sure'"),
    ],
)
def test_a_wrong_rule_is_named_by_number_and_key(change: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        state_law_from({"state": "XY", "limit": [{**RULE, **change}]}, "xy.toml")
    assert str(caught.value).startswith("xy.toml, limit 1")


def test_false_is_no_way_to_say_unlimited() -> None:
    rule = {key: value for key, value in RULE.items() if key != "amount"}
    with pytest.raises(BadInput, match="can only be true"):
        state_law_from({"state": "XY", "limit": [{**rule, "unlimited": False}]}, "xy.toml")


def test_two_rules_for_the_same_gifts_at_one_time_are_refused() -> None:
    ended = {**RULE, "effective_to": date(2026, 6, 30)}
    after = {**RULE, "effective_from": date(2026, 7, 1)}
    assert len(state_law_from({"state": "XY", "limit": [ended, after]}, "xy.toml").limits) == 2
    with pytest.raises(BadInput, match="limits 1 and 2 speak of the same gifts"):
        state_law_from({"state": "XY", "limit": [RULE, after]}, "xy.toml")


def test_files_that_are_none_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="There is no file"):
        read_state_law(tmp_path / "QQ.toml")
    broken = tmp_path / "QQ.toml"
    broken.write_text("state = ")
    with pytest.raises(BadInput, match=r"QQ\.toml is not valid TOML"):
        read_state_law(broken)
