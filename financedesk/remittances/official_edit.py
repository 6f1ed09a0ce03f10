"""Acts that write several facts of an official at once, and take away what nothing hangs on."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import accounts, entities
from financedesk.ledger.writer import LedgerWriter
from financedesk.remittances.instructions import INSTRUCTIONS
from financedesk.remittances.pay import FAMILIES, SLIPS
from financedesk.remittances.people import (
    BELONGINGS,
    CANDIDACIES,
    OFFICES,
    OFFICIALS,
    TERMS,
    OfficeTerm,
    Official,
    PublicOffice,
    next_reference,
)
from financedesk.remittances.pledges import PLEDGES, RECIPIENTS, STEPS
from financedesk.remittances.schedules import SCHEDULES
from financedesk.remittances.shelf import Kept
from financedesk.remittances.waivers import DECLARED, WAIVERS, Attestation


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOfficial:
    """An official to be entered: somebody whom the books know, by card, or a new ``person``.

    ``official`` has the card 0 where it is not known yet, and an empty reference for the next free.
    """

    official: Official
    person: Contact | None
    office: PublicOffice
    from_date: date
    to_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientChoice:
    """An account of an entity that a pledge may name: the entity's short name, and the kind."""

    code: str
    name: str
    account_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialChoices:
    """What forms of officials choose from: offices, schedules and units by code, recipients."""

    reference: str
    offices: tuple[Kept[PublicOffice], ...]
    schedules: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    recipients: tuple[RecipientChoice, ...]


def official_choices(
    connection: Connection, entity_id: int, visible: frozenset[int]
) -> OfficialChoices:
    """Return what there is to choose from; recipients are entities that the user may see."""
    unit = tables.unit.c
    versions = sorted(SCHEDULES.of(connection, entity_id), key=lambda one: one.fact.from_date)
    kept = {one.fact.code: one.fact.name for one in versions}
    found = [
        RecipientChoice(code=one.code, name=one.name, account_kind=kind)
        for one in entities(connection)
        if one.id in visible and not one.closed_on
        for kind in dict.fromkeys(
            held.kind for held in accounts(connection, one.id) if held.role == "bank"
        )
    ]
    return OfficialChoices(
        reference=next_reference(connection, entity_id),
        offices=tuple(OFFICES.of(connection, entity_id)),
        schedules=tuple(kept.items()),
        units=tuple(
            (row.code, row.name)
            for row in connection.execute(select(unit.code, unit.name).order_by(unit.name))
        ),
        recipients=tuple(found),
    )


def enter_official(unit: UnitOfWork, entity_id: int, new: NewOfficial) -> int:
    """Enter an official with the first term, and return the official's number.

    Raises BadInput and NotFound as the shelves of the facts do.
    """
    fact = new.official
    if new.person is not None:
        if not new.person.last_name.strip():
            raise BadInput("Name the person: a last name at least.")
        with LedgerWriter(unit, entity_id) as writer:
            fact = replace(fact, card_id=writer.add_contact(new.person).card_id)
    if not fact.reference.strip():
        fact = replace(fact, reference=next_reference(unit.connection, entity_id))
    official_id = OFFICIALS.add(unit, entity_id, fact)
    term = OfficeTerm(
        official_id=official_id, public_office_id=office_of(unit, entity_id, new.office),
        from_date=new.from_date, to_date=new.to_date,
    )  # fmt: skip
    TERMS.add(unit, entity_id, term)
    return official_id


def office_of(unit: UnitOfWork, entity_id: int, office: PublicOffice) -> int:
    """Return the number of an office: the one that is kept already, or a new one."""
    held = OFFICES.of(unit.connection, entity_id, body=office.body)
    known = next((one.id for one in held if one.fact == office), None)
    return known if known is not None else OFFICES.add(unit, entity_id, office)


def declare(
    unit: UnitOfWork, entity_id: int, official_id: int, kinds: list[str], on: date, document: str
) -> None:
    """Note that an official made several declarations on a day; raises BadInput."""
    for kind in kinds:
        fact = Attestation(official_id=official_id, kind=kind, on_date=on, document=document)
        DECLARED.add(unit, entity_id, fact)


def remove_term(unit: UnitOfWork, term_id: int) -> None:
    """Take away a term that was entered by mistake; raises Refused while pay hangs on it."""
    kept = TERMS.one(unit.connection, term_id)
    if SLIPS.of(unit.connection, kept.entity_id, office_term_id=term_id):
        raise Refused("Pay slips stand under this term; delete these first, or end the term.")
    TERMS.remove(unit, term_id)


def remove_pledge(unit: UnitOfWork, pledge_id: int) -> None:
    """Take away a pledge that is a draft still; raises Refused for one that was signed."""
    kept = PLEDGES.one(unit.connection, pledge_id)
    if STEPS.of(unit.connection, kept.entity_id, pledge_id=pledge_id):
        raise Refused("What was signed stays in the books; end the pledge, or have it revoked.")
    for one in RECIPIENTS.of(unit.connection, kept.entity_id, pledge_id=pledge_id):
        RECIPIENTS.remove(unit, one.id)
    PLEDGES.remove(unit, pledge_id)


def remove_official(unit: UnitOfWork, official_id: int) -> None:
    """Take away an official who was entered by mistake, with the terms and days in between.

    Raises Refused while pay slips, pledges, waivers or instructions stand in the books.
    """
    kept = OFFICIALS.one(unit.connection, official_id)
    whose, entity_id = {"official_id": official_id}, kept.entity_id
    terms = TERMS.of(unit.connection, entity_id, **whose)
    slips = SLIPS.of(unit.connection, entity_id, office_term_id=[one.id for one in terms])
    stands = (
        slips
        or PLEDGES.of(unit.connection, entity_id, **whose)
        or WAIVERS.of(unit.connection, entity_id, **whose)
        or INSTRUCTIONS.of(unit.connection, entity_id, **whose)
    )
    if stands:
        raise Refused(
            "Pay, pledges, waivers or instructions of this official stand in the books, so the"
            " official stays; end the term instead."
        )
    for one in terms:
        TERMS.remove(unit, one.id)
    for shelf in (BELONGINGS, CANDIDACIES, FAMILIES, DECLARED):
        for row in shelf.of(unit.connection, entity_id, **whose):
            shelf.remove(unit, row.id)
    OFFICIALS.remove(unit, official_id)
