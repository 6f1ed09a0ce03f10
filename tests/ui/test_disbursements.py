"""Disbursements and transfers in use: a day's entry by keyboard, both sides, walls, corrections."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.room import open_book
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from financedesk.ledger.typed_transfer import TypedTransfer, record_transfer
from financedesk.ui.formatting import money
from financedesk.ui.pages.disbursement_detail import OutlayDetail
from financedesk.ui.pages.disbursement_edit import DisbursementCorrection, TransferCorrection
from financedesk.ui.pages.disbursement_form import DisbursementForm
from financedesk.ui.pages.disbursements import Disbursements
from financedesk.ui.pages.subjects import ShowItem, ShowItems
from financedesk.ui.pages.transfer_form import TransferForm
from financedesk.ui.shell import MainWindow
from tests.ledger.meadow import meadow_at, side
from tests.ui.money_books import let_in, settled, window_over

CONTROL = Qt.KeyboardModifier.ControlModifier


def pay(book: Book, code: str, payee: str, cents: int, day: str) -> None:
    of = side(book, code)
    payment = TypedPayment(
        payee=Contact(type="ORG", name=payee, city="Salem", state="OR"), known=None,
        kind="operating_expenditure", amount_cents=cents, day=day, account=of.account,
        purpose="Printing", method="Check 12",
    )  # fmt: skip
    with book.unit_of_work("Record disbursement") as unit:
        record_payment(unit, of.entity, payment)


def move(book: Book, giver: str, taker: str, cents: int, day: str) -> tuple[int, int]:
    transfer = TypedTransfer(
        giver=side(book, giver), taker=side(book, taker), amount_cents=cents, day=day
    )
    with book.unit_of_work("Record transfer") as unit:
        return record_transfer(unit, transfer)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with two bills of the party, one of the county, and a transfer between them."""
    made = tmp_path_factory.mktemp("books") / "meadow.fdesk"
    with meadow_at(str(made)) as book:
        pay(book, "party", "Heron Press", 150_00, "2026-09-01")
        pay(book, "party", "Long Wire Telephone", 60_00, "2026-09-02")
        pay(book, "county", "Grange Hall", 75_00, "2026-09-03")
        move(book, "county", "party", 500_00, "2026-09-20")
    return made


@pytest.fixture
def location(written: Path, tmp_path: Path) -> str:
    """A copy of that book for one test."""
    return str(copyfile(written, tmp_path / "meadow.fdesk"))


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    made = window_over(qtbot, location, settings)
    made.go("disbursements")
    settled(qtbot, made)
    return made


@pytest.fixture
def page(window: MainWindow) -> Disbursements:
    return page_of(window)


def page_of(window: MainWindow) -> Disbursements:
    assert isinstance(window.page, Disbursements)
    return window.page


@pytest.fixture
def party_page(qtbot: QtBot, window: MainWindow, page: Disbursements) -> Disbursements:
    take(qtbot, window, "Meadow Party")
    return page


def take(qtbot: QtBot, window: MainWindow, name: str) -> None:
    entity = next(one for one in window.desk.entities() if one.name == name)
    window.desk.choose_entity(entity.entity_id)
    settled(qtbot, window)


def column_of(page: Disbursements, key: str) -> list[str]:
    place = [column.key for column in page.model.columns].index(key)
    model = page.model
    return [model.data(model.index(at, place)) for at in range(model.rowCount())]


def words_of(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.text())


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


def type_bill(qtbot: QtBot, form: DisbursementForm, bill: tuple[str, str, str]) -> None:
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
    QTest.keyClicks(focused(), "Check 1")
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
    for number, bill in enumerate(BILLS, start=1):
        type_bill(qtbot, form, bill)
        settled(qtbot, window)
        assert page.model.rowCount() == 3 + number
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


# --- the form of a disbursement


@pytest.fixture
def form(qtbot: QtBot, window: MainWindow, party_page: Disbursements) -> DisbursementForm:
    window.commands.run("disbursements.record")
    settled(qtbot, window)
    assert party_page.form is not None
    return party_page.form


def fill(form: DisbursementForm, payee: str, amount: str, purpose: str) -> None:
    form.fields.payee.setText(payee)
    form.fields.amount.setText(amount)
    form.fields.purpose.setText(purpose)


def test_a_known_payee_brings_the_last_purpose_and_amount(
    qtbot: QtBot, window: MainWindow, form: DisbursementForm
) -> None:
    QTest.keyClicks(form.fields.payee, "heron")
    qtbot.waitUntil(lambda: len(form.fields.payee.proposals()) == 2)
    assert form.fields.payee.proposals()[0].words.startswith("Heron Press · Salem, OR · $150.00 on")
    press(Qt.Key.Key_Tab)
    assert form.fields.purpose.text() == "Printing"
    assert form.fields.amount.cents == 150_00
    assert form.fields.words["city"].text() == "Salem"
    settled(qtbot, window)
    assert "Line 21(b) of the October Quarterly" not in form.ahead.text()
    form.fields.date.set_day(date(2026, 9, 30))
    settled(qtbot, window)
    assert form.ahead.text().startswith("Line 21(b) of the October Quarterly Report, due Oct 15.")
    assert "Makes $300.00 to this payee this year, above $200" in form.ahead.text()
    assert form.left.text() == "Leaves $10,140.00 on Checking."


