"""What every outside format is turned into before it is judged: gifts, refunds, refused rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

GIFT, REFUND = "gift", "refund"
CHARGEBACK = "chargeback"
"""The donor's bank took a gift back."""
CHARGEBACK_WON = "chargeback won"
"""A chargeback was decided for the committee, and its money came again."""


class Donor(NamedTuple):
    """A donor exactly as the row gives them; an empty first name means an organisation."""

    first_name: str
    last_name: str
    street_1: str
    street_2: str
    city: str
    state: str
    zip: str
    country: str
    occupation: str
    employer: str
    email: str
    phone: str


class DonorTraits(NamedTuple):
    """What a donor is compared by.

    ``email`` and ``place`` find the same donor again, ``search_name`` orders the register.
    ``address`` and ``details`` are numbers that differ when name and address differ, or those and
    the employment, however they are capitalised and spaced.
    """

    search_name: str
    email: str | None
    place: str | None
    address: int
    details: int


class StagedRow(NamedTuple):
    """One gift, or what became of an earlier one as a row of its own, with a positive amount.

    ``meaning`` is GIFT, REFUND, CHARGEBACK or CHARGEBACK_WON; ``fee_cents`` of the last two is what
    the processor took for the dispute, below zero where it gave its fee back.
    ``number`` counts the rows under the header from 1. ``key`` is the row's own key in its source
    and ``digest`` covers the cells that may never change; the disbursement and the refund may be
    filled in later, so they stand outside of it. Amounts are cents, days ``YYYY-MM-DD``.
    ``recurrence`` counts the charges of a series from 1 and is None for a single gift; ``every``
    is how often it comes, where the source says so.
    ``drive`` is what the row calls the drive that it is of, ``account`` the code of the bank
    account that its payout reaches; empty where the row does not say.
    ``traits`` are there when a second process read the row: it works them out beforehand.
    """

    number: int
    key: str
    digest: str
    meaning: str
    day: str
    cents: int
    fee_cents: int
    recipient_id: str
    recipient: str
    election_code: str
    donor: Donor
    receipt_id: str
    page: str
    reference_code: str
    recurrence: int | None
    payout_key: str
    payout_day: str
    refund_id: str
    refund_day: str
    traits: DonorTraits | None = None
    every: str = ""
    drive: str = ""
    account: str = ""

    @property
    def is_gift(self) -> bool:
        """Tell whether the row is a gift, and not what became of one."""
        return self.meaning == GIFT


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken: its number under the header, the column, and why."""

    row: int
    field: str
    reason: str


@dataclass(slots=True)
class Notes:
    """What a reader wants to say about the file as a whole, in plain sentences with counts."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, sentence: str) -> None:
        """Count one more row that the sentence holds for."""
        self.counts[sentence] = self.counts.get(sentence, 0) + 1

    def add_all(self, counts: Mapping[str, int]) -> None:
        """Add what another reader has counted."""
        for sentence, number in counts.items():
            self.counts[sentence] = self.counts.get(sentence, 0) + number

    def sentences(self) -> Iterator[str]:
        """Yield each sentence once, with the number of rows when there are several."""
        for sentence, number in self.counts.items():
            yield sentence if number == 1 else f"{sentence} ({number:,} rows)"
