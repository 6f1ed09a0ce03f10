"""Two gifts of the sample's party whose source is in question, and the letters about them.

One check was deposited before somebody looked closer, the other one waits in the drawer.
"""

from collections.abc import Mapping
from datetime import date

from financedesk.book import Book, UnitOfWork
from financedesk.compliance.letter_case import LetterAbout
from financedesk.compliance.letters import letter_values
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.hold import HoldTerms, place_hold, record_held_gift
from financedesk.ledger.kept_letters import note_sent
from financedesk.ledger.register import register_ids
from financedesk.ledger.register_query import RegisterQuery
from financedesk.ledger.typed_gift import TypedGift
from financedesk.reports.compliance_letter import keep_written, written_letter
from financedesk.sample.days import LAST
from financedesk.sample.slips import ACCOUNT, OWNER

_DEPOSITED = "Petrichor"
_BUSINESS = HoldTerms(
    reason="doubtful", since="2026-10-28",
    basis="Check 3310 is drawn on the account of Petrichor Joinery; asked whose money it is",
)  # fmt: skip
_WAITS = HoldTerms(
    reason="doubtful", since="2026-10-27", waiting=True,
    basis="The check names an address in Lisbon; asked for the citizenship",
)  # fmt: skip
_GIVER = Contact(
    type="IND", first_name="Quillon", last_name="Haverstock", street_1="9 Mill Race Road",
    city="Astoria", state="OR", zip="97103", employer="Retired", occupation="Retired",
)  # fmt: skip
_WRITTEN = date(2026, 10, 28)


def write_questions(
    book: Book, owners: Mapping[str, EntityRow], accounts: Mapping[str, Mapping[str, AccountRow]]
) -> int:
    """Put both on hold and write to their givers, one letter sent; returns how many came new."""
    owner = owners[OWNER]
    typed = TypedGift(
        giver=_GIVER, known=None, amount_cents=400_00, day="2026-10-26",
        account=accounts[OWNER][ACCOUNT], method="Check 88",
    )  # fmt: skip
    with book.unit_of_work("Put a gift on hold") as unit:
        sought = RegisterQuery(entity_ids=(owner.id,), text=_DEPOSITED)
        (deposited,) = register_ids(unit.connection, sought, limit=1)
        place_hold(unit, deposited, _BUSINESS)
    with book.unit_of_work("Record a contribution on hold") as unit:
        waiting = record_held_gift(unit, owner, typed, _WAITS)
    with book.unit_of_work("Write letters") as unit:
        note_sent(unit, _write(unit, owner, deposited), _WRITTEN, "letter", LAST)
        _write(unit, owner, waiting)
    return 1


def _write(unit: UnitOfWork, owner: EntityRow, item_id: int) -> int:
    about = LetterAbout(entity_id=owner.id, item_id=item_id, rule="on_hold")
    values = letter_values(unit.connection, about, "source_inquiry", _WRITTEN)
    return keep_written(unit, written_letter(values))
