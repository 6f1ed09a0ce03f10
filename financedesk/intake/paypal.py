"""PayPal's activity download: payments with their fees, and everything else that moved the balance.

A partner's fee (of the giving platform) is a row of its own that names its payment; it is added to
that payment's fee, so that gross less fee is what the payment left in the balance. Which payments
a withdrawal to the bank consists of is not in the file.
"""

from collections.abc import Iterator

from financedesk.intake import export_reading
from financedesk.intake.csv_table import Table
from financedesk.intake.export_layout import (
    OWN_FEE,
    OWN_REASON,
    Layout,
    LeftOut,
    Meaning,
    Unclear,
)
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes, RejectedRow, StagedRow

_HOLD = LeftOut("A hold, or its release, moves no money between people; it was left out.")
_CONVERSION = Unclear(
    "It is a conversion between currencies; enter what the bank credited with the gift it is of."
)
_PARTNER_FEE = LeftOut("A partner's fee was added to the fee of its payment.")

LAYOUT = Layout(
    code="paypal",
    processor="paypal",
    title="PayPal's activity download",
    marks=(("Date", "TimeZone", "Type", "Status", "Currency", "Gross", "Fee", "Net"),),
    columns={
        "name": ("Name",),
        "street_1": ("Address Line 1",),
        "street_2": (
            "Address Line 2/District/Neighborhood", "Address Line 2",
        ),
        "city": ("Town/City", "City"),
        "state": (
            "State/Province/Region/County/Territory/Prefecture/Republic", "State",
        ),
        "zip": ("Zip/Postal Code", "Zip"),
        "country": ("Country",),
        "email": ("From Email Address",),
        "phone": ("Contact Phone Number",),
        "key": ("Transaction ID",),
        "refund_of": ("Reference Txn ID",),
        "refund_id": ("Transaction ID",),
        "day": ("Date",),
        "zone": ("TimeZone",),
        "gross": ("Gross",),
        "fee": ("Fee",),
        "net": ("Net",),
        "currency": ("Currency",),
        "kind": ("Type",),
        "status": ("Status",),
        "receipt": ("Receipt ID",),
        "page": ("Item Title",),
        "reference": ("Custom Number", "Invoice Number"),
    },
    no_key="The row has no transaction id; take the download with all columns.",
    key_pattern="[A-Z0-9]{3,24}",
    kinds={
        **dict.fromkeys(
            ("donation payment", "subscription payment", "express checkout payment",
             "website payment", "mobile payment", "general payment", "payment",
             "recurring payment", "preapproved payment bill user payment",
             "web accept payment received", "donation received", "payment received",
             "mobile express checkout payment", "shopping cart payment"),
            Meaning.GIFT,
        ),
        **dict.fromkeys(
            ("payment refund", "refund", "partial refund", "donation refund"), Meaning.REFUND
        ),
        **dict.fromkeys(
            ("chargeback", "payment reversal", "reversal", "dispute", "chargeback settlement"),
            Meaning.CHARGEBACK,
        ),
        **dict.fromkeys(("cancelled reversal", "canceled reversal", "chargeback reversal"),
                        Meaning.CHARGEBACK_WON),
        **dict.fromkeys(
            ("general withdrawal", "general withdrawal - bank account", "withdrawal",
             "withdraw funds to bank account", "user initiated withdrawal", "auto-sweep"),
            LeftOut(
                "A withdrawal to the bank was left out: which gifts it consists of is not in the"
                " file, so they stay at PayPal until you record their payout."
            ),
        ),
        "partner fee": _PARTNER_FEE,
        **dict.fromkeys(
            ("payment fee", "chargeback fee", "fee", "general paypal fee", "fee reversal"),
            OWN_FEE,
        ),
        **dict.fromkeys(
            ("account hold for open authorization", "reversal of general account hold",
             "general account hold", "hold on balance for dispute investigation",
             "hold on available balance", "general authorization", "payment hold",
             "payment release", "authorization"),
            _HOLD,
        ),
        **dict.fromkeys(
            ("general currency conversion", "currency conversion",
             "user initiated currency conversion"),
            _CONVERSION,
        ),
        "mass pay payment": Unclear(
            "A mass payment names PayPal and not who gives; enter it by hand with its donor."
        ),
        **dict.fromkeys(
            ("general credit card deposit", "bank deposit to pp account", "general bonus",
             "account correction", "debit card cash back bonus"),
            OWN_REASON,
        ),
    },
)  # fmt: skip

_KIND, _OF = "Type", "Reference Txn ID"


class _Reader(export_reading.ExportReader):
    """Knows the partners' fees of the whole file, by the payment that they are of."""

    def __init__(self, layout: Layout, table: Table, notes: Notes) -> None:
        super().__init__(layout, table, notes)
        self._partner_fees = _partner_fees(table)

    def fee_beside(self, row: dict[str, str]) -> int:
        """Return what partners took of a payment, in cents."""
        texts = self._partner_fees.get(row.get("key", ""), ())
        return sum(abs(self.cents("Gross", text)) for text in texts)


def _partner_fees(table: Table) -> dict[str, list[str]]:
    """Return the amounts of partners' fees by their payments' keys; they may stand anywhere."""
    places = table.positions((_KIND, _OF, "Gross"))
    found: dict[str, list[str]] = {}
    if len(places) == 3:
        kind, of, gross = (places[name] for name in (_KIND, _OF, "Gross"))
        for _, cells in table.rows(Notes()):
            if len(cells) > max(kind, of, gross) and cells[kind].strip() == "Partner Fee":
                found.setdefault(cells[of].strip(), []).append(cells[gross].strip())
    return found


def fits(source: SourceFile) -> bool:
    """Tell whether a file has the columns of PayPal's activity."""
    return export_reading.fits(LAYOUT, source)


def read(source: SourceFile, notes: Notes) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each row of the download that holds a gift or a refund.

    Raises BadInput when the file as a whole misleads, or is not PayPal's.
    """
    return export_reading.read(LAYOUT, source, notes, _Reader)
