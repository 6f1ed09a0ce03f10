"""When a pledge stays open: seven steps in order, and what nobody may ever do."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from financedesk.errors import NotFound, Refused
from financedesk.rules.escalation import (
    ACCEPTED,
    DECLINED,
    Case,
    StepRelease,
    Taken,
    escalation_steps,
    may_take,
    next_step,
    require_step,
)
from financedesk.rules.pledges import Author, author_roles, states

FIRST = date(2026, 1, 5)
TREASURER, BOARD = Author(role="treasurer"), Author(role="board")
CASE = Case(pledge="active", open_cents=900_00, state="OH")
SEVEN = (
    "statement", "reminder", "talk", "offer", "board_report", "publish", "membership",
)  # fmt: skip


def after(*steps: str, answer: str = "", kept: bool = True, every: int = 40) -> Case:
    taken = tuple(
        Taken(step=step, on=FIRST + timedelta(days=every * number), author=TREASURER,
              answer=answer if step == "offer" else "", plan_kept=kept)
        for number, step in enumerate(steps)
    )  # fmt: skip
    return replace(CASE, taken=taken)


LATER = FIRST + timedelta(days=400)


def test_the_seven_steps_are_those_of_the_plan() -> None:
    numbered = [one for one in escalation_steps().values() if not one.locked]
    assert tuple(one.code for one in numbered) == SEVEN
    assert [one.number for one in numbered] == list(range(1, 8))
    for one in escalation_steps().values():
        assert one.citation
        assert set(one.by) <= set(author_roles())
        assert one.says.endswith(".") or one.locked
        assert one.says_not.endswith(".") or one.locked


def test_each_step_follows_the_one_before() -> None:
    done: list[str] = []
    for code in SEVEN:
        case = replace(after(*done, answer=DECLINED), consented=True)
        author = Author(role=escalation_steps()[code].by[0])
        assert may_take(code, case, author, LATER).allowed
        found = next_step(case, LATER)
        assert found is not None
        assert found.code == code
        done.append(code)
    assert not may_take("talk", after("statement"), TREASURER, LATER).allowed
    assert next_step(replace(after(*SEVEN, answer=DECLINED), consented=True), LATER) is None


def test_nothing_is_asked_of_who_paused_or_owes_nothing() -> None:
    for state in states():
        ruling = may_take("statement", replace(CASE, pledge=state), TREASURER, FIRST)
        assert ruling.allowed == (state == "active")
    assert not may_take("reminder", replace(CASE, open_cents=0), TREASURER, FIRST).allowed
    assert next_step(replace(CASE, pledge="waived"), FIRST) is None


def test_only_permitted_authors_and_never_a_federal_person() -> None:
    for code in SEVEN:
        case = replace(after(*SEVEN[: SEVEN.index(code)], answer=DECLINED), consented=True)
        for role in author_roles():
            ruling = may_take(code, case, Author(role=role), LATER)
            assert ruling.allowed == (role in escalation_steps()[code].by)
            federal = may_take(code, case, Author(role=role, federal=True), LATER)
            assert not federal.allowed
    ruling = may_take("reminder", after("statement"), Author(role="board", federal=True), LATER)
    assert "18 U.S.C. 602" in ruling.citation


def test_steps_keep_their_distance() -> None:
    case = after("statement")
    assert not may_take("reminder", case, TREASURER, FIRST + timedelta(days=13)).allowed
    assert may_take("reminder", case, TREASURER, FIRST + timedelta(days=14)).allowed


def test_nothing_is_reported_before_a_waiver_or_plan_was_offered() -> None:
    case = after("statement", "reminder", "talk")
    assert not may_take("board_report", case, TREASURER, LATER).allowed
    offered = after("statement", "reminder", "talk", "offer", every=20)
    day = offered.taken[-1].on
    waiting = may_take("board_report", offered, TREASURER, day + timedelta(days=29))
    assert "waits for its answer" in waiting.words
    assert may_take("board_report", offered, TREASURER, day + timedelta(days=30)).allowed
    declined = after("statement", "reminder", "talk", "offer", answer=DECLINED, every=20)
    assert may_take("board_report", declined, TREASURER, day + timedelta(days=14)).allowed


def test_who_keeps_a_plan_is_left_alone() -> None:
    agreed = after("statement", "reminder", "talk", "offer", answer=ACCEPTED)
    ruling = may_take("board_report", agreed, TREASURER, LATER)
    assert "agreed and is kept" in ruling.why
    assert next_step(agreed, LATER) is None
    broken = after("statement", "reminder", "talk", "offer", answer=ACCEPTED, kept=False)
    assert may_take("board_report", broken, TREASURER, LATER).allowed


def test_nobody_is_named_without_consent() -> None:
    case = after("statement", "reminder", "talk", "offer", "board_report", answer=DECLINED)
    ruling = may_take("publish", case, BOARD, LATER)
    assert "not consented" in ruling.why
    assert may_take("publish", replace(case, consented=True), BOARD, LATER).allowed
    assert may_take("membership", case, BOARD, LATER).allowed
    assert not may_take("membership", replace(case, consented=True), BOARD, LATER).allowed


def test_steps_about_public_office_are_locked_until_counsel_releases_them_for_the_state() -> None:
    case = replace(after(*SEVEN, answer=DECLINED), consented=True)
    assert not may_take("recall", case, BOARD, LATER).allowed
    word = StepRelease(step="recall", state="oh", who="Counsel", decided_on=FIRST)
    assert may_take("recall", replace(case, releases=(word,)), BOARD, LATER).allowed
    other = replace(word, state="PA")
    assert not may_take("recall", replace(case, releases=(other,)), BOARD, LATER).allowed
    over = replace(word, until=FIRST)
    assert not may_take("recall", replace(case, releases=(over,)), BOARD, LATER).allowed
    early = replace(after("statement", answer=DECLINED), releases=(word,))
    assert not may_take("recall", early, BOARD, LATER).allowed


@pytest.mark.parametrize("code", ["committee_seat", "staff_job", "lawsuit"])
def test_some_steps_nobody_can_release(code: str) -> None:
    word = StepRelease(step=code, state="OH", who="Counsel", decided_on=FIRST)
    case = replace(after(*SEVEN, answer=DECLINED), consented=True, releases=(word,))
    ruling = may_take(code, case, BOARD, LATER)
    assert not ruling.allowed
    assert ruling.instead
    with pytest.raises(Refused, match=r"\["):
        require_step(code, case, BOARD, LATER)


def test_an_unknown_step_is_named() -> None:
    with pytest.raises(NotFound, match="no step"):
        may_take("shout", CASE, TREASURER, FIRST)
    require_step("statement", CASE, TREASURER, FIRST)
