"""The second step of an import: what the file holds and what would become of it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from financedesk.errors import NotFound
from financedesk.intake.report import IntakeReport, Recipient
from financedesk.rules.periods import report_title
from financedesk.ui.formatting import NOTHING, count, counted, dollars, money, span
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.imports_work import Found, FoundFiling, size_words
from financedesk.ui.widgets import (
    Banner,
    DataTable,
    EmptyState,
    Facts,
    Figure,
    FigureRow,
    FormRow,
    column,
    label,
    row,
)
from financedesk.ui.widgets.money_edit import MoneyEdit

_RECIPIENTS: tuple[Column[Recipient], ...] = (
    Column("name", "Who receives", lambda one: one.name, Look.STRONG, 220, stretch=True),
    Column("gifts", "Gifts", lambda one: count(one.gifts), Look.NUMBER, 80),
    money_column("cents", "Total", lambda one: one.cents, width=124),
)
_SCHEDULES: tuple[Column[tuple[str, int]], ...] = (
    Column("record", "Schedule", lambda one: schedule_words(one[0]), Look.STRONG, 220,
           stretch=True),
    Column("rows", "Rows", lambda one: count(one[1]), Look.NUMBER, 100),
)  # fmt: skip


def schedule_words(record: str) -> str:
    """Return a record in words: SA is Schedule A, SC1 the supplement of a loan."""
    if record == "TEXT":
        return "Explanations (text)"
    letter = record[1:] if record[:1] == "S" and len(record) > 1 else record
    return f"Schedule {letter}"


class FoundPanel(QWidget):
    """Shows figures, the file's facts, who receives, and the control sums."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = FigureRow("What was found")
        self.money = FigureRow("Money in the file")
        self.facts = Facts("The file")
        self.notes = Banner()
        self.control = Control()
        self._recipients: ListTableModel[Recipient] = ListTableModel(_RECIPIENTS, order=getattr)
        self._schedules: ListTableModel[tuple[str, int]] = ListTableModel(_SCHEDULES)
        nobody = EmptyState("Nobody in this book receives anything of it", icon="users")
        self.recipients = DataTable(
            "Who receives", self._recipients, empty=nobody, selection_bar=False
        )
        self.schedules = DataTable("Schedules", self._schedules, selection_bar=False)
        left = QWidget()
        left.setLayout(column(label("The file", "card-title"), self.facts, self.control, None,
                              spacing=8))  # fmt: skip
        self._right = column(self.recipients, self.schedules, None, spacing=0)
        halves = row(spacing=24)
        halves.addWidget(left, 1)
        halves.addLayout(self._right, 1)
        self.setLayout(column(self.figures, self.money, self.notes, halves, spacing=10))

    def show_found(self, found: Found | FoundFiling) -> None:
        """Show what was found in a file."""
        is_filing = isinstance(found, FoundFiling)
        self.control.setHidden(is_filing)
        self.recipients.setHidden(is_filing)
        self.schedules.setVisible(is_filing)
        if isinstance(found, FoundFiling):
            self._show_filing(found)
        else:
            self._show_export(found)

    def _show_export(self, found: Found) -> None:
        report = found.report
        self.figures.show_figures(row_figures(report))
        self.money.show_figures(money_figures(report))
        self.facts.show_pairs(
            (
                ("File", f"{found.path.name}, {size_words(found.size)}"),
                ("Format", found.format),
                ("Characters", found.encoding),
                ("SHA-256", report.sha256[:16]),
            )
        )
        self.notes.say("  ".join(report.warnings), "info")
        recipients = sorted(report.recipients.values(), key=lambda one: -one.cents)
        self._recipients.show(recipients)
        self.recipients.fit_rows(max(1, len(recipients)))
        self.control.setVisible(report.has_money)
        self.control.show_report(report)

    def _show_filing(self, found: FoundFiling) -> None:
        cover = found.cover
        self.figures.show_figures(
            (
                Figure("Receipts this period", dollars(found.receipts)),
                Figure("Disbursements this period", dollars(found.disbursements)),
                Figure("Cash at the beginning", dollars(cover.cash_begin)),
                Figure("Rows", count(sum(found.records.values()))),
            )
        )
        self.money.show_figures(())
        self.facts.show_pairs(
            (
                ("File", f"{found.path.name}, {size_words(found.size)}"),
                ("Form", f"{cover.form}, format version {cover.version}"),
                ("Report", _report_words(cover.report_code)),
                ("Period", period_words(cover.period.first, cover.period.last)),
                ("Committee", f"{cover.committee_name} · {cover.committee_id}"),
                ("Becomes", f"history of {found.entity}" if found.entity else "a new entity"),
                ("Amendment", "number " + str(cover.number) if cover.is_amendment else ""),
            )
        )
        self.notes.say(
            "" if found.entity else "This committee is not in the book yet: adopting the filing "
            "adds it as an entity with its cash, loans and debts.", "info",
        )  # fmt: skip
        records = sorted(found.records.items())
        self._schedules.show(records)
        self.schedules.fit_rows(max(1, len(records)))


