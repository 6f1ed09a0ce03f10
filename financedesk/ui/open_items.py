"""What waits for the treasurer: findings of drafts, missing facts, reports that are due.

Everything here reads the book in a job. Each item says where it is put right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from financedesk.banking.late import NotTold, not_told
from financedesk.book import Book
from financedesk.compliance.calendar import reminders
from financedesk.compliance.calendar_entry import OVERDUE, Entry
from financedesk.errors import NotFound
from financedesk.ledger.cost_findings import LATE, NOT_SHARED, QUARTER, UNPROVED
from financedesk.ledger.deposit_rows import OnSlip, overdue, undeposited
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.filings import Filing, filings
from financedesk.ledger.hold_rows import Hold, open_holds
from financedesk.ledger.incomplete_items import incomplete_number
from financedesk.ledger.limit_findings import ABOVE, MAY_BE_ONE
from financedesk.ledger.register_kinds import kinds_of
from financedesk.ledger.report_place import reports_around
from financedesk.ledger.wall_findings import (
    FORBIDDEN,
    ON_LIST,
    TIED,
    UNSETTLED,
    UNTIMELY,
    WallFinding,
    wall_findings,
)
from financedesk.rules.bank_findings import LATE_DEPOSIT, LATE_PAYOUT
from financedesk.rules.periods import ReportDue, due_of_period, report_title
from financedesk.ui.desk import Badge
from financedesk.ui.formatting import counted, distance, dollars, short_day, span
from financedesk.ui.pages.subjects import (
    ShareCosts,
    ShowCalendar,
    ShowDeposits,
    ShowEntity,
    ShowFiling,
    ShowItems,
    ShowLimits,
    ShowLists,
    ShowReconcile,
)
from financedesk.ui.payable_items import PAGE as PAYABLES
from financedesk.ui.payable_items import Payable, payable_items, read_payables

DEFINITION = (
    "What the newest draft of each report would be refused or asked about for, as found when it "
    "was prepared, itemised gifts whose employer or occupation is not known, gifts on hold or past "
    "their ten days for deposit, payouts and deposits of which the bank does not tell, overdue "
    "bills, stale checks, payments behind which nobody is named, and reports that are late."
)
_DONE = frozenset({"final", "filed", "adopted", "amending", "replaced"})
_SOON_DAYS = 45
_PRESSING_DAYS = 3
_NEAR_DAYS, _REMINDERS_SHOWN = 7, 4


@dataclass(frozen=True)
class OpenItem:
    """One thing to do: what, for whom, by when, and the page on which it is done.

    ``number`` counts towards the dashboard's figure, ``urgent`` what of it cannot wait.
    """

    icon: str
    tone: str
    title: str
    note: str
    when: str
    page: str
    subject: object
    due: date
    number: int = 0
    urgent: int = 0


def open_items(book: Book, scope: Sequence[int], today: date) -> tuple[OpenItem, ...]:
    """Return everything that waits in these entities' books, the most urgent first."""
    with book.read() as connection:
        rows = [row for row in entities(connection) if row.id in scope]
        kept = filings(connection, scope)
        first = date(today.year, 1, 1).isoformat()
        missing = incomplete_number(connection, scope, kinds_of("contributions"), first)
        held = open_holds(connection, scope)
        broken = wall_findings(connection, scope, today)
        waiting = undeposited(connection, scope)
        payables = read_payables(connection, scope, today)
        at_bank = not_told(connection, scope)
        coming = reminders(connection, rows, today)
        calendars = [reports_around(connection, row, today) if row.filing else () for row in rows]
    found = [item for filing in kept for item in _of_filing(filing, rows, today)]
    alone = len(rows) == 1
    for row, reports in zip(rows, calendars, strict=True):
        found += _of_calendar(row, reports, kept, today, alone=alone)
    found += _of_holds(held, today)
    found += _of_deposits(waiting, today)
    found += _of_wall(broken, rows, today)
    found += _of_banks(at_bank)
    found += [_of_payable(one) for one in payable_items(payables, today)]
    found += _of_reminders(coming, rows, today)
    if missing:
        found.append(_missing(missing, first, today))
    return tuple(sorted(found, key=lambda item: (item.tone != "bad", item.due, item.title)))


