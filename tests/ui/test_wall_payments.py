"""The wall in the form of a disbursement, by keyboard: allowed, limited, on a condition, never."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from financedesk.ledger.overrides import keep_override
from financedesk.ledger.room import open_book
from financedesk.ledger.wall_notes import notes_of
from financedesk.rules.limits import Override
from financedesk.ui.book_desk import book_desk
from financedesk.ui.pages.disbursement_edit import DisbursementCorrection
from financedesk.ui.pages.disbursement_form import DisbursementForm
from financedesk.ui.pages.disbursements import Disbursements
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import settled
from tests.ui.outlay_books import (
    CONTROL,
    copied,
    focused,
    page_of,
    press,
    said,
    tab_to,
    take,
    window_on_page,
    write_book,
)
from tests.ui.reading import column_of, words_of


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("books"))


def window_with(
    qtbot: QtBot, written: Path, folder: Path, settings: QSettings, verdict: str = ""
) -> MainWindow:
    """Open the PAC's books, with counsel's verdict on what it gives to candidates."""
    location = copied(written, folder)
    if verdict:
        word = Override(
            rule="federal_pac > candidate", verdict=verdict, reason="A letter of its treasurer",
            who="R. Stone", decided_on=date(2026, 7, 1),
        )  # fmt: skip
        with open_book(location) as book, book.unit_of_work("Keep counsel's word") as unit:
            keep_override(unit, word)
    window = window_on_page(qtbot, location, settings)
    take(qtbot, window, "Meadow Strangers")
    return window


def type_contribution(qtbot: QtBot, window: MainWindow, amount: str) -> DisbursementForm:
    """Ctrl+N and the keys of a contribution to a candidate's committee; Tab from field to field."""
    press(Qt.Key.Key_N, CONTROL)
    settled(qtbot, window)
    form = page_of(window).form
    assert form is not None
    QTest.keyClicks(focused(), "Friends of Else")
    tab_to(form.fields.kind)
    for _ in range(form.fields.kind.count()):
        if form.fields.kind.currentData() != "contribution_to_candidate":
            press(Qt.Key.Key_Down)
    tab_to(form.fields.amount)
    QTest.keyClicks(focused(), amount)
    tab_to(form.fields.election)
    QTest.keyClicks(focused(), "G2026")
    settled(qtbot, window)
    return form


def rows(window: MainWindow) -> int:
    return int(page_of(window).model.rowCount())


def test_what_a_limit_leaves_stands_under_the_amount_and_above_it_nothing_is_saved(
    qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings
) -> None:
    window = window_with(qtbot, written, tmp_path, settings)
    form = type_contribution(qtbot, window, "3000")
    assert form.wall.chip.text == "Limited"
    assert form.wall.words.startswith("Leaves $500.00 of $3,500.00 for the general 2026 (52 U.S.C.")
    assert form.fields.declaration.words_row.isHidden()
    form.fields.amount.setFocus()
    form.fields.amount.selectAll()
    QTest.keyClicks(focused(), "4000")
    settled(qtbot, window)
    assert form.wall.chip.text == "Above the limit"
    assert form.fields.amount_row.message == "$500.00 above the limit: lower the amount."
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert focused() is form.fields.amount
    assert rows(window) == 0


def test_a_condition_is_declared_recorded_kept_and_undone(
    qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings
) -> None:
    window = window_with(qtbot, written, tmp_path, settings, "conditional")
    form = type_contribution(qtbot, window, "1000")
    declared = form.fields.declaration
    assert form.wall.chip.text == "Condition"
    assert "The giver must declare it in writing: A letter of its treasurer" in form.wall.words
    assert "Counsel’s word, conditional: R. Stone" in form.wall.words
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert focused() is declared.words
    assert rows(window) == 0
    QTest.keyClicks(focused(), "Letter of July 5")
    press(Qt.Key.Key_Tab)
    assert focused() is declared.who
    QTest.keyClicks(focused(), "J. Doe")
    settled(qtbot, window)
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert rows(window) == 1
    assert declared.words.text() == "", "the next one begins without"
    item_id = page_of(window).model.row_id(0)
    with window.desk.book.read() as connection:
        kept = notes_of(connection, [item_id])[item_id]
    assert (kept.note.words, kept.note.who) == ("Letter of July 5", "J. Doe")
    page_of(window).open_entry(item_id)
    settled(qtbot, window)
    told = words_of(window.drawer)
    assert "The giver must declare it in writing | Letter of July 5" in told
    window.close_drawer()
    page_of(window).table.view.setFocus()
    press(Qt.Key.Key_Z, CONTROL)
    settled(qtbot, window)
    assert rows(window) == 0
    with window.desk.book.read() as connection:
        assert notes_of(connection, [item_id]) == {}


