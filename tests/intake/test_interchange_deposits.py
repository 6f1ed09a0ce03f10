"""Deposit slips go with an entity's export, and stand in another book as they were."""

from pathlib import Path

from financedesk.intake.interchange import enter_interchange
from financedesk.ledger.deposit_rows import DepositRow, deposits
from financedesk.ledger.room import create_book
from financedesk.reports.interchange import export_entity
from tests.ledger.riverbend import Desk, desk_for, riverbend_at
from tests.ledger.test_deposits import gifts, slip


def told(desk: Desk) -> list[tuple[object, ...]]:
    """Say what is on the slips, without the numbers of the book's rows."""
    with desk.book.read() as connection:
        return [_plain(one) for one in deposits(connection, [desk.entity.id])]


def _plain(one: DepositRow) -> tuple[object, ...]:
    items = tuple((each.name, each.method, each.cents, each.last_day) for each in one.items)
    return (one.number, one.day, one.declared_count, one.declared_cents, one.first_initials,
            one.second_initials, one.why, one.state, items)  # fmt: skip


def test_a_slip_is_the_same_in_another_book(tmp_path: Path) -> None:
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        desk = desk_for(book, "party")
        slip(desk, gifts(desk, 10_00, 20_00), first_initials="AL", second_initials="BR")
        slip(desk, gifts(desk, 5_00), declared_count=2, why="One was returned")
        before = told(desk)
        files = export_entity(book, "party", tmp_path / "out")
    with create_book(tmp_path / "other.fdesk", name="Other") as other:
        enter_interchange(other, files[0], "party")
        assert told(desk_for(other, "party")) == before
        assert list(other.verify()) == []
