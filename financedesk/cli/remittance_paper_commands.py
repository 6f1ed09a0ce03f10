"""Commands for papers on remittances: what each says as JSON, and its files if they are wanted."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.book import Book
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.officials_named import entity_argument, keeper_named, official_named
from financedesk.ledger.access import access_of
from financedesk.remittances.aged import AgedList
from financedesk.remittances.board_report import BoardReport, Sums
from financedesk.remittances.certificates import Certificate
from financedesk.remittances.forecast import Forecast
from financedesk.remittances.given import Given, kind_words
from financedesk.remittances.paper_kinds import (
    AGED,
    BOARD,
    CERTIFICATE,
    FORECAST,
    PAPERS,
    PDF,
    SHEET,
    STATEMENT,
    TRANSPARENCY,
    WORKBOOK,
)
from financedesk.remittances.sheets import InstructionSheet
from financedesk.remittances.statements import Statement
from financedesk.remittances.transparency import Transparency
from financedesk.reports.remittance_papers import (
    Asked,
    file_name,
    issue,
    read_all,
    read_paper,
    write_all_read,
    write_read,
)
from financedesk.rules.dates import last_of_month, parse_day, parse_month
from financedesk.rules.money import format_cents

Data = dict[str, Any]
ALL = "all"
"""In place of an official: every one of whom there is anything to say."""


def _arguments(code: str) -> Callable[[argparse.ArgumentParser], None]:
    """Return what adds the arguments that a paper needs."""
    kind = PAPERS[code]

    def add(parser: argparse.ArgumentParser) -> None:
        if kind.of_one:
            others = f"; {ALL}: everybody, in one document" if kind.of_all else ""
            parser.add_argument(
                "--official", required=True, metavar="O", help=f"a reference or a name{others}"
            )
        _WANTED[kind.wants](parser)
        entity_argument(parser)
        files = "PDF and workbook" if kind.table else "PDF"
        parser.add_argument(
            "--out", type=Path, default=None, metavar="DIR", help=f"write it there as {files}"
        )

    return add


def _day_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", default="", metavar="DATE", help="the day (today)")


def _month_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, metavar="YYYY-MM", help="the month")
    parser.add_argument(
        "--on", default="", metavar="DATE", help="the day of giving (the month's first)"
    )


def _months_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="first", default="", metavar="YYYY-MM", help="the first month (January)"
    )
    parser.add_argument(
        "--to", dest="last", default="", metavar="YYYY-MM", help="the last month (that of the day)"
    )
    _day_argument(parser)


_WANTED = {"day": _day_argument, "month": _month_argument, "months": _months_arguments}


def _run(code: str) -> Callable[[Context], Outcome]:
    """Return what runs a paper's command."""

    def run(context: Context) -> Outcome:
        given = context.arguments
        with context.book(write=code == CERTIFICATE) as book:
            asked = _asked(book, code, given)
            if PAPERS[code].of_one and not asked.official_id:
                return _of_all(book, code, asked, given.out)
            if code == CERTIFICATE:
                issue(book, asked, date.today())
            found = read_paper(book, code, asked)
            files = [] if given.out is None else _files(book, code, asked, found, given.out)
        data = {**_DATA[code](found), "files": [str(path) for path in files]}
        words = [_WORDS[code](found), *(f"Written: {path}" for path in files)]
        return Outcome(data, "\n".join(words))

    return run


def _of_all(book: Book, code: str, asked: Asked, folder: Path | None) -> Outcome:
    """Answer with the papers of everybody, and write them into one document if it is wanted."""
    found = read_all(book, code, asked)
    files = []
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        files = [folder / file_name(book, code, asked)]
        write_all_read(code, found, files[0])
    data = {"papers": [_DATA[code](one) for one in found], "files": [str(path) for path in files]}
    words = [*map(_WORDS[code], found), *(f"Written: {path}" for path in files)]
    return Outcome(data, "\n".join(words))


def _asked(book: Book, code: str, given: argparse.Namespace) -> Asked:
    with book.read() as connection:
        entity = keeper_named(connection, access_of(connection, book.who), given.entity)
        official_id = 0
        if PAPERS[code].of_one and not (PAPERS[code].of_all and given.official == ALL):
            official_id = official_named(connection, entity, given.official).id
    wants = PAPERS[code].wants
    first, last, on = None, None, parse_day(given.on) if given.on else None
    if wants == "month":
        first = last = parse_month(given.period)
        on = on or first
    if wants == "months":
        last = parse_month(given.last) if given.last else None
        on = on or (date.today() if last is None else min(last_of_month(last), date.today()))
        last = last or on
        first = parse_month(given.first) if given.first else last.replace(month=1)
    return Asked(
        keeper_id=entity.id, on=on or date.today(), official_id=official_id, first=first, last=last
    )


