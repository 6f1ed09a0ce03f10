"""What a bank calls whom is learnt from accepted matches, by bank, and forgotten with them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from financedesk.banking.matching import match_by_hand, take_back
from financedesk.banking.standing import standing
from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import write_account
from financedesk.ledger.organisation import NewAccount
from tests.banking.lines import tell
from tests.ledger.riverbend import Desk, desk_for, riverbend_at


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        yield made


def pay(desk: Desk, account_id: int, name: str, day: str) -> int:
    """Pay 4.00 to somebody and return the posting."""
    shop = desk.meet(Contact(type="ORG", name=name, city="Salem", state="OR"))
    desk.record("operating_expenditure", shop, day, 4_00, account_id=account_id, purpose="Coffee")
    posting = tables.posting.c
    query = select(posting.id).where(posting.account_id == account_id).order_by(posting.id.desc())
    with desk.book.read() as connection:
        return int(connection.execute(query.limit(1)).scalar_one())


def said(book: Book, account_id: int, day: str) -> int:
    with book.read() as connection:
        account = account_by_id(connection, account_id)
    (line,) = tell(book, account, (day, -4_00, f"SQ *OAKCF {day[-2:]}"))
    return line


def offered(book: Book, account_id: int) -> list[str]:
    """Why each way of the only open line is offered, with whom it would be."""
    with book.read() as connection:
        found = standing(connection, account_id)
    assert found.certain == ()
    ((*ways,),) = found.doubtful
    return [f"{one.entries[0].names[0]}: {one.why}" for one in ways]


def offered_all(book: Book, account_id: int) -> list[str]:
    """Why anything at all is offered on an account."""
    with book.read() as connection:
        found = standing(connection, account_id)
    return [one.why for one in (*found.certain, *(one for some in found.doubtful for one in some))]


def opened(desk: Desk, code: str, bank: str) -> int:
    new = NewAccount(code=code, kind="federal", bank=bank, opening_date="2026-01-01")
    with desk.book.unit_of_work("Add account") as unit:
        return write_account(unit, desk.entity.id, new)


def test_what_was_matched_by_hand_comes_first_the_next_time(book: Book) -> None:
    desk = desk_for(book, "party")
    places = [opened(desk, code, "First Bank") for code in ("one", "two")]
    foreign = opened(desk, "three", "Second Bank")
    line, entry = (
        said(book, places[0], "2026-03-05"),
        pay(desk, places[0], "Oak Cafe", "2026-03-05"),
    )
    with book.unit_of_work("Match with the bank") as unit:
        kept = match_by_hand(unit, places[0], [line], [entry])
    for place in (*places, foreign):
        pay(desk, place, "Elm Stationers", "2026-04-02")
        pay(desk, place, "Oak Cafe", "2026-04-02")
        said(book, place, "2026-04-02")
    learnt = "Oak Cafe: amount equal, same day, the bank called it so before"
    # The other account at that bank learns with it, one at another bank does not.
    assert [offered(book, place)[0] for place in places] == [learnt, learnt]
    assert offered(book, foreign)[0].startswith("Elm Stationers: ")
    with book.read() as connection:
        account = account_by_id(connection, places[0])
    with book.unit_of_work("Take back match with the bank") as unit:
        take_back(unit, account, kept)
    assert not any("called it so" in why for place in places for why in offered_all(book, place))
