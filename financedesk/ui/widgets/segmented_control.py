"""A choice between two to five ways of looking at the same thing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy

from financedesk.ui.widgets.build import row, set_look


class SegmentedControl(QFrame):
    """Buttons of which one is pressed; arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """``name`` says what is chosen ("Period"); ``choices`` are keys with their words."""
        super().__init__()
        set_look(self, "segments")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        bar = row(spacing=0, margins=(2, 2, 2, 2))
        for key, words in choices:
            segment = QPushButton(words)
            segment.setCheckable(True)
            segment.setAccessibleName(f"{name}: {words}")
            segment.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            segment.toggled.connect(lambda on, key=key: self.chosen.emit(key) if on else None)
            self._group.addButton(segment)
            self._buttons[key] = segment
            bar.addWidget(segment)
        self.setLayout(bar)
        if choices:
            self.choose(choices[0][0])

    @property
    def choice(self) -> str:
        """The key of the pressed segment."""
        return next(key for key, segment in self._buttons.items() if segment.isChecked())

    def say(self, key: str, words: str) -> None:
        """Write other words on a segment, as a count that has changed."""
        self._buttons[key].setText(words)
        self._buttons[key].setAccessibleName(f"{self.accessibleName()}: {words}")

    def focus(self) -> None:
        """Take the keyboard to the pressed segment."""
        self._buttons[self.choice].setFocus()

    def choose(self, key: str) -> None:
        """Press a segment."""
        self._buttons[key].setChecked(True)
