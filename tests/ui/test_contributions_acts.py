"""Acts on chosen rows: give back, name a drive, note a deposit; and the views of the register."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.ledger.room import open_book
from financedesk.ui.pages.contribution_acts import DepositedForm, DriveForm, RefundForm
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.subjects import ShowItems
from tests.ui.entering import Hands, column_of, names
from tests.ui.money_books import settled, small_book, window_over


@pytest.fixture
def location(tmp_path: Path) -> str:
    return small_book(tmp_path)


@pytest.fixture
def hands(qtbot: QtBot, location: str, settings: QSettings) -> Hands:
    window = window_over(qtbot, location, settings, page="contributions")
    window.go("contributions")
    settled(qtbot, window)
    return Hands(qtbot, window)


def said(hands: Hands) -> str:
    return str(hands.window.toasts.toasts[-1].accessibleName())


def refund_form(hands: Hands, place: int) -> RefundForm:
    page = hands.page
    page.table.view.select_rows([place], place)
    assert page.acts.refund_button.isEnabled()
    page.acts.refund_button.click()
    hands.settle()
    form = hands.window.drawer.findChild(RefundForm)
    assert isinstance(form, RefundForm)
    return form


def test_a_gift_is_given_back_in_part_and_then_the_rest(hands: Hands, location: str) -> None:
    form = refund_form(hands, 1)
    assert form.amount.text() == "500.00"
    assert hands.focus is form.amount
    hands.type("600")
    hands.enter()
    assert "at most $500.00" in form.amount_row.message
    form.amount.selectAll()
    hands.type("200*2")
    hands.go(form.date)
    hands.type("10/2")
    hands.enter()
    assert "cannot be earlier" in form.date_row.message
    form.date.selectAll()
    hands.type("10/6")
    hands.go(form.method)
    hands.type("Check 2043")
    hands.enter()
    assert said(hands).startswith("Refunded $400.00 to Ben Okoro")
    assert hands.window.desk.undo_status().undo == "Refund contribution"
    assert column_of(hands.page, "status")[1] == "Refunded"
    assert refund_form(hands, 1).amount.text() == "100.00"
    hands.window.go("contributions", ShowItems((("group", "disbursements"),)))
    hands.settle()
    assert column_of(hands.page, "amount") == ["400.00", "40.00"]
    assert column_of(hands.page, "method")[0] == "Check 2043"
    hands.window.close()
    hands.window.desk.close()
    with open_book(location) as book:
        assert list(book.verify()) == []


def test_a_gift_that_went_back_wholly_is_not_given_back_again(hands: Hands) -> None:
    hands.page.table.view.select_rows([2], 2)
    hands.page.acts.ask_refund()
    hands.settle()
    assert said(hands).startswith("Nothing of the gift of Ana Ruiz is left")
    hands.page.table.view.select_rows([0, 1], 1)
    assert not hands.page.acts.refund_button.isEnabled()


def test_a_drive_is_set_for_the_selection_in_one_step(hands: Hands) -> None:
    page = hands.page
    page.table.view.select_rows([0, 1, 2], 0)
    page.acts.drive_button.click()
    form = hands.window.drawer.findChild(DriveForm)
    assert isinstance(form, DriveForm)
    assert (hands.focus.parent() or hands.focus) is form.drive or hands.focus is form.drive
    hands.type("Harvest")
    hands.enter()
    assert column_of(page, "drive")[:3] == ["Harvest"] * 3
    assert hands.window.drawer.title == ""
    hands.window.commands.run("edit.undo")
    hands.settle()
    assert "Harvest" not in column_of(page, "drive")


def test_the_views_hold_the_register_and_a_deposit_clears_the_undeposited(hands: Hands) -> None:
    page = hands.page
    page.views.choose("undeposited")
    hands.settle()
    assert len(names(page)) == 5
    page.table.view.setFocus()
    page.table.view.selectAll()
    page.acts.deposit_button.click()
    form = hands.window.drawer.findChild(DepositedForm)
    assert isinstance(form, DepositedForm)
    hands.go(form.date)
    hands.type("10/5")
    hands.enter()
    assert said(hands).startswith("Deposit of 5 gifts noted")
    assert names(page) == []
    assert hands.window.desk.undo_status().undo == "Note deposit of 5 gifts"
    for view, found in (("incomplete", ["Ben Okoro"]), ("refunded", ["Ana Ruiz"])):
        page.views.choose(view)
        hands.settle()
        assert names(page) == found
    page.views.choose("")
    hands.settle()
    assert len(names(page)) == 5
    assert page.filter.filters == ()


def test_the_views_follow_the_filters_of_other_pages(hands: Hands, page: Contributions) -> None:
    hands.window.go("contributions", ShowItems((("status", "incomplete"),)))
    hands.settle()
    assert page.views.choice == "incomplete"
    hands.window.go("contributions", ShowItems((("status", "itemised"),)))
    hands.settle()
    assert page.views.choice == ""
    assert page.filter.filters == (("status", "itemised"),)
    assert names(page) == ["Ben Okoro", "Ana Ruiz", "Ada Lopez"]


@pytest.fixture
def page(hands: Hands) -> Contributions:
    return hands.page


def test_a_deposit_before_the_gift_is_refused_with_its_reason(hands: Hands) -> None:
    page = hands.page
    page.table.view.select_rows([0, 4], 0)
    page.acts.note_deposit(page.table.selected_ids(), "2026-08-01")
    hands.settle()
    assert "was received on 2026-10-04, after the deposit" in said(hands)
    hands.press(Qt.Key.Key_Escape)
    page.views.choose("undeposited")
    hands.settle()
    assert len(names(page)) == 5
