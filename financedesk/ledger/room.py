"""The ledger as the book knows it: its tables, what it recomputes, refuses and verifies."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from financedesk.book import Book, Change, Removal, Room, UnitOfWork
from financedesk.ledger import (
    bank_closings,
    bank_matches,
    deposit_lock,
    donor_words,
    noted_deadlines,
    payment_links,
    set_aside,
)
from financedesk.ledger.closed_rows import refuse_closed_removal, refuse_in_closed
from financedesk.ledger.closing import refuse_closed
from financedesk.ledger.deposit_lock import refuse_deposited, refuse_deposited_removal
from financedesk.ledger.derived import BY_KIND, DERIVED
from financedesk.ledger.kind_map import load_kind_lines
from financedesk.ledger.locks import refuse_locked, refuse_locked_removal
from financedesk.ledger.permits import refuse_walled
from financedesk.ledger.tables import LEDGER_TABLES
from financedesk.ledger.verify import verify


def _refresh(unit: UnitOfWork) -> None:
    bank_matches.refresh(unit)
    if load_kind_lines(unit.connection):
        for derived in BY_KIND:
            derived.rebuild(unit.connection)
    for derived in DERIVED:
        derived.refresh(unit)


def _guard(unit: UnitOfWork, changes: Sequence[Change]) -> None:
    refuse_walled(unit, changes)
    refuse_locked(unit, changes)
    refuse_closed(unit, changes)
    refuse_in_closed(unit, changes)
    refuse_deposited(unit, changes)


def _before_removal(unit: UnitOfWork, removal: Removal) -> None:
    refuse_locked_removal(unit.connection, removal)
    refuse_closed_removal(unit.connection, removal)
    refuse_deposited_removal(unit.connection, removal)
    for derived in DERIVED:
        derived.before_removal(unit, removal)


_DESCRIBING = (
    bank_matches.describe,
    bank_closings.describe,
    payment_links.describe,
    deposit_lock.describe,
    donor_words.describe,
    noted_deadlines.describe,
    set_aside.describe,
)


def _describe(connection: Connection, table: str, row_id: int) -> str | None:
    """Return a row in a treasurer's words by the first module that knows its table."""
    told = (describe(connection, table, row_id) for describe in _DESCRIBING)
    return next((words for words in told if words is not None), None)


LEDGER_ROOM = Room(
    name="ledger",
    tables=LEDGER_TABLES,
    refresh=_refresh,
    guard=_guard,
    before_removal=_before_removal,
    verify=verify,
    describe=_describe,
)


def create_book(location: str | Path, *, name: str, who: str = "") -> Book:
    """Make a new book at a path or URL and open it; raises BookError when the place is taken."""
    return Book.create(location, rooms=(LEDGER_ROOM,), name=name, who=who)


def open_book(location: str | Path, *, write: bool = True, who: str = "") -> Book:
    """Open a book; raises BookMissing, BookDamaged, BookBusy or BookTooNew."""
    return Book.open(location, rooms=(LEDGER_ROOM,), write=write, who=who)
