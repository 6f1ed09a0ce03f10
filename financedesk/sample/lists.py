"""The sample's lists: one that stays in the party, and one that is exchanged across the wall."""

from collections.abc import Mapping

from financedesk.book import Book
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.list_terms import APPRAISED, EXCHANGE, OTHERWISE, TypedList
from financedesk.ledger.list_transfers import record_list
from financedesk.ledger.typed_transfer import Side

_APPROVER = "Ines Moreau"
_WORTH = 1_860_00


def write_lists(
    book: Book,
    entities: Mapping[str, EntityRow],
    accounts: Mapping[str, Mapping[str, AccountRow]],
) -> None:
    """Record two documents that move no money; raises nothing, for both may pass."""
    sides = {
        code: Side(entities[code], _bank(accounts[code])) for code in ("party", "lane", "voice")
    }
    inside = TypedList(
        giver=sides["party"], taker=sides["lane"], data="voter_contacts", records=3_412,
        contents="Name, address, support", day="2026-09-08", approver=_APPROVER, serves=OTHERWISE,
    )  # fmt: skip
    swap = TypedList(
        giver=sides["party"], taker=sides["voice"], data="donor_list", records=1_240,
        contents="Name, postal address", day="2026-08-24", approver=_APPROVER,
        value_cents=_WORTH, basis=APPRAISED, basis_words="Cedar List Appraisers",
        appraised_on="2026-05-04", counter=EXCHANGE, counter_cents=_WORTH,
        counter_words="1,180 names of its members",
    )  # fmt: skip
    for document in (swap, inside):
        with book.unit_of_work("Record list") as unit:
            record_list(unit, document)


def _bank(held: Mapping[str, AccountRow]) -> AccountRow:
    return next(one for one in held.values() if one.role == "bank")
