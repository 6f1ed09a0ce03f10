"""Bills and checks by the keyboard alone: enter, approve, pay, print, void; lines of payments."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.bills import Bill, bills
from financedesk.ledger.checks_drawn import Check, checks
from financedesk.ledger.entities import accounts
from financedesk.ledger.payroll import last_payroll
from financedesk.ledger.room import open_book
from financedesk.ledger.ultimate_payees import Behind, behind
from financedesk.ui.pages.bills_checks import ChecksView
from financedesk.ui.pages.bills_forms import ApproveForm, BillForm, PayForm
from financedesk.ui.pages.bills_view import BillsView
from financedesk.ui.pages.disbursement_lines import PayeesForm, PayrollForm
from financedesk.ui.pages.disbursement_subjects import NamePayees, ShowChecks
from financedesk.ui.pages.disbursements import Disbursements
from financedesk.ui.pages.subjects import ShowItems
from financedesk.ui.shell import MainWindow
from tests.ledger.meadow import side
from tests.ui.money_books import settled
from tests.ui.outlay_books import (
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

ENTER = Qt.Key.Key_Return


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("books"))


class Hands:
    """A treasurer at the page of disbursements of Meadow's party."""

    def __init__(self, qtbot: QtBot, location: str, settings: QSettings) -> None:
        self.qtbot, self.location = qtbot, location
        self.window: MainWindow = window_on_page(qtbot, location, settings)
        take(qtbot, self.window, "Meadow Party")
        self.page: Disbursements = page_of(self.window)

    def settle(self) -> None:
        settled(self.qtbot, self.window)

    def press(self, key: Qt.Key) -> None:
        press(key)
        self.settle()

    def type(self, words: str) -> None:
        widget = focused()
        if isinstance(widget, QLineEdit):
            widget.selectAll()
        QTest.keyClicks(widget, words)

    def bills_view(self) -> BillsView:
        view = self.page.other_view
        assert isinstance(view, BillsView)
        return view

    def checks_view(self) -> ChecksView:
        self.window.go("disbursements", ShowChecks())
        self.settle()
        view = self.page.other_view
        assert isinstance(view, ChecksView)
        view.table.view.setFocus()
        return view

    @property
    def book(self) -> Book:
        return open_book(self.location, write=False)

    def bills(self) -> list[Bill]:
        with self.book as book, book.read() as connection:
            return bills(connection, [side(book, "party").entity.id])

    def checks(self) -> list[Check]:
        with self.book as book, book.read() as connection:
            return checks(connection, [side(book, "party").entity.id])

    def behind(self, item_id: int) -> Behind:
        with self.book as book, book.read() as connection:
            return behind(connection, item_id)

    def enter_bill(self, payee: str, number: str, cents: str) -> BillForm:
        self.window.commands.run("disbursements.bill")
        self.settle()
        form = self.bills_view().acts.form
        assert isinstance(form, BillForm)
        self.type(payee)
        self.settle()
        for field, words in ((form.number, number), (form.amount, cents)):
            tab_to(field)
            self.type(words)
        if not form.purpose.text():
            tab_to(form.purpose)
            self.type("Printing")
        self.press(ENTER)
        return form

    def approve(self, who: str) -> None:
        self.bills_view().table.view.setFocus()
        self.press(Qt.Key.Key_A)
        assert isinstance(self.bills_view().acts.form, ApproveForm)
        self.type(who)
        self.press(ENTER)


@pytest.fixture
def hands(qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings) -> Hands:
    return Hands(qtbot, copied(written, tmp_path), settings)


