"""The FEC's transaction ids: stable for ever, unique per filer over all its filings.

Ids that came from outside (entered, adopted) are rows of ``fec_id``. Any other item has the id
that follows from its number in the book, so that every draft and amendment names it alike.
"""

from collections.abc import Collection

from sqlalchemy import Connection, select

from financedesk.errors import BadInput, NotFound
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


def find_entry(connection: Connection, text: str, entity_ids: Collection[int]) -> tuple[int, int]:
    """Return the entry that a text names, by its number or transaction id, and whose it is.

    Raises NotFound where none of these entities has it, and BadInput where two file the same id.
    """
    wanted, column = text.strip().upper(), tables.item.c
    if wanted.isascii() and wanted.isdigit():
        query = select(column.entity_id).where(
            column.id == int(wanted), column.entity_id.in_(entity_ids)
        )
        owner = connection.execute(query).scalar()
        found = [] if owner is None else [(int(wanted), int(owner))]
    else:
        named = ((item_of(connection, one, wanted), one) for one in sorted(entity_ids))
        found = [(item_id, owner) for item_id, owner in named if item_id is not None]
    if not found:
        raise NotFound(f"There is no entry {text!r} in this book that you may see.")
    if len(found) > 1:
        raise BadInput(f"Several entities file an entry {text!r}; give the entry's number.")
    return found[0]


def _number(fec_id: str) -> int:
    """Return the item number that a generated id was made of; 0 for an id that was not."""
    digits = fec_id.removeprefix(GENERATED_PREFIX)
    if digits == fec_id or not digits or set(digits) - set(_DIGITS):
        return 0
    return int(digits, 36)
