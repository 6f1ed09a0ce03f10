"""The desk over a real book: opening, walls, undo, backup, and what stands in the File menu."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from financedesk.errors import BookMissing, Refused
from financedesk.ledger.room import open_book
from financedesk.ui.app import open_window
from financedesk.ui.book_commands import LAST_BOOK, BookKeeper, book_commands, open_first_book
from financedesk.ui.book_desk import BookDesk, short_name
from financedesk.ui.desk import Changes
from financedesk.ui.new_book import NewBookForm
from financedesk.ui.pages import PAGES
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.dashboard import Dashboard
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for, person
from tests.ui.money_books import (
    CAMPAIGN,
    PARTY,
    empty_book,
    let_in,
    settled,
    small_book,
    window_over,
)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> BookDesk:
    made = BookDesk()
    made.take(made.open(small_book(tmp_path)))
    return made


def test_a_desk_without_a_book_says_so(qtbot: QtBot) -> None:
    desk = BookDesk()
    assert not desk.is_open
    assert desk.entity.name == "No book open"
    assert desk.scope == ()
    assert desk.badges() == {}
    assert not desk.may_write
    with pytest.raises(BookMissing, match="File menu"):
        desk.book.info()


def test_all_entities_come_first_and_one_can_be_taken(desk: BookDesk, qtbot: QtBot) -> None:
    assert [one.name for one in desk.entities()] == ["All entities", PARTY, CAMPAIGN]
    assert len(desk.scope) == 2
    with qtbot.waitSignal(desk.changed) as heard:
        desk.choose_entity(desk.entities()[2].entity_id)
    assert heard.args == [Changes.everything()]
    assert [row.name for row in desk.rows_in_hand] == [CAMPAIGN]
    assert desk.entity.detail.startswith("C00999992")
    desk.close()


def test_undo_is_named_and_taken_back_and_done_again(desk: BookDesk) -> None:
    assert desk.undo_status().undo == "Record contribution"
    desk.undo()
    assert desk.undo_status().redo == "Record contribution"
    desk.redo()
    assert desk.undo_status().redo == ""
    desk.close()


def test_a_book_in_use_elsewhere_is_shown_but_not_written(qtbot: QtBot, tmp_path: Path) -> None:
    location = small_book(tmp_path)
    with open_book(location, who="ada"):
        desk = BookDesk()
        desk.take(desk.open(location))
        assert desk.notice.startswith("Read-only: ")
        assert "by ada" in desk.notice
        assert not desk.may_write
        assert desk.undo_status().undo == ""
        with pytest.raises(Refused, match="reading only"), desk.writing():
            pass
        desk.close()


def test_members_see_and_write_only_their_entities(qtbot: QtBot, tmp_path: Path) -> None:
    location = small_book(tmp_path)
    let_in(location, "mo", {"campaign": "write", "party": "read"})
    let_in(location, "eve", {"campaign": "read"})
    rights = {"mo": (2, [CAMPAIGN]), "eve": (1, []), "nobody": (0, [])}
    for who, (seen, written) in rights.items():
        desk = BookDesk(who=who)
        desk.take(desk.open(location))
        assert len(desk.scope) == seen
        assert [row.name for row in desk.writable_entities] == written
        assert bool(desk.notice) == (who == "nobody")
        desk.close()


def test_the_wall_holds_for_a_hidden_entity_and_for_writing(qtbot: QtBot, tmp_path: Path) -> None:
    location = small_book(tmp_path)
    with open_book(location) as book:
        party = desk_for(book, "party").entity.id
    let_in(location, "mo", {"campaign": "write"})
    desk = BookDesk(who="mo")
    desk.take(desk.open(location))
    with pytest.raises(Refused, match="may not see"):
        desk.choose_entity(party)
    with pytest.raises(Refused, match="do not see"), desk.unit_of_work("Record", party):
        pass
    desk.close()


def test_the_password_of_a_server_is_not_shown() -> None:
    assert short_name("postgresql://ada:secret@host/riverbend") == "riverbend"
    assert short_name("/books/riverbend.fdesk") == "riverbend.fdesk"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    return window_over(qtbot, small_book(tmp_path), settings)


def test_the_last_book_is_opened_at_the_next_start(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    other = empty_book(tmp_path / "other")
    keeper = BookKeeper(window)
    keeper.open(other)
    settled(qtbot, window)
    assert keeper.desk.location == other
    assert window.settings.value(LAST_BOOK) == other
    with open_book(str(tmp_path / "riverbend.fdesk")):
        pass  # the book before was closed: its lock is free
    monkeypatch.setenv("FINANCEDESK_BOOK", str(tmp_path / "gone.fdesk"))
    keeper.open_first()
    settled(qtbot, window)
    assert keeper.desk.location == other
    monkeypatch.setenv("FINANCEDESK_BOOK", str(tmp_path / "riverbend.fdesk"))
    keeper.open_first()
    settled(qtbot, window)
    assert keeper.desk.location == str(tmp_path / "riverbend.fdesk")


def test_a_file_that_is_no_book_leaves_the_open_one(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "letter.fdesk").write_text("Dear treasurer")
    keeper = BookKeeper(window)
    before = keeper.desk.location
    keeper.open(str(tmp_path / "letter.fdesk"))
    settled(qtbot, window)
    assert keeper.desk.location == before
    assert "not a book" in window.toasts.toasts[-1].accessibleName()


def test_a_backup_is_written_and_noted(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.fdesk"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.commands.run("file.back_up")
    settled(qtbot, window)
    assert target.exists()
    assert window.desk.backup_note.startswith("Backed up")
    with open_book(target) as book:
        assert book.info().name == "Riverbend"


def test_a_new_book_is_made_from_the_form(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "hillside"), ""))
    window.commands.run("file.new")
    form = window.drawer.findChild(NewBookForm)
    form.make_book()
    assert form.name_row.message
    form.name.setText("Hillside")
    form.entity.setText("Hillside PAC")
    form.kind.setCurrentIndex(form.kind.findData("pac"))
    form.committee.setText("c00999777")
    form.balance.setText("1,250.00")
    form.make_book()
    settled(qtbot, window)
    assert window.desk.book_name == "hillside.fdesk"
    assert window.desk.entity.name == "Hillside PAC"
    assert window.desk.entity.detail.startswith("C00999777")
    assert window.drawer.title == ""


def test_the_window_waits_without_a_book(qtbot: QtBot, settings: QSettings) -> None:
    window = open_window(BookDesk(), PAGES, settings=settings, commands=book_commands)
    qtbot.addWidget(window)
    window.show()
    settled(qtbot, window)
    assert not window.commands.action("contributions.record").isEnabled()
    assert not window.commands.action("file.back_up").isEnabled()
    assert isinstance(window.page, Dashboard)
    assert window.page.no_book.isVisible()
    window.go("contributions")
    settled(qtbot, window)


def test_people_typed_in_one_window_are_known_after_a_reread(qtbot: QtBot, tmp_path: Path) -> None:
    location = empty_book(tmp_path)
    desk = BookDesk()
    desk.take(desk.open(location))
    with desk.unit_of_work("Record contribution", desk.scope[0]):
        pass
    desk_for(desk.book, "party").meet(person("Lopez"))
    desk.reread()
    assert len(desk.entity_rows()) == 2
    desk.close()


def test_the_day_begins_with_the_last_book_on_the_last_page(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    settings.setValue(LAST_BOOK, small_book(tmp_path))
    settings.setValue("window/page", "contributions")
    window = open_window(BookDesk(), PAGES, settings=settings, commands=book_commands, resume=False)
    qtbot.addWidget(window, before_close_func=lambda one: one.desk.close())
    assert isinstance(window.page, Dashboard)
    open_first_book(window)
    settled(qtbot, window)
    assert window.desk.book_name == "riverbend.fdesk"
    assert isinstance(window.page, Contributions)
    assert window.page.model.rowCount() == 5
