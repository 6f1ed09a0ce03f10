"""The register's table, used with the mouse and without."""

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from financedesk.ui.formatting import money
from financedesk.ui.models import ListTableModel
from financedesk.ui.theme import Theme
from financedesk.ui.widgets import DataTable, EmptyState
from tests.ui.fictional import COLUMNS, Gift, gift

Key = Qt.Key
NO_KEYS = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def table(qtbot: QtBot) -> DataTable:
    model: ListTableModel[Gift] = ListTableModel(COLUMNS, identify=lambda one: one.gift_id)
    made = DataTable("Contributions", model, noun=("gift", "gifts"))
    qtbot.addWidget(made)
    model.show([gift(number) for number in range(1, 41)])
    made.resize(1000, 500)
    with qtbot.waitActive(made):
        made.show()
    made.view.setFocus()
    return made


def click_row(
    qtbot: QtBot, table: DataTable, row: int, keys: Qt.KeyboardModifier = NO_KEYS
) -> None:
    spot = table.view.visualRect(table.model.index(row, 1)).center()
    qtbot.mouseClick(table.view.viewport(), LEFT, keys, spot)


def bar_words(table: DataTable) -> str:
    return f"{table._count.text()} {table._sum.text()}"


def test_a_click_selects_the_row_and_the_bar_adds_up(qtbot: QtBot, table: DataTable) -> None:
    click_row(qtbot, table, 0)
    click_row(qtbot, table, 2, CONTROL)
    assert table.selected_ids() == [1, 3]
    assert table._bar.isVisible()
    assert bar_words(table) == f"2 gifts selected · {money(gift(1).cents + gift(3).cents)}"


def test_clearing_the_selection_hides_the_bar(qtbot: QtBot, table: DataTable) -> None:
    click_row(qtbot, table, 0)
    qtbot.keyClick(table.view, Key.Key_Escape)
    assert table.selected_ids() == []
    assert not table._bar.isVisible()


def test_escape_without_selection_is_passed_on(qtbot: QtBot, table: DataTable) -> None:
    with qtbot.waitSignal(table.escaped):
        qtbot.keyClick(table.view, Key.Key_Escape)


def test_keys_move_select_and_open(qtbot: QtBot, table: DataTable) -> None:
    view = table.view
    qtbot.keyClick(view, Key.Key_Home)
    qtbot.keyClick(view, Key.Key_Down)
    assert view.currentIndex().row() == 1
    qtbot.keyClick(view, Key.Key_Space)
    assert table.selected_ids() == []
    qtbot.keyClick(view, Key.Key_Space)
    assert table.selected_ids() == [2]
    qtbot.keyClick(view, Key.Key_End)
    assert view.currentIndex().row() == 39
    with qtbot.waitSignal(table.row_opened) as caught:
        qtbot.keyClick(view, Key.Key_Return)
    assert caught.args == [40]


def test_shift_end_selects_to_the_last_row(qtbot: QtBot, table: DataTable) -> None:
    click_row(qtbot, table, 37 - 35)
    qtbot.keyClick(table.view, Key.Key_End, SHIFT)
    assert table.selected_ids() == list(range(3, 41))


def test_a_double_click_opens(qtbot: QtBot, table: DataTable) -> None:
    spot = table.view.visualRect(table.model.index(3, 1)).center()
    with qtbot.waitSignal(table.row_opened) as caught:
        qtbot.mouseClick(table.view.viewport(), LEFT, NO_KEYS, spot)
        qtbot.mouseDClick(table.view.viewport(), LEFT, NO_KEYS, spot)
    assert caught.args == [4]


