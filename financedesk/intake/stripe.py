"""Stripe's exports: balance history, itemised reports, payout reconciliation, payments.

A gift's key is its charge (``ch_…``, ``py_…``): the balance transaction (``txn_…``) is not, for a
file without charges would bring in again what another export has brought. Who gave stands in the
metadata that the giving platform left with the charge; its columns end in ``(metadata)``.
The balance history calls a chargeback an adjustment; its description says which charge it is of.
"""

import re
from collections.abc import Iterator

from financedesk.errors import BadInput
from financedesk.intake import export_reading
from financedesk.intake.csv_table import Table
from financedesk.intake.export_layout import (
    OWN_FEE,
    OWN_REASON,
    PAYOUT,
    STATUSES,
    Layout,
    Meaning,
    Unclear,
)
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes, RejectedRow, StagedRow
from financedesk.rules.money import format_cents, parse_cents

_PLATFORMS = ("", "donorbox_", "customer_", "donor_")


def _metadata(*names: str) -> tuple[str, ...]:
    return tuple(f"{platform}{name} (metadata)" for platform in _PLATFORMS for name in names) + (
        tuple(f"payment_metadata[{platform}{name}]" for platform in _PLATFORMS for name in names)
    )


LAYOUT = Layout(
    code="stripe",
    processor="stripe",
    title="Stripe's export",
    marks=(
        ("id", "Type", "Source", "Amount", "Fee", "Net", "Created (UTC)"),
        ("balance_transaction_id", "gross", "fee", "net", "reporting_category"),
        ("id", "Created date (UTC)", "Amount", "Fee", "Currency", "Status"),
        ("id", "Created (UTC)", "Amount", "Fee", "Currency", "Status", "Card Last4"),
    ),
    columns={
        "first_name": _metadata("first_name", "firstname", "First Name"),
        "last_name": _metadata("last_name", "lastname", "Last Name"),
        "name": (
            *_metadata("name", "full_name"), "Customer Name", "customer_name", "Card Name",
            "card_name",
        ),
        "street_1": (*_metadata("address", "address_line_1"), "Card Address Line1",
                     "customer_address_line1", "card_address_line1"),
        "street_2": (*_metadata("address_line_2"), "Card Address Line2", "customer_address_line2",
                     "card_address_line2"),
        "city": (*_metadata("city"), "Card Address City", "customer_address_city",
                 "card_address_city"),
        "state": (*_metadata("state"), "Card Address State", "customer_address_state",
                  "card_address_state"),
        "zip": (*_metadata("postal_code", "zip"), "Card Address Zip",
                "customer_address_postal_code", "card_address_postal_code"),
        "country": (*_metadata("country"), "Card Address Country", "customer_address_country"),
        "occupation": _metadata("occupation"),
        "employer": _metadata("employer"),
        "email": (*_metadata("email"), "Customer Email", "customer_email"),
        "phone": _metadata("phone"),
        "key": ("charge_id", "Source", "source_id", "id"),
        "refund_of": ("charge_id", "Source", "source_id"),
        "refund_id": ("source_id", "Source"),
        "description": ("Description", "description"),
        "day": ("Created (UTC)", "created_utc", "Created date (UTC)", "created"),
        "gross": ("Amount", "gross"),
        "fee": ("Fee", "fee"),
        "net": ("Net", "net"),
        "refunded": ("Amount Refunded", "Refunded Amount"),
        "refund_day": ("Refunded date (UTC)",),
        "disputed": ("Disputed Amount",),
        "currency": ("Currency", "currency"),
        "kind": ("Type", "reporting_category"),
        "status": ("Status",),
        "payout_key": ("Transfer", "automatic_payout_id"),
        "payout_day": ("Transfer Date (UTC)", "automatic_payout_effective_at_utc",
                       "automatic_payout_effective_at"),
        "page": _metadata("campaign"),
        "reference": _metadata("designation"),
    },
    key_pattern="(?:ch|py)_[A-Za-z0-9_]+",
    no_key=(
        "The row names no charge (ch_…), so it cannot be known again in another export; take"
        " Stripe's payout reconciliation or balance report with all columns."
    ),
    kinds={
        **dict.fromkeys(("charge", "payment"), Meaning.GIFT),
        **dict.fromkeys(("refund", "payment_refund", "partial_capture_reversal"), Meaning.REFUND),
        "dispute": Meaning.CHARGEBACK,
        "dispute_reversal": Meaning.CHARGEBACK_WON,
        "adjustment": Unclear(
            "Stripe calls corrections of many kinds an adjustment, and this one's description names"
            " no chargeback of a charge (ch_…); look at it there and enter it by hand."
        ),
        "payout": PAYOUT,
        **dict.fromkeys(
            ("stripe_fee", "fee", "network_cost", "tax", "application_fee", "stripe_fx_fee",
             "contribution"),
            OWN_FEE,
        ),
        **dict.fromkeys(
            ("payout_failure", "payout_cancel", "payout_reversal"),
            Unclear("A payout came back from the bank; look at it there and enter it by hand."),
        ),
        **dict.fromkeys(
            ("refund_failure", "payment_failure_refund"),
            Unclear("A refund did not reach the donor; take the refund back by hand."),
        ),
        **dict.fromkeys(
            ("other_adjustment", "topup", "topup_reversal", "transfer", "transfer_reversal",
             "reserve_transaction", "reserved_funds", "risk_reserved_funds",
             "connect_collection_transfer",
             "platform_earning", "platform_earning_refund", "advance", "advance_funding"),
            OWN_REASON,
        ),
    },
    # Of a balance, pending says that the money is not free yet: the charge was made.
    statuses={**STATUSES, "pending": Meaning.GIFT},
)  # fmt: skip

