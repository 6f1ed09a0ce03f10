"""Whom and what the journal's newest acts were about: what has to be judged again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from financedesk.book.history import Group, Recorded, chains_of, changes_of, groups_since
from financedesk.book.journal import Change
from financedesk.book.schema import metadata
from financedesk.ledger import tables
from financedesk.ledger.tables_bodies import CLASS_ROLES

item, link = tables.item, tables.person_link

_MOST_ACTS = 200
_MOST_CARDS = 2_000
# Their rows say what holds for everybody: rules, elections, accounts, who is whose affiliate.
OF_ALL = frozenset({
    "account", "election", "entity", "entity_status", "limit_group_member", "registration",
    "rule_override",
})  # fmt: skip
"""Tables after whose change everything is judged again."""
_CARD_COLUMNS = ("card_id", "other_id", "person_id")
# What an entry gives back, names the payee behind or corrects is another entry, of a card as well.
_ITEM_COLUMNS = ("item_id", "parent_id", "applies_to_id", "corrects_id")
_COLUMNS = (*_CARD_COLUMNS, *_ITEM_COLUMNS)


@dataclass(frozen=True, slots=True)
class Touched:
    """What acts were about, or ``everything``.

    ``cards`` are those that they name, with every card of their persons; ``tables`` those of which
    rows changed, ``entities`` those in whose books it was: 0 for what the organisation shares.
    """

    cards: frozenset[int] = frozenset()
    tables: frozenset[str] = frozenset()
    entities: frozenset[int] = frozenset()
    everything: bool = False


_EVERYTHING = Touched(everything=True)


def touched_since(connection: Connection, group_id: int) -> Touched:
    """Return what the acts after a group of the journal were about.

    Everything, where a file came in or went, where rules or accounts changed, or after many acts.
    """
    groups = groups_since(connection, group_id)
    if len(groups) > _MOST_ACTS or any(_is_large(one) for one in groups):
        return _EVERYTHING
    changes = [change for one in groups for change in changes_of(connection, one.id)]
    entities = {chain for one in groups for chain in chains_of(connection, one.id)}
    return touched_by(connection, changes, entities)


def touched_by(
    connection: Connection, changes: Iterable[Recorded | Change], entities: Iterable[int]
) -> Touched:
    """Return what some changes in the books of entities were about."""
    changes = tuple(changes)
    changed = frozenset(change.table for change in changes)
    if any(change.table in OF_ALL and not _is_a_class(change) for change in changes):
        return _EVERYTHING
    named = set(_named(connection, changes))
    if len(named) > _MOST_CARDS:
        return _EVERYTHING
    cards = frozenset(_with_linked(connection, named)) if named else frozenset()
    return Touched(cards, changed, frozenset(entities))


def _is_a_class(change: Recorded | Change) -> bool:
    """Tell whether a change is a new account for one side of entries, made with its first."""
    made = change.after or {}
    return change.table == "account" and change.before is None and made["role"] in CLASS_ROLES


def _is_large(group: Group) -> bool:
    return group.batch_id is not None


def _named(connection: Connection, changes: Iterable[Recorded | Change]) -> Iterator[int]:
    """Yield the cards that changed rows name now or named before, or that their entries name.

    A change of a row names only what differs: who it is about is asked of the row as it stands.
    """
    rows: dict[str, set[int]] = defaultdict(set)
    items: set[int] = set()
    for change in changes:
        rows[change.table].add(change.id)
        for side in (change.before, change.after):
            yield from _cards_of(side or {}, items)
    for name, ids in rows.items():
        for row in _standing(connection, metadata.tables[name], ids):
            yield from _cards_of(row, items)
    items |= rows["item"] | set(_in_acts(connection, rows["transaction"]))
    yield from _givers(connection, items)


def _cards_of(row: Mapping[str, int | None], items: set[int]) -> Iterator[int]:
    """Yield the cards that a row names, and add the entries that it names."""
    items.update(filter(None, (row.get(name) for name in _ITEM_COLUMNS)))
    yield from filter(None, (row.get(name) for name in _CARD_COLUMNS))


def _standing(connection: Connection, table: Table, ids: set[int]) -> Iterator[Mapping[str, int]]:
    columns = [table.c[name] for name in _COLUMNS if name in table.c]
    if columns:
        query = select(*columns).where(table.c.id.in_(sorted(ids)))
        for row in connection.execute(query).mappings():
            yield {str(name): value for name, value in row.items()}


def _in_acts(connection: Connection, ids: set[int]) -> Iterable[int]:
    """Return the entries of acts, whose words say how they were paid."""
    query = select(item.c.id).where(item.c.transaction_id.in_(sorted(ids))).limit(_MOST_CARDS + 1)
    return connection.execute(query).scalars() if ids else ()


def _givers(connection: Connection, ids: set[int]) -> Iterable[int]:
    query = select(item.c.card_id).where(item.c.id.in_(sorted(ids)), item.c.card_id.is_not(None))
    return connection.execute(query).scalars() if ids else ()


def _with_linked(connection: Connection, cards: set[int]) -> set[int]:
    """Return cards with all others of their persons: what one gives counts for all."""
    asked = sorted(cards)
    query = select(link.c.person_id).where(link.c.card_id.in_(asked))
    persons = cards | set(connection.execute(query).scalars())
    others = select(link.c.card_id).where(link.c.person_id.in_(sorted(persons)))
    return persons | set(connection.execute(others).scalars())
