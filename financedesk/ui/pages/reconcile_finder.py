"""Find and match: lines on one side, entries on the other, ticked until nothing is left.

Only equal sums can be matched; what is left is always in sight.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from financedesk.progress import Progress
from financedesk.rules.reconciling_evidence import Entry, Line
from financedesk.ui.formatting import counted, money
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.reconcile_reading import Case, Reading
from financedesk.ui.widgets import Card, DataTable, ElidingLabel, EmptyState, button, column, row
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.filter_bar import SearchField
from financedesk.ui.widgets.keys import add_keys
from financedesk.ui.widgets.pair_strip import DifferenceStrip, StripFigure

_MOST = 2_000
"""So many lines and entries are listed, those nearest to what is looked for."""
_LEAST = 90
_KEYS = "Space ticks · Tab goes to the other side · Enter matches at 0.00 · Esc goes back"


@dataclass(frozen=True, slots=True)
class Found:
    """A line or an entry that can be ticked."""

    id: int
    day: date
    title: str
    note: str
    cents: int

    @property
    def words(self) -> str:
        """What a search looks into."""
        return f"{self.title} {self.note} {money(self.cents)}".casefold()


class TickList(QWidget):
    """One side: its rows, those that are ticked, and the search among them.

    ``ticked_changed`` follows each tick, ``entered`` tells that somebody pressed Enter.
    """

    ticked_changed = Signal()
    entered = Signal()
    searched = Signal(str)

    def __init__(self, name: str, noun: tuple[str, str], hint: str) -> None:
        """``name`` is what a screen reader calls the list."""
        super().__init__()
        self._noun = noun
        self.ticked: dict[int, Found] = {}
        self.model: ListTableModel[Found] = ListTableModel(
            _columns(self._is_ticked), identify=lambda one: one.id
        )
        self.search = SearchField(hint)
        self.empty = EmptyState(f"No open {noun[1]}", icon="search")
        self.table = DataTable(name, self.model, empty=self.empty, noun=noun, selection_bar=False)
        self.table.setMinimumHeight(_LEAST)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        whole = column(self.search, spacing=6)
        whole.addWidget(card, 1)
        self.setLayout(whole)
        self.search.searched.connect(self.searched)
        self.table.row_opened.connect(lambda _id: self.entered.emit())
        add_keys(self.table.view, {"Space": self.tick_current})
        self.table.view.clicked.connect(lambda _index: self.tick_current())

    def _is_ticked(self, one: Found) -> bool:
        return one.id in self.ticked

    def tick_current(self) -> None:
        """Tick the row in hand, or take its tick away."""
        one = self.model.row_at(self.table.view.currentIndex().row())
        if one is None:
            return
        if self.ticked.pop(one.id, None) is None:
            self.ticked[one.id] = one
        self.table.view.viewport().update()
        self.ticked_changed.emit()

    def begin(self, ticked: Sequence[Found]) -> None:
        """Start over with some rows ticked."""
        self.ticked = {one.id: one for one in ticked}
        self.search.blockSignals(True)  # noqa: FBT003 - Qt takes no names
        self.search.clear()
        self.search.blockSignals(False)  # noqa: FBT003

    def show_rows(self, rows: Sequence[Found]) -> None:
        """Show what was found, what is ticked first."""
        others = [one for one in rows if one.id not in self.ticked]
        self.model.show([*self.ticked.values(), *others])
        if self.model.size():
            self.table.view.setCurrentIndex(self.model.index(0, 0))

    @property
    def cents(self) -> int:
        """What is ticked comes to."""
        return sum(one.cents for one in self.ticked.values())

    @property
    def told(self) -> str:
        """How many are ticked, in words."""
        return f"{counted(len(self.ticked), *self._noun)} ticked"


def _columns(is_ticked: Callable[[Found], bool]) -> tuple[Column[Found], ...]:
    return (
        Column("tick", "", lambda one: "ticked" if is_ticked(one) else "not ticked", Look.ICON, 44,
               icon=lambda one: "circle-check" if is_ticked(one) else "minus", sortable=False,
               tone=lambda one: "ok" if is_ticked(one) else "neutral"),
        Column("day", "Day", lambda one: f"{one.day:%m/%d/%y}", width=92, sortable=False),
        Column("who", "Who", lambda one: one.title, Look.STRONG, 160, stretch=True, least=90,
               sortable=False, tip=lambda one: one.note),
        Column("note", "What", lambda one: one.note, Look.QUIET, 150, yields=True, sortable=False),
        money_column("cents", "Amount", lambda one: one.cents, summed=False),
    )  # fmt: skip


class Finder(QWidget):
    """Matches what is ticked on both sides; ``match_wanted`` carries the ids of both.

    ``back_wanted`` tells that the user is done.
    """

    match_wanted = Signal(object, object, int)
    back_wanted = Signal()

    def __init__(self, runner: JobRunner) -> None:
        super().__init__()
        self._runner = runner
        self._looking = {"lines": Latest(), "entries": Latest()}
        self._reading: Reading | None = None
        self._near: tuple[date, int] = (date.min, 0)
        self.lines = TickList("Lines of the bank", ("line", "lines"), "Search the bank’s lines")
        self.entries = TickList("Entries of the books", ("entry", "entries"), "Search the books")
        self.strip = DifferenceStrip("What is ticked")
        self.match_button = button("Match", "primary", icon="check", on_click=self.match)
        back = button("Back to the list", icon="chevron-left", on_click=self.back_wanted.emit)
        top = row(back, spacing=16)
        top.addWidget(self.strip, 1)
        top.addWidget(self.match_button)
        sides = row(spacing=16)
        for side in (self.lines, self.entries):
            sides.addWidget(side, 1)
            side.ticked_changed.connect(self._add_up)
            side.entered.connect(self.match)
        whole = column(top, spacing=10)
        whole.addLayout(sides, 1)
        whole.addWidget(ElidingLabel(_KEYS, "caption"))
        self.setLayout(whole)
        self.lines.searched.connect(lambda text: self._look("lines", text))
        self.entries.searched.connect(lambda text: self._look("entries", text))
        add_keys(self, {"Esc": self.back_wanted.emit}, inside=True)
        QWidget.setTabOrder(self.lines.table.view, self.entries.table.view)

    def begin(self, reading: Reading, case: Case) -> None:
        """Start with what a pair has on either side; the keyboard is on the other one."""
        self._reading, self._near = reading, (case.day, case.cents)
        found = reading.standing
        lines = [_of_line(one) for one in found.unmatched_lines if one.key in case.lines]
        entries = [_of_entry(one) for one in found.unmatched_entries if one.key in case.entries]
        self.lines.begin(lines)
        self.entries.begin(entries if not lines else ())
        for side in self._looking:
            self._look(side, "")
        self._add_up()
        (self.entries if lines else self.lines).table.view.setFocus()

    def _look(self, side: str, text: str) -> None:
        """List what fits a text, the nearest in amount and day first, in a job."""
        reading, near = self._reading, self._near
        if reading is None:
            return
        shown = self.lines if side == "lines" else self.entries

        def find(_progress: Progress) -> Sequence[Found]:
            found = reading.standing
            if side == "lines":
                rows: Sequence[Found] = [_of_line(one) for one in found.unmatched_lines]
            else:
                rows = [_of_entry(one) for one in found.unmatched_entries]
            wanted = text.casefold().split()
            fits = (one for one in rows if all(word in one.words for word in wanted))
            return nsmallest(_MOST, fits, key=lambda one: _farness(one, *near))

        latest = self._looking[side]
        deliver = latest.only(shown.show_rows)
        latest.replace(self._runner.at_once("Finding what fits", find, on_done=deliver))

    def _add_up(self) -> None:
        lines, entries = self.lines.cents, self.entries.cents
        left = lines - entries
        self.strip.show_figures(
            (
                StripFigure(self.lines.told, lines),
                StripFigure(self.entries.told, entries),
                StripFigure("Left", left, "warn" if left else "ok"),
            )
        )
        allow(self.match_button, self._why_not(), "Enter")

    def _why_not(self) -> str:
        number = len(self.lines.ticked) + len(self.entries.ticked)
        if number < 2 or not self.lines.ticked:
            return (
                "Tick a line and what it is in the books, or a line and the one that took it back."
            )
        if self.lines.cents != self.entries.cents:
            return (
                f"{money(self.lines.cents - self.entries.cents)} are left; only equal sums match."
            )
        return ""

    def match(self) -> None:
        """Hand over what is ticked when both sides are equal."""
        if not self._why_not():
            cents = self.lines.cents
            self.match_wanted.emit([*self.lines.ticked], [*self.entries.ticked], cents)


def _farness(one: Found, when: date, cents: int) -> tuple[object, ...]:
    """Order by the same direction, the same amount, and how many days lie between."""
    return (one.cents > 0) != (cents > 0), one.cents != cents, abs((one.day - when).days), one.id


def _of_line(one: Line) -> Found:
    title = one.payee or one.memo or "Without words"
    return Found(one.key, one.day, title, one.memo if one.payee else "", one.cents)


def _of_entry(one: Entry) -> Found:
    title = ", ".join(one.names) or one.check or "Entry of the books"
    note = one.reference or (one.check if one.names else "")
    return Found(one.key, one.day, title, note, one.cents)
