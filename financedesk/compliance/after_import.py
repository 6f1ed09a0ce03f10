"""What an import brought to light: findings about its entries, or about people whom it added."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.schema import batch
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import counts_by_level, judge
from financedesk.errors import NotFound
from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress
from financedesk.rules.checks import LEVELS

_WORDS: Mapping[str, tuple[str, str]] = {
    "block": ("that blocks a filing", "that block a filing"),
    "warn": ("warning", "warnings"), "advice": ("piece of advice", "pieces of advice"),
}  # fmt: skip


def found_of_import(
    connection: Connection,
    batch_id: int,
    entities: Sequence[EntityRow],
    today: date,
    progress: Progress | None = None,
) -> tuple[Finding, ...]:
    """Return what is found about the rows of an import, the gravest first; raises NotFound.

    ``entities`` are those whose books are looked through. What is asked of an account or of a
    report as a whole is left out, unless it names an entry of the import.
    """
    query = select(batch.c.first_id, batch.c.last_id).where(batch.c.id == batch_id)
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound(f"There is no import number {batch_id} in this book.")
    rows = range(found.first_id, found.last_id + 1)
    every = judge(connection, entities, today, progress).findings
    return tuple(
        one for one in every
        if any(item_id in rows for item_id in one.item_ids) or one.card_id in rows
    )  # fmt: skip


def import_words(found: Sequence[Finding]) -> str:
    """Return how much an import brought, gravest first, as a sentence."""
    counts = counts_by_level(found)
    said = [
        f"{counts[level]:,} {_WORDS[level][counts[level] > 1]}"
        for level in LEVELS if level in counts
    ]  # fmt: skip
    if not said:
        return "The checks found nothing about what came in."
    *first, last = said
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"The checks found {listed} about what came in."
