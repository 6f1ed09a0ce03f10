"""Commands on drives: list, make, change, close them, and report what they came to."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.book import Book, Reading, UnitOfWork
from financedesk.cli.command import Command, Context, Outcome
from financedesk.drives.closing import (
    close_drive,
    reopen_drive,
    result_in_force,
    since_closed,
)
from financedesk.drives.figures import (
    DriveCard,
    DriveStory,
    Slice,
    drive_card,
    drive_list,
    drive_story,
)
from financedesk.drives.planning import (
    ABOUT_KINDS,
    PART_KINDS,
    DriveForm,
    change_drive,
    delete_drive,
    form_of,
    make_drive,
    set_milestones,
)
from financedesk.drives.plans import Plan, named
from financedesk.errors import BadInput
from financedesk.ledger.access import Access, access_of
from financedesk.reports.drive_report import write_drive_report
from financedesk.rules.dates import parse_day
from financedesk.rules.money import format_cents, parse_cents
from financedesk.rules.roles import RECORD, SEE


def drive_argument(parser: argparse.ArgumentParser) -> None:
    """Let a command be told which drive is meant."""
    parser.add_argument("drive", metavar="D", help="the code of a drive, or its name")
    parser.add_argument(
        "--entity", default="", metavar="E", help="whose drive, where two have that code"
    )


def drive_named(book: Book, given: argparse.Namespace, act: str) -> Plan:
    """Return the drive that a command means; raises NotFound and Refused."""
    with book.read() as connection:
        access = access_of(connection, book.who)
        found = named(connection, access, given.drive, given.entity)
        access.require(act, found.entity_id)
    return found


def counted(number: int, word: str) -> str:
    """Return a number with its word, in the plural where there is not one of it."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _on_argument(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--on", default="", metavar="DATE", help=f"{words} (today)")


def _on(given: argparse.Namespace) -> date:
    return parse_day(given.on) if given.on else date.today()


# --- list


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", default="", metavar="E", help="of this entity alone")
    parser.add_argument("--parts", action="store_true", help="parts as well, each by itself")
    _on_argument(parser, "how each keeps up on this day")


def _list(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        ids = [access.find(given.entity).id] if given.entity else sorted(access.ids)
        codes = {one.id: one.code for one in access.entities}
        found = drive_list(connection, ids, _on(given), with_parts=given.parts)
    rows = [
        {"code": one.plan.code, "name": one.plan.name, "entity": codes[one.plan.entity_id],
         **_plan_data(one.plan), **figures_data(one)}
        for one in found
    ]  # fmt: skip
    words = "\n".join(_line(one) for one in found) or "No drive yet; make one with drive make."
    return Outcome({"drives": rows}, words)


def _line(one: DriveCard) -> str:
    goal = one.plan.goal_cents
    of_goal = f" of {_dollars(goal)}" if goal else ""
    closed = f", closed on {one.plan.closed_on}" if one.plan.is_closed else ""
    return (
        f"{one.plan.code}: {one.plan.name}, {_dollars(one.figures.raised_cents)}{of_goal} from"
        f" {counted(one.figures.donors, 'donor')}{closed}"
    )


# --- make, change, delete


def _plan_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--purpose", metavar="WORDS", help="what it is for")
    add("--about", metavar="KIND:WORDS", help=f"{' or '.join(ABOUT_KINDS)}, and which one")
    add("--kind", metavar="KIND", help=f"of a part: {', '.join(PART_KINDS)}")
    add("--goal", metavar="AMOUNT", help="the goal in dollars (none)")
    add("--goal-donors", type=int, metavar="N", help="the goal of donors")
    add("--goal-recurring", type=int, metavar="N", help="the goal of recurring gifts")
    add("--budget", metavar="AMOUNT", help="what it may cost")
    add("--from", dest="from_date", metavar="DATE", help="its first day")
    add("--to", dest="to_date", metavar="DATE", help="its last day")
    add(
        "--milestone", action="append", metavar="AMOUNT=WORDS",
        help="an amount on the way and what it means; all that there are (again for each)",
    )  # fmt: skip


def _make_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="its name")
    parser.add_argument("--entity", default="", metavar="E", help="who receives")
    parser.add_argument("--code", default="", metavar="CODE", help="its code (made from the name)")
    parser.add_argument("--part-of", default="", metavar="D", help="the drive that it is a part of")
    _plan_arguments(parser)


