"""The head of the page Reconcile: which account, to which day, how far, and by how much it differs.

It stays above every view of the page.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from financedesk.banking.told import AccountChoice
from financedesk.ui.formatting import count, counted, day, month
from financedesk.ui.pages.reconcile_reading import Reading
from financedesk.ui.widgets import Card, ElidingLabel, column, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.pair_strip import DifferenceStrip, StripFigure

_NEWEST = "To the newest line"


class ReconcileHead(QWidget):
    """Says which account is in hand; ``account_chosen`` and ``until_chosen`` follow the choices.

    ``until_chosen`` carries the day as ``YYYY-MM-DD``, empty for the newest line's.
    """

    account_chosen = Signal(object)
    until_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.account, self.until = combo(), combo()
        self.account.setAccessibleName("Bank account")
        self.until.setAccessibleName("To which day")
        self.progress = ElidingLabel("", "name")
        self.strip = DifferenceStrip("The bank’s statement against the books")
        self.account.activated.connect(
            lambda _at: self.account_chosen.emit(self.account.currentData())
        )
        self.until.activated.connect(
            lambda _at: self.until_chosen.emit(str(self.until.currentData() or ""))
        )
        choices = row(spacing=8)
        for part, share in ((self.account, 5), (self.until, 3), (self.progress, 4)):
            choices.addWidget(part, share)
        card = Card()
        card.body.addWidget(self.strip)
        self.setLayout(column(choices, card, spacing=10))

    def show_choices(
        self, choices: Sequence[AccountChoice], chosen: int | None, names: dict[int, str]
    ) -> None:
        """Show the accounts; ``names`` are the short names of entities where there are several."""
        self.account.clear()
        for one in choices:
            whose = names.get(one.account.entity_id, "")
            parts = (whose, one.account.name, f"{count(one.to_do)} to do" if one.to_do else "")
            self.account.addItem(" · ".join(filter(None, parts)), one.account.id)
        self.account.setCurrentIndex(self.account.findData(chosen))

    def show_months(self, months: Sequence[str], until: str) -> None:
        """Show the months to whose end it can be looked at."""
        self.until.clear()
        self.until.addItem(_NEWEST, "")
        for one in months:
            self.until.addItem(f"To the end of {month(date.fromisoformat(one))}", one)
        self.until.setCurrentIndex(max(0, self.until.findData(until)))

    def show_reading(self, reading: Reading) -> None:
        """Show where the account stands."""
        found = reading.standing
        self.show_difference(reading, 0, reading.open_lines)
        told = day(date.fromisoformat(found.until))
        self.strip.setToolTip(
            f"On {told}. The statement’s balance is counted from that of"
            f" {day(date.fromisoformat(found.told_on))}."
            if found.told_on
            else f"On {told}. No statement says a balance: it is counted from the books’ beginning."
        )

    def show_difference(self, reading: Reading, cleared_now_cents: int, to_do: int) -> None:
        """Show the figures with what was accepted since they were read, in cents."""
        found = reading.standing
        cleared = found.cleared_cents + cleared_now_cents
        difference = found.statement_cents - cleared
        self.strip.show_figures(
            (
                StripFigure("Statement", found.statement_cents),
                StripFigure("Cleared", cleared),
                StripFigure("Difference", difference, "warn" if difference else "ok"),
            ),
            (
                StripFigure("Books", found.book_cents),
                StripFigure("Outstanding", found.outstanding_cents - cleared_now_cents),
            ),
        )
        lines = counted(reading.lines, "line")
        self.progress.setText(f"{count(to_do)} to do of {lines}" if to_do else f"All {lines} done")
