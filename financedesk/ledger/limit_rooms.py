"""Everybody's rooms at once: what each giver used of each allowance, and what is left of it.

The same figures as ``limits.rooms_of_person`` gives for one person, from one sum over the
attributions and the limits of the windows that were used. Nothing is kept: a room is always what
the entries say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, text

from financedesk.ledger import tables
from financedesk.ledger.limit_allowances import Level, limit_levels
from financedesk.ledger.limit_bodies import BodyRoom, body_rooms
from financedesk.ledger.limit_mixed import own_figures
from financedesk.rules.parties import giver_of_contact

contact = tables.contact
_PERSON, _OWN, _AT_ONCE = "individual", "", 5_000


class PersonRoom(NamedTuple):
    """What one giver used of one allowance in one window; amounts in cents, net of refunds.

    ``allowed_cents`` is None where the law sets this giver no amount. ``left_cents`` is negative
    when more was given than allowed. Own committees that count as one giver have one room, under
    the first of the numbers that their gifts stand under.
    """

    person_id: int
    limit_group: str
    window: str
    used_cents: int
    allowed_cents: int | None
    left_cents: int | None


def all_rooms(connection: Connection, on: date) -> Iterator[PersonRoom]:
    """Yield the room of every giver, allowance and window in which something was given.

    ``on`` is the day whose status of a committee counts. Where affiliates share an allowance of
    different sizes (a party and a PAC under common control) there is a room for each size of those
    whom the giver gave to, measured as each of them is: by its own figure against what all of them
    received. Organisations of which
    no more is known are measured as a person is.
    """
    bodies = body_rooms(connection, on=on)
    # Own committees are left out of the sum by person: they have no class in it.
    classes = {**_classes(connection), **dict.fromkeys(bodies.person_ids, _OWN)}
    levels = limit_levels(connection, None, {_PERSON, *classes.values()} - {_OWN})
    nothing: _Amounts = {}
    allowed = {giver: _amounts(found) for giver, found in levels.items()} | {_OWN: nothing}
    ordinary = allowed[_PERSON]
    given_to = _sizes_used(connection, levels)
    for person, group, window, used in _used(connection):
        amounts = allowed[classes[person]] if person in classes else ordinary
        if amounts is nothing:
            continue
        sizes = amounts.get((group, window), _NONE)
        if len(sizes) > 1:
            sizes = tuple(one for one in sizes if one in given_to[person, group, window]) or _NONE
        for cents in sizes:
            left = None if cents is None else cents - used
            yield PersonRoom(person, group, window, used, cents, left)
    yield from map(_of_bodies, bodies.rooms)


def _of_bodies(one: BodyRoom) -> PersonRoom:
    used, cents = one.used_cents, one.allowed_cents
    left = None if cents is None else cents - used
    return PersonRoom(one.person_ids[0], one.limit_group, one.window, used, cents, left)


_Amounts = Mapping[tuple[str, str], tuple[int | None, ...]]
_NONE: tuple[int | None, ...] = (None,)
# Told not to follow the index over people, a database reads each row once, in the order they are.
_USED = text(
    """
    SELECT person_id, limit_group, "window", SUM(cents) FROM attribution
    GROUP BY +person_id, limit_group, "window"
    """
)
_TAKERS = text(
    """
    SELECT DISTINCT person_id, limit_group, "window", entity_id FROM attribution
    WHERE limit_group IN :groups
    """
).bindparams(bindparam("groups", expanding=True))


def _used(connection: Connection) -> Iterator[tuple[int, str, str, int]]:
    result = connection.execution_options(yield_per=_AT_ONCE).execute(_USED)
    for rows in result.partitions(_AT_ONCE):
        for person, group, window, cents in rows:
            yield person, group, window, int(cents)


def _sizes_used(
    connection: Connection, levels: Mapping[str, Iterable[Level]]
) -> dict[tuple[int, str, str], set[int]]:
    """Return the figures of those whom a giver gave to, where takers of an allowance differ."""
    figures = [own_figures(found) for found in levels.values()]
    groups = sorted({group for one in figures for group, _ in one})
    found: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    rows = connection.execute(_TAKERS, {"groups": groups}) if groups else ()
    for person, group, window, taker in rows:
        for own in figures:
            if taker in own.get((group, window), ()):
                found[person, group, window].add(own[group, window][taker])
    return found


def _amounts(levels: Iterable[Level]) -> _Amounts:
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for group, window, _entity, cents in levels:
        found[group, window].add(cents)
    return {place: tuple(sorted(amounts)) for place, amounts in found.items()}


def _classes(connection: Connection) -> dict[int, str]:
    """Return the classes of all givers that are no natural persons, by their card."""
    column = contact.c
    others = select(column.card_id).where(column.type != "IND")
    query = select(column.card_id, column.type).where(column.card_id.in_(others))
    newest = {row.card_id: row.type for row in connection.execute(query.order_by(column.id))}
    found = {card: giver_of_contact(type_) for card, type_ in newest.items()}
    return {card: _PERSON if giver == "corporation" else giver for card, giver in found.items()}
