"""Commands on an open pledge and on pay: what may be done, taking a step, what is paid to whom."""

import argparse
from datetime import date
from typing import Any

from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.officials_named import entity_argument, keeper_named, official_named
from financedesk.ledger.access import access_of
from financedesk.remittances.escalation import (
    STEPS_TAKEN,
    Escalation,
    StepTaken,
    Way,
    escalation_of,
    take_step,
)
from financedesk.remittances.shelf import Kept
from financedesk.remittances.stipend_detail import (
    ContractDetail,
    StipendsDetail,
    stipends_detail,
)
from financedesk.rules.dates import parse_day
from financedesk.rules.money import format_cents
from financedesk.rules.roles import PROMISES


def _official_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--official", required=True, metavar="O", help="a reference or a name")
    parser.add_argument("--on", default="", metavar="DATE", help="on this day (today)")
    entity_argument(parser)


def _day(text: str) -> date:
    return parse_day(text) if text else date.today()


def _steps(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book, book.read() as connection:
        entity = keeper_named(connection, access_of(connection, book.who), given.entity)
        official = official_named(connection, entity, given.official)
        found = escalation_of(connection, official.id, _day(given.on))
    data = {
        "official": official.fact.reference,
        "name": found.name,
        "on": found.on.isoformat(),
        "state": found.state,
        "overdue_cents": found.overdue_cents,
        "next": None if found.next is None else found.next.code,
        "steps": [_way(way) for way in found.ways],
    }
    return Outcome(data, _steps_words(found))


def _way(way: Way) -> dict[str, Any]:
    return {
        "step": way.step.code,
        "number": way.step.number or None,
        "label": way.step.label,
        "by": list(way.step.by),
        "allowed": way.ruling.allowed,
        "why": way.ruling.words,
        "taken": [_taken(one) for one in way.taken],
    }


def _taken(kept: Kept[StepTaken]) -> dict[str, Any]:
    fact = kept.fact
    return {
        "number": kept.id, "on": fact.on_date.isoformat(), "role": fact.role, "who": fact.who,
        "address": fact.address or None, "text": fact.text, "answer": fact.answer or None,
    }  # fmt: skip


def _steps_words(found: Escalation) -> str:
    overdue = format_cents(found.overdue_cents, symbol=True)
    said = [f"{found.official.fact.reference} {found.name}: {overdue} overdue on {found.on}."]
    for way in found.ways:
        days = ", ".join(one.fact.on_date.isoformat() for one in way.taken)
        mark = "next" if way.step is found.next else f"taken {days}" if days else "not now"
        said.append(f"{way.step.number or '-'} {way.step.label}: {mark}")
        if not way.ruling.allowed and not days:
            said.append(f"    {way.ruling.words}")
    return "\n".join(said)


def _step_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("step", metavar="STEP", help="as remit steps names it: statement, talk, …")
    _official_arguments(parser)
    parser.add_argument("--who", required=True, metavar="NAME", help="who writes or speaks")
    parser.add_argument("--role", default="treasurer", metavar="ROLE", help="(treasurer)")
    parser.add_argument(
        "--text", required=True, metavar="WORDS", help="what goes out, or a note of the talk"
    )
    parser.add_argument("--to", default="", metavar="ADDRESS", help="a private address")
    parser.add_argument(
        "--federal", action="store_true", help="the author holds or seeks federal office"
    )


def _step(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            entity = keeper_named(connection, access, given.entity)
            access.require(PROMISES, entity.id)
            official = official_named(connection, entity, given.official)
        fact = StepTaken(
            official_id=official.id, step=given.step, on_date=_day(given.on), role=given.role,
            who=given.who, text=given.text, address=given.to,
        )  # fmt: skip
        with book.unit_of_work("Take step") as unit:
            kept = STEPS_TAKEN.one(unit.connection, take_step(unit, fact, federal=given.federal))
    data = {"official": official.fact.reference, "step": given.step, **_taken(kept)}
    return Outcome(data, f"Taken and kept: {given.step} of {fact.on_date} by {fact.who}.")


def _stipends(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        entity = keeper_named(connection, access, given.entity)
        official = official_named(connection, entity, given.official)
        found = stipends_detail(connection, official.id, access.ids, _day(given.on))
    data = {
        "official": official.fact.reference,
        "name": found.name,
        "on": found.on.isoformat(),
        "offices": list(found.offices),
        "contracts": [_contract(one) for one in found.contracts],
        "signs": [
            {"sign": one.code, "on": one.on.isoformat(), "why": one.words,
             "citation": one.citation}
            for one in found.signs
        ],
    }  # fmt: skip
    return Outcome(data, _stipends_words(found), attention=bool(found.signs))


def _contract(one: ContractDetail) -> dict[str, Any]:
    fact = one.kept.fact
    return {
        "entity": one.entity, "work": fact.work, "monthly_cents": fact.monthly_cents,
        "monthly_minutes": fact.monthly_minutes, "verdict": one.ruling.ruling,
        "why": one.ruling.words, "missing": list(one.ruling.missing), "bound": one.bound,
        "paid_cents": one.paid_cents, "released_by": fact.released_by or None,
    }  # fmt: skip


def _stipends_words(found: StipendsDetail) -> str:
    said = [
        f"{one.entity}: {one.kept.fact.work},"
        f" {format_cents(one.kept.fact.monthly_cents, symbol=True)} a month: {one.ruling.ruling}."
        f" {one.ruling.words}"
        for one in found.contracts
    ]
    said += [f"Alarm: {one.words} [{one.citation}]" for one in found.signs]
    return "\n".join(said) or "No entity that you may see pays this official."


COMMANDS = (
    Command("remit steps", "what may be done about an open pledge, by whom, and what never",
            _official_arguments, _steps),
    Command("remit step", "take one step about an open pledge, with its words",
            _step_arguments, _step),
    Command("remit stipends", "what entities pay an official, judged, and the round-trip alarm",
            _official_arguments, _stipends),
)  # fmt: skip
