"""The lists of an import's rows: all of them, and those that may be there twice."""

from financedesk.intake.watching import Duplicate, Outcome, WatchedRow
from financedesk.ui.formatting import count, money, plain_money, spoken_money
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.imports_rows_draft import RowsDraft
from financedesk.ui.widgets import DataTable, EmptyState

_WAITS = "Not tried yet"
_TONES = {
    Outcome.NEW: "ok", Outcome.REFUND: "info", Outcome.REFUSED: "bad", Outcome.CONFLICT: "warn",
}  # fmt: skip


class AllRows(ListTableModel[WatchedRow]):
    """Rows with what becomes of them; what was put right by hand is asked of a draft."""

    def __init__(self, draft: RowsDraft) -> None:
        super().__init__(self._described(), identify=lambda one: one.number, order=_order)
        self.draft = draft

    def _described(self) -> tuple[Column[WatchedRow], ...]:
        return (
            Column("number", "Row", lambda one: count(one.number), Look.NUMBER, 72),
            Column("outcome", "What becomes of it", self._outcome, Look.CHIP, 150, tone=self._tone),
            Column("day", "Day", lambda one: one.day, Look.QUIET, 124, yields=True),
            Column("donor", "Donor", lambda one: one.donor, Look.TEXT, 180, stretch=True,
                   least=120),
            Column("cents", "Amount", lambda one: _shown(one.cents), Look.AMOUNT, 112,
                   copied=lambda one: "" if one.cents is None else plain_money(one.cents),
                   spoken=lambda one: "" if one.cents is None else spoken_money(one.cents)),
            Column("hand", "By hand", lambda one: self.draft.by_hand(one.number), Look.QUIET, 140,
                   sortable=False, yields=True),
        )  # fmt: skip

    def _outcome(self, one: WatchedRow) -> str:
        return _WAITS if self.draft.waits(one.number) else one.outcome.value

    def _tone(self, one: WatchedRow) -> str:
        return "warn" if self.draft.waits(one.number) else _TONES.get(one.outcome, "neutral")


class Duplicates(ListTableModel[Duplicate]):
    """Rows that may be there twice, with the choice for each."""

    def __init__(self, draft: RowsDraft) -> None:
        super().__init__(self._described(), identify=lambda one: one.row, order=_order)
        self.draft = draft

    def _described(self) -> tuple[Column[Duplicate], ...]:
        return (
            Column("row", "Row", lambda one: count(one.row), Look.NUMBER, 72),
            Column("choice", "Choice", self._choice, Look.CHIP, 90, tone=self._tone,
                   sortable=False),
            Column("day", "Day", lambda one: one.day, Look.QUIET, 124, yields=True),
            Column("donor", "Donor", lambda one: one.donor, Look.TEXT, 150, least=110),
            money_column("cents", "Amount", lambda one: one.cents, summed=False),
            Column("reason", "Why", lambda one: one.reason, Look.TEXT, 240, stretch=True, least=150,
                   tip=lambda one: one.reason),
        )  # fmt: skip

    def _choice(self, one: Duplicate) -> str:
        if self.draft.is_skipped(one.row):
            return "Skip"
        return "Known" if one.is_known else "Keep"

    def _tone(self, one: Duplicate) -> str:
        return "warn" if self._choice(one) == "Keep" else "neutral"


def list_of(name: str, model: AllRows | Duplicates, nothing: str, because: str = "") -> DataTable:
    """Return a table of rows that says ``nothing`` where there are none."""
    empty = EmptyState(nothing, because, icon="circle-check", tone="ok")
    return DataTable(name, model, empty=empty, selection_bar=False)


def _shown(cents: int | None) -> str:
    return "" if cents is None else money(cents)


def _order(one: WatchedRow | Duplicate, key: str) -> int | str:
    found: int | str | None = getattr(one, key)
    return (found or 0) if key == "cents" else found or ""
