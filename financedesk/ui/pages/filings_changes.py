"""What changed between a filing and its previous version, as a detail on the right."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from financedesk.reports.kept import FilingChanges
from financedesk.ui.formatting import count, counted, money
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.widgets import DataTable, EmptyState, Facts, column, label


@dataclass(frozen=True)
class _Row:
    """One line of the account: its words and two figures."""

    words: str
    before: str
    after: str


_LINES: tuple[Column[_Row], ...] = (
    Column("words", "Line", lambda one: one.words, Look.TEXT, 150, stretch=True,
           tip=lambda one: one.words),
    Column("before", "Before", lambda one: one.before, Look.NUMBER, 104),
    Column("after", "Now", lambda one: one.after, Look.AMOUNT, 104),
)  # fmt: skip
_ROWS: tuple[Column[_Row], ...] = (
    Column("words", "Rows", lambda one: one.words, Look.STRONG, 120, stretch=True),
    Column("before", "Changed", lambda one: one.before, Look.NUMBER, 84),
    Column("after", "New / gone", lambda one: one.after, Look.NUMBER, 104),
)


class ChangesPanel(QWidget):
    """Changed lines of the summary, and how many rows of each kind differ."""

    def __init__(self, changes: FilingChanges) -> None:
        super().__init__()
        found = changes.comparison
        self.lines = [_Row(one.label, money(one.before), money(one.after)) for one in found.lines]
        rows = [
            _Row(
                form_type,
                count(number.get("changed", 0)),
                f"{count(number.get('added', 0))} / {count(number.get('removed', 0))}",
            )
            for form_type, number in changes.rows.items()
        ]
        facts = Facts("The two versions")
        facts.show_pairs(
            (
                ("Before", _version(changes.before.version, changes.before.fec_number)),
                ("Now", _version(changes.after.version, changes.after.fec_number)),
                ("Rows the same", count(found.unchanged)),
                ("Cover", counted(len(found.cover), "other field")),
            )
        )
        self.setLayout(
            column(
                facts, label("Changed lines", "card-title"),
                _table("Changed lines", _LINES, self.lines, "No line of the summary changed"),
                label("Changed rows", "card-title"),
                _table("Changed rows", _ROWS, rows, "No row changed"),
                None, spacing=10, margins=(16, 14, 16, 16),
            )
        )  # fmt: skip


def _version(version: int, number: str) -> str:
    words = f"Amendment {version}" if version else "Original"
    return f"{words}, {number}" if number else words


def _table(
    name: str, columns: tuple[Column[_Row], ...], rows: list[_Row], nothing: str
) -> DataTable:
    model: ListTableModel[_Row] = ListTableModel(columns)
    made = DataTable(name, model, empty=EmptyState(nothing, icon="check"), selection_bar=False)
    model.show(rows)
    if rows:
        made.fit_rows(min(len(rows), 12))
    return made
