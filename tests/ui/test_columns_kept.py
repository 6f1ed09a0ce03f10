"""A column that is moved stays where it was put: with the mouse, with keys, after a restart."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import settled, small_book, window_over

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
def location(tmp_path: Path) -> str:
    return small_book(tmp_path)


def opened(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    made = window_over(qtbot, location, settings, page="contributions")
    made.go("contributions")
    settled(qtbot, made)
    return made


def page_of(window: MainWindow) -> Contributions:
    assert isinstance(window.page, Contributions)
    return window.page


def shown(window: MainWindow) -> list[str]:
    """Return the columns as they stand on the screen, from left to right."""
    page = page_of(window)
    header = page.table.view.titles
    order = [header.logicalIndex(place) for place in range(header.count())]
    return [page.model.columns[at].key for at in order if not header.isSectionHidden(at)]


def drag(window: MainWindow, key: str, onto: str) -> None:
    """Take a title with the mouse and put it down on another."""
    page = page_of(window)
    header = page.table.view.titles
    keys = [column.key for column in page.model.columns]
    begin, end = (_middle(window, keys.index(one)) for one in (key, onto))
    beyond = end + QPoint(header.sectionSize(keys.index(onto)) // 3, 0)
    steps = (
        (QEvent.Type.MouseButtonPress, begin, LEFT, LEFT),
        *((QEvent.Type.MouseMove, begin + (beyond - begin) * part / 8, NONE, LEFT)
          for part in range(1, 9)),
        (QEvent.Type.MouseButtonRelease, beyond, LEFT, NONE),
    )  # fmt: skip
    for kind, where, button, held in steps:
        place = QPointF(where)
        event = QMouseEvent(
            kind, place, QPointF(header.viewport().mapToGlobal(where)), button, held,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(header.viewport(), event)


def _middle(window: MainWindow, section: int) -> QPoint:
    header = page_of(window).table.view.titles
    left = header.sectionViewportPosition(section)
    return QPoint(left + header.sectionSize(section) // 2, header.height() // 2)


def restarted(qtbot: QtBot, window: MainWindow, location: str, settings: QSettings) -> MainWindow:
    window.close()
    window.desk.close()
    return opened(qtbot, location, settings)


def moved(before: list[str], key: str, behind: str) -> list[str]:
    rest = [one for one in before if one != key]
    place = rest.index(behind) + 1
    return [*rest[:place], key, *rest[place:]]


def test_a_title_that_is_dragged_stands_there_after_a_restart(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = opened(qtbot, location, settings)
    before = shown(window)
    drag(window, "amount", "method")
    wanted = moved(before, "amount", "method")
    assert shown(window) == wanted != before

    again = restarted(qtbot, window, location, settings)
    assert shown(again) == wanted
    page_of(again).table.columns_menu.reset()
    assert shown(again) == before


def test_a_column_is_moved_by_its_menu_and_its_figures_move_along(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = opened(qtbot, location, settings)
    before, page = shown(window), page_of(window)
    menu = page.table.columns_menu
    keys = [column.key for column in page.model.columns]
    menu.about(keys.index("amount"))
    left: QAction = next(one for one in menu.actions() if "left" in one.text())
    left.trigger()
    at = before.index("amount")
    wanted = [*before[: at - 1], "amount", before[at - 1], *before[at + 1 :]]
    assert shown(window) == wanted

    again = restarted(qtbot, window, location, settings)
    assert shown(again) == wanted
    table = page_of(again).table
    table.view.selectRow(0)
    table.copy()
    titles, cells = (line.split("\t") for line in QApplication.clipboard().text().splitlines())
    assert cells[titles.index("Amount")] == "10.00"
    assert titles.index("Amount") == wanted.index("amount")
