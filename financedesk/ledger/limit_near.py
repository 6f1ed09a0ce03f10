"""Who is near a limit or above it: a register of rooms, from one sum over who gave much.

A room is a person, an allowance and its window. It is told to whoever sees an entity that the
person gave to; what affiliates took is counted in, as the law counts it, and nothing else is told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, select, text

from financedesk.ledger import tables
from financedesk.ledger.contacts import contact_from_row
from financedesk.ledger.limit_allowances import Level, limit_levels
from financedesk.ledger.limit_bodies import BodyRoom, Given, body_rooms
from financedesk.ledger.limit_doubles import doubles
from financedesk.ledger.limit_mixed import mixed_uses
from financedesk.ledger.limit_totals import uses_from
from financedesk.ledger.register_search import cards_matching
from financedesk.rules.parties import giver_of_contact
from financedesk.rules.windows import CAMPAIGN, election_words, is_election_code

contact = tables.contact

NEAR_PERCENT = 80
"""From which share of a limit on somebody is near it."""

State = Literal["", "near", "over", "double"]
Order = Literal["share", "name", "used", "left", "over", "window"]
_TYPES = ("IND", "CAN", "ORG", "COM", "PAC", "PTY", "CCM")


@dataclass(frozen=True, slots=True, kw_only=True)
class NearQuery:
    """What is asked: rooms of these entities, as they stand; ``today`` tells what is over.

    ``window`` is one window's key, or "now" for the year and the elections that are not over.
    """

    entity_ids: tuple[int, ...]
    today: date
    text: str = ""
    state: State = ""
    window: str = ""
    order: Order = "share"
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRoom:
    """One room that is nearly used up or overdrawn; amounts in cents, net of refunds.

    ``id`` is the first item of the room in the entities asked about; ``shared`` says that others
    use the same allowance, ``affiliated`` that several own committees gave it, which are one giver
    in law (52 U.S.C. 30116(a)(5)). With ``cards`` it is no room yet: those cards may be one
    person's, who would be above the limit; the id is negative then. ``most_cents`` is what takers
    with this limit keep, where others share the allowance by another one.
    """

    id: int
    person_id: int
    limit_group: str
    window: str
    used_cents: int
    allowed_cents: int
    card_id: int
    entity_id: int
    search_name: str
    shared: bool
    affiliated: bool = False
    cards: tuple[int, ...] = ()
    most_cents: int | None = None

    @property
    def left_cents(self) -> int:
        """What may still be given; negative when more was given than allowed."""
        return self.allowed_cents - self.used_cents

    @property
    def over_cents(self) -> int:
        """What is kept above the limit."""
        above = max(0, -self.left_cents)
        return above if self.most_cents is None else min(above, self.most_cents)

    @property
    def share(self) -> int:
        """What is used of the limit, in thousandths."""
        return self.used_cents * 1000 // max(1, self.allowed_cents)

    @property
    def window_words(self) -> str:
        """The window in words: ``2026``, ``primary 2026``."""
        return election_words(self.window)


def near_rooms(connection: Connection, asked: NearQuery) -> tuple[NearRoom, ...]:
    """Return the rooms that are used to 80 % or more, in the order asked for, and possible ones.

    A possible one is what cards that may be one person's come to together above a limit.
    Where affiliates share an allowance of different sizes the tightest bound speaks.
    """
    if not asked.entity_ids:
        return ()
    levels = _levels(connection, asked)
    found: dict[int, NearRoom] = {}
    bodies = body_rooms(connection)
    rows = _rows(connection, levels, asked.entity_ids)
    near = [_room(row) for row in rows if row.person_id not in bodies.person_ids]
    near += _mixed(connection, levels, asked, bodies.person_ids)
    for one in [*near, *_of_bodies(connection, bodies.rooms, asked)]:
        before = found.get(one.id)
        if before is None or one.share > before.share:
            found[one.id] = one
    every = [*found.values(), *_doubles(connection, asked)]
    rooms = _searched(connection, _in_state(every, asked.state), asked)
    return tuple(sorted(rooms, key=_ORDERS[asked.order], reverse=asked.descending))


def near_windows(connection: Connection, entity_ids: Sequence[int]) -> tuple[str, ...]:
    """Return the windows that givers of these entities have used, the newest first."""
    column = tables.limit_use.c
    query = select(column.window).where(column.entity_id.in_(entity_ids)).distinct()
    keys = connection.execute(query).scalars()
    return tuple(sorted(keys, key=lambda key: (key[-4:], key), reverse=True))


def near_names(connection: Connection, cards: Iterable[int]) -> Mapping[int, str]:
    """Return the newest names of cards, for the rows in view."""
    newest = (
        select(func.max(contact.c.id))
        .where(contact.c.card_id.in_(list(cards)))
        .group_by(contact.c.card_id)
    )
    rows = connection.execute(select(contact).where(contact.c.id.in_(newest))).mappings()
    return {row["card_id"]: contact_from_row(dict(row)).display_name for row in rows}


_ORDERS: Mapping[Order, Any] = {
    "share": lambda one: (one.share, one.used_cents, one.id),
    "name": lambda one: (one.search_name, one.window),
    "used": lambda one: (one.used_cents, one.id),
    "left": lambda one: (one.left_cents, one.id),
    "over": lambda one: (one.over_cents, one.share, one.id),
    "window": lambda one: (one.window[-4:], one.window, one.share),
}


def _class_of(contact_type: str) -> str:
    # An organisation of which no more is known is measured as a person is, as for excesses.
    found = giver_of_contact(contact_type)
    return "individual" if found == "corporation" else found


_CLASS = " ".join(f"WHEN '{one}' THEN '{_class_of(one)}'" for one in _TYPES)
_LEVEL = (
    "(CAST(:giver{0} AS TEXT), CAST(:group{0} AS TEXT), CAST(:window{0} AS TEXT),"
    " CAST(:entity{0} AS BIGINT), CAST(:cents{0} AS BIGINT))"
)
_NEAR = f"""
WITH level (giver, limit_group, "window", entity_id, cents) AS (VALUES {{levels}}),
bound AS (SELECT DISTINCT limit_group, "window", entity_id, cents FROM level),
used AS (
    SELECT a.person_id, a.limit_group, a."window", b.cents AS allowed, SUM(a.used_cents) AS used,
        MIN(CASE WHEN a.entity_id IN ({{scope}}) THEN a.first_id END) AS id
    FROM {{uses}} a JOIN bound b ON b.limit_group = a.limit_group
        AND b."window" = a."window" AND b.entity_id = a.entity_id
    GROUP BY a.person_id, a.limit_group, a."window", b.cents
    HAVING SUM(a.used_cents) * 100 >= b.cents * {NEAR_PERCENT}
        AND MIN(CASE WHEN a.entity_id IN ({{scope}}) THEN a.first_id END) IS NOT NULL)
