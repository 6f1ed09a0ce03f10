"""What an export looks like, as data: which columns hold what, and what its words mean.

A processor's module fills in a ``Layout``; ``export_reading`` reads any file by it. Where the law
or the file leaves a choice, the layout says in a sentence what is done about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from financedesk.intake import staged


class Meaning(Enum):
    """What a row is, when it is money that came in or went back."""

    GIFT = staged.GIFT
    REFUND = staged.REFUND
    CHARGEBACK = staged.CHARGEBACK
    CHARGEBACK_WON = staged.CHARGEBACK_WON


DISPUTED = frozenset({Meaning.CHARGEBACK, Meaning.CHARGEBACK_WON})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row without a gift in it, as it should be: told once for the file, with how many."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A row with money that somebody must look at: refused, with the reason."""

    reason: str


Word = Meaning | LeftOut | Unclear

PENDING = LeftOut("A payment that is not settled yet is no gift; import the file again when it is.")
FAILED = LeftOut("A payment that failed is no gift; it was left out.")
CANCELLED = LeftOut("A payment that was cancelled is no gift; it was left out.")
PAYOUT = LeftOut(
    "A transfer to the bank is no gift; it was left out. The gifts name their payout where the"
    " file links them."
)
UNDATED_REFUND = Unclear(
    "The gift was given back, in whole or in part, but the row does not say when and how much;"
    " take the export that has refunds as rows of their own."
)
UNDATED_CHARGEBACK = Unclear(
    "The donor's bank took the money back (a chargeback), but the row does not say when and how"
    " much; take the export that has chargebacks as rows of their own, and import first the one"
    " that has the gift as it was paid."
)
OWN_FEE = Unclear(
    "It is a fee that the processor took for itself and belongs to no gift; enter it as a payment"
    " to the processor."
)
OWN_REASON = Unclear("It is neither a gift nor a refund of one; look at it and enter it by hand.")
OUTSIDE = Unclear(
    "The gift did not pass through the processor (cash, a check or a transfer); enter it with its"
    " deposit."
)

STATUSES: Mapping[str, Word] = {
    "": Meaning.GIFT,
    **dict.fromkeys(
        ("paid", "completed", "complete", "succeeded", "success", "successful", "settled",
         "captured", "approved", "processed", "available", "cleared"),
        Meaning.GIFT,
    ),
    **dict.fromkeys(
        ("pending", "processing", "in progress", "in process", "authorized", "requires_capture",
         "uncaptured", "open", "held", "on hold", "incomplete", "past due"),
        PENDING,
    ),
    **dict.fromkeys(
        ("failed", "failure", "declined", "error", "denied", "rejected", "blocked", "expired",
         "returned unpaid"),
        FAILED,
    ),
    **dict.fromkeys(
        ("cancelled", "canceled", "voided", "void", "reversed before settlement", "abandoned",
         "stopped"),
        CANCELLED,
    ),
    **dict.fromkeys(
        ("refunded", "partially refunded", "partially_refunded", "partial refund", "refund",
         "partial_refund"),
        UNDATED_REFUND,
    ),
    **dict.fromkeys(
        ("disputed", "dispute", "chargeback", "charged back", "charged_back", "lost", "reversed"),
        UNDATED_CHARGEBACK,
    ),
}  # fmt: skip
"""What processors say of a payment; a word that is not here is asked about, row by row."""

DONOR_PARTS = (
    "first_name", "last_name", "street_1", "street_2", "city", "state", "zip", "country",
    "occupation", "employer", "email", "phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """How one processor's exports are known and read.

    ``marks``: sets of columns; a file that has all of any one set is this processor's. ``columns``:
    the names that a part of a gift may have; the first of them that is filled in a row counts.
    Parts: those of a donor, ``name`` (in one piece), ``organisation``, ``key``, ``refund_of`` (the
    key of the gift that a refund or a chargeback names, where that is another column),
    ``refund_id``, ``disputed`` (an amount on the gift's own row), ``day``,
    ``zone``, ``gross``, ``fee``, ``net``, ``covered``, ``dollars`` and ``dollars_net`` (settled,
    when the currency is another), ``currency``, ``kind``, ``method``, ``status``, ``refunded``,
    ``recipient_id``, ``recipient``, ``election``, ``receipt``, ``page``, ``reference``,
    ``recurrence``, ``charge``, ``payout_key``, ``payout_day``, ``refund_day``.
    ``fees`` are added up where no column holds their sum. ``kinds``, ``methods`` and ``statuses``
    say what the words of those columns mean; an empty table asks nothing. ``key_pattern``: what a
    gift's key looks like. ``clock`` is said of a file whose times have no zone. ``no_key``: what
    to do about a row without a key; empty where gifts are known again by day, amount and donor.
    """

    code: str
    processor: str
    title: str
    marks: tuple[tuple[str, ...], ...]
    columns: Mapping[str, tuple[str, ...]]
    no_key: str = ""
    key_pattern: str = "[A-Za-z0-9][A-Za-z0-9_-]*"
    fees: tuple[str, ...] = ()
    kinds: Mapping[str, Word] = field(default_factory=dict)
    methods: Mapping[str, Word] = field(default_factory=dict)
    statuses: Mapping[str, Word] = field(default_factory=lambda: STATUSES)
    clock: str = ""
    forced: tuple[str, ...] = ()
    """Columns that do when the user says that the file is this processor's."""
