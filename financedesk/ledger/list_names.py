"""Of whom a book knows by filed reports alone: such names serve no appeal (30111(a)(4)).

An adopted filing brings its donors' names into the books. Whoever was never met otherwise is a name
out of a report, and not of the body's own records, until somebody says that it is.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, func, select

from financedesk.ledger import tables

item, transaction, contact = tables.item, tables.transaction, tables.contact
_ADOPTED = "report"


@dataclass(frozen=True, slots=True)
class ReportedNames:
    """How many people an entity knows, and how many of them by filed reports alone."""

    people: int
    by_reports: int

    @property
    def are_all(self) -> bool:
        """Whether every name came out of a report."""
        return self.people > 0 and self.by_reports == self.people


def names_known_by_reports_alone(connection: Connection, entity_id: int) -> ReportedNames:
    """Return how many people with entries an entity knows, and how many by adopted filings only."""
    if not _has_adopted(connection, entity_id):
        # Nobody needs to be counted: an own book of a million gifts answers at once.
        return ReportedNames(0, 0)
    own = func.max(_own_entry())
    cards = (
        select(item.c.card_id, own.label("own"))
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .join(contact, contact.c.id == item.c.card_id)
        .where(item.c.entity_id == entity_id, contact.c.type == "IND")
        .group_by(item.c.card_id)
        .subquery()
    )
    query = select(func.count(), func.coalesce(func.sum(1 - cards.c.own), 0)).select_from(cards)
    people, by_reports = connection.execute(query).one()
    return ReportedNames(int(people), int(by_reports))


def _own_entry() -> ColumnElement[int]:
    return case((transaction.c.kind == _ADOPTED, 0), else_=1)


def _has_adopted(connection: Connection, entity_id: int) -> bool:
    query = select(transaction.c.id).where(
        transaction.c.entity_id == entity_id, transaction.c.kind == _ADOPTED
    )
    return connection.execute(query.limit(1)).first() is not None
