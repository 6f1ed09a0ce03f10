"""People of one entity that are about to enter another one's books: the document must be there.

A file that was exported for one committee may be entered for another one of the same book. Then a
donor list changes hands, and the law wants to know at what price (``list_transfers``).
"""

from datetime import date

from sqlalchemy import Connection, select

from financedesk.errors import Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.giver_groups import own_entity
from financedesk.ledger.list_terms import tie_of
from financedesk.ledger.list_transfers import TOOK
from financedesk.rules.data_crossing import FREE, may_cross
from financedesk.rules.passages import Holder, side_of

document, contact = tables.list_transfer, tables.contact
_DONORS = "donor_list"


def entity_named(connection: Connection, committee: Contact) -> EntityRow | None:
    """Return the entity of the book that a file is of, by its number or name."""
    return own_entity(entities(connection), committee)


def paper_for_people(
    connection: Connection, taker: EntityRow, giver: EntityRow | None, people: int, on: date
) -> str:
    """Return by which document people of one entity come into another one's books.

    "" where none is needed: for own people, for those of a committee that is no entity of the book,
    and where data passes freely, as inside a party. Raises Walled where it is needed and missing.
    """
    if giver is None or giver.id == taker.id or not people:
        return ""
    sides = (side_of(Holder(giver.kind, "")), side_of(Holder(taker.kind, "")))
    tie = tie_of(connection, (giver.id, taker.id), sides, on.isoformat())
    rule = may_cross(_DONORS, *sides, on, tie=tie)
    if rule.price == FREE:
        return ""
    found = _newest(connection, taker, giver)
    if found:
        return found
    remedy = "Record it in the window first: Entities, Lists and data."
    raise Walled(
        f"This file holds {people:,} people of {giver.name}, and would give them to {taker.name}"
        f" without a document. {rule.reason} {remedy} [{rule.citation}]",
        citation=rule.citation, remedy=remedy,
    )  # fmt: skip


def _newest(connection: Connection, taker: EntityRow, giver: EntityRow) -> str:
    """Return the number of the newest document of a donor list between two entities."""
    query = (
        select(document.c.document, contact.c.name, contact.c.committee_id, contact.c.type)
        .join(contact, contact.c.id == document.c.contact_id)
        .where(
            document.c.entity_id == taker.id, document.c.side == TOOK,
            document.c.data == _DONORS, document.c.inside == 1,
        )
        .order_by(document.c.given_on.desc(), document.c.id.desc())
    )  # fmt: skip
    for row in connection.execute(query):
        who = Contact(type=row.type, name=row.name or "", committee_id=row.committee_id or "")
        if own_entity([giver], who) is not None:
            return str(row.document)
    return ""
