"""What the banks should have told of, counted without reading an account, and on the first page."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.banking.late import NotTold, not_told
from financedesk.banking.matching import accept_certain
from financedesk.banking.missing import bank_findings
from financedesk.banking.processors import add_contract
from financedesk.book import Book
from financedesk.intake.importing import import_file
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.deposits import SlipHead, make_deposit
from financedesk.ledger.entities import AccountRow
from financedesk.rules.processor_terms import ProcessorTerms
from financedesk.ui.open_items import OpenItem, open_items
from financedesk.ui.pages.subjects import ShowReconcile
from tests.banking.lines import tell
from tests.intake.exports import gift, new_book, write_export
from tests.ledger.riverbend import Desk, desk_for, person
from tests.ui.opened_book import COMMITTEES

TODAY = date(2026, 4, 10)
PAID = 96_05
"""A gift of 100.00 less 3.95, in each of two payouts of 6 and 13 March."""


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk", COMMITTEES[:1]) as made:
        rows = [
            gift(Lineitem_ID=str(week), Amount="100.00", Fee="3.95", Date=f"2026-03-0{week}",
                 Disbursement_ID=f"90000{week}", Disbursement_Date=f"2026-03-{7 * week - 1:02}")
            for week in (1, 2)
        ]  # fmt: skip
        import_file(made, write_export(tmp_path / "actblue.csv", rows), account="bank")
        yield made


def desk(book: Book) -> Desk:
    return desk_for(book, "alder")


def account(book: Book) -> AccountRow:
    with book.read() as connection:
        return account_by_id(connection, desk(book).account_id)


def late(book: Book) -> list[NotTold]:
    with book.read() as connection:
        found = not_told(connection, [desk(book).entity.id])
        known = {(one.code, one.cents) for one in
                 bank_findings(connection, [desk(book).entity.id], TODAY)}  # fmt: skip
    assert {(one.code, one.cents) for one in found} <= known, "the page Compliance says it too"
    return list(found)


def waiting(book: Book) -> list[OpenItem]:
    found = open_items(book, [desk(book).entity.id], TODAY)
    return [one for one in found if one.page == "reconcile"]


def test_a_payout_that_the_bank_never_told_of_waits_on_the_first_page(book: Book) -> None:
    tell(book, account(book), ("2026-03-02", -1_00, "FEE"), ("2026-03-07", PAID, "ACTBLUE 900001"))
    tell(book, account(book), ("2026-03-22", -1_00, "FEE"))
    assert (late(book), waiting(book)) == ([], []), "nine days are not over"
    (line,) = tell(book, account(book), ("2026-03-23", -1_00, "FEE"))
    (one,) = late(book)
    assert (one.name, one.cents, one.since) == ("ActBlue payout 900002", PAID, date(2026, 3, 23))
    (item,) = waiting(book)
    assert item.title == "1 payout: announced, and not in the bank"
    assert (item.subject, item.due) == (ShowReconcile(account(book).id, "books"), one.due)
    assert (item.tone, item.number, item.urgent) == ("bad", 1, 1)
    tell(book, account(book), ("2026-03-24", 90_00, "ACTBLUE PAYOUT 900002"))
    assert late(book) == [], "it came short, and is told as that"
    assert line


def test_terms_say_how_long_a_payout_may_take_and_a_match_ends_it(book: Book) -> None:
    terms = ProcessorTerms(processor="actblue", since=date(2026, 1, 1), rate_basis_points=395,
                           fixed_cents=0, settle_days=2)  # fmt: skip
    with book.unit_of_work("Enter terms") as unit:
        add_contract(unit, desk(book).entity.id, terms)
    tell(book, account(book), ("2026-03-02", -1_00, "FEE"), ("2026-03-16", -1_00, "FEE"))
    assert [one.name for one in late(book)] == ["ActBlue payout 900001", "ActBlue payout 900002"]
    tell(book, account(book), ("2026-03-18", PAID, "ACTBLUE PAYOUT 900002"),
         ("2026-03-18", PAID, "ACTBLUE PAYOUT 900001"))  # fmt: skip
    assert late(book) == []
    with book.unit_of_work("Accept certain matches") as unit:
        assert accept_certain(unit, desk(book).account_id) == 2
    assert late(book) == []


def test_a_slip_of_which_the_bank_has_nothing(book: Book) -> None:
    tell(book, account(book), ("2026-03-02", -1_00, "FEE"), ("2026-03-08", PAID, "ACTBLUE 900001"),
         ("2026-03-14", PAID, "ACTBLUE 900002"), ("2026-03-25", -1_00, "FEE"))  # fmt: skip
    given = [
        desk(book).record("individual_receipt", desk(book).meet(person(name)), "2026-03-10", cents)
        for name, cents in (("Lee", 50_00), ("Day", 70_00))
    ]
    with book.unit_of_work("Make deposit") as unit:
        make_deposit(unit, account(book), SlipHead(day="2026-03-12"), given)
    (one,) = late(book)
    assert (one.name, one.cents, one.since) == ("Deposit 1", 120_00, date(2026, 3, 22))
    assert [item.title for item in waiting(book)] == ["1 deposit: the bank has not told of it"]
    tell(book, account(book), ("2026-03-13", 120_00, "DEPOSIT"))
    assert late(book) == []
