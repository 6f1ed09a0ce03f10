"""Disbursements and transfers in use: the register, a day by keyboard, corrections, locks."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.room import open_book
from financedesk.ui.formatting import money
from financedesk.ui.pages.disbursement_edit import DisbursementCorrection, TransferCorrection
from financedesk.ui.pages.disbursement_form import DisbursementForm
from financedesk.ui.pages.disbursements import Disbursements
from financedesk.ui.pages.subjects import ShowItem, ShowItems
from financedesk.ui.shell import MainWindow
from tests.ledger.meadow import meadow_at, side
from tests.ui.money_books import settled, window_over
from tests.ui.outlay_books import (
    CONTROL,
    copied,
    focused,
    page_of,
    press,
    tab_to,
    take,
    window_on_page,
    write_book,
)
from tests.ui.reading import column_of, words_of


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("books"))


@pytest.fixture
def location(written: Path, tmp_path: Path) -> str:
    return copied(written, tmp_path)


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    return window_on_page(qtbot, location, settings)


@pytest.fixture
def page(window: MainWindow) -> Disbursements:
    return page_of(window)


@pytest.fixture
def party_page(qtbot: QtBot, window: MainWindow, page: Disbursements) -> Disbursements:
    take(qtbot, window, "Meadow Party")
    return page


# --- the register


def test_everything_that_goes_out_and_both_directions_of_transfers(page: Disbursements) -> None:
    assert column_of(page, "name") == [
        "Meadow County", "Meadow Party", "Grange Hall", "Long Wire Telephone", "Heron Press",
    ]  # fmt: skip
    assert column_of(page, "direction") == ["In", "Out", "Out", "Out", "Out"]
    assert column_of(page, "line")[:3] == ["Line 12", "Line 22", "Line 21(b)"]
    assert column_of(page, "purpose")[2:] == ["Printing"] * 3
    assert column_of(page, "method")[2] == "Check 12"
    assert page.total.text() == "5 entries · out 785.00 · in 500.00"


def test_views_and_filters_hold_the_register(
    qtbot: QtBot, window: MainWindow, page: Disbursements
) -> None:
    page.show_view("transfers")
    settled(qtbot, window)
    assert column_of(page, "amount") == ["500.00", "500.00"]
    page.show_view("payments")
    settled(qtbot, window)
    assert page.total.text() == "3 entries · out 285.00"
    window.go("disbursements", ShowItems((("period", "2026-09-01..2026-09-02"),), "heron"))
    settled(qtbot, window)
    assert column_of(page, "name") == ["Heron Press"]
    window.go("disbursements", ShowItems((("status", "memo"),)))
    settled(qtbot, window)
    assert page.empty.accessibleName() == "Nothing fits"


def test_selected_rows_are_summed_by_direction(page: Disbursements) -> None:
    page.table.view.select_rows([0, 2], 0)
    assert "−425.00" in words_of(page.table)


def test_an_empty_book_teaches_the_first_steps(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    with meadow_at(str(tmp_path / "new.fdesk")):
        pass
    window = window_over(qtbot, str(tmp_path / "new.fdesk"), settings)
    window.go("disbursements")
    settled(qtbot, window)
    page = page_of(window)
    assert page.empty.accessibleName() == "Nothing paid yet"
    page.empty.action_wanted.emit()
    settled(qtbot, window)
    assert window.drawer.title == "Record disbursement"
    page.empty.link_wanted.emit()
    settled(qtbot, window)
    assert window.drawer.title == "Record transfer"


def test_a_form_that_is_asked_for_first_comes_once_the_accounts_are_known(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = window_over(qtbot, location, settings)
    window.commands.run("disbursements.record")
    settled(qtbot, window)
    assert window.drawer.title == "Record disbursement"
    form = page_of(window).form
    assert form is not None
    assert form.account is not None


# --- a whole day by keyboard

BILLS = (
    ("Heron Press", "12.50*2", "Printing"), ("Long Wire Telephone", "61.17", "Telephone"),
    ("Cedar Diner", "230", "Catering Costs"), ("Heron Press", "75.01", "Yard Signs"),
    ("Stapleberry", "18.99", "Office Supplies"), ("Blue Bus Lines", "140", "Travel"),
    ("Cedar Diner", "40.10", "Catering Costs"), ("Salem Water", "33.33", "Utilities"),
    ("Post Office", "88", "Postage"), ("Heron Press", "9.90", "Printing"),
)  # fmt: skip
BILL_CENTS = (25_00, 61_17, 230_00, 75_01, 18_99, 140_00, 40_10, 33_33, 88_00, 9_90)


def type_bill(qtbot: QtBot, form: DisbursementForm, bill: tuple[str, str, str], check: int) -> None:
    payee, amount, purpose = bill
    made = form.fields
    assert focused() is made.payee
    QTest.keyClicks(made.payee, payee)
    qtbot.waitUntil(lambda: made.payee.is_open)
    tab_to(made.amount)
    press(Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(focused(), amount)
    tab_to(made.purpose)
    press(Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(focused(), purpose)
    tab_to(made.method)
    QTest.keyClicks(focused(), f"Check {check}")
    press(Qt.Key.Key_Return)


def cash(book: Book, words: str) -> int:
    of = side(book, words)
    with book.read() as connection:
        moved = connection.execute(
            select(func.sum(tables.posting.c.cents)).where(
                tables.posting.c.account_id == of.account.id
            )
        ).scalar()
    return of.account.opening_balance_cents + int(moved or 0)


def test_a_whole_day_by_keyboard_alone(
    qtbot: QtBot, window: MainWindow, party_page: Disbursements
) -> None:
    page, book = party_page, window.desk.book
    before = (cash(book, "party"), cash(book, "county"), cash(book, "party.reserve"))
    window.setFocus()
    press(Qt.Key.Key_N, CONTROL)
    settled(qtbot, window)
    form = page.form
    assert form is not None
    assert form.fields.method.placeholderText() == "Check 13, card, wire"
    for number, bill in enumerate(BILLS, start=1):
        type_bill(qtbot, form, bill, 20 + number)
        settled(qtbot, window)
        assert page.model.rowCount() == 3 + number
        assert form.fields.method.placeholderText() == f"Check {21 + number}, card, wire"
    press(Qt.Key.Key_Escape)
    _two_transfers(qtbot, window, page)
    assert cash(book, "party") == before[0] - sum(BILL_CENTS) - 120_00 + 80_00
    _correct_newest_bill(qtbot, window, page)
    _undo_and_redo(qtbot, window, page)
    spent = sum(BILL_CENTS) - 9_90 + 19_90
    assert cash(book, "party") == before[0] - spent - 120_00 + 80_00
    assert cash(book, "county") == before[1] + 120_00
    assert cash(book, "party.reserve") == before[2] - 80_00
    out = spent + 120_00 + 80_00 + 150_00 + 60_00
    assert page.total.text() == f"16 entries · out {money(out)} · in 580.00"
    assert book.verify() == []


def _two_transfers(qtbot: QtBot, window: MainWindow, page: Disbursements) -> None:
    press(Qt.Key.Key_T, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    settled(qtbot, window)
    form = page.transfer_form
    assert form is not None
    for giver, taker, amount in (
        ("Party · Checking", "County · Checking", "120"),
        ("Party · Reserve", "Party · Checking", "80"),
    ):
        assert focused() is form.giver
        choose_by_key(form.giver, giver)
        tab_to(form.taker)
        choose_by_key(form.taker, taker)
        settled(qtbot, window)
        tab_to(form.amount)
        QTest.keyClicks(focused(), amount)
        settled(qtbot, window)
        press(Qt.Key.Key_Return)
        settled(qtbot, window)
    press(Qt.Key.Key_Escape)


def choose_by_key(choice: QWidget, words: str) -> None:
    """Walk to a choice with the arrow keys, as one does without a mouse."""
    press(Qt.Key.Key_Home)
    for _ in range(20):
        if choice.currentText().endswith(words):  # type: ignore[attr-defined]
            return
        press(Qt.Key.Key_Down)
    raise AssertionError(f"There is no choice {words}")


def _correct_newest_bill(qtbot: QtBot, window: MainWindow, page: Disbursements) -> None:
    place = column_of(page, "amount").index("9.90")
    page.table.view.setFocus()
    page.table.view.select_rows([place], place)
    press(Qt.Key.Key_F2)
    settled(qtbot, window)
    form = window.drawer.findChild(DisbursementCorrection)
    assert form is not None
    assert focused() is form.amount
    press(Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(focused(), "19.90")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert "19.90" in column_of(page, "amount")


def _undo_and_redo(qtbot: QtBot, window: MainWindow, page: Disbursements) -> None:
    for _ in range(3):  # the correction, and both transfers
        window.commands.run("edit.undo")
        settled(qtbot, window)
    assert page.model.rowCount() == 13
    assert "9.90" in column_of(page, "amount")
    for _ in range(3):
        window.commands.run("edit.redo")
        settled(qtbot, window)
    assert "19.90" in column_of(page, "amount")


# --- correcting and deleting


def test_a_transfer_is_corrected_on_both_sides(
    qtbot: QtBot, window: MainWindow, page: Disbursements
) -> None:
    page.table.view.setFocus()
    page.table.view.selectRow(0)
    press(Qt.Key.Key_F2)
    settled(qtbot, window)
    form = window.drawer.findChild(TransferCorrection)
    form.amount.setText("510")
    form.purpose.setText("Share of September")
    QTest.keyClick(form.purpose, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert column_of(page, "amount")[:2] == ["510.00", "510.00"]
    assert column_of(page, "purpose")[:2] == ["Share of September"] * 2


def test_deleting_one_side_deletes_both_and_undo_brings_both(
    qtbot: QtBot, window: MainWindow, page: Disbursements
) -> None:
    page.table.view.setFocus()
    page.table.view.select_rows([0], 0)
    press(Qt.Key.Key_Delete)
    settled(qtbot, window)
    assert column_of(page, "name") == ["Grange Hall", "Long Wire Telephone", "Heron Press"]
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert page.model.rowCount() == 5


def test_a_filed_row_says_why_and_keeps_its_amount(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    with open_book(location) as book, book.unit_of_work("File") as unit:
        item = tables.item
        paid = unit.connection.execute(
            select(item).where(item.c.amount_cents == 150_00)
        ).mappings().one()  # fmt: skip
        filing = unit.insert(
            tables.filing,
            {
                "entity_id": paid["entity_id"], "form": "F3X", "report_code": "Q3",
                "from_date": "2026-07-01", "to_date": "2026-09-30", "state": "filed", "version": 0,
                "recorded_at": "2026-10-15",
            },
        )  # fmt: skip
        unit.insert(
            tables.filing_item,
            {
                "entity_id": paid["entity_id"], "filing_id": filing, "item_id": paid["id"],
                "line": "SB21B", "itemised": 1, "amount_cents": 150_00,
            },
        )  # fmt: skip
    window = window_over(qtbot, location, settings)
    window.go("disbursements", ShowItem(paid["id"]))
    settled(qtbot, window)
    page = page_of(window)
    assert "Q3 report through 2026-09-30" in words_of(window.drawer)
    assert column_of(page, "lock")[-1] == "Locked"
    page.table.view.select_rows([4], 4)
    page.edit_current()
    settled(qtbot, window)
    form = window.drawer.findChild(DisbursementCorrection)
    assert not form.amount.isEnabled()
    form.method.setText("Check 99")
    form.save()
    settled(qtbot, window)
    assert column_of(page, "method")[-1] == "Check 99"
    window.close()
    window.desk.close()


def test_a_read_only_book_offers_nothing_to_write(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    with open_book(location):
        window = window_over(qtbot, location, settings)
        window.go("disbursements")
        settled(qtbot, window)
        page = page_of(window)
        assert not page.delete_button.isEnabled()
        assert not page.transfer_button.isEnabled()
        page.table.view.selectRow(0)
        page.edit_current()
        page.delete_selected()
        settled(qtbot, window)
        assert page.model.rowCount() == 5
        window.close()
        window.desk.close()
