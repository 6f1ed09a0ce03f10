"""Every place the keyboard can reach has a name, and the order is that of reading."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.jobs import JobRunner
from financedesk.ui.shell import MainWindow
from financedesk.ui.widgets import BarChart, DataTable, Thermometer

TAB = Qt.FocusPolicy.TabFocus.value


def reachable(window: QWidget) -> list[QWidget]:
    found = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy().value & TAB and not isinstance(widget, QScrollBar)
    ]
    return [widget for widget in found if widget.isVisible()]


@pytest.fixture(params=["overview", "gifts", "filings"])
def shown(
    request: pytest.FixtureRequest, qtbot: QtBot, window: MainWindow, runner: JobRunner
) -> MainWindow:
    window.go(request.param)
    qtbot.waitUntil(lambda: not runner.jobs)
    return window


def test_every_reachable_widget_has_a_name(shown: MainWindow) -> None:
    widgets = reachable(shown)
    assert len(widgets) > 5
    nameless = [widget for widget in widgets if not widget.accessibleName()]
    assert nameless == []


def test_palette_drawer_and_toast_have_names_too(qtbot: QtBot, window: MainWindow) -> None:
    window.show_shortcuts()
    window.say("Done", can_undo=True)
    window.open_palette()
    nameless = [widget for widget in reachable(window) if not widget.accessibleName()]
    assert nameless == []


def test_buttons_without_words_have_tool_tips(shown: MainWindow) -> None:
    buttons = [one for one in shown.findChildren(QAbstractButton) if one.isVisible()]
    silent = [one for one in buttons if not one.text().strip() and not one.toolTip()]
    assert [one for one in silent if one.accessibleName() != "Main action"] == []


def test_targets_are_large_enough(shown: MainWindow) -> None:
    parts = [one for one in reachable(shown) if isinstance(one, QAbstractButton | QLineEdit)]
    small = [one for one in parts if one.height() < 28]
    assert [(one.accessibleName(), one.height()) for one in small] == []


def test_charts_tables_and_thermometers_carry_words(window: MainWindow) -> None:
    window.go("overview")
    for chart in window.findChildren(BarChart):
        assert chart.plot.accessibleName()
        assert "$" in chart.plot.accessibleDescription()
    for meter in window.findChildren(Thermometer):
        assert "of" in meter.accessibleName()
        assert meter.accessibleDescription()
    for table in window.findChildren(DataTable):
        assert table.view.accessibleName()


def walk(qtbot: QtBot, window: MainWindow, steps: int) -> list[QWidget]:
    seen = []
    for _step in range(steps):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    return seen


def test_tab_goes_from_left_to_right_and_top_to_bottom(qtbot: QtBot, window: MainWindow) -> None:
    window.sidebar.switcher.setFocus()
    order = walk(qtbot, window, 9)
    places = [(window.sidebar.isAncestorOf(one), window.top_bar.isAncestorOf(one)) for one in order]
    side, top = places.count((True, False)), places.count((False, True))
    assert places[:side] == [(True, False)] * side
    assert places[side : side + top] == [(False, True)] * top
    assert (side, top) == (1, 5)  # entity, search, bell, theme, main action
    lefts = [one.mapTo(window, QPoint(0, 0)).x() for one in order[side : side + top]]
    assert lefts == sorted(lefts)


def test_tab_leaves_the_table(qtbot: QtBot, window: MainWindow, runner: JobRunner) -> None:
    window.go("gifts")
    qtbot.waitUntil(lambda: not runner.jobs)
    view = window.page.table.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()


def test_the_drawer_is_no_trap(qtbot: QtBot, window: MainWindow) -> None:
    window.show_shortcuts()
    assert window.drawer.isAncestorOf(window.focusWidget())
    outside = [one for one in walk(qtbot, window, 3) if not window.drawer.isAncestorOf(one)]
    assert outside
