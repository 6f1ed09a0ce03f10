"""The settings: a list on the left, one column on the right, everything saved at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from financedesk.ui.desk import Area, Changes
from financedesk.ui.pages.settings_about import AboutSection, KeyboardSection
from financedesk.ui.pages.settings_book import DataSection, OrganisationSection
from financedesk.ui.pages.settings_desk import AppearanceSection, GeneralSection, PrivacySection
from financedesk.ui.pages.settings_section import Section
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.theme.tokens import CARD_GAP
from financedesk.ui.widgets.build import icon_label, label, row

_LIST_WIDTH = 210
_COLUMN_WIDTH = 680
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class _Place:
    """One line of the list and the section that it shows."""

    key: str
    title: str
    icon: str
    make: Callable[[Shell], Section]


PLACES = (
    _Place("general", "General", "settings", GeneralSection),
    _Place("appearance", "Appearance", "sun", AppearanceSection),
    _Place("organisation", "Organisation & cycle", "building-2", OrganisationSection),
    _Place("data", "Backup & data", "database", DataSection),
    _Place("privacy", "Privacy", "eye-off", PrivacySection),
    _Place("keyboard", "Keyboard", "keyboard", KeyboardSection),
    _Place("about", "About & licences", "info", AboutSection),
)


class Settings(Page):
    """Shows one section at a time; a section is made when it is first looked at."""

    areas = frozenset(Area)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.list = QListWidget()
        self.list.setAccessibleName("Sections of the settings")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setProperty("look", "places")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget()
        self._sections: dict[str, Section] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._shown = ""
        for place in PLACES:
            self._add(place)
        self.list.currentRowChanged.connect(self._show)
        current_theme().changed.connect(self._fit_lines)
        whole = row(self.list, spacing=CARD_GAP * 2)
        whole.addWidget(self.stack, 1)
        self.body.addLayout(whole, 1)
        self._fit_lines()
        self.list.setCurrentRow(0)

    def context_line(self) -> str:
        """Return that nothing has to be saved here."""
        return "Saved at once; what writes to the book can be undone"

    def refresh(self, changes: Changes) -> None:
        """Read anew what the section on the screen shows; the others when they are looked at."""
        for section in self._sections.values():
            section.is_stale = True
        self._refresh_shown()

    def open_subject(self, subject: object) -> None:
        """Show the section with this key."""
        keys = [place.key for place in PLACES]
        if isinstance(subject, str) and subject in keys:
            self.list.setCurrentRow(keys.index(subject))
            self.list.setFocus()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return every section but the first, which the page opens with."""
        return {place.key: partial(self.open_subject, place.key) for place in PLACES[1:]}

    def section(self, key: str) -> Section:
        """Return a section, made now if this is the first look at it."""
        place = next(one for one in PLACES if one.key == key)
        if key not in self._sections:
            made = place.make(self.shell)
            made.setAccessibleName(place.title)
            self._sections[key] = made
            self._areas[key] = _scrolling(made)
            self.stack.addWidget(self._areas[key])
        return self._sections[key]

    def _add(self, place: _Place) -> None:
        item = QListWidgetItem()
        item.setData(_KEY, place.key)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, place.title)
        self.list.addItem(item)
        self.list.setItemWidget(item, _line(place))

    def _fit_lines(self) -> None:
        height = current_theme().scale.nav_row
        for at in range(self.list.count()):
            self.list.item(at).setSizeHint(QSize(10, height))

    def _show(self, at: int) -> None:
        if at >= 0:
            self._shown = PLACES[at].key
            self.section(self._shown)
            self.stack.setCurrentWidget(self._areas[self._shown])
            self._refresh_shown()

    def _refresh_shown(self) -> None:
        section = self._sections.get(self._shown)
        if section is not None and section.is_stale:
            section.is_stale = False
            section.refresh()


def _scrolling(section: Section) -> QScrollArea:
    """Return a section that scrolls by itself, so that the list beside it stays."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    section.setMaximumWidth(_COLUMN_WIDTH)
    holder = QWidget()
    beside = row(spacing=0)
    beside.addWidget(section, 8)
    beside.addStretch(1)
    holder.setLayout(beside)
    area.setWidget(holder)
    return area


def _line(place: _Place) -> QWidget:
    """Return what one line of the list shows; the list itself takes clicks and keys."""
    made = QWidget()
    icon = icon_label(place.icon)
    bind_icon(icon, place.icon, current_theme(), "text_2")
    made.setLayout(row(icon, label(place.title, "name"), None, spacing=8, margins=(8, 0, 0, 0)))
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
