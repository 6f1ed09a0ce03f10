"""The part of the command *statement* that takes a statement from paper, line by line."""

import argparse
from collections.abc import Sequence

from financedesk.cli.command import Context, Outcome
from financedesk.errors import BadInput
from financedesk.ledger.bank_accounts import bank_account_named
from financedesk.ledger.kept_statements import kept_statements
from financedesk.ledger.typed_statement import (
    TYPED,
    TypedLine,
    TypedStatement,
    record_statement,
)
from financedesk.rules.dates import parse_day
from financedesk.rules.money import parse_cents
from financedesk.rules.roles import IMPORT

_PARTS = ("day", "amount", "payee", "memo", "check")
_NEEDED = {"from": "--from", "opening": "--opening", "to": "--to", "closing": "--closing"}


def typed_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of a statement that is typed."""
    parser.add_argument("--typed", action="store_true", help="the statement is typed, not a file")
    parser.add_argument("--from", metavar="DATE", dest="first", help="typed: its first day")
    parser.add_argument("--opening", metavar="AMOUNT", help="typed: what stood before that day")
    parser.add_argument("--to", metavar="DATE", dest="last", help="typed: its last day")
    parser.add_argument("--closing", metavar="AMOUNT", help="typed: what stood on the last day")
    parser.add_argument(
        "--line", metavar="LINE", action="append", default=[],
        help="typed: “2026-03-30; -15.00; Who; words; check number”; may be repeated",
    )  # fmt: skip


def run_typed(context: Context) -> Outcome:
    """Keep a typed statement of an account; the status is 1 when it does not add up or follow."""
    given = context.arguments
    if given.file is not None:
        raise BadInput("A statement is a file or typed, not both; leave out FILE or --typed.")
    if given.dry_run:
        raise BadInput("A typed statement is kept, not tried; leave out --dry-run, and undo it.")
    facts = _facts(given)
    with context.book(write=True) as book:
        with book.read() as connection:
            account = bank_account_named(connection, book.who, given.account, given.entity, IMPORT)
        notes: Sequence[str] = ()
        with book.unit_of_work("Type bank statement") as unit:
            statement_id = record_statement(unit, account, facts)
            kept = kept_statements(unit.connection, account)
            notes = [one.told for one in kept if one.told and one.id == statement_id]
    data = {
        "format": TYPED, "account": account.code, "lines": len(facts.lines),
        "added": len(facts.lines), "known": 0, "rejected": [], "notes": list(notes),
        "stored": True, "statement": statement_id, "lacking_cents": facts.lacking_cents,
    }  # fmt: skip
    lines = "1 line" if len(facts.lines) == 1 else f"{len(facts.lines):,} lines"
    said = [f"Kept a typed statement of {account.name} with {lines}.", *notes]
    return Outcome(data, "\n".join(said), attention=bool(notes))


def _facts(given: argparse.Namespace) -> TypedStatement:
    values = {"from": given.first, "opening": given.opening, "to": given.last,
              "closing": given.closing}  # fmt: skip
    lacking = [option for name, option in _NEEDED.items() if values[name] is None]
    if lacking:
        raise BadInput(f"A typed statement needs {', '.join(lacking)} as well.")
    return TypedStatement(
        opening_on=parse_day(given.first).isoformat(), opening_cents=parse_cents(given.opening),
        closing_on=parse_day(given.last).isoformat(), closing_cents=parse_cents(given.closing),
        lines=tuple(_line(one) for one in given.line),
    )  # fmt: skip


def _line(text: str) -> TypedLine:
    """Return what ``2026-03-30; -15.00; Bank; Monthly fee; 12`` says."""
    parts = [one.strip() for one in text.split(";")]
    if not 2 <= len(parts) <= len(_PARTS):
        raise BadInput(f"--line has {text!r}; write it like “2026-03-30; -15.00; Who; words”.")
    said = dict(zip(_PARTS, [*parts, "", "", ""], strict=False))
    return TypedLine(
        day=parse_day(said["day"]).isoformat(), cents=parse_cents(said["amount"]),
        payee=said["payee"], memo=said["memo"], check=said["check"],
    )  # fmt: skip
