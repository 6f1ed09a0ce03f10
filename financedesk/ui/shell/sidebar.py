"""The navigation on the left."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from financedesk.ui.desk import Badge, Desk
from financedesk.ui.shell.brand import BrandMark
from financedesk.ui.shell.entity_switcher import EntitySwitcher
from financedesk.ui.shell.page import PageEntry
from financedesk.ui.theme.tokens import SIDEBAR_COLLAPSED, SIDEBAR_WIDTH
from financedesk.ui.widgets.build import column, label, row, set_look
from financedesk.ui.widgets.nav_button import NavButton

_SIDE = 12
_SIDE_COLLAPSED = 8


class Sidebar(QFrame):
    """Brand, entity, and the pages by group; narrow windows see icons only."""

    page_wanted = Signal(str)

    def __init__(self, desk: Desk, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        set_look(self, "sidebar")
        self.setAccessibleName("Navigation")
        self._buttons: dict[str, NavButton] = {}
        self._group_titles: list[QLabel] = []
        self._brand = label("FinanceDesk", "brand")
        self.switcher = EntitySwitcher(desk)
        self._head = row(BrandMark(), self._brand, None, spacing=10, margins=(8, 0, 0, 6))
        self._top = column(self._head, self.switcher, spacing=6, margins=(_SIDE, 14, _SIDE, 4))
        self._pages = column(spacing=2, margins=(_SIDE, 0, _SIDE, 12))
        self._add_pages(entries)
        self.setLayout(column(self._top, self._scrolling(), spacing=0, margins=(0, 0, 1, 0)))
        self.collapsed = False
        self.set_collapsed(collapsed=False)

    def mark(self, page_id: str) -> None:
        """Show which page is open."""
        if page_id in self._buttons:
            self._buttons[page_id].setChecked(True)

    def button(self, page_id: str) -> NavButton:
        """Return the button of a page."""
        return self._buttons[page_id]

    def show_badges(self, badges: Mapping[str, Badge]) -> None:
        """Show how many items wait on each page."""
        for page_id, nav in self._buttons.items():
            badge = badges.get(page_id, Badge(0))
            nav.set_badge(badge.count, badge.tone)

    def set_collapsed(self, *, collapsed: bool) -> None:
        """Show icons only, or icons and words."""
        self.collapsed = collapsed
        self.setFixedWidth(SIDEBAR_COLLAPSED if collapsed else SIDEBAR_WIDTH)
        side = _SIDE_COLLAPSED if collapsed else _SIDE
        self._top.setContentsMargins(side, 14, side, 4)
        self._pages.setContentsMargins(side, 10 if collapsed else 0, side, 12)
        self._head.setContentsMargins(4 if collapsed else 8, 0, 0, 6)
        self._brand.setVisible(not collapsed)
        self.switcher.set_collapsed(collapsed=collapsed)
        for title in self._group_titles:
            title.setVisible(not collapsed)
        for nav in self._buttons.values():
            nav.set_collapsed(collapsed)

    def _add_pages(self, entries: Sequence[PageEntry]) -> None:
        for group, pages in groupby(entries, key=lambda entry: entry.group):
            title = label(group.upper(), "group")
            self._group_titles.append(title)
            self._pages.addWidget(title)
            for entry in pages:
                self._pages.addWidget(self._nav(entry))
        self._pages.addStretch(1)

    def _nav(self, entry: PageEntry) -> NavButton:
        nav = NavButton(entry.short or entry.title, entry.icon)
        nav.clicked.connect(lambda: self.page_wanted.emit(entry.page_id))
        self._buttons[entry.page_id] = nav
        return nav

    def _scrolling(self) -> QScrollArea:
        inner = QWidget()
        inner.setLayout(self._pages)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area
