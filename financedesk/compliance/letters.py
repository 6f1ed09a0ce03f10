"""Which letter a finding needs, and what it says: values that ``reports`` sets on paper.

The kinds are ``rules.letter_kinds``; each has one function that reads its facts from the books,
with the days of the law's clocks. Nothing is written here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.compliance.finding import Finding
from financedesk.compliance.letter_case import Case, LetterAbout, LetterMore, LetterValues
from financedesk.compliance.letters_asking import (
    attribution_form,
    best_efforts,
    in_kind_form,
    joint_notice,
    source_inquiry,
)
from financedesk.compliance.letters_back import disgorgement, refund, returned
from financedesk.compliance.letters_limits import (
    reattribution_notice,
    reattribution_request,
    redesignation_notice,
    redesignation_request,
)
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger.corrected_gift import CorrectedGift
from financedesk.ledger.entities import entity_by_id
from financedesk.ledger.kept_letters import is_written
from financedesk.ledger.overrides import overrides
from financedesk.progress import Progress
from financedesk.rules.letter_kinds import DONOR, LetterKind, letter_kind, letter_kinds

_SAID: Mapping[str, Callable[[Case], LetterValues]] = {
    "best_efforts": best_efforts,
    "redesignation_request": redesignation_request,
    "redesignation_notice": redesignation_notice,
    "reattribution_request": reattribution_request,
    "reattribution_notice": reattribution_notice,
    "refund": refund,
    "return": returned,
    "source_inquiry": source_inquiry,
    "disgorgement": disgorgement,
    "joint_notice": joint_notice,
    "llc_form": attribution_form,
    "partnership_form": attribution_form,
    "in_kind_form": in_kind_form,
}

NOTHING_MORE = LetterMore()
"""What is said beside the books where nobody says anything."""
WRITTEN = "Such a letter about this gift is kept already."
NEXT = "Its turn comes with the next act: so many letters are written at once."
MOST = 1_000
"""How many letters one act writes: each is a PDF that stays in the book."""


def letters_for(finding: Finding) -> tuple[LetterKind, ...]:
    """Return the letters that answer a finding, the usual first; none where no letter helps."""
    return tuple(one for one in letter_kinds().values() if finding.rule in one.checks)


def letter_values(
    connection: Connection,
    about: Finding | LetterAbout,
    kind: str,
    on: date,
    more: LetterMore = NOTHING_MORE,
    visible: Collection[int] = (),
) -> LetterValues:
    """Return what a letter says about a finding, a donor or a gift, written on a day.

    ``visible`` are the entities that the user may see. Raises Refused with the reason where the
    law or the books give no such letter, BadInput where something must be said first (``more``),
    NotFound for what has gone.
    """
    found = letter_kind(kind)
    subject = _subject(connection, about, found) if isinstance(about, Finding) else about
    case = Case(
        connection=connection, kind=found, entity=entity_by_id(connection, subject.entity_id),
        about=subject, on=on, more=more, counsel=overrides(connection), visible=visible,
    )  # fmt: skip
    return _SAID[kind](case)


@dataclass(frozen=True, slots=True)
class LetterOpening:
    """A letter that answers a finding; ``why_not`` says why it cannot be written, "" where it can.

    What has still to be said (``LetterMore``) does not keep it from being offered.
    """

    kind: LetterKind
    why_not: str = ""


def letter_openings(
    connection: Connection, finding: Finding, on: date, visible: Collection[int] = ()
) -> tuple[LetterOpening, ...]:
    """Return the letters that answer a finding, those that the books bear out first."""
    found = [_opening(connection, finding, one, on, visible) for one in letters_for(finding)]
    return tuple(sorted(found, key=lambda one: bool(one.why_not)))


def _opening(
    connection: Connection, finding: Finding, kind: LetterKind, on: date, visible: Collection[int]
) -> LetterOpening:
    try:
        letter_values(connection, finding, kind.code, on, visible=visible)
    except BadInput:
        return LetterOpening(kind)
    except (NotFound, Refused) as error:
        return LetterOpening(kind, str(error))
    return LetterOpening(kind)


@dataclass(frozen=True, slots=True)
class LetterBatch:
    """Letters about many findings; ``left_out`` are the others: who, and why there is none."""

    letters: tuple[LetterValues, ...]
    left_out: tuple[tuple[str, str], ...]


def letters_about(
    connection: Connection,
    findings: Sequence[Finding],
    kind: str,
    on: date,
    progress: Progress,
    visible: Collection[int] = (),
) -> LetterBatch:
    """Return the letters of a kind that answer findings, but for those that were written already.

    Raises NotFound for an unknown kind, Cancelled from ``progress``.
    """
    code = letter_kind(kind).code
    asking = [one for one in findings if one.rule in letter_kind(kind).checks]
    made: list[LetterValues] = []
    left_out: list[tuple[str, str]] = []
    taken: set[tuple[int | None, int | None]] = set()
    for number, finding in enumerate(asking):
        progress.step(number, len(asking), "Reading what letters say")
        if len(made) == MOST:
            left_out += [(one.subject, NEXT) for one in asking[number:]]
            break
        try:
            values = letter_values(connection, finding, code, on, visible=visible)
        except (BadInput, NotFound, Refused) as error:
            left_out.append((finding.subject, str(error)))
            continue
        about = (values.card_id, values.item_id)
        if about in taken or is_written(connection, code, *about):
            left_out.append((finding.subject, WRITTEN))
        else:
            taken.add(about)
            made.append(values)
    return LetterBatch(tuple(made), tuple(left_out))


def _subject(connection: Connection, finding: Finding, kind: LetterKind) -> LetterAbout:
    """Return what a letter about a finding is about: its donor, or the gift in question."""
    if kind.about == DONOR or not finding.item_ids:
        return LetterAbout(
            entity_id=finding.entity_id, card_id=finding.card_id, rule=finding.rule
        )  # fmt: skip
    return LetterAbout(
        entity_id=finding.entity_id, card_id=finding.card_id,
        item_id=_in_question(connection, finding), rule=finding.rule,
    )  # fmt: skip


def _in_question(connection: Connection, finding: Finding) -> int:
    """Return the newest gift of a finding of which something is left, or its newest entry."""
    newest_first = tuple(reversed(finding.item_ids))
    return next((one for one in newest_first if _is_left(connection, one)), newest_first[0])


def _is_left(connection: Connection, item_id: int) -> bool:
    try:
        return CorrectedGift(connection, item_id).left_cents > 0
    except (NotFound, Refused):
        return False
