"""Cards that may be one person's, and are above a limit together: never merged without a word.

Two cards agree when they have name and place, or name and e-mail address, in common: the rule by
which one giver who is asked about is found on all cards (``limit_person``). Everybody's answers sum
by person, so cards that nobody linked stand apart there; what they come to together is told here,
until somebody links them or says that they are two people (``same_person``).

The search begins with those who gave half of a limit or more: of two who are above it together one
has. Of three and more it is found as soon as one of them has given so much.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import Connection, select, text

from financedesk.ledger import tables
from financedesk.ledger.id_lists import among_ids, with_ids
from financedesk.ledger.limit_allowances import (
    Allowance,
    levels_of,
    limits_of,
    used_allowances,
)
from financedesk.ledger.limit_bodies import body_rooms
from financedesk.ledger.limit_totals import uses_from
from financedesk.ledger.overrides import overrides
from financedesk.ledger.same_person import people_apart
from financedesk.rules.limits import Limit
from financedesk.rules.parties import giver_of_contact

attribution, contact = tables.attribution, tables.contact
_PERSON = "individual"
_Limits = Mapping[tuple[str, str], Mapping[Allowance, Limit | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Cards of people who may be one, above a limit together; amounts in cents, net of refunds.

    ``cards`` are those that agree, one for each person and the largest giver first, ``item_ids``
    their gifts in view, the oldest first. ``entity_id`` is the taker of the newest.
    """

    cards: tuple[int, ...]
    person_ids: tuple[int, ...]
    limit_group: str
    window: str
    used_cents: int
    limit: Limit
    allowed_cents: int
    item_ids: tuple[int, ...]
    several_takers: bool
    entity_id: int
    first_day: str
    last_day: str

    @property
    def excess_cents(self) -> int:
        """What they would have given above the limit if they are one."""
        return self.used_cents - self.allowed_cents


class _Pair(NamedTuple):
    """Two persons with the cards that agree."""

    person_id: int
    card_id: int
    other_person_id: int
    other_card_id: int


class _Use(NamedTuple):
    """One gift or refund of somebody who may be another; cents with sign."""

    item_id: int
    person_id: int
    taker_id: int
    day: str
    cents: int


def doubles(
    connection: Connection,
    entity_ids: Sequence[int],
    wanted: Callable[[str], bool] = bool,
    known: Sequence[Allowance] | None = None,
) -> tuple[Double, ...]:
    """Return who may be one person above a limit, on cards of these entities, the most first.

    ``wanted`` says of a window's key whether it is asked about; ``known`` are the allowances that
    were used, where the caller has them.
    """
    if not entity_ids:
        return ()
    every = used_allowances(connection) if known is None else known
    allowances = [one for one in every if wanted(one.window)]
    of_person = limits_of(connection, allowances, _PERSON, overrides(connection))
    limits = _by_window(of_person)
    pairs = _pairs(connection, entity_ids, limits)
    if not pairs:
        return ()
    used = _used(connection, {pair.person_id for pair in pairs}
                 | {pair.other_person_id for pair in pairs})  # fmt: skip
    classes = _classes(connection, pairs)
    found: dict[tuple[tuple[int, ...], str, str], Double] = {}
    for cards in _together(pairs):
        if {classes[card] for card in cards.values()} != {_PERSON}:
            continue
        for one in _above(cards, used, limits, frozenset(entity_ids)):
            key = (one.person_ids, one.limit_group, one.window)
            before = found.get(key)
            if before is None or one.excess_cents > before.excess_cents:
                found[key] = one
    return tuple(sorted(found.values(), key=lambda one: (-one.excess_cents, one.cards)))


# --- who agrees with whom

