"""Letters that the law asks for on paper: their words filled in, set, and kept in the book.

Words that name a fact which the books do not tell are refused with its name: no letter goes out
with a gap. A file of one's own may take the place of our words, as for receipts.
"""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from financedesk.book.unit import UnitOfWork
from financedesk.compliance.letter_case import LetterValues
from financedesk.errors import BadInput
from financedesk.ledger.kept_letters import NewLetter, keep_letter
from financedesk.progress import Progress
from financedesk.reports.letter_page import (
    LetterPage,
    day_words,
    letter_paper,
    place_lines,
    salutation_of,
    treasurer_of,
)
from financedesk.reports.letter_text import (
    HEADING,
    LINES,
    TICK,
    LetterText,
    ReplyPart,
    read_letter,
    shipped,
)
from financedesk.reports.pdf.page import Block
from financedesk.reports.pdf.paper import (
    Column,
    Paper,
    spread,
    table_head,
    table_row,
    tick_box,
    to_sign,
    write_papers,
)
from financedesk.reports.pdf.paper_file import write_pdf
from financedesk.reports.pdf.parts import section, sentence
from financedesk.reports.pdf.type import Style
from financedesk.rules.letter_kinds import LetterKind
from financedesk.rules.money import format_cents

_ANSWER = Style(400, 9.5)
_BELOW_LINES = 6.0
_COLUMNS = spread(Column("Part of the contribution", 0), Column("Amount", 110, amount=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLetter:
    """A letter as a PDF, with the SHA-256 of the words that were filled in."""

    values: LetterValues
    content: bytes
    text_sha256: str
    paper: Paper = field(repr=False, compare=False)


def letter_words(kind: LetterKind, words: Path | None = None) -> LetterText:
    """Return the words of a kind of letter: ours, or those of a file of one's own.

    Raises BadInput for a field or condition that this kind does not have, with the place.
    """
    return read_letter(words or shipped(kind.code), kind.fields, kind.conditions, replies=True)


def written_letter(values: LetterValues, words: Path | None = None) -> WrittenLetter:
    """Return a letter, set as a PDF; the same values give the same bytes.

    Raises BadInput for words that cannot be read, and for a fact that they name and nobody knows.
    """
    path = words or shipped(values.kind.code)
    paper = letter_as_paper(values, letter_words(values.kind, words))
    stream = io.BytesIO()
    write_papers([paper], stream)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return WrittenLetter(
        values=values, content=stream.getvalue(), text_sha256=digest, paper=paper
    )  # fmt: skip


def keep_written(unit: UnitOfWork, letter: WrittenLetter) -> int:
    """Keep a letter in the book, to be sent, and return its number."""
    values = letter.values
    return keep_letter(unit, NewLetter(
        entity_id=values.entity.id, kind=values.kind.code, card_id=values.card_id,
        item_id=values.item_id, addressee=values.to.display_name, about=values.about,
        cents=values.cents, written_on=values.on, send_by=values.send_by,
        reply_by=values.reply_by, asks=values.asks, text_sha256=letter.text_sha256,
        content=letter.content,
    ))  # fmt: skip


def written_letters(
    every: Sequence[LetterValues], progress: Progress, words: Path | None = None
) -> list[WrittenLetter]:
    """Return many letters, each as a PDF of its own; raises Cancelled from ``progress``."""
    found = []
    for number, one in enumerate(every):
        progress.step(number, len(every), "Setting letters")
        found.append(written_letter(one, words))
    return found


def write_in_one(letters: Iterable[WrittenLetter], target: Path) -> None:
    """Write letters into one PDF file, to be printed; raises BadInput when it cannot be written."""
    write_pdf([one.paper for one in letters], target)


def letter_as_paper(values: LetterValues, text: LetterText) -> Paper:
    """Return a letter, ready to be written; raises BadInput where a fact that it names is unknown.

    Of a table the parts stand below the words, whose and how much.
    """
    fields = _filled(values, text)
    return letter_paper(
        LetterPage(
            title=text.title.format(**fields), entity=values.entity, to=values.to, on=values.on,
            salutation=text.salutation.format(**fields),
            paragraphs=text.said(values.conditions, fields), notices=(),
            closing=text.closing.format(**fields), table=_table(values),
            reply=_reply(text.to_reply(values.conditions, fields)),
        )
    )  # fmt: skip


def _filled(values: LetterValues, text: LetterText) -> Mapping[str, str]:
    """Return the merge fields in words; those that this letter does not name may be empty."""
    known = dict.fromkeys(values.kind.fields, "")
    known |= {
        "name": values.entity.name, "donor": values.to.display_name,
        "salutation": salutation_of(values.to), "date": day_words(values.on),
        "reply_by": day_words(values.reply_by) if values.reply_by else "",
        "treasurer": treasurer_of(values.entity),
        "return_address": ", ".join(place_lines(values.entity)), **values.words,
    }  # fmt: skip
    known |= {name: format_cents(cents, symbol=True) for name, cents in values.amounts.items()}
    known |= {name: day_words(day) for name, day in values.days.items()}
    unknown = sorted(name for name in text.named(values.conditions) if not known[name].strip())
    if unknown:
        raise BadInput(
            f"The letter to {values.to.display_name} cannot be written: nothing is known of"
            f" {', '.join(unknown).replace('_', ' ')}. Enter it, or take it out of the words."
        )
    return known


def _table(values: LetterValues) -> list[Block]:
    if not values.rows:
        return []
    rows = [
        table_row(_COLUMNS, (one.words, format_cents(one.cents, symbol=True)))
        for one in values.rows
    ]
    return [table_head(_COLUMNS), *rows]


def _reply(parts: Sequence[ReplyPart]) -> list[Block]:
    return [_block(one) for one in parts]


def _block(part: ReplyPart) -> Block:
    if part.sort == LINES:
        lines = to_sign(*part.texts)
        return Block(lines.height + _BELOW_LINES, lines.marks)
    if part.sort == TICK:
        return tick_box(part.texts[0], _ANSWER)
    if part.sort == HEADING:
        return section(part.texts[0])
    return sentence(part.texts[0], _ANSWER)
