"""Closing a bank account through a day: who prepares, reviews and reopens, by what rules.

Monthly and before each report, and by somebody who neither signs checks nor keeps the books
(72 Fed. Reg. 16695). The acts run in a unit of the caller, who asked for the act *file* in the
account's entity.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from financedesk.banking.closing_outlook import (
    STATEMENT_REACHES,
    ClosingOutlook,
    TouchedFiling,
    age_days,
    closing_outlook,
    filings_over,
)
from financedesk.book.unit import UnitOfWork
from financedesk.errors import Refused
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bank_closings import (
    Closing,
    ClosingItem,
    closing_by_id,
    closings_of,
    items_of_closing,
    note_reopened,
    note_review,
    require_newest,
    required,
    write_closing,
)
from financedesk.ledger.entities import EntityRow, entity_by_id

__all__ = [
    "STATEMENT_REACHES",
    "Closing",
    "ClosingItem",
    "ClosingOutlook",
    "TouchedFiling",
    "age_days",
    "closing_items",
    "closing_outlook",
    "closings",
    "prepare_closing",
    "reopen",
    "review_closing",
    "touched_filings",
    "why_not_reviewer",
]


def prepare_closing(
    unit: UnitOfWork, account_id: int, through: str, prepared_by: str,
    explained: Mapping[int, str] | None = None, *, on: str = "",
) -> int:  # fmt: skip
    """Close an account through a day and return the closing's id; its rows are locked from now on.

    Raises Refused with everything that hinders, BadInput without the name of who prepared it.
    """
    who = required(prepared_by, "who prepared the closing")
    today = on or date.today().isoformat()
    outlook = closing_outlook(unit.connection, account_id, through, explained, today=today)
    if outlook.hinders:
        raise Refused(" ".join(outlook.hinders))
    kept = Closing(
        id=0, entity_id=outlook.account.entity_id, account_id=account_id,
        closed_from=outlook.closed_from, closed_through=outlook.closed_through,
        statement_cents=outlook.statement_cents, statement_on=outlook.statement_on,
        cleared_cents=outlook.cleared_cents, book_cents=outlook.book_cents,
        prepared_by=who, prepared_on=today,
    )  # fmt: skip
    return write_closing(unit, kept, outlook.items)


def review_closing(unit: UnitOfWork, closing_id: int, reviewed_by: str, *, on: str = "") -> None:
    """Note that somebody else has reviewed a closing.

    Raises Refused when it is who prepared it or the treasurer who signs (72 Fed. Reg. 16695), for a
    closing that is reviewed and for one that was reopened.
    """
    who = required(reviewed_by, "who reviewed the closing")
    kept = closing_by_id(unit.connection, closing_id)
    name = account_by_id(unit.connection, kept.account_id).name
    if not kept.is_in_force:
        raise Refused(
            f"{name} through {kept.closed_through} was reopened on {kept.reopened_on}; close it"
            " again, then review it."
        )
    if kept.reviewed_on:
        raise Refused(
            f"{name} through {kept.closed_through} was reviewed by {kept.reviewed_by} on"
            f" {kept.reviewed_on}."
        )
    if why := why_not_reviewer(unit.connection, kept, who):
        raise Refused(why)
    note_review(unit, closing_id, who, on or date.today().isoformat())


def why_not_reviewer(connection: Connection, kept: Closing, name: str) -> str:
    """Return why somebody may not review a closing; empty when nothing speaks against it."""
    same = _plain(name)
    if same == _plain(kept.prepared_by):
        return (
            f"{kept.prepared_by} prepared this closing; somebody else must review it"
            " (72 Fed. Reg. 16695)."
        )
    if same in _names_of_treasurer(entity_by_id(connection, kept.entity_id)):
        return (
            f"{name} signs as treasurer; the review is for somebody who neither signs nor keeps"
            " the books (72 Fed. Reg. 16695)."
        )
    return ""


def _plain(name: str) -> str:
    return " ".join(name.replace(",", " ").split()).casefold()


def _names_of_treasurer(entity: EntityRow) -> set[str]:
    first, last = (entity.treasurer.get(part, "") for part in ("first", "last"))
    middle = entity.treasurer.get("middle", "")
    if not last:
        return set()
    orders = ((first, last), (last, first), (first, middle, last), (last, first, middle))
    return {_plain(" ".join(filter(None, order))) for order in orders}


def reopen(unit: UnitOfWork, closing_id: int, by: str, why: str, *, on: str = "") -> None:
    """Reopen the newest closing of an account: its days may change again, and its words stay.

    Raises Refused without a reason, for a closing that a later one stands on and for one that was
    reopened before; BadInput without the name of who does it.
    """
    who = required(by, "who reopens the closing")
    reason = " ".join(why.split())
    kept = closing_by_id(unit.connection, closing_id)
    name = account_by_id(unit.connection, kept.account_id).name
    if not reason:
        raise Refused(f"Say why {name} through {kept.closed_through} is reopened.")
    require_newest(unit.connection, kept, name)
    note_reopened(unit, closing_id, who, on or date.today().isoformat(), reason)


# --- looking


def closings(connection: Connection, account_id: int) -> list[Closing]:
    """Return every closing of an account, in force or reopened, the newest days first."""
    return closings_of(connection, account_id)


def touched_filings(connection: Connection, closing_id: int) -> list[TouchedFiling]:
    """Return the finalised, filed and adopted reports that cover days of a closing."""
    kept = closing_by_id(connection, closing_id)
    account = account_by_id(connection, kept.account_id)
    return filings_over(connection, account, kept.closed_from, kept.closed_through)


def closing_items(connection: Connection, closing_id: int) -> list[ClosingItem]:
    """Return what explained a closing: what only the bank had, then what it had not been told."""
    return items_of_closing(connection, closing_id)
