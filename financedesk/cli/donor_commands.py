"""Commands on who is the same person: found, linked, parted again, told apart."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from financedesk.book import Reading
from financedesk.book.unit import UnitOfWork
from financedesk.cli.command import Command, Context, Outcome
from financedesk.donors.duplicates import DuplicatePair, Duplicates, duplicates
from financedesk.donors.noted import noted_pairs
from financedesk.donors.touched_reports import TouchedReport, touched_reports
from financedesk.donors.traits import traits_of
from financedesk.errors import BadInput
from financedesk.ledger.access import Access, access_of
from financedesk.ledger.limit_person import find_card
from financedesk.ledger.same_person import (
    CardOfPerson,
    cards_of,
    link_cards,
    tell_apart,
    unlink_cards,
)
from financedesk.rules.likeness import Answer, likeness
from financedesk.rules.roles import CORRECT, SEE

Data = dict[str, Any]
_SHOWN = 500


# --- finding


def _duplicates_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", default="", metavar="E", help="only its donors (all in view)")
    parser.add_argument(
        "--noted", action="store_true", help="only what imports asked about: no search of all cards"
    )


def _duplicates(context: Context) -> Outcome:
    code = context.arguments.entity
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        entity_ids = [access.find(code).id] if code else sorted(access.ids)
        access.require(SEE, *entity_ids)
        found = (
            Duplicates(noted_pairs(connection, entity_ids), ())
            if context.arguments.noted
            else duplicates(connection, entity_ids, context.progress)
        )
        names = _names(connection, found.pairs)
    codes = {one.id: one.code for one in access.entities}
    same = sum(one.answer is Answer.SAME for one in found.pairs)
    data = {
        "pairs": [_pair(one, codes, names) for one in found.pairs],
        "same": same, "likely": len(found.pairs) - same,
        "groups": [list(group) for group in found.groups],
    }  # fmt: skip
    lines = [_pair_line(one, names) for one in found.pairs[:_SHOWN]]
    said = f"{same:,} pairs that are one person, {len(found.pairs) - same:,} that may be."
    return Outcome(data, "\n".join([*lines, said]), attention=bool(found.pairs))


def _names(connection: Reading, pairs: Sequence[DuplicatePair]) -> dict[int, str]:
    ids = sorted({card for one in pairs for card in (one.a, one.b)})
    names: dict[int, str] = {}
    for start in range(0, len(ids), _SHOWN):
        known = cards_of(connection, ids[start : start + _SHOWN])
        names |= {one.card_id: one.contact.display_name for one in known}
    return names


def _pair(one: DuplicatePair, codes: dict[int, str], names: dict[int, str]) -> Data:
    return {
        "a": one.a, "b": one.b, "score": one.score, "reasons": list(one.reasons),
        "against": list(one.against), "answer": one.answer.value,
        "entity": codes[one.entity_id], "names": [names[one.a], names[one.b]],
    }  # fmt: skip


def _pair_line(one: DuplicatePair, names: dict[int, str]) -> str:
    words = " ".join((*one.reasons, *(f"But: {said}" for said in one.against)))
    who = f"{names[one.a]} ({one.a}) and {names[one.b]} ({one.b})"
    return f"{one.answer.value:<6} {one.score:>4}  {who}: {words}"


# --- linking and parting


def _cards_argument(parser: argparse.ArgumentParser, most_of_one: str) -> None:
    parser.add_argument("cards", nargs="+", metavar="CARD", help=most_of_one)


def _filed_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--filed", action="store_true", help="also where filed reports hold entries of these people"
    )


def _merge_arguments(parser: argparse.ArgumentParser) -> None:
    _cards_argument(parser, "two cards or more of one person: a name or a card's number each")
    parser.add_argument("--reason", default="", metavar="WORDS", help="how it is known")
    _filed_argument(parser)


def _unmerge_arguments(parser: argparse.ArgumentParser) -> None:
    _cards_argument(parser, "the cards that leave the person they were linked to")
    _filed_argument(parser)


def _apart_arguments(parser: argparse.ArgumentParser) -> None:
    _cards_argument(parser, "two cards or more, each of another person")
    parser.add_argument("--reason", required=True, metavar="WORDS", help="how it is known")


def _merge(context: Context) -> Outcome:
    reason = context.arguments.reason
    return _written(
        context, "Link {} cards as one person’s", "Linked as one person’s",
        lambda unit, cards: link_cards(unit, cards, reason), at_least=2,
    )  # fmt: skip


def _unmerge(context: Context) -> Outcome:
    return _written(context, "Part {} cards from a person", "Parted", unlink_cards, at_least=1)


def _apart(context: Context) -> Outcome:
    reason = context.arguments.reason
    return _written(
        context, "Tell {} cards apart", "Told apart",
        lambda unit, cards: tell_apart(unit, cards, reason), at_least=2,
    )  # fmt: skip


def _written(
    context: Context,
    heading: str,
    done: str,
    act: Callable[[UnitOfWork, Sequence[int]], None],
    *,
    at_least: int,
) -> Outcome:
    """Do one act on cards; nothing is saved while filed reports are touched and not agreed to."""
    given = context.arguments
    with context.book(write=True) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            known = _known(connection, access, given.cards, at_least)
            # Telling apart moves no gift from one person to another: no report is touched by it.
            reports = (
                touched_reports(connection, [one.card_id for one in known], access.ids)
                if hasattr(given, "filed")
                else ()
            )
        access.require(CORRECT, *sorted({one.entity_id for one in known}))
        data = _told(access, known, reports)
        if reports and not given.filed:
            return Outcome({**data, "saved": False}, _refusal(reports), attention=True)
        with book.unit_of_work(heading.format(len(known))) as unit:
            act(unit, [one.card_id for one in known])
    lines = [f"{done}:", *map(_side, known), *(one.words for one in reports)]
    return Outcome({**data, "saved": True}, "\n".join(lines))


def _known(
    connection: Reading, access: Access, words: Sequence[str], at_least: int
) -> tuple[CardOfPerson, ...]:
    visible = sorted(access.ids)
    cards = dict.fromkeys(find_card(connection, one, visible) for one in words)
    if len(cards) < at_least:
        raise BadInput("Two cards are needed, and both names mean the same one; give numbers.")
    return cards_of(connection, list(cards))


def _told(access: Access, known: Sequence[CardOfPerson], reports: Sequence[TouchedReport]) -> Data:
    """Return the cards side by side, what speaks for and against one person, and the reports."""
    codes = {one.id: one.code for one in access.entities}
    alike = likeness(traits_of([known[0].contact]), traits_of([known[-1].contact]))
    return {
        "cards": [_card(one, codes) for one in known],
        "score": alike.score, "reasons": list(alike.reasons), "against": list(alike.against),
        "reports": [
            {
                "filing": one.filing_id, "entity": codes[one.entity_id], "form": one.form,
                "report": one.report_code, "from": one.from_date, "to": one.to_date,
                "state": one.state, "entries": one.entries,
            }
            for one in reports
        ],
    }  # fmt: skip


def _card(one: CardOfPerson, codes: dict[int, str]) -> Data:
    known = one.contact
    return {
        "card": one.card_id, "entity": codes[one.entity_id], "name": known.display_name,
        "street": known.street_1, "city": known.city, "state": known.state, "zip": known.zip,
        "email": known.email, "phone": known.phone, "employer": known.employer,
        "occupation": known.occupation,
    }  # fmt: skip


def _side(one: CardOfPerson) -> str:
    known = one.contact
    town = " ".join(filter(None, (known.city, known.state, known.zip)))
    facts = filter(None, (known.street_1, town, known.email, known.phone, known.employer))
    return f"{one.card_id}  {known.display_name}: {', '.join(facts)}"


def _refusal(reports: Sequence[TouchedReport]) -> str:
    return "\n".join(
        (
            "Nothing was saved: these reports hold entries of these people.",
            *(f"  {one.words}" for one in reports),
            _MAY_BE_DUE,
        )
    )


_MAY_BE_DUE = (
    "What was filed stays as it was filed, but aggregates run per person, so that an amendment may"
    " be due. Say --filed to go on."
)

COMMANDS = (
    Command(
        "donors duplicates", "who stands on several cards, with reasons", _duplicates_arguments,
        _duplicates,
    ),
    Command("donors merge", "link cards as one person's", _merge_arguments, _merge),
    Command("donors unmerge", "part cards that were linked", _unmerge_arguments, _unmerge),
    Command("donors apart", "note that cards are different people's", _apart_arguments, _apart),
)  # fmt: skip