def test_an_overdraft_is_said_before_it_happens(
    qtbot: QtBot, window: MainWindow, form: DisbursementForm
) -> None:
    fill(form, "Heron Press", "20000", "Printing")
    settled(qtbot, window)
    assert form.left.text().startswith("Overdraws Checking: −$9,710.00")
    assert form.left.property("tone") == "bad"


def test_a_vague_purpose_is_warned_of_and_may_be_saved(
    qtbot: QtBot, window: MainWindow, form: DisbursementForm, party_page: Disbursements
) -> None:
    fill(form, "Fern Advisers", "80", "Consulting")
    assert "too vague" in form.fields.purpose_row.message
    assert "104.3(b)(3)" in form.fields.purpose_row.message
    form.fields.purpose.setText("Consulting – Media")
    assert form.fields.purpose_row.message == ""
    form.fields.purpose.setText("Office Supplies")
    form.fields.payee_type.setCurrentIndex(form.fields.payee_type.findData("IND"))
    assert "A person was paid" in form.fields.purpose_row.message
    form.save()
    settled(qtbot, window)
    assert column_of(party_page, "purpose")[0] == "Office Supplies"
    assert "Recorded $80.00 to Fern Advisers" in said(window)


def test_purposes_are_proposed_and_typed_words_come_first(
    qtbot: QtBot, form: DisbursementForm
) -> None:
    form.fields.purpose.setFocus()
    QTest.keyClicks(form.fields.purpose, "prin")
    qtbot.waitUntil(lambda: form.fields.purpose.is_open)
    words = [one.words for one in form.fields.purpose.proposals()]
    assert words[:2] == ["prin", "Printing"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert form.fields.purpose.text() == "Printing"


def test_what_is_missing_is_said_at_its_field_and_nothing_is_stored(
    qtbot: QtBot, window: MainWindow, form: DisbursementForm, party_page: Disbursements
) -> None:
    fill(form, "", "twelve", "")
    form.fields.date.setText("13/45")
    form.save()
    settled(qtbot, window)
    assert form.fields.payee_row.message == "Say who was paid."
    assert "twelve" in form.fields.amount_row.message
    assert form.fields.purpose_row.message == "Say what it was for."
    assert focused() is form.fields.payee
    assert party_page.model.rowCount() == 3


def choose_kind(form: DisbursementForm, code: str) -> None:
    form.fields.kind.setCurrentIndex(form.fields.kind.findData(code))


def test_fields_follow_the_kind_and_the_account(form: DisbursementForm) -> None:
    made = form.fields
    assert not made.candidate.isVisible()
    choose_kind(form, "contribution_to_candidate")
    assert made.candidate.isVisible()
    assert made.election.isVisible()
    assert made.category.currentData() == "011"
    assert made.payee_type.currentData() == "CCM"
    made.account.setCurrentIndex(made.account.findText("State"))
    assert form.kind is not None
    assert form.kind.kind == "nonfederal_disbursement"
    assert not made.candidate.isVisible()


def test_a_contribution_to_a_candidate_is_recorded_with_its_election(
    qtbot: QtBot, window: MainWindow, form: DisbursementForm, party_page: Disbursements
) -> None:
    choose_kind(form, "contribution_to_candidate")
    fill(form, "Ruiz for Congress", "250", "Contribution")
    form.save()
    assert "Say for which election" in form.fields.election_row.message
    form.fields.election.setText("g2026")
    form.fields.candidate.setText("Ana Ruiz")
    form.fields.committee.setText("c00999777")
    form.save()
    settled(qtbot, window)
    assert column_of(party_page, "line")[0] == "Line 23"
    assert column_of(party_page, "category")[0] == "011 Political contributions"


def test_a_super_pac_is_told_at_once_that_it_may_not(
    qtbot: QtBot, window: MainWindow, page: Disbursements
) -> None:
    take(qtbot, window, "Meadow Loud")
    window.commands.run("disbursements.record")
    settled(qtbot, window)
    form = page.form
    assert form is not None
    choose_kind(form, "contribution_to_candidate")
    fill(form, "Ruiz for Congress", "250", "Contribution")
    form.fields.election.setText("G2026")
    assert "30116(a)(7)(B)" in form.fields.kind_row.message
    form.save()
    settled(qtbot, window)
    assert page.model.rowCount() == 0


def test_tab_goes_through_both_forms_in_reading_order(
    qtbot: QtBot, window: MainWindow, form: DisbursementForm, party_page: Disbursements
) -> None:
    made = form.fields
    assert walk(made.payee, 7) == [
        made.payee, made.payee_type, made.kind, made.amount, made.date, made.purpose, made.account,
    ]  # fmt: skip
    transfer = transfer_form(qtbot, window, party_page)
    assert walk(transfer.giver, 6) == [
        transfer.giver, transfer.taker, transfer.amount, transfer.date, transfer.purpose,
        transfer.method,
    ]  # fmt: skip


def walk(first: QWidget, steps: int) -> list[QWidget]:
    order = [first]
    while len(order) < steps:
        here = order[-1].nextInFocusChain()
        while not (here.focusPolicy() & Qt.FocusPolicy.TabFocus) or not here.isVisible():
            here = here.nextInFocusChain()
        order.append(here)
    return order


def test_everything_that_can_be_reached_has_a_name(
    qtbot: QtBot, window: MainWindow, form: DisbursementForm, party_page: Disbursements
) -> None:
    assert unnamed(window) == []
    transfer_form(qtbot, window, party_page)
    assert unnamed(window) == []


def unnamed(window: MainWindow) -> list[str]:
    return [
        type(widget).__name__
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QPushButton) and widget.text())
        and not widget.objectName().startswith("qt_")
    ]


