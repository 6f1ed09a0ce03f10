"""Reports that are late, or due soon and not final (52 U.S.C. 30104(a))."""

from collections.abc import Iterator, Sequence

from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.filings import Filing, filings
from financedesk.ledger.report_place import reports_around
from financedesk.rules.periods import ReportDue

_DONE = frozenset({"filed", "adopted", "amending", "replaced"})


def reports(facts: Facts) -> Iterator[Finding]:
    """Yield reports of each entity that have closed and were not filed: the newest, and gaps.

    An earlier one is a gap after the first report that the book knows to be filed; what came
    before it may have been filed elsewhere.
    """
    kept = filings(facts.connection, facts.ids)
    for entity in facts.entities.values():
        newest = report_to_file(facts, entity, kept)
        for report in (*_gaps(facts, entity, kept), *((newest,) if newest else ())):
            yield _finding(facts, entity, report)


def _gaps(facts: Facts, entity: EntityRow, kept: Sequence[Filing]) -> Iterator[ReportDue]:
    """Yield the reports between the first that was filed and the newest that has closed."""
    done = [one for one in kept if one.entity_id == entity.id and one.state in _DONE
            and one.form == entity.form]  # fmt: skip
    if not done:
        return
    first = min(one.period.last for one in done)
    for one in _closed(facts, entity)[:-1]:
        end = one.period.end.isoformat()
        covered = any(filed.period.first <= end <= filed.period.last for filed in done)
        if end > first and not covered:
            yield one


def report_to_file(facts: Facts, entity: EntityRow, kept: Sequence[Filing]) -> ReportDue | None:
    """Return the newest report of an entity whose days are over and that was not filed, if any."""
    closed = _closed(facts, entity)
    newest = closed[-1] if closed else None
    return None if newest is None or _is_filed(entity, newest, kept) else newest


def _closed(facts: Facts, entity: EntityRow) -> list[ReportDue]:
    """Return the reports of an entity whose days are over, the oldest first."""
    if not entity.form:
        return []
    return [
        one for one in reports_around(facts.connection, entity, facts.today)
        if one.period.end < facts.today
    ]  # fmt: skip


def _is_filed(entity: EntityRow, report: ReportDue, kept: Sequence[Filing]) -> bool:
    end = report.period.end.isoformat()
    return any(
        one.entity_id == entity.id and one.period.last == end and one.state in _DONE for one in kept
    )


def _finding(facts: Facts, entity: EntityRow, report: ReportDue) -> Finding:
    late = report.due < facts.today
    first, last = report.period.start.isoformat(), report.period.end.isoformat()
    state = "was due" if late else "is due"
    return Finding(
        rule="late_report" if late else "report_due", entity_id=entity.id,
        key=f"report {report.code} {last}", subject=report.title,
        why=f"It covers {first} to {last} and {state} on {report.due.isoformat()}.",
        since=last, due=report.due.isoformat(),
    )  # fmt: skip
