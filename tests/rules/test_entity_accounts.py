"""What an entity may keep, and how its numbers are written."""

import pytest

from financedesk.errors import BadInput, NotFound, Refused
from financedesk.rules.entities import account_kinds, entity_kinds
from financedesk.rules.entity_accounts import (
    accounts_allowed,
    read_committee_id,
    read_ein,
    require_account_allowed,
)


@pytest.mark.parametrize("kind", entity_kinds())
def test_every_kind_of_entity_has_accounts_and_a_reason_with_its_law(kind: str) -> None:
    allowed = accounts_allowed(kind)
    assert set(allowed.accounts) <= set(account_kinds())
    assert allowed.accounts
    assert allowed.refuse.endswith(".")
    assert any(law in allowed.citation for law in ("CFR", "U.S.C.", "Opinion"))


@pytest.mark.parametrize(
    ("entity", "kept", "refused"),
    [
        ("national_party", "federal", "nonfederal"),  # 52 U.S.C. 30125(a)
        ("state_party", "levin", "contribution"),
        ("pac", "nonfederal", "levin"),
        ("hybrid_pac", "noncontribution", "levin"),
        ("super_pac", "federal", "contribution"),
        ("candidate", "federal", "nonfederal"),
        ("think_tank_c3", "operating", "federal"),
        ("issue_c4", "operating", "federal"),
        ("section_527", "nonfederal", "federal"),
    ],
)
def test_the_law_decides(entity: str, kept: str, refused: str) -> None:
    require_account_allowed(entity, kept)
    with pytest.raises(Refused, match=r"no .* account\. .*\("):
        require_account_allowed(entity, refused)


def test_unknown_kinds_are_named() -> None:
    with pytest.raises(NotFound, match="circus"):
        accounts_allowed("circus")
    with pytest.raises(NotFound, match="sock"):
        require_account_allowed("pac", "sock")


def test_numbers_have_one_form() -> None:
    assert read_committee_id(" c 00123456 ") == "C00123456"
    assert read_committee_id("  ") == ""
    assert read_ein("93 0123456") == "93-0123456"
    assert read_ein("93-0123456") == "93-0123456"
    assert read_ein("") == ""
    for text in ("C0012345", "P00123456", "C001234567", "C0012345x"):
        with pytest.raises(BadInput, match="C and eight digits"):
            read_committee_id(text)
    for text in ("12", "93-012345", "9-30123456", "93-01234567"):
        with pytest.raises(BadInput, match="nine digits"):
            read_ein(text)
