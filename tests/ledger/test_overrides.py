"""Counsel's word in place of a rule: kept, used, shown, ended, taken back."""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.book.history import Reach
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import accounts
from financedesk.ledger.gift_forecast import GiftQuestion, forecast
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.members import add_member
from financedesk.ledger.overrides import (
    keep_override,
    kept_overrides,
    overrides,
    withdraw_override,
)
from financedesk.ledger.register_detail import history_of
from financedesk.ledger.what_if import GiftAsked, what_if
from financedesk.rules.flows import may_give
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import runs_out
from tests.ledger.riverbend import Desk, desk_for, person

ON = date(2026, 4, 1)
WORD = Override(
    rule="person_to_state_party", cents=5_000_00, reason="no party in law yet", who="R. Stone",
    decided_on=date(2026, 1, 15), since=date(2026, 1, 1),
)  # fmt: skip


def keep(desk: Desk, word: Override) -> int:
    with desk.book.unit_of_work("Keep counsel's word") as unit:
        return keep_override(unit, word)


def withdraw(desk: Desk, number: int, last_day: date, why: str = "the party is recognised") -> None:
    with desk.book.unit_of_work("Withdraw it", why=why) as unit:
        withdraw_override(unit, number, last_day)


def allowed(desk: Desk, card: int, on: date = ON) -> tuple[int | None, str]:
    with desk.book.read() as connection:
        rows = rooms_of_person(connection, card, [desk.entity.id], Question(on=on))
    found = next(one.room for one in rows if one.code == "party")
    assert found is not None
    word = found.limit.override
    return found.allowed_cents, "" if word is None else word.who


def test_an_override_of_the_book_is_used_and_shown_wherever_rooms_are_asked(desk: Desk) -> None:
    card = desk.meet(person("Lopez")).card_id
    assert allowed(desk, card) == (10_000_00, "")
    number = keep(desk, WORD)
    with desk.book.read() as connection:
        assert overrides(connection) == (WORD,)
    assert allowed(desk, card) == (5_000_00, "R. Stone")
    withdraw(desk, number, date(2026, 3, 31))
    assert allowed(desk, card) == (10_000_00, "")
    assert allowed(desk, card, date(2026, 3, 31)) == (5_000_00, "R. Stone")
    desk.book.undo()
    assert allowed(desk, card) == (5_000_00, "R. Stone")
    desk.book.undo()
    assert allowed(desk, card) == (10_000_00, "")


def test_the_newest_word_goes_first(desk: Desk) -> None:
    keep(desk, WORD)
    later = Override(
        rule="person_to_state_party", cents=None, reason="court order", who="R. Stone",
        decided_on=date(2026, 3, 1),
    )  # fmt: skip
    keep(desk, later)
    assert allowed(desk, desk.meet(person("Lopez")).card_id) == (None, "R. Stone")
    with desk.book.read() as connection:
        assert [kept.override for kept in kept_overrides(connection)] == [later, WORD]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rule": "person_to_everybody"}, "There is no rule “person_to_everybody”"),
        ({"reason": " "}, "needs its reason"),
        ({"who": ""}, "needs its reason and the name"),
        ({"cents": -1}, "below zero"),
        ({"verdict": "allowed"}, "is a limit"),
        ({"time": "45 days"}, "cannot be below zero, nor a time"),
        ({"rule": "cash", "time": "45 days"}, "A threshold cannot be"),
        ({"rule": "itemise_individual"}, "the same for everybody who files"),
        ({"rule": "excessive"}, "is a clock: give its time, like 60 days"),
        ({"rule": "excessive", "cents": None, "time": "soon"}, "no time for this clock"),
        ({"rule": "excessive", "cents": None, "time": "3 hours"}, "write it like 60 days"),
        ({"rule": "excessive", "cents": None, "time": "0 days"}, "at least one"),
        ({"rule": "shared_cost_transfer", "cents": None, "time": "60"}, "like -10 to "),
        ({"rule": "excessive", "cents": None, "verdict": "allowed"}, "is a clock"),
        ({"until": date(2025, 12, 31)}, "before it begins"),
        ({"rule": "union > pac"}, "say one of allowed"),
        ({"rule": "union > pac", "cents": None, "verdict": "perhaps"}, "say one of allowed"),
        (
            {"rule": "step:recall:OR", "cents": None, "verdict": "allowed"},
            "counsel says “released”",
        ),
        ({"rule": "step:recall:OR", "verdict": "released"}, "and no amount"),
        ({"rule": "step:staff_job:OR", "cents": None, "verdict": "released"}, "There is no rule"),
    ],
)
def test_a_word_that_says_nothing_is_refused(
    desk: Desk, change: dict[str, object], words: str
) -> None:
    values = {name: getattr(WORD, name) for name in WORD.__slots__} | change
    with pytest.raises(BadInput, match=words):
        keep(desk, Override(**values))
    with desk.book.read() as connection:
        assert overrides(connection) == ()


def test_a_flow_may_be_released(desk: Desk) -> None:
    mill = desk.meet(person("Lopez")).card_id
    word = Override(
        rule="corporation > state_party", verdict="allowed", reason="partnership in fact",
        who="R. Stone", decided_on=ON,
    )  # fmt: skip
    keep(desk, word)
    question = Question(on=ON, giver="corporation")
    with desk.book.read() as connection:
        rows = rooms_of_person(connection, mill, [desk.entity.id], question)
    party = next(one for one in rows if one.code == "party")
    assert (party.stopped, party.fits, party.verdict.override) == (False, True, word)


