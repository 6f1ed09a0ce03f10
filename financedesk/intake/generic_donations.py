"""Exports of giving platforms that write alike: Givebutter, Give Lively, Classy, Zeffy.

Each is a table of columns, known by what only its own export has. A plain list of gifts (first and
last name, amount, date) says nothing of where it comes from, so it is read only when the user
names the format.
"""

from collections.abc import Iterator

from financedesk.intake import export_reading
from financedesk.intake.export_layout import OUTSIDE, Layout, Meaning, Word
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes, RejectedRow, StagedRow

CODE = "donations"
PROCESSOR = "donations"

_METHODS: dict[str, Word] = {
    **dict.fromkeys(
        ("card", "credit card", "credit_card", "credit", "debit card", "ach", "bank account",
         "bank", "apple pay", "google pay", "applepayorgooglepay", "apple_pay", "google_pay",
         "paypal", "venmo", "digital wallet", "digital_wallet", "pad", "cash app", "link",
         "online", "donation", "transaction"),
        Meaning.GIFT,
    ),
    **dict.fromkeys(
        ("cash", "check", "cheque", "transfer", "wire", "in_kind", "in kind", "stock", "crypto",
         "offline", "donor advised fund", "daf", "property", "other"),
        OUTSIDE,
    ),
}  # fmt: skip

_DONOR = {
    "first_name": ("First Name", "Donor First Name", "Billing First Name"),
    "last_name": ("Last Name", "Donor Last Name", "Billing Last Name"),
    "organisation": ("Company Name", "Company", "Organization"),
    "street_1": ("Address Line 1", "Donor Mailing Street", "Billing Address", "Address 1",
                 "Address"),
    "street_2": ("Address Line 2", "Billing Address 2", "Address 2"),
    "city": ("City", "Donor Mailing City", "Billing City"),
    "state": ("State", "Donor Mailing State", "Billing State", "Region"),
    "zip": ("Postal", "Zip", "Zip Code", "Postal Code", "Donor Mailing Zip",
            "Billing Postal Code"),
    "country": ("Country", "Donor Mailing Country", "Billing Country"),
    "occupation": ("Occupation",),
    "employer": ("Employer",),
    "email": ("Primary Email", "Email", "Email Address", "Billing Email"),
    "phone": ("Primary Phone", "Donor Phone Number", "Phone", "Billing Phone"),
    "currency": ("Currency", "Currency Code"),
    "reference": ("UTM Source", "Designation Name", "Designation"),
}  # fmt: skip


def _platform(
    title: str,
    marks: tuple[str, ...],
    columns: dict[str, tuple[str, ...]],
    fees: tuple[str, ...] = (),
    forced: tuple[str, ...] = (),
    no_key: str = "",
) -> Layout:
    return Layout(
        code=CODE,
        processor=PROCESSOR,
        title=title,
        marks=(marks,) if marks else (),
        columns={**_DONOR, **columns},
        fees=fees,
        methods=_METHODS,
        forced=forced,
        no_key=no_key,
        clock="The day is that of the export's own time zone, as the file writes it.",
    )


GIVEBUTTER = _platform(
    "Givebutter's export of transactions",
    ("Amount", "Fee", "Fee Covered", "Donated", "Payout", "Method", "Status"),
    {
        "key": ("Reference #", "Transaction ID", "ID"),
        "day": ("Transaction date UTC", "Date (UTC)", "Date Created (UTC)"),
        "gross": ("Amount",),
        "fee": ("Fee",),
        "net": ("Payout",),
        "covered": ("Fee Covered",),
        "method": ("Method",),
        "status": ("Status",),
        "page": ("Campaign",),
    },
    no_key="The row has no reference number; take the export with all columns.",
)

GIVE_LIVELY = _platform(
    "Give Lively's export of line items",
    ("Line Item ID", "Original Amount", "Gross Amount", "Net Amount", "Payment Status"),
    {
        "key": ("Line Item ID",),
        "day": ("Line Item Date", "Payment Date", "Payment Date UTC", "Date"),
        "gross": ("Gross Amount",),
        "net": ("Net Amount",),
        "covered": ("Covered Transaction Fee Amount",),
        "method": ("Payment Method",),
        "status": ("Payment Status",),
        "receipt": ("Payment Platform Charge ID",),
        "page": ("Page Name",),
    },
    fees=("Transaction Fee Amount", "Platform Fee Amount"),
    no_key="The row has no line item id; take the export with all columns.",
)

CLASSY = _platform(
    "Classy's export of transactions",
    ("Transaction ID", "Donation Gross Amount", "Donation Net Amount", "Transaction Status"),
    {
        "key": ("Transaction ID",),
        "day": ("Purchased Date", "Transaction Date"),
        "gross": ("Donation Gross Amount",),
        "net": ("Donation Net Amount",),
        "method": ("Payment Method",),
        "status": ("Transaction Status",),
        "page": ("Campaign Name",),
    },
    fees=("Classy Fees Amount", "Fees Amount"),
    no_key="The row has no transaction id; take the export with all columns.",
)

ZEFFY = _platform(
    "Zeffy's export of payments",
    ("Donation amount", "Payment method", "Payment status", "First Name", "Last Name"),
    {
        "key": ("Payment ID", "Transaction ID", "ID"),
        "day": ("Payment Date (UTC)", "Payment date", "Date"),
        # "Amount" holds the tip that the donor left for the platform.
        "gross": ("Donation amount",),
        "method": ("Payment method",),
        "status": ("Payment status",),
        "page": ("Campaign", "Form"),
    },
)

PLAIN = _platform(
    "a list of gifts",
    (),
    {
        "key": ("Transaction ID", "Donation ID", "Payment ID", "ID"),
        "day": ("Date", "Donation Date", "Created At"),
        "gross": ("Amount", "Donation Amount"),
        "fee": ("Fee", "Fees"),
        "net": ("Net", "Net Amount"),
        "method": ("Payment Method", "Method"),
        "status": ("Status",),
        "recipient_id": ("FEC ID", "Committee ID", "Recipient Gov ID"),
        "recipient": ("Committee", "Recipient"),
        "receipt": ("Receipt ID",),
        "page": ("Campaign", "Page"),
        "payout_key": ("Payout ID", "Deposit ID"),
        "payout_day": ("Payout Date", "Deposit Date"),
    },
    forced=("First Name", "Last Name", "Amount", "Date"),
)

PLATFORMS = (GIVEBUTTER, GIVE_LIVELY, CLASSY, ZEFFY)


def fits(source: SourceFile) -> bool:
    """Tell whether a file is the export of one of the platforms."""
    return any(export_reading.fits(layout, source) for layout in PLATFORMS)


def read(source: SourceFile, notes: Notes) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each row of the export that holds money.

    Raises BadInput when the file as a whole misleads, or has not even the columns of a plain list.
    """
    known = (layout for layout in PLATFORMS if export_reading.fits(layout, source))
    return export_reading.read(next(known, PLAIN), source, notes)
