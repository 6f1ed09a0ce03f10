"""Commands on the book itself: create, info, verify, back up, restore, undo, redo."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from financedesk.book import Book, Problem
from financedesk.book.backup import Backup, needs_passphrase
from financedesk.cli.backup_passphrase import (
    BACKUP_VARIABLE,
    backup_passphrase,
    new_backup_passphrase,
)
from financedesk.cli.command import Command, Context, Outcome, no_arguments
from financedesk.errors import BookDamaged, BookMissing
from financedesk.ledger.access import access_of, reach_of, seen_problems
from financedesk.ledger.contents import EntityContents, book_contents
from financedesk.ledger.entities import write_organisation
from financedesk.ledger.organisation import read_organisation
from financedesk.ledger.room import LEDGER_ROOM, create_book
from financedesk.ledger.verify import verify
from financedesk.rules.roles import SEE, WALLS


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


# --- info and verify


def _info(context: Context) -> Outcome:
    with context.book(write=False) as book:
        info = book.info()
        with book.read() as connection:
            access = access_of(connection, book.who)
            contents = book_contents(connection, access.ids)
            problems = seen_problems(access, list(verify(connection)))
    if not access.whole_book:  # what was done last may have been done behind a wall
        info = replace(info, last_entry="", last_action="", journal_entries=0)
    listed = [_contents_data(one) for one in contents]
    data = {"ok": not problems, "problems": _problem_data(problems)}
    data |= {"book": info.location, **asdict(info), "entities": listed}
    words = [f"{info.name} ({info.location}), {info.bytes:,} bytes"]
    if access.whole_book:
        words.append(f"Last change {info.last_entry or 'never'}: {info.last_action or 'none'}")
    words += [_contents_words(one) for one in contents]
    words += _problem_words(problems)
    return Outcome(data, "\n".join(words), attention=bool(problems))


def _contents_data(one: EntityContents) -> dict[str, Any]:
    return {
        "code": one.entity.code, "name": one.entity.name, "kind": one.entity.kind,
        "committee_id": one.entity.committee_id, "accounts": one.accounts,
        "contacts": one.contacts, "transactions": one.items, "from": one.first_day,
        "to": one.last_day, "filings": one.filings,
    }  # fmt: skip


def _contents_words(one: EntityContents) -> str:
    span = f", {one.first_day} to {one.last_day}" if one.items else ""
    return (
        f"  {one.entity.code}: {one.entity.name}: {one.items:,} receipts and payments{span};"
        f" {one.contacts:,} contacts, {one.accounts} accounts, {one.filings} filings"
    )


def _verify(context: Context) -> Outcome:
    with context.book(write=False) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
        problems = seen_problems(access, book.verify(context.progress))
    data = {"ok": not problems, "problems": _problem_data(problems)}
    words = _problem_words(problems) or ["The book is sound."]
    return Outcome(data, "\n".join(words), attention=bool(problems))


def _problem_data(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [asdict(problem) for problem in problems]


def _problem_words(problems: Iterable[Problem]) -> list[str]:
    return [f"{problem.area}: {problem.text}" for problem in problems]


# --- back up and restore


def _file_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    _file_argument(parser)
    parser.add_argument(
        "--encrypt", action="store_true",
        help=f"under a passphrase of its own: from {BACKUP_VARIABLE}, or asked for",
    )  # fmt: skip


def _backup(context: Context) -> Outcome:
    with context.book(write=False) as book:
        with book.read() as connection:
            access_of(connection, book.who).require_whole(SEE)
        passphrase = new_backup_passphrase() if context.arguments.encrypt else None
        made = book.backup(context.arguments.file, context.progress, passphrase=passphrase)
    how = ", encrypted," if made.encrypted else ""
    words = (
        f"Backed up to {made.path}{how} and checked: {made.bytes:,} bytes, SHA-256 {made.sha256}."
    )
    return Outcome(_backup_data(made), words)


def _restore(context: Context) -> Outcome:
    source = context.arguments.file
    _require_replaceable(context)
    taken = Book.restore(
        source, context.location, rooms=(LEDGER_ROOM,), progress=context.progress,
        passphrase=backup_passphrase(source) if needs_passphrase(source) else None,
    )  # fmt: skip
    words = f"Restored {context.location} from {source}, SHA-256 {taken.sha256}."
    return Outcome(_backup_data(taken), words)


def _require_replaceable(context: Context) -> None:
    """Refuse to replace a book with walls unless its keeper asks; a damaged book cannot answer."""
    try:
        with context.book(write=False) as book, book.read() as connection:
            access_of(connection, book.who).require_whole(WALLS)
    except (BookMissing, BookDamaged):
        return


def _backup_data(copy: Backup) -> dict[str, Any]:
    return {
        "ok": True, "sha256": copy.sha256, "file": str(copy.path), "bytes": copy.bytes,
        "encrypted": copy.encrypted,
    }  # fmt: skip


# --- undo and redo


def _undo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cascade", action="store_true", help="take back what stands on it as well"
    )


def _undo(context: Context) -> Outcome:
    with context.book(write=True) as book:
        reach = reach_of(book)
        label = book.undo_status(reach).undo_label
        group = book.undo(cascade=context.arguments.cascade, reach=reach)
        return _stepped(book, "undone", label or "", group)


def _redo(context: Context) -> Outcome:
    with context.book(write=True) as book:
        reach = reach_of(book)
        label = book.undo_status(reach).redo_label
        return _stepped(book, "redone", label or "", book.redo(reach=reach))


def _stepped(book: Book, verb: str, label: str, group: int) -> Outcome:
    """Answer what was taken back or put back, and what the next step either way would be."""
    status = book.undo_status(reach_of(book))
    data = {
        verb: label, "group": group, "next_undo": status.undo_label,
        "next_redo": status.redo_label,
    }  # fmt: skip
    return Outcome(data, f"{verb.capitalize()}: {label}.")


COMMANDS = (
    Command("book create", "make a new book from a description", _create_arguments, _create),
    Command("book info", "what is in the book", no_arguments, _info),
    Command("book verify", "prove that the book is sound", no_arguments, _verify),
    Command("book backup", "write a verified copy", _backup_arguments, _backup),
    Command("book restore", "put a backup in the book's place", _file_argument, _restore),
    Command("undo", "take back the last change or import", _undo_arguments, _undo),
    Command("redo", "do again what was undone last", no_arguments, _redo),
)
