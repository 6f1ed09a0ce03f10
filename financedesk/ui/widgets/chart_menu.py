"""What every chart offers on its menu: its figures as a table, and two ways to copy it."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QColor,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QWidget

from financedesk.ui.theme import current_theme
from financedesk.ui.widgets.build import button, column, label, row, set_look
from financedesk.ui.widgets.chart_data import ChartData
from financedesk.ui.widgets.data_table import DataTable
from financedesk.ui.widgets.paint import begin

SHOW_TABLE, COPY_PICTURE, COPY_DATA = "Show as table", "Copy as picture", "Copy as data"
_SHARPNESS = 2.0
_AIR = 12
_POPUP = QSize(420, 360)


class Drawing(Protocol):
    """A widget that can draw itself without the signs of pointer and keyboard."""

    def size(self) -> QSize:
        """Return how large it stands on the screen."""

    def draw(self, painter: QPainter) -> None:
        """Draw it."""


def picture(drawing: Drawing) -> QPixmap:
    """Return a chart as a picture on its card's colour, sharp enough for print."""
    size = drawing.size() + QSize(2 * _AIR, 2 * _AIR)
    made = QPixmap(size * _SHARPNESS)
    made.setDevicePixelRatio(_SHARPNESS)
    made.fill(QColor(current_theme().tokens.surface))
    painter = QPainter(made)
    painter.translate(_AIR, _AIR)
    begin(painter)
    drawing.draw(painter)
    painter.end()
    return made


class ChartTable(QFrame):
    """The figures of a chart as a table over the page; Esc or a click beside it closes it."""

    def __init__(self, name: str, data: ChartData, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_look(self, "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(f"{name}, as a table")
        self.table = DataTable(f"{name}, as a table", data.as_model(), selection_bar=False)
        self.table.escaped.connect(self.close)
        close = button("", "bare", icon="x", name="Close table", on_click=self.close)
        heading = row(label(name, "card-title"), None, close, margins=(16, 8, 8, 4))
        self.setLayout(column(heading, self.table, spacing=0, margins=(1, 1, 1, 8)))
        self.resize(_POPUP)

    def open_over(self, chart: QWidget) -> None:
        """Show the table over its chart, inside the chart's window."""
        window = chart.window()
        wanted = chart.mapTo(window, QPoint(0, 0))
        right = max(0, window.width() - self.width() - _AIR)
        bottom = max(0, window.height() - self.height() - _AIR)
        self.move(window.mapToGlobal(QPoint(min(wanted.x(), right), min(wanted.y(), bottom))))
        self.show()
        self.table.view.setFocus(Qt.FocusReason.PopupFocusReason)


class ChartMenu(QObject):
    """Puts the three acts on the context menu of a chart, and on its menu key.

    ``data`` is asked when something is done with the figures. While amounts are hidden they are
    covered in copies, too.
    """

    def __init__(
        self,
        chart: QWidget,
        drawing: Drawing,
        data: Callable[[], ChartData],
        *,
        show_table: Callable[[], object] | None = None,
    ) -> None:
        """``show_table`` takes the place of the popup where a chart has its own table."""
        super().__init__(chart)
        self._chart, self._drawing, self._data = chart, drawing, data
        self.offer(chart, SHOW_TABLE, show_table or self.show_table)
        self.offer(chart, COPY_PICTURE, self.copy_picture)
        copy = self.offer(chart, COPY_DATA, self.copy_data)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    @staticmethod
    def offer(widget: QWidget, words: str, run: Callable[[], object]) -> QAction:
        """Put one act on the menu of a widget."""
        action = QAction(words, widget)
        action.triggered.connect(lambda _on: run())
        widget.addAction(action)
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return action

    def show_table(self) -> ChartTable:
        """Open the figures as a table."""
        made = ChartTable(self._chart.accessibleName(), self._data(), self._chart)
        made.open_over(self._chart)
        return made

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        QGuiApplication.clipboard().setPixmap(picture(self._drawing))
        self._tell("Picture copied")

    def copy_data(self) -> None:
        """Put the figures on the clipboard as tab-separated text."""
        theme = current_theme()
        QGuiApplication.clipboard().setText(theme.shown(self._data().as_text()))
        self._tell("Copied without amounts: they are hidden" if theme.amounts_hidden
                   else "Figures copied")  # fmt: skip

    def _tell(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._chart, words))
