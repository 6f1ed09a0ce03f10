"""What would happen to a gift before it is saved: verdict, room, rule, and what to do with it.

The answer is that of ``ledger.limits``, with what makes it plain beside it: the rule's own text and
dates, who shares the allowance, and what the law offers for an excess. Nothing is written.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.attributions import limit_keys
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import EntityRow, accounts, entities, entity_by_id
from financedesk.ledger.joint_agreements import JOINT
from financedesk.ledger.joint_shares import GOES_BACK, JointForecast, joint_forecast, waiting_uses
from financedesk.ledger.limit_person import LimitPerson, contact_of_entity, limit_person
from financedesk.ledger.limits import Question, RecipientRoom, exceeds_by, room_for_gift
from financedesk.ledger.overrides import overrides
from financedesk.ledger.tie_findings import Tie, open_ties
from financedesk.rules.attribution import SPECIAL_PURSES
from financedesk.rules.dates import general_election_day
from financedesk.rules.entities import account_kind
from financedesk.rules.flows import Flow, flow_between
from financedesk.rules.money import format_cents
from financedesk.rules.parties import givers, recipient_of_body
from financedesk.rules.presumptions import presumed_redesignation, written_by
from financedesk.rules.thresholds import clock_on, runs_out
from financedesk.rules.windows import ELECTION, Election

_PURSE_WORDS = {
    "convention": "Convention account",
    "headquarters": "Headquarters account",
    "recount": "Recount account",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftAsked:
    """A gift that somebody thinks of; the amount in cents.

    ``card_id`` is the giver's card, or ``giver_entity_id`` the entity of the book that gives;
    without either only the class of giver (``giver``) is known, and with one of them that class
    goes before what the card says. ``account_kind`` and ``purse`` name the account of the
    recipient, ``election_code`` the election where the allowance is one election's.
    """

    entity_id: int
    on: date
    cents: int
    card_id: int | None = None
    giver_entity_id: int | None = None
    giver: str = ""
    account_kind: str = ""
    purse: str = ""
    election_code: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """One way to deal with a gift that may not be kept as it is: what, until when, by what law."""

    words: str
    until: date | None
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The answer: the room, the rule of the matrix, who shares, and what to do with an excess.

    ``shared_with`` are other entities of the allowance that the user may see, ``shared_unseen`` how
    many more there are behind walls. ``excess_cents`` is what of the gift would be too much.
    ``joint`` says how a joint fundraiser shares it out, None for others and without an agreement.
    ``ties`` are what the books show against the independence of giver or recipient and nobody has
    answered: then the answer stands on the condition that they mean nothing.
    """

    asked: GiftAsked
    row: RecipientRoom
    rule: Flow
    shared_with: tuple[str, ...]
    shared_unseen: int
    excess_cents: int
    advice: tuple[Advice, ...]
    joint: JointForecast | None = None
    ties: tuple[Tie, ...] = ()

    @property
    def left_after_cents(self) -> int | None:
        """What would be left once the gift is in; None where no amount is set or told."""
        room = self.row.room
        if room is None or room.left_cents is None:
            return None
        return room.left_cents - self.asked.cents


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """An account that may be asked about: its kind, a special purse of it, and its words."""

    account_kind: str
    purse: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientChoice:
    """An entity that may be asked about.

    Of one across a wall (``in_view`` false) only the name is told. ``elections`` are those that a
    gift may be for, empty where the allowance does not run by election.
    """

    entity_id: int
    name: str
    in_view: bool
    accounts: tuple[AccountChoice, ...]
    elections: tuple[Election, ...]


def what_if(connection: Connection, asked: GiftAsked, visible: Collection[int]) -> WhatIf:
    """Return what would happen to a gift; nothing is saved.

    ``visible`` are the ids of the entities that the user may see. Raises NotFound for an unknown
    card, entity or class, and for a day before the first figure of a limit.
    """
    row = _room(connection, asked, visible)
    names, unseen = _sharing(connection, row, asked, visible) if row.in_view else ((), 0)
    joint = _joint(connection, asked, row, visible)
    excess = exceeds_by(row, asked.cents) if joint is None else joint.back_cents
    told = _advice(connection, asked, row, excess, visible) if joint is None else _back(joint)
    return WhatIf(
        asked=asked,
        row=row,
        rule=flow_between(row.verdict.giver, row.recipient, asked.on),
        shared_with=names,
        shared_unseen=unseen,
        excess_cents=excess,
        advice=told if row.in_view else (),
        joint=joint,
        ties=_ties(connection, asked, visible) if row.in_view else (),
    )


