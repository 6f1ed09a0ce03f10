"""A payment to a joint fundraiser by its written agreement: whose gift is what, and what goes back.

The joint committee screens each gift against what its giver has given the participants (11 CFR
102.17(c)(5)). What it took and has not shared out yet counts with that: it will be the giver's
contribution to each participant, made on the day on which the joint committee received it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.crossings import giver_class
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.joint_agreements import (
    JOINT,
    JointAgreement,
    JointShare,
    agreement_on,
    agreements_of,
    own_participant,
)
from financedesk.ledger.limit_person import LimitPerson, limit_person
from financedesk.ledger.limits import Question, RecipientRoom, room_for_gift
from financedesk.ledger.overrides import overrides
from financedesk.ledger.refunds import refunded_cents
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.rules.dates import general_election_day
from financedesk.rules.flows import may_give
from financedesk.rules.joint_fundraising import JointSplit, Participant, joint_split
from financedesk.rules.limits import Limit, Use, limit_on, limit_rule, room
from financedesk.rules.money import format_cents
from financedesk.rules.thresholds import clock_on, runs_out
from financedesk.rules.windows import CALENDAR_YEAR, Election, Window, election_window, year_window

item, contact, link = tables.item, tables.contact, tables.person_link
attribution = tables.attribution

GOES_BACK = "11 CFR 102.17(c)(6)(i)"
"""The law by which what fits no participant is returned."""

_OUTSIDE = "outside:"
_MEMO_KINDS = (
    "individual_jf_transfer_memo", "pac_jf_transfer_memo", "party_jf_transfer_memo",
    "tribal_jf_transfer_memo", "partnership_jf_transfer_memo",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class JointPart:
    """What of a payment is one participant's: by the rooms, and by the formula alone; in cents.

    ``left_cents`` is what it may still take of this giver, None where the law sets no amount or a
    wall hides it. ``outside``: what it was given elsewhere is not in this book, so ask it.
    """

    share: JointShare
    cents: int
    formula_cents: int
    left_cents: int | None
    words: str
    outside: bool

    @property
    def full(self) -> bool:
        """Whether it takes less than its share, because of a limit or because it may not."""
        return self.cents < self.formula_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class JointForecast:
    """How a payment would be shared out; ``back_cents`` fits nobody and goes back by ``back_by``.

    ``waiting_cents`` is what joint committees hold of the giver for participants of theirs and have
    not shared out yet.
    """

    agreement: JointAgreement
    parts: tuple[JointPart, ...]
    back_cents: int
    back_by: date
    back_law: str
    waiting_cents: int

    @property
    def shares_words(self) -> str:
        """Return who gets what, as one sentence."""
        named = [f"{_dollars(one.cents)} to {one.share.name}" for one in self.parts if one.cents]
        since = self.agreement.terms.from_date
        if not named:
            return f"By the agreement from {since} nobody may take any of it."
        return f"By the agreement from {since}: {', '.join(named)}."

    @property
    def full_words(self) -> tuple[str, ...]:
        """Return why somebody takes less than its share; the rest goes to the others."""
        return tuple(
            f"{one.share.name} takes {_dollars(one.cents)} of its {_dollars(one.formula_cents)}:"
            f" {one.words}"
            for one in self.parts
            if one.full
        )

    @property
    def back_words(self) -> str:
        """Return what must go back, until when and by what law; "" for nothing."""
        if not self.back_cents:
            return ""
        return (
            f"{_dollars(self.back_cents)} fit no participant: return them by"
            f" {self.back_by.isoformat()} ({GOES_BACK}; {self.back_law})."
        )

    @property
    def outside_words(self) -> str:
        """Return whom to ask what the giver has given it already; "" for nobody."""
        names = [one.share.name for one in self.parts if one.outside]
        if not names:
            return ""
        who = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        return f"Ask {who} what the giver has given already: its books are not here."


def joint_forecast(
    connection: Connection,
    entity_id: int,
    giver: int | LimitPerson,
    visible: Collection[int],
    question: Question,
    besides: int | None = None,
) -> JointForecast | None:
    """Return how a payment to a joint committee would be shared out on its day.

    None where no agreement counts on that day. ``besides`` is the entry that it takes the place
    of. Across a wall only fits or does not fit is told. Raises NotFound for an unknown card.
    """
    agreement = agreement_on(connection, entity_id, question.on)
    if agreement is None:
        return None
    person = giver if isinstance(giver, LimitPerson) else limit_person(connection, giver)
    sharing = _Sharing(connection, person, visible, question)
    sharing.take_in_earlier(besides)
    lots, found = sharing.split(agreement, question.cents, question.on)
    given = overrides(connection)
    parts = tuple(
        JointPart(
            share=lot.share, cents=found.parts[lot.share.key],
            formula_cents=found.by_formula[lot.share.key], left_cents=lot.told_cents,
            words=lot.words, outside=lot.outside,
        )
        for lot in lots
    )  # fmt: skip
    return JointForecast(
        agreement=agreement, parts=parts, back_cents=found.back_cents,
        back_by=runs_out("excessive", question.on, given),
        back_law=clock_on("excessive", question.on, given).law,
        waiting_cents=sharing.waiting_cents,
    )  # fmt: skip


def waiting_uses(
    connection: Connection,
    giver: int | LimitPerson,
    visible: Collection[int],
    question: Question,
    besides: int | None = None,
) -> dict[str, tuple[Use, ...]]:
    """Return what joint committees hold of a giver and have not shared out, as pending uses.

    It is the giver's contribution to each participant from the day on which the joint committee
    received it (11 CFR 102.17(c)(3)(iii)), so a gift straight to one of them must leave room for
    it. Only joint committees that the user may see are asked. Raises NotFound for an unknown card.
    """
    if not _joint_committees(entities(connection), visible):
        return {}
    person = giver if isinstance(giver, LimitPerson) else limit_person(connection, giver)
    sharing = _Sharing(connection, person, visible, question)
    sharing.take_in_earlier(besides)
    return sharing.uses


def _joint_committees(known: Sequence[EntityRow], visible: Collection[int]) -> list[int]:
    return [one.id for one in known if one.kind == JOINT and one.id in visible]


class _Lot(NamedTuple):
    """What one participant may take: its room, where uses of it count, and what may be told."""

    share: JointShare
    left_cents: int | None
    told_cents: int | None
    group: str
    window: str
    words: str
    outside: bool


class _Earlier(NamedTuple):
    """A gift that a joint committee has of the same giver, less what went back."""

    day: date
    item_id: int
    entity_id: int
    cents: int


class _Sharing:
    """Shares payments of one giver out, the earlier ones first; keeps what each uses."""

    def __init__(
        self,
        connection: Connection,
        person: LimitPerson,
        visible: Collection[int],
        question: Question,
    ) -> None:
        self._connection, self._person = connection, person
        self._visible, self._question = visible, question
        self._known: Sequence[EntityRow] = entities(connection)
        self._given = (*question.overrides, *overrides(connection))
        self._pending: dict[tuple[str, str], int] = {}
        self._earlier_on = False

    def take_in_earlier(self, besides: int | None) -> None:
        """Count what the giver gave joint committees before and is not shared out yet."""
        versions = {
            one: agreements_of(self._connection, one)
            for one in _joint_committees(self._known, self._visible)
        }
        found = [gift for one in versions for gift in self._earlier(one)]
        self._earlier_on = True
        for one in sorted(found):
            held = (each for each in versions[one.entity_id] if each.holds_on(one.day))
            version = next(held, None)
            if version is not None and one.item_id != besides:
                self._count(version, one)
        self._earlier_on = False
        # Of the entry asked about the participants' memo entries may stand in the rooms already.
        asked = next((one.cents for one in found if one.item_id == besides), 0)
        for key, cents in self._shared_out(versions).items():
            self._pending[key] = max(-asked, self._pending.get(key, 0) - cents)

    @property
    def waiting_cents(self) -> int:
        """What waits to be shared out, in cents."""
        return sum(max(0, cents) for cents in self._pending.values())

    @property
    def uses(self) -> dict[str, tuple[Use, ...]]:
        """What waits as pending uses, of participants whose books are here."""
        found: dict[str, tuple[Use, ...]] = {}
        for (group, window), cents in self._pending.items():
            if cents and group and not group.startswith(_OUTSIDE):
                use = Use(window=window, cents=cents, pending=True)
                found[group] = (*found.get(group, ()), use)
        return found

    def _count(self, version: JointAgreement, one: _Earlier) -> None:
        lots, found = self.split(version, one.cents, one.day)
        for lot in lots:
            key = (lot.group, lot.window)
            self._pending[key] = self._pending.get(key, 0) + found.parts[lot.share.key]

    def split(self, version: JointAgreement, cents: int, on: date) -> tuple[list[_Lot], JointSplit]:
        """Return the participants' rooms on a day, and what of a payment is whose."""
        formula = joint_split(cents, _participants(version, None)).parts
        lots = [self._lot(one, formula[one.key], on) for one in version.terms.shares]
        left = _together(lots, formula)
        return lots, joint_split(cents, _participants(version, left))

    # --- rooms

    def _lot(self, share: JointShare, cents: int, on: date) -> _Lot:
        own = own_participant(self._known, share)
        return self._outside(share, on) if own is None else self._own(share, own, cents, on)

    def _own(self, share: JointShare, own: EntityRow, cents: int, on: date) -> _Lot:
        asked = replace(self._question, on=on, cents=cents, pending=self._beside())
        row = room_for_gift(self._connection, self._person, own.id, self._visible, asked)
        found = row.room
        window = found.window.key if found is not None else ""
        left = self._left(row, cents)
        told = left if row.in_view else None
        return _Lot(share, left, told, row.group, window, row.words, outside=False)

    def _left(self, row: RecipientRoom, cents: int) -> int | None:
        if row.stopped:
            return 0
        if not row.in_view:
            # Behind the wall only whether something fits is told: its share does, or nothing does.
            # What the joint committee took before is taken to fit: it was screened then.
            return cents if row.fits or self._earlier_on else 0
        return None if row.room is None else row.room.left_cents

    def _outside(self, share: JointShare, on: date) -> _Lot:
        """Measure a participant whose books are elsewhere by its limit alone."""
        giver = self._question.giver or giver_class(self._connection, self._person.contact, on)
        verdict = may_give(giver, share.recipient, on, overrides=self._given)
        if verdict.stops:
            return _Lot(share, 0, 0, "", "", verdict.words, outside=True)
        limit = self._limit(verdict.limited_by, on)
        if limit is None:
            return _Lot(share, None, None, "", "", "No amount is set.", outside=True)
        window, group = _window_of(limit, on), f"{_OUTSIDE}{share.key}"
        used = Use(window=window.key, cents=self._pending.get((group, window.key), 0), pending=True)
        found = room(limit, window, (used,))
        return _Lot(
            share, found.left_cents, found.left_cents, group, window.key, found.words, outside=True
        )

    def _limit(self, code: str, on: date) -> Limit | None:
        try:
            return limit_on(limit_rule(code), on, self._given) if code else None
        except NotFound:  # a day of which no figure is known: no question of amount
            return None

    def _beside(self) -> Mapping[str, tuple[Use, ...]]:
        """Return what waits to be shared out, beside what the question brought."""
        found = dict(self._question.pending or {})
        for group, uses in self.uses.items():
            found[group] = (*found.get(group, ()), *uses)
        return found

    # --- what was given before

    def _cards(self) -> list[int]:
        persons = list(self._person.persons)
        if not persons:
            return [self._person.card_id] if self._person.card_id else []
        query = (
            select(contact.c.card_id)
            .select_from(contact.outerjoin(link, link.c.card_id == contact.c.card_id))
            .where(func.coalesce(link.c.person_id, contact.c.card_id).in_(persons))
        )
        return list(self._connection.execute(query.distinct()).scalars())

    def _earlier(self, entity_id: int) -> list[_Earlier]:
        made = func.coalesce(item.c.made_date, item.c.item_date)
        query = (
            select(item.c.id, made.label("made"), item.c.amount_cents)
            .where(
                item.c.entity_id == entity_id, item.c.card_id.in_(self._cards()),
                item.c.kind.in_(gift_kinds()), item.c.memo == 0, item.c.amount_cents > 0,
            )
            .order_by(made, item.c.id)
        )  # fmt: skip
        rows = self._connection.execute(query).all()
        kept = (
            _Earlier(
                date.fromisoformat(row.made), row.id, entity_id,
                row.amount_cents - refunded_cents(self._connection, row.id),
            )
            for row in rows
        )  # fmt: skip
        return [one for one in kept if one.cents > 0]

    def _shared_out(self, committees: Collection[int]) -> dict[tuple[str, str], int]:
        """Return what counts already as the giver's memo entries behind participants' transfers.

        Those behind a transfer of somebody else's joint committee are not among them.
        """
        use, transfer = attribution.c, item.alias("transfer")
        query = (
            select(use.limit_group, use.window, use.cents, contact.c.committee_id, contact.c.name)
            .join(item, item.c.id == use.id)
            .outerjoin(transfer, transfer.c.id == item.c.parent_id)
            .outerjoin(contact, contact.c.id == transfer.c.contact_id)
            .where(use.person_id.in_(list(self._person.persons)), item.c.kind.in_(_MEMO_KINDS))
        )
        own = [one for one in self._known if one.id in committees]
        named = {word for one in own for word in (one.name, one.committee_id) if word}
        found: dict[tuple[str, str], int] = {}
        for row in self._connection.execute(query):
            unnamed = not row.committee_id and not row.name
            if unnamed or row.committee_id in named or row.name in named:
                key = (row.limit_group, row.window)
                found[key] = found.get(key, 0) + int(row.cents)
        return found


def _participants(
    version: JointAgreement, left: Mapping[str, int | None] | None
) -> list[Participant]:
    return [
        Participant(
            key=one.key, weight=one.weight, left_cents=None if left is None else left[one.key]
        )
        for one in version.terms.shares
    ]


def _together(lots: Sequence[_Lot], formula: Mapping[str, int]) -> dict[str, int | None]:
    """Let those who use one allowance together have it once, in the order of the agreement."""
    used: dict[str, int] = {}
    found: dict[str, int | None] = {}
    for lot in lots:
        left = lot.left_cents
        if left is not None and lot.group:
            before = used.get(lot.group, 0)
            left = max(0, left - before)
            used[lot.group] = before + min(formula[lot.share.key], left)
        found[lot.share.key] = left
    return found


def _window_of(limit: Limit, on: date) -> Window:
    """Return the window in which an outside committee's limit is measured: one election's."""
    if limit.window == CALENDAR_YEAR:
        return year_window(on)
    year = on.year + on.year % 2
    if on > general_election_day(year):
        year += 2
    return election_window(Election(code=f"G{year}", held_on=general_election_day(year)))


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
