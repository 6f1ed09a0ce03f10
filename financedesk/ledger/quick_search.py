"""What a few typed letters or figures mean anywhere in the desk: people and entries at once.

The window's search asks here from every page; a register's own filter is ``register_search``.
"""

import re
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.contact_search import KnownContact, find_contacts
from financedesk.ledger.register import RegisterQuery, RegisterRow, register_ids, register_rows
from financedesk.rules.money import parse_cents

item, transaction = tables.item, tables.transaction

_SHORTEST = 2
_NUMBER = re.compile(r"(?:check|ck|no\.?|#)?\s*#?\s*(\d{3,})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A card of one entity that a text means."""

    entity_id: int
    entity_code: str
    known: KnownContact


@dataclass(frozen=True, slots=True)
class QuickFinds:
    """What a text found: people by name, entries by amount or check number; amounts in cents."""

    people: tuple[FoundPerson, ...] = ()
    entries: tuple[RegisterRow, ...] = ()


def quick_search(
    connection: Connection, entity_ids: tuple[int, ...], text: str, *, limit: int = 6
) -> QuickFinds:
    """Return the first people and the newest entries of these entities that a text means.

    A name or town finds people. An amount finds the entries of that amount, three figures and
    more those whose check has that number; the number is looked for in what the entry says
    about how the money came ("Check 1042").
    """
    wanted = text.strip()
    if len(wanted) < _SHORTEST or not entity_ids:
        return QuickFinds()
    return QuickFinds(
        tuple(_people(connection, entity_ids, wanted, limit)),
        tuple(_entries(connection, entity_ids, wanted, limit)),
    )


def knows_anybody(connection: Connection, entity_ids: tuple[int, ...]) -> bool:
    """Tell whether these entities have any person or organisation on their cards."""
    anybody = select(tables.contact.c.id).where(tables.contact.c.entity_id.in_(entity_ids)).limit(1)
    return connection.execute(anybody).first() is not None


def _people(
    connection: Connection, entity_ids: tuple[int, ...], text: str, limit: int
) -> list[FoundPerson]:
    if not any(letter.isalpha() for letter in text):
        return []
    codes = _codes(connection, entity_ids)
    found = [
        FoundPerson(entity_id, codes[entity_id], known)
        for entity_id in codes
        for known in find_contacts(connection, entity_id, text, limit=limit)
    ]
    return sorted(found, key=lambda one: one.known.contact.display_name)[:limit]


def _codes(connection: Connection, entity_ids: tuple[int, ...]) -> dict[int, str]:
    column = tables.entity.c
    query = select(column.id, column.code).where(column.id.in_(entity_ids)).order_by(column.id)
    return {row.id: row.code for row in connection.execute(query)}


def _entries(
    connection: Connection, entity_ids: tuple[int, ...], text: str, limit: int
) -> list[RegisterRow]:
    ids: list[int] = []
    if _is_amount(text):
        query = RegisterQuery(entity_ids=entity_ids, text=text, kind_group="all")
        ids += register_ids(connection, query, limit=limit)
    if number := _NUMBER.fullmatch(text):
        ids += _by_check(connection, entity_ids, number[1], limit)
    return register_rows(connection, list(dict.fromkeys(ids))[:limit])


def _is_amount(text: str) -> bool:
    try:
        return parse_cents(text) != 0
    except BadInput:
        return False


def _by_check(
    connection: Connection, entity_ids: tuple[int, ...], number: str, limit: int
) -> list[int]:
    """Return the newest items whose transaction names this number as its last word."""
    said = func.lower(transaction.c.description)
    spellings = {
        f"{word} {mark}{number}" for word in ("check", "ck", "cheque") for mark in ("", "#")
    }
    query = (
        select(item.c.id)
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .where(item.c.entity_id.in_(entity_ids), said.in_(spellings | {number, f"#{number}"}))
        .order_by(item.c.item_date.desc(), item.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(query).scalars())
