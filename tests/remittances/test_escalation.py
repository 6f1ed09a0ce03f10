"""Steps about an open pledge: kept with their words, in order, and never what the law forbids."""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, Refused
from financedesk.ledger.overrides import kept_overrides, withdraw_override
from financedesk.remittances.escalation import (
    STEPS_TAKEN,
    Escalation,
    StepTaken,
    answer_offer,
    break_plan,
    escalation_of,
    release_step,
    take_step,
)
from financedesk.remittances.people import CANDIDACIES, OFFICIALS, FederalCandidacy
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.rules.limits import Override
from tests.remittances.fellowship import (
    CAP,
    card,
    councillor,
    gift,
    keeper,
    paid,
    pledge,
)

JANUARY, MARCH = date(2025, 1, 1), date(2025, 3, 10)
SEVEN = (
    ("statement", "treasurer"), ("reminder", "treasurer"), ("talk", "treasurer"),
    ("offer", "treasurer"), ("board_report", "treasurer"), ("publish", "board"),
    ("membership", "board"),
)  # fmt: skip
WORDS = "January and February are open. You may change the pledge or take it back at any time."
COUNSEL = Override(rule="", reason="Reviewed under state law", who="R. Stone", decided_on=JANUARY)


def pledged_book(book: Book, *, consents: bool = False) -> int:
    """Enter a councillor of whom January and February are open; return the official's number."""
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        add_schedule(unit, party, CAP)
        official_id, term_id = councillor(unit, party, "Winter")
        paid(unit, term_id, party, JANUARY, 148_500_00, 101_000_00)
        pledge(unit, party, official_id, JANUARY, "councillors")
        if consents:
            fact = OFFICIALS.one(unit.connection, official_id).fact
            OFFICIALS.edit(unit, official_id, replace(fact, published_from=JANUARY))
    return official_id


def taken(official_id: int, step: str, on: date, role: str = "treasurer", **more: str) -> StepTaken:
    return StepTaken(
        official_id=official_id, step=step, on_date=on, role=role,
        **{"who": "Tom Lopez", "text": WORDS, **more},
    )  # fmt: skip


def take(book: Book, fact: StepTaken, *, federal: bool = False) -> int:
    with book.unit_of_work("Take step") as unit:
        return take_step(unit, fact, federal=federal)


def stands(book: Book, official_id: int, on: date) -> Escalation:
    with book.read() as connection:
        return escalation_of(connection, official_id, on)


def next_code(book: Book, official_id: int, on: date) -> str:
    found = stands(book, official_id, on).next
    return found.code if found else ""


def up_to(book: Book, official_id: int, last: str) -> tuple[int, date]:
    """Take the steps before one and it, 40 days apart; return its number and its day."""
    number, on = 0, MARCH
    for code, role in SEVEN:
        number = take(book, taken(official_id, code, on, role))
        if code == last:
            break
        on = date.fromordinal(on.toordinal() + 40)
    return number, on


def later(on: date, days: int) -> date:
    return date.fromordinal(on.toordinal() + days)


def test_the_first_step_is_a_statement_and_the_next_follows_two_weeks_later(book: Book) -> None:
    official_id = pledged_book(book)
    before = stands(book, official_id, MARCH)
    assert (before.name, before.state, before.overdue_cents) == ("Winter, Ada", "OR", 2 * 3_416_66)
    assert next_code(book, official_id, MARCH) == "statement"
    take(book, taken(official_id, "statement", MARCH, address="ada@example.org"))
    assert next_code(book, official_id, later(MARCH, 13)) == ""
    assert next_code(book, official_id, later(MARCH, 14)) == "reminder"
    (way, *_rest) = stands(book, official_id, MARCH).ways
    assert [one.fact.text for one in way.taken] == [WORDS]
    assert book.verify() == []
    book.undo()
    assert next_code(book, official_id, MARCH) == "statement"


def test_all_seven_steps_are_taken_in_order_and_kept(book: Book) -> None:
    official_id = pledged_book(book, consents=True)
    _number, on = up_to(book, official_id, "membership")
    found = stands(book, official_id, on)
    assert [len(way.taken) for way in found.ways] == [1] * 7 + [0] * 5
    assert found.next is None


def test_nothing_is_reported_before_an_offer_was_answered_or_waited_for(book: Book) -> None:
    official_id = pledged_book(book)
    number, on = up_to(book, official_id, "offer")
    with pytest.raises(Refused, match="waits for its answer"):
        take(book, taken(official_id, "board_report", later(on, 15)))
    with book.unit_of_work("Note answer") as unit:
        answer_offer(unit, number, "declined", later(on, 10))
    assert next_code(book, official_id, later(on, 15)) == "board_report"


def test_who_keeps_a_plan_is_left_alone_until_it_is_broken(book: Book) -> None:
    official_id = pledged_book(book)
    number, on = up_to(book, official_id, "offer")
    with book.unit_of_work("Note answer") as unit:
        answer_offer(unit, number, "accepted", later(on, 5))
    with pytest.raises(Refused, match="agreed and is kept"):
        take(book, taken(official_id, "board_report", later(on, 60)))
    with book.unit_of_work("Note broken plan") as unit:
        break_plan(unit, number, later(on, 50))
    assert next_code(book, official_id, later(on, 49)) == ""
    assert next_code(book, official_id, later(on, 50)) == "board_report"


