"""Settings: found by keys, in force at once, and undone where they write to the book."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.own_policies import policies_taken
from financedesk.ledger.room import open_book
from financedesk.ui.app import open_window
from financedesk.ui.backup_forms import DecryptForm, EncryptForm
from financedesk.ui.book_backups import DAILY, FOLDER, Backups
from financedesk.ui.book_commands import BookKeeper, book_commands
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.pages import PAGES
from financedesk.ui.pages.settings import PLACES, Settings
from financedesk.ui.pages.settings_about import AboutSection, KeyboardSection
from financedesk.ui.pages.settings_book import DataSection, OrganisationSection, size_words
from financedesk.ui.pages.settings_desk import AppearanceSection, GeneralSection, PrivacySection
from financedesk.ui.pages.settings_section import Section
from financedesk.ui.recent_books import REOPEN, RecentBooks
from financedesk.ui.shell import MainWindow
from financedesk.ui.shell.window_state import START_PAGE, WindowState
from financedesk.ui.theme import Density, Mode, Theme
from financedesk.ui.widgets import ConfirmDialog
from tests.ui.money_books import CAMPAIGN, PARTY, settled, small_book, window_over

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    """The settings of a window over a small book."""
    made = window_over(qtbot, small_book(tmp_path), settings, page="settings")
    made.go("settings")
    settled(qtbot, made)
    return made


@pytest.fixture
def bare(qtbot: QtBot, settings: QSettings) -> MainWindow:
    """The settings of a window without a book."""
    settings.setValue("view/theme", "light")
    made = open_window(BookDesk(), PAGES, settings=settings, commands=book_commands)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
    qtbot.keyClick(made, Qt.Key.Key_Comma, CONTROL)
    settled(qtbot, made)
    return made


@pytest.fixture(autouse=True)
def plain(theme: Theme) -> None:
    theme.set_density(Density.COMFORTABLE)
    theme.set_amounts_hidden(False)


def section(qtbot: QtBot, window: MainWindow, key: str) -> Section:
    page = window.page
    assert isinstance(page, Settings)
    page.open_subject(key)
    settled(qtbot, window)
    shown = page.section(key)
    assert shown.isVisible()
    return shown


def words_of(widget: QWidget) -> str:
    return " | ".join(part.text() for part in widget.findChildren(QLabel))


def segment(widget: QWidget, name: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if one.accessibleName() == name)


def test_the_list_is_walked_with_arrows(qtbot: QtBot, bare: MainWindow) -> None:
    page = bare.page
    assert isinstance(page, Settings)
    page.list.setFocus()
    seen = []
    for place in PLACES:
        seen.append(page.section(place.key).isVisible())
        settled(qtbot, bare)
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert seen == [True] * len(PLACES)


def test_the_look_changes_at_once_and_follows_other_switches(
    qtbot: QtBot, bare: MainWindow, theme: Theme
) -> None:
    look = section(qtbot, bare, "appearance")
    assert isinstance(look, AppearanceSection)
    dark = segment(look, "Mode: Dark")
    dark.setFocus()
    qtbot.keyClick(dark, Qt.Key.Key_Space)
    qtbot.mouseClick(segment(look, "Text size: 120 %"), LEFT)
    qtbot.mouseClick(segment(look, "Rows: Compact"), LEFT)
    assert (theme.mode, theme.text_size, theme.density) == (Mode.DARK, 120, Density.COMPACT)
    qtbot.keyClick(bare, Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(bare, Qt.Key.Key_0, CONTROL)
    assert (look.mode.choice, look.text_size.choice) == ("light", "100")
    qtbot.mouseClick(segment(look, "Mode: High contrast"), LEFT)
    assert theme.mode is Mode.HIGH_CONTRAST


def test_how_the_day_begins_is_kept(qtbot: QtBot, bare: MainWindow, settings: QSettings) -> None:
    general = section(qtbot, bare, "general")
    assert isinstance(general, GeneralSection)
    qtbot.mouseClick(segment(general, "When FinanceDesk starts: Show the welcome page"), LEFT)
    qtbot.mouseClick(segment(general, "First page: The dashboard"), LEFT)
    assert (settings.value(REOPEN), settings.value(START_PAGE)) == ("no", "first")
    settings.setValue("window/page", "contributions")
    assert WindowState(settings).page == ""
    assert RecentBooks(settings).last == ""


def test_the_organisation_is_renamed_and_undo_brings_the_name_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    organisation = section(qtbot, window, "organisation")
    assert isinstance(organisation, OrganisationSection)
    assert organisation.name.text() == "Riverbend"
    assert PARTY in words_of(organisation)
    assert CAMPAIGN in words_of(organisation)
    organisation.name.setFocus()
    organisation.name.selectAll()
    qtbot.keyClicks(organisation.name, "Riverbend Alliance")
    qtbot.keyClick(organisation.name, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.desk.book.info().name == "Riverbend Alliance"
    assert window.desk.undo_status().undo == "Rename the organisation"
    window.setFocus()
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert window.desk.book.info().name == "Riverbend"


def test_an_own_rule_is_taken_on_by_a_tick_and_undone(qtbot: QtBot, window: MainWindow) -> None:
    organisation = section(qtbot, window, "organisation")
    assert isinstance(organisation, OrganisationSection)
    (code, box), *_others = organisation.own_rules.boxes.items()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    settled(qtbot, window)
    with window.desk.book.read() as connection:
        assert policies_taken(connection) == (code,)
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert not box.isChecked()
    with window.desk.book.read() as connection:
        assert policies_taken(connection) == ()


def test_an_empty_name_is_refused_below_the_field(qtbot: QtBot, window: MainWindow) -> None:
    organisation = section(qtbot, window, "organisation")
    assert isinstance(organisation, OrganisationSection)
    organisation.name.setFocus()
    organisation.name.selectAll()
    qtbot.keyClick(organisation.name, Qt.Key.Key_Delete)
    qtbot.keyClick(organisation.name, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert "type one" in organisation.name_row.message
    assert window.desk.book.info().name == "Riverbend"


def test_the_books_place_and_size_are_said_and_it_is_proved(
    qtbot: QtBot, window: MainWindow
) -> None:
    data = section(qtbot, window, "data")
    assert isinstance(data, DataSection)
    assert window.desk.location in words_of(data)
    assert "not backed up on this computer yet" in data.note.text()
    qtbot.mouseClick(data.verify_button, LEFT)
    assert not data.verify_button.isEnabled()
    settled(qtbot, window)
    assert "The book is sound" in data.verdict.text()
    assert window.notices.notices[0].title == "The book is sound"


def test_a_daily_copy_is_written_once_a_day_and_the_oldest_go(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    for number in range(10, 28):
        (folder / f"riverbend 2024-01-{number}.fdesk").write_text("")
    (folder / "letters.txt").write_text("")
    data = section(qtbot, window, "data")
    assert isinstance(data, DataSection)
    data.daily.setFocus()
    qtbot.keyClick(data.daily, Qt.Key.Key_Space)
    settled(qtbot, window)
    assert window.settings.value(DAILY) == "yes"
    copies = sorted(folder.glob("*.fdesk"))
    assert len(copies) == 14
    with open_book(copies[-1], write=False) as book:
        assert book.info().name == "Riverbend"
    assert (folder / "letters.txt").exists()
    Backups(window).back_up_daily()
    assert not window.runner.jobs  # it is done for today


def test_a_backup_takes_the_books_place_and_the_book_is_kept(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Backups(window).back_up_to(tmp_path / "copy.fdesk")
    settled(qtbot, window)
    with window.desk.unit_of_work("Record contribution", window.desk.scope[0]):
        pass
    window.commands.run("edit.undo")
    settled(qtbot, window)
    undone = window.desk.book.info().journal_entries
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "copy.fdesk"), "")
    )
    window.commands.run("file.restore")
    dialog = window.findChild(ConfirmDialog)
    assert dialog.yes.text() == "Restore copy.fdesk"
    qtbot.mouseClick(dialog.yes, LEFT)
    settled(qtbot, window)
    assert window.desk.location == str(tmp_path / "riverbend.fdesk")
    assert window.desk.book.writable
    assert window.desk.book.info().journal_entries < undone
    (kept,) = tmp_path.glob("riverbend before restore *.fdesk")
    with open_book(kept, write=False) as before:
        assert before.info().journal_entries == undone


def test_a_bad_backup_leaves_the_book_as_it_was(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "letter.fdesk").write_text("Dear treasurer")
    entries = window.desk.book.info().journal_entries
    BookKeeper(window).confirm_restore(tmp_path / "letter.fdesk").accept()
    settled(qtbot, window)
    assert "not a book" in window.toasts.toasts[-1].accessibleName()
    assert window.desk.book.writable
    assert window.desk.book.info().journal_entries == entries
    assert list(tmp_path.glob("*before restore*")) == []


def test_what_the_walls_are_worth_on_a_file_is_said(qtbot: QtBot, window: MainWindow) -> None:
    data = section(qtbot, window, "data")
    assert isinstance(data, DataSection)
    assert "whoever has the file can read and change all of it" in data.walls.text()


def test_an_encrypted_backup_is_written_and_restored_with_keys(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "away.fdesk"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    window.commands.run("file.back_up_encrypted")
    form = window.drawer.findChild(EncryptForm)
    assert form.fields[0].hasFocus()
    _type(qtbot, form.new, "short")
    _type(qtbot, form.again, "other")
    qtbot.keyClick(form.again, Qt.Key.Key_Return)
    assert "not the same" in form.again_row.message
    _type(qtbot, form.again, "short")
    qtbot.keyClick(form.again, Qt.Key.Key_Return)
    assert "12 characters" in form.problem.text
    for field in (form.new, form.again):
        _type(qtbot, field, "three good words")
    qtbot.keyClick(form.again, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.notices.notices[0].title == "Encrypted backup written and checked"
    assert b"Riverbend" not in copy.read_bytes()
    entries = window.desk.book.info().journal_entries

    BookKeeper(window).confirm_restore(copy).accept()
    asked = window.drawer.findChild(DecryptForm)
    _type(qtbot, asked.passphrase, "three bad words")
    qtbot.keyClick(asked.passphrase, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert "not the passphrase" in asked.problem.text
    assert window.desk.book.info().journal_entries == entries
    assert list(tmp_path.glob("*before restore*")) == []
    _type(qtbot, asked.passphrase, "three good words")
    qtbot.keyClick(asked.passphrase, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert len(list(tmp_path.glob("riverbend before restore *.fdesk"))) == 1
    assert window.desk.book.writable
    assert not window.drawer.isVisible()


def _type(qtbot: QtBot, field: QLineEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, words)


def test_amounts_are_hidden_and_the_past_is_forgotten(
    qtbot: QtBot, bare: MainWindow, theme: Theme, settings: QSettings
) -> None:
    RecentBooks(settings).add("/books/river.fdesk")
    privacy = section(qtbot, bare, "privacy")
    assert isinstance(privacy, PrivacySection)
    privacy.amounts.setFocus()
    qtbot.keyClick(privacy.amounts, Qt.Key.Key_Space)
    assert theme.amounts_hidden
    theme.set_amounts_hidden(False)
    assert not privacy.amounts.isChecked()
    assert "/books/river.fdesk" in privacy.recent_words.text()
    qtbot.mouseClick(privacy.clear_button, LEFT)
    assert RecentBooks(settings).places == ()
    assert not privacy.clear_button.isEnabled()


def test_every_shortcut_is_listed(qtbot: QtBot, bare: MainWindow) -> None:
    keyboard = section(qtbot, bare, "keyboard")
    assert isinstance(keyboard, KeyboardSection)
    words = words_of(keyboard)
    for command in bare.commands.commands():
        if command.shortcut:
            assert command.words.replace("&&", "&") in words, command.command_id


def test_the_licences_can_be_read(qtbot: QtBot, bare: MainWindow) -> None:
    bare.log_place = "/logs/financedesk.log"
    about = section(qtbot, bare, "about")
    assert isinstance(about, AboutSection)
    assert "GNU Lesser General Public License 3" in words_of(about)
    assert "/logs/financedesk.log" in words_of(about)
    for name, word in (("Licence of Inter", "SIL OPEN FONT"), ("Licence of Lucide", "ISC")):
        qtbot.mouseClick(segment(about, name), LEFT)
        text = next(
            one for one in about.findChildren(QPlainTextEdit) if one.accessibleName() == name
        )
        assert text.isVisible()
        assert word in text.toPlainText()


def test_sizes_are_rounded_up() -> None:
    assert [size_words(size) for size in (1, 900, 1025, 5 << 20, (1 << 30) + 1)] == [
        "1 byte",
        "900 bytes",
        "2 KB",
        "5 MB",
        "2 GB",
    ]
