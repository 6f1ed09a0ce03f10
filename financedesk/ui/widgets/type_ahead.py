"""A field that proposes what is known while a name is typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from financedesk.ui.widgets.build import set_look
from financedesk.ui.widgets.filter_bar import DEBOUNCE_MS
from financedesk.ui.widgets.shown_delegate import ShownDelegate

_VALUE = int(Qt.ItemDataRole.UserRole)
_SHOWN = 9
_LINE = 30
_LEAST_WIDTH = 340
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TAKES = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


@dataclass(frozen=True)
class Proposal:
    """Something that may be meant: its words in the list, its words in the field, its value."""

    words: str
    chosen: str
    value: object


class TypeAhead(QLineEdit):
    """Asks ``searched`` for proposals once the typing pauses; a chosen one is ``picked``.

    The first proposal is marked: Enter and Tab take the marked one, the arrows mark another, Esc
    closes the list and keeps what was typed. Typing after a choice takes it back: ``picked``
    carries None then. The list never takes the keyboard.
    """

    picked = Signal(object)
    searched = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self._model = QStandardItemModel(self)
        self._popup = _popup(self._model)
        self._popup.setParent(self)
        self._popup.hide()
        self._value: object = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textEdited.connect(self._typed)
        self._popup.clicked.connect(self._take)

    @property
    def value(self) -> object:
        """What was picked; None while the text is only typed."""
        return self._value

    @property
    def is_open(self) -> bool:
        """Whether proposals are shown."""
        return self._popup.isVisible()

    def propose(self, proposals: Sequence[Proposal]) -> None:
        """Show what may be meant, below the field, while it has the focus."""
        self._model.clear()
        for one in proposals:
            entry = QStandardItem(one.words)
            entry.setEditable(False)
            entry.setData(one, _VALUE)
            self._model.appendRow(entry)
        if proposals and self.hasFocus():
            self._open(len(proposals))
        else:
            self._popup.hide()

    def proposals(self) -> tuple[Proposal, ...]:
        """Return what is proposed now."""
        places = range(self._model.rowCount())
        return tuple(self._model.item(place).data(_VALUE) for place in places)

    def pick(self, proposal: Proposal) -> None:
        """Take a proposal, as a click on it does."""
        self.hold(proposal.chosen, proposal.value)
        self.picked.emit(proposal.value)

    def hold(self, words: str, value: object) -> None:
        """Show a choice that was made elsewhere, without telling anybody."""
        self._pause.stop()
        self._popup.hide()
        self._model.clear()
        self._value = value
        self.setText(words)

    def reset(self) -> None:
        """Empty the field."""
        self.hold("", None)

    # --- the list

    def _open(self, lines: int) -> None:
        window = self.window()
        self._popup.setParent(window)
        below = self.mapTo(window, QPoint(0, self.height() + 2))
        width = min(max(self.width(), _LEAST_WIDTH), window.width() - below.x() - 8)
        height = min(lines, _SHOWN) * _LINE + 10
        if below.y() + height > window.height():
            below = self.mapTo(window, QPoint(0, -height - 2))
        self._popup.setGeometry(below.x(), below.y(), width, height)
        self._popup.setCurrentIndex(self._model.index(0, 0))
        self._popup.show()
        self._popup.raise_()
        self.setAccessibleDescription(self._marked_words())

    def _marked_words(self) -> str:
        return str(self._popup.currentIndex().data() or "")

    def _mark(self, step: int) -> None:
        place = (self._popup.currentIndex().row() + step) % max(1, self._model.rowCount())
        self._popup.setCurrentIndex(self._model.index(place, 0))
        self.setAccessibleDescription(self._marked_words())

    def _take(self, index: QModelIndex) -> None:
        proposal = index.data(_VALUE)
        if isinstance(proposal, Proposal):
            self.pick(proposal)

    def _typed(self, _text: str) -> None:
        if self._value is not None:
            self._value = None
            self.picked.emit(None)
        self._pause.start()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the open list and take from it; everything else is typed."""
        key = Qt.Key(event.key())
        if self.is_open and key in _STEPS:
            self._mark(_STEPS[key])
        elif self.is_open and key in _TAKES:
            self._take(self._popup.currentIndex())
        elif self.is_open and key == Qt.Key.Key_Escape:
            self._popup.hide()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's name and order
        """Tab takes what is marked before it moves on."""
        if next and self.is_open:
            self._take(self._popup.currentIndex())
        return super().focusNextPrevChild(next)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list."""
        self._popup.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Close the list with the field, and hold it, so that it goes when the field goes."""
        self._popup.hide()
        self._popup.setParent(self)
        super().hideEvent(event)


def _popup(model: QStandardItemModel) -> QListView:
    made = QListView()
    set_look(made, "proposals")
    made.setModel(model)
    made.setItemDelegate(ShownDelegate(made))
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setUniformItemSizes(True)
    made.setAccessibleName("Proposals")
    return made
