"""Cancelled recurring series come into the book: events, as a batch that can be taken back."""

from collections.abc import Iterator

from sqlalchemy import select

from financedesk.book.unit import UnitOfWork
from financedesk.intake.actblue import PROCESSOR
from financedesk.intake.actblue_cancelled import rows_of
from financedesk.intake.recipients import Recipients
from financedesk.intake.report import IntakeReport, Recipient
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import RejectedRow
from financedesk.ledger import tables

_KIND = "cancelled"
_COLUMNS = (
    "id", "entity_id", "source", "series_key", "kind", "period", "happened_on", "note",
)  # fmt: skip


def take(unit: UnitOfWork, source: SourceFile, entity: str | None, report: IntakeReport) -> None:
    """Keep what the file says in the batch that has begun; the report counts the rows.

    Raises NotFound for an unknown ``entity``, and Refused where the user's role does not import.
    """
    report.thing = "ended recurring gift"
    recipients = Recipients(unit.connection, entity, report.notes, unit.heading.who)
    known = _known(unit)
    unit.bulk_insert(
        tables.series_event, _COLUMNS, list(_new_events(unit, source, recipients, known, report))
    )


def _new_events(
    unit: UnitOfWork,
    source: SourceFile,
    recipients: Recipients,
    known: set[tuple[int, str, str]],
    report: IntakeReport,
) -> Iterator[tuple[object, ...]]:
    charged = _charged(unit)
    for row in rows_of(source, report.notes):
        report.rows += 1
        if isinstance(row, RejectedRow):
            report.reject(row)
            continue
        owner = recipients.entity_of(row)
        if owner is None:
            report.leave_out(row.number)
            continue
        if isinstance(owner, RejectedRow):
            report.reject(RejectedRow(row.number, "FEC Id", owner.reason))
            continue
        key = (owner.id, row.receipt_id, row.day[:7])
        if key in known:
            report.known(row.number)
            continue
        known.add(key)
        report.accepted += 1
        report.recipients.setdefault(owner.id, Recipient(owner.code, owner.name)).gifts += 1
        report.notes.add("A recurring gift was cancelled.")
        if key[:2] not in charged:
            report.notes.add("The book has no charge of a cancelled recurring gift.")
        yield (
            unit.next_id(), owner.id, PROCESSOR, row.receipt_id, _KIND, row.day[:7], row.day,
            row.note or None,
        )  # fmt: skip


def _known(unit: UnitOfWork) -> set[tuple[int, str, str]]:
    column = tables.series_event.c
    query = select(column.entity_id, column.series_key, column.period).where(
        column.source == PROCESSOR, column.kind == _KIND
    )
    return {tuple(row) for row in unit.connection.execute(query)}


def _charged(unit: UnitOfWork) -> set[tuple[int, str]]:
    column = tables.recurring_series.c
    query = select(column.entity_id, column.series_key).where(column.source == PROCESSOR)
    return {tuple(row) for row in unit.connection.execute(query)}
