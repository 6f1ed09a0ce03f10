"""The mail-merge list: one row per donor, as a workbook or CSV that other programs merge.

E-mail addresses and telephone numbers of who said no to them are left empty, and a column says so.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from financedesk.drives.prospects import Prospect
from financedesk.progress import Progress
from financedesk.reports.letter_page import salutation_of
from financedesk.reports.table_file import write_table
from financedesk.reports.xlsx.columns import Value


def _ask(place: int) -> Callable[[Prospect], Value]:
    def amount(one: Prospect) -> Value:
        amounts = () if one.ask is None else one.ask.amounts
        return amounts[place] if place < len(amounts) else None

    return amount


def _day(text: str) -> Value:
    return date.fromisoformat(text) if text else None


COLUMNS: Mapping[str, Callable[[Prospect], Value]] = {
    "name": lambda one: one.name,
    "salutation": lambda one: salutation_of(one.contact),
    "household": lambda one: one.household,
    "household_salutation": lambda one: one.greeting,
    "prefix": lambda one: one.contact.prefix,
    "first_name": lambda one: one.contact.first_name,
    "last_name": lambda one: one.contact.last_name,
    "suffix": lambda one: one.contact.suffix,
    "street_1": lambda one: "" if one.no_mail else one.contact.street_1,
    "street_2": lambda one: "" if one.no_mail else one.contact.street_2,
    "city": lambda one: one.contact.city,
    "state": lambda one: one.contact.state,
    "zip": lambda one: one.contact.zip,
    "country": lambda one: one.contact.country,
    "may_write": lambda one: "no" if one.no_mail else "yes",
    "email": lambda one: one.email,
    "may_email": lambda one: "no" if one.no_email else "yes",
    "phone": lambda one: one.phone,
    "may_call": lambda one: "no" if one.no_calls else "yes",
    "gifts": lambda one: str(one.gifts),
    "given": lambda one: one.given_cents,
    "first_gift": lambda one: _day(one.first_day),
    "last_gift": lambda one: _day(one.last_day),
    "last_amount": lambda one: one.last_cents,
    "largest": lambda one: one.largest_cents,
    "recurring": lambda one: one.monthly_cents or None,
    "missing": lambda one: ", ".join(one.missing),
    "ask_1": _ask(0),
    "ask_2": _ask(1),
    "ask_3": _ask(2),
}
"""The columns of the list, each with what it says of a donor; amounts in cents."""
OF_HISTORY = frozenset({
    "household", "household_salutation", "gifts", "given", "first_gift", "last_gift",
    "last_amount", "largest", "recurring", "missing", "ask_1", "ask_2", "ask_3",
})  # fmt: skip
"""What stays at home when a list goes to another entity: it buys addresses, not a ledger."""


def write_mail_merge(
    people: Sequence[Prospect], target: Path, progress: Progress, *, history: bool = True
) -> int:
    """Write the list, ``.csv`` or ``.xlsx``, and return how many donors it holds.

    Without ``history`` it says nothing of what somebody gave. Raises BadInput for another ending
    or where the file cannot be written, Cancelled from ``progress``.
    """
    columns = {name: of for name, of in COLUMNS.items() if history or name not in OF_HISTORY}
    rows = ([of(one) for of in columns.values()] for one in people)
    write_table(target, "Donors", list(columns), rows, len(people), progress)
    return len(people)
