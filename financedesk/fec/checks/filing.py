"""A whole filing, streamed: header, cover, ids, references, lines, and every record in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from financedesk.errors import BadInput
from financedesk.fec.checks.conditions import Context
from financedesk.fec.checks.fields import check_fields
from financedesk.fec.checks.findings import Finding, Findings, Level
from financedesk.fec.checks.records import check_record
from financedesk.fec.layouts import CURRENT_VERSION, Layout, find_layout, layout
from financedesk.fec.reader import FilingReader, Record, Unreadable, open_filing
from financedesk.fec.tokens import FORM_SUFFIXES, body_tokens, is_cover
from financedesk.fec.writer import LONGEST_F99_TEXT

_REPORT_ID = re.compile(r"FEC-\d+", re.ASCII)
_AMENDMENT_NUMBER = re.compile(r"0*[1-9]\d{0,8}", re.ASCII)
_NO_NUMBER = ("", "0", "00", "000")
_OWN_IDS = ("transaction_id", "transaction_id_number")
_REFERENCES = ("back_reference_tran_id_number", "back_reference_tran_id")
_SCHEDULES = ("back_reference_sched_name", "back_reference_sched_form_name")
_PROBLEMS: dict[str, tuple[Level, str]] = {
    "unknown_record": ("warning", "unknown_record"),
    "no_record": ("refused", "no_record"),
    "extra_data": ("refused", "extra_data"),
    "open_quote": ("refused", "open_quote"),
    "text_block": ("warning", "text_block"),
}


@dataclass(frozen=True, slots=True)
class _Reference:
    """A back reference that waits for the rest of the file."""

    line: int
    form_type: str
    field: str
    target: str
    schedule: str


def check_file(source: Path | str | BinaryIO) -> list[Finding]:
    """Check a filing as the Commission will, and closer; findings come in the order of lines.

    A file that cannot be read at all has one finding that says so. Filings of earlier versions are
    judged more gently: what the rules of today would refuse is a warning there.
    Raises BadInput only when there is no such file.
    """
    if isinstance(source, (str, Path)) and not Path(source).is_file():
        raise BadInput(f"There is no file {source}.")
    try:
        with open_filing(source) as filing:
            return check_filing(filing)
    except BadInput as error:
        return [Finding("refused", 1, "HDR", "", "unreadable", str(error))]


def check_filing(filing: FilingReader) -> list[Finding]:
    """Check a filing that is open; its records are gone through to the end."""
    check = FilingCheck(filing)
    for record in filing.records:
        check.take(record)
    return check.finish()


class FilingCheck:
    """The checks of one filing, fed record by record.

    For whoever goes through the records for a second purpose at the same time: ``take`` each
    record, then ``finish``.
    """

    def __init__(self, filing: FilingReader) -> None:
        """Check the header; the records come through ``take``."""
        self._filing = filing
        cover = filing.cover
        self._context = Context(
            version=filing.version,
            form=cover.record,
            form_type=cover.form_type,
            filer_id=cover.fields.get("filer_committee_id_number", ""),
            cover=cover.fields,
        )
        self._findings = Findings(filing.version)
        self._tokens = body_tokens(cover.record)
        self._ids: dict[str, str] = {}
        self._references: list[_Reference] = []
        self._covers = 0
        self._add_all(_check_header(filing))

    def _add_all(self, findings: Iterator[Finding]) -> None:
        for finding in findings:
            self._findings.add(finding)

    def take(self, record: Record) -> None:
        """Check one record of the filing."""
        columns = layout(record.record, self._context.version)
        self._add_all(check_fields(record, columns, self._context))
        self._add_all(check_record(record, self._context))
        if is_cover(record.record):
            self._covers += 1
            self._add_all(_check_cover(record, self._covers))
        else:
            self._add_all(self._check_body(record))
        self._add_all(_check_width(record, columns))
        self._remember(record, columns)

    def finish(self) -> list[Finding]:
        """Check what only the end of the file can tell, and return everything found."""
        for reference in self._references:
            self._add_all(self._check_reference(reference))
        for problem in self._filing.problems:
            self._findings.add(_of_problem(problem))
        return self._findings.result()

    def _check_body(self, record: Record) -> Iterator[Finding]:
        if self._covers == 0:
            message = f"The second line must be the cover of a form; it is a {record.form_type}."
            self._covers = 1
            yield _finding(record, "refused", "form_type", "cover_second", message)
        filer = record.fields.get("filer_committee_id_number", "")
        if filer and self._context.filer_id and filer != self._context.filer_id:
            message = f"The filer's id {filer} is not the cover's, {self._context.filer_id}."
            name = "filer_committee_id_number"
            yield _finding(record, "refused", name, "other_filer", message)
        if self._tokens is not None and record.form_type not in self._tokens:
            yield self._out_of_place(record)

    def _out_of_place(self, record: Record) -> Finding:
        form = self._context.form
        families = {token[:2] for token in self._tokens or ()}
        if record.form_type[:2] in families and record.record not in ("F3Z1", "F3Z2"):
            message = f"Form {form[1:]} has no line for {record.form_type}."
            return _finding(record, "refused", "form_type", "line_unknown", message)
        message = f"A {record.form_type} record does not belong with Form {form[1:]}."
        return _finding(record, "refused", "form_type", "schedule_of_other_form", message)

    def _remember(self, record: Record, columns: Layout) -> None:
        own = record.fields.get(columns.first_of(_OWN_IDS), "")
        if own:
            self._add_all(self._check_id(record, own))
        field = columns.first_of(_REFERENCES)
        target = record.fields.get(field, "")
        if target:
            schedule = record.fields.get(columns.first_of(_SCHEDULES), "")
            known = self._ids.get(target.upper())
            if known is None or (schedule and known != schedule.upper()):
                self._references.append(
                    _Reference(record.line, record.form_type, field, target, schedule.upper())
                )

    def _check_id(self, record: Record, own: str) -> Iterator[Finding]:
        upper = own.upper()
        if upper != own:
            message = f"The transaction id {own} must be in capital letters."
            yield _finding(record, "refused", "transaction_id", "transaction_case", message)
        if upper in self._ids:
            message = f"The transaction id {own} stands in the file more than once."
            yield _finding(record, "refused", "transaction_id", "duplicate_transaction", message)
        self._ids[upper] = record.form_type

    def _check_reference(self, reference: _Reference) -> Iterator[Finding]:
        found = self._ids.get(reference.target.upper())
        at = (reference.line, reference.form_type, reference.field)
        if found is None:
            message = f"It refers to transaction {reference.target}, which is not in the file."
            yield Finding("refused", *at, "back_reference", message)
        elif reference.schedule and found != reference.schedule:
            level: Level = "refused" if reference.form_type == "TEXT" else "warning"
            message = (
                f"It refers to transaction {reference.target} on {reference.schedule}; "
                f"that transaction stands on {found}."
            )
            yield Finding(level, *at, "back_reference_schedule", message)


def _check_header(filing: FilingReader) -> Iterator[Finding]:
    version = filing.version
    if version != CURRENT_VERSION:
        message = (
            f"The filing is of version {version}; the Commission takes new filings in version "
            f"{CURRENT_VERSION} alone."
        )
        yield Finding("warning", 1, "HDR", "fec_version", "current_version", message)
    columns = find_layout("HDR", version)
    if columns is not None and version == CURRENT_VERSION:
        header = Record(1, "HDR", "HDR", "HDR", filing.header)
        yield from check_fields(header, columns, Context(version=version))
    yield from _check_amendment(filing)


def _check_amendment(filing: FilingReader) -> Iterator[Finding]:
    """An amendment names the original report and its own number; other reports name neither."""
    report = filing.header.get("rpt_id", "")
    number = filing.header.get("rpt_number", "")
    suffixes = FORM_SUFFIXES.get(filing.cover.record, "")
    if not suffixes or filing.version.startswith("P"):
        return
    if not filing.cover.form_type.endswith("A"):
        if report or number not in _NO_NUMBER:
            message = "Only an amendment names an earlier report and a number; leave both empty."
            yield Finding("refused", 1, "HDR", "rpt_id", "not_an_amendment", message)
        return
    if not _REPORT_ID.fullmatch(report):
        message = (
            "An amendment must name the original report, as FEC- and its number (FEC-1234567)."
        )
        yield Finding("refused", 1, "HDR", "rpt_id", "amendment_report", message)
    if not _AMENDMENT_NUMBER.fullmatch(number):
        message = "An amendment must have a number: 1 for the first, 2 for the second."
        yield Finding("refused", 1, "HDR", "rpt_number", "amendment_number", message)


def _check_cover(record: Record, covers: int) -> Iterator[Finding]:
    if covers > 1:
        message = f"A second form ({record.form_type}) is in the file; file each form by itself."
        yield _finding(record, "refused", "form_type", "one_form", message)
    suffixes = FORM_SUFFIXES.get(record.record, "")
    if suffixes and record.form_type == record.record:
        message = f"The form type must end in one of {', '.join(suffixes)}: new, amended and so on."
        yield _finding(record, "refused", "form_type", "form_suffix", message)
    text = record.fields.get("text", "")
    if record.record == "F99" and len(text) > LONGEST_F99_TEXT:
        message = f"The text has {len(text):,} characters; {LONGEST_F99_TEXT:,} are allowed."
        yield _finding(record, "refused", "text", "field_too_long", message)


def _check_width(record: Record, columns: Layout) -> Iterator[Finding]:
    wanted, given = len(columns.fields), len(record.values)
    if columns.version == CURRENT_VERSION and given != wanted and not any(record.extra):
        message = f"The line has {given} fields; a {record.record} record has {wanted}."
        yield _finding(record, "advice", "", "field_count", message)


def _of_problem(problem: Unreadable) -> Finding:
    level, rule = _PROBLEMS[problem.kind]
    return Finding(level, problem.line, "", "", rule, problem.reason)


def _finding(record: Record, level: Level, name: str, rule: str, message: str) -> Finding:
    return Finding(level, record.line, record.form_type, name, rule, message)
