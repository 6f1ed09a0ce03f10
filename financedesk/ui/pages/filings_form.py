"""The forms of the Filings page: prepare a report, and record the FEC's number of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from financedesk.errors import BadInput
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.filings import Filing, read_filing_number
from financedesk.ledger.period import Period
from financedesk.reports.filing import OUTPUTS, Request
from financedesk.rules.periods import ReportDue, guess_code, regular_reports, report_codes
from financedesk.ui.formatting import short_day
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need, pair

_OTHER = "Other days"
_BY_DAYS = "By the days"
_OUTPUT_WORDS = {"fec": ".fec (e-file)", "pdf": "PDF", "xlsx": "Workbook"}
_AMENDABLE = frozenset({"filed", "adopted", "amending"})


@dataclass(frozen=True)
class Wanted:
    """What the form asks for, and the folder that its files go to."""

    request: Request
    folder: Path


class PrepareForm(QWidget):
    """Proposes the next report that is due; ``prepare`` is handed what was filled in."""

    def __init__(
        self,
        filers: Sequence[EntityRow],
        kept: Sequence[Filing],
        folder: Path,
        today: date,
        prepare: Callable[[Wanted], None],
    ) -> None:
        """``filers`` are entities that file a composed form and may be written."""
        super().__init__()
        self._filers, self._kept, self._today, self._prepare = filers, kept, today, prepare
        self._reports: tuple[ReportDue, ...] = ()
        self.entity, self.report, self.code = combo(), combo(), combo()
        self.first, self.last = DateEdit(today), DateEdit(today)
        self.signed = DateEdit(today, today)
        self.amend = QCheckBox("This amends the report that is filed")
        self.outputs = {key: QCheckBox(words) for key, words in _OUTPUT_WORDS.items()}
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName("Folder for the files")
        self.go = button("Prepare filing", "primary", on_click=self._send)
        self._lay_out()
        self._connect()
        self._entity_chosen()

    def _lay_out(self) -> None:
        for one in self._filers:
            self.entity.addItem(one.name, one.id)
        self.code.addItem(_BY_DAYS, "")
        for known in report_codes().values():
            self.code.addItem(f"{known.code} · {known.title}", known.code)
        for key, box in self.outputs.items():
            box.setChecked(True)
            box.setEnabled(key != "fec")
        browse = button("Choose…", icon="folder-open", name="Choose the folder",
                        on_click=self._browse)  # fmt: skip
        place = QWidget()
        whole_line = row(self.folder, browse)
        whole_line.setStretch(0, 1)
        place.setLayout(whole_line)
        self._first_row = FormRow("First day", self.first, "filings.first_day", need=Need.REQUIRED)
        self._last_row = FormRow("Last day", self.last, "filings.last_day", need=Need.REQUIRED)
        self._signed_row = FormRow("Date signed", self.signed, "filings.signed")
        self._folder_row = FormRow(
            "Folder for the files", place, "filings.folder", need=Need.REQUIRED
        )
        self._entity_row = FormRow("Committee", self.entity, "filings.committee")
        self._entity_row.setVisible(len(self._filers) > 1)
        self._note = label("", "small", wrap=True)
        whole = column(
            self._entity_row, FormRow("Report", self.report, "filings.report"), spacing=14,
            margins=(20, 14, 20, 20),
        )  # fmt: skip
        whole.addLayout(pair(self._first_row, self._last_row))
        whole.addWidget(FormRow("Report code", self.code, "filings.code"))
        whole.addWidget(self._signed_row)
        whole.addWidget(label("Files", "name"))
        whole.addLayout(row(*self.outputs.values(), None, spacing=14))
        whole.addWidget(self._folder_row)
        whole.addWidget(self.amend)
        whole.addWidget(self._note)
        whole.addLayout(row(None, self.go))
        whole.addStretch(1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.entity.activated.connect(lambda _at: self._entity_chosen())
        self.report.activated.connect(lambda _at: self._report_chosen())
        for field in (self.first, self.last):
            field.day_changed.connect(lambda _day: self._days_changed())
        self.folder.textChanged.connect(lambda _text: self._folder_row.say(""))

    # --- what is proposed

    @property
    def filer(self) -> EntityRow | None:
        """The committee whose report it is."""
        chosen = self.entity.currentData()
        return next((one for one in self._filers if one.id == chosen), None)

    def propose(self, period: Period, code: str, *, amend: bool = False) -> None:
        """Fill in the days and the code of a report."""
        self.first.set_day(date.fromisoformat(period.first))
        self.last.set_day(date.fromisoformat(period.last))
        self.code.setCurrentIndex(max(0, self.code.findData(code)))
        self.amend.setChecked(amend)

    def choose_entity(self, entity_id: int) -> None:
        """Take another committee, and propose its next report."""
        self.entity.setCurrentIndex(max(0, self.entity.findData(entity_id)))
        self._entity_chosen()

    def choose_report(self, code: str, last: date) -> None:
        """Choose one of the regular reports."""
        for place, one in enumerate(self._reports):
            if (one.code, one.period.end) == (code, last):
                self.report.setCurrentIndex(place)
                self._report_chosen()

    def _entity_chosen(self) -> None:
        filer = self.filer
        self.report.clear()
        self._reports = () if filer is None else _around(filer, self._today)
        for one in self._reports:
            self.report.addItem(f"{one.title}, due {short_day(one.due)}", one.code)
        self.report.addItem(_OTHER, "")
        self.report.setCurrentIndex(self._next_due())
        self._report_chosen()
        self.go.setEnabled(filer is not None)

    def _next_due(self) -> int:
        """Return the place of the report that is due next and is not final yet."""
        filer = self.filer
        done = {
            one.period.last
            for one in self._kept
            if filer is not None and one.entity_id == filer.id and one.state != "draft"
        }
        for place, one in enumerate(self._reports):
            if one.due >= self._today and one.period.end.isoformat() not in done:
                return place
        return len(self._reports)

    def _report_chosen(self) -> None:
        place = self.report.currentIndex()
        if not 0 <= place < len(self._reports):
            return
        chosen = self._reports[place]
        self.first.set_day(chosen.period.start)
        self.last.set_day(chosen.period.end)
        self.code.setCurrentIndex(max(0, self.code.findData(chosen.code)))

    def _days_changed(self) -> None:
        self._check_days()
        first, last = self.first.day, self.last.day
        if first is None or last is None:
            return
        same = self._same_days(Period(first=first.isoformat(), last=last.isoformat()))
        amendable = any(one.state in _AMENDABLE for one in same)
        self.amend.setVisible(amendable)
        self.amend.setChecked(amendable)
        draft = any(one.state == "draft" for one in same)
        self._note.setText(
            "The draft of these days is replaced by the new one." if draft
            else "A draft is kept in the book; nothing is locked and nothing is sent."
        )  # fmt: skip

    def _check_days(self) -> None:
        first, last = self.first.day, self.last.day
        self._first_row.say("" if first else self.first.problem)
        self._last_row.say("" if last else self.last.problem)
        if first is not None and last is not None and last < first:
            self._last_row.say("The last day comes before the first one.")

    def _same_days(self, period: Period) -> list[Filing]:
        filer = self.filer
        return [
            one
            for one in self._kept
            if filer is not None and one.entity_id == filer.id and one.period == period
        ]

    # --- sending

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder for the files", self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def wanted(self) -> Wanted | None:
        """Return what is asked for; None when a field needs another look, which then says so."""
        filer, first, last = self.filer, self.first.day, self.last.day
        self._check_days()
        folder = self.folder.text().strip()
        if not folder:
            self._folder_row.say("Name a folder; the files are written there.")
        if filer is None or first is None or last is None or last < first or not folder:
            return None
        signed = self.signed.day
        if self.signed.text().strip() and signed is None:
            self._signed_row.say(self.signed.problem)
            return None
        code = self.code.currentData() or _guess(filer, first, last)
        request = Request(
            entity_id=filer.id, form=filer.form or "", code=code,
            period=Period(first=first.isoformat(), last=last.isoformat()),
            amend=self.amend.isVisibleTo(self) and self.amend.isChecked(),
            signed_on=signed.isoformat() if signed else "",
            outputs=tuple(key for key in OUTPUTS if self.outputs[key].isChecked()),
        )  # fmt: skip
        return Wanted(request, Path(folder).expanduser())

    def _send(self) -> None:
        wanted = self.wanted()
        if wanted is not None:
            self._prepare(wanted)


def _around(filer: EntityRow, today: date) -> tuple[ReportDue, ...]:
    """Return the regular reports of the year before, this year and the next, by their due days."""
    found = [
        report
        for year in (today.year - 1, today.year, today.year + 1)
        for report in regular_reports(year, filer.filing or "quarterly", form=filer.form or "F3X")
    ]
    near = [one for one in found if abs((one.due - today).days) < _DAYS_AROUND]
    return tuple(sorted(near, key=lambda one: (one.due, one.period.end)))


_DAYS_AROUND = 400


def _guess(filer: EntityRow, first: date, last: date) -> str:
    return guess_code(first, last, filer.filing or "quarterly", form=filer.form or "F3X") or ""


class NumberForm(QWidget):
    """Takes the number that the FEC gave a filing; ``record`` is handed it with its prefix."""

    def __init__(self, filing: Filing, title: str, record: Callable[[str], None]) -> None:
        super().__init__()
        self._record = record
        self.number = QLineEdit(filing.fec_number)
        self.number.setPlaceholderText("FEC-1234567")
        self._row = FormRow(
            "FEC filing number", self.number, "filings.number", need=Need.REQUIRED,
            hint="It stands in the FEC’s receipt; an amendment names it.",
        )  # fmt: skip
        self.number.textChanged.connect(lambda _text: self._row.say(""))
        self.number.returnPressed.connect(self._send)
        self.go = button("Record number", "primary", on_click=self._send)
        words = label(f"{title}: with its number it counts as filed.", "quiet", wrap=True)
        self.setLayout(
            column(words, self._row, row(None, self.go), None, spacing=14,
                   margins=(20, 14, 20, 20))
        )  # fmt: skip

    def _send(self) -> None:
        try:
            number = read_filing_number(self.number.text())
        except BadInput as error:
            self._row.say(str(error))
            return
        self._record(number)
