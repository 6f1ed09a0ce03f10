"""Ctrl+K finds people and amounts of the open book, opens them, or shows them beside the work."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from financedesk.ui.book_search import ENTRIES, PEOPLE, EntryPanel, PersonPanel
from financedesk.ui.jobs import Job
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import settled, small_book, window_over

CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    return window_over(qtbot, small_book(tmp_path), settings)


def search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    qtbot.keyClick(window.focusWidget() or window, Key.Key_K, CONTROL)
    qtbot.keyClicks(window.palette_overlay.field, text)
    settled(qtbot, window)


def sections(window: MainWindow) -> list[str]:
    items = window.palette_overlay.list
    texts = [items.item(at) for at in range(items.count())]
    return [one.text() for one in texts if one.flags() == Qt.ItemFlag.NoItemFlags]


def test_a_name_finds_the_person_and_says_whose_card(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "teller")
    assert sections(window) == [PEOPLE]
    item = window.palette_overlay.list.item(1)
    assert "Teller" in item.text()
    assert "campaign" in item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_an_amount_finds_the_entry_and_enter_opens_it(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "500.00")
    assert sections(window) == [ENTRIES]
    qtbot.keyClick(window.palette_overlay.field, Key.Key_Return)
    settled(qtbot, window)
    assert window.top_bar.title.text() == "Contributions"
    assert "Okoro" in window.drawer.title


def test_control_enter_shows_an_entry_beside_the_page(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "500.00")
    qtbot.keyClick(window.palette_overlay.field, Key.Key_Return, CONTROL)
    settled(qtbot, window)
    assert window.top_bar.title.text() == "Dashboard"
    assert isinstance(window.drawer.content, EntryPanel)
    assert "$500.00" in [part.text() for part in window.drawer.content.findChildren(QLabel)]
    assert window.drawer.whose[1] == "Riverbend Party"


def test_control_enter_shows_a_person_beside_the_page(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "lopez")
    qtbot.keyClick(window.palette_overlay.field, Key.Key_Return, CONTROL)
    assert isinstance(window.drawer.content, PersonPanel)
    words = [part.text() for part in window.drawer.content.findChildren(QLabel)]
    assert "$75.00 on Oct 1, 2026" in words


def test_a_person_was_recent_until_another_book_is_opened(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, "lopez")
    title = window.palette_overlay.titles()[0]
    qtbot.keyClick(window.palette_overlay.field, Key.Key_Return, CONTROL)
    window.open_palette()
    assert window.palette_overlay.titles()[0] == title
    window.forget_book()
    window.open_palette()
    assert title not in window.palette_overlay.titles()


def test_only_the_last_question_is_answered(qtbot: QtBot, window: MainWindow) -> None:
    asked: list[Job] = []
    window.runner.job_changed.connect(asked.append)
    search(qtbot, window, "lopez")
    searches = list(dict.fromkeys(job for job in asked if job.title == "Searching the book"))
    assert len(searches) == 5
    assert all(job.superseded for job in searches[:-1] if job.stopping)
    assert not searches[-1].stopping
    assert window.runner.history == ()
    assert [title for title in window.palette_overlay.titles() if "Lopez" in title]


def test_an_answer_does_not_take_the_choice_away(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Key.Key_K, CONTROL)
    field = window.palette_overlay.field
    qtbot.keyClicks(field, "re")
    qtbot.keyClick(field, Key.Key_Down)
    chosen = window.palette_overlay.list.currentItem().text()
    settled(qtbot, window)
    assert window.palette_overlay.list.currentItem().text() == chosen


def test_actions_alone_ask_the_book_nothing(qtbot: QtBot, window: MainWindow) -> None:
    search(qtbot, window, ">lopez")
    assert window.palette_overlay.titles() == []
