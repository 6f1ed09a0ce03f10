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


def item_of(connection: Connection, entity_id: int, fec_id: str) -> int | None:
    """Return the item that an entity files under an id, given or generated; None without one."""
    given = tables.fec_id.c
    query = select(given.item_id).where(given.entity_id == entity_id, given.fec_id == fec_id)
    found = connection.execute(query).scalar() or _number(fec_id)
    if not found:
        return None
    column = tables.item.c
    there = select(column.id).where(column.id == found, column.entity_id == entity_id)
    return connection.execute(there).scalar()


def _number(fec_id: str) -> int:
    """Return the item number that a generated id was made of; 0 for an id that was not."""
    digits = fec_id.removeprefix(GENERATED_PREFIX)
    if digits == fec_id or not digits or set(digits) - set(_DIGITS):
        return 0
    return int(digits, 36)