def test_what_may_never_pass_says_why_at_once(
    qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings
) -> None:
    window = window_with(qtbot, written, tmp_path, settings, "prohibited")
    form = type_contribution(qtbot, window, "100")
    assert form.wall.chip.text == "Prohibited"
    assert "R. Stone" in form.wall.words
    assert form.fields.kind_row.message.startswith("Not allowed.")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert rows(window) == 0


def test_a_bill_is_no_matter_of_the_wall(
    qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings
) -> None:
    window = window_with(qtbot, written, tmp_path, settings, "prohibited")
    press(Qt.Key.Key_N, CONTROL)
    settled(qtbot, window)
    form = page_of(window).form
    assert form is not None
    QTest.keyClicks(focused(), "Heron Press")
    tab_to(form.fields.amount)
    QTest.keyClicks(focused(), "80")
    settled(qtbot, window)
    assert form.wall.isHidden()
    assert form.ahead.isVisible()


# --- correcting


def correction(qtbot: QtBot, window: MainWindow, page: Disbursements) -> DisbursementCorrection:
    page.table.view.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_F2)
    settled(qtbot, window)
    form = window.findChildren(DisbursementCorrection)[-1]
    assert focused() is form.amount
    return form


def retype(qtbot: QtBot, window: MainWindow, form: DisbursementCorrection, amount: str) -> None:
    form.amount.setFocus()
    form.amount.selectAll()
    QTest.keyClicks(focused(), amount)
    settled(qtbot, window)


def test_a_correction_says_what_is_left_and_is_refused_above_the_limit(
    qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings
) -> None:
    window = window_with(qtbot, written, tmp_path, settings)
    type_contribution(qtbot, window, "1000")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    page = page_of(window)
    form = correction(qtbot, window, page)
    assert form.wall.isHidden(), "what stands has passed"
    retype(qtbot, window, form, "3000")
    assert form.wall.words.startswith("Leaves $500.00 of $3,500.00")
    retype(qtbot, window, form, "3600")
    assert form.amount_row.message.startswith("$100.00 above the limit")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert column_of(page, "amount") == ["1,000.00"]
    retype(qtbot, window, form, "3500")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert "Saved the entry" in said(window)
    assert column_of(page, "amount") == ["3,500.00"]
    press(Qt.Key.Key_Z, CONTROL)
    settled(qtbot, window)
    assert column_of(page, "amount") == ["1,000.00"]


def test_a_correction_under_a_condition_asks_for_its_declaration(
    qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings
) -> None:
    window = window_with(qtbot, written, tmp_path, settings)
    type_contribution(qtbot, window, "1000")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    book = window.desk.book
    word = Override(
        rule="federal_pac > candidate", verdict="conditional", reason="A letter", who="R. Stone",
        decided_on=date(2026, 7, 1),
    )  # fmt: skip
    with book.unit_of_work("Keep counsel's word") as unit:
        keep_override(unit, word)
    page = page_of(window)
    form = correction(qtbot, window, page)
    retype(qtbot, window, form, "1200")
    assert form.declaration.is_asked
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert focused() is form.declaration.words
    QTest.keyClicks(focused(), "Letter of July 9")
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(focused(), "J. Doe")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert column_of(page, "amount") == ["1,200.00"]
    again = correction(qtbot, window, page)
    retype(qtbot, window, again, "1300")
    assert not again.declaration.is_asked, "its note is kept with it"
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert column_of(page, "amount") == ["1,300.00"]


def test_a_book_that_closes_while_a_payee_is_typed_is_not_asked_any_more(
    qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings
) -> None:
    window = window_with(qtbot, written, tmp_path, settings, "conditional")
    form = type_contribution(qtbot, window, "1000")
    form.fields.payee.setFocus()
    QTest.keyClicks(form.fields.payee, "mill")
    book_desk(window).close()
    qtbot.wait(400)  # longer than the pause after which the letters are looked for
    assert not book_desk(window).is_open
