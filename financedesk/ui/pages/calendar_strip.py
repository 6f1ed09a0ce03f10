"""A strip of months over the calendar: how much each holds, and what is late before them."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from financedesk.compliance.calendar_entry import OVERDUE, Entry
from financedesk.rules.dates import first_of_month, last_of_month
from financedesk.ui.formatting import counted
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import column, label, row
from financedesk.ui.widgets.build import clear, set_tone
from financedesk.ui.widgets.eliding_label import ElidingLabel
from financedesk.ui.widgets.keys import add_keys

EVERYTHING, LATE = "all", "late"
_MONTHS = 12
_BAR = 18  # the scroll bar below the months, with its air


def months_from(today: date) -> tuple[date, ...]:
    """Return the first days of a year of months from that of a day on."""
    found = [first_of_month(today)]
    while len(found) < _MONTHS:
        found.append(last_of_month(found[-1]) + timedelta(days=1))
    return tuple(found)


def cell_of(one: Entry, today: date) -> str:
    """Return the key of the cell in which an entry stands: late, or its month ``YYYY-MM``."""
    return LATE if one.state == OVERDUE else f"{max(one.day, first_of_month(today)):%Y-%m}"


class MonthStrip(QScrollArea):
    """Cells of which one is chosen; arrow keys move between them. ``chosen`` carries its key."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row = row(spacing=8)
        holder = QWidget()
        holder.setLayout(self._row)
        self.setWidget(holder)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Months of the calendar")
        current_theme().changed.connect(self._fit_height)
        self._fit_height()
        self.cells: dict[str, QPushButton] = {}
        self.choice = EVERYTHING

    def _fit_height(self) -> None:
        self.setFixedHeight(current_theme().scale.day + _BAR)

    def show_entries(self, entries: Sequence[Entry], today: date) -> None:
        """Count open entries by month; the cell chosen before stays chosen while it is there."""
        had_focus = any(cell.hasFocus() for cell in self.cells.values())
        clear(self._row)
        self.cells = {}
        open_ones = [one for one in entries if one.is_open]
        counts: dict[str, int] = {}
        for one in open_ones:
            counts[cell_of(one, today)] = counts.get(cell_of(one, today), 0) + 1
        self._add(EVERYTHING, "All", "", len(open_ones))
        self._add(LATE, "Late", "", counts.get(LATE, 0))
        for month in months_from(today):
            key = f"{month:%Y-%m}"
            # The year stands where it begins, and short: in every cell it would not fit.
            year = f"’{month:%y}" if month.month == 1 else ""
            self._add(key, f"{month:%b}", year, counts.get(key, 0))
        if self.choice not in self.cells:
            self.choice = EVERYTHING
        self._mark()
        if had_focus:
            self.cells[self.choice].setFocus()

    def _add(self, key: str, name: str, year: str, number: int) -> None:
        cell = QPushButton()
        cell.setProperty("look", "day")
        held = counted(number, "entry", "entries") if number else "Nothing"
        cell.setAccessibleName(": ".join((" ".join(filter(None, (name, year))), held)))
        tone = "bad" if key == LATE and number else ""
        head = row(label(name, "name"), None, label(year, "caption"))
        cell.setLayout(column(head, ElidingLabel(held, "caption", tone=tone), spacing=1,
                              margins=(9, 7, 9, 7)))  # fmt: skip
        cell.clicked.connect(lambda _on=False: self.choose(key))
        add_keys(cell, {"Left": partial(self._step, -1), "Right": partial(self._step, 1)})
        self.cells[key] = cell
        self._row.addWidget(cell, 1)

    def _step(self, by: int) -> None:
        keys = list(self.cells)
        place = keys.index(self.choice) + by
        if 0 <= place < len(keys):
            self.choose(keys[place])
            self.cells[self.choice].setFocus()

    def choose(self, key: str) -> None:
        """Choose a cell by its key; one that is not there chooses all."""
        self.choice = key if key in self.cells else EVERYTHING
        self._mark()
        self.chosen.emit(self.choice)

    def _mark(self) -> None:
        for key, cell in self.cells.items():
            is_it = key == self.choice
            _choose_look(cell, "next" if is_it else "")
            # One stop for Tab; the arrows reach the others.
            policy = Qt.FocusPolicy.StrongFocus if is_it else Qt.FocusPolicy.ClickFocus
            cell.setFocusPolicy(policy)
        chosen = self.cells.get(self.choice)
        if chosen is not None:
            # Its place is known only when the strip has been laid out.
            QTimer.singleShot(0, chosen, partial(self.ensureWidgetVisible, chosen))


def _choose_look(cell: QPushButton, tone: str) -> None:
    """Give a cell its tone, and its words the ink that goes with it."""
    if cell.property("tone") == tone:
        return
    set_tone(cell, tone)
    for words in cell.findChildren(QLabel):
        words.style().unpolish(words)
        words.style().polish(words)
