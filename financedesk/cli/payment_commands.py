"""Commands on payments: who is behind them, what is missing, and the register on paper."""

import argparse
from pathlib import Path
from typing import Any

from financedesk.book import Book
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import day_given
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.access import access_of
from financedesk.ledger.contacts import Contact
from financedesk.ledger.period import Period
from financedesk.ledger.ultimate_payees import (
    Behind,
    NewPayee,
    behind,
    name_payees,
    payees_missing,
)
from financedesk.reports.disbursement_register import write_register
from financedesk.rules.dates import parse_day
from financedesk.rules.money import format_cents, parse_cents
from financedesk.rules.payables import payee_law, routes
from financedesk.rules.roles import CORRECT, SEE


def _name_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entry", type=int, metavar="ENTRY", help="the number of the payment")
    parser.add_argument(
        "--by", default="card", choices=[one.code for one in routes()], help="which way (card)"
    )
    parser.add_argument(
        "--line", action="append", default=[], metavar="“NAME; DOLLARS; PURPOSE; DATE”",
        help="one payee, once for each; the day of the payment where none is given",
    )  # fmt: skip


def _name(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        before = _one(book, given.entry, CORRECT)
        lines = [_line_of(one, before.day) for one in given.line]
        with book.unit_of_work("Name ultimate payees") as unit:
            name_payees(unit, given.entry, given.by, lines)
        found = _one(book, given.entry, SEE)
    return Outcome(_row(found), _words(found), attention=found.must_name)


def _line_of(text: str, day: str) -> NewPayee:
    parts = [one.strip() for one in text.split(";")]
    if len(parts) not in (3, 4):
        raise BadInput(f"--line has {text!r}; write it like “Juniper Inn; 412.50; Lodging”.")
    last, comma, first = parts[0].partition(",")
    payee = (
        Contact(type="IND", last_name=last.strip(), first_name=first.strip())
        if comma
        else Contact(type="ORG", name=parts[0])
    )
    return NewPayee(
        payee=payee, known=None, amount_cents=parse_cents(parts[1]), purpose=parts[2],
        day=parse_day(parts[3]).isoformat() if len(parts) == 4 else day,
    )  # fmt: skip


def _missing_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", required=True, metavar="E", help="whose payments")
    parser.add_argument("--since", default="", metavar="DATE", help="from this day (this year)")


def _missing(context: Context) -> Outcome:
    given = context.arguments
    since = day_given(given.since)
    first = since if given.since else since.replace(month=1, day=1)
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        entity = access.find(given.entity)
        access.require(SEE, entity.id)
        found = payees_missing(connection, [entity.id], first.isoformat())
    data = {
        "entity": entity.code, "law": payee_law(), "payments": [_row(one) for one in found],
        "missing_cents": sum(one.missing_cents for one in found),
    }  # fmt: skip
    words = "\n".join(_words(one) for one in found) or "Nobody is missing."
    return Outcome(data, words, attention=bool(found))


def _register_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", required=True, metavar="E", help="whose payments")
    parser.add_argument("--from", dest="first", required=True, metavar="DATE")
    parser.add_argument("--to", dest="last", required=True, metavar="DATE")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="a .pdf, .xlsx or .csv file"
    )


def _register(context: Context) -> Outcome:
    given = context.arguments
    period = Period(
        first=parse_day(given.first).isoformat(), last=parse_day(given.last).isoformat()
    )
    with context.book(write=False) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            entity = access.find(given.entity)
            access.require(SEE, entity.id)
        write_register(book, [entity.id], period, given.out, context.progress)
    data = {"entity": entity.code, "from": period.first, "to": period.last, "file": str(given.out)}
    return Outcome(data, f"Written {given.out}")


def _one(book: Book, number: int, act: str) -> Behind:
    """Return a payment that may be seen; raises NotFound for any other, Refused without the act."""
    with book.read() as connection:
        access = access_of(connection, book.who)
        found = behind(connection, number)
        if found.entity_id not in access.ids:
            raise NotFound("This payment is no longer in the book; it may have been deleted.")
        access.require(act, found.entity_id)
    return found


def _row(one: Behind) -> dict[str, Any]:
    return {
        "entry": one.item_id, "payee": one.payee, "amount_cents": one.cents, "on": one.day,
        "by": one.route.code if one.route is not None else None, "kind": one.kind,
        "named_cents": one.named_cents, "missing_cents": one.missing_cents,
        "must_name": one.must_name,
        "payees": [
            {
                "entry": each.item_id, "name": each.contact.display_name,
                "amount_cents": each.cents, "purpose": each.purpose, "on": each.day,
                "itemised": each.itemised,
            }
            for each in one.payees
        ],
    }  # fmt: skip


def _words(one: Behind) -> str:
    amount = format_cents(one.cents, symbol=True)
    names = ", ".join(
        f"{each.contact.display_name} {format_cents(each.cents, symbol=True)}"
        for each in one.payees
    )
    said = f"{one.item_id}: {one.payee}, {amount} on {one.day}: {names or 'nobody named'}"
    return f"{said}. {one.missing_words}" if one.missing_words else said


COMMANDS = (
    Command("payments name", "say who is behind a payment", _name_arguments, _name),
    Command("payments missing", "behind which somebody is missing", _missing_arguments, _missing),
    Command("payments register", "write the register", _register_arguments, _register),
)
