"""Commands on what may be done about findings: list the remedies, and do one."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from financedesk.book import Book, Reading
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import day_given
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.compliance.remedies import put_right, remedies_of
from financedesk.compliance.remedy import Given, Remedy
from financedesk.compliance.waivers import answered, waivers
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.access import Access, access_of
from financedesk.ledger.gift_corrections import newest_of
from financedesk.ledger.limit_person import find_card
from financedesk.rules.checks import check_kind
from financedesk.rules.money import format_cents, parse_cents
from financedesk.rules.remedy_acts import remedy_acts
from financedesk.rules.roles import CORRECT, SEE

_SHOWN = 40
# What a remedy is given, as options: the field, and what it is.
_WORDS = {
    "words": "evidence, reason, note or method", "who": "who says so or answers for it",
    "how": "letter, email or phone; form; signed or presumed", "reason": "why it is on hold",
    "payee": "who takes what may not be kept", "employer": "the donor’s employer",
    "occupation": "what the donor does", "street": "the donor’s street", "city": "the town",
    "state": "two letters", "zip": "the ZIP code", "purpose": "why it was paid",
    "election": "the election it is for, such as G2026",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Look:
    """What stands on a day in the entities that are asked about."""

    access: Access
    today: date
    findings: tuple[Finding, ...]


def _which_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", default="", metavar="E", help="only its books (all in view)")
    parser.add_argument("--rule", default="", metavar="R", help="only what this check found")
    parser.add_argument("--about", default="", metavar="NAME", help="only what is about this")
    parser.add_argument("--row", type=int, default=0, metavar="N", help="only with this entry")
    parser.add_argument("--as-of", default="", metavar="DATE", help="as on this day (today)")


def _look(context: Context, book: Book) -> _Look:
    given = context.arguments
    today = day_given(given.as_of)
    if given.rule:
        check_kind(given.rule)
    with book.read() as connection:
        access = access_of(connection, book.who)
        rows = [access.find(given.entity)] if given.entity else list(access.entities)
        access.require(SEE, *(one.id for one in rows))
        found = judge(connection, rows, today, context.progress).findings
        said = waivers(connection, [one.id for one in rows])
    left = tuple(one for one in answered(found, said).standing if _is_meant(one, given))
    return _Look(access, today, left)


def _is_meant(one: Finding, given: argparse.Namespace) -> bool:
    named = given.about.casefold() in one.subject.casefold()
    return named and given.rule in ("", one.rule) and given.row in (0, *one.item_ids)


def _list(context: Context) -> Outcome:
    with context.book(write=False) as book:
        look = _look(context, book)
        with book.read() as connection:
            ways = [_ways(connection, look, one) for one in look.findings]
    codes = {one.id: one.code for one in look.access.entities}
    told = list(zip(look.findings, ways, strict=True))
    data = {
        "as_of": look.today.isoformat(),
        "findings": [_data(one, found, codes[one.entity_id]) for one, found in told],
    }
    lines = [line for one, found in told[:_SHOWN] for line in _lines(one, found)]
    if len(told) > _SHOWN:
        lines.append(f"… and {len(told) - _SHOWN:,} more; see --json, or name a --rule.")
    return Outcome(data, "\n".join(lines or ["Nothing to fix."]))


def _ways(connection: Reading, look: _Look, finding: Finding) -> tuple[Remedy, ...]:
    return remedies_of(connection, finding, look.today, look.access.ids)


def _data(one: Finding, ways: Sequence[Remedy], code: str) -> dict[str, Any]:
    return {
        "rule": one.rule, "entity": code, "about": one.subject, "amount_cents": one.cents,
        "due": one.due or None, "rows": list(one.item_ids),
        "remedies": [
            {
                "code": way.code, "title": way.title, "act": way.is_act, "cents": way.cents,
                "by": way.by or None, "asks": list(way.asks), "citation": way.citation,
                "why_not": way.why_not or None,
            }
            for way in ways
        ],
    }  # fmt: skip


def _lines(one: Finding, ways: Sequence[Remedy]) -> list[str]:
    lines = [f"{one.kind.title}: {one.subject}, {format_cents(one.cents, symbol=True)}"]
    for way in ways:
        until = f" by {way.by}" if way.by else ""
        if way.why_not:
            lines.append(f"  not {way.code}: {way.why_not}")
        elif way.is_act:
            amount = f" {format_cents(way.cents, symbol=True)}" if way.cents else ""
            lines.append(f"  {way.code}{amount}{until}: {way.words}")
        else:
            lines.append(f"  elsewhere: {way.words}")
    return lines


# --- doing one


def _do_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="REMEDY", help="as remedy list names it: refund, hold, …")
    _which_arguments(parser)
    parser.add_argument("--on", default="", metavar="DATE", help="the day of the act (today)")
    parser.add_argument("--amount", default="", metavar="DOLLARS", help="not all, only so much")
    for name, help_words in _WORDS.items():
        parser.add_argument(f"--{name}", default="", metavar="WORDS", help=help_words)
    parser.add_argument("--other", default="", metavar="P", help="whose it is: a name or a card")
    parser.add_argument(
        "--presuming", action="store_true",
        help="no election was named; or both names are printed on the check",
    )  # fmt: skip
    parser.add_argument(
        "--waiting", action="store_true", help="keep checks out of the bank that are not deposited"
    )


def _do(context: Context) -> Outcome:
    code: str = context.arguments.code
    known = remedy_acts().get(code)
    if known is None:
        raise NotFound(f"There is no act “{code}”; choose one of {', '.join(remedy_acts())}.")
    with context.book(write=True) as book:
        look = _look(context, book)
        finding = _only(look.findings)
        with book.read() as connection:
            ways = {one.code: one for one in _ways(connection, look, finding)}
        also = ways[code].entity_ids if code in ways else ()
        look.access.require(CORRECT, finding.entity_id, *also)
        with book.unit_of_work(known.action) as unit:
            given = _given(unit.connection, context.arguments, finding)
            put_right(unit, finding, code, given, look.today, look.access.ids)
        left = [one for one in _look(context, book).findings
                if (one.rule, one.key) == (finding.rule, finding.key)]  # fmt: skip
    data = {
        "done": code, "rule": finding.rule, "about": finding.subject,
        "left_cents": left[0].cents if left else 0, "stands": bool(left),
    }  # fmt: skip
    ended = "It still stands; look at it again." if left else "Nothing of it is left."
    return Outcome(data, f"{known.title}: {finding.subject}. {ended}", attention=bool(left))


def _only(findings: Sequence[Finding]) -> Finding:
    if not findings:
        raise NotFound("Nothing fits: there is no such finding; see “remedy list”.")
    if len(findings) > 1:
        some = "; ".join(f"{one.rule}: {one.subject}" for one in findings[:5])
        raise BadInput(
            f"{len(findings):,} findings fit ({some}); name one by --rule, --about and --row."
        )
    return findings[0]


def _given(connection: Reading, given: argparse.Namespace, finding: Finding) -> Given:
    other = find_card(connection, given.other, [finding.entity_id]) if given.other else None
    return Given(
        day=day_given(given.on or given.as_of).isoformat(),
        cents=parse_cents(given.amount) if given.amount else None,
        presuming=given.presuming, waiting=given.waiting,
        other=None if other is None else newest_of(connection, other),
        **{name: getattr(given, name) for name in _WORDS},
    )  # fmt: skip


COMMANDS = (
    Command("remedy list", "what may be done about each finding", _which_arguments, _list),
    Command("remedy do", "put a finding right", _do_arguments, _do),
)
