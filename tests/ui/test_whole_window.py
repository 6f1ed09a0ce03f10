"""The window with all its pages: menus, keys, what is remembered, and every width."""

import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from financedesk.ui.actions import MENUS
from financedesk.ui.app import open_window
from financedesk.ui.book_commands import book_commands
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.book_search import book_search
from financedesk.ui.jobs import JobRunner
from financedesk.ui.pages import PAGES
from financedesk.ui.pages.dashboard import Dashboard
from financedesk.ui.pictures import settle
from financedesk.ui.shell import MainWindow
from financedesk.ui.shell.shortcut_sheet import shortcut_groups
from financedesk.ui.theme import Theme
from tests.ui.fictional import MONEY_PAGES, FictionalDesk
from tests.ui.money_books import PARTY, settled, small_book, window_over


@pytest.fixture
def whole(qtbot: QtBot, settings: QSettings) -> MainWindow:
    """The window of all pages, without a book."""
    settings.setValue("view/theme", "light")
    made = open_window(
        BookDesk(), PAGES, settings=settings, commands=book_commands, search=book_search
    )
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    settled(qtbot, made)
    return made


def test_no_two_commands_share_a_shortcut_on_any_page(whole: MainWindow) -> None:
    keys = Counter(one.shortcut for one in whole.commands.commands() if one.shortcut)
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_menu_is_filled_and_every_command_stands_in_one(whole: MainWindow) -> None:
    for menu in MENUS:
        assert len(list(whole.commands.in_menu(menu))) >= 2, menu
    homeless = [
        one.command_id
        for one in whole.commands.commands()
        if one.menu not in MENUS and not one.in_palette
    ]
    assert homeless == []


def test_the_sheet_lists_the_keys_of_every_page(qtbot: QtBot, whole: MainWindow) -> None:
    groups = dict(shortcut_groups(whole.commands, whole.entries))
    for entry in PAGES:
        if entry.keys:
            assert groups[f"On the page {entry.title}"] == list(entry.keys)
    listed = {words for keys in groups.values() for words, _key in keys}
    for command in whole.commands.commands():
        if command.shortcut:
            assert command.words.replace("&&", "&") in listed
    qtbot.keyClick(whole, Qt.Key.Key_F1)
    assert whole.drawer.title == "Keyboard shortcuts"


def test_widths_of_sidebar_and_drawer_are_remembered(
    qtbot: QtBot, window: MainWindow, settings: QSettings
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar.collapsed
    window.drawer.set_width(500)
    window.close()
    runner = JobRunner()
    again = MainWindow(FictionalDesk(), MONEY_PAGES, runner, settings)
    qtbot.addWidget(again)
    again.resize(1440, 900)
    again.show()
    assert again.sidebar.collapsed
    assert again.drawer.width() == 500
    again.close()


@pytest.mark.parametrize("text_size", [100, 130])
@pytest.mark.parametrize("width", [1100, 1280, 1440, 2560])
def test_nothing_in_the_top_bar_overlaps(
    qtbot: QtBot, window: MainWindow, theme: Theme, width: int, text_size: int
) -> None:
    theme.set_text_size(text_size)
    window.resize(width, 700)
    window.show_about()  # the drawer takes the most of the width
    settle(window.runner)
    bar = window.top_bar
    parts = [bar.entity, bar.title, bar.search, bar.bell, bar.theme_button, bar.primary]
    edges = [(part.x(), part.x() + part.width()) for part in parts]
    assert all(left[1] <= right[0] for left, right in pairwise(edges)), edges
    assert edges[-1][1] <= bar.width()
    assert bar.title.width() >= 100
    words = bar.primary.fontMetrics().horizontalAdvance(bar.primary.text())
    assert words <= bar.primary.width()
    assert bar.search.accessibleName() == "Search or run a command"
    assert bar.primary.accessibleName()


def test_the_sample_wears_its_badge(window: MainWindow) -> None:
    assert not window.top_bar.sample.isVisible()
    window.top_bar.show_sample(shown=True)
    assert window.top_bar.sample.isVisible()


def test_recent_contributions_name_the_entity_while_several_are_in_hand(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = window_over(qtbot, small_book(tmp_path), settings)
    assert isinstance(window.page, Dashboard)
    assert window.page.content is not None
    recent = window.page.content.recent
    keys = [column.key for column in recent.model.columns]
    at = keys.index("entity")
    assert not recent.table.view.isColumnHidden(at)
    said = {recent.model.index(row, at).data() for row in range(recent.model.rowCount())}
    assert said == {PARTY, "Riverbend Campaign"}
    window.desk.choose_entity(window.desk.entities()[1].entity_id)
    settled(qtbot, window)
    assert recent.table.view.isColumnHidden(at)
    assert window.top_bar.entity.words.endswith(PARTY)
    assert [part for part in window.sidebar.findChildren(QLabel) if part.text() == PARTY]


LOADED = """
import sys
import financedesk.ui.start
import financedesk.ui.pages.dashboard
heavy = {"sqlalchemy", "sqlcipher3", "openpyxl", "reportlab"}
print(sorted(heavy & set(sys.modules)))
"""


def test_the_window_stands_before_the_database_is_loaded() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
