"""Commands are declared once and behave the same everywhere."""

import pytest
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from financedesk.ui.actions import ActionRegistry, Command
from financedesk.ui.theme import Theme


@pytest.fixture
def registry(qtbot: QtBot, theme: Theme) -> ActionRegistry:
    return ActionRegistry()


def test_a_command_becomes_an_action(registry: ActionRegistry) -> None:
    ran: list[str] = []
    command = Command(
        "file.save", "Save", lambda: ran.append("save"), shortcut="Ctrl+S", icon="save"
    )
    action = registry.add(command)
    assert action.text() == "Save"
    assert action.shortcut() == QKeySequence("Ctrl+S")
    assert not action.icon().isNull()
    action.trigger()
    assert ran == ["save"]


def test_words_and_state_follow_the_desk(registry: ActionRegistry) -> None:
    state: dict[str, str] = {}

    def words() -> str:
        return f"Undo {state['what']}" if state else "Undo"

    action = registry.add(
        Command(
            "edit.undo",
            words,
            state.clear,
            enabled=lambda: "what" in state,
        )
    )
    assert not action.isEnabled()
    state["what"] = "delete 3 contributions"
    registry.refresh()
    assert action.isEnabled()
    assert action.text() == "Undo delete 3 contributions"
    registry.run("edit.undo")
    assert not action.isEnabled()


def test_a_command_that_cannot_run_does_not(registry: ActionRegistry) -> None:
    ran: list[int] = []
    registry.add(Command("x", "X", lambda: ran.append(1), enabled=lambda: False))
    registry.run("x")
    assert ran == []


def test_an_id_is_given_once(registry: ActionRegistry) -> None:
    registry.add(Command("x", "X", list))
    with pytest.raises(ValueError, match="registered twice"):
        registry.add(Command("x", "Y", list))


def test_menus_are_ordered_by_group(registry: ActionRegistry) -> None:
    for name, group in (("c", 2), ("a", 0), ("b", 0)):
        registry.add(Command(name, name, list, menu="File", group=group))
    assert [command.command_id for command in registry.in_menu("File")] == ["a", "b", "c"]
