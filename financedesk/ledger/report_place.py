"""On which report an entry of a day will stand, and whether that report is closed already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.rules.periods import ReportDue, regular_reports


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """The regular report that covers a day; ``closed`` is its state when it is filed already."""

    code: str
    title: str
    first: date
    last: date
    due: date
    closed: str


def report_place(connection: Connection, entity: EntityRow, day: date) -> ReportPlace | None:
    """Return the report on which an entry of this day stands, None for who files no form.

    By the calendar of the entity's filing frequency (52 U.S.C. 30104(a); 11 CFR 104.5); a
    frequency that is not known counts as quarterly. Reports around elections of a state are not
    of the calendar and are not foretold.
    """
    if entity.form is None:
        return None
    found = _covering(_around(entity, day), day)
    if found is None:
        return None
    period = found.period
    closed = _state_of_filed(connection, entity, day)
    return ReportPlace(found.code, found.title, period.start, period.end, found.due, closed)


def _around(entity: EntityRow, day: date) -> tuple[ReportDue, ...]:
    return regular_reports(day.year, entity.filing or "quarterly", form=entity.form or "")


def _covering(reports: Iterable[ReportDue], day: date) -> ReportDue | None:
    """Return the shortest report that covers a day: the one that shows it first."""
    covering = [one for one in reports if one.period.start <= day <= one.period.end]
    return min(covering, key=lambda one: one.period.end, default=None)


def _state_of_filed(connection: Connection, entity: EntityRow, day: date) -> str:
    column = tables.filing.c
    query = (
        select(column.state)
        .where(
            column.entity_id == entity.id,
            column.form == entity.form,
            column.from_date <= day.isoformat(),
            column.to_date >= day.isoformat(),
            column.state.in_(LOCKING_STATES),
        )
        .order_by(column.version.desc())
        .limit(1)
    )
    return str(connection.execute(query).scalar() or "")