def test_an_override_is_withdrawn_with_a_reason_and_stays(desk: Desk) -> None:
    number = keep(desk, WORD)
    for last_day, why, words in (
        (date(2025, 12, 30), "an error", "begins on 2026-01-01"),
        (ON, " ", "Say why"),
    ):
        with pytest.raises(BadInput, match=words):
            withdraw(desk, number, last_day, why)
    with pytest.raises(NotFound, match="no override number 7"):
        withdraw(desk, 7, ON)
    withdraw(desk, number, date(2025, 12, 31))
    with desk.book.read() as connection:
        (kept,) = kept_overrides(connection)
        told = history_of(connection, 0, "rule_override", number)
    assert kept.override.standing(ON) == "withdrawn"
    assert [(one.action, one.why) for one in told] == [
        ("Keep counsel's word", ""), ("Withdraw it", "the party is recognised"),
    ]  # fmt: skip
    assert allowed(desk, desk.meet(person("Lopez")).card_id) == (10_000_00, "")
    with pytest.raises(BadInput, match="ends on 2025-12-31 already"):
        withdraw(desk, number, ON)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2025, 12, 31), "coming"), (date(2026, 1, 1), "in_force"), (ON, "in_force"),
        (date(2026, 6, 1), "ended"),
    ],
)  # fmt: skip
def test_how_an_override_stands_on_a_day(on: date, standing: str) -> None:
    assert replace(WORD, until=date(2026, 5, 31)).standing(on) == standing


def test_counsel_s_time_of_a_clock_is_used_and_named(desk: Desk) -> None:
    word = Override(
        rule="excessive", time="45", reason="conciliation agreement", who="R. Stone",
        decided_on=ON,
    )  # fmt: skip
    keep(desk, word)
    with desk.book.read() as connection:
        assert overrides(connection) == (replace(word, time="45 days"),)
        asked = GiftAsked(
            entity_id=desk.entity.id, on=ON, cents=11_000_00, giver="individual", card_id=None
        )
        found = what_if(connection, asked, [desk.entity.id])
    refund = found.advice[-1]
    assert refund.until == date(2026, 5, 16)
    assert "counsel’s time: R. Stone, 2026-04-01: conciliation agreement" in refund.citation
    assert runs_out("excessive", ON) == date(2026, 5, 31), "the law's own time stays"


def test_counsel_s_threshold_warns_of_cash(desk: Desk) -> None:
    word = replace(WORD, rule="cash", cents=20_00, reason="house rule of counsel")
    keep(desk, word)
    party = desk_for(desk.book, "party")
    with desk.book.read() as connection:
        account = next(
            one for one in accounts(connection, party.entity.id) if one.id == party.account_id
        )
        asked = GiftQuestion(
            entity=party.entity, account=account, giver=person("Lopez"), card_id=None,
            day=ON.isoformat(), cents=20_01, method="cash", today=ON,
        )  # fmt: skip
        said = forecast(connection, asked).concerns
        fits = forecast(connection, replace(asked, cents=20_00)).concerns
    assert any("Cash above $20" in one.words and "R. Stone" in one.words for one in said)
    assert not any("Cash above" in one.words for one in fits)


def test_allowed_by_counsel_has_no_limit_and_a_condition_of_counsel_s_is_asked(desk: Desk) -> None:
    free = Override(
        rule="individual > state_party", verdict="allowed", reason="test case", who="R. Stone",
        decided_on=ON,
    )  # fmt: skip
    found = may_give("individual", "state_party", ON, overrides=[free])
    assert (found.verdict, found.limited_by, found.needs) == ("allowed", "", "")
    held = replace(free, verdict="conditional", reason="a letter of the bank")
    found = may_give("individual", "state_party", ON, overrides=[held])
    assert (found.needs, found.condition) == ("attestation", "a letter of the bank")


# --- who may


def name_members(desk: Desk, rights: dict[str, dict[str, str]]) -> None:
    with desk.book.unit_of_work("Add members", who="ada") as unit:
        for login, held in rights.items():
            add_member(
                unit, login=login, name=login.title(), own_name="Ada",
                rights={desk_for(desk.book, code).entity.id: role for code, role in held.items()},
            )  # fmt: skip


def keep_as(desk: Desk, who: str, word: Override = WORD) -> int:
    with desk.book.unit_of_work("Keep counsel's word", who=who) as unit:
        return keep_override(unit, word)


def reach(desk: Desk, who: str) -> Reach:
    with desk.book.read() as connection:
        return access_of(connection, who).may_take_back


def test_who_sets_rules_in_every_entity_enters_a_word_and_takes_it_back(desk: Desk) -> None:
    every = {"party": "compliance_officer", "campaign": "compliance_officer"}
    name_members(desk, {"cleo": every, "mo": {"party": "treasurer"}, "fay": {
        "party": "fundraiser", "campaign": "treasurer"}})  # fmt: skip
    for who in ("mo", "fay"):
        with pytest.raises(Refused, match="put counsel’s word in place of a rule in every entity"):
            keep_as(desk, who)
    number = keep_as(desk, "cleo")
    assert desk.book.undo_status(reach(desk, "cleo")).undo_label == "Keep counsel's word"
    assert desk.book.undo_status(reach(desk, "mo")).undo_label is None
    desk.book.undo(who="cleo", reach=reach(desk, "cleo"))
    with desk.book.read() as connection:
        assert overrides(connection) == ()
    desk.book.redo(who="cleo", reach=reach(desk, "cleo"))
    with (
        pytest.raises(Refused, match="in every entity"),
        desk.book.unit_of_work("Withdraw", who="fay", why="no") as unit,
    ):
        withdraw_override(unit, number, ON)
    with desk.book.unit_of_work("Withdraw", who="ada", why="settled") as unit:
        withdraw_override(unit, number, ON)
    assert desk.book.verify() == []