_NAMED = 20
_DISPUTE = re.compile(r"chargeback (withdrawal|reversal) for ((?:ch|py)_\w+)", re.IGNORECASE)
_DISPUTES = {"withdrawal": "dispute", "reversal": "dispute_reversal"}


class _Reader(export_reading.ExportReader):
    """Reads rows, and adds up what each transfer to the bank is made of."""

    def __init__(self, layout: Layout, table: Table, notes: Notes) -> None:
        super().__init__(layout, table, notes)
        self._transfers: dict[str, tuple[int, str]] = {}
        self._made_of: dict[str, int] = {}

    def told(self, row: dict[str, str]) -> None:
        """Take from its description what an adjustment is, and the charge that it is of."""
        self._count(row)
        if row.get("kind", "").casefold() not in ("adjustment", *_DISPUTES.values()):
            return
        if found := _DISPUTE.search(row.get("description", "")):
            row["kind"] = _DISPUTES[found[1].casefold()]
            row["refund_of"] = found[2]

    def _count(self, row: dict[str, str]) -> None:
        try:
            cents = parse_cents(row.get("net", ""))
        except BadInput:
            return  # the row says so itself
        if row.get("kind", "").casefold() == "payout":
            self._transfers[row.get("key", "")] = (-cents, row.get("day", "")[:10])
        elif key := row.get("payout_key", ""):
            self._made_of[key] = self._made_of.get(key, 0) + cents

    def ended(self) -> None:
        """Name the transfers of which this file holds not every charge: nothing is forced."""
        found = [
            _incomplete(key, day, cents, self._made_of.get(key))
            for key, (cents, day) in sorted(self._transfers.items(), key=lambda one: one[1][1])
            if self._made_of.get(key) != cents
        ]
        for words in found[:_NAMED]:
            self.notes.add(words)
        if len(found) > _NAMED:
            self.notes.add(f"{len(found) - _NAMED:,} more transfers lack charges in this file.")


def _incomplete(key: str, day: str, cents: int, inside: int | None) -> str:
    whole = format_cents(cents, symbol=True)
    lies = "its charges lie before or behind it"
    if inside is None:
        return f"Transfer {key} of {day}, {whole}, has no charge in this file: {lies}."
    part = format_cents(inside, symbol=True)
    return (
        f"Of transfer {key} of {day}, {whole}, this file holds {part}: the rest lies before or"
        " behind it."
    )


def fits(source: SourceFile) -> bool:
    """Tell whether a file has the columns of one of Stripe's exports."""
    return export_reading.fits(LAYOUT, source)


def read(source: SourceFile, notes: Notes) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each row of the export that holds money.

    Raises BadInput when the file as a whole misleads, or is not Stripe's.
    """
    return export_reading.read(LAYOUT, source, notes, _Reader)
