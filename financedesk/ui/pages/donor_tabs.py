"""Tabs of a donor's page that show what the drawer shows, with more room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from financedesk.ui.formatting import count, money
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.donor_giving import GivingTab
from financedesk.ui.pages.donor_history import HistoryTab
from financedesk.ui.pages.donor_known import KnownTab
from financedesk.ui.pages.donor_limits import limit_bars
from financedesk.ui.pages.subjects import ShowDonor, ShowItem, ShowItems
from financedesk.ui.widgets import Card, DataTable, button, column
from financedesk.ui.widgets.build import clear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from financedesk.ledger.donor_page import GivenInYear
    from financedesk.ui.pages.donor_view import DonorPageView, ReadDonor


class DonorTab(QWidget):
    """A tab that is laid out anew for each donor that it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.body = column(spacing=12, margins=(0, 0, 0, 12))
        self.setLayout(self.body)

    def show_read(self, read: ReadDonor) -> None:
        """Show a donor."""
        clear(self.body)
        self.lay_out(read)
        self.body.addStretch(1)

    def lay_out(self, read: ReadDonor) -> None:
        """Fill ``body``."""


def few_rows(table: DataTable, rows: int) -> None:
    """Make a table exactly as high as its rows: it wishes for no more room than it must have."""
    table.fit_rows(rows)
    for spare in (table.view, table.empty, table.skeleton):
        spare.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)


def year_columns(names: Mapping[int, str]) -> tuple[Column[GivenInYear], ...]:
    """Return the columns of what was given by year and entity."""

    def whose(one: GivenInYear) -> str:
        return names.get(one.entity_id, "")

    return (
        Column("year", "Year", lambda one: str(one.year), Look.STRONG, 76, sortable=False),
        Column("entity", "Entity", whose, Look.QUIET, 160, stretch=True, least=90, sortable=False,
               tip=whose),
        Column("gifts", "Gifts", lambda one: count(one.gifts), Look.NUMBER, 70, sortable=False,
               yields=True),
        Column("given", "Given", lambda one: money(one.given_cents), Look.NUMBER, 112,
               sortable=False),
        Column("back", "Went back", lambda one: money(one.returned_cents), Look.NUMBER, 112,
               sortable=False),
        money_column("net", "Stayed", lambda one: one.net_cents, width=112, summed=False),
    )  # fmt: skip


class GivenTab(DonorTab):
    """What was given by year and entity, how far limits are used, and the newest entries."""

    def __init__(self, view: DonorPageView) -> None:
        super().__init__()
        self._view = view

    def lay_out(self, read: ReadDonor) -> None:
        """Show years, limits and entries."""
        if read.page.giving:
            self._years(read)
        if read.page.detail.limits:
            limits = Card("Limits", "what the law allows this donor, and what is used of it")
            for bar in limit_bars(read.page.detail.limits, read.names):
                limits.body.addWidget(bar)
            self.body.addWidget(limits)
        entries = Card("Gifts and refunds", "by this person, in the entities that you may see")
        giving = GivingTab(read.page.detail, read.names)
        shell, name = self._view.shell, read.page.detail.row.name
        giving.entry_opened.connect(lambda item: shell.go("contributions", ShowItem(item)))
        giving.register_wanted.connect(lambda: shell.go("contributions", ShowItems(text=name)))
        entries.body.addWidget(giving)
        self.body.addWidget(entries)
        self._others(read)

    def _years(self, read: ReadDonor) -> None:
        model: ListTableModel[GivenInYear] = ListTableModel(year_columns(read.names))
        model.show(read.page.giving)
        table = DataTable("Giving by year and entity", model, noun=("year", "years"),
                          selection_bar=False)  # fmt: skip
        few_rows(table, len(read.page.giving))
        card = Card("By year and entity", flush=True)
        card.body.addWidget(table)
        self.body.addWidget(card)

    def _others(self, read: ReadDonor) -> None:
        others = read.page.detail.others
        if not others:
            return
        card = Card("The same person elsewhere", "what those entities note and keep stays theirs")
        for other in others:
            words = f"{other.name} at {read.names.get(other.entity_id, '')}"
            open_it = button(words, "link")
            open_it.clicked.connect(
                lambda _on=False, one=other: self._view.shell.go("donors", ShowDonor(one.card_id))
            )
            card.body.addWidget(open_it)
        self.body.addWidget(card)


class DetailsTab(DonorTab):
    """What is known now, and what was true when, with the reports that said it."""

    def __init__(self, view: DonorPageView) -> None:
        super().__init__()
        self._view = view

    def lay_out(self, read: ReadDonor) -> None:
        """Show every version of the card."""
        card = Card("What is known", "each report says what was true on the day of the gift")
        card.body.addWidget(KnownTab(read.page.detail, read.page.used))
        self.body.addWidget(card)


class StoryTab(DonorTab):
    """Who changed what, and when."""

    def lay_out(self, read: ReadDonor) -> None:
        """Show what the journal tells."""
        card = Card("History", "who changed what is known and kept, and when")
        card.body.addWidget(HistoryTab(read.page.history))
        self.body.addWidget(card)
