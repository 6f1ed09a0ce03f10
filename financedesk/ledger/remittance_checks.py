"""What must be true of officials, pledges and receipts in any book, whoever wrote it."""

from collections.abc import Iterator

from sqlalchemy import Connection, ForeignKey, Table, func, select

from financedesk.book.rooms import Problem
from financedesk.ledger import tables
from financedesk.ledger.tables_remittances import REMITTANCE_TABLES
from financedesk.rules.money import format_cents

instruction, line = tables.remittance_instruction, tables.instruction_line


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield facts that belong to another entity's, and instructions that do not add up."""
    for table in REMITTANCE_TABLES:
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
            if "entity_id" in key.column.table.columns:
                yield from _strayed(connection, table, key)
    yield from _untied(connection)


def _strayed(connection: Connection, table: Table, key: ForeignKey) -> Iterator[Problem]:
    of = key.column.table.alias("of")
    query = (
        select(table.c.id)
        .join(of, of.c.id == key.parent)
        .where(of.c.entity_id != table.c.entity_id)
        .order_by(table.c.id)
    )
    for row_id in connection.execute(query).scalars():
        name, owner = table.name.replace("_", " "), key.column.table.name.replace("_", " ")
        sentence = f"The {name} {row_id} belongs to another entity than its {owner}."
        yield Problem("ledger", sentence, table.name, row_id)


def _untied(connection: Connection) -> Iterator[Problem]:
    told = func.coalesce(func.sum(line.c.cents), 0)
    asked = instruction.c.due_cents + instruction.c.carried_in_cents
    query = (
        select(instruction.c.id, asked.label("asked"), instruction.c.carried_out_cents, told)
        .outerjoin(line, line.c.remittance_instruction_id == instruction.c.id)
        .group_by(*instruction.c)
        .having(asked != told + instruction.c.carried_out_cents)
        .order_by(instruction.c.id)
    )
    for row_id, cents, carried, lines in connection.execute(query):
        sentence = (
            f"The instruction {row_id} places {format_cents(cents, symbol=True)}, and its lines"
            f" and carry come to {format_cents(int(lines) + carried, symbol=True)}."
        )
        yield Problem("ledger", sentence, "remittance_instruction", row_id)
