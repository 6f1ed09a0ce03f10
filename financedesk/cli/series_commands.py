"""Commands on recurring series: list them, and say that one was cancelled, failed or was raised."""

import argparse
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import day_given, drive_ids_of
from financedesk.drives.series import DEFINITIONS, Series, expected_by_month, series_of
from financedesk.ledger.access import access_of
from financedesk.ledger.limit_near import near_names
from financedesk.ledger.series_events import EventKind, SeriesNews, find_series, tell
from financedesk.rules.money import format_cents, parse_cents
from financedesk.rules.recurring import INTERVALS, STATES
from financedesk.rules.roles import RECORD, SEE

_MONTHS = 12
_SAID: dict[str, str] = {"cancelled": "cancelled", "failed": "failed", "upgraded": "raised"}


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", required=True, metavar="E", help="whose series")
    parser.add_argument("--drive", default="", metavar="D", help="of this drive and its parts")
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
        found = series_of(connection, [entity.id], on, drives, state=given.state)
        expected = expected_by_month(connection, [entity.id], on, _MONTHS, drives)
        names = near_names(connection, {one.card_id for one in found if one.card_id})
    states = Counter(one.state for one in found)
    data = {
        "entity": entity.code, "on": on.isoformat(),
        "series": [_row(one, names) for one in found],
        "states": {state: states[state] for state in STATES},
        "expected": [asdict(one) for one in expected],
        "definitions": dict(DEFINITIONS),
    }  # fmt: skip
    return Outcome(data, _list_words(data))


def _row(one: Series, names: Any) -> dict[str, Any]:  # noqa: ANN401 - names by card
    return {
        "receipt": one.key, "source": one.source, "card": one.card_id,
        "name": names.get(one.card_id, ""), "every": one.every, "state": one.state,
        "charges": one.charges, "doubled": one.doubled, "first_day": one.first_day,
        "last_day": one.last_day, "given_cents": one.given_cents, "next_cents": one.next_cents,
        "upgraded_cents": one.upgraded_cents, "failed_on": one.failed_on,
        "cancelled_on": one.cancelled_on,
    }  # fmt: skip


def _list_words(data: dict[str, Any]) -> str:
    if not data["series"]:
        return "No recurring gift is in these books; they come with a processor's export."
    lines = [
        f"{row['receipt']} {row['name']}: {_dollars(row['next_cents'])}"
        f" {INTERVALS[row['every']].label}, {row['charges']} charges, last on {row['last_day']};"
        f" {row['state']}{_doubled(row['doubled'])}"
        for row in data["series"]
    ]
    counts = ", ".join(f"{number} {state}" for state, number in data["states"].items() if number)
    lines.append(f"{len(data['series']):,} series: {counts}.")
    month = data["expected"][0]
    lines.append(f"Expected in {month['month']}: {_dollars(month['cents'])}, before fees.")
    return "\n".join(lines)


def _doubled(number: int) -> str:
    return f"; charged twice: {number}" if number else ""


def _tell_arguments(kind: EventKind) -> Callable[[argparse.ArgumentParser], None]:
    def add(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("receipt", metavar="RECEIPT", help="the receipt of its charges")
        parser.add_argument("--entity", required=True, metavar="E", help="whose series")
        parser.add_argument(
            "--source", default="", metavar="S", help="its processor, if two have it"
        )
        parser.add_argument("--on", default="", metavar="DATE", help="the day (today)")
        parser.add_argument("--note", default="", metavar="WORDS", help="what is known of it")
        if kind != "cancelled":
            parser.add_argument(
                "--amount", default="", required=kind == "upgraded", metavar="DOLLARS",
                help="what is charged from now on" if kind == "upgraded" else "what did not come",
            )  # fmt: skip

    return add


def _tell(kind: EventKind) -> Callable[[Context], Outcome]:
    def run(context: Context) -> Outcome:
        given = context.arguments
        amount = getattr(given, "amount", "")
        cents = parse_cents(amount) if amount else None
        news = SeriesNews(kind=kind, on=day_given(given.on), cents=cents, note=given.note)
        with context.book(write=True) as book:
            with book.read() as connection:
                access = access_of(connection, book.who)
                entity = access.find(given.entity)
                access.require(RECORD, entity.id)
                which = find_series(connection, [entity.id], given.receipt, given.source)
            with book.unit_of_work(f"Recurring gift {_SAID[kind]}") as unit:
                is_new = tell(unit, which, news, date.today())
        data = {
            "receipt": which.key, "source": which.source, "kind": kind, "on": str(news.on),
            "new": is_new,
        }  # fmt: skip
        words = f"The recurring gift {which.key} was {_SAID[kind]} on {news.on}."
        return Outcome(data, words if is_new else f"That was known of {news.period} already.")

    return run


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)


COMMANDS = (
    Command("series list", "recurring gifts and how each stands", _list_arguments, _list),
    Command(
        "series cancel", "say that a recurring gift was cancelled", _tell_arguments("cancelled"),
        _tell("cancelled"),
    ),
    Command(
        "series fail", "say that a charge of a recurring gift failed", _tell_arguments("failed"),
        _tell("failed"),
    ),
    Command(
        "series raise", "say what a recurring gift will be from now on",
        _tell_arguments("upgraded"), _tell("upgraded"),
    ),
)  # fmt: skip
