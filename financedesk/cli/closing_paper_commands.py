"""Commands on what was closed: a month of an entity, bank, books and line 8, the paper."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.banking.month import AccountMonth, month_standing
from financedesk.banking.tie_out import Tie, tie_out
from financedesk.book import Book
from financedesk.cli.closing_commands import (
    account_arguments,
    account_of,
    closing_data,
    closing_words,
)
from financedesk.cli.command import Command, Context, Outcome
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import EntityRow
from financedesk.reports.bank_reconciliation import BankPaper, bank_paper, write_bank_reconciliation
from financedesk.rules.money import format_cents
from financedesk.rules.roles import SEE


def _month_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", metavar="E", required=True, help="whose accounts")
    parser.add_argument("--month", metavar="YYYY-MM", required=True, help="which month")


def _entity(book: Book, code: str) -> EntityRow:
    with book.read() as connection:
        access = access_of(connection, book.who)
        found = access.find(code)
        access.require(SEE, found.id)
    return found


def _month(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book:
        entity = _entity(book, given.entity)
        with book.read() as connection:
            found = month_standing(connection, entity.id, given.month)
    data = {
        "entity": entity.code, "from": found.first, "through": found.last,
        "closed": found.is_closed, "reviewed": found.is_reviewed,
        "accounts": [_account_month(one) for one in found.accounts],
    }  # fmt: skip
    said = [f"{entity.name}, {given.month}: {'closed' if found.is_closed else 'open'}."]
    for one in found.accounts:
        if one.closing is not None:
            said.append(closing_words(one.account, one.closing))
        else:
            said.append(f"{one.account.name} is open. {' '.join(one.hinders)}".rstrip())
    return Outcome(data, "\n".join(said), attention=not found.is_closed)


def _account_month(one: AccountMonth) -> dict[str, Any]:
    closing = None if one.closing is None else closing_data(one.closing)
    return {
        "account": one.account.code, "closed": one.is_closed, "closing": closing,
        "difference_cents": one.difference_cents, "hinders": list(one.hinders),
    }  # fmt: skip


def _tie_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", metavar="E", required=True, help="whose money")
    parser.add_argument("--on", metavar="DATE", required=True, help="a report's last day, or any")


def _tie(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book:
        entity = _entity(book, given.entity)
        with book.read() as connection:
            found = tie_out(connection, entity.id, given.on)
    data = {"entity": entity.code, "on": found.day, "tied": found.is_tied,
            "ties": [_tie_data(one) for one in found.ties]}  # fmt: skip
    words = [line for one in found.ties for line in _tie_words(one)]
    return Outcome(data, "\n".join(words), attention=not found.is_tied)


def _tie_data(one: Tie) -> dict[str, Any]:
    known: Mapping[str, int | None] = {
        "bank_cents": one.bank_cents, "line_cents": one.line_cents,
        "bank_difference_cents": one.bank_difference_cents,
        "line_difference_cents": one.line_difference_cents,
    }  # fmt: skip
    return {
        "part": one.part, "tied": one.is_tied, "book_cents": one.book_cents, "line": one.line_words,
        # What nobody knows, or no form states, has no key: every amount is a number of cents.
        **{name: cents for name, cents in known.items() if cents is not None},
        "rows": [
            {"side": row.side, "on": row.day, "cents": row.cents, "text": row.text}
            for row in one.rows
        ],
    }  # fmt: skip


def _tie_words(one: Tie) -> Iterator[str]:
    bank = "not known" if one.bank_cents is None else format_cents(one.bank_cents, symbol=True)
    books = format_cents(one.book_cents, symbol=True)
    line = one.line_words
    if one.line_cents is not None:
        line = f"{line} {format_cents(one.line_cents, symbol=True)}"
    yield f"{one.label}: bank {bank}, books {books}; {line}"
    yield from (
        f"{'Line' if row.side == 'line' else 'Bank'} less books, {row.day}:"
        f" {format_cents(row.cents, symbol=True)} {row.text}"
        for row in one.rows
    )


# --- report bank-reconciliation


def _paper_arguments(parser: argparse.ArgumentParser) -> None:
    account_arguments(parser)
    parser.add_argument("--through", metavar="DATE", required=True, help="the last day told")
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help="write it there: .pdf, .xlsx or .csv"
    )


def _paper(context: Context) -> Outcome:
    given, on = context.arguments, date.today()
    with context.book(write=False) as book:
        account = account_of(book, given, SEE)
        with book.read() as connection:
            found = bank_paper(connection, account.id, given.through, on)
        files = [] if given.out is None else [
            str(write_bank_reconciliation(
                book, account.id, given.through, on, given.out, context.progress
            ))
        ]  # fmt: skip
    return Outcome(_paper_data(found, files), _paper_words(found, files))


def _paper_data(paper: BankPaper, files: Sequence[str]) -> dict[str, Any]:
    found = paper.found
    return {
        "entity": paper.entity.code, "account": found.account.code, "from": found.first,
        "through": found.through, "standing": paper.mark.lower(),
        "adjusted_bank_cents": found.adjusted_bank_cents,
        "adjusted_book_cents": found.adjusted_book_cents, "difference_cents": found.remainder_cents,
        "tie": _tie_data(paper.tie), "files": list(files),
    }  # fmt: skip


def _paper_words(paper: BankPaper, files: Sequence[str]) -> str:
    found = paper.found
    sums = (found.adjusted_bank_cents, found.adjusted_book_cents, found.remainder_cents)
    bank, books, left = (format_cents(one, symbol=True) for one in sums)
    first = (
        f"{found.account.name} through {found.through} ({paper.mark.lower()}): adjusted bank"
        f" {bank}, adjusted books {books}, difference {left}."
    )
    said = [
        first,
        *_tie_words(paper.tie),
        *(f"Written: {one}" for one in files),
    ]
    return "\n".join(said)


COMMANDS = (
    Command("closing month", "a month of every account", _month_arguments, _month),
    Command("closing tie-out", "bank, books and line 8", _tie_arguments, _tie),
    Command(
        "report bank-reconciliation", "the bank reconciliation statement", _paper_arguments, _paper
    ),
)
