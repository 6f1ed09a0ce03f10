"""Signing in at the window: nothing is seen before, wrong words wait, and roles show on pages."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.ledger.passphrases import set_passphrase, signed_in
from financedesk.ledger.room import open_book
from financedesk.ui.book_commands import BookKeeper
from financedesk.ui.shell import MainWindow
from financedesk.ui.signing import LONGEST_WAIT, Signing
from financedesk.ui.signing_forms import PassphraseForm, SignInForm
from tests.ledger.test_roles import access_id
from tests.ui.money_books import let_in, settled, small_book, window_over

WORDS = "seven quiet lanterns"


def give(location: str, login: str) -> None:
    with (
        open_book(location, who="ada") as book,
        book.unit_of_work("Set passphrase", kind="setup") as unit,
    ):
        set_passphrase(unit, access_id(book, login), WORDS)


@pytest.fixture
def location(tmp_path: Path) -> str:
    made = small_book(tmp_path)
    let_in(made, "ada", {"party": "write", "campaign": "write"})
    let_in(made, "mo", {"campaign": "fundraiser"})
    give(made, "mo")
    return made


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    """The window at mo's computer; nobody has signed in."""
    return window_over(qtbot, location, settings, who="mo")


def typed(qtbot: QtBot, window: MainWindow, form: SignInForm, login: str, words: str) -> None:
    form.login.setText(login)
    form.passphrase.clear()
    form.passphrase.setFocus()
    qtbot.keyClicks(form.passphrase, words)
    qtbot.keyClick(form.passphrase, Qt.Key.Key_Return)
    settled(qtbot, window)


def test_nothing_is_seen_before_somebody_signs_in(qtbot: QtBot, window: MainWindow) -> None:
    desk = window.desk
    assert desk.waits_for == "mo"
    assert (desk.entity_rows(), desk.scope, desk.undo_status().undo) == ((), (), "")
    assert "Sign in to see this book" in window.banner.text
    form = Signing(window).ask()
    assert form.passphrase.hasFocus()
    assert form.login.text() == "mo"
    typed(qtbot, window, form, "mo", WORDS)
    assert [one.code for one in desk.entity_rows()] == ["campaign"]
    assert window.drawer.title == ""
    assert (desk.waits_for, desk.login) == ("", "mo")


def test_opening_such_a_book_asks_at_once(
    qtbot: QtBot, location: str, tmp_path: Path, settings: QSettings
) -> None:
    (tmp_path / "other").mkdir()
    window = window_over(qtbot, small_book(tmp_path / "other"), settings, who="mo")
    BookKeeper(window).open(location)
    settled(qtbot, window)
    form = window.drawer.findChild(SignInForm)
    assert form is not None
    assert form.isVisible()


def test_wrong_words_are_said_and_wait_after_repeated_tries(
    qtbot: QtBot, window: MainWindow
) -> None:
    form = Signing(window).ask()
    for number in range(3):
        assert form.sign_in.isEnabled()
        typed(qtbot, window, form, "mo", f"wrong words {number}")
        assert "not the passphrase of mo" in form.problem.text
    assert not form.sign_in.isEnabled()
    assert "Try again in 2 seconds" in form.problem.text
    typed(qtbot, window, form, "mo", WORDS)  # Enter does not go round the wait
    assert window.desk.waits_for == "mo"
    form.allow()
    typed(qtbot, window, form, "mo", WORDS)
    assert window.desk.waits_for == ""


def test_the_wait_grows_and_ends(window: MainWindow) -> None:
    signing = Signing(window)
    waits = []
    for signing.wrong in range(12):
        waits.append(signing.wait_seconds)
    assert waits[:7] == [0, 0, 0, 2, 4, 8, 16]
    assert waits[-1] == LONGEST_WAIT


def test_another_member_signs_in_at_the_same_computer(qtbot: QtBot, location: str,
                                                      window: MainWindow) -> None:  # fmt: skip
    form = Signing(window).ask()
    typed(qtbot, window, form, "ada", "")
    assert "passphrase of ada" in form.problem.text
    typed(qtbot, window, form, "ada", "wrong words here")
    assert "not the passphrase of ada" in form.problem.text
    assert window.desk.entity_rows() == ()


def test_a_passphrase_is_changed_in_the_drawer_and_left_in_no_draft(
    qtbot: QtBot, window: MainWindow, location: str
) -> None:
    signing = Signing(window)
    typed(qtbot, window, signing.ask(), "mo", WORDS)
    form = signing.change()
    assert form.current.hasFocus()
    for field, words in ((form.current, WORDS), (form.new, "eight loud harbours")):
        qtbot.keyClicks(field, words)
    assert not window.drawer.has_draft
    qtbot.keyClicks(form.again, "eight loud harbour")
    form.save()
    assert "not the same" in form.again_row.message
    qtbot.keyClicks(form.again, "s")
    qtbot.keyClick(form.again, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.drawer.title == ""
    window.close()
    window.desk.close()
    with open_book(location) as book, book.read() as connection:
        assert signed_in(connection, "mo", "", "eight loud harbours") == "mo"


def test_what_a_role_does_not_allow_is_disabled_and_says_who_can(
    qtbot: QtBot, window: MainWindow
) -> None:
    typed(qtbot, window, Signing(window).ask(), "mo", WORDS)
    states = {
        name: window.commands.action(name).isEnabled()
        for name in ("contributions.record", "import.choose", "filings.prepare", "file.back_up")
    }
    assert states == {
        "contributions.record": True, "import.choose": False, "filings.prepare": False,
        "file.back_up": False,
    }  # fmt: skip
    tip = window.commands.action("import.choose").toolTip()
    assert tip.startswith("As fundraiser of Riverbend Campaign you may not import files")
    assert "Ada (treasurer) may." in tip
    assert "every entity" in window.commands.action("file.back_up").toolTip()


def test_tab_reaches_the_fields_in_order(qtbot: QtBot, window: MainWindow) -> None:
    signing = Signing(window)
    for show in (signing.ask, lambda: signing.show_form(1, "Eve")):
        form = show()
        assert isinstance(form, SignInForm | PassphraseForm)
        settled(qtbot, window)
        form.fields[0].setFocus()
        for before, field in pairwise(form.fields):
            qtbot.keyClick(before, Qt.Key.Key_Tab)
            assert field.hasFocus(), (type(form), field.accessibleName())
