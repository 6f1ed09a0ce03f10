"""Redesignation and reattribution: a gift counted for another election, or for another giver.

The gift stays as it came. Two memo entries say what of it moved: from the one, a negative amount,
to the other, the same amount; they move no cash and no line, only the giver's aggregate and the
limits (11 CFR 110.1(b)(5), 110.1(k)(3), 110.1(l)). Both are of the kind of the gift, stand on the
report of the day on which it was done, and come and go together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, RowMapping, func, select, text

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.crossings import MetGift, gift_crossing
from financedesk.ledger.entities import AccountRow, EntityRow, entity_by_id
from financedesk.ledger.entries import NewItem
from financedesk.ledger.limits import Question, RecipientRoom, exceeds_by, room_for_gift
from financedesk.ledger.overrides import overrides
from financedesk.ledger.pairs import CORRECTIONS, REATTRIBUTION, REDESIGNATION
from financedesk.ledger.refunds import refunded_cents
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.ledger.seats import Seat, seat_of
from financedesk.ledger.wall import require
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.dates import general_election_day
from financedesk.rules.money import format_cents
from financedesk.rules.presumptions import (
    CheckFacts,
    presumed_reattribution,
    presumed_redesignation,
    written_by,
)
from financedesk.rules.windows import Election, election_code, election_words, is_election_code

item, contact, attribution = tables.item, tables.contact, tables.attribution

How = Literal["signed", "presumed"]
"""Signed by the giver (by all of them), or presumed by law and told to the giver in writing."""

_LONGEST = 100
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Redesignation:
    """What of a gift is for another election of the same candidate; the amount in cents.

    ``day`` is the day on which the signed paper came, or the notice of a presumption went out;
    ``evidence`` says what there is in writing. ``undesignated`` is the treasurer's word that the
    giver named no election: without it a presumption takes the entry's election for named.
    """

    gift_id: int
    amount_cents: int
    day: str
    to_election: str
    how: How
    evidence: str
    undesignated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reattribution:
    """What of a gift is another person's; the amount in cents, the rest as for a redesignation.

    ``to`` is a card of the same entity. ``imprinted`` says that the other's name is printed on the
    check beside the signer's: only then may a reattribution be presumed.
    """

    gift_id: int
    amount_cents: int
    day: str
    to: ContactRef
    how: How
    evidence: str
    imprinted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedies:
    """What may be done about a gift above a limit, and until when; amounts in cents.

    ``left_cents`` is what of it neither went back nor moved; ``excess_cents`` what of that is above
    the giver's limit. ``election`` is the one it counts for, "" where the limit runs by the year:
    there is nothing to designate then. ``presumed_cents`` may be presumed to be for the general
    election ``presumed_to``, and is 0 where the law presumes nothing.
    """

    gift_id: int
    left_cents: int
    excess_cents: int
    election: str
    by: date
    presumed_cents: int
    presumed_to: str


# --- what may be done


def remedies(connection: Connection, gift_id: int) -> Remedies:
    """Return what may be done about a gift; raises NotFound and Refused for what is no gift."""
    gift = _Gift(connection, gift_id)
    presumed, general = gift.presumption(undesignated=False)
    return Remedies(
        gift_id=gift_id, left_cents=gift.left_cents, excess_cents=gift.excess_cents,
        election=gift.election, by=gift.by, presumed_cents=presumed, presumed_to=general,
    )  # fmt: skip


def redesignate(unit: UnitOfWork, typed: Redesignation) -> tuple[int, int]:
    """Count part of a gift for another election; returns the ids of both memo entries.

    Raises Refused with the law where there is no election to name, after the sixty days, for more
    than the other election's limit leaves, and for a presumption that the law does not make.
    """
    gift = _Gift(unit.connection, typed.gift_id)
    if not gift.election:
        raise Refused(
            "Limits of parties and PACs run by the calendar year: there is no election to name"
            " (11 CFR 110.1(c), (d)). Have it reattributed, or refund it."
        )
    wanted = election_code(typed.to_election)
    gift.require_possible(typed.amount_cents, typed.day, typed.evidence)
    gift.require_other_election(wanted)
    if typed.how == "presumed":
        presumed, general = gift.presumption(undesignated=typed.undesignated)
        _require_presumed(typed.amount_cents, presumed if wanted == general else 0)
    _require_room(gift.room(gift.giver.card_id, wanted), typed.amount_cents)
    words = f"from {gift.election} to {wanted}"
    return _write(
        unit, gift, REDESIGNATION, typed.amount_cents, typed.day,
        _Half(gift.giver, gift.election, f"Redesignation {words}"),
        _Half(gift.giver, wanted, f"Redesignation {words}"),
        f"{typed.how.capitalize()}: {typed.evidence.strip()}",
    )  # fmt: skip


def reattribute(unit: UnitOfWork, typed: Reattribution) -> tuple[int, int]:
    """Count part of a gift as another person's; returns the ids of both memo entries.

    Raises Refused as ``redesignate`` does, Walled where the other person may not give.
    """
    connection = unit.connection
    gift = _Gift(connection, typed.gift_id)
    gift.require_possible(typed.amount_cents, typed.day, typed.evidence)
    if typed.to.card_id == gift.giver.card_id:
        raise BadInput("It is this person’s gift already; name the other one.")
    other = read_contact(connection, typed.to.contact_id)
    gift.require_passage(typed.to, other, typed.amount_cents)
    room = gift.room(typed.to.card_id, gift.election)
    if typed.how == "presumed":
        left = None if room.room is None else room.room.left_cents
        names = (gift.name, other.display_name) if typed.imprinted else (gift.name,)
        found = presumed_reattribution(
            CheckFacts(cents=gift.left_cents, imprinted=names, signed=(gift.name,)),
            received_on=gift.received, excess_cents=gift.excess_cents,
            other_left_cents=gift.left_cents if left is None else left,
        )  # fmt: skip
        _require_presumed(typed.amount_cents, 0 if found is None else found.cents)
    _require_room(room, typed.amount_cents)
    return _write(
        unit, gift, REATTRIBUTION, typed.amount_cents, typed.day,
        _Half(gift.giver, gift.election, f"Reattribution to {other.display_name}"),
        _Half(typed.to, gift.election, f"Reattribution from {gift.name}"),
        f"{typed.how.capitalize()}: {typed.evidence.strip()}",
    )  # fmt: skip


def newest_of(connection: Connection, card_id: int) -> ContactRef:
    """Return a card as it is known now; raises NotFound."""
    query = select(func.max(contact.c.id)).where(contact.c.card_id == card_id)
    newest = connection.execute(query).scalar()
    if newest is None:
        raise NotFound(f"There is no card {card_id} in this book.")
    return ContactRef(int(newest), card_id)


def _require_presumed(cents: int, presumed_cents: int) -> None:
    if presumed_cents <= 0:
        raise Refused(
            "The law presumes nothing here: only an excess of a person’s or of a PAC without"
            " multicandidate status, given before the primary and for no election that the giver"
            " named, or with the other’s name printed on the check (11 CFR 110.1(b)(5)(ii)(B),"
            " 110.1(k)(3)(ii)(B)). Have it signed, or refund it."
        )
    if cents > presumed_cents:
        raise Refused(
            f"Only {_dollars(presumed_cents)} may be presumed: the excess, as far as the other"
            " limit takes it. Have the rest signed, or refund it."
        )


def _require_room(row: RecipientRoom, cents: int) -> None:
    if exceeds_by(row, cents) and row.room is not None:
        raise Refused(f"It does not fit there: {row.room.words} Move less, or refund the rest.")


class _Gift:
    """A gift with its giver's rooms; raises NotFound and Refused for what is none."""

    def __init__(self, connection: Connection, gift_id: int) -> None:
        self._connection = connection
        self.row = _gift_row(connection, gift_id)
        self.entity: EntityRow = entity_by_id(connection, self.row["entity_id"])
        self.seat: Seat = seat_of(connection, self.entity.id)
        self.account: AccountRow = account_by_id(connection, self.row["account_id"])
        self.giver = ContactRef(self.row["contact_id"], self.row["card_id"])
        self.name = read_contact(connection, self.row["contact_id"]).display_name
        self.received = date.fromisoformat(self.row["item_date"])
        self.made = date.fromisoformat(self.row["made_date"] or self.row["item_date"])
        query = select(attribution.c.window).where(attribution.c.id == gift_id)
        window = connection.execute(query).scalar()
        if window is None:
            raise Refused("This gift uses no limit of the law: there is nothing to put right.")
        self.election = window if is_election_code(window) else ""
        self._words = overrides(connection)
        self.by = written_by(self.received, self._words)

    @property
    def left_cents(self) -> int:
        """What of it neither went back nor moved to somebody or something else."""
        query = select(func.coalesce(func.sum(item.c.amount_cents), 0)).where(
            item.c.corrects_id == self.row["id"], item.c.memo == 1, item.c.amount_cents < 0
        )
        moved = -int(self._connection.execute(query).scalar_one())
        back = refunded_cents(self._connection, self.row["id"])
        return int(self.row["amount_cents"]) - back - moved

    @property
    def excess_cents(self) -> int:
        """What of it is above the giver's limit in the window it counts for."""
        found = self.room(self.giver.card_id, self.election).room
        return 0 if found is None else min(found.excess_cents, self.left_cents)

    def room(self, card_id: int, election: str) -> RecipientRoom:
        """Return what is left to somebody who gives on the day this gift was made."""
        return room_for_gift(
            self._connection, card_id, self.entity.id, [self.entity.id], Question(on=self.made),
            account_kind=self.account.kind, election_code=election,
        )  # fmt: skip

    def presumption(self, *, undesignated: bool) -> tuple[int, str]:
        """Return how many cents may be presumed to be for the general election, and which."""
        if not self.election.startswith("P"):
            return 0, ""
        year = int(self.election[1:])
        general = Election(code=f"G{year}", held_on=general_election_day(year))
        primary = Election(code=self.election, held_on=self._held_on(self.election))
        giver = self.room(self.giver.card_id, self.election)
        other = self.room(self.giver.card_id, general.code).room
        named = self.row["election_code"] is not None and not undesignated
        left = self.left_cents if other is None or other.left_cents is None else other.left_cents
        found = presumed_redesignation(
            giver=giver.verdict.giver, received_on=self.received, made_on=self.made,
            designated=named, excess_cents=self.excess_cents, primary=primary, general=general,
            general_left_cents=left,
        )  # fmt: skip
        return (0, general.code) if found is None else (found.cents, general.code)

    def require_possible(self, cents: int, day: str, evidence: str) -> None:
        """Raise what speaks against any correction: amount, day, or nothing in writing."""
        if cents <= 0:
            raise BadInput("What moves is an amount above zero.")
        if cents > self.left_cents:
            raise BadInput(f"Only {_dollars(self.left_cents)} of this gift are left to move.")
        if not evidence.strip():
            raise BadInput("Say what there is in writing: who signed it, or when the notice went.")
        on = date.fromisoformat(day)
        if on < self.received:
            raise BadInput(f"The gift came on {self.received}; it cannot be put right before.")
        if on > self.by:
            raise Refused(
                f"The sixty days ended on {self.by} (11 CFR 110.1(b)(5), 110.1(k)(3)): refund it."
            )

    def require_other_election(self, wanted: str) -> None:
        """Raise BadInput for the same election, Refused for one that was over already."""
        if wanted == self.election:
            raise BadInput(f"It counts for the {election_words(wanted)} already; name another.")
        held = self._held_on(wanted)
        if held is not None and held < self.made:
            raise Refused(
                f"The {election_words(wanted)} was over when the gift was made: it may retire that"
                " election’s net debt only, and must be given for it (11 CFR 110.1(b)(3))."
            )

    def require_passage(self, to: ContactRef, other: Contact, cents: int) -> None:
        """Raise Walled where the other person may not give to this entity."""
        met = MetGift(
            entity=self.entity, account=self.account, other=other, card_id=to.card_id,
            kind=self.row["kind"], day=self.made.isoformat(), cents=cents,
            election_code=self.election,
        )  # fmt: skip
        require(self._connection, gift_crossing(self._connection, met))

    def _held_on(self, code: str) -> date | None:
        column = tables.election.c
        query = select(column.held_on).where(
            column.entity_id == self.entity.id, column.code == code, column.held_on.is_not(None)
        )
        known = self._connection.execute(query.limit(1)).scalar()
        if known is not None:
            return date.fromisoformat(known)
        return general_election_day(int(code[1:])) if code.startswith("G") else None


