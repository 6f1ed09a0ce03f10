"""The map of the states as it is read without a pointer, and clicked with one."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from financedesk.ui.widgets.state_map import StateFigure, StateMap, outlines

FIGURES = [
    StateFigure("OR", 250_000, 12), StateFigure("WA", 900_000, 30), StateFigure("GU", 50_000, 1),
    StateFigure("TX", 0, 0),
]  # fmt: skip


@pytest.fixture
def states(qtbot: QtBot) -> StateMap:
    made = StateMap("Given by state")
    qtbot.addWidget(made)
    made.resize(480, 330)
    made.show_figures(FIGURES)
    made.show()
    return made


def test_every_state_has_an_outline() -> None:
    shapes = outlines()
    assert len(shapes) == 52  # fifty states, the District of Columbia, Puerto Rico
    for state, path in shapes.items():
        box = path.boundingRect()
        assert box.width() > 1, state
        assert box.left() >= 0, state
        assert box.right() <= 960, state
        assert box.top() >= 0, state
        assert box.bottom() <= 600, state


def test_the_map_is_told_in_words(states: StateMap) -> None:
    said = states.accessibleDescription()
    assert said.startswith("2 states; most from WA: $9,000.00; $500.00 from elsewhere")
    assert [row.name for row in states.data().rows] == ["WA", "OR", "Elsewhere"]


def test_arrow_keys_read_states_from_the_largest(states: StateMap, qtbot: QtBot) -> None:
    opened: list[str] = []
    states.opened.connect(opened.append)
    states.setFocus()
    qtbot.keyClick(states, Qt.Key.Key_Right)
    assert "WA: $9,000.00, 75\N{NO-BREAK SPACE}%, 30 gifts" in states.accessibleDescription()
    qtbot.keyClick(states, Qt.Key.Key_Right)
    qtbot.keyClick(states, Qt.Key.Key_Return)
    assert opened == ["OR"]
    qtbot.keyClick(states, Qt.Key.Key_Escape)
    assert states.chosen == -1


def test_a_click_opens_the_state_below_it(states: StateMap, qtbot: QtBot) -> None:
    middle = states._placing().map(outlines()["WA"]).boundingRect().center().toPoint()
    with qtbot.waitSignal(states.opened) as opened:
        qtbot.mouseClick(states, Qt.MouseButton.LeftButton, pos=middle)
    assert opened.args == ["WA"]
    qtbot.mouseMove(states, QPoint(2, 2))


def test_a_map_of_nothing_says_so(qtbot: QtBot) -> None:
    made = StateMap("Given by state")
    qtbot.addWidget(made)
    assert "Nothing came" in made.accessibleDescription()
