"""Deposits by the keyboard alone: what waits goes on a slip, comes off, is printed, is locked."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.contribution_deposits import WAITING, DepositsView
from financedesk.ui.pages.subjects import ShowDeposits, ShowItems
from tests.ledger.riverbend import desk_for
from tests.ledger.test_deposits import told_by_bank
from tests.ui.entering import CONTROL, Hands
from tests.ui.money_books import PARTY, let_in, settled, small_book, window_over

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def location(tmp_path: Path) -> str:
    return small_book(tmp_path)


@pytest.fixture
def hands(qtbot: QtBot, location: str, settings: QSettings) -> Hands:
    return opened(qtbot, location, settings)


def opened(qtbot: QtBot, location: str, settings: QSettings) -> Hands:
    window = window_over(qtbot, location, settings, page="contributions")
    party = next(one for one in window.desk.entities() if one.name == PARTY)
    window.desk.choose_entity(party.entity_id)
    window.go("contributions", ShowDeposits())
    settled(qtbot, window)
    return Hands(qtbot, window)


def view(hands: Hands) -> DepositsView:
    return hands.page.deposits


def cells(hands: Hands, key: str, of: str = WAITING) -> list[str]:
    model = view(hands).waiting_model if of == WAITING else view(hands).slip_model
    at = [one.key for one in model.columns].index(key)
    return [model.index(row, at).data() for row in range(model.rowCount())]


def wait_list(hands: Hands) -> None:
    """Go to what waits and mark all of it."""
    hands.window.go("contributions", ShowDeposits(waiting=True))
    hands.settle()
    assert hands.focus is view(hands).waiting.view


def put_all(hands: Hands) -> None:
    wait_list(hands)
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.press(Qt.Key.Key_D)
    form = view(hands).acts.form
    assert form is not None
    hands.go(form.first)
    hands.type("AL")
    hands.tab()
    hands.type("BR")
    hands.enter()


def test_an_empty_book_says_what_a_deposit_is(hands: Hands) -> None:
    assert view(hands).table.is_empty
    assert not hands.page.filter.isVisible()
    hands.press(Qt.Key.Key_E, CONTROL | SHIFT)
    hands.settle()
    assert hands.page.deposit.isVisible()


def test_what_waits_shows_its_clock_and_goes_on_a_slip_by_keys(hands: Hands, location: str) -> None:
    wait_list(hands)
    assert cells(hands, "name") == ["Ada Lopez", "Ada Lopez", "Ana Ruiz", "Ben Okoro"]
    assert cells(hands, "clock") == ["82 days late", "5 days left", "6 days left", "7 days left"]
    late = view(hands).figures.figures[1]
    assert (late.value, late.tone) == ("$150.00", "bad")
    put_all(hands)
    one = view(hands).opened
    assert one is not None
    assert (one.number, one.cents, len(one.items), len(one.late)) == (1, 765_00, 4, 1)
    assert (one.first_initials, one.second_initials) == ("AL", "BR")
    assert hands.focus is view(hands).slip.view
    assert hands.window.desk.undo_status().undo == "Put 4 gifts on deposit"
    hands.press(Qt.Key.Key_Delete)
    hands.settle()
    assert len(cells(hands, "name", "slip")) == 3
    hands.press(Qt.Key.Key_Escape)
    assert view(hands).opened is None
    hands.window.commands.run("edit.undo")
    hands.window.commands.run("edit.undo")
    hands.settle()
    assert view(hands).table.is_empty
    assert view(hands).waiting_model.size() == 4


def test_a_slip_that_differs_asks_why_and_an_open_one_takes_more(hands: Hands) -> None:
    wait_list(hands)
    hands.press(Qt.Key.Key_Home, CONTROL)
    hands.press(Qt.Key.Key_D)
    form = view(hands).acts.form
    assert form is not None
    assert form.slip_row.isHidden(), "there is no other deposit yet"
    hands.go(form.total)
    hands.type("160.00")
    hands.enter()
    assert "$10.00 missing" in form.why_row.message
    hands.go(form.why)
    hands.type("A bill was torn")
    hands.enter()
    one = view(hands).opened
    assert one is not None
    assert (one.cents, one.declared_cents, one.why) == (150_00, 160_00, "A bill was torn")
    hands.press(Qt.Key.Key_A)
    hands.settle()
    assert hands.focus is view(hands).waiting.view
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.press(Qt.Key.Key_D)
    form = view(hands).acts.form
    assert form is not None
    form.choose(one.id)
    assert form.on_row.isHidden()
    hands.enter()
    after = view(hands).opened
    assert after is not None
    assert (after.id, after.cents, after.declared_cents) == (one.id, 765_00, 160_00)
    assert not after.ties


def test_a_slip_is_corrected_printed_and_taken_apart(hands: Hands, tmp_path: Path) -> None:
    put_all(hands)
    hands.press(Qt.Key.Key_F2)
    form = view(hands).acts.form
    assert form is not None
    hands.go(form.second)
    hands.type("CD")
    hands.enter()
    one = view(hands).opened
    assert one is not None
    assert one.second_initials == "CD"
    view(hands).write_slip(one, tmp_path / "slip.pdf")
    hands.settle()
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
    hands.press(Qt.Key.Key_Escape)
    view(hands).table.view.setCurrentIndex(view(hands).model.index(0, 0))
    hands.press(Qt.Key.Key_Delete)
    hands.settle()
    assert view(hands).table.is_empty


def test_what_the_bank_has_is_locked_and_says_so(hands: Hands) -> None:
    put_all(hands)
    one = view(hands).opened
    assert one is not None
    told_by_bank(desk_for(hands.page.desk.book, "party"), one.id)
    view(hands).refresh()
    hands.settle()
    assert view(hands).more_button.isHidden()
    stands = [one.key for one in view(hands).model.columns].index("state")
    assert view(hands).model.index(0, stands).data() == "At the bank"
    hands.press(Qt.Key.Key_Delete)
    hands.settle()
    assert "The bank has deposit 1" in hands.window.toasts.toasts[-1].accessibleName()
    assert len(cells(hands, "name", "slip")) == 4


def test_a_search_from_elsewhere_leaves_the_deposits(hands: Hands) -> None:
    hands.window.go("contributions", ShowItems(text="Okoro"))
    hands.settle()
    assert hands.page.filter.isVisible()
    assert hands.page.views.choice == ""


def test_a_slip_is_of_one_account(hands: Hands) -> None:
    hands.window.desk.choose_entity(None)
    hands.settle()
    wait_list(hands)
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.press(Qt.Key.Key_D)
    assert view(hands).acts.form is None
    said = hands.window.toasts.toasts[-1].accessibleName()
    assert "These came for several accounts; choose those of one." in said


def test_who_only_looks_puts_nothing_on_a_slip(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    let_in(location, "ada", {"party": "write", "campaign": "write"})
    let_in(location, "vi", {"party": "viewer", "campaign": "viewer"})
    window = window_over(qtbot, location, settings, who="vi", page="contributions")
    hands = Hands(qtbot, window)
    wait_list(hands)
    hands.press(Qt.Key.Key_D)
    assert view(hands).acts.form is None
    assert not view(hands).put_button.isEnabled()
    assert "Ada (treasurer) may." in view(hands).put_button.toolTip()
