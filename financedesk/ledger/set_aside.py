"""Lines of a bank that the books will not have: said with a reason, asked about no more.

Such a line stays in the difference; closing its month offers the reason as what explains it.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow
from financedesk.rules.money import format_cents

line, part_line, aside = tables.statement_line, tables.bank_match_line, tables.line_set_aside


def set_aside(
    unit: UnitOfWork, account: AccountRow, line_id: int, why: str, said_by: str, on: date
) -> int:
    """Say why the books will not have a line; returns the saying's id.

    Raises BadInput without a reason, NotFound for a line of another account, Refused for one that
    is matched or set aside already.
    """
    if not why.strip():
        raise BadInput("Say why the books will not have this line; it explains the closed month.")
    row = unit.row(line, line_id)
    if row["account_id"] != account.id:
        raise NotFound(f"{account.name} has no line {line_id}; look at the account again.")
    connection = unit.connection
    for parts, word in ((part_line, "matched"), (aside, "set aside")):
        query = select(parts.c.id).where(parts.c.statement_line_id == line_id)
        if connection.execute(query).first() is not None:
            raise Refused(f"This line is {word} already; take that back first.")
    values = {"entity_id": account.entity_id, "statement_line_id": line_id, "why": why.strip(),
              "said_by": said_by, "said_on": on.isoformat()}  # fmt: skip
    return unit.insert(aside, values)


def take_up_again(unit: UnitOfWork, line_id: int) -> None:
    """Ask about a line again; raises NotFound for one that was not set aside."""
    query = select(aside.c.id).where(aside.c.statement_line_id == line_id)
    found = unit.connection.execute(query).scalar()
    if found is None:
        raise NotFound("This line is not set aside any more; look at the account again.")
    unit.delete(aside, int(found))


def lines_set_aside(connection: Connection, account: AccountRow) -> Mapping[int, str]:
    """Return why the books will not have lines of an account, by line; matched ones left out."""
    query = (
        select(aside.c.statement_line_id, aside.c.why)
        .join(line, line.c.id == aside.c.statement_line_id)
        .outerjoin(part_line, part_line.c.statement_line_id == line.c.id)
        .where(line.c.account_id == account.id, part_line.c.id.is_(None))
        .order_by(line.c.booked_on, line.c.id)
    )
    return {row.statement_line_id: row.why for row in connection.execute(query)}


def describe(connection: Connection, table: str, row_id: int) -> str | None:
    """Return a line set aside in a treasurer's words; None for rows of other tables."""
    if table != aside.name:
        return None
    query = (
        select(line.c.booked_on, line.c.amount_cents)
        .join(aside, aside.c.statement_line_id == line.c.id)
        .where(aside.c.id == row_id)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    amount = format_cents(int(row.amount_cents), symbol=True)
    return f"The reason why the line of {row.booked_on} over {amount} is set aside"
