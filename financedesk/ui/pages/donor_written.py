"""The letters that were written to a donor: what, when it went out, and what came back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from financedesk.ledger.kept_letters import STATES, KeptLetter
from financedesk.ui.formatting import NOTHING, day
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.donor_tabs import few_rows
from financedesk.ui.pages.letter_words import TONES
from financedesk.ui.widgets import Card, DataTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def letters_card(
    letters: Sequence[KeptLetter], today: date, opened: Callable[[KeptLetter], None]
) -> Card:
    """Return a card with the letters to a donor; Enter hands one to ``opened``."""
    model: ListTableModel[KeptLetter] = ListTableModel(_columns(today), identify=lambda one: one.id)
    model.show(letters)
    table = DataTable("Letters", model, noun=("letter", "letters"), selection_bar=False)
    few_rows(table, len(letters))
    known = {one.id: one for one in letters}
    table.row_opened.connect(lambda number: opened(known[int(number)]))
    table.setToolTip("Enter opens the letter")
    card = Card(
        "Letters", "as they were sent; written and noted on the page Compliance", flush=True
    )
    card.body.addWidget(table)
    return card


def _columns(today: date) -> tuple[Column[KeptLetter], ...]:
    def when(on: date | None) -> str:
        return NOTHING if on is None else day(on)

    return (
        Column("what", "Letter", lambda one: one.what.title, Look.STRONG, 230, stretch=True,
               least=120, sortable=False, tip=lambda one: one.about),
        Column("state", "Stands", lambda one: STATES[one.state(today)], Look.CHIP, 136,
               sortable=False, tone=lambda one: TONES[one.state(today)]),
        Column("sent", "Sent", lambda one: when(one.sent_on), Look.QUIET, 110, sortable=False),
        Column("answer", "Answer", lambda one: one.answer or NOTHING, Look.QUIET, 170,
               sortable=False, yields=True, tip=lambda one: one.answer),
    )  # fmt: skip
