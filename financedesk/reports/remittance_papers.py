"""Every paper on remittances by its code: read from the book and written to a file.

The faces know papers by these codes alone. What is read goes by who works in the book: whoever may
not keep officials' promises gets none, and nobody reads what reached books that they do not see.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.book import Book, Reading
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import entity_by_id
from financedesk.progress import Progress, Silent
from financedesk.remittances.aged import aged_list
from financedesk.remittances.board_report import board_report
from financedesk.remittances.certificates import issue_certificate, issued
from financedesk.remittances.forecast import forecast_of
from financedesk.remittances.paper_facts import people_of
from financedesk.remittances.paper_kinds import (
    AGED,
    BOARD,
    CERTIFICATE,
    FORECAST,
    PDF,
    SHEET,
    STATEMENT,
    TRANSPARENCY,
    paper_kind,
)
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.sheets import sheet_of
from financedesk.remittances.statements import statement_of
from financedesk.remittances.transparency import transparency_report
from financedesk.reports.pdf.paper import Paper
from financedesk.reports.pdf.paper_file import write_pdf
from financedesk.reports.remittance_certificate import certificate_paper
from financedesk.reports.remittance_lists import aged_paper, board_paper, forecast_paper
from financedesk.reports.remittance_sheet import sheet_paper
from financedesk.reports.remittance_statement import statement_paper
from financedesk.reports.remittance_tables import (
    Table,
    aged_table,
    board_table,
    forecast_table,
    statement_table,
    transparency_table,
)
from financedesk.reports.remittance_transparency import transparency_paper
from financedesk.reports.table_file import write_table
from financedesk.rules.dates import first_of_month
from financedesk.rules.roles import PROMISES


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a paper is to be of: whose officials, which of them, which months, and which day.

    ``official_id`` is for papers of one official, 0 for those of all in one document. ``first`` and
    ``last`` are days in the first and the last month; a forecast begins with the month of ``on``,
    and ``last`` None is its cycle.
    """

    keeper_id: int
    on: date
    official_id: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def begins(self) -> date:
        """The first day of the months; without any, of the year of the day."""
        return first_of_month(self.first or self.on.replace(month=1))

    @property
    def ends(self) -> date:
        """A day in the last month."""
        return self.last or self.first or self.on


def read_paper(book: Book, code: str, asked: Asked) -> Any:  # noqa: ANN401 - each has its own value
    """Return what a paper says, as the value that its room makes.

    A certificate is issued by ``issue`` and only then read here. Raises NotFound for an unknown
    paper or official and for a certificate that was not issued, Refused without the right to keep
    officials' promises, and BadInput.
    """
    kind = paper_kind(code)
    with book.read() as connection:
        access = access_of(connection, book.who)
        access.require(PROMISES, asked.keeper_id)
        if kind.of_one:
            _require_own(connection, asked)
        return _READ[code](connection, asked, access.ids)


def issue(book: Book, asked: Asked, today: date) -> None:
    """Issue a certificate of standing, unless one was issued for that day; one step to undo.

    Raises as ``read_paper`` does, and BadInput for a day that has not come yet.
    """
    with book.read() as connection:
        access_of(connection, book.who).require(PROMISES, asked.keeper_id)
        _require_own(connection, asked)
        if issued(connection, asked.official_id, asked.on) is not None:
            return
    with book.unit_of_work("Issue certificate of standing") as unit:
        issue_certificate(unit, asked.official_id, asked.on, today)


def write_paper_of(
    book: Book, code: str, asked: Asked, target: Path, progress: Progress | None = None
) -> Path:
    """Read a paper and write it to a file; the ending says as what, and the file is returned.

    The file is there only when it is complete. Raises as ``read_paper`` does, and BadInput for an
    ending that the paper has not, and when the disk refuses.
    """
    kind, ending = paper_kind(code), target.suffix.lower()
    if ending not in kind.endings:
        choices = " or ".join(kind.endings)
        raise BadInput(f"{target.name} does not end in {choices}; choose another name.")
    watch = progress or Silent()
    watch.step(0, 2, f"Reading {kind.name.lower()}")
    found = read_paper(book, code, asked)
    watch.step(1, 2, f"Writing {target.name}")
    write_read(code, found, target)
    watch.step(2, 2, f"Written {target.name}")
    return target


def read_all(
    book: Book, code: str, asked: Asked, progress: Progress | None = None
) -> tuple[Any, ...]:
    """Return a paper of every official of whom there is anything to say, by name.

    Raises Refused without the right to keep officials' promises, Cancelled when the user stops it,
    and BadInput for a paper that is not made of all of them and where nothing is to be said.
    """
    kind, watch = paper_kind(code), progress or Silent()
    if not kind.of_all:
        raise BadInput(f"{kind.name} is a paper of one official; name one.")
    with book.read() as connection:
        access = access_of(connection, book.who)
        access.require(PROMISES, asked.keeper_id)
        people = people_of(connection, asked.keeper_id, asked.on).values()
        named = sorted(people, key=lambda one: (one.name.casefold(), one.official_id))
        found: list[Any] = []
        for place, one in enumerate(named):
            watch.step(place, len(named), f"Reading {kind.name.lower()}s")
            theirs = replace(asked, official_id=one.official_id)
            found += _said_of(connection, code, theirs, access.ids)
    if not found:
        raise BadInput("There is nothing to say of anybody in these months; choose others.")
    return tuple(found)


