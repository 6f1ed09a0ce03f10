"""A small fictional organisation, and a desk that records in it, for the tests of the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from financedesk.book import Book
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import EntityRow, default_account, find_entity
from financedesk.ledger.entries import NewItem
from financedesk.ledger.organisation import (
    NewAccount,
    NewEntity,
    NewRegistration,
    Organisation,
)
from financedesk.ledger.writer import LedgerWriter
from tests.ledger.prepared import book_of

ADDRESS = {"street_1": "1 Main St", "city": "Salem", "state": "OR", "zip": "97301"}
TREASURER = {"last": "Lopez", "first": "Ada"}


def entity(code: str, kind: str, committee_id: str, *, opening_cents: int = 0) -> NewEntity:
    """Describe an entity with one bank account, open since the new year of 2026."""
    account = NewAccount(
        code="main", opening_date="2026-01-01", opening_balance_cents=opening_cents
    )
    return NewEntity(
        code=code,
        kind=kind,
        name=f"Riverbend {code.capitalize()}",
        limit_group="riverbend",
        address=ADDRESS,
        treasurer=TREASURER,
        registrations=(NewRegistration(authority="FEC", identifier=committee_id),),
        accounts=(account,),
    )


RIVERBEND = Organisation(
    name="Riverbend",
    entities=(
        entity("party", "state_party", "C00999991", opening_cents=1_250_000),
        entity("campaign", "candidate", "C00999992"),
    ),
)


def person(last_name: str, first_name: str = "Ada") -> Contact:
    """Describe a person with everything that a filing wants to know."""
    return Contact(
        type="IND", last_name=last_name, first_name=first_name, street_1="2 Oak St", city="Salem",
        state="OR", zip="97302", employer="Mill", occupation="Miller",
    )  # fmt: skip


def committee(name: str, committee_id: str) -> Contact:
    """Describe a political committee."""
    return Contact(
        type="COM", name=name, committee_id=committee_id, street_1="3 K St", city="Salem",
        state="OR", zip="97303",
    )  # fmt: skip


@dataclass
class Desk:
    """Records items of one entity, each in a unit of work of its own."""

    book: Book
    entity: EntityRow
    account_id: int

    def meet(self, contact: Contact) -> ContactRef:
        """Add a contact."""
        with (
            self.book.unit_of_work("Add contact") as unit,
            LedgerWriter(unit, self.entity.id) as writer,
        ):
            return writer.add_contact(contact)

    def record(
        self, kind: str, who: ContactRef | None, day: str, cents: int, **more: object
    ) -> int:
        """Record one item on the bank account and return its id; ``more`` are item fields."""
        values: dict[str, object] = {"account_id": self.account_id, **more}
        new = NewItem(kind=kind, contact=who, item_date=day, amount_cents=cents, **values)  # type: ignore[arg-type]
        with (
            self.book.unit_of_work("Record contribution") as unit,
            LedgerWriter(unit, self.entity.id) as writer,
        ):
            return writer.add_transaction("gift", day, [new])[0]


def desk_for(book: Book, code: str) -> Desk:
    """Return the desk of an entity."""
    with book.read() as connection:
        found = find_entity(connection, code)
        account = default_account(connection, found.id)
    assert account is not None
    return Desk(book, found, account.id)


@contextmanager
def riverbend_at(location: str) -> Iterator[Book]:
    """Make the organisation's book at a place."""
    with book_of(location, RIVERBEND) as book:
        yield book
