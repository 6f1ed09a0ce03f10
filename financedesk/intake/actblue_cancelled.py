"""ActBlue's list of cancelled recurring contributions: no money, but the end of each series.

A row names the series by its receipt, which all its charges share. It becomes an event of the
series, one for each month, so that the list may be taken again. Times are US Eastern, as in the
export of paid contributions.
"""

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import NamedTuple

from financedesk.errors import BadInput
from financedesk.intake.csv_table import Table, find_table
from financedesk.intake.days import DayReader
from financedesk.intake.mending import CONTROL
from financedesk.intake.row_reading import Refusal, require_key
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes, RejectedRow

CODE = "actblue-cancelled"
REQUIRED = ("Receipt ID", "Recurrence Amount", "Initial Contribution Date", "Cancelled On")
FIELDS = ("Receipt ID", "Cancelled On", "Recur Completed", "Cancelation Reason", "FEC Id")
_LONGEST = 200


class CancelledRow(NamedTuple):
    """A series that ended: its receipt, the day (``YYYY-MM-DD``), why, and whose it is."""

    number: int
    receipt_id: str
    day: str
    note: str
    recipient_id: str


def fits(source: SourceFile) -> bool:
    """Tell whether the file has the columns of a list of cancelled series."""
    return find_table(source, REQUIRED) is not None


def read(source: SourceFile, notes: Notes) -> Iterator[RejectedRow]:
    """Yield the rows that cannot be taken; the others hold no gifts."""
    for row in rows_of(source, notes):
        if isinstance(row, RejectedRow):
            yield row


def rows_of(source: SourceFile, notes: Notes) -> Iterator[CancelledRow | RejectedRow]:
    """Yield each row as read, or why it is refused; raises BadInput for another file."""
    table = find_table(source, REQUIRED)
    if table is None:
        raise BadInput(f"{source.name} is no list of cancelled series; it lacks their columns.")
    days = DayReader()
    places = table.positions(FIELDS)
    pick: Callable[[list[str]], tuple[str, ...]] = itemgetter(
        *(places.get(name, table.width) for name in FIELDS)
    )
    for number, cells in table.rows(notes):
        try:
            yield _row(number, _whole(cells, table), pick, days)
        except Refusal as refusal:
            yield RejectedRow(number, refusal.field, str(refusal))
    days.require_one_order(source.name)


def _whole(cells: list[str], table: Table) -> list[str]:
    """Return the cells with an empty one at their end; raise Refusal where they do not fit."""
    if len(cells) != table.width:
        raise Refusal("", f"The row has {len(cells)} cells under {table.width} columns.")
    if any(CONTROL.search(cell) for cell in cells):
        raise Refusal("", "A cell holds a character that is no text.")
    return [*cells, ""]


def _row(
    number: int, cells: list[str], pick: Callable[[list[str]], tuple[str, ...]], days: DayReader
) -> CancelledRow:
    receipt, when, completed, why, recipient = (cell.strip()[:_LONGEST] for cell in pick(cells))
    if not receipt:
        raise Refusal("Receipt ID", "The row names no series.")
    require_key("Receipt ID", receipt, "receipt")
    if not when:
        raise Refusal("Cancelled On", "The row does not say when the series ended.")
    try:
        day = days.read(when)
    except BadInput as error:
        raise Refusal("Cancelled On", str(error)) from error
    said = "completed" if completed.casefold() in ("t", "true", "yes") else why.replace("_", " ")
    return CancelledRow(number, receipt, day, said, recipient.upper())
