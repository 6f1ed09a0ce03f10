"""Specimens of charts."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from financedesk.ui.gallery.exhibit import Exhibit, Specimen, Touch
from financedesk.ui.widgets.bar_chart import Bar, BarChart
from financedesk.ui.widgets.card import Card
from financedesk.ui.widgets.chart import Chart
from financedesk.ui.widgets.line_chart import LineChart, Point
from financedesk.ui.widgets.plot import Plot, Series
from financedesk.ui.widgets.sparkline import Sparkline
from financedesk.ui.widgets.thermometer import Goal, Thermometer

TREND = (420_000, 430_000, 415_000, 452_000, 470_000, 482_316)
_WEEKS = tuple(
    Bar(f"W{week}", f"Week {week}", (310_000 + week * 41_000, 120_000 + week % 4 * 90_000))
    for week in range(1, 14)
)
_POINTS = tuple(
    Point(f"W{week}", f"Week {week}", (week * week * 9_000 if week < 10 else None,
          week * 52_000), week * 75_000)
    for week in range(1, 14)
)  # fmt: skip


def _bars(bars: Sequence[Bar]) -> Callable[[], QWidget]:
    def made() -> QWidget:
        series = (Series("Small-dollar", "accent"), Series("Itemised", "chart_2"))
        one = BarChart("Per week", series, target="Target")
        one.show_bars(bars, 1_000_000)
        return _on_card(one, one.legend())

    return made


def _lines(points: Sequence[Point]) -> Callable[[], QWidget]:
    def made() -> QWidget:
        series = (Series("This drive", "accent"), Series("Last drive", "text_2"))
        one = LineChart("Raised so far", series, pace="Pace")
        one.show_points(points)
        return _on_card(one, one.legend())

    return made


def _on_card(chart: Chart, legend: QWidget) -> QWidget:
    card = Card(chart.name, trailing=legend)
    card.body.addWidget(chart)
    return card


def _plot(whole: QWidget) -> QWidget:
    return whole.findChildren(Plot)[0]


def _as_table(whole: QWidget) -> None:
    whole.findChildren(Chart)[0].show_as_table()


_WIDE, _HIGH = 640, 330


def _chart(name: str, title: str, filled: Callable[[], QWidget], empty: Callable[[], QWidget]
           ) -> Exhibit:  # fmt: skip
    return Exhibit(
        name,
        title,
        [
            Specimen("At rest", filled, width=_WIDE, height=_HIGH),
            Specimen(
                "Focus: the card of a place", filled, Touch.FOCUS, _plot, width=_WIDE, height=_HIGH
            ),
            Specimen("As a table", filled, after=_as_table, width=_WIDE, height=_HIGH),
            Specimen("Empty", empty, width=_WIDE, height=_HIGH),
        ],
    )


BARS = _chart("bar-chart", "BarChart", _bars(_WEEKS), _bars(()))
LINES = _chart("line-chart", "LineChart", _lines(_POINTS), _lines(()))


def _meter(raised: int, pace: int | None = None) -> Callable[[], QWidget]:
    return lambda: Thermometer("Fall drive", Goal(raised, 15_000_000, pace))


THERMOMETER = Exhibit(
    "thermometer",
    "Thermometer",
    [
        Specimen("Ahead of its pace", _meter(11_130_000, 8_850_000), width=180, height=250),
        Specimen("Focus", _meter(11_130_000, 8_850_000), Touch.FOCUS, width=180, height=250),
        Specimen("Nothing yet", _meter(0), width=180, height=250),
        Specimen("Beyond the goal", _meter(16_000_000), width=180, height=250),
    ],
)
SPARKLINE = Exhibit(
    "sparkline",
    "Sparkline",
    [
        Specimen("Rising", lambda: Sparkline(TREND), width=90),
        Specimen("Falling", lambda: Sparkline(TREND[::-1]), width=90),
        Specimen("Flat", lambda: Sparkline((5, 5, 5)), width=90),
    ],
)
CHARTS = (BARS, LINES, THERMOMETER, SPARKLINE)
