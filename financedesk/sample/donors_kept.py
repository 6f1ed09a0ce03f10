"""What the sample's party keeps about a few donors: notes, papers, declarations, requests, a home.

They are those who gave last, so that whoever opens the list meets them first.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from financedesk.book import Book, UnitOfWork
from financedesk.ledger.contacts import read_contact
from financedesk.ledger.donor_attestations import NewDeclaration, declare
from financedesk.ledger.donor_documents import add_document
from financedesk.ledger.donor_notes import add_note
from financedesk.ledger.donor_requests import (
    NewRequest,
    answer_request,
    record_letters,
    record_request,
    requests_of,
)
from financedesk.ledger.donors import DonorQuery, donor_ids
from financedesk.ledger.donors_edit import add_donor, newest_version, set_consent
from financedesk.ledger.donors_letters import letters
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.households import make_household
from financedesk.ledger.saved_filters import Search, save_filter
from financedesk.progress import Silent
from financedesk.rules.donor_declarations import declarations
from financedesk.sample.days import LAST

_KEEPERS = ("party", "voice")
_WHO = "M. Penhallow"
_NOTES = (
    (date(2026, 3, 18), "Met at the spring dinner; would rather give to the transit drive."),
    (date(2026, 9, 2), "Called about the receipt of August: it was sent to the old address."),
)
_LETTER = b"""Dear friends,

please write to the new address from now on, and do not call at work.
"""
_HOUSEMATES = ("Wendell", "Odile")
_FORM_DAY, _ASKED = date(2026, 1, 12), timedelta(days=12)


def write_kept(book: Book, entities: Mapping[str, EntityRow]) -> None:
    """Write what the party's office knows of donors beside their gifts."""
    for code in _KEEPERS:
        entity_id = entities[code].id
        with book.unit_of_work("What the office knows of donors") as unit:
            everybody = DonorQuery(entity_ids=(entity_id,), today=LAST, group="person")
            newest = donor_ids(unit.connection, everybody, limit=1)[0]
            _know(unit, newest)
            _live_together(unit, entity_id, newest)
            _ask(unit, entity_id)
            near = Search(filters=(("flag", "near"), ("group", "person")), order="given")
            save_filter(unit, entity_id, "Thank before they are itemised", near)


def _know(unit: UnitOfWork, card_id: int) -> None:
    for on, words in _NOTES:
        add_note(unit, card_id, words, who=_WHO, on=on)
    add_document(
        unit, card_id, "new-address.txt", _LETTER, kind="letter", who=_WHO, on=_NOTES[1][0]
    )
    form = add_document(
        unit, card_id, "membership-form.txt", b"Signed on 12 January 2026.", kind="declaration",
        who=_WHO, on=_FORM_DAY,
    )  # fmt: skip
    for kind in declarations():
        said = NewDeclaration(kind=kind, given=True, on=_FORM_DAY, how="form", document_id=form)
        declare(unit, card_id, said, LAST)
    set_consent(unit, card_id, "email", given=True, since=_FORM_DAY.isoformat(), basis="form")
    asked = NewRequest(asked_on=_NOTES[0][0], how="phone", asked=("employer", "occupation"))
    answer_request(
        unit, record_request(unit, card_id, asked, LAST), _NOTES[0][0], "Said it at once", LAST
    )
    set_consent(unit, card_id, "phone", given=False, since=_NOTES[1][0].isoformat(), basis="letter")


def _live_together(unit: UnitOfWork, entity_id: int, card_id: int) -> None:
    """Add somebody of the same name and address, who gave nothing yet, to one household."""
    known = read_contact(unit.connection, newest_version(unit.connection, card_id).contact_id)
    first_name = next(one for one in _HOUSEMATES if one != known.first_name)
    other = replace(
        known, first_name=first_name, middle_name="", email="", phone="", employer="Retired",
        occupation="Retired", valid_from=None,
    )  # fmt: skip
    make_household(unit, [card_id, add_donor(unit, entity_id, other).card_id])


def _ask(unit: UnitOfWork, entity_id: int) -> None:
    """Ask everybody of whom something is missing, as the letters list does; one has answered."""
    lacking = DonorQuery(entity_ids=(entity_id,), today=LAST, flag="missing")
    cards = list(donor_ids(unit.connection, lacking))
    asked_on = LAST - _ASKED
    listed = letters(unit.connection, cards, asked_on, Silent())
    due = [one for one in listed if one.gift_day <= asked_on.isoformat() and not one.overdue]
    record_letters(unit, due, asked_on)
    if due:
        (asked, *_older) = requests_of(unit.connection, due[0].card_id, [entity_id])
        answer_request(unit, asked.id, LAST, "Retired since the spring", LAST)
