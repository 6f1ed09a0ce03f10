"""The last steps of an import: what will be stored and how, and what was stored."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from financedesk.intake.people_said import Verdict
from financedesk.intake.statements.storing import StatementReport
from financedesk.rules.periods import report_title
from financedesk.ui.formatting import count, counted, dollars
from financedesk.ui.pages.imports_brought import ImportFindings
from financedesk.ui.pages.imports_found import new_figures, period_words
from financedesk.ui.pages.imports_work import (
    Done,
    Found,
    FoundFiling,
    OptionChoices,
    Options,
)
from financedesk.ui.widgets import (
    Banner,
    Facts,
    Figure,
    FigureRow,
    FormRow,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import combo, glyph

AS_FILE_SAYS = "As the file says"
_USUAL_ACCOUNT = "The entity’s usual account"
_NO_DRIVE = "No drive"


class ConfirmPanel(QWidget):
    """Says in one sentence what will be stored; ``options_changed`` asks to look again."""

    options_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._choices = OptionChoices()
        self._filling = False
        self.sentence = label("", wrap=True)
        self.after = label("", "quiet", wrap=True)
        self.warning = Banner()
        self.entity, self.account, self.drive = combo(), combo(), combo()
        self._entity_row = FormRow(
            "Whose rows", self.entity, "imports.entity",
            hint="Its own rows, and those that name nobody.",
        )  # fmt: skip
        self._account_row = FormRow(
            "Bank account",
            self.account,
            "imports.account",
            hint="Where the processor’s payouts arrive.",
        )
        self._drive_row = FormRow(
            "Drive", self.drive, "imports.drive", hint="The drive that the gifts belong to."
        )
        self.hold = QCheckBox("Put them on hold")
        self._hold_row = FormRow(
            "Above a limit or not allowed", self.hold, "imports.hold",
            hint="They are in cash and reported, but not ours to spend.",
        )  # fmt: skip
        self.hold.clicked.connect(lambda _on: self._tell())
        self.entity.activated.connect(lambda _at: self._entity_chosen())
        for box in (self.account, self.drive):
            box.activated.connect(lambda _at: self._tell())
        fields = row(spacing=16)
        for part in (self._entity_row, self._account_row, self._drive_row):
            fields.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        words = row(glyph("file-input", "info"), spacing=14)
        words.addLayout(column(self.sentence, self.after, spacing=4), 1)
        self.setLayout(column(words, self.warning, fields, self._hold_row, None, spacing=14))

    @property
    def options(self) -> Options:
        """What is chosen now."""
        return Options(
            self.entity.currentData(), self.account.currentData(), self.drive.currentData(),
            self.hold.isChecked(),
        )  # fmt: skip

    def offer(
        self,
        entities: Sequence[tuple[str, str]],
        chosen: str | None,
        choices: OptionChoices,
        *,
        every: bool,
    ) -> None:
        """Offer entities as (code, name); ``every`` lets the file decide whose a row is."""
        self._filling = True
        self._choices = choices
        self.entity.clear()
        if every:
            self.entity.addItem(AS_FILE_SAYS, None)
        for code, name in entities:
            self.entity.addItem(name, code)
        self.entity.setCurrentIndex(max(0, self.entity.findData(chosen)))
        self._fill_by_entity()
        self._filling = False

    def show_found(self, found: Found | FoundFiling) -> None:
        """Say what will be stored."""
        is_filing = isinstance(found, FoundFiling)
        for part in (self._account_row, self._drive_row, self._hold_row):
            part.setHidden(is_filing)
        if isinstance(found, FoundFiling):
            self._entity_row.setHidden(not found.entity)
            self._say_filing(found)
        else:
            self._entity_row.show()
            self._say_export(found)

    def _say_export(self, found: Found) -> None:
        report = found.report
        if not found.has_news:
            self.sentence.setText("Nothing in this file is new: there is nothing to store.")
            self.after.setText("Every row is in the book already, refused, or another’s.")
        else:
            gifts = counted(report.accepted, report.thing)
            donors = counted(report.donors_new, "new donor")
            whose = counted(len(report.recipients), "entity", "entities")
            money = f" of {dollars(report.total_cents)}" if report.has_money else ""
            people = f", with {donors} and {counted(report.payouts, 'payout')}"
            self.sentence.setText(
                f"{gifts}{money} will be stored for {whose}{people if report.has_money else ''}."
            )
            held = f"{counted(report.held, 'gift')} with {dollars(report.held_cents)} in question"
            on_hold = f"{held} will be put on hold. " if report.held else ""
            whole = "All of it is one import: it can be taken back as a whole."
            self.after.setText(f"{on_hold}{by_hand(found)}{whole}")
        left = report.rejected_count + report.conflict_count
        self.warning.say(
            f"{counted(left, 'row')} will stay out; the step Rows says why." if left else "",
            "warn",
        )

    def _say_filing(self, found: FoundFiling) -> None:
        cover = found.cover
        whose = found.entity or f"{cover.committee_name} as a new entity"
        code = f" {cover.report_code}" if cover.report_code else ""
        days = period_words(cover.period.first, cover.period.last)
        self.sentence.setText(
            f"The{code} report of {days} becomes history of {whose}: "
            f"{counted(sum(found.records.values()), 'row')} with contacts, cash, loans and debts."
        )
        self.after.setText("All of it is one import: it can be taken back as a whole.")
        tied = len(found.problems)
        self.warning.say(
            f"{counted(tied, 'line')} cannot be taken as they stand; the step Rows says why."
            if tied else "", "warn",
        )  # fmt: skip

    def _entity_chosen(self) -> None:
        self._filling = True
        self._fill_by_entity()
        self._filling = False
        self._tell()

    def _fill_by_entity(self) -> None:
        code = self.entity.currentData()
        _fill(self.account, _USUAL_ACCOUNT, self._choices.accounts.get(code, ()))
        _fill(self.drive, _NO_DRIVE, self._choices.drives.get(code, ()))

    def _tell(self) -> None:
        if not self._filling:
            self.options_changed.emit(self.options)


def by_hand(found: Found) -> str:
    """Say what of an import was put right and said by hand; empty for nothing."""
    report, said = found.report, found.options.people
    same = sum(one.verdict is Verdict.SAME for one in said)
    parts = (
        (len({cell.row for cell in report.mended}), "row corrected", "rows corrected"),
        (report.skipped, "row skipped", "rows skipped"),
        (same, "donor linked with a known one", "donors linked with known ones"),
        (len(said) - same, "pair of donors told apart", "pairs of donors told apart"),
    )
    told = ", ".join(counted(number, one, many) for number, one, many in parts if number)
    return f"By hand: {told}. " if told else ""


def _fill(box: QComboBox, nothing: str, choices: Sequence[tuple[str, str]]) -> None:
    box.clear()
    box.addItem(nothing, None)
    for code, name in choices:
        box.addItem(name, code)
    box.setEnabled(bool(choices))


class DonePanel(QWidget):
    """What was stored, and where to go from here."""

    register_wanted = Signal()
    filing_wanted = Signal()
    reconcile_wanted = Signal()
    undo_wanted = Signal()
    another_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading = label("", "section", wrap=True)
        self.text = label("", "quiet", wrap=True)
        self.figures = FigureRow("What was stored")
        self.facts = Facts("The import")
        self.findings = label("", wrap=True)
        self.banner, self.brought = Banner(), ImportFindings()
        self.to_register = button(
            "Open the register", icon="hand-coins", on_click=self.register_wanted.emit
        )
        self.to_filing = button(
            "Open the filing", icon="landmark", on_click=self.filing_wanted.emit
        )
        self.to_reconcile = button(
            "Reconcile the account", icon="wallet", on_click=self.reconcile_wanted.emit
        )
        self.undo = button("Undo this import", icon="undo-2", on_click=self.undo_wanted.emit)
        another = button("Import another file", icon="plus", on_click=self.another_wanted.emit)
        words = column(self.heading, self.text, spacing=4)
        heading = row(glyph("circle-check", "ok"), spacing=14)
        heading.addLayout(words, 1)
        self.setLayout(
            column(
                heading, self.figures, self.facts, self.banner, self.findings, self.brought,
                row(self.to_register, self.to_filing, self.to_reconcile, self.undo, another, None),
                None, spacing=14,
            )
        )  # fmt: skip

    def show_done(self, done: Done) -> None:
        """Show the outcome of an import or an adoption."""
        self.undo.setVisible(done.batch is not None)
        self.to_register.setVisible(done.days is not None)
        self.to_filing.setVisible(done.adopted is not None)
        self.to_reconcile.setVisible(done.statement is not None)
        self.findings.setVisible(done.adopted is not None)
        self.banner.say("")
        self.brought.hide()
        if done.statement is not None:
            self._show_statement(done.statement)
        elif done.report is not None:
            self._show_import(done)
        elif done.adopted is not None:
            self._show_adopted(done)

    def _show_import(self, done: Done) -> None:
        report = done.report
        if report is None:
            return
        stored = counted(report.accepted, report.thing)
        self.heading.setText(f"{stored} imported" if done.batch else "Nothing was new")
        self.text.setText(
            f"Import number {done.batch}, {report.file_name}" if done.batch
            else f"Every row of {report.file_name} was known, refused, or another’s."
        )  # fmt: skip
        self.figures.show_figures(
            (
                *new_figures(report),
                *([Figure("On hold", count(report.held), "warn")] if report.held else []),
                Figure("Known already", count(report.duplicates)),
                *([Figure("Skipped by hand", count(report.skipped))] if report.skipped else []),
                Figure("Stayed out", count(report.rejected_count + report.conflict_count),
                       "warn" if report.rejected_count + report.conflict_count else ""),
            )
        )  # fmt: skip
        whose = ", ".join(f"{one.name} ({count(one.gifts)})" for one in report.recipients.values())
        self.facts.show_pairs((("For", whose), ("SHA-256 of the file", report.sha256)))

    def _show_statement(self, report: StatementReport) -> None:
        self.heading.setText(f"{counted(report.added, 'line')} of the bank’s statement are kept")
        self.text.setText(f"{report.file.name}, for {report.account.name or report.account.code}")
        self.figures.show_figures(
            (
                Figure("New lines", count(report.added)),
                Figure("Known already", count(report.known)),
                Figure("Not read", count(len(report.rejected)), "warn" if report.rejected else ""),
            )
        )
        self.facts.show_pairs((("SHA-256 of the file", report.file.sha256),))

    def _show_adopted(self, done: Done) -> None:
        adopted = done.adopted
        if adopted is None:
            return
        code = adopted.report_code
        title = report_title(code) if code else f"{adopted.form} report"
        self.heading.setText(
            f"{title} was adopted already" if adopted.already else f"{title} adopted"
        )
        number = f"Import number {done.batch}" if done.batch else "Nothing was added"
        self.text.setText(f"{number} · {adopted.entity}")
        self.figures.show_figures(
            (
                Figure("Receipts this period", dollars(adopted.total_receipts_cents)),
                Figure("Disbursements this period", dollars(adopted.total_disbursements_cents)),
                Figure("Rows", count(sum(adopted.records.values()))),
                Figure("Not itemised sums", count(len(adopted.lumps))),
                Figure("Lines not read", count(len(adopted.unread)),
                       "warn" if adopted.unread else ""),
                Figure("Findings", count(len(adopted.findings)),
                       "warn" if adopted.findings else ""),
            )
        )  # fmt: skip
        days = period_words(adopted.period.first, adopted.period.last)
        self.facts.show_pairs((("Form", adopted.form), ("Period", days)))
        unread = [f"Line {one.line}: {one.reason}" for one in adopted.unread]
        self.findings.setText("\n".join((*adopted.findings, *unread)[:_MOST_SAID]))


_MOST_SAID = 40
