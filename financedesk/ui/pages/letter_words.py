"""How letters read: the row of one that is kept or still to be written, its state and tone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from financedesk.compliance.letters_due import LetterDue
from financedesk.ledger import kept_letters
from financedesk.ledger.kept_letters import ANSWERED, AWAITED, LATE, SENT, TO_SEND, KeptLetter
from financedesk.rules.letter_kinds import LetterKind, letter_kind, letter_kinds
from financedesk.ui.formatting import dollars, long_day

TO_WRITE = "to_write"
STATES: Mapping[str, str] = {TO_WRITE: "To write", **kept_letters.STATES}
"""How a row may stand, in words."""
TONES: Mapping[str, str] = {
    TO_WRITE: "warn", TO_SEND: "warn", AWAITED: "info", LATE: "bad", ANSWERED: "ok",
    SENT: "neutral",
}  # fmt: skip
URGENT = (TO_WRITE, TO_SEND, LATE, AWAITED, ANSWERED, SENT)
"""The states in the order in which rows stand."""


@dataclass(frozen=True)
class LetterRow:
    """A letter that is kept, or one that an act calls for and nobody has written."""

    id: int
    kind: str
    addressee: str
    about: str
    entity_id: int
    send_by: date | None
    kept: KeptLetter | None = None
    due: LetterDue | None = None

    @property
    def what(self) -> LetterKind:
        """What kind of letter it is."""
        return letter_kind(self.kind)

    @property
    def written_on(self) -> date | None:
        """The day on which it was written."""
        return None if self.kept is None else self.kept.written_on

    @property
    def reply_by(self) -> date | None:
        """The last day for an answer."""
        return None if self.kept is None else self.kept.reply_by

    @property
    def sent_on(self) -> date | None:
        """The day on which it went out."""
        return None if self.kept is None else self.kept.sent_on

    @property
    def answered_on(self) -> date | None:
        """The day on which it was answered."""
        return None if self.kept is None else self.kept.answered_on

    @property
    def answer(self) -> str:
        """What came back."""
        return "" if self.kept is None else self.kept.answer

    def state(self, today: date) -> str:
        """Return how it stands on a day: one of ``STATES``."""
        return TO_WRITE if self.kept is None else self.kept.state(today)


def kept_row(one: KeptLetter) -> LetterRow:
    """Return the row of a letter that is kept."""
    return LetterRow(
        one.id, one.kind, one.addressee, one.about, one.entity_id, one.send_by, kept=one
    )


def due_row(one: LetterDue) -> LetterRow:
    """Return the row of a letter that is to be written; its number is no kept letter's."""
    place = tuple(letter_kinds()).index(one.kind.code)
    number = -((one.about.item_id or 0) * len(letter_kinds()) + place)
    about = f"{dollars(one.cents)} on {long_day(one.since)}"
    return LetterRow(
        number, one.kind.code, one.addressee, about, one.about.entity_id, one.send_by, due=one
    )
