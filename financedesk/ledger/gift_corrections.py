"""Redesignation and reattribution: a gift counted for another election, or for another giver.

The gift stays as it came. Two memo entries say what of it moved: from the one, a negative amount,
to the other, the same amount; they move no cash and no line, only the giver's aggregate and the
limits (11 CFR 110.1(b)(5), 110.1(k)(3), 110.1(l)). Both are of the kind of the gift, stand on the
report of the day on which it was done, and come and go together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import Connection, func, select, text

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.corrected_gift import CorrectedGift
from financedesk.ledger.entries import NewItem
from financedesk.ledger.hold import Settled, release_hold
from financedesk.ledger.hold_outlook import EXCESSIVE
from financedesk.ledger.hold_rows import open_hold
from financedesk.ledger.limits import RecipientRoom, exceeds_by
from financedesk.ledger.pairs import CORRECTIONS, REATTRIBUTION, REDESIGNATION
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.money import format_cents
from financedesk.rules.presumptions import CheckFacts, presumed_reattribution
from financedesk.rules.windows import election_code

contact = tables.contact

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
    gift = CorrectedGift(connection, gift_id)
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
    gift = CorrectedGift(unit.connection, typed.gift_id)
    wanted, _room = checked_redesignation(gift, typed)
    _require_evidence(typed.evidence)
    words = f"from {gift.election} to {wanted}"
    return _write(
        unit, gift, REDESIGNATION, typed.amount_cents, typed.day,
        _Half(gift.giver, gift.election, f"Redesignation {words}"),
        _Half(gift.giver, wanted, f"Redesignation {words}"),
        f"{typed.how.capitalize()}: {typed.evidence.strip()}",
    )  # fmt: skip


def checked_redesignation(gift: CorrectedGift, typed: Redesignation) -> tuple[str, RecipientRoom]:
    """Return the other election and the giver's room in it; raises what ``redesignate`` raises.

    The evidence alone is not asked for: that is the last thing that is written down.
    """
    if not gift.election:
        raise Refused(
            "Limits of parties and PACs run by the calendar year: there is no election to name"
            " (11 CFR 110.1(c), (d)). Have it reattributed, or refund it."
        )
    wanted = election_code(typed.to_election)
    gift.require_possible(typed.amount_cents, typed.day)
    gift.require_other_election(wanted)
    if typed.how == "presumed":
        presumed, general = gift.presumption(undesignated=typed.undesignated)
        _require_presumed(typed.amount_cents, presumed if wanted == general else 0)
    room = gift.room(gift.giver.card_id, wanted)
    _require_room(room, typed.amount_cents)
    return wanted, room


def reattribute(unit: UnitOfWork, typed: Reattribution) -> tuple[int, int]:
    """Count part of a gift as another person's; returns the ids of both memo entries.

    Raises Refused as ``redesignate`` does, Walled where the other person may not give.
    """
    gift = CorrectedGift(unit.connection, typed.gift_id)
    other = read_contact(unit.connection, typed.to.contact_id)
    checked_reattribution(gift, typed, other)
    _require_evidence(typed.evidence)
    return _write(
        unit, gift, REATTRIBUTION, typed.amount_cents, typed.day,
        _Half(gift.giver, gift.election, f"Reattribution to {other.display_name}"),
        _Half(typed.to, gift.election, f"Reattribution from {gift.name}"),
        f"{typed.how.capitalize()}: {typed.evidence.strip()}",
    )  # fmt: skip


def checked_reattribution(
    gift: CorrectedGift, typed: Reattribution, other: Contact
) -> RecipientRoom:
    """Return the other giver's room; raises what ``reattribute`` raises, but for the evidence.

    Of somebody who has no card yet ``typed.to`` is ``NOBODY``.
    """
    card_id = typed.to.card_id
    gift.require_possible(typed.amount_cents, typed.day)
    if card_id == gift.giver.card_id:
        raise BadInput("It is this person’s gift already; name the other one.")
    gift.require_passage(card_id or None, other, typed.amount_cents)
    room = gift.room(card_id or gift.stranger(other), gift.election)
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
    return room


def reattribute_to_new(unit: UnitOfWork, typed: Reattribution, other: Contact) -> tuple[int, int]:
    """Count part of a gift as somebody's who has no card yet; the card is made in the same step.

    Raises what ``reattribute`` raises; nothing is left of the card then.
    """
    owner: int = unit.row(tables.item, typed.gift_id)["entity_id"]
    with LedgerWriter(unit, owner) as writer:
        made = writer.add_contact(other)
    return reattribute(unit, replace(typed, to=made))


def settle_with_paper(unit: UnitOfWork, gift_id: int, cents: int, settled: Settled) -> bool:
    """Release a gift that was on hold for its limit, if ``cents`` moved all that was above it.

    Called in the unit that moves them: the paper is the evidence. Returns whether a hold was
    released; a gift on hold for another reason stays on hold.
    """
    held = open_hold(unit.connection, gift_id)
    if held is None or held.reason != EXCESSIVE or held.waiting:
        return False
    gift = CorrectedGift(unit.connection, gift_id)
    # Rooms are read from the attributions, which are written anew at the end of this unit.
    room = gift.room(gift.giver.card_id, gift.election).room
    if room is not None and room.excess_cents > cents:
        return False
    day = max(settled.day, held.since)
    release_hold(unit, gift_id, Settled(day=day, who=settled.who, why=settled.why))
    return True


NOBODY = ContactRef(0, 0)
"""Stands for the other giver while they have no card yet."""


def newest_of(connection: Connection, card_id: int) -> ContactRef:
    """Return a card as it is known now; raises NotFound."""
    query = select(func.max(contact.c.id)).where(contact.c.card_id == card_id)
    newest = connection.execute(query).scalar()
    if newest is None:
        raise NotFound(f"There is no card {card_id} in this book.")
    return ContactRef(int(newest), card_id)


def _require_evidence(words: str) -> None:
    if not words.strip():
        raise BadInput("Say what there is in writing: who signed it, or when the notice went.")


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


# --- the two memo entries


@dataclass(frozen=True, slots=True)
class _Half:
    """One of the two entries: whose, for which election, and what it says of the other."""

    who: ContactRef
    election: str
    words: str


def _write(
    unit: UnitOfWork,
    gift: CorrectedGift,
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


def _entry(
    gift: CorrectedGift, half: _Half, cents: int, day: str, parent_id: int | None
) -> NewItem:
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
