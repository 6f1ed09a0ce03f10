"""The command that looks through the books for what the law asks about."""

import argparse
from datetime import date
from typing import Any

from financedesk.cli.command import Command, Context, Outcome
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import counts_by_level, judge
from financedesk.ledger.access import access_of
from financedesk.rules.checks import BLOCK, LEVELS, remedy_words
from financedesk.rules.dates import parse_day
from financedesk.rules.money import format_cents
from financedesk.rules.roles import SEE

_SHOWN = 100


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", default="", metavar="E", help="only its books (all in view)")
    parser.add_argument("--as-of", default="", metavar="DATE", help="as on this day (today)")


def _run(context: Context) -> Outcome:
    given = context.arguments
    today = parse_day(given.as_of) if given.as_of else date.today()
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        rows = [access.find(given.entity)] if given.entity else list(access.entities)
        access.require(SEE, *(one.id for one in rows))
        found = judge(connection, rows, today, context.progress).findings
    codes = {one.id: one.code for one in rows}
    data = {"as_of": today.isoformat(), "findings": [_data(one, codes) for one in found]}
    attention = any(one.level == BLOCK for one in found)
    return Outcome(data, _words(found, codes, today), attention=attention)


def _data(one: Finding, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "rule": one.rule, "level": one.level, "citation": one.citation, "subject": one.subject,
        "amount_cents": one.cents, "due": one.due or None, "rows": list(one.item_ids),
        "entity": codes[one.entity_id], "title": one.kind.title, "why": one.why,
        "since": one.since or None, "remedies": list(one.kind.remedies),
    }  # fmt: skip


def _words(found: tuple[Finding, ...], codes: dict[int, str], today: date) -> str:
    if not found:
        return f"Nothing to fix on {today.isoformat()}."
    counts = counts_by_level(found)
    said = ", ".join(f"{counts[level]:,} {level}" for level in LEVELS if level in counts)
    lines = [line for one in found[:_SHOWN] for line in _lines(one, codes)]
    if len(found) > _SHOWN:
        lines.append(f"… and {len(found) - _SHOWN:,} more; see --json.")
    return "\n".join([*lines, f"{len(found):,} findings: {said}."])


def _lines(one: Finding, codes: dict[int, str]) -> list[str]:
    amount = f", {format_cents(one.cents, symbol=True)}" if one.cents else ""
    due = f", by {one.due}" if one.due else ""
    first = f"{one.level:<6} {codes[one.entity_id]}: {one.kind.title}: {one.subject}{amount}{due}"
    remedies = one.kind.remedies[:1]
    return [first, f"       {one.why} ({one.citation})",
            *(f"       {remedy_words()[code]}" for code in remedies)]  # fmt: skip


COMMANDS = (Command("check", "what the law asks about the books", _arguments, _run),)
