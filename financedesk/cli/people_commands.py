"""Commands for the people behind a drive: segments, call sheets, letters, lists to merge."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.book import Reading
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import (
    Chosen,
    day_given,
    people_arguments,
    people_chosen,
    segment_arguments,
)
from financedesk.drives.prospects import Prospect, prospects
from financedesk.drives.segments import SEGMENTS, SegmentQuery, require_paper, segment_counts
from financedesk.errors import BadInput
from financedesk.ledger.access import Access, access_of
from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress
from financedesk.reports.call_sheet import CallSheet, gave_words, write_call_sheet
from financedesk.reports.mail_merge import write_mail_merge
from financedesk.reports.receipt_letter import receipt_letters, write_receipts
from financedesk.reports.thank_you import thank_yous, write_thank_yous
from financedesk.rules.dates import parse_day
from financedesk.rules.money import parse_cents
from financedesk.rules.roles import SEE
from financedesk.rules.tax_notices import Benefit

Data = dict[str, Any]
_LISTED = 500
_MOST_CALLS = 2_000


@dataclass(frozen=True, slots=True)
class _Job:
    """One command on people: from what it reads, about whom, and where it writes to."""

    connection: Reading
    access: Access
    entity: EntityRow
    chosen: Chosen
    given: argparse.Namespace
    progress: Progress

    @property
    def on(self) -> date:
        """The day as of which it speaks."""
        return day_given(self.given.on)

    def shown(self, most: int) -> "_Job":
        """Return the same for no more than the first of the people."""
        return replace(self, chosen=replace(self.chosen, cards=self.chosen.cards[:most]))

    def people(self, *, asks: bool = True) -> list[Prospect]:
        """Return the rows of the people."""
        return prospects(
            self.connection, self.chosen.cards, self.entity.id, self.on, self.progress, asks=asks
        )


def _segment_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", choices=list(SEGMENTS), help=", ".join(SEGMENTS))
    segment_arguments(parser)


def _segment(job: _Job) -> Outcome:
    shown = job.shown(_LISTED)
    people = shown.people()
    query = SegmentQuery(name=job.given.name, entity_id=job.entity.id, today=job.on)
    data = {
        "segment": job.given.name, "words": SEGMENTS[job.given.name].words,
        "entity": job.entity.code, "on": job.on.isoformat(), "donors": len(job.chosen.cards),
        "people": [_row(one) for one in people],
        "counts": segment_counts(job.connection, query),
    }  # fmt: skip
    lines = [f"{one.name}, {one.place}: {gave_words(one)}; ask {_ask(one)}" for one in people]
    number = len(job.chosen.cards)
    said = f"{number:,} donors." if number == len(people) else f"{number:,} donors in all."
    return Outcome(data, "\n".join([*lines, said]))


def _ask(one: Prospect) -> str:
    return "nothing" if one.ask is None or not one.ask.amounts else one.ask.text


def _row(one: Prospect) -> Data:
    return {
        "card": one.card_id, "name": one.name, "city": one.contact.city,
        "state": one.contact.state, "zip": one.contact.zip, "phone": one.phone,
        "email": one.email, "no_calls": one.no_calls, "no_email": one.no_email,
        "no_mail": one.no_mail,
        "gifts": one.gifts, "given_cents": one.given_cents, "last_day": one.last_day,
        "last_cents": one.last_cents, "monthly_cents": one.monthly_cents,
        "missing": list(one.missing),
        "ask_cents": [] if one.ask is None else list(one.ask.amounts),
        "ask_words": "" if one.ask is None else one.ask.words,
    }  # fmt: skip


# --- papers


def _out_argument(parser: argparse.ArgumentParser, words: str) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=words)


def _call_arguments(parser: argparse.ArgumentParser) -> None:
    people_arguments(parser)
    _out_argument(parser, "the PDF file")


def _call_sheet(job: _Job) -> Outcome:
    if len(job.chosen.cards) > _MOST_CALLS:
        raise BadInput(
            f"{len(job.chosen.cards):,} donors are more than anybody calls; narrow the segment, or"
            f" take the first of them with --most (up to {_MOST_CALLS:,})."
        )
    sheet = CallSheet(
        entity=job.entity, about=job.chosen.about, on=job.on, people=tuple(job.people())
    )
    target = _pdf(job.given.out)
    write_call_sheet(sheet, target)
    notices = [{"text": one.text, "citation": one.citation} for one in sheet.notices]
    more: Data = {"left_out": sheet.left_out, "notices": notices}
    return _written(job, target, len(sheet.listed), "to call", more)


def _letter_arguments(parser: argparse.ArgumentParser) -> None:
    people_arguments(parser)
    parser.add_argument("--from", dest="first", default="", metavar="DATE", help="gifts since")
    parser.add_argument("--to", dest="last", default="", metavar="DATE", help="gifts until")
    parser.add_argument(
        "--words", type=Path, default=None, metavar="FILE", help="own words (TOML) for the letter"
    )
    _out_argument(parser, "the PDF file")


def _span(job: _Job) -> tuple[date, date]:
    """Return the days that are meant: the year up to the day, unless others are named."""
    given, on = job.given, job.on
    last = parse_day(given.last) if given.last else on
    first = parse_day(given.first) if given.first else date(last.year, 1, 1)
    if last < first:
        raise BadInput(f"The days end on {last}, before they begin on {first}.")
    return first, last


def _thank_you(job: _Job) -> Outcome:
    first, last = _span(job)
    found = thank_yous(
        job.connection, job.entity, job.chosen.cards, first, last, job.on, job.progress
    )
    target = _pdf(job.given.out)
    write_thank_yous(found, target, job.progress, job.given.words)
    return _written(job, target, len(found), "letters", {"from": str(first), "to": str(last)})


def _receipt_arguments(parser: argparse.ArgumentParser) -> None:
    _letter_arguments(parser)
    parser.add_argument(
        "--benefit", default="", metavar="WORDS", help="what one donor received in exchange"
    )
    parser.add_argument(
        "--benefit-value", default="", metavar="DOLLARS", help="its value, in good faith"
    )


def _receipt(job: _Job) -> Outcome:
    given = job.given
    first, last = _span(job)
    benefit = None
    if given.benefit or given.benefit_value:
        value = parse_cents(given.benefit_value) if given.benefit_value else 0
        benefit = Benefit(words=given.benefit, cents=value)
    found = receipt_letters(
        job.connection, job.entity, job.chosen.cards, first, last, job.on, benefit
    )
    target = _pdf(given.out)
    write_receipts(found, target, job.progress, given.words)
    more: Data = {
        "from": str(first), "to": str(last),
        "total_cents": sum(one.given.total_cents for one in found),
        "acknowledgments": sum(one.is_acknowledgment for one in found),
    }  # fmt: skip
    return _written(job, target, len(found), "receipts", more)


def _merge_arguments(parser: argparse.ArgumentParser) -> None:
    people_arguments(parser)
    parser.add_argument(
        "--for", dest="taker", default="", metavar="E2",
        help="another entity that bought the list: needs its document in the book",
    )  # fmt: skip
    parser.add_argument(
        "--asks", action="store_true", help="with what may be asked (some milliseconds a donor)"
    )
    _out_argument(parser, "the workbook or CSV file")


def _mail_merge(job: _Job) -> Outcome:
    taker = job.access.find(job.given.taker) if job.given.taker else job.entity
    paper = require_paper(job.connection, job.entity, taker, len(job.chosen.cards), job.on)
    own = taker.id == job.entity.id
    people = job.people(asks=own and job.given.asks)
    write_mail_merge(people, job.given.out, job.progress, history=own)
    more: Data = {"for": taker.code, "document": paper}
    return _written(job, job.given.out, len(people), "donors", more)


def _written(job: _Job, target: Path, number: int, what: str, more: Data) -> Outcome:
    data = {
        "entity": job.entity.code, "about": job.chosen.about, "on": job.on.isoformat(),
        "number": number, "files": [str(target)], **more,
    }  # fmt: skip
    return Outcome(data, f"{number:,} {what}: {target}")


def _pdf(target: Path) -> Path:
    if target.suffix.lower() != ".pdf":
        raise BadInput(f"{target.name} does not end in .pdf; choose another name.")
    return target


def _run(act: Callable[[_Job], Outcome]) -> Callable[[Context], Outcome]:
    """Return what runs a command on people of one entity, for whoever may see it."""

    def run(context: Context) -> Outcome:
        given = context.arguments
        name = getattr(given, "name", None) or given.segment
        with context.book(write=False) as book, book.read() as connection:
            access = access_of(connection, book.who)
            entity = access.find(given.entity)
            access.require(SEE, entity.id)
            chosen = people_chosen(connection, access, entity, given, name)
            return act(_Job(connection, access, entity, chosen, given, context.progress))

    return run


COMMANDS = (
    Command("segment", "donors of one entity by a segment", _segment_arguments, _run(_segment)),
    Command(
        "report call-sheet", "whom to call, what to ask and what to read out", _call_arguments,
        _run(_call_sheet),
    ),
    Command(
        "report thank-you", "thank-you letters with the right tax text", _letter_arguments,
        _run(_thank_you),
    ),
    Command(
        "report receipt-letter", "receipts of what donors gave", _receipt_arguments,
        _run(_receipt),
    ),
    Command("report mail-merge", "donors as a list to merge", _merge_arguments, _run(_mail_merge)),
)  # fmt: skip