def test_a_bill_is_entered_approved_by_two_and_paid_by_check(hands: Hands) -> None:
    empty = hands.enter_bill("", "", "")
    assert empty.payee_row.message == "Say whose bill it is."
    assert empty.amount_row.message != ""
    assert hands.bills() == []
    hands.press(Qt.Key.Key_Escape)
    hands.enter_bill("Otter Print", "17", "2000")
    (made,) = hands.bills()
    assert (made.payee, made.number, made.cents, made.purpose) == (
        "Otter Print", "17", 2_000_00, "Printing",
    )  # fmt: skip
    view = hands.bills_view()
    view.table.view.setFocus()
    view.table.view.setCurrentIndex(view.model.index(0, 0))
    hands.approve("Ann Lee")
    view.table.view.setFocus()
    hands.press(Qt.Key.Key_P)
    assert "one more person must" in said(hands.window)
    hands.approve("ann lee")
    assert isinstance(view.acts.form, ApproveForm)
    assert "another person must be the second" in view.acts.form.problem.text
    hands.type("Bo Day")
    hands.press(ENTER)
    view.table.view.setFocus()
    hands.press(ENTER)
    form = view.acts.form
    assert isinstance(form, PayForm)
    assert form.number.text() == "13"
    hands.press(ENTER)
    assert [(one.number, one.payee, one.bill) for one in hands.checks()] == [
        (13, "Otter Print", "17"), (12, "Heron Press", ""),
    ]  # fmt: skip
    assert hands.bills()[0].state == "paid"
    hands.window.commands.run("edit.undo")
    hands.settle()
    assert hands.bills()[0].state == "approved"
    assert view.model.rows[0].state == "approved"


def test_among_all_entities_a_bill_says_whose_it_is(hands: Hands) -> None:
    take(hands.qtbot, hands.window, "All entities")
    hands.window.commands.run("disbursements.bill")
    hands.settle()
    form = hands.bills_view().acts.form
    assert isinstance(form, BillForm)
    other = next(at for at in range(form.entity.count()) if at != form.entity.currentIndex())
    wanted = form.entity.itemData(other)
    form.entity.setCurrentIndex(other)
    hands.settle()
    again = hands.bills_view().acts.form
    assert isinstance(again, BillForm)
    assert again is not form
    assert again.entity.currentData() == wanted
    with hands.book as book, book.read() as connection:
        own = {one.id for one in accounts(connection, wanted)}
    offered = {again.account.itemData(at) for at in range(again.account.count())}
    assert offered
    assert offered <= own


def test_a_bill_of_an_allocation_account_says_what_cannot_be_billed(
    qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings
) -> None:
    location = copied(written, tmp_path)
    with open_book(location) as book, book.unit_of_work("Correct account") as unit:
        unit.update(tables.account, side(book, "party").account.id, {"kind": "allocation"})
    hands = Hands(qtbot, location, settings)
    hands.window.commands.run("disbursements.bill")
    hands.settle()
    form = hands.bills_view().acts.form
    assert isinstance(form, BillForm)
    assert form.account_row.message.endswith(
        "(Schedules H4, H6) cannot be billed: enter it in the open form."
    )
    form.account.setCurrentIndex(1)
    assert form.account_row.message == ""


def test_a_bill_that_came_before_is_said_at_its_number_and_refused(hands: Hands) -> None:
    hands.enter_bill("Otter Print", "17", "100")
    hands.window.commands.run("disbursements.bill")
    hands.settle()
    form = hands.bills_view().acts.form
    assert isinstance(form, BillForm)
    hands.type("otter")
    hands.qtbot.waitUntil(lambda: form.payee.is_open)
    hands.press(ENTER)
    tab_to(form.number)
    hands.type("17")
    hands.settle()
    assert form.number_row.message.startswith("Looks like the bill 17 of Otter Print")
    tab_to(form.amount)
    hands.type("100")
    tab_to(form.purpose)
    hands.type("Printing")
    hands.press(ENTER)
    assert "is here already" in form.problem.text
    assert len(hands.bills()) == 1


def test_a_bill_is_corrected_approved_anew_and_withdrawn(hands: Hands) -> None:
    hands.enter_bill("Otter Print", "17", "1100")
    view = hands.bills_view()
    view.table.view.setCurrentIndex(view.model.index(0, 0))
    hands.approve("Ann Lee")
    hands.approve("Bo Day")
    assert hands.bills()[0].state == "approved"
    view.table.view.setFocus()
    hands.press(Qt.Key.Key_F2)
    form = view.acts.form
    assert isinstance(form, BillForm)
    assert (form.payee.text(), form.number.text(), form.number_row.message) == (
        "Otter Print", "17", "",
    )  # fmt: skip
    hands.type("1200")
    hands.press(ENTER)
    (found,) = hands.bills()
    assert (found.cents, found.number, found.state) == (1_200_00, "17", "waiting")
    view.table.view.setFocus()
    hands.press(Qt.Key.Key_Delete)
    hands.type("Entered twice")
    hands.press(ENTER)
    (found,) = hands.bills()
    assert (found.state, found.withdrawn_why) == ("withdrawn", "Entered twice")


