"""What the organisation's own committees used of limits as givers: affiliates seen as one.

Everybody's answers (``limit_excess``, ``limit_near``, ``limit_rooms``) sum by person and need to
know nothing of who a person is. Entities of the book that give are few; they are read here, put
together with those whose contributions count with theirs (52 U.S.C. 30116(a)(5); 11 CFR 110.3) and
measured by what they are in law. Two are one in a window when they were affiliated on a day on
which one of them gave in it: as the wall saw them then.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, or_, select, text

from financedesk.ledger import tables
from financedesk.ledger.attributions import Standing, all_standings
from financedesk.ledger.contacts import Contact, contact_from_row, search_name
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.entity_standing import qualified_on
from financedesk.ledger.giver_groups import giving_name, joint_name, own_entity
from financedesk.ledger.limit_allowances import (
    Allowance,
    limit_of,
    rule_of,
    used_allowances,
)
from financedesk.ledger.overrides import overrides as kept
from financedesk.ledger.seats import Seat, seats_of
from financedesk.ledger.tables_bodies import NO_PERSON
from financedesk.rules.limits import Limit, Override, limit_on
from financedesk.rules.parties import giver_of_body, statuses
from financedesk.rules.windows import campaign_window, is_election_code

contact, attribution, link = tables.contact, tables.attribution, tables.person_link
_Name = Callable[[EntityRow, Sequence[Standing], date], str]


@dataclass(frozen=True, slots=True)
class Given:
    """One gift of an own committee, or a refund of one: whose, to whom, when; cents with sign."""

    item_id: int
    giver_id: int
    person_id: int
    taker_id: int
    limit_group: str
    window: str
    made_on: date
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRoom:
    """What own committees that count as one giver used of one allowance; amounts in cents.

    ``givers`` are the entities, ``person_ids`` the persons under whom their gifts stand, ``given``
    the gifts and refunds to all who share the allowance. ``limit`` is None where the law sets no
    amount. ``windows`` are the windows of the attributions that make up ``window``. Where takers
    share an allowance of different sizes, ``taker_ids`` are those with this one.
    """

    givers: tuple[int, ...]
    person_ids: tuple[int, ...]
    limit_group: str
    window: str
    windows: tuple[str, ...]
    given: tuple[Given, ...]
    limit: Limit | None
    taker_ids: tuple[int, ...] = ()

    @property
    def used_cents(self) -> int:
        """What was used, net of refunds."""
        return sum(one.cents for one in self.given)

    @property
    def gross_cents(self) -> int:
        """What was given, without refunds."""
        return sum(max(0, one.cents) for one in self.given)

    @property
    def most_cents(self) -> int | None:
        """What takers with this figure keep, where those who share the allowance differ in it."""
        if not self.taker_ids:
            return None
        return sum(one.cents for one in self.given if one.taker_id in self.taker_ids)

    @property
    def allowed_cents(self) -> int | None:
        """What the limit allows; None where no amount is set."""
        return None if self.limit is None else self.limit.cents


@dataclass(frozen=True, slots=True)
class Bodies:
    """Every room of the organisation's own committees, and the persons that are theirs."""

    person_ids: frozenset[int]
    rooms: tuple[BodyRoom, ...]


def body_rooms(
    connection: Connection,
    *,
    on: date | None = None,
    overrides: Iterable[Override] = (),
    takers: Collection[int] | None = None,
) -> Bodies:
    """Return the rooms of the own committees that gave something under a limit.

    Only gifts to ``takers`` are counted, None for all: pass all that share an allowance.
    ``on`` is the day whose status of a committee counts, None for the day of its newest gift in a
    window. ``overrides`` go before those that the book keeps. Where takers share an allowance of
    different sizes there is a room for each size.
    """
    known = entities(connection)
    owners = _owners(connection, known)
    every = _given(connection, owners)
    given = [one for one in every if takers is None or one.taker_id in takers]
    if not given:
        return Bodies(frozenset(owners), ())
    measure = _Measure(connection, known, (*overrides, *kept(connection)), on)
    return Bodies(frozenset(owners), tuple(measure.rooms(given)))


def _owners(connection: Connection, known: Sequence[EntityRow]) -> dict[int, int]:
    """Return whose persons are entities of the book: the entity by the person's number."""
    numbers = [one.committee_id for one in known if one.committee_id]
    names = [search_name(Contact(type="ORG", name=one.name)) for one in known]
    named = or_(contact.c.committee_id.in_(numbers), contact.c.search_name.in_(names))
    cards = select(contact.c.card_id).where(text(NO_PERSON), named)
    query = (
        select(contact, link.c.person_id)
        .outerjoin(link, link.c.card_id == contact.c.card_id)
        .where(contact.c.card_id.in_(cards))
        .order_by(contact.c.id)
    )
    found: dict[int, int] = {}
    # The newest version of a card says who it is.
    newest = {row["card_id"]: row for row in connection.execute(query).mappings()}
    for row in newest.values():
        own = own_entity(known, contact_from_row(dict(row)))
        if own is not None:
            found[row["person_id"] or row["card_id"]] = own.id
    return found


_OF_PERSONS = (
    select(
        attribution.c.id, attribution.c.person_id, attribution.c.entity_id,
        attribution.c.limit_group, attribution.c.window, attribution.c.made_date,
        attribution.c.cents,
    )
    .where(attribution.c.person_id.in_(bindparam("persons", expanding=True)))
    .order_by(attribution.c.made_date, attribution.c.id)
)  # fmt: skip


def _given(connection: Connection, owners: Mapping[int, int]) -> list[Given]:
    rows = connection.execute(_OF_PERSONS, {"persons": list(owners)}) if owners else ()
    return [
        Given(
            row.id, owners[row.person_id], row.person_id, row.entity_id, row.limit_group,
            row.window, date.fromisoformat(row.made_date), row.cents,
        )
        for row in rows
    ]  # fmt: skip


