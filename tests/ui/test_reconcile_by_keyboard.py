"""A treasurer's month at the bank by the keyboard alone: imported, matched, closed, printed."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.imports import Imports
from financedesk.ui.pages.reconcile import CLOSE, Reconcile
from financedesk.ui.pages.reconcile_closing_forms import CloseForm
from financedesk.ui.pages.reconcile_forms import CreateForm, MissingForm
from financedesk.ui.shell import MainWindow
from tests.ui.keyboard import CONTROL, Keyboard
from tests.ui.money_books import window_over
from tests.ui.reconcile_books import FEBRUARY, february_book, statement_file

ALT = Qt.KeyboardModifier.AltModifier
RETURN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


def figures(page: Reconcile) -> dict[str, int | None]:
    return {one.name: one.cents for one in page.head.strip.figures}


def page_of(window: MainWindow) -> Reconcile:
    page = window.page
    assert isinstance(page, Reconcile)
    return page


def test_a_month_is_imported_matched_closed_and_printed_without_a_mouse(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_over(qtbot, february_book(tmp_path), settings, page="reconcile")
    hands = Keyboard(qtbot, window)
    file = statement_file(tmp_path, *FEBRUARY, closing="1423.04")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_all: ([str(file)], ""))
    page = imported(hands, window)
    assert page.head.progress.text() == "6 to do of 7 lines"
    assert figures(page)["Difference"] == 1423_04 - 2000_00
    assert page.pairs.buttons["certain"].text().strip() == "Accept all certain (1)"
    hands.press(RETURN, CONTROL)
    assert page.head.progress.text() == "5 to do of 7 lines"
    gift_added(hands, window)
    hands.press(SPACE)
    # Two coffees: when the first is accepted, the second is certain. Then a deposit of two checks.
    for _ in range(3):
        hands.press(RETURN)
    fee_created(hands, window)
    assert figures(page)["Difference"] == 0
    assert page.head.progress.text() == "All 7 lines done"
    target = tmp_path / "february.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(target), ""))
    closed_and_printed(hands, window)
    text = " ".join(one.extract_text() for one in PdfReader(target).pages)
    assert "Ines Clerk" in text
    assert "1,423.04" in text


def imported(hands: Keyboard, window: MainWindow) -> Reconcile:
    """The statement is brought in from the page, and leads back with the keyboard on its lines."""
    hands.press(Qt.Key.Key_N, CONTROL)
    imports = window.page
    assert isinstance(imports, Imports)
    hands.enter(imports.next)
    hands.press(RETURN)
    page = page_of(window)
    assert hands.focus is page.pairs.view
    return page


def gift_added(hands: Keyboard, window: MainWindow) -> None:
    """The payout lacks a gift: it is recorded, and the pair is exact."""
    page = page_of(window)
    row = page.pairs.view.in_hand
    assert row is not None
    assert row.mark.word == "24.01 more"
    hands.press(Qt.Key.Key_C)
    form = window.drawer.content
    assert isinstance(form, MissingForm)
    hands.fill(form.gross, "25.00")
    assert form.ahead.text == "$0.99 would be left."
    hands.fill(form.fee, "0.99")
    assert form.ahead.text == "Then bank and books are equal."
    hands.fill(form.party.name, "Rosa Late")
    hands.press(RETURN)
    assert window.drawer.isHidden()
    row = page.pairs.view.in_hand
    assert row is not None
    assert (row.mark.word, row.left and row.left.amount) == ("Certain", "96.04")


def fee_created(hands: Keyboard, window: MainWindow) -> None:
    """A fee that nobody booked is recorded from its line."""
    hands.press(Qt.Key.Key_C)
    created = window.drawer.content
    assert isinstance(created, CreateForm)
    assert created.chosen == "bank_fee"
    hands.fill(created.party.name, "Rose City Mutual")
    hands.press(RETURN)


def closed_and_printed(hands: Keyboard, window: MainWindow) -> None:
    """Both months are closed, the older one first, and the newer one goes on paper."""
    page = page_of(window)
    hands.tab_to(page.views)
    hands.press(Qt.Key.Key_Left, ALT)
    assert page.views.choice == CLOSE
    assert page.closing.shown is not None
    for _ in range(2):
        if page.closing.shown.month.last != "2026-01-31":
            hands.press(Qt.Key.Key_Down)
    close_in_hand(hands, window, "2026-01-31", "Ines Clerk")
    hands.press(Qt.Key.Key_Up)
    close_in_hand(hands, window, "2026-02-28", "Ines Clerk")
    hands.enter(page.closing.print_button)


def close_in_hand(hands: Keyboard, window: MainWindow, last: str, who: str) -> None:
    """Close the month in hand."""
    closing = page_of(window).closing
    assert closing.shown is not None
    assert closing.shown.month.last == last
    hands.press(RETURN)
    form = window.drawer.content
    assert isinstance(form, CloseForm)
    hands.type(who)
    hands.press(RETURN)
    assert closing.shown.month.state == ("Closed", "info")
