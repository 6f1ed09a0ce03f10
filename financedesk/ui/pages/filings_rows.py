"""The rows behind a line of the summary or on a schedule, with their total pinned below."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from financedesk.ledger.line_rows import (
    Behind,
    LineQuery,
    LineRow,
    RowsQuery,
    behind_line,
    behind_schedule,
    line_rows,
)
from financedesk.progress import Progress
from financedesk.rules.summary import form_line
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import NOTHING, counted, money, plain_money
from financedesk.ui.jobs import JobRunner
from financedesk.ui.models import Column, Look, PagedTableModel, Query
from financedesk.ui.pages.filings_work import day_words
from financedesk.ui.widgets import (
    DataTable,
    EmptyState,
    SegmentedControl,
    button,
    column,
    label,
    row,
    set_tone,
)
from financedesk.ui.widgets.build import icon_label, set_look
from financedesk.ui.widgets.eliding_label import ElidingLabel

_COLUMN_WORDS = {"A": "this period", "B": "year to date"}


@dataclass(frozen=True)
class BehindRow:
    """One row of the table: an item, or a part of the line that is none."""

    id: int
    day: str
    name: str
    kind: str
    cents: int
    status: str
    tone: str
    code: str = ""


COLUMNS: tuple[Column[BehindRow], ...] = (
    Column("day", "Date", lambda one: one.day, Look.QUIET, 112, sortable=False),
    Column("name", "Name", lambda one: one.name, Look.STRONG, 200, stretch=True, sortable=False,
           tip=lambda one: one.name),
    Column("kind", "Kind", lambda one: one.kind, Look.TEXT, 170, yields=True, sortable=False,
           tip=lambda one: one.kind),
    Column("status", "Status", lambda one: one.status, Look.CHIP, 112, sortable=False,
           tone=lambda one: one.tone),
    Column("cents", "Counts", lambda one: money(one.cents), Look.AMOUNT, 116, sortable=False,
           cents=lambda one: one.cents, copied=lambda one: plain_money(one.cents)),
)  # fmt: skip


@dataclass
class BehindSource:
    """Reads what stands behind one line; parts have the ids −1, −2, … and come first.

    A job answers for ``query`` while the window still paints what was ``shown`` before; the two
    change places in ``take_answer``, when the model takes the new ids.
    """

    desk: BookDesk
    query: RowsQuery | None = None
    shown: RowsQuery | None = None
    behind: Behind = field(default_factory=Behind)
    answers: dict[RowsQuery, Behind] = field(default_factory=dict)

    def take_answer(self) -> None:
        """Show what the newest job found."""
        self.shown = self.query
        if self.query is not None:
            self.behind = self.answers.get(self.query, Behind())
        self.answers = {}

    def ids(self, _query: Query, progress: Progress) -> "array[int]":
        """Return the ids of everything behind the line."""
        progress.step(0, None, "Reading rows")
        asked = self.query
        if asked is None:
            return array("q")
        with self.desk.book.read() as connection:
            found = (
                behind_line(connection, asked)
                if isinstance(asked, LineQuery)
                else behind_schedule(connection, asked)
            )
        self.answers[asked] = found
        return array("q", [-1 - place for place in range(len(found.parts))]) + found.ids

    def rows(self, ids: Sequence[int]) -> Sequence[BehindRow | None]:
        """Return one page of rows."""
        items = [one for one in ids if one > 0]
        found: dict[int, BehindRow] = {}
        if items and self.shown is not None:
            with self.desk.book.read() as connection:
                found = {one.id: _of_item(one) for one in line_rows(connection, self.shown, items)}
        return [found.get(one) if one > 0 else self._part(one) for one in ids]

    def total_cents(self, ids: Sequence[int], progress: Progress) -> int:
        """Return what a selection counts."""
        progress.step(0, None, "Adding up")
        return sum(one.cents for one in self.rows(ids) if one is not None)

    def _part(self, row_id: int) -> BehindRow:
        part = self.behind.parts[-1 - row_id]
        words = "Line" if part.code else "Carried"
        return BehindRow(row_id, NOTHING, part.words, "", part.cents, words, "neutral", part.code)


def _of_item(one: LineRow) -> BehindRow:
    words, tone = ("Memo", "neutral") if one.memo else ("Itemised", "ok")
    if not one.memo and not one.itemised:
        words, tone = "Unitemised", "info"
    return BehindRow(
        one.id, day_words(one.date), one.name, one.kind_label, one.counts_cents, words, tone
    )


class RowsPanel(QWidget):
    """Names the line, lists its rows, and pins a total that is held against the line.

    ``line_wanted`` asks for another line, ``item_wanted`` for an entry in the register.
    """

    line_wanted = Signal(str)
    item_wanted = Signal(int)
    column_wanted = Signal(str)
    closed = Signal()

    def __init__(self, desk: BookDesk, runner: JobRunner) -> None:
        super().__init__()
        self._source = BehindSource(desk)
        self._says: int | None = None
        self.title = ElidingLabel("", "card-title")
        self.columns = SegmentedControl("Column", (("A", "This period"), ("B", "Year to date")))
        self.columns.chosen.connect(self._choose_column)
        self._filling = False
        self.close_button = button("", "bare", icon="x", name="Close the rows",
                                   on_click=self.closed.emit)  # fmt: skip
        self.model: PagedTableModel[BehindRow] = PagedTableModel(
            COLUMNS, self._source, runner, title="rows behind a line"
        )
        empty = EmptyState("No rows", "Nothing stands on this line.", icon="table-2")
        self.table = DataTable("Rows behind the line", self.model, empty=empty, selection_bar=False)
        self.table.row_opened.connect(self._open)
        self.model.modelAboutToBeReset.connect(self._source.take_answer)
        self.model.loaded.connect(lambda _rows: self._add_up())
        heading = row(spacing=12, margins=(16, 10, 10, 8))
        heading.addWidget(self.title, 1)
        heading.addWidget(self.columns)
        heading.addWidget(self.close_button)
        self.setLayout(column(heading, self.table, self._footer(), spacing=0))

    def _footer(self) -> QFrame:
        made = QFrame()
        set_look(made, "selection")
        self._count = label("", "small")
        self._tick = icon_label("circle-check", "ok")
        self._agrees = label("", "small")
        self.total = label("", "name")
        made.setLayout(
            row(self._count, None, self._tick, self._agrees, self.total, spacing=8,
                margins=(16, 8, 16, 8))
        )  # fmt: skip
        return made

    @property
    def agreement(self) -> str:
        """What is said about the total and the line."""
        return self._agrees.text()

    def show_line(self, query: LineQuery, says: int | None) -> None:
        """Show the rows of a line; ``says`` is what the filing has there, in cents."""
        line = form_line(query.form, query.code)
        self._show(query, says, f"Line {line.number} · {line.label}")
        self._filling = True
        self.columns.setVisible(bool(line.name_a and line.name_b))
        self.columns.choose(query.column)
        self._filling = False

    def show_schedule(self, query: RowsQuery, title: str) -> None:
        """Show the itemised rows of a schedule."""
        self._show(query, None, f"{title} · itemised rows of this period")
        self.columns.hide()

    def _show(self, query: RowsQuery, says: int | None, title: str) -> None:
        self._source.query, self._says = query, says
        self.title.setText(title)
        self.table.view.setAccessibleName(f"Rows behind {title}")
        self.model.ask()

    def _add_up(self) -> None:
        behind = self._source.behind
        total = behind.total_cents
        parts = [counted(len(behind.ids), "row")] if behind.ids else []
        parts += [counted(len(behind.parts), "figure")] if behind.parts else []
        self._count.setText(" and ".join(parts) or "No rows")
        self.total.setText(money(total))
        self.total.setAccessibleName(f"Total {money(total)}")
        agrees = self._says is None or self._says == total
        self._tick.setVisible(self._says is not None and agrees)
        set_tone(self._agrees, "" if agrees else "warn")
        if self._says is None:
            self._agrees.setText("Total")
        elif agrees:
            self._agrees.setText("Equal to the line")
        else:
            self._agrees.setText(
                f"The filing says {money(self._says)}: the book has changed since. Total now"
            )

    def _open(self, row_id: int) -> None:
        if row_id > 0:
            self.item_wanted.emit(row_id)
            return
        part = self._source.behind.parts[-1 - row_id]
        if part.code:
            self.line_wanted.emit(part.code)

    def _choose_column(self, key: str) -> None:
        if not self._filling:
            self.column_wanted.emit(key)

    def select_item(self, item_id: int) -> bool:
        """Select an item's row; False when it does not stand here."""
        place = self.model.position_of(item_id)
        if place >= 0:
            self.table.view.select_rows([place], place)
        return place >= 0

    def when_loaded(self, then: Callable[[], None]) -> None:
        """Call once the rows that are being read have arrived."""

        def once(_rows: int) -> None:
            self.model.loaded.disconnect(once)
            then()

        self.model.loaded.connect(once)
