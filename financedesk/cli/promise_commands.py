"""Commands on what donors promise: add, list, keep by a gift, end, note a reminder."""

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from financedesk.book import Book
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import day_given, drive_ids_of
from financedesk.drives.promises import Promise, promised_by_month, promises_of, proposals
from financedesk.errors import NotFound
from financedesk.ledger.access import access_of
from financedesk.ledger.limit_person import find_card
from financedesk.ledger.promise_facts import (
    CHANNELS,
    NewPromise,
    end_promise,
    keep_promise,
    note_reminder,
    record_promise,
)
from financedesk.rules.dates import parse_day
from financedesk.rules.money import format_cents, parse_cents
from financedesk.rules.promises import STATES, Terms
from financedesk.rules.roles import RECORD, SEE

_MONTHS = 12


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--entity", required=True, metavar="E", help="who was promised")
    add("--donor", required=True, metavar="P", help="a name or a card's number")
    add("--amount", required=True, metavar="DOLLARS", help="of each part")
    add("--due", required=True, metavar="DATE", help="when the first part is due")
    add("--every", default="", choices=("month", "quarter", "year"), help="how often it comes")
    add("--times", type=int, default=None, metavar="N", help="how many parts (until it is ended)")
    add("--on", default="", metavar="DATE", help="when it was promised (today)")
    add("--drive", default="", metavar="D", help="for which drive")
    add("--channel", default="", metavar="WORDS", help="how it was made: call, event, mail, form")
    add("--note", default="", metavar="WORDS", help="what is known of it")


def _add(context: Context) -> Outcome:
    given = context.arguments
    terms = Terms(
        amount_cents=parse_cents(given.amount), due_on=parse_day(given.due), every=given.every,
        times=given.times,
    )  # fmt: skip
    with context.book(write=True) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            entity = access.find(given.entity)
            access.require(RECORD, entity.id)
            card = find_card(connection, given.donor, [entity.id])
            drives = drive_ids_of(connection, access, given.drive, entity.code)
        promised = NewPromise(
            card_id=card, terms=terms, promised_on=day_given(given.on),
            drive_id=drives[0] if drives else None, channel=given.channel, note=given.note,
        )  # fmt: skip
        with book.unit_of_work("Record promise") as unit:
            number = record_promise(unit, promised, date.today())
        found = _one(book, number, SEE)
    return Outcome(_row(found), f"Promise {number}: {_line(found)}")


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", required=True, metavar="E", help="who was promised")
    parser.add_argument("--drive", default="", metavar="D", help="for this drive and its parts")
    parser.add_argument("--state", default="", choices=sorted(STATES), help="in this state alone")
    parser.add_argument("--on", default="", metavar="DATE", help="as of this day (today)")


def _list(context: Context) -> Outcome:
    given = context.arguments
    on = day_given(given.on)
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        entity = access.find(given.entity)
        access.require(SEE, entity.id)
        drives = drive_ids_of(connection, access, given.drive, entity.code)
        found = promises_of(connection, [entity.id], on, drives, state=given.state)
        expected = promised_by_month(connection, [entity.id], on, _MONTHS, drives)
        fitting = proposals(connection, [entity.id], on)
    shown = {one.id for one in found}
    fits = [one for one in fitting if one.promise_id in shown]
    data = {
        "entity": entity.code, "on": on.isoformat(), "promises": [_row(one) for one in found],
        "overdue_cents": sum(one.overdue_cents for one in found),
        "expected": [asdict(one) for one in expected],
        "proposals": [
            {
                "promise": one.promise_id, "due": one.due_on.isoformat(), "gift": one.item_id,
                "day": one.gift_day, "cents": one.cents, "name": one.name,
            }
            for one in fits
        ],
    }  # fmt: skip
    lines = [f"{one.id}: {_line(one)}" for one in found] or ["Nobody promised anything."]
    lines += [
        f"May be kept: promise {one.promise_id} of {one.name}, due {one.due_on}, by gift"
        f" {one.item_id} of {one.gift_day}"
        for one in fits
    ]
    return Outcome(data, "\n".join(lines), attention=bool(data["overdue_cents"]))


def _keep_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("promise", type=int, metavar="PROMISE", help="its number")
    parser.add_argument("gift", type=int, metavar="GIFT", help="the number of the gift")
    parser.add_argument(
        "--due", default="", metavar="DATE", help="the part that it keeps (the oldest open one)"
    )


