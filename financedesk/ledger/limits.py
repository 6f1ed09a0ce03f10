"""What somebody may still give to whom: verdict of the matrix, limit, and what is left of it.

Uses are read from the attributions alone. A user who may see one entity of a limit group sees what
is left of its allowance; of any other entity only whether a gift fits.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from financedesk.book.walls import hides_some
from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.attributions import Standing, all_standings
from financedesk.ledger.contacts import match_keys, search_name
from financedesk.ledger.entities import EntityRow, entities, entity_of_committee
from financedesk.ledger.entity_standing import qualified_on
from financedesk.ledger.giver_groups import affiliated_givers, joint_givers, own_entity
from financedesk.ledger.joint_agreements import JOINT, agreement_on
from financedesk.ledger.limit_person import LimitPerson, contact_of_entity, limit_body, limit_person
from financedesk.ledger.overrides import overrides
from financedesk.ledger.seats import Seat, seats_of
from financedesk.rules.attribution import ORDINARY, SPECIAL_PURSES, limit_group
from financedesk.rules.dates import general_election_day
from financedesk.rules.flows import Verdict, may_give
from financedesk.rules.limits import (
    SPECIAL_ACCOUNT,
    Limit,
    Override,
    Room,
    Use,
    limit_day,
    limit_on,
    limit_rule,
    room,
    smallest_room,
)
from financedesk.rules.parties import giver_of_body, giver_of_contact, recipient_of_body, statuses
from financedesk.rules.state_law import StateLaw, state_laws, state_limit
from financedesk.rules.windows import (
    CALENDAR_YEAR,
    CAMPAIGN,
    ELECTION,
    Election,
    Window,
    campaign_window,
    election_window,
    in_campaign,
    next_election,
    year_window,
)

attribution = tables.attribution
# Put together once: they are asked for every person that somebody looks at.
_USES = (
    select(attribution.c.limit_group, attribution.c.window, func.sum(attribution.c.cents))
    .where(attribution.c.person_id.in_(bindparam("persons", expanding=True)))
    .group_by(attribution.c.limit_group, attribution.c.window)
)
_ACCOUNT_KINDS = (
    select(tables.account.c.entity_id, tables.account.c.kind)
    .where(tables.account.c.role.in_(tables.CASH_ROLES))
    .order_by(tables.account.c.id)
)
_ELECTIONS = select(
    tables.election.c.entity_id, tables.election.c.code, tables.election.c.held_on,
    tables.election.c.office,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: a gift of ``cents`` on a day, and on what terms.

    ``giver`` is the class of giver where the treasurer knows it better than the card says;
    ``overrides`` go before those that the book keeps, to see what counsel's word would change;
    ``pending`` are uses that are not in the books yet, by limit group; ``ahead`` those of the
    recipient asked about that come before the gift, as the checks above it on a slip: their window
    is the election that they are for, "" for the next one or for the year of their day.
    """

    on: date
    cents: int = 1
    giver: str = ""
    item_kind: str = ""
    overrides: tuple[Override, ...] = ()
    policies: tuple[str, ...] = ()
    state_files: tuple[StateLaw, ...] = ()
    pending: Mapping[str, tuple[Use, ...]] | None = None
    ahead: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRoom:
    """One recipient for one giver: may it be given, what is left, and does the gift fit.

    ``room`` is None where no amount is set and for entities across a wall (``in_view`` false):
    of those nothing but ``fits`` is said. ``account`` names a national party's special account.
    """

    entity_id: int
    code: str
    name: str
    recipient: str
    account: str
    group: str
    verdict: Verdict
    room: Room | None
    fits: bool
    in_view: bool

    @property
    def stopped(self) -> bool:
        """Whether the money may not be taken, whatever is left: prohibited, or counsel's word."""
        return self.verdict.stops

    @property
    def words(self) -> str:
        """Return the answer as one sentence with its reason."""
        if self.stopped:
            return self.verdict.words
        if not self.in_view:
            return "The gift fits." if self.fits else "The gift does not fit."
        left = "No amount is set." if self.room is None else self.room.words
        return f"{left} {self.verdict.condition}".strip()


