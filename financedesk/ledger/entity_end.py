"""The end of an entity: closed on its last day, or deleted while nothing uses it."""

from typing import Any

from sqlalchemy import Connection, Table, select

from financedesk.book.schema import member_entity
from financedesk.book.tables import facts
from financedesk.book.unit import UnitOfWork
from financedesk.errors import HasDependents, Refused
from financedesk.ledger import tables
from financedesk.ledger.cost_agreements import shares_costs
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.overview import cash
from financedesk.rules.money import format_cents

# Its own set-up goes with an entity; rows of any other table hold it.
_OWN_PARTS = (
    tables.account,
    tables.registration,
    tables.entity_status,
    tables.limit_group_member,
    tables.independence_entry,
    tables.joint_share,
    tables.joint_agreement,
    member_entity,
)


def close_entity(unit: UnitOfWork, entity_id: int, day: str) -> None:
    """Close an entity on its last day, and with it its accounts.

    Raises Refused while it holds money or has entries after that day (11 CFR 102.3(a)).
    """
    entity = entity_by_id(unit.connection, entity_id)
    _refuse_later_entries(unit.connection, entity, day)
    for held in cash(unit.connection, [entity_id], day).accounts:
        if held.cents:
            raise Refused(
                f"{held.account.name} still holds {format_cents(held.cents)}; pay it out or"
                " transfer it before you close the entity (11 CFR 102.3(a))."
            )
        if held.account.role == "bank" and not held.account.closed_on:
            unit.update(tables.account, held.account.id, {"closed_on": day})
    unit.update(tables.entity, entity_id, {"closed_on": day})


def _refuse_later_entries(connection: Connection, entity: EntityRow, day: str) -> None:
    column = tables.item.c
    query = (
        select(column.item_date)
        .where(column.entity_id == entity.id, column.item_date > day)
        .order_by(column.item_date.desc())
        .limit(1)
    )
    later = connection.execute(query).scalar()
    if later is not None:
        raise Refused(f"{entity.name} has an entry of {later}; choose a last day after that.")


def reopen_entity(unit: UnitOfWork, entity_id: int) -> None:
    """Open an entity again, with the accounts that were closed together with it."""
    last = unit.row(tables.entity, entity_id)["closed_on"]
    column = tables.account.c
    together = select(column.id).where(column.entity_id == entity_id, column.closed_on == last)
    for account_id in list(unit.connection.execute(together).scalars()):
        unit.update(tables.account, account_id, {"closed_on": None})
    unit.update(tables.entity, entity_id, {"closed_on": None})


def delete_entity(unit: UnitOfWork, entity_id: int) -> None:
    """Delete an entity that nothing uses, with its own set-up.

    Raises HasDependents, with what uses it, when it can only be closed.
    """
    entity = entity_by_id(unit.connection, entity_id)
    uses = entity_dependents(unit.connection, entity_id)
    if uses:
        raise HasDependents(
            f"{entity.name} is in use ({', '.join(uses)}); close it on its last day instead.", uses
        )
    for table in _OWN_PARTS:
        for row_id in _rows_of(unit.connection, table, entity_id):
            unit.delete(table, row_id)
    unit.delete(tables.entity, entity_id)


def entity_dependents(connection: Connection, entity_id: int) -> tuple[str, ...]:
    """Return what holds an entity in the book, in words; empty when it may be deleted."""
    below = select(tables.entity.c.id).where(tables.entity.c.parent_id == entity_id).limit(1)
    found = ["entities below it"] if connection.execute(below).first() is not None else []
    if shares_costs(connection, entity_by_id(connection, entity_id).code):
        found.append("shared costs")
    for table in _users():
        query = select(table.c.id).where(table.c.entity_id == entity_id).limit(1)
        if connection.execute(query).first() is not None:
            found.append(_WORDS.get(table.name, f"{table.name.replace('_', ' ')}s"))
    return tuple(found)


def _users() -> list[Table]:
    """Return every table of facts that belongs to an entity and is more than its set-up."""
    owned = (table for table in facts(tables.LEDGER_TABLES) if "entity_id" in table.c)
    return [table for table in owned if table not in _OWN_PARTS]


_WORDS = {
    "item": "entries",
    "memo_text": "memo texts",
    "hold": "gifts on hold",
    "bank_statement": "bank statements",
    "statement_line": "lines of bank statements",
    "deposit": "deposits",
    "deposit_item": "gifts on deposits",
    "approval_rule": "rules of approval",
    "bill_approval": "approvals",
    "bank_check": "checks",
    "bank_match": "matches with the bank",
    "bank_match_line": "matched lines",
    "bank_match_posting": "matched entries",
    "line_set_aside": "lines set aside",
    "bank_closing": "closed months",
    "bank_closing_item": "what explains closed months",
    "opening": "adopted figures",
    "household_member": "members of households",
    "donor_note": "notes about donors",
    "donor_document": "donors’ documents",
    "donor_attestation": "donors’ declarations",
    "donor_request": "requests to donors",
    "kept_letter": "letters",
    "noted_deadline": "deadlines",
    "list_transfer": "lists and data",
    "list_transfer_entry": "entries of lists",
}


def _rows_of(connection: Connection, table: Table, entity_id: int) -> list[Any]:
    query = select(table.c.id).where(table.c.entity_id == entity_id).order_by(table.c.id)
    return list(connection.execute(query).scalars())
