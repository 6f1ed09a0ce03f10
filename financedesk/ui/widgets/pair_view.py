"""Two lists side by side whose rows belong together: the left side, what joins them, the right.

Only the rows in sight are drawn, so ten thousand pairs scroll as ten do. The keys are those of a
list; what they do with a pair is the page's matter.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from financedesk.ui.models import ListTableModel
from financedesk.ui.models.columns import Column
from financedesk.ui.models.table_model import TableModel
from financedesk.ui.theme import Scale, Tokens, Weight, current_theme, pixmap
from financedesk.ui.theme.tokens import CARD_PADDING, ICON
from financedesk.ui.widgets.paint import RIGHT, begin, rounded, write
from financedesk.ui.widgets.pair_rows import PairMark, PairRow, PairSide
from financedesk.ui.widgets.table_delegate import Read, TableDelegate
from financedesk.ui.widgets.table_view import TableView

LEFT_SIDE, MIDDLE, RIGHT_SIDE = range(3)
_DAY, _AMOUNT, _GLYPH = 58, 108, 26
_GAP = 10.0
_WIDE_MIDDLE, _NARROW_MIDDLE = 248, 118
_TINY_MIDDLE = 40
_NARROW, _TINY = 920, 640
_NARROW_SIDE = 300
_TAKES = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_DIGITS = range(Qt.Key.Key_1, Qt.Key.Key_9 + 1)


class PairModel(ListTableModel[PairRow]):
    """The pairs of a list in their order."""

    def __init__(self, columns: Sequence[Column[PairRow]]) -> None:
        super().__init__(columns, identify=lambda row: row.key)


class _PairDelegate(TableDelegate):
    """Draws a pair: two lines of words a side, and between them the mark with its reason."""

    def __init__(self, view: "PairView", model: PairModel) -> None:
        super().__init__(view, model.columns)
        self._pairs = model

    def _content(self, painter: QPainter, box: QRectF, row: int, place: int, read: Read) -> None:
        pair = self._pairs.row_at(row)
        if pair is None:
            return
        theme = current_theme()
        painter.save()
        begin(painter)
        if place == MIDDLE:
            self._mark(painter, box, pair.mark, theme.tokens, theme.scale)
        else:
            side = pair.left if place == LEFT_SIDE else pair.right
            inner = box.adjusted(CARD_PADDING if place == LEFT_SIDE else 12, 0, -14, 0)
            if side is None:
                words, ink = pair.lacking, theme.tokens.text_3
                write(painter, inner, words, ink, Weight.TEXT, theme.scale.small)
            else:
                self._side(painter, inner, side, theme.tokens, theme.scale)
        if row == self.ringed_row and self._view.hasFocus():
            self._ring(painter, box, place, theme.tokens)
        painter.restore()

    def _side(
        self, painter: QPainter, box: QRectF, side: PairSide, tokens: Tokens, scale: Scale
    ) -> None:
        large = current_theme().text_size / 100
        # Where there is no room for the day beside the words it stands below them.
        is_narrow = box.width() < _NARROW_SIDE * large
        day, amount = 0.0 if is_narrow else _DAY * large, _AMOUNT * large
        said = " · ".join(filter(None, (side.day, side.note))) if is_narrow else side.note
        upper, lower = _lines(box, scale, with_note=bool(said))
        words = QRectF(box.left() + day, upper.top(), box.width() - day - amount, upper.height())
        if day:
            left = QRectF(box.left(), upper.top(), day, upper.height())
            write(painter, left, side.day, tokens.text_2, Weight.TEXT, scale.small, tabular=True)
        write(painter, words, side.title, tokens.text, Weight.NAME, scale.body)
        right = QRectF(box.right() - amount, upper.top(), amount, upper.height())
        write(painter, right, side.amount, tokens.text, Weight.NAME, scale.body, align=RIGHT,
              tabular=True)  # fmt: skip
        if said:
            note = QRectF(words.left(), lower.top(), box.right() - words.left(), lower.height())
            write(painter, note, said, tokens.text_2, Weight.TEXT, scale.small, tabular=True)

    def _mark(
        self, painter: QPainter, box: QRectF, mark: PairMark, tokens: Tokens, scale: Scale
    ) -> None:
        ink, ground = tokens.tone(mark.tone)
        centre = box.center().y() - 0.5
        disc = QRectF(box.left() + 4, centre - _GLYPH / 2, _GLYPH, _GLYPH)
        rounded(painter, disc, ground, _GLYPH / 2)
        spot = QPointF(round(disc.center().x() - ICON / 2), round(centre - ICON / 2))
        painter.drawPixmap(spot, pixmap(mark.icon, ink))
        beside = box.adjusted(_GLYPH + 4 + _GAP, 0, -4, 0)
        large = current_theme().text_size / 100
        if box.width() <= _TINY_MIDDLE * large:
            return
        wide = box.width() > _NARROW_MIDDLE * large
        upper, lower = _lines(beside, scale, with_note=wide and bool(mark.why))
        word = mark.word if wide else mark.word.partition(" · ")[0]
        write(painter, upper, word, ink, Weight.TITLE, scale.small, tabular=True)
        if wide and mark.why:
            write(painter, lower, mark.why, tokens.text_2, Weight.TEXT, scale.caption)


def _lines(box: QRectF, scale: Scale, *, with_note: bool) -> tuple[QRectF, QRectF]:
    """Return the places of one line in the middle of a box, or of two."""
    high, low = scale.body + 6.0, scale.small + 5.0
    top = box.center().y() - (high + low if with_note else high) / 2
    upper = QRectF(box.left(), top, box.width(), high)
    return upper, QRectF(box.left(), top + high, box.width(), low)


class PairView(TableView):
    """Shows pairs of one height.

    ``taken`` tells that the pair in hand is accepted (Enter or Space), ``picked`` which
    alternative is (1 to 9), ``evidence_wanted`` that somebody wants to know what it is made of
    (F2 or a double click), ``current_changed`` that another pair is in hand.
    """

    taken = Signal()
    picked = Signal(int)
    evidence_wanted = Signal()
    current_changed = Signal()

    def __init__(self, name: str, model: PairModel, parent: QWidget | None = None) -> None:
        """``name`` is what a screen reader calls the list."""
        shown: TableModel[Any] = model
        super().__init__(shown, parent)
        self._pairs = model
        model.setParent(self)
        self.setAccessibleName(name)
        self._painter = _PairDelegate(self, model)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.titles.setSectionsMovable(False)
        self.titles.setSectionsClickable(False)
        self.doubleClicked.connect(lambda _index: self.evidence_wanted.emit())
        self.selectionModel().currentChanged.connect(
            lambda _now, _then: self.current_changed.emit()
        )
        self._restyle()

    @property
    def in_hand(self) -> PairRow | None:
        """The pair that the keyboard stands on."""
        return self._pairs.row_at(self.currentIndex().row())

    def take_in_hand(self, place: int) -> None:
        """Let the keyboard stand on a place, or on the last one where there are fewer."""
        if self._pairs.size():
            at = max(0, min(place, self._pairs.size() - 1))
            self.setCurrentIndex(self._pairs.index(at, 0))
            self.scrollTo(self._pairs.index(at, 0))
        self._painter.ringed_row = self.currentIndex().row()
        self.viewport().update()
        self.current_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept, pick an alternative, ask what a pair is made of; the rest moves."""
        key, plain = (
            Qt.Key(event.key()),
            not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and key in _TAKES:
            self.taken.emit()
        elif plain and key in _DIGITS:
            self.picked.emit(key - Qt.Key.Key_0)
        elif plain and key == Qt.Key.Key_F2:
            self.evidence_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            # The pair in hand stays marked; who stands around closes the drawer.
            self.escaped.emit()
            event.ignore()
        else:
            super().keyPressEvent(event)

    def fit_columns(self) -> None:
        """Give both sides the same width and the reason what it needs."""
        whole = self.viewport().width()
        large = current_theme().text_size
        widths = ((_TINY, _TINY_MIDDLE), (_NARROW, _NARROW_MIDDLE), (whole + 1, _WIDE_MIDDLE))
        fitting = (width for below, width in widths if whole < below * large // 100)
        between = next(fitting, _WIDE_MIDDLE) * large // 100
        side = (whole - between) // 2
        for place, width in enumerate((side, between, whole - between - side)):
            self.setColumnWidth(place, width)
        self._tell_edges()

    def _restyle(self) -> None:
        super()._restyle()
        scale = current_theme().scale
        self.verticalHeader().setDefaultSectionSize(scale.row + scale.small - 2)
        self.fit_columns()
