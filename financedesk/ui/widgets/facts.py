"""Facts as names with their values, and a row of figures: what a result is read from."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QSizePolicy, QWidget

from financedesk.ui.widgets.build import clear, column, label, row, set_look, set_shown
from financedesk.ui.widgets.eliding_label import ElidingLabel


class Facts(QWidget):
    """Names on the left, values on the right, one pair a line."""

    def __init__(self, name: str) -> None:
        """``name`` is what a screen reader calls the list."""
        super().__init__()
        self.setAccessibleName(name)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.setLayout(self._grid)
        self.pairs: tuple[tuple[str, str], ...] = ()

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show other facts; those without a value are left out."""
        clear(self._grid)
        self.pairs = tuple((name, value) for name, value in pairs if value)
        for place, (name, value) in enumerate(self.pairs):
            self._grid.addWidget(label(name, "quiet"), place, 0)
            self._grid.addWidget(ElidingLabel(value, "name"), place, 1)


def fact_line(name: str, words: str, *, markable: bool = True) -> QLayout:
    """Return one fact of a drawer, wrapped rather than cut.

    Its value can be marked and copied; not ``markable`` it stays covered while amounts are hidden.
    """
    left, right = label(name, "quiet", wrap=True), label(words, "name", wrap=True)
    right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    left.setAlignment(Qt.AlignmentFlag.AlignTop)
    if markable:
        right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    right.setAccessibleName(f"{name}: {words}")
    made = row(spacing=12, margins=(0, 3, 0, 3))
    made.addWidget(left, 2)
    made.addWidget(right, 3)
    return made


@dataclass(frozen=True)
class Figure:
    """One figure: what it counts, how it reads, and its tone where it means something."""

    name: str
    value: str
    tone: str = ""
    note: str = ""


class FigureRow(QWidget):
    """Figures side by side in equal columns, each on an inset of its own."""

    def __init__(self, name: str) -> None:
        """``name`` is what a screen reader calls the row."""
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._line = row(spacing=8)
        self.setLayout(self._line)
        self.figures: tuple[Figure, ...] = ()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show other figures."""
        clear(self._line)
        self.figures = tuple(figures)
        set_shown(self, shown=bool(figures))
        for figure in figures:
            self._line.addWidget(_tile(figure), 1)


def _tile(figure: Figure) -> QFrame:
    made = QFrame()
    set_look(made, "inset")
    made.setAccessibleName(f"{figure.name}: {figure.value}. {figure.note}".strip())
    value = ElidingLabel(figure.value, "section", tone=figure.tone)
    name = ElidingLabel(figure.name, "small")
    note = ElidingLabel(figure.note, "caption")
    set_shown(note, shown=bool(figure.note))
    made.setLayout(column(name, value, note, None, spacing=2, margins=(12, 9, 12, 9)))
    return made
