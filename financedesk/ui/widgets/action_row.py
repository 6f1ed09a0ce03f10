"""A line of buttons that never cuts its words: what finds no room waits in a menu at its end."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QMenu, QPushButton, QSizePolicy, QWidget

from financedesk.ui.widgets.build import button, row

_SPACING = 8


class ActionRow(QWidget):
    """Shows its buttons on the right, in order, and the last ones under *More* when it is narrow.

    A button keeps its own state: disabled here is disabled in the menu, with the same tooltip.
    """

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[QPushButton] = []
        self.more = button("More", icon="ellipsis", on_click=self._unfold)
        self.more.setAccessibleDescription("Acts that find no room beside the others")
        self._line = row(None, self.more, spacing=_SPACING)
        # What is shown follows the width, not the width what is shown.
        self._line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.more.hide()

    def add(self, made: QPushButton) -> None:
        """Put a button behind the others."""
        self._buttons.append(made)
        self._line.insertWidget(len(self._buttons), made)
        self._fit()

    @property
    def folded(self) -> list[QPushButton]:
        """The buttons that wait in the menu."""
        return [made for made in self._buttons if made.isHidden()]

    def menu(self) -> QMenu:
        """Return the menu of the buttons that find no room."""
        made = QMenu(self)
        made.setToolTipsVisible(True)
        for folded in self.folded:
            act = made.addAction(folded.icon(), folded.text().strip())
            act.setEnabled(folded.isEnabled())
            act.setToolTip(folded.toolTip())
            act.triggered.connect(folded.click)
        return made

    def _unfold(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def minimumSizeHint(self) -> QSize:
        """Need no more than the menu's own button."""
        return self.more.sizeHint()

    def sizeHint(self) -> QSize:
        """Wish for room for every button."""
        return QSize(self._width_of(self._buttons), self.more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as fit."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure anew: texts and fonts may have changed while it was hidden."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        fitting = len(self._buttons)
        if self._width_of(self._buttons) > self.width():
            wanted = (number for number in range(fitting, 0, -1) if self._fits(number))
            fitting = next(wanted, 0)
        for place, made in enumerate(self._buttons):
            made.setVisible(place < fitting)
        self.more.setVisible(fitting < len(self._buttons))

    def _fits(self, number: int) -> bool:
        shown = [*self._buttons[:number], self.more]
        return self._width_of(shown) <= self.width()

    def _width_of(self, buttons: list[QPushButton]) -> int:
        widths = [made.sizeHint().width() for made in buttons]
        return sum(widths) + _SPACING * max(0, len(widths) - 1)