def _keep(context: Context) -> Outcome:
    given = context.arguments
    due = parse_day(given.due) if given.due else None
    with context.book(write=True) as book:
        _one(book, given.promise, RECORD)
        with book.unit_of_work("A gift keeps a promise") as unit:
            is_new = keep_promise(unit, given.promise, given.gift, due)
        found = _one(book, given.promise, SEE)
    words = f"Kept: {_line(found)}" if is_new else "That was said before; nothing changed."
    return Outcome({**_row(found), "new": is_new}, words)


def _end_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("promise", type=int, metavar="PROMISE", help="its number")
    parser.add_argument("--why", required=True, metavar="WORDS", help="why it ends")
    parser.add_argument("--on", default="", metavar="DATE", help="from which day on (today)")


def _end(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        _one(book, given.promise, RECORD)
        with book.unit_of_work("End promise") as unit:
            end_promise(unit, given.promise, day_given(given.on), given.why)
        found = _one(book, given.promise, SEE)
    return Outcome(_row(found), f"Ended: {_line(found)}")


def _remind_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("promise", type=int, metavar="PROMISE", help="its number")
    parser.add_argument("--by", required=True, choices=sorted(CHANNELS), help="how")
    parser.add_argument("--on", default="", metavar="DATE", help="when it was sent (today)")
    parser.add_argument("--due", default="", metavar="DATE", help="of which part (the oldest open)")
    parser.add_argument("--words", default="", metavar="WORDS", help="what was said")


def _remind(context: Context) -> Outcome:
    given = context.arguments
    due = parse_day(given.due) if given.due else None
    with context.book(write=True) as book:
        _one(book, given.promise, RECORD)
        with book.unit_of_work("Note reminder") as unit:
            note_reminder(
                unit, given.promise, given.by, day_given(given.on), due_on=due, words=given.words
            )
        found = _one(book, given.promise, SEE)
    return Outcome(_row(found), f"Noted: {_line(found)}")


def _one(book: Book, number: int, act: str) -> Promise:
    """Return a promise that may be seen; raises NotFound for any other, Refused without the act."""
    with book.read() as connection:
        access = access_of(connection, book.who)
        found = promises_of(connection, sorted(access.ids), date.today(), promise_ids=[number])
        if not found:
            raise NotFound(f"There is no promise {number} here; promise list shows them.")
        access.require(act, found[0].entity_id)
    return found[0]


def _row(one: Promise) -> dict[str, Any]:
    return {
        "promise": one.id, "card": one.card_id, "name": one.name, "state": one.state,
        "amount_cents": one.amount_cents, "every": one.every or None, "times": one.times,
        "promised_on": one.promised_on.isoformat(), "due_on": one.due_on.isoformat(),
        "kept_cents": one.kept_cents, "overdue_cents": one.overdue_cents,
        "ended_on": None if one.ended_on is None else one.ended_on.isoformat(),
        "ended_why": one.ended_why, "channel": one.channel, "note": one.note,
        "parts": [
            {
                "due": part.due_on.isoformat(), "cents": part.amount_cents,
                "kept_cents": part.kept_cents, "state": part.state(one.today),
            }
            for part in one.parts
        ],
        "reminders": [
            {
                "due": sent.due_on.isoformat(), "on": sent.sent_on.isoformat(),
                "by": sent.channel, "words": sent.words,
            }
            for sent in one.reminders
        ],
    }  # fmt: skip


def _line(one: Promise) -> str:
    often = f" every {one.every}" if one.every else ""
    times = f", {one.times} times" if one.times else ""
    said = f"{one.name}, {_dollars(one.amount_cents)}{often}{times}, from {one.due_on}"
    said += f"; {_dollars(one.kept_cents)} kept"
    if one.overdue_cents:
        said += f", {_dollars(one.overdue_cents)} overdue"
    return f"{said}; {one.state}"


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)


COMMANDS = (
    Command("promise add", "record what a donor promised", _add_arguments, _add),
    Command("promise list", "what was promised, kept and is overdue", _list_arguments, _list),
    Command("promise keep", "say that a gift keeps a promise", _keep_arguments, _keep),
    Command("promise end", "end a promise", _end_arguments, _end),
    Command("promise remind", "note that a donor was reminded", _remind_arguments, _remind),
)