def _gift_row(connection: Connection, gift_id: int) -> RowMapping:
    query = select(item).where(item.c.id == gift_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("This entry is no longer in the book; it may have been deleted.")
    named = row["card_id"] is not None and row["account_id"] is not None
    if row["kind"] not in gift_kinds() or row["memo"] or row["amount_cents"] <= 0 or not named:
        raise Refused("Only a gift of money that names its giver can be put right so.")
    return row


# --- the two memo entries


@dataclass(frozen=True, slots=True)
class _Half:
    """One of the two entries: whose, for which election, and what it says of the other."""

    who: ContactRef
    election: str
    words: str


def _write(
    unit: UnitOfWork,
    gift: _Gift,
    kind_of_act: str,
    cents: int,
    day: str,
    source: _Half,
    target: _Half,
    evidence: str,
) -> tuple[int, int]:
    from_id, to_id = unit.reserve(2)
    with LedgerWriter(unit, gift.entity.id) as writer:
        act = writer.open_transaction(kind_of_act, day, description=evidence)
        halves = [
            _entry(gift, source, -cents, day, None), _entry(gift, target, cents, day, from_id),
        ]  # fmt: skip
        writer.add_side(act, halves, item_ids=[from_id, to_id])
    return from_id, to_id


def _entry(gift: _Gift, half: _Half, cents: int, day: str, parent_id: int | None) -> NewItem:
    # In another year the giver's aggregate of this one has nothing to do with it: the entry then
    # stands on the last day that it shares with its gift, and on the report of the act.
    on = date.fromisoformat(day)
    cycles = {gift.seat.cycle(gift.entity.kind, one) for one in (on, gift.received)}
    same = len(cycles) == 1
    return NewItem(
        kind=gift.row["kind"], amount_cents=cents, contact=half.who,
        item_date=day if same else gift.row["item_date"], reported_on=None if same else day,
        made_date=gift.made.isoformat(), account_id=gift.row["account_id"], memo=True,
        memo_description=f"{half.words}: gift of {gift.received}"[:_LONGEST],
        election_code=half.election or None, parent_id=parent_id, corrects_id=gift.row["id"],
        force_itemised=True,
    )  # fmt: skip


# --- proof


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield redesignations and reattributions whose two entries do not balance."""
    kinds = ", ".join(f"'{one}'" for one in CORRECTIONS)
    rows = connection.execute(
        text(
            f"""
            SELECT t.id FROM "transaction" t LEFT JOIN item i ON i.transaction_id = t.id
            WHERE t.kind IN ({kinds}) GROUP BY t.id
            HAVING COUNT(i.id) <> 2 OR SUM(i.amount_cents) <> 0 OR SUM(i.memo) <> 2 LIMIT :shown
            """  # noqa: S608 - constants
        ),
        {"shown": _SHOWN},
    )
    for row in rows:
        sentence = f"The two entries of correction {row.id} do not balance."
        yield Problem("ledger", sentence, "transaction", row.id)


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
