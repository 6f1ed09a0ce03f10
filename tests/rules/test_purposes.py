"""Purposes of disbursements: what says too little, what would do, and the categories."""

import pytest

from financedesk.fec.checks.codes import code_lists
from financedesk.rules.kinds import kinds
from financedesk.rules.purposes import (
    adequate_purposes,
    categories,
    category_of_kind,
    vagueness_of,
)


@pytest.mark.parametrize(
    "words",
    ["Consulting", "  consultant ", "GOTV", "Get-Out-the-Vote", "Misc.", "OTHER EXPENSES",
     "Event expense", "Services rendered", "Reimbursement"],
)  # fmt: skip
def test_words_that_say_too_little_are_known_in_any_spelling(words: str) -> None:
    found = vagueness_of(words, to_person=False)
    assert found is not None
    assert found.instead.endswith(".")
    assert "104.3(b)" in found.citation


@pytest.mark.parametrize("words", ["", "Consulting – Media", "GOTV phone calls to Salem", "Rent"])
def test_more_words_say_enough(words: str) -> None:
    assert vagueness_of(words, to_person=True) is None


def test_supplies_are_plain_from_a_shop_and_vague_from_a_person() -> None:
    assert vagueness_of("Office Supplies", to_person=False) is None
    assert vagueness_of("Office Supplies", to_person=True) is not None


def test_what_is_proposed_is_not_what_is_warned_of() -> None:
    assert [x for x in adequate_purposes() if vagueness_of(x, to_person=False)] == []
    assert list(adequate_purposes()) == sorted(adequate_purposes(), key=str.casefold)


def test_categories_are_the_commission_s_and_name_kinds_that_exist() -> None:
    assert {one.code for one in categories()} == code_lists()["category_12"].values
    assert {kind for one in categories() for kind in one.kinds} <= set(kinds())
    assert category_of_kind("contribution_to_candidate") == "011"
    assert category_of_kind("other_disbursement") == ""