def test_copy_takes_what_is_shown_as_a_spreadsheet_wants_it(qtbot: QtBot, table: DataTable) -> None:
    click_row(qtbot, table, 4)
    qtbot.keyClick(table.view, Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Date\tDonor\tDrive\tCycle to date\tAmount\tStatus"
    one = gift(5)
    assert lines[1].split("\t")[1] == one.donor
    assert lines[1].split("\t")[4] == f"{one.cents // 100}.{one.cents % 100:02d}"
    assert len(lines) == 2


def test_a_click_on_the_header_sorts_and_turns(qtbot: QtBot, table: DataTable) -> None:
    header = table.view.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), LEFT, NO_KEYS, spot)
    assert table.model.row_at(0).donor == "Adaeze Okonkwo"
    qtbot.mouseClick(header.viewport(), LEFT, NO_KEYS, spot)
    assert table.model.row_at(0).donor == "Theodore Lindqvist"


def test_the_same_rows_stay_selected_when_the_table_is_filled_anew(
    qtbot: QtBot, table: DataTable
) -> None:
    click_row(qtbot, table, 5)
    table.model.show([gift(number) for number in range(40, 0, -1)])
    assert table.selected_ids() == [6]
    assert table.view.currentIndex().row() == 34
    table.model.show([gift(number) for number in range(20, 30)])
    assert table.selected_ids() == []


def test_an_empty_table_teaches(qtbot: QtBot) -> None:
    empty = EmptyState("No gifts yet", "Import one.", action="Import a file")
    model: ListTableModel[Gift] = ListTableModel(COLUMNS)
    table = DataTable("Gifts", model, empty=empty)
    qtbot.addWidget(table)
    table.show()
    assert table.is_empty
    model.show([gift(1)])
    assert not table.is_empty


def test_columns_hide_move_and_are_remembered(
    qtbot: QtBot, table: DataTable, settings: QSettings
) -> None:
    table.remember(settings, "gifts")
    menu = table.columns_menu
    menu.show_column(2, shown=False)
    table.view.setCurrentIndex(table.model.index(0, 4))
    menu.move_column(-1)
    other = DataTable("Again", table.model)
    qtbot.addWidget(other)
    other.remember(settings, "gifts")
    header = other.view.horizontalHeader()
    assert other.view.isColumnHidden(2)
    assert header.visualIndex(4) == 3
    assert header.visualIndex(3) == 4


def test_the_menus_ticks_say_what_is_shown(table: DataTable) -> None:
    menu = table.columns_menu
    ticks = {action.text(): action.isChecked() for action in menu._shown}
    assert ticks["Donor"]
    assert not ticks["Lock"]
    menu._shown[6].trigger()
    assert not table.view.isColumnHidden(6)


def test_the_last_column_cannot_be_hidden(table: DataTable) -> None:
    for place in range(len(COLUMNS)):
        table.columns_menu.show_column(place, shown=False)
    shown = [place for place in range(len(COLUMNS)) if table.view.is_wanted(place)]
    assert len(shown) == 1


def test_the_name_takes_the_free_width_and_never_vanishes(qtbot: QtBot, table: DataTable) -> None:
    view = table.view
    taken = sum(view.columnWidth(place) for place in range(7) if not view.isColumnHidden(place))
    assert taken == view.viewport().width()
    table.resize(620, 500)
    assert view.columnWidth(1) >= 140
    assert view.isColumnHidden(3)
    assert not view.isColumnHidden(5)
    table.resize(1000, 500)
    assert not view.isColumnHidden(3)


def test_a_million_selected_rows_are_a_range(qtbot: QtBot, table: DataTable) -> None:
    qtbot.keyClick(table.view, Key.Key_A, CONTROL)
    assert table.view.selected_ranges() == (range(40),)
    assert table.selected_count() == 40


def test_rows_grow_with_the_text(table: DataTable, theme: Theme) -> None:
    theme.set_text_size(130)
    assert table.view.verticalHeader().defaultSectionSize() == 49


def test_a_short_list_stays_as_high_as_its_rows(table: DataTable, theme: Theme) -> None:
    table.fit_rows(6)
    assert table.view.height() == 32 + 6 * 38
    theme.set_text_size(130)
    assert table.view.height() == 42 + 6 * 49
