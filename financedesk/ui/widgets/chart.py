"""A plot that is also a table, for those who would rather read figures."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from financedesk.ui.models.listed import ListTableModel
from financedesk.ui.widgets.build import label, row
from financedesk.ui.widgets.chart_data import ChartData, ChartRow, chart_columns
from financedesk.ui.widgets.chart_menu import COPY_DATA, ChartMenu
from financedesk.ui.widgets.data_table import DataTable
from financedesk.ui.widgets.empty_state import EmptyState
from financedesk.ui.widgets.paint import begin
from financedesk.ui.widgets.painted import Painted
from financedesk.ui.widgets.plot import Plot, Series, draw_swatch

__all__ = ["Chart", "Swatch"]


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
        draw_swatch(painter, QRectF(self.rect()), self.tokens, self._token)


def _nothing() -> EmptyState:
    return EmptyState("Nothing to draw yet", icon="trending-up")


class Chart(QStackedWidget):
    """A plot, the same figures as a table, or the word that there is nothing to draw.

    ``opened`` carries the place that was clicked or entered. A kind of chart says what its
    figures are (``data``) and what a screen reader hears (``summary``, ``words_of``).
    """

    opened = Signal(int)

    def __init__(
        self, name: str, plot: Plot, *, reference: str = "", columns: tuple[str, ...]
    ) -> None:
        """``reference`` names the dashed line; ``columns`` the figures of the table."""
        super().__init__()
        self.name, self._reference, self._columns = name, reference, columns
        self._plot = plot
        self._model: ListTableModel[ChartRow] = ListTableModel(chart_columns("Period", columns))
        self._made_table: DataTable | None = None
        self._nothing = _nothing()
        for page in (plot, self._nothing):
            self.addWidget(page)
        plot.setAccessibleName(name)
        plot.opened.connect(self.opened)
        plot.picked.connect(self._describe)
        self.menu = ChartMenu(plot, plot, self.data, show_table=self.show_as_table)

    @property
    def table(self) -> DataTable:
        """The figures as a table, made when it is first asked for: few ever turn a chart round."""
        if self._made_table is None:
            self._made_table = self._make_table()
        return self._made_table

    def _make_table(self) -> DataTable:
        made = DataTable(f"{self.name}, as a table", self._model, empty=_nothing())
        self.menu.offer(made.view, "Show as chart", self.show_as_chart)
        self.menu.offer(made.view, COPY_DATA, self.menu.copy_data)
        made.escaped.connect(self.show_as_chart)
        self.addWidget(made)
        return made

    def data(self) -> ChartData:
        """Return the figures that are drawn."""
        return ChartData("Period", self._columns, self.rows())

    def rows(self) -> tuple[ChartRow, ...]:
        """Return the figures place by place."""
        return ()

    def summary(self) -> str:
        """Return the whole chart in a sentence."""
        return ""

    def words_of(self, place: int) -> str:
        """Return one place in words."""
        title, lines = self._plot.card(place)
        return f"{title}: " + ", ".join(f"{one.series.name} {one.figure}" for one in lines)

    def show_as_table(self) -> None:
        """Turn the chart into a table."""
        self.setCurrentWidget(self.table)
        self.table.view.setFocus()

    def show_as_chart(self) -> None:
        """Turn the table back into a chart."""
        self.setCurrentWidget(self._plot if self.rows() else self._nothing)
        self._plot.setFocus()

    def legend(self) -> QWidget:
        """Return the names of the colours, to stand in a card's heading."""
        names: list[Series] = list(self._plot.series)
        if self._reference:
            names.append(Series(self._reference, "chart_3"))
        parts = (row(Swatch(one.token), label(one.name, "small"), spacing=6) for one in names)
        made = QWidget()
        made.setLayout(row(*parts, spacing=14))
        return made

    def figures_changed(self) -> None:
        """Follow new figures in the plot: table, words, and whether there is anything."""
        self._model.show(self.rows())
        if self._made_table is None or self.currentWidget() is not self._made_table:
            self.setCurrentWidget(self._plot if self.rows() else self._nothing)
        self._describe(-1)

    def _describe(self, place: int) -> None:
        known = 0 <= place < len(self.rows())
        how = "Arrow keys read single places; the context menu shows a table."
        words = self.words_of(place) if known else f"{self.summary()} {how}"
        self._plot.setAccessibleDescription(words)
