"""Commands on the calendar: list it, write it for a telephone, note deadlines of one's own."""

import argparse
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from financedesk.book import Book
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import day_given
from financedesk.compliance.calendar import calendar, origins
from financedesk.compliance.calendar_entry import KINDS, OVERDUE, STATES, Entry, Span
from financedesk.errors import BadInput
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.noted_deadlines import (
    NewDeadline,
    NotedDeadline,
    deadline_by_id,
    delete_deadline,
    finish_deadline,
    note_deadline,
    reopen_deadline,
)
from financedesk.reports.icalendar_file import Shared, write_calendar
from financedesk.rules.dates import parse_day
from financedesk.rules.roles import CORRECT, PROMISES, SEE
from financedesk.rules.thresholds import clocks

_DAYS = 92
_YEAR_DAYS = 366


def _span_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--entity", default="", metavar="E", help="only its deadlines (all in view)")
    add("--from", dest="first", default="", metavar="DATE", help="from this day (today)")
    add("--to", dest="last", default="", metavar="DATE", help="to this day (three months later)")
    add("--year", type=int, default=None, metavar="Y", help="a whole year instead")
    add("--as-of", default="", metavar="DATE", help="as on this day (today)")
    add("--kind", default="", choices=sorted(KINDS), help="of this kind alone")


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    _span_arguments(parser)
    parser.add_argument("--all", action="store_true", help="what is done and over as well")


def _list(context: Context) -> Outcome:
    given = context.arguments
    found, rows, _ = _read(context)
    shown = [one for one in found if given.all or one.is_open]
    codes = {one.id: one.code for one in rows}
    today = day_given(given.as_of)
    data = {
        "as_of": today.isoformat(), "entries": [_row(one, codes, today) for one in shown],
        "deadlines": [_deadline(one, codes) for one in found if one.kind == "filing"],
    }  # fmt: skip
    late = any(one.state == OVERDUE for one in shown)
    return Outcome(data, _words(shown, codes), attention=late)


def _read(context: Context) -> tuple[tuple[Entry, ...], list[EntityRow], dict[int, str]]:
    given = context.arguments
    today = day_given(given.as_of)
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        rows = [access.find(given.entity)] if given.entity else list(access.entities)
        access.require(SEE, *(one.id for one in rows))
        found = calendar(
            connection, rows, _span(given, today), today, progress=context.progress,
            promises=[one.id for one in rows if access.may(PROMISES, one.id)],
        )  # fmt: skip
        known = dict(origins(connection, [one.id for one in rows]))
    return tuple(one for one in found if given.kind in ("", one.kind)), rows, known


def _span(given: argparse.Namespace, today: date) -> Span:
    if given.year is not None:
        if given.first or given.last:
            raise BadInput("Give a year, or the first and last day; not both.")
        year = parse_day(f"{given.year:04d}-01-01").year
        return Span(date(year, 1, 1), date(year, 12, 31))
    first = parse_day(given.first) if given.first else today
    days = getattr(given, "days", _DAYS)
    return Span(first, parse_day(given.last) if given.last else first + timedelta(days=days))


def _row(one: Entry, codes: dict[int, str], today: date) -> dict[str, Any]:
    return {
        "entity": codes[one.entity_id], "kind": one.kind, "title": one.title, "about": one.about,
        "code": one.code, "day": one.day.isoformat(), "state": one.state,
        "since": one.since.isoformat() if one.since else None, "days_left": one.days_left(today),
        "amount_cents": one.cents, "note": one.note, "law": one.law, "rows": list(one.item_ids),
        "number": one.number, "reminder": one.reminder(today),
    }  # fmt: skip


def _deadline(one: Entry, codes: dict[int, str]) -> dict[str, Any]:
    """Return a report as the contract of `calendar` has it."""
    return {
        "entity": codes[one.entity_id], "form": one.key.split()[1], "code": one.code,
        "from": one.since.isoformat() if one.since else None, "to": one.document,
        "due": one.day.isoformat(), "state": one.state,
    }  # fmt: skip


def _words(found: list[Entry], codes: dict[int, str]) -> str:
    if not found:
        return "Nothing is due in these days."
    return "\n".join(_line(one, codes[one.entity_id]) for one in found)


