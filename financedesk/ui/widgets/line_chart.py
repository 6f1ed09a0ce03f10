"""A chart of one or two lines over time, held against a pace."""

from collections.abc import Sequence

from financedesk.ui.formatting import NOTHING, counted, whole_dollars
from financedesk.ui.widgets.chart import Chart
from financedesk.ui.widgets.chart_data import ChartRow
from financedesk.ui.widgets.line_plot import LinePlot, Point
from financedesk.ui.widgets.plot import Series

__all__ = ["LineChart", "Point"]


class LineChart(Chart):
    """Lines over time; ``opened`` carries the place of the point that was opened."""

    def __init__(self, name: str, series: Sequence[Series], *, pace: str = "") -> None:
        """``name`` is what a screen reader calls the chart; ``pace`` names the dashed line."""
        self.plot = LinePlot(series, pace)
        columns = tuple(one.name for one in series)
        with_pace = (*columns, pace) if pace else columns
        super().__init__(name, self.plot, reference=pace, columns=with_pace)
        self._has_pace = bool(pace)
        self.show_points(())

    def show_points(self, points: Sequence[Point]) -> None:
        """Show other points, oldest first, their amounts in cents."""
        self.plot.show_points(points)
        self.figures_changed()

    def rows(self) -> tuple[ChartRow, ...]:
        """Return every point, with the pace where the chart has one."""
        return tuple(
            ChartRow(point.title, (*point.cents, point.pace) if self._has_pace else point.cents)
            for point in self.plot.points
        )

    def summary(self) -> str:
        """Return where each line begins and ends, and its highest and lowest point."""
        lines = [self._course(place) for place in range(len(self.plot.series))]
        return f"{counted(len(self.plot.points), 'point')}. {' '.join(lines)}"

    def _course(self, place: int) -> str:
        name = self.plot.series[place].name
        known = [(point.title, cents) for point in self.plot.points
                 if (cents := point.cents[place]) is not None]  # fmt: skip
        if not known:
            return f"{name}: {NOTHING}."
        (first, start), (last, end) = known[0], known[-1]
        low, high = (whole_dollars(pick(cents for _, cents in known)) for pick in (min, max))
        course = f"{name}: {whole_dollars(start)} at {first}, {whole_dollars(end)} at {last}"
        return f"{course}; between {low} and {high}."
