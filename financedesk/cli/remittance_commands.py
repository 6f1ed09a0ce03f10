"""Commands on remittances: enter officials, what is due, and where it may lawfully go."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.officials_named import entity_argument, keeper_named, official_named
from financedesk.ledger.access import access_of
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.entering import enter_officials
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.plan import Plan, keep_plan, plan_of
from financedesk.remittances.receiving import Proposal, awaited_by, proposals, take
from financedesk.rules.allocation_result import Line
from financedesk.rules.allocation_words import carry_words, explanation, line_reason
from financedesk.rules.dates import last_of_month, parse_day, parse_month
from financedesk.rules.dues_standing import UNFULFILLED, Settled
from financedesk.rules.matching import SURE
from financedesk.rules.money import format_cents
from financedesk.rules.roles import PROMISES, RECORD, SEE


def _period_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, metavar="YYYY-MM", help="the month")


def _enter_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="officials in TOML")
    parser.add_argument("--entity", required=True, metavar="E", help="who keeps their promises")


def _enter(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            access.require(PROMISES, access.find(given.entity).id)
        count = enter_officials(book, given.file, given.entity, date.today())
    words = f"{count} official{'' if count == 1 else 's'} entered in the books of {given.entity}."
    return Outcome({"entity": given.entity, "officials": count}, words)


def _due_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--official", default="", metavar="O", help="a reference or a name (all)")
    _period_argument(parser)
    entity_argument(parser)
    parser.add_argument(
        "--on", default="", metavar="DATE", help="as it stood on this day (the month's last)"
    )


def _due(context: Context) -> Outcome:
    given = context.arguments
    month = parse_month(given.period)
    on = parse_day(given.on) if given.on else last_of_month(month)
    with context.book(write=False) as book, book.read() as connection:
        entity = keeper_named(connection, access_of(connection, book.who), given.entity)
        wanted = [official_named(connection, entity, given.official)] if given.official else []
        dues = dues_of(connection, entity.id, month, on=on, official_ids=[one.id for one in wanted])
        shown = wanted or OFFICIALS.of(connection, entity.id)
        references = {one.id: one.fact.reference for one in shown}
    rows = [_due_row(one, references[one.official_id], month) for one in dues]
    data = {"entity": entity.code, "period": given.period, "on": on.isoformat(), "due": rows}
    gaps = [gap for one in dues for gap in one.run.gaps]
    return Outcome(data, _due_words(rows), attention=bool(gaps))


def _due_row(one: OfficialDues, reference: str, month: date) -> dict[str, Any]:
    settled = [row for row in one.standing.months if row.month == month]
    return {
        "official": reference,
        "name": one.name,
        "pledge": one.pledge,
        "due_cents": one.due_in(month),
        "waived_cents": sum(row.waived_cents for row in settled),
        "made_cents": sum(row.made_cents for row in settled),
        "state": _state(settled),
        "open_cents": one.standing.open_cents,
        "credit_cents": one.standing.credit_cents,
        "age": {bucket: cents for bucket, cents in one.standing.ageing.items() if cents},
        "lines": [
            {
                "kind": due.kind, "office": due.office, "line": due.line,
                "amount_cents": due.cents, "formula": list(due.formula.steps),
                "corrects": None if due.corrects is None else f"{due.corrects:%Y-%m}",
            }
            for due in one.run.of(month)
        ],
        "gaps": [
            {"from": gap.first.isoformat(), "to": gap.last.isoformat(), "words": gap.words}
            for gap in one.run.gaps
        ],
    }  # fmt: skip


def _state(settled: list[Settled]) -> str | None:
    """Return the state of a month: of pay, or of a severance where nothing else is due."""
    return settled[0].state if settled else None


def _due_words(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "Nobody is an official in these books yet; enter some with remit enter."
    said = []
    for row in rows:
        open_words = f"{_dollars(row['open_cents'])} {UNFULFILLED}" if row["open_cents"] else "kept"
        said.append(
            f"{row['official']} {row['name']}: {_dollars(row['due_cents'])} due,"
            f" {row['state'] or 'nothing asked'}; in all {open_words}"
        )
        said += [f"    {' ; '.join(line['formula'])}" for line in row["lines"]]
        said += [f"    {gap['from']} to {gap['to']}: {gap['words']}" for gap in row["gaps"]]
    return "\n".join(said)


def _plan_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--official", required=True, metavar="O", help="a reference or a name")
    _period_argument(parser)
    entity_argument(parser)
    parser.add_argument(
        "--on", default="", metavar="DATE", help="the day of giving (the month's first)"
    )
    parser.add_argument(
        "--smooth", action="store_true", help="spread what is left of a limit over its months"
    )
    parser.add_argument("--keep", action="store_true", help="keep it as the month's instruction")


def _plan(context: Context) -> Outcome:
    given = context.arguments
    made_on = parse_day(given.on) if given.on else None
    with context.book(write=given.keep) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            entity = keeper_named(connection, access, given.entity)
            official = official_named(connection, entity, given.official)
            plan = plan_of(
                connection, official.id, given.period, access.ids, made_on=made_on,
                smooth=given.smooth,
            )  # fmt: skip
        if given.keep:
            with book.unit_of_work("Keep instruction") as unit:
                keep_plan(unit, plan, date.today())
    found = plan.allocation
    data = {
        "official": official.fact.reference,
        "name": plan.name,
        "period": plan.period,
        "on": found.on.isoformat(),
        "due_cents": found.due_cents,
        "carried_in_cents": found.carry_in_cents,
        "lines": [_line(line) for line in found.lines],
        "blocked": [
            {"recipient": one.recipient, "code": one.code, "why": one.why,
             "citation": one.citation}
            for one in found.blocked
        ],
        "stops": [
            {"code": one.code, "why": one.why, "remedy": one.remedy, "citation": one.citation}
            for one in found.stops
        ],
        "carry_cents": found.carry.cents,
        "explanation": list(explanation(found)),
        "kept": given.keep,
    }  # fmt: skip
    return Outcome(data, _plan_words(plan), attention=bool(found.stops or found.carry.cents))


def _line(line: Line) -> dict[str, Any]:
    return {
        "recipient": line.recipient,
        "name": line.name,
        "account": line.account,
        "amount_cents": line.cents,
        "room_before_cents": line.before_cents,
        "room_after_cents": line.after_cents,
        "reason": line_reason(line),
        "citation": "; ".join(line.citations),
        "deductible": line.deductible,
        "notice": line.notice,
    }


def _plan_words(plan: Plan) -> str:
    found = plan.allocation
    said = [f"{plan.official.fact.reference} {plan.name}, {plan.period}"]
    said += [f"{_dollars(line.cents)} to {line.name}: {line_reason(line)}" for line in found.lines]
    said += [f"Not to {one.words}" for one in found.blocked]
    said += [f"Stopped: {one.why} {one.remedy} [{one.citation}]" for one in found.stops]
    return "\n".join(filter(None, (*said, carry_words(found.carry))))


def _match_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", required=True, metavar="E", help="who received")
    parser.add_argument(
        "--take", action="store_true", help="take what is sure as the remittance that it is"
    )


def _match(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=given.take) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            entity = access.find(given.entity)
            access.require(RECORD if given.take else SEE, entity.id)
            found = proposals(connection, entity.id)
            awaited = awaited_by(connection, entity.id)
        sure = [one for one in found if one.match.strength == SURE] if given.take else []
        if sure:
            with book.unit_of_work("Take as remittances") as unit:
                for one in sure:
                    take(unit, one)
    answered = {line.line_id for one in found for line in one.lines}
    missing = [one for one in awaited if one.line_id not in answered]
    data = {
        "entity": entity.code,
        "matches": [_match_row(one, taken=one in sure) for one in found],
        "awaited": [
            {"official": one.reference, "keeper": one.keeper, "period": one.period,
             "amount_cents": one.cents, "made_on": one.made_on.isoformat()}
            for one in missing
        ],
    }  # fmt: skip
    return Outcome(data, _match_words(data), attention=bool(missing))


def _match_row(one: Proposal, *, taken: bool) -> dict[str, Any]:
    return {
        "entry": one.item_id,
        "amount_cents": one.match.arrival.cents,
        "day": one.match.arrival.day.isoformat(),
        "official": one.lines[0].reference,
        "periods": [line.period for line in one.lines],
        "strength": one.match.strength,
        "why": one.match.why,
        "over_cents": one.match.over_cents,
        "taken": taken,
    }


def _match_words(data: dict[str, Any]) -> str:
    said = [
        f"Entry {row['entry']} of {row['day']}, {_dollars(row['amount_cents'])}:"
        f" {row['official']} for {', '.join(row['periods'])}"
        f" ({'taken' if row['taken'] else row['strength']}). {row['why']}"
        for row in data["matches"]
    ]
    said += [
        f"Awaited: {_dollars(row['amount_cents'])} of {row['official']} for {row['period']}"
        for row in data["awaited"]
    ]
    return "\n".join(said) or "Nothing is awaited here."


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)


COMMANDS = (
    Command("remit enter", "enter officials, their pay and pledges from a file",
            _enter_arguments, _enter),
    Command("remit due", "what is due of officials' pay in a month, with its arithmetic",
            _due_arguments, _due),
    Command("remit plan", "where an official's due may lawfully go, explained",
            _plan_arguments, _plan),
    Command("remit match", "which contributions are what officials were to give",
            _match_arguments, _match),
)  # fmt: skip