def badges(items: Iterable[OpenItem]) -> Mapping[str, Badge]:
    """Count what waits on each page, toned by its worst."""
    found: dict[str, Badge] = {}
    for item in items:
        if item.tone == "info":
            continue
        before = found.get(item.page, Badge(0, "warn"))
        tone = "bad" if "bad" in (item.tone, before.tone) else "warn"
        found[item.page] = replace(before, count=before.count + max(1, item.number), tone=tone)
    return found


def _missing(number: int, first: str, today: date) -> OpenItem:
    gifts = counted(number, "itemised gift")
    lack = "lacks" if number == 1 else "lack"
    return OpenItem(
        "triangle-alert", "warn", f"{gifts} {lack} employer",
        "Or occupation: ask once within 30 days", "Complete", "contributions",
        ShowItems((("status", "incomplete"), ("period", f"{first}..{today.isoformat()}"))),
        today, number=number,
    )  # fmt: skip


def _of_holds(held: Sequence[Hold], today: date) -> list[OpenItem]:
    """Return what is on hold, by its reason and whether it is in the bank, with the next day."""
    alike: dict[tuple[str, bool], list[Hold]] = {}
    for one in held:
        alike.setdefault((one.reason, one.waiting), []).append(one)
    return [_on_hold(group, today) for group in alike.values()]


def _on_hold(group: Sequence[Hold], today: date) -> OpenItem:
    first = group[0]
    due = first.dues[0].day
    overdue = sum(one.dues[0].day < today for one in group)
    pressing = (due - today).days <= _PRESSING_DAYS
    kind = "check" if first.waiting else "gift"
    title = f"{counted(len(group), kind)} on hold: {first.why.title.lower()}"
    note = "Deposit or send back" if first.waiting else "Release or give back"
    return OpenItem(
        "hourglass", "bad" if pressing else "warn", title, note, _when(due, today),
        "contributions", ShowItems((("status", "on_hold"),)), due, number=len(group),
        urgent=overdue,
    )  # fmt: skip


def _of_deposits(waiting: Sequence[OnSlip], today: date) -> list[OpenItem]:
    """Return what must go to the bank by now, or soon, as one thing to do."""
    pressing = [one for one in waiting if one.days_left(today) <= _PRESSING_DAYS]
    if not pressing:
        return []
    due = date.fromisoformat(pressing[0].last_day)
    late = len(overdue(pressing, today))
    gifts = counted(len(pressing), "gift waits", "gifts wait")
    return [
        OpenItem(
            "landmark", "bad" if late else "warn", f"{gifts} for a deposit",
            "Within ten days of receipt", _when(due, today), "contributions",
            ShowDeposits(waiting=True), due, number=len(pressing), urgent=late,
        )
    ]  # fmt: skip


def _of_banks(waiting: Sequence[NotTold]) -> list[OpenItem]:
    """Return what banks do not tell of, as one thing to do for each kind, with its next day."""
    found = []
    for code in dict.fromkeys(one.code for one in waiting):
        alike = [one for one in waiting if one.code == code]
        first, kind = alike[0], alike[0].kind
        what = counted(len(alike), "payout" if code == LATE_PAYOUT else "deposit")
        found.append(
            OpenItem(
                "landmark", kind.tone, f"{what}: {_NOT_TOLD[code]}",
                f"{dollars(sum(one.cents for one in alike))} · first {first.name}",
                f"By {short_day(first.due)}", "reconcile", ShowReconcile(first.account_id, "books"),
                first.due, number=len(alike), urgent=len(alike) if kind.tone == "bad" else 0,
            )
        )  # fmt: skip
    return found


_NOT_TOLD = {
    LATE_PAYOUT: "announced, and not in the bank",
    LATE_DEPOSIT: "the bank has not told of it",
}