def _files(book: Book, code: str, asked: Asked, found: object, folder: Path) -> list[Path]:
    """Write what was read into a folder, as a PDF and where it is a table as a workbook."""
    endings = (PDF, WORKBOOK) if PAPERS[code].table else (PDF,)
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / file_name(book, code, asked, ending) for ending in endings]
    for path in files:
        write_read(code, found, path)
    return files


# --- each paper as JSON, and in words


def _sheet(found: InstructionSheet) -> Data:
    return {
        "official": found.person.reference, "name": found.person.name, "period": found.period,
        "state": found.state, "made_on": _iso(found.made_on), "signed_on": _iso(found.signed_on),
        "due_cents": found.due_cents, "carried_in_cents": found.carried_in_cents,
        "carry_cents": found.carried_out_cents, "carry": found.carry, "guard": found.guard,
        "lines": [
            {"recipient": one.name, "account": one.account, "amount_cents": one.cents,
             "make_by": _iso(one.make_by), "reason": one.reason, "citation": one.citation,
             "room_after_cents": one.room_after_cents, "deductible": one.deductible,
             "notice": one.notice}
            for one in found.lines
        ],
        "blocked": [
            {"recipient": one.recipient, "code": one.code, "why": one.why,
             "citation": one.citation}
            for one in found.blocked
        ],
        "declarations": [
            {"text": one.text, "citation": one.citation, "given_on": _iso(one.given_on),
             "holds": one.holds}
            for one in found.declarations
        ],
    }  # fmt: skip


def _statement(found: Statement) -> Data:
    return {
        "official": found.person.reference, "name": found.person.name,
        "from": _iso(found.first), "to": _iso(found.last), "on": _iso(found.on),
        "brought_cents": found.brought_cents, "due_cents": found.due_cents,
        "waived_cents": found.waived_cents, "given_cents": found.given_cents,
        "balance_cents": found.balance_cents, "open_cents": found.open_cents,
        "credit_cents": found.credit_cents, "lapsed_cents": found.lapsed_cents,
        "months": [
            {"month": f"{one.settled.month:%Y-%m}", "kind": one.settled.kind,
             "state": one.settled.state, "due_cents": one.due_cents,
             "waived_cents": one.settled.waived_cents, "kept_cents": one.settled.made_cents,
             "open_cents": one.settled.open_cents,
             "formula": [list(due.formula.steps) for due in one.dues]}
            for one in found.months
        ],
        "given": [_given(one) for one in found.given],
    }  # fmt: skip


def _given(one: Given) -> Data:
    return {
        "recipient": one.name, "kind": one.kind, "day": _iso(one.day), "amount_cents": one.cents,
        "periods": list(one.periods), "entry": one.entry,
    }  # fmt: skip


def _certificate(found: Certificate) -> Data:
    return {
        "on": _iso(found.on_date), "issued_on": _iso(found.issued_on),
        "issued_by": found.issued_by, "text": found.text, "fingerprint": found.fingerprint,
    }  # fmt: skip


def _aged(found: AgedList) -> Data:
    return {
        "entity": found.keeper.code, "on": _iso(found.on), "open_cents": found.open_cents,
        "carried_cents": found.carried_cents, "credit_cents": found.credit_cents,
        "age": _cents(found.ages),
        "officials": [
            {"official": one.person.reference, "name": one.person.name, "pledge": one.pledge,
             "since": f"{one.oldest:%Y-%m}", "open_cents": one.open_cents,
             "carried_cents": one.carried_cents, "age": _cents(one.ages)}
            for one in found.rows
        ],
    }  # fmt: skip


def _board(found: BoardReport) -> Data:
    return {
        "entity": found.keeper.code, "from": _iso(found.first), "to": _iso(found.last),
        "on": _iso(found.on), "officials": found.officials, **_sums(found.sums),
        "rows": [
            {"schedule": one.place.schedule, "level": one.place.level,
             "officials": one.officials, **_sums(one.sums)}
            for one in found.rows
        ],
        "named": [
            {"official": one.person.reference, "name": one.person.name, **_sums(one.sums)}
            for one in found.named
        ],
    }  # fmt: skip


def _transparency(found: Transparency) -> Data:
    return {
        "entity": found.keeper.code, "from": _iso(found.first), "to": _iso(found.last),
        "on": _iso(found.on), "given_cents": found.given_cents, "ever_cents": found.ever_cents,
        "given": _kinds(found.given), "others": found.others,
        "others_counted": found.others_given is not None,
        "officials": [
            {"official": one.person.reference, "name": one.person.name,
             "offices": list(one.offices), "pay_cents": one.pay_cents,
             "given_cents": one.given_cents, "kept_cents": one.kept_cents,
             "ever_cents": one.ever_cents, "given": _kinds(one.given)}
            for one in found.accounts
        ],
        "uses": [
            {"entity": one.entity, "use": one.use, "words": one.words, "amount_cents": one.cents}
            for one in found.uses
        ],
    }  # fmt: skip


