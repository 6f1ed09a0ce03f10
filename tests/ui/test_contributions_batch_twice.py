"""One donor twice on a deposit slip: the live line of the second check counts the first."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.contribution_batch import DepositPanel
from tests.ui.entering import CONTROL, Hands
from tests.ui.money_books import small_book
from tests.ui.test_contributions_batch import check, declare, opened, slip


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> Hands:
    return opened(qtbot, small_book(tmp_path), settings)


@pytest.fixture
def panel(hands: Hands) -> DepositPanel:
    return slip(hands)


def words(panel: DepositPanel, line: int) -> str:
    """Return what the live line of a check says, with its warnings."""
    live = panel.lines[line].ahead.live
    return " ".join([live.words, *live.concerns])


def two_checks(hands: Hands) -> None:
    """Enter two checks of one donor, who gave $225.00 this year already."""
    declare(hands, "3", "11000")
    check(hands, "lopez", "6000", "Check 1")
    hands.donor("lopez")
    hands.type("5000")
    hands.settle()


def test_the_second_check_is_above_the_limit_that_the_first_has_used(
    hands: Hands, panel: DepositPanel
) -> None:
    two_checks(hands)
    assert "$1,225.00 above the limit" in words(panel, 1)
    assert "Makes $11,225.00" in words(panel, 1)


def test_the_line_is_judged_again_when_an_earlier_one_changes(
    hands: Hands, panel: DepositPanel
) -> None:
    two_checks(hands)
    # Up to the first check, which is corrected, and down again.
    hands.press(Qt.Key.Key_Up)
    amount = panel.lines[0].fields.amount
    assert hands.focus is amount
    amount.selectAll()
    hands.type("500")
    hands.press(Qt.Key.Key_Down)
    hands.settle()
    assert "above the limit" not in words(panel, 1)
    panel.lines[0].fields.amount.setText("9,000")  # as by a script: the keyboard stays below
    hands.settle()
    assert "$4,225.00 above the limit" in words(panel, 1)


def test_the_line_is_judged_again_when_an_earlier_one_goes(
    hands: Hands, panel: DepositPanel
) -> None:
    two_checks(hands)
    remove = next(
        one for one in panel.lines[0].findChildren(QPushButton)
        if one.accessibleName() == "Remove this check"
    )  # fmt: skip
    second = panel.lines[1]
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    hands.settle()
    assert panel.lines == [second]
    assert "above the limit" not in words(panel, 0)
    assert "Makes $5,225.00" in words(panel, 0)


def test_crossing_the_line_of_itemisation_counts_the_slip(
    hands: Hands, panel: DepositPanel
) -> None:
    declare(hands, "2", "300")
    check(hands, "ruiz", "150", "Check 1")
    hands.donor("ruiz")
    hands.type("60")
    hands.settle()
    found = panel.lines[1].ahead.found
    assert found is not None
    assert (found.outlook.after_cents, found.outlook.crosses) == (210_00, True)
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Delete, CONTROL)
    hands.settle()
    found = panel.lines[0].ahead.found
    assert found is not None
    assert (found.outlook.after_cents, found.outlook.itemised) == (60_00, False)
