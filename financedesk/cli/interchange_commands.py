"""Commands of the open interchange form: enter a file, export an entity."""

import argparse
from pathlib import Path

from financedesk.cli.command import Command, Context, Outcome
from financedesk.intake.interchange import Entered, enter_interchange
from financedesk.reports.interchange import export_entity
from financedesk.rules.money import format_cents


def _enter_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.json", help="parties and transactions")
    parser.add_argument(
        "--entity", required=True, metavar="E",
        help="the entity's code; one that is not in the book is made from the file's committee",
    )  # fmt: skip


def _enter(context: Context) -> Outcome:
    arguments = context.arguments
    with context.book(write=True) as book:
        done = enter_interchange(book, arguments.file, arguments.entity, context.progress)
    data = {
        "entity": done.entity,
        "entered": done.entered,
        "refused": [
            {"id": one.id, "field": one.field, "reason": one.reason} for one in done.refused
        ],
        "notes": list(done.notes),
        "total_cents": done.total_cents,
        "batch": done.batch_id,
    }
    return Outcome(data, _entered_words(done), attention=bool(done.refused))


def _entered_words(done: Entered) -> str:
    total = format_cents(done.total_cents, symbol=True)
    entered = f"Entered {done.entered:,} transactions of {total} into {done.entity}"
    lines = [f"{entered} (import {done.batch_id})."]
    lines += [f"Refused {one.id}: {one.field}: {one.reason}" for one in done.refused]
    return "\n".join([*lines, *done.notes])


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", required=True, metavar="E", help="the entity's code")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="the folder for the files"
    )


def _export(context: Context) -> Outcome:
    arguments = context.arguments
    with context.book(write=False) as book:
        files = export_entity(book, arguments.entity, arguments.out, context.progress)
    names = [str(path) for path in files]
    return Outcome({"entity": arguments.entity, "files": names}, "\n".join(names))


COMMANDS = (
    Command("enter", "enter a file of the interchange form", _enter_arguments, _enter),
    Command("export", "write everything of one entity", _export_arguments, _export),
)