# --- transfers


def transfer_form(qtbot: QtBot, window: MainWindow, page: Disbursements) -> TransferForm:
    window.commands.run("disbursements.transfer")
    settled(qtbot, window)
    assert page.transfer_form is not None
    return page.transfer_form


def choose(form: TransferForm, giver: str, taker: str) -> None:
    for choice, words in ((form.giver, giver), (form.taker, taker)):
        places = [at for at in range(choice.count()) if choice.itemText(at).endswith(words)]
        choice.setCurrentIndex(places[0])


def test_both_sides_are_foretold_and_recorded(
    qtbot: QtBot, window: MainWindow, party_page: Disbursements
) -> None:
    form = transfer_form(qtbot, window, party_page)
    choose(form, "Party · Checking", "County · Checking")
    form.amount.setText("250")
    settled(qtbot, window)
    assert "Meadow Party: Line 22 of the" in form.ahead.text()
    assert "Meadow County: Line 12 of the" in form.ahead.text()
    assert form.left.text() == "Leaves $10,040.00 on Checking of Meadow Party."
    assert "30116(a)(4)" in form.taker_row.message
    form.save()
    settled(qtbot, window)
    assert said(window).startswith("Transferred $250.00 to Meadow County")
    assert window.desk.undo_status().undo == "Record transfer"
    assert form.amount.text() == ""
    take(qtbot, window, "Meadow County")
    assert column_of(party_page, "direction")[0] == "In"


def test_what_the_law_forbids_is_said_and_not_saved(
    qtbot: QtBot, window: MainWindow, party_page: Disbursements
) -> None:
    form = transfer_form(qtbot, window, party_page)
    choose(form, "Institute · Checking", "Party · Checking")
    form.amount.setText("250")
    settled(qtbot, window)
    assert form.taker_row.message.startswith("Not allowed. A 501(c)(3)")
    assert form.ahead.text() == ""
    form.save()
    settled(qtbot, window)
    assert party_page.model.rowCount() == 3
    choose(form, "Party · Checking", "Party · Checking")
    assert form.taker_row.message == "Choose two different accounts."


def test_each_schedule_asks_for_what_it_needs(
    qtbot: QtBot, window: MainWindow, party_page: Disbursements
) -> None:
    form = transfer_form(qtbot, window, party_page)
    shown: Callable[[], list[bool]] = lambda: [  # noqa: E731
        part.isVisible() for part in (form.election, form.event_type, form.activity)
    ]
    for giver, taker, asked in (
        ("Party · State", "Party · Checking", [False, True, False]),
        ("Party · Levin", "Party · Checking", [False, False, True]),
        ("Party · Checking", "Campaign · Checking", [True, False, False]),
        ("Party · Checking", "Party · Reserve", [False, False, False]),
    ):
        choose(form, giver, taker)
        settled(qtbot, window)
        assert shown() == asked


def test_the_drawer_leads_to_the_other_side(
    qtbot: QtBot, window: MainWindow, page: Disbursements
) -> None:
    page.open_entry(page.model.row_id(1))
    settled(qtbot, window)
    assert window.drawer.title == "Meadow Party"
    other = next(
        one for one in window.drawer.findChildren(QPushButton)
        if one.accessibleName().startswith("Show the other side")
    )  # fmt: skip
    assert other.text() == "Meadow Party · Checking"
    other.click()
    settled(qtbot, window)
    assert window.drawer.title == "Meadow County"


def test_the_other_side_behind_a_wall_is_neither_shown_nor_changed(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    let_in(location, "june", {"county": "write"})
    window = window_over(qtbot, location, settings, who="june")
    window.go("disbursements")
    settled(qtbot, window)
    page = page_of(window)
    assert column_of(page, "name") == ["Meadow Party", "Grange Hall"]
    page.open_entry(page.model.row_id(0))
    settled(qtbot, window)
    detail = window.drawer.findChild(OutlayDetail)
    assert "books that you may not see" in words_of(detail)
    assert "Checking of" not in words_of(detail)
    page.table.view.selectRow(0)
    page.delete_button.click()
    settled(qtbot, window)
    assert "books that you may not write" in said(window)
    assert page.model.rowCount() == 2
    form = transfer_form(qtbot, window, page)
    assert [form.taker.itemText(at) for at in range(form.taker.count())] == ["Checking"]


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