def rooms_of_person(
    connection: Connection, card_id: int, visible: Collection[int], question: Question
) -> tuple[RecipientRoom, ...]:
    """Return what the person of a card may still give to each entity of the book, on a day.

    ``visible`` are the ids of the entities that the user may see. A national party's special
    accounts, a party's non-federal and Levin accounts stand as rows of their own; a candidate has
    one for every election to come. Raises NotFound for an unknown card.
    """
    rooms = _Rooms(connection, limit_person(connection, card_id), visible, question)
    return tuple(row for entity in rooms.bodies for row in rooms.of(entity))


def room_for_gift(
    connection: Connection,
    giver: int | LimitPerson,
    entity_id: int,
    visible: Collection[int],
    question: Question,
    *,
    account_kind: str = "",
    purse: str = "",
    election_code: str = "",
) -> RecipientRoom:
    """Return whether one gift fits, before anything is saved; the tightest limit answers.

    ``giver`` is a card's number, or a person that was looked up. ``purse`` names one of a national
    party's special accounts. ``election_code`` says for which election a candidate's gift is;
    without it the next one counts (11 CFR 110.1(b)(2)). Raises NotFound for an unknown card or
    entity, and for a day before the first figure of a limit.
    """
    person = giver if isinstance(giver, LimitPerson) else limit_person(connection, giver)
    rooms = _Rooms(connection, person, visible, question)
    return _tightest(rooms, entity_id, account_kind, purse, election_code)


def rooms_for_gifts(
    connection: Connection,
    person: LimitPerson,
    asked: Iterable[tuple[int, str]],
    visible: Collection[int],
    question: Question,
    setting: "RoomSetting | None" = None,
) -> list[RecipientRoom]:
    """Return what ``room_for_gift`` answers for some entities and kinds of account, in order.

    ``setting`` is one that was read for the same day, overrides and state files, of other givers.
    """
    rooms = _Rooms(connection, person, visible, question, setting)
    return [_tightest(rooms, entity_id, kind, "", "") for entity_id, kind in asked]


def _tightest(
    rooms: "_Rooms", entity_id: int, account_kind: str, purse: str, election_code: str
) -> RecipientRoom:
    entity = next((one for one in rooms.bodies if one.id == entity_id), None)
    if entity is None:
        raise NotFound(f"There is no entity number {entity_id} in this book.")
    rows = rooms.of_account(entity, account_kind, purse, election_code)
    bound = [row for row in rows if row.room is not None]
    tightest = smallest_room(row.room for row in bound if row.room is not None)
    return next((row for row in bound if row.room is tightest), rows[0])


