"""Two people side by side: what their cards say, what speaks for one, and what linking does."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from financedesk.donors.review import Compared, Side
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.models import ListTableModel
from financedesk.ui.pages.side_by_side import Fact, fact_columns, facts_of
from financedesk.ui.widgets import DataTable, button, column, label, row
from financedesk.ui.widgets.build import allow, set_shown


class ComparedPanel(QWidget):
    """Shows two people and offers the answers; what they do is the page's."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: Compared | None = None
        self.heading = label("", "name", wrap=True)
        self.why, self.moves = label("", "small", wrap=True), label("", "small", wrap=True)
        self.against = label("", "small", tone="warn", wrap=True)
        self.reports = label("", "small", tone="warn", wrap=True)
        self.same = button("Same person", "primary", icon="check")
        self.different = button("Different people", icon="x")
        self.later = button("Later")
        self.facts: ListTableModel[Fact] = ListTableModel(fact_columns("Donor", "May be"))
        self.table = DataTable("Side by side", self.facts, selection_bar=False)
        self.table.view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        words = column(self.heading, self.why, self.against, spacing=2)
        above = row(spacing=12)
        above.addLayout(words, 1)
        above.addLayout(
            column(row(self.same, self.different, self.later, spacing=8), None, spacing=0)
        )
        self.setLayout(column(above, self.table, self.moves, self.reports, spacing=8))

    @property
    def cards(self) -> tuple[int, int] | None:
        """The two cards that are shown; None before any."""
        if self.shown is None:
            return None
        return self.shown.one.card.card_id, self.shown.other.card.card_id

    def show_compared(self, found: Compared, why_not: str) -> None:
        """Show two people; ``why_not`` keeps from answering."""
        self.shown = found
        one, other = found.one.card.contact, found.other.card.contact
        self.heading.setText(f"{one.display_name} · {other.display_name}")
        self.why.setText(" ".join(found.likeness.reasons))
        against = " ".join(found.likeness.against)
        self.against.setText(f"But: {against}" if against else "")
        set_shown(self.against, shown=bool(against))
        self.facts.show((*facts_of(one, other), *_giving(found.one, found.other)))
        self.table.fit_rows(len(self.facts.rows))
        self.moves.setText(_moved(found.one, found.other))
        self.reports.setText("\n".join(_reports(found)))
        set_shown(self.reports, shown=bool(found.reports))
        for made in (self.same, self.different):
            allow(made, why_not)


def _giving(one: Side, other: Side) -> Iterator[Fact]:
    yield Fact("Gave", _gave(one), _gave(other))
    if len(one.cards) > 1 or len(other.cards) > 1:
        yield Fact("Cards", str(len(one.cards)), str(len(other.cards)))


def _gave(side: Side) -> str:
    if not side.gifts:
        return "nothing yet"
    said = f"{counted(side.gifts, 'gift')}, {dollars(side.given_cents)}"
    days = " – ".join(dict.fromkeys((side.first_day, side.last_day)))
    return f"{said}, {days}"


def _moved(one: Side, other: Side) -> str:
    gifts, cents = one.gifts + other.gifts, one.given_cents + other.given_cents
    return (
        f"As one person: {counted(gifts, 'gift')}, {dollars(cents)}. Aggregates, limits and"
        " findings follow at once; both cards stay as they were given, and undo parts them again."
    )


def _reports(found: Compared) -> Iterator[str]:
    if found.reports:
        yield "Filed reports with entries of them; an amendment may be due when they are linked:"
        yield from (one.words for one in found.reports)
