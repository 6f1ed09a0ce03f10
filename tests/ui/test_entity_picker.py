"""Picking somebody who is known, or beginning somebody new, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.theme import Theme
from financedesk.ui.widgets import column
from financedesk.ui.widgets.entity_picker import EntityPicker
from financedesk.ui.widgets.type_ahead import Proposal

Key = Qt.Key
LOPEZ = Proposal("Ana Lopez · Bend, OR", "Ana Lopez", 7)


@pytest.fixture
def host(qtbot: QtBot, theme: Theme) -> QWidget:
    made = QWidget()
    made.setLayout(column(EntityPicker("Name", noun="vendor", many="vendors"), QLineEdit(), None))
    qtbot.addWidget(made)
    made.resize(400, 300)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def picker(host: QWidget) -> EntityPicker:
    found = host.findChildren(EntityPicker)[0]
    found.setFocus()
    return found


def test_to_create_somebody_comes_last(qtbot: QtBot, picker: EntityPicker) -> None:
    qtbot.keyClicks(picker, "lop")
    picker.propose([LOPEZ])
    assert [one.words for one in picker.proposals()] == [LOPEZ.words, "Create vendor “lop”…"]


def test_enter_takes_who_is_known(qtbot: QtBot, picker: EntityPicker) -> None:
    qtbot.keyClicks(picker, "lop")
    picker.propose([LOPEZ])
    with qtbot.waitSignal(picker.picked) as caught:
        qtbot.keyClick(picker, Key.Key_Return)
    assert caught.args == [7]
    assert (picker.value, picker.text()) == (7, "Ana Lopez")


def test_the_last_line_begins_somebody_new_with_what_was_typed(
    qtbot: QtBot, picker: EntityPicker
) -> None:
    qtbot.keyClicks(picker, "Lop Printing")
    picker.propose([LOPEZ])
    qtbot.keyClick(picker, Key.Key_Up)
    with qtbot.assertNotEmitted(picker.picked), qtbot.waitSignal(picker.create_wanted) as caught:
        qtbot.keyClick(picker, Key.Key_Return)
    assert caught.args == ["Lop Printing"]
    assert picker.value is None
    assert not picker.is_open


def test_nothing_typed_offers_nobody_new(qtbot: QtBot, picker: EntityPicker) -> None:
    picker.propose([])
    assert picker.proposals() == ()


def test_leaving_does_not_create_anybody(qtbot: QtBot, picker: EntityPicker) -> None:
    qtbot.keyClicks(picker, "Lop Printing")
    picker.propose([])
    with qtbot.assertNotEmitted(picker.create_wanted):
        qtbot.keyClick(picker, Key.Key_Escape)
        qtbot.keyClick(picker, Key.Key_Tab)
    assert picker.text() == "Lop Printing"