def _make(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            whole = _whole_of(connection, access, given)
            if not given.entity and whole is None:
                raise BadInput("Name who receives with --entity.")
            entity_id = access.find(given.entity).id if given.entity else 0
            entity_id = entity_id or (whole.entity_id if whole else 0)
            access.require(RECORD, entity_id)
        form = DriveForm(
            entity_id=entity_id, name=given.name, code=given.code,
            parent_id=whole.id if whole else None,
        )  # fmt: skip
        with book.unit_of_work("Make drive") as unit:
            made = make_drive(unit, replace(form, **_said(given)))
            _milestones(unit, made, given)
        return _answer(book, made, "made")


def _whole_of(connection: Reading, access: Access, given: argparse.Namespace) -> Plan | None:
    return named(connection, access, given.part_of, given.entity) if given.part_of else None


def _change_arguments(parser: argparse.ArgumentParser) -> None:
    drive_argument(parser)
    parser.add_argument("--name", default="", metavar="NAME", help="another name")
    parser.add_argument("--code", default="", metavar="CODE", help="another code")
    _plan_arguments(parser)
    parser.add_argument("--delete", action="store_true", help="delete it: nothing came to it")


def _change(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        plan = drive_named(book, given, RECORD)
        if given.delete:
            with book.unit_of_work("Delete drive") as unit:
                delete_drive(unit, plan.id)
            return Outcome({"deleted": plan.code}, f"{plan.name} is deleted.")
        words = {name: getattr(given, name) for name in ("name", "code") if getattr(given, name)}
        with book.unit_of_work("Change drive") as unit:
            change_drive(unit, plan.id, replace(form_of(plan), **words, **_said(given)))
            _milestones(unit, plan.id, given)
        return _answer(book, plan.id, "changed")


_READ: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "purpose": ("purpose", str),
    "kind": ("part_kind", str),
    "goal": ("goal_cents", lambda text: parse_cents(text) if text else None),
    "goal_donors": ("goal_donors", int),
    "goal_recurring": ("goal_recurring", int),
    "budget": ("budget_cents", lambda text: parse_cents(text) if text else None),
    "from_date": ("from_date", str),
    "to_date": ("to_date", str),
}


def _said(given: argparse.Namespace) -> dict[str, Any]:
    """Return what the command line says of a drive, by the fields of its form."""
    said = {
        name: read(getattr(given, option))
        for option, (name, read) in _READ.items()
        if getattr(given, option) is not None
    }
    if given.about is not None:
        kind, _, about = given.about.partition(":")
        said |= {"about_kind": kind, "about": about}
    return said


def _milestones(unit: UnitOfWork, drive_id: int, given: argparse.Namespace) -> None:
    if given.milestone is None:
        return
    pairs = [text.partition("=") for text in given.milestone if text]
    set_milestones(unit, drive_id, [(parse_cents(amount), words) for amount, _, words in pairs])


def _answer(book: Book, drive_id: int, done: str) -> Outcome:
    with book.read() as connection:
        card = drive_card(connection, drive_id, date.today())
    plan = card.plan
    data = {"drive": plan.code, "name": plan.name, **_plan_data(plan)}
    return Outcome(data, f"{plan.name} ({plan.code}) is {done}.")


# --- close, reopen


def _close_arguments(parser: argparse.ArgumentParser) -> None:
    drive_argument(parser)
    _on_argument(parser, "the day of closing")
    parser.add_argument("--reopen", default="", metavar="WHY", help="reopen a closed one, and why")


def _close(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        plan = drive_named(book, given, RECORD)
        if given.reopen:
            with book.unit_of_work("Reopen drive", why=given.reopen) as unit:
                reopen_drive(unit, plan.id)
            return Outcome({"drive": plan.code, "closed_on": None}, f"{plan.name} goes on.")
        with book.unit_of_work("Close drive") as unit:
            close_drive(unit, plan.id, _on(given))
        with book.read() as connection:
            result = result_in_force(connection, plan.id)
    if result is None:
        raise BadInput(f"{plan.name} was reopened by somebody else.")
    data = {"drive": plan.code, "closed_on": result.closed_on, "sha256": result.sha256,
            **asdict(result.figures)}  # fmt: skip
    raised = _dollars(result.figures.raised_cents)
    return Outcome(data, f"{plan.name} is closed with {raised} raised.")


# --- report


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    drive_argument(parser)
    _on_argument(parser, "how it keeps up on this day")
    parser.add_argument(
        "--out", type=Path, default=None, metavar="FILE",
        help="write the report there as well: .pdf, .xlsx or .csv",
    )  # fmt: skip


def _report(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book:
        plan = drive_named(book, given, SEE)
        with book.read() as connection:
            story = drive_story(connection, plan.id, _on(given))
            result = result_in_force(connection, plan.id)
        files = [] if given.out is None else [
            str(write_drive_report(book, plan.id, _on(given), given.out, context.progress))
        ]  # fmt: skip
    data = {"drive": plan.code, "name": plan.name, "files": files, **_plan_data(plan),
            **report_data(story)}  # fmt: skip
    if result is not None:
        data["closed"] = {"on": result.closed_on, "sha256": result.sha256,
                          "is_whole": result.is_whole, **asdict(result.figures),
                          "since": dict(since_closed(result, story.card))}  # fmt: skip
    return Outcome(data, _report_words(story))


def report_data(story: DriveStory) -> dict[str, Any]:
    """Return a drive's story as JSON: figures, days, slices, milestones, parts."""
    return {
        **figures_data(story.card),
        "days": [asdict(one) for one in story.days],
        "milestones": [
            {"cents": one.milestone.cents, "words": one.milestone.words,
             "reached_on": one.reached_on}
            for one in story.milestones
        ],
        "sources": _slices(story.sources), "pages": _slices(story.pages),
        "references": _slices(story.references), "states": _slices(story.states),
        "parts": [
            {"drive": one.plan.code, "name": one.plan.name, **_plan_data(one.plan),
             **figures_data(one)}
            for one in story.parts
        ],
    }  # fmt: skip


def figures_data(card: DriveCard) -> dict[str, Any]:
    """Return the figures of a drive as JSON; shares, rates and pace are tenths of a percent."""
    figures, pace = card.figures, card.pace
    return {
        **asdict(figures),
        "unitemised_share": figures.unitemised_per_mille,
        "refund_rate": figures.refund_per_mille,
        "chargeback_rate": figures.chargeback_per_mille,
        "cost_per_dollar": figures.cost_per_mille,
        "goal_share": pace.goal_per_mille,
        "time_share": pace.time_per_mille,
        "pace": pace.per_mille,
        "pace_cents": pace.expected_cents,
        "days_left": pace.days_left,
        "recurring": asdict(card.recurring),
    }


def _plan_data(plan: Plan) -> dict[str, Any]:
    hidden = ("id", "entity_id", "parent_id", "code", "name")
    return {name: value for name, value in asdict(plan).items() if name not in hidden}


def _slices(found: tuple[Slice, ...]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def _report_words(story: DriveStory) -> str:
    card, figures = story.card, story.card.figures
    money = (
        f"Gross {_dollars(figures.gross_cents)}, refunded {_dollars(figures.refunded_cents)},"
        f" charged back {_dollars(figures.charged_back_cents)}, fees"
        f" {_dollars(figures.fee_cents)}, cost {_dollars(figures.cost_cents)}: net"
        f" {_dollars(figures.net_cents)}, of which {_dollars(figures.compliant_cents)} may be"
        " counted on"
    )
    people = (
        f"{counted(figures.gifts, 'gift')} from {counted(figures.donors, 'donor')},"
        f" {figures.new_donors:,} new; average {_optional(figures.average_cents)}, median"
        f" {_optional(figures.median_cents)}"
    )
    said = [_line(card), money, people]
    if card.pace.per_mille is not None:
        left = counted(card.pace.days_left or 0, "day")
        said.append(f"Pace {card.pace.per_mille / 10:.1f} %, {left} left")
    said += [f"    {_line(one)}" for one in story.parts]
    return "\n".join(said)


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)


def _optional(cents: int | None) -> str:
    return "none" if cents is None else _dollars(cents)


COMMANDS = (
    Command("drive list", "the drives and what they have raised", _list_arguments, _list),
    Command("drive make", "plan a drive, or a part of one", _make_arguments, _make),
    Command("drive change", "change the plan of a drive, or delete it", _change_arguments, _change),
    Command("drive close", "freeze the figures of a drive, or reopen it", _close_arguments, _close),
    Command("drive report", "a drive's figures", _report_arguments, _report),
)
