"""Cards of an official's page: a short table of facts with one way to add, and lines of words."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from financedesk.ui.models import Column, ListTableModel
from financedesk.ui.theme import current_theme
from financedesk.ui.theme.tokens import CARD_GAP
from financedesk.ui.widgets import Card, DataTable, EmptyState, button, column, row
from financedesk.ui.widgets.build import allow, set_look

Row = TypeVar("Row")
_MOST_ROWS = 24
NO_BOUND = 16_777_215  # Qt's own


class FactsCard(Card, Generic[Row]):
    """A card with a table as high as its rows; Enter opens one, the button adds another."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column[Row]],
        identify: Callable[[Row], int] | None,
        empty: tuple[str, str],
        *,
        add: str = "",
        subtitle: str = "",
        most: int = _MOST_ROWS,
    ) -> None:
        """``empty`` says what belongs here: a title and a sentence; ``add`` names the button.

        A longer list than ``most`` rows scrolls.
        """
        self.add_button: QPushButton = button(add, icon="plus")
        super().__init__(
            title, subtitle, trailing=row(self.add_button) if add else None, flush=True
        )
        self._most = most
        self.model: ListTableModel[Row] = ListTableModel(columns, identify=identify)
        words, sentence = empty
        self.table = DataTable(
            title, self.model, selection_bar=False, totals=False,
            empty=EmptyState(words, sentence, icon="list-checks"),
        )  # fmt: skip
        self.body.addWidget(self.table)
        current_theme().changed.connect(self._fit)

    def when(
        self,
        *,
        opened: Callable[[int], object] | None = None,
        add: Callable[[], object] | None = None,
    ) -> "FactsCard[Row]":
        """Say what becomes of a row that is opened, and of the button; return the card."""
        if opened is not None:
            self.table.row_opened.connect(lambda row_id: opened(int(row_id)))
        if add is not None:
            self.add_button.clicked.connect(lambda _on=False: add())
        return self

    def show_rows(self, rows: Sequence[Row], why_not: str = "", heading: str = "") -> None:
        """Show other rows; ``why_not`` says why nothing may be added, ``heading`` goes below."""
        self.model.show(rows)
        if 0 < len(rows) <= self._most:
            self.table.fit_rows(len(rows))
        self._fit()
        if heading:
            self.set_heading(self.title.text(), heading)
        allow(self.add_button, why_not)

    def _fit(self) -> None:
        """Keep no room for what teaches where there are rows."""
        fitted = 0 < self.model.size() <= self._most
        self.table.setMaximumHeight(self.table.view.maximumHeight() if fitted else NO_BOUND)


class TabPage(QScrollArea):
    """One tab: cards below each other, scrolled where the window is low."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "page")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def lay_out(self, *parts: QWidget | Sequence[QWidget], widths: Sequence[int] = ()) -> None:
        """Lay parts below each other; several in one sequence stand side by side.

        ``widths`` are their shares of the line, equal ones without them.
        """
        body = column(spacing=CARD_GAP)
        for part in parts:
            if isinstance(part, QWidget):
                body.addWidget(part)
            else:
                line = row(spacing=CARD_GAP)
                for place, one in enumerate(part):
                    line.addWidget(one, widths[place] if place < len(widths) else 1)
                body.addLayout(line)
        body.addStretch(1)
        inside = QWidget()
        set_look(inside, "page")
        inside.setLayout(body)
        self.setWidget(inside)
