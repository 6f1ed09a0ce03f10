"""Money between two entities in steps: each side on its own day, and the books tie on every day."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from financedesk.book import Book
from financedesk.errors import BadInput, FinanceDeskError, Refused, Walled
from financedesk.ledger import tables
from financedesk.ledger.account_balance import balance
from financedesk.ledger.transfer_steps import (
    cancel_transfer,
    in_transit_cents,
    open_orders,
    order_by_id,
    propose_transfer,
    receive_transfer,
    send_transfer,
    take_back,
)
from financedesk.ledger.typed_transfer import (
    TransferEdit,
    TypedTransfer,
    both_sides,
    correct_transfer,
    remove_transfer,
)
from tests.ledger.meadow import OPENING, meadow_at, side
from tests.soaking import examples

EXAMPLES = examples(8, 300)
PROPOSED, SENT, CAME = "2026-07-01", "2026-07-06", "2026-07-10"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as made:
        yield made


def typed(book: Book, giver: str, taker: str, cents: int = 500_00) -> TypedTransfer:
    return TypedTransfer(
        giver=side(book, giver), taker=side(book, taker), amount_cents=cents, day=PROPOSED,
        purpose="Quarterly share", method="Wire", election_code="G2026",
    )  # fmt: skip


def propose(book: Book, transfer: TypedTransfer) -> int:
    with book.unit_of_work("Propose transfer") as unit:
        return propose_transfer(unit, transfer)


def send(book: Book, order_id: int, day: str = SENT) -> int:
    with book.unit_of_work("Send transfer") as unit:
        return send_transfer(unit, order_id, day)


def receive(book: Book, order_id: int, day: str = CAME) -> int:
    with book.unit_of_work("Receive transfer") as unit:
        return receive_transfer(unit, order_id, day)


def state(book: Book, order_id: int) -> str:
    with book.read() as connection:
        return order_by_id(connection, order_id).state


def cash(book: Book, words: str, day: str = "2026-12-31") -> int:
    of = side(book, words)
    with book.read() as connection:
        return balance(connection, of.entity, of.account, day).cents


def on_its_way(book: Book, code: str, day: str) -> int:
    with book.read() as connection:
        return in_transit_cents(connection, side(book, code).entity.id, day)


def test_each_side_stands_on_its_own_day_and_the_way_between_is_shown(book: Book) -> None:
    order_id = propose(book, typed(book, "county", "party"))
    assert cash(book, "county") == cash(book, "party") == OPENING
    given_id = send(book, order_id)
    assert (cash(book, "county"), cash(book, "party")) == (OPENING - 500_00, OPENING)
    assert on_its_way(book, "party", SENT) == 500_00
    assert book.verify() == []
    taken_id = receive(book, order_id)
    assert cash(book, "county", "2026-07-05") == OPENING
    assert cash(book, "county", SENT) == OPENING - 500_00
    assert cash(book, "party", "2026-07-09") == OPENING
    assert cash(book, "party", CAME) == OPENING + 500_00
    assert (on_its_way(book, "party", "2026-07-09"), on_its_way(book, "party", CAME)) == (500_00, 0)
    with book.read() as connection:
        assert both_sides(connection, given_id) == (given_id, taken_id)
    assert book.verify() == []


def test_undo_goes_back_step_by_step(book: Book) -> None:
    order_id = propose(book, typed(book, "county", "party"))
    send(book, order_id)
    receive(book, order_id)
    seen = []
    for _ in range(3):
        seen.append((state(book, order_id), cash(book, "county"), cash(book, "party")))
        book.undo()
        assert book.verify() == []
    less, more = OPENING - 500_00, OPENING + 500_00
    assert seen == [
        ("received", less, more),
        ("sent", less, OPENING),
        ("proposed", OPENING, OPENING),
    ]
    with book.read() as connection:
        assert open_orders(connection, [side(book, "party").entity.id]) == ()
    book.redo()
    assert state(book, order_id) == "proposed"


def test_a_step_is_taken_once_and_in_its_order(book: Book) -> None:
    order_id = propose(book, typed(book, "county", "party"))
    with pytest.raises(Refused, match="only proposed"):
        receive(book, order_id)
    with pytest.raises(BadInput, match="proposed on 2026-07-01"):
        send(book, order_id, "2026-06-30")
    send(book, order_id)
    with pytest.raises(Refused, match="sent already"), book.unit_of_work("Cancel") as unit:
        cancel_transfer(unit, order_id)
    with pytest.raises(BadInput, match="sent on 2026-07-06"):
        receive(book, order_id, "2026-07-05")
    with book.unit_of_work("Take back") as unit:
        take_back(unit, order_id)
    assert (state(book, order_id), cash(book, "county")) == ("proposed", OPENING)
    assert on_its_way(book, "party", CAME) == 0
    with book.unit_of_work("Cancel") as unit:
        cancel_transfer(unit, order_id)
    with pytest.raises(Refused, match="was cancelled"):
        send(book, order_id)
    assert book.verify() == []


def test_what_is_open_is_shown_to_both_entities_and_no_other(book: Book) -> None:
    order_id = propose(book, typed(book, "county", "party"))
    with book.read() as connection:
        for code, count in (("county", 1), ("party", 1), ("voice", 0)):
            found = open_orders(connection, [side(book, code).entity.id])
            assert len(found) == count
        (one,) = open_orders(connection, [side(book, "party").entity.id])
    assert (one.id, one.state, one.day) == (order_id, "proposed", PROPOSED)
    assert one.transfer.purpose == "Quarterly share"


def test_the_wall_is_asked_when_proposed_and_again_when_sent(book: Book) -> None:
    with pytest.raises(Refused, match=r"501\(c\)\(3\)"):
        propose(book, typed(book, "institute", "action"))
    with pytest.raises(BadInput, match="one entity"):
        propose(book, typed(book, "party", "party.reserve"))
    first = propose(book, typed(book, "strangers", "campaign", 3_000_00))
    second = propose(book, typed(book, "strangers", "campaign", 3_000_00))
    send(book, first)
    receive(book, first)
    with pytest.raises(Walled, match=r"\$2,500.00 above \$3,500.00"):
        send(book, second)
    assert state(book, second) == "proposed"


def test_a_correction_keeps_the_days_of_both_sides(book: Book) -> None:
    order_id = propose(book, typed(book, "county", "party"))
    given_id = send(book, order_id)
    edit = TransferEdit(amount_cents=600_00, day="2026-07-08", purpose="Share", method="Wire")
    with pytest.raises(Refused, match="on its way"), book.unit_of_work("Edit") as unit:
        correct_transfer(unit, given_id, edit)
    receive(book, order_id)
    with book.unit_of_work("Edit transfer") as unit:
        correct_transfer(unit, given_id, edit)
    assert (cash(book, "county", "2026-07-07"), cash(book, "county")) == (OPENING, OPENING - 600_00)
    assert (cash(book, "party", "2026-07-09"), cash(book, "party")) == (OPENING, OPENING + 600_00)
    assert on_its_way(book, "party", "2026-07-08") == 600_00
    late = replace(edit, day="2026-07-11")
    with pytest.raises(BadInput, match="cannot come before"), book.unit_of_work("Edit") as unit:
        correct_transfer(unit, given_id, late)
    assert book.verify() == []
    with book.unit_of_work("Delete transfer") as unit:
        remove_transfer(unit, given_id)
    assert (state(book, order_id), on_its_way(book, "party", CAME)) == ("cancelled", 0)
    assert book.verify() == []


# --- whatever is done

PLACES = ("party", "county", "action", "allies", "strangers", "voice", "institute")
ACTS = ("propose", "send", "receive", "cancel", "take back", "delete", "undo")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(PLACES), st.sampled_from(PLACES), st.integers(1, 2_000_00),
        st.sampled_from(ACTS), st.integers(1, 28),
    ),
    min_size=2, max_size=12,
)  # fmt: skip


def act(book: Book, giver: str, taker: str, cents: int, what: str, day: str) -> None:
    with book.read() as connection:
        newest = connection.execute(select(func.max(tables.transfer_order.c.id))).scalar()
        entry = connection.execute(select(func.max(tables.item.c.id))).scalar()
    if what == "propose" or newest is None:
        propose(book, typed(book, giver, taker, cents))
    elif what == "send":
        send(book, newest, day)
    elif what == "receive":
        receive(book, newest, day)
    elif what == "undo":
        book.undo()
    else:
        with book.unit_of_work(what) as unit:
            if what == "cancel":
                cancel_transfer(unit, newest)
            elif what == "take back":
                take_back(unit, newest)
            elif entry is not None:
                remove_transfer(unit, entry)


@settings(max_examples=EXAMPLES, deadline=None)
@given(steps=STEPS)
def test_any_sequence_of_steps_keeps_every_sum(
    steps: list[tuple[str, str, int, str, int]],
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        meadow_at(f"{folder}/book.fdesk") as book,
    ):
        for giver, taker, cents, what, day in steps:
            try:
                act(book, giver, taker, cents, what, f"2026-07-{day:02}")
            except FinanceDeskError:
                continue  # refused: then nothing may have moved either
        transit = sum(on_its_way(book, place, "2026-12-31") for place in PLACES)
        held = sum(cash(book, place) for place in PLACES)
        assert held + transit == OPENING * len(PLACES)
        assert book.verify() == []
