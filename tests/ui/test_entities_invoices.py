"""Shared costs on the Entities page: invoices and settling them, keyboard, and who may what."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.cost_invoices import invoices
from financedesk.ledger.entities import find_entity
from financedesk.ledger.room import open_book
from financedesk.ledger.transfer_steps import open_orders
from financedesk.ui.pages.disbursements import Disbursements
from financedesk.ui.pages.entities_sharing import AGREEMENTS, INVOICES, TIMESHEETS
from financedesk.ui.shell import MainWindow
from tests.ledger.meadow import meadow_at
from tests.ledger.sharing import agreed, worked
from tests.ui.money_books import TODAY, let_in, settled
from tests.ui.outlay_books import press, said, tab_to
from tests.ui.sharing_hands import (
    agreement_form,
    begin,
    choose,
    copied,
    invoice_form,
    page_of,
    panel_of,
    settle_form,
    shown,
    timesheet_form,
    window_on,
    words_of,
    write_books,
)
from tests.ui.test_entities import type_in

Key = Qt.Key


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_books(tmp_path_factory.mktemp("books"))


@pytest.fixture
def shared(written: Path, tmp_path: Path) -> str:
    """A book with two agreements, a month and two invoices, of which one is overdue."""
    return copied(written, "shared", tmp_path)


# --- invoices


def test_an_invoice_of_hours_shows_its_arithmetic_before_it_is_saved(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    place = str(tmp_path / "meadow.fdesk")
    with meadow_at(place) as book:
        agreed(book, "institute", "voice")
        worked(book, "institute", ("institute", "other", 100), ("voice", "other", 60),
               month="2026-09", certified_on="2026-10-01")  # fmt: skip
    window = window_on(qtbot, place, settings)
    begin(qtbot, window, INVOICES)
    form = invoice_form(window)
    assert form.number.text() == "2026-1"
    assert form.amount.text() == "$1,500.00"
    assert form.arithmetic.text() == (
        "Ada Lopez, 2026-09: 60:00 h of 160:00 h × $4,000.00 = $1,500.00"
    )
    assert form.cost_row.isHidden()
    tab_to(form.description)
    type_in("Research")
    press(Key.Key_Return)
    settled(qtbot, window)
    (row,) = shown(window, INVOICES)
    assert row[1:3] == ["2026-1", "Staff time: Research"]
    begin(qtbot, window, INVOICES)
    assert "No hours of that month wait" in invoice_form(window).arithmetic.text()


def test_an_invoice_of_a_fixed_share_and_one_without_agreement(
    qtbot: QtBot, shared: str, settings: QSettings
) -> None:
    window = window_on(qtbot, shared, settings)
    begin(qtbot, window, INVOICES)
    form = invoice_form(window)
    form.agreement.setCurrentIndex(
        next(at for at, one in enumerate(form._known) if one.facts.basis == "fixed")
    )
    settled(qtbot, window)
    form.cost.set_cents(1_000_01)
    form._say()
    assert form.arithmetic.text() == "$1,000.01 × 25.00\u00a0% = $250.00"
    choose(form.agreement, "No agreement")
    settled(qtbot, window)
    assert form.sides.bearer_row.isVisible()
    choose(form.basis, "Usage")
    form.save()
    assert form.part_row.message == "Give whole numbers, such as 250 of 1000."
    choose(form.sides.bearer, "Institute")
    choose(form.sides.debtor, "Voice")
    settled(qtbot, window)
    form.part.setText("1")
    form.whole.setText("4")
    assert form.amount.text() == "$250.00"
    form.save()
    settled(qtbot, window)
    assert len(shown(window, INVOICES)) == 3


def test_full_value_in_advance_proposes_days_to_come(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    place = str(tmp_path / "meadow.fdesk")
    with meadow_at(place) as book:
        agreed(book, "institute", "action", what="space", basis="usage", fair_value="Offer",
               title="Hall")  # fmt: skip
    window = window_on(qtbot, place, settings)
    begin(qtbot, window, INVOICES)
    form = invoice_form(window)
    assert form.first.day is not None
    assert form.first.day > TODAY
    choose(form.agreement, "No agreement")
    settled(qtbot, window)
    choose(form.sides.bearer, "Institute")
    choose(form.sides.debtor, "Voice")
    assert form.first.day < TODAY


# --- settling


def test_an_invoice_is_settled_and_everything_can_be_undone(
    qtbot: QtBot, shared: str, settings: QSettings
) -> None:
    window = window_on(qtbot, shared, settings)
    panel = panel_of(qtbot, window, 0)
    told = words_of(panel)
    assert "Ada Lopez, 2026-08: 60:00 h of 160:00 h × $4,000.00 = $1,500.00" in told
    assert "461 U.S. 540" in told
    assert panel.settle.hasFocus()
    form = settle_form(qtbot, window, 0)
    assert form.amount.cents == 1_500_00
    form.amount.set_cents(1_500_01)
    form.save()
    assert form.amount_row.message == "No more than $1,500.00 is owed."
    form.amount.set_cents(1_000_00)
    choose(form.step, "Sent and received")
    tab_to(form.method)
    type_in("Wire")
    press(Key.Key_Return)
    settled(qtbot, window)
    assert said(window).startswith("Settled $1,000.00 for invoice 2026-1")
    assert shown(window, INVOICES)[0][8] == "500.00"
    form = settle_form(qtbot, window, 0)
    form.save()
    settled(qtbot, window)
    with open_book(shared, write=False) as book, book.read() as connection:
        voice = find_entity(connection, "voice").id
        (order,) = open_orders(connection, [voice])
        (bill,) = invoices(connection, [voice])
    assert (order.state, order.transfer.amount_cents, order.transfer.settles) == (
        "proposed", 500_00, "2026-1",
    )  # fmt: skip
    assert bill.paid.proposed_cents == 500_00
    panel = panel_of(qtbot, window, 0)
    assert not panel.settle.isEnabled()
    assert "paid or proposed" in panel.settle.toolTip()
    assert not panel.delete.isEnabled()
    for _step in range(2):
        window.commands.run("edit.undo")
        settled(qtbot, window)
    assert shown(window, INVOICES)[0][8] == "1,500.00"


def test_its_transfers_stand_under_disbursements(
    qtbot: QtBot, shared: str, settings: QSettings
) -> None:
    window = window_on(qtbot, shared, settings)
    settle_form(qtbot, window, 0).save()
    settled(qtbot, window)
    panel = panel_of(qtbot, window, 0)
    link = next(one for one in panel.findChildren(QPushButton)
                if one.text() == "Show its transfers")  # fmt: skip
    link.click()
    settled(qtbot, window)
    assert isinstance(window.page, Disbursements)
    (order,) = window.page.open_transfers.orders
    assert order.transfer.purpose == "Shared cost: staff time, invoice 2026-1"


def test_an_invoice_that_nobody_pays_is_deleted(
    qtbot: QtBot, shared: str, settings: QSettings
) -> None:
    window = window_on(qtbot, shared, settings)
    panel_of(qtbot, window, 1).delete.click()
    settled(qtbot, window)
    assert [row[1] for row in shown(window, INVOICES)] == ["2026-1"]


# --- keyboard, names, rights


FORMS: dict[str, Callable[[QtBot, MainWindow], QWidget]] = {
    "agreement": lambda qtbot, window: (begin(qtbot, window, AGREEMENTS),
                                        agreement_form(window))[1],
    "timesheet": lambda qtbot, window: (begin(qtbot, window, TIMESHEETS),
                                        timesheet_form(window))[1],
    "invoice": lambda qtbot, window: (begin(qtbot, window, INVOICES), invoice_form(window))[1],
    "settle": lambda qtbot, window: settle_form(qtbot, window, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_tab_goes_through_each_form_in_its_order_and_all_has_a_name(
    qtbot: QtBot, shared: str, settings: QSettings, name: str
) -> None:
    window = window_on(qtbot, shared, settings)
    form = FORMS[name](qtbot, window)
    fields = [one for one in form.fields if one.isVisible()]  # type: ignore[attr-defined]
    fields[0].setFocus()
    for field in fields[1:]:
        press(Key.Key_Tab)
        assert field.hasFocus(), field.accessibleName()
    reachable = [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    ]
    assert [one for one in reachable if not one.accessibleName()] == []
    press(Key.Key_Escape)
    settled(qtbot, window)
    assert not form.isVisible()


def test_who_may_not_write_reads_and_is_told_why(
    qtbot: QtBot, tmp_path: Path, shared: str, settings: QSettings
) -> None:
    let_in(shared, "eve", {"institute": "read", "voice": "read"})
    window = window_on(qtbot, shared, settings, who="eve")
    assert [row[1] for row in shown(window, INVOICES)] == ["2026-1"]
    panel = panel_of(qtbot, window, 0)
    assert not panel.settle.isEnabled()
    assert panel.settle.toolTip()
    card = page_of(window).sharing.card
    card.listed.choose(TIMESHEETS)
    card.tables[TIMESHEETS].row_opened.emit(card.timesheets.row_id(0))
    settled(qtbot, window)
    assert not timesheet_form(window).save_button.isEnabled()
    assert not window.commands.command("entities.share_invoices").enabled()


def test_who_owes_sees_the_invoice_and_no_hours(
    qtbot: QtBot, shared: str, settings: QSettings
) -> None:
    let_in(shared, "eve", {"voice": "write"})
    window = window_on(qtbot, shared, settings, who="eve")
    (row,) = shown(window, INVOICES)
    assert row[6] == "an entity that is not in this book"
    assert shown(window, TIMESHEETS) == []
    told = words_of(panel_of(qtbot, window, 0))
    assert "Ada Lopez" not in told
    assert "$1,500.00" in told
