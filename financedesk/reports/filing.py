"""Prepare a filing: compose it, write its files, judge it, keep it as a draft; then finalise it.

The files are written beside their names first and moved when all of them are whole, so that a
failure leaves neither half a file nor a draft that points at one.
"""

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from financedesk import __version__
from financedesk.book import Book, Reading
from financedesk.errors import BadInput, Refused
from financedesk.fec.writer import FecWriter, Transliteration
from financedesk.ledger import filings
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.filings import Filing, NewFiling
from financedesk.ledger.period import Period
from financedesk.progress import Progress, Silent
from financedesk.reports.findings import findings_of
from financedesk.reports.forms.f3x import Heading, compose
from financedesk.reports.judge import Verdict, judge_filing
from financedesk.reports.model import Report
from financedesk.rules.periods import guess_code, report_code
from financedesk.rules.roles import FILE

SOFTWARE = "FinanceDesk"
OUTPUTS = ("fec", "pdf", "xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a filing is asked for: whose, which days, and how."""

    entity_id: int
    form: str
    period: Period
    code: str = ""
    amend: bool = False
    signed_on: str = ""
    outputs: tuple[str, ...] = OUTPUTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A prepared draft: its number in the book, its files, what was found in it.

    ``changes`` are fields that could not be written as they stand in the book (accents, too
    long); ``summary`` is both columns in cents by line.
    """

    filing: Filing
    files: tuple[Path, ...]
    verdict: Verdict
    changes: tuple[Transliteration, ...]
    change_count: int
    records: int

    @property
    def summary(self) -> Mapping[str, Mapping[str, int]]:
        """Return both columns by line."""
        return self.filing.summary


def prepare(
    book: Book, request: Request, folder: Path, progress: Progress | None = None
) -> Prepared:
    """Write a draft's files into a folder and keep the draft in the book.

    Raises Refused when the entity does not file this form, or an amendment lacks its original.
    """
    watch = progress or Silent()
    with book.read() as connection:
        access_of(connection, book.who).require(FILE, request.entity_id)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".filing-") as scratch:
        written = _write_files(book, request, Path(scratch), watch)
        watch.step(3, 4, "Checking the file")
        verdict = judge_filing(written.fec_path)
        with book.unit_of_work(f"Prepare {request.form} filing") as unit:
            filing_id = filings.keep_draft(unit, _new_filing(request, written, verdict))
            files = tuple(_moved(path, folder) for path in written.paths)
    with book.read() as connection:
        filing = filings.filing_by_id(connection, filing_id)
    watch.step(4, 4, "Done")
    return Prepared(
        filing=filing, files=files, verdict=verdict, changes=tuple(written.writer.changes),
        change_count=written.writer.change_count, records=written.writer.lines,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    report: Report
    heading: Heading
    numbering: "_Numbering"
    writer: FecWriter
    fec_path: Path
    paths: tuple[Path, ...]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbering:
    """Which version of the report this is, and of which original."""

    version: int = 0
    amends_id: int | None = None
    original_number: str = ""


def _write_files(book: Book, request: Request, scratch: Path, progress: Progress) -> _Written:
    with book.read() as connection:
        entity = entity_by_id(connection, request.entity_id)
        numbering = _numbering(connection, request)
        heading = _heading(connection, entity, request, numbering)
        report = compose(connection, entity, request.period, heading)
        stem = _stem(entity, report)
        fec_path = scratch / f"{stem}.fec"
        progress.step(0, 4, "Writing the .fec file")
        with fec_path.open("wb") as stream:
            writer = write_fec(report, numbering.original_number, stream)
        paths = [fec_path]
        if "pdf" in request.outputs:
            progress.step(1, 4, "Writing the PDF")
            paths.append(_write_pdf(report, scratch / f"{stem}.pdf"))
        if "xlsx" in request.outputs:
            progress.step(2, 4, "Writing the workbook")
            paths += _write_workbook(report, scratch / f"{stem}.xlsx")
    return _Written(
        report=report, heading=heading, numbering=numbering, writer=writer, fec_path=fec_path,
        paths=tuple(paths), sha256=_sha256(fec_path),
    )  # fmt: skip


def write_fec(report: Report, original_number: str, stream: BinaryIO) -> FecWriter:
    """Write a report as a .fec file; returns the writer, which knows what it had to change.

    ``original_number`` is the FEC's number of the original report: needed by amendments only.
    """
    writer = FecWriter(stream)
    header = {"record_type": "HDR", "ef_type": "FEC", "fec_version": writer.version,
              "soft_name": SOFTWARE, "soft_ver": __version__}  # fmt: skip
    if report.version:
        header |= {"rpt_id": original_number, "rpt_number": str(report.version)}
    writer.write("HDR", header)
    writer.write(report.form, report.cover)
    for record, fields in report.records():
        writer.write(record, fields)
    return writer


def _write_pdf(report: Report, path: Path) -> Path:
    from financedesk.reports.pdf import write_pdf

    with path.open("wb") as stream:
        write_pdf(report, stream)
    return path


def _write_workbook(report: Report, path: Path) -> list[Path]:
    from financedesk.reports.xlsx import write_workbook

    return write_workbook(report, path, csv_folder=path.parent)


def _heading(
    connection: Reading, entity: EntityRow, request: Request, numbering: _Numbering
) -> Heading:
    code = request.code.upper().strip() or _code(connection, entity, request)
    signed = request.signed_on or date.today().isoformat()
    known = _known_cover(connection, request)
    return Heading(
        report_code=report_code(code).code if code else "",
        election_code=known.get("election_code", ""),
        date_of_election=known.get("date_of_election", ""),
        state_of_election=known.get("state_of_election", ""),
        signed_on=signed,
        version=numbering.version,
        termination=code == "TER",
    )


def _known_cover(connection: Reading, request: Request) -> Mapping[str, str]:
    kept = filings.filings_of(connection, request.entity_id, request.form, request.period)
    return kept[-1].cover if kept else {}


def _code(connection: Reading, entity: EntityRow, request: Request) -> str:
    kept = filings.filings_of(connection, request.entity_id, request.form, request.period)
    if kept and kept[-1].report_code:
        return kept[-1].report_code
    first, last = (date.fromisoformat(day) for day in (request.period.first, request.period.last))
    return guess_code(first, last, entity.filing or "quarterly", form=request.form) or ""


def _numbering(connection: Reading, request: Request) -> _Numbering:
    if not request.amend:
        return _Numbering()
    kept = [
        filing
        for filing in filings.filings_of(
            connection, request.entity_id, request.form, request.period
        )
        if filing.state in ("filed", "adopted", "amending")
    ]
    if not kept:
        raise Refused(
            f"There is no filed {request.form} from {request.period.first} to"
            f" {request.period.last} to amend; file the original first."
        )
    last = kept[-1]
    original = last.original_number or (last.fec_number if last.version == 0 else "")
    if not original:
        raise Refused(
            f"An amendment names the FEC's number of the original report; record it with"
            f" `filings filed {last.id} --fec FEC-…`."
        )
    return _Numbering(version=last.version + 1, amends_id=last.id, original_number=original)


def _new_filing(request: Request, written: _Written, verdict: Verdict) -> NewFiling:
    summary = written.report.summary
    return NewFiling(
        entity_id=request.entity_id, form=request.form, report_code=written.heading.report_code,
        period=request.period, version=written.numbering.version,
        amends_id=written.numbering.amends_id,
        original_number=written.numbering.original_number,
        signed_on=written.heading.signed_on, file_name=written.fec_path.name,
        sha256=written.sha256, summary={"A": dict(summary.a), "B": dict(summary.b)},
        findings=findings_of(verdict), cover=dict(written.report.cover),
    )  # fmt: skip


def finalise(book: Book, filing_id: int) -> Filing:
    """Freeze a draft: compose it once more, keep its bytes and rows, lock the rows.

    Raises Refused when the draft would not be accepted, or when the book has changed since it
    was prepared (its bytes would differ from what was checked).
    """
    with book.read() as connection:
        filing = filings.filing_for(connection, filing_id, book.who, FILE)
        if filing.state != "draft":
            raise Refused(f"Filing {filing_id} is {filing.state}; only a draft is finalised.")
        if not filing.findings.get("acceptable", False):
            raise Refused(f"Filing {filing_id} would be refused; mend its findings first.")
        content = _composed_again(connection, filing)
    if hashlib.sha256(content).hexdigest() != filing.sha256:
        raise Refused(
            f"The book has changed since filing {filing_id} was prepared; prepare it again."
        )
    with book.unit_of_work("Finalise filing") as unit:
        batch = unit.start_batch(
            kind="finalise", format="fec", file_name=filing.file_name,
            file_sha256=filing.sha256, entity_id=filing.entity_id,
        )  # fmt: skip
        rows = filings.finalise(unit, filing, content)
        batch.finish(rows, 0, {"filing": filing_id})
    with book.read() as connection:
        return filings.filing_by_id(connection, filing_id)


def _composed_again(connection: Reading, filing: Filing) -> bytes:
    return filing_bytes(replace(composed(connection, filing), state="final"), filing)


def filing_bytes(report: Report, filing: Filing) -> bytes:
    """Return the .fec file of a report that was composed for a filing."""
    stream = BytesIO()
    write_fec(report, filing.original_number, stream)
    return stream.getvalue()


def composed(connection: Reading, filing: Filing) -> Report:
    """Compose a kept filing once more from the ledger as it stands now, under its own heading.

    The connection must outlive the report's records. Raises Refused like ``compose``.
    """
    entity = entity_by_id(connection, filing.entity_id)
    heading = Heading(
        report_code=filing.report_code,
        election_code=filing.cover.get("election_code", ""),
        date_of_election=filing.cover.get("date_of_election", ""),
        state_of_election=filing.cover.get("state_of_election", ""),
        signed_on=filing.signed_on,
        version=filing.version,
        termination=filing.report_code == "TER",
    )
    return compose(connection, entity, filing.period, heading)


def export_kept(book: Book, filing_id: int, path: Path) -> Path:
    """Write the exact bytes of a finalised or adopted filing to a file."""
    with book.read() as connection:
        filings.filing_for(connection, filing_id, book.who)
        content = filings.kept_bytes(connection, filing_id)
    path.write_bytes(content)
    return path


def _stem(entity: EntityRow, report: Report) -> str:
    version = f"-A{report.version}" if report.version else ""
    code = report.report_code or "report"
    return f"{entity.code}-{report.form}-{code}-{report.period.last}{version}"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _moved(path: Path, folder: Path) -> Path:
    target = folder / path.name
    try:
        path.replace(target)
    except OSError as error:
        raise BadInput(f"{target} can not be written: {error.strerror or error}.") from error
    return target
