"""What a pair is made of, in the drawer: every line of the bank, every entry of the books."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from financedesk.banking.told import (
    EntryEvidence,
    LineEvidence,
    Part,
    entry_evidence,
    line_evidence,
)
from financedesk.book import Book
from financedesk.ui.formatting import counted, day, dollars, money
from financedesk.ui.pages.reconcile_reading import Case
from financedesk.ui.widgets import Banner, ElidingLabel, button, column, label, line, row
from financedesk.ui.widgets.facts import fact_line


@dataclass(frozen=True, slots=True)
class Evidence:
    """Both sides of a pair with everything that is known of them."""

    lines: tuple[LineEvidence, ...]
    entries: tuple[EntryEvidence, ...]


def read_evidence(book: Book, case: Case) -> Evidence:
    """Read what a pair is made of; raises NotFound when a part of it is gone."""
    with book.read() as connection:
        return Evidence(
            line_evidence(connection, case.lines), entry_evidence(connection, case.entries)
        )


class PairDetail(QWidget):
    """Shows a pair; ``open_part`` leads to one of the entries that it is made of."""

    def __init__(self, case: Case, found: Evidence, open_part: Callable[[Part], None]) -> None:
        super().__init__()
        body = column(spacing=6, margins=(20, 14, 20, 20))
        if case.row.mark.why:
            tone = case.row.mark.tone
            body.addWidget(Banner(f"{case.row.mark.word}: {case.row.mark.why}", tone))
        for told in found.lines:
            _add_line(body, told)
        for entry in found.entries:
            _add_entry(body, entry, open_part)
        if len(found.lines) + len(found.entries) > 1:
            _add_sums(body, found)
        body.addStretch(1)
        self.setLayout(body)


def _heading(body: QVBoxLayout, words: str) -> None:
    body.addSpacing(8)
    body.addWidget(label(words, "small-strong"))
    body.addWidget(line())


def _add_line(body: QVBoxLayout, found: LineEvidence) -> None:
    _heading(body, "The bank’s line")
    _facts(body, [("Booked", _on(found.told.day)), ("Amount", money(found.told.cents))])
    _facts(body, found.facts)
    if found.aside:
        _facts(body, [("Set aside because", found.aside)])


def _add_entry(body: QVBoxLayout, found: EntryEvidence, open_part: Callable[[Part], None]) -> None:
    _heading(body, "The entry of the books")
    told = found.told
    _facts(body, [(told.title, money(told.cents)), ("On", _on(told.day)), ("Words", told.note)])
    _facts(body, [(name, money(cents)) for name, cents in found.sums if cents])
    if not found.parts:
        return
    body.addSpacing(4)
    body.addWidget(label(f"Made of {counted(found.number, 'entry', 'entries')}", "quiet"))
    for part in found.parts:
        words = f"{_on(part.day)} · {part.name or part.kind} · {money(part.cents)}"
        leads = button("Open", "link", name=_spoken(part), on_click=partial(open_part, part))
        body.addLayout(row(ElidingLabel(words, "small"), leads))
    left = found.number - len(found.parts)
    if left > 0:
        body.addWidget(label(f"and {counted(left, 'more entry', 'more entries')}", "small"))


def _spoken(part: Part) -> str:
    return f"Open {part.kind} of {part.name or 'nobody named'}, {money(part.cents)}"


def _add_sums(body: QVBoxLayout, found: Evidence) -> None:
    bank = sum(one.told.cents for one in found.lines)
    books = sum(one.told.cents for one in found.entries)
    if not found.entries:
        books = bank
    _heading(body, "Together")
    _facts(body, [("Bank", dollars(bank)), ("Books", dollars(books))])
    _facts(body, [("Difference", dollars(bank - books))])


def _facts(body: QVBoxLayout, pairs: Sequence[tuple[str, str]]) -> None:
    for name, words in pairs:
        if words:
            body.addLayout(fact_line(name, words, markable=False))


def _on(words: str) -> str:
    return day(date.fromisoformat(words))
