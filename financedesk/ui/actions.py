"""Every command of the desk, declared once: menus, buttons, the palette and F1 read it here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from financedesk.ui.theme import bind_icon, current_theme

MENUS = ("File", "Edit", "View", "Go", "Tools", "Help")


@dataclass(frozen=True)
class Command:
    """What a command is called, where it stands and what it does.

    ``title`` may be a function when the words follow the state ("Undo delete 3
    contributions"). ``menu`` is one of ``MENUS`` or empty; ``group`` separates within it.
    ``why`` says, for a tooltip, why it cannot run now and who can do it instead.
    """

    command_id: str
    title: str | Callable[[], str]
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    menu: str = ""
    group: int = 0
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None
    in_palette: bool = True
    why: Callable[[], str] | None = None

    @property
    def words(self) -> str:
        """The title as it reads now."""
        return self.title if isinstance(self.title, str) else self.title()


class ActionRegistry(QObject):
    """The commands and the one QAction that stands for each everywhere."""

    ran = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}

    def add(self, command: Command) -> QAction:
        """Register ``command`` and return its action; an id is given once."""
        if command.command_id in self._commands:
            raise ValueError(f"The command {command.command_id} is registered twice.")
        action = QAction(command.words, self)
        action.setObjectName(command.command_id)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        if command.icon:
            bind_icon(action, command.icon, current_theme())
        action.setCheckable(command.checked is not None)
        action.triggered.connect(lambda: self.run(command.command_id))
        self._commands[command.command_id] = command
        self._actions[command.command_id] = action
        self._refresh_one(command)
        return action

    def action(self, command_id: str) -> QAction:
        """Return the action of a command, to put on a button or into a menu."""
        return self._actions[command_id]

    def command(self, command_id: str) -> Command:
        """Return a command by its id."""
        return self._commands[command_id]

    def commands(self) -> tuple[Command, ...]:
        """Return every command in the order of registration."""
        return tuple(self._commands.values())

    def in_menu(self, menu: str) -> Iterable[Command]:
        """Return the commands of one menu, by group and then as registered."""
        found = [command for command in self._commands.values() if command.menu == menu]
        return sorted(found, key=lambda command: command.group)

    def run(self, command_id: str) -> None:
        """Run a command if it is enabled now, and tell who listens."""
        command = self._commands[command_id]
        if command.enabled is not None and not command.enabled():
            self._refresh_one(command)
            return
        command.run()
        self.ran.emit(command_id)
        self.refresh()

    def refresh(self) -> None:
        """Ask every command anew for its words and whether it can run."""
        for command in self._commands.values():
            self._refresh_one(command)

    def _refresh_one(self, command: Command) -> None:
        action = self._actions[command.command_id]
        action.setText(command.words)
        enabled = command.enabled is None or command.enabled()
        action.setEnabled(enabled)
        if command.why is not None:
            why = "" if enabled else command.why()
            action.setToolTip(why or command.words)
            action.setStatusTip(why)
        if command.checked is not None:
            action.setChecked(command.checked())
