"""Corrections of gifts at the wall, by keyboard: refused, declared, or put on hold; undone."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.ledger.hold_rows import open_hold
from financedesk.ledger.overrides import keep_override
from financedesk.ledger.room import open_book
from financedesk.ledger.wall_notes import notes_of
from financedesk.rules.limits import Override
from financedesk.ui.pages.contribution_hold_forms import HoldForm
from tests.ui.entering import CONTROL, Hands, column_of, names
from tests.ui.money_books import settled, small_book, window_over


def hands_with(qtbot: QtBot, folder: Path, settings: QSettings, verdict: str) -> Hands:
    """Open the register after counsel has spoken on what people give the party."""
    location = small_book(folder)
    word = Override(
        rule="individual > state_party", verdict=verdict, reason="A signed pledge form",
        who="R. Stone", decided_on=date(2026, 10, 6),
    )  # fmt: skip
    with open_book(location) as book, book.unit_of_work("Keep counsel's word") as unit:
        keep_override(unit, word)
    window = window_over(qtbot, location, settings, page="contributions")
    window.go("contributions")
    settled(qtbot, window)
    return Hands(qtbot, window)


def correct(hands: Hands, name: str, amount: str) -> int:
    """F2 on somebody's gift, then another amount; returns the entry."""
    page = hands.page
    at = names(page).index(name)
    page.table.view.setFocus()
    hands.press(Qt.Key.Key_Home)
    for _ in range(at):
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_F2)
    hands.settle()
    assert hands.focus is page.editor.fields.amount
    hands.go(page.editor.fields.amount)
    hands.type(amount)
    hands.settle()
    return int(page.model.row_id(at))


def amount_of(hands: Hands, name: str) -> str:
    return column_of(hands.page, "amount")[names(hands.page).index(name)]


def test_what_counsel_forbids_is_corrected_onto_hold_and_undone(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    hands = hands_with(qtbot, tmp_path, settings, "prohibited")
    gift = correct(hands, "Ben Okoro", "600")
    assert "R. Stone" in hands.live()
    hands.enter()
    form = hands.window.drawer.findChild(HoldForm)
    assert isinstance(form, HoldForm)
    assert hands.window.drawer.title == "Correct and hold"
    assert amount_of(hands, "Ben Okoro") == "500.00"
    assert form.waiting_row.isHidden()
    form.save_button.setFocus()
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    assert amount_of(hands, "Ben Okoro") == "600.00"
    assert not hands.page.editor.is_open
    with hands.window.desk.book.read() as connection:
        held = open_hold(connection, gift)
    assert held is not None
    assert held.open_cents == 600_00
    hands.page.table.view.setFocus()
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.settle()
    assert amount_of(hands, "Ben Okoro") == "500.00"
    with hands.window.desk.book.read() as connection:
        assert open_hold(connection, gift) is None


def test_a_condition_is_asked_of_a_correction_once(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    hands = hands_with(qtbot, tmp_path, settings, "conditional")
    gift = correct(hands, "Ben Okoro", "600")
    fields = hands.page.editor.fields
    assert fields.declared.isVisible()
    hands.enter()
    assert amount_of(hands, "Ben Okoro") == "500.00"
    assert hands.window.drawer.title == "", "what lacks a word is not offered for a hold"
    hands.go(fields.declared)
    hands.type("Pledge form of Oct 5")
    hands.tab()
    assert hands.focus is fields.declared_by
    hands.type("Ben Okoro")
    hands.enter()
    assert amount_of(hands, "Ben Okoro") == "600.00"
    with hands.window.desk.book.read() as connection:
        assert notes_of(connection, [gift])[gift].note.who == "Ben Okoro"
    correct(hands, "Ben Okoro", "650")
    assert not fields.declared.isVisible(), "its note is kept with it"
    hands.enter()
    assert amount_of(hands, "Ben Okoro") == "650.00"


@pytest.mark.parametrize("amount", ["450", "500"])
def test_what_is_no_other_gift_in_law_passes(
    qtbot: QtBot, tmp_path: Path, settings: QSettings, amount: str
) -> None:
    hands = hands_with(qtbot, tmp_path, settings, "prohibited")
    correct(hands, "Ben Okoro", amount)
    hands.go(hands.page.editor.fields.method)
    hands.type("Check 9")
    hands.enter()
    at = names(hands.page).index("Ben Okoro")
    assert column_of(hands.page, "method")[at] == "Check 9"
    assert amount_of(hands, "Ben Okoro") == f"{amount}.00"
