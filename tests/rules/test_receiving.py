"""What speaks against a gift by itself: givers who may not, cash, nobody's name, days to come."""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.rules.receiving import GiftFacts, concerns_of, takes_federal_money

PLAIN = GiftFacts(
    entity_kind="state_party", account_kind="federal", federal=True, giver_type="IND",
    giver_name="Ada Lopez", state="OR", country="", method="Check 12", cents=500_00,
    day=date(2026, 10, 6), today=date(2026, 10, 6),
)  # fmt: skip


def words(**changes: object) -> str:
    return " ".join(one.words for one in concerns_of(replace(PLAIN, **changes)))  # type: ignore[arg-type]


def test_nothing_speaks_against_a_plain_check() -> None:
    assert concerns_of(PLAIN) == ()


@pytest.mark.parametrize(
    ("changes", "law"),
    [
        ({"giver_type": "ORG"}, "30118"),
        ({"method": "cash", "cents": 100_01}, "110.4(c)(2)"),
        ({"method": "Currency, envelope", "cents": 200_00}, "110.4(c)(2)"),
        ({"giver_name": "anonymous", "cents": 50_01}, "110.4(c)(3)"),
        ({"state": "zz"}, "30121"),
        ({"country": "France"}, "30121"),
        ({"day": date(2026, 10, 7)}, "not come yet"),
    ],
)
def test_each_rule_says_its_law(changes: dict[str, object], law: str) -> None:
    assert law in words(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"giver_type": "ORG", "entity_kind": "super_pac"},
        {"giver_type": "ORG", "entity_kind": "hybrid_pac", "account_kind": "noncontribution"},
        {"giver_type": "ORG", "federal": False, "account_kind": "nonfederal"},
        {"giver_type": "PAC"},
        {"method": "cash", "cents": 100_00},
        {"method": "cashier's check"},
        {"giver_name": "Anonymous", "cents": 50_00},
        {"method": "cash", "federal": False},
    ],
)
def test_and_stays_silent_where_the_law_allows_it(changes: dict[str, object]) -> None:
    assert words(**changes) == ""


def test_only_accounts_on_a_form_stand_under_the_act() -> None:
    assert takes_federal_money("F3X", "federal")
    assert not takes_federal_money("F3X", "levin")
    assert not takes_federal_money(None, "operating")
