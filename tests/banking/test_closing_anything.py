"""Random months: bank and books always meet, a closing holds, reopened it has changed nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.banking.closing import ClosingOutlook, closing_outlook, prepare_closing, reopen
from financedesk.banking.matching import accept, accept_certain
from financedesk.banking.standing import standing
from financedesk.banking.tie_out import tie_out
from financedesk.book import Book
from financedesk.errors import Locked, Refused
from financedesk.ledger import tables
from financedesk.ledger.bank_closings import verify
from financedesk.ledger.entries import NewItem
from financedesk.ledger.writer import LedgerWriter
from tests.banking.test_matches_anything import written
from tests.intake.exports import facts
from tests.ledger.riverbend import desk_for, riverbend_at
from tests.rules.reconciling_months import Month, months
from tests.soaking import examples

ON = "2026-12-31"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    place: Path = tmp_path_factory.mktemp("closings") / "book.fdesk"
    with riverbend_at(str(place)) as made:
        yield made


def rows(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """Return every row but those of the journal and of closings."""
    kept = facts(book)
    return {name: found for name, found in kept.items() if not name.startswith("bank_closing")}


def with_balance(book: Book, account_id: int, month: Month) -> str:
    """Let the bank say its balance on the day of its newest line; returns that day."""
    last = max(one.day for one in month.lines).isoformat()
    with book.unit_of_work("Set the balance") as unit:
        query = tables.bank_statement.select().where(
            tables.bank_statement.c.account_id == account_id
        )
        (row,) = unit.connection.execute(query).all()
        cents = {"closing_cents": sum(one.cents for one in month.lines), "closing_on": last}
        unit.update(tables.bank_statement, row.id, cents)
    return last


def accept_some(book: Book, account_id: int, number: int) -> None:
    """Accept what is certain, then the first alternative of some of the rest."""
    with book.unit_of_work("Accept certain matches") as unit:
        accept_certain(unit, account_id)
    with book.read() as connection:
        found = standing(connection, account_id).doubtful[:number]
    for some in found:
        try:
            with book.unit_of_work("Match with the bank") as unit:
                accept(unit, account_id, some[0])
        except Refused:  # another line has it by now
            continue


def seen(book: Book, account_id: int, through: str) -> ClosingOutlook:
    with book.read() as connection:
        return closing_outlook(connection, account_id, through, today=ON)


@given(months(8), st.integers(0, 40), st.integers(0, 9))
@settings(max_examples=examples(8, 100), deadline=None)
def test_closing_then_reopening_changes_nothing(
    book: Book, month: Month, back: int, number: int
) -> None:
    if not month.lines:
        return
    account_id = written(book, month)
    last = with_balance(book, account_id, month)
    accept_some(book, account_id, number)
    through = (date.fromisoformat(last) - timedelta(back)).isoformat()
    found = seen(book, account_id, through)
    # Whatever is matched, on whatever day one looks: what lies between is all there is.
    assert found.adjusted_bank_cents == found.adjusted_book_cents
    said = {one.row_id or 0: "known" for one in found.unexplained}
    before = rows(book)
    with book.unit_of_work("Close") as unit:
        closing_id = prepare_closing(unit, account_id, through, "Ann Lee", said, on=ON)
    with book.read() as connection:
        assert list(verify(connection)) == []
    _nothing_moves(book, account_id, through)
    assert rows(book) == before
    with book.unit_of_work("Reopen") as unit:
        reopen(unit, closing_id, "Ann Lee", "To see", on=ON)
    assert rows(book) == before
    again = seen(book, account_id, through)
    assert (again.items, again.hinders) == (seen_with(book, account_id, through, said).items, ())


def seen_with(book: Book, account_id: int, through: str, said: dict[int, str]) -> ClosingOutlook:
    with book.read() as connection:
        return closing_outlook(connection, account_id, through, said, today=ON)


def _nothing_moves(book: Book, account_id: int, through: str) -> None:
    """Try to add an entry on the last day, and to undo every act that moved the account before."""
    entity_id = desk_for(book, "party").entity.id
    new = NewItem(kind="operating_expenditure", item_date=through, amount_cents=100,
                  account_id=account_id, purpose="Stamps")  # fmt: skip
    with (
        pytest.raises(Locked),
        book.unit_of_work("Record") as unit,
        LedgerWriter(unit, entity_id) as writer,
    ):
        writer.add_transaction("bill", through, [new])


@given(months(6))
@settings(max_examples=examples(3, 60), deadline=None)
def test_what_makes_a_difference_adds_up_to_it(book: Book, month: Month) -> None:
    if not month.lines:
        return
    account_id = written(book, month)
    last = with_balance(book, account_id, month)
    accept_some(book, account_id, 2)
    entity_id = desk_for(book, "party").entity.id
    with book.read() as connection:
        (tie,) = tie_out(connection, entity_id, last).ties
    own = next(one for one in tie.accounts if one.account.id == account_id)
    made = sum(row.cents for row in tie.rows if row.account_id == account_id)
    assert own.bank_cents is not None
    assert own.bank_cents - own.book_cents == made
    assert tie.line_difference_cents == 0