class _Measure:
    """Puts the gifts of own committees together and measures them."""

    def __init__(
        self,
        connection: Connection,
        known: Sequence[EntityRow],
        overrides: Sequence[Override],
        on: date | None,
    ) -> None:
        self._connection, self._overrides, self._on = connection, overrides, on
        self._bodies = {one.id: one for one in known}
        self._standing = all_standings(connection, list(self._bodies))
        self._seats: Mapping[int, Seat] = seats_of(connection, list(self._bodies))
        self._allowances: dict[tuple[str, str], list[Allowance]] = defaultdict(list)
        for one in used_allowances(connection):
            self._allowances[one.limit_group, one.window].append(one)

    def rooms(self, given: Sequence[Given]) -> Iterator[BodyRoom]:
        """Yield a room for each cluster of givers, allowance, window and size of the limit."""
        by_window: dict[tuple[str, str], list[Given]] = defaultdict(list)
        jointly: dict[tuple[str, int], list[Given]] = defaultdict(list)
        for one in given:
            campaign = self._campaign_of(one)
            if campaign is None:
                by_window[one.limit_group, one.window].append(one)
            else:
                jointly[one.limit_group, campaign].append(one)
        for rows in by_window.values():
            for cluster in self._clusters(rows, giving_name):
                yield from self._measured(cluster)
        for (_, year), rows in jointly.items():
            for cluster in self._clusters(rows, joint_name):
                yield self._of_campaign(cluster, year)

    # --- who counts with whom

    def _clusters(self, rows: Sequence[Given], name: _Name) -> list[tuple[Given, ...]]:
        """Return the gifts by who counts as one giver: affiliated on the day of one's gift."""
        givers = sorted({one.giver_id for one in rows})
        first = {one: one for one in givers}
        for day in sorted({one.made_on for one in rows}) if len(givers) > 1 else ():
            named: dict[str, int] = {}
            for giver in givers:
                group = name(self._bodies[giver], self._standing[giver], day)
                same = named.setdefault(group, first[giver])
                gone = first[giver]
                first = {one: same if to == gone else to for one, to in first.items()}
        found: dict[int, list[Given]] = defaultdict(list)
        for one in rows:
            found[first[one.giver_id]].append(one)
        return [tuple(cluster) for cluster in found.values()]

    def _class(self, entity_id: int, newest: date) -> str:
        """Return the class of giver that an entity is in law on the day that counts."""
        body, on = self._bodies[entity_id], self._on or newest
        day = on.isoformat()
        held = next(one for one in self._standing[entity_id] if one.since <= day <= one.until)
        return giver_of_body(
            body.kind, status=held.status if held.status in statuses() else "",
            qualified=qualified_on(self._connection, entity_id, day),
        )  # fmt: skip

    # --- by how much

    def _measured(self, cluster: Sequence[Given]) -> Iterator[BodyRoom]:
        """Yield the rooms of one cluster: each class of giver by its own figure."""
        first, newest = cluster[0], cluster[-1].made_on
        shared = self._allowances[first.limit_group, first.window]
        met: set[int | None] = set()
        for giver in sorted(
            {self._class(one, newest) for one in {row.giver_id for row in cluster}}
        ):
            limits = {
                one: limit_of(self._connection, one, giver, self._overrides) for one in shared
            }
            by_cents = {one.cents: one for one in limits.values() if one and one.cents is not None}
            for cents in sorted(by_cents.keys() - met, key=lambda one: one or 0):
                own = [
                    one.entity_id for one, limit in limits.items() if limit and limit.cents == cents
                ]
                takers = {one.taker_id for one in cluster} & {*own}
                if takers:
                    met.add(cents)
                    mixed = tuple(sorted(takers)) if len(by_cents) > 1 else ()
                    yield _room(cluster, first.window, by_cents[cents], mixed)
        if not met:
            yield _room(cluster, first.window, None)

    def _campaign_of(self, one: Given) -> int | None:
        """Return the year of the Senate campaign whose one amount a gift uses; None for none."""
        shared = self._allowances.get((one.limit_group, one.window), ())
        allowance = next((found for found in shared if found.entity_id == one.taker_id), None)
        seat = self._seats[one.taker_id]
        if allowance is None or not seat.office or not is_election_code(one.window):
            return None
        rule = rule_of(allowance, self._class(one.giver_id, one.made_on), seat.office)
        if rule is None or not rule.together:
            return None
        return seat.next_general(int(one.window[1:]))

    def _of_campaign(self, cluster: Sequence[Given], year: int) -> BodyRoom:
        window, newest = campaign_window(year), cluster[-1].made_on
        allowance = self._allowances[cluster[0].limit_group, cluster[0].window][0]
        giver = self._class(cluster[0].giver_id, cluster[0].made_on)
        rule = rule_of(allowance, giver, self._seats[cluster[0].taker_id].office)
        on = newest if window.last is None else min(newest, window.last)
        limit = None if rule is None else limit_on(rule, on, self._overrides)
        return _room(cluster, window.key, limit)


def _room(
    cluster: Sequence[Given], window: str, limit: Limit | None, takers: tuple[int, ...] = ()
) -> BodyRoom:
    return BodyRoom(
        givers=tuple(sorted({one.giver_id for one in cluster})),
        person_ids=tuple(sorted({one.person_id for one in cluster})),
        limit_group=cluster[0].limit_group, window=window,
        windows=tuple(sorted({one.window for one in cluster})), given=tuple(cluster),
        limit=limit, taker_ids=takers,
    )  # fmt: skip