class Control(QWidget):
    """Two sums that must come out, and the processor's own total to hold them against."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = label("", "small", wrap=True)
        self._bank = label("", "small", wrap=True)
        self.stated = MoneyEdit()
        self._expected = 0
        self.field = FormRow(
            "The processor’s own total", self.stated, "imports.control_total",
            hint="Optional: what its page says for these gifts; the difference must be zero.",
        )  # fmt: skip
        self.stated.amount_changed.connect(lambda _cents: self._compare())
        self.setLayout(
            column(label("Control", "card-title"), self._rows, self._bank, self.field, spacing=6,
                   margins=(0, 8, 0, 0))
        )  # fmt: skip

    def show_report(self, report: IntakeReport) -> None:
        """Show the sums of a report."""
        self._expected = report.total_cents
        self._rows.setText(row_control(report))
        self._bank.setText(bank_control(report))
        self._compare()

    def _compare(self) -> None:
        stated = self.stated.cents
        if stated is None:
            self.field.say("")
        elif stated == self._expected:
            self.field.say("Difference 0.00: the totals agree.", "ok")
        else:
            off = money(stated - self._expected)
            self.field.say(f"Difference {off}: look for refused, known or missing rows.", "warn")


def row_control(report: IntakeReport) -> str:
    """Return the sentence that accounts for every row of the file."""
    parts = (
        (report.accepted, "new"),
        (report.duplicates, "known already"),
        (report.rejected_count, "refused"),
        (report.conflict_count, "in conflict"),
        (report.left_out, "of other recipients"),
        (report.skipped, "skipped by hand"),
    )
    told = sum(number for number, _ in parts)
    said = " + ".join(f"{count(number)} {words}" for number, words in parts if number)
    rest = report.rows - told
    more = f" + {count(rest)} refunds" if rest > 0 else ""
    return f"{counted(report.rows, 'row')} = {said or '0'}{more}"


def bank_control(report: IntakeReport) -> str:
    """Return the sentence that leads from the gifts to what reaches the bank."""
    gone_cents = report.refunded_cents + report.chargeback_cents - report.won_cents
    net = report.total_cents - report.fee_cents - gone_cents
    taken = f" less chargebacks {money(report.chargeback_cents)}" if report.chargebacks else ""
    again = f" and {money(report.won_cents)} of chargebacks won" if report.won_cents else ""
    return (
        f"Gifts {money(report.total_cents)}{again} less fees {money(report.fee_cents)} less refunds"
        f"{money(report.refunded_cents)}{taken} = {money(net)} for the bank"
    )


def row_figures(report: IntakeReport) -> Sequence[Figure]:
    """Return the figures of the rows; what needs a look is toned."""
    return (
        Figure("Rows in the file", count(report.rows)),
        Figure(
            "New gifts" if report.has_money else "New",
            count(report.accepted),
            "ok" if report.accepted else "",
        ),
        Figure("Known already", count(report.duplicates)),
        Figure("Refused", count(report.rejected_count), "bad" if report.rejected_count else ""),
        Figure("Conflicts", count(report.conflict_count), "warn" if report.conflict_count else ""),
        Figure("Of other recipients", count(report.left_out)),
        *([Figure("Skipped by hand", count(report.skipped))] if report.skipped else []),
    )


def new_figures(report: IntakeReport) -> Sequence[Figure]:
    """Return the figures of what was stored."""
    if not report.has_money:
        return (Figure("New", count(report.accepted)),)
    return (
        Figure("New gifts", count(report.accepted)),
        Figure("Total", dollars(report.total_cents)),
        Figure("New donors", count(report.donors_new)),
        Figure("Payouts", count(report.payouts)),
    )


def money_figures(report: IntakeReport) -> Sequence[Figure]:
    """Return the figures of money and donors; none of a file that has no money."""
    if not report.has_money:
        return ()
    return (
        Figure("Total of new gifts", dollars(report.total_cents)),
        Figure("Fees", dollars(report.fee_cents)),
        Figure("Refunds", dollars(report.refunded_cents)),
        *([Figure("Chargebacks", dollars(report.chargeback_cents))] if report.chargebacks else []),
        Figure("Payouts", count(report.payouts)),
        Figure("New donors", count(report.donors_new)),
        Figure("Known donors", count(report.donors_matched)),
    )


def _report_words(code: str) -> str:
    try:
        return f"{report_title(code)} ({code})" if code else NOTHING
    except NotFound:
        return code


def period_words(first: str, last: str) -> str:
    """Write a report's days: ``Jul 1 – Sep 30, 2026``; nothing for a report without days."""
    if not (first and last):
        return ""
    return span(date.fromisoformat(first), date.fromisoformat(last))
