"""Commands on processors' terms: what they may take of a gift, and when their money is there."""

import argparse
from datetime import date
from typing import Any

from financedesk.banking.processors import Contract, add_contract, contracts, remove_contract
from financedesk.cli.command import Command, Context, Outcome
from financedesk.ledger.access import access_of
from financedesk.rules.dates import parse_day
from financedesk.rules.money import parse_cents
from financedesk.rules.processor_terms import ProcessorTerms, basis_points
from financedesk.rules.roles import RECORD, SEE


def _entity(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", metavar="E", required=True, help="whose contract it is")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    _entity(parser)
    parser.add_argument("--processor", metavar="P", required=True, help="actblue, stripe, …")
    parser.add_argument("--since", metavar="DATE", required=True, help="from this day on")
    parser.add_argument("--rate", metavar="PERCENT", required=True, help="of each gift: 3.95")
    parser.add_argument("--fixed", metavar="DOLLARS", default="0", help="of each gift besides")
    parser.add_argument("--days", metavar="N", type=int, default=5, help="until the bank has it")
    parser.add_argument("--source", metavar="WORDS", default="", help="where it stands")


def _remove_arguments(parser: argparse.ArgumentParser) -> None:
    _entity(parser)
    parser.add_argument("number", metavar="NUMBER", type=int, help="see the list")


def _add(context: Context) -> Outcome:
    given = context.arguments
    terms = ProcessorTerms(
        processor=given.processor, since=parse_day(given.since),
        rate_basis_points=basis_points(given.rate), fixed_cents=parse_cents(given.fixed),
        settle_days=given.days, source=given.source,
    )  # fmt: skip
    with context.book(write=True) as book:
        with book.read() as connection:
            entity = access_of(connection, book.who).find(given.entity)
            access_of(connection, book.who).require(RECORD, entity.id)
        with book.unit_of_work(f"Enter terms of {terms.processor}") as unit:
            number = add_contract(unit, entity.id, terms)
    return Outcome(_data(Contract(number, entity.id, terms)), f"{number}: {_line(terms)}")


def _list(context: Context) -> Outcome:
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        entity = access.find(context.arguments.entity)
        access.require(SEE, entity.id)
        known = contracts(connection, [entity.id])
    lines = [f"{one.id}: {_line(one.terms)}" for one in known] or ["No terms were entered."]
    return Outcome({"terms": [_data(one) for one in known]}, "\n".join(lines))


def _remove(context: Context) -> Outcome:
    number = context.arguments.number
    with context.book(write=True) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            entity = access.find(context.arguments.entity)
            access.require(RECORD, entity.id)
        with book.unit_of_work("Take terms of a processor away") as unit:
            remove_contract(unit, number, [entity.id])
    return Outcome({"removed": number}, f"Terms {number} are taken away.")


def _data(one: Contract) -> dict[str, Any]:
    terms = one.terms
    return {
        "number": one.id, "processor": terms.processor, "since": terms.since.isoformat(),
        "rate_basis_points": terms.rate_basis_points, "fixed_cents": terms.fixed_cents,
        "settle_days": terms.settle_days, "source": terms.source,
    }  # fmt: skip


def _line(terms: ProcessorTerms) -> str:
    since: date = terms.since
    return (
        f"{terms.processor} from {since.isoformat()}: {terms.words}, in the bank within"
        f" {terms.settle_days} days"
    )


COMMANDS = (
    Command("terms add", "enter what a processor may take", _add_arguments, _add),
    Command("terms list", "what was agreed with processors", _entity, _list),
    Command("terms remove", "take terms away", _remove_arguments, _remove),
)  # fmt: skip
