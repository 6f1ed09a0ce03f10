"""Thank-you letters: one for each donor's newest gift in a span of days, in one document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from financedesk.book import Reading
from financedesk.drives.giving import Given, GivenLine, given_by
from financedesk.drives.prospects import Prospect, prospects
from financedesk.errors import NotFound
from financedesk.ledger.entities import EntityRow
from financedesk.progress import Progress
from financedesk.reports.letter_page import LetterPage, day_words, letter_paper, salutation_of
from financedesk.reports.letter_text import LetterText, read_letter, shipped
from financedesk.reports.pdf.paper import Paper
from financedesk.reports.pdf.paper_file import write_pdf
from financedesk.rules.call_notices import best_efforts
from financedesk.rules.entities import entity_kind
from financedesk.rules.money import format_cents
from financedesk.rules.tax_notices import tax_notices

FIELDS = frozenset({
    "name", "donor", "salutation", "gift_amount", "gift_date", "drive", "monthly_amount",
    "missing", "best_efforts", "total", "date",
})  # fmt: skip
"""The merge fields of the letter."""
CONDITIONS = frozenset({"first", "monthly", "drive", "missing"})
_CYCLE = "election_cycle"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThankYou:
    """What a thank-you says: to whom, for which gift, and what else is known of the donor."""

    entity: EntityRow
    given: Given
    known: Prospect
    on: date

    @property
    def gift(self) -> GivenLine:
        """The newest gift of the span."""
        return self.given.gifts[-1]


def thank_yous(
    connection: Reading,
    entity: EntityRow,
    cards: Sequence[int],
    first: date,
    last: date,
    on: date,
    progress: Progress,
) -> list[ThankYou]:
    """Return what the letters say, in the cards' order; who gave nothing in the span has none.

    Raises NotFound when nobody did, and Cancelled from ``progress``.
    """
    given = given_by(connection, cards, entity.id, first.isoformat(), last.isoformat())
    thanked = [one for one in given if one.gifts]
    if not thanked:
        raise NotFound(f"None of them gave anything from {first} to {last}; choose other days.")
    known = prospects(
        connection, [one.card_id for one in thanked], entity.id, on, progress, asks=False
    )
    return [
        ThankYou(entity=entity, given=one, known=who, on=on)
        for one, who in zip(thanked, known, strict=True)
    ]


def write_thank_yous(
    letters: Sequence[ThankYou], target: Path, progress: Progress, words: Path | None = None
) -> None:
    """Write letters into one PDF file; ``words`` is a file of one's own in place of ours.

    Raises BadInput for words that have an unknown field, and when the file cannot be written.
    """
    text = read_letter(words or shipped("thank_you"), FIELDS, CONDITIONS)
    papers = []
    for number, one in enumerate(letters):
        progress.step(number, len(letters), "Setting letters")
        papers.append(thank_you_paper(one, text))
    write_pdf(papers, target)


def thank_you_paper(letter: ThankYou, text: LetterText) -> Paper:
    """Return a letter, ready to be written."""
    fields = _fields(letter)
    entity = letter.entity
    return letter_paper(
        LetterPage(
            title=text.title.format(**fields), entity=entity, to=letter.given.contact,
            on=letter.on, salutation=text.salutation.format(**fields),
            paragraphs=text.said(_conditions(letter), fields),
            notices=tax_notices(entity.kind, entity.name, entity.ein),
            closing=text.closing.format(**fields),
        )
    )  # fmt: skip


def _conditions(letter: ThankYou) -> set[str]:
    there = {
        "first": letter.given.is_first and len(letter.given.gifts) == 1,
        "monthly": bool(letter.known.monthly_cents),
        "drive": bool(letter.gift.drive),
        "missing": bool(letter.known.required and _statement(letter.entity)),
    }
    return {name for name, holds in there.items() if holds}


def _fields(letter: ThankYou) -> Mapping[str, str]:
    known, gift = letter.known, letter.gift
    return {
        "name": letter.entity.name,
        "donor": letter.given.contact.display_name,
        "salutation": salutation_of(letter.given.contact),
        "gift_amount": format_cents(gift.cents, symbol=True),
        "gift_date": day_words(date.fromisoformat(gift.day)),
        "drive": gift.drive,
        "monthly_amount": format_cents(known.monthly_cents, symbol=True),
        "missing": ", ".join(known.required),
        "best_efforts": _statement(letter.entity),
        "total": format_cents(letter.given.total_cents, symbol=True),
        "date": day_words(letter.on),
    }


def _statement(entity: EntityRow) -> str:
    return best_efforts(entity.kind, by_cycle=entity_kind(entity.kind).window == _CYCLE)
