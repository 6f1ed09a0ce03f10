"""Entries of few kinds, found without a walk through all the others."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, or_, select, tuple_

from financedesk.compliance.facts import Facts
from financedesk.ledger import tables

item, day_total = tables.item, tables.day_total


def of_kinds(facts: Facts, kinds: Collection[str]) -> ColumnElement[bool]:
    """Return the condition of entries of some kinds, of which a book has few beside its gifts.

    The sums by day say on which days there are any, so that no other entry is read.
    """
    if facts.cards is not None:
        return item.c.kind.in_(kinds)
    return item.c.id.in_(ids_of_kinds(facts, kinds))


def has_kinds(facts: Facts, kinds: Collection[str]) -> bool:
    """Tell whether the entities have any entry of some kinds, by the sums by day."""
    query = select(day_total.c.kind).where(
        day_total.c.entity_id.in_(facts.ids), day_total.c.kind.in_(kinds)
    )
    return facts.connection.execute(query.limit(1)).first() is not None


def ids_of_kinds(facts: Facts, kinds: Collection[str]) -> Select[tuple[int]]:
    """Return the query of the numbers of such entries; no memo entry is among them."""
    one = item.alias("of_kind")
    days = select(day_total.c.entity_id, day_total.c.day, day_total.c.kind).where(
        day_total.c.entity_id.in_(facts.ids), day_total.c.kind.in_(kinds)
    )
    return select(one.c.id).where(
        one.c.kind.in_(kinds), one.c.memo == 0,
        tuple_(one.c.entity_id, one.c.item_date, one.c.kind).in_(days),
    )  # fmt: skip


def says_any(column: ColumnElement[str], *words: str) -> ColumnElement[bool]:
    """Return the condition that a text has one of some words in it."""
    return or_(*(column.ilike(f"%{word}%") for word in words))
