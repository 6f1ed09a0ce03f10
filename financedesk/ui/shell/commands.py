"""The commands that belong to the window itself, whatever its pages are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from financedesk.ui.actions import MENUS, ActionRegistry, Command
from financedesk.ui.shell.export_shown import export_commands
from financedesk.ui.shell.palette import ACTIONS, ENTITIES, PaletteEntry
from financedesk.ui.theme import Density, Mode, current_theme
from financedesk.ui.widgets.drawer import STEP

if TYPE_CHECKING:
    from financedesk.ui.shell.main_window import MainWindow

_MODES = (
    (Mode.SYSTEM, "Theme: as the system"),
    (Mode.LIGHT, "Theme: light"),
    (Mode.DARK, "Theme: dark"),
    (Mode.HIGH_CONTRAST, "Theme: high contrast"),
)
_TEXT_STEP = 10
_LAST_NUMBER = 9
_END = 9


def shell_commands(window: MainWindow) -> list[Command]:
    """Return the window's own commands in the order of its menus."""
    return [
        *_file(window),
        *_edit(window),
        *_view(window),
        *_drawer(window),
        *_go(window),
        *_tools(window),
        *_help(window),
    ]


def _file(window: MainWindow) -> list[Command]:
    return [
        *export_commands(window),
        Command(
            "file.quit",
            "Quit FinanceDesk",
            window.close,
            shortcut="Ctrl+Q",
            menu="File",
            group=_END,
            in_palette=False,
        ),
    ]


def _edit(window: MainWindow) -> list[Command]:
    status = window.desk.undo_status
    return [
        Command(
            "edit.undo",
            lambda: _named("Undo", status().undo),
            window.undo,
            shortcut="Ctrl+Z",
            icon="undo-2",
            menu="Edit",
            enabled=lambda: bool(status().undo),
        ),
        Command(
            "edit.redo",
            lambda: _named("Redo", status().redo),
            window.redo,
            shortcut="Ctrl+Shift+Z",
            icon="redo-2",
            menu="Edit",
            enabled=lambda: bool(status().redo),
        ),
        Command(
            "edit.filter",
            "Filter this page",
            window.focus_filter,
            shortcut="Ctrl+F",
            icon="filter",
            menu="Edit",
            group=1,
        ),
        Command(
            "edit.new",
            "New on this page",
            window.run_primary,
            shortcut="Ctrl+N",
            icon="plus",
            menu="Edit",
            group=1,
            enabled=window.has_primary,
        ),
    ]


def _named(verb: str, what: str) -> str:
    return f"{verb} {what[0].lower()}{what[1:]}" if what else verb


def _view(window: MainWindow) -> list[Command]:
    theme = current_theme()
    modes = [
        Command(
            f"view.theme.{mode.value.replace(' ', '_')}",
            words,
            lambda mode=mode: theme.set_mode(mode),  # type: ignore[misc]
            menu="View",
            group=1,
            checked=lambda mode=mode: theme.mode is mode,  # type: ignore[misc]
        )
        for mode, words in _MODES
    ]
    return [
        Command(
            "view.toggle_theme",
            "Switch light and dark",
            theme.toggle,
            shortcut="Ctrl+Shift+L",
            icon="moon",
            menu="View",
        ),
        Command(
            "view.sidebar",
            "Narrow sidebar",
            window.toggle_sidebar,
            shortcut="Ctrl+B",
            icon="panel-left",
            menu="View",
            checked=lambda: window.sidebar.collapsed,
        ),
        Command(
            "view.hide_amounts",
            "Hide amounts",
            window.toggle_amounts,
            shortcut="Ctrl+Shift+H",
            icon="eye-off",
            menu="View",
            checked=lambda: theme.amounts_hidden,
        ),
        *modes,
        _text_size("larger", "Larger text", "Ctrl+=", _TEXT_STEP),
        _text_size("smaller", "Smaller text", "Ctrl+-", -_TEXT_STEP),
        Command(
            "view.text_normal",
            "Normal text size",
            lambda: theme.set_text_size(100),
            shortcut="Ctrl+0",
            menu="View",
            group=2,
        ),
        Command(
            "view.compact",
            "Compact rows",
            _toggle_density,
            menu="View",
            group=3,
            checked=lambda: theme.density is Density.COMPACT,
        ),
    ]


def _toggle_density() -> None:
    theme = current_theme()
    compact = theme.density is Density.COMPACT
    theme.set_density(Density.COMFORTABLE if compact else Density.COMPACT)


