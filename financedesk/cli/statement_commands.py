"""The command that brings a bank's statement into the book."""

import argparse
from dataclasses import asdict
from pathlib import Path

from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.typed_statement import run_typed, typed_arguments
from financedesk.errors import BadInput
from financedesk.intake.csv_table import MOST_COLUMNS
from financedesk.intake.statements import Said, SaidTable
from financedesk.intake.statements.csv_columns import ROLES
from financedesk.intake.statements.storing import StatementReport, TakenStatement, take_statement
from financedesk.rules.money import format_cents

_SHOWN = 20


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", help="OFX, QFX, QIF, CAMT, MT940 or CSV")
    typed_arguments(parser)
    parser.add_argument("--account", metavar="A", required=True, help="the bank account it is of")
    parser.add_argument("--entity", metavar="E", help="whose account, where several have the code")
    parser.add_argument(
        "--number", metavar="N", help="the bank's number, where the file holds several accounts"
    )
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook that is meant")
    parser.add_argument("--encoding", metavar="NAME", help="how the file writes its characters")
    parser.add_argument(
        "--day-order", choices=("day", "month"), help="which stands first in 02/03/2026"
    )
    parser.add_argument(
        "--minus", choices=("out", "in"), help="of a CSV: whether a minus is money out or money in"
    )
    parser.add_argument(
        "--columns", metavar="ROLE=N,…",
        help=f"of a CSV: which column is what, from 1: {', '.join(ROLES)}",
    )  # fmt: skip
    parser.add_argument(
        "--header-line", metavar="N", type=int, default=1,
        help="with --columns: the line of the header, from 1; 0 for none",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="do everything, keep nothing")


def _run(context: Context) -> Outcome:
    given = context.arguments
    if given.typed:
        return run_typed(context)
    if given.file is None:
        raise BadInput("Name the bank’s file, or type the statement: --typed.")
    said = Said(
        encoding=given.encoding,
        sheet=given.sheet,
        day_first=None if given.day_order is None else given.day_order == "day",
        minus_is_out=None if given.minus is None else given.minus == "out",
        table=None if given.columns is None else _said_table(given.columns, given.header_line),
    )
    with context.book(write=True) as book:
        report = take_statement(
            book,
            Path(given.file),
            account=given.account,
            entity=given.entity,
            number=given.number,
            said=said,
            dry_run=given.dry_run,
        )
    attention = bool(report.rejected or report.notes)
    return Outcome(_data(report), _words(report, dry_run=given.dry_run), attention=attention)


def _said_table(text: str, header_line: int) -> SaidTable:
    """Return what ``day=1,payee=2,amount=5`` says; raises BadInput for what is not like that."""
    columns = {}
    for part in text.split(","):
        role, _, place = part.partition("=")
        if not (place.strip().isdecimal() and 0 < int(place) <= MOST_COLUMNS):
            raise BadInput(f"--columns has {part!r}; write it like day=1,payee=2,amount=5.")
        columns[role.strip()] = int(place)
    if header_line < 0:
        raise BadInput("--header-line counts from 1; 0 is a file without a header.")
    return SaidTable(columns, header_line)


def _data(report: StatementReport) -> dict[str, object]:
    return {
        "format": report.file.format,
        "file": report.file.name,
        "sha256": report.file.sha256,
        "account": report.account.code,
        "statements": [_statement(one) for one in report.taken],
        "lines": report.added + report.known,
        "added": report.added,
        "known": report.known,
        "rejected": [asdict(line) for line in report.rejected],
        "notes": list(report.notes),
        "stored": report.is_stored,
    }


def _statement(taken: TakenStatement) -> dict[str, object]:
    statement = taken.statement
    days = [line.booked_on for line in statement.lines]
    return {
        "number": statement.account,
        "currency": statement.currency,
        "from": min(days, default=None),
        "to": max(days, default=None),
        "in_cents": sum(line.cents for line in statement.lines if line.cents > 0),
        "out_cents": -sum(line.cents for line in statement.lines if line.cents < 0),
        "added": taken.added,
        "known": taken.known,
        # A balance that the file does not say has no key: every amount is a number of cents.
        **({"opening_cents": statement.opening.cents} if statement.opening else {}),
        **({"closing_cents": statement.closing.cents} if statement.closing else {}),
    }


def _words(report: StatementReport, *, dry_run: bool) -> str:
    file, refused = report.file, len(report.rejected)
    counts = f"{report.added:,} new lines, {report.known:,} known already, {refused:,} not read"
    lines = [f"{file.name} ({file.format}) for {report.account.name}: {counts}."]
    for one in report.taken:
        if one.statement.closing is not None:
            closing = one.statement.closing
            day = f" on {closing.day}" if closing.day else ""
            lines.append(f"Closing balance{day}: {format_cents(closing.cents, symbol=True)}.")
    lines += [f"Not read: {one.place}: {one.reason}" for one in report.rejected[:_SHOWN]]
    if len(report.rejected) > _SHOWN:
        lines.append(f"… and {len(report.rejected) - _SHOWN:,} more; see --json.")
    lines += [f"Note: {note}" for note in report.notes]
    if dry_run:
        lines.append("This was a dry run: nothing was stored.")
    elif not report.is_stored:
        lines.append("Nothing was new: nothing was stored.")
    return "\n".join(lines)


COMMANDS = (Command("statement", "bring a bank's statement into the book", _arguments, _run),)
