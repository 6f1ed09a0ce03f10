"""Commands on limits: what somebody may still give, and who may give to whom at all."""

import argparse
from datetime import date
from typing import Any

from financedesk.cli.command import Command, Context, Outcome
from financedesk.ledger.access import access_of
from financedesk.ledger.limit_person import find_card
from financedesk.ledger.limits import Question, RecipientRoom, rooms_of_person
from financedesk.ledger.overrides import overrides
from financedesk.rules.dates import parse_day
from financedesk.rules.flows import Verdict, may_give
from financedesk.rules.limits import Limit, Override, limit_on, limit_rule
from financedesk.rules.money import format_cents, parse_cents


def _room_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--party", required=True, metavar="P", help="who gives: a name or a card's number"
    )
    _day_argument(parser)
    parser.add_argument(
        "--amount", default="", metavar="DOLLARS", help="whether this much fits (default: a cent)"
    )
    parser.add_argument("--giver", default="", metavar="CLASS", help="what the giver is in law")
    parser.add_argument(
        "--login", default="", metavar="MEMBER", help="see no more than this member may see"
    )


def _day_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", default="", metavar="DATE", help="the day it is made (today)")


def _room(context: Context) -> Outcome:
    given = context.arguments
    cents = parse_cents(given.amount) if given.amount else 1
    question = Question(on=_day(given.on), cents=cents, giver=given.giver)
    with context.book(write=False) as book, book.read() as connection:
        seen = access_of(connection, book.who).ids
        if given.login:
            seen &= access_of(connection, given.login).ids
        visible = sorted(seen)
        card = find_card(connection, given.party, visible)
        rooms = rooms_of_person(connection, card, visible, question)
    data = {"party": card, "on": question.on.isoformat(), "rooms": [_row(one) for one in rooms]}
    asked = bool(given.amount)
    attention = asked and not any(one.fits for one in rooms)
    return Outcome(data, "\n".join(_room_line(one) for one in rooms), attention=attention)


def _row(one: RecipientRoom) -> dict[str, Any]:
    found = one.room
    return {
        "recipient": one.code,
        "class": one.recipient,
        "account": one.account,
        "group": one.group if one.in_view else None,
        "verdict": one.verdict.verdict,
        "needs": one.verdict.needs,
        "condition": one.verdict.condition,
        "limit_cents": None if found is None else found.allowed_cents,
        "used_cents": None if found is None else found.used_cents,
        "pending_cents": None if found is None else found.pending_cents,
        "room_cents": None if found is None else found.left_cents,
        "fits": one.fits,
        "window": None if found is None else found.window.key,
        "resets_on": _iso(None if found is None else found.window.resets_on),
        "provisional": found is not None and found.limit.provisional,
        "citation": one.verdict.citation if found is None else found.limit.citation,
        "override": _override(None if found is None else found.limit, one.verdict),
        "words": one.words,
    }


def _room_line(one: RecipientRoom) -> str:
    place = f"{one.code} ({' '.join(filter(None, (one.recipient, one.account)))})"
    return f"{place}: {one.words}"


def _may_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("giver", metavar="GIVER", help="a class of giver, such as corporation")
    parser.add_argument("recipient", metavar="RECIPIENT", help="a class of recipient, such as pac")
    parser.add_argument("--office", default="", choices=("H", "S", "P"), help="of a candidate")
    _day_argument(parser)


def _may(context: Context) -> Outcome:
    given = context.arguments
    on = _day(given.on)
    kept = _overrides(context)
    verdict = may_give(given.giver, given.recipient, on, office=given.office, overrides=kept)
    limit = limit_on(limit_rule(verdict.limited_by), on, kept) if verdict.limited_by else None
    data = {
        "giver": verdict.giver,
        "recipient": verdict.recipient,
        "on": on.isoformat(),
        "verdict": verdict.verdict,
        "allowed": verdict.allowed,
        "stops": verdict.stops,
        "needs": verdict.needs,
        "condition": verdict.condition,
        "reason": verdict.reason,
        "remedy": verdict.remedy,
        "citation": verdict.citation,
        "confidence": verdict.confidence,
        "limit": None if limit is None else _limit(limit),
        "override": None if verdict.override is None else verdict.override.words,
    }
    return Outcome(data, _may_words(verdict, limit), attention=verdict.stops)


def _overrides(context: Context) -> tuple[Override, ...]:
    """Return counsel's words of the book that is named; the law alone where none is."""
    if not context.arguments.book:
        return ()
    with context.book(write=False) as book, book.read() as connection:
        return overrides(connection)


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "code": limit.code,
        "label": limit.label,
        "cents": limit.cents,
        "window": limit.window,
        "from": _iso(limit.since),
        "until": _iso(limit.until),
        "status": limit.status,
        "confidence": limit.confidence,
        "citation": limit.citation,
        "read_in": list(limit.read_in),
        "override": None if limit.override is None else limit.override.words,
    }


def _may_words(verdict: Verdict, limit: Limit | None) -> str:
    if limit is None or (limit.cents is None and limit.override is None):
        return verdict.words
    mark = ", provisional" if limit.provisional else ""
    if limit.override is not None:
        mark = f", counsel’s figure: {limit.override.words}"
    if limit.cents is None:
        return f"{verdict.words}\n{limit.label}: no amount{mark} [{limit.citation}]"
    amount = format_cents(limit.cents, symbol=True)
    return f"{verdict.words}\n{limit.label}: {amount}{mark} [{limit.citation}]"


def _override(limit: Limit | None, verdict: Verdict) -> str | None:
    found = (limit.override if limit is not None else None) or verdict.override
    return None if found is None else found.words


def _day(text: str) -> date:
    return parse_day(text) if text else date.today()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


COMMANDS = (
    Command("room", "what somebody may still give, to whom", _room_arguments, _room),
    Command("may", "who may give to whom, within what, and why", _may_arguments, _may),
)
