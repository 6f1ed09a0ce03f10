"""Commands on the organisation's own rules: list them, take one on, lift it."""

import argparse
from collections.abc import Callable
from typing import Any

from financedesk.book.unit import UnitOfWork
from financedesk.cli.command import Command, Context, Outcome, no_arguments
from financedesk.ledger.access import access_of
from financedesk.ledger.own_policies import lift, policies_taken, take_on
from financedesk.rules.flows import policies
from financedesk.rules.roles import RULES


def _list(context: Context) -> Outcome:
    with context.book(write=False) as book, book.read() as connection:
        return _told(policies_taken(connection))


def _told(taken: tuple[str, ...]) -> Outcome:
    rows: list[dict[str, Any]] = [
        {"code": one.code, "label": one.label, "reason": one.reason, "taken": one.code in taken}
        for one in policies().values()
    ]
    words = "\n".join(
        f"{row['code']}  {row['label']} ({'taken on' if row['taken'] else 'not taken on'})"
        for row in rows
    )
    return Outcome({"policies": rows}, words)


def _code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="as the list tells it")


def _change(action: str, act: Callable[[UnitOfWork, str], None]) -> Callable[[Context], Outcome]:
    def run(context: Context) -> Outcome:
        code = context.arguments.code
        with context.book(write=True) as book:
            with book.read() as connection:
                access_of(connection, book.who).require_whole(RULES)
            with book.unit_of_work(action) as unit:
                act(unit, code)
                return _told(policies_taken(unit.connection))

    return run


COMMANDS = (
    Command("policy list", "the rules that the organisation may set itself above the law",
            no_arguments, _list),
    Command("policy take", "take one on: it stops what the law would allow", _code,
            _change("Take on own rule", take_on)),
    Command("policy lift", "let one hold no longer", _code, _change("Lift own rule", lift)),
)  # fmt: skip
