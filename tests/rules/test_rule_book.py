"""The rules as one list: nothing is left out, and each figure keeps its dates, status and law."""

from dataclasses import replace
from datetime import date

from financedesk.resources import resource
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.cost_sharing import cost_rules
from financedesk.rules.counsel import rule_spoken_of, value_words, why_not_overridden
from financedesk.rules.data_crossing import data_rows
from financedesk.rules.deadlines import windows
from financedesk.rules.escalation import RELEASED, escalation_steps, release_rule
from financedesk.rules.flows import flows
from financedesk.rules.limits import Override, limit_rules
from financedesk.rules.rule_book import (
    CLOCK,
    COST,
    DATA,
    DEADLINE,
    DECLARATION,
    FLOW,
    KINDS,
    LIMIT,
    STATE,
    STEP,
    STIPEND,
    THRESHOLD,
    RuleEntry,
    cycle_days,
    cycles,
    rule_entries,
)
from financedesk.rules.stipends import stipend_rules
from financedesk.rules.tax_deadlines import exemptions, tax_deadlines
from financedesk.rules.thresholds import clocks, thresholds


def of(kind: str) -> list[RuleEntry]:
    return [one for one in rule_entries() if one.kind == kind]


def test_every_figure_of_every_table_is_there() -> None:
    assert len(of(LIMIT)) == sum(len(one.figures) for one in limit_rules().values())
    assert len(of(THRESHOLD)) == sum(len(one.figures) for one in thresholds().values())
    assert len(of(CLOCK)) == len(clocks())
    assert len(of(FLOW)) == sum(len(one.givers) * len(one.recipients) for one in flows())
    assert len(of(DATA)) == sum(len(one.data) for one in data_rows())
    assert len(of(COST)) == len(cost_rules())
    assert len(of(STIPEND)) == len(stipend_rules())
    assert len(of(DECLARATION)) == len(attestations())
    assert len(of(STEP)) == len(escalation_steps())
    assert {one.rule for one in of(DEADLINE)} >= {
        *(f"deadline:{one.code}" for one in windows(date(2026, 11, 3))),
        *(f"deadline:{one.title}" for year in (2026, 2027) for one in tax_deadlines(year)),
        *(f"deadline:exempt {form}" for form in exemptions()),
    }
    assert {one.kind for one in rule_entries()} == set(KINDS)


def test_each_rule_says_by_what_law_and_how_well_it_is_known() -> None:
    for one in rule_entries():
        assert one.title, one
        assert one.citation, one
        assert one.confidence in {"verified", "knowledge", "provisional"}
        assert one.status in {"in_force", "provisional", "void"}
        assert one.cents is not None or one.value, one


def test_what_binds_remittances_says_who_may_and_what_nobody_can_release() -> None:
    steps = {one.rule: one.value for one in of(STEP)}
    assert steps["step:statement"] == "By the treasurer"
    assert {"Never", "Locked until released"} <= set(steps.values())
    pay = {(one.title, one.value) for one in of(STIPEND)}
    assert any(
        title.startswith("Member of Congress") and value == "Blocked" for title, value in pay
    )
    assert all(why_not_overridden(kind, "") for kind in (STIPEND, DECLARATION, STEP, DEADLINE))


def test_a_release_speaks_of_its_step_and_names_its_state() -> None:
    (locked,) = [one.rule for one in of(STEP) if one.value == "Locked until released"][:1]
    code = locked.removeprefix("step:")
    word = Override(
        rule=release_rule(code, "or"), verdict=RELEASED, reason="Memo 7", who="A. Counsel",
        decided_on=date(2026, 3, 1),
    )  # fmt: skip
    assert rule_spoken_of(word) == locked
    assert value_words(word) == "released in OR"
    assert rule_spoken_of(replace(word, rule="person_to_pac")) == "person_to_pac"


def test_states_are_listed_with_their_files() -> None:
    files = {f"states/{path.name}" for path in resource("rules", "states").glob("*.toml")}
    assert {one.source for one in of(STATE)} == files
    legislature = next(one for one in of(STATE) if "(legislature)" in one.title)
    assert (legislature.rule, legislature.cents) == ("state:CA", 5_900_00)


def test_a_figure_stands_by_its_days_unless_it_is_void_or_provisional() -> None:
    by_day = {
        one.since: one
        for one in of(LIMIT)
        if one.rule == "person_to_candidate" and one.since is not None
    }
    now, next_one = by_day[date(2024, 11, 6)], by_day[date(2026, 11, 4)]
    assert (now.cents, now.standing(date(2026, 4, 1))) == (3_500_00, "in_force")
    assert now.standing(date(2027, 1, 1)) == "past"
    assert now.standing(date(2024, 1, 1)) == "coming"
    assert next_one.standing(date(2026, 4, 1)) == "provisional"
    void = [one for one in rule_entries() if one.status == "void"]
    assert void
    assert {one.standing(date(2026, 12, 1)) for one in void} == {"void"}


def test_a_cycle_asks_for_what_holds_in_it() -> None:
    assert cycle_days(2026) == (date(2025, 1, 1), date(2026, 11, 3))
    assert 2026 in cycles()
    held = {
        one.cents
        for one in of(LIMIT)
        if one.rule == "person_to_candidate" and one.holds(*cycle_days(2026))
    }
    assert held == {3_500_00}