def write_all(
    book: Book, code: str, asked: Asked, target: Path, progress: Progress | None = None
) -> int:
    """Write a paper of every official into one PDF document, and return how many they are.

    Each begins on a page of its own. Raises as ``read_all`` does, and BadInput when it cannot be
    written there.
    """
    if target.suffix.lower() != PDF:
        raise BadInput(f"{target.name} does not end in {PDF}; choose another name.")
    found = read_all(book, code, asked, progress)
    write_all_read(code, found, target)
    return len(found)


def write_all_read(code: str, found: Sequence[Any], target: Path) -> None:
    """Write what ``read_all`` returned into one PDF document; raises BadInput."""
    write_pdf([_PAPER[code](one) for one in found], target)


def write_read(code: str, found: Any, target: Path) -> None:  # noqa: ANN401 - as it was read
    """Write what ``read_paper`` returned to a file, by its ending; raises BadInput."""
    if target.suffix.lower() == PDF:
        write_pdf([_PAPER[code](found)], target)
        return
    table = _TABLE[code](found)
    write_table(target, table.name, table.titles, table.rows, len(table.rows), Silent())


def file_name(book: Book, code: str, asked: Asked, ending: str = PDF) -> str:
    """Return a name for a paper's file: what it is, of whom, and when."""
    kind = paper_kind(code)
    with book.read() as connection:
        whose = entity_by_id(connection, asked.keeper_id).code
        if kind.of_one and asked.official_id:
            whose = OFFICIALS.one(connection, asked.official_id).fact.reference
    when = {
        "day": asked.on.isoformat(),
        "month": f"{asked.begins:%Y-%m}",
        "months": f"{asked.begins:%Y-%m}-to-{asked.ends:%Y-%m}",
    }[kind.wants]
    return f"{kind.name.lower().replace(' ', '-')}-{whose}-{when}{ending}"


def _require_own(connection: Reading, asked: Asked) -> None:
    """Refuse an official of another entity: the wall around pay is that entity's."""
    official = OFFICIALS.one(connection, asked.official_id)
    if official.entity_id != asked.keeper_id:
        raise NotFound(f"There is no official number {asked.official_id} in these books.")


def _said_of(
    connection: Reading, code: str, asked: Asked, visible: Collection[int]
) -> Iterator[Any]:
    """Yield an official's paper if it says anything: something due, given, or stopped."""
    try:
        found: Any = _READ[code](connection, asked, visible)
    except NotFound:  # no pledge, nothing to instruct
        return
    if any(getattr(found, name, None) for name in _TELLING):
        yield found


_TELLING = ("amount_cents", "lines", "stops", "months", "given", "balance_cents")
"""What of a sheet or a statement is empty where there is nothing to say."""


def _certificate(connection: Reading, asked: Asked, _visible: Collection[int]) -> object:
    found = issued(connection, asked.official_id, asked.on)
    if found is None:
        raise NotFound(f"No certificate was issued for {asked.on}; issue it first.")
    return found.fact


_READ: Mapping[str, Callable[[Reading, Asked, Collection[int]], object]] = {
    SHEET: lambda c, a, seen: sheet_of(
        c, a.official_id, f"{a.begins:%Y-%m}", seen, made_on=_giving(a)
    ),
    STATEMENT: lambda c, a, seen: statement_of(
        c, a.official_id, a.begins, a.ends, seen, on=a.on
    ),
    CERTIFICATE: _certificate,
    AGED: lambda c, a, _seen: aged_list(c, a.keeper_id, a.on),
    BOARD: lambda c, a, _seen: board_report(c, a.keeper_id, a.begins, a.ends, on=a.on),
    TRANSPARENCY: lambda c, a, seen: transparency_report(
        c, a.keeper_id, a.begins, a.ends, seen, on=a.on
    ),
    FORECAST: lambda c, a, seen: forecast_of(c, a.keeper_id, seen, on=a.on, last=a.last),
}  # fmt: skip
_PAPER: Mapping[str, Callable[[Any], Paper]] = {
    SHEET: sheet_paper,
    STATEMENT: statement_paper,
    CERTIFICATE: certificate_paper,
    AGED: aged_paper,
    BOARD: board_paper,
    TRANSPARENCY: transparency_paper,
    FORECAST: forecast_paper,
}
_TABLE: Mapping[str, Callable[[Any], Table]] = {
    STATEMENT: statement_table,
    AGED: aged_table,
    BOARD: board_table,
    TRANSPARENCY: transparency_table,
    FORECAST: forecast_table,
}


def _giving(asked: Asked) -> date:
    """Return the day of giving: the day asked for where it lies in the month, else its first."""
    first = asked.begins
    return asked.on if first_of_month(asked.on) == first else first