# Both sums and the search by place go through indexes; of each card that gave much its versions
# are read, and those in the same place with every entity. The order of the joins and the sum with
# 0 keep SQLite from walking through all cards of an entity to find the versions of a few.
_AGREEING = """
WITH half (limit_group, "window", cents) AS (VALUES {halves}),
large AS (
    SELECT u.person_id FROM {uses} u JOIN half h ON h.limit_group = u.limit_group
        AND h."window" = u."window"
    GROUP BY u.person_id, u.limit_group, u."window", h.cents HAVING SUM(u.gross_cents) >= h.cents),
mine AS (
    SELECT person_id, person_id AS card_id FROM large
    UNION SELECT l.person_id, p.card_id FROM large l
        JOIN person_link p ON p.person_id = l.person_id),
agreeing AS (
    SELECT m.person_id, m.card_id, o.card_id AS other_id
        FROM mine m CROSS JOIN contact c CROSS JOIN entity e
        JOIN contact o ON o.entity_id = e.id AND o.match_place = c.match_place
        WHERE c.card_id = m.card_id AND (c.entity_id + 0) IN ({scope}) AND e.id IN ({scope})
            AND o.card_id <> m.card_id
    UNION
    SELECT m.person_id, m.card_id, o.card_id
        FROM mine m CROSS JOIN contact c CROSS JOIN entity e
        JOIN contact o ON o.entity_id = e.id AND o.search_name = c.search_name
            AND o.match_email = c.match_email
        WHERE c.card_id = m.card_id AND (c.entity_id + 0) IN ({scope}) AND e.id IN ({scope})
            AND o.card_id <> m.card_id)
SELECT a.person_id, a.card_id, COALESCE(p.person_id, a.other_id) AS other_person_id,
    a.other_id AS other_card_id
FROM agreeing a LEFT JOIN person_link p ON p.card_id = a.other_id
WHERE COALESCE(p.person_id, a.other_id) <> a.person_id
ORDER BY 1, 3, 2, 4
"""


_HALF = "(CAST(:group{0} AS TEXT), CAST(:window{0} AS TEXT), CAST(:half{0} AS BIGINT))"


def _pairs(connection: Connection, scope: Sequence[int], limits: _Limits) -> list[_Pair]:
    """Return pairs of which one gave much and that nobody told apart; own committees left out."""
    halves = {
        place: min(one.cents for one in sizes.values() if one and one.cents) // 2
        for place, sizes in limits.items()
        if any(one and one.cents for one in sizes.values())
    }
    if not halves:
        return []
    names: dict[str, object] = {}
    for number, ((group, window), half) in enumerate(halves.items()):
        names |= {f"group{number}": group, f"window{number}": window, f"half{number}": half}
    listed = ", ".join(str(int(one)) for one in scope)
    query = _AGREEING.format(
        uses=uses_from(min(halves.values())), scope=listed,
        halves=", ".join(map(_HALF.format, range(len(halves)))),
    )  # fmt: skip
    rows = [_Pair(*row) for row in connection.execute(text(query), names)]
    if not rows:
        return []
    own, apart = body_rooms(connection).person_ids, people_apart(connection)
    people = ((one, frozenset({one.person_id, one.other_person_id})) for one in rows)
    return [one for one, both in people if both not in apart and not own & both]


def _together(pairs: Sequence[_Pair]) -> Iterator[Mapping[int, int]]:
    """Yield those who may be one: a card by each person.

    Three of which two were told apart are not one, but each of these two may be the third.
    """
    cards: dict[int, int] = {}
    agree: dict[int, set[int]] = defaultdict(set)
    for one in pairs:
        cards.setdefault(one.person_id, one.card_id)
        cards.setdefault(one.other_person_id, one.other_card_id)
        agree[one.person_id].add(one.other_person_id)
        agree[one.other_person_id].add(one.person_id)
    waiting = set(agree)
    while waiting:
        group = _reached(agree, min(waiting))
        waiting -= group
        members = sorted(group)
        between = list(combinations(members, 2))
        whole = all(other in agree[first] for first, other in between)
        groups = [tuple(members)] if whole else [
            pair for pair in between if pair[1] in agree[pair[0]]
        ]  # fmt: skip
        yield from ({person: cards[person] for person in group} for group in groups)


