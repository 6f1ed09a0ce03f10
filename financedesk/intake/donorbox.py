"""Donorbox's export of donations: four header rows in four years, the columns found by name.

The key of a gift is that of the payment at Stripe or PayPal, so that it meets the same payment in
their exports; those have the payouts, which Donorbox does not know. ``Amount`` holds the fee that
the donor covered.
"""

from financedesk.intake.export_layout import OUTSIDE, Layout, Meaning
from financedesk.intake.export_reading import functions_of

LAYOUT = Layout(
    code="donorbox",
    processor="donorbox",
    title="Donorbox's export of donations",
    marks=(
        ("Donor's First Name", "Donor's Last Name", "Donated At", "Amount", "Donation Type"),
        ("Donor's First Name", "Donor's Last Name", "Donated At", "Amount", "Stripe Charge Id"),
        ("Donor First Name", "Donor Last Name", "Donated At", "Amount", "Stripe Charge Id"),
    ),
    columns={
        "first_name": ("Donor's First Name", "Donor First Name"),
        "last_name": ("Donor's Last Name", "Donor Last Name"),
        "organisation": ("Donating Company",),
        "street_1": ("Address",),
        "street_2": ("Address 2",),
        "city": ("City",),
        "state": ("State / Province", "State"),
        "zip": ("Postal Code", "Zip Code"),
        "country": ("Country",),
        "occupation": ("Occupation",),
        "employer": ("Employer",),
        "email": ("Donor Email", "Email"),
        "phone": ("Phone",),
        "key": (
            "Stripe Charge Id", "Pay Pal Capture Id", "Paypal Capture Id",
            "Pay Pal Transaction Id", "Paypal Transaction Id", "Receipt Id",
        ),
        "day": ("Donated At",),
        "gross": ("Amount",),
        "fee": ("Total Fee",),
        "net": ("Net Amount",),
        "currency": ("Currency",),
        "dollars": ("Amount in USD",),
        "dollars_net": ("Net amount in USD",),
        "method": ("Donation Type",),
        "status": ("Status",),
        "receipt": ("Receipt Id",),
        "page": ("Campaign",),
        "reference": ("Designation",),
    },
    fees=("Processing Fee", "Platform Fee", "Tax Fee"),
    no_key="The row has no key of its payment and no receipt; take the export with all columns.",
    methods={
        **dict.fromkeys(
            ("stripe", "ach", "us_bank_account", "paypal", "paypal_express", "venmo", "apple_pay",
             "google_pay", "link", "credit card", "card", "sepa", "bacs", "ideal"),
            Meaning.GIFT,
        ),
        **dict.fromkeys(
            ("cash", "check", "cheque", "offline", "manual", "bank_transfer", "wire", "stock",
             "crypto", "in_kind", "in kind", "other"),
            OUTSIDE,
        ),
    },
    clock="The day is that of the account's own time zone, as Donorbox writes it.",
)  # fmt: skip

fits, read = functions_of(LAYOUT)
