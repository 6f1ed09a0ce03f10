"""The wall on the pages: what the form of a transfer says and asks, and its steps."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.disbursements import Disbursements
from financedesk.ui.pages.transfer_form import SEND, TransferForm
from financedesk.ui.pages.transfer_steps import StepForm
from financedesk.ui.shell import MainWindow
from financedesk.ui.widgets import Chip
from tests.ui.money_books import settled
from tests.ui.outlay_books import copied, page_of, window_on_page, write_book


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("books"))


@pytest.fixture
def window(qtbot: QtBot, written: Path, tmp_path: Path, settings: QSettings) -> MainWindow:
    return window_on_page(qtbot, copied(written, tmp_path), settings)


@pytest.fixture
def page(window: MainWindow) -> Disbursements:
    return page_of(window)


def choose(field: QComboBox, *words: str) -> None:
    """Choose the entry that holds all these words."""
    names = [field.itemText(at) for at in range(field.count())]
    field.setCurrentIndex(next(at for at, one in enumerate(names) if all(w in one for w in words)))


def form_for(
    qtbot: QtBot, window: MainWindow, page: Disbursements, ends: tuple[str, str], cents: int
) -> TransferForm:
    page.transfer_new()
    form = page.transfer_form
    assert form is not None
    choose(form.giver, ends[0], "Checking")
    choose(form.taker, ends[1], "Checking")
    form.amount.set_cents(cents)
    settled(qtbot, window)
    return form


def pressed(qtbot: QtBot, window: MainWindow, page: Disbursements, words: str) -> None:
    buttons = page.open_transfers.findChildren(QPushButton)
    next(one for one in buttons if one.text() == words).click()
    settled(qtbot, window)


def chips(page: Disbursements) -> list[str]:
    return [one.text for one in page.open_transfers.findChildren(Chip)]


def test_the_form_says_what_the_limit_leaves_and_refuses_above_it(
    qtbot: QtBot, window: MainWindow, page: Disbursements
) -> None:
    form = form_for(qtbot, window, page, ("Strangers", "Campaign"), 3_000_00)
    form.election.setText("G2026")
    settled(qtbot, window)
    assert "Leaves $500.00 of $3,500.00 for the general 2026 (52 U.S.C. 30116" in form.ahead.text()
    form.amount.set_cents(4_000_00)
    settled(qtbot, window)
    assert form.amount_row.message.startswith("$500.00 above $3,500.00")
    form.save()
    settled(qtbot, window)
    assert page.model.rowCount() == 5, "nothing was recorded"


def test_a_condition_asks_who_declared_it(
    qtbot: QtBot, window: MainWindow, page: Disbursements
) -> None:
    form = form_for(qtbot, window, page, ("Party", "Institute"), 10_00)
    assert form.declared_row.isVisible()
    form.save()
    assert "declare" in form.declared_row.message
    form.declared.setText("It spends nothing on federal elections.")
    form.declared_by.setText("J. Doe")
    form.save()
    settled(qtbot, window)
    assert page.model.rowCount() == 6, "a grant received is no transfer in"


def test_a_transfer_is_sent_shown_on_its_way_and_received(
    qtbot: QtBot, window: MainWindow, page: Disbursements
) -> None:
    form = form_for(qtbot, window, page, ("County", "Party"), 20_00)
    form.step.setCurrentIndex(form.step.findData(SEND))
    form.save()
    settled(qtbot, window)
    assert chips(page) == ["On its way"]
    pressed(qtbot, window, page, "Received…")
    step = window.findChild(StepForm)
    assert step is not None
    step.finish()
    settled(qtbot, window)
    assert chips(page) == []
    assert page.open_transfers.isHidden()
    assert page.model.rowCount() == 7