def test_nobody_is_published_who_did_not_agree(book: Book) -> None:
    official_id = pledged_book(book)
    _number, on = up_to(book, official_id, "board_report")
    with pytest.raises(Refused, match="not consented"):
        take(book, taken(official_id, "publish", later(on, 40), "board"))
    assert next_code(book, official_id, later(on, 40)) == "membership"


@pytest.mark.parametrize(
    ("change", "law"),
    [
        ({"role": "board"}, "Only the treasurer"),
        ({"role": "official"}, "Only the treasurer"),
        ({"address": "ada.winter@house.gov"}, "607"),
        ({"address": "City Hall, Salem"}, "607"),
        ({"text": "Give, or lose your committee seat."}, "601"),
        ({"text": "You owe this debt."}, "Bliss"),
        ({"text": "We will pay you back."}, "30122"),
    ],
)
def test_what_the_law_forbids_is_refused_and_not_kept(
    book: Book, change: dict[str, str], law: str
) -> None:
    official_id = pledged_book(book)
    with pytest.raises(Refused, match=law):
        take(book, replace(taken(official_id, "statement", MARCH), **change))  # type: ignore[arg-type]
    assert all(not way.taken for way in stands(book, official_id, MARCH).ways)


def test_a_federal_person_writes_to_nobody_told_or_known(book: Book) -> None:
    official_id = pledged_book(book)
    with pytest.raises(Refused, match="602"):
        take(book, taken(official_id, "statement", MARCH), federal=True)
    party = keeper(book)
    with book.unit_of_work("Add candidate") as unit:
        fact = OFFICIALS.one(unit.connection, official_id).fact
        summer = card(unit, party, "Summer")
        other = OFFICIALS.add(unit, party, replace(fact, card_id=summer, reference="R-9"))
        seeking = FederalCandidacy(official_id=other, office="H", from_date=JANUARY)
        CANDIDACIES.add(unit, party, seeking)
    with pytest.raises(Refused, match="602"):
        take(book, taken(official_id, "statement", MARCH, who="Ada Summer"))


def test_of_who_is_not_behind_nothing_is_asked(book: Book) -> None:
    official_id = pledged_book(book)
    for month in ("02", "03"):
        item = gift(book, "party", "Winter", f"2025-{month}-03", 3_416_66)
        with book.unit_of_work("Take as remittance") as unit:
            take_as_remittance(unit, Receipt(item_id=item, keeper="party", reference="R-1"))
    # March is running: of it nothing is late.
    assert stands(book, official_id, MARCH).overdue_cents == 0
    with pytest.raises(Refused, match="Nothing is open"):
        take(book, taken(official_id, "statement", MARCH))


def test_a_step_about_public_office_opens_only_by_counsel_s_word_for_the_state(book: Book) -> None:
    official_id = pledged_book(book, consents=True)
    _number, on = up_to(book, official_id, "membership")
    recall = taken(official_id, "recall", later(on, 40), "board", text="The members decided so.")
    with pytest.raises(Refused, match=r"18 U\.S\.C\. 601"):
        take(book, recall)
    assert [way.step.code for way in stands(book, official_id, on).ways if way.locked] == [
        "recall", "call_to_resign", "committee_seat", "staff_job", "lawsuit",
    ]  # fmt: skip
    with book.unit_of_work("Release step") as unit:
        release_step(unit, "recall", "pa", COUNSEL)
    with pytest.raises(Refused):
        take(book, recall)
    with book.unit_of_work("Release step") as unit:
        number = release_step(unit, "recall", "OR", COUNSEL)
        with pytest.raises(Refused, match="crime"):
            release_step(unit, "committee_seat", "OR", COUNSEL)
        with pytest.raises(BadInput, match="not locked"):
            release_step(unit, "talk", "OR", COUNSEL)
        with pytest.raises(BadInput, match="two letters"):
            release_step(unit, "recall", "Oregon", COUNSEL)
        assert len(kept_overrides(unit.connection)) == 2
    opened = stands(book, official_id, later(on, 40)).ways
    assert [one.step.code for one in opened if one.step.locked and not one.locked] == ["recall"]
    with book.unit_of_work("Withdraw word", why="The law changed") as unit:
        withdraw_override(unit, number, later(on, 39))
    with pytest.raises(Refused):
        take(book, recall)
    book.undo()
    take(book, recall)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"step": "shout"}, "A step is one of"),
        ({"who": " "}, "who took the step"),
        ({"text": ""}, "Keep the words"),
        ({"answer": "accepted"}, "has its day"),
        ({"answer": "accepted", "answered_on": MARCH}, "Only an offer"),
        ({"step": "offer", "answer": "perhaps", "answered_on": MARCH}, "answered by one of"),
        ({"step": "offer", "answer": "declined", "answered_on": JANUARY}, "then or later"),
        ({"step": "offer", "broken_on": MARCH}, "Only what was agreed"),
    ],
)
def test_a_step_says_what_is_wrong_with_it(
    book: Book, change: dict[str, object], said: str
) -> None:
    official_id = pledged_book(book)
    fact = replace(taken(official_id, "statement", MARCH), **change)  # type: ignore[arg-type]
    with book.unit_of_work("Keep step") as unit, pytest.raises(BadInput, match=said):
        STEPS_TAKEN.add(unit, keeper(book), fact)
