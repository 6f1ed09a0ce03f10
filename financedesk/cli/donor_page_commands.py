"""Commands on what an entity keeps about a donor: show, note, document, attest, request."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from financedesk.book import Book
from financedesk.cli.command import Command, Context, Outcome
from financedesk.cli.donor_page_shown import (
    declaration_row,
    document_row,
    note_row,
    page_row,
    page_words,
    request_row,
    request_words,
)
from financedesk.cli.people_named import day_given
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.access import Access, access_of
from financedesk.ledger.donor_attestations import NewDeclaration, declare
from financedesk.ledger.donor_documents import (
    KINDS,
    add_document,
    document_content,
    read_document,
    remove_document,
)
from financedesk.ledger.donor_notes import add_note
from financedesk.ledger.donor_page import DonorPage, donor_page
from financedesk.ledger.donor_requests import (
    FIELDS,
    WAYS,
    NewRequest,
    answer_request,
    open_requests,
    record_request,
)
from financedesk.ledger.limit_person import find_card
from financedesk.rules.donor_declarations import declarations, ways
from financedesk.rules.roles import CORRECT, RECORD, SEE


@dataclass(frozen=True, slots=True)
class _InHand:
    """The donor that a command is about, in the open book."""

    book: Book
    access: Access
    card_id: int
    entity_id: int
    name: str

    def read(self) -> DonorPage:
        """Return everything about the donor as it is now."""
        with self.book.read() as connection:
            return donor_page(connection, self.card_id, sorted(self.access.ids), date.today())

    @property
    def code(self) -> str:
        """The code of the entity whose donor it is."""
        return next(one.code for one in self.access.entities if one.id == self.entity_id)


@contextmanager
def _donor(context: Context, act: str) -> Iterator[_InHand]:
    """Open the book and find the donor; raises NotFound, BadInput, or Refused without the act."""
    given = context.arguments
    with context.book(write=act != SEE) as book:
        with book.read() as connection:
            access = access_of(connection, book.who)
            visible = [access.find(given.entity).id] if given.entity else sorted(access.ids)
            card = find_card(connection, given.donor, visible)
            row = donor_page(connection, card, visible, date.today()).detail.row
        access.require(act, row.entity_id)
        yield _InHand(book, access, card, row.entity_id, row.name)


def _whom(parser: argparse.ArgumentParser, *, optional: bool = False) -> None:
    parser.add_argument(
        "donor", nargs="?" if optional else None, default="", metavar="DONOR",
        help="a name or a card's number",
    )  # fmt: skip
    parser.add_argument("--entity", default="", metavar="E", help="whose donor (all in view)")


# --- showing


def _show(context: Context) -> Outcome:
    with _donor(context, SEE) as whom:
        page = whom.read()
        codes = {one.id: one.code for one in whom.access.entities}
    late = page.efforts is not None and page.efforts.is_late(date.today())
    return Outcome(page_row(page, codes), page_words(page, codes), attention=late)


# --- notes


def _note_arguments(parser: argparse.ArgumentParser) -> None:
    _whom(parser)
    parser.add_argument("--words", required=True, metavar="WORDS", help="what is to be remembered")
    parser.add_argument("--on", default="", metavar="DATE", help="the day of the note (today)")


def _note(context: Context) -> Outcome:
    given = context.arguments
    with _donor(context, RECORD) as whom:
        with whom.book.unit_of_work(f"Note about {whom.name}") as unit:
            number = add_note(
                unit, whom.card_id, given.words, who=whom.book.who, on=day_given(given.on)
            )
        found = next(one for one in whom.read().notes if one.id == number)
    data = {"card": whom.card_id, "entity": whom.code, **note_row(found)}
    return Outcome(data, f"Noted about {whom.name}: {found.words}")


# --- documents


def _document_arguments(parser: argparse.ArgumentParser) -> None:
    _whom(parser)
    parser.add_argument("--add", default="", metavar="FILE", help="keep this file in the book")
    parser.add_argument("--kind", default="other", choices=tuple(KINDS), help="what it is")
    parser.add_argument("--save", type=int, metavar="NUMBER", help="write this document out")
    parser.add_argument("--to", default="", metavar="FILE", help="where to (its name, here)")
    parser.add_argument("--remove", type=int, metavar="NUMBER", help="take this one out")


def _document(context: Context) -> Outcome:
    given = context.arguments
    act = RECORD if given.add else CORRECT if given.remove else SEE
    with _donor(context, act) as whom:
        said = _document_act(whom, given)
        found = whom.read().documents
    data = {
        "card": whom.card_id, "entity": whom.code,
        "documents": [document_row(one) for one in found],
    }  # fmt: skip
    lines = [f"{one.id}  {one.added_on}  {KINDS[one.kind]}  {one.name}" for one in found]
    return Outcome(data, "\n".join([*said, *lines]) or f"Nothing is kept of {whom.name}.")


def _document_act(whom: _InHand, given: argparse.Namespace) -> list[str]:
    if given.add:
        name, content = read_document(Path(given.add))
        with whom.book.unit_of_work(f"Keep {name} of {whom.name}") as unit:
            add_document(
                unit, whom.card_id, name, content, kind=given.kind, who=whom.book.who,
                on=date.today(),
            )  # fmt: skip
        return [f"Kept {name}."]
    if given.remove is not None:
        _require_own(whom, given.remove)
        with whom.book.unit_of_work(f"Remove a document of {whom.name}") as unit:
            remove_document(unit, given.remove)
        return ["Taken out of the book; undo brings it back."]
    if given.save is not None:
        _require_own(whom, given.save)
        return [f"Written to {_save(whom, given)}."]
    return []


def _require_own(whom: _InHand, number: int) -> None:
    if number not in {one.id for one in whom.read().documents}:
        raise NotFound(f"{whom.name} has no document {number}; the command without it lists them.")


def _save(whom: _InHand, given: argparse.Namespace) -> Path:
    with whom.book.read() as connection:
        name, content = document_content(connection, given.save, [whom.entity_id])
    target = Path(given.to or name)
    if target.exists():
        raise BadInput(f"{target} is there already; name another file with --to.")
    try:
        target.write_bytes(content)
    except OSError as error:
        raise BadInput(f"{target} cannot be written: {error.strerror or error}.") from error
    return target


# --- declarations


def _attest_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    _whom(parser)
    add("kind", choices=tuple(declarations()), metavar="KIND",
        help=f"what is declared: {', '.join(declarations())}")  # fmt: skip
    add("--withdrawn", action="store_true", help="the donor takes it back")
    add("--how", required=True, choices=tuple(ways()), help="how it was said")
    add("--on", default="", metavar="DATE", help="when it was said (today)")
    add("--note", default="", metavar="WORDS", help="what else matters")
    add("--document", type=int, metavar="NUMBER", help="the document that shows it")


def _attest(context: Context) -> Outcome:
    given = context.arguments
    said = NewDeclaration(
        kind=given.kind, given=not given.withdrawn, on=day_given(given.on), how=given.how,
        note=given.note, document_id=given.document,
    )  # fmt: skip
    label = declarations()[given.kind].label
    with _donor(context, RECORD) as whom:
        with whom.book.unit_of_work(f"{whom.name}: {label}") as unit:
            number = declare(unit, whom.card_id, said, date.today())
        found = next(one for one in whom.read().declared if one.id == number)
    words = "declared" if found.given else "taken back"
    data = {"card": whom.card_id, "entity": whom.code, **declaration_row(found)}
    return Outcome(data, f"{whom.name}: {label}, {words} on {found.on}.")


# --- requests


def _request_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    _whom(parser, optional=True)
    add("--how", default="", choices=("", *WAYS), help="note that the donor was asked so")
    add("--asked", default="employer,occupation", metavar="WHAT",
        help=f"what for, parted by commas: {', '.join(FIELDS)}")  # fmt: skip
    add("--with-appeal", action="store_true", help="money was asked for in the same breath")
    add("--answer", type=int, metavar="NUMBER", help="note the answer to this request")
    add("--words", default="", metavar="WORDS", help="the answer, or a note")
    add("--on", default="", metavar="DATE", help="the day of it (today)")


def _request(context: Context) -> Outcome:
    given = context.arguments
    if not given.donor:
        return _open_requests(context)
    act = RECORD if given.how or given.answer is not None else SEE
    with _donor(context, act) as whom:
        said = _request_act(whom, given)
        page = whom.read()
    data = {
        "card": whom.card_id, "entity": whom.code,
        "requests": [request_row(one) for one in page.requests],
    }  # fmt: skip
    lines = [request_words(one) for one in page.requests]
    return Outcome(data, "\n".join([*said, *lines]) or f"Nobody has asked {whom.name} yet.")


def _request_act(whom: _InHand, given: argparse.Namespace) -> list[str]:
    today = date.today()
    if given.how:
        asked = tuple(one.strip() for one in given.asked.split(",") if one.strip())
        new = NewRequest(
            asked_on=day_given(given.on), how=given.how, asked=asked,
            with_appeal=given.with_appeal, note=given.words,
        )  # fmt: skip
        with whom.book.unit_of_work(f"Ask {whom.name} for what is missing") as unit:
            record_request(unit, whom.card_id, new, today)
        return [f"Noted that {whom.name} was asked."]
    if given.answer is not None:
        if given.answer not in {one.id for one in whom.read().requests}:
            raise NotFound(f"{whom.name} has no request {given.answer}.")
        with whom.book.unit_of_work(f"Answer of {whom.name}") as unit:
            answer_request(unit, given.answer, day_given(given.on), given.words, today)
        return [f"Noted the answer of {whom.name}."]
    return []


def _open_requests(context: Context) -> Outcome:
    """List who was asked and has not answered."""
    given = context.arguments
    if given.how or given.answer is not None:
        raise BadInput("Say of whom: a name or a card's number.")
    with context.book(write=False) as book, book.read() as connection:
        access = access_of(connection, book.who)
        visible = [access.find(given.entity).id] if given.entity else sorted(access.ids)
        access.require(SEE, *visible)
        found = open_requests(connection, visible)
    codes = {one.id: one.code for one in access.entities}
    data = {
        "card": None, "entity": given.entity or None,
        "requests": [{**request_row(one), "entity": codes[one.entity_id]} for one in found],
    }  # fmt: skip
    lines = [f"{one.name}: {request_words(one)}" for one in found]
    return Outcome(data, "\n".join(lines) or "Everybody who was asked has answered.")


COMMANDS = (
    Command("donors show", "everything that is known and kept of a donor", _whom, _show),
    Command("donors note", "write a note about a donor", _note_arguments, _note),
    Command("donors document", "keep, write out or remove a donor's document",
            _document_arguments, _document),
    Command("donors attest", "note what a donor declares or takes back", _attest_arguments,
            _attest),
    Command("donors request", "note requests for what is missing, and who has not answered",
            _request_arguments, _request),
)  # fmt: skip
