"""What the worker finds in a book that it opens: whose it is to see, and who has to sign in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from financedesk.ui.desk import UndoStatus

if TYPE_CHECKING:
    from financedesk.book import Book
    from financedesk.ledger.access import Access

USER_VARIABLE, PASSPHRASE_VARIABLE = "FINANCEDESK_USER", "FINANCEDESK_PASSPHRASE"


@dataclass(frozen=True)
class Opened:
    """A book that the worker has opened, and what it found in it.

    ``waits_for`` is the login that has to sign in before anything of the book is seen.
    """

    book: Book
    name: str
    access: Access
    undo: UndoStatus
    notice: str
    newest_day: date | None
    waits_for: str = ""


def found_in(
    book: Book, computer_login: str, busy: str, wanted: str, passphrase: str | None
) -> Opened:
    """Return an opened book as ``wanted`` may see it; ``busy`` says why it is only read.

    Nothing is seen while somebody has to sign in. Raises Refused when the passphrase is wrong.
    """
    from financedesk.errors import NeedsPassphrase
    from financedesk.ledger.access import Access, access_of
    from financedesk.ledger.passphrases import signed_in

    waits_for = ""
    with book.read() as connection:
        try:
            book.who = signed_in(connection, computer_login, wanted, passphrase)
            access = access_of(connection, book.who)
        except NeedsPassphrase as error:
            waits_for = error.login
            access = Access((), {}, whole_book=False, login=error.login, walled=True)
    notice = busy or _nothing_seen(book.who, access, waits_for)
    undo = undo_of(book, access)
    day = _newest_day(book, access)
    return Opened(book, book.info().name, access, undo, notice, day, waits_for)


def from_the_surroundings() -> tuple[str, str | None]:
    """Return the login and the passphrase that the variables name: "" and None without them."""
    return os.environ.get(USER_VARIABLE, ""), os.environ.get(PASSPHRASE_VARIABLE)


def undo_of(book: Book, access: Access) -> UndoStatus:
    """Return what undo and redo would do, of the acts that the user may know of."""
    status = book.undo_status(access.may_take_back) if access.walled else book.undo_status()
    return UndoStatus(status.undo_label or "", status.redo_label or "")


def _newest_day(book: Book, access: Access) -> date | None:
    from financedesk.ledger.register import RegisterQuery, register_ids, register_rows

    query = RegisterQuery(entity_ids=tuple(row.id for row in access.entities), kind_group="all")
    with book.read() as connection:
        newest = register_ids(connection, query, limit=1)
        rows = register_rows(connection, newest)
    return date.fromisoformat(rows[0].date) if rows else None


def _nothing_seen(login: str, access: Access, waits_for: str) -> str:
    if waits_for:
        return "Sign in to see this book (File > Sign in)."
    if access.entities or access.whole_book:
        return ""
    return (
        f"This book does not name {login} among those who may see it; ask who keeps it, or sign in"
        " as somebody else (File > Sign in)."
    )
