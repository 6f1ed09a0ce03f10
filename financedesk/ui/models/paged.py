"""A register of any size: the ids of all rows, and the few pages of rows that are on screen.

Sorting and filtering ask the source for a new list of ids in a job; until it arrives the
old rows stay. A source that can say the first ids at once is asked for those first, and they come
with their rows: the screen is full before the millionth row is found. While somebody types nothing
else is asked: the rest of the ids and the totals wait for a pause, and end in the middle when it
is over. The model never holds more than ``KEPT_PAGES`` pages, whatever the size.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.progress import Progress
from financedesk.ui.jobs import Job, JobRunner, Latest
from financedesk.ui.models.columns import Column
from financedesk.ui.models.sources import CountingSource, Query, QuickSource, RowSource
from financedesk.ui.models.table_model import RowsOf, TableModel

PAGE_ROWS = 50
KEPT_PAGES = 100
READ_AT_ONCE = 500
SUMMED_AT_ONCE = 500
FIRST_ROWS = 30
"""So many ids are asked for first, or as many as a larger screen holds."""
REST_AFTER_MS = 200
"""How long nothing may be typed before the rest of the ids and the totals are asked for."""

Row = TypeVar("Row")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Screen(Generic[Row]):
    """The beginning of an answer: ids of a screen and a little more, and their rows."""

    ids: "array[int]"
    rows: Sequence[Row | None]


class PagedTableModel(TableModel[Row]):
    """Shows a ``RowSource``.

    ``loaded(rows)`` follows each new list of ids, and once more when the rest has come behind the
    first screen. ``asking(bool)`` tells when a question is under way, for a quiet sign of life;
    ``stopped`` that the user stopped it: ``query`` is what is shown again.
    """

    loaded = Signal(int)
    asking = Signal(bool)
    stopped = Signal()

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
        self._query = self._shown = query or Query()
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, Sequence[Row | None]] = OrderedDict()
        self._question, self._sum, self._totals = Latest(), Latest(), Latest()
        self._waiting: list[Callable[[], None]] = []
        self._first_rows = FIRST_ROWS
        self._whole = True
        self._typing = False
        self._rest: Job | None = None
        self._adding_up: Callable[[], None] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REST_AFTER_MS)
        self._pause.timeout.connect(self._go_on)

    @property
    def query(self) -> Query:
        """What the register shows, or will show when the running question is answered."""
        return self._query

    @property
    def is_whole(self) -> bool:
        """Whether all ids are here, and not only those of the first screen."""
        return self._whole

    # --- asking

    def ask(self, query: Query | None = None) -> None:
        """Ask the source for ``query``, or for the same again after a change in the book."""
        self._query = asked = query or self._query
        self._typing = asked.text != self._shown.text
        self._pause.stop()
        self._waiting.clear()
        self._adding_up = None
        self._totals.stop()
        self.asking.emit(True)  # noqa: FBT003 - a signal takes no names
        source, slow = self._source, self._slow_column(asked)
        if isinstance(source, QuickSource) and slow is None:
            self._ask_first(source)
        else:
            by = f"Sorting {self._title} by {slow.title.lower()}" if slow is not None else ""
            self._ask_all(by or f"Reading {self._title}", self._take)

    def _ask_first(self, source: QuickSource) -> None:
        asked, limit, rows_of = self._query, self._first_rows, self._source.rows

        def read(progress: Progress) -> _Screen[Row]:
            ids = source.first_ids(asked, limit, progress)
            return _Screen(ids, rows_of(ids[:PAGE_ROWS]) if ids else ())

        def take(screen: _Screen[Row]) -> None:
            self._take_first(screen, limit)

        self._put(f"Reading {self._title}", read, take, self._runner.at_once)

    def _slow_column(self, query: Query) -> Column[Row] | None:
        by = (one for one in self.columns if one.key == query.sort_key and one.sorts_slowly)
        return next(by, None)

    def _ask_all(self, title: str, deliver: Callable[["array[int]"], None]) -> Job:
        asked, source = self._query, self._source
        return self._put(
            title, lambda progress: source.ids(asked, progress), deliver, self._runner.background
        )

    def read_on(self) -> None:
        """Ask for what waits for a pause: the rest of the ids, or else the totals."""
        if self._pause.isActive():
            self._pause.stop()
            self._go_on()

    def _go_on(self) -> None:
        self._typing = False
        if self._whole:
            adding_up, self._adding_up = self._adding_up, None
            if adding_up is not None:
                adding_up()
        else:
            self._ask_rest()

    def _ask_rest(self) -> None:
        if self._rest is not None and not self._rest.is_over:
            # A server does not stop in the middle: two of them would keep both threads.
            self._pause.start()
            return
        self._rest = self._ask_all(f"Reading all {self._title}", self._take_rest)

    def _put(
        self,
        title: str,
        work: Callable[[Progress], Answer],
        deliver: Callable[[Answer], None],
        begin: Callable[..., Job],
    ) -> Job:
        jobs: list[Job] = []

        def failed(error: FinanceDeskError) -> None:
            self._give_up()
            if not isinstance(error, Cancelled):
                self._runner.job_failed.emit(jobs[0], error)

        taken = self._question.only(deliver)
        jobs.append(begin(title, work, on_done=taken, on_error=failed))
        self._question.replace(jobs[0])
        return jobs[0]

    def _give_up(self) -> None:
        """Go on with what is shown, after a question was stopped or failed."""
        self._query = self._shown
        self._waiting.clear()
        self.asking.emit(False)  # noqa: FBT003
        self.stopped.emit()

    # --- answers

    def _take_first(self, screen: _Screen[Row], limit: int) -> None:
        whole = len(screen.ids) < limit
        self._show(screen.ids, screen.rows, whole=whole)
        if not whole:
            if self._typing and not self._waiting:
                self._pause.start()
            else:
                self._ask_rest()

    def _take(self, ids: "array[int]") -> None:
        self._show(ids, (), whole=True)

    def _take_rest(self, ids: "array[int]") -> None:
        known = len(self._ids)
        if ids[:known] != self._ids or len(ids) < known:
            self._show(ids, (), whole=True)
            return
        if len(ids) > known:
            self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
            self._ids = ids
            self._whole = True
            self.endInsertRows()
        self._end(len(ids), whole=True)

    def _show(self, ids: "array[int]", rows: Sequence[Row | None], *, whole: bool) -> None:
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        if rows:
            self._pages[0] = rows
        self._whole, self._shown = whole, self._query
        self.endResetModel()
        self._end(len(ids), whole=whole)

    def _end(self, rows: int, *, whole: bool) -> None:
        self._whole = whole
        self.asking.emit(False)  # noqa: FBT003
        self.loaded.emit(rows)
        if whole:
            waiting, self._waiting = self._waiting, []
            for then in waiting:
                then()

    def when_whole(self, then: Callable[[], None]) -> None:
        """Do something once every id is here; the rest is then asked for without a pause."""
        if self._whole:
            then()
            return
        self._waiting.append(then)
        self.read_on()

    def fit_screen(self, rows: int) -> None:
        """Ask for as many first rows as a screen holds, and some more than it shows."""
        self._first_rows = max(FIRST_ROWS, rows + 2)

    # --- rows

    def size(self) -> int:
        """Return the number of rows."""
        return len(self._ids)

    def row_id(self, position: int) -> int:
        """Return the id of the row at a position without fetching the row."""
        return self._ids[position]

    def position_of(self, row_id: int) -> int:
        """Return where the row with this id stands, or -1."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return -1

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
        if page is None or len(page) <= place < len(self._ids) - number * PAGE_ROWS:
            # The page of a first screen may have been cut short by its end.
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

    def rows_of(self) -> RowsOf[Row]:
        """Return how all rows are read page by page, without the pages on screen."""
        ids, source = self._ids, self._source

        def read() -> Iterator[Row | None]:
            for start in range(0, len(ids), READ_AT_ONCE):
                yield from source.rows(ids[start : start + READ_AT_ONCE])

        return RowsOf(len(ids), read)

    # --- sums

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

    def request_totals(self, deliver: Callable[[int, int], None]) -> None:
        """Count everything that fits and add it up; the newest request wins.

        While only the first screen is here there is nothing to add up yet, and while somebody
        types it waits for a pause.
        """
        if not self._whole:
            return
        if self._typing:
            self._adding_up = lambda: self._add_up(deliver)
            self._pause.start()
        else:
            self._add_up(deliver)

    def _add_up(self, deliver: Callable[[int, int], None]) -> None:
        def hand_on(found: tuple[int, int]) -> None:
            deliver(*found)

        taken = self._totals.only(hand_on)
        rows = len(self._ids)
        if rows <= SUMMED_AT_ONCE and not isinstance(self._source, CountingSource):
            taken((rows, sum(self.cents_of(row) for row in self._rows_in([range(rows)]))))
            return
        self._totals.replace(
            self._runner.background(f"Adding up {self._title}", self._count, on_done=taken)
        )

    def _count(self, progress: Progress) -> tuple[int, int]:
        if isinstance(self._source, CountingSource):
            progress.step(0, None, "Adding up")
            return self._source.totals(self._shown, progress)
        ids = self._ids
        return len(ids), self._source.total_cents(ids, progress)

    def _rows_in(self, ranges: Sequence[range]) -> Iterator[Row]:
        rows = (self.row_at(place) for places in ranges for place in places)
        return (row for row in rows if row is not None)

    def request_rows(
        self, ranges: Sequence[range], deliver: Callable[[Sequence[Row]], None]
    ) -> None:
        """Read a few rows at once and many in a job."""
        if sum(map(len, ranges)) <= SUMMED_AT_ONCE:
            deliver(list(self._rows_in(ranges)))
            return
        ids, source = self.ids_in(ranges), self._source

        def read(progress: Progress) -> list[Row]:
            found: list[Row] = []
            for start in range(0, len(ids), READ_AT_ONCE):
                progress.step(start, len(ids), "Reading")
                rows = source.rows(ids[start : start + READ_AT_ONCE])
                found += [row for row in rows if row is not None]
            return found

        self._runner.background(f"Reading {self._title}", read, on_done=deliver)

    def start_sorted(self, key: str, *, descending: bool) -> None:
        """Ask for this order the first time."""
        if any(column.key == key and column.sortable for column in self.columns):
            self._query = replace(self._query, sort_key=key, descending=descending)

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """The order that is asked for."""
        query = self._query
        return (query.sort_key, query.descending) if query.sort_key else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask anew, sorted by a column."""
        chosen = self.columns[column]
        if chosen.sortable:
            descending = order == Qt.SortOrder.DescendingOrder
            self.ask(replace(self._query, sort_key=chosen.key, descending=descending))
