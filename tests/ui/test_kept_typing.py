"""What is typed and not saved outlives the program: killed, quit, or another entity in hand."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ledger.entry_drafts import FORM, GIFT
from financedesk.ui.kept_typing import KeptTyping
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.donor_form import DonorForm
from financedesk.ui.shell import MainWindow
from tests.conftest import REPOSITORY
from tests.ui.entering import Hands, names
from tests.ui.money_books import CAMPAIGN, PARTY, let_in, settled, small_book, window_over
from tests.ui.typing_hands import kept

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def location(tmp_path: Path) -> str:
    return small_book(tmp_path)


def begun(
    qtbot: QtBot, location: str, settings: QSettings, who: str = "", *, page: str = "donors"
) -> MainWindow:
    """Begin a day with a book, as the program does when it has opened one."""
    window = window_over(qtbot, location, settings, who, page=page)
    window.go(page)
    settled(qtbot, window)
    KeptTyping(window)
    settled(qtbot, window)
    return window


def ended(window: MainWindow) -> None:
    window.close()
    window.desk.close()


def take(qtbot: QtBot, window: MainWindow, name: str) -> None:
    entity = next(one for one in window.desk.entities() if one.name == name)
    window.desk.choose_entity(entity.entity_id)
    settled(qtbot, window)


def donor_form(qtbot: QtBot, window: MainWindow) -> DonorForm:
    window.commands.run("donors.add")
    settled(qtbot, window)
    form = window.drawer.content
    assert isinstance(form, DonorForm)
    return form


def last_name(form: DonorForm) -> QLineEdit:
    field = form.words["last_name"]
    assert isinstance(field, QLineEdit)
    return field


def type_donor(qtbot: QtBot, window: MainWindow, name: str = "Quill") -> DonorForm:
    form = donor_form(qtbot, window)
    last_name(form).setFocus()
    QTest.keyClicks(last_name(form), name)
    qtbot.waitUntil(lambda: kept(window, FORM), timeout=10_000)
    settled(qtbot, window)
    return form


def shown_button(window: MainWindow, words: str) -> QPushButton | None:
    found = (one for one in window.findChildren(QPushButton) if one.text() == words)
    return next((one for one in found if one.isVisible()), None)


def click(window: MainWindow, words: str) -> None:
    found = shown_button(window, words)
    assert found is not None
    QTest.mouseClick(found, LEFT)


def offered(window: MainWindow) -> list[str]:
    titles = [one.title for one in window.notices.notices]
    return [title for title in titles if title.startswith("Typed")]


def said(window: MainWindow) -> list[str]:
    return [toast.accessibleName() for toast in window.toasts.toasts]


def test_a_killed_process_loses_nothing_that_was_typed(
    qtbot: QtBot, location: str, settings: QSettings, tmp_path: Path
) -> None:
    command = [
        sys.executable, "-m", "tests.ui.typing_hands", location, str(tmp_path / "there.ini"),
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "typed\n"
        process.kill()

    window = begun(qtbot, location, settings, page="contributions")
    page = window.page
    assert isinstance(page, Contributions)
    fields = page.editor.fields
    assert (fields.donor.text(), fields.amount.text()) == ("Hazel Wren", "36.00")
    assert "did not save it" in page.editor.live.words
    assert said(window) == ["1 form not saved the last time: what you typed is kept"]
    window.go("donors")
    form = donor_form(qtbot, window)
    click(window, "Continue")
    assert "Quill" in [word.text() for word in form.words.values()]
    assert window.drawer.has_draft


def test_quitting_keeps_a_form_and_asks_nothing(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = begun(qtbot, location, settings)
    form = donor_form(qtbot, window)
    last_name(form).setFocus()
    QTest.keyClicks(last_name(form), "Quill")
    ended(window)  # at once: it is written before the window goes
    assert window.telling.question is None
    assert not window.isVisible()

    again = begun(qtbot, location, settings)
    newest = next(one for one in again.notices.notices if one.title.startswith("Typed"))
    assert newest.title == "Typed but not saved: Add donor"
    assert newest.text.endswith("Quill")
    form = donor_form(qtbot, again)
    assert last_name(form).text() == ""
    click(again, "Continue")
    assert last_name(form).text() == "Quill"


def test_a_form_that_was_saved_or_discarded_is_not_offered_again(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = begun(qtbot, location, settings)
    form = type_donor(qtbot, window)
    QTest.keyClick(last_name(form), Qt.Key.Key_Return)
    settled(qtbot, window)
    qtbot.waitUntil(lambda: not kept(window, FORM), timeout=10_000)

    type_donor(qtbot, window, "Wren")
    window.close_drawer()
    donor_form(qtbot, window)
    click(window, "Discard")
    qtbot.waitUntil(lambda: not kept(window, FORM), timeout=10_000)
    ended(window)
    assert begun(qtbot, location, settings).drawer.typed(window.drawer.key) is None


def test_a_kept_form_can_be_thrown_away_and_brought_back(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = begun(qtbot, location, settings)
    type_donor(qtbot, window)
    ended(window)
    again = begun(qtbot, location, settings)
    assert offered(again) == ["Typed but not saved: Add donor"]
    notice = next(one for one in again.notices.notices if one.title in offered(again))
    opened, away = notice.offers
    assert (opened.words, away.words) == ("Open Donors", "Throw away")
    away.run()
    qtbot.waitUntil(lambda: not kept(again, FORM), timeout=10_000)
    click(again, "Undo")
    qtbot.waitUntil(lambda: kept(again, FORM), timeout=10_000)
    donor_form(qtbot, again)
    assert shown_button(again, "Continue") is not None


def test_nobody_else_is_offered_it(qtbot: QtBot, location: str, settings: QSettings) -> None:
    let_in(location, "ada", {"party": "write", "campaign": "write"})
    let_in(location, "ben", {"party": "write", "campaign": "write"})
    window = begun(qtbot, location, settings, "ada")
    type_donor(qtbot, window)
    ended(window)
    other = begun(qtbot, location, settings, "ben")
    assert offered(other) == []
    ended(other)
    again = begun(qtbot, location, settings, "ada")
    assert offered(again) == ["Typed but not saved: Add donor"]


# --- the row of entry


@pytest.fixture
def hands(qtbot: QtBot, location: str, settings: QSettings) -> Hands:
    window = begun(qtbot, location, settings, page="contributions")
    take(qtbot, window, PARTY)
    return Hands(qtbot, window)


def begin_row(qtbot: QtBot, hands: Hands, amount: str = "12*3") -> None:
    hands.new()
    hands.type("Hazel Wren")
    hands.tab()
    hands.type(amount)
    qtbot.waitUntil(lambda: kept(hands.window, GIFT), timeout=10_000)
    hands.settle()


def row_again(qtbot: QtBot, location: str, settings: QSettings, before: MainWindow) -> Hands:
    ended(before)
    return Hands(qtbot, begun(qtbot, location, settings, page="contributions"))


def test_a_row_that_was_recorded_is_not_kept(qtbot: QtBot, hands: Hands) -> None:
    begin_row(qtbot, hands)
    hands.enter()
    assert not kept(hands.window, GIFT)
    assert "Hazel Wren" in names(hands.page)


def test_a_row_that_was_let_go_is_not_kept(qtbot: QtBot, hands: Hands) -> None:
    begin_row(qtbot, hands)
    hands.escape()
    qtbot.waitUntil(lambda: not kept(hands.window, GIFT), timeout=10_000)


def test_a_row_waits_while_another_entity_is_in_hand(qtbot: QtBot, hands: Hands) -> None:
    begin_row(qtbot, hands)
    take(qtbot, hands.window, CAMPAIGN)
    assert not hands.page.editor.is_open
    take(qtbot, hands.window, PARTY)
    assert hands.page.editor.is_open
    assert hands.page.editor.fields.amount.text() == "12*3"


def test_a_correction_comes_back_on_its_own_row(
    qtbot: QtBot, hands: Hands, location: str, settings: QSettings
) -> None:
    hands.page.table.view.setFocus()
    hands.press(Qt.Key.Key_Home)
    hands.press(Qt.Key.Key_F2)
    hands.settle()
    corrected = hands.page.editor.correcting
    hands.type("999")
    qtbot.waitUntil(lambda: kept(hands.window, GIFT), timeout=10_000)
    again = row_again(qtbot, location, settings, hands.window)
    again.settle()
    assert again.page.editor.correcting == corrected
    assert again.page.editor.fields.amount.text() == "999"
    again.page.editor.fields.amount.setFocus()
    again.enter()
    assert not kept(again.window, GIFT)


def test_esc_after_coming_back_restores_what_stands(
    qtbot: QtBot, hands: Hands, location: str, settings: QSettings
) -> None:
    begin_row(qtbot, hands)
    again = row_again(qtbot, location, settings, hands.window)
    assert again.page.editor.fields.amount.text() == "12*3"
    again.page.editor.fields.amount.setFocus()
    again.escape()
    assert again.page.editor.fields.amount.text() == ""
    qtbot.waitUntil(lambda: not kept(again.window, GIFT), timeout=10_000)
    assert not any("Hazel" in label.text() for label in again.page.findChildren(QLabel))
