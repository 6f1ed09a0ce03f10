"""The kinds' dated mapping to lines, loaded into the book so that set-based SQL can join it."""

from collections.abc import Iterator

from sqlalchemy import Connection, delete, insert, select

from financedesk.ledger import tables
from financedesk.rules.entities import federal_account_kinds
from financedesk.rules.kinds import Kind, KindLine, kinds


def load_kind_lines(connection: Connection) -> bool:
    """Bring the book's mapping up to the rules data; returns whether anything changed."""
    wanted = list(_rows())
    columns = [column for column in tables.kind_line.columns if column.name != "id"]
    query = select(*columns).order_by(tables.kind_line.c.id)
    if [tuple(row) for row in connection.execute(query)] == [row[1:] for row in wanted]:
        return False
    connection.execute(delete(tables.kind_line))
    names = [column.name for column in tables.kind_line.columns]
    connection.execute(
        insert(tables.kind_line), [dict(zip(names, row, strict=True)) for row in wanted]
    )
    return True


def _rows() -> Iterator[tuple[object, ...]]:
    number = 0
    for kind in kinds().values():
        for line in kind.lines:
            for account_kind in _account_kinds(line):
                number += 1
                yield (number, *_values(kind, line, account_kind))


def _account_kinds(line: KindLine) -> tuple[str, ...]:
    # An item without an account (memo, in-kind, debt) files as if it stood in a federal one.
    return ("", *(line.account_kinds or federal_account_kinds()))


def _values(kind: Kind, line: KindLine, account_kind: str) -> tuple[object, ...]:
    until = None if line.until is None else line.until.isoformat()
    return (
        kind.code, line.form, account_kind, line.token, line.unitemised_token, line.group,
        line.partition, line.aggregate_sign, line.itemise, line.since.isoformat(), until,
    )  # fmt: skip
