"""Square's export of transactions: what a customer paid in all, its fee, and refunds as rows.

A sale with tax in it is not all a gift, and cash never passes through Square: both are refused
with the reason, row by row.
"""

from collections.abc import Iterator

from financedesk.intake import export_reading
from financedesk.intake.export_layout import STATUSES, Layout, Meaning
from financedesk.intake.row_reading import Refusal
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes, RejectedRow, StagedRow

LAYOUT = Layout(
    code="square",
    processor="square",
    title="Square's export of transactions",
    marks=(("Gross Sales", "Total Collected", "Net Total", "Fees", "Transaction ID"),),
    columns={
        "name": ("Customer Name",),
        "key": ("Transaction ID",),
        "refund_of": ("Original Transaction ID", "Source Transaction ID"),
        "refund_id": ("Payment ID",),
        "day": ("Date",),
        "zone": ("Time Zone",),
        "gross": ("Total Collected",),
        "fee": ("Fees",),
        "net": ("Net Total",),
        "tax": ("Tax",),
        "cash": ("Cash",),
        "gift_card": ("Square Gift Card",),
        "other_tender": ("Other Tender",),
        "kind": ("Event Type",),
        "status": ("Transaction Status",),
        "page": ("Location",),
        "reference": ("Customer Reference ID",),
        "payout_key": ("Deposit ID",),
        "payout_day": ("Deposit Date",),
    },
    no_key="The row has no transaction id; take the export with all columns.",
    kinds={
        "payment": Meaning.GIFT,
        "refund": Meaning.REFUND,
        **dict.fromkeys(("dispute", "chargeback"), Meaning.CHARGEBACK),
        **dict.fromkeys(("dispute won", "dispute reversal"), Meaning.CHARGEBACK_WON),
    },
    statuses=STATUSES,
)

_NOT_A_CARD = {
    "tax": "A sales tax is in what was paid, so the row is a sale and not all of it a gift; enter"
    " the gift by hand.",
    "cash": "It was paid in cash, which does not pass through Square; enter it with its deposit.",
    "gift_card": "It was paid with a gift card: whose money that was cannot be told from the row.",
    "other_tender": "It was paid by other means than through Square; enter it with its deposit.",
}


class _Reader(export_reading.ExportReader):
    def judge(self, row: dict[str, str]) -> None:
        """Refuse what did not pass through Square, or is not all a gift."""
        for part, reason in _NOT_A_CARD.items():
            if part in row and self.cents(self.name_of(part), row[part]):
                raise Refusal(self.name_of(part), reason)


def fits(source: SourceFile) -> bool:
    """Tell whether a file has the columns of Square's transactions."""
    return export_reading.fits(LAYOUT, source)


def read(source: SourceFile, notes: Notes) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each row of the export that holds money.

    Raises BadInput when the file as a whole misleads, or is not Square's.
    """
    return export_reading.read(LAYOUT, source, notes, _Reader)
