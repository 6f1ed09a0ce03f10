"""The drawer of one donor: limits, giving, what is known, and what was changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from financedesk.ledger.donors_detail import DonorDetail
from financedesk.ui.formatting import counted
from financedesk.ui.pages.donor_columns import marks_of
from financedesk.ui.pages.donor_giving import GivingTab
from financedesk.ui.pages.donor_history import HistoryTab
from financedesk.ui.pages.donor_known import KnownTab
from financedesk.ui.pages.donor_limits import limit_bars
from financedesk.ui.widgets import Chip, SegmentedControl, button, column, label, row
from financedesk.ui.widgets.build import allow, set_shown

TABS = (("giving", "Giving"), ("details", "Details"), ("history", "History"))
TYPES = {
    "IND": "Person", "CAN": "Candidate", "ORG": "Organisation", "COM": "Committee",
    "PAC": "Committee", "CCM": "Candidate’s committee", "PTY": "Party",
}  # fmt: skip
_KEYS = "Enter opens the page · F2 edits · Alt+↓ next · Alt+↑ previous · Esc closes"


@dataclass(frozen=True)
class Entities:
    """The entities in hand as the drawer names them: by name, and by the mark of two letters."""

    names: Mapping[int, str]
    marks: Mapping[int, str]


class DonorView(QWidget):
    """Everything about one donor; nothing is written here.

    ``page_wanted``, ``edit_wanted``, ``step_wanted`` (1 or -1), ``entry_opened`` (an item),
    ``card_opened`` (the same person elsewhere) and ``register_wanted`` ask the page.
    """

    edit_wanted = Signal()
    step_wanted = Signal(int)
    entry_opened = Signal(object)
    card_opened = Signal(object)
    register_wanted = Signal()
    page_wanted = Signal()

    def __init__(
        self, detail: DonorDetail, entities: Entities, *, why_not: str, tab: str = ""
    ) -> None:
        super().__init__()
        self.detail, self._entities = detail, entities
        self._body = column(spacing=10, margins=(20, 14, 20, 20))
        self._heading()
        self._others()
        self._limits()
        self.edit_button = button("Edit", icon="pencil", on_click=self.edit_wanted.emit)
        allow(self.edit_button, why_not, "F2")
        self.page_button = button("Open page", icon="users", on_click=self.page_wanted.emit)
        self.page_button.setToolTip("Household, notes, documents, consent, requests: Enter")
        self._body.addLayout(self._actions())
        self.tabs = SegmentedControl("About this donor", TABS)
        self._body.addWidget(self.tabs)
        self._pages = self._tab_pages()
        for page in self._pages.values():
            self._body.addWidget(page)
        self._body.addStretch(1)
        self._body.addWidget(label(_KEYS, "caption", wrap=True))
        self.setLayout(self._body)
        self.tabs.chosen.connect(self._show_tab)
        self.tabs.choose(tab or TABS[0][0])
        self._show_tab(self.tab)
        self._keys(may_write=not why_not)

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        return self.tabs.choice

    def _heading(self) -> None:
        one = self.detail.row
        chips = row(spacing=6)
        mine = {one.entity_id: self._mark(one.entity_id)}
        family = mine | {other.entity_id: self._mark(other.entity_id) for other in
                         self.detail.others}  # fmt: skip
        for entity_id, mark in family.items():
            chip = Chip(mark, "neutral")
            chip.setToolTip(self._name(entity_id))
            chip.setAccessibleName(f"Donor of {self._name(entity_id)}")
            chips.addWidget(chip)
        chips.addWidget(label(TYPES.get(one.contact.type, "Donor"), "small"))
        chips.addStretch(1)
        self._body.addLayout(chips)
        self._marks()

    def _marks(self) -> None:
        marks = marks_of(self.detail.row)
        for word, tone, sentence in marks:
            told = row(spacing=8)
            told.addWidget(Chip(word, tone), 0, Qt.AlignmentFlag.AlignTop)
            told.addWidget(label(sentence, "small", wrap=True), 1)
            self._body.addLayout(told)

    def _others(self) -> None:
        """Name the same person's other cards; what they say stays with their entities."""
        for other in self.detail.others:
            words = f"Also {other.name} at {self._name(other.entity_id)}"
            gifts = counted(other.gifts, "gift")
            open_it = button(f"{words} · {gifts}", "link")
            open_it.clicked.connect(
                lambda _on=False, card=other.card_id: self.card_opened.emit(card)
            )
            self._body.addWidget(open_it, 0, Qt.AlignmentFlag.AlignLeft)

    def _limits(self) -> None:
        for bar in limit_bars(self.detail.limits, self._entities.names):
            self._body.addWidget(bar)

    def _actions(self) -> QLayout:
        before = self._step_button("chevron-up", "Previous donor (Alt+Up)", -1)
        after = self._step_button("chevron-down", "Next donor (Alt+Down)", 1)
        return row(self.page_button, self.edit_button, None, before, after, spacing=8)

    def _step_button(self, icon: str, name: str, by: int) -> QPushButton:
        return button("", "bare", icon=icon, name=name, on_click=lambda: self.step_wanted.emit(by))

    def _tab_pages(self) -> dict[str, QWidget]:
        giving = GivingTab(self.detail, self._entities.names)
        giving.entry_opened.connect(self.entry_opened)
        giving.register_wanted.connect(self.register_wanted)
        return {
            "giving": giving,
            "details": KnownTab(self.detail),
            "history": HistoryTab(self.detail.history),
        }

    def _show_tab(self, key: str) -> None:
        for name, page in self._pages.items():
            set_shown(page, shown=name == key)

    def _keys(self, *, may_write: bool) -> None:
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Alt+Down", lambda: self.step_wanted.emit(1)),
            ("Alt+Up", lambda: self.step_wanted.emit(-1)),
        )
        if may_write:
            keys += (("F2", self.edit_wanted.emit),)
        for sequence, run in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _mark(self, entity_id: int) -> str:
        return self._entities.marks.get(entity_id, "?")

    def _name(self, entity_id: int) -> str:
        return self._entities.names.get(entity_id, "")
