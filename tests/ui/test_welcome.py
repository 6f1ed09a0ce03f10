"""The first minute: no book is opened unasked, three ways to begin, and the books from before."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ui.app import open_window
from financedesk.ui.book_commands import BookKeeper, book_commands, open_first_book
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.new_book import NewBookForm
from financedesk.ui.pages import PAGES
from financedesk.ui.pages.welcome import Welcome
from financedesk.ui.recent_books import REOPEN, RecentBooks
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import empty_book, settled, small_book


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.delenv("FINANCEDESK_BOOK", raising=False)
    return started(qtbot, settings)


def started(qtbot: QtBot, settings: QSettings) -> MainWindow:
    settings.setValue("view/theme", "light")
    made = open_window(BookDesk(), PAGES, settings=settings, commands=book_commands, resume=False)
    qtbot.addWidget(made, before_close_func=lambda one: one.desk.close())
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
    open_first_book(made)
    settled(qtbot, made)
    return made


def welcome(window: MainWindow) -> Welcome:
    found = window.page.findChild(Welcome)
    assert found is not None
    return found


def shown_buttons(window: MainWindow) -> dict[str, QPushButton]:
    every = welcome(window).findChildren(QPushButton)
    return {one.accessibleName(): one for one in every if one.isVisible()}


def test_without_a_book_the_window_welcomes(window: MainWindow) -> None:
    assert welcome(window).isVisible()
    assert not window.desk.is_open
    assert not window.top_bar.entity.isVisible()
    titles = [choice.accessibleName() for choice in welcome(window).choices.values()]
    assert titles == ["Create a book", "Open a book", "Explore the sample"]
    for choice in welcome(window).choices.values():
        assert choice.width() > 150
        assert choice.accessibleDescription()


def test_a_book_is_made_with_the_keyboard(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "hill"), ""))
    choice = welcome(window).choices["file.new"]
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Space)
    form = window.drawer.content
    assert isinstance(form, NewBookForm)
    form.name.setFocus()
    qtbot.keyClicks(form.name, "Hillside")
    form.entity.setFocus()
    qtbot.keyClicks(form.entity, "Hillside Committee")
    form.make_book()
    settled(qtbot, window)
    assert window.desk.book_name == "hill.fdesk"
    assert window.drawer.drafts == ()
    assert window.top_bar.entity.words.endswith("Hillside Committee")


def test_books_from_before_are_listed_and_opened(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FINANCEDESK_BOOK", raising=False)
    location = small_book(tmp_path)
    books = RecentBooks(settings)
    books.add(str(tmp_path / "gone.fdesk"))
    books.add(location)
    settings.setValue(REOPEN, "no")
    window = started(qtbot, settings)
    assert welcome(window).isVisible()
    buttons = shown_buttons(window)
    qtbot.mouseClick(buttons["Remove gone.fdesk from the list"], Qt.MouseButton.LeftButton)
    assert books.places == (location,)
    qtbot.waitUntil(lambda: "Open riverbend.fdesk" in shown_buttons(window))
    qtbot.mouseClick(shown_buttons(window)["Open riverbend.fdesk"], Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    assert window.desk.location == location
    assert not welcome(window).isVisible()


def test_whoever_explores_without_a_book_sees_the_sample(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FINANCEDESK_BOOK", raising=False)
    sample = tmp_path / "Sample organisation.fdesk"
    Path(small_book(tmp_path)).rename(sample)
    window = started(qtbot, settings)
    keeper = BookKeeper(window, sample_folder=tmp_path)
    keeper.open_first()
    settled(qtbot, window)
    assert not keeper.desk.is_open
    keeper.open_first(explore=True)
    settled(qtbot, window)
    assert keeper.desk.location == str(sample)


def test_whoever_has_a_book_is_not_shown_the_sample(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FINANCEDESK_BOOK", raising=False)
    location = small_book(tmp_path)
    RecentBooks(settings).add(location)
    settings.setValue(REOPEN, "no")
    window = started(qtbot, settings)
    keeper = BookKeeper(window, sample_folder=tmp_path / "nowhere")
    keeper.open_first(explore=True)
    settled(qtbot, window)
    assert not keeper.desk.is_open


def test_the_list_is_short_and_holds_no_password(settings: QSettings, tmp_path: Path) -> None:
    books = RecentBooks(settings)
    for number in range(12):
        books.add(f"/books/{number}.fdesk")
    books.add("/books/5.fdesk")
    assert len(books.places) == 8
    assert books.places[:2] == ("/books/5.fdesk", "/books/11.fdesk")
    books.add("postgresql://ada:secret@host/riverbend")
    assert not any("secret" in place for place in books.places)
    books.clear()
    assert (books.places, books.last) == ((), "")


def test_the_day_goes_on_with_the_last_book(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FINANCEDESK_BOOK", raising=False)
    location = empty_book(tmp_path)
    RecentBooks(settings).add(location)
    window = started(qtbot, settings)
    assert window.desk.location == location
