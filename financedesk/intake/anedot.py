"""Anedot's export of donations, and of the ledger's entries, where donations are one kind of row.

No real export is public; the headings are those that another importer has met, which vary with the
account. Questions that a committee asks on its form become columns of their own and are passed by.
"""

from financedesk.intake.export_layout import (
    CANCELLED,
    OUTSIDE,
    OWN_FEE,
    PAYOUT,
    Layout,
    Meaning,
)
from financedesk.intake.export_reading import functions_of

_DONOR = ("First Name", "Last Name")

LAYOUT = Layout(
    code="anedot",
    processor="anedot",
    title="Anedot's export",
    marks=(
        (*_DONOR, "Anedot Fee"),
        (*_DONOR, "Donor Covered Fees"),
        (*_DONOR, "Donation ID", "Action Page"),
        (*_DONOR, "UID", "Payment Method", "Action Page"),
    ),
    forced=(*_DONOR, "Amount", "Date"),
    columns={
        "first_name": ("First Name",),
        "last_name": ("Last Name",),
        "organisation": ("Organization", "Organization Name", "Company"),
        "street_1": ("Address Line 1", "Address 1", "Street", "Address"),
        "street_2": ("Address Line 2", "Address 2"),
        "city": ("City",),
        "state": ("State",),
        "zip": ("Zip", "Postal Code", "Zip Code"),
        "country": ("Country",),
        "occupation": ("Occupation",),
        "employer": ("Employer", "Employer Name"),
        "email": ("Email", "Email Address"),
        "phone": ("Phone", "Phone Number", "Mobile", "Cell Phone"),
        "key": ("Donation ID", "UID", "ID", "Transaction ID"),
        "refund_of": ("Donation ID", "UID"),
        "refund_id": ("Transaction ID", "ID"),
        "day": ("Donation Date", "Date", "Created At"),
        "gross": ("Total Amount", "Amount", "Donation Amount"),
        "fee": ("Anedot Fee", "Fee", "Fees"),
        "net": ("Net Amount",),
        "covered": ("Donor Covered Fees",),
        "refunded": ("Refunded Amount", "Amount Refunded"),
        "refund_day": ("Refunded At", "Refund Date"),
        "currency": ("Currency",),
        "kind": ("Type",),
        "method": ("Payment Method", "Payment Type", "Source Type"),
        "status": ("Status",),
        "receipt": ("Order ID", "Receipt ID"),
        "page": ("Action Page", "Campaign"),
        "reference": ("Source Code", "Designation", "Fund"),
        "payout_key": ("Deposit ID", "Withdrawal ID", "Payout ID"),
        "payout_day": ("Deposit Date", "Withdrawal Date", "Payout Date"),
    },
    kinds={
        "donation": Meaning.GIFT,
        "refund": Meaning.REFUND,
        **dict.fromkeys(("void", "voided"), CANCELLED),
        **dict.fromkeys(("dispute", "chargeback"), Meaning.CHARGEBACK),
        **dict.fromkeys(("dispute won", "chargeback won"), Meaning.CHARGEBACK_WON),
        **dict.fromkeys(("transfer", "withdrawal", "payout", "deposit"), PAYOUT),
        **dict.fromkeys(("fee", "fees"), OWN_FEE),
    },
    methods={
        **dict.fromkeys(
            ("credit_card", "credit card", "card", "ach", "bank account", "bank_account",
             "apple_pay", "apple pay", "google_pay", "google pay", "paypal", "venmo", "echeck"),
            Meaning.GIFT,
        ),
        **dict.fromkeys(
            ("cash", "check", "in_kind", "in kind", "in-kind", "wire", "stock", "crypto",
             "cryptocurrency"),
            OUTSIDE,
        ),
    },
    clock="The day is that of the export's own time zone, as Anedot writes it.",
)  # fmt: skip

fits, read = functions_of(LAYOUT)
