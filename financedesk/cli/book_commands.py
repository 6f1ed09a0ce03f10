"""Commands on the book itself: create, info, verify, back up, restore, undo, redo."""

import argparse
from pathlib import Path

from financedesk.cli.command import Command, Context, Outcome
from financedesk.ledger.entities import write_organisation
from financedesk.ledger.organisation import read_organisation
from financedesk.ledger.room import create_book


def _create_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, metavar="ORG.toml",
        help="the organisation, its entities, accounts and users",
    )  # fmt: skip


def _create(context: Context) -> Outcome:
    organisation = read_organisation(context.arguments.source)
    with create_book(context.location, name=organisation.name) as book:
        with book.unit_of_work("Set up the organisation", kind="setup") as unit:
            ids = write_organisation(unit, organisation)
        codes = list(ids)
    words = f"Created {context.location} with {len(codes)} entities: {', '.join(codes)}."
    return Outcome({"book": context.location, "entities": codes}, words)


COMMANDS = (
    Command("book create", "make a new book from a description", _create_arguments, _create),
)
