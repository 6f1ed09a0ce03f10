"""The files that came into a book: what they brought, and whether they were taken back."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.book.schema import batch, journal
from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.rules.roles import IMPORT

__all__ = ["PastImport", "days_of_import", "past_imports", "require_own_import"]

IMPORTED = ("intake", "adopt", "enter", "sample")
"""The kinds of batches that are files somebody brought in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastImport:
    """One import; ``id`` is the number that undo takes, ``at`` when, the total in cents.

    ``chains`` are the entities whose books it touched. ``by_hand`` tells each cell that was
    corrected and each row that was skipped by hand, in the order of the file.
    """

    id: int
    at: str
    kind: str
    format: str
    file_name: str
    rows: int
    total_cents: int
    undone: bool
    chains: frozenset[int]
    by_hand: tuple[str, ...] = ()


def past_imports(
    connection: Connection, entity_ids: Collection[int], *, most: int = 200
) -> list[PastImport]:
    """Return the newest imports that touched none but these entities' books, newest first."""
    column = batch.c
    query = select(batch).where(column.kind.in_(IMPORTED)).order_by(column.id.desc()).limit(most)
    rows = connection.execute(query).all()
    chains = _chains(connection, [row.id for row in rows])
    return [
        PastImport(
            id=row.id, at=row.started_at, kind=row.kind, format=row.format,
            file_name=row.file_name, rows=row.rows, total_cents=row.total_cents,
            undone=row.state == "undone", chains=chains.get(row.id, frozenset()),
            by_hand=_by_hand(row.detail),
        )
        for row in rows
        if chains.get(row.id, frozenset()) <= {0, *entity_ids}
    ]  # fmt: skip


def _by_hand(detail: str | None) -> tuple[str, ...]:
    """Return what ``importing`` has kept of rows put right by hand, in words."""
    if not detail or not ('"mended"' in detail or '"skipped"' in detail):
        return ()
    kept = json.loads(detail)
    told = [
        (cell["row"], f"Row {cell['row']:,}, {cell['column']}: “{cell['was']}” → “{cell['now']}”")
        for cell in kept.get("mended", ())
    ]
    told += [(row, f"Row {row:,}: skipped") for row in kept.get("skipped", ())]
    return tuple(words for _, words in sorted(told))


def require_own_import(connection: Connection, batch_id: int, login: str) -> None:
    """Raise unless a login may take an import back.

    NotFound, in the words for one that does not exist, when it touched books behind a wall;
    Refused where the login's role does not import.
    """
    access = access_of(connection, login)
    chains = _chains(connection, [batch_id]).get(batch_id, frozenset())
    if chains and not access.reaches(chains):
        raise NotFound(f"There is no import number {batch_id} in this book.")
    access.require(IMPORT, *(chains - {0}))


def _chains(connection: Connection, batch_ids: list[int]) -> dict[int, frozenset[int]]:
    column = journal.c
    query = select(column.batch_id, column.chain).where(
        column.batch_id.in_(batch_ids), column.kind == "import"
    )
    found: dict[int, set[int]] = {}
    for batch_id, chain in connection.execute(query):
        found.setdefault(batch_id, set()).add(chain)
    return {batch_id: frozenset(chains) for batch_id, chains in found.items()}


def days_of_import(connection: Connection, batch_id: int) -> tuple[str, str] | None:
    """Return the first and the last day of the money that an import brought; None for no money."""
    column, item = batch.c, tables.item.c
    query = (
        select(func.min(item.item_date), func.max(item.item_date))
        .join(batch, item.id.between(column.first_id, column.last_id))
        .where(column.id == batch_id)
    )
    first, last = connection.execute(query).one()
    return None if first is None else (first, last)
