"""The forms of disbursements and transfers: what they say, ask, refuse; both sides, walls."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.disbursement_detail import OutlayDetail
from financedesk.ui.pages.disbursement_form import DisbursementForm
from financedesk.ui.pages.disbursements import Disbursements
from financedesk.ui.pages.transfer_form import TransferForm
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import let_in, settled, window_over
from tests.ui.outlay_books import (
    copied,
    focused,
    page_of,
    press,
    said,
    take,
    transfer_form,
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
    assert "Meadow Party · Checking" in words_of(window.drawer)
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
