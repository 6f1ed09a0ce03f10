"""The rows of a file that will not come in, with the reason for each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from financedesk.ui.formatting import count, counted
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.imports_work import Found, FoundFiling, Problem
from financedesk.ui.widgets import (
    Banner,
    DataTable,
    EmptyState,
    FilterBar,
    FilterField,
    button,
    column,
    row,
)

_COLUMNS: tuple[Column[Problem], ...] = (
    Column("row", "Row", lambda one: count(one.row), Look.NUMBER, 72),
    Column("kind", "What", lambda one: one.kind, Look.CHIP, 120, tone=lambda one: one.tone),
    Column("field", "Field", lambda one: one.field, Look.STRONG, 170),
    Column("reason", "Reason", lambda one: one.reason, Look.TEXT, 320, stretch=True,
           tip=lambda one: one.reason),
)  # fmt: skip


class ProblemsPanel(QWidget):
    """A table that can be searched and held to one kind; says so when there is nothing.

    ``save_wanted`` asks for the refused rows as a file.
    """

    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._problems: tuple[Problem, ...] = ()
        self.model: ListTableModel[Problem] = ListTableModel(
            _COLUMNS, identify=lambda one: one.row, order=_order
        )
        self._nothing = EmptyState(
            "No problems", "Every row can be taken as it stands.", icon="circle-check", tone="ok"
        )
        self.table = DataTable(
            "Rows with problems", self.model, empty=self._nothing, selection_bar=False
        )
        self.filter = FilterBar("Search rows, fields, reasons")
        self.filter.changed.connect(self._filter)
        self.banner = Banner()
        self.save = button("Save refused rows…", icon="download", on_click=self.save_wanted.emit)
        self.save.setToolTip("As a file with the reasons, to be corrected and imported again")
        above = row(spacing=8)
        above.addWidget(self.filter, 1)
        above.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        body = column(self.banner, spacing=10)
        body.addLayout(above)
        body.addWidget(self.table)
        self.setLayout(body)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the file, whatever the filter shows."""
        return self._problems

    def show_found(self, found: Found | FoundFiling) -> None:
        """Show the problems of another file."""
        self._problems = found.problems
        self.banner.say(_more(found), "warn")
        kinds = tuple(dict.fromkeys(one.kind for one in found.problems))
        fields = tuple(sorted({one.field for one in found.problems if one.field}))
        offered = [FilterField("kind", "What", tuple((kind, kind) for kind in kinds))]
        if found.problems and isinstance(found, Found):
            offered.append(FilterField("field", "Field", tuple((name, name) for name in fields)))
        self.filter.setVisible(bool(found.problems))
        self.save.setVisible(isinstance(found, Found) and bool(found.report.rejected_count))
        self.filter.offer(offered if found.problems else ())
        self.model.show(found.problems)

    def _filter(self, text: str, filters: Sequence[tuple[str, str]]) -> None:
        wanted = dict(filters)
        self.model.show(
            [
                one
                for one in self._problems
                if wanted.get("kind", one.kind) == one.kind
                and wanted.get("field", one.field) == one.field
                and text.casefold() in f"{one.row} {one.field} {one.reason}".casefold()
            ]
        )


def _order(problem: Problem, key: str) -> object:
    return problem.row if key == "row" else getattr(problem, key)


def _more(found: Found | FoundFiling) -> str:
    """Return the sentence about problems that are counted but not listed."""
    if isinstance(found, FoundFiling):
        return ""
    report = found.report
    hidden = report.rejected_count + report.conflict_count - len(found.problems)
    if hidden <= 0:
        return ""
    most = next(report.lines(), "")
    return f"{counted(hidden, 'more row')} like these; the most frequent reason is {most}"
