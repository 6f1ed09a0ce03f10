"""The six worked examples, to the cent and with their reasons; then the same by hand."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from financedesk.rules.allocation import allocation_of
from financedesk.rules.allocation_facts import Request
from financedesk.rules.allocation_result import Allocation
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.allocation_words import line_reason
from financedesk.rules.deductions import deductible_of
from financedesk.rules.money import format_cents
from tests.rules.remitting import (
    C3,
    C4,
    CANDIDATE,
    CONTRACTOR,
    COUNCILLOR,
    LEVIN,
    NATIONAL,
    NONFED,
    PAC,
    STATE_FED,
    SUPER_PAC,
    asked,
    room,
    rooms,
)

Examples = list[dict[str, Any]]
APRIL = date(2026, 4, 15)


@pytest.fixture
def examples(shared_file: Callable[..., Path]) -> Examples:
    found: Examples = json.loads(shared_file("rules", "alloc_examples.json").read_text())
    return found


def lines(found: Allocation) -> dict[str, int]:
    return {line.recipient: line.cents for line in found.lines}


def spent(allowances: Mapping[str, Allowance], found: Allocation) -> dict[str, Allowance]:
    """The rooms after a month's lines were paid."""
    left = dict(allowances)
    for line in found.lines:
        for recipient in (STATE_FED, PAC, NONFED):
            if recipient.key == line.recipient:
                for key in recipient.rooms:
                    left[key] = left[key].with_use(line.cents)
    return left


def councillor_year(dues: list[int]) -> list[Allocation]:
    """Example 1: the city councillor's months, front-loaded."""
    on = date(2026, 1, 5)
    left: Mapping[str, Allowance] = rooms(
        room("slp", on), room("pac", on), room("nonfed", on, cap=6_000_00)
    )
    months = []
    for month, due in enumerate(dues, start=1):
        found = allocation_of(
            asked(
                COUNCILLOR, date(2026, month, 5), due, allowances=left,
                recipients=(STATE_FED, PAC, NONFED, C4),
            )
        )  # fmt: skip
        months.append(found)
        left = spent(left, found)
    return months


def legislator_in_april() -> Request:
    """Example 2: what was given before counts, and room is spread over nine months."""
    return asked(
        COUNCILLOR, APRIL, 2_500_00, smooth=True, recipients=(C4, NONFED, PAC, STATE_FED),
        allowances=rooms(
            room("slp", APRIL, used=3_000_00 + 500_00 - 200_00 + 400_00),
            room("pac", APRIL, used=1_250_00),
            room("nonfed", APRIL, cap=6_000_00),
        ),
    )  # fmt: skip


def member_of_congress() -> Request:
    """Example 3: recognised national committee, due $70,000."""
    electoral = replace(C4, key="c4e", tier=2, declared="", electoral="advertisements for Congress")
    return asked(
        CANDIDATE, date(2026, 3, 2), 70_000_00,
        recipients=(NATIONAL, STATE_FED, PAC, SUPER_PAC, NONFED, LEVIN, electoral, C3),
        allowances=rooms(
            *(room(key, date(2026, 3, 2)) for key in ("nat", "slp", "pac", "levin")),
            room("nonfed", date(2026, 3, 2), cap=None),
        ),
    )  # fmt: skip


def school_board_member() -> Request:
    """Example 4: a sole proprietor with a federal contract."""
    on = date(2026, 5, 4)
    return asked(
        CONTRACTOR, on, 1_500_00,
        recipients=(STATE_FED, PAC, replace(SUPER_PAC, tier=1), NONFED, replace(C4, tier=3)),
        allowances=rooms(room("slp", on), room("pac", on), room("nonfed", on, cap=1_000_00)),
    )  # fmt: skip


def december_and_january() -> tuple[Request, Request]:
    """Example 5: 28 December, and January with what was carried."""
    on, then = date(2026, 12, 28), date(2027, 1, 4)
    allowances = rooms(room("slp", on, used=9_650_00), room("pac", on, used=5_000_00))
    december = asked(COUNCILLOR, on, 1_200_00, recipients=(STATE_FED, PAC), allowances=allowances)
    fresh = {key: one.on(then) for key, one in allowances.items()}
    carried = allocation_of(december).carry.cents
    return december, replace(december, on=then, carry_in_cents=carried, allowances=fresh)


def candidate_for_congress() -> Request:
    """Example 6: brackets, affiliated PACs and a super PAC of the party's own."""
    on = date(2026, 2, 2)
    first = replace(PAC, key="pacA", name="Meadow Action PAC")
    second = replace(PAC, key="pacB", name="Meadow Future PAC")
    return asked(
        CANDIDATE, on, 36_000_00,
        recipients=(
            STATE_FED, first, second, NONFED, LEVIN, C4,
            replace(SUPER_PAC, controlled_by="the state party, which founded it"),
        ),
        allowances=rooms(
            *(room(key, on) for key in ("slp", "pac", "levin")), room("nonfed", on, cap=None)
        ),
    )  # fmt: skip


