"""Banks that are not closed before a report goes out, and books that went on after one did.

Bank records are reconciled every month and to each report before it is filed (72 Fed. Reg. 16695);
what is recorded of a report's days afterwards belongs into an amendment (11 CFR 104.14(d)).
"""

from collections.abc import Iterator, Sequence

from financedesk.banking.facts import last_line_on
from financedesk.banking.tie_out import CLOSE_LINES, since_stated
from financedesk.compliance.checks.reporting import report_to_file
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger.bank_closings import newest_closing
from financedesk.ledger.entities import AccountRow, EntityRow, accounts
from financedesk.ledger.filings import Filing, filings
from financedesk.rules.entities import files_federally
from financedesk.rules.money import format_cents
from financedesk.rules.periods import ReportDue

_SENT = frozenset({"final", "filed"})


def not_closed(facts: Facts) -> Iterator[Finding]:
    """Yield accounts of whom a bank has told and that are open when their report falls due.

    An account without any line of a bank is kept by other means, and not asked about.
    """
    kept = filings(facts.connection, facts.ids)
    for entity in facts.entities.values():
        report = report_to_file(facts, entity, kept)
        if report is not None:
            yield from _open_accounts(facts, entity, report)


def _open_accounts(facts: Facts, entity: EntityRow, report: ReportDue) -> Iterator[Finding]:
    last = report.period.end.isoformat()
    for account in accounts(facts.connection, entity.id):
        if not _is_asked_about(facts, account, last):
            continue
        closing = newest_closing(facts.connection, account.id)
        through = "" if closing is None else closing.closed_through
        if through < last:
            stands = f"It is closed through {through}" if through else "It was never closed"
            yield Finding(
                rule="report_before_closing", entity_id=entity.id,
                key=f"account {account.code} {last}", subject=account.name,
                why=f"{stands}; the {report.title} report covers days to {last}.",
                since=last, due=report.due.isoformat(), account_id=account.id,
            )  # fmt: skip


def _is_asked_about(facts: Facts, account: AccountRow, last: str) -> bool:
    if account.role != "bank" or not files_federally(account.kind):
        return False
    is_open = (account.opening_date or "") <= last and not account.closed_on
    return is_open and bool(last_line_on(facts.connection, account))


def changed_since_reported(facts: Facts) -> Iterator[Finding]:
    """Yield reports whose cash on hand at close is no longer what the books hold."""
    for filing in _newest(filings(facts.connection, facts.ids)):
        entity = facts.entities[filing.entity_id]
        rows = list(since_stated(facts.connection, entity, filing))
        cents = sum(row.cents for row in rows)
        if not cents:
            continue
        name, last = filing.report_code or filing.form, filing.period.last
        yield Finding(
            rule="changed_since_reported", entity_id=entity.id, key=f"filing {name} {last}",
            subject=f"{name} report through {last}", cents=abs(cents), since=last,
            why=f"Its cash on hand differs from the books by {format_cents(cents, symbol=True)}:"
            f" {rows[0].text}.",
        )  # fmt: skip


def _newest(kept: Sequence[Filing]) -> Iterator[Filing]:
    """Yield finalised and filed reports, of each the newest version that went out."""
    seen = set()
    for one in kept:
        report = (one.entity_id, one.form, one.period)
        if one.form in CLOSE_LINES and one.state in _SENT and report not in seen:
            seen.add(report)
            yield one
