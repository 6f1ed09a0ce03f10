"""Random months in a book: what is accepted sums, and undo leaves the book as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from financedesk.banking.matching import accept, accept_certain
from financedesk.banking.standing import Standing, standing
from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.errors import Refused
from financedesk.ledger import tables
from financedesk.ledger.bank_matches import verify
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import write_account
from financedesk.ledger.entries import NewItem
from financedesk.ledger.organisation import NewAccount
from financedesk.ledger.writer import LedgerWriter
from tests.intake.exports import rows_of
from tests.ledger.riverbend import desk_for, riverbend_at
from tests.rules.reconciling_months import Month, months
from tests.soaking import examples


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    place: Path = tmp_path_factory.mktemp("months") / "book.fdesk"
    with riverbend_at(str(place)) as made:
        yield made


def written(book: Book, month: Month) -> int:
    """Write a month on an account of its own; returns the account."""
    entity_id = desk_for(book, "party").entity.id
    with book.unit_of_work("Write month") as unit:
        code = f"month{unit.next_id()}"
        account_id = write_account(unit, entity_id, NewAccount(code=code, kind="federal"))
        with LedgerWriter(unit, entity_id) as writer:
            for one in month.entries:
                kind = "individual_receipt" if one.cents > 0 else "operating_expenditure"
                who = writer.add_contact(Contact(type="ORG", name=one.names[0]))
                new = NewItem(kind=kind, contact=who, item_date=one.day.isoformat(),
                              amount_cents=abs(one.cents), account_id=account_id)  # fmt: skip
                said = f"{one.names[0]} payout {one.reference}" if one.reference else one.check
                act = "payout" if one.reference else "bill"
                writer.add_transaction(act, one.day.isoformat(), [new], description=said or None)
        _write_lines(unit, {"entity_id": entity_id, "account_id": account_id}, month)
    return account_id


def _write_lines(unit: UnitOfWork, whose: dict[str, int], month: Month) -> None:
    statement = {"number": "", "bank": "", "currency": "USD", "format": "ofx", "part": 1,
                 "file_name": "month.ofx", "file_sha256": ""}  # fmt: skip
    of = {**whose, "bank_statement_id": unit.insert(tables.bank_statement, {**whose, **statement})}
    for one in month.lines:
        words = {"line_key": str(one.key), "reference": "", "memo": "", "kind": "", "place": ""}
        row = {"booked_on": one.day.isoformat(), "amount_cents": one.cents, "payee": one.payee}
        number = {"check_number": one.check}
        unit.insert(tables.statement_line, {**of, **words, **row, **number})


def seen(book: Book, account_id: int) -> Standing:
    with book.read() as connection:
        return standing(connection, account_id)


def parts(book: Book) -> list[list[tuple[object, ...]]]:
    names = ("bank_match", "bank_match_line", "bank_match_posting")
    return [rows_of(book, f"SELECT * FROM {name} ORDER BY id") for name in names]


@given(months(8))
@settings(max_examples=examples(12, 150), deadline=None)
def test_accepted_matches_sum_and_undo_restores(book: Book, month: Month) -> None:
    account_id = written(book, month)
    before = [parts(book)]
    found = seen(book, account_id)
    assert found.difference_cents == sum(one.cents for one in found.unmatched_lines)
    with book.unit_of_work("Accept certain matches") as unit:
        accept_certain(unit, account_id)
    steps = int(bool(found.certain))
    for some in found.doubtful:
        before.append(parts(book))
        try:
            with book.unit_of_work("Match with the bank") as unit:
                accept(unit, account_id, some[0])
            steps += 1
        except Refused:  # another line has it by now: nothing was stored
            assert parts(book) == before.pop()
    left = seen(book, account_id)
    assert left.difference_cents == sum(one.cents for one in left.unmatched_lines)
    with book.read() as connection:
        assert list(verify(connection)) == []
    for _ in range(steps):
        book.undo()
    assert parts(book) == before[0]
    assert seen(book, account_id) == found