def _ties(connection: Connection, asked: GiftAsked, visible: Collection[int]) -> tuple[Tie, ...]:
    """Return the unanswered ties of whoever of the two must be independent and may be seen."""
    two = {asked.entity_id, asked.giver_entity_id or asked.entity_id}
    return tuple(open_ties(connection, two & set(visible), visible, asked.on))


def _joint(
    connection: Connection, asked: GiftAsked, row: RecipientRoom, visible: Collection[int]
) -> JointForecast | None:
    """Return how a joint fundraiser would share the gift out; None for any other recipient."""
    if entity_by_id(connection, asked.entity_id).kind != JOINT or row.stopped or not row.in_view:
        return None
    question = Question(on=asked.on, cents=asked.cents, giver=asked.giver)
    person = _person(connection, asked)
    return joint_forecast(connection, asked.entity_id, person, visible, question)


def _back(joint: JointForecast) -> tuple[Advice, ...]:
    """Return what becomes of what fits no participant."""
    if not joint.back_cents:
        return ()
    law = f"{GOES_BACK}; {joint.back_law}"
    return (Advice("Return to the giver what fits no participant.", joint.back_by, law),)


def recipient_choices(
    connection: Connection, visible: Collection[int], on: date
) -> tuple[RecipientChoice, ...]:
    """Return whom a gift may be thought of for: entities in view first, then those across walls."""
    found = [_choice(connection, one, on, seen=one.id in visible) for one in entities(connection)]
    return tuple(sorted(found, key=lambda one: not one.in_view))


def _choice(connection: Connection, entity: EntityRow, on: date, *, seen: bool) -> RecipientChoice:
    per_election = recipient_of_body(entity.kind) == "candidate"
    return RecipientChoice(
        entity_id=entity.id,
        name=entity.name,
        in_view=seen,
        accounts=_accounts(connection, entity) if seen else (),
        elections=_elections(connection, entity.id, on) if seen and per_election else (),
    )


def _accounts(connection: Connection, entity: EntityRow) -> tuple[AccountChoice, ...]:
    kinds = {
        one.kind
        for one in accounts(connection, entity.id)
        if one.role in tables.CASH_ROLES and not one.closed_on
    }
    found = [AccountChoice(kind, "", account_kind(kind).label) for kind in sorted(kinds) if kind]
    if recipient_of_body(entity.kind) == "national_party":
        found += [AccountChoice("", purse, _PURSE_WORDS[purse]) for purse in SPECIAL_PURSES]
    return tuple(found)


def _elections(connection: Connection, entity_id: int, on: date) -> tuple[Election, ...]:
    """Return the elections of the cycle: those entered, and primary and general in any case."""
    year = on.year + on.year % 2
    if on > general_election_day(year):
        year += 2
    column = tables.election.c
    query = select(column.code, column.held_on).where(column.entity_id == entity_id)
    known = {
        f"P{year}": Election(code=f"P{year}"),
        f"G{year}": Election(code=f"G{year}", held_on=general_election_day(year)),
    }
    for code, held in connection.execute(query):
        known[code] = Election(
            code=code, held_on=None if held is None else date.fromisoformat(held)
        )
    return tuple(sorted(known.values(), key=lambda one: (one.code[1:], one.held_on or on)))


def _person(connection: Connection, asked: GiftAsked) -> LimitPerson:
    """Return whose uses count: a card's, an entity's in the books of others, or nobody's."""
    if asked.card_id is not None:
        return limit_person(connection, asked.card_id)
    if asked.giver_entity_id is None:
        return LimitPerson(0, asked.entity_id, Contact(type="IND"), frozenset())
    known = contact_of_entity(entity_by_id(connection, asked.giver_entity_id))
    column, link = tables.contact.c, tables.person_link.c
    same = (
        column.committee_id == known.committee_id
        if known.committee_id
        else (column.name == known.name) & (column.type == known.type)
    )
    query = (
        select(func.coalesce(link.person_id, column.card_id))
        .select_from(tables.contact.outerjoin(tables.person_link, link.card_id == column.card_id))
        .where(column.type.not_in(("IND", "CAN")), same)
    )
    persons = frozenset(connection.execute(query).scalars())
    return LimitPerson(0, asked.entity_id, known, persons)


