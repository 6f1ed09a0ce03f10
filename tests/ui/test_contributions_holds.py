"""Gifts on hold in the register and on the dashboard: keys, chips, views, forms."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from financedesk.errors import Walled
from financedesk.ledger.contacts import Contact
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ledger.hold_rows import Hold, holds_of, open_holds
from financedesk.ledger.register import RegisterQuery, register_ids, register_rows
from financedesk.ledger.room import open_book
from financedesk.ledger.typed_gift import TypedGift
from financedesk.ui.open_items import open_items
from financedesk.ui.pages.contribution_acts import RefundForm
from financedesk.ui.pages.contribution_columns import register_columns
from financedesk.ui.pages.contribution_fields import Typed
from financedesk.ui.pages.contribution_hold_forms import HoldForm, SettleForm
from financedesk.ui.pages.dashboard import Dashboard
from financedesk.ui.pages.subjects import ShowItems
from tests.ledger.riverbend import desk_for
from tests.ui.entering import CONTROL, Hands, column_of, names
from tests.ui.money_books import TODAY, settled, small_book, window_over

OKORO = 1
"""The place of the gift of 500.00 of 3 October in the register of the party."""


@pytest.fixture
def location(tmp_path: Path) -> str:
    return small_book(tmp_path)


@pytest.fixture
def hands(qtbot: QtBot, location: str, settings: QSettings) -> Hands:
    window = window_over(qtbot, location, settings)
    window.go("contributions")
    settled(qtbot, window)
    return Hands(qtbot, window)


def said(hands: Hands) -> str:
    return str(hands.window.toasts.toasts[-1].accessibleName())


def hold_form(hands: Hands, place: int = OKORO) -> HoldForm:
    hands.page.table.view.setFocus()
    hands.page.table.view.select_rows([place], place)
    hands.press(Qt.Key.Key_H, CONTROL)
    hands.settle()
    form = hands.window.drawer.findChild(HoldForm)
    assert isinstance(form, HoldForm)
    return form


def settle_form(hands: Hands, place: int = OKORO) -> SettleForm:
    hands.page.table.view.setFocus()
    hands.page.table.view.select_rows([place], place)
    hands.press(Qt.Key.Key_H, CONTROL)
    hands.settle()
    form = hands.window.drawer.findChild(SettleForm)
    assert isinstance(form, SettleForm)
    return form


def put_on_hold(hands: Hands, *, waiting: bool = False) -> None:
    form = hold_form(hands)
    hands.go(form.basis)
    hands.type("A foreign address on the check")
    form.waiting.setChecked(waiting)
    hands.enter()


def kept(hands: Hands) -> tuple[Hold, ...]:
    desk = hands.page.desk
    with desk.book.read() as connection:
        found = register_ids(
            connection, RegisterQuery(entity_ids=tuple(desk.scope), kind_group="all")
        )
        return holds_of(connection, list(found))


def test_the_form_says_the_law_and_what_is_wrong_at_its_field(hands: Hands) -> None:
    form = hold_form(hands)
    assert hands.focus is form.reason
    assert form.amount.text() == "500.00"
    assert "Nov 2" in form.clocks.text()
    assert "103.3(b)(1)" in form.clocks.text()
    form.fields[0].setFocus()
    for field in form.fields[1:]:
        hands.tab()
        assert hands.focus is field
    hands.go(form.amount)
    hands.type("500.01")
    hands.enter()
    assert "at most $500.00" in form.amount_row.message
    assert "Write down why" in form.basis_row.message
    form.waiting.setChecked(True)
    assert "no cash and on no report" in form.effect.text
    assert kept(hands) == ()


def test_a_gift_is_held_shown_with_its_days_and_released_with_evidence(hands: Hands) -> None:
    put_on_hold(hands)
    assert said(hands).startswith("1 gift put on hold")
    assert hands.window.desk.undo_status().undo == "Put 1 gift on hold"
    assert column_of(hands.page, "status")[OKORO] == "On hold · 27 d"
    form = settle_form(hands)
    assert hands.focus is form.outcome
    hands.enter()
    assert "lawful" in form.why_row.message
    hands.go(form.why)
    hands.type("Passport copy on file")
    hands.enter()
    assert said(hands).startswith("Released the gift of Ben Okoro")
    assert column_of(hands.page, "status")[OKORO] == "Itemised"
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.settle()
    assert column_of(hands.page, "status")[OKORO].startswith("On hold")


def test_a_refund_of_a_held_gift_gives_back_what_is_in_question(hands: Hands) -> None:
    form = hold_form(hands)
    form.reason.setCurrentIndex(form.reason.findData("excessive"))
    hands.go(form.amount)
    hands.type("120")
    hands.go(form.basis)
    hands.type("Above the limit")
    hands.enter()
    hands.page.table.view.select_rows([OKORO], OKORO)
    hands.page.acts.refund_button.click()
    hands.settle()
    refund = hands.window.drawer.findChild(RefundForm)
    assert isinstance(refund, RefundForm)
    assert refund.amount.text() == "120.00"
    hands.enter()
    assert [one.resolution for one in kept(hands)] == ["refunded"]
    assert column_of(hands.page, "status")[OKORO] == "Refunded"


def test_a_check_that_waits_leaves_the_register_for_the_view_and_goes_back(hands: Hands) -> None:
    before = names(hands.page)
    put_on_hold(hands, waiting=True)
    assert len(names(hands.page)) == len(before) - 1
    hands.window.go("contributions", ShowItems((("status", "on_hold"),)))
    hands.settle()
    assert column_of(hands.page, "status") == ["On hold · 7 d"]
    hands.page.table.view.select_rows([0], 0)
    hands.page.acts.refund_button.click()
    hands.settle()
    form = hands.window.drawer.findChild(SettleForm)
    assert isinstance(form, SettleForm)
    assert form.save_button.text() == "Note return"
    hands.go(form.why)
    hands.type("Registered mail 77")
    hands.enter()
    assert said(hands).startswith("The check of Ben Okoro was sent back")
    assert [one.resolution for one in kept(hands)] == ["returned"]
    assert names(hands.page) == []


def test_an_empty_view_teaches(hands: Hands) -> None:
    hands.window.go("contributions", ShowItems((("status", "on_hold"),)))
    hands.settle()
    shown = [one.text() for one in hands.page.empty.findChildren(QLabel) if one.text()]
    assert any("On hold" in words or "on hold" in words for words in shown)


def test_what_the_wall_keeps_out_is_offered_to_be_recorded_on_hold(hands: Hands) -> None:
    desk = hands.page.desk
    account = next(one for one in hands.page._choices.accounts if one.role == "bank")
    gift = TypedGift(
        giver=Contact(type="ORG", name="Acme Corporation"), known=None, amount_cents=900_00,
        day="2026-10-05", account=account, giver_class="corporation",
    )  # fmt: skip
    typed = Typed(
        entity=desk.rows_in_hand[0], name="Acme Corporation", cents=900_00, day="2026-10-05",
        drive="", gift=gift, entered=None,
    )  # fmt: skip
    came_back: list[str] = []
    asked = Walled("Say more.", citation="x", asks="attestation")
    assert not hands.page.acts.holds.offer_typed(typed, asked, came_back.append, lambda: None)
    error = Walled("A corporation may not give.", citation="52 U.S.C. 30118")
    assert hands.page.acts.holds.offer_typed(typed, error, came_back.append, lambda: None)
    form = hands.window.drawer.findChild(HoldForm)
    assert isinstance(form, HoldForm)
    assert form.reason.currentData() == "prohibited"
    assert form.waiting.isChecked()
    form.finish()
    hands.settle()
    assert said(hands).startswith("Recorded $900.00 from Acme Corporation, on hold")
    assert came_back == []
    with desk.book.read() as connection:
        (held,) = open_holds(connection, desk.scope)
    assert (held.waiting, held.reason) == (True, "prohibited")
    assert list(desk.book.verify()) == []


def test_the_dashboard_says_what_of_the_cash_is_on_hold_and_what_is_due(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    with open_book(location) as book:
        party = desk_for(book, "party")
        with book.read() as connection:
            query = RegisterQuery(entity_ids=(party.entity.id,))
            gift, *_ = register_ids(connection, query)
        with book.unit_of_work("Hold") as unit:
            terms = HoldTerms(reason="excessive", basis="x", since="2026-10-03", cents=20_00)
            place_hold(unit, gift, terms)
        (item,) = [
            one for one in open_items(book, [party.entity.id], TODAY) if one.icon == "hourglass"
        ]
    assert item.title == "1 gift on hold: above the limit"
    assert (item.number, item.urgent) == (1, 0)
    window = window_over(qtbot, location, settings)
    assert isinstance(window.page, Dashboard)
    assert window.page.content is not None
    assert "$20.00 of it on hold" in window.page.content.cash.accessibleDescription()


def test_an_overdue_hold_is_urgent_and_says_so(location: str) -> None:
    with open_book(location) as book:
        party = desk_for(book, "party")
        with book.read() as connection:
            query = RegisterQuery(entity_ids=(party.entity.id,), descending=False)
            gift, *_ = register_ids(connection, query)
        with book.unit_of_work("Hold") as unit:
            place_hold(unit, gift, HoldTerms(reason="doubtful", basis="x", since="2026-07-06"))
        (item,) = [
            one for one in open_items(book, [party.entity.id], TODAY) if "on hold" in one.title
        ]
        assert (item.tone, item.urgent) == ("bad", 1)
        with book.read() as connection:
            (row,) = register_rows(connection, [gift])
    status = next(one for one in register_columns(lambda: TODAY) if one.key == "status")
    assert status.text(row) == "On hold · late"
