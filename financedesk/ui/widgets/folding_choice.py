"""A choice between several views: buttons where there is room, one list where there is not."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget

from financedesk.ui.widgets.build import combo, row, set_shown
from financedesk.ui.widgets.segmented_control import SegmentedControl


class FoldingChoice(QWidget):
    """A segmented control that becomes a list instead of cutting its words or widening its page.

    For six views and more; both faces always have the same choice.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """``name`` says what is chosen; ``choices`` are keys with their words."""
        super().__init__()
        self._fitting = False
        self.segments, self.list = SegmentedControl(name, choices), combo()
        for key, words in choices:
            self.list.addItem(words, key)
        self.list.setAccessibleName(name)
        line = row(self.segments, self.list, None, spacing=0)
        # What is shown follows the width, not the width what is shown.
        line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.segments.chosen.connect(self._take)
        self.list.currentIndexChanged.connect(self._take_listed)
        self._fold(folded=False)

    @property
    def choice(self) -> str:
        """The key of the view that is chosen."""
        return self.segments.choice

    @property
    def is_folded(self) -> bool:
        """Whether it is a list now."""
        return self.segments.isHidden()

    def choose(self, key: str) -> None:
        """Choose a view."""
        self.segments.choose(key)

    def say(self, key: str, words: str) -> None:
        """Write other words on a view, as a count that has changed."""
        self.segments.say(key, words)
        self.list.setItemText(self.list.findData(key), words)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        """Wish for room for every button."""
        return self.segments.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Need no more than the list."""
        narrow = self.list.minimumSizeHint()
        return narrow.expandedTo(QSize(0, self.segments.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold when the buttons find no room, unfold when they do."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure anew: the size of the text may have changed while it was hidden."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A face that is shown may lay out the page, and Qt knows no hiding within showing: what
        # that changes is measured afterwards.
        if self._fitting:
            return
        self._fitting = True
        for _again in range(2):
            folded = self.width() < self.segments.sizeHint().width()
            if folded != self.is_folded:
                self._fold(folded=folded)
        self._fitting = False

    def _fold(self, *, folded: bool) -> None:
        set_shown(self.segments, shown=not folded)
        set_shown(self.list, shown=folded)

    def _take(self, key: str) -> None:
        self.list.setCurrentIndex(self.list.findData(key))
        self.chosen.emit(key)

    def _take_listed(self, place: int) -> None:
        key = str(self.list.itemData(place))
        if key != self.segments.choice:
            self.segments.choose(key)
