"""Which letters findings need, what they say, and how they are kept until they are answered."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.compliance.calendar import calendar
from financedesk.compliance.calendar_entry import Span
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.compliance.letter_case import LetterAbout, LetterMore
from financedesk.compliance.letters import (
    NOTHING_MORE,
    WRITTEN,
    letter_openings,
    letter_values,
    letters_about,
    letters_for,
)
from financedesk.compliance.letters_due import letters_due
from financedesk.errors import BadInput, FinanceDeskError, NotFound, Refused
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger import kept_letters, tables
from financedesk.ledger.donor_requests import (
    NewRequest,
    answer_request,
    delete_request,
    open_requests,
    record_request,
    requests_of,
)
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import entities
from financedesk.ledger.gift_corrections import (
    Reattribution,
    Redesignation,
    reattribute,
    redesignate,
)
from financedesk.ledger.hold import Settled, return_held
from financedesk.ledger.kept_letters import (
    ANSWERED,
    AWAITED,
    LATE,
    SENT,
    TO_SEND,
    KeptLetter,
    NewLetter,
    discard_letter,
    keep_letter,
    letter_content,
    letters_of,
    note_answer,
    note_sent,
)
from financedesk.ledger.room import create_book
from financedesk.progress import Silent
from financedesk.reports.interchange import export_entity
from financedesk.rules.checks import check_kinds
from financedesk.rules.letter_kinds import (
    back_reason,
    every_question,
    letter_kind,
    letter_kinds,
    questions_of,
)
from financedesk.rules.thresholds import clocks
from tests.compliance.letter_cases import (
    CASES,
    DAY_60,
    FIRM,
    ON,
    RECEIVED,
    LetterCase,
    case,
    excessive,
    give_back,
    letters_book,
    refunded,
    silent_donor,
)
from tests.ledger.riverbend import Desk, desk_for, person
from tests.soaking import examples


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with letters_book(str(tmp_path / "book.fdesk")) as made:
        yield made


def findings(book: Book, rule: str, today: date = ON) -> list[Finding]:
    with book.read() as connection:
        found = judge(connection, entities(connection), today).findings
    return [one for one in found if one.rule == rule]


def kept(book: Book) -> tuple[KeptLetter, ...]:
    with book.read() as connection:
        return letters_of(connection, [one.id for one in entities(connection)])


def write(of: LetterCase, content: bytes = b"a letter") -> int:
    """Keep the letter of a case, as if it had been set."""
    values = of.values()
    with of.desk.book.unit_of_work("Write letter") as unit:
        return keep_letter(unit, NewLetter(
            entity_id=values.entity.id, kind=values.kind.code, card_id=values.card_id,
            item_id=values.item_id, addressee=values.to.display_name, about=values.about,
            cents=values.cents, written_on=values.on, send_by=values.send_by,
            reply_by=values.reply_by, asks=values.asks, text_sha256="0" * 64, content=content,
        ))  # fmt: skip


def send(book: Book, number: int, on: date = ON, how: str = "letter", today: date = ON) -> None:
    with book.unit_of_work("Note as sent") as unit:
        note_sent(unit, number, on, how, today)


def answer(book: Book, number: int, on: date, words: str = "Signed by both") -> None:
    with book.unit_of_work("Note answer") as unit:
        note_answer(unit, number, on, words, on)


def of_gift(kind: str, desk: Desk, gift: int, more: LetterMore = NOTHING_MORE) -> LetterCase:
    return LetterCase(desk, kind, LetterAbout(entity_id=desk.entity.id, item_id=gift), more)


# --- the kinds


def test_every_letter_knows_its_checks_clocks_and_law() -> None:
    assert set(letter_kinds()) == set(CASES)
    for one in letter_kinds().values():
        assert set(one.checks) <= set(check_kinds()), one.code
        assert {one.send_clock, one.reply_clock} - {""} <= set(clocks()), one.code
        assert one.citation
        assert one.confidence in ("verified", "knowledge"), one.code
    with pytest.raises(NotFound, match="no letter “thanks”; choose one of best_efforts"):
        letter_kind("thanks")
    with pytest.raises(NotFound, match="no reason “why”"):
        back_reason("why")


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("missing_information", ["best_efforts"]),
        ("above_limit", ["redesignation_request", "redesignation_notice",
                         "reattribution_request", "reattribution_notice", "refund"]),
        ("foreign_address", ["refund", "source_inquiry"]),
        ("declared_contractor", ["refund"]),
        ("late_report", []),
    ],
)  # fmt: skip
def test_a_finding_tells_which_letters_answer_it(rule: str, codes: list[str]) -> None:
    found = Finding(rule=rule, entity_id=1, key="", subject="", why="")
    assert [one.code for one in letters_for(found)] == codes


# --- what they say


def test_a_request_for_what_is_missing_has_gift_clock_and_what_it_asks(book: Book) -> None:
    desk, who = silent_donor(book)
    (finding,) = findings(book, "missing_information")
    with book.read() as connection:
        said = letter_values(connection, finding, "best_efforts", ON)
    assert (said.entity.id, said.card_id, said.asks) == (
        desk.entity.id, who.card_id, ("employer", "occupation"),
    )  # fmt: skip
    assert said.amounts == {"gift_amount": 300_00}
    assert said.days == {"gift_date": date(2026, 2, 2)}
    assert (said.send_by, said.reply_by) == (date(2026, 3, 4), date(2026, 3, 31))
    assert "best efforts" in said.words["best_efforts"]


def test_letters_above_a_limit_split_the_gift_and_end_on_the_sixtieth_day(book: Book) -> None:
    desk, gift = excessive(book)
    (finding,) = findings(book, "above_limit")
    assert finding.item_ids == (gift,)
    for kind, rows in {
        "redesignation_request": ["For the primary election of 2026",
                                  "For the general election of 2026"],
        "redesignation_notice": ["For the primary election of 2026",
                                 "For the general election of 2026"],
        "reattribution_request": ["Ada Lopez", "The other holder of the account"],
    }.items():  # fmt: skip
        with book.read() as connection:
            said = letter_values(connection, finding, kind, ON)
        assert [(one.words, one.cents) for one in said.rows] == list(
            zip(rows, (3_500_00, 1_500_00), strict=True)
        )
        assert said.amounts["limit_amount"] == 3_500_00
        assert (said.reply_by or said.send_by) == DAY_60
    with book.read() as connection, pytest.raises(BadInput, match="Name the other holder"):
        letter_values(connection, finding, "reattribution_notice", ON)
    assert said.entity.id == desk.entity.id


def test_of_a_finding_the_letters_come_first_that_the_books_bear_out(book: Book) -> None:
    excessive(book)
    (finding,) = findings(book, "above_limit")
    with book.read() as connection:
        found = letter_openings(connection, finding, ON)
    assert [(one.kind.code, bool(one.why_not)) for one in found] == [
        ("redesignation_request", False), ("redesignation_notice", False),
        ("reattribution_request", False), ("reattribution_notice", False), ("refund", True),
    ]  # fmt: skip
    assert found[-1].why_not.startswith("Record the refund first")


def test_what_fits_no_election_is_said_to_go_back(book: Book) -> None:
    said = of_gift("redesignation_request", *excessive(book, 8_000_00)).values()
    assert (said.amounts["moves_amount"], said.amounts["rest_amount"]) == (3_500_00, 1_000_00)
    assert said.conditions == {"rest"}


def test_another_election_may_be_named_and_must_be_one_of_this_candidates(book: Book) -> None:
    desk, gift = excessive(book)
    named = of_gift("redesignation_request", desk, gift, LetterMore(election="G2026"))
    assert named.values().words["other_election"] == "general election of 2026"
    with pytest.raises(BadInput, match="choose one of: G2026"):
        of_gift("redesignation_request", desk, gift, LetterMore(election="R2026")).values()


def test_what_was_presumed_already_is_told_as_it_was_done(book: Book) -> None:
    desk, gift = excessive(book)
    done = Redesignation(gift_id=gift, amount_cents=1_200_00, day="2026-02-20", how="presumed",
                         to_election="G2026", evidence="Notice of today")  # fmt: skip
    with book.unit_of_work("Redesignate") as unit:
        redesignate(unit, done)
    said = of_gift("redesignation_notice", desk, gift).values()
    assert (said.amounts["moves_amount"], said.amounts["stays_amount"]) == (1_200_00, 3_800_00)
    sam = desk.meet(person("Lopez", "Sam"))
    other = Reattribution(gift_id=gift, amount_cents=300_00, day="2026-02-21", to=sam,
                          how="presumed", evidence="Notice of today", imprinted=True)  # fmt: skip
    with book.unit_of_work("Reattribute") as unit:
        reattribute(unit, other)
    told = of_gift("reattribution_notice", desk, gift).values()
    assert (told.words["other_name"], told.amounts["moves_amount"]) == ("Sam Lopez", 300_00)
    with pytest.raises(Refused, match="Nothing of this gift is above a limit"):
        of_gift("redesignation_request", desk, gift).values()


def test_a_refund_letter_has_check_deposit_line_and_reason(book: Book) -> None:
    desk, gift = refunded(book)
    said = of_gift("refund", desk, gift).values()
    assert said.amounts == {"gift_amount": 5_000_00, "refund_amount": 1_500_00}
    assert said.days == {
        "gift_date": date(2026, 2, 2), "deposit_date": date(2026, 2, 4),
        "refund_date": date(2026, 2, 25),
    }  # fmt: skip
    assert said.words["paid_by"] == "Check 1042"
    assert said.words["line"].startswith("Line 20(a)")
    assert said.words["reason"] == back_reason("excessive").words
    assert said.conditions == {"in_part", "deposited", "on_a_line", "how", "restores"}
    other = of_gift("refund", desk, gift, LetterMore(reason="prohibited")).values()
    assert "restores" not in other.conditions


def test_a_refund_letter_needs_the_refund_and_a_reason(book: Book) -> None:
    desk = desk_for(book, "party")
    gift = desk.record("individual_receipt", desk.meet(person("Hill")), RECEIVED, 100_00)
    with pytest.raises(Refused, match="Record the refund first"):
        of_gift("refund", desk, gift).values()
    give_back(desk, gift, 100_00)
    with pytest.raises(BadInput, match="Say why it goes back: excessive, prohibited, anonymous"):
        of_gift("refund", desk, gift).values()
    said = of_gift("refund", desk, gift, LetterMore(reason="duplicate")).values()
    assert said.conditions == {"on_a_line", "restores"}


def test_the_question_on_the_source_goes_by_the_finding(book: Book) -> None:
    found = case(book, "source_inquiry")
    for rule, asked in {
        "foreign_address": {"citizen"}, "organisation_name": {"corporate", "own_funds"},
        "on_hold": set(questions_of("")),
    }.items():  # fmt: skip
        values = replace(found, about=replace(found.about, rule=rule)).values()
        assert (values.conditions, values.reply_by) == (asked, date(2026, 3, 4))
    every = {rule for rule in check_kinds() if set(questions_of(rule)) <= set(every_question())}
    assert every == set(check_kinds())
    assert set(every_question()) == letter_kind("source_inquiry").conditions
    own = replace(found, more=LetterMore(questions=("contractor",))).values()
    assert own.conditions == {"contractor"}
    with pytest.raises(BadInput, match="“shoes” is no question"):
        replace(found, more=LetterMore(questions=("shoes",))).values()


NOT_BORNE_OUT = {
    "redesignation_request": "Nothing of this gift is above a limit",
    "reattribution_notice": "Nothing of this gift is above a limit",
    "return": "Only a check that is kept out of the bank",
    "disgorgement": "Record who it was given to first",
    "joint_notice": "Only a joint fundraiser",
    "llc_form": "this is a person",
    "in_kind_form": "this one is money",
    "best_efforts": "Choose a donor",
}


def test_a_letter_that_the_books_do_not_bear_out_is_refused(book: Book) -> None:
    desk = desk_for(book, "party")
    gift = desk.record("individual_receipt", desk.meet(person("Hill")), RECEIVED, 100_00)
    for kind, why in NOT_BORNE_OUT.items():
        with pytest.raises(Refused, match=why):
            of_gift(kind, desk, gift).values()


def test_a_letter_about_no_gift_of_these_books_is_refused(book: Book) -> None:
    party, campaign = desk_for(book, "party"), desk_for(book, "campaign")
    firm = party.meet(FIRM)
    bill = party.record("operating_expenditure", firm, RECEIVED, 50_00, purpose="Print")
    gift = party.record("individual_receipt", party.meet(person("Hill")), RECEIVED, 100_00)
    with pytest.raises(Refused, match="about a contribution by somebody who is named"):
        of_gift("source_inquiry", party, bill).values()
    with pytest.raises(NotFound, match="no such entry in these books"):
        of_gift("source_inquiry", campaign, gift).values()
    with pytest.raises(NotFound, match="no longer in the book"):
        of_gift("source_inquiry", party, 7).values()
    with pytest.raises(Refused, match="choose the gift"):
        LetterCase(party, "refund", LetterAbout(entity_id=party.entity.id)).values()


def test_to_many_goes_one_letter_each_and_none_that_was_written(book: Book) -> None:
    desk, who = silent_donor(book)
    other = desk.meet(replace(person("Silent"), employer=""))
    desk.record("individual_receipt", other, RECEIVED, 300_00)
    found = findings(book, "missing_information")
    with book.read() as connection:
        batch = letters_about(connection, [*found, *found], "best_efforts", ON, Silent())
    assert {one.card_id for one in batch.letters} == {who.card_id, other.card_id}
    assert {why for _, why in batch.left_out} == {WRITTEN}
    write(LetterCase(desk, "best_efforts", LetterAbout(entity_id=desk.entity.id,
                                                       card_id=who.card_id)))  # fmt: skip
    with book.read() as connection:
        again = letters_about(connection, found, "best_efforts", ON, Silent())
    assert [one.card_id for one in again.letters] == [other.card_id]


def test_acts_call_for_their_letters_until_these_are_written(book: Book) -> None:
    desk, gift = excessive(book)
    done = Redesignation(gift_id=gift, amount_cents=1_500_00, day="2026-02-20", how="presumed",
                         to_election="G2026", evidence="Notice of today")  # fmt: skip
    with book.unit_of_work("Redesignate") as unit:
        redesignate(unit, done)
    refunded(book)
    away, back = case(book, "disgorgement"), case(book, "return")
    assert back.about.item_id is not None
    settled = Settled(day="2026-02-27", who="AL", why="Sent back")
    with book.unit_of_work("Note return of check") as unit:
        return_held(unit, back.about.item_id, settled)
    assert due(book) == {
        ("redesignation_notice", "Ada Lopez", DAY_60, 1_500_00),
        ("refund", "Ada Lopez", None, 1_500_00), ("disgorgement", "Ada Nobody", None, 350_00),
        ("return", "Ada Moreau", date(2026, 2, 12), 400_00),
    }  # fmt: skip
    assert due(book, ON + timedelta(days=100)) == set()
    with book.read() as connection:
        found = calendar(connection, entities(connection), Span(ON, DAY_60), ON)
    told = [(one.title, one.day) for one in found if one.title.startswith("Write: Notice")]
    assert told == [("Write: Notice of presumptive redesignation", DAY_60)]
    for one in (of_gift("redesignation_notice", desk, gift), away, back):
        write(one)
    assert due(book) == {("refund", "Ada Lopez", None, 1_500_00)}
    book.undo()
    assert {code for code, *_ in due(book)} == {"refund", "return"}


def due(book: Book, today: date = ON) -> set[tuple[str, str, date | None, int]]:
    with book.read() as connection:
        found = letters_due(connection, [one.id for one in entities(connection)], today)
    return {(one.kind.code, one.addressee, one.send_by, one.cents) for one in found}


# --- kept, sent, answered


def test_a_letter_is_kept_with_its_octets_and_stands_as_its_days_say(book: Book) -> None:
    number = write(case(book, "redesignation_request"), b"%PDF-1")
    (one,) = kept(book)
    assert (one.id, one.addressee, one.cents, one.size) == (number, "Ada Lopez", 1_500_00, 6)
    assert one.file_name == "redesignation-request-ada-lopez-2026-03-01.pdf"
    assert one.state(ON) == TO_SEND
    send(book, number)
    (one,) = kept(book)
    assert (one.state(ON), one.state(DAY_60), one.channel) == (AWAITED, AWAITED, "letter")
    assert one.state(date(2026, 4, 4)) == LATE
    answer(book, number, date(2026, 3, 20))
    (one,) = kept(book)
    assert (one.state(ON), one.answer) == (ANSWERED, "Signed by both")
    with book.read() as connection:
        assert letter_content(connection, number, [one.entity_id]) == (one.file_name, b"%PDF-1")
        with pytest.raises(NotFound, match="no such letter"):
            letter_content(connection, number, [one.entity_id + 1])


def test_each_step_of_a_letter_is_one_act_that_undo_takes_back(book: Book) -> None:
    number = write(case(book, "best_efforts"))
    send(book, number)
    answer(book, number, date(2026, 3, 9), "Retired")
    states = []
    for _step in range(3):
        book.undo()
        states.append([one.state(ON) for one in kept(book)])
    assert states == [[AWAITED], [TO_SEND], []]
    book.redo()
    (one,) = kept(book)
    with book.read() as connection:
        assert letter_content(connection, number, [one.entity_id])[1] == b"a letter"
    assert book.verify() == []


def test_a_notice_awaits_no_answer_and_is_thrown_away_only_before_it_is_sent(book: Book) -> None:
    number = write(case(book, "redesignation_notice"))
    send(book, number, how="by_hand")
    (one,) = kept(book)
    assert one.state(ON) == SENT
    with pytest.raises(Refused, match="it stays as the record"), book.unit_of_work("x") as unit:
        discard_letter(unit, number)
    other = write(case(book, "source_inquiry"))
    with book.unit_of_work("Discard letter") as unit:
        discard_letter(unit, other)
    assert [one.id for one in kept(book)] == [number]
    book.undo()
    assert [one.id for one in kept(book)] == [other, number]
    assert book.verify() == []


def test_a_sent_request_is_a_best_effort_once_and_settles_its_finding(book: Book) -> None:
    desk, who = silent_donor(book)
    found = LetterCase(desk, "best_efforts", LetterAbout(entity_id=desk.entity.id,
                                                         card_id=who.card_id))  # fmt: skip
    number = write(found)
    assert len(findings(book, "missing_information")) == 1
    asked = NewRequest(asked_on=ON, how="letter", asked=("employer",))
    with book.unit_of_work("Ask") as unit:
        record_request(unit, who.card_id, asked, ON)
    send(book, number)
    with book.read() as connection:
        (request,) = requests_of(connection, who.card_id, [desk.entity.id])
    assert request.counts
    assert findings(book, "missing_information") == []
    answer(book, number, date(2026, 3, 9), "Retired")
    with book.read() as connection:
        (request,) = requests_of(connection, who.card_id, [desk.entity.id])
    assert (request.answered_on, request.answer) == (date(2026, 3, 9), "Retired")


def test_a_request_that_is_answered_on_the_donors_page_answers_its_letter(book: Book) -> None:
    desk, who = silent_donor(book)
    number = write(LetterCase(desk, "best_efforts", LetterAbout(entity_id=desk.entity.id,
                                                                card_id=who.card_id)))  # fmt: skip
    send(book, number, how="email")
    with book.read() as connection:
        (request,) = requests_of(connection, who.card_id, [desk.entity.id])
    assert (request.how, request.gift_on) == ("email", date(2026, 2, 2))
    with book.unit_of_work("Answer") as unit:
        answer_request(unit, request.id, date(2026, 3, 5), "A nurse", date(2026, 3, 5))
    (one,) = kept(book)
    assert (one.state(ON), one.answer) == (ANSWERED, "A nurse")
    with book.unit_of_work("Delete request") as unit:
        delete_request(unit, request.id)
    (one,) = kept(book)
    assert (one.state(ON), one.answer) == (AWAITED, "")
    assert book.verify() == []


def test_what_cannot_be_noted_of_a_letter_is_refused_in_words(book: Book) -> None:
    number = write(case(book, "source_inquiry"))
    with pytest.raises(Refused, match="note that first"):
        answer(book, number, ON)
    with pytest.raises(BadInput, match="“pigeon” is no way"):
        send(book, number, how="pigeon")
    with pytest.raises(BadInput, match="still to come"):
        send(book, number, date(2026, 3, 2))
    with pytest.raises(BadInput, match="cannot have gone out before"):
        send(book, number, date(2026, 2, 28))
    with pytest.raises(NotFound, match="no longer in the book"):
        send(book, number + 1000)
    send(book, number)
    with pytest.raises(Refused, match="went out on 2026-03-01"):
        send(book, number)
    with pytest.raises(BadInput, match="came later than that"):
        answer(book, number, date(2026, 2, 1))
    with pytest.raises(BadInput, match="in a few words"):
        answer(book, number, ON, "  ")
    answer(book, number, ON)
    with pytest.raises(Refused, match="was answered on 2026-03-01"):
        answer(book, number, ON)


def test_a_letter_stays_when_its_entry_goes_and_tells_when_it_was_touched(book: Book) -> None:
    found = case(book, "source_inquiry")
    number = write(found, b"%PDF-1")
    assert found.about.item_id is not None
    with book.unit_of_work("Delete entry") as unit:
        remove_items(unit, [found.about.item_id])
    (one,) = kept(book)
    assert (one.id, one.item_id) == (number, None)
    book.undo()
    (one,) = kept(book)
    assert one.item_id == found.about.item_id
    with book.unit_of_work("Touch") as unit:
        unit.connection.execute(tables.kept_letter.update().values(content=b"gone"))
        (problem,) = kept_letters.verify(unit.connection)
    assert "letter to Ada Away is not what was put" in problem.text


def test_a_letter_goes_with_its_entity_into_another_book(book: Book, tmp_path: Path) -> None:
    send(book, write(case(book, "best_efforts"), b"%PDF-1"))
    (before,) = kept(book)
    [file, *_] = export_entity(book, "party", tmp_path / "party")
    with create_book(tmp_path / "second.fdesk", name="second") as second:
        enter_interchange(second, file, "party")
        (after,) = kept(second)
        with second.read() as connection:
            _name, content = letter_content(connection, after.id, [after.entity_id])
            (request,) = open_requests(connection, [after.entity_id])
        assert second.verify() == []
    assert content == b"%PDF-1"
    assert (after.sent_on, after.sha256, after.about) == (ON, before.sha256, before.about)
    assert (request.asked_on, request.card_id) == (ON, after.card_id)


DAYS = st.integers(-3, 12).map(lambda number: ON + timedelta(days=number))
ACTS = st.lists(
    st.tuples(st.sampled_from(("send", "answer", "discard")), DAYS, st.sampled_from((0, 1))),
    max_size=6,
)


@given(ACTS)
@settings(max_examples=examples(2, 300), deadline=None)
def test_whatever_is_done_with_letters_stands_whole_and_is_taken_back(
    acts: list[tuple[str, date, int]],
) -> None:
    with TemporaryDirectory() as folder, letters_book(f"{folder}/book.fdesk") as book:
        desk, who = silent_donor(book)
        asks = LetterCase(desk, "best_efforts", LetterAbout(entity_id=desk.entity.id,
                                                            card_id=who.card_id))  # fmt: skip
        numbers = (write(asks), write(case(book, "source_inquiry")))
        before = kept(book)
        done = sum(_did(book, numbers[which], act, on) for act, on, which in acts)
        for one in kept(book):
            assert one.answered_on is None or (one.sent_on or date.max) <= one.answered_on
        assert book.verify() == []
        for _step in range(done):
            book.undo()
        assert kept(book) == before


def _did(book: Book, number: int, act: str, on: date) -> bool:
    """Do one act, if it may be done; tells whether it was."""
    with suppress(FinanceDeskError), book.unit_of_work(act) as unit:
        if act == "send":
            note_sent(unit, number, on, "letter", ON + timedelta(days=9))
        elif act == "answer":
            note_answer(unit, number, on, "yes", ON + timedelta(days=9))
        else:
            discard_letter(unit, number)
        return True
    return False
