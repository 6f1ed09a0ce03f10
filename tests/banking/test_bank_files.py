"""Every statement of other programs' tests, brought into a book: its lines, balance, continuity."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from financedesk.banking.standing import Standing, standing
from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.intake.statements import Statement, read_statements
from financedesk.intake.statements.storing import StatementReport, take_statement
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.entities import write_account
from financedesk.ledger.kept_statements import KeptStatement, kept_statements
from financedesk.ledger.organisation import NewAccount
from tests.conftest import SHARED
from tests.ledger.riverbend import desk_for, riverbend_at

BANK = SHARED / "data" / "bank"
DOLLARS = {"", "USD"}


@dataclass
class Brought:
    """One bank account of one file, in an account of its own."""

    name: str
    statements: list[Statement]
    report: StatementReport
    again: StatementReport
    kept: list[KeptStatement]
    standing: Standing


@dataclass
class Everything:
    """What became of all files: brought in, or refused with these words."""

    brought: list[Brought]
    refused: dict[str, str]


@pytest.fixture(scope="module")
def everything(
    shared_file: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Everything:
    shared_file("data", "bank", "TRUTH.json")
    found = Everything([], {})
    folder = tmp_path_factory.mktemp("banks")
    with riverbend_at(str(folder / "book.fdesk")) as book:
        for path in sorted(BANK.rglob("*.*")):
            if path.name != "TRUTH.json":
                _bring(book, path, found, folder)
        assert book.verify() == []
    return found


def _bring(book: Book, path: Path, found: Everything, folder: Path) -> None:
    name = path.relative_to(BANK).as_posix()
    try:
        statements = read_statements(path).statements
    except BadInput as error:
        found.refused[name] = str(error)
        return
    foreign = {one.currency for one in statements} - DOLLARS
    if foreign:
        path = _in_dollars(path, folder / path.name, foreign)
        statements = read_statements(path).statements
    for number in dict.fromkeys(one.account for one in statements):
        some = [one for one in statements if one.account == number]
        found.brought.append(_brought(book, path, name, number, some))


def _in_dollars(path: Path, copy: Path, foreign: set[str]) -> Path:
    """Write a copy of a statement as if the bank kept the account in dollars."""
    content = path.read_bytes()
    for code in foreign:
        known = code.encode()
        content = re.sub(rb"\b%s|(?<=\d)%s" % (known, known), b"USD", content)
        # A line of MT940 has the last letter of its currency.
        content = re.sub(rb"(:61:\d{6,10}R?[CD])%s(?=\d)" % known[2:], rb"\1D", content)
    copy.write_bytes(content)
    return copy


def _brought(book: Book, path: Path, name: str, number: str, some: list[Statement]) -> Brought:
    entity_id = desk_for(book, "party").entity.id
    with book.unit_of_work("Add account") as unit:
        code = f"a{unit.next_id()}"
        account_id = write_account(unit, entity_id, NewAccount(code=code, kind="federal"))
    of: dict[str, Any] = {"account": code, "entity": "party", "number": number}
    report, again = (take_statement(book, path, **of) for _ in range(2))
    with book.read() as connection:
        kept = kept_statements(connection, account_by_id(connection, account_id))
        return Brought(name, some, report, again, kept, standing(connection, account_id))


def _truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((BANK / "TRUTH.json").read_text(encoding="utf-8"))
    return found


def test_every_file_is_in_the_book_or_refused_in_words(everything: Everything) -> None:
    files = [path for path in BANK.rglob("*.*") if path.name != "TRUTH.json"]
    named = {one.name for one in everything.brought} | {*everything.refused}
    assert len(named) == len(files) == 252
    assert len(everything.brought) >= 40
    assert all(len(words.split()) > 5 for words in everything.refused.values())


def test_each_line_is_there_once_and_the_file_again_adds_nothing(everything: Everything) -> None:
    for one in everything.brought:
        lines = sum(len(statement.lines) for statement in one.statements)
        assert one.report.added + one.report.known == lines, one.name
        assert (one.again.added, one.again.is_stored) == (0, False), one.name


def _sound(one: Statement) -> bool | None:
    """Whether a statement's lines lead from its opening to its closing; None without both."""
    if one.opening is None or one.closing is None:
        return None
    return one.opening.cents + sum(line.cents for line in one.lines) == one.closing.cents


def _follows(before: Statement, after: Statement) -> bool:
    return bool(before.closing and after.opening and before.closing.cents == after.opening.cents)


def test_a_balance_that_does_not_follow_is_told_and_no_other(everything: Everything) -> None:
    judged = 0
    for each in everything.brought:
        for one in each.statements:
            if _sound(one) is None:
                continue
            judged += 1
            told = any(note.startswith("The closing balance is") for note in one.notes)
            assert told is not _sound(one), each.name
    assert judged >= 60


def _of_their_own_days(kept: list[KeptStatement]) -> bool:
    """Whether each has days, and no two the same: of one day nobody can say which came first."""
    known = all(one.begins and one.ends for one in kept)
    return known and all(before.ends < after.ends for before, after in pairwise(kept))


def test_continuity_is_told_of_the_statements_as_they_are_kept(everything: Everything) -> None:
    said: list[bool] = []
    for one in everything.brought:
        sound = [_sound(each) for each in one.statements]
        if None in sound or not _of_their_own_days(one.kept):
            continue
        follow = all(_follows(*pair) for pair in pairwise(one.statements))
        if all(sound) and follow:
            assert [kept.told for kept in one.kept] == [""] * len(one.kept), one.name
        elif len(one.statements) == 1:
            assert one.kept[0].told.startswith("Lines and balances differ by"), one.name
        said.append(all(sound) and follow)
    assert len(said) >= 8
    assert {*said} == {True, False}


def test_where_readers_agree_the_account_stands_where_they_say(everything: Everything) -> None:
    truth, compared = _truth(), 0
    for one in everything.brought:
        known = truth.get(one.name, {})
        closing = known["final_closing_balance"] if known.get("closes") else None
        if len(known.get("ofxparse", ())) == 1 and len(known.get("ofxtools", ())) == 1:
            closing = known["ofxparse"][0].get("balance")
        if closing is not None:
            compared += 1
            assert one.standing.statement_cents == closing, one.name
    assert compared >= 5
