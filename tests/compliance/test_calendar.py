"""The calendar tells every last day once, as it stands, and only to who may see it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.compliance.calendar import calendar
from financedesk.compliance.calendar_entry import DONE, KINDS, OPEN, OVERDUE, PAST, Entry, Span
from financedesk.compliance.judging import judge
from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, now_text
from financedesk.ledger.donor_requests import NewRequest, record_request
from financedesk.ledger.entities import entities
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ledger.kept_letters import NewLetter, keep_letter, note_answer, note_sent
from financedesk.ledger.noted_deadlines import NewDeadline, finish_deadline, note_deadline
from financedesk.ledger.room import open_book
from tests.compliance.planted import PLANTED_DAY, book_at, plant
from tests.ledger.meadow import meadow_at
from tests.ledger.paying import payer
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at
from tests.ledger.sharing import agreed, invoiced, pay
from tests.ui.promised_books import promised_book

TODAY = date(2026, 10, 6)
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
GIFT = "individual_receipt"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        yield made


@pytest.fixture
def party(book: Book) -> Desk:
    return desk_for(book, "party")


def read(book: Book, span: Span = YEAR, today: date = TODAY, kind: str = "") -> tuple[Entry, ...]:
    """The calendar; the books are looked through only where a kind needs what is found there."""
    findings = None if kind in ("", "clock", "notice", "bank", "letter") else ()
    with book.read() as connection:
        rows = entities(connection)
        promises = [one.id for one in rows]
        return calendar(connection, rows, span, today, findings=findings, promises=promises)


def of_kind(book: Book, kind: str, span: Span = YEAR, today: date = TODAY) -> list[Entry]:
    return [one for one in read(book, span, today, kind) if one.kind == kind]


def only(book: Book, kind: str, today: date = TODAY) -> Entry:
    (one,) = of_kind(book, kind, today=today)
    return one


def elect(desk: Desk, code: str, day: str) -> None:
    with desk.book.unit_of_work("Enter election") as unit:
        unit.insert(tables.election,
                    {"entity_id": desk.entity.id, "code": code, "held_on": day})  # fmt: skip


def file_report(desk: Desk, code: str, first: str, last: str, state: str = "filed") -> None:
    with desk.book.unit_of_work("Keep filing") as unit:
        unit.insert(tables.filing, {
            "entity_id": desk.entity.id, "form": desk.entity.form, "report_code": code,
            "from_date": first, "to_date": last, "state": state, "version": 0,
            "file_name": "x.fec", "sha256": "0", "summary": "{}", "findings": "{}", "cover": "{}",
            "recorded_at": now_text(),
        })  # fmt: skip


# --- reports, windows, taxes


def test_reports_stand_as_they_were_filed(book: Book, party: Desk) -> None:
    found = {one.code: one for one in of_kind(book, "filing")
             if one.entity_id == party.entity.id}  # fmt: skip
    assert [found[code].state for code in ("YE", "Q1", "Q2", "Q3", "30G")] == [
        PAST, PAST, PAST, OPEN, OPEN,
    ]  # fmt: skip
    file_report(party, "Q1", "2026-01-01", "2026-03-31")
    file_report(party, "Q3", "2026-07-01", "2026-09-30", "draft")
    found = {one.code: one for one in of_kind(book, "filing", today=date(2026, 10, 16))
             if one.entity_id == party.entity.id}  # fmt: skip
    assert found["Q1"].state == DONE
    # It follows one that was filed, and itself was not.
    assert found["Q2"].state == OVERDUE
    assert (found["Q3"].state, found["Q3"].day) == (OVERDUE, date(2026, 10, 15))
    assert "In draft." in found["Q3"].note
    assert found["30G"].since == date(2026, 10, 1)
    assert all("30104" in one.law for one in found.values())


def test_a_candidate_has_reports_and_notices_before_the_elections_that_are_entered(
    book: Book,
) -> None:
    campaign = desk_for(book, "campaign")
    elect(campaign, "P2026", "2026-05-19")
    elect(campaign, "S2026", "2026-08-18")
    mine = [one for one in read(book) if one.entity_id == campaign.entity.id]
    primary = next(one for one in mine if one.code == "12P")
    assert (primary.since, primary.day) == (date(2026, 4, 1), date(2026, 5, 7))
    assert "registered mail by 2026-05-04" in primary.note
    july = next(one for one in mine if one.code == "Q2")
    assert july.since == date(2026, 4, 30)
    assert not [one for one in mine if one.code == "12S"]
    windows = [(one.since, one.day) for one in mine if one.kind == "window"]
    assert windows == [
        (date(2026, 4, 30), date(2026, 5, 16)), (date(2026, 7, 30), date(2026, 8, 15)),
    ]  # fmt: skip


def test_windows_of_independent_expenditures_are_for_who_makes_any(book: Book, party: Desk) -> None:
    assert of_kind(book, "window") == []
    payee = party.meet(Contact(type="ORG", name="Mill Print"))
    party.record("independent_expenditure", payee, "2026-09-01", 500_00, purpose="Leaflets")
    assert [(one.title[:7], one.day) for one in of_kind(book, "window")] == [
        ("48-hour", date(2026, 10, 14)), ("24-hour", date(2026, 11, 1)),
    ]  # fmt: skip


def test_taxes_are_over_when_their_day_is_and_done_when_somebody_says_so(
    book: Book, party: Desk
) -> None:
    mine = [one for one in of_kind(book, "tax") if one.entity_id == party.entity.id]
    assert [(one.code, one.state) for one in mine] == [
        ("W-2 / 1099-NEC", PAST), ("1120-POL", PAST), ("7004 extension ends", OPEN),
    ]  # fmt: skip
    april = mine[1]
    new = NewDeadline(due_on=april.day, what=april.title, law=april.law)
    with book.unit_of_work("Deadline done") as unit:
        number = note_deadline(unit, party.entity.id, new)
        finish_deadline(unit, number, TODAY, TODAY)
    again = [one for one in read(book) if one.title == april.title]
    assert [(one.kind, one.state) for one in again if one.entity_id == party.entity.id] == [
        ("noted", DONE)
    ]


# --- clocks


def test_a_gift_on_hold_stands_once_with_each_of_its_last_days(book: Book, party: Desk) -> None:
    abroad = party.meet(replace(person("Away"), country="France"))
    gift = party.record(GIFT, abroad, "2026-09-20", 300_00)
    # Nothing holds it yet: the finding's clock stands, as does the deposit's.
    assert only(book, "clock").title == "Address outside the United States"
    assert only(book, "deposit").day == date(2026, 9, 30)
    terms = HoldTerms(reason="doubtful", basis="An address abroad", since="2026-09-21",
                      waiting=True)  # fmt: skip
    with book.unit_of_work("Hold") as unit:
        place_hold(unit, gift, terms)
    assert of_kind(book, "clock") == []
    assert of_kind(book, "deposit") == []
    first, last = of_kind(book, "hold")
    assert [(one.day, one.state) for one in (first, last)] == [
        (date(2026, 9, 30), OVERDUE), (date(2026, 10, 20), OPEN),
    ]  # fmt: skip
    assert (last.about, last.cents, last.item_ids) == ("Ada Away", 300_00, (gift,))
    assert last.reminder(TODAY) == 21
    assert last.reminder(date(2026, 10, 18)) == 2


def test_a_finding_about_a_gift_on_hold_is_told_by_the_hold(book: Book) -> None:
    campaign = desk_for(book, "campaign")
    gift = campaign.record(GIFT, campaign.meet(person("Lee")), "2026-09-01", 9_000_00,
                           election_code="G2026", deposited_date="2026-09-02")  # fmt: skip
    above = only(book, "clock")
    assert (above.title, above.day) == ("Above a limit", date(2026, 10, 31))
    terms = HoldTerms(reason="excessive", basis="Above the limit", since="2026-09-02",
                      cents=above.cents)  # fmt: skip
    with book.unit_of_work("Hold") as unit:
        place_hold(unit, gift, terms)
    assert only(book, "hold").day == above.day
    assert of_kind(book, "clock") == []


def test_many_clocks_of_one_day_or_late_ones_stand_as_one(book: Book, party: Desk) -> None:
    for place in range(9):
        silent = party.meet(replace(person(f"Silent{place}"), employer="", occupation=""))
        day = "2026-08-01" if place < 5 else "2026-09-20"
        party.record(GIFT, silent, day, 250_00, deposited_date=day)
    late, coming = of_kind(book, "clock")
    assert (late.state, late.number, late.cents) == (OVERDUE, 5, 1_250_00)
    assert late.about == "Ada Silent0 and 4 more"
    assert (coming.state, coming.number, coming.day) == (OPEN, 4, date(2026, 10, 20))
    assert {late.title, coming.title} == {"Employer or occupation not known"}


def test_letters_wait_to_be_sent_and_to_be_answered(book: Book, party: Desk) -> None:
    abroad = party.meet(replace(person("Away"), country="France"))
    gift = party.record(GIFT, abroad, "2026-09-20", 300_00, deposited_date="2026-09-21")
    new = NewLetter(
        entity_id=party.entity.id, kind="source_inquiry", card_id=abroad.card_id, item_id=gift,
        addressee="Ada Away", about="The gift of 20 September", cents=300_00,
        written_on=date(2026, 9, 25), send_by=None, reply_by=date(2026, 10, 19), asks=(),
        text_sha256="0", content=b"%PDF",
    )  # fmt: skip
    with book.unit_of_work("Write letter") as unit:
        letter = keep_letter(unit, new)
    assert of_kind(book, "letter") == []
    with book.unit_of_work("Send") as unit:
        note_sent(unit, letter, date(2026, 9, 26), "letter", TODAY)
    waiting = only(book, "letter")
    assert (waiting.state, waiting.day, waiting.since) == (
        OPEN, date(2026, 10, 19), date(2026, 9, 26),
    )  # fmt: skip
    assert "Away" not in waiting.title
    with book.unit_of_work("Answer") as unit:
        note_answer(unit, letter, date(2026, 10, 2), "A citizen", TODAY)
    assert only(book, "letter").state == DONE
    # A hold that ends on the same day says it already.
    with book.unit_of_work("Write letter") as unit:
        again = keep_letter(unit, replace(new, reply_by=date(2026, 10, 20)))
        note_sent(unit, again, date(2026, 9, 27), "letter", TODAY)
    assert len(of_kind(book, "letter")) == 2
    terms = HoldTerms(reason="doubtful", basis="An address abroad", since="2026-09-21")
    with book.unit_of_work("Hold") as unit:
        place_hold(unit, gift, terms)
    assert only(book, "letter").number == letter
    assert only(book, "hold").day == date(2026, 10, 20)


def test_who_was_asked_is_thought_of_after_thirty_days(book: Book, party: Desk) -> None:
    silent = party.meet(replace(person("Okoro"), employer="", occupation=""))
    party.record(GIFT, silent, "2026-09-20", 250_00, deposited_date="2026-09-21")
    assert only(book, "clock").day == date(2026, 10, 20)
    asked = NewRequest(asked_on=date(2026, 9, 28), how="letter", asked=("employer",))
    with book.unit_of_work("Ask") as unit:
        record_request(unit, silent.card_id, asked, TODAY)
    assert of_kind(book, "clock") == []
    one = only(book, "letter")
    assert (one.day, one.state, one.about) == (date(2026, 10, 28), OPEN, "Ada Okoro")
    assert only(book, "letter", date(2026, 11, 5)).state == PAST


# --- money


def test_a_share_of_a_cost_is_due_with_who_owes_it(tmp_path: Path) -> None:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as book:
        agreed(book, "institute", "voice", what="space", basis="usage")
        number = invoiced(book, "institute", "voice")
        one = only(book, "settlement", date(2026, 5, 20))
        with book.read() as connection:
            codes = {row.id: row.code for row in entities(connection)}
        assert (codes[one.entity_id], one.state, one.day) == ("voice", OPEN, date(2026, 6, 1))
        assert only(book, "settlement", date(2026, 6, 2)).state == OVERDUE
        pay(book, number, one.cents, "2026-05-25")
        assert only(book, "settlement", date(2026, 6, 2)).state == DONE


def test_the_share_of_a_shared_cost_may_be_transferred_for_sixty_days(
    book: Book, party: Desk
) -> None:
    landlord = party.meet(Contact(type="ORG", name="Mill Rooms"))
    party.record("h4_allocated_disbursement", landlord, "2026-09-01", 100_00, federal_cents=28_00,
                 other_cents=72_00, purpose="Rent")  # fmt: skip
    one = only(book, "window")
    assert (one.since, one.day, one.state, one.code) == (
        date(2026, 8, 22), date(2026, 10, 31), OPEN, "H3",
    )  # fmt: skip
    party.record("h3_transfer_from_nonfederal", None, "2026-09-15", 72_00)
    assert only(book, "window").state == DONE
    assert only(book, "window", date(2026, 12, 1)).state == DONE


def test_a_bank_account_is_closed_every_month(book: Book, party: Desk) -> None:
    assert of_kind(book, "bank") == []
    with book.unit_of_work("Bank") as unit:
        statement = unit.insert(tables.bank_statement, {
            "entity_id": party.entity.id, "account_id": party.account_id, "number": "", "bank": "",
            "currency": "USD", "format": "typed", "file_name": "", "file_sha256": "", "part": 1,
        })  # fmt: skip
        unit.insert(tables.statement_line, {
            "entity_id": party.entity.id, "account_id": party.account_id, "line_key": "1",
            "bank_statement_id": statement, "booked_on": "2026-07-03", "value_on": None,
            "amount_cents": 5_00, "reference": "", "payee": "", "memo": "", "check_number": "",
            "kind": "", "place": "",
        })  # fmt: skip
    late, *coming = of_kind(book, "bank")
    # July and August are late and stand as one; the report of September asks for it earlier.
    assert (late.state, late.document) == (OVERDUE, "2026-08-31")
    assert [(one.document, one.day) for one in coming][:2] == [
        ("2026-09-30", date(2026, 10, 15)), ("2026-10-31", date(2026, 11, 30)),
    ]  # fmt: skip
    assert {one.state for one in coming} == {OPEN}


def test_dues_of_officials_are_told_to_who_may_see_promises(tmp_path: Path) -> None:
    location = promised_book(tmp_path)
    with open_book(location) as book:
        paid, late, *coming = of_kind(book, "remittance", today=date(2026, 3, 10))
        # January was paid; February is over, and every later month is still to come.
        assert (late.state, late.day, late.cents) == (OVERDUE, date(2026, 2, 28), 3_416_66)
        assert (paid.day, paid.state) == (date(2026, 1, 31), DONE)
        assert [one.day.month for one in coming] == list(range(3, 13))
        assert {(one.state, one.cents // 100) for one in coming} == {(OPEN, 3_416)}
        assert "Winter" not in " ".join(f"{one.title} {one.about} {one.note}" for one in coming)
        with book.read() as connection:
            rows = entities(connection)
            seen = calendar(connection, rows, YEAR, TODAY, findings=())
        assert not [one for one in seen if one.kind == "remittance"]


def test_bills_stand_until_they_are_paid(book: Book) -> None:
    of = payer(book, "party.main")
    number = of.bill(300_00)
    one = only(book, "bill")
    assert (one.number, one.cents, one.state) == (number, 300_00, OVERDUE)
    of.pay(number)
    assert of_kind(book, "bill") == []


# --- days


def test_what_is_late_stands_in_a_calendar_that_holds_today_and_in_no_other(
    book: Book, party: Desk
) -> None:
    for place in range(2):
        silent = party.meet(replace(person(f"Silent{place}"), employer="", occupation=""))
        party.record(GIFT, silent, "2026-06-01", 250_00, deposited_date="2026-06-02")
    autumn, winter = Span(TODAY, date(2026, 10, 31)), Span(date(2026, 11, 1), date(2026, 12, 1))
    assert [one.day for one in of_kind(book, "clock", autumn)] == [date(2026, 7, 1)] * 2
    assert of_kind(book, "clock", winter) == []
    assert [one.day for one in read(book, autumn)] == sorted(one.day for one in read(book, autumn))
    with pytest.raises(BadInput, match="exchange the days"):
        Span(date(2026, 2, 1), date(2026, 1, 1))


def test_every_entry_is_told_once_and_names_nobody_in_its_title(book: Book, party: Desk) -> None:
    gift = party.record(GIFT, party.meet(replace(person("Zyx"), country="France")), "2026-09-20",
                        7_313_00)  # fmt: skip
    with book.unit_of_work("Hold") as unit:
        place_hold(unit, gift, HoldTerms(reason="doubtful", basis="Abroad", since="2026-09-21"))
    payer(book, "party.main").bill(7_313_00)
    found = read(book)
    keys = [(one.entity_id, one.key) for one in found]
    assert len(keys) == len(set(keys))
    assert {one.kind for one in found} <= set(KINDS)
    assert not [one.title for one in found if "Zyx" in one.title or "7,313" in one.title]
    assert [one.about for one in found if "Zyx" in one.about]


#: By what else the calendar tells of findings that it does not repeat.
INSTEAD = {
    "on_hold": "hold", "not_deposited": "deposit", "late_report": "filing",
    "report_due": "filing", "cost_share_overdue": "settlement", "report_before_closing": "bank",
}  # fmt: skip


def test_the_clocks_of_what_is_fined_most_are_all_told(tmp_path: Path) -> None:
    """In a book with all fifteen faults each finding with a last day is in the calendar, once."""
    with book_at(str(tmp_path / "book.fdesk")) as book:
        plant(book, 3)
        with book.read() as connection:
            rows = entities(connection)
            found = judge(connection, rows, PLANTED_DAY).findings
            entries = calendar(connection, rows, YEAR, PLANTED_DAY, findings=found)
    running = [one for one in found if one.due]
    assert len({one.rule for one in running}) >= 8
    for one in running:
        kind = INSTEAD.get(one.rule, "")
        told = [entry for entry in entries if entry.entity_id == one.entity_id
                and (entry.kind == kind if kind else entry.title == one.kind.title)
                and entry.day <= date.fromisoformat(one.due)]  # fmt: skip
        assert told, (one.rule, one.subject, one.due)
    alone = [entry.finding for entry in entries if entry.finding and entry.number is None]
    assert len(alone) == len(set(alone))
    assert len({(one.entity_id, one.key) for one in entries}) == len(entries)