def without_item(connection: Connection, item_id: int) -> dict[str, tuple[Use, ...]]:
    """Return the pending uses that take an entry out of the count while it is being corrected."""
    column = attribution.c
    query = select(column.limit_group, column.window, column.cents).where(column.id == item_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return {}
    return {row.limit_group: (Use(window=row.window, cents=-row.cents, pending=True),)}


def exceeds_by(row: RecipientRoom, cents: int) -> int:
    """Return by how many cents a gift would go above the limit; 0 when it fits or none is set."""
    if row.room is None or row.room.left_cents is None:
        return 0
    return max(0, cents - max(0, row.room.left_cents))


class RoomSetting:
    """What rooms depend on besides the giver: bodies, their status, law and counsel's word."""

    def __init__(self, connection: Connection, question: Question) -> None:
        """Read it for the day, the overrides and the state files of a question."""
        self._connection, day = connection, question.on.isoformat()
        self.bodies = entities(connection)
        known = all_standings(connection, [one.id for one in self.bodies])
        self.standing = {entity_id: _now(spans, day) for entity_id, spans in known.items()}
        self.kinds = _account_kinds(connection)
        self.overrides = (*question.overrides, *overrides(connection))
        self.laws = state_laws(question.state_files)

    @cached_property
    def elections(self) -> Mapping[int, Mapping[str, Election]]:
        """The elections that were entered for candidates, by entity and code."""
        return _entered_elections(self._connection)

    @cached_property
    def seats(self) -> Mapping[int, Seat]:
        """The seat that each candidate stands for."""
        return seats_of(self._connection, list(self.elections))


class _Rooms:
    """One person's uses, and what the rules make of them for each entity."""

    def __init__(
        self,
        connection: Connection,
        person: LimitPerson,
        visible: Collection[int],
        question: Question,
        setting: RoomSetting | None = None,
    ) -> None:
        self._connection = connection
        self._person = person
        self._visible = frozenset(visible)
        self._question = question
        self._set = setting or RoomSetting(connection, question)
        self.bodies = self._set.bodies
        self._own = own_entity(self.bodies, person.contact)
        self._uses = self._uses_with(jointly=False)
        self._seen_groups = {
            self._group(one, self._class_of(one, ""), ORDINARY)
            for one in self.bodies
            if one.id in self._visible
        }

    def _uses_with(self, *, jointly: bool) -> dict[str, list[Use]]:
        """Return what the giver used, on whatever card, and whoever shares its limit for giving.

        ``jointly``: a limit that committees of its class have together.
        """
        person, own = self._person, self._own
        others: tuple[EntityRow, ...] = ()
        if own is not None:
            sharers = joint_givers if jointly else affiliated_givers
            others = sharers(self._connection, self.bodies, own.id, self._question.on)
        if hides_some(self._connection):
            bodies = (own, *others) if own else ()
            return _uses_across(
                self._connection, person, bodies, self._question.on, jointly=jointly
            )
        found = _uses_of(self._connection, person)
        if own is None:
            return found
        counted = person.persons
        for one in (own, *others):
            body = limit_body(self._connection, one)
            body = replace(body, persons=body.persons - counted)
            counted |= body.persons
            for group, uses in _uses_of(self._connection, body).items():
                found[group] += uses
        return found

    @cached_property
    def _uses_jointly(self) -> dict[str, list[Use]]:
        """Return what the giver used of a limit that committees of its class have together."""
        return self._uses_with(jointly=True)

    def of(self, entity: EntityRow) -> list[RecipientRoom]:
        """Return the rows of one entity: one per class of recipient, account and election."""
        found: list[RecipientRoom] = []
        kinds = ["", *self._set.kinds[entity.id]]
        classes = {self._class_of(entity, kind): kind for kind in reversed(kinds)}
        for recipient, kind in sorted(classes.items(), key=lambda pair: kinds.index(pair[1])):
            found += self.of_account(entity, kind, "", "")
            if recipient == "national_party":
                for purse in SPECIAL_PURSES:
                    found += self.of_account(entity, kind, purse, "")
        return found

    def of_account(
        self, entity: EntityRow, account_kind: str, purse: str, election_code: str
    ) -> list[RecipientRoom]:
        """Return the rows of one account: one, or one per election to come."""
        recipient = self._class_of(entity, account_kind)
        verdict = may_give(
            self._giver(entity),
            recipient,
            self._question.on,
            account=SPECIAL_ACCOUNT if purse else "",
            office=self._office(entity) if recipient == "candidate" else "",
            overrides=self._set.overrides,
            policies_taken=self._question.policies,
        )
        group = self._group(entity, recipient, purse or ORDINARY)
        shares = bool(group) and group in self._seen_groups
        blank = RecipientRoom(
            entity_id=entity.id,
            code=entity.code,
            name=entity.name,
            recipient=recipient,
            account=purse,
            group=group,
            verdict=verdict,
            room=None,
            fits=not verdict.stops,
            in_view=shares or entity.id in self._visible,
        )
        rooms = [] if verdict.stops else self._rooms(entity, blank, election_code)
        return [self._shown(blank, one) for one in rooms] or [blank]

    def _shown(self, blank: RecipientRoom, found: Room) -> RecipientRoom:
        fits = found.fits(self._question.cents)
        return replace(blank, fits=fits, room=found if blank.in_view else None)

    def _rooms(self, entity: EntityRow, row: RecipientRoom, election_code: str) -> list[Room]:
        """Return the rooms of a row: none where no amount is known."""
        if not row.verdict.limited_by:
            return self._state_rooms(entity, row)
        if entity.kind == JOINT and agreement_on(self._connection, entity.id, self._question.on):
            # What may be given to it is what its participants may take (11 CFR 102.17(c)(5)).
            return []
        rule = limit_rule(row.verdict.limited_by)
        found = []
        for window, day in self._windows(entity, rule.window, election_code):
            limit = limit_on(rule, day, self._set.overrides)
            uses = self._uses_in(row.group, jointly=rule.together)
            if window.kind == CAMPAIGN and window.last is not None:
                uses = _of_campaign(uses, window, window.last.year)
            found.append(room(limit, window, [*uses, *self._ahead(entity, window)]))
        return found

    def _ahead(self, entity: EntityRow, window: Window) -> list[Use]:
        """Return what comes before the gift and falls in a window, as uses of it."""
        return [
            replace(use, window=window.key)
            for use in self._question.ahead
            if window.kind == CAMPAIGN or self._window_of(entity, use, window.kind) == window.key
        ]

    def _window_of(self, entity: EntityRow, use: Use, kind: str) -> str:
        """Return the key of the window in which something that is not in the books will count."""
        day = use.made_on or self._question.on
        if kind == CALENDAR_YEAR:
            return str(day.year)
        coming = next_election(self._elections(entity), day)
        return use.window or ("" if coming is None else coming.code)

    def _state_rooms(self, entity: EntityRow, row: RecipientRoom) -> list[Room]:
        """Return the room that a state's own law leaves, where it is known and runs by the year."""
        law = self._set.laws.get(entity.address.get("state", ""))
        known = state_limit(law, row.verdict.giver, row.recipient, self._question.on)
        if row.verdict.needs != "state_law" or known is None or known.window != "year":
            return []
        limit = Limit(
            code=f"state:{known.state}",
            label=f"State law of {known.state}",
            recipient=row.recipient,
            window=CALENDAR_YEAR,
            shared="committee",
            cents=known.cents,
            since=known.effective_from,
            until=known.effective_to,
            status="in_force",
            confidence=known.confidence,
            citation=known.source,
        )
        window = year_window(self._question.on)
        uses = [*self._uses_in(row.group), *self._ahead(entity, window)]
        return [room(limit, window, uses)]

    def _windows(
        self, entity: EntityRow, kind: str, election_code: str
    ) -> list[tuple[Window, date]]:
        """Return the windows asked about, each with the day whose figure measures it."""
        on = self._question.on
        if kind == CALENDAR_YEAR:
            return [(year_window(on), on)]
        elections = self._elections(entity)
        if kind != ELECTION:
            return [(campaign_window(self._seat_up_in(entity)[0]), on)]
        if election_code:
            known = {one.code: one for one in elections}
            wanted = [known.get(election_code, Election(code=election_code))]
        else:
            wanted = [one for one in elections if one.held_on is None or one.held_on >= on]
        return [(election_window(one), limit_day(on, one)) for one in wanted]

    def _elections(self, entity: EntityRow) -> list[Election]:
        """Return an entity's elections of the cycle: those entered, and the general one."""
        entered = self._set.elections.get(entity.id, {})
        year, office = self._seat_up_in(entity)
        general = Election(code=f"G{year}", held_on=general_election_day(year), office=office)
        found = {general.code: general, **entered}
        return sorted(found.values(), key=lambda one: (one.held_on or date.max, one.code))

    def _seat_up_in(self, entity: EntityRow) -> tuple[int, str]:
        """Return the year in which a candidate's seat is filled next, and its office."""
        on, seat = self._question.on, self._set.seats.get(entity.id) or Seat()
        year = seat.next_general(on.year)
        over = on > general_election_day(year)
        return seat.next_general(year + 1) if over else year, seat.office

    def _office(self, entity: EntityRow) -> str:
        """Return the office that a candidate stands for, as the entered elections say; or ""."""
        return next((one.office for one in self._elections(entity) if one.office), "")

    def _uses_in(self, group: str, *, jointly: bool = False) -> Iterable[Use]:
        uses = self._uses_jointly if jointly else self._uses
        pending = (self._question.pending or {}).get(group, ())
        return [*uses.get(group, ()), *pending]

    def _giver(self, recipient: EntityRow) -> str:
        """Return the class of giver: the treasurer's word, an entity of the book, or the card."""
        if self._question.giver:
            return self._question.giver
        committee = self._person.contact.committee_id
        own = entity_of_committee(self._connection, committee) if committee else None
        if own is None:
            return giver_of_contact(self._person.contact.type, self._question.item_kind)
        status = self._status(own)
        qualified = qualified_on(self._connection, own.id, self._question.on.isoformat())
        return giver_of_body(own.kind, status=status, qualified=qualified)

    def _class_of(self, entity: EntityRow, account_kind: str) -> str:
        return recipient_of_body(entity.kind, account_kind, status=self._status(entity))

    def _group(self, entity: EntityRow, recipient: str, purse: str) -> str:
        affiliation = self._set.standing[entity.id][1]
        group = limit_group(recipient, purse, owner=str(entity.id), affiliation=affiliation)
        return group or ""

    def _status(self, entity: EntityRow) -> str:
        status = self._set.standing[entity.id][0]
        return status if status in statuses() else ""


def _now(spans: Iterable[Standing], day: str) -> tuple[str, str]:
    """Return status and limit group on a day."""
    found = next(one for one in spans if one.since <= day <= one.until)
    return found.status, found.affiliation


def _of_campaign(uses: Iterable[Use], window: Window, seat_up_in: int) -> list[Use]:
    """Return what was given for any election of a Senate campaign, as uses of its one window."""
    return [replace(use, window=window.key) for use in uses if in_campaign(use.window, seat_up_in)]


def _entered_elections(connection: Connection) -> dict[int, dict[str, Election]]:
    """Return the elections that were entered for candidates, by entity and code."""
    found: dict[int, dict[str, Election]] = defaultdict(dict)
    for entity_id, code, day, office in connection.execute(_ELECTIONS):
        held_on = None if day is None else date.fromisoformat(day)
        found[entity_id][code] = Election(code=code, held_on=held_on, office=office or "")
    return found


def _account_kinds(connection: Connection) -> dict[int, list[str]]:
    """Return the kinds of account that take money, by entity, in the order they were opened."""
    found: dict[int, list[str]] = defaultdict(list)
    for entity_id, kind in connection.execute(_ACCOUNT_KINDS):
        found[entity_id].append(kind)
    return found


def _uses_of(connection: Connection, person: LimitPerson) -> dict[str, list[Use]]:
    """Return what a person used, by limit group: one sum per window."""
    return _by_group(connection.execute(_USES, {"persons": list(person.persons)}))


def _uses_across(
    connection: Connection,
    person: LimitPerson,
    bodies: Sequence[EntityRow],
    on: date,
    *,
    jointly: bool,
) -> dict[str, list[Use]]:
    """Return what a person used where a server hides entities, and ``bodies`` that give with it.

    Its own function adds up what an allowance that is shared with hidden entities has lost, and
    what hidden affiliates of a committee gave: their attributions are not for the user to read.
    ``bodies`` are those in view, the giver itself first.
    """
    named = [person.contact, *map(contact_of_entity, bodies)]
    keys = [(search_name(one), *match_keys(one)) for one in named]
    names = {
        "cards": [person.card_id] if person.card_id else [],
        "named": [name for name, _email, _place in keys],
        "places": [place or "" for _name, _email, place in keys],
        "emails": [email or "" for _name, email, _place in keys],
        "bodies": [name for name, _email, _place in keys[1:]],
        "giver": bodies[0].id if bodies else None, "day": on.isoformat(), "jointly": jointly,
    }  # fmt: skip
    return _by_group(connection.execute(_ACROSS, names))


def _by_group(rows: Iterable[Any]) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = defaultdict(list)
    for group, window, cents in rows:
        found[group].append(Use(window=window, cents=int(cents)))
    return found


_ACROSS = text(
    'SELECT limit_group, "window", cents FROM limit_uses_across('
    "CAST(:cards AS BIGINT[]), CAST(:named AS TEXT[]), CAST(:places AS TEXT[]),"
    " CAST(:emails AS TEXT[]), CAST(:bodies AS TEXT[]), CAST(:giver AS BIGINT),"
    " CAST(:day AS TEXT), CAST(:jointly AS BOOLEAN))"
)