def same(found: Allocation, wanted: Mapping[str, Any]) -> None:
    """Lines, carry and blocked are the example's, and each reason names used and limit."""
    assert lines(found) == {one["recipient"]: one["cents"] for one in wanted["lines"]}
    assert found.amount_cents == wanted["amount"]
    assert found.placed_cents == wanted["allocated"]
    assert found.carry.cents == wanted["carry_over"]
    assert {one.recipient: one.code for one in found.blocked} == {
        one["recipient"]: one["code"] for one in wanted["blocked"]
    }
    for refused in wanted["blocked"]:
        mine = next(one for one in found.blocked if one.recipient == refused["recipient"])
        section = refused["why"].split("52 USC ")[1].split("(")[0].split(":")[0].split(",")[0]
        assert f"52 U.S.C. {section}" in mine.citation
    for line in wanted["lines"]:
        said = line_reason(next(one for one in found.lines if one.recipient == line["recipient"]))
        _label, _, amounts = line["explain"].partition(": used ")
        used, _, limit = amounts.partition(" of ")
        if limit.startswith("$"):
            assert f"used {used} of {limit}" in said
        assert format_cents(line["cents"], symbol=True) in said or used in said


def test_example_1_a_councillor_s_year_is_front_loaded(examples: Examples) -> None:
    wanted = examples[0]["result"]
    found = councillor_year([one["amount"] for one in wanted["by_month"]])
    assert [lines(one) for one in found] == [one["lines"] for one in wanted["by_month"]]
    totals = {key: sum(one.cents_of(key) for one in found) for key in wanted["totals"]}
    assert totals == wanted["totals"]
    assert sum(one.placed_cents for one in found) == wanted["sum"]


def test_example_2_smoothing_counts_what_was_given_before(examples: Examples) -> None:
    same(allocation_of(legislator_in_april()), examples[1]["result"])


def test_example_3_a_member_of_congress(examples: Examples) -> None:
    found = allocation_of(member_of_congress())
    same(found, examples[2]["result"])
    extra = examples[2]["extra"]
    gift = deductible_of(found.cents_of("c3"), date(2026, 3, 2), extra["agi"])
    assert gift.floor_cents == extra["floor_2026"]
    assert gift.itemising_cents == extra["deductible_if_itemising"]
    assert gift.not_itemising_cents == extra["deductible_if_not_itemising"]
    assert gift.ceiling_cents == extra["cap60"]
    charity = next(line for line in found.lines if line.recipient == "c3")
    assert charity.deductible == "partly"
    assert {line.deductible for line in found.lines if line is not charity} == {"no"}


def test_example_4_a_federal_contractor(examples: Examples) -> None:
    same(allocation_of(school_board_member()), examples[3]["result"])


def test_example_5_the_year_s_end_and_the_new_room(examples: Examples) -> None:
    december, january = (allocation_of(one) for one in december_and_january())
    same(december, examples[4]["result"]["december"])
    same(january, examples[4]["result"]["january"])
    assert december.carry.again_on == date(2027, 1, 1)


def test_example_6_affiliated_pacs_share_one_room(examples: Examples) -> None:
    same(allocation_of(candidate_for_congress()), examples[5]["result"])


# The same once more with amounts written here, for a checkout without the shared material.
WORKED: tuple[tuple[Callable[[], Request], dict[str, int], int, dict[str, str]], ...] = (
    (
        legislator_in_april,
        {"state_fed": 700_00, "pac": 416_66, "nonfed": 666_66, "c4": 716_68},
        0,
        {},
    ),
    (
        member_of_congress,
        {"nat": 44_300_00, "state_fed": 10_000_00, "pac": 5_000_00, "c3": 10_700_00},
        0,
        {"superpac": "FED_SOFT", "nonfed": "FED_NONFED", "levin": "LEVIN_FED", "c4e": "FED_C4"},
    ),
    (
        school_board_member,
        {"nonfed": 1_000_00, "c4": 500_00},
        0,
        {"state_fed": "CONTRACTOR", "pac": "CONTRACTOR", "superpac": "CONTRACTOR"},
    ),
    (lambda: december_and_january()[0], {"state_fed": 350_00}, 850_00, {}),
    (
        lambda: december_and_january()[1],
        {"state_fed": 1_366_67, "pac": 683_33},
        0,
        {},
    ),
    (
        candidate_for_congress,
        {"state_fed": 10_000_00, "pacA": 2_500_00, "pacB": 2_500_00, "c4": 21_000_00},
        0,
        {"superpac": "EFMC", "nonfed": "FED_NONFED", "levin": "LEVIN_FED"},
    ),
)


@pytest.mark.parametrize(
    ("request_of", "wanted", "carry", "refused"), WORKED, ids=["2", "3", "4", "5a", "5b", "6"]
)
def test_a_worked_case_to_the_cent(
    request_of: Callable[[], Request], wanted: dict[str, int], carry: int, refused: dict[str, str]
) -> None:
    found = allocation_of(request_of())
    assert lines(found) == wanted
    assert found.carry.cents == carry
    assert {one.recipient: one.code for one in found.blocked} == refused


def test_a_worked_year_to_the_cent() -> None:
    months = councillor_year([3_416_66] * 11 + [3_416_74])
    assert [lines(one) for one in months[3:8]] == [
        {"state_fed": 2_277_77, "pac": 1_138_89},
        {"state_fed": 888_92, "pac": 444_44, "nonfed": 2_083_30},
        {"nonfed": 3_416_66},
        {"nonfed": 500_04, "c4": 2_916_62},
        {"c4": 3_416_66},
    ]
