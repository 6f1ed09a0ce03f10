"""An invented committee for tests of the window: no figure here means anything."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLayout, QWidget

from financedesk.errors import Refused
from financedesk.progress import Progress
from financedesk.ui.actions import Command
from financedesk.ui.desk import Area, Badge, Changes, EntityChoice, UndoStatus
from financedesk.ui.formatting import day, long_day
from financedesk.ui.models import (
    Column,
    ListTableModel,
    Look,
    PagedTableModel,
    Query,
    money_column,
)
from financedesk.ui.shell import Page, PageEntry, Shell
from financedesk.ui.widgets import (
    Bar,
    BarChart,
    Card,
    DataTable,
    EmptyState,
    FilterBar,
    FilterField,
    Goal,
    KpiCard,
    SegmentedControl,
    Series,
    Thermometer,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import glyph, line
from financedesk.ui.widgets.drawer import fact

TODAY = date(2026, 10, 6)
_NAMES = (
    "Adaeze Okonkwo",
    "Marisol Vega-Quintero",
    "Theodore Lindqvist",
    "Harborview Pipefitters PAC",
    "Jun-ho Park",
    "Beatrix Fairweather",
)
_STATUS = (("Cleared", "ok"), ("Needs employer", "warn"), ("At limit", "bad"), ("Pending", "info"))


@dataclass(frozen=True)
class Gift:
    gift_id: int
    when: date
    donor: str
    drive: str
    to_date: int
    cents: int
    status: int


def gift(number: int) -> Gift:
    return Gift(
        number,
        TODAY - timedelta(days=number // 3),
        _NAMES[number % len(_NAMES)],
        "—" if number % 5 == 3 else "Fall Small-Dollar",
        (number * 7919) % 350_000,
        1_500 + (number * 1337) % 250_000,
        number % len(_STATUS),
    )


COLUMNS: tuple[Column[Gift], ...] = (
    Column("date", "Date", lambda gift: day(gift.when, today=TODAY), Look.QUIET, 96),
    Column("donor", "Donor", lambda gift: gift.donor, Look.STRONG, 200, stretch=True),
    Column("drive", "Drive", lambda gift: gift.drive, width=138, yields=True),
    money_column(
        "to_date",
        "Cycle to date",
        lambda gift: gift.to_date,
        look=Look.NUMBER,
        summed=False,
        yields=True,
    ),
    money_column("amount", "Amount", lambda gift: gift.cents, width=104),
    Column(
        "status",
        "Status",
        lambda gift: _STATUS[gift.status][0],
        Look.CHIP,
        148,
        tone=lambda gift: _STATUS[gift.status][1],
    ),
    Column(
        "lock",
        "",
        lambda gift: "Locked" if gift.gift_id % 4 == 0 else "",
        Look.ICON,
        40,
        hidden=True,
        icon=lambda gift: "lock" if gift.gift_id % 4 == 0 else "",
    ),
)


@dataclass
class Register:
    """A source of any size whose rows follow from their number."""

    size: int
    fetched: list[int] = field(default_factory=list)
    summed: int = 0

    def ids(self, query: Query, progress: Progress) -> "array[int]":
        progress.step(0, self.size, "reading")
        chosen = range(1, self.size + 1)
        if query.text:
            wanted = query.text.lower()
            chosen = [number for number in chosen if wanted in gift(number).donor.lower()]
        return array("q", reversed(chosen) if query.descending else chosen)

    def rows(self, ids: Sequence[int]) -> list[Gift | None]:
        self.fetched.append(len(ids))
        return [gift(number) for number in ids]

    def total_cents(self, ids: Sequence[int], progress: Progress) -> int:
        self.summed += 1
        return sum(gift(number).cents for number in ids)


class FictionalDesk(QObject):
    changed = Signal(object)
    book_name = "riverbend-2026.fdesk"
    backup_note = "Backed up 2 min ago"
    notice = ""
    is_sample = False

    def __init__(self) -> None:
        super().__init__()
        self._entities = (
            EntityChoice(None, "All entities", "3 committees"),
            EntityChoice(1, "Riverbend Party of Oregon", "C00999999 · 2026 cycle"),
            EntityChoice(2, "Riverbend Victory Fund", "C00999998"),
        )
        self.entity = self._entities[1]
        self.done = ["Delete 3 contributions"]
        self.undone: list[str] = []
        self.refuses = False

    def entities(self) -> tuple[EntityChoice, ...]:
        return self._entities

    def choose_entity(self, entity_id: int | None) -> None:
        self.entity = next(one for one in self._entities if one.entity_id == entity_id)
        self.announce(Changes.everything())

    def undo_status(self) -> UndoStatus:
        return UndoStatus("".join(self.done[-1:]), "".join(self.undone[-1:]))

    def undo(self) -> Changes:
        if self.refuses:
            raise Refused("The gift stands in a filed report; amend the report first.")
        self.undone.append(self.done.pop())
        return Changes(frozenset({Area.CONTRIBUTIONS}))

    def redo(self) -> Changes:
        self.done.append(self.undone.pop())
        return Changes(frozenset({Area.CONTRIBUTIONS}))

    def announce(self, changes: Changes) -> None:
        self.changed.emit(changes)

    def badges(self) -> Mapping[str, Badge]:
        return {"gifts": Badge(14, "warn"), "filings": Badge(3, "bad")}


def _weeks() -> list[Bar]:
    start = date(2026, 4, 13)
    bars = []
    for week in range(26):
        when = start + timedelta(days=7 * week)
        small = 700_000 + 45_000 * week + (week * 7919 % 37) * 10_000
        large = 500_000 + (week * 1337 % 97) * 17_000
        short = day(when, today=TODAY)
        bars.append(Bar(short, f"Week of {short}", (small, large)))
    return bars


class Overview(Page):
    areas = frozenset({Area.CONTRIBUTIONS, Area.COMPLIANCE})
    primary_action = "gift.new"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.refreshed: list[Changes] = []
        self.chart = BarChart(
            "Contributions per week",
            (Series("Small-dollar", "accent"), Series("Itemized", "chart_2")),
            target="Weekly target",
        )
        self.body.addLayout(self._figures())
        self.body.addLayout(self._middle(), 1)
        self.body.addLayout(self._bottom())

    def context_line(self) -> str:
        return f"{long_day(TODAY)} · 28 days to the general election"

    def refresh(self, changes: Changes) -> None:
        self.refreshed.append(changes)
        self.chart.show_bars(_weeks(), 2_400_000)
        trend = (30, 34, 32, 39, 41, 40, 46, 48)
        self.cash.show_figure(
            "$482,316.45", delta="+4.2 %", tone="ok", note="since Sep 6", trend=trend
        )
        self.raised.show_figure(
            "$214,908.00", delta="+18.6 %", tone="ok", note="vs. Q2", trend=trend
        )
        self.share.show_figure(
            "61.3 %", delta="+5.1 pts", tone="ok", note="of $200 or less", trend=trend
        )
        self.open_items.show_figure(
            "3", delta="1 blocking", tone="bad", note="before Oct 15 filing"
        )
        self.recent_model.show([gift(number) for number in range(1, 7)])

    def _figures(self) -> QLayout:
        self.cash = KpiCard("Cash on hand", opens="Open the register")
        self.cash.opened.connect(lambda: self.shell.go("gifts"))
        self.raised = KpiCard("Raised this quarter")
        self.share = KpiCard("Small-dollar share")
        self.open_items = KpiCard("Open compliance items", icon="shield-check")
        return row(self.cash, self.raised, self.share, self.open_items, spacing=16)

    def _middle(self) -> QLayout:
        self.period = SegmentedControl(
            "Period", (("week", "Week"), ("month", "Month"), ("cycle", "Cycle"))
        )
        chart = Card(
            "Contributions over time",
            "$657,487 in the last 26 weeks",
            trailing=row(self.chart.legend(), self.period, spacing=14),
        )
        chart.body.addWidget(self.chart, 1)
        drive = Card("Fall Small-Dollar", "Drive · Sep 1 – Oct 31", link="Open drive")
        thermometer = Thermometer("Fall Small-Dollar", Goal(11_130_000, 15_000_000, 8_850_000))
        stats = column(None, spacing=12)
        for figure, words in (
            ("74 %", "of $150,000"),
            ("3,214", "donors"),
            ("$31.40", "average gift"),
            ("25", "days left"),
        ):
            stats.addLayout(column(label(figure, "card-title"), label(words, "small"), spacing=1))
        stats.addStretch(1)
        drive.body.addLayout(row(None, thermometer, stats, None, spacing=20), 1)
        both = row(chart, drive, spacing=16)
        both.setStretch(0, 2)
        both.setStretch(1, 1)
        return both

    def _bottom(self) -> QLayout:
        self.recent_model: ListTableModel[Gift] = ListTableModel(
            COLUMNS, identify=lambda gift: gift.gift_id
        )
        self.recent = DataTable("Recent contributions", self.recent_model, selection_bar=False)
        self.recent.fit_rows(6)
        card = Card("Recent contributions", link="View register", flush=True)
        card.link.clicked.connect(lambda: self.shell.go("gifts"))
        card.body.addWidget(self.recent)
        needs = Card("Needs attention", link="All tasks")
        needs.link.clicked.connect(lambda: self.shell.go("filings"))
        for icon, tone, title, note, due in (
            ("circle-alert", "bad", "Contribution at the limit", "Theodore Lindqvist", "Review"),
            ("triangle-alert", "warn", "Employer missing for 7 donors", "No letters yet", "9 days"),
            ("calendar-clock", "info", "October quarterly report", "41 of 44 checks", "Oct 15"),
        ):
            words = column(label(title, "name"), label(note, "small"), spacing=1)
            needs.body.addLayout(
                row(
                    glyph(icon, tone),
                    words,
                    None,
                    label(due, "small-strong", tone=tone),
                    spacing=12,
                )
            )
            needs.body.addWidget(line())
        needs.body.addStretch(1)
        both = row(card, needs, spacing=16)
        both.setStretch(0, 2)
        both.setStretch(1, 1)
        return both


class Gifts(Page):
    areas = frozenset({Area.CONTRIBUTIONS})
    primary_action = "gift.new"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.register = Register(5_000)
        self.subjects: list[object] = []
        self.refreshed: list[Changes] = []
        self.model: PagedTableModel[Gift] = PagedTableModel(
            COLUMNS, self.register, shell.runner, title="the contributions"
        )
        empty = EmptyState(
            "No contributions yet", "Import a bank file or type one.", action="Import a file"
        )
        self.table = DataTable("Contributions", self.model, empty=empty, noun=("gift", "gifts"))
        self.table.row_opened.connect(self._open)
        self.filter = FilterBar(
            "Filter contributions",
            (FilterField("status", "Status", (("ok", "Cleared"), ("warn", "Needs employer"))),),
        )
        self.filter.changed.connect(
            lambda text, filters: self.model.ask(Query(text=text, filters=filters))
        )
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.body.addWidget(self.filter)
        self.body.addWidget(card, 1)

    def refresh(self, changes: Changes) -> None:
        self.refreshed.append(changes)
        self.model.ask()

    def open_subject(self, subject: object) -> None:
        self.subjects.append(subject)

    def focus_filter(self) -> None:
        self.filter.search.setFocus()

    def _open(self, gift_id: int) -> None:
        one = gift(gift_id)
        content = QWidget()
        facts = (("Date", str(one.when)), ("Drive", one.drive), ("Status", _STATUS[one.status][0]))
        lines = column(spacing=4, margins=(20, 12, 20, 12))
        for name, value in facts:
            lines.addWidget(fact(name, value))
        lines.addStretch(1)
        content.setLayout(lines)
        self.shell.open_drawer(one.donor, content)


class Filings(Page):
    areas = frozenset({Area.FILINGS})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.refreshed: list[Changes] = []
        empty = EmptyState(
            "Nothing to file", "The next report is due Oct 15.", icon="landmark", tone="ok"
        )
        self.body.addWidget(empty)

    def refresh(self, changes: Changes) -> None:
        self.refreshed.append(changes)


def _new_gift(shell: Shell) -> list[Command]:
    def write(_progress: Progress) -> Changes:
        return Changes(frozenset({Area.CONTRIBUTIONS}))

    run: Callable[[], object] = lambda: shell.act(  # noqa: E731
        "Recording a contribution", write, said="Contribution recorded"
    )
    return [
        Command(
            "gift.new",
            "Record contribution",
            run,
            shortcut="Ctrl+Shift+N",
            icon="plus",
            menu="Tools",
        )
    ]


MONEY_PAGES = (
    PageEntry("overview", "Dashboard", "layout-dashboard", "Overview", Overview, _new_gift),
    PageEntry("gifts", "Contributions", "hand-coins", "Money", Gifts),
    PageEntry("filings", "Filings", "landmark", "Reporting", Filings),
)
