"""Every way out for a gift above its limit or on hold: how much, until when, by what law, why not.

What the drawer of a gift shows before anything is done, and what an act would come to before it is
saved. The words are ``rules.remedies``; the acts are ``gift_corrections``, ``refunds``, ``hold``.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, read_contact
from financedesk.ledger.corrected_gift import CorrectedGift
from financedesk.ledger.entities import entity_by_id
from financedesk.ledger.gift_corrections import (
    Reattribution,
    Redesignation,
    checked_reattribution,
    checked_redesignation,
)
from financedesk.ledger.hold_outlook import EXCESSIVE, PROHIBITED, joint_excess
from financedesk.ledger.hold_rows import Hold, open_hold
from financedesk.ledger.joint_agreements import JOINT
from financedesk.ledger.joint_shares import GOES_BACK, JointForecast
from financedesk.ledger.limit_near import NearRoom
from financedesk.ledger.limits import RecipientRoom, exceeds_by
from financedesk.ledger.overrides import overrides
from financedesk.ledger.refunds import refundable
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.ledger.report_place import report_place
from financedesk.rules.limits import Override
from financedesk.rules.money import format_cents
from financedesk.rules.presumptions import PRESUMING_GIVERS
from financedesk.rules.remedies import REATTRIBUTE, REDESIGNATE, bars, remedies
from financedesk.rules.thresholds import clock_on, runs_out
from financedesk.rules.windows import election_words

item, attribution = tables.item, tables.attribution

_LOOKED_AT = 50
_ON_PAPER = frozenset({REDESIGNATE, REATTRIBUTE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way out for one gift; ``cents`` is the most that may go this way.

    ``by`` is the last day, None without one. ``why_not`` says by what law it is not open, "" where
    it is; ``note`` what must be known beside it.
    """

    code: str
    act: str
    title: str
    words: str
    cents: int
    by: date | None
    citation: str
    why_not: str = ""
    note: str = ""

    @property
    def offered(self) -> bool:
        """Whether it may be taken."""
        return not self.why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class InQuestion:
    """A gift that may not be kept as it is, with every way out; amounts in cents.

    ``left_cents`` is what of it neither went back nor moved, ``excess_cents`` what of that is above
    the giver's limit. ``elections`` are those for which it may be redesignated, by their codes;
    ``designated`` says that the entry names its own. ``hold`` stands on it, if one does.
    """

    gift_id: int
    entity_id: int
    name: str
    card_id: int
    received: date
    left_cents: int
    excess_cents: int
    election: str
    elections: tuple[str, ...]
    designated: bool
    presumed_to: str
    presumed_cents: int
    hold: Hold | None
    ways: tuple[Way, ...]

    def why_not(self, act: str) -> str:
        """Return why an act may not be done; "" where one of its ways is open."""
        fitting = [one for one in self.ways if one.act == act]
        if any(one.offered for one in fitting):
            return ""
        # The general way speaks for the act: a presumption is the exception.
        return fitting[-1].why_not if fitting else "There is nothing to settle."


def in_question(
    connection: Connection, gift_id: int, today: date, visible: Collection[int] = ()
) -> InQuestion | None:
    """Return what may be done about a gift; None for one within its limit that is not on hold.

    What is no gift of money by somebody who is named is never in question. ``visible`` are further
    entities that the user may see, among them the participants of a joint fundraiser.
    """
    held = open_hold(connection, gift_id)
    if held is not None and held.waiting:
        return _waiting(held)
    try:
        gift = CorrectedGift(connection, gift_id)
    except (NotFound, Refused):
        shared = _of_joint(connection, gift_id, held, visible)
        return shared if shared is not None or held is None else _unlimited(held)
    excess = gift.excess_cents
    if not excess and held is None:
        return None
    return _of_gift(connection, gift, held, today)


