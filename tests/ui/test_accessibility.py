"""Every place the keyboard can reach has a name, and the order is that of reading."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from financedesk.ui.jobs import JobRunner
from financedesk.ui.shell import MainWindow
from financedesk.ui.theme import Theme
from financedesk.ui.widgets import BarChart, DataTable, FormRow, Thermometer, column
from financedesk.ui.widgets.entity_picker import EntityPicker
from financedesk.ui.widgets.type_ahead import Proposal
from tests.ui.looking import silent_cells

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
    small = [one for one in parts if one.height() < 28 and one.property("look") != "mark"]
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


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told to say."""
    heard: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard


def test_toasts_are_read_aloud(window: MainWindow, said: list[str]) -> None:
    window.say("Contribution deleted", can_undo=True)
    assert said == ["Contribution deleted"]


def test_what_is_wrong_with_a_field_is_read_aloud_and_stays_its_description(
    qtbot: QtBot, theme: Theme, said: list[str]
) -> None:
    field = QLineEdit()
    row = FormRow("Amount", field, "contributions.amount", hint="Dollars and cents")
    qtbot.addWidget(row)
    assert field.accessibleDescription() == "Dollars and cents"
    row.say("“12x” is not an amount.")
    assert said == ["“12x” is not an amount."]
    assert field.accessibleDescription() == "“12x” is not an amount."
    row.say("")
    assert field.accessibleDescription() == "Dollars and cents"


def test_the_title_of_a_field_leads_to_it(qtbot: QtBot, theme: Theme) -> None:
    field = QLineEdit()
    row = FormRow("Amount", field, "contributions.amount")
    qtbot.addWidget(row)
    assert [one.buddy() for one in row.findChildren(QLabel) if one.buddy()] == [field]
    assert field.accessibleName() == "Amount"


def test_help_is_read_aloud_by_its_keys(qtbot: QtBot, theme: Theme, said: list[str]) -> None:
    field = QLineEdit()
    row = FormRow("Amount", field, "contributions.amount")
    qtbot.addWidget(row)
    with qtbot.waitActive(row):
        row.show()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert said == [row.help_shown]
    assert row.help_shown


def test_how_many_fit_a_name_is_read_aloud(qtbot: QtBot, theme: Theme, said: list[str]) -> None:
    host, field = QWidget(), EntityPicker("Name")
    host.setLayout(column(field, None))
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
    field.setFocus()
    field.setText("lop")
    field.propose([Proposal("Ana Lopez · Bend", "Ana Lopez", 7)])
    assert said == ["1 person found. The last line creates lop."]


def test_cells_are_spoken_with_their_column(
    qtbot: QtBot, window: MainWindow, runner: JobRunner
) -> None:
    window.go("gifts")
    qtbot.waitUntil(lambda: not runner.jobs)
    assert silent_cells(window) == []


def test_copies_are_read_aloud(
    qtbot: QtBot, window: MainWindow, runner: JobRunner, said: list[str]
) -> None:
    window.go("gifts")
    qtbot.waitUntil(lambda: not runner.jobs)
    table = window.page.table
    table.view.selectRow(0)
    table.copy()
    qtbot.waitUntil(lambda: bool(said))
    assert said[-1].endswith("copied")


def test_a_columns_place_can_be_changed_by_keys_alone(
    qtbot: QtBot, window: MainWindow, runner: JobRunner
) -> None:
    window.go("gifts")
    qtbot.waitUntil(lambda: not runner.jobs)
    table = window.page.table
    words = [action.text() for action in table.columns_menu.actions()]
    assert any(one.startswith("Move ") and one.endswith(" left") for one in words)
    assert any(one.startswith("Move ") and one.endswith(" right") for one in words)


def test_the_ring_is_drawn_for_the_keyboards_focus(qtbot: QtBot, theme: Theme) -> None:
    host, field = QWidget(), QPushButton("Record")
    host.setLayout(column(field, None))
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    edge = field.grab().toImage().pixelColor(field.width() // 2, 0)
    assert edge.name().upper() == theme.tokens.focus
