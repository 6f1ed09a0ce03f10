"""No two entities of one book look alike, and the one in hand is named everywhere."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.entity_marks import distinct_marks, initials, short_names
from financedesk.ui.shell import MainWindow
from tests.ui.fictional import FictionalDesk

CONTROL = Qt.KeyboardModifier.ControlModifier
VICTORY = "Riverbend Victory Fund"


def test_marks_are_initials_and_never_the_same_twice() -> None:
    names = ["Lantern Party of Oregon", "Lane Party", "Lantern PAC", "Lantern Party"]
    marks = distinct_marks(names)
    assert marks[0] == "LP"
    assert len(set(marks)) == len(names)
    assert all(1 <= len(mark) <= 2 for mark in marks)


def test_even_twenty_equal_names_keep_a_mark() -> None:
    marks = distinct_marks(["Union Local"] * 20)
    assert len(marks) == 20
    assert len(set(marks)) > 10
    assert initials("of the and") == "OT"
    assert initials("–") == "?"


def test_short_names_lose_their_tail_only_where_that_tells_apart() -> None:
    assert short_names(["Lantern Party of Oregon", "Oregon Voice"]) == [
        "Lantern Party",
        "Oregon Voice",
    ]
    both = ["Friends of Oregon", "Lantern Party of Oregon", "Lantern Party of Idaho"]
    assert short_names(both) == both


def test_the_top_bar_names_the_entity_in_hand(window: MainWindow, desk: FictionalDesk) -> None:
    assert window.top_bar.entity.words == "RP Riverbend Party of Oregon"
    desk.choose_entity(2)
    assert window.top_bar.entity.words == f"RV {VICTORY}"
    assert window.top_bar.entity.accessibleName() == f"In hand: {VICTORY}"


def test_the_mark_stays_when_the_sidebar_is_narrow(window: MainWindow) -> None:
    window.resize(1100, 700)
    assert window.sidebar.collapsed
    assert window.sidebar.switcher.mark == "RP"
    assert window.top_bar.entity.isVisible()


def test_control_e_takes_another_entity_by_typing(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_E, CONTROL)
    field = window.palette_overlay.field
    assert field.hasFocus()
    assert window.palette_overlay.titles() == [one.name for one in desk.entities()]
    qtbot.keyClicks(field, "victory")
    assert window.palette_overlay.titles() == [VICTORY]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert desk.entity.entity_id == 2
    assert not window.palette_overlay.isVisible()


def test_entities_are_found_by_their_mark(qtbot: QtBot, window: MainWindow) -> None:
    window.open_palette("@rv")
    assert window.palette_overlay.titles() == [VICTORY]
    qtbot.keyClick(window.palette_overlay.field, Qt.Key.Key_Escape)


def test_a_form_in_the_drawer_names_whose_books_it_writes(
    window: MainWindow, desk: FictionalDesk
) -> None:
    desk.choose_entity(None)
    window.open_drawer("Record", QLineEdit(), entity_id=1)
    assert window.drawer.whose == ("RP", "Riverbend Party of Oregon")
    window.show_entity(2)
    assert window.drawer.whose == ("RV", VICTORY)
    window.open_drawer("Detail", QWidget())
    assert window.drawer.whose == ("", "")