def _forecast(found: Forecast) -> Data:
    return {
        "entity": found.keeper.code, "on": _iso(found.on), "to": _iso(found.last),
        "due_cents": found.due_cents, "carry_cents": found.carried_cents,
        "open_cents": found.open_cents, "carried_in_cents": found.carried_in_cents,
        "ended_cents": found.ended_cents, "given": _kinds(found.given),
        "months": [
            {"month": f"{one.month:%Y-%m}", "due_cents": one.due_cents,
             "given_cents": one.given_cents, "carry_cents": one.carried_cents,
             "ended_cents": one.ended_cents, "given": _kinds(one.given), "rooms": _kinds(one.rooms)}
            for one in found.months
        ],
        "unforeseen": [
            {"why": one.why, "officials": one.officials} for one in found.unforeseen
        ],
    }  # fmt: skip


def _sums(sums: Sums) -> Data:
    return {f"{name}_cents": cents for name, cents in sums._asdict().items()}


def _kinds(found: Mapping[str, int]) -> list[Data]:
    return [
        {"kind": kind, "words": kind_words(kind), "amount_cents": cents}
        for kind, cents in found.items()
    ]


def _cents(found: Mapping[str, int]) -> list[Data]:
    return [{"age": age, "amount_cents": cents} for age, cents in found.items()]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)


def _sheet_words(found: InstructionSheet) -> str:
    lines = (
        f"{_dollars(one.cents)} to {one.name}, {one.account}, by {one.make_by}"
        for one in found.lines
    )
    return _lines(f"{found.person.reference} {found.person.name}, {found.period}", lines)


def _statement_words(found: Statement) -> str:
    return (
        f"{found.person.reference} {found.person.name} on {found.on}:"
        f" {_dollars(found.brought_cents)} brought forward, {_dollars(found.due_cents)} due,"
        f" {_dollars(found.waived_cents)} waived, {_dollars(found.given_cents)} given, balance"
        f" {_dollars(found.balance_cents)}."
    )


def _aged_words(found: AgedList) -> str:
    lines = (
        f"{one.person.reference} {one.person.name}: {_dollars(one.open_cents)} since"
        f" {one.oldest:%Y-%m}"
        for one in found.rows
    )
    return _lines(f"Open on {found.on}: {_dollars(found.open_cents)}", lines)


def _board_words(found: BoardReport) -> str:
    lines = (
        f"{one.place.schedule or 'No pledge'}, {one.place.level or 'no office'}:"
        f" {_dollars(one.sums.due)} due, {_dollars(one.sums.kept)} kept,"
        f" {_dollars(one.sums.waived)} waived, {_dollars(one.sums.open)} open"
        for one in found.rows
    )
    return _lines(f"{found.officials} officials as of {found.on}", lines)


def _transparency_words(found: Transparency) -> str:
    lines = (
        f"{one.person.plain_name}: {_dollars(one.given_cents)} given, {_dollars(one.kept_cents)}"
        " kept of the pay"
        for one in found.accounts
    )
    return _lines(f"Given in all: {_dollars(found.given_cents)}", lines)


def _forecast_words(found: Forecast) -> str:
    lines = (
        f"{one.month:%Y-%m}: {_dollars(one.due_cents)} due, {_dollars(one.given_cents)} to be given"
        for one in found.months
    )
    return _lines(f"Until {found.last}: {_dollars(found.due_cents)} due", lines)


def _lines(first: str, others: Iterable[str]) -> str:
    return "\n    ".join((f"{first}.", *others))


_DATA: Mapping[str, Callable[[Any], Data]] = {
    SHEET: _sheet, STATEMENT: _statement, CERTIFICATE: _certificate, AGED: _aged, BOARD: _board,
    TRANSPARENCY: _transparency, FORECAST: _forecast,
}  # fmt: skip
_WORDS: Mapping[str, Callable[[Any], str]] = {
    SHEET: _sheet_words, STATEMENT: _statement_words, CERTIFICATE: lambda found: str(found.text),
    AGED: _aged_words, BOARD: _board_words, TRANSPARENCY: _transparency_words,
    FORECAST: _forecast_words,
}  # fmt: skip
_HELP = {
    SHEET: "one official's instruction sheet for a month, to sign",
    STATEMENT: "one official's statement: dues with their arithmetic, gifts, balance",
    CERTIFICATE: "how one official stood on a day; issued once and kept word for word",
    AGED: "who has what open on a day, by age",
    BOARD: "due, kept, waived and open by schedule and level, without names",
    TRANSPARENCY: "for the members: what was given of whose pay, as far as they agreed",
    FORECAST: "what would come until the end of the cycle, by month and kind of recipient",
}

COMMANDS = tuple(
    Command(f"remit {code}", words, _arguments(code), _run(code)) for code, words in _HELP.items()
)
