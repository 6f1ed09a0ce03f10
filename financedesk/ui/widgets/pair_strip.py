"""The figures over two sides that are compared: one less the other is the difference."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from financedesk.ui.formatting import MINUS, money, spoken_money
from financedesk.ui.theme import Weight, pixmap
from financedesk.ui.theme.tokens import ICON
from financedesk.ui.widgets.paint import CENTRE, LEFT, begin, write
from financedesk.ui.widgets.painted import Painted

_SIGN, _LEAST, _MOST = 26.0, 112, 190
_HIGH = 46


@dataclass(frozen=True, slots=True)
class StripFigure:
    """A figure of the strip: its name, its cents (None: not known yet) and its tone."""

    name: str
    cents: int | None
    tone: str = ""


class DifferenceStrip(Painted):
    """Draws *first − second = difference*, with a tick at 0.00, and what is said beside it."""

    def __init__(self, name: str) -> None:
        """``name`` is what a screen reader calls the strip."""
        super().__init__()
        self._name = name
        self._figures: tuple[StripFigure, ...] = ()
        self._beside: tuple[StripFigure, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_figures((), ())

    @property
    def figures(self) -> tuple[StripFigure, ...]:
        """The figures that are shown, those beside the sum last."""
        return (*self._figures, *self._beside)

    def show_figures(
        self, figures: Sequence[StripFigure], beside: Sequence[StripFigure] = ()
    ) -> None:
        """Show three figures of which the third is the first less the second, and others."""
        self._figures, self._beside = tuple(figures), tuple(beside)
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(
            ". ".join(
                f"{one.name}: {'not known yet' if one.cents is None else spoken_money(one.cents)}"
                for one in self.figures
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        """One line of names and one of figures."""
        large = self.scale.body * 100 // 13
        return QSize(620 * large // 100, _HIGH * large // 100)

    def minimumSizeHint(self) -> QSize:
        """Room for five figures."""
        return QSize(460, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the figures with their signs."""
        painter = QPainter(self)
        begin(painter)
        if not self._figures:
            return
        large = self.scale.body / 13
        signs = _SIGN * 2
        whole = len(self.figures) * _LEAST * large + signs
        # Where there is no room for all of them, the sum is what must be legible.
        beside = self._beside if whole <= self.width() else ()
        number = len(self._figures) + len(beside)
        each = min(_MOST * large, max(_LEAST, (self.width() - signs - ICON - 8) / number))
        left = 0.0
        for place, one in enumerate(self._figures):
            if place:
                sign = MINUS if place == 1 else "="
                box = QRectF(left - _SIGN, self.height() * 0.42, _SIGN, self.height() * 0.5)
                write(painter, box, sign, self.tokens.text_3, Weight.TEXT, self.scale.section,
                      align=CENTRE)  # fmt: skip
            left += self._draw(painter, one, left, each) + _SIGN
        for place, one in enumerate(beside):
            left = max(left, self.width() - each * (len(beside) - place))
            self._draw(painter, one, left, each)
            left += each

    def _draw(self, painter: QPainter, one: StripFigure, left: float, width: float) -> float:
        """Draw a figure below its name, with a tick where it says that all is well."""
        ink = self.tokens.tone(one.tone)[0] if one.tone else self.tokens.text
        upper = QRectF(left, 0, width, self.height() * 0.42)
        lower = QRectF(left, upper.bottom(), width, self.height() - upper.bottom())
        write(painter, upper, one.name, self.tokens.text_2, Weight.TEXT, self.scale.small)
        if one.tone == "ok":
            spot = QPointF(round(left), round(lower.center().y() - ICON / 2))
            painter.drawPixmap(spot, pixmap("circle-check", ink))
            lower = lower.adjusted(ICON + 6, 0, ICON + 6, 0)
        write(painter, lower, money(one.cents), ink, Weight.TITLE, self.scale.section, align=LEFT,
              tabular=True)  # fmt: skip
        return width
