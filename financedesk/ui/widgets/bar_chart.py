"""A chart of stacked bars over time, with the line of a target."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from financedesk.ui.formatting import counted, whole_dollars
from financedesk.ui.widgets.bar_plot import Bar, BarPlot
from financedesk.ui.widgets.chart import Chart, Swatch
from financedesk.ui.widgets.chart_data import ChartRow
from financedesk.ui.widgets.plot import Series

__all__ = ["Bar", "BarChart", "Series", "Swatch"]


class BarChart(Chart):
    """Bars over time; ``bar_opened`` carries the place of the one that was opened."""

    bar_opened = Signal(int)

    def __init__(self, name: str, series: Sequence[Series], *, target: str = "") -> None:
        """``name`` is what a screen reader calls the chart; ``target`` names the dashed line."""
        self.plot = BarPlot(series, target)
        parts = tuple(one.name for one in series)
        columns = (*parts, "Total") if len(parts) > 1 else parts
        super().__init__(name, self.plot, reference=target, columns=columns)
        self.opened.connect(self.bar_opened)
        self.show_bars(())

    def show_bars(self, bars: Sequence[Bar], target: int | None = None) -> None:
        """Show other bars, oldest first; ``target`` is the dashed line in cents."""
        self.plot.show_bars(bars, target)
        self.figures_changed()

    def rows(self) -> tuple[ChartRow, ...]:
        """Return the parts of every bar, and their sum where there are several."""
        several = len(self.plot.series) > 1
        return tuple(
            ChartRow(bar.title, (*bar.cents, bar.total) if several else bar.cents)
            for bar in self.plot.bars
        )

    def words_of(self, place: int) -> str:
        """Return the parts of a bar in the order of the legend."""
        bar = self.plot.bars[place]
        parts = zip(self.plot.series, bar.cents, strict=True)
        figures = ", ".join(f"{series.name} {whole_dollars(cents)}" for series, cents in parts)
        return f"{bar.title}: {figures}"

    def summary(self) -> str:
        """Return how many bars there are, of what, and their sum."""
        bars = self.plot.bars
        total = whole_dollars(sum(bar.total for bar in bars))
        names = " and ".join(series.name for series in self.plot.series)
        target = f" Target {whole_dollars(self.plot.target)}." if self.plot.target else ""
        return f"Bars of {names}, {counted(len(bars), 'period')}, {total} together.{target}"
