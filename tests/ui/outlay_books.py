"""A book with bills and transfers behind the page of disbursements, and what tests do with it."""

from pathlib import Path
from shutil import copyfile

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from financedesk.book import Book
from financedesk.ledger.contacts import Contact
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from financedesk.ledger.typed_transfer import TypedTransfer, record_transfer
from financedesk.ui.pages.disbursements import Disbursements
from financedesk.ui.pages.transfer_form import TransferForm
from financedesk.ui.shell import MainWindow
from tests.ledger.meadow import meadow_at, side
from tests.ui.money_books import settled, window_over

CONTROL = Qt.KeyboardModifier.ControlModifier


def write_book(folder: Path) -> Path:
    """Write a book with two bills of the party, one of the county, and a transfer between them."""
    made = folder / "meadow.fdesk"
    with meadow_at(str(made)) as book:
        pay(book, "party", "Heron Press", 150_00, "2026-09-01")
        pay(book, "party", "Long Wire Telephone", 60_00, "2026-09-02", "Card")
        pay(book, "county", "Grange Hall", 75_00, "2026-09-03")
        move(book, "county", "party", 500_00, "2026-09-20")
    return made


def copied(written: Path, folder: Path) -> str:
    """Return a copy of a book for one test."""
    return str(copyfile(written, folder / "meadow.fdesk"))


def window_on_page(qtbot: QtBot, location: str, settings: QSettings, who: str = "") -> MainWindow:
    """Open a book's window on the page of disbursements."""
    made = window_over(qtbot, location, settings, who, page="disbursements")
    made.go("disbursements")
    settled(qtbot, made)
    return made


def pay(book: Book, code: str, payee: str, cents: int, day: str, method: str = "Check 12") -> None:
    of = side(book, code)
    payment = TypedPayment(
        payee=Contact(type="ORG", name=payee, city="Salem", state="OR"), known=None,
        kind="operating_expenditure", amount_cents=cents, day=day, account=of.account,
        purpose="Printing", method=method,
    )  # fmt: skip
    with book.unit_of_work("Record disbursement") as unit:
        record_payment(unit, of.entity, payment)


def move(book: Book, giver: str, taker: str, cents: int, day: str) -> tuple[int, int]:
    transfer = TypedTransfer(
        giver=side(book, giver), taker=side(book, taker), amount_cents=cents, day=day
    )
    with book.unit_of_work("Record transfer") as unit:
        return record_transfer(unit, transfer)


def page_of(window: MainWindow) -> Disbursements:
    assert isinstance(window.page, Disbursements)
    return window.page


def take(qtbot: QtBot, window: MainWindow, name: str) -> None:
    entity = next(one for one in window.desk.entities() if one.name == name)
    window.desk.choose_entity(entity.entity_id)
    settled(qtbot, window)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, held)


def tab_to(field: QWidget) -> None:
    for _ in range(25):
        if focused() is field:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to {field.accessibleName()}")


def said(window: MainWindow) -> str:
    return str(window.toasts.toasts[-1].accessibleName())


def transfer_form(qtbot: QtBot, window: MainWindow, page: Disbursements) -> TransferForm:
    window.commands.run("disbursements.transfer")
    settled(qtbot, window)
    assert page.transfer_form is not None
    return page.transfer_form
