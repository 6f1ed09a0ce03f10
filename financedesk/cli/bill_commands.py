"""Commands on bills: list, add, approve, pay and withdraw them, and who must approve."""

import argparse
from datetime import date
from typing import Any

from financedesk.book import Book, Reading
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import day_given
from financedesk.errors import NotFound
from financedesk.ledger.access import access_of
from financedesk.ledger.bank_accounts import bank_account_named
from financedesk.ledger.bill_approvals import approve_bill, set_approval_rule, terms_of
from financedesk.ledger.bills import (
    STATES,
    Bill,
    NewBill,
    account_note,
    add_bill,
    bill_by_id,
    bills,
    looks_like,
    newest_version,
    pay_bill,
    withdraw_bill,
)
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.limit_person import find_card
from financedesk.rules.money import format_cents, parse_cents
from financedesk.rules.payables import METHODS
from financedesk.rules.roles import CORRECT, RECORD, SEE


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", required=True, metavar="E", help="whose bills")
    parser.add_argument("--state", default="", choices=sorted(STATES), help="in this state alone")
    parser.add_argument("--on", default="", metavar="DATE", help="as of this day (today)")


def _list(context: Context) -> Outcome:
    given = context.arguments
    on = day_given(given.on)
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        entity = access.find(given.entity)
        access.require(SEE, entity.id)
        found = [one for one in bills(connection, [entity.id]) if given.state in ("", one.state)]
        terms = terms_of(connection, entity.id, on.isoformat())
    overdue = [one for one in found if one.overdue(on)]
    data = {
        "entity": entity.code, "on": on.isoformat(), "two_above_cents": terms.above_cents,
        "open_cents": sum(one.cents for one in found if one.open),
        "overdue_cents": sum(one.cents for one in overdue),
        "bills": [_row(one, on) for one in found],
    }  # fmt: skip
    lines = [_line(one) for one in found] or ["There is no bill."]
    return Outcome(data, "\n".join(lines), attention=bool(overdue))


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--entity", required=True, metavar="E", help="who was billed")
    add(
        "--payee",
        required=True,
        metavar="NAME",
        help="a company, “Last, First” of a person, or a card's number",
    )
    add("--amount", required=True, metavar="DOLLARS")
    add("--purpose", required=True, metavar="WORDS", help="what it was for, as the form asks")
    add("--due", required=True, metavar="DATE", help="when it is to be paid")
    add("--number", default="", metavar="N", help="the payee's own number of it")
    add("--received", default="", metavar="DATE", help="when it came (today)")
    add("--account", required=True, metavar="A", help="the bank account that is to pay")
    add("--method", default="check", choices=list(METHODS), help="how it is to be paid (check)")
    add("--kind", default="", metavar="KIND", help="the kind of payment (operating expense)")
    add("--category", default="", metavar="CODE", help="the code of its category")
    add("--by", default="", metavar="NAME", help="who entered it, where nobody signs in")


def _add(context: Context) -> Outcome:
    given = context.arguments
    received = day_given(given.received)
    with context.book(write=True) as book:
        with book.read() as connection:
            account = bank_account_named(connection, book.who, given.account, given.entity, RECORD)
            entity = entity_by_id(connection, account.entity_id)
            known, payee = _payee(connection, entity.id, given.payee)
        new = NewBill(
            payee=payee, known=known, number=given.number,
            received_on=received.isoformat(), due_on=day_given(given.due).isoformat(),
            amount_cents=parse_cents(given.amount), purpose=given.purpose,
            kind=given.kind or _usual_kind(entity), method=given.method, account=account,
            category=given.category, entered_by=given.by,
        )  # fmt: skip
        with book.unit_of_work("Enter bill") as unit:
            number = add_bill(unit, entity, new)
            added = bill_by_id(unit.connection, number)
            twin = looks_like(unit.connection, added.card_id, added.cents, added.number, number)
        found = _one(book, number, SEE)
    words = f"Entered {_line(found)}"
    if twin is not None:
        words += f"\nLook: {twin.name} of {twin.received_on} has the same amount."
    if note := account_note(account):
        words += f"\nLook: {note}"
    data = {**_row(found, received), "looks_like": None if twin is None else twin.id}
    return Outcome(data, words, attention=twin is not None)


def _payee(connection: Reading, entity_id: int, text: str) -> tuple[ContactRef | None, Contact]:
    """Return whom a text means: the card of that number, or somebody by name."""
    if text.isascii() and text.isdigit():
        return newest_version(connection, find_card(connection, text, [entity_id]))
    last, comma, first = text.partition(",")
    if comma:
        return None, Contact(type="IND", last_name=last.strip(), first_name=first.strip())
    return None, Contact(type="ORG", name=" ".join(text.split()))


def _usual_kind(entity: EntityRow) -> str:
    return "operating_expenditure" if entity.form else _USUAL.get(entity.kind, "")


_USUAL = {
    "think_tank_c3": "c3_program_expense", "issue_c4": "c4_program_expense",
    "section_527": "section_527_expenditure",
}  # fmt: skip


def _bill_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bill", type=int, metavar="BILL", help="its number, as bill list says it")
    parser.add_argument("--on", default="", metavar="DATE", help="on which day (today)")


