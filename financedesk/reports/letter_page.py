"""A letter on paper: who writes, to whom, the words, a table of gifts, what is said about tax."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import EntityRow
from financedesk.reports.pdf.page import LEFT, Block, Rule, Words
from financedesk.reports.pdf.paper import Paper, card
from financedesk.reports.pdf.parts import sentence
from financedesk.reports.pdf.type import NOTE, QUIET, Style
from financedesk.rules.tax_notices import TaxNotice

_TEXT = Style(400, 10.5)
_PLACE = Style(400, 9, QUIET)
_NAME = Style(600, 10.5)
# As large as the letter's own words and in a frame: it must be conspicuous (IRS Notice 88-120).
_NOTICE = Style(500, 10.5)
_GAP = 10.0
_SIGNED = 220.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """One letter, ready to be set; ``table`` stands between the words and the notices.

    ``reply`` is the part that comes back, below the signature and together on one page.
    """

    title: str
    entity: EntityRow
    to: Contact
    on: date
    salutation: str
    paragraphs: Sequence[str]
    notices: Sequence[TaxNotice]
    closing: str
    table: Sequence[Block] = field(default=())
    reply: Sequence[Block] = field(default=())


def letter_paper(letter: LetterPage) -> Paper:
    """Return a letter, ready to be written; the same letter gives the same bytes."""
    paper = Paper(
        title=letter.title, whose=letter.entity.name, about=letter.to.display_name,
        foot=_number(letter.entity),
    )  # fmt: skip
    flow = paper.flow
    flow.begin(letter.title)
    flow.add(sentence(letter.entity.name, _NAME), *_lines(place_lines(letter.entity)))
    flow.skip(_GAP)
    flow.add(*_lines((letter.to.display_name, *_address(letter.to)), _TEXT))
    flow.skip(_GAP)
    flow.add(sentence(day_words(letter.on), _TEXT))
    flow.skip(_GAP)
    flow.add(sentence(letter.salutation, _TEXT))
    for text in letter.paragraphs:
        flow.skip(3)
        flow.add(sentence(text, _TEXT))
    flow.skip(_GAP if letter.table else 0)
    for block in letter.table:
        flow.add(block)
    flow.skip(_GAP)
    if letter.notices:
        words = [(notice.text, _NOTICE) for notice in letter.notices]
        laws = "; ".join(dict.fromkeys(notice.citation for notice in letter.notices))
        flow.add(card("For your taxes", "", [*words, (laws, NOTE)]))
    flow.skip(_GAP)
    flow.add(sentence(letter.closing, _TEXT), _signature(treasurer_of(letter.entity)))
    if letter.reply:
        flow.skip(_GAP)
        flow.add(*letter.reply)
    return paper


def _signature(name: str) -> Block:
    """Return a line to sign on, and who signs."""
    line = Rule(LEFT, LEFT + _SIGNED, 34, QUIET, 0.5)
    return Block(54, (line, Words(LEFT, 46, f"{name}, Treasurer".removeprefix(", "), _PLACE)))


def salutation_of(to: Contact) -> str:
    """Return how a letter addresses somebody: by both names, or an organisation's."""
    if not to.is_person:
        return to.display_name
    return " ".join(filter(None, (to.prefix, to.first_name, to.last_name)))


def day_words(day: date) -> str:
    """Return a day as a letter writes it: March 5, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def treasurer_of(entity: EntityRow) -> str:
    """Return the treasurer's name."""
    names = (entity.treasurer.get(name, "") for name in ("first", "middle", "last", "suffix"))
    return " ".join(filter(None, names))


def place_lines(entity: EntityRow) -> tuple[str, ...]:
    """Return an entity's address in lines."""
    known = entity.address
    town = f"{known.get('city', '')}, {known.get('state', '')} {known.get('zip', '')}".strip(", ")
    lines = (known.get("street_1", ""), known.get("street_2", ""), town)
    return tuple(filter(None, lines))


def _address(to: Contact) -> tuple[str, ...]:
    town = f"{to.city}, {to.state} {to.zip}".strip(", ")
    country = "" if to.country in ("", "US", "USA", "United States") else to.country
    return tuple(filter(None, (to.street_1, to.street_2, town, country)))


def _lines(lines: Sequence[str], style: Style = _PLACE) -> list[Block]:
    """Return lines that stand close below each other."""
    blocks = [sentence(line, style) for line in lines]
    return [Block(block.height - 5, block.marks) for block in blocks]


def _number(entity: EntityRow) -> str:
    if entity.committee_id:
        return f"FEC {entity.committee_id}"
    return f"EIN {entity.ein}" if entity.ein else ""
