"""What a column of a vendor's table may mean: the roles, with the words for people.

The table is read by the profiles, by the reader of mapped files and by whoever asks a person.
"""

from dataclasses import dataclass
from enum import Enum

from financedesk.errors import BadInput
from financedesk.intake.staged import CHARGEBACK, CHARGEBACK_WON, GIFT, REFUND


class Kind(Enum):
    """How the cells of a role are read."""

    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    CHOICE = "choice"
    """One of a few words; what stands in the file is translated by the profile's values."""


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its name in profiles, what people call it, and what they should know of it.

    ``choices`` are the words that a role of the kind CHOICE knows.
    """

    code: str
    words: str
    help: str = ""
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()


LEAVE_OUT = "leave out"
YES, NO = "yes", "no"
NO_DRIVE = "no drive"
"""What a text of the role drive means, when it is of none: not even of that said for the file."""
CARD, BANK_DEBIT, WALLET = "card", "bank debit", "wallet"
CHECK, CASH = "check", "cash"
OUTSIDE = (CHECK, CASH)
"""Ways of paying that pass no processor."""

ROLES = (
    Role("day", "Day of the gift", "The donor's own day, in the processor's local time", Kind.DAY),
    Role("amount", "Amount", "What the donor gave, before any fee", Kind.MONEY),
    Role("fee", "Fee", "What the processor kept of it", Kind.MONEY),
    Role("net", "Net amount", "What was left after the fee; checks the amount or makes it",
         Kind.MONEY),
    Role("currency", "Currency", "Rows in anything but USD are refused"),
    Role("name", "Whole name", "First and last name in one cell; say in which order"),
    Role("first_name", "First name"),
    Role("last_name", "Last name"),
    Role("organisation", "Organisation", "A donor who is no person"),
    Role("street_1", "Street"),
    Role("street_2", "Street, second line"),
    Role("city", "City"),
    Role("state", "State"),
    Role("zip", "ZIP code"),
    Role("country", "Country"),
    Role("occupation", "Occupation"),
    Role("employer", "Employer"),
    Role("email", "E-mail"),
    Role("phone", "Telephone"),
    Role("key", "Key of the row", "No two rows share it; without one the facts tell rows apart"),
    Role("receipt", "Receipt number", "May come again with each recurrence or part of a gift"),
    Role("recipient_id", "Recipient's number", "The committee's or body's registered number"),
    Role("recipient", "Recipient's name"),
    Role("election", "Election", "The code of the election, as P2026"),
    Role("page", "Page or form", "Where the gift was given"),
    Role("drive", "Drive", "What the gift was raised for: the code or the name of a drive"),
    Role("account", "Bank account", "The code of the account that the row's payout reaches"),
    Role("method", "How it was paid", "Checks and cash pass no processor and are refused",
         Kind.CHOICE, (CARD, BANK_DEBIT, WALLET, CHECK, CASH)),
    Role("reference", "Reference code"),
    Role("recurrence", "Number of the recurrence"),
    Role("payout_key", "Payout", "The number of the deposit that has it"),
    Role("payout_day", "Day of the payout", "", Kind.DAY),
    Role("refund_mark", "Refunded?", "Whether this gift was given back since", Kind.CHOICE,
         (YES, NO)),
    Role("refund_key", "Refund", "The refund's own number"),
    Role("refund_day", "Day of the refund", "", Kind.DAY),
    Role("refund_of", "Key of the refunded gift",
         "On the row of a refund or a chargeback: the gift that it is of"),
    Role("kind", "What the row is", "A gift, a refund, a chargeback, or nothing to take",
         Kind.CHOICE, (GIFT, REFUND, CHARGEBACK, CHARGEBACK_WON, LEAVE_OUT)),
)  # fmt: skip

_BY_CODE = {role.code: role for role in ROLES}


def role_of(code: str) -> Role:
    """Return the role of this name; raises BadInput with the choices."""
    found = _BY_CODE.get(code)
    if found is None:
        raise BadInput(f"There is no role {code!r}; choose one of: {', '.join(_BY_CODE)}.")
    return found
