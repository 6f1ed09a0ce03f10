"""Commands on one gift: put it right where it is above a limit, share a joint one out."""

import argparse
from datetime import date
from typing import Any

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.cli.command import Command, Context, Outcome
from financedesk.errors import BadInput
from financedesk.ledger.access import access_of
from financedesk.ledger.fec_ids import find_entry
from financedesk.ledger.gift_corrections import (
    How,
    Reattribution,
    Redesignation,
    Remedies,
    newest_of,
    reattribute,
    redesignate,
    remedies,
    settle_with_paper,
)
from financedesk.ledger.hold import Settled
from financedesk.ledger.joint_gifts import joint_outlook
from financedesk.ledger.limit_person import find_card
from financedesk.ledger.limits import Question
from financedesk.rules.dates import parse_day
from financedesk.rules.money import format_cents, parse_cents
from financedesk.rules.roles import CORRECT
from financedesk.rules.windows import election_words


def _gift_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gift", metavar="GIFT", help="the entry's number or transaction id")


def _act_arguments(parser: argparse.ArgumentParser) -> None:
    _gift_argument(parser)
    parser.add_argument("--amount", required=True, metavar="DOLLARS", help="what of it moves")
    parser.add_argument(
        "--on", required=True, metavar="DATE",
        help="the day the signed paper came, or the notice of a presumption went out",
    )  # fmt: skip
    parser.add_argument("--evidence", required=True, metavar="WORDS", help="what is in writing")
    parser.add_argument(
        "--presumed", action="store_true",
        help="presumed by law and told to the giver, instead of signed",
    )  # fmt: skip


def _redesignate_arguments(parser: argparse.ArgumentParser) -> None:
    _act_arguments(parser)
    parser.add_argument(
        "--to", required=True, metavar="ELECTION", help="the election it is for, such as G2026"
    )
    parser.add_argument(
        "--undesignated", action="store_true",
        help="the giver named no election; the entry's is the treasurer's",
    )  # fmt: skip


def _reattribute_arguments(parser: argparse.ArgumentParser) -> None:
    _act_arguments(parser)
    parser.add_argument(
        "--to", required=True, metavar="P", help="whose it is: a name or a card's number"
    )
    parser.add_argument(
        "--imprinted", action="store_true", help="the other's name is printed on the check too"
    )


def _remedies(context: Context) -> Outcome:
    with context.book(write=False) as book, book.read() as connection:
        seen = access_of(connection, book.who).ids
        gift_id, _ = find_entry(connection, context.arguments.gift, seen)
        found = remedies(connection, gift_id)
    return Outcome(_row(found), _words(found), attention=found.excess_cents > 0)


