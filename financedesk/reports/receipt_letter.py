"""Receipts: what a donor gave in a span of days, with what the law wants said about tax.

One legal entity for each receipt, never several. A charity's is the written acknowledgment of 26
U.S.C. 170(f)(8); anybody else's says that nothing is deductible (6113).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from financedesk.book import Reading
from financedesk.drives.giving import Given, GivenLine, given_by
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress
from financedesk.reports.letter_page import LetterPage, day_words, letter_paper, salutation_of
from financedesk.reports.letter_text import LetterText, read_letter, shipped
from financedesk.reports.pdf.page import Block
from financedesk.reports.pdf.paper import Column, Paper, spread, table_head, table_row
from financedesk.reports.pdf.paper_file import write_pdf
from financedesk.rules.money import format_cents
from financedesk.rules.tax_notices import (
    ACKNOWLEDGED_FROM,
    BENEFIT,
    CHARITY,
    IN_KIND,
    KEEP,
    NO_BENEFIT,
    Benefit,
    TaxNotice,
    tax_class,
    tax_notices,
)

FIELDS = frozenset({
    "name", "donor", "salutation", "first_date", "last_date", "total", "number", "date",
})  # fmt: skip
"""The merge fields of the letter."""
CONDITIONS = frozenset({"several", "refunded"})
_COLUMNS = spread(Column("What", 0), Column("Day", 110), Column("Amount", 90, amount=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLetter:
    """What a receipt says: whose, which gifts, of which days, and what came in exchange."""

    entity: EntityRow
    given: Given
    first: date
    last: date
    on: date
    benefit: Benefit | None = None

    @property
    def is_acknowledgment(self) -> bool:
        """Whether a gift is so large that the law wants it acknowledged in writing."""
        charity = tax_class(self.entity.kind) == CHARITY
        return charity and any(one.cents >= ACKNOWLEDGED_FROM for one in self.given.gifts)


def receipt_letters(
    connection: Reading,
    entity: EntityRow,
    cards: Sequence[int],
    first: date,
    last: date,
    on: date,
    benefit: Benefit | None = None,
) -> list[ReceiptLetter]:
    """Return the receipts of these donors, in their order; who gave nothing has none.

    ``benefit`` is what one donor received in exchange. Raises NotFound when nobody gave anything,
    and BadInput for a benefit of several donors, of who is no charity, or without its value.
    """
    given = given_by(connection, cards, entity.id, first.isoformat(), last.isoformat())
    found = [one for one in given if one.gifts]
    if not found:
        raise NotFound(f"None of them gave anything from {first} to {last}; choose other days.")
    if benefit is not None:
        benefit.require_sense()
        if len(found) > 1:
            raise BadInput("What came in exchange is said of one donor; name one.")
        if tax_class(entity.kind) != CHARITY:
            raise BadInput(
                f"Nothing given to {entity.name} is deductible, whatever came in exchange; leave"
                " the benefit out."
            )
    return [
        ReceiptLetter(entity=entity, given=one, first=first, last=last, on=on, benefit=benefit)
        for one in found
    ]


def write_receipts(
    letters: Sequence[ReceiptLetter], target: Path, progress: Progress, words: Path | None = None
) -> None:
    """Write receipts into one PDF file; ``words`` is a file of one's own in place of ours.

    Raises BadInput for words that have an unknown field, for a charity without its EIN, and when
    the file cannot be written.
    """
    text = read_letter(words or shipped("receipt"), FIELDS, CONDITIONS)
    papers = []
    for number, one in enumerate(letters):
        progress.step(number, len(letters), "Setting receipts")
        papers.append(receipt_paper(one, text))
    write_pdf(papers, target)


def receipt_paper(letter: ReceiptLetter, text: LetterText) -> Paper:
    """Return a receipt, ready to be written."""
    fields = _fields(letter)
    lines = letter.given.lines
    there = {"several": len(lines) > 1, "refunded": any(line.is_back for line in lines)}
    said = {name for name, holds in there.items() if holds}
    return letter_paper(
        LetterPage(
            title=text.title.format(**fields), entity=letter.entity, to=letter.given.contact,
            on=letter.on, salutation=text.salutation.format(**fields),
            paragraphs=text.said(said, fields), table=_table(letter),
            notices=notices_of(letter), closing=text.closing.format(**fields),
        )
    )  # fmt: skip


def notices_of(letter: ReceiptLetter) -> tuple[TaxNotice, ...]:
    """Return what a receipt says about tax; raises BadInput for a charity without its EIN."""
    about = {BENEFIT if letter.benefit is not None else NO_BENEFIT}
    if any(line.in_kind for line in letter.given.lines):
        about.add(IN_KIND)
    if letter.is_acknowledgment:
        about.add(KEEP)
    return tax_notices(
        letter.entity.kind, letter.entity.name, letter.entity.ein, about, benefit=letter.benefit,
        given_cents=sum(line.cents for line in letter.given.lines if not line.in_kind),
    )  # fmt: skip


def _table(letter: ReceiptLetter) -> list[Block]:
    charity = tax_class(letter.entity.kind) == CHARITY
    lines = letter.given.lines
    rows = [
        table_row(_COLUMNS, (_what(line), day_words(date.fromisoformat(line.day)), amount))
        for line in lines
        for amount in [_amount(line, charity=charity)]
    ]
    total = table_row(_COLUMNS, ("In all", "", _total(letter)), strong=True)
    return [table_head(_COLUMNS), *rows, total]


def _what(line: GivenLine) -> str:
    if line.is_back:
        return "Given back to you"
    if line.in_kind:
        return f"Goods or services: {line.words}" if line.words else "Goods or services"
    return f"Contribution, {line.drive}" if line.drive else "Contribution"


def _amount(line: GivenLine, *, charity: bool) -> str:
    # A charity describes property and puts no value on it (26 U.S.C. 170(f)(8)(B)(i)).
    if charity and line.in_kind:
        return "not valued"
    return format_cents(line.cents)


def _total(letter: ReceiptLetter) -> str:
    charity = tax_class(letter.entity.kind) == CHARITY
    counted = (one for one in letter.given.lines if not (charity and one.in_kind))
    return format_cents(sum(one.cents for one in counted), symbol=True)


def _fields(letter: ReceiptLetter) -> Mapping[str, str]:
    return {
        "name": letter.entity.name,
        "donor": letter.given.contact.display_name,
        "salutation": salutation_of(letter.given.contact),
        "first_date": day_words(letter.first),
        "last_date": day_words(letter.last),
        "total": _total(letter),
        "number": str(len(letter.given.gifts)),
        "date": day_words(letter.on),
    }
