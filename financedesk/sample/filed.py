"""The sample's own filings: one report that is with the FEC, and a draft of the next one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from financedesk.book import Book
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.filings import mark_filed
from financedesk.ledger.period import Period
from financedesk.reports.filing import Request, finalise, prepare


@dataclass(frozen=True, slots=True)
class _Report:
    """A report of the sample: whose, which days, when signed; without a number it stays a draft."""

    code: str
    entity: str
    period: Period
    signed_on: str
    number: str = ""


_REPORTS = (
    _Report("M9", "party", Period(first="2026-08-01", last="2026-08-31"), "2026-09-18",
            "FEC-9900001"),
    _Report("Q3", "multnomah", Period(first="2026-07-01", last="2026-09-30"), "2026-10-12"),
)  # fmt: skip


def file_reports(book: Book, entities: Mapping[str, EntityRow]) -> None:
    """Prepare the reports, and finalise and file those that have a number."""
    for report in _REPORTS:
        request = Request(
            entity_id=entities[report.entity].id, form="F3X", period=report.period,
            code=report.code, signed_on=report.signed_on, outputs=("fec",),
        )  # fmt: skip
        with TemporaryDirectory() as folder:
            prepared = prepare(book, request, Path(folder))
        if report.number:
            filing = finalise(book, prepared.filing.id)
            with book.unit_of_work("Record filing number") as unit:
                mark_filed(unit, filing, report.number)
