"""Buttons that cannot be pressed say why not, and who can do it instead; none looks ready early."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.first_steps import FirstSteps
from financedesk.ui.shell import MainWindow
from financedesk.ui.signing import Signing
from financedesk.ui.widgets import EmptyState
from tests.ui.money_books import empty_book, let_in, settled, small_book, window_over
from tests.ui.test_signing import WORDS, give, typed

ADA = "Ada (treasurer) may."


@pytest.fixture
def location(tmp_path: Path) -> str:
    made = small_book(tmp_path)
    let_in(made, "ada", {"party": "write", "campaign": "write"})
    let_in(made, "vi", {"party": "viewer", "campaign": "viewer"})
    return made


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    return window_over(qtbot, location, settings, who="vi", page="contributions")


def in_drawer(window: MainWindow) -> dict[str, QPushButton]:
    found = window.drawer.findChildren(QPushButton)
    return {one.text().strip(): one for one in found if one.text().strip()}


def open_first(qtbot: QtBot, window: MainWindow, page_id: str, view: QWidget) -> None:
    """Go to the first row of a page's table and open it with the keyboard."""
    assert window.page is not None
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    held = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(
        view, Qt.Key.Key_Return, held if page_id == "contributions" else Qt.KeyboardModifier(0)
    )
    settled(qtbot, window)


@pytest.mark.parametrize(
    ("page_id", "buttons"), [("contributions", ("Edit", "Delete")), ("donors", ("Edit",))]
)
def test_a_viewer_hears_who_may_at_every_button_of_a_drawer(
    qtbot: QtBot, window: MainWindow, page_id: str, buttons: tuple[str, ...]
) -> None:
    window.go(page_id)
    settled(qtbot, window)
    open_first(qtbot, window, page_id, window.page.table.view)  # type: ignore[attr-defined]
    for words in buttons:
        made = in_drawer(window)[words]
        assert not made.isEnabled()
        assert "As viewer of " in made.toolTip()
        assert ADA in made.toolTip()
        assert made.accessibleDescription() == made.toolTip()


def test_the_drawer_of_an_entity_says_it_at_each_of_its_buttons(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.go("entities")
    settled(qtbot, window)
    entity = window.desk.entities()[1].entity_id
    window.page.open_entity(entity)  # type: ignore[attr-defined]
    settled(qtbot, window)
    found = in_drawer(window)
    for words in ("Edit", "Add account", "Close…", "Delete"):
        assert not found[words].isEnabled()
        assert found[words].toolTip(), words
    assert ADA in found["Add account"].toolTip()
    locked = [one for one in found.values() if not one.isEnabled()]
    assert [one.text() for one in locked if not one.toolTip()] == []


def test_a_treasurer_is_told_what_a_button_does(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = window_over(qtbot, location, settings, who="ada", page="contributions")
    open_first(qtbot, window, "contributions", window.page.table.view)  # type: ignore[attr-defined]
    assert in_drawer(window)["Edit"].isEnabled()
    assert in_drawer(window)["Delete"].toolTip() == "Can be undone"


# --- first steps


def steps_of(window: MainWindow) -> list[QPushButton]:
    (steps,) = window.findChildren(FirstSteps)
    return steps.findChildren(QPushButton)


def test_first_steps_are_not_offered_before_somebody_has_signed_in(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = empty_book(tmp_path)
    let_in(location, "ada", {"party": "write", "campaign": "write"})
    give(location, "ada")
    window = window_over(qtbot, location, settings, who="ada")
    assert window.desk.waits_for == "ada"
    buttons = steps_of(window)
    assert len(buttons) == 3
    assert not any(one.isEnabled() for one in buttons)
    assert all(one.toolTip() == "Sign in first, as ada." for one in buttons)
    typed(qtbot, window, Signing(window).ask(), "ada", WORDS)
    assert all(one.isEnabled() for one in steps_of(window))


def test_first_steps_say_what_a_role_leaves_to_others(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = empty_book(tmp_path)
    let_in(location, "ada", {"party": "write", "campaign": "write"})
    let_in(location, "vi", {"party": "viewer", "campaign": "viewer"})
    window = window_over(qtbot, location, settings, who="vi")
    offered = {one.text().strip(): one for one in steps_of(window)}
    assert [name for name, one in offered.items() if one.isEnabled()] == ["Open Entities"]
    assert ADA in offered["Record contribution"].toolTip()


@pytest.mark.parametrize("page_id", ["contributions", "disbursements", "donors", "filings"])
def test_an_empty_page_offers_a_viewer_nothing_that_is_refused(
    qtbot: QtBot, tmp_path: Path, settings: QSettings, page_id: str
) -> None:
    location = empty_book(tmp_path)
    let_in(location, "ada", {"party": "write", "campaign": "write"})
    let_in(location, "vi", {"party": "viewer", "campaign": "viewer"})
    window = window_over(qtbot, location, settings, who="vi", page=page_id)
    window.go(page_id)
    settled(qtbot, window)
    (empty,) = [one for one in window.page.findChildren(EmptyState) if one.isVisible()]
    buttons = [one for one in empty.findChildren(QPushButton) if one.isVisible()]
    assert buttons
    assert not any(one.isEnabled() for one in buttons)
    assert all(ADA in one.toolTip() for one in buttons)
