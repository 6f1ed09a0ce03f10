"""What two entities share goes with them: transfers in steps, and what was said at the wall."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger import tables
from financedesk.ledger.entities import entities
from financedesk.ledger.portable import SECTIONS, portable_rows
from financedesk.ledger.room import create_book
from financedesk.ledger.transfer_steps import (
    cancel_transfer,
    in_transit_cents,
    open_orders,
    propose_transfer,
    receive_transfer,
    send_transfer,
)
from financedesk.ledger.typed_transfer import TypedTransfer, both_sides, record_transfer
from financedesk.ledger.wall import Note
from financedesk.ledger.wall_notes import notes_of
from financedesk.reports.interchange import export_entity
from tests.ledger.meadow import meadow_at, side

NOTE = Note(words="Makes no federal-election disbursements.", who="J. Doe", on="2026-07-01")
PROPOSED, SENT, CAME = "2026-07-01", "2026-07-06", "2026-07-10"
PAIR = ("party", "county")


def propose(book: Book, giver: str, taker: str, cents: int) -> int:
    typed = TypedTransfer(
        giver=side(book, giver), taker=side(book, taker), amount_cents=cents, day=PROPOSED,
        purpose="Quarterly share", method="Wire",
    )  # fmt: skip
    with book.unit_of_work("Propose transfer") as unit:
        return propose_transfer(unit, typed)


def fill(book: Book) -> None:
    """Leave a transfer in every state behind, two of them alike, in both directions."""
    for giver, taker, last in (
        ("party", "county", "received"), ("party", "county", "received"),
        ("county", "party", "sent"), ("party", "county", "proposed"),
        ("county", "party", "cancelled"),
    ):  # fmt: skip
        number = propose(book, giver, taker, 500_00)
        with book.unit_of_work("Steps") as unit:
            if last in ("sent", "received"):
                send_transfer(unit, number, SENT)
            if last == "received":
                receive_transfer(unit, number, CAME)
            elif last == "cancelled":
                cancel_transfer(unit, number)


def entered(book: Book, codes: Sequence[str], folder: Path) -> Book:
    """Export entities and enter them into an empty book, one after the other."""
    made = create_book(folder / "second.fdesk", name="second")
    for code in codes:
        [file, *_] = export_entity(book, code, folder / code)
        enter_interchange(made, file, code)
    return made


def orders_of(book: Book) -> list[dict[str, Any]]:
    (section,) = (one for one in SECTIONS if one.table is tables.transfer_order)
    with book.read() as connection:
        (party, *_) = (one for one in entities(connection) if one.code == "party")
        rows = list(portable_rows(connection, party, section))
    plain = [{name: value for name, value in row.items() if name not in ("key", "act")}
             for row in rows]  # fmt: skip
    return sorted(plain, key=str)


@pytest.mark.parametrize("codes", [PAIR, PAIR[::-1]])
def test_transfers_in_steps_come_whole_with_the_second_of_two(
    codes: Sequence[str], tmp_path: Path
) -> None:
    with meadow_at(str(tmp_path / "first.fdesk")) as book:
        fill(book)
        with entered(book, codes, tmp_path) as second:
            assert second.verify() == []
            assert orders_of(second) == orders_of(book)
            assert len(orders_of(second)) == 5
            party = side(second, "party").entity.id
            with second.read() as connection:
                assert in_transit_cents(connection, party, "2026-12-31") == 500_00
                waiting = {one.state: one.id for one in open_orders(connection, [party])}
                done = connection.execute(
                    select(tables.item.c.id).order_by(tables.item.c.item_date.desc())
                ).scalars()
                assert len(both_sides(connection, next(iter(done)))) == 2
            # What was on its way can be received, and what was proposed sent.
            with second.unit_of_work("Steps") as unit:
                receive_transfer(unit, waiting["sent"], CAME)
                send_transfer(unit, waiting["proposed"], CAME)
            assert second.verify() == []


def test_the_first_of_two_brings_its_own_side_alone(tmp_path: Path) -> None:
    with meadow_at(str(tmp_path / "first.fdesk")) as book:
        fill(book)
        with entered(book, ("party",), tmp_path) as second:
            assert second.verify() == []
            assert orders_of(second) == []


def test_what_was_said_at_the_wall_goes_with_its_entry(tmp_path: Path) -> None:
    with meadow_at(str(tmp_path / "first.fdesk")) as book:
        typed = TypedTransfer(
            giver=side(book, "party"), taker=side(book, "institute"), amount_cents=10_00,
            day=SENT, note=NOTE,
        )  # fmt: skip
        with book.unit_of_work("Record transfer") as unit:
            record_transfer(unit, typed)
        with entered(book, ("party",), tmp_path) as second, second.read() as connection:
            ids = connection.execute(select(tables.item.c.id)).scalars().all()
            (kept,) = notes_of(connection, ids).values()
    assert (kept.note, kept.needs, kept.giver) == (NOTE, "attestation", "party_federal")
