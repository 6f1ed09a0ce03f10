"""Search as you type: what a few letters or figures of a register's search field mean.

Ordered ranges on indexed columns answer from the first letter on; a scan over names serves only
when a beginning finds too few (a first name, the middle of a company's name).
"""

import sys

from sqlalchemy import Column, ColumnElement, Connection, Select, and_, or_, select, union

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.names import folded
from financedesk.rules.money import parse_cents

contact, item = tables.contact, tables.item

_FEW = 50
_SHORTEST_PART = 3
_ESCAPE = "\\"
_FIRST_HALF, _LAST_HALF = 0xD800, 0xDFFF


def matching(connection: Connection, entity_ids: tuple[int, ...], text: str) -> ColumnElement[bool]:
    """Return the condition that an item of these entities is meant by a text.

    An amount finds that amount, in or out. Anything else finds names and cities that begin with
    it, and names that contain it when few begin so.
    """
    cents = _amount(text)
    if cents is not None:
        return and_(item.c.entity_id.in_(entity_ids), item.c.amount_cents.in_({cents, -cents}))
    return item.c.card_id.in_(cards_matching(connection, entity_ids, text))


def _amount(text: str) -> int | None:
    try:
        return parse_cents(text)
    except BadInput:
        return None


def cards_matching(
    connection: Connection, entity_ids: tuple[int, ...], text: str
) -> Select[tuple[int]]:
    """Return the query for the cards whose name or city a text means, as ``matching`` does."""
    name = folded(text)
    ours = contact.c.entity_id.in_(entity_ids)
    begins = or_(*(_begins(contact.c.search_name, start) for start in _name_starts(name)))
    names = select(contact.c.card_id).where(ours, begins)
    if len(name) >= _SHORTEST_PART and _finds_few(connection, names):
        names = select(contact.c.card_id).where(ours, _contains(name))
    cities = [
        select(contact.c.card_id).where(ours, _begins(contact.c.city, start))
        for start in _spellings(text.strip())
    ]
    found = union(names, *cities).subquery()
    return select(found.c.card_id)


def _name_starts(name: str) -> tuple[str, ...]:
    """Return what a name in the register's order may begin with: ``ana ruiz`` is ``ruiz ana``."""
    first, _, last = name.rpartition(" ")
    return (name, f"{last} {first}") if first else (name,)


def _spellings(city: str) -> tuple[str, ...]:
    """Return a city as typed, as on an envelope and in capitals: files bring all three."""
    return tuple(dict.fromkeys((city, city.title(), city.upper())))


def _begins(column: Column[str], start: str) -> ColumnElement[bool]:
    # A range and not LIKE: a pattern would leave the index unused on one of the databases.
    if not start:
        return column.is_not(None)
    return and_(column >= start, column < start[:-1] + _next(start[-1]))


def _next(letter: str) -> str:
    """Return the character after this one; the numbers of half characters are stepped over."""
    following = ord(letter) + 1
    if _FIRST_HALF <= following <= _LAST_HALF:
        return chr(_LAST_HALF + 1)
    return chr(min(following, sys.maxunicode))


def _contains(name: str) -> ColumnElement[bool]:
    """Return the condition that a name holds each of these words somewhere, in any order."""
    return and_(
        *(contact.c.search_name.like(_pattern(word), escape=_ESCAPE) for word in name.split())
    )


def _pattern(word: str) -> str:
    plain = word.replace(_ESCAPE, _ESCAPE * 2).replace("%", r"\%").replace("_", r"\_")
    return f"%{plain}%"


def _finds_few(connection: Connection, cards: Select[tuple[int]]) -> bool:
    return len(connection.execute(cards.limit(_FEW)).all()) < _FEW
