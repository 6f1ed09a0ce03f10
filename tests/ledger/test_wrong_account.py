"""A gift in the wrong books: moved in one step, with its own day, its law and its reports."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.errors import BadInput, Refused, Walled
from financedesk.ledger import tables
from financedesk.ledger.account_balance import balance
from financedesk.ledger.contacts import Contact
from financedesk.ledger.edit import remove_items
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.typed_gift import TypedGift, record_gift
from financedesk.ledger.typed_transfer import remove_transfer
from financedesk.ledger.wrong_account import Move, MoveOutlook, move_gift, move_outlook, moved_words
from tests.ledger.meadow import OPENING, meadow_at, side
from tests.ledger.riverbend import person
from tests.ledger.test_typed_transfer import lock

RECEIVED, MOVED = "2026-07-06", "2026-07-20"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as made:
        yield made


def give(book: Book, place: str, cents: int = 800_00, giver: Contact | None = None) -> int:
    to = side(book, place)
    gift = TypedGift(
        giver=giver or person("Lopez"), known=None, amount_cents=cents, day=RECEIVED,
        account=to.account,
    )  # fmt: skip
    with book.unit_of_work("Record contribution") as unit:
        return record_gift(unit, to.entity, gift)


def move(book: Book, item_id: int, place: str, day: str = MOVED) -> tuple[int, int]:
    with book.unit_of_work("Move gift") as unit:
        return move_gift(unit, Move(item_id=item_id, taker=side(book, place), day=day))


def outlook(book: Book, item_id: int, place: str) -> MoveOutlook:
    with book.read() as connection:
        return move_outlook(connection, Move(item_id=item_id, taker=side(book, place), day=MOVED))


def cash(book: Book, words: str, day: str = "2026-12-31") -> int:
    of = side(book, words)
    with book.read() as connection:
        return balance(connection, of.entity, of.account, day).cents


def used(book: Book, item_id: int) -> dict[str, int]:
    """Return what the giver has used of each entity's allowance."""
    with book.read() as connection:
        query = select(tables.item.c.card_id).where(tables.item.c.id == item_id)
        card = connection.execute(query).scalar_one()
        visible = [side(book, code).entity.id for code in ("party", "action")]
        rooms = rooms_of_person(connection, card, visible, Question(on=date(2026, 8, 1)))
    found: dict[str, int] = {}
    for one in rooms:  # the federal account comes first
        if one.room is not None:
            found.setdefault(one.code, one.room.used_cents)
    return found


def test_the_money_goes_over_and_the_gift_keeps_its_own_day(book: Book) -> None:
    gift = give(book, "party")
    back, taken = move(book, gift, "action")
    assert cash(book, "party", RECEIVED) == OPENING + 800_00
    assert (cash(book, "party"), cash(book, "action")) == (OPENING, OPENING + 800_00)
    assert cash(book, "action", "2026-07-19") == OPENING
    with book.read() as connection:
        query = select(tables.item).where(tables.item.c.id.in_((back, taken)))
        rows = {row.id: row for row in connection.execute(query)}
        texts = connection.execute(select(tables.memo_text.c.text)).scalars().all()
    assert (rows[taken].kind, rows[taken].made_date, rows[taken].item_date) == (
        "individual_receipt", RECEIVED, MOVED,
    )  # fmt: skip
    assert (rows[back].kind, rows[back].parent_id) == ("refund_individual_contribution", gift)
    assert rows[back].transaction_id == rows[taken].transaction_id
    assert len(texts) == 2
    assert "deposited in error by Meadow Party; forwarded on 2026-07-20" in "".join(texts)
    assert book.verify() == []


def test_the_room_moves_with_the_gift(book: Book) -> None:
    gift = give(book, "party")
    assert used(book, gift)["party"] == 800_00
    move(book, gift, "action")
    after = used(book, gift)
    assert (after["party"], after["action"]) == (0, 800_00)


def test_one_undo_takes_the_whole_move_back(book: Book) -> None:
    gift = give(book, "party")
    move(book, gift, "action")
    book.undo()
    assert (cash(book, "party"), cash(book, "action")) == (OPENING + 800_00, OPENING)
    assert used(book, gift)["party"] == 800_00
    assert book.verify() == []


def test_neither_side_goes_alone_and_both_go_together(book: Book) -> None:
    gift = give(book, "party")
    back, taken = move(book, gift, "action")
    with pytest.raises(Refused, match="one side"), book.unit_of_work("Delete") as unit:
        remove_items(unit, [taken])
    with book.unit_of_work("Delete") as unit:
        remove_transfer(unit, back)
    assert (cash(book, "party"), cash(book, "action")) == (OPENING + 800_00, OPENING)
    assert book.verify() == []


def test_the_matrix_is_asked_for_the_money_and_for_the_gift(book: Book) -> None:
    charity = give(book, "institute")
    with pytest.raises(Walled, match=r"501\(c\)\(3\)") as refused:
        move(book, charity, "action")
    assert refused.value.remedy
    assert r"501(c)(3)" in outlook(book, charity, "action").refused
    state = give(book, "party.state")
    with pytest.raises(Walled, match="30125"):
        move(book, state, "action")
    assert cash(book, "action") == OPENING


def test_what_cannot_move_says_why(book: Book) -> None:
    gift = give(book, "party")
    with pytest.raises(Refused, match="already"):
        move(book, gift, "party.reserve")
    with pytest.raises(BadInput, match="came on 2026-07-06"):
        move(book, gift, "action", "2026-07-01")
    move(book, gift, "action")
    with pytest.raises(Refused, match="Nothing of the gift"):
        move(book, gift, "action")


def test_the_outlook_tells_clock_limit_and_reports_to_amend(book: Book) -> None:
    gift = give(book, "party")
    lock(book, "party", gift)
    found = outlook(book, gift, "action")
    assert "by 2026-08-05" in found.clock
    assert "11 CFR 103.3(b)(1)" in found.clock
    assert "11 CFR 103.3(b)(2)" in found.clock
    assert found.wall is not None
    assert found.wall.left_words.startswith("Leaves $4,200.00 of $5,000.00 in 2026")
    (amendment,) = found.amendments
    assert amendment.startswith("Meadow Party: ")
    assert "amend it with a memo text" in amendment
    assert moved_words(found, side(book, "action")) == (
        "$800.00 of Ada Lopez go to Meadow Action, as a gift made on 2026-07-06."
    )
    move(book, gift, "action")
    assert book.verify() == []
