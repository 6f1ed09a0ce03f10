"""What an import says of itself when it is done."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from financedesk.intake.likely_people import NewCards
from financedesk.intake.row_cells import MendedCell
from financedesk.intake.staged import GIFT, Notes, RejectedRow
from financedesk.intake.watching import Outcome, RowWatcher

MOST_LISTED = 1_000
"""So many refused rows are listed one by one; all of them are counted by reason."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row whose key is in the book with other content: unchanged, somebody must look."""

    row: int
    key: str
    reason: str


@dataclass(slots=True)
class Recipient:
    """An entity that the file gives to: its new gifts and their total in cents."""

    code: str
    name: str
    gifts: int = 0
    cents: int = 0


@dataclass(slots=True)
class IntakeReport:
    """The outcome of an import; money in cents.

    ``thing`` is what the file's rows are: gifts, or what is told of them and has no money.
    ``rows`` = ``accepted`` + ``duplicates`` + refused + conflicting + ``left_out`` + ``skipped``
    rows, where ``left_out`` are those of other recipients than the one asked for and ``skipped``
    those that somebody left out by hand. ``mended`` are cells corrected by hand. ``rejected`` and
    ``conflicts`` list the first thousand, the counts hold them all. ``batch`` is None after a dry
    run and when no row was new. ``completed`` counts known rows that brought a payout or refund.
    ``donors_linked`` of the new cards are of somebody who has another one, ``donors_asked`` counts
    questions about who may be. ``chargebacks`` with ``chargeback_cents`` are no refunds;
    ``won_cents`` came again of them. ``held`` gifts with ``held_cents`` in question were put on
    hold. ``recipients`` are the entities that rows went to, by their ids. ``every_refusal`` holds
    the reasons of all rows that were not taken, by row, when somebody wants them; then it is made
    before the first row. ``watcher`` learns what becomes of each row, ``new_cards`` which row made
    which card, when somebody wants them.
    """

    format: str
    file_name: str
    sha256: str
    thing: str = GIFT
    rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    left_out: int = 0
    skipped: int = 0
    mended: tuple[MendedCell, ...] = ()
    completed: int = 0
    donors_new: int = 0
    donors_matched: int = 0
    donors_linked: int = 0
    donors_asked: int = 0
    total_cents: int = 0
    refunded_cents: int = 0
    chargebacks: int = 0
    chargeback_cents: int = 0
    won_cents: int = 0
    fee_cents: int = 0
    payouts: int = 0
    held: int = 0
    held_cents: int = 0
    batch: int | None = None
    rejected: list[RejectedRow] = field(default_factory=list)
    rejected_count: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    conflict_count: int = 0
    refused_by_reason: dict[str, int] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)
    recipients: dict[int, Recipient] = field(default_factory=dict)
    every_refusal: dict[int, str] | None = None
    watcher: RowWatcher | None = field(default=None, repr=False, compare=False)
    new_cards: NewCards | None = field(default=None, repr=False, compare=False)

    @property
    def has_money(self) -> bool:
        """Whether the rows are gifts."""
        return self.thing == GIFT

    @property
    def warnings(self) -> list[str]:
        """Return what is worth knowing about the file, in sentences."""
        return list(self.notes.sentences())

    def reject(self, refused: RejectedRow) -> None:
        """Note a row that was not taken."""
        self.rejected_count += 1
        if len(self.rejected) < MOST_LISTED:
            self.rejected.append(refused)
        key = f"{refused.field}: {refused.reason}" if refused.field else refused.reason
        if self.every_refusal is not None:
            self.every_refusal[refused.row] = key
        self._tell(refused.row, Outcome.REFUSED)
        if key in self.refused_by_reason or len(self.refused_by_reason) < MOST_LISTED:
            self.refused_by_reason[key] = self.refused_by_reason.get(key, 0) + 1

    def conflict(self, row: int, key: str, reason: str) -> None:
        """Note a row that contradicts the book."""
        self.conflict_count += 1
        self._tell(row, Outcome.CONFLICT)
        if self.every_refusal is not None:
            self.every_refusal[row] = reason
        if len(self.conflicts) < MOST_LISTED:
            self.conflicts.append(Conflict(row, key, reason))

    def known(self, row: int) -> None:
        """Count a row that the book, or the file further up, has already."""
        self.duplicates += 1
        self._tell(row, Outcome.KNOWN)

    def leave_out(self, row: int) -> None:
        """Count a row of another recipient than the one asked for."""
        self.left_out += 1
        self._tell(row, Outcome.OTHER_RECIPIENT)

    def _tell(self, row: int, outcome: Outcome) -> None:
        if self.watcher is not None:
            self.watcher.say(row, outcome)

    def lines(self) -> Iterator[str]:
        """Yield the reasons of refused rows with their counts, the most frequent first."""
        for reason, number in sorted(self.refused_by_reason.items(), key=lambda pair: -pair[1]):
            yield f"{number:,} × {reason}"
