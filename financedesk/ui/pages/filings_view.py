"""One filing: its state, its parts, its summary page, the rows behind each line, its findings."""

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QSizePolicy, QSplitter, QWidget

from financedesk.ledger.line_rows import LineQuery, ScheduleQuery
from financedesk.rules.summary import Column as FormColumn
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import NOTHING, count, money, short_day
from financedesk.ui.jobs import JobRunner
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.filings_findings import FindingsPanel
from financedesk.ui.pages.filings_rows import RowsPanel
from financedesk.ui.pages.filings_work import (
    COMPOSED_FORM,
    PIPELINE,
    STATES,
    FilingView,
    Section,
    SummaryRow,
    day_words,
    findings_at,
    stage_of,
)
from financedesk.ui.widgets import (
    Banner,
    Card,
    Chip,
    DataTable,
    EmptyState,
    NavButton,
    button,
    column,
    row,
)
from financedesk.ui.widgets.build import allow, clear, icon_label, set_look
from financedesk.ui.widgets.eliding_label import ElidingLabel

_SECTIONS_WIDTH, _FINDINGS_WIDTH, _NARROW_FINDINGS = 188, 316, 244
_WIDE = 1100
_COLUMN_B = 3
_NOT_OURS = "It was prepared with another program, so it cannot be composed again here."

_LINES: tuple[Column[SummaryRow], ...] = (
    Column("number", "Line", lambda one: one.number, Look.QUIET, 88, sortable=False),
    Column("label", "What it says", lambda one: one.label, Look.TEXT, 200, stretch=True,
           sortable=False, tip=lambda one: one.label),
    Column("a", "This period", lambda one: _amount(one.a), Look.AMOUNT, 112, sortable=False),
    Column("b", "Year to date", lambda one: _amount(one.b), Look.NUMBER, 112, sortable=False),
)  # fmt: skip


def _amount(cents: int | None) -> str:
    return NOTHING if cents is None else money(cents)


class Pipeline(QWidget):
    """The states of a filing in their order, with glyph and word; the one it is in is toned."""

    def __init__(self) -> None:
        super().__init__()
        self._line = row(spacing=6)
        self.setLayout(self._line)

    def show_view(self, view: FilingView) -> None:
        """Show where a filing stands; an adopted one has come by another way."""
        clear(self._line)
        stage, state = stage_of(view.row.filing), view.row.filing.state
        for place, key in enumerate(PIPELINE):
            here = STATES[state] if place == stage else STATES[key]
            if place:
                self._line.addWidget(icon_label("chevron-right", "text_3", 14))
            tone = here.tone if place == stage else "neutral"
            ink = "text_3" if tone == "neutral" else tone
            self._line.addWidget(icon_label("check" if place < stage else here.icon, ink, 14))
            chip = Chip(here.word, tone)
            chip.setToolTip(here.note)
            self._line.addWidget(chip)
        self._line.addStretch(1)
        self.setAccessibleName(f"State: {STATES[state].word}")