def gift_above(connection: Connection, room: NearRoom, entity_ids: Collection[int]) -> int | None:
    """Return the newest gift of a room above its limit of which something is left; None for none.

    Only gifts in the books of ``entity_ids`` are looked at: of others nothing is told.
    """
    use = attribution.c
    query = (
        select(use.id)
        .join(item, item.c.id == use.id)
        .where(
            use.person_id == room.person_id, use.limit_group == room.limit_group,
            use.window == room.window, use.entity_id.in_(entity_ids), use.cents > 0,
            item.c.memo == 0, item.c.kind.in_(gift_kinds()),
        )
        .order_by(item.c.item_date.desc(), use.id.desc())
    )  # fmt: skip
    gifts = connection.execute(query.limit(_LOOKED_AT)).scalars().all()
    return next((one for one in gifts if CorrectedGift(connection, one).left_cents > 0), None)


# --- the ways of one gift


def _of_gift(
    connection: Connection, gift: CorrectedGift, held: Hold | None, today: date
) -> InQuestion:
    presumed, general = gift.presumption(undesignated=False)
    elections = gift.other_elections() if gift.election else ()
    found = InQuestion(
        gift_id=gift.row["id"], entity_id=gift.entity.id, name=gift.name,
        card_id=gift.giver.card_id, received=gift.received, left_cents=gift.left_cents,
        excess_cents=gift.excess_cents, election=gift.election, elections=elections,
        designated=gift.row["election_code"] is not None, presumed_to=general,
        presumed_cents=presumed, hold=held, ways=(),
    )  # fmt: skip
    given = overrides(connection)
    asked = _Asked(gift, found, given, today)
    ways = (_of_paper(asked), _of_hold(held, found.excess_cents), _refund(found, given))
    return replace(found, ways=tuple(one for part in ways for one in part))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the ways are judged by."""

    gift: CorrectedGift
    found: InQuestion
    given: tuple[Override, ...]
    today: date


def _of_paper(asked: _Asked) -> Iterator[Way]:
    """Yield what can be put right on paper, with why it cannot."""
    found = asked.found
    by = runs_out("excessive", found.received, asked.given)
    note = bars()["too_late"].told if by < asked.today else ""
    for code, (cents, own_bar) in _paper_amounts(asked).items():
        bar = _bar_for_all(found) or own_bar
        why_not = bars()[bar].told if bar else ""
        yield _way(code, 0 if bar else cents, by, why_not=why_not, note=note)


def _paper_amounts(asked: _Asked) -> dict[str, tuple[int, str]]:
    """Return by way the most that may move, and the code of what stands against it."""
    gift, found = asked.gift, asked.found
    room = _most_elsewhere(gift, found)
    person = read_contact(gift.connection, gift.giver.contact_id).is_person
    return {
        "presumed_redesignation": (found.presumed_cents, _against_presuming(gift, found)),
        "redesignation": (
            min(found.excess_cents, room),
            "by_year" if not found.election else "" if room else "no_other_election",
        ),
        "presumed_reattribution": (found.excess_cents, "" if person else "not_a_person"),
        "reattribution": (found.excess_cents, "" if person else "not_a_person"),
    }


def _bar_for_all(found: InQuestion) -> str:
    if found.hold is not None and found.hold.reason == PROHIBITED:
        return "prohibited"
    if not found.left_cents:
        return "nothing_left"
    return "" if found.excess_cents else "within_the_limit"


def _against_presuming(gift: CorrectedGift, found: InQuestion) -> str:
    """Return why the law presumes no other election; "" where it does."""
    if not found.election:
        return "by_year"
    if found.presumed_cents:
        return ""
    if not found.election.startswith("P"):
        return "not_the_primary"
    if found.designated:
        return "designated"
    held_on = gift.held_on(found.election)
    if held_on is None or gift.made >= held_on:
        return "after_the_primary"
    giver = gift.room(gift.giver.card_id, found.election).verdict.giver
    return "general_is_full" if giver in PRESUMING_GIVERS else "multicandidate"


def _most_elsewhere(gift: CorrectedGift, found: InQuestion) -> int:
    """Return the most that another election takes of it."""
    rows = [gift.room(gift.giver.card_id, one) for one in found.elections]
    return max((_free(row, found.left_cents) for row in rows), default=0)


def _free(row: RecipientRoom, cents: int) -> int:
    return 0 if row.stopped else cents - exceeds_by(row, cents)


def _of_hold(held: Hold | None, excess_cents: int = 0) -> Iterator[Way]:
    """Yield how what is on hold may be settled without giving it back."""
    if held is None:
        return
    if held.waiting:
        received = date.fromisoformat(held.received)
        yield _way("return", held.open_cents, runs_out("deposit", received, held.overrides))
    still_above = held.reason == EXCESSIVE and excess_cents > 0
    release = _way(
        "release", held.open_cents, _end_of(held),
        why_not=bars()["still_above"].told if still_above else "",
    )  # fmt: skip
    yield replace(release, citation=held.why.citation)


def _end_of(held: Hold) -> date:
    """Return the last day of the clock that runs for the reason of a hold."""
    event = held.since if held.why.runs_from == "known" else held.received
    return runs_out(held.why.clock, date.fromisoformat(event), held.overrides)


def _refund(found: InQuestion, given: tuple[Override, ...]) -> Iterator[Way]:
    """Yield the refund: of what is above the limit, or of what is on hold, by its own clock."""
    held = found.hold
    clock = "excessive" if held is None else held.why.clock
    by = runs_out(clock, found.received, given) if held is None else _end_of(held)
    in_doubt = 0 if held is None or held.reason == EXCESSIVE else held.open_cents
    cents = max(in_doubt, found.excess_cents) or (0 if held is None else held.open_cents)
    why_not = "" if found.left_cents else bars()["nothing_left"].told
    law = clock_on(clock, found.received, given).law
    yield replace(_way("refund", min(cents, found.left_cents), by, why_not=why_not), citation=law)


def _way(code: str, cents: int, by: date | None, *, why_not: str = "", note: str = "") -> Way:
    one = remedies()[code]
    return Way(
        code=code, act=one.act, title=one.title, words=one.words, cents=cents, by=by,
        citation=one.citation, why_not=why_not, note=note,
    )  # fmt: skip


# --- gifts to a joint fundraiser


def shared_out(
    connection: Connection, gift_id: int, visible: Collection[int]
) -> JointForecast | None:
    """Return how a joint committee shares out what is left of a gift; None for any other entry.

    None as well without an agreement on its day. ``visible`` is as for ``in_question``.
    """
    try:
        gift = refundable(connection, gift_id)
    except (NotFound, Refused):
        return None
    if entity_by_id(connection, gift.entity_id).kind != JOINT:
        return None
    return joint_excess(connection, gift, visible)


def _of_joint(
    connection: Connection, gift_id: int, held: Hold | None, visible: Collection[int]
) -> InQuestion | None:
    """Return the ways of a gift of which something fits no participant of the agreement."""
    shared = shared_out(connection, gift_id, visible)
    if shared is None or not shared.back_cents:
        return None
    gift = refundable(connection, gift_id)
    found = InQuestion(
        gift_id=gift_id, entity_id=gift.entity_id, name=gift.name, card_id=0,
        received=date.fromisoformat(gift.day), left_cents=gift.left_cents,
        excess_cents=shared.back_cents, election="", elections=(), designated=False,
        presumed_to="", presumed_cents=0, hold=held, ways=(),
    )  # fmt: skip
    back = next(_refund(found, overrides(connection)))
    ways = (
        *_no_paper("shared_out"), *_of_hold(held, found.excess_cents),
        replace(back, citation=f"{GOES_BACK}; {back.citation}"),
    )  # fmt: skip
    return replace(found, ways=ways)


# --- gifts on hold of which nothing is put right on paper


def _waiting(held: Hold) -> InQuestion:
    """Return the ways of a check that is not deposited."""
    found = _held_alone(held)
    return replace(found, ways=(*_no_paper("not_deposited"), *_of_hold(held)))


def _unlimited(held: Hold) -> InQuestion:
    """Return the ways of a gift on hold that uses no limit of the law."""
    found = _held_alone(held)
    bar = "prohibited" if held.reason == PROHIBITED else "within_the_limit"
    ways = (*_no_paper(bar), *_of_hold(held), *_refund(found, held.overrides))
    return replace(found, ways=ways)


def _no_paper(bar: str) -> Iterator[Way]:
    for code, one in remedies().items():
        if one.act in _ON_PAPER:
            yield _way(code, 0, None, why_not=bars()[bar].told)


def _held_alone(held: Hold) -> InQuestion:
    return InQuestion(
        gift_id=held.item_id, entity_id=held.entity_id, name=held.name, card_id=0,
        received=date.fromisoformat(held.received), left_cents=held.open_cents, excess_cents=0,
        election="", elections=(), designated=False, presumed_to="", presumed_cents=0, hold=held,
        ways=(),
    )  # fmt: skip


# --- what an act would come to


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionOutlook:
    """What a redesignation or reattribution would come to; ``refused`` says why it cannot be."""

    words: tuple[str, ...] = ()
    refused: str = ""


def redesignation_outlook(connection: Connection, typed: Redesignation) -> CorrectionOutlook:
    """Return what a redesignation would come to; nothing is written.

    Raises NotFound and Refused for what is no gift that can be put right.
    """
    gift = CorrectedGift(connection, typed.gift_id)
    try:
        wanted, room = checked_redesignation(gift, typed)
    except (BadInput, Refused) as error:
        return CorrectionOutlook(refused=str(error))
    stays = _dollars(gift.left_cents - typed.amount_cents)
    moved = f"{_dollars(typed.amount_cents)} counts for the {election_words(wanted)}"
    first = f"{stays} of it stays for the {election_words(gift.election)}, {moved}."
    if gift.held_on(wanted) is None:
        first = f"{first} {bars()['day_not_entered'].told}"
    return _outlook(connection, gift, first, room, typed.amount_cents, typed.day)


def reattribution_outlook(
    connection: Connection, typed: Reattribution, other: Contact
) -> CorrectionOutlook:
    """Return what a reattribution to ``other`` would come to; nothing is written.

    ``typed.to`` is ``NOBODY`` while the other giver has no card. Raises NotFound and Refused for
    what is no gift that can be put right.
    """
    gift = CorrectedGift(connection, typed.gift_id)
    try:
        room = checked_reattribution(gift, typed, other)
    except (BadInput, Refused) as error:
        return CorrectionOutlook(refused=str(error))
    stays = _dollars(gift.left_cents - typed.amount_cents)
    first = (
        f"{stays} of it stays {gift.name}’s, {_dollars(typed.amount_cents)} counts as"
        f" {other.display_name}’s."
    )
    return _outlook(connection, gift, first, room, typed.amount_cents, typed.day)


def _outlook(
    connection: Connection,
    gift: CorrectedGift,
    first: str,
    room: RecipientRoom,
    cents: int,
    day: str,
) -> CorrectionOutlook:
    place = report_place(connection, gift.entity, date.fromisoformat(day))
    stands = "" if place is None else f"Two memo entries say so on the {place.title}."
    return CorrectionOutlook(
        words=tuple(filter(None, (first, _leaves(room, cents), stands, _above(gift, cents))))
    )


def _leaves(row: RecipientRoom, cents: int) -> str:
    room = row.room
    if room is None or room.left_cents is None or room.allowed_cents is None:
        return ""
    of = f"{_dollars(room.allowed_cents)} {room.window.words}"
    return f"Leaves {_dollars(room.left_cents - cents)} of {of} ({room.limit.citation})."


def _above(gift: CorrectedGift, cents: int) -> str:
    rest = gift.excess_cents - cents
    if rest > 0:
        return f"{_dollars(rest)} stay above the limit: have them put right too, or refund them."
    held = open_hold(gift.connection, gift.row["id"])
    if held is not None and held.reason == EXCESSIVE:
        return "Nothing stays above the limit: the hold is released, with this paper as evidence."
    return "Nothing stays above the limit." if gift.excess_cents else ""


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
