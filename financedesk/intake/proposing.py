"""What the columns of an unknown table may hold, proposed by their names, and how samples read.

A proposal is shown and confirmed, never taken: names mislead. Samples are read as the rows will be.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from financedesk.errors import BadInput
from financedesk.intake.csv_table import plain_name
from financedesk.intake.days import (
    ASKED,
    DAY_FIRST,
    MONTH_FIRST,
    TWO_ORDERS,
    DayReader,
    UnknownOrder,
    read_cents,
)
from financedesk.intake.dialect import FoundColumn
from financedesk.intake.proofs import comma_cents
from financedesk.intake.roles import (
    BANK_DEBIT,
    CARD,
    CASH,
    CHECK,
    LEAVE_OUT,
    NO,
    WALLET,
    YES,
    Kind,
    role_of,
)
from financedesk.intake.staged import CHARGEBACK, CHARGEBACK_WON, GIFT, REFUND
from financedesk.rules.money import format_cents

USUAL_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "day": (
            "date",
            "donation date",
            "gift date",
            "transaction date",
            "created",
            "paid on",
            "given on",
        ),
        "amount": ("amount", "gross", "donation amount", "gift amount", "gross amount", "paid"),
        "fee": ("fee", "fees", "processing fee", "platform fee", "transaction fee"),
        "net": ("net", "net amount", "net total", "deposited"),
        "currency": ("currency", "currency code"),
        "name": ("name", "full name", "donor", "donor name", "contributor"),
        "first_name": ("first name", "firstname", "donor first name", "given name"),
        "last_name": ("last name", "lastname", "donor last name", "surname", "family name"),
        "organisation": ("organization", "organisation", "company", "organization name"),
        "street_1": ("address", "street", "address 1", "address line 1", "street address"),
        "street_2": ("address 2", "address line 2", "apartment"),
        "city": ("city", "town"),
        "state": ("state", "state/province", "province"),
        "zip": ("zip", "zip code", "zipcode", "postal code", "postcode"),
        "country": ("country",),
        "occupation": ("occupation", "job title"),
        "employer": ("employer", "employer name"),
        "email": ("email", "e-mail", "email address", "donor email"),
        "phone": ("phone", "telephone", "phone number", "mobile"),
        "key": ("id", "transaction id", "donation id", "gift id", "charge id", "payment id"),
        "kind": ("status", "payment status", "donation status", "transaction type"),
        "method": ("method", "payment method", "payment type", "paid by"),
        "receipt": ("receipt", "receipt id", "receipt number", "order number"),
        "recipient_id": ("committee id", "recipient id", "fec id"),
        "recipient": ("recipient", "committee", "committee name"),
        "page": ("page", "form", "campaign", "fundraising page", "form name"),
        "reference": ("reference", "refcode", "reference code", "source code"),
        "payout_key": ("payout", "payout id", "deposit id", "disbursement id", "transfer id"),
        "payout_day": ("payout date", "deposit date", "disbursement date"),
    }
)
"""How vendors usually call a column, by the role that it plays; case and blanks do not matter."""

_SETTLED = (
    "gift", "donation", "contribution", "payment", "charge", "paid", "completed", "complete",
    "succeeded", "success", "successful", "settled", "captured", "approved", "processed", "sold",
)  # fmt: skip
_UNSETTLED = (
    "pending", "processing", "failed", "declined", "denied", "error", "expired", "cancelled",
    "canceled", "voided", "void", "held", "on hold", "incomplete", "abandoned", "payout",
    "transfer", "withdrawal",
)  # fmt: skip
USUAL_MEANINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "kind": {
            GIFT: _SETTLED,
            REFUND: ("refund", "refunded", "returned", "partial refund", "payment refund"),
            CHARGEBACK: ("chargeback", "charged back", "dispute", "disputed", "dispute lost"),
            CHARGEBACK_WON: ("chargeback won", "dispute won", "dispute reversal",
                             "chargeback reversal"),
            LEAVE_OUT: _UNSETTLED,
        },
        "refund_mark": {
            YES: ("yes", "y", "true", "1", "x", "refunded"),
            NO: ("no", "n", "false", "0", "not refunded"),
        },
        "method": {
            CARD: ("card", "credit card", "debit card", "credit", "visa", "mastercard", "amex",
                   "american express", "discover"),
            BANK_DEBIT: ("ach", "bank debit", "bank account", "echeck", "direct debit",
                         "bank transfer"),
            WALLET: ("wallet", "paypal", "venmo", "apple pay", "google pay", "cash app"),
            CHECK: ("check", "cheque"),
            CASH: ("cash",),
        },
    }
)  # fmt: skip
"""What the texts of a column usually mean, by its role; case and blanks do not matter."""

_MEANING_OF_TEXT = {
    (role, text): meaning
    for role, meanings in USUAL_MEANINGS.items()
    for meaning, texts in meanings.items()
    for text in texts
}

_ROLE_OF_NAME = {name: role for role, names in USUAL_NAMES.items() for name in names}


def proposed_meaning(role: str, text: str) -> str:
    """Return what a text of a column usually means, to be confirmed; empty where nothing does."""
    return _MEANING_OF_TEXT.get((role, plain_name(text)), "")


class Sample(NamedTuple):
    """How one cell is read, in words; ``is_clear`` is false where it is not, or must be asked."""

    words: str
    is_clear: bool


def proposed_roles(columns: Iterable[FoundColumn]) -> dict[int, str]:
    """Return roles by the columns' places, where a name is usual; each role once, the first wins.

    A whole name is not proposed beside its parts.
    """
    found: dict[int, str] = {}
    for column in columns:
        role = _ROLE_OF_NAME.get(plain_name(column.name))
        if role is not None and role not in found.values():
            found[column.place] = role
    if {"last_name", "name"} <= set(found.values()):
        found = {place: role for place, role in found.items() if role != "name"}
    return found


def played_once(roles: Mapping[int, str], place: int, role: str) -> dict[int, str]:
    """Return roles by column after one was chosen for a column; empty: it plays none.

    A role is played once: another column that had it gives it up.
    """
    kept = {at: held for at, held in roles.items() if held != role and at != place}
    return {**kept, place: role} if role else kept


def read_sample(role: str, text: str, *, day_order: str = "", decimal: str = "") -> Sample:
    """Return how a cell reads in a role; ``day_order`` and ``decimal`` as a profile says them."""
    try:
        return Sample(_READ[role_of(role).kind](text, day_order, decimal), is_clear=True)
    except UnknownOrder:
        return Sample(f"{text}: day or month first?", is_clear=False)
    except BadInput as error:
        return Sample(str(error), is_clear=False)


def proved_order(texts: Iterable[str]) -> str:
    """Return the order of day and month that one of some dates proves; empty for none or both."""
    proved = set()
    for text in texts:
        if found := TWO_ORDERS.match(text.strip()):
            first, second = int(found[1]), int(found[2])
            proved |= {DAY_FIRST} if second <= 12 < first else set()
            proved |= {MONTH_FIRST} if first <= 12 < second else set()
    return proved.pop() if len(proved) == 1 else ""


def _read_day(text: str, day_order: str, _decimal: str) -> str:
    return DayReader(day_order or ASKED).read(text)


def _read_money(text: str, _day_order: str, decimal: str) -> str:
    return format_cents(comma_cents(text) if decimal == "," else read_cents(text))


def _read_text(text: str, _day_order: str, _decimal: str) -> str:
    return text.strip()


_READ = MappingProxyType(
    {Kind.DAY: _read_day, Kind.MONEY: _read_money, Kind.TEXT: _read_text, Kind.CHOICE: _read_text}
)