def _approve_arguments(parser: argparse.ArgumentParser) -> None:
    _bill_argument(parser)
    parser.add_argument("--by", default="", metavar="NAME", help="who, where nobody signs in")


def _approve(context: Context) -> Outcome:
    given = context.arguments
    on = day_given(given.on)
    with context.book(write=True) as book:
        _one(book, given.bill, RECORD)
        with book.unit_of_work("Approve bill") as unit:
            approve_bill(unit, given.bill, given.by, on.isoformat())
        found = _one(book, given.bill, SEE)
    return Outcome(_row(found, on), _line(found))


def _pay_arguments(parser: argparse.ArgumentParser) -> None:
    _bill_argument(parser)
    parser.add_argument("--check", type=int, metavar="N", help="the check's number (the next)")


def _pay(context: Context) -> Outcome:
    given = context.arguments
    on = day_given(given.on)
    with context.book(write=True) as book:
        before = _one(book, given.bill, RECORD)
        with book.read() as connection:
            entity = entity_by_id(connection, before.entity_id)
        with book.unit_of_work(f"Pay {before.name}") as unit:
            pay_bill(unit, entity, given.bill, on.isoformat(), given.check)
        found = _one(book, given.bill, SEE)
    return Outcome(_row(found, on), _line(found))


def _withdraw_arguments(parser: argparse.ArgumentParser) -> None:
    _bill_argument(parser)
    parser.add_argument("--why", required=True, metavar="WORDS", help="why it is not paid")


def _withdraw(context: Context) -> Outcome:
    given = context.arguments
    on = day_given(given.on)
    with context.book(write=True) as book:
        _one(book, given.bill, CORRECT)
        with book.unit_of_work("Withdraw bill") as unit:
            withdraw_bill(unit, given.bill, given.why, on.isoformat())
        found = _one(book, given.bill, SEE)
    return Outcome(_row(found, on), _line(found))


def _rule_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", required=True, metavar="E", help="whose bills")
    parser.add_argument(
        "--above", required=True, metavar="DOLLARS", help="two people must approve more than this"
    )
    parser.add_argument("--since", default="", metavar="DATE", help="from which day on (today)")


def _rule(context: Context) -> Outcome:
    given = context.arguments
    since, above = day_given(given.since), parse_cents(given.above)
    with context.book(write=True) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            entity = access.find(given.entity)
            access.require(CORRECT, entity.id)
        with book.unit_of_work("Say who must approve") as unit:
            set_approval_rule(unit, entity.id, above, since.isoformat())
    data = {"entity": entity.code, "two_above_cents": above, "since": since.isoformat()}
    amount = format_cents(above, symbol=True)
    words = f"From {since} two people approve bills above {amount} of {entity.name}, and wires."
    return Outcome(data, words)


def _one(book: Book, number: int, act: str) -> Bill:
    """Return a bill that may be seen; raises NotFound for any other, Refused without the act."""
    with book.read() as connection:
        access = access_of(connection, book.who)
        found = bill_by_id(connection, number)
        if found.entity_id not in access.ids:
            raise NotFound(f"There is no bill {number} in this book.")
        access.require(act, found.entity_id)
    return found


def _row(one: Bill, on: date) -> dict[str, Any]:
    return {
        "bill": one.id, "payee": one.payee, "card": one.card_id, "number": one.number,
        "state": one.state, "amount_cents": one.cents, "purpose": one.purpose,
        "kind": one.kind, "category": one.category, "method": one.method,
        "account": one.account, "received_on": one.received_on.isoformat(),
        "due_on": one.due_on.isoformat(), "overdue": one.overdue(on),
        "entered_by": one.entered_by, "needed": one.needed, "missing": one.missing,
        "approvals": [
            {"by": each.approver, "on": each.on.isoformat()} for each in one.approvals
        ],
        "entry": one.item_id, "check": one.check,
        "paid_on": one.paid_on.isoformat() if one.paid_on else None,
        "withdrawn_on": one.withdrawn_on.isoformat() if one.withdrawn_on else None,
        "withdrawn_why": one.withdrawn_why,
    }  # fmt: skip


def _line(one: Bill) -> str:
    amount = format_cents(one.cents, symbol=True)
    said = f"{one.id}: {one.name}, {amount}, due {one.due_on}; {STATES[one.state].lower()}"
    if one.open and one.missing:
        return f"{said}: {one.missing}"
    if one.paid_on is not None:
        return f"{said} on {one.paid_on}" + (f" by check {one.check}" if one.check else "")
    return said


COMMANDS = (
    Command(
        "bill list", "bills that are open, approved, paid or withdrawn", _list_arguments, _list
    ),
    Command("bill add", "enter a bill", _add_arguments, _add),
    Command("bill approve", "approve a bill", _approve_arguments, _approve),
    Command("bill pay", "pay an approved bill", _pay_arguments, _pay),
    Command("bill withdraw", "withdraw a bill that is not paid", _withdraw_arguments, _withdraw),
    Command("bill rule", "say above what amount two must approve", _rule_arguments, _rule),
)