SELECT u.id, u.person_id, u.limit_group, u."window", u.allowed, u.used, i.card_id, i.entity_id,
    c.search_name,
    (SELECT COUNT(DISTINCT o.entity_id) FROM bound o WHERE o.limit_group = u.limit_group) AS sharing
FROM used u JOIN item i ON i.id = u.id
JOIN contact c ON c.id = (SELECT MAX(v.id) FROM contact v WHERE v.card_id = i.card_id)
WHERE EXISTS (SELECT 1 FROM level l WHERE l.giver = CASE c.type {_CLASS} ELSE 'individual' END
    AND l.limit_group = u.limit_group AND l."window" = u."window" AND l.cents = u.allowed)
"""  # noqa: S608 - only constants of this module and numbers are put together


def _levels(connection: Connection, asked: NearQuery) -> list[tuple[str, Level]]:
    """Return the levels of every allowance that an entity asked about takes part in."""
    by_giver = limit_levels(connection, None, {_class_of(one) for one in _TYPES})
    mine = {
        level.limit_group
        for levels in by_giver.values()
        for level in levels
        if level.entity_id in asked.entity_ids
    }
    return [
        (giver, level)
        for giver, levels in by_giver.items()
        for level in levels
        if level.limit_group in mine and _is_wanted(level.window, asked)
    ]


def _is_wanted(window: str, asked: NearQuery) -> bool:
    if asked.window != "now":
        return asked.window in ("", window)
    if is_election_code(window) or window.startswith(CAMPAIGN):
        return int(window[-4:]) >= asked.today.year
    return window == str(asked.today.year)


def _rows(
    connection: Connection, levels: Sequence[tuple[str, Level]], scope: Sequence[int]
) -> list[Row[Any]]:
    if not levels:
        return []
    names: dict[str, object] = {}
    for number, (giver, level) in enumerate(levels):
        names |= {
            f"giver{number}": giver,
            f"group{number}": level.limit_group,
            f"window{number}": level.window,
            f"entity{number}": level.entity_id,
            f"cents{number}": level.cents,
        }
    values = ", ".join(map(_LEVEL.format, range(len(levels))))
    # Whoever has used so much has given at least as much.
    least = min(level.cents for _, level in levels) * NEAR_PERCENT // 100
    own = ", ".join(str(int(one)) for one in scope)
    query = _NEAR.format(levels=values, scope=own, uses=uses_from(least))
    return list(connection.execute(text(query), names))


def _room(row: Row[Any]) -> NearRoom:
    return NearRoom(
        id=row.id,
        person_id=row.person_id,
        limit_group=row.limit_group,
        window=row.window,
        used_cents=int(row.used),
        allowed_cents=row.allowed,
        card_id=row.card_id,
        entity_id=row.entity_id,
        search_name=row.search_name,
        shared=row.sharing > 1,
    )


# --- takers of different size


def _mixed(
    connection: Connection,
    levels: Sequence[tuple[str, Level]],
    asked: NearQuery,
    bodies: Collection[int],
) -> Iterator[NearRoom]:
    """Yield rooms by the smaller figure of an allowance that takers of two sizes share."""
    by_class: dict[str, list[Level]] = defaultdict(list)
    for giver, level in levels:
        by_class[giver].append(level)
    for giver, found in by_class.items():
        for one in mixed_uses(connection, found):
            seen = [
                first for taker, first in one.first_ids.items() if taker in asked.entity_ids
            ]  # fmt: skip
            near = one.used_cents * 100 >= one.allowed_cents * NEAR_PERCENT
            if not seen or not near or one.person_id in bodies:
                continue
            who = _who(connection, min(seen))
            if _class_of(who.type) == giver:
                yield NearRoom(
                    id=min(seen), person_id=one.person_id, limit_group=one.limit_group,
                    window=one.window, used_cents=one.used_cents, allowed_cents=one.allowed_cents,
                    card_id=who.card_id, entity_id=who.entity_id, search_name=who.search_name,
                    shared=True, most_cents=one.most_cents,
                )  # fmt: skip


def _who(connection: Connection, item_id: int) -> Row[Any]:
    """Return the card of a gift: its newest type and name, and who received it."""
    item = tables.item.c
    query: Select[Any] = (
        select(contact.c.card_id, contact.c.search_name, contact.c.type, item.entity_id)
        .join(tables.item, item.card_id == contact.c.card_id)
        .where(item.id == item_id)
        .order_by(contact.c.id.desc())
    )
    return connection.execute(query.limit(1)).one()


# --- own committees


def _of_bodies(
    connection: Connection, rooms: Sequence[BodyRoom], asked: NearQuery
) -> Iterator[NearRoom]:
    """Yield the rooms of own committees that are near their limit, for whoever sees a taker."""
    for one in rooms:
        allowed = one.allowed_cents
        seen = [given for given in one.given if given.taker_id in asked.entity_ids]
        if allowed is None or not seen or not _is_wanted(one.window, asked):
            continue
        if one.used_cents * 100 >= allowed * NEAR_PERCENT:
            yield _body(connection, one, min(seen, key=lambda given: given.item_id), allowed)


def _body(connection: Connection, one: BodyRoom, first: Given, allowed: int) -> NearRoom:
    who = _who(connection, first.item_id)
    return NearRoom(
        id=first.item_id, person_id=first.person_id, limit_group=one.limit_group,
        window=one.window, used_cents=one.used_cents, allowed_cents=allowed, card_id=who.card_id,
        entity_id=first.taker_id, search_name=who.search_name,
        shared=len({given.taker_id for given in one.given}) > 1, affiliated=len(one.givers) > 1,
        most_cents=one.most_cents,
    )  # fmt: skip


# --- cards that may be one person's


def _doubles(connection: Connection, asked: NearQuery) -> Iterator[NearRoom]:
    """Yield what cards that agree in name and place would come to above a limit as one."""
    for one in doubles(connection, asked.entity_ids, lambda key: _is_wanted(key, asked)):
        query = select(contact.c.search_name).where(contact.c.card_id == one.cards[0])
        newest = connection.execute(query.order_by(contact.c.id.desc()).limit(1)).scalar_one()
        yield NearRoom(
            id=-one.item_ids[0], person_id=one.person_ids[0], limit_group=one.limit_group,
            window=one.window, used_cents=one.used_cents, allowed_cents=one.allowed_cents,
            card_id=one.cards[0], entity_id=one.entity_id, search_name=newest,
            shared=one.several_takers, cards=one.cards,
        )  # fmt: skip


def _in_state(rooms: Iterable[NearRoom], state: State) -> list[NearRoom]:
    return [one for one in rooms if not state or _state_of(one) == state]


def _state_of(one: NearRoom) -> State:
    if one.cards:
        return "double"
    return "over" if one.over_cents else "near"


def _searched(
    connection: Connection, rooms: list[NearRoom], asked: NearQuery
) -> Sequence[NearRoom]:
    if not asked.text.strip() or not rooms:
        return rooms
    query = cards_matching(connection, asked.entity_ids, asked.text)
    cards: set[Any] = set(connection.execute(query).scalars())
    return [one for one in rooms if one.card_id in cards]
