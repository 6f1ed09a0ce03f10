"""Schedules as text: read with every check, written back as they were, each kind bounded."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings

from financedesk.errors import BadInput
from financedesk.rules.schedule_kinds import plain
from financedesk.rules.schedules import (
    Schedule,
    due_of_a_year,
    in_force_on,
    read_schedule,
    schedule_from,
    schedule_text,
)
from tests.rules.officials import cap, day, percent, schedule
from tests.rules.schedule_strategies import schedules
from tests.soaking import examples

EXAMPLES = examples(60, 3_000)

TEXT = """\
code = "councillors"
name = "Councillors “of note”"
source = "Minutes"
note = "One line,\\nand another."
from = 2026-01-01
to = 2027-12-31
approved_by = "Convention"
approved_on = 2025-12-01
salaries = 13
offices = "each"
severance = { percent = "12.5", base = "net" }
kind = "cap"
base = "gross"
keep = { wage = "industry", area = "US", factor = "1.25" }
minimum = { amount = "20.00", per = "month" }
maximum = { amount = "50000.00", per = "year" }
[[supplement]]
each = "child"
amount = "100.00"
per = "month"
most = "300.00"
[[reduction]]
each = "either"
percent = "5"
most = "33"
[[share]]
to = "party"
amount = "2500.00"
per = "year"
[[share]]
to = "services"
percent = "100"
"""


def due(one: Schedule, gross: int, net: int = 0, **family: int) -> int:
    lines = due_of_a_year(one, gross_cents=gross, net_cents=net or gross, **family)
    return sum(line.cents for _, line in lines)


# --- text


def test_a_text_is_read_and_written_back_as_it_was() -> None:
    found = read_schedule(TEXT)
    assert schedule_text(found) == TEXT
    assert (found.kind, found.salaries, found.known_on) == ("cap", 13, day("2025-12-01"))
    assert found.name == "Councillors “of note”"
    assert found.levels[0].base == "gross"


@settings(max_examples=EXAMPLES, deadline=None)
@given(schedules())
def test_every_schedule_comes_back_from_its_text(one: Schedule) -> None:
    text = schedule_text(one)
    assert read_schedule(text) == one
    assert schedule_text(read_schedule(text)) == text


def test_what_goes_without_saying_is_not_written() -> None:
    text = schedule_text(percent())
    assert text == (
        'code = "councillors"\nname = "Councillors"\nfrom = 2024-01-01\n'
        'kind = "percent"\npercent = "10"\n'
    )
    assert percent().levels[0].base == "gross"
    assert cap().levels[0].base == "net"
    assert percent().currency == "USD"


@pytest.mark.parametrize(
    "number, words",
    [("12.50", "12.5"), ("1/3", "1/3"), ("100", "100"), ("0.125", "0.125"), ("1.0", "1")],
)
def test_numbers_are_exact_and_written_short(number: str, words: str) -> None:
    assert plain(Fraction(number)) == words
    assert plain(Fraction(-1, 8)) == "-0.125"


BASE: dict[str, Any] = {"code": "c", "name": "n", "from": date(2026, 1, 1)}
PERCENT: dict[str, Any] = {**BASE, "kind": "percent", "percent": "10"}
CAP: dict[str, Any] = {**BASE, "kind": "cap", "keep": {"amount": "100.00"}}
BRACKETS: dict[str, Any] = {**BASE, "kind": "brackets"}
LEVELS: list[dict[str, Any]] = [
    {"name": name, "kind": "percent", "percent": "10"} for name in ("a", "b")
]


@pytest.mark.parametrize(
    "values, words",
    [
        ({**PERCENT, "code": " "}, r"Terms, code: it is missing; write it like"),
        ({**PERCENT, "name": 5}, r"Terms, name: write words in quotes, not 5"),
        ({**PERCENT, "from": "2026-01-01"}, r"Terms, from: '2026-01-01' is not a day.*no quotes"),
        ({**PERCENT, "to": date(2025, 1, 1)}, r"Terms, to: 2025-01-01 is before the first day"),
        ({"code": "c", "name": "n"}, r"Terms, from: it is missing"),
        ({**PERCENT, "currency": "dollars"}, r"currency: 'dollars' is no currency"),
        ({**PERCENT, "salaries": 0}, r"salaries: write a whole number from 1 to 16"),
        ({**PERCENT, "offices": "some"}, r"offices: 'some' is not known; choose one of together"),
        (BASE, r"Terms, kind: it is missing; choose one of cap, percent"),
        ({**PERCENT, "kind": "tithe"}, r"kind: 'tithe' is not known; choose one of"),
        ({**PERCENT, "base": "taxable"}, r"base: 'taxable' is not known; choose one of gross, net"),
        ({**PERCENT, "percent": 12.5}, r'percent: write the number in quotes, like percent = "12'),
        ({**PERCENT, "percent": "101"}, r"percent: a percentage is at most 100"),
        ({**PERCENT, "percent": "0"}, r"percent: 0 is not above zero"),
        ({**PERCENT, "percent": "ten"}, r"percent: “ten” is not a number"),
        ({**PERCENT, "percent": True}, r"percent: write the number in quotes"),
        ({**PERCENT, "keep": {}}, r"Terms: the key 'keep' has no place here; the keys are"),
        ({**BASE, "kind": "cap"}, r"Terms, keep: it is missing; write keep ="),
        ({**CAP, "keep": "100"}, r"Terms, keep: write it as a table"),
        ({**CAP, "keep": {}}, r"Terms, keep: give exactly one of wage and amount"),
        ({**CAP, "keep": {"amount": "1", "wage": "w"}}, r"keep: give exactly one of wage and"),
        ({**CAP, "keep": {"amount": "1,00"}}, r"Terms, keep, amount: “1,00” is not an amount"),
        ({**CAP, "keep": {"amount": "0"}}, r"keep, amount: 0 is not above zero"),
        ({**CAP, "keep": {"amount": 1.5}}, r"amount: write the amount in quotes with cents"),
        ({**CAP, "keep": {"amount": "1", "per": "week"}}, r"keep, per: 'week' is not known"),
        ({**CAP, "supplement": {}}, r"supplement: write each as a table \[\[supplement\]\]"),
        ({**CAP, "supplement": [{"amount": "1"}]}, r"supplement 1, each: it is missing"),
        (
            {**CAP, "supplement": [{"each": "child", "amount": "1", "x": 1}]},
            r"supplement 1: the key 'x' has no place here",
        ),
        ({**PERCENT, "reduction": [{"each": "child"}]}, r"reduction 1: give exactly one of amount"),
        (
            {**PERCENT, "reduction": [{"each": "child", "amount": "1", "most": "5"}]},
            r"reduction 1: the key 'most' has no place here",
        ),
        ({**PERCENT, "minimum": {"amount": "9"}, "maximum": {"amount": "8"}}, r"more than the max"),
        (BRACKETS, r"bracket: it is missing; write each slice"),
        ({**BRACKETS, "bracket": [{"percent": "5", "up_to": "9"}]}, r"bracket 1, up_to: the last"),
        (
            {**BRACKETS, "bracket": [{"percent": "5"}, {"percent": "6"}]},
            r"bracket 1, up_to: each but the last",
        ),
        (
            {
                **BRACKETS,
                "bracket": [
                    {"percent": "5", "up_to": "9"}, {"percent": "6", "up_to": "9"},
                    {"percent": "7"},
                ],
            },
            r"bracket: each up_to must be higher",
        ),
        ({**BRACKETS, "by": "gross", "bracket": [{"percent": "5"}]}, r"by: it chooses the one"),
        ({**BRACKETS, "whole": 1, "bracket": [{"percent": "5"}]}, r"whole: write true or false"),
        ({**BASE, "kind": "composite", "level": LEVELS[:1]}, r"level: a composite has two or more"),
        ({**BASE, "kind": "composite", "level": [LEVELS[0]] * 2}, r"level: “a” is there twice"),
        (
            {**BASE, "kind": "composite", "level": [{**one, "percent": "60"} for one in LEVELS]},
            r"level: together they take more than 100 per cent of the gross",
        ),
        (
            {**BASE, "kind": "composite", "level": [LEVELS[0], {"name": "b", "kind": "composite"}]},
            r"level 2, kind: 'composite' is not known",
        ),
        (
            {**BASE, "kind": "composite", "level": LEVELS, "share": [{"to": "a"}]},
            r"share: a composite has its lines already",
        ),
        ({**BASE, "kind": "composite", "level": LEVELS, "base": "net"}, r"Terms: the key 'base'"),
        ({**PERCENT, "share": [{"to": "a", "percent": "99"}]}, r"share: .* must come to 100"),
        ({**PERCENT, "share": [{"to": "a", "amount": "9"}]}, r"share: .* must come to 100"),
        ({**PERCENT, "share": [{"percent": "100"}]}, r"share 1, to: it is missing"),
        ({**PERCENT, "severance": {"base": "net"}}, r"Terms, severance, percent: write the number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(values: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        schedule_from(values, "Terms")


def test_what_is_no_toml_is_told_as_such() -> None:
    with pytest.raises(BadInput, match="Terms of 2026 is not valid TOML"):
        read_schedule("code = ", "Terms of 2026")


# --- kinds


def test_reductions_come_in_their_order_and_never_below_zero() -> None:
    steps = [
        {"each": "child", "amount": "50.00", "per": "year"},
        {"each": "either", "percent": "10", "most": "25"},
    ]
    one, other = percent(reduction=steps), percent(reduction=steps[::-1])
    assert due(one, 10_000_00, children=2) == 720_00  # (1,000 - 100) × 80 %
    assert due(other, 10_000_00, children=2) == 700_00  # 1,000 × 80 % - 100
    assert due(one, 10_000_00, children=1, dependants=8) == 712_50
    assert due(one, 1_000_00, children=3) == 0


def test_least_and_most_bound_what_is_due() -> None:
    bounds = {"minimum": {"amount": "20.00"}, "maximum": {"amount": "3000", "per": "year"}}
    one = percent("10", **bounds)
    assert [due(one, gross) for gross in (0, 100_00, 1_000_00, 3_000_00, 99_999_00)] == [
        0, 100_00, 240_00, 300_00, 3_000_00,
    ]  # fmt: skip


def test_cents_are_cut_from_what_is_due_and_raised_for_what_is_kept() -> None:
    assert due(percent("33"), 1_00_01) == 33_00
    third = schedule(kind="cap", keep={"amount": "100.00", "per": "year", "factor": "1/3"})
    assert due(third, 50_00) == 50_00 - 33_34


def test_shares_take_their_amounts_first_and_lose_no_cent() -> None:
    one = percent(
        "10",
        share=[
            {"to": "a", "percent": "33.5"},
            {"to": "fixed", "amount": "100.00", "per": "year"},
            {"to": "b", "percent": "66.5"},
        ],
    )
    lines = dict(due_of_a_year(one, gross_cents=3_000_10, net_cents=0))
    assert {name: line.cents for name, line in lines.items()} == {
        "a": 67_00, "fixed": 100_00, "b": 133_01,
    }  # fmt: skip
    assert lines["a"].steps[-1].words == "33.5 % of 200.01 to a = 67.00 a year"


def test_the_newest_version_that_has_begun_holds_unless_it_has_ended() -> None:
    first = percent("10")
    second = percent("20", **{"from": day("2026-01-01"), "to": day("2026-06-30")})
    found = [
        one and plain(one.levels[0].rule.percent)  # type: ignore[union-attr]
        for one in (
            in_force_on([second, first], day(text))
            for text in ("2023-12-31", "2025-12-31", "2026-06-30", "2026-07-01")
        )
    ]
    assert found == [None, "10", "20", None]
