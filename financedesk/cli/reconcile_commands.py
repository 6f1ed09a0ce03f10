"""The command that compares a bank's statement with the books, and accepts what matches."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from financedesk.banking.matching import accept_certain, match_by_hand, take_back
from financedesk.banking.missing import BankFinding, findings_of_account
from financedesk.banking.standing import Standing, standing
from financedesk.book import Book
from financedesk.cli.command import Command, Context, Outcome
from financedesk.errors import BadInput
from financedesk.ledger.bank_accounts import bank_account_named
from financedesk.ledger.entities import AccountRow
from financedesk.rules.dates import parse_day
from financedesk.rules.money import format_cents
from financedesk.rules.reconciling import Gap, Proposal
from financedesk.rules.reconciling_evidence import Entry, Line
from financedesk.rules.roles import RECORD, SEE

_SHOWN = 20


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--account", metavar="A", required=True, help="the bank account")
    parser.add_argument("--entity", metavar="E", help="whose account, where several have the code")
    parser.add_argument("--until", metavar="DATE", help="to this day (that of the newest line)")
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--accept-certain", action="store_true", help="accept what is certain")
    acts.add_argument(
        "--accept", metavar="LINES=ENTRIES", help="match these by their numbers: 812=640,641"
    )
    acts.add_argument("--undo", metavar="MATCH", type=int, help="take back one match")


def _run(context: Context) -> Outcome:
    given = context.arguments
    acts = bool(given.accept_certain or given.accept or given.undo is not None)
    until = parse_day(given.until).isoformat() if given.until else ""
    with context.book(write=acts) as book:
        with book.read() as connection:
            act = RECORD if acts else SEE
            account = bank_account_named(connection, book.who, given.account, given.entity, act)
        done = _act(book, account, given, until) if acts else {}
        with book.read() as connection:
            found = standing(connection, account.id, until)
            waiting = findings_of_account(connection, account, date.today())
    data = {**_data(found), **done, "findings": [_finding(one) for one in waiting]}
    words = "\n".join((_words(found, done), *(_waits(one) for one in waiting[:_SHOWN])))
    return Outcome(data, words, attention=bool(found.difference_cents or found.gaps))


def _act(book: Book, account: AccountRow, given: argparse.Namespace, until: str) -> dict[str, Any]:
    if given.undo is not None:
        with book.unit_of_work("Take back match with the bank") as unit:
            take_back(unit, account, given.undo)
        return {"taken_back": given.undo}
    if given.accept:
        lines, entries = _numbers(given.accept)
        with book.unit_of_work("Match with the bank") as unit:
            match_by_hand(unit, account.id, lines, entries)
        return {"accepted": 1}
    with book.unit_of_work(f"Accept certain matches of {account.name}") as unit:
        return {"accepted": accept_certain(unit, account.id, until)}


def _numbers(text: str) -> tuple[list[int], list[int]]:
    """Return the numbers in ``812,813=640``; entries may be left out for a line taken back."""
    sides = text.split("=")
    try:
        lines, entries = ([int(one) for one in side.split(",") if one] for side in sides)
    except ValueError:
        raise BadInput(f"--accept has {text!r}; write it like 812=640,641.") from None
    return lines, entries


# --- as JSON


def _data(found: Standing) -> dict[str, Any]:
    return {
        "account": found.account.code,
        "until": found.until,
        "statement_cents": found.statement_cents,
        "statement_on": found.told_on or None,
        "cleared_cents": found.cleared_cents,
        "difference_cents": found.difference_cents,
        "book_cents": found.book_cents,
        "outstanding_cents": found.outstanding_cents,
        "matched": len(found.matched),
        "matches": [
            {"match": one.id, "on": one.day, "cents": one.cents, "lines": list(one.lines),
             "entries": list(one.entries), "why": one.why, "certain": one.certain}
            for one in found.matched
        ],
        "proposed": [
            *(_proposal(one) for one in found.certain),
            *({**_proposal(some[0]), "alternatives": [_proposal(one) for one in some[1:]]}
              for some in found.doubtful),
        ],
        "unmatched": list(_unmatched(found)),
        "gaps": [_gap(one) for one in found.gaps],
    }  # fmt: skip


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "certain": one.certain,
        "cents": one.cents,
        "why": one.why,
        "lines": [_line(line) for line in one.lines],
        "entries": [_entry(entry) for entry in one.entries],
    }


def _line(line: Line) -> dict[str, Any]:
    text = " ".join(filter(None, (line.payee, line.memo)))
    return {"number": line.key, "on": line.day.isoformat(), "cents": line.cents, "text": text}


def _entry(entry: Entry) -> dict[str, Any]:
    text = " ".join(filter(None, (", ".join(entry.names), entry.reference or entry.check)))
    return {"number": entry.key, "on": entry.day.isoformat(), "cents": entry.cents, "text": text}


def _unmatched(found: Standing) -> Iterator[dict[str, Any]]:
    """Yield the lines and then the entries of which no proposal speaks."""
    proposed = [*found.certain, *(one for some in found.doubtful for one in some)]
    lines = {line.key for one in proposed for line in one.lines}
    entries = {entry.key for one in proposed for entry in one.entries}
    for line in found.unmatched_lines:
        if line.key not in lines:
            yield {"side": "bank", **_line(line)}
    for entry in found.unmatched_entries:
        if entry.key not in entries:
            yield {"side": "books", **_entry(entry)}


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "cents": gap.cents,
        "why": gap.why,
        "lines": [line.key for line in gap.lines],
        "entries": [entry.key for entry in gap.entries],
    }


def _finding(one: BankFinding) -> dict[str, Any]:
    return {
        "rule": one.code, "subject": one.name, "cents": one.cents, "why": one.why,
        "since": one.since.isoformat(), "due": one.due.isoformat(), "lines": list(one.lines),
        "entries": list(one.entries), "remedy": one.kind.remedy, "citation": one.kind.citation,
    }  # fmt: skip


# --- in words


def _waits(one: BankFinding) -> str:
    return f"{one.name}: {one.kind.words}, by {one.due.isoformat()}. {one.why} {one.kind.remedy}"


def _words(found: Standing, done: dict[str, Any]) -> str:
    sums = (found.statement_cents, found.cleared_cents, found.difference_cents)
    statement, cleared, difference = (format_cents(one, symbol=True) for one in sums)
    said = [*_done_told(done)]
    said.append(
        f"{found.account.name} on {found.until}: statement {statement} - cleared {cleared}"
        f" = difference {difference}."
    )
    said.append(
        f"{len(found.matched):,} matched, {len(found.certain):,} certain, {len(found.doubtful):,}"
        f" to look at; the books hold {format_cents(found.outstanding_cents, symbol=True)} that"
        " the bank has not told."
    )
    said += [f"Not equal: {gap.why}" for gap in found.gaps[:_SHOWN]]
    said += _shortened([f"Certain: {_told(one)}" for one in found.certain])
    said += _shortened([f"Perhaps: {_told(some[0])}{_more(some)}" for some in found.doubtful])
    sides = {"bank": "Only the bank has", "books": "Only the books have"}
    said += _shortened(
        [
            f"{sides[one['side']]} {one['number']} of {one['on']}:"
            f" {format_cents(one['cents'], symbol=True)} {one['text']}".rstrip()
            for one in _unmatched(found)
        ]
    )
    return "\n".join(said)


def _done_told(done: dict[str, Any]) -> Iterator[str]:
    if "accepted" in done:
        word = "match" if done["accepted"] == 1 else "matches"
        yield f"{done['accepted']:,} {word} accepted."
    if "taken_back" in done:
        yield f"Match {done['taken_back']} taken back."


def _told(one: Proposal) -> str:
    lines, entries = (",".join(str(part.key) for part in side) for side in (one.lines, one.entries))
    amount = format_cents(one.cents, symbol=True)
    return f"{lines}={entries} of {one.lines[0].day}: {amount}; {one.why}"


def _more(some: Sequence[Proposal]) -> str:
    more = len(some) - 1
    return f" ({more} other possible {'match' if more == 1 else 'matches'})" if more else ""


def _shortened(said: list[str]) -> list[str]:
    if len(said) <= _SHOWN:
        return said
    return [*said[:_SHOWN], f"… and {len(said) - _SHOWN:,} more; see --json."]


COMMANDS = (
    Command("reconcile", "compare a bank account with its statements", _arguments, _run),
)  # fmt: skip
