"""Commands on one gift: put it right where it is above a limit, share a joint one out."""

import argparse
from datetime import date
from typing import Any

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.cli.command import Command, Context, Outcome
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.access import Access, access_of
from financedesk.ledger.entities import EntityRow
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
from financedesk.ledger.gift_remedies import InQuestion, in_question
from financedesk.ledger.hold import Settled
from financedesk.ledger.joint_agreements import JOINT
from financedesk.ledger.joint_gifts import joint_outlook
from financedesk.ledger.joint_shares import joint_forecast
from financedesk.ledger.limit_person import find_card
from financedesk.ledger.limits import Question
from financedesk.rules.dates import parse_day
from financedesk.rules.joint_agreement import needed_words
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
        ways = _ways(in_question(connection, gift_id, date.today(), seen))
    data = {**_row(found), "ways": ways}
    return Outcome(data, _words(found), attention=found.excess_cents > 0)


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
        "--share", action="append", metavar="CODE=WEIGHT",
        help="a participant's entity and its weight; once for each (the stored agreement)",
    )  # fmt: skip
    parser.add_argument(
        "--joint", default="", metavar="CODE",
        help="the joint fundraising committee whose agreement counts (the only one)",
    )  # fmt: skip


def _split(context: Context) -> Outcome:
    given = context.arguments
    on = parse_day(given.on) if given.on else date.today()
    question = Question(on=on, cents=parse_cents(given.amount))
    with context.book(write=False) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            card = find_card(connection, given.party, sorted(access.ids))
        if given.share:
            found = _by_shares(book, access, card, given.share, question)
        else:
            joint = _joint_committee(access, given.joint)
            found = _by_agreement(book, access, card, joint, question)
    lines = [
        f"{one['name']}: {format_cents(one['cents'], symbol=True)}. {one['words']}"
        for one in found["parts"]
    ]
    back = found["back_cents"]
    if back:
        lines.append(f"{format_cents(back, symbol=True)} fit nobody: return them.")
    data = {"party": card, "on": on.isoformat(), **found}
    return Outcome(data, "\n".join(lines), attention=bool(back))


def _by_shares(
    book: Book, access: Access, card: int, given: list[str], question: Question
) -> dict[str, Any]:
    """Share a payment out by weights that are given."""
    shares = {access.find(code).id: weight for code, weight in map(_share, given)}
    with book.read() as connection:
        found = joint_outlook(connection, card, shares, sorted(access.ids), question)
    known = {one.id: one for one in access.entities}
    parts = [
        {
            "recipient": known[one].code, "name": known[one].code, "cents": cents,
            "formula_cents": found.by_formula[one], "words": found.rows[one].words,
            "committee_id": known[one].committee_id or None, "outside": False,
        }
        for one, cents in found.parts.items()
    ]  # fmt: skip
    return {"parts": parts, "back_cents": found.back_cents, "agreement": None}


def _by_agreement(
    book: Book, access: Access, card: int, joint: EntityRow, question: Question
) -> dict[str, Any]:
    """Share a payment out by the agreement that a joint committee keeps."""
    with book.read() as connection:
        found = joint_forecast(connection, joint.id, card, sorted(access.ids), question)
    if found is None:
        raise NotFound(f"{joint.name}: {needed_words()}")
    parts = [
        {
            "recipient": one.share.participant or None, "name": one.share.name,
            "cents": one.cents, "formula_cents": one.formula_cents, "words": one.words,
            "committee_id": one.share.committee_id or None, "outside": one.outside,
        }
        for one in found.parts
    ]  # fmt: skip
    terms = found.agreement.terms
    agreement = {
        "entity": joint.code, "from_date": terms.from_date, "to_date": terms.to_date or None,
        "signed_on": terms.signed_on, "waiting_cents": found.waiting_cents,
    }  # fmt: skip
    return {"parts": parts, "back_cents": found.back_cents, "agreement": agreement}


def _joint_committee(access: Access, code: str) -> EntityRow:
    """Return the joint committee that is named, or the only one that there is."""
    if code:
        return access.find(code)
    known = [one for one in access.entities if one.kind == JOINT]
    if len(known) == 1:
        return known[0]
    codes = ", ".join(one.code for one in known)
    raise BadInput(
        f"Name the joint fundraising committee with --joint ({codes}), or the shares with --share."
        if known
        else "No joint fundraising committee is in the book: give the shares with --share."
    )


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


def _ways(found: InQuestion | None) -> list[dict[str, Any]]:
    """Return every way out with its amount, last day and law, and why a closed one is closed."""
    return [
        {
            "way": one.code, "cents": one.cents, "by": one.by.isoformat() if one.by else None,
            "citation": one.citation, "offered": one.offered, "why_not": one.why_not or None,
        }
        for one in (found.ways if found else ())
    ]  # fmt: skip


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
