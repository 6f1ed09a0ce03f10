"""Commands on filings: prepare, list, finalise, record the FEC's number, reopen, amend."""

import argparse
from datetime import date
from pathlib import Path

from financedesk.book import Book
from financedesk.cli.command import Command, Context, Outcome, no_arguments
from financedesk.errors import BadInput
from financedesk.ledger import filings as kept
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import entity_by_id
from financedesk.ledger.filings import Filing
from financedesk.ledger.period import Period
from financedesk.reports import filing as reports
from financedesk.reports.filing import OUTPUTS, Prepared, Request
from financedesk.reports.findings import findings_of
from financedesk.rules.money import format_cents
from financedesk.rules.roles import FILE
from financedesk.rules.summary import form_line


def day(text: str) -> str:
    """Read a day of the command line; raises the parser's own error."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-01-31") from error


def _file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("form", metavar="FORM", type=str.upper, help="F3X")
    parser.add_argument("--entity", required=True, metavar="E", help="entity code or FEC id")
    parser.add_argument("--from", dest="first", required=True, type=day, metavar="D")
    parser.add_argument("--to", dest="last", required=True, type=day, metavar="D")
    parser.add_argument("--code", default="", metavar="C", help="report code: Q1, M4, YE, 12G …")
    parser.add_argument("--amend", action="store_true", help="an amendment of the filed report")
    parser.add_argument("--only", choices=OUTPUTS, help="write this output alone")
    parser.add_argument("--signed", type=day, metavar="DATE", help="date signed")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")


def _file(context: Context) -> Outcome:
    given = context.arguments
    if given.form != "F3X":
        raise BadInput(f"Form {given.form} is not filed from here yet; file F3X.")
    if given.first > given.last:
        raise BadInput("--from lies after --to; give the first and the last day of the period.")
    with context.book(write=True) as book:
        with book.read() as connection:
            entity = access_of(connection, book.who).find(given.entity)
        request = Request(
            entity_id=entity.id, form=given.form, period=Period(first=given.first, last=given.last),
            code=given.code, amend=given.amend, signed_on=given.signed or "",
            outputs=(given.only,) if given.only else OUTPUTS,
        )  # fmt: skip
        prepared = reports.prepare(book, request, given.out, context.progress)
    return _prepared(prepared)


def _prepared(prepared: Prepared) -> Outcome:
    verdict = prepared.verdict
    changes = [
        {"line": c.line, "record": c.record, "field": c.field, "before": c.before, "after": c.after}
        for c in prepared.changes
    ]
    data = {
        "filing": prepared.filing.id,
        "files": [str(path) for path in prepared.files],
        "summary": prepared.summary,
        **findings_of(verdict),
        "changed_text": changes,
        "records": prepared.records,
    }
    words = [f"Draft {prepared.filing.id}: {len(prepared.files)} files."]
    words += [f"  {path}" for path in prepared.files]
    words += [_line(prepared, code) for code in ("6b", "19", "31", "8")]
    words += [f"  Will be refused: {finding.message}" for finding in verdict.refused]
    words += [f"  Warning: {finding.message}" for finding in verdict.warnings[:20]]
    if prepared.change_count:
        words.append(f"  {prepared.change_count} fields were written in plain letters or cut.")
    return Outcome(data, "\n".join(words), attention=not verdict.acceptable)


def _line(prepared: Prepared, code: str) -> str:
    cents = prepared.summary["A"][code]
    return f"  line {form_line(prepared.filing.form, code).number:<6} {format_cents(cents):>18}"


def _list(context: Context) -> Outcome:
    with context.book(write=False) as book, book.read() as connection:
        seen = access_of(connection, book.who).entities
        codes = {entity.id: entity.code for entity in seen}
        listed = kept.filings(connection, list(codes))
        rows = [_row(filing, codes[filing.entity_id]) for filing in listed]
    lines = [
        f"{row['id']}  {row['entity']}  {row['form']} {row['code']:<4} {row['from']} –"
        f" {row['to']}  {row['state']}  version {row['version']}"
        for row in rows
    ]
    return Outcome({"filings": rows}, "\n".join(lines) or "No filings yet.")


def _row(filing: Filing, entity_code: str) -> dict[str, object]:
    return {
        "id": filing.id, "entity": entity_code, "form": filing.form,
        "code": filing.report_code, "from": filing.period.first, "to": filing.period.last,
        "state": filing.state, "version": filing.version, "sha256": filing.sha256,
        "fec": filing.fec_number,
    }  # fmt: skip


def _id_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("filing", type=int, metavar="ID")


def _finalise(context: Context) -> Outcome:
    with context.book(write=True) as book:
        filing = reports.finalise(book, context.arguments.filing)
        words = f"Filing {filing.id} is final; its rows are locked. SHA-256 {filing.sha256}."
        return _answer(book, filing, words)


def _answer(book: Book, filing: Filing, words: str) -> Outcome:
    with book.read() as connection:
        code = entity_by_id(connection, filing.entity_id).code
    return Outcome(_row(filing, code), words)


def _filed_arguments(parser: argparse.ArgumentParser) -> None:
    _id_argument(parser)
    parser.add_argument("--fec", required=True, metavar="FEC-123", help="the FEC's filing number")


def _filed(context: Context) -> Outcome:
    full = kept.read_filing_number(context.arguments.fec)
    return _changed(
        context, "Record filing number", lambda unit, one: kept.mark_filed(unit, one, full),
        f"is filed as {full}.",
    )  # fmt: skip


def _reopen(context: Context) -> Outcome:
    says = "is a draft again; its rows are unlocked."
    return _changed(context, "Reopen filing", kept.reopen, says)


def _amend(context: Context) -> Outcome:
    says = "is open for correction; correct its rows, then file with --amend."
    return _changed(context, "Amend filing", kept.amend, says)


def _changed(context: Context, action: str, change: kept.FilingChange, says: str) -> Outcome:
    """Take a filing to its next state, and say so."""
    filing_id = context.arguments.filing
    with context.book(write=True) as book:
        with book.unit_of_work(action) as unit:
            change(unit, kept.filing_for(unit.connection, filing_id, book.who, FILE))
        with book.read() as connection:
            filing = kept.filing_by_id(connection, filing_id)
        return _answer(book, filing, f"Filing {filing.id} {says}")


COMMANDS = (
    Command("file", "prepare a filing: .fec, PDF and workbook", _file_arguments, _file),
    Command("filings list", "drafts and filings", no_arguments, _list),
    Command("filings finalise", "freeze a draft and lock its rows", _id_argument, _finalise),
    Command("filings filed", "record the FEC's number of a filing", _filed_arguments, _filed),
    Command("filings reopen", "take a final filing back to a draft", _id_argument, _reopen),
    Command("filings amend", "unlock the rows of a filed report", _id_argument, _amend),
)
