"""Commands on the rules of drives: list, add and delete them, and let them move gifts."""

import argparse
from dataclasses import asdict
from typing import Any

from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.drive_commands import counted, drive_argument, drive_named
from financedesk.drives.assigning import (
    Reassignment,
    RuleForm,
    add_rule,
    delete_rule,
    reassign,
    reassignment,
    rule_words,
)
from financedesk.drives.plans import plans
from financedesk.errors import NotFound
from financedesk.ledger.access import access_of
from financedesk.ledger.drive_rules import rules_of
from financedesk.rules.money import format_cents
from financedesk.rules.roles import CORRECT, RECORD, SEE

_CONDITIONS = {
    "source": ("--source", "CODE", "through this processor"),
    "page": ("--page", "PAGE", "given on this page or form; * at its end: begins like that"),
    "reference_code": ("--reference", "CODE", "with this reference code; * at its end likewise"),
    "state": ("--state", "ST", "the giver lives in this state"),
    "zip_prefix": ("--zip", "DIGITS", "the giver's ZIP code begins with this"),
    "from_date": ("--from", "DATE", "given on this day or later"),
    "to_date": ("--to", "DATE", "given on this day or before"),
}


def _rule_arguments(parser: argparse.ArgumentParser) -> None:
    drive_argument(parser)
    for name, (option, metavar, words) in _CONDITIONS.items():
        parser.add_argument(option, dest=name, default="", metavar=metavar, help=words)
    parser.add_argument(
        "--delete", type=int, default=0, metavar="RULE", help="delete the rule of this number"
    )


def _rule(context: Context) -> Outcome:
    given = context.arguments
    conditions = {name: getattr(given, name) for name in _CONDITIONS}
    writes = bool(given.delete or any(conditions.values()))
    with context.book(write=writes) as book:
        plan = drive_named(book, given, RECORD if writes else SEE)
        if given.delete:
            with book.read() as connection:
                own = [one.id for one in rules_of(connection, plan.entity_id)
                       if one.drive_id == plan.id]  # fmt: skip
            if given.delete not in own:
                raise NotFound(f"{plan.name} has no rule {given.delete}.")
            with book.unit_of_work("Delete rule of drive") as unit:
                delete_rule(unit, given.delete)
        elif writes:
            with book.unit_of_work("Add rule of drive") as unit:
                add_rule(unit, RuleForm(drive_id=plan.id, **conditions))
        with book.read() as connection:
            rules = rules_of(connection, plan.entity_id)
    mine = [one for one in rules if one.drive_id == plan.id]
    rows = [{"rule": one.id, "words": rule_words(one), **_conditions(asdict(one))} for one in mine]
    words = "\n".join(f"{row['rule']}: {row['words']}" for row in rows)
    return Outcome({"drive": plan.code, "rules": rows}, words or f"{plan.name} has no rule.")


def _conditions(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _CONDITIONS}


def _assign_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", required=True, metavar="E", help="whose gifts")
    parser.add_argument("--move", action="store_true", help="move them, and not only show it")
    parser.add_argument(
        "--by-hand", action="store_true", help="gifts as well whose drive was set by hand"
    )


def _assign(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=given.move) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            entity = access.find(given.entity)
            access.require(CORRECT if given.move else SEE, entity.id)
            names = {one.id: one.code for one in plans(connection, [entity.id])}
            found = reassignment(connection, entity.id, by_hand=given.by_hand)
        if given.move and found.gifts:
            with book.unit_of_work("Assign gifts to drives") as unit:
                found = reassign(unit, entity.id, by_hand=given.by_hand)
    rows = [
        {"from_drive": names.get(one.from_drive or 0), "to_drive": names[one.to_drive],
         "gifts": one.gifts, "cents": one.cents, "refunds": one.back}
        for one in found.moves
    ]  # fmt: skip
    moved = bool(given.move and found.gifts)
    data = {
        "entity": entity.code, "moved": moved, "gifts": found.gifts,
        "moves": rows, "kept_by_hand": found.by_hand,
    }  # fmt: skip
    return Outcome(data, _assign_words(found, rows, moved=moved))


def _assign_words(found: Reassignment, rows: list[dict[str, Any]], *, moved: bool) -> str:
    verb = "moved" if moved else "would move"
    said = [
        f"{counted(row['gifts'], 'gift')} ({format_cents(row['cents'], symbol=True)}) {verb} from"
        f" {row['from_drive'] or 'no drive'} to {row['to_drive']}"
        for row in rows
    ]
    if found.by_hand:
        kept = counted(found.by_hand, "gift")
        said.append(f"Not moved, because somebody set the drive by hand: {kept}")
    return "\n".join(said) or "Every gift is where the rules want it."


COMMANDS = (
    Command("drive rule", "list, add or delete the rules of a drive", _rule_arguments, _rule),
    Command("drive assign", "let rules move gifts of the book", _assign_arguments, _assign),
)
