"""The wall: whether money may pass from a giver to a recipient, asked before anything is posted.

Every typed way in (gifts, payments, transfers) asks here and nowhere else. The verdict and its
citation come from ``rules.flows`` with the word of the user's counsel, the room from the limits.
``ledger/crossings.py`` says what crosses, ``ledger/wall_notes.py`` keeps what settled a condition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from financedesk.errors import NotFound, Walled
from financedesk.ledger.limit_person import LimitPerson
from financedesk.ledger.limits import Question, RecipientRoom, exceeds_by, room_for_gift
from financedesk.ledger.overrides import overrides
from financedesk.ledger.own_policies import policies_taken
from financedesk.rules.flows import (
    ALLOWED,
    LIMITED,
    NEEDS,
    PROHIBITED,
    Verdict,
    flow_code,
    may_give,
)
from financedesk.rules.limits import Limit, Override, Room, Use, limit_on, limit_rule, room
from financedesk.rules.money import format_cents
from financedesk.rules.thresholds import clock_on, runs_out
from financedesk.rules.windows import CALENDAR_YEAR, Election, Window, election_window, year_window

ASKED = frozenset({"counsel", "attestation", "accounting", "written_terms"})
"""Conditions that somebody must settle in words; the others the program measures itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What settles a condition: the words, who said them, and on which day (``YYYY-MM-DD``)."""

    words: str
    who: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Money that is about to pass: from which class of giver to which recipient, in cents.

    ``entity_id`` is the recipient in this book; without it ``recipient`` is its class. ``own_act``
    marks what the organisation would do itself: it may not go above a limit knowingly, while a
    gift that came is taken and put right. ``measured`` is false where the law sets no amount for
    this way of passing money, as between affiliates. ``used`` are uses outside the attributions,
    ``ahead`` what comes before it on a slip.
    """

    giver: str
    recipient: str
    on: date
    cents: int
    entity_id: int | None = None
    account_kind: str = ""
    election_code: str = ""
    person: LimitPerson | None = None
    own_act: bool = False
    measured: bool = True
    pending: Mapping[str, tuple[Use, ...]] | None = None
    used: Sequence[Use] = ()
    ahead: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the wall says of a crossing; amounts in cents, ``room`` None without an amount.

    ``overrides`` are the words of counsel that the book keeps.
    """

    crossing: Crossing
    verdict: Verdict
    room: Room | None
    excess_cents: int
    overrides: tuple[Override, ...] = field(default=(), repr=False)

    @property
    def prohibited(self) -> bool:
        """Whether it may never pass."""
        return self.verdict.verdict == PROHIBITED

    @property
    def asks(self) -> str:
        """What somebody must say before it passes, by its code of ``NEEDS``; "" for nothing."""
        return self.verdict.needs if self.verdict.needs in ASKED and not self.prohibited else ""

    @property
    def left_words(self) -> str:
        """Return what the limit leaves, as a sentence with the law; "" where no amount is set."""
        found = self.room
        if found is None or found.left_cents is None or found.allowed_cents is None:
            return ""
        limit = found.limit
        of = f"{_dollars(found.allowed_cents)} {found.window.words}"
        mark = " Provisional figure." if limit.provisional else ""
        if limit.override is not None:
            mark = f" Counsel’s figure: {limit.override.words}."
        if self.excess_cents:
            on, given = self.crossing.on, self.overrides
            until = runs_out("excessive", on, given).isoformat()
            return f"{_dollars(self.excess_cents)} above {of} ({limit.citation}).{mark}" + (
                "" if self.crossing.own_act else
                f" Have it redesignated or reattributed, or refund it, by {until}"
                f" ({clock_on('excessive', on, given).law})."
            )  # fmt: skip
        left = _dollars(found.left_cents - self.crossing.cents)
        return f"Leaves {left} of {of} ({limit.citation}).{mark}"

    @property
    def counsel_words(self) -> str:
        """Return that the verdict is counsel's and not the law's, and whose; "" for the law's."""
        word = self.verdict.override
        return "" if word is None else f"Counsel’s word, {self.verdict.verdict}: {word.words}."

    @property
    def allowing_words(self) -> str:
        """Return what may pass and what it leaves, with counsel's name where counsel says so."""
        left = "" if self.excess_cents else self.left_words
        return " ".join(part for part in (left, self.counsel_words) if part)

    @property
    def asking_words(self) -> str:
        """Return what must be said before it passes, with the law; "" when nothing is asked."""
        if not self.asks:
            return ""
        condition = self.verdict.condition.rstrip(".")
        return f"{NEEDS[self.asks]}: {condition} ({self.verdict.citation})."


