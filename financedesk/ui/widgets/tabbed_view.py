"""One thing in place of a list: a head, tabs and what stands below them, or why there is none."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from financedesk.ui.widgets.build import column, set_look, set_shown
from financedesk.ui.widgets.card import Card
from financedesk.ui.widgets.empty_state import EmptyState
from financedesk.ui.widgets.folding_choice import FoldingChoice


class TabbedView(QWidget):
    """Whoever derives from it hands head and parts to ``lay_out``, and shows them when read.

    ``tabs`` is the choice, ``inside`` what is hidden while nothing can be shown.
    """

    tabs: FoldingChoice
    stack: QStackedWidget
    empty: EmptyState
    inside: QWidget

    def lay_out(
        self,
        name: str,
        words: Sequence[tuple[str, str]],
        parts: Mapping[str, QWidget],
        head: QWidget,
        *,
        icon: str,
    ) -> None:
        """Lay out head, tabs and parts; ``words`` are the tabs' names by key, in their order."""
        self.tabs, self.stack = FoldingChoice(name, tuple(words)), QStackedWidget()
        self._places = {key: self._scrolled(parts[key], said) for key, said in words}
        self.empty = EmptyState("", icon=icon)
        self._gone = Card(flush=True)
        self._gone.body.addWidget(self.empty)
        self.inside = QWidget()
        inside = column(head, self.tabs, spacing=12)
        inside.addWidget(self.stack, 1)
        self.inside.setLayout(inside)
        whole = column(spacing=0)
        whole.addWidget(self.inside, 1)
        whole.addWidget(self._gone, 1)
        self.setLayout(whole)
        self.show_inside(shown=False)

    def _scrolled(self, part: QWidget, words: str) -> QScrollArea:
        made = QScrollArea()
        made.setAccessibleName(words)
        made.setWidgetResizable(True)
        made.setFrameShape(QFrame.Shape.NoFrame)
        set_look(made, "page")
        made.setWidget(part)
        self.stack.addWidget(made)
        return made

    def show_part(self, key: str) -> None:
        """Bring a part to the front."""
        self.stack.setCurrentWidget(self._places[key])

    def show_inside(self, *, shown: bool) -> None:
        """Show head and parts, or why they cannot be shown."""
        set_shown(self.inside, shown=shown)
        set_shown(self._gone, shown=not shown)

    def say_gone(self, title: str, words: str) -> None:
        """Say why there is nothing to show."""
        self.empty.say(title, words)
        self.show_inside(shown=False)
