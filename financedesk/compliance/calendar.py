"""The calendar: every last day and every running clock of some entities, each once.

Nothing of it is kept but what somebody noted; everything else follows from the books at any moment
and is gone when it is done. ``docs/calendar.md`` says what stands in it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from financedesk.book.schema import journal
from financedesk.compliance.calendar_clocks import (
    deposits,
    findings,
    holds,
    letters,
    noted,
    requests,
)
from financedesk.compliance.calendar_entry import OVERDUE, Asked, Entry, Span
from financedesk.compliance.calendar_money import (
    allocation_windows,
    bank_months,
    payables,
    remittances,
    settlements,
)
from financedesk.compliance.calendar_reports import election_windows, reports, taxes
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.compliance.waivers import answered, waivers
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.overrides import overrides
from financedesk.progress import Progress, Silent
from financedesk.rules.deadlines import reminder_days

SOURCES: tuple[Callable[[Asked], Iterator[Entry]], ...] = (
    reports, election_windows, taxes, holds, deposits, letters, requests, findings, settlements,
    allocation_windows, bank_months, remittances, payables,
)  # fmt: skip


def calendar(
    connection: Connection,
    entities: Sequence[EntityRow],
    span: Span,
    today: date,
    *,
    findings: Sequence[Finding] | None = None,
    promises: Collection[int] = (),
    progress: Progress | None = None,
) -> tuple[Entry, ...]:
    """Return everything that must be done in some entities by the days of a span, by its day.

    What is open from before stands in it too where today lies in the span. ``findings`` are those
    of a look that was just made; without them the books are looked through. ``promises`` are the
    entities of which the reader may see what officials promised.
    """
    found = judge(connection, entities, today).findings if findings is None else findings
    by_id = {one.id: one for one in entities}
    asked = Asked(
        connection=connection, entities=by_id, span=span, today=today,
        findings=answered(found, waivers(connection, sorted(by_id))).standing,
        promises=frozenset(promises) & set(by_id), counsel=tuple(overrides(connection)),
    )  # fmt: skip
    told = progress or Silent()
    entries: list[Entry] = []
    for number, source in enumerate(SOURCES):
        told.step(number, len(SOURCES), "Reading the calendar")
        entries.extend(source(asked))
    return tuple(sorted(_with_noted(entries, noted(asked)), key=lambda one: one.order))


def _with_noted(found: Sequence[Entry], said: Iterator[Entry]) -> Iterator[Entry]:
    """Yield entries with those that were noted; one that says the same takes the other's place."""
    own = list(said)
    same = {(one.entity_id, one.title, one.day) for one in own}
    yield from (one for one in found if (one.entity_id, one.title, one.day) not in same)
    yield from own


def origins(connection: Connection, entity_ids: Collection[int]) -> Mapping[int, str]:
    """Return words that tell each entity from all of any other book, and never change.

    They are the hash of the first act of its chain, so that what a calendar outside calls an entry
    stays the same for ever, also in a restored copy.
    """
    ids = sorted(entity_ids)
    first = select(func.min(journal.c.id)).where(journal.c.chain.in_(ids)).group_by(journal.c.chain)
    query = select(journal.c.chain, journal.c.hash).where(journal.c.id.in_(first))
    found = {int(chain): str(words) for chain, words in connection.execute(query)}
    return {entity_id: found.get(entity_id, f"entity {entity_id}") for entity_id in ids}


_REMINDED: tuple[Callable[[Asked], Iterator[Entry]], ...] = (
    election_windows, taxes, letters, settlements, bank_months, noted,
)  # fmt: skip


def reminders(
    connection: Connection, entities: Sequence[EntityRow], today: date
) -> tuple[Entry, ...]:
    """Return what is open and near enough to be called to mind, without looking through the books.

    Findings, reports, holds, deposits, bills and overdue shares are not among it: whoever lists
    those tells of them by their own means. Nor is what is due only if something is so that no book
    knows.
    """
    span = Span(today, today + timedelta(days=reminder_days()[0]))
    asked = Asked(
        connection=connection, entities={one.id: one for one in entities}, span=span, today=today,
        counsel=tuple(overrides(connection)),
    )  # fmt: skip
    found = (one for source in _REMINDED for one in source(asked))
    kept = [
        one for one in found
        if not one.conditional and one.reminder(today) is not None
        and not (one.kind == "settlement" and one.state == OVERDUE)
    ]  # fmt: skip
    return tuple(sorted(kept, key=lambda one: one.order))
