"""Below the matrix: what each month comes to, and what the glyphs mean."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from financedesk.remittances.months import OfficialMonths, Sums, total
from financedesk.ui.formatting import NOTHING as DASH
from financedesk.ui.formatting import money, spoken_money
from financedesk.ui.pages.remittances_matrix_columns import (
    FIRST_MONTH,
    LEGEND,
    MARKS,
    MONTH_NAMES,
    Mark,
)
from financedesk.ui.pages.remittances_matrix_grid import MonthGrid
from financedesk.ui.theme import Weight, font, pixmap
from financedesk.ui.theme.tokens import CARD_PADDING
from financedesk.ui.widgets.paint import RIGHT, begin, write
from financedesk.ui.widgets.painted import Painted
from financedesk.ui.widgets.table_delegate import CELL_PADDING

_LINES: tuple[tuple[str, Callable[[Sums], int]], ...] = (
    ("Due", lambda sums: sums.due_cents),
    ("Kept", lambda sums: sums.kept_cents),
    ("Open", lambda sums: sums.open_cents),
)
_GLYPH, _GAP, _BETWEEN = 14, 5, 16


class YearTotals:
    """What officials come to together: each month, the year, and what is open from before."""

    def __init__(self, years: Sequence[OfficialMonths]) -> None:
        columns = zip(*(one.months for one in years), strict=True)
        self.months = tuple(total(month.sums for month in column) for column in columns)
        self.months = self.months or (Sums(),) * len(MONTH_NAMES)
        self.year = total(self.months)
        self.earlier_cents = sum(one.earlier_cents for one in years)
        self.officials = len(years)


class MonthTotals(Painted):
    """Three lines that follow the columns of the grid; dots while they are being added up."""

    def __init__(self, grid: MonthGrid) -> None:
        super().__init__()
        self._grid = grid
        self._found: YearTotals | None = None
        self.setAccessibleName("Totals by month")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = grid.horizontalHeader()
        for signal in (header.sectionResized, header.geometriesChanged):
            signal.connect(lambda *_: self.update())
        grid.horizontalScrollBar().valueChanged.connect(lambda _at: self.update())

    @property
    def found(self) -> YearTotals | None:
        """The totals as they are shown; None while they are being added up."""
        return self._found

    def show_totals(self, found: YearTotals | None) -> None:
        """Show totals, or that they are not known yet."""
        self._found = found
        self.setAccessibleDescription(self.words)
        self.update()

    @property
    def words(self) -> str:
        """The totals as a screen reader says them."""
        if self._found is None:
            return "Being added up"
        parts = [
            f"{name}: " + ", ".join(_said(name, cents) for name, cents in (
                ("due", sums.due_cents), ("kept", sums.kept_cents), ("open", sums.open_cents),
            ))
            for name, sums in zip(("Year", *MONTH_NAMES), (self._found.year, *self._found.months),
                                  strict=True)
        ]  # fmt: skip
        return "; ".join(parts)

    def sizeHint(self) -> QSize:
        """Three lines."""
        return QSize(200, len(_LINES) * self._line())

    def minimumSizeHint(self) -> QSize:
        """Any width will do: columns that find no room are scrolled to."""
        return QSize(0, len(_LINES) * self._line())

    def _line(self) -> int:
        return self.scale.body + 13

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines under their columns, and their names over what is scrolled under them."""
        painter = QPainter(self)
        begin(painter)
        painter.fillRect(self.rect(), QColor(self.tokens.surface_2))
        for line in range(len(_LINES)):
            for section, cents, late in self._amounts(line):
                self._amount(painter, section, line, cents, late=late)
        # The names of the lines stay in sight, as the names of the officials do.
        frozen = QRectF(0, 0, self._grid.columnWidth(0), self.height())
        painter.fillRect(frozen, QColor(self.tokens.surface_2))
        for line, (name, _of) in enumerate(_LINES):
            top, room = line * self._line(), frozen.width() - CARD_PADDING
            box = QRectF(CARD_PADDING, top, room, self._line())
            write(painter, box, name, self.tokens.text_2, Weight.NAME, self.scale.small)
        painter.setPen(QPen(QColor(self.tokens.border), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))

    def _amounts(self, line: int) -> Iterator[tuple[int, int | None, bool]]:
        """Yield the amounts of a line: column, cents, and whether some of it is overdue."""
        found, of = self._found, _LINES[line][1]
        last, sums = line == len(_LINES) - 1, FIRST_MONTH + len(MONTH_NAMES)
        months = (None,) * len(MONTH_NAMES) if found is None else found.months
        for section, one in enumerate(months, start=FIRST_MONTH):
            late = last and one is not None and one.overdue_cents > 0
            yield section, None if one is None else of(one), late
        yield sums + line, None if found is None else of(found.year), False
        if last:
            yield FIRST_MONTH - 1, None if found is None else found.earlier_cents, True

    def _amount(
        self, painter: QPainter, section: int, line: int, cents: int | None, *, late: bool
    ) -> None:
        header = self._grid.horizontalHeader()
        left, width = header.sectionViewportPosition(section), header.sectionSize(section)
        box = QRectF(left + 2, line * self._line(), width - 2 - CELL_PADDING, self._line())
        words = "…" if cents is None else money(cents) if cents else DASH
        ink = self.tokens.bad if late and cents else self.tokens.text
        write(painter, box, words, ink, Weight.NAME, self.scale.small, align=RIGHT, tabular=True)


def _said(name: str, cents: int) -> str:
    return f"{name} {spoken_money(cents)}"


class Legend(Painted):
    """What each glyph means; what finds no room is not drawn, and a screen reader hears all."""

    def __init__(self) -> None:
        super().__init__()
        self.marks = tuple(MARKS[state] for state in LEGEND)
        self.setAccessibleName("What the glyphs mean")
        self.setAccessibleDescription(", ".join(mark.word for mark in self.marks))
        self.setToolTip(", ".join(mark.word for mark in self.marks))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """All of it in one line."""
        return QSize(round(sum(map(self._width, self.marks))), self.scale.small + 12)

    def minimumSizeHint(self) -> QSize:
        """As many as there is room for."""
        return QSize(0, self.scale.small + 12)

    def _width(self, mark: Mark) -> float:
        words = QFontMetricsF(font(self.scale.small, Weight.TEXT)).horizontalAdvance(mark.word)
        return _GLYPH + _GAP + words + _BETWEEN

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw glyph and word side by side, until the line is full."""
        painter, left = QPainter(self), 0.0
        for mark in self.marks:
            width = self._width(mark)
            if left + width - _BETWEEN > self.width():
                break
            ink, _ground = self.tokens.tone(mark.tone)
            spot = QPointF(round(left), round((self.height() - _GLYPH) / 2))
            painter.drawPixmap(spot, pixmap(mark.icon, ink, _GLYPH))
            box = QRectF(left + _GLYPH + _GAP, 0, width, self.height())
            write(painter, box, mark.word, self.tokens.text_2, Weight.TEXT, self.scale.small)
            left += width
