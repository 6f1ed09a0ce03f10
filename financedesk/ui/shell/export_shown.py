"""*Export what is shown*: the table in sight as a file: its columns, order, filter and sort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from financedesk.rules.money import parse_cents
from financedesk.ui.actions import Command
from financedesk.ui.formatting import counted
from financedesk.ui.models.columns import Column
from financedesk.ui.widgets.data_table import DataTable

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.reports.xlsx.columns import Value
    from financedesk.ui.shell.main_window import MainWindow

FORMATS = "Workbook (*.xlsx);;CSV file (*.csv)"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"-?\d+\.\d\d")
_UNFIT = re.compile(r"[^\w]+")


_OF_PEOPLE = frozenset({"Donors", "Contributions"})
MIXED = (
    "It holds people of several entities: across a wall none may use another’s without a document"
    " (Entities, Lists and data)"
)
"""What is said of a file in which the people of several entities stand together."""


def export_commands(window: MainWindow) -> list[Command]:
    """Return the command that every page with a register has."""
    return [
        Command(
            "table.export",
            "Export what is shown…",
            lambda: ask_and_export(window),
            shortcut="Ctrl+Alt+E",
            icon="download",
            menu="File",
            group=2,
            enabled=lambda: table_in_sight(window) is not None,
        )
    ]


def table_in_sight(window: MainWindow) -> DataTable | None:
    """Return the register that the keyboard is in, else the largest one in sight, or None.

    Short lists on cards are no registers.
    """
    tables = [
        table
        for table in window.findChildren(DataTable)
        if table.is_register and table.isVisible() and table.model.rowCount()
    ]
    inside = (table for table in tables if table.isAncestorOf(window.focusWidget()))
    largest = max(tables, key=lambda table: table.width() * table.height(), default=None)
    return next(inside, largest)


def ask_and_export(window: MainWindow) -> None:
    """Ask where to and in which form, and export the table in sight."""
    table = table_in_sight(window)
    if table is None:
        return
    name = _UNFIT.sub("-", f"{table.name} {window.desk.entity.name}".lower()).strip("-")
    proposed = str(Path.home() / f"{name}.xlsx")
    place, form = QFileDialog.getSaveFileName(window, "Export what is shown", proposed, FORMATS)
    if place:
        export_table(window, table, with_ending(Path(place), form))


def with_ending(place: Path, form: str) -> Path:
    """Return the place with the ending of the form that was chosen, where none was typed."""
    if place.suffix.lower() in (".csv", ".xlsx"):
        return place
    return place.with_name(place.name + (".csv" if "csv" in form else ".xlsx"))


def export_table(window: MainWindow, table: DataTable, target: Path) -> None:
    """Write all rows of a table with the columns that are shown, in a job."""
    # What is shown now, also when the user goes on while the file is written.
    columns, name = table.view.shown_columns(), table.name
    table.model.when_whole(lambda: _start(window, table, columns, name, target))


def _start(
    window: MainWindow, table: DataTable, columns: list[Column[Any]], name: str, target: Path
) -> None:
    rows, mixed = table.model.rows_of(), _mixed(window, name)

    def values() -> Iterator[list[Value]]:
        for row in rows.read():
            if row is not None:
                yield [value_of(column, row) for column in columns]

    def write(progress: Progress) -> None:
        from financedesk.reports.table_file import write_table

        titles = [column.title or column.key.capitalize() for column in columns]
        write_table(target, name, titles, values(), rows.number, progress)

    def done(_result: None) -> None:
        words = f"Exported {counted(rows.number, *table.noun)} to {target.name}{mixed}"
        window.say(words)
        window.notify(words, str(target.parent))

    window.runner.background(f"Exporting {name.lower()}", write, on_done=done)


def _mixed(window: MainWindow, name: str) -> str:
    """Say what a file with people of several entities may not be used for (11 CFR 100.52(d))."""
    if name not in _OF_PEOPLE or window.desk.entity.entity_id is not None:
        return ""
    return f". {MIXED}"


def value_of(column: Column[Any], row: object) -> Value:
    """Return a cell as a file takes it: an amount in cents, a day, or words."""
    words = column.copied_text(row)
    if column.look.is_numeric and _AMOUNT.fullmatch(words):
        return parse_cents(words)
    if _DAY.fullmatch(words):
        try:
            return date.fromisoformat(words)
        except ValueError:
            return words
    return words
