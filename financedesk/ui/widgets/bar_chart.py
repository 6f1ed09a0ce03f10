"""A chart of stacked bars that is also a table, for those who would rather read figures."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from financedesk.ui.formatting import plain_money, whole_dollars
from financedesk.ui.models.columns import Column, Look, money_column
from financedesk.ui.models.listed import ListTableModel
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets.bar_plot import Bar, BarPlot, Series
from financedesk.ui.widgets.build import label, row
from financedesk.ui.widgets.data_table import DataTable
from financedesk.ui.widgets.empty_state import EmptyState
from financedesk.ui.widgets.paint import begin, rounded
from financedesk.ui.widgets.painted import Painted

__all__ = ["Bar", "BarChart", "Series", "Swatch"]


class Swatch(Painted):
    """The small square that ties a name to its colour."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ten pixels square."""
        return QSize(10, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the square."""
        painter = QPainter(self)
        begin(painter)
        rounded(painter, QRectF(self.rect()), self.tokens.colour(self._token), 2.5)


class BarChart(QStackedWidget):
    """Bars over time; the context menu shows them as a table or copies the figures.

    ``bar_opened`` carries the place of the bar that was clicked or entered.
    """

    bar_opened = Signal(int)

    def __init__(self, name: str, series: Sequence[Series], *, target: str = "") -> None:
        """``name`` is what a screen reader calls the chart; ``target`` names the dashed line."""
        super().__init__()
        self._name, self._series, self._target = name, tuple(series), target
        self.plot = BarPlot(series)
        self._model: ListTableModel[Bar] = ListTableModel(self._columns())
        empty = EmptyState("Nothing to draw yet", icon="trending-up")
        self.table = DataTable(f"{name}, as a table", self._model, empty=empty)
        self._nothing = EmptyState("Nothing to draw yet", icon="trending-up")
        for page in (self.plot, self.table, self._nothing):
            self.addWidget(page)
        self.plot.setAccessibleName(name)
        self.plot.bar_opened.connect(self.bar_opened)
        self.plot.bar_chosen.connect(self._describe)
        self._offer(self.plot, "Show as table", self.show_as_table)
        self._offer(self.table.view, "Show as chart", self.show_as_chart)
        self._offer(self.plot, "Copy figures", self.copy)
        self._offer(self.table.view, "Copy figures", self.copy)
        self.show_bars(())

    def show_bars(self, bars: Sequence[Bar], target: int | None = None) -> None:
        """Show other bars, oldest first; ``target`` is the dashed line in cents."""
        self.plot.show_bars(bars, target)
        self._model.show(bars)
        if self.currentWidget() is not self.table:
            self.setCurrentWidget(self.plot if bars else self._nothing)
        self._describe(-1)

    def show_as_table(self) -> None:
        """Turn the chart into a table."""
        self.setCurrentWidget(self.table)
        self.table.view.setFocus()

    def show_as_chart(self) -> None:
        """Turn the table back into a chart."""
        self.setCurrentWidget(self.plot if self.plot.bars else self._nothing)
        self.plot.setFocus()

    def copy(self) -> None:
        """Put all figures on the clipboard as tab-separated text."""
        lines = ["\t".join(["Period", *(series.name for series in self._series)])]
        lines += ["\t".join([bar.title, *map(plain_money, bar.cents)]) for bar in self.plot.bars]
        QGuiApplication.clipboard().setText(current_theme().shown("\n".join(lines)))

    def legend(self) -> QWidget:
        """Return the names of the colours, to stand in a card's heading."""
        names = [(series.token, series.name) for series in self._series]
        if self._target:
            names.append(("chart_3", self._target))
        made = QWidget()
        made.setLayout(
            row(
                *(row(Swatch(token), label(name, "small"), spacing=6) for token, name in names),
                spacing=14,
            )
        )
        return made

    def _columns(self) -> list[Column[Bar]]:
        first: Column[Bar] = Column(
            "title", "Period", lambda bar: bar.title, Look.STRONG, 160, stretch=True, sortable=False
        )
        parts = [self._part(place, series) for place, series in enumerate(self._series)]
        total: Column[Bar] = money_column("total", "Total", lambda bar: bar.total, summed=True)
        return [first, *parts, total]

    @staticmethod
    def _part(place: int, series: Series) -> Column[Bar]:
        return money_column(
            series.name, series.name, lambda bar: bar.cents[place], look=Look.NUMBER, summed=False
        )

    def _offer(self, widget: QWidget, words: str, run: Callable[[], None]) -> None:
        action = QAction(words, widget)
        action.triggered.connect(run)
        widget.addAction(action)
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _describe(self, place: int) -> None:
        bars = self.plot.bars
        if 0 <= place < len(bars):
            parts = zip(self._series, bars[place].cents, strict=True)
            figures = ", ".join(f"{series.name} {whole_dollars(cents)}" for series, cents in parts)
            self.plot.setAccessibleDescription(f"{bars[place].title}: {figures}")
            return
        total = whole_dollars(sum(bar.total for bar in bars))
        names = " and ".join(series.name for series in self._series)
        self.plot.setAccessibleDescription(
            f"Stacked bars of {names}, {len(bars)} periods, {total} together. "
            "Arrow keys read single bars; the context menu shows a table."
        )
