"""Bank, books and the report's line on a month's last day, shown below the month."""

from collections.abc import Iterator
from datetime import date

from PySide6.QtWidgets import QWidget

from financedesk.banking.tie_out import LINE_SIDE, Tie, TieRow
from financedesk.ui.formatting import day, dollars, money
from financedesk.ui.widgets import Banner, Figure, FigureRow, column, label

MOST_ROWS = 5
"""So many rows that make a difference are said here; all of them stand on the paper."""


class TiePanel(QWidget):
    """Holds what the banks have, the books and the form's line against one another."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = label("", "name", wrap=True)
        self.figures = FigureRow("Bank, books and the report’s line")
        self.state = Banner()
        self.setLayout(column(self.heading, self.figures, self.state, spacing=8))

    def show_tie(self, tie: Tie, last: str) -> None:
        """Show one sort of money on a day."""
        self.heading.setText(f"{tie.label} of all accounts on {day(date.fromisoformat(last))}")
        self.figures.show_figures(tuple(_figures(tie)))
        self.state.say("\n".join(_told(tie)), "ok" if tie.is_tied else "warn")


def _figures(tie: Tie) -> Iterator[Figure]:
    bank = "not known" if tie.bank_cents is None else money(tie.bank_cents)
    yield Figure("Banks, adjusted", bank, _tone(tie.bank_difference_cents))
    yield Figure("Books", money(tie.book_cents))
    if tie.line_cents is not None:
        yield Figure("Report", money(tie.line_cents), _tone(tie.line_difference_cents))


def _tone(difference_cents: int | None) -> str:
    return "ok" if difference_cents == 0 else "warn"


def _told(tie: Tie) -> Iterator[str]:
    """Yield whence the line is, and what makes a difference."""
    line = f"{tie.line_words.rstrip('.')}."
    if tie.is_tied:
        same = "Bank and books" if tie.line_cents is None else "Bank, books and report"
        yield f"{same} say the same. {line}"
        return
    yield line
    yield from (_row_told(one) for one in tie.rows[:MOST_ROWS])
    if len(tie.rows) > MOST_ROWS:
        yield f"… and {len(tie.rows) - MOST_ROWS:,} more; Print has all of them."


def _row_told(one: TieRow) -> str:
    sides = "Report less books" if one.side == LINE_SIDE else "Bank less books"
    return f"{sides}, {day(date.fromisoformat(one.day))}: {dollars(one.cents)}, {one.text}"
