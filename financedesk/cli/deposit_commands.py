"""Commands on deposits: list, make, add to, take off, print a slip, and what is overdue."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.book import Book, Reading
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import day_given
from financedesk.errors import BadInput
from financedesk.ledger.bank_accounts import bank_account_named
from financedesk.ledger.deposit_rows import (
    DepositRow,
    OnSlip,
    deposit_law,
    deposit_row,
    deposits,
    undeposited,
)
from financedesk.ledger.deposits import (
    SlipHead,
    deposit_by_number,
    make_deposit,
    put_on,
    take_apart,
    take_off,
)
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.overrides import overrides
from financedesk.reports.deposit_slip import write_deposit_slip
from financedesk.rules.money import format_cents, parse_cents
from financedesk.rules.roles import CORRECT, RECORD, SEE

_STATES = {"open": "open", "partly": "partly at the bank", "at_bank": "at the bank"}


def _account_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--account", required=True, metavar="A", help="the bank account")
    parser.add_argument("--entity", metavar="E", help="whose account, where several have the code")


def _numbered(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=int, metavar="N", help="the deposit's number")
    _account_arguments(parser)


def _account(connection: Reading, book: Book, given: argparse.Namespace, act: str) -> AccountRow:
    return bank_account_named(connection, book.who, given.account, given.entity, act)


def _own(found: tuple[OnSlip, ...], account: AccountRow) -> list[OnSlip]:
    return [one for one in found if one.account_id == account.id]


# --- looking


def _list(context: Context) -> Outcome:
    given, today = context.arguments, date.today()
    with context.book(write=False) as book, book.read() as connection:
        account = _account(connection, book, given, SEE)
        found = [
            one for one in deposits(connection, [account.entity_id])
            if one.account_id == account.id
        ]  # fmt: skip
        waiting = _own(undeposited(connection, [account.entity_id]), account)
    data = {
        "account": account.code, "deposits": [_row(one) for one in found],
        "undeposited": [_gift(one, today) for one in waiting],
        "undeposited_cents": sum(one.cents for one in waiting),
    }  # fmt: skip
    lines = [_line(one) for one in found] or ["No deposit was made yet."]
    lines += [f"Waits: {_waits(one, today)}" for one in waiting]
    return Outcome(data, "\n".join(lines))


def _overdue_arguments(parser: argparse.ArgumentParser) -> None:
    _account_arguments(parser)
    parser.add_argument("--on", default="", metavar="DATE", help="as of this day (today)")


def _overdue(context: Context) -> Outcome:
    given = context.arguments
    on = day_given(given.on)
    with context.book(write=False) as book, book.read() as connection:
        account = _account(connection, book, given, SEE)
        waiting = _own(undeposited(connection, [account.entity_id]), account)
        law = deposit_law(on, overrides(connection))
    late = [one for one in waiting if one.days_left(on) < 0]
    data = {
        "account": account.code, "on": on.isoformat(), "law": law,
        "overdue_cents": sum(one.cents for one in late),
        "overdue": [_gift(one, on) for one in late],
        "waiting": [_gift(one, on) for one in waiting if one not in late],
    }  # fmt: skip
    lines = [_waits(one, on) for one in waiting] or ["Everything that came is deposited."]
    return Outcome(data, "\n".join(lines), attention=bool(late))


def _slip_arguments(parser: argparse.ArgumentParser) -> None:
    _numbered(parser)
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="a .pdf, .xlsx or .csv file"
    )


def _slip(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book:
        with book.read() as connection:
            account = _account(connection, book, given, SEE)
            deposit_id = deposit_by_number(connection, account, given.number)
            found = deposit_row(connection, deposit_id)
        write_deposit_slip(book, deposit_id, date.today(), given.out)
    data = {"account": account.code, "number": found.number, "file": str(given.out)}
    return Outcome(data, f"{_line(found)}; written to {given.out}")


# --- doing


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    _account_arguments(parser)
    _gift_arguments(parser)
    parser.add_argument("--on", default="", metavar="DATE", help="the day of the slip (today)")
    parser.add_argument("--count", type=int, metavar="N", help="how many the slip declares")
    parser.add_argument("--total", metavar="AMOUNT", help="what the slip declares")
    parser.add_argument(
        "--initials", nargs=2, default=("", ""), metavar="WHO", help="of the two who counted it"
    )
    parser.add_argument("--why", default="", metavar="WORDS", help="why the slip may differ")


def _gift_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gift", type=int, action="append", metavar="ENTRY", help="this entry (see deposit list)"
    )
    parser.add_argument("--all", action="store_true", help="everything that waits")


def _new(context: Context) -> Outcome:
    given = context.arguments
    head = SlipHead(
        day=day_given(given.on).isoformat(), declared_count=given.count,
        declared_cents=None if given.total is None else parse_cents(given.total),
        first_initials=given.initials[0], second_initials=given.initials[1], why=given.why,
    )  # fmt: skip
    with context.book(write=True) as book:
        with book.read() as connection:
            account = _account(connection, book, given, RECORD)
            ids = _chosen(connection, account, given)
        with book.unit_of_work("Make deposit", why=given.why) as unit:
            deposit_id = make_deposit(unit, account, head, ids)
        return _answer(book, deposit_id)


def _chosen(connection: Reading, account: AccountRow, given: argparse.Namespace) -> list[int]:
    if given.all == bool(given.gift):
        raise BadInput("Name the gifts with --gift, or take everything that waits with --all.")
    if given.gift:
        return list(given.gift)
    return [one.item_id for one in _own(undeposited(connection, [account.entity_id]), account)]


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    _numbered(parser)
    _gift_arguments(parser)


def _add(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        with book.read() as connection:
            account = _account(connection, book, given, RECORD)
            deposit_id = deposit_by_number(connection, account, given.number)
            ids = _chosen(connection, account, given)
        with book.unit_of_work(f"Put on deposit {given.number}") as unit:
            put_on(unit, deposit_id, ids)
        return _answer(book, deposit_id)


def _remove_arguments(parser: argparse.ArgumentParser) -> None:
    _numbered(parser)
    parser.add_argument(
        "--gift", type=int, action="append", metavar="ENTRY",
        help="this entry alone; without it the whole slip is taken apart",
    )  # fmt: skip


def _remove(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        with book.read() as connection:
            account = _account(connection, book, given, CORRECT)
            found = deposit_row(connection, deposit_by_number(connection, account, given.number))
        on = {one.item_id for one in found.items}
        foreign = [one for one in given.gift or () if one not in on]
        if foreign:
            raise BadInput(f"Entry {foreign[0]} is not on deposit {found.number}; list it first.")
        with book.unit_of_work(f"Take off deposit {found.number}") as unit:
            count = take_off(unit, given.gift) if given.gift else take_apart(unit, found.id)
    data = {"account": account.code, "number": found.number, "taken_off": count,
            "apart": not given.gift}  # fmt: skip
    noun = "gift waits" if count == 1 else "gifts wait"
    return Outcome(data, f"{count} {noun} for a deposit again")


# --- words


def _answer(book: Book, deposit_id: int) -> Outcome:
    with book.read() as connection:
        found = deposit_row(connection, deposit_id)
    return Outcome(_row(found), _line(found))


def _row(one: DepositRow) -> dict[str, Any]:
    today = date.today()
    return {
        "number": one.number, "on": one.day, "state": one.state, "count": len(one.items),
        "total_cents": one.cents, "cash_cents": sum(cash.cents for cash in one.cash),
        "cash_count": len(one.cash), "declared_count": one.declared_count,
        "declared_cents": one.declared_cents, "ties": one.ties, "why": one.why,
        "initials": [one.first_initials, one.second_initials], "bank_on": one.bank_day,
        "late": len(one.late), "gifts": [_gift(gift, today) for gift in one.items],
    }  # fmt: skip


def _gift(one: OnSlip, on: date) -> dict[str, Any]:
    return {
        "entry": one.item_id, "name": one.name, "method": one.method, "cash": one.is_cash,
        "amount_cents": one.cents, "designation": one.designation, "received_on": one.received,
        "last_day": one.last_day, "days_left": one.days_left(on),
    }  # fmt: skip


def _line(one: DepositRow) -> str:
    items = "1 item" if len(one.items) == 1 else f"{len(one.items)} items"
    differs = "" if one.ties else ", differs from its slip"
    return (
        f"Deposit {one.number} of {one.day}: {items},"
        f" {format_cents(one.cents, symbol=True)}, {_STATES[one.state]}{differs}"
    )


def _waits(one: OnSlip, on: date) -> str:
    left = one.days_left(on)
    clock = f"{left} days left" if left >= 0 else f"overdue by {-left} days"
    amount, method = format_cents(one.cents, symbol=True), f" {one.method}," if one.method else ""
    return (
        f"{one.item_id}  {one.name}, {amount},{method} received {one.received},"
        f" by {one.last_day}: {clock}"
    )


COMMANDS = (
    Command("deposit list", "deposits of an account, and what waits", _account_arguments, _list),
    Command("deposit new", "put what waits on a new deposit slip", _new_arguments, _new),
    Command("deposit add", "put more on an open deposit", _add_arguments, _add),
    Command("deposit remove", "take gifts off a deposit, or it apart", _remove_arguments, _remove),
    Command("deposit slip", "write a deposit slip to a file", _slip_arguments, _slip),
    Command("deposit overdue", "what must be deposited by when", _overdue_arguments, _overdue),
)
