"""What every outside format is turned into before it is judged: gifts, refunds, refused rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


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


class StagedRow(NamedTuple):
    """One gift, or one refund given as a row of its own (``is_refund``, with a positive amount).

    ``number`` counts the rows under the header from 1. ``key`` is the row's own key in its source
    and ``digest`` covers the cells that may never change; the disbursement and the refund may be
    filled in later, so they stand outside of it. Amounts are cents, days ``YYYY-MM-DD``.
    """

    number: int
    key: str
    digest: str
    is_refund: bool
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

    def sentences(self) -> Iterator[str]:
        """Yield each sentence once, with the number of rows when there are several."""
        for sentence, number in self.counts.items():
            yield sentence if number == 1 else f"{sentence} ({number:,} rows)"
