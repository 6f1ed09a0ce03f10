"""Commands on checks drawn: list, print and void them, and which are outstanding or stale."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.book import Book, Reading
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import day_given
from financedesk.errors import BadInput
from financedesk.ledger.bank_accounts import bank_account_named
from financedesk.ledger.check_voids import void_check
from financedesk.ledger.checks_drawn import (
    STATES,
    Check,
    check_by_id,
    check_by_number,
    checks,
    gap_words,
    gaps,
    mark_printed,
    next_number,
)
from financedesk.ledger.entities import AccountRow
from financedesk.reports.check_paper import write_checks
from financedesk.rules.money import format_cents
from financedesk.rules.payables import stale_law
from financedesk.rules.roles import CORRECT, RECORD, SEE


def _account_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--account", required=True, metavar="A", help="the bank account")
    parser.add_argument("--entity", metavar="E", help="whose account, where several have the code")


def _account(connection: Reading, book: Book, given: argparse.Namespace, act: str) -> AccountRow:
    return bank_account_named(connection, book.who, given.account, given.entity, act)


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    _account_arguments(parser)
    parser.add_argument("--state", default="", choices=sorted(STATES), help="in this state alone")


def _list(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book, book.read() as connection:
        account = _account(connection, book, given, SEE)
        found = checks(connection, [account.entity_id], account.id)
        missing, following = gaps(connection, account.id), next_number(connection, account.id)
    shown = [one for one in found if given.state in ("", one.state)]
    data = {
        "account": account.code, "next": following, "gaps": [list(run) for run in missing],
        "outstanding_cents": sum(one.cents for one in found if one.outstanding),
        "checks": [_row(one, date.today()) for one in shown],
    }  # fmt: skip
    lines = [_line(one) for one in shown] or ["No check was drawn."]
    if missing:
        lines.append(f"Numbers that nobody explains: {gap_words(missing)}")
    return Outcome(data, "\n".join(lines), attention=bool(missing))


def _print_arguments(parser: argparse.ArgumentParser) -> None:
    _account_arguments(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="a PDF file")
    parser.add_argument(
        "--number", type=int, action="append", metavar="N", help="this check (all not printed yet)"
    )
    parser.add_argument("--on", default="", metavar="DATE", help="on which day (today)")


def _print(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        with book.read() as connection:
            account = _account(connection, book, given, RECORD)
            wanted = _wanted(connection, account, given.number)
        ids = [one.id for one in wanted]
        write_checks(book, ids, given.out)
        with book.unit_of_work("Print checks") as unit:
            mark_printed(unit, ids, day_given(given.on).isoformat())
    numbers = sorted(one.number for one in wanted)
    data = {"account": account.code, "printed": numbers, "file": str(given.out)}
    said = ", ".join(str(one) for one in numbers)
    return Outcome(data, f"Printed {said} into {given.out}")


def _wanted(connection: Reading, account: AccountRow, numbers: list[int] | None) -> list[Check]:
    if numbers:
        return [check_by_number(connection, account.id, one) for one in numbers]
    drawn = checks(connection, [account.entity_id], account.id)
    found = [one for one in drawn if one.state == "drawn"]
    if not found:
        raise BadInput(f"{account.name} has no check that waits to be printed; name a number.")
    return found


def _void_arguments(parser: argparse.ArgumentParser) -> None:
    _account_arguments(parser)
    parser.add_argument("number", type=int, metavar="N", help="the check's number")
    parser.add_argument("--why", required=True, metavar="WORDS", help="lost, never cashed, …")
    parser.add_argument("--on", default="", metavar="DATE", help="on which day (today)")


def _void(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        with book.read() as connection:
            account = _account(connection, book, given, CORRECT)
            one = check_by_number(connection, account.id, given.number)
        with book.unit_of_work(f"Void check {one.number}") as unit:
            negative = void_check(unit, one.id, day_given(given.on).isoformat(), given.why)
        with book.read() as connection:
            found = check_by_id(connection, one.id)
    how = "a negative entry takes it back" if negative else "its payment was taken out"
    data = {**_row(found, date.today()), "negative_entry": negative}
    return Outcome(data, f"{_line(found)}; {how}")


def _stale_arguments(parser: argparse.ArgumentParser) -> None:
    _account_arguments(parser)
    parser.add_argument("--on", default="", metavar="DATE", help="as of this day (today)")


def _stale(context: Context) -> Outcome:
    given = context.arguments
    on = day_given(given.on)
    with context.book(write=False) as book, book.read() as connection:
        account = _account(connection, book, given, SEE)
        found = checks(connection, [account.entity_id], account.id)
    waiting = sorted((one for one in found if one.outstanding), key=lambda one: one.drawn_on)
    stale = [one for one in waiting if one.stale_on <= on]
    data = {
        "account": account.code, "on": on.isoformat(), "law": stale_law(),
        "outstanding_cents": sum(one.cents for one in waiting),
        "stale_cents": sum(one.cents for one in stale),
        "outstanding": [_row(one, on) for one in waiting],
    }  # fmt: skip
    lines = [
        f"{_line(one)}, {one.age(on)} days{': stale' if one.stale_on <= on else ''}"
        for one in waiting
    ]
    return Outcome(data, "\n".join(lines or ["No check is outstanding."]), attention=bool(stale))


def _row(one: Check, on: date) -> dict[str, Any]:
    return {
        "check": one.id, "number": one.number, "state": one.state, "payee": one.payee,
        "amount_cents": one.cents, "purpose": one.purpose, "bill": one.bill,
        "entry": one.item_id, "drawn_on": one.drawn_on.isoformat(),
        "printed_on": one.printed_on.isoformat() if one.printed_on else None,
        "cleared_on": one.cleared_on.isoformat() if one.cleared_on else None,
        "voided_on": one.voided_on.isoformat() if one.voided_on else None,
        "voided_why": one.voided_why, "age_days": one.age(on),
        "stale_on": one.stale_on.isoformat(),
        "stale": one.outstanding and one.stale_on <= on,
    }  # fmt: skip


def _line(one: Check) -> str:
    amount = format_cents(one.cents, symbol=True)
    whom = f" to {one.payee}" if one.payee else ""
    paid = f", but the bank paid it on {one.cleared_on}" if one.paid_though_void else ""
    stands = f"{STATES[one.state].lower()}{paid}"
    return f"Check {one.number} of {one.drawn_on}, {amount}{whom}; {stands}"


COMMANDS = (
    Command("checks list", "checks drawn on an account, and gaps", _list_arguments, _list),
    Command("checks print", "write checks as a PDF and note it", _print_arguments, _print),
    Command("checks void", "void a check", _void_arguments, _void),
    Command("checks stale", "outstanding checks and their age", _stale_arguments, _stale),
)
