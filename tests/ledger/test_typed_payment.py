"""Disbursements typed by hand: what they will come to, what is refused, and corrections."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, Locked, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_balance import balance
from financedesk.ledger.contacts import Contact
from financedesk.ledger.outlays import OutlayRow, outlay_rows
from financedesk.ledger.payee_search import KnownPayee, find_payees, purposes_used
from financedesk.ledger.payment_edit import PaymentEdit, correct_payment
from financedesk.ledger.register import register_row_detail
from financedesk.ledger.report_place import report_place
from financedesk.ledger.typed_payment import (
    SideOutlook,
    TypedPayment,
    passage_to_payee,
    record_payment,
    side_outlook,
)
from financedesk.ledger.typed_transfer import Side
from tests.ledger.meadow import OPENING, meadow_at, side

PRINTER = Contact(type="ORG", name="Heron Press", city="Salem", state="OR")
CANDIDATE = Contact(
    type="CAN", last_name="Ruiz", first_name="Ana", candidate_office="H", candidate_state="OR",
    candidate_district="05", candidate_id="H6OR05123",
)  # fmt: skip
COMMITTEE = Contact(type="CCM", name="Ruiz for Congress", committee_id="C00999777")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as made:
        yield made


@pytest.fixture
def party(book: Book) -> Side:
    return side(book, "party")


def bill(of: Side, cents: int, day: str = "2026-07-06", **more: object) -> TypedPayment:
    values: dict[str, object] = {
        "payee": PRINTER, "known": None, "kind": "operating_expenditure", "purpose": "Printing",
        **more,
    }  # fmt: skip
    return TypedPayment(amount_cents=cents, day=day, account=of.account, **values)  # type: ignore[arg-type]


def record(book: Book, of: Side, payment: TypedPayment) -> int:
    with book.unit_of_work("Record disbursement") as unit:
        return record_payment(unit, of.entity, payment)


def row_of(book: Book, item_id: int) -> OutlayRow:
    with book.read() as connection:
        return outlay_rows(connection, [item_id], seen=())[0]


def look(book: Book, of: Side, cents: int, card: int | None, day: str) -> SideOutlook:
    with book.read() as connection:
        return side_outlook(
            connection, of.entity, of.account, "operating_expenditure", card, day, cents
        )


def known(book: Book, of: Side, text: str) -> KnownPayee:
    with book.read() as connection:
        return find_payees(connection, of.entity.id, text)[0]


def test_what_is_foretold_is_what_the_book_then_says(book: Book, party: Side) -> None:
    record(book, party, bill(party, 150_00))
    printer = known(book, party, "heron")
    found = look(book, party, 50_01, printer.ref.card_id, "2026-07-07")
    assert (found.before_cents, found.after_cents) == (150_00, 200_01)
    assert (found.itemised, found.crosses) == (True, True)
    assert found.balance.cents == OPENING - 200_01
    paid = record(book, party, bill(party, 50_01, "2026-07-07", known=printer.ref))
    row = row_of(book, paid).entry
    assert (row.aggregate_cents, row.itemised, row.line) == (200_01, True, found.line)
    with book.read() as connection:
        held = balance(connection, party.entity, party.account, "2026-07-07")
    assert held.cents == found.balance.cents
    assert book.verify() == []


def test_the_report_is_that_of_the_day_and_says_when_it_is_closed(book: Book, party: Side) -> None:
    found = look(book, party, 10_00, None, "2026-07-07").report
    assert found is not None
    assert (found.code, found.last, found.due) == ("Q3", date(2026, 9, 30), date(2026, 10, 15))
    assert found.closed == ""
    _file(book, party, "2026-07-01", "2026-09-30")
    again = look(book, party, 10_00, None, "2026-07-07").report
    assert again is not None
    assert again.closed == "filed"


def _file(book: Book, of: Side, first: str, last: str, item_id: int | None = None) -> None:
    with book.unit_of_work("File") as unit:
        filing = unit.insert(
            tables.filing,
            {
                "entity_id": of.entity.id, "form": "F3X", "report_code": "Q3", "from_date": first,
                "to_date": last, "state": "filed", "version": 0, "recorded_at": "2026-10-15",
            },
        )  # fmt: skip
        if item_id is not None:
            unit.insert(
                tables.filing_item,
                {
                    "entity_id": of.entity.id, "filing_id": filing, "item_id": item_id,
                    "line": "SB21B", "itemised": 1, "amount_cents": 10_00,
                },
            )  # fmt: skip


def test_who_files_no_form_has_no_line_and_no_report(book: Book) -> None:
    institute = side(book, "institute")
    with book.read() as connection:
        assert report_place(connection, institute.entity, date(2026, 7, 1)) is None
        found = side_outlook(
            connection, institute.entity, institute.account, "c3_program_expense", None,
            "2026-07-01", 25_00,
        )  # fmt: skip
    assert (found.line, found.report, found.after_cents) == ("", None, None)
    assert found.balance.cents == OPENING - 25_00


def test_the_least_that_an_account_holds_later_counts(book: Book, party: Side) -> None:
    record(book, party, bill(party, 9_900_00, "2026-08-20"))
    found = look(book, party, 200_00, None, "2026-07-07").balance
    assert (found.cents, found.least_cents) == (OPENING - 200_00, -100_00)
    assert found.least_on == "2026-08-20"


def test_a_contribution_names_candidate_election_and_category(book: Book) -> None:
    action = side(book, "action")
    payment = bill(
        action, 1_000_00, payee=COMMITTEE, kind="contribution_to_candidate", candidate=CANDIDATE,
        election_code="g2026", category="011", purpose="Contribution", method="Check 88",
    )  # fmt: skip
    row = row_of(book, record(book, action, payment))
    assert (row.category, row.election_code, row.entry.method) == ("011", "G2026", "Check 88")
    assert row.entry.line.startswith("Line 23")
    assert row.entry.itemised
    with book.read() as connection:
        party = tables.item_party
        found = connection.execute(party.select()).one()
    assert found.role == "candidate"
    assert book.verify() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount_cents": 0}, "above zero"),
        ({"payee": Contact(type="ORG")}, "who was paid"),
        ({"kind": "levin_get_out_the_vote"}, "not paid from"),
        ({"purpose": "x" * 101}, "100 letters"),
        ({"kind": "contribution_to_candidate", "payee": COMMITTEE}, "which election"),
        ({"election_code": "2026"}, "which election"),
    ],
)
def test_what_cannot_be_is_said_and_not_stored(
    book: Book, party: Side, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        record(book, party, replace(bill(party, 10_00), **changes))  # type: ignore[arg-type]
    with book.read() as connection:
        assert connection.execute(tables.item.select()).first() is None


def test_a_super_pac_gives_to_no_candidate(book: Book) -> None:
    loud = side(book, "loud")
    payment = bill(
        loud, 10_00, payee=COMMITTEE, kind="contribution_to_candidate", election_code="G2026"
    )
    with pytest.raises(Refused, match=r"30116\(a\)\(7\)\(B\)"):
        record(book, loud, payment)
    assert record(book, loud, bill(loud, 10_00))
    vendor = passage_to_payee(loud.entity, loud.account, "operating_expenditure", "CCM")
    assert vendor is None


def test_known_payees_bring_their_last_disbursement(book: Book, party: Side) -> None:
    record(book, party, bill(party, 40_00, category="006"))
    printer = known(book, party, "heron")
    record(book, party, bill(party, 60_00, "2026-07-09", known=printer.ref, purpose="Flyers"))
    last = known(book, party, "hero").last
    assert last is not None
    assert (last.cents, last.purpose, last.category) == (60_00, "Flyers", "")
    with book.read() as connection:
        assert find_payees(connection, side(book, "county").entity.id, "heron") == []
        assert find_payees(connection, party.entity.id, " ") == []
        assert purposes_used(connection, party.entity.id, "2026-01-01") == ("Flyers", "Printing")
        assert purposes_used(connection, party.entity.id, "2026-07-08") == ("Flyers",)


def test_a_company_typed_by_its_very_name_is_the_one_that_is_known(book: Book, party: Side) -> None:
    record(book, party, bill(party, 150_00))
    other = record(book, party, bill(party, 60_00, payee=Contact(type="ORG", name="heron press")))
    entry = row_of(book, other).entry
    assert (entry.name, entry.city, entry.aggregate_cents) == ("Heron Press", "Salem", 210_00)
    person = Contact(type="IND", last_name="Lopez", first_name="Ada")
    people = [record(book, party, bill(party, 150_00, payee=person)) for _ in range(2)]
    assert [row_of(book, one).entry.aggregate_cents for one in people] == [150_00, 150_00]


def edit(**changes: object) -> PaymentEdit:
    base = PaymentEdit(
        amount_cents=150_00, day="2026-07-06", purpose="Printing", category="", election_code="",
        method="", payee=None,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def correct(book: Book, item_id: int, change: PaymentEdit) -> None:
    with book.unit_of_work("Edit disbursement") as unit:
        correct_payment(unit, item_id, change)


def test_a_disbursement_is_corrected_in_all_its_facts(book: Book, party: Side) -> None:
    first, second = (record(book, party, bill(party, 150_00)) for _ in range(2))
    change = edit(
        amount_cents=160_00, day="2026-07-08", purpose="Yard Signs", category="006",
        method="Check 7", payee=replace(PRINTER, city="Bend"),
    )  # fmt: skip
    correct(book, first, change)
    row = row_of(book, first)
    assert (row.entry.amount_cents, row.entry.date, row.entry.city) == (
        160_00, "2026-07-08", "Bend",
    )  # fmt: skip
    assert (row.purpose, row.category, row.entry.method) == ("Yard Signs", "006", "Check 7")
    assert row_of(book, second).entry.city == "Salem"
    assert book.verify() == []
    book.undo()
    assert row_of(book, first).purpose == "Printing"
    assert book.verify() == []


def test_what_stays_the_same_is_no_change(book: Book, party: Side) -> None:
    paid = record(book, party, bill(party, 150_00))
    correct(book, paid, edit(payee=PRINTER))
    with book.read() as connection:
        assert len(register_row_detail(connection, paid).history) == 1


def test_a_filed_disbursement_says_so_and_lets_only_its_check_number_change(
    book: Book, party: Side
) -> None:
    paid = record(book, party, bill(party, 150_00))
    _file(book, party, "2026-07-01", "2026-09-30", paid)
    with pytest.raises(Locked, match="Q3 report through 2026-09-30"):
        correct(book, paid, edit(purpose="Yard Signs"))
    correct(book, paid, edit(method="Check 9"))
    row = row_of(book, paid)
    assert (row.purpose, row.entry.method) == ("Printing", "Check 9")
    assert row.locked is not None


def test_an_election_is_changed_and_not_emptied(book: Book) -> None:
    action = side(book, "action")
    payment = bill(
        action, 150_00, payee=COMMITTEE, kind="contribution_to_candidate", election_code="P2026"
    )
    paid = record(book, action, payment)
    correct(book, paid, edit(election_code="g2026"))
    assert row_of(book, paid).election_code == "G2026"
    with pytest.raises(Refused, match="do not empty"):
        correct(book, paid, edit())
    with pytest.raises(NotFound):
        correct(book, paid + 10_000, edit())
