"""Which reports an entity owes, which of them shows an entry of a day, and whether it is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.rules.deadlines import Election, with_elections
from financedesk.rules.periods import (
    Period,
    ReportDue,
    activity_kinds,
    due_of_period,
    owed_reports,
    report_title,
)

filing, item, election = tables.filing, tables.item, tables.election

AUTHORISED_FORMS = ("F3", "F3P")
"""The forms of committees that a candidate authorised."""


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """The report that covers a day; ``closed`` is its state when it is final or filed already.

    ``due`` is None where no calendar says it, as for a termination report.
    """

    code: str
    title: str
    first: date
    last: date
    due: date | None
    closed: str


def reports_owed(
    connection: Connection, entity: EntityRow, year: int, *, kind: str = "", day: date | None = None
) -> tuple[ReportDue, ...]:
    """Return the regular reports of a year that an entity owes, in order of coverage.

    A quarterly PAC or party owes a pre-general report when its book shows contributions or
    expenditures for the election in those days, or when it keeps such a report already; without
    it the post-general one covers them (11 CFR 104.5(c)(1)(ii), (iii)). ``kind`` and ``day``
    are of an entry that is still being typed and counts as activity too. A frequency that is not
    known counts as quarterly; who files no form owes none. A candidate owes one before each of its
    elections whose day the book knows, and no quarterly report that this makes unnecessary.
    """
    if entity.form is None:
        return ()

    def is_active(report: ReportDue) -> bool:
        codes = activity_kinds(report.code)
        typed = day is not None and report.period.start <= day <= report.period.end
        return (typed and kind in codes) or _took_part(connection, entity, report, codes)

    owed = owed_reports(year, entity.filing or "quarterly", is_active, form=entity.form)
    if entity.form not in AUTHORISED_FORMS:
        return owed
    held = [one for one in elections_of(connection, entity.id) if one.day.year == year]
    return with_elections(owed, held)


def elections_of(connection: Connection, entity_id: int) -> tuple[Election, ...]:
    """Return the elections of a candidate's committee of which the book knows the day."""
    query = select(election.c.code, election.c.held_on).where(
        election.c.entity_id == entity_id, election.c.held_on.is_not(None)
    )
    rows = {(row.code[:1].upper(), row.held_on) for row in connection.execute(query)}
    return tuple(Election(kind=kind, day=date.fromisoformat(day)) for kind, day in sorted(rows))


def reports_around(connection: Connection, entity: EntityRow, day: date) -> tuple[ReportDue, ...]:
    """Return the reports that an entity owes for the year of a day, the one before and after."""
    years = (day.year - 1, day.year, day.year + 1)
    return tuple(one for year in years for one in reports_owed(connection, entity, year))


def report_place(
    connection: Connection, entity: EntityRow, day: date, *, kind: str = ""
) -> ReportPlace | None:
    """Return the report on which an entry of this day stands, None for who files no form.

    A report that the book keeps comes first, for it may be one around an election or have other
    days than usual; else it is the regular report that closes next (52 U.S.C. 30104(a);
    11 CFR 104.5). ``kind`` is of the entry that is asked about: it may itself make a pre-general
    report due.
    """
    if entity.form is None:
        return None
    kept = _kept(connection, entity, day)
    if kept is not None:
        return kept
    owed = reports_owed(connection, entity, day.year, kind=kind, day=day)
    coming = next((one for one in owed if day <= one.period.end), None)
    if coming is None:
        return None
    first = _start_after_kept(connection, entity, coming.period, day)
    return ReportPlace(coming.code, coming.title, first, coming.period.end, coming.due, "")


def _took_part(
    connection: Connection, entity: EntityRow, report: ReportDue, codes: Iterable[str]
) -> bool:
    """Return whether the book keeps a pre-election report, or shows what makes it due."""
    first, last = report.period.start.isoformat(), report.period.end.isoformat()
    of_entity = (filing.c.entity_id == entity.id, filing.c.form == entity.form)
    kept = select(filing.c.id).where(
        *of_entity, filing.c.report_code == report.code, filing.c.to_date == last
    )
    spent = select(item.c.id).where(
        item.c.entity_id == entity.id, item.c.item_date.between(first, last), item.c.kind.in_(codes)
    )
    return any(connection.execute(query.limit(1)).first() is not None for query in (kept, spent))


def _kept(connection: Connection, entity: EntityRow, day: date) -> ReportPlace | None:
    """Return the newest kept report that covers a day, a closed one before a draft."""
    column = filing.c
    query = (
        select(column.report_code, column.from_date, column.to_date, column.state)
        .where(
            column.entity_id == entity.id,
            column.form == entity.form,
            column.from_date <= day.isoformat(),
            column.to_date >= day.isoformat(),
        )
        .order_by(column.state.in_(LOCKING_STATES).desc(), column.version.desc(), column.id.desc())
    )
    found = connection.execute(query.limit(1)).one_or_none()
    if found is None:
        return None
    code, last = found.report_code or "", date.fromisoformat(found.to_date)
    return ReportPlace(
        code=code,
        title=report_title(code) if code else f"Form {entity.form}",
        first=date.fromisoformat(found.from_date),
        last=last,
        due=due_of_period(code, last) if code else None,
        closed=found.state if found.state in LOCKING_STATES else "",
    )


def _start_after_kept(connection: Connection, entity: EntityRow, period: Period, day: date) -> date:
    """Return where a report begins: behind what an earlier one within its days has covered."""
    query = select(filing.c.to_date).where(
        filing.c.entity_id == entity.id,
        filing.c.form == entity.form,
        filing.c.to_date >= period.start.isoformat(),
        filing.c.to_date < day.isoformat(),
    )
    covered = connection.execute(query.order_by(filing.c.to_date.desc()).limit(1)).scalar()
    return date.fromisoformat(covered) + timedelta(days=1) if covered else period.start
