"""Money between the organisation's own entities: one transaction, a side in each one's books."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from financedesk.ledger.entries import NewItem
from financedesk.ledger.limit_person import contact_of_entity
from financedesk.sample.days import in_month, months
from financedesk.sample.desk import Desk


@dataclass(frozen=True, slots=True)
class Path:
    """Who gives to whom, by which kinds, from and to which account, and how much."""

    giver: str
    taker: str
    out_kind: str
    in_kind: str
    account: str
    cents: int
    in_months: tuple[int, ...]
    words: str


_QUARTERS = (3, 6, 9)
PATHS = (
    Path("multnomah", "party", "transfer_to_own_entity", "transfer_from_own_entity", "federal",
         900_00, _QUARTERS, "Quarterly share to the state party"),
    Path("lane", "party", "transfer_to_own_entity", "transfer_from_own_entity", "federal",
         350_00, _QUARTERS, "Quarterly share to the state party"),
    Path("voice", "institute", "grant_made", "grant_received", "operating",
         4_000_00, (5,), "Grant for public education"),
)  # fmt: skip


def write_transfers(desks: Mapping[str, Desk]) -> int:
    """Write every transfer that the giver can bear; returns how many items that is."""
    return sum(
        _transfer(desks[path.giver], desks[path.taker], path, in_month(month, 20))
        for path in PATHS
        for month in months()
        if month.month in path.in_months
    )


def _transfer(giver: Desk, taker: Desk, path: Path, day: date) -> int:
    if path.cents > giver.purses[path.account].least_from(day):
        return 0
    given = NewItem(
        kind=path.out_kind, amount_cents=path.cents, item_date=day.isoformat(),
        contact=giver.contact(f"own:{path.taker}", contact_of_entity(taker.entity)),
        account_id=giver.accounts[path.account], purpose=path.words,
    )  # fmt: skip
    transaction = giver.writer.open_transaction(
        "transfer", day.isoformat(), description=path.words, state="received"
    )
    giver.writer.add_side(transaction, [given])
    giver.writer.flush()
    taken = replace(
        given, kind=path.in_kind, account_id=taker.accounts[path.account],
        contact=taker.contact(f"own:{path.giver}", contact_of_entity(giver.entity)),
    )  # fmt: skip
    taker.writer.add_side(transaction, [taken])
    taker.writer.flush()
    giver.note(given, day)
    taker.note(taken, day)
    return 2
