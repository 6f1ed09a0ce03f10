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
    """Yield the newest report of each entity that has closed and was not filed."""
    kept = filings(facts.connection, facts.ids)
    for entity in facts.entities.values():
        report = report_to_file(facts, entity, kept)
        if report is not None:
            yield _finding(facts, entity, report)


def report_to_file(facts: Facts, entity: EntityRow, kept: Sequence[Filing]) -> ReportDue | None:
    """Return the newest report of an entity whose days are over and that was not filed, if any."""
    if not entity.form:
        return None
    closed = [
        one for one in reports_around(facts.connection, entity, facts.today)
        if one.period.end < facts.today
    ]  # fmt: skip
    newest = closed[-1] if closed else None
    return None if newest is None or _is_filed(entity, newest, kept) else newest


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
