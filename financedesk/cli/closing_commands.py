"""Commands on closing a bank account: what it would say, close, review, reopen."""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from financedesk.banking.closing import (
    Closing,
    ClosingItem,
    ClosingOutlook,
    age_days,
    closing_outlook,
    closings,
    prepare_closing,
    reopen,
    review_closing,
    touched_filings,
)
from financedesk.book import Book, Reading
from financedesk.cli.command import Command, Context, Outcome
from financedesk.errors import BadInput, Refused
from financedesk.ledger.bank_accounts import bank_account_named
from financedesk.ledger.entities import AccountRow
from financedesk.rules.dates import parse_day
from financedesk.rules.money import format_cents
from financedesk.rules.roles import FILE, SEE


def account_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that name a bank account."""
    parser.add_argument("--account", metavar="A", required=True, help="the bank account")
    parser.add_argument("--entity", metavar="E", help="whose account, where several have the code")


def _through_arguments(parser: argparse.ArgumentParser) -> None:
    account_arguments(parser)
    parser.add_argument("--through", metavar="DATE", required=True, help="the last day to close")
    parser.add_argument(
        "--explain", metavar="LINE=WORDS", action="append", default=[],
        help="why a line of the bank stays out of the books, by its number; may be repeated",
    )  # fmt: skip


def account_of(book: Book, given: argparse.Namespace, act: str) -> AccountRow:
    """Return the bank account that the arguments name; raises as ``bank_account_named`` does."""
    with book.read() as connection:
        return bank_account_named(connection, book.who, given.account, given.entity, act)


def _explained(texts: Sequence[str]) -> dict[int, str]:
    """Return what ``812=Bank fee, recorded in October`` says; raises BadInput for another form."""
    found: dict[int, str] = {}
    for one in texts:
        number, equals, words = one.partition("=")
        if not (equals and number.strip().isascii() and number.strip().isdecimal()):
            raise BadInput(f"--explain has {one!r}; write it like 812=“Fee, recorded in October”.")
        found[int(number)] = words
    return found


# --- closing outlook, closing close


def _outlook(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book:
        account = account_of(book, given, SEE)
        with book.read() as connection:
            found = _outlook_of(connection, account, given)
    return Outcome(_outlook_data(found), _outlook_words(found), attention=not found.can_close)


def _outlook_of(
    connection: Reading, account: AccountRow, given: argparse.Namespace
) -> ClosingOutlook:
    """Return what closing would say; raises BadInput for words about a line that needs none."""
    explained = _explained(given.explain)
    found = closing_outlook(connection, account.id, given.through, explained)
    unknown = explained.keys() - {one.row_id for one in found.unbooked}
    if unknown:
        raise BadInput(
            f"--explain names {min(unknown)}, which is no line that only the bank has; the numbers"
            " stand in “closing outlook”."
        )
    return found


def _outlook_data(found: ClosingOutlook) -> dict[str, Any]:
    def told(items: Sequence[ClosingItem]) -> list[dict[str, Any]]:
        return [_item(one, found.closed_through) for one in items]

    return {
        "account": found.account.code,
        "from": found.closed_from,
        "through": found.closed_through,
        "statement_cents": found.statement_cents,
        "statement_on": found.statement_on or None,
        "cleared_cents": found.cleared_cents,
        "difference_cents": found.difference_cents,
        "book_cents": found.book_cents,
        "adjusted_bank_cents": found.adjusted_bank_cents,
        "adjusted_book_cents": found.adjusted_book_cents,
        "in_transit": told(found.in_transit),
        "outstanding": told(found.outstanding),
        "unbooked": told(found.unbooked),
        "hinders": list(found.hinders),
        "notes": list(found.notes),
        "filings": [one.words for one in found.filings],
    }


def _item(one: ClosingItem, through: str) -> dict[str, Any]:
    return {
        "number": one.row_id, "on": one.day, "cents": one.cents, "text": one.text, "why": one.why,
        "age_days": age_days(one, through),
    }  # fmt: skip


def _outlook_words(found: ClosingOutlook) -> str:
    bank, books = found.adjusted_bank_cents, found.adjusted_book_cents
    sums = (found.statement_cents, found.cleared_cents, found.difference_cents, bank, books)
    statement, cleared, difference, bank_told, books_told = (
        format_cents(one, symbol=True) for one in sums
    )
    first = (
        f"{found.account.name} from {found.closed_from} through {found.closed_through}: statement"
        f" {statement} - cleared {cleared} = difference {difference}."
    )
    said = [
        first,
        f"Adjusted bank {bank_told}, adjusted books {books_told}.",
        *_items_words("In transit", found.in_transit, found.closed_through),
        *_items_words("Outstanding", found.outstanding, found.closed_through),
        *_items_words("Only the bank has", found.unbooked, found.closed_through),
        *(f"Note: {one}" for one in found.notes),
        *(f"It covers days of the {one.words}." for one in found.filings),
        *(f"Not yet: {one}" for one in found.hinders),
    ]
    if found.can_close:
        said.append("Nothing hinders: it can be closed.")
    return "\n".join(said)


def _items_words(name: str, items: Sequence[ClosingItem], through: str) -> Iterator[str]:
    for one in items:
        why = f" ({one.why})" if one.why else ""
        yield (
            f"{name}: {one.row_id} of {one.day}, {age_days(one, through):,} days:"
            f" {format_cents(one.cents, symbol=True)} {one.text}{why}"
        )


def _close_arguments(parser: argparse.ArgumentParser) -> None:
    _through_arguments(parser)
    parser.add_argument("--by", metavar="NAME", required=True, help="who prepared the closing")


def _close(context: Context) -> Outcome:
    given = context.arguments
    explained = _explained(given.explain)
    through = parse_day(given.through).isoformat()
    with context.book(write=True) as book:
        account = account_of(book, given, FILE)
        with book.read() as connection:
            _outlook_of(connection, account, given)
        with book.unit_of_work(f"Close {account.name} through {through}") as unit:
            closing_id = prepare_closing(unit, account.id, through, given.by, explained)
        return _told(book, account, closing_id)


def _told(book: Book, account: AccountRow, closing_id: int) -> Outcome:
    """Return one closing of an account, as it stands now."""
    with book.read() as connection:
        kept = next(one for one in closings(connection, account.id) if one.id == closing_id)
        filings = [one.words for one in touched_filings(connection, kept.id)]
    data = {**closing_data(kept), "account": account.code, "filings": filings}
    said = [closing_words(account, kept)]
    if not kept.is_in_force:
        said += [
            f"It covers days of the {one}; look whether it must be amended." for one in filings
        ]
    return Outcome(data, "\n".join(said))


def closing_data(kept: Closing) -> dict[str, Any]:
    """Return a closing as JSON."""
    return {
        "closing": kept.id,
        "from": kept.closed_from,
        "through": kept.closed_through,
        "statement_cents": kept.statement_cents,
        "difference_cents": kept.difference_cents,
        "book_cents": kept.book_cents,
        "prepared_by": kept.prepared_by,
        "prepared_on": kept.prepared_on,
        "reviewed_by": kept.reviewed_by or None,
        "reviewed_on": kept.reviewed_on or None,
        "reopened_by": kept.reopened_by or None,
        "reopened_on": kept.reopened_on or None,
        "reopened_why": kept.reopened_why or None,
    }


def closing_words(account: AccountRow, kept: Closing) -> str:
    """Return a closing in a sentence."""
    if not kept.is_in_force:
        return (
            f"{account.name} through {kept.closed_through} was reopened by {kept.reopened_by} on"
            f" {kept.reopened_on}: {kept.reopened_why}"
        )
    review = f"reviewed by {kept.reviewed_by} on {kept.reviewed_on}"
    waits = "not reviewed yet"
    return (
        f"{account.name} is closed from {kept.closed_from} through {kept.closed_through}: prepared"
        f" by {kept.prepared_by} on {kept.prepared_on}, {review if kept.reviewed_on else waits}."
    )


# --- closing list, review, reopen


def _list(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book:
        account = account_of(book, given, SEE)
        with book.read() as connection:
            kept = closings(connection, account.id)
    words = "\n".join(closing_words(account, one) for one in kept)
    data = {"account": account.code, "closings": [closing_data(one) for one in kept]}
    return Outcome(data, words or f"{account.name} was never closed.")


def _review_arguments(parser: argparse.ArgumentParser) -> None:
    account_arguments(parser)
    parser.add_argument("--by", metavar="NAME", required=True, help="who reviewed the closing")


def _review(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        account = account_of(book, given, FILE)
        closing_id = _newest(book, account)
        with book.unit_of_work(f"Review the closing of {account.name}") as unit:
            review_closing(unit, closing_id, given.by)
        return _told(book, account, closing_id)


def _reopen_arguments(parser: argparse.ArgumentParser) -> None:
    account_arguments(parser)
    parser.add_argument("--by", metavar="NAME", required=True, help="who reopens it")
    parser.add_argument("--why", metavar="WORDS", required=True, help="why it is reopened")


def _reopen(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        account = account_of(book, given, FILE)
        closing_id = _newest(book, account)
        with book.unit_of_work(f"Reopen {account.name}", why=given.why) as unit:
            reopen(unit, closing_id, given.by, given.why)
        return _told(book, account, closing_id)


def _newest(book: Book, account: AccountRow) -> int:
    """Return the newest closing in force; raises Refused for an account without one."""
    with book.read() as connection:
        found = next((one for one in closings(connection, account.id) if one.is_in_force), None)
    if found is None:
        raise Refused(f"{account.name} is not closed; there is nothing to review or reopen.")
    return found.id


COMMANDS = (
    Command("closing outlook", "what closing an account would say", _through_arguments, _outlook),
    Command("closing close", "close an account through a day", _close_arguments, _close),
    Command("closing list", "an account's closings", account_arguments, _list),
    Command("closing review", "note who reviewed a closing", _review_arguments, _review),
    Command("closing reopen", "reopen the newest closing", _reopen_arguments, _reopen),
)
