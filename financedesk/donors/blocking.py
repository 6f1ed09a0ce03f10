"""Which cards of one entity are worth comparing: those that have a key in common.

Every card with every other would be too many. Each key leaves something of a name or an address
out, so that a slip of the pen hides two cards from one key and not from all. The database groups;
cards that have no key in common with another never leave it.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from financedesk.ledger import tables

COMPARED_TYPES = ("IND", "ORG")
"""Committees and candidates are known by their numbers."""
MOST_ALIKE = 150
"""So many cards with one key are compared; more are no household but a town or a large employer."""

contact = tables.contact
_Key = Callable[[str], tuple[ColumnElement[Any], ColumnElement[bool]]]


def candidate_pairs(connection: Connection, entity_id: int) -> Iterator[set[tuple[int, int]]]:
    """Yield, key by key, pairs of an entity's cards, the lower number first."""
    for key in KEYS:
        words, there = key(connection.dialect.name)
        found: set[tuple[int, int]] = set()
        for _, rows in groupby(_alike(connection, entity_id, words, there), itemgetter(0)):
            found.update(combinations([card for _, card in rows], 2))
        yield found


def _alike(
    connection: Connection, entity_id: int, words: ColumnElement[Any], there: ColumnElement[bool]
) -> Iterable[tuple[Any, int]]:
    """Return (key, card) of the cards that share a key with some others, in order."""
    column = contact.c
    cards = (
        select(words.label("key"), column.card_id)
        .where(column.entity_id == entity_id, column.type.in_(COMPARED_TYPES), there)
        .distinct()
        .subquery()
    )
    shared = (
        select(cards.c.key)
        .group_by(cards.c.key)
        .having(func.count().between(2, MOST_ALIKE))
    )  # fmt: skip
    query = (
        select(cards.c.key, cards.c.card_id)
        .where(cards.c.key.in_(shared))
        .order_by(cards.c.key, cards.c.card_id)
    )
    return ((key, card) for key, card in connection.execute(query))


# --- keys: what two cards have in common, and when there is such a thing


def _zip() -> ColumnElement[str]:
    """Return five figures, also where the 0 before four of them was lost."""
    given = func.replace(contact.c.zip, " ", "")
    return case((func.length(given) == 4, func.concat("0", given)), else_=func.substr(given, 1, 5))


def _email(dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    known = contact.c.match_email
    place = func.instr if dialect == "sqlite" else func.strpos
    return func.substr(known, 1, place(known, "|") - 1), known.is_not(None)


def _phone(_dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    figures: ColumnElement[Any] = contact.c.phone
    for mark in " -().+":
        figures = func.replace(figures, mark, "")
    long = func.length(figures) > 10
    figures = case((long, func.substr(figures, func.length(figures) - 9)), else_=figures)
    return figures, contact.c.phone.is_not(None)


def _zip_and_last_name(_dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    key = func.concat(_zip(), " ", func.substr(contact.c.search_name, 1, 4))
    return key, contact.c.zip.is_not(None)


def _town_and_last_name(_dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    key = func.concat(func.lower(contact.c.city), " ", func.substr(contact.c.search_name, 1, 5))
    return key, and_(contact.c.zip.is_(None), contact.c.city.is_not(None))


def _email_begins(_dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    return func.substr(contact.c.match_email, 1, 9), contact.c.match_email.is_not(None)


def _zip_and_first_name(_dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    column = contact.c
    key = func.concat(_zip(), " ", func.substr(func.lower(column.first_name), 1, 4))
    return key, and_(column.zip.is_not(None), column.first_name.is_not(None))


def _zip_and_street(_dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    column = contact.c
    key = func.concat(_zip(), " ", func.substr(func.lower(column.street_1), 1, 6))
    return key, and_(column.zip.is_not(None), column.street_1.is_not(None))


def _street_and_name(_dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    column = contact.c
    street = func.substr(func.lower(column.street_1), 1, 8)
    return func.concat(street, " ", func.substr(column.search_name, 1, 3)), and_(
        column.street_1.is_not(None), column.search_name != ""
    )


def _state_and_name(_dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    """Return what somebody who moved within a state keeps; to be one, more must agree."""
    column = contact.c
    return func.concat(column.state, " ", _names()), column.first_name.is_not(None)


def _names() -> ColumnElement[str]:
    """Return both names, whichever stands first; a second given name is left out by its length."""
    first, last = func.lower(contact.c.first_name), func.lower(contact.c.last_name)
    return case((first < last, func.concat(first, " ", last)), else_=func.concat(last, " ", first))


def _employer_and_name(_dialect: str) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    column = contact.c
    work = func.substr(func.lower(column.employer), 1, 8)
    return func.concat(work, " ", func.substr(column.search_name, 1, 5)), and_(
        column.employer.is_not(None), column.last_name.is_not(None)
    )


KEYS: tuple[_Key, ...] = (
    _email, _email_begins, _phone, _town_and_last_name, _zip_and_last_name, _zip_and_first_name,
    _zip_and_street, _street_and_name, _state_and_name, _employer_and_name,
)  # fmt: skip
