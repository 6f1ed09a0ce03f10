"""The kinds' dated mapping to lines, loaded into the book so that set-based SQL can join it."""

from collections.abc import Iterator
from functools import cache
from weakref import WeakSet

from sqlalchemy import Connection, Engine, delete, insert, select

from financedesk.book.walls import hides_some
from financedesk.errors import Refused
from financedesk.ledger import tables
from financedesk.rules.entities import federal_account_kinds
from financedesk.rules.kinds import FORMS, Kind, KindLine, kinds

# Opened books whose mapping was found as the rules say: they need not be compared again.
_current: WeakSet[Engine] = WeakSet()


def load_kind_lines(connection: Connection) -> bool:
    """Bring the book's mapping up to the rules data; returns whether anything changed.

    The rules do not change while the program runs, so an opened book is compared until it was
    found to agree: what was only just written could be rolled back yet.
    """
    if connection.engine in _current:
        return False
    wanted = _rows()
    columns = [column for column in tables.kind_line.columns if column.name != "id"]
    query = select(*columns).order_by(tables.kind_line.c.id)
    if [tuple(row) for row in connection.execute(query)] == [row[1:] for row in wanted]:
        _current.add(connection.engine)
        return False
    if hides_some(connection):  # what stands on the lines is rebuilt in every entity
        raise Refused(
            "This FinanceDesk has newer lines of the forms than the book; somebody who sees every"
            " entity has to save something in it first."
        )
    connection.execute(delete(tables.kind_line))
    names = [column.name for column in tables.kind_line.columns]
    connection.execute(
        insert(tables.kind_line), [dict(zip(names, row, strict=True)) for row in wanted]
    )
    return True


@cache
def _rows() -> tuple[tuple[object, ...], ...]:
    found = (
        (kind, *placed)
        for kind in kinds().values()
        for form in FORMS
        for placed in _by_account([x for x in kind.lines if x.form == form])
    )
    return tuple(
        (number, *_values(kind, line, account))
        for number, (kind, line, account) in enumerate(found, start=1)
    )


def _by_account(lines: list[KindLine]) -> Iterator[tuple[KindLine, str]]:
    """Yield each line with the account kinds that it serves, as ``rules.kinds.line_for`` would.

    "" stands for an item without an account (memo, in-kind, debt): it takes the ordinary line.
    """
    special = {account for line in lines for account in line.account_kinds}
    ordinary = [account for account in federal_account_kinds() if account not in special]
    if lines and all(line.account_kinds for line in lines):
        yield lines[0], ""
    for line in lines:
        for account in line.account_kinds or ("", *ordinary):
            yield line, account


def _values(kind: Kind, line: KindLine, account_kind: str) -> tuple[object, ...]:
    until = None if line.until is None else line.until.isoformat()
    return (
        kind.code, line.form, account_kind, line.token, line.unitemised_token, line.group,
        line.partition, line.aggregate_sign, line.itemise, line.since.isoformat(), until,
    )  # fmt: skip
