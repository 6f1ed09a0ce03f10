"""A party, a PAC, an issue organisation and a think tank, with officials who pledged to them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import accounts, default_account, find_entity
from financedesk.ledger.entries import NewItem
from financedesk.ledger.organisation import NewAccount, NewEntity, NewRegistration, Organisation
from financedesk.ledger.writer import LedgerWriter
from financedesk.remittances.pay import SLIPS, PaySlip
from financedesk.remittances.people import (
    OFFICES,
    OFFICIALS,
    TERMS,
    OfficeTerm,
    Official,
    PublicOffice,
    next_reference,
)
from financedesk.remittances.pledges import (
    PLEDGES,
    RECIPIENTS,
    Pledge,
    PledgeRecipient,
    PledgeStep,
    move_pledge,
)
from financedesk.remittances.waivers import DECLARED, Attestation
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.pledges import standard_text
from tests.ledger.prepared import book_of

ADDRESS = {"street_1": "1 Main St", "city": "Salem", "state": "OR", "zip": "97301"}
PERSON = {
    "street_1": "2 Oak St", "city": "Salem", "state": "OR", "zip": "97302",
    "employer": "City of Salem", "occupation": "Councillor",
}  # fmt: skip
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
    contact = Contact(type="IND", last_name=last_name, first_name=first_name, **PERSON)
    with LedgerWriter(unit, entity_id) as writer:
        return writer.add_contact(contact).card_id


COUNCIL = PublicOffice(body="City Council of Salem", level="local", state="OR", district="Ward 3")


def councillor(
    unit: UnitOfWork, entity_id: int, last_name: str, since: date = date(2025, 1, 1)
) -> tuple[int, int]:
    """Enter a councillor in office; return the numbers of the official and of the term."""
    card_id = card(unit, entity_id, last_name)
    reference = next_reference(unit.connection, entity_id)
    official_id = OFFICIALS.add(unit, entity_id, Official(card_id=card_id, reference=reference))
    held = OFFICES.of(unit.connection, entity_id, body=COUNCIL.body)
    office_id = held[0].id if held else OFFICES.add(unit, entity_id, COUNCIL)
    term = OfficeTerm(official_id=official_id, public_office_id=office_id, from_date=since)
    return official_id, TERMS.add(unit, entity_id, term)


CAP = """
code = "councillors"
name = "Councillors"
from = 2025-01-01
approved_by = "Convention"
approved_on = 2024-12-01
kind = "cap"
keep = { amount = "60000.00", per = "year" }
"""


OWN = (("party", "federal"),)


def pledge(
    unit: UnitOfWork,
    entity_id: int,
    official_id: int,
    since: date,
    code: str,
    recipients: Sequence[tuple[str, str]] = OWN,
) -> int:
    """Enter a signed pledge that is active from a day on, and return its number.

    Recipients are short names with kinds of accounts, each in a tier of its own.
    """
    given = Pledge(
        official_id=official_id, schedule_code=code, text_version="1", from_date=since,
        text=standard_text().text, signed_on=since,
    )  # fmt: skip
    kept = PLEDGES.add(unit, entity_id, given)
    for place, (recipient, account) in enumerate(recipients, start=1):
        authorised = PledgeRecipient(
            pledge_id=kept,
            recipient=recipient,
            account_kind=account,
            tier=place,
            consented_on=since,
        )
        RECIPIENTS.add(unit, entity_id, authorised)
    for kind in attestations():
        declared = Attestation(official_id=official_id, kind=kind, on_date=since)
        DECLARED.add(unit, entity_id, declared)
    for state, role in (("pledged", "official"), ("active", "treasurer")):
        step = PledgeStep(pledge_id=kept, state=state, on_date=since, who="Ada Winter", role=role)
        move_pledge(unit, step)
    return kept


def paid(
    unit: UnitOfWork, term_id: int, entity_id: int, since: date, gross_cents: int, net_cents: int
) -> int:
    """Enter what an office pays a year, and return the number of the slip."""
    slip = PaySlip(
        office_term_id=term_id, from_date=since, known_on=since, gross_cents=gross_cents,
        withheld_cents=gross_cents - net_cents, net_cents=net_cents,
    )  # fmt: skip
    return SLIPS.add(unit, entity_id, slip)


def gift(
    book: Book,
    code: str,
    last_name: str,
    day: str,
    cents: int,
    *,
    account: str = "",
    **more: object,
) -> int:
    """Record a contribution in the books of an entity, and return its number.

    ``account`` is the short name of one of its accounts; without it the usual one is taken.
    """
    with book.unit_of_work("Record contribution") as unit:
        entity_id = find_entity(unit.connection, code).id
        named = (one for one in accounts(unit.connection, entity_id) if one.code == account)
        into = next(named, None) or default_account(unit.connection, entity_id)
        assert into is not None
        who = {"last_name": last_name, "first_name": "Ada", **PERSON}
        new = NewItem(
            kind=str(more.pop("kind", "individual_receipt")), item_date=day,
            amount_cents=cents, account_id=into.id, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        with LedgerWriter(unit, entity_id) as writer:
            contact = writer.add_contact(Contact(type="IND", **who))
            return writer.add_transaction("gift", day, [replace(new, contact=contact)])[0]