def _redesignate(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        gift_id, _ = _own_gift(book, given.gift)
        typed = Redesignation(
            gift_id=gift_id, amount_cents=parse_cents(given.amount),
            day=parse_day(given.on).isoformat(), to_election=given.to, how=_how(given),
            evidence=given.evidence, undesignated=given.undesignated,
        )  # fmt: skip
        with book.unit_of_work("Redesignate contribution") as unit:
            ids = redesignate(unit, typed)
            _settle(unit, typed)
        return _done(book, gift_id, ids, f"counts for the {election_words(given.to.upper())}")


def _reattribute(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        gift_id, owner = _own_gift(book, given.gift)
        with book.unit_of_work("Reattribute contribution") as unit:
            card = find_card(unit.connection, given.to, [owner])
            typed = Reattribution(
                gift_id=gift_id, amount_cents=parse_cents(given.amount),
                day=parse_day(given.on).isoformat(), how=_how(given), evidence=given.evidence,
                to=newest_of(unit.connection, card),
                imprinted=given.imprinted,
            )  # fmt: skip
            ids = reattribute(unit, typed)
            _settle(unit, typed)
        return _done(book, gift_id, ids, f"counts for {given.to}")


def _split_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--party", required=True, metavar="P", help="who gives: a name or a card's number"
    )
    parser.add_argument("--amount", required=True, metavar="DOLLARS", help="what is paid")
    parser.add_argument("--on", default="", metavar="DATE", help="the day it is made (today)")
    parser.add_argument(
        "--share", action="append", required=True, metavar="CODE=WEIGHT",
        help="a participant's entity and its weight in the formula; once for each",
    )  # fmt: skip


def _split(context: Context) -> Outcome:
    given = context.arguments
    on = parse_day(given.on) if given.on else date.today()
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        shares = {access.find(code).id: weight for code, weight in map(_share, given.share)}
        names = {one.id: one.code for one in access.entities}
        visible = sorted(access.ids)
        card = find_card(connection, given.party, visible)
        question = Question(on=on, cents=parse_cents(given.amount))
        found = joint_outlook(connection, card, shares, visible, question)
    parts = [
        {
            "recipient": names[one],
            "cents": cents,
            "formula_cents": found.by_formula[one],
            "words": found.rows[one].words,
        }
        for one, cents in found.parts.items()
    ]
    lines = [
        f"{names[one]}: {format_cents(cents, symbol=True)}. {found.rows[one].words}"
        for one, cents in found.parts.items()
    ]
    if found.back_cents:
        lines.append(f"{format_cents(found.back_cents, symbol=True)} fit nobody: return them.")
    data = {"party": card, "on": on.isoformat(), "parts": parts, "back_cents": found.back_cents}
    return Outcome(data, "\n".join(lines), attention=bool(found.back_cents))


def _share(text: str) -> tuple[str, int]:
    code, mark, weight = text.rpartition("=")
    if not mark or not weight.isascii() or not weight.isdigit():
        raise BadInput(f"{text!r}: write a share as the entity's code and a weight, party=60.")
    return code, int(weight)


def _settle(unit: UnitOfWork, typed: Redesignation | Reattribution) -> None:
    """Release a hold for the limit when the paper moved all that was above it."""
    settled = Settled(day=typed.day, who=unit.heading.who, why=typed.evidence)
    settle_with_paper(unit, typed.gift_id, typed.amount_cents, settled)


def _how(given: argparse.Namespace) -> How:
    return "presumed" if given.presumed else "signed"


def _own_gift(book: Book, text: str) -> tuple[int, int]:
    """Return the gift that is named, and whose it is, where it may be corrected."""
    with book.read() as connection:
        access = access_of(connection, book.who)
        gift_id, owner = find_entry(connection, text, access.ids)
        access.require(CORRECT, owner)
    return gift_id, owner


def _done(book: Book, gift_id: int, ids: tuple[int, int], what: str) -> Outcome:
    with book.read() as connection:
        found = remedies(connection, gift_id)
    data = {**_row(found), "entries": list(ids)}
    return Outcome(data, f"Done: it {what}. {_words(found)}", attention=found.excess_cents > 0)


def _row(found: Remedies) -> dict[str, Any]:
    return {
        "gift": found.gift_id,
        "left_cents": found.left_cents,
        "excess_cents": found.excess_cents,
        "election": found.election or None,
        "by": found.by.isoformat(),
        "presumed_cents": found.presumed_cents,
        "presumed_to": found.presumed_to or None,
    }


def _words(found: Remedies) -> str:
    left = format_cents(found.left_cents, symbol=True)
    if not found.excess_cents:
        return f"{left} of this gift are kept, and nothing of it is above the limit."
    excess = format_cents(found.excess_cents, symbol=True)
    words = [f"{excess} of the {left} kept of this gift are above the limit."]
    if found.presumed_cents:
        presumed = format_cents(found.presumed_cents, symbol=True)
        words.append(
            f"{presumed} may be presumed to be for the {election_words(found.presumed_to)}, if the"
            f" giver is told by {found.by}."
        )
    ways = "redesignated or reattributed" if found.election else "reattributed"
    words.append(f"Have it {ways} in writing, or refund it, by {found.by}.")
    return " ".join(words)


COMMANDS = (
    Command(
        "gift remedies", "what may be done about a gift above a limit", _gift_argument, _remedies
    ),
    Command(
        "gift redesignate", "count part of a gift for another election",
        _redesignate_arguments, _redesignate,
    ),
    Command(
        "gift reattribute", "count part of a gift as another person's",
        _reattribute_arguments, _reattribute,
    ),
    Command(
        "gift split", "what of a payment to a joint fundraiser counts for whom",
        _split_arguments, _split,
    ),
)  # fmt: skip