class FilingPanel(QWidget):
    """Shows one filing. What its buttons ask for is carried out by the page."""

    back_wanted = Signal()
    act_wanted = Signal(str)
    item_wanted = Signal(int)
    finding_wanted = Signal(int)

    def __init__(self, desk: BookDesk, runner: JobRunner) -> None:
        super().__init__()
        self.view: FilingView | None = None
        self._column: FormColumn = "A"
        self._code = ""
        self.banner = Banner()
        self.rows = RowsPanel(desk, runner)
        self.findings = FindingsPanel()
        self.findings.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.findings.setFixedWidth(_FINDINGS_WIDTH)
        self.lines: ListTableModel[SummaryRow] = ListTableModel(_LINES)
        self.summary = DataTable(
            "Summary lines", self.lines, selection_bar=False,
            empty=EmptyState("This form has no summary page", icon="file-text"),
        )  # fmt: skip
        middle = row(spacing=16)
        middle.addWidget(self._section_card())
        middle.addWidget(self._preview(), 1)
        middle.addWidget(self.findings)
        whole = column(self._header(), self.banner, spacing=12)
        whole.addLayout(middle, 1)
        self.setLayout(whole)
        self._connect()

    # --- building

    def _header(self) -> QFrame:
        self.title = ElidingLabel("", "section")
        self.details = ElidingLabel("", "small")
        self.pipeline = Pipeline()
        self.sha = ElidingLabel("", "caption")
        back = button("", "icon", icon="chevron-left", name="All filings",
                      on_click=self.back_wanted.emit)  # fmt: skip
        words = column(self.title, self.details, spacing=2)
        top = row(back, spacing=12)
        top.addLayout(words, 1)
        self._buttons = row(spacing=8)
        top.addLayout(self._buttons)
        below = row(self.pipeline, spacing=12)
        below.addWidget(self.sha, 1)
        self.sha.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made = QFrame()
        set_look(made, "card")
        made.setLayout(column(top, below, spacing=10, margins=(14, 12, 14, 12)))
        return made

    def _section_card(self) -> Card:
        card = Card(flush=True)
        card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        card.setFixedWidth(_SECTIONS_WIDTH)
        self._sections = column(spacing=2, margins=(8, 10, 8, 10))
        card.body.addLayout(self._sections)
        card.body.addStretch(1)
        self.section_buttons: dict[str, NavButton] = {}
        return card

    def _preview(self) -> QSplitter:
        top = Card(flush=True)
        top.body.addWidget(self.summary)
        self._below = Card(flush=True)
        self._below.body.addWidget(self.rows)
        made = QSplitter(Qt.Orientation.Vertical)
        made.setChildrenCollapsible(False)
        made.setHandleWidth(12)
        made.setProperty("look", "gap")
        made.addWidget(top)
        made.addWidget(self._below)
        made.setStretchFactor(0, 1)
        made.setStretchFactor(1, 1)
        self.summary.setMinimumHeight(150)
        self.rows.setMinimumHeight(170)
        self._top = top
        self._below.hide()
        return made

    def _connect(self) -> None:
        self.summary.view.clicked.connect(self._clicked)
        self.summary.row_opened.connect(lambda place: self.show_line(self.lines.rows[place].code))
        self.rows.line_wanted.connect(self.show_line)
        self.rows.column_wanted.connect(self._other_column)
        self.rows.item_wanted.connect(self.item_wanted)
        self.rows.closed.connect(self.close_rows)
        self.findings.row_wanted.connect(self.finding_wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the summary its room in a narrow window."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self.findings.setFixedWidth(_FINDINGS_WIDTH if wide else _NARROW_FINDINGS)

    # --- showing

    def show_view(self, view: FilingView, *, why_not: str, folder_known: bool) -> None:
        """Show a filing; rows that were open stay open when it is the same filing.

        ``why_not`` says why the user may not work on it and who can, empty where they may.
        """
        same = self.view is not None and self.view.row.filing.id == view.row.filing.id
        self.view = view
        filing = view.row.filing
        self.title.setText(f"{view.row.title} · {view.row.entity.name}")
        self.details.setText(_details(view))
        self.sha.setText(f"{filing.file_name} · SHA-256 {filing.sha256[:16]}…")
        self.sha.setToolTip(filing.sha256)
        self.pipeline.show_view(view)
        self.findings.show_filing(filing)
        self.lines.show(view.lines)
        self._show_sections(view)
        self._show_buttons(view, why_not, folder_known=folder_known)
        self._say_stale(view)
        if not same:
            self.close_rows()
            self.summary.view.clearSelection()
            self.summary.view.scrollToTop()
        elif self._below.isVisible() and self._code:
            self.show_line(self._code, self._column)

    def _say_stale(self, view: FilingView) -> None:
        number = len(view.stale)
        lines = ", ".join(view.stale[:4]) + (" …" if number > 4 else "")
        self.banner.say(
            f"The book has changed since this draft was prepared: lines {lines} would read "
            "differently. Prepare it again." if number else "", "warn",
        )  # fmt: skip

    def _show_sections(self, view: FilingView) -> None:
        clear(self._sections)
        self.section_buttons = {}
        self._section("summary", "Summary", "ok", 0)
        for one in view.sections:
            self._section(one.record, one.title, one.tone, one.rows)
        worst = "warn" if self.findings.messages else "ok"
        if findings_at(view.row.filing, "refused"):
            worst = "bad"
        self._section("findings", "Findings", worst, len(self.findings.messages))
        self.section_buttons["summary"].setChecked(True)

    def _section(self, key: str, words: str, tone: str, number: int) -> None:
        icon = {"ok": "circle-check", "bad": "circle-x", "warn": "triangle-alert"}.get(tone, "info")
        made = NavButton(words, icon)
        made.set_badge(number, "neutral" if tone in ("ok", "info") else tone)
        made.clicked.connect(lambda _on=False: self.show_section(key))
        self.section_buttons[key] = made
        self._sections.addWidget(made)

    def _show_buttons(self, view: FilingView, why_not: str, *, folder_known: bool) -> None:
        clear(self._buttons)
        self.act_buttons: dict[str, QPushButton] = {}
        for key, words, icon in _STEPS.get(view.row.filing.state, ()):
            primary = key == _PRIMARY.get(view.row.filing.state)
            made = button(words, "primary" if primary else "", icon=icon,
                          on_click=partial(self.act_wanted.emit, key))  # fmt: skip
            foreign = "" if key != "prepare" or _is_composed(view) else _NOT_OURS
            allow(made, why_not or foreign)
            self.act_buttons[key] = made
        for key in ("export", "more"):
            self.act_buttons[key] = self._menu_button(key, view, folder_known=folder_known)
        for key in ("more", "export", *(one[0] for one in _STEPS.get(view.row.filing.state, ()))):
            self._buttons.addWidget(self.act_buttons[key])

    def _menu_button(self, key: str, view: FilingView, *, folder_known: bool) -> QPushButton:
        words, icon = ("Export", "download") if key == "export" else ("More", "ellipsis")
        made = button(words, icon=icon, name=f"{words} (menu)")
        menu = QMenu(made)
        for act, said in _EXPORTS if key == "export" else _MORE:
            action = menu.addAction(said, partial(self.act_wanted.emit, act))
            action.setObjectName(act)
            action.setEnabled(
                {
                    "folder": folder_known,
                    "compare": view.previous is not None,
                    "pdf": _is_composed(view),
                    "xlsx": _is_composed(view),
                }.get(act, True)
            )
        made.setMenu(menu)
        return made

    # --- rows behind a line

    def _clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self.show_line(
            self.lines.rows[index.row()].code, "B" if index.column() == _COLUMN_B else "A"
        )

    def _other_column(self, key: str) -> None:
        if self._code:
            self.show_line(self._code, "B" if key == "B" else "A")

    def show_line(self, code: str, in_column: FormColumn | None = None) -> None:
        """Show the rows behind a line, in the column that it has."""
        if self.view is None:
            return
        line = next((one for one in self.view.lines if one.code == code), None)
        if line is None:
            return
        chosen: FormColumn = in_column or self._column
        if (line.a if chosen == "A" else line.b) is None:
            chosen = "B" if chosen == "A" else "A"
        self._code, self._column = code, chosen
        filing = self.view.row.filing
        query = LineQuery(
            entity_id=filing.entity_id, form=filing.form, period=filing.period, code=code,
            column=chosen,
        )  # fmt: skip
        self.rows.show_line(query, line.a if chosen == "A" else line.b)
        self._open_rows()
        place = self.view.lines.index(line)
        self.summary.view.select_rows([place], place)
        # The table has its new height only after the splitter has been laid out.
        QTimer.singleShot(0, lambda: self.summary.view.scrollTo(self.lines.index(place, 0)))

    def show_section(self, key: str) -> None:
        """Show a part: the summary, a schedule's rows, or the findings."""
        if self.view is None:
            return
        if key in self.section_buttons:
            self.section_buttons[key].setChecked(True)
        if key == "summary":
            self.close_rows()
            self.summary.view.setFocus()
        elif key == "findings":
            self.findings.area.setFocus()
        else:
            self._show_schedule(next(one for one in self.view.sections if one.record == key))

    def _show_schedule(self, section: Section) -> None:
        if self.view is None:
            return
        filing = self.view.row.filing
        self._code = ""
        query = ScheduleQuery(
            entity_id=filing.entity_id, form=filing.form, period=filing.period,
            record=section.record,
        )  # fmt: skip
        self.rows.show_schedule(query, f"{section.title} · {count(section.rows)} rows")
        self._open_rows()

    def _open_rows(self) -> None:
        if self._below.isHidden():
            self._below.show()

    def close_rows(self) -> None:
        """Give the room back to the summary."""
        self._code = ""
        self._below.hide()

    @property
    def rows_are_open(self) -> bool:
        """Whether the rows behind something are shown."""
        return not self._below.isHidden()


_STEPS = {
    "draft": (("prepare", "Prepare again", "refresh-cw"), ("finalise", "Finalise…", "lock")),
    "final": (("reopen", "Reopen", "lock-open"), ("number", "Record FEC number…", "file-check")),
    "filed": (("number", "FEC number…", "file-check"), ("amend", "Amend…", "pencil")),
    "adopted": (("number", "FEC number…", "file-check"), ("amend", "Amend…", "pencil")),
    "amending": (("prepare", "Prepare amendment…", "plus"),),
}
_PRIMARY = {
    "draft": "finalise", "final": "number", "filed": "amend", "adopted": "amend",
    "amending": "prepare",
}  # fmt: skip
_EXPORTS = (
    ("fec", "The .fec file again…"),
    ("pdf", "The PDF again…"),
    ("xlsx", "The workbook (XLSX) again…"),
)
_MORE = (
    ("folder", "Open its folder"),
    ("compare", "Compare with the previous version"),
)


def _is_composed(view: FilingView) -> bool:
    return view.row.filing.form == COMPOSED_FORM


def _details(view: FilingView) -> str:
    filing = view.row.filing
    parts = [f"Form {filing.form.removeprefix('F')}", view.row.period, view.row.version]
    if view.due is not None:
        parts.append(f"due {short_day(view.due)}")
    if filing.signed_on:
        parts.append(f"signed {day_words(filing.signed_on)}")
    if filing.fec_number:
        parts.append(filing.fec_number)
    return " · ".join(parts)
