"""The tabs of what was instructed and what came, and of what the journal says was done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from financedesk.remittances.official_detail import InstructionDetail
from financedesk.remittances.official_history import Told
from financedesk.remittances.official_year import Payment
from financedesk.rules.entities import account_kind
from financedesk.ui.formatting import NOTHING, counted, day, dollars, money
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.official_cards import FactsCard, TabPage
from financedesk.ui.pages.official_words import optional_day, period_words
from financedesk.ui.widgets import Card, DataTable, EmptyState, column, label
from financedesk.ui.widgets.build import clear, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from financedesk.remittances.official_detail import OfficialDetail


class MoneyTab(TabPage):
    """Instructions with their lines, and payments; Enter on a payment opens its contribution."""

    item_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.instructions = FactsCard(
            "Instructions", _INSTRUCTIONS, lambda one: one.instruction.id,
            ("No instruction yet", "The dues run proposes it; the official decides and signs."),
        ).when(opened=self._open)  # fmt: skip
        self.lines_card = Card("Lines of the instruction")
        self._lines = column(spacing=6)
        self.lines_card.body.addLayout(self._lines)
        self.lines_card.body.addStretch(1)
        self.payments = FactsCard(
            "Payments", _PAYMENTS, lambda one: one.item_id,
            ("Nothing came yet", "A contribution that answers an instruction stands here."),
        ).when(opened=self.item_wanted.emit)  # fmt: skip
        self._held: tuple[InstructionDetail, ...] = ()
        self.lay_out((self.instructions, self.lines_card), self.payments)
        self.instructions.table.view.clicked.connect(lambda at: self._show(at.row()))

    def show_detail(self, detail: OfficialDetail) -> None:
        """Show another official, or the same one anew."""
        self._held = detail.instructions
        self.instructions.show_rows(detail.instructions)
        self.payments.show_rows(detail.payments)
        self._show(0)

    def _open(self, row_id: int) -> None:
        self._show(self.instructions.model.position_of(row_id))

    def _show(self, place: int) -> None:
        clear(self._lines)
        one = self._held[place] if 0 <= place < len(self._held) else None
        if one is None:
            self.lines_card.set_heading("Lines of the instruction")
            self._lines.addWidget(label("Choose an instruction.", "quiet"))
            return
        self.lines_card.set_heading(f"Instruction for {period_words(one.instruction.fact.period)}")
        for part in one.lines:
            kind = account_kind(part.account_kind).label
            amount = f"{dollars(part.cents)} to {part.recipient}, {kind}"
            self._lines.addWidget(label(amount, "name", wrap=True))
            self._lines.addWidget(label(f"{part.reason} [{part.citation}]", "small", wrap=True))
            self._lines.addWidget(line())
        if one.hidden:
            words = counted(one.hidden, "line")
            said = f"{words} to entities that you may not see: what goes there is not told here."
            self._lines.addWidget(label(said, "small", wrap=True))
        carried = one.instruction.fact.carried_out_cents
        if carried:
            said = f"{dollars(carried)} found no room; the official holds it for a later month."
            self._lines.addWidget(label(said, "small", wrap=True))


class HistoryTab(Card):
    """What was done to the official's facts, the newest first."""

    def __init__(self) -> None:
        super().__init__("History", "From the book’s journal, which nobody can change", flush=True)
        self.model: ListTableModel[Told] = ListTableModel(_HISTORY)
        empty = EmptyState("Nothing was done yet", icon="history")
        self.table = DataTable("History", self.model, selection_bar=False, empty=empty)
        self.body.addWidget(self.table)

    def show_history(self, told: Sequence[Told]) -> None:
        """Show other acts."""
        self.model.show(told)


def _lines(one: InstructionDetail) -> str:
    hidden = f", {one.hidden} not in view" if one.hidden else ""
    return f"{counted(len(one.lines) + one.hidden, 'line')}{hidden}"


_INSTRUCTIONS: Sequence[Column[InstructionDetail]] = (
    Column("period", "Month", lambda one: period_words(one.instruction.fact.period), Look.STRONG,
           124, stretch=True, sortable=False),
    Column("due", "Due", lambda one: money(one.instruction.fact.due_cents), Look.AMOUNT, 100,
           sortable=False),
    Column("in", "Carried in", lambda one: money(one.instruction.fact.carried_in_cents),
           Look.NUMBER, 100, sortable=False, yields=True),
    Column("out", "Carried out", lambda one: money(one.instruction.fact.carried_out_cents),
           Look.NUMBER, 100, sortable=False, yields=True),
    Column("lines", "Lines", _lines, Look.QUIET, 80, sortable=False, yields=True),
    Column("signed", "Signed", lambda one: optional_day(one.instruction.fact.signed_on), Look.TEXT,
           108, sortable=False),
)  # fmt: skip
_PAYMENTS: Sequence[Column[Payment]] = (
    Column("day", "Day", lambda one: day(one.day), Look.TEXT, 112, sortable=False),
    Column("entity", "To", lambda one: one.entity, Look.STRONG, 180, stretch=True, sortable=False,
           tip=lambda one: one.entity),
    Column("account", "Account", lambda one: account_kind(one.account_kind).label, Look.QUIET, 140,
           sortable=False, yields=True),
    Column("periods", "For", lambda one: one.period.replace(" ", ", ") or NOTHING, Look.TEXT, 120,
           sortable=False),
    money_column("amount", "Amount", lambda one: one.cents),
)  # fmt: skip


def _when(one: Told) -> str:
    return f"{day(date.fromisoformat(one.at[:10]))}, {one.at[11:16]} UTC"


_HISTORY: Sequence[Column[Told]] = (
    Column("at", "When", _when, Look.QUIET, 196, sortable=False),
    Column("who", "Who", lambda one: one.who, Look.TEXT, 90, sortable=False, yields=True),
    Column("action", "What was done", lambda one: one.action, Look.STRONG, 170, sortable=False),
    Column("changes", "What changed", lambda one: "; ".join(one.changes), Look.TEXT, 240,
           stretch=True, sortable=False, tip=lambda one: "\n".join(one.changes)),
)  # fmt: skip
