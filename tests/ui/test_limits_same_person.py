"""Cards that may be one person's, on the page Limits: looked at, linked, told apart by keyboard."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.room import open_book
from financedesk.progress import Silent
from financedesk.ui.pages.donors import Donors
from financedesk.ui.pages.limits import Limits
from financedesk.ui.pages.limits_same_person import SamePersonForm
from financedesk.ui.pages.subjects import ShowLimits
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for, person
from tests.ui.money_books import empty_book, let_in, settled, window_over
from tests.ui.reading import words_of

ADA = replace(person("Lopez"), street_1="1 Main Street")


@pytest.fixture
def location(tmp_path: Path) -> str:
    """A book in which one name and place stands on two cards, each below the party's limit."""
    made = empty_book(tmp_path)
    with open_book(made) as book:
        party = desk_for(book, "party")
        for cents, day in ((4_000_00, "2026-03-01"), (6_500_00, "2026-05-01")):
            party.record("individual_receipt", party.meet(ADA), day, cents)
    return made


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    made = window_over(qtbot, location, settings, page="limits")
    made.go("limits", ShowLimits("near"))
    settled(qtbot, made)
    return made


def rows(window: MainWindow) -> list[list[str]]:
    """Return giver, amount above and status of each row."""
    assert isinstance(window.page, Limits)
    model = window.page.near.model
    keys = [one.key for one in model.columns]
    return [
        [model.data(model.index(at, keys.index(key))) for key in ("name", "over", "state")]
        for at in range(model.rowCount())
    ]


def opened(qtbot: QtBot, window: MainWindow) -> SamePersonForm:
    """Open the first row with the keyboard."""
    assert isinstance(window.page, Limits)
    view = window.page.near.table.view
    view.setFocus()
    view.selectRow(0)
    QTest.keyClick(view, Qt.Key.Key_Return)
    settled(qtbot, window)
    form = window.drawer.findChild(SamePersonForm)
    assert isinstance(form, SamePersonForm)
    return form


def test_the_row_says_that_it_hangs_on_a_question(window: MainWindow) -> None:
    assert rows(window) == [["Ada Lopez, 2 cards", "500.00", "One person?"]]
    assert isinstance(window.page, Limits)
    # What nobody has settled is no money above a limit.
    source = window.page.near.source
    ids = [window.page.near.model.row_id(0)]
    assert source.total_cents(ids, Silent()) == 0
    model = window.page.near.model
    assert [model.cents_of(one) for one in source.rows(ids) if one is not None] == [0]


def test_the_form_shows_both_cards_and_what_they_come_to(qtbot: QtBot, window: MainWindow) -> None:
    form = opened(qtbot, window)
    said = words_of(form, seen=True)
    assert "$10,500.00 of $10,000.00 (2026): $500.00 above the limit" in said
    assert said.count("1 Main Street") == 2
    assert window.focusWidget() is form.reason
    form.fields[0].setFocus()
    order: list[QWidget] = [form.fields[0]]
    for _ in form.fields[1:]:
        QTest.keyClick(order[-1], Qt.Key.Key_Tab)
        order.append(window.focusWidget())
    assert tuple(order) == tuple(form.fields)


def test_enter_links_them_and_they_are_over(qtbot: QtBot, window: MainWindow) -> None:
    form = opened(qtbot, window)
    QTest.keyClicks(form.reason, "Same birthday")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert rows(window) == [["Ada Lopez", "500.00", "Over"]]
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert rows(window) == [["Ada Lopez, 2 cards", "500.00", "One person?"]]


def test_different_people_need_a_reason_and_leave_the_list(
    qtbot: QtBot, window: MainWindow
) -> None:
    form = opened(qtbot, window)
    QTest.keyClick(form.part_button, Qt.Key.Key_Space)
    assert "how it is known" in form.reason_row.message
    QTest.keyClicks(form.reason, "Mother and daughter")
    QTest.keyClick(form.part_button, Qt.Key.Key_Space)
    settled(qtbot, window)
    assert rows(window) == []


def test_a_card_opens_as_the_donor(qtbot: QtBot, window: MainWindow) -> None:
    form = opened(qtbot, window)
    QTest.keyClick(form.card_buttons[0], Qt.Key.Key_Space)
    settled(qtbot, window)
    assert isinstance(window.page, Donors)


def test_who_only_looks_is_told_so(qtbot: QtBot, location: str, settings: QSettings) -> None:
    let_in(location, "max", {"party": "read"})
    window = window_over(qtbot, location, settings, who="max", page="limits")
    window.go("limits", ShowLimits("near"))
    settled(qtbot, window)
    form = opened(qtbot, window)
    assert not form.save_button.isEnabled()
    assert not form.part_button.isEnabled()
    assert "viewer" in words_of(form, seen=True).lower()
