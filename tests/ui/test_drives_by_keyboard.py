"""A fundraiser's whole way by the keyboard: a drive, a file, its codes, calls and the report."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.drive_forms import DriveFields
from financedesk.ui.pages.drive_rules_tab import RuleFields
from financedesk.ui.pages.drive_view import COURSE, RULES, TABS, DriveView
from financedesk.ui.pages.drives import CARDS, PEOPLE, VIEWS, Drives
from financedesk.ui.pages.drives_people import PeopleView
from financedesk.ui.pages.imports import DONE, FOUND, Imports
from financedesk.ui.shell import MainWindow
from tests.intake.exports import gift, write_export
from tests.ui.keyboard import CONTROL, SHIFT, Keyboard
from tests.ui.money_books import small_book, window_over

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    return window_over(qtbot, small_book(tmp_path), settings, page="drives")


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Keyboard:
    return Keyboard(qtbot, window)


def shown(window: MainWindow, kind: type[QWidget]) -> QWidget:
    """The one widget of a kind that can be seen."""
    (found,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return found


def arrows(choices: tuple[tuple[str, str], ...], chosen: str, wanted: str) -> int:
    keys = [key for key, _words in choices]
    return keys.index(wanted) - keys.index(chosen)


def six_gifts(path: Path) -> Path:
    return write_export(
        path,
        [
            gift(Lineitem_ID=str(9_000 + one), Receipt_ID=f"AB9{one}",
                 Donor_Last_Name=f"Giver{one}", Donor_Email=f"g{one}@example.org",
                 Fundraising_Page="coats", Reference_Code="em1", Recipient_Gov_ID="C00999991")
            for one in range(6)
        ],
    )  # fmt: skip


def text_of(file: Path) -> str:
    return "".join(page.extract_text() for page in PdfReader(file).pages)


def test_from_a_new_drive_to_its_report_without_a_mouse(
    hands: Keyboard, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_drive(hands, window)
    file = six_gifts(tmp_path / "coats.csv")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_all: ([str(file)], ""))
    imported(hands, window)
    window_page(hands, window)
    gathered(hands, window)
    report, calls = tmp_path / "coats.pdf", tmp_path / "calls.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(report), "PDF (*.pdf)"))
    hands.enter(view_of(window).report_button)
    assert "150.00" in text_of(report)
    assert "Winter Coats" in text_of(report)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(calls), "PDF (*.pdf)"))
    called(hands, window)
    assert "Giver5" in text_of(calls)
    assert "Lopez" not in text_of(calls)


def view_of(window: MainWindow) -> DriveView:
    found = shown(window, DriveView)
    assert isinstance(found, DriveView)
    return found


def drives_of(window: MainWindow) -> Drives:
    found = shown(window, Drives)
    assert isinstance(found, Drives)
    return found


def new_drive(hands: Keyboard, window: MainWindow) -> None:
    """Make a drive from its form, from anywhere."""
    hands.press(Key.Key_V, CONTROL | SHIFT)
    form = shown(window, DriveFields)
    assert isinstance(form, DriveFields)
    hands.fill(form.name, "Winter Coats")
    hands.fill(form.goal, "1,000")
    hands.fill(form.last, "12/24/2026")
    hands.press(Key.Key_Return)
    assert view_of(window).name.text() == "Winter Coats"


def imported(hands: Keyboard, window: MainWindow) -> None:
    """Choose the file and go through the steps of the import with Enter."""
    hands.press(Key.Key_I, CONTROL)
    page = shown(window, Imports)
    assert isinstance(page, Imports)
    assert page.stepper.current == FOUND, page.file.banner.text
    while page.stepper.current < DONE:
        before = page.stepper.current
        hands.enter(page.next)
        assert page.stepper.current > before, page.rows.banner.text
    assert page.result.heading.text() == "6 gifts imported"


def window_page(hands: Keyboard, window: MainWindow) -> None:
    """Go back to the drives by the number of the page."""
    hands.press(Key.Key_5, CONTROL)
    assert drives_of(window).listed


def gathered(hands: Keyboard, window: MainWindow) -> None:
    """Make a rule of the code that no drive has, and move its gifts."""
    view = view_of(window)
    hands.tab_to(view.tabs.segments)
    for _once in range(arrows(TABS, COURSE, RULES)):
        hands.press(Key.Key_Right)
    hands.tab_to(view.rules.loose_table.view)
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    form = shown(window, RuleFields)
    assert isinstance(form, RuleFields)
    assert (form.page.text(), form.code.text()) == ("coats", "em1")
    hands.press(Key.Key_Return)
    (rule,) = (one.rule for one in view.rules.rules.rows)
    assert (rule.page, rule.reference_code) == ("coats", "em1")
    hands.enter(view.rules.look)
    assert view.rules.said.text() == "6 gifts, $150.00, from no drive to Winter Coats."
    hands.enter(view.rules.move_button)
    assert view.rules.loose.rows == ()


def called(hands: Keyboard, window: MainWindow) -> None:
    """Print what callers need of the drive's own donors."""
    hands.enter(view_of(window).back)
    page = drives_of(window)
    hands.tab_to(page.view.segments)
    for _once in range(arrows(VIEWS, CARDS, PEOPLE)):
        hands.press(Key.Key_Right)
    people = shown(window, PeopleView)
    assert isinstance(people, PeopleView)
    hands.tab_to(people.drive)
    hands.press(Key.Key_W)  # as in a list everywhere: the first letter chooses
    assert people.drive.currentText() == "Winter Coats"
    hands.enter(people.buttons[0])
