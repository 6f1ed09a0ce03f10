"""Checks on paper: the usual voucher of three parts on a letter page, the check above two stubs.

What the bank prints on its stock (routing and account number) is left to the stock: the strip at
the check's foot stays empty. The first stub goes to the payee, the second stays with the books.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from financedesk import __version__
from financedesk.book import Book, Reading
from financedesk.errors import BadInput
from financedesk.ledger.bills import Bill, bills_of_items
from financedesk.ledger.checks_drawn import Check, checks_by_id
from financedesk.ledger.contacts import Contact, read_contact
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.reports.letter_page import day_words, place_lines
from financedesk.reports.pdf.page import (
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    Block,
    Mark,
    Panel,
    Pen,
    Rule,
    Words,
)
from financedesk.reports.pdf.paper_file import write_file
from financedesk.reports.pdf.type import BAND, CAPTION, QUIET, Style, elided, fitted, width
from financedesk.rules.amount_words import amount_in_words
from financedesk.rules.money import format_cents
from financedesk.rules.payables import approval_terms

_PART = PAGE_HEIGHT / 3
_NAME, _BIG = Style(600, 11), Style(600, 12)
_TEXT, _SMALL, _LABEL = Style(400, 9.5), Style(400, 8, QUIET), Style(500, 6.5, CAPTION)
_FOLD = "#C9D2D2"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPaper:
    """Everything that a check and its stubs say; ``signers`` is how many must sign it."""

    check: Check
    entity: EntityRow
    bank: str
    payee: Contact
    bill: Bill | None
    signers: int


def check_papers(connection: Reading, check_ids: Sequence[int]) -> list[CheckPaper]:
    """Return checks ready to be printed, in the order of their numbers.

    Raises NotFound for one that has gone, BadInput for a void one and when there is none.
    """
    found = checks_by_id(connection, check_ids)
    if not found:
        raise BadInput("There is no check to print.")
    bills = bills_of_items(connection, [one.item_id for one in found if one.item_id is not None])
    return [_paper(connection, one, bills) for one in found]


def _paper(connection: Reading, one: Check, bills: dict[int, Bill]) -> CheckPaper:
    if one.item_id is None or one.state == "void":
        raise BadInput(f"Check {one.number} is void; there is nothing to print.")
    payee = Contact(type="ORG")
    if one.contact_id is not None:
        payee = read_contact(connection, one.contact_id)
    bill = bills.get(one.item_id)
    needed = bill.needed if bill is not None else approval_terms().needed(one.cents, "check")
    return CheckPaper(
        check=one, entity=entity_by_id(connection, one.entity_id), bank=one.bank,
        payee=payee, bill=bill, signers=max(1, needed),
    )  # fmt: skip


def write_checks(book: Book, check_ids: Sequence[int], target: Path) -> Path:
    """Write checks into one PDF file, a page for each; raises as ``check_papers``.

    Nothing is noted in the book: whoever has the paper in hand says so (``mark_printed``).
    """
    if target.suffix.lower() != ".pdf":
        raise BadInput(f"{target.name} does not end in .pdf; checks are printed from a PDF file.")
    with book.read() as connection:
        papers = check_papers(connection, check_ids)
    write_file(lambda stream: set_checks(papers, stream), target)
    return target


def set_checks(papers: Sequence[CheckPaper], stream: IO[bytes]) -> None:
    """Set checks on pages; the same checks give the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(
        stream, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, lang="en-US"
    )
    numbers = f"{papers[0].check.number} to {papers[-1].check.number}"
    canvas.setTitle(f"Checks {numbers}")
    canvas.setAuthor(papers[0].entity.name)
    canvas.setCreator(f"FinanceDesk {__version__}")
    for one in papers:
        pen = Pen(canvas)
        pen.block(Block(_PART, tuple(_check(one))), 0)
        pen.block(Block(_PART, tuple(_stub(one, "For the payee"))), _PART)
        pen.block(Block(_PART, tuple(_stub(one, "For the books"))), 2 * _PART)
        canvas.showPage()
    canvas.save()


# --- the check


def _check(one: CheckPaper) -> Iterator[Mark]:
    drawn = one.check
    yield Words(LEFT, 36, elided(one.entity.name, _NAME, 320), _NAME)
    for place, line in enumerate(place_lines(one.entity)):
        yield Words(LEFT, 48 + 10 * place, line, _SMALL)
    yield Words(RIGHT, 36, str(drawn.number), _BIG, flush_right=True)
    yield Words(RIGHT, 56, day_words(drawn.drawn_on), _TEXT, flush_right=True)
    yield from _order(one)
    yield from _memo(one)
    yield Rule(0, PAGE_WIDTH, _PART, _FOLD, 0.4)


