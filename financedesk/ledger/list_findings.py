"""What is wrong or missing in documents of lists: findings beside those of money at the wall."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.ledger.list_rows import (
    FORBIDDEN,
    OVERDUE,
    PRICE_CLOCK,
    STALE,
    UNAPPRAISED,
    UNBOOKED,
    WANTING,
    ListRow,
    list_rows,
)
from financedesk.ledger.overrides import overrides
from financedesk.rules.money import format_cents
from financedesk.rules.thresholds import clock_on


@dataclass(frozen=True, slots=True)
class ListFinding:
    """One document that is not as the law wants it: why, what to do, by what law.

    ``cents`` is what is in question: what is owed, not booked, or the worth that nobody proved.
    """

    row: ListRow
    cents: int
    why: str
    remedy: str
    citation: str


_WHY: Mapping[str, tuple[str, str]] = {
    FORBIDDEN: (
        "The law lets this data pass at no price.",
        "Have it given back or destroyed, and note that it was.",
    ),
    UNAPPRAISED: (
        "Nobody has said what it was worth, so nobody can show that nothing was given.",
        "Have it appraised and enter value and day.",
    ),
    UNBOOKED: (
        "Less came back than it was worth, and the rest is not booked as a contribution in kind.",
        "Enter its worth again, so that the rest is booked, or have the rest paid.",
    ),
    OVERDUE: (
        "Its price was not paid within the time that is usual.",
        "Have it paid and record the payment; what stays owed is a contribution.",
    ),
    STALE: (
        "Its appraisal was too old when it was given, or has no day.",
        "Have it appraised anew and enter value and day.",
    ),
}


def list_findings(
    connection: Connection, entity_ids: Collection[int], today: date
) -> Iterator[ListFinding]:
    """Yield the documents of these entities in which something is wrong or missing."""
    for row in list_rows(connection, entity_ids, today):
        if row.state in WANTING:
            why, remedy = _WHY[row.state]
            yield ListFinding(
                row, _cents(row), _with_amount(row, why), remedy, _law(connection, row)
            )


def _with_amount(row: ListRow, why: str) -> str:
    if row.state == UNBOOKED:
        return f"{why} ({format_cents(abs(row.gap_cents - row.in_kind_cents), symbol=True)})"
    return why


def _cents(row: ListRow) -> int:
    if row.state == OVERDUE:
        return row.owed_cents
    if row.state == UNBOOKED:
        return abs(row.gap_cents - row.in_kind_cents)
    return row.worth.cents


def _law(connection: Connection, row: ListRow) -> str:
    if row.state == OVERDUE:
        clock = clock_on(PRICE_CLOCK, date.fromisoformat(row.given_on), overrides(connection))
        return clock.law
    return row.appraisal.law if row.state == STALE else row.rule.citation