def _reached(agree: Mapping[int, set[int]], first: int) -> set[int]:
    found: set[int] = set()
    waiting = {first}
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting |= agree[one] - found
    return found


def _classes(connection: Connection, pairs: Iterable[_Pair]) -> dict[int, str]:
    """Return the class of giver of each card; of an organisation unknown to the law a person's."""
    ids = {card for one in pairs for card in (one.card_id, one.other_card_id)}
    among = among_ids(connection.dialect.name, contact.c.card_id)
    query = select(contact.c.card_id, contact.c.type).where(among).order_by(contact.c.id)
    found = {
        card: giver_of_contact(type_) for card, type_ in connection.execute(query, with_ids(ids))
    }
    return {card: _PERSON if one == "corporation" else one for card, one in found.items()}


# --- what they gave


def _used(connection: Connection, persons: Iterable[int]) -> dict[int, list[tuple[str, str, _Use]]]:
    """Return what each of them gave: the name of the allowance, the window, and the gift."""
    column = attribution.c
    query = (
        select(
            column.limit_group, column.window, column.id, column.person_id, column.entity_id,
            column.made_date, column.cents,
        )
        .where(among_ids(connection.dialect.name, column.person_id))
        .order_by(column.made_date, column.id)
    )  # fmt: skip
    found: dict[int, list[tuple[str, str, _Use]]] = defaultdict(list)
    for group, window, *use in connection.execute(query, with_ids(persons)):
        found[use[1]].append((group, window, _Use(*use)))
    return found


def _by_window(limits: Mapping[Allowance, Limit | None]) -> _Limits:
    found: dict[tuple[str, str], dict[Allowance, Limit | None]] = defaultdict(dict)
    for one, limit in limits.items():
        found[one.limit_group, one.window][one] = limit
    return found


def _above(
    cards: Mapping[int, int],
    used: Mapping[int, Sequence[tuple[str, str, _Use]]],
    limits: _Limits,
    seen: Collection[int],
) -> Iterator[Double]:
    """Yield what these people gave above a limit together, where at least two of them gave.

    Counted is what all takers who share the limit received; gifts are named of those ``seen``.
    """
    by_window: dict[tuple[str, str], list[_Use]] = defaultdict(list)
    for person in cards:
        for group, window, use in used.get(person, ()):
            by_window[group, window].append(use)
    for (group, window), uses in by_window.items():
        shared = limits.get((group, window), {})
        bounds: dict[int, set[int]] = defaultdict(set)
        for level in levels_of(shared):
            bounds[level.cents].add(level.entity_id)
        for cents, takers in bounds.items():
            counted = [use for use in uses if use.taker_id in takers]
            net = _net(counted)
            if sum(net.values()) <= cents or sum(one > 0 for one in net.values()) < 2:
                continue
            gifts = [use for use in counted if use.cents > 0 and use.taker_id in seen]
            if gifts:
                limit = next(one for one in shared.values() if one and one.cents == cents)
                yield _double(cards, net, (group, window), gifts, limit)


def _net(uses: Iterable[_Use]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for one in uses:
        found[one.person_id] += one.cents
    return found


def _double(
    cards: Mapping[int, int],
    net: Mapping[int, int],
    place: tuple[str, str],
    gifts: Sequence[_Use],
    limit: Limit,
) -> Double:
    persons = sorted((one for one in net if net[one] > 0), key=lambda one: (-net[one], one))
    return Double(
        cards=tuple(cards[one] for one in persons), person_ids=tuple(persons),
        limit_group=place[0], window=place[1], used_cents=sum(net.values()), limit=limit,
        allowed_cents=limit.cents or 0, item_ids=tuple(one.item_id for one in gifts),
        several_takers=len({one.taker_id for one in gifts}) > 1, entity_id=gifts[-1].taker_id,
        first_day=gifts[0].day, last_day=gifts[-1].day,
    )  # fmt: skip
