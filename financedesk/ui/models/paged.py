"""A register of any size: the ids of all rows, and the few pages of rows that are on screen.

Sorting and filtering ask the source for a new list of ids in a job; until it arrives the
old rows stay. The model never holds more than ``KEPT_PAGES`` pages, whatever the size.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from financedesk.progress import Progress
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.models.columns import Column
from financedesk.ui.models.table_model import TableModel

PAGE_ROWS = 250
KEPT_PAGES = 40
SUMMED_AT_ONCE = 500

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)


@dataclass(frozen=True)
class Query:
    """What a register should show: free text, named filters, and the column to sort by."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort_key: str = ""
    descending: bool = False

    def where(self, name: str) -> str | None:
        """Return the value of a named filter, or None when it is not set."""
        return next((value for key, value in self.filters if key == name), None)


class RowSource(Protocol[Row_co]):
    """Where a register's rows come from.

    ``ids`` and ``total_cents`` run in a job and may take their time; ``rows`` is called in
    the window's thread while painting and must be one look-up by key.
    """

    def ids(self, query: Query, progress: Progress) -> "array[int]":
        """Return the ids of all rows that fit, in their order, as ``array('q')``."""

    def rows(self, ids: Sequence[int]) -> Sequence[Row_co | None]:
        """Return one page of rows in the order of ``ids``; None where a row has gone."""

    def total_cents(self, ids: Sequence[int], progress: Progress) -> int:
        """Return the sum of the amounts of these rows, in cents."""


class PagedTableModel(TableModel[Row]):
    """Shows a ``RowSource``; ``loaded(rows)`` follows each new list of ids.

    ``asking(bool)`` tells when a question is under way, for a quiet sign of life.
    """

    loaded = Signal(int)
    asking = Signal(bool)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        source: RowSource[Row],
        runner: JobRunner,
        *,
        title: str,
        query: Query | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``title`` names the register in the list of jobs; nothing is asked before ``ask``."""
        super().__init__(columns, parent)
        self._source = source
        self._runner = runner
        self._title = title
        self._query = query or Query()
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, Sequence[Row | None]] = OrderedDict()
        self._question = Latest()
        self._sum = Latest()

    @property
    def query(self) -> Query:
        """What the register shows, or will show when the running question is answered."""
        return self._query

    def ask(self, query: Query | None = None) -> None:
        """Ask the source for ``query``, or for the same again after a change in the book."""
        self._query = query or self._query
        asked = self._query
        deliver = self._question.only(self._take)
        self.asking.emit(True)  # noqa: FBT003 - a signal takes no names
        job = self._runner.background(
            f"Reading {self._title}",
            lambda progress: self._source.ids(asked, progress),
            on_done=deliver,
        )
        self._question.replace(job)

    def _take(self, ids: "array[int]") -> None:
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()
        self.asking.emit(False)  # noqa: FBT003
        self.loaded.emit(len(ids))

    def size(self) -> int:
        """Return the number of rows."""
        return len(self._ids)

    def row_id(self, position: int) -> int:
        """Return the id of the row at a position without fetching the row."""
        return self._ids[position]

    def position_of(self, row_id: int) -> int:
        """Return where the row with this id stands, or -1."""
        return self._ids.index(row_id) if row_id in self._ids else -1

    def ids_in(self, ranges: Sequence[range]) -> "array[int]":
        """Return the ids of ranges of positions."""
        chosen: array[int] = array("q")
        for places in ranges:
            chosen.extend(self._ids[places.start : places.stop])
        return chosen

    def row_at(self, position: int) -> Row | None:
        """Return the row at a position, fetching its page when it is not at hand."""
        number, place = divmod(position, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(number)
        else:
            self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def _fetch(self, number: int) -> Sequence[Row | None]:
        start = number * PAGE_ROWS
        page = self._source.rows(self._ids[start : start + PAGE_ROWS])
        self._pages[number] = page
        if len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        return page

    def request_sum(self, ranges: Sequence[range], deliver: Callable[[int], None]) -> None:
        """Add up a short selection at once and a long one in a job; the newest request wins."""
        wanted = self._sum.only(deliver)
        if sum(map(len, ranges)) <= SUMMED_AT_ONCE:
            wanted(sum(self.cents_of(row) for row in self._rows_in(ranges)))
            return
        ids = self.ids_in(ranges)
        job = self._runner.background(
            f"Adding up {self._title}",
            lambda progress: self._source.total_cents(ids, progress),
            on_done=wanted,
        )
        self._sum.replace(job)

    def _rows_in(self, ranges: Sequence[range]) -> Iterator[Row]:
        rows = (self.row_at(place) for places in ranges for place in places)
        return (row for row in rows if row is not None)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask anew, sorted by a column."""
        chosen = self.columns[column]
        if chosen.sortable:
            descending = order == Qt.SortOrder.DescendingOrder
            self.ask(replace(self._query, sort_key=chosen.key, descending=descending))
