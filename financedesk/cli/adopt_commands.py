"""The command that makes a committee's past filing part of the book."""

import argparse
from pathlib import Path

from financedesk.cli.command import Command, Context, Outcome
from financedesk.intake.fec_filing import Adopted, adopt
from financedesk.rules.money import format_cents


def _adopt_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.fec", help="a report as it was filed")
    parser.add_argument(
        "--entity", metavar="E", help="the committee it must be of (default: its own id decides)"
    )


def _adopt(context: Context) -> Outcome:
    arguments = context.arguments
    with context.book(write=True) as book:
        done = adopt(book, arguments.file, arguments.entity, context.progress)
    data = {
        "entity": done.entity,
        "form": done.form,
        "report_code": done.report_code,
        "from": done.period.first,
        "to": done.period.last,
        "records": dict(done.records),
        "total_receipts_cents": done.total_receipts_cents,
        "total_disbursements_cents": done.total_disbursements_cents,
        "already": done.already,
        "unread": [{"line": one.line, "reason": one.reason} for one in done.unread],
        "lumps": [
            {
                "lines": list(lump.lines),
                "amount_cents": lump.item.amount_cents,
                "lawful": lump.lawful,
            }
            for lump in done.lumps
        ],
        "findings": list(done.findings),
        "notes": list(done.notes),
        "filing": done.filing_id,
        "batch": done.batch_id,
    }
    attention = bool(done.unread or done.findings) and not done.already
    return Outcome(data, _words(done), attention=attention)


def _words(done: Adopted) -> str:
    report = f"{done.report_code} report of {done.entity}, {done.period.first} to"
    if done.already:
        return f"The {report} {done.period.last} was adopted already; nothing was added."
    receipts = format_cents(done.total_receipts_cents, symbol=True)
    spent = format_cents(done.total_disbursements_cents, symbol=True)
    number = sum(done.records.values())
    adopted = f"Adopted the {report} {done.period.last}: {number:,} records"
    lines = [f"{adopted}, receipts {receipts}, disbursements {spent} (import {done.batch_id})."]
    for lump in done.lumps:
        amount = format_cents(lump.item.amount_cents, symbol=True)
        lines.append(f"Not itemised on line {' and '.join(lump.lines)}: {amount}.")
    lines += [f"Line {one.line} of the file: {one.reason}" for one in done.unread]
    return "\n".join([*lines, *done.notes, *done.findings])


COMMANDS = (Command("adopt", "make a past filing part of the book", _adopt_arguments, _adopt),)
