"""The FEC's transaction ids: stable for ever, unique per filer over all its filings.

Ids that came from outside (entered, adopted) are rows of ``fec_id``. Any other item has the id
that follows from its number in the book, so that every draft and amendment names it alike.
"""

from sqlalchemy import Connection, select

from financedesk.ledger import tables

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GENERATED_PREFIX = "FD"


def generated(item_id: int) -> str:
    """Return the id of an item that was given none: at most 15 upper-case characters."""
    number, text = item_id, ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return GENERATED_PREFIX + text


def ids_of(connection: Connection, item_ids: list[int]) -> dict[int, str]:
    """Return the ids of these items, given or generated."""
    column = tables.fec_id.c
    query = select(column.item_id, column.fec_id).where(column.item_id.in_(item_ids))
    given = {row.item_id: row.fec_id for row in connection.execute(query)}
    return {item_id: given.get(item_id) or generated(item_id) for item_id in item_ids}
