"""Which open entries of an account are on which deposit slip, so that a slip decides as a whole."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.deposit_lock import posting_of_item
from financedesk.rules.reconciling_evidence import Entry

deposit, part, posting, matched = (
    tables.deposit, tables.deposit_item, tables.posting, tables.bank_match_posting,
)  # fmt: skip


def with_slips(connection: Connection, account_id: int, entries: Iterable[Entry]) -> list[Entry]:
    """Return entries with the number of their slip, but for slips of which the bank has a part.

    The number of a giver's check is taken off these: the bank tells of the slip's sum alone.
    """
    numbers = _open_slips(connection, account_id)
    return [
        replace(one, deposit=numbers[one.key], check="") if one.key in numbers else one
        for one in entries
    ]


def _open_slips(connection: Connection, account_id: int) -> dict[int, int]:
    query = (
        select(posting.c.id, deposit.c.number, matched.c.id.label("match"))
        .select_from(deposit)
        .join(part, part.c.deposit_id == deposit.c.id)
        .join(tables.item, tables.item.c.id == part.c.item_id)
        .join(posting, posting_of_item())
        .outerjoin(matched, matched.c.posting_id == posting.c.id)
        .where(deposit.c.account_id == account_id)
    )
    rows = connection.execute(query).all()
    begun = {row.number for row in rows if row.match is not None}
    return {row.id: row.number for row in rows if row.number not in begun}