def _drawer(window: MainWindow) -> list[Command]:
    shown = window.drawer_is_open
    return [
        Command(
            "view.notices",
            "Notifications",
            window.telling.show_notices,
            shortcut="Ctrl+Shift+B",
            icon="bell",
            menu="View",
            group=4,
        ),
        Command(
            "view.drawer_wider",
            "Wider details",
            lambda: window.drawer.widen(STEP),
            shortcut="Ctrl+Alt+Left",
            menu="View",
            group=4,
            enabled=shown,
        ),
        Command(
            "view.drawer_narrower",
            "Narrower details",
            lambda: window.drawer.widen(-STEP),
            shortcut="Ctrl+Alt+Right",
            menu="View",
            group=4,
            enabled=shown,
        ),
        Command(
            "view.close_drawer",
            "Close details",
            window.close_drawer,
            menu="View",
            group=4,
            enabled=shown,
            in_palette=False,
        ),
    ]


def _text_size(name: str, words: str, shortcut: str, by: int) -> Command:
    theme = current_theme()
    return Command(
        f"view.text_{name}",
        words,
        lambda: theme.set_text_size(theme.text_size + by),
        shortcut=shortcut,
        menu="View",
        group=2,
    )


def _go(window: MainWindow) -> list[Command]:
    pages = [
        Command(
            f"go.{entry.page_id}",
            entry.title,
            lambda page_id=entry.page_id: window.go(page_id),  # type: ignore[misc]
            shortcut=f"Ctrl+{number}" if number <= _LAST_NUMBER else "",
            icon=entry.icon,
            menu="Go",
        )
        for number, entry in enumerate(window.entries, start=1)
    ]
    entity = Command(
        "go.entity",
        "Take another entity in hand",
        lambda: window.open_palette(ENTITIES),
        shortcut="Ctrl+E",
        icon="building-2",
        menu="Go",
        group=1,
        in_palette=False,
    )
    return [*pages, entity]


def _tools(window: MainWindow) -> list[Command]:
    return [
        Command(
            "go.palette",
            "Search or run a command",
            window.open_palette,
            shortcut="Ctrl+K",
            icon="search",
            menu="Tools",
            in_palette=False,
        ),
        Command(
            "tools.actions",
            "Run a command",
            lambda: window.open_palette(ACTIONS),
            shortcut="Ctrl+Shift+K",
            icon="command",
            menu="Tools",
            in_palette=False,
        ),
        Command(
            "tools.jobs",
            "Jobs and their history",
            window.telling.show_jobs,
            shortcut="Ctrl+J",
            icon="history",
            menu="Tools",
            group=1,
        ),
        Command(
            "tools.stop_jobs",
            "Stop all running jobs",
            window.runner.cancel_all,
            menu="Tools",
            group=1,
            enabled=lambda: bool(window.runner.jobs),
        ),
    ]


def _help(window: MainWindow) -> list[Command]:
    return [
        Command(
            "help.shortcuts",
            "Keyboard shortcuts",
            window.show_shortcuts,
            shortcut="F1",
            icon="keyboard",
            menu="Help",
        ),
        Command(
            "help.about",
            "About FinanceDesk",
            window.show_about,
            icon="info",
            menu="Help",
            group=1,
        ),
    ]


def fill_menu_bar(bar: QMenuBar, actions: ActionRegistry) -> None:
    """Build the menus from the registry; groups are set apart, empty menus left out."""
    for title in MENUS:
        commands = list(actions.in_menu(title))
        if not commands:
            continue
        menu = bar.addMenu(f"&{title}")
        menu.aboutToShow.connect(actions.refresh)
        menu.setToolTipsVisible(True)
        _fill_menu(
            menu, [(command.group, actions.action(command.command_id)) for command in commands]
        )


def _fill_menu(menu: QMenu, lines: list[tuple[int, QAction]]) -> None:
    before = lines[0][0]
    for group, action in lines:
        if group != before:
            menu.addSeparator()
        before = group
        menu.addAction(action)


def page_entries(actions: ActionRegistry) -> list[PaletteEntry]:
    """Return the palette's entries for pages."""
    return [
        _entry("Go to", command, actions) for command in actions.in_menu("Go") if command.in_palette
    ]


def action_entries(actions: ActionRegistry) -> list[PaletteEntry]:
    """Return the palette's entries for everything that can be done now."""
    return [
        _entry("Actions", command, actions)
        for command in actions.commands()
        if command.in_palette and command.menu != "Go" and _can_run(command)
    ]


def _can_run(command: Command) -> bool:
    return command.enabled is None or command.enabled()


def _entry(section: str, command: Command, actions: ActionRegistry) -> PaletteEntry:
    return PaletteEntry(
        section,
        command.words,
        lambda: actions.run(command.command_id),
        detail=actions.action(command.command_id).shortcut().toString(),
        icon=command.icon or "command",
        key=f"command/{command.command_id}",
    )