_WALL = {
    FORBIDDEN: ("circle-alert", "bad", "may not give"),
    ABOVE: ("circle-alert", "bad", "above a limit"),
    MAY_BE_ONE: ("users", "warn", "may be one person, together above a limit"),
    UNTIMELY: ("calendar-clock", "bad", "not within the days that the law gives"),
    UNSETTLED: ("triangle-alert", "warn", "nobody noted what the law asks for"),
    ON_LIST: ("file-warning", "bad", "given without its price"),
    NOT_SHARED: ("circle-alert", "bad", "may not be shared"),
    QUARTER: ("circle-alert", "bad", "above 25 % on federal elections, and shared"),
    LATE: ("hourglass", "bad", "a share of a cost is overdue"),
    UNPROVED: ("triangle-alert", "warn", "no agreement or no certified hours behind it"),
    TIED: ("triangle-alert", "warn", "tied to a party or candidate, and nobody answered it"),
}
_SHARED_COSTS = {
    NOT_SHARED: "invoices", LATE: "invoices", UNPROVED: "invoices", QUARTER: "timesheets",
}  # fmt: skip
_FINDINGS_SHOWN = 3


def _of_wall(
    broken: Sequence[WallFinding], rows: Sequence[EntityRow], today: date
) -> list[OpenItem]:
    """Return what stands in the books against the wall: the gravest by name, the rest as one."""
    found: list[OpenItem] = []
    for kind, (icon, tone, words) in _WALL.items():
        alike = [one for one in broken if one.kind == kind]
        for one in alike[:_FINDINGS_SHOWN]:
            entity = next((row.name for row in rows if row.id == one.entity_id), "")
            found.append(
                OpenItem(
                    icon, tone, f"{one.name}: {words}{_sum(one)}",
                    f"{entity} · {one.citation}", "Look", *_place(one), today, number=1,
                    urgent=int(tone == "bad"),
                )
            )  # fmt: skip
        more = len(alike) - _FINDINGS_SHOWN
        if more > 0:
            found.append(
                OpenItem(
                    icon, tone, f"{counted(more, 'more giver')}: {words}",
                    "The largest are named above", "Look", "limits", ShowLimits("near"), today,
                    number=more,
                )
            )  # fmt: skip
    return found


def _sum(one: WallFinding) -> str:
    return f", {dollars(one.cents)}" if one.cents else ""


def _place(one: WallFinding) -> tuple[str, object]:
    """Return the page that shows the rows of a finding, and what it is to show."""
    if one.kind == MAY_BE_ONE:
        return "limits", ShowLimits("near")
    if one.kind == ON_LIST:
        return "entities", ShowLists(one.document)
    if one.kind == TIED:
        return "entities", ShowEntity(one.entity_id)
    if one.kind in _SHARED_COSTS:
        return "entities", ShareCosts(_SHARED_COSTS[one.kind])
    span = (("period", f"{one.first_day}..{one.last_day}"),)
    if one.kind == UNTIMELY:
        return "disbursements", ShowItems(span)
    return "contributions", ShowItems(span, one.name)


def _of_payable(one: Payable) -> OpenItem:
    return OpenItem(
        one.icon, one.tone, one.title, one.note, one.when, PAYABLES, one.subject, one.due,
        number=one.number, urgent=one.urgent,
    )  # fmt: skip


# --- the rest of the calendar


def _of_reminders(
    coming: Sequence[Entry], rows: Sequence[EntityRow], today: date
) -> list[OpenItem]:
    """Return what is near and nothing else here tells: the first by name, the rest as one."""
    names = {row.id: row.name for row in rows}
    found = [_reminded(one, names[one.entity_id], today) for one in coming[:_REMINDERS_SHOWN]]
    more = len(coming) - _REMINDERS_SHOWN
    if more > 0:
        words = counted(more, "more deadline")
        found.append(
            OpenItem("calendar", "info", words, "The nearest are named above", "Look", "calendar",
                     ShowCalendar(), today)
        )  # fmt: skip
    return found


def _reminded(one: Entry, entity: str, today: date) -> OpenItem:
    late = one.state == OVERDUE
    near = one.days_left(today) <= _NEAR_DAYS
    tone = "bad" if late else "warn" if near else "info"
    return OpenItem(
        "calendar", tone, one.title, f"{entity} · {one.about}" if one.about else entity,
        _when(one.day, today), "calendar", ShowCalendar(), one.day, number=int(late or near),
        urgent=int(late),
    )  # fmt: skip


