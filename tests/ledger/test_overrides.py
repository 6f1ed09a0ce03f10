"""Counsel's word in place of a rule: kept, used, shown, ended, taken back."""

from datetime import date

import pytest

from financedesk.errors import BadInput, NotFound
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.overrides import end_override, keep_override, kept_overrides, overrides
from financedesk.rules.limits import Override
from tests.ledger.riverbend import Desk, person

ON = date(2026, 4, 1)
WORD = Override(
    rule="person_to_state_party", cents=5_000_00, reason="no party in law yet", who="R. Stone",
    decided_on=date(2026, 1, 15), since=date(2026, 1, 1),
)  # fmt: skip


def keep(desk: Desk, word: Override) -> int:
    with desk.book.unit_of_work("Keep counsel's word") as unit:
        return keep_override(unit, word)


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
    with desk.book.unit_of_work("End it") as unit:
        end_override(unit, number, date(2026, 3, 31))
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
        ({"until": date(2025, 12, 31)}, "before it begins"),
        ({"rule": "union > pac"}, "say one of allowed"),
        ({"rule": "union > pac", "cents": None, "verdict": "perhaps"}, "say one of allowed"),
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


def test_an_override_ends_on_or_after_its_first_day(desk: Desk) -> None:
    number = keep(desk, WORD)
    with desk.book.unit_of_work("End") as unit:
        with pytest.raises(BadInput, match="begins on 2026-01-01"):
            end_override(unit, number, date(2025, 12, 31))
        with pytest.raises(NotFound, match="no override number 7"):
            end_override(unit, 7, ON)
