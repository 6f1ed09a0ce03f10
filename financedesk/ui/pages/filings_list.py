"""The first view of the Filings page: the year's due dates in a strip, and the filings below."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QWidget

from financedesk.ledger.entities import EntityRow
from financedesk.ui.formatting import distance, short_day, span
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.filings_work import Deadline, FilingRow, Listing, day_words
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import Card, DataTable, EmptyState, button, column, label, row
from financedesk.ui.widgets.build import clear, combo, icon_label, set_tone
from financedesk.ui.widgets.eliding_label import ElidingLabel

_SHORT_SHA = 10
_BAR = 18  # the scroll bar below the days, with its air


def _columns() -> tuple[Column[FilingRow], ...]:
    return (
        Column("title", "Report", lambda one: one.title, Look.STRONG, 230, stretch=True,
               tip=lambda one: one.title),
        Column("period", "Period", lambda one: one.period, Look.QUIET, 164),
        Column("entity", "Committee", lambda one: one.entity.name, Look.TEXT, 176, yields=True,
               tip=lambda one: one.entity.name),
        Column("glyph", "", lambda _one: "", Look.ICON, 36, sortable=False,
               icon=lambda one: one.state.icon, tone=lambda one: one.state.tone,
               spoken=lambda one: one.state.word),
        Column("state", "State", lambda one: one.state.word, Look.CHIP, 96,
               tone=lambda one: one.state.tone, tip=lambda one: one.state.note),
        Column("version", "Version", lambda one: one.version, Look.TEXT, 104, yields=True),
        Column("fec", "FEC number", lambda one: one.filing.fec_number or "—", Look.TEXT, 112,
               yields=True),
        Column("sha", "SHA-256", lambda one: one.filing.sha256[:_SHORT_SHA], Look.TEXT, 100,
               yields=True, sortable=False, tip=lambda one: one.filing.sha256,
               copied=lambda one: one.filing.sha256),
        Column("prepared", "Prepared", lambda one: day_words(one.filing.recorded_at), Look.QUIET,
               116, yields=True),
    )  # fmt: skip


_ORDERS = {
    "period": lambda one: one.filing.period.last,
    "prepared": lambda one: one.filing.recorded_at,
    "version": lambda one: one.filing.version,
    "fec": lambda one: one.filing.fec_number,
}


def _order(one: FilingRow, key: str) -> object:
    by = _ORDERS.get(key)
    if by is not None:
        return by(one)
    words = {"title": one.title, "entity": one.entity.name, "state": one.state.word}
    return words.get(key, "")


class FilingsList(Card):
    """The filings of the entities in hand; ``filing_opened`` carries the one to show."""

    filing_opened = Signal(object)
    prepare_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Filings", "", flush=True)
        self.model: ListTableModel[FilingRow] = ListTableModel(
            _columns(), identify=lambda one: one.filing.id, order=_order
        )
        self.empty = EmptyState(
            "No filings yet",
            "A filing is prepared from the ledger as often as you like; nothing is sent.",
            icon="landmark", action="Prepare filing",
        )  # fmt: skip
        self.empty.action_wanted.connect(self.prepare_wanted)
        self.table = DataTable("Filings", self.model, empty=self.empty, noun=("filing", "filings"),
                               selection_bar=False)  # fmt: skip
        self.table.setMinimumHeight(240)
        self.table.row_opened.connect(self.filing_opened)
        self.table.view.clicked.connect(
            lambda index: self.filing_opened.emit(self.model.row_id(index.row()))
        )
        self.body.addWidget(self.table)

    def show_rows(self, rows: Sequence[FilingRow], *, several: bool) -> None:
        """Show filings; the committee is named where there are several."""
        place = [one.key for one in self.model.columns].index("entity")
        self.table.view.want(place, wanted=several)
        self.model.show(rows)
        self.set_heading("Filings", "Click one to see what is in it")


class CalendarStrip(Card):
    """The regular reports of a year with their due days; each leads to its filing or makes it."""

    filing_opened = Signal(object)
    prepare_wanted = Signal(object)

    def __init__(self) -> None:
        self.entity = combo()
        self.entity.setFixedWidth(230)
        self.entity.setAccessibleName("Committee whose calendar is shown")
        self.earlier = button("", "bare", icon="chevron-left", name="The year before")
        self.later = button("", "bare", icon="chevron-right", name="The year after")
        trailing = row(self.entity, self.earlier, self.later, spacing=6)
        super().__init__("Calendar", " ", trailing=trailing)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self._days = row(spacing=8)
        holder = QWidget()
        holder.setLayout(self._days)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        current_theme().changed.connect(self._fit_height)
        self._fit_height()
        self.body.addWidget(area)
        self._deadlines: Mapping[int, Sequence[Deadline]] = {}
        self._year, self._today = 0, date.today()
        self.cells: list[QPushButton] = []
        self.entity.activated.connect(lambda _at: self._draw())

    def _fit_height(self) -> None:
        self._area.setFixedHeight(current_theme().scale.day + _BAR)

    def show_listing(
        self, listing: Listing, entities: Sequence[EntityRow], year: int, today: date
    ) -> None:
        """Show the calendars of a year; the committee chosen before stays chosen."""
        chosen = self.entity.currentData()
        self._deadlines, self._year, self._today = listing.deadlines, year, today
        self.entity.clear()
        for one in entities:
            if one.id in listing.deadlines:
                self.entity.addItem(one.name, one.id)
        self.entity.setCurrentIndex(max(0, self.entity.findData(chosen)))
        self.entity.setVisible(self.entity.count() > 1)
        self.setVisible(self.entity.count() > 0)
        self._draw()

    @property
    def deadlines(self) -> Sequence[Deadline]:
        """The reports that are shown."""
        return self._deadlines.get(self.entity.currentData(), ())

    def _draw(self) -> None:
        clear(self._days)
        self.cells = []
        coming = next((one for one in self.deadlines if one.report.due >= self._today), None)
        words = f"{coming.report.title} is due {short_day(coming.report.due)}, " if coming else ""
        near = distance(coming.report.due, self._today) if coming else "No report is left to file"
        self.set_heading(f"Calendar {self._year}", f"{words}{near}")
        for one in self.deadlines:
            cell = self._cell(one, is_next=one is coming)
            self.cells.append(cell)
            self._days.addWidget(cell, 1)
            if one is coming:
                # Its place is known only when the strip has been laid out.
                QTimer.singleShot(0, cell, partial(self._area.ensureWidgetVisible, cell))

    def _cell(self, one: Deadline, *, is_next: bool) -> QPushButton:
        made = QPushButton()
        made.setProperty("look", "day")
        set_tone(made, "next" if is_next else "")
        report = one.report
        days = span(report.period.start, report.period.end)
        said = f"{report.title}, {days}, due {short_day(report.due)}: {one.state}"
        made.setAccessibleName(said)
        made.setToolTip(said)
        code = row(label(report.code, "name"), None, icon_label(one.icon, _ink(one.tone), 14))
        due = ElidingLabel(short_day(report.due), "small")
        state = ElidingLabel(one.state, "caption", tone=one.tone if one.tone != "neutral" else "")
        made.setLayout(column(code, due, state, spacing=1, margins=(9, 7, 9, 7)))
        made.clicked.connect(lambda _on=False: self._chosen(one))
        return made

    def _chosen(self, one: Deadline) -> None:
        if one.filing_id is not None:
            self.filing_opened.emit(one.filing_id)
        else:
            self.prepare_wanted.emit(one)


def _ink(tone: str) -> str:
    return "text_3" if tone == "neutral" else tone