# --- asking


def judge(connection: Connection, crossing: Crossing, note: Note | None = None) -> Judgement:
    """Return what the wall says; ``note`` is counsel's release or what else settles a condition.

    Raises NotFound for an unknown class of giver or recipient.
    """
    if crossing.entity_id is None or crossing.person is None:
        return _judged_outside(connection, crossing, note)
    kept = overrides(connection)
    released = _released(kept, crossing, note)
    try:
        row = room_for_gift(
            connection, crossing.person, crossing.entity_id, [crossing.entity_id],
            Question(
                on=crossing.on, cents=crossing.cents, giver=crossing.giver, overrides=released,
                pending=crossing.pending, ahead=crossing.ahead,
                policies=policies_taken(connection),
            ),
            account_kind=crossing.account_kind, election_code=crossing.election_code,
        )  # fmt: skip
    except NotFound:  # a day of which no figure is known: no question of amount
        return _judged_outside(connection, crossing, note)
    return _judgement(crossing, row, kept)


def require(connection: Connection, crossing: Crossing, note: Note | None = None) -> Judgement:
    """Return the judgement of what may pass; raises Walled, with citation and remedy, else.

    Prohibited money never passes, a condition must have its note, and what the organisation would
    do itself stays within the limit.
    """
    found = judge(connection, crossing, note)
    said = found.verdict
    if found.prohibited:
        raise Walled(said.words, citation=said.citation, remedy=said.remedy)
    if found.asks and (note is None or not note.words.strip() or not note.who.strip()):
        words = f"{found.asking_words} Note what was said, and by whom."
        raise Walled(words, citation=said.citation, remedy=said.remedy, asks=found.asks)
    if found.excess_cents and crossing.own_act and found.room is not None:
        limit = found.room.limit
        words = f"{found.left_words} Lower the amount: nothing was recorded."
        raise Walled(words, citation=limit.citation, remedy="Lower the amount.")
    return found


def _judgement(crossing: Crossing, row: RecipientRoom, kept: tuple[Override, ...]) -> Judgement:
    measured = crossing.measured
    return Judgement(
        crossing=crossing, verdict=row.verdict, room=row.room if measured else None,
        excess_cents=exceeds_by(row, crossing.cents) if measured else 0, overrides=kept,
    )  # fmt: skip


def _released(
    kept: tuple[Override, ...], crossing: Crossing, note: Note | None
) -> tuple[Override, ...]:
    """Return counsel's release as an override, so that the limit that still holds is measured."""
    if note is None or not note.words.strip():
        return ()
    given, taken = crossing.giver, crossing.recipient
    law = may_give(given, taken, crossing.on, overrides=kept)
    if law.needs != "counsel" or not law.allowed:
        return ()
    return (
        Override(
            rule=flow_code(given, taken), reason=note.words, who=note.who,
            decided_on=date.fromisoformat(note.on),
            verdict=LIMITED if law.limited_by else ALLOWED,
        ),
    )  # fmt: skip


def _judged_outside(connection: Connection, crossing: Crossing, note: Note | None) -> Judgement:
    """Judge what goes to somebody outside the book, by what this entity itself gave there."""
    kept = overrides(connection)
    verdict = may_give(
        crossing.giver, crossing.recipient, crossing.on,
        overrides=(*_released(kept, crossing, note), *kept),
        policies_taken=policies_taken(connection),
    )  # fmt: skip
    found: Room | None = None
    if crossing.measured and verdict.limited_by and not verdict.stops:
        found = _own_room(crossing, verdict, kept)
    over = 0 if found is None or found.left_cents is None else crossing.cents - found.left_cents
    return Judgement(
        crossing=crossing, verdict=verdict, room=found, excess_cents=max(0, over), overrides=kept
    )


def _own_room(crossing: Crossing, verdict: Verdict, kept: Sequence[Override]) -> Room | None:
    try:
        limit = limit_on(limit_rule(verdict.limited_by), crossing.on, kept)
    except NotFound:
        return None
    return room(limit, _window(crossing, limit), crossing.used)


def _window(crossing: Crossing, limit: Limit) -> Window:
    if limit.window == CALENDAR_YEAR or not crossing.election_code:
        return year_window(crossing.on)
    return election_window(Election(code=crossing.election_code))


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
