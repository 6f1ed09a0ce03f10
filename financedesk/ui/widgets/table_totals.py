"""The last line of a register: how many rows there are and what they come to, under its column."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from financedesk.ui.formatting import counted, money
from financedesk.ui.models.table_model import TableModel
from financedesk.ui.theme import Weight
from financedesk.ui.theme.tokens import CARD_PADDING
from financedesk.ui.widgets.paint import RIGHT, begin, write
from financedesk.ui.widgets.painted import Painted
from financedesk.ui.widgets.table_delegate import CELL_PADDING
from financedesk.ui.widgets.table_view import TableView

_GAP = 12


class TableTotals(Painted):
    """Stays in sight below the rows; the sum follows its column wherever that is moved."""

    def __init__(self, view: TableView, model: TableModel[object], noun: tuple[str, str]) -> None:
        super().__init__()
        self._view, self._model, self._noun = view, model, noun
        self._found: tuple[int, int] | None = None
        header = view.horizontalHeader()
        for signal in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            signal.connect(lambda *_: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda _at: self.update())
        self.setAccessibleName("Total")

    @property
    def words(self) -> str:
        """The line as a screen reader says it; empty while it is being added up."""
        if self._found is None:
            return ""
        rows, cents = self._found
        return f"{counted(rows, *self._noun)} · {money(cents)}"

    def show_totals(self, rows: int, cents: int) -> None:
        """Show a count and a sum."""
        self._found = (rows, cents)
        self.setAccessibleDescription(self.words)
        self.update()

    def forget(self) -> None:
        """Show nothing until the new rows are added up: an old sum under new rows would lie."""
        self._found = None
        self.setAccessibleDescription("")
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a header."""
        return QSize(200, self.scale.header_row)

    def minimumSizeHint(self) -> QSize:
        """Any width will do: what has no room is cut."""
        return QSize(0, self.scale.header_row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a line above, the count on the left and the sum under its column."""
        painter = QPainter(self)
        begin(painter)
        painter.fillRect(self.rect(), QColor(self.tokens.surface_2))
        painter.setPen(QPen(QColor(self.tokens.border), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))
        if self._found is None:
            return
        rows, cents = self._found
        place = self._model.summed_column
        column = self._column_box(place)
        size, ink = self.scale.body, self.tokens.text
        left = QRectF(CARD_PADDING, 0, self.width() - 2 * CARD_PADDING, self.height())
        if column is not None:
            write(painter, column, money(cents), ink, Weight.TITLE, size, align=RIGHT, tabular=True)
            left.setRight(max(left.left(), column.left() - _GAP))
            words = counted(rows, *self._noun)
        else:
            words = self.words
        write(painter, left, words, self.tokens.text_2, Weight.NAME, size)

    def _column_box(self, place: int) -> QRectF | None:
        """Return where the sum stands: it may need more room than its column has, on the left."""
        header = self._view.horizontalHeader()
        if place < 0 or header.isSectionHidden(place):
            return None
        right = header.sectionViewportPosition(place) + header.sectionSize(place) - CELL_PADDING
        wide = max(header.sectionSize(place) - 2 * CELL_PADDING, 0) + header.sectionSize(place)
        return QRectF(right - wide, 0, wide, self.height())
