"""Which money may pass where: the walls, the kinds on both sides, and that nothing is forgotten."""

from datetime import date
from itertools import product

import pytest

from financedesk.errors import BadInput
from financedesk.rules.data import rules_table
from financedesk.rules.entities import entity_kinds
from financedesk.rules.flows import ALLOWED, may_give
from financedesk.rules.kinds import kind, line_for
from financedesk.rules.parties import giver_of_body, recipient_of_body
from financedesk.rules.passages import Holder, Passage, passage, side_labels, side_of

ON = date(2026, 10, 1)
PARTY, LOCAL = Holder("state_party", "federal"), Holder("local_party", "federal")
STATE_MONEY, LEVIN = Holder("state_party", "nonfederal"), Holder("state_party", "levin")
PAC, SUPER = Holder("pac", "federal"), Holder("super_pac", "federal")
HYBRID = Holder("hybrid_pac", "noncontribution")
CANDIDATE, CHARITY = Holder("candidate", "federal"), Holder("think_tank_c3", "operating")
ISSUE, OUTSIDE = Holder("issue_c4", "operating"), Holder("section_527", "operating")
ALL = (PARTY, STATE_MONEY, LEVIN, PAC, SUPER, HYBRID, CANDIDATE, CHARITY, ISSUE, OUTSIDE)


@pytest.mark.parametrize(
    ("giver", "taker", "law"),
    [
        (CHARITY, PAC, "501(c)(3)"),
        (CHARITY, STATE_MONEY, "501(c)(3)"),
        (SUPER, CANDIDATE, "30116(a)(7)(B)"),
        (SUPER, PARTY, "30116(a)(7)(B)"),
        (HYBRID, PARTY, "30116(a)(7)(B)"),
        (STATE_MONEY, LOCAL, "30125"),
        (ISSUE, CANDIDATE, "30118"),
        (ISSUE, PARTY, "30118"),
        (PARTY, LEVIN, "30125(b)(2)"),
        (LEVIN, LOCAL, "30125(b)(2)(B)(iv)"),
        (PARTY, SUPER, "30125"),
        (CANDIDATE, SUPER, "30125(e)"),
    ],
)
def test_what_the_law_forbids_is_refused_with_its_citation(
    giver: Holder, taker: Holder, law: str
) -> None:
    found = passage(giver, taker, ON, own=False)
    assert found.refused
    assert law in found.citation
    assert found.instead
    assert found.citation in found.words


@pytest.mark.parametrize(
    ("giver", "taker", "own"),
    [
        (STATE_MONEY, Holder("national_party", "federal"), True),
        (STATE_MONEY, LEVIN, True),
        (LEVIN, STATE_MONEY, True),
        (HYBRID, Holder("hybrid_pac", "contribution"), True),
    ],
)
def test_walls_between_accounts_of_one_entity(giver: Holder, taker: Holder, own: bool) -> None:
    assert passage(giver, taker, ON, own=own).refused


def tokens(found: Passage, giver: Holder, taker: Holder) -> tuple[str, str]:
    sides = ((found.out, giver), (found.into, taker))
    lines = [
        line_for(
            kind(code), form=entity_kinds()[side.entity].form or "",
            account_kind=side.account, on=ON,
        )
        for code, side in sides
    ]  # fmt: skip
    return tuple("" if line is None else line.token for line in lines)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("giver", "taker", "own", "affiliated", "lines"),
    [
        (LOCAL, PARTY, False, False, ("SB22", "SA12")),
        (PAC, PAC, False, True, ("SB22", "SA12")),
        (PAC, PAC, False, False, ("SB23", "SA11C")),
        (PAC, PARTY, False, False, ("SB23", "SA11C")),
        (PARTY, PAC, False, False, ("SB23", "SA11B")),
        (PARTY, CANDIDATE, False, False, ("SB23", "SA11B")),
        (CANDIDATE, PARTY, False, False, ("SB21", "SA11C")),
        (PAC, SUPER, False, False, ("SB23", "SA11C")),
        (ISSUE, SUPER, False, False, ("", "SA11AI")),
        (STATE_MONEY, PARTY, True, False, ("", "H3")),
        (LEVIN, PARTY, True, False, ("", "H5")),
        (PARTY, PARTY, True, False, ("", "")),
        (PARTY, STATE_MONEY, True, False, ("SB29", "")),
        (STATE_MONEY, Holder("local_party", "nonfederal"), False, False, ("", "")),
        (ISSUE, CHARITY, False, False, ("", "")),
        (ISSUE, LEVIN, False, False, ("", "SAL1A")),
    ],
)
def test_each_side_stands_on_the_line_of_its_own_form(
    giver: Holder, taker: Holder, own: bool, affiliated: bool, lines: tuple[str, str]
) -> None:
    found = passage(giver, taker, ON, own=own, affiliated=affiliated)
    assert not found.refused
    assert tokens(found, giver, taker) == lines


def test_what_is_not_refused_is_recorded_out_on_one_side_and_in_on_the_other() -> None:
    for giver, taker, own in product(ALL, ALL, (True, False)):
        found = passage(giver, taker, ON, own=own)
        assert found.citation
        if not found.refused:
            assert (kind(found.out).direction, kind(found.into).direction) == ("out", "in")
            assert kind(found.out).cash
            assert kind(found.into).cash


def test_the_matrix_of_givers_and_recipients_has_the_last_word() -> None:
    for giver, taker in product(ALL, ALL):
        found = passage(giver, taker, ON, own=False)
        verdict = may_give(
            giver_of_body(giver.entity, giver.account),
            recipient_of_body(taker.entity, taker.account), ON,
        )  # fmt: skip
        if verdict.stops:
            assert found.refused, (giver, taker)
        if verdict.verdict == ALLOWED:
            assert not found.refused, (giver, taker)
    counsel = passage(CANDIDATE, STATE_MONEY, ON, own=False)
    assert counsel.refused
    assert "30125(e)(1)(B)" in counsel.words


def test_every_row_names_sides_that_exist() -> None:
    known = {*side_labels(), "*"}
    for row in rules_table("passages")["passage"]:
        assert set(row["from"]) | set(row["to"]) <= known
        assert row["status"] in ("allowed", "limited", "conditional", "refused")


def test_every_kind_of_entity_has_a_side() -> None:
    for code in entity_kinds():
        assert side_of(Holder(code, "operating")) in side_labels()
    with pytest.raises(BadInput):
        side_of(Holder("club", "operating"))
