"""What the dashboard holds once figures are there: cards in a grid that follows the width."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from financedesk.ledger.overview import DEFINITIONS
from financedesk.ui.book_desk import book_desk
from financedesk.ui.formatting import MINUS, NOTHING, count, day, dollars, percent
from financedesk.ui.open_items import DEFINITION, OpenItem
from financedesk.ui.pages.dashboard_cards import (
    AttentionCard,
    ChartCard,
    DriveCard,
    RecentCard,
)
from financedesk.ui.pages.dashboard_figures import Figures, cash_days
from financedesk.ui.pages.first_steps import FirstSteps
from financedesk.ui.pages.subjects import ShowItem, ShowItems
from financedesk.ui.shell.page import Shell
from financedesk.ui.theme.tokens import CARD_GAP
from financedesk.ui.widgets import KpiCard, column, row

NARROW = 1_040
"""Below this width of the page (a window of 1100) cards stand below each other."""
_TENTHS = 10


class DashboardContent(QStackedWidget):
    """The cards, or the first steps of a book that holds nothing yet."""

    def __init__(self, shell: Shell, today: date) -> None:
        super().__init__()
        self._shell = shell
        self._quarter = ""
        self._figures = self._figure_cards()
        self.chart, self.drive = ChartCard(), DriveCard()
        self.recent, self.attention = RecentCard(today), AttentionCard()
        cards = QWidget()
        cards.setLayout(self._lines())
        self._steps: FirstSteps | None = None
        self.addWidget(cards)
        self._connect()
        self.fit(NARROW)

    @property
    def steps(self) -> FirstSteps:
        """The first steps, made when a book first turns out to hold nothing."""
        if self._steps is None:
            self._steps = FirstSteps(self._shell)
            self.addWidget(self._steps)
        return self._steps

    def _figure_cards(self) -> tuple[KpiCard, ...]:
        opens = "Open the register"
        self.cash = KpiCard("Cash on hand", opens=opens)
        self.raised = KpiCard("Raised this quarter", opens=opens)
        self.share = KpiCard("Small-dollar share", opens=opens)
        self.open = KpiCard("Open items", icon="shield-check")
        for card, words in (
            (self.cash, DEFINITIONS["cash"]),
            (self.raised, DEFINITIONS["raised"]),
            (self.share, DEFINITIONS["small_dollar"]),
            (self.open, DEFINITION),
        ):
            card.setToolTip(words)
        return self.cash, self.raised, self.share, self.open

    def _connect(self) -> None:
        self.cash.opened.connect(lambda: self._register(("group", "all")))
        self.raised.opened.connect(lambda: self._register(("period", self._quarter)))
        self.share.opened.connect(
            lambda: self._register(("status", "unitemised"), ("period", self._quarter))
        )
        self.chart.span_opened.connect(self._open_span)
        self.recent.row_opened.connect(lambda row: self._shell.go("contributions", ShowItem(row)))
        self.attention.opened.connect(self._open_item)
        if self.recent.link is not None:
            self.recent.link.clicked.connect(lambda _on: self._register())

    def show_figures(self, figures: Figures) -> None:
        """Show figures that were read before."""
        if not figures.begun.items:
            self.steps.show_progress(figures.begun)
        self.setCurrentIndex(0 if figures.begun.items else 1)
        self._show_cash(figures)
        self._show_raised(figures)
        self._show_share(figures)
        self.chart.show_bars(dict(figures.bars))
        self.drive.show_drive(figures.drive, figures.today)
        self.recent.show_rows(figures.recent, self._names_in_hand())

    def show_waiting(self, items: Sequence[OpenItem] | None) -> None:
        """Show what waits; None while it is being looked for."""
        if items is None:
            self.open.show_figure(NOTHING, note="being looked for")
            self.attention.show_search()
            return
        number = sum(item.number for item in items)
        urgent = sum(item.urgent for item in items)
        words = f"{count(urgent)} urgent" if urgent else ""
        tone = "bad" if urgent else "warn" if number else "ok"
        note = "to put right" if number else "nothing to put right"
        self.open.show_figure(count(number), delta=words, tone=tone, note=note)
        self.attention.show_items(items)

    def _names_in_hand(self) -> dict[int, str]:
        """Return the short names of the entities in hand by their ids."""
        scope = book_desk(self._shell).scope
        choices = self._shell.desk.entities()
        return {one.entity_id: one.short_name for one in choices if one.entity_id in scope}

    def _show_cash(self, figures: Figures) -> None:
        delta, tone = change(figures.cash, figures.cash_before)
        note = "in 30 days"
        if figures.on_hold:
            # What may not be spent goes before how it has changed.
            delta, tone, note = f"{dollars(figures.on_hold)}", "warn", "of it on hold"
        self.cash.show_figure(
            dollars(figures.cash), delta=delta, tone=tone, note=note,
            trend=figures.cash_trend, trend_names=[day(one) for one in cash_days(figures.today)],
        )  # fmt: skip

    def _show_raised(self, figures: Figures) -> None:
        compared = figures.compared
        delta, tone = change(compared.now.gross_cents, compared.before.gross_cents)
        weeks = figures.bars["week"][-13:]
        note = f"on {compared.quarter} by this day" if delta else "none last quarter by this day"
        self.raised.show_figure(
            dollars(compared.now.gross_cents), delta=delta, tone=tone, note=note,
            trend=[bucket.cents for bucket in weeks],
            trend_names=[f"Week of {day(date.fromisoformat(one.first_day))}" for one in weeks],
        )  # fmt: skip
        self._quarter = f"{compared.first.isoformat()}..{figures.today.isoformat()}"

    def _show_share(self, figures: Figures) -> None:
        now = figures.compared.small.per_mille
        before = figures.compared.small_before.per_mille
        delta = "" if now is None or before is None else points(now - before)
        words = NOTHING if now is None else percent(now, 1000)
        self.share.show_figure(words, delta=delta, note="of $200 or less")

    def _register(self, *filters: tuple[str, str]) -> None:
        self._shell.go("contributions", ShowItems(filters))

    def _open_span(self, first: str, last: str) -> None:
        self._register(("period", f"{first}..{last}"))

    def _open_item(self, item: OpenItem) -> None:
        self._shell.go(item.page, item.subject)

    def _lines(self) -> QBoxLayout:
        """Lay the cards in three lines that a narrow page breaks in two."""
        pairs = [self._line((self.cash, 1), (self.raised, 1)),
                 self._line((self.share, 1), (self.open, 1))]  # fmt: skip
        figures = row(*pairs, spacing=CARD_GAP)
        middle = self._line((self.chart, 2), (self.drive, 1))
        bottom = self._line((self.recent, 2), (self.attention, 1))
        self._breaking = (figures, middle, bottom)
        whole = column(figures, spacing=CARD_GAP)
        whole.addLayout(middle, 1)
        whole.addLayout(bottom)
        return whole

    @staticmethod
    def _line(*parts: tuple[QWidget, int]) -> QBoxLayout:
        made = row(spacing=CARD_GAP)
        for widget, share in parts:
            made.addWidget(widget, share)
        return made

    def fit(self, width: int) -> None:
        """Set the cards side by side, or below each other on a narrow page."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for made in self._breaking:
            made.setDirection(down if width < NARROW else across)


def change(now: int, before: int) -> tuple[str, str]:
    """Return how a figure changed in percent, with its sign, and the tone of the change."""
    if before <= 0:
        return "", "neutral"
    words = percent(abs(now - before), before)
    return (f"+{words}", "ok") if now >= before else (f"{MINUS}{words}", "neutral")


def points(per_mille: int) -> str:
    """Return a difference of shares in percentage points: ``+5.1 pts``."""
    whole, tenth = divmod(abs(per_mille), _TENTHS)
    return f"{MINUS if per_mille < 0 else '+'}{whole}.{tenth} pts"
