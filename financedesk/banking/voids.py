"""Checks that were voided, beside the entries that took them back: no bank will tell of either.

Together they are nothing, and so they are neither outstanding nor in transit. A pair of which the
bank has one side is no such pair: then somebody was paid after all.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, FromClause, and_, select

from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow
from financedesk.rules.reconciling_evidence import Line

check, posting, part = tables.bank_check, tables.posting, tables.bank_match_posting


@dataclass(frozen=True, slots=True)
class VoidPair:
    """The posting of a voided check and the one that took it back, and what either moved."""

    paid: int
    back: int
    cents: int


def void_pairs(connection: Connection, account: AccountRow, until: str) -> tuple[VoidPair, ...]:
    """Return the voids of an account to a day of which the bank has neither side."""
    paid, back = tables.item.alias("paid"), tables.item.alias("back")
    out, again = posting.alias("out"), posting.alias("again")
    out_part, again_part = part.alias("out_part"), part.alias("again_part")
    query = (
        select(out.c.id, again.c.id, again.c.cents)
        .select_from(check)
        .join(paid, paid.c.id == check.c.item_id)
        .join(back, back.c.id == check.c.void_item_id)
        .join(out, _is_alone(out, paid))
        .join(again, _is_alone(again, back))
        .outerjoin(out_part, out_part.c.posting_id == out.c.id)
        .outerjoin(again_part, again_part.c.posting_id == again.c.id)
        .where(
            check.c.account_id == account.id, out.c.account_id == account.id,
            again.c.account_id == account.id, out.c.cents == -again.c.cents,
            out.c.posted_on <= until, again.c.posted_on <= until,
            out_part.c.id.is_(None), again_part.c.id.is_(None),
        )
    )  # fmt: skip
    return tuple(VoidPair(*row) for row in connection.execute(query))


def _is_alone(entry: FromClause, item: FromClause) -> ColumnElement[bool]:
    """Return the condition that a posting is an item's alone."""
    return and_(entry.c.transaction_id == item.c.transaction_id, entry.c.cents == item.c.cash_cents)


def settled(
    connection: Connection, account: AccountRow, until: str, lines: Iterable[Line]
) -> frozenset[int]:
    """Return the postings of voids about which nobody need be asked.

    While an open line of the bank has the amount of one, both sides stay to be matched with it.
    """
    told = {abs(one.cents) for one in lines}
    found = void_pairs(connection, account, until)
    return frozenset(
        key for one in found if abs(one.cents) not in told for key in (one.paid, one.back)
    )
