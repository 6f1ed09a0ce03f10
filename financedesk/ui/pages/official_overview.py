"""The first tab of an official: the year by recipient, a due with its formula, the months."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QGridLayout

from financedesk.remittances.official_detail import MonthDue, OfficialDetail
from financedesk.remittances.official_year import RecipientYear
from financedesk.rules.dues_formula import ROUNDING, SEVERANCE_DUE
from financedesk.ui.formatting import NOTHING, dollars, money, month
from financedesk.ui.models import Column, Look, money_column
from financedesk.ui.pages.official_cards import FactsCard, TabPage
from financedesk.ui.pages.official_words import month_chip
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets import Bar, BarChart, Card, Chip, Series, column, label, row
from financedesk.ui.widgets.build import clear, line
from financedesk.ui.widgets.chart import Swatch

_SERIES = (
    Series("Given to keep the promise", "accent"),
    Series("Signed, not come yet", "chart_2"),
    Series("Else in the same limit", "chart_3"),
    Series("Left under the limit", "surface_2"),
)
_CHART_HEIGHT = 260
_SHORT = 18


class Overview(TabPage):
    """How the year stands: what each recipient got against its room, and every month of it."""

    def __init__(self) -> None:
        super().__init__()
        self.chart = BarChart("Year by recipient", _SERIES)
        self.chart.setMinimumHeight(_CHART_HEIGHT)
        self.chart_card = Card("The year by recipient")
        self.chart_card.body.addWidget(self.chart, 1)
        self.chart_card.body.addLayout(_legend())
        self.due_card = Card("Due")
        self._due = column(spacing=6)
        self.due_card.body.addLayout(self._due)
        self.due_card.body.addStretch(1)
        self.recipients = FactsCard(
            "Recipients", _RECIPIENTS, None,
            ("Nobody is authorised to receive yet", "Recipients stand on the tab Pledge."),
        )  # fmt: skip
        self.months = FactsCard(
            "Months", self._columns(), lambda one: one.settled.month.toordinal(),
            ("Nothing is due in this year", "A term, a pay slip and an active pledge make a due."),
        )  # fmt: skip
        self.lay_out((self.chart_card, self.due_card), self.recipients, self.months, widths=(5, 4))
        self._today = date.min
        self.months.when(opened=self._open_month)
        self.months.table.view.clicked.connect(lambda at: self._show_due(at.row()))

    def _columns(self) -> tuple[Column[MonthDue], ...]:
        return (
            Column("month", "Month", _month_words, Look.STRONG, 150, stretch=True, sortable=False),
            money_column("due", "Due", lambda one: one.settled.asked_cents),
            money_column("waived", "Waived", lambda one: one.settled.waived_cents,
                         look=Look.NUMBER, yields=True),
            money_column("kept", "Kept", lambda one: one.settled.made_cents, look=Look.NUMBER),
            money_column("open", "Open", lambda one: one.settled.open_cents, look=Look.NUMBER),
            Column("state", "How it stands", lambda one: month_chip(one.settled, self._today)[0],
                   Look.CHIP, 118, sortable=False,
                   tone=lambda one: month_chip(one.settled, self._today)[1]),
        )  # fmt: skip

    def show_detail(self, detail: OfficialDetail) -> None:
        """Show another official, or the same one anew."""
        self._today = detail.today
        year = detail.year
        self.chart.show_bars([_bar(one) for one in year.recipients if one.in_view])
        given = f"{dollars(year.remitted_cents)} came to keep the promise in {year.year}"
        self.chart_card.set_heading(f"{year.year} by recipient", given)
        self.recipients.show_rows(year.recipients, heading=" ".join(year.stops))
        self.months.show_rows(detail.months)
        begun = [one for one in detail.months if one.settled.month <= detail.today]
        self._show_month(begun[-1] if begun else next(iter(detail.months), None))
        if detail.gaps:
            self._say_gaps(detail)

    def _open_month(self, ordinal: int) -> None:
        self._show_due(self.months.model.position_of(ordinal))

    def _show_due(self, place: int) -> None:
        self._show_month(self.months.model.row_at(place))

    def _show_month(self, one: MonthDue | None) -> None:
        """Print how a month's due came about, with its numbers."""
        clear(self._due)
        if one is None:
            self.due_card.set_heading("Due")
            self._due.addWidget(label("Nothing is due in this year.", "quiet", wrap=True))
            return
        self.due_card.set_heading(f"Due for {_month_words(one)}")
        amount = label(dollars(one.settled.asked_cents), "kpi")
        amount.setFont(font(current_theme().scale.kpi, Weight.TITLE, tabular=True))
        chip = Chip(*month_chip(one.settled, self._today))
        self._due.addLayout(row(amount, chip, None))
        for part in one.lines:
            self._due.addWidget(line())
            name = " · ".join(filter(None, (part.line, part.office)))
            if name:
                self._due.addWidget(label(f"{name}: {money(part.cents)}", "name", wrap=True))
            for step in part.steps:
                self._due.addWidget(label(step, "small", wrap=True))
        self._due.addWidget(label(ROUNDING, "caption", wrap=True))

    def _say_gaps(self, detail: OfficialDetail) -> None:
        for gap in detail.gaps:
            words = f"{gap.first} to {gap.last}: {gap.words}"
            self._due.addWidget(label(words, "small", tone="warn", wrap=True))


def _legend() -> QGridLayout:
    """Return the names of the colours, two in a line: they are too long for a heading."""
    made = QGridLayout()
    made.setHorizontalSpacing(16)
    made.setVerticalSpacing(4)
    for place, one in enumerate(_SERIES):
        made.addLayout(
            row(Swatch(one.token), label(one.name, "small"), None, spacing=6), *divmod(place, 2)
        )
    return made


def _month_words(one: MonthDue) -> str:
    severance = ", severance" if one.settled.kind == SEVERANCE_DUE else ""
    return f"{month(one.settled.month)}{severance}"


def _bar(one: RecipientYear) -> Bar:
    parts = (one.remitted_cents, one.signed_cents, one.other_cents or 0, one.left_cents or 0)
    words = one.key.partition("/")[0].capitalize()
    short = words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"
    return Bar(short, f"{one.name}, {one.account}", tuple(max(0, cents) for cents in parts))


def _optional(cents: int | None) -> str:
    return NOTHING if cents is None else money(cents)


def _of_view(one: RecipientYear, cents: int | None) -> str:
    return _optional(cents if one.in_view else None)


def _bounds(one: RecipientYear) -> str:
    return one.stopped or one.words


_RECIPIENTS: Sequence[Column[RecipientYear]] = (
    Column("tier", "Tier", lambda one: str(one.authorised.fact.tier) if one.authorised else NOTHING,
           Look.NUMBER, 52, sortable=False),
    Column("name", "Recipient", lambda one: one.name, Look.STRONG, 170, stretch=True,
           sortable=False, tip=lambda one: f"{one.name}, {one.account}"),
    Column("given", "Given", lambda one: _of_view(one, one.remitted_cents), Look.AMOUNT, 104,
           sortable=False),
    Column("signed", "Signed", lambda one: _of_view(one, one.signed_cents), Look.NUMBER, 104,
           sortable=False, yields=True),
    Column("left", "Left", lambda one: _optional(one.left_cents), Look.NUMBER, 104,
           sortable=False),
    Column("bounds", "What bounds it", _bounds, Look.QUIET, 360, least=120, sortable=False,
           tip=_bounds),
)  # fmt: skip
