"""The drawer's section of meters: how near a charity or issue organisation is to its bounds."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from financedesk.rules.meters import NEAR, OVER, Gauge, Reading
from financedesk.ui.widgets import Chip, column, label, line, row
from financedesk.ui.widgets.build import clear, combo
from financedesk.ui.widgets.paint import begin, rounded
from financedesk.ui.widgets.painted import Painted

_HEIGHT, _MARK = 12, 2
_BAR = 6
_YEARS_BACK = 4
_CHIPS = {OVER: ("Over the line", "bad"), NEAR: ("Needs a look", "warn")}
_INK = {OVER: "bad", NEAR: "warn"}


class GaugeBar(Painted):
    """One bar with the law's line across it; the words below say the same."""

    def __init__(self, gauge: Gauge) -> None:
        super().__init__()
        self._gauge = gauge
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(gauge.words)

    def sizeHint(self) -> QSize:
        """As thin as a rule, with room for the line."""
        return QSize(100, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, what is measured, and the line."""
        painter = QPainter(self)
        begin(painter)
        gauge, tokens = self._gauge, self.tokens
        top = (self.height() - _BAR) / 2
        track = QRectF(0, top, self.width(), _BAR)
        rounded(painter, track, tokens.surface_2, _BAR / 2)
        if gauge.full_cents <= 0:
            return
        if gauge.cents > 0:
            width = max(float(_BAR), self._at(gauge.cents))
            ink = tokens.colour(_INK.get(gauge.state, "accent"))
            rounded(painter, QRectF(0, top, width, _BAR), ink, _BAR / 2)
        if gauge.mark_cents is not None:
            painter.setPen(QPen(QColor(tokens.text), _MARK))
            place = min(max(self._at(gauge.mark_cents), _MARK / 2), self.width() - _MARK / 2)
            painter.drawLine(int(place), 0, int(place), self.height())

    def _at(self, cents: int) -> float:
        kept = max(0, min(cents, self._gauge.full_cents))
        return self.width() * kept / self._gauge.full_cents


class MetersSection(QWidget):
    """Every meter of an entity for a year that can be chosen."""

    def __init__(
        self,
        readings: Sequence[Reading],
        year: int,
        read: Callable[[int, Callable[[Sequence[Reading]], None]], None],
    ) -> None:
        """``read`` asks the ledger for another year and hands over what it says."""
        super().__init__()
        self.year = combo()
        self.year.setAccessibleName("Year of the meters")
        for one in range(year, year - _YEARS_BACK - 1, -1):
            self.year.addItem(str(one), one)
        self.readings: tuple[Reading, ...] = ()
        self._shown = column(spacing=4)
        heading = row(label("Meters", "small-strong"), None, self.year, spacing=8)
        body = column(heading, line(), spacing=4, margins=(0, 12, 0, 0))
        body.addLayout(self._shown)
        self.setLayout(body)
        self._read = read
        self.show_readings(readings)
        self.year.currentIndexChanged.connect(lambda _at: self._ask())

    def _ask(self) -> None:
        self._read(int(self.year.currentData()), self.show_readings)

    def show_readings(self, readings: Sequence[Reading]) -> None:
        """Show what the meters read for the chosen year."""
        self.readings = tuple(readings)
        clear(self._shown)
        for one in readings:
            self._shown.addWidget(MeterView(one))


class MeterView(QWidget):
    """One meter: its bars, what they say, what it means and where it stands in the law."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        meter = reading.meter
        heading = row(label(meter.label, "name"), None, spacing=8)
        if reading.state in _CHIPS:
            heading.addWidget(Chip(*_CHIPS[reading.state]))
        body = column(heading, spacing=4, margins=(0, 8, 0, 6))
        for gauge in reading.gauges:
            tone = _INK.get(gauge.state, "")
            body.addWidget(label(gauge.label, "small-strong"))
            body.addWidget(GaugeBar(gauge))
            body.addWidget(label(gauge.words, "small", tone=tone, wrap=True))
        if reading.note:
            body.addWidget(label(reading.note, "small", tone="warn", wrap=True))
        body.addWidget(label(meter.definition, "caption", wrap=True))
        body.addWidget(label(meter.citation, "caption", wrap=True))
        self.setLayout(body)
        said = ". ".join(f"{gauge.label}: {gauge.words}" for gauge in reading.gauges)
        self.setAccessibleName(f"{meter.label}, {reading.year}. {said}")
