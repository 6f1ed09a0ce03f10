"""A field that proposes what is known while a name is typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from financedesk.ui.widgets.filter_bar import DEBOUNCE_MS

_VALUE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class Proposal:
    """Something that may be meant: its words in the list, its words in the field, its value."""

    words: str
    chosen: str
    value: object


class TypeAhead(QLineEdit):
    """Asks ``wanted`` for proposals once the typing pauses; a chosen one is ``picked``.

    Typing after that takes the choice back: ``picked`` carries None then.
    """

    picked = Signal(object)
    searched = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self._model = QStandardItemModel(self)
        self._list = QCompleter(self._model, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list.setMaxVisibleItems(9)
        self.setCompleter(self._list)
        self._value: object = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textEdited.connect(self._typed)
        self._popup = QListView(self)
        self._list.setPopup(self._popup)
        self._popup.activated.connect(self._take)
        self._popup.clicked.connect(self._take)

    @property
    def value(self) -> object:
        """What was picked; None while the text is only typed."""
        return self._value

    def propose(self, proposals: Sequence[Proposal]) -> None:
        """Show what may be meant, below the field, while it has the focus."""
        self._model.clear()
        for one in proposals:
            entry = QStandardItem(one.words)
            entry.setEditable(False)
            entry.setData(one, _VALUE)
            self._model.appendRow(entry)
        if proposals and self.hasFocus():
            self._list.complete()
        else:
            self._popup.hide()

    def proposals(self) -> tuple[Proposal, ...]:
        """Return what is proposed now."""
        places = range(self._model.rowCount())
        return tuple(self._model.item(place).data(_VALUE) for place in places)

    def pick(self, proposal: Proposal) -> None:
        """Take a proposal, as a click on it does."""
        self._pause.stop()
        self._value = proposal.value
        self.setText(proposal.chosen)
        self.picked.emit(proposal.value)

    def reset(self) -> None:
        """Empty the field."""
        self._pause.stop()
        self._value = None
        self._model.clear()
        self.clear()

    def _typed(self, _text: str) -> None:
        if self._value is not None:
            self._value = None
            self.picked.emit(None)
        self._pause.start()

    def _take(self, index: QModelIndex) -> None:
        proposal = index.data(_VALUE)
        if isinstance(proposal, Proposal):
            # The completer writes the list's words into the field after this.
            QTimer.singleShot(0, self, lambda: self.pick(proposal))