def test_a_check_is_printed_and_voided(hands: Hands, tmp_path: Path) -> None:
    view = hands.checks_view()
    view.write_checks(view.printable(), tmp_path / "checks.pdf")
    hands.settle()
    assert (tmp_path / "checks.pdf").read_bytes().startswith(b"%PDF")
    assert hands.checks()[0].state == "printed"
    view.table.view.setCurrentIndex(view.model.index(0, 0))
    view.table.view.setFocus()
    hands.press(Qt.Key.Key_V)
    assert view.acts.form is not None
    hands.type("Never cashed")
    hands.press(ENTER)
    assert [(one.state, one.voided_why) for one in hands.checks()] == [("void", "Never cashed")]


def test_the_register_is_saved_for_the_days_of_the_filter(hands: Hands, tmp_path: Path) -> None:
    hands.window.go("disbursements", ShowItems((("period", "2026-09-01..2026-09-01"),)))
    hands.settle()
    hands.page.lines.write_register(tmp_path / "register.csv")
    hands.settle()
    rows = (tmp_path / "register.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "Heron Press" in rows[1]


def test_who_is_behind_a_payment_is_typed_line_by_line(hands: Hands) -> None:
    item = hands.checks()[0].item_id
    assert item is not None
    hands.window.go("disbursements", NamePayees(item))
    hands.settle()
    form = hands.page.lines.form
    assert isinstance(form, PayeesForm)
    for words in ("Juniper Inn", "190", "Lodging"):
        hands.type(words)
        hands.settle()
        press(Qt.Key.Key_Tab)
    hands.press(ENTER)
    assert "more than the $150.00" in form.problem.text
    assert hands.behind(item).payees == ()
    tab_to(form.lines[0].amount)
    hands.type("90")
    assert form.sums.text() == "Named $90.00 of $150.00; $60.00 not named."
    hands.press(ENTER)
    found = hands.behind(item)
    assert [(one.contact.name, one.cents, one.purpose) for one in found.payees] == [
        ("Juniper Inn", 90_00, "Lodging")
    ]
    assert found.route is not None
    assert said(hands.window) == "Named $90.00 of $150.00 to Heron Press"


def test_last_months_payroll_is_the_next_ones_template(hands: Hands) -> None:
    def open_form() -> PayrollForm:
        hands.window.commands.run("disbursements.payroll")
        hands.settle()
        form = hands.page.lines.form
        assert isinstance(form, PayrollForm)
        return form

    form = open_form()
    tab_to(form.lines[0].payee)
    for words in ("Okafor, Ife", "2000"):
        hands.type(words)
        hands.settle()
        press(Qt.Key.Key_Tab)
    assert form.sums.text() == "To people $2,000.00, taxes $0.00, together $2,000.00."
    assert [form.account.itemText(at) for at in range(2)] == ["Checking", "Reserve"]
    form.account.setCurrentIndex(1)
    hands.press(ENTER)
    with hands.page.desk.book.unit_of_work("Say what for") as unit:
        (paid,) = unit.connection.execute(
            select(tables.item.c.id).where(tables.item.c.kind == "payroll")
        ).scalars()
        unit.update(tables.item, paid, {"purpose": "Field staff"})
    again = open_form()
    assert again.account.currentText() == "Reserve"
    assert again.lines[0].payee.text() == "Ife Okafor"
    assert again.lines[0].cents == 2_000_00
    assert [one.purpose for one in again.typed] == ["Field staff"]
    again.lines[1].payee.setFocus()
    hands.type("Bo Day")
    again.save()
    assert again.lines_row.message == "Line 2: enter an amount above zero."
    assert again.lines[1].amount.hasFocus()
    with hands.book as book, book.read() as connection:
        of = side(book, "party")
        reserve = next(one for one in accounts(connection, of.entity.id) if one.code == "reserve")
        (line,) = last_payroll(connection, of.entity.id, reserve.id, "2099-12-31")
    assert (line.payee.last_name, line.kind) == ("Okafor", "payroll")
