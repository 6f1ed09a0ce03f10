"""Commands on letters that the law asks for: list, write, note as sent and answered, save."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.book import Book, Reading
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.people_named import day_given
from financedesk.compliance.judging import judge
from financedesk.compliance.letter_case import LetterAbout, LetterMore, LetterValues
from financedesk.compliance.letters import LetterBatch, letter_values, letters_about
from financedesk.compliance.letters_due import LetterDue, letters_due
from financedesk.errors import BadInput
from financedesk.ledger.access import Access, access_of
from financedesk.ledger.donor_owner import require_card
from financedesk.ledger.fec_ids import find_entry
from financedesk.ledger.kept_letters import (
    AWAITED,
    CHANNELS,
    LATE,
    STATES,
    TO_SEND,
    KeptLetter,
    discard_letter,
    letter_by_id,
    letter_content,
    letters_of,
    note_answer,
    note_sent,
)
from financedesk.ledger.limit_person import find_card
from financedesk.reports.compliance_letter import keep_written, write_in_one, written_letters
from financedesk.reports.pdf.paper_file import write_bytes
from financedesk.rules.letter_kinds import (
    DONOR,
    GIFT,
    back_reasons,
    every_question,
    letter_kind,
    letter_kinds,
)
from financedesk.rules.roles import CORRECT

_OPEN = (TO_SEND, AWAITED, LATE)


def _access(book: Book) -> Access:
    with book.read() as connection:
        return access_of(connection, book.who)


def _row(one: KeptLetter, access: Access, today: date) -> dict[str, Any]:
    codes = {entity.id: entity.code for entity in access.entities}
    days = {
        name: None if day is None else day.isoformat()
        for name, day in (
            ("send_by", one.send_by), ("reply_by", one.reply_by), ("sent_on", one.sent_on),
            ("answered_on", one.answered_on),
        )
    }  # fmt: skip
    return {
        "letter": one.id, "entity": codes[one.entity_id], "kind": one.kind,
        "title": one.what.title, "addressee": one.addressee, "about": one.about,
        "state": one.state(today), "cents": one.cents, "gift": one.item_id, "card": one.card_id,
        "written_on": one.written_on.isoformat(), **days, "channel": one.channel or None,
        "answer": one.answer or None, "sha256": one.sha256,
    }  # fmt: skip


def _line(one: KeptLetter, today: date) -> str:
    by = f", reply by {one.reply_by}" if one.reply_by and one.answered_on is None else ""
    state = STATES[one.state(today)].lower()
    return f"{one.id}  {one.what.title} to {one.addressee}: {state}{by}. {one.about}"


def _due_row(one: LetterDue, access: Access) -> dict[str, Any]:
    codes = {entity.id: entity.code for entity in access.entities}
    return {
        "kind": one.kind.code, "title": one.kind.title, "entity": codes[one.about.entity_id],
        "addressee": one.addressee, "gift": one.about.item_id, "cents": one.cents,
        "since": one.since.isoformat(),
        "send_by": one.send_by.isoformat() if one.send_by else None,
    }  # fmt: skip


def _due_line(one: LetterDue) -> str:
    by = f", send by {one.send_by}" if one.send_by else ""
    how = f"letters write {one.kind.code} --gift {one.about.item_id}"
    return f"To write: {one.kind.title} to {one.addressee}{by} ({how})"


# --- looking


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--entity", default="", metavar="E", help="only its letters (all in view)")
    parser.add_argument("--state", choices=tuple(STATES), help="only those that stand so")
    parser.add_argument("--on", default="", metavar="DATE", help="as of this day (today)")


def _list(context: Context) -> Outcome:
    given = context.arguments
    on = day_given(given.on)
    with context.book(write=False) as book:
        access = _access(book)
        scope = [access.find(given.entity).id] if given.entity else sorted(access.ids)
        with book.read() as connection:
            found = letters_of(connection, scope)
            due = letters_due(connection, scope, on)
    shown = [one for one in found if given.state in (None, one.state(on))]
    late = sum(one.state(on) == LATE for one in found)
    data = {
        "on": on.isoformat(), "letters": [_row(one, access, on) for one in shown],
        "to_write": [_due_row(one, access) for one in due],
        "waiting": sum(one.state(on) in _OPEN for one in found), "late": late,
    }  # fmt: skip
    lines = [_due_line(one) for one in due]
    lines += [_line(one, on) for one in shown] or ["No letter stands so."]
    return Outcome(data, "\n".join(lines), attention=bool(late))


def _save_arguments(parser: argparse.ArgumentParser) -> None:
    _number_argument(parser)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the PDF file")


def _save(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=False) as book:
        access = _access(book)
        with book.read() as connection:
            name, content = letter_content(connection, given.letter, sorted(access.ids))
    write_bytes(content, given.out)
    data = {"letter": given.letter, "name": name, "files": [str(given.out)]}
    return Outcome(data, f"Written to {given.out}.")


def _number_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("letter", type=int, metavar="LETTER", help="its number (letters list)")


# --- writing


def _write_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=tuple(letter_kinds()), metavar="KIND",
                        help=", ".join(letter_kinds()))  # fmt: skip
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--gift", metavar="GIFT", help="the entry's number or transaction id")
    whom.add_argument("--donor", metavar="DONOR", help="a name or a card's number")
    whom.add_argument("--findings", action="store_true", help="for every finding it answers")
    parser.add_argument("--entity", default="", metavar="E", help="only its books (all in view)")
    parser.add_argument("--on", default="", metavar="DATE", help="the day of the letter (today)")
    parser.add_argument("--other", default="", metavar="NAME", help="the check's other holder")
    parser.add_argument("--election", default="", metavar="CODE", help="the other one: G2026")
    parser.add_argument("--reason", default="", choices=("", *back_reasons()), metavar="REASON",
                        help=f"why it goes back: {', '.join(back_reasons())}")  # fmt: skip
    parser.add_argument("--question", action="append", choices=every_question(), metavar="Q",
                        help=f"what is asked: {', '.join(every_question())}")  # fmt: skip
    parser.add_argument("--what", default="", metavar="WORDS", help="what was given in kind")
    parser.add_argument("--words", type=Path, metavar="FILE", help="own words (TOML)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="all of them in one PDF file, too")


def _write(context: Context) -> Outcome:
    given = context.arguments
    on = day_given(given.on)
    with context.book(write=True) as book:
        access = _access(book)
        batch = _batch(context, book, access, on)
        access.require(CORRECT, *{one.entity.id for one in batch.letters})
        numbers = _kept(context, book, batch.letters)
        with book.read() as connection:
            scope = sorted(access.ids)
            found = [letter_by_id(connection, one, scope) for one in numbers]
    data = {
        "kind": given.kind, "letters": [_row(one, access, on) for one in found],
        "left_out": [{"addressee": who, "why": why} for who, why in batch.left_out],
        "files": [str(given.out)] if given.out and found else [],
    }  # fmt: skip
    lines = [_line(one, on) for one in found] or ["No such letter is needed."]
    lines += [f"Not to {who}: {why}" for who, why in batch.left_out]
    return Outcome(data, "\n".join(lines))


def _batch(context: Context, book: Book, access: Access, on: date) -> LetterBatch:
    given, seen = context.arguments, sorted(access.ids)
    rows = [access.find(given.entity)] if given.entity else list(access.entities)
    with book.read() as connection:
        if given.findings:
            found = judge(connection, rows, on, context.progress).findings
            return letters_about(connection, found, given.kind, on, context.progress, seen)
        about = _about(connection, given, [one.id for one in rows])
        return LetterBatch(
            (letter_values(connection, about, given.kind, on, _more(given), seen),), ()
        )


def _about(connection: Reading, given: argparse.Namespace, scope: Sequence[int]) -> LetterAbout:
    kind = letter_kind(given.kind)
    if kind.about == DONOR and not given.donor:
        raise BadInput(f"“{kind.title}” goes to a donor: name one with --donor.")
    if kind.about == GIFT and not given.gift:
        raise BadInput(f"“{kind.title}” is about one gift: name it with --gift.")
    if given.donor:
        card = find_card(connection, given.donor, scope)
        return LetterAbout(entity_id=require_card(connection, card, scope), card_id=card)
    item_id, owner = find_entry(connection, given.gift, scope)
    return LetterAbout(entity_id=owner, item_id=item_id)


def _more(given: argparse.Namespace) -> LetterMore:
    return LetterMore(
        other=given.other, election=given.election, reason=given.reason, what=given.what,
        questions=tuple(given.question or ()),
    )  # fmt: skip


def _kept(context: Context, book: Book, every: Sequence[LetterValues]) -> list[int]:
    """Keep letters in one act; the file comes before it, so that no letter is kept without."""
    given = context.arguments
    if not every:
        return []
    written = written_letters(every, context.progress, given.words)
    if given.out is not None:
        write_in_one(written, given.out)
    first = every[0]
    whom = first.to.display_name if len(every) == 1 else f"{len(every):,} people"
    with book.unit_of_work(f"Write to {whom}: {first.kind.title}") as unit:
        return [keep_written(unit, one) for one in written]


# --- what became of them


def _sent_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("letter", type=int, nargs="+", metavar="LETTER", help="their numbers")
    parser.add_argument("--how", default="letter", choices=tuple(CHANNELS), help="(letter)")
    parser.add_argument("--on", default="", metavar="DATE", help="the day (today)")


def _sent(context: Context) -> Outcome:
    given, today = context.arguments, date.today()
    with context.book(write=True) as book:
        found, access = _own(book, given.letter)
        what = found[0].addressee if len(found) == 1 else f"{len(found):,} people"
        with book.unit_of_work(f"Note letter to {what} as sent") as unit:
            for one in found:
                note_sent(unit, one.id, day_given(given.on), given.how, today)
        return _told(book, access, given.letter, today)


def _answered_arguments(parser: argparse.ArgumentParser) -> None:
    _number_argument(parser)
    parser.add_argument("--words", required=True, metavar="WORDS", help="what was answered")
    parser.add_argument("--on", default="", metavar="DATE", help="the day (today)")


def _answered(context: Context) -> Outcome:
    given, today = context.arguments, date.today()
    with context.book(write=True) as book:
        (one,), access = _own(book, [given.letter])
        with book.unit_of_work(f"Note answer of {one.addressee}") as unit:
            note_answer(unit, one.id, day_given(given.on), given.words, today)
        return _told(book, access, [given.letter], today)


def _discard(context: Context) -> Outcome:
    given = context.arguments
    with context.book(write=True) as book:
        (one,), _access = _own(book, [given.letter])
        with book.unit_of_work(f"Discard letter to {one.addressee}") as unit:
            discard_letter(unit, one.id)
    return Outcome({"discarded": one.id}, f"The letter to {one.addressee} is thrown away.")


def _own(book: Book, numbers: Sequence[int]) -> tuple[list[KeptLetter], Access]:
    """Return letters that may be changed; raises NotFound and Refused."""
    access = _access(book)
    with book.read() as connection:
        found = [letter_by_id(connection, one, sorted(access.ids)) for one in numbers]
    access.require(CORRECT, *{one.entity_id for one in found})
    return found, access


def _told(book: Book, access: Access, numbers: Sequence[int], today: date) -> Outcome:
    with book.read() as connection:
        found = [letter_by_id(connection, one, sorted(access.ids)) for one in numbers]
    data = {"letters": [_row(one, access, today) for one in found]}
    return Outcome(data, "\n".join(_line(one, today) for one in found))


COMMANDS = (
    Command("letters list", "letters, and whose answer is awaited", _list_arguments, _list),
    Command("letters write", "write what a gift, a donor or findings need", _write_arguments,
            _write),
    Command("letters sent", "note that letters went out", _sent_arguments, _sent),
    Command("letters answered", "note what came back", _answered_arguments, _answered),
    Command("letters save", "write a kept letter to a file", _save_arguments, _save),
    Command("letters discard", "throw a letter away that never went out", _number_argument,
            _discard),
)  # fmt: skip
