"""A party, a PAC, an issue organisation and a think tank, with officials who pledged to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import find_entity
from financedesk.ledger.organisation import NewAccount, NewEntity, NewRegistration, Organisation
from financedesk.ledger.writer import LedgerWriter
from financedesk.remittances.people import (
    OFFICES,
    OFFICIALS,
    TERMS,
    OfficeTerm,
    Official,
    PublicOffice,
)
from tests.ledger.prepared import book_of

ADDRESS = {"street_1": "1 Main St", "city": "Salem", "state": "OR", "zip": "97301"}
TREASURER = {"last": "Lopez", "first": "Ada"}


def _account(code: str, kind: str) -> NewAccount:
    return NewAccount(code=code, kind=kind, opening_date="2025-01-01", opening_balance_cents=0)


def _entity(code: str, kind: str, committee_id: str, *accounts: NewAccount) -> NewEntity:
    registrations = (
        (NewRegistration(authority="FEC", identifier=committee_id),) if committee_id else ()
    )
    return NewEntity(
        code=code, kind=kind, name=f"Fellowship {code.capitalize()}", address=ADDRESS,
        treasurer=TREASURER, registrations=registrations, accounts=accounts,
    )  # fmt: skip


FELLOWSHIP = Organisation(
    name="Fellowship",
    entities=(
        _entity("party", "state_party", "C00999971", _account("federal", "federal"),
                _account("state", "nonfederal")),
        _entity("action", "pac", "C00999972", _account("main", "federal")),
        _entity("voice", "issue_c4", "", _account("main", "operating")),
        _entity("institute", "think_tank_c3", "", _account("main", "operating")),
    ),
)  # fmt: skip


@contextmanager
def fellowship_at(location: str) -> Iterator[Book]:
    """Make the organisation's book at a place."""
    with book_of(location, FELLOWSHIP) as book:
        yield book


def keeper(book: Book, code: str = "party") -> int:
    """Return the number of the entity that keeps the promises."""
    with book.read() as connection:
        return find_entity(connection, code).id


def card(unit: UnitOfWork, entity_id: int, last_name: str, first_name: str = "Ada") -> int:
    """Enter a person in the books of an entity and return the card."""
    contact = Contact(
        type="IND", last_name=last_name, first_name=first_name, street_1="2 Oak St", city="Salem",
        state="OR", zip="97302", employer="City of Salem", occupation="Councillor",
    )  # fmt: skip
    with LedgerWriter(unit, entity_id) as writer:
        return writer.add_contact(contact).card_id


COUNCIL = PublicOffice(body="City Council of Salem", level="local", state="OR", district="Ward 3")


def councillor(
    unit: UnitOfWork, entity_id: int, last_name: str, since: date = date(2025, 1, 1)
) -> tuple[int, int]:
    """Enter a councillor in office; return the numbers of the official and of the term."""
    card_id = card(unit, entity_id, last_name)
    official_id = OFFICIALS.add(unit, entity_id, Official(card_id=card_id))
    held = OFFICES.of(unit.connection, entity_id, body=COUNCIL.body)
    office_id = held[0].id if held else OFFICES.add(unit, entity_id, COUNCIL)
    term = OfficeTerm(official_id=official_id, public_office_id=office_id, from_date=since)
    return official_id, TERMS.add(unit, entity_id, term)