def _order(one: CheckPaper) -> Iterator[Mark]:
    """Pay whom, how much: figures in a box, words with a line to their end."""
    figures = f"${format_cents(one.check.cents)}"
    yield Words(LEFT, 96, "PAY TO THE ORDER OF", _LABEL)
    yield Words(LEFT + 84, 96, elided(one.check.payee, _BIG, 330), _BIG)
    yield Rule(LEFT + 84, 470, 100, QUIET, 0.5)
    yield Panel(478, 82, RIGHT - 478, 20, outline=QUIET, radius=2)
    yield Words(RIGHT - 5, 96, figures, fitted(figures, _BIG, RIGHT - 490), flush_right=True)
    words = fitted(amount_in_words(one.check.cents), _TEXT, 470)
    said = amount_in_words(one.check.cents)
    yield Words(LEFT, 120, said, words)
    yield Rule(LEFT + width(said, words) + 6, RIGHT - 48, 118, QUIET, 0.5)
    yield Words(RIGHT, 120, "DOLLARS", _LABEL, flush_right=True)
    yield Words(RIGHT, 138, one.bank, _SMALL, flush_right=True)
    for place, line in enumerate(_address(one.payee)):
        yield Words(LEFT + 84, 144 + 11 * place, line, _TEXT)


def _memo(one: CheckPaper) -> Iterator[Mark]:
    yield Words(LEFT, 208, "MEMO", _LABEL)
    yield Words(LEFT + 34, 208, elided(_about(one), _TEXT, 240), _TEXT)
    yield Rule(LEFT + 34, LEFT + 280, 212, QUIET, 0.5)
    for place in range(one.signers):
        down = 212 - 34 * (one.signers - 1 - place)
        yield Rule(390, RIGHT, down, QUIET, 0.5)
        yield Words(390, down + 9, "AUTHORIZED SIGNATURE", _LABEL)


def _address(payee: Contact) -> tuple[str, ...]:
    town = f"{payee.city}, {payee.state} {payee.zip}".strip(", ")
    return tuple(filter(None, (payee.display_name, payee.street_1, payee.street_2, town)))


def _about(one: CheckPaper) -> str:
    number = f"Bill {one.bill.number}" if one.bill is not None and one.bill.number else ""
    return " · ".join(filter(None, (number, one.check.purpose)))


# --- the stubs


def _stub(one: CheckPaper, whose: str) -> Iterator[Mark]:
    drawn = one.check
    yield Words(LEFT, 34, elided(one.entity.name, _NAME, 300), _NAME)
    yield Words(RIGHT, 34, f"Check {drawn.number}", _NAME, flush_right=True)
    yield Words(LEFT, 46, whose, _SMALL)
    yield Panel(LEFT, 58, RIGHT - LEFT, 18, fill=BAND, radius=3)
    columns = ((LEFT + 6, "BILL"), (LEFT + 110, "DATED"), (LEFT + 190, "PURPOSE"))
    for across, title in columns:
        yield Words(across, 70, title, _LABEL)
    yield Words(RIGHT - 6, 70, "AMOUNT", _LABEL, flush_right=True)
    number = one.bill.number if one.bill is not None else ""
    dated = one.bill.received_on if one.bill is not None else drawn.drawn_on
    purpose = elided(drawn.purpose, _TEXT, 250)
    cells = (elided(number or "–", _TEXT, 100), dated.isoformat(), purpose)
    for (across, _), words in zip(columns, cells, strict=True):
        yield Words(across, 90, words, _TEXT)
    yield Words(RIGHT - 6, 90, format_cents(drawn.cents), _TEXT, flush_right=True)
    yield Rule(LEFT, RIGHT, 98, _FOLD, 0.5)
    for place, line in enumerate(_facts(one)):
        yield Words(LEFT + 6, 114 + 13 * place, line, _SMALL)
    yield Rule(0, PAGE_WIDTH, _PART, _FOLD, 0.4)


def _facts(one: CheckPaper) -> Iterator[str]:
    yield f"Paid to {one.check.payee} on {day_words(one.check.drawn_on)}"
    yield f"From {' · '.join(filter(None, (one.check.account, one.bank)))}"
    if one.bill is not None and one.bill.approvals:
        names = ", ".join(f"{each.approver} on {each.on}" for each in one.bill.approvals)
        yield f"Approved by {names}"
