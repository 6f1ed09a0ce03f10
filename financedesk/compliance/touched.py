"""Whom the journal's newest acts were about: the cards that have to be judged again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from financedesk.book.history import Group, Recorded, changes_of, groups_since
from financedesk.ledger import tables

item, contact, link = tables.item, tables.contact, tables.person_link

_MOST_ACTS = 200
_MOST_CARDS = 2_000
# Their rows say what holds for everybody: rules, elections, accounts, who is whose affiliate.
_OF_ALL = frozenset({
    "account", "election", "entity", "entity_status", "limit_group_member", "registration",
    "rule_override",
})  # fmt: skip
_CARD_COLUMNS = ("card_id", "other_id", "person_id")


@dataclass(frozen=True, slots=True)
class Touched:
    """The cards that acts were about, with every card of their persons; or ``everything``."""

    cards: frozenset[int] = frozenset()
    everything: bool = False


_EVERYTHING = Touched(everything=True)


def touched_since(connection: Connection, group_id: int) -> Touched:
    """Return whom the acts after a group of the journal were about.

    Everything, where a file came in or went, where rules or accounts changed, or after many acts.
    """
    groups = groups_since(connection, group_id)
    if len(groups) > _MOST_ACTS or any(_is_large(one) for one in groups):
        return _EVERYTHING
    changes = [change for one in groups for change in changes_of(connection, one.id)]
    if any(change.table in _OF_ALL for change in changes):
        return _EVERYTHING
    named = set(_named(connection, changes))
    if len(named) > _MOST_CARDS:
        return _EVERYTHING
    return Touched(frozenset(_with_linked(connection, named)))


def _is_large(group: Group) -> bool:
    return group.batch_id is not None


def _named(connection: Connection, changes: Iterable[Recorded]) -> Iterator[int]:
    """Yield the cards that changed rows name now or named before, or that their entries name."""
    rows: dict[str, set[int]] = {"item": set(), "contact": set(), "person_link": set()}
    for change in changes:
        for side in (change.before, change.after):
            values = side or {}
            yield from (values[name] for name in _CARD_COLUMNS if values.get(name))
            if values.get("item_id"):
                rows["item"].add(values["item_id"])
        if change.table in rows:
            rows[change.table].add(change.id)
    for table in (item, contact, link):
        yield from _cards_in(connection, table, rows[table.name])


def _cards_in(connection: Connection, table: Table, ids: set[int]) -> Iterator[int]:
    query = select(table.c.card_id).where(table.c.id.in_(sorted(ids)), table.c.card_id.is_not(None))
    yield from connection.execute(query).scalars() if ids else ()


def _with_linked(connection: Connection, cards: set[int]) -> set[int]:
    """Return cards with all others of their persons: what one gives counts for all."""
    asked = sorted(cards)
    query = select(link.c.person_id).where(link.c.card_id.in_(asked))
    persons = cards | set(connection.execute(query).scalars())
    others = select(link.c.card_id).where(link.c.person_id.in_(sorted(persons)))
    return persons | set(connection.execute(others).scalars())
