"""Commands that bring a processor's file into the book, and take it back."""

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path

from financedesk.book import Book
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.profile_commands import profile_of
from financedesk.compliance.after_import import found_of_import, import_words
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import counts_by_level
from financedesk.errors import BadInput
from financedesk.intake.formats import FORMATS
from financedesk.intake.importing import import_file
from financedesk.intake.report import IntakeReport
from financedesk.intake.undoing import undo_import
from financedesk.ledger.access import access_of
from financedesk.rules.money import format_cents

UNDO = "undo"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.usage = "financedesk intake FILE [options] | financedesk intake undo BATCH [--cascade]"
    parser.add_argument("file", metavar="FILE", help="the file, or the word undo")
    parser.add_argument("batch", metavar="BATCH", nargs="?", help="after undo: the import's number")
    parser.add_argument("--entity", metavar="E", help="take the rows of this entity only")
    parser.add_argument("--account", metavar="A", help="the bank account that payouts reach")
    parser.add_argument(
        "--as", dest="as_format", metavar="FORMAT",
        help=f"the file's format: {', '.join(one.code for one in FORMATS)}",
    )  # fmt: skip
    parser.add_argument(
        "--profile", metavar="NAME", help="read it by a profile: one of the book, or FILE.toml"
    )
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook that is meant")
    parser.add_argument(
        "--rejected", metavar="FILE", help="write the rows that were not taken, and why, as CSV"
    )
    parser.add_argument("--drive", metavar="D", help="the drive that the gifts belong to")
    parser.add_argument("--encoding", metavar="NAME", help="how the file writes its characters")
    parser.add_argument("--dry-run", action="store_true", help="do everything, keep nothing")
    parser.add_argument(
        "--hold-doubtful", action="store_true",
        help="put on hold what is above a limit or from somebody who may not give",
    )  # fmt: skip
    parser.add_argument("--cascade", action="store_true", help="undo what stands on it as well")


def _run(context: Context) -> Outcome:
    given = context.arguments
    # A file that is called "undo" is imported as ./undo.
    if given.file == UNDO:
        return _undo(context)
    if given.batch is not None:
        raise BadInput(f"One file at a time: leave out {given.batch!r}, or say intake undo BATCH.")
    with context.book(write=True) as book:
        report = import_file(
            book,
            Path(given.file),
            entity=given.entity,
            account=given.account,
            as_format=given.as_format,
            drive=given.drive,
            encoding=given.encoding,
            sheet=given.sheet,
            profile=None if given.profile is None else profile_of(book, given.profile),
            rejected=None if given.rejected is None else Path(given.rejected),
            dry_run=given.dry_run,
            hold_doubtful=given.hold_doubtful,
            progress=context.progress,
        )
        found = () if report.batch is None else _found(book, report.batch, context)
    attention = bool(report.rejected_count or report.conflict_count)
    data = _data(report) | {"findings": dict(counts_by_level(found))}
    words = _words(report, dry_run=given.dry_run)
    if report.batch is not None:
        words = f"{words}\n{import_words(found)}"
    return Outcome(data, words, attention=attention)


def _found(book: Book, batch_id: int, context: Context) -> tuple[Finding, ...]:
    """Return what the checks find about an import, in the books that its author may see."""
    with book.read() as connection:
        rows = access_of(connection, book.who).entities
        return found_of_import(connection, batch_id, rows, date.today(), context.progress)


def _data(report: IntakeReport) -> dict[str, object]:
    return {
        "format": report.format,
        "file": report.file_name,
        "sha256": report.sha256,
        "rows": report.rows,
        "accepted": report.accepted,
        "duplicates": report.duplicates,
        "completed": report.completed,
        "left_out": report.left_out,
        "rejected": [asdict(row) for row in report.rejected],
        "rejected_count": report.rejected_count,
        "conflicts": [asdict(conflict) for conflict in report.conflicts],
        "conflict_count": report.conflict_count,
        "donors_new": report.donors_new,
        "donors_matched": report.donors_matched,
        "donors_linked": report.donors_linked,
        "donors_asked": report.donors_asked,
        "total_cents": report.total_cents,
        "refunded_cents": report.refunded_cents,
        "chargebacks": report.chargebacks,
        "chargeback_cents": report.chargeback_cents,
        "won_cents": report.won_cents,
        "fee_cents": report.fee_cents,
        "payouts": report.payouts,
        "held": report.held,
        "held_cents": report.held_cents,
        "warnings": report.warnings,
        "batch": report.batch,
    }


def _words(report: IntakeReport, *, dry_run: bool) -> str:
    total = format_cents(report.total_cents, symbol=True)
    money = f"{total} in gifts" if report.has_money else f"{report.thing}s, no money"
    lines = [
        (
            f"{report.file_name}: {report.rows:,} rows, {report.accepted:,} new, {money};"
            f" {report.duplicates:,} known already, {report.left_out:,} of other recipients."
        ),
        (
            f"{report.donors_new:,} new donors, {report.donors_matched:,} known ones;"
            f" {report.payouts:,} new payouts."
        ),
    ]
    lines += _gone_back(report)
    if report.donors_linked or report.donors_asked:
        lines.append(
            f"Linked {report.donors_linked:,} new cards to somebody who has one; asked of"
            f" {report.donors_asked:,} whether they are one person."
        )
    if report.held:
        cents = format_cents(report.held_cents, symbol=True)
        lines.append(f"On hold: {report.held:,} gifts with {cents} in question.")
    lines += [f"Refused: {line}" for line in report.lines()]
    lines += [f"Conflict in row {one.row}: {one.reason}" for one in report.conflicts[:20]]
    lines += [f"Note: {sentence}" for sentence in report.warnings]
    if dry_run:
        lines.append("This was a dry run: nothing was stored.")
    elif report.batch is None:
        lines.append("Nothing was new: nothing was stored.")
    else:
        lines.append(f"Import number {report.batch}: financedesk intake undo {report.batch}")
    return "\n".join(lines)


def _gone_back(report: IntakeReport) -> list[str]:
    """Return the sentences about refunds and chargebacks, where the file has any."""
    lines = []
    if report.refunded_cents:
        lines.append(f"Refunded to donors: {format_cents(report.refunded_cents, symbol=True)}.")
    if report.chargebacks:
        cents = format_cents(report.chargeback_cents, symbol=True)
        are = "chargeback" if report.chargebacks == 1 else "chargebacks"
        lines.append(
            f"Taken back by donors' banks: {report.chargebacks:,} {are} of {cents}; no refunds."
        )
    if report.won_cents:
        cents = format_cents(report.won_cents, symbol=True)
        lines.append(f"Chargebacks decided for you brought {cents} again.")
    return lines


def _undo(context: Context) -> Outcome:
    number = context.arguments.batch
    if number is None or not number.isdecimal():
        raise BadInput("Name the import by its number: financedesk intake undo BATCH.")
    with context.book(write=True) as book:
        undone = undo_import(book, int(number), cascade=context.arguments.cascade)
    data = {"removed": undone.removed, "depends": list(undone.depends)}
    if not undone.removed:
        sentence = "Nothing was removed; later work stands on this import (see --cascade):"
        return Outcome(data, "\n".join((sentence, *undone.depends)), attention=True)
    return Outcome(data, f"Removed {undone.removed:,} rows of the book.")


COMMANDS = (Command("intake", "bring a processor's export into the book", _arguments, _run),)
