"""A book of gifts in 400 drives, each with its page, code and fee, from a fixed seed."""

from collections.abc import Iterator
from datetime import date, timedelta

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.drives.assigning import RuleForm, add_rule
from financedesk.drives.planning import DriveForm, make_drive, set_milestones
from financedesk.ledger import tables
from financedesk.ledger.gifts import SOURCE_ROW_COLUMNS
from tests.bench.desk_book import DAYS, FIRST, Filled, Filling
from tests.ledger.riverbend import desk_for, riverbend_at

DRIVES = 400
PAGES, CODES = 7, 12
_SERIES_ONE_IN = 4


def fill(location: str, rows: int) -> Filled:
    """Make a book with so many entries in 400 drives; return its true totals."""
    with riverbend_at(location) as book:
        with book.unit_of_work("Plan drives") as unit:
            drives = _plan(unit, desk_for(book, "party").entity.id)
        with book.unit_of_work("Fill") as unit:
            unit.start_batch(kind="bench", format="bench", file_name="bench", file_sha256="0" * 64)
            return _Driven(book, unit, rows, drives).run()


def page_of(number: int) -> str:
    """Return a drive's own page."""
    return f"drive-{number:03}"


def _plan(unit: UnitOfWork, entity_id: int) -> list[int]:
    made = []
    for number in range(DRIVES):
        first = FIRST + timedelta(number * DAYS // DRIVES)
        form = DriveForm(
            entity_id=entity_id, name=f"Drive {number:03}", goal_cents=20_000_00,
            from_date=first.isoformat(), to_date=(first + timedelta(90)).isoformat(),
        )  # fmt: skip
        drive_id = make_drive(unit, form)
        set_milestones(unit, drive_id, [(5_000_00, "a start"), (15_000_00, "nearly there")])
        add_rule(unit, RuleForm(drive_id=drive_id, page=f"{page_of(number)}*"))
        made.append(drive_id)
    return made


class _Driven(Filling):
    """Gifts that carry a drive each, some drives many times as many as others."""

    def __init__(self, book: Book, unit: UnitOfWork, rows: int, drives: list[int]) -> None:
        super().__init__(book, unit, rows, max(10, round(rows * 3 / 10)))
        self._drives = drives

    def drive_of(self, number: int) -> int | None:
        """Return the drive of an entry: the first ones get most."""
        return self._drives[_place(number)]

    def follow(self, ids: range) -> None:
        """Write where each gift came from."""
        self.unit.bulk_insert(tables.source_row, SOURCE_ROW_COLUMNS, self._rows(ids))

    def _rows(self, ids: range) -> Iterator[tuple[object, ...]]:
        row_ids = self.unit.reserve(len(ids))
        for number, (row_id, item_id) in enumerate(zip(row_ids, ids, strict=True)):
            series = number // 40 if number % _SERIES_ONE_IN == 0 else None
            given = {
                "id": row_id, "entity_id": self.entity_id, "source": "actblue",
                "external_id": f"L{number}", "item_id": item_id, "digest": "0" * 20,
                "fee_cents": 99, "receipt_id": f"R{series if series is not None else number}",
                "page": f"{page_of(_place(number))}-{number % PAGES}",
                "reference_code": f"code-{number % CODES}",
                "recurrence": None if series is None else number % 40 // _SERIES_ONE_IN + 1,
            }  # fmt: skip
            yield tuple(given.get(name) for name in SOURCE_ROW_COLUMNS)


def _place(number: int) -> int:
    """Return which drive an entry carries: a tenth of the drives gets half of the entries."""
    spread = number * 7919 % 1_000
    return spread % (DRIVES // 10) if spread < 500 else spread % DRIVES


LAST = date(2026, 10, 1)
"""The day on which the bench looks at the drives."""
