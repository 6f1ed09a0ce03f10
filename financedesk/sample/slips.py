"""Checks and cash of the state party that came by hand: two deposit slips, and what still waits.

Nothing is drawn by chance, so that other parts of the sample may change without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from financedesk.book import Book
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.typed_batch import Deposit, deposit_name, record_deposit
from financedesk.ledger.typed_gift import TypedGift, record_gift

OWNER, ACCOUNT = "party", "federal"


@dataclass(frozen=True, slots=True)
class _Brought:
    """Who brought how many dollars on which day, and how."""

    first: str
    last: str
    dollars: int
    day: str
    method: str


_SLIPS = {
    "2026-10-19": (
        _Brought("Greta", "Wainfleet", 75, "2026-10-16", "Check 1187"),
        _Brought("Tobin", "Ashgrove", 40, "2026-10-16", "Check 204"),
        _Brought("Ines", "Quillfeather", 60, "2026-10-17", "Cash"),
    ),
    "2026-10-27": (
        _Brought("Marlow", "Petrichor", 150, "2026-10-16", "Check 3310"),
        _Brought("Oona", "Larksong", 25, "2026-10-22", "Cash"),
        _Brought("Silas", "Thornbury", 100, "2026-10-23", "Check 77"),
    ),
}  # fmt: skip
_WAITING = (
    _Brought("Hester", "Mallowfield", 120, "2026-10-19", "Check 512"),
    _Brought("Caspian", "Drummle", 35, "2026-10-24", "Cash"),
    _Brought("Philippa", "Underhay", 90, "2026-10-29", "Check 1041"),
)  # fmt: skip


def write_slips(
    book: Book, owners: Mapping[str, EntityRow], accounts: Mapping[str, Mapping[str, AccountRow]]
) -> int:
    """Record what was brought by hand, most of it on deposit slips; returns how many gifts."""
    owner, account = owners[OWNER], accounts[OWNER][ACCOUNT]
    for day, brought in _SLIPS.items():
        typed = Deposit(
            day=day, gifts=tuple(_gift(one, account) for one in brought),
            declared_count=len(brought), declared_cents=sum(one.dollars * 100 for one in brought),
            first_initials="AF", second_initials="BE",
        )  # fmt: skip
        with book.unit_of_work(deposit_name(len(brought))) as unit:
            record_deposit(unit, owner, typed)
    for one in _WAITING:
        with book.unit_of_work("Record contribution") as unit:
            record_gift(unit, owner, _gift(one, account))
    return sum(map(len, _SLIPS.values())) + len(_WAITING)


def _gift(one: _Brought, account: AccountRow) -> TypedGift:
    giver = Contact(
        type="IND", first_name=one.first, last_name=one.last, street_1="14 Ferry Lane",
        city="Astoria", state="OR", zip="97103", employer="Self", occupation="Boatbuilder",
    )  # fmt: skip
    return TypedGift(
        giver=giver, known=None, amount_cents=one.dollars * 100, day=one.day, account=account,
        method=one.method,
    )  # fmt: skip