def _room(connection: Connection, asked: GiftAsked, visible: Collection[int]) -> RecipientRoom:
    person = _person(connection, asked)
    waiting = waiting_uses(connection, person, visible, Question(on=asked.on, giver=asked.giver))
    return room_for_gift(
        connection, person, asked.entity_id, visible,
        Question(on=asked.on, cents=asked.cents, giver=asked.giver, pending=waiting),
        account_kind=asked.account_kind, purse=asked.purse, election_code=asked.election_code,
    )  # fmt: skip


def _sharing(
    connection: Connection, row: RecipientRoom, asked: GiftAsked, visible: Collection[int]
) -> tuple[tuple[str, ...], int]:
    """Return who else uses the allowance up: the names in view, and how many more there are."""
    if not row.group or row.room is None:
        return (), 0
    day = asked.on.isoformat()
    others = [
        entity
        for entity in entities(connection)
        if entity.id != row.entity_id
        and any(
            key.limit_group == row.group and key.since <= day <= key.until
            for key in limit_keys(connection, entity)
        )
    ]
    names = tuple(one.name for one in others if one.id in visible)
    return names, len(others) - len(names)


def _advice(
    connection: Connection,
    asked: GiftAsked,
    row: RecipientRoom,
    excess: int,
    visible: Collection[int],
) -> tuple[Advice, ...]:
    if row.stopped:
        return _of_stopped(connection, asked, row)
    if not excess:
        return ()
    found = _redesignation(connection, asked, row, excess, visible)
    given = overrides(connection)
    until = runs_out("excessive", asked.on, given)
    if row.room is not None and row.room.window.kind == ELECTION:
        words = "Have the giver redesignate it for another election, signed."
        found.append(Advice(words, until, "11 CFR 110.1(b)(5)"))
    words = "Have it reattributed to another holder of the account, signed by both."
    found.append(Advice(words, until, "11 CFR 110.1(k)(3)"))
    law = clock_on("excessive", asked.on, given).law
    found.append(Advice("Refund what is above the limit.", until, law))
    return tuple(found)


def _of_stopped(connection: Connection, asked: GiftAsked, row: RecipientRoom) -> tuple[Advice, ...]:
    given = overrides(connection)
    words = row.verdict.remedy or "Do not deposit it; send it back to the giver."
    until = runs_out("prohibited", asked.on, given)
    law = clock_on("prohibited", asked.on, given).law
    return (
        Advice(words, None, row.verdict.citation),
        Advice("If it was deposited already, refund it.", until, law),
    )


def _redesignation(
    connection: Connection,
    asked: GiftAsked,
    row: RecipientRoom,
    excess: int,
    visible: Collection[int],
) -> list[Advice]:
    """Return what may be presumed for the general of a gift above the primary's limit."""
    room = row.room
    if room is None or room.window.kind != ELECTION or not room.window.key.startswith("P"):
        return []
    general = Election(code=f"G{room.window.key[1:]}")
    after = _room(connection, replace(asked, election_code=general.code), visible)
    presumed = presumed_redesignation(
        giver=row.verdict.giver, received_on=asked.on, made_on=asked.on, designated=False,
        excess_cents=excess, primary=Election(code=room.window.key, held_on=room.window.last),
        general=general,
        general_left_cents=0 if after.room is None else after.room.free_cents or 0,
    )  # fmt: skip
    if presumed is None:
        return []
    words = (
        f"If the gift names no election, {_dollars(presumed.cents)} of it may be presumed to be for"
        f" the {general.words}; tell the giver and offer a refund."
    )
    until = written_by(asked.on, overrides(connection))
    return [Advice(words, until, presumed.citation)]


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)


def giver_classes() -> Sequence[tuple[str, str]]:
    """Return the classes of giver with their words, in the order of the law's table."""
    return tuple((one.code, one.label) for one in givers().values())