def _line(one: Entry, code: str) -> str:
    about = f": {one.about}" if one.about else ""
    number = f" [{one.number}]" if one.kind == "noted" else ""
    law = f" ({one.law})" if one.law else ""
    return f"{one.day} {STATES[one.state]:<7} {code}: {one.title}{about}{number}{law}"


# --- the file


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    _span_arguments(parser)
    parser.set_defaults(days=_YEAR_DAYS)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.ics", help="the file")
    parser.add_argument(
        "--told", action="store_true",
        help="with names of people and amounts: think of whose telephone it goes to",
    )  # fmt: skip


def _export(context: Context) -> Outcome:
    given = context.arguments
    found, rows, known = _read(context)
    shared = Shared(
        names={one.id: one.name for one in rows}, origins=known, at=datetime.now(UTC),
        today=day_given(given.as_of), told=given.told,
    )  # fmt: skip
    write_calendar(found, shared, given.out)
    data = {"file": str(given.out), "entries": len(found), "told": given.told}
    names = "names and amounts are in it" if given.told else "without names and amounts"
    return Outcome(data, f"{given.out}: {len(found):,} entries, {names}.")


# --- what is noted


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--entity", required=True, metavar="E", help="whose deadline")
    add("--clock", default="", choices=sorted(clocks()), help="which clock of the law runs")
    add("--since", default="", metavar="DATE", help="the day on which the clock began")
    add("--by", default="", metavar="DATE", help="the last day, where a notice or letter sets it")
    add("--what", default="", metavar="WORDS", help="what must be done (the clock's own words)")
    add("--law", default="", metavar="WORDS", help="what sets the day")


def _add(context: Context) -> Outcome:
    given = context.arguments
    new = NewDeadline(
        clock=given.clock, begun_on=parse_day(given.since) if given.since else None,
        due_on=parse_day(given.by) if given.by else None, what=given.what, law=given.law,
    )  # fmt: skip
    with context.book(write=True) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            entity = access.find(given.entity)
            access.require(CORRECT, entity.id)
        with book.unit_of_work("Note deadline") as unit:
            number = note_deadline(unit, entity.id, new)
        return _told(book, number, "Noted")


def _number_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=int, metavar="N", help="the number of a noted deadline")


def _done_arguments(parser: argparse.ArgumentParser) -> None:
    _number_argument(parser)
    parser.add_argument("--on", default="", metavar="DATE", help="the day it was done (today)")
    parser.add_argument("--open", action="store_true", help="let it run again instead")


def _done(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        _own(book, given.number)
        with book.unit_of_work("Open deadline again" if given.open else "Deadline done") as unit:
            if given.open:
                reopen_deadline(unit, given.number)
            else:
                finish_deadline(unit, given.number, day_given(given.on), date.today())
        return _told(book, given.number, "Open again" if given.open else "Done")


def _remove(context: Context) -> Outcome:
    number = context.arguments.number
    with context.book(write=True) as book:
        gone = _own(book, number)
        with book.unit_of_work("Delete deadline") as unit:
            delete_deadline(unit, number)
    return Outcome({"deleted": number}, f"Deleted: {gone.what}")


def _own(book: Book, number: int) -> NotedDeadline:
    """Return a noted deadline that may be changed; raises NotFound also behind a wall."""
    with book.read() as connection:
        access = access_of(connection, book.who)
        found = deadline_by_id(connection, number, access.ids)
        access.require(CORRECT, found.entity_id)
    return found


def _told(book: Book, number: int, word: str) -> Outcome:
    with book.read() as connection:
        access = access_of(connection, book.who)
        one = deadline_by_id(connection, number, access.ids)
        code = next(row.code for row in access.entities if row.id == one.entity_id)
    data = {
        "number": one.id, "entity": code, "clock": one.clock, "what": one.what,
        "since": one.begun_on.isoformat() if one.begun_on else None, "due": one.due.isoformat(),
        "law": one.law, "done": one.done_on.isoformat() if one.done_on else None,
    }  # fmt: skip
    return Outcome(data, f"{word}: {one.what}, by {one.due} [{one.id}]")


COMMANDS = (
    Command("calendar list", "what must be done by when", _list_arguments, _list),
    Command("calendar export", "write it for a telephone (.ics)", _export_arguments, _export),
    Command("calendar add", "note a deadline of one's own", _add_arguments, _add),
    Command("calendar done", "note that one was met", _done_arguments, _done),
    Command("calendar remove", "take a noted deadline away", _number_argument, _remove),
)
