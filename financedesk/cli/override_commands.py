"""Commands on counsel's word: list what stands in place of a rule, enter it, withdraw it."""

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Any

from financedesk.cli.command import Command, Context, Outcome
from financedesk.ledger.access import access_of
from financedesk.ledger.overrides import (
    KeptOverride,
    keep_override,
    kept_override,
    kept_overrides,
    withdraw_override,
)
from financedesk.rules.counsel import (
    CLOCK,
    FLOW,
    STEP,
    override_kind,
    rule_title,
    value_words,
)
from financedesk.rules.dates import parse_day
from financedesk.rules.limits import Override
from financedesk.rules.money import parse_cents
from financedesk.rules.roles import RULES

_NO_AMOUNT = "none"
_STANDINGS = {
    "in_force": "in force", "coming": "to come", "ended": "ended", "withdrawn": "never held",
}  # fmt: skip


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rule", default="", metavar="RULE", help="of this rule alone")
    _day_argument(parser, "--on", "how each stands on this day (today)")


def _day_argument(parser: argparse.ArgumentParser, name: str, words: str) -> None:
    parser.add_argument(name, default="", metavar="DATE", help=words)


def _list(context: Context) -> Outcome:
    given = context.arguments
    on = _day(given.on) or date.today()
    with context.book(write=False) as book, book.read() as connection:
        found = [
            kept
            for kept in kept_overrides(connection)
            if given.rule in ("", kept.override.rule)
        ]  # fmt: skip
    data = {"on": on.isoformat(), "overrides": [_row(kept, on) for kept in found]}
    return Outcome(data, _words(found, on) or "Counsel has overridden no rule.")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rule", metavar="RULE",
        help="a limit, threshold or clock such as excessive, 'GIVER > RECIPIENT' for a cell, or"
        " a locked step and state such as step:recall:OR",
    )  # fmt: skip
    parser.add_argument(
        "--value", required=True, metavar="VALUE",
        help="dollars or none; allowed, limited, conditional or prohibited; a clock's time;"
        " released",
    )  # fmt: skip
    parser.add_argument("--reason", required=True, metavar="WORDS", help="why counsel says so")
    parser.add_argument("--counsel", required=True, metavar="NAME", help="who decided it")
    _day_argument(parser, "--decided", "when it was decided (today)")
    _day_argument(parser, "--from", "its first day (always)")
    _day_argument(parser, "--until", "its last day (open)")


def _add(context: Context) -> Outcome:
    given = context.arguments
    word = _with_value(
        Override(
            rule=given.rule, reason=given.reason, who=given.counsel,
            decided_on=_day(given.decided) or date.today(), since=_day(vars(given)["from"]),
            until=_day(given.until),
        ),
        given.value,
    )  # fmt: skip
    with context.book(write=True) as book:
        with book.read() as connection:
            access_of(connection, book.who).require_whole(RULES)
        with book.unit_of_work(f"Override {rule_title(word.rule)}") as unit:
            number = keep_override(unit, word)
            kept = kept_override(unit.connection, number)
    return Outcome(_row(kept, date.today()), f"Kept. {_line(kept, date.today())}")


def _with_value(word: Override, value: str) -> Override:
    """Return the word with the value that its sort of rule has; raises BadInput for another."""
    said = {"verdict": value.strip().casefold()}
    kind = override_kind(word.rule)
    if kind == CLOCK:
        said = {"time": value}
    elif kind not in (FLOW, STEP):
        cents = None if value.strip().casefold() == _NO_AMOUNT else parse_cents(value)
        return Override(**{**_fields(word), "cents": cents})
    return Override(**{**_fields(word), **said})


def _fields(word: Override) -> dict[str, Any]:
    return {name: getattr(word, name) for name in word.__slots__}


def _withdraw_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=int, metavar="NUMBER", help="as the list tells it")
    parser.add_argument("--why", required=True, metavar="WORDS", help="why it no longer holds")
    _day_argument(parser, "--last-day", "the last day on which it holds (today)")


def _withdraw(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        with book.read() as connection:
            access_of(connection, book.who).require_whole(RULES)
            rule = kept_override(connection, given.number).override.rule
        action = f"Withdraw override of {rule_title(rule)}"
        with book.unit_of_work(action, why=given.why) as unit:
            withdraw_override(unit, given.number, _day(given.last_day) or date.today())
            kept = kept_override(unit.connection, given.number)
    return Outcome(_row(kept, date.today()), f"Withdrawn. {_line(kept, date.today())}")


def _row(kept: KeptOverride, on: date) -> dict[str, Any]:
    word = kept.override
    return {
        "number": kept.id, "rule": word.rule, "title": rule_title(word.rule),
        "cents": word.cents, "verdict": word.verdict, "time": word.time,
        "value": value_words(word), "reason": word.reason, "counsel": word.who,
        "decided": word.decided_on.isoformat(), "from": _iso(word.since), "until": _iso(word.until),
        "standing": word.standing(on),
    }  # fmt: skip


def _words(found: Sequence[KeptOverride], on: date) -> str:
    return "\n".join(_line(kept, on) for kept in found)


def _line(kept: KeptOverride, on: date) -> str:
    word = kept.override
    days = " ".join(
        part
        for part in (
            f"from {word.since}" if word.since else "",
            f"until {word.until}" if word.until else "",
        )
        if part
    )
    standing = ", ".join(part for part in (_STANDINGS[word.standing(on)], days) if part)
    return f"{kept.id}  {rule_title(word.rule)}: {value_words(word)} ({standing}). {word.words}"


def _day(text: str) -> date | None:
    return parse_day(text) if text else None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


COMMANDS = (
    Command("override list", "where counsel's word stands in place of a rule",
            _list_arguments, _list),
    Command("override add", "enter counsel's word in place of a rule", _add_arguments, _add),
    Command("override withdraw", "let counsel's word hold no longer; it stays in the list",
            _withdraw_arguments, _withdraw),
)  # fmt: skip