# --- filings as kept


def _of_filing(filing: Filing, rows: Sequence[EntityRow], today: date) -> list[OpenItem]:
    if filing.state == "draft":
        return _of_draft(filing, rows, today)
    words = _UNFINISHED.get(filing.state)
    if words is None or not filing.period.last:
        return []
    due = _due(filing) or today
    late = filing.state == "final" and due < today
    return [
        OpenItem(
            "calendar-clock", "bad" if late else "warn", f"{_title(filing)}: {words}",
            _who(filing, rows), _when(due, today), "filings", ShowFiling(filing.id), due,
            number=int(late), urgent=int(late),
        )
    ]  # fmt: skip


_UNFINISHED = {
    "final": "final, but not yet filed",
    "amending": "its rows are open for the amendment",
}


def _of_draft(filing: Filing, rows: Sequence[EntityRow], today: date) -> list[OpenItem]:
    refused = len(filing.findings.get("refused", ()))
    warnings = len(filing.findings.get("warnings", ()))
    if not refused and not warnings:
        return []
    what = counted(refused, "error") if refused else counted(warnings, "warning")
    due = _due(filing) or today
    return [
        OpenItem(
            "circle-alert" if refused else "triangle-alert", "bad" if refused else "warn",
            f"{_title(filing)}: {what}", _who(filing, rows), _when(due, today), "filings",
            ShowFiling(filing.id), due, number=refused + warnings, urgent=refused,
        )
    ]  # fmt: skip


def _who(filing: Filing, rows: Sequence[EntityRow]) -> str:
    return next((row.name for row in rows if row.id == filing.entity_id), "")


def _title(filing: Filing) -> str:
    try:
        return report_title(filing.report_code).removesuffix(" Report")
    except NotFound:
        return f"{filing.form} {filing.period.first} – {filing.period.last}"


def _due(filing: Filing) -> date | None:
    if not filing.report_code or not filing.period.last:
        return None
    try:
        return due_of_period(filing.report_code, date.fromisoformat(filing.period.last))
    except NotFound:
        return None


# --- the calendar


def _of_calendar(
    row: EntityRow,
    reports: Sequence[ReportDue],
    kept: Sequence[Filing],
    today: date,
    *,
    alone: bool,
) -> list[OpenItem]:
    """Return the newest report that has closed and is not final, and the next one that will."""
    done = {one.period.last for one in kept if one.entity_id == row.id and one.state in _DONE}
    closed = [one for one in reports if one.period.end < today]
    waiting = [one for one in closed[-1:] if one.period.end.isoformat() not in done]
    coming = [one for one in reports if today <= one.period.end and _is_soon(one, today)][:1]
    drafted = {one.period.last for one in kept if one.entity_id == row.id and one.state == "draft"}
    drafts = frozenset(drafted)
    return [_report(row, report, drafts, today, alone=alone) for report in waiting or coming]


def _is_soon(report: ReportDue, today: date) -> bool:
    return report.due <= today + timedelta(days=_SOON_DAYS)


def _report(
    row: EntityRow, report: ReportDue, drafted: frozenset[str], today: date, *, alone: bool
) -> OpenItem:
    late = report.due < today
    closed = report.period.end < today
    state = "In draft" if report.period.end.isoformat() in drafted else "Not yet prepared"
    state = state if closed else span(report.period.start, report.period.end)
    note = state if alone else row.name
    tone = "bad" if late else "warn" if closed else "info"
    return OpenItem(
        "hourglass" if late else "calendar-clock", tone, report.title.removesuffix(" Report"), note,
        _when(report.due, today), "filings", None, report.due, number=int(late), urgent=int(late),
    )  # fmt: skip


def _when(due: date, today: date) -> str:
    days = (due - today).days
    if days < 0:
        return f"Due {short_day(due)}"
    return distance(due, today).removeprefix("in ") if days < 15 else short_day(due)
