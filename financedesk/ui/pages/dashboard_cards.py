"""The cards of the dashboard, each shown from figures that were read before."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QStackedWidget, QWidget

from financedesk.ledger.overview import DEFINITIONS, Bucket, DriveProgress, Step
from financedesk.ledger.register import RegisterRow
from financedesk.ui.formatting import (
    compact_dollars,
    counted,
    dollars,
    month,
    percent,
    short_day,
    span,
    whole_dollars,
)
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.open_items import OpenItem
from financedesk.ui.pages.contribution_columns import recent_columns
from financedesk.ui.pages.dashboard_figures import RECENT_ROWS, STEPS, drive_pace
from financedesk.ui.widgets import (
    Bar,
    BarChart,
    Card,
    DataTable,
    ElidingLabel,
    EmptyState,
    Goal,
    SegmentedControl,
    Series,
    Thermometer,
    column,
    label,
    line,
    row,
)
from financedesk.ui.widgets.build import clear, glyph, set_look
from financedesk.ui.widgets.skeleton import TableSkeleton

_STEP_WORDS = {"week": "Week", "month": "Month", "cycle": "Cycle"}
_SPAN_WORDS = {
    "week": "in the last 26 weeks",
    "month": "in the last 12 months",
    "cycle": "in this two-year cycle",
}
_SHOWN_ITEMS = 5
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class ChartCard(Card):
    """Contributions over time; ``span_opened`` carries the first and last day of a bar."""

    span_opened = Signal(str, str)

    def __init__(self) -> None:
        self.chart = BarChart(
            "Contributions over time",
            (Series("Small-dollar", "accent"), Series("Itemised", "chart_2")),
        )
        self.steps = SegmentedControl("Period", [(step, _STEP_WORDS[step]) for step in STEPS])
        legend = self.chart.legend()
        super().__init__(
            "Contributions over time", " ", trailing=row(legend, self.steps, spacing=14)
        )
        self._bars: dict[Step, tuple[Bucket, ...]] = {}
        self.setToolTip(DEFINITIONS["over_time"])
        self.body.addWidget(self.chart, 1)
        self.steps.chosen.connect(lambda _step: self._draw())
        self.chart.bar_opened.connect(self._open)

    def show_bars(self, bars: dict[Step, tuple[Bucket, ...]]) -> None:
        """Show other bars, by step."""
        self._bars = bars
        self._draw()

    @property
    def _step(self) -> Step:
        return next(step for step in STEPS if step == self.steps.choice)

    def _draw(self) -> None:
        buckets = self._bars.get(self._step, ())
        total = sum(bucket.cents for bucket in buckets)
        words = f"{whole_dollars(total)} {_SPAN_WORDS[self._step]}"
        self.set_heading("Contributions over time", words)
        self.chart.show_bars([_bar(bucket, self._step) for bucket in buckets] if total else ())

    def _open(self, place: int) -> None:
        bucket = self._bars[self._step][place]
        self.span_opened.emit(bucket.first_day, bucket.last_day)


def _bar(bucket: Bucket, step: Step) -> Bar:
    first, last = date.fromisoformat(bucket.first_day), date.fromisoformat(bucket.last_day)
    names = {
        "week": (short_day(first), f"Week of {short_day(first)}"),
        "month": (month(first)[:3], month(first)),
        "cycle": (f"Q{(first.month + 2) // 3} {first.year}", span(first, last)),
    }
    words, title = names[step]
    return Bar(words, title, (bucket.unitemised_cents, bucket.itemised_cents))


class DriveCard(Card):
    """The drive under way as a thermometer; without one it says how a drive begins."""

    def __init__(self) -> None:
        super().__init__("Drive", " ")
        self.setToolTip(DEFINITIONS["drive"])
        self.thermometer = Thermometer("Drive")
        self._stats = column(None, spacing=12)
        self._pace = ElidingLabel("", "small")
        self._none = EmptyState(
            "No drive yet",
            "A drive gathers the gifts that carry its code. Name one when a file is imported or "
            "a contribution is recorded.",
            icon="target",
        )
        # The empty state may not make the card higher while a drive is shown.
        self._none.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        shown = QWidget()
        parts = row(None, self.thermometer, self._stats, None, spacing=20)
        whole = column(spacing=6)
        whole.addLayout(parts, 1)
        whole.addWidget(self._pace)
        shown.setLayout(whole)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._none)
        self._pages.addWidget(shown)
        self.body.addWidget(self._pages, 1)

    def show_drive(self, drive: DriveProgress | None, today: date) -> None:
        """Show a drive, or that there is none."""
        self._pages.setCurrentIndex(0 if drive is None else 1)
        if drive is None:
            self.set_heading("Drive")
            return
        self.set_heading(drive.name, _drive_days(drive))
        goal, pace = drive.goal_cents or 0, drive_pace(drive, today)
        self.thermometer.show_goal(Goal(drive.raised_cents, goal or drive.raised_cents, pace))
        self._show_stats(drive, today)
        self._pace.setText(_pace_words(drive.raised_cents, pace))

    def _show_stats(self, drive: DriveProgress, today: date) -> None:
        clear(self._stats)
        self._stats.addStretch(1)
        for figure, words in _drive_stats(drive, today):
            self._stats.addLayout(
                column(label(figure, "card-title"), label(words, "small"), spacing=1)
            )
        self._stats.addStretch(1)


def _drive_days(drive: DriveProgress) -> str:
    if drive.from_date and drive.to_date:
        days = span(date.fromisoformat(drive.from_date), date.fromisoformat(drive.to_date))
        return f"Drive · {days}"
    return "Drive"


def _drive_stats(drive: DriveProgress, today: date) -> list[tuple[str, str]]:
    stats = [
        (f"{drive.donors:,}", "donor" if drive.donors == 1 else "donors"),
        (dollars(drive.average_cents), "average gift"),
    ]
    if drive.goal_cents:
        share = percent(drive.raised_cents, drive.goal_cents, decimals=0)
        stats.insert(0, (share, f"of {whole_dollars(drive.goal_cents)}"))
    if drive.to_date:
        left = (date.fromisoformat(drive.to_date) - today).days
        stats.append((f"{left:,}", "days left") if left >= 0 else ("Ended", _ended(drive.to_date)))
    return stats


def _ended(day: str) -> str:
    return short_day(date.fromisoformat(day))


def _pace_words(raised: int, pace: int | None) -> str:
    if not pace:
        return ""
    ahead = raised >= pace
    share = percent(abs(raised - pace), pace, decimals=0)
    return f"Pace for today {compact_dollars(pace)} · {share} {'ahead' if ahead else 'behind'}"


class RecentCard(Card):
    """The newest contributions; ``row_opened`` carries the id of the one that was opened.

    While several entities are in hand each row names its own.
    """

    row_opened = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__("Recent contributions", link="View register", flush=True)
        self._names: Mapping[int, str] = {}
        when, *others = recent_columns(today)
        whose = Column[RegisterRow](
            "entity", "Entity", self._whose, Look.QUIET, 132, sortable=False, tip=self._whose
        )
        self.model: ListTableModel[RegisterRow] = ListTableModel(
            (when, whose, *others), identify=lambda one: one.id
        )
        empty = EmptyState("No contributions yet", icon="hand-coins")
        self.table = DataTable("Recent contributions", self.model, empty=empty, selection_bar=False)
        self.table.fit_rows(RECENT_ROWS)
        self.table.row_opened.connect(self.row_opened)
        self.body.addWidget(self.table)

    def show_rows(self, rows: Sequence[RegisterRow], names: Mapping[int, str]) -> None:
        """Show other rows; ``names`` are the short names of the entities in hand by their ids."""
        self._names = names
        self.table.view.want(1, wanted=len(names) > 1)
        self.model.show(rows)

    def _whose(self, one: RegisterRow) -> str:
        return self._names.get(one.entity_id, one.entity_code)


class AttentionRow(QFrame):
    """One thing to do; a click or Enter goes to where it is done."""

    opened = Signal(object)

    def __init__(self, item: OpenItem) -> None:
        super().__init__()
        self.item = item
        set_look(self, "attention")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{item.title}. {item.note}. {item.when}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        words = column(
            ElidingLabel(item.title, "name"), ElidingLabel(item.note, "small"), spacing=1
        )
        content = row(glyph(item.icon, item.tone), spacing=12, margins=(4, 7, 4, 7))
        content.addLayout(words, 1)
        content.addWidget(label(item.when, "small-strong", tone=item.tone))
        self.setLayout(content)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.item)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do the same."""
        if event.key() in _OPENS:
            self.opened.emit(self.item)
        else:
            super().keyPressEvent(event)


class AttentionCard(Card):
    """What waits for the treasurer, the most urgent first; ``opened`` carries the item."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__("Needs attention")
        self._list: QLayout = column(spacing=0)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.items: tuple[OpenItem, ...] = ()

    def show_items(self, items: Sequence[OpenItem]) -> None:
        """Show other items."""
        self.items = tuple(items)
        clear(self._list)
        for place, item in enumerate(self.items[:_SHOWN_ITEMS]):
            if place:
                self._list.addWidget(line())
            one = AttentionRow(item)
            one.opened.connect(self.opened)
            self._list.addWidget(one)
        rest = len(self.items) - _SHOWN_ITEMS
        words = f"and {counted(rest, 'more item')}" if rest > 0 else ""
        self.set_heading("Needs attention", words)
        if not self.items:
            quiet = EmptyState("Nothing waits", "Every report is in order.", tone="ok",
                               icon="circle-check")  # fmt: skip
            self._list.addWidget(quiet)

    def show_search(self) -> None:
        """Show that what waits is being looked for."""
        self.items = ()
        clear(self._list)
        self.set_heading("Needs attention")
        self._list.addWidget(TableSkeleton())
