"""The eight tabs of an official: each is built, and filled, when it is in front."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from financedesk.remittances.official_history import Told, official_history
from financedesk.remittances.official_year import Change, what_if
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.official_escalation import EscalationPanel
from financedesk.ui.pages.official_money_tab import HistoryTab, MoneyTab
from financedesk.ui.pages.official_office_tab import OfficeTab
from financedesk.ui.pages.official_overview import Overview
from financedesk.ui.pages.official_pledge_tab import PledgeTab
from financedesk.ui.pages.official_stipends import StipendsPanel
from financedesk.ui.pages.official_what_if import WhatIfTab
from financedesk.ui.pages.subjects import ShowItem

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.remittances.official_detail import OfficialDetail
    from financedesk.rules.allocation_year import Comparison
    from financedesk.ui.pages.official_view import OfficialView

TABS = (
    ("overview", "Overview"), ("office", "Office and pay"), ("pledge", "Pledge"),
    ("money", "Payments"), ("stipends", "Stipends"), ("steps", "Steps"), ("if", "What if"),
    ("history", "History"),
)  # fmt: skip

Tab = TypeVar("Tab", bound=QWidget)


class OfficialTabs(QStackedWidget):
    """Shows one tab of the official whom a view shows."""

    def __init__(self, view: OfficialView) -> None:
        super().__init__()
        self._view = view
        self._telling, self._asking = Latest(), Latest()
        self._fills: Mapping[str, Callable[[OfficialDetail], QWidget]] = {
            "overview": self._fill_overview, "office": self._fill_office,
            "pledge": self._fill_pledge, "money": self._fill_money,
            "stipends": self._fill_stipends, "steps": self._fill_steps,
            "if": self._fill_what_if, "history": self._fill_history,
        }  # fmt: skip

    def show_tab(self, key: str, detail: OfficialDetail) -> None:
        """Show a tab, a key of ``TABS``, with what is known of an official."""
        self.setCurrentWidget(self._fills[key](detail))

    @cached_property
    def overview(self) -> Overview:
        """The year by recipient, and its months."""
        return self._placed(Overview())

    @cached_property
    def office(self) -> OfficeTab:
        """Terms, pay, family, candidacies."""
        return self._placed(OfficeTab(self._view.editing))

    @cached_property
    def pledge(self) -> PledgeTab:
        """The pledge with its text, recipients, declarations and waivers."""
        return self._placed(PledgeTab(self._view.editing))

    @cached_property
    def money(self) -> MoneyTab:
        """What came; a row leads to its contribution."""
        made = self._placed(MoneyTab())
        made.item_wanted.connect(self._show_item)
        return made

    @cached_property
    def stipends(self) -> StipendsPanel:
        """What the organisation pays the official."""
        return self._placed(StipendsPanel(self._view.shell, self._view.desk))

    @cached_property
    def steps(self) -> EscalationPanel:
        """The seven steps towards somebody who does not keep the promise."""
        return self._placed(EscalationPanel(self._view.shell, self._view.desk))

    @cached_property
    def what_if(self) -> WhatIfTab:
        """The rest of the year with something changed."""
        made = self._placed(WhatIfTab(self._view.desk.today))
        made.asked.connect(self._ask)
        return made

    @cached_property
    def history(self) -> HistoryTab:
        """The journal."""
        return self._placed(HistoryTab())

    def _placed(self, tab: Tab) -> Tab:
        self.addWidget(tab)
        return tab

    # --- what they show

    def _fill_overview(self, detail: OfficialDetail) -> QWidget:
        self.overview.show_detail(detail)
        return self.overview

    def _fill_office(self, detail: OfficialDetail) -> QWidget:
        self.office.show_detail(detail, self._view.why_not(detail))
        return self.office

    def _fill_pledge(self, detail: OfficialDetail) -> QWidget:
        names = {one.code: one.name for one in self._view.desk.entity_rows()}
        self.pledge.show_detail(detail, names, self._view.why_not(detail))
        return self.pledge

    def _fill_money(self, detail: OfficialDetail) -> QWidget:
        self.money.show_detail(detail)
        return self.money

    def _fill_stipends(self, detail: OfficialDetail) -> QWidget:
        self.stipends.show_official(detail.official.id)
        return self.stipends

    def _fill_steps(self, detail: OfficialDetail) -> QWidget:
        self.steps.show_official(detail.official.id)
        return self.steps

    def _fill_what_if(self, detail: OfficialDetail) -> QWidget:
        self.what_if.show_detail(detail, self._view.choices)
        return self.what_if

    def _fill_history(self, detail: OfficialDetail) -> QWidget:
        self._tell(detail.official.id)
        return self.history

    def _show_item(self, item_id: int) -> None:
        self._view.shell.go("contributions", ShowItem(item_id))

    def _tell(self, official_id: int) -> None:
        book = self._view.desk.book

        def read(_progress: Progress) -> tuple[Told, ...]:
            with book.read() as connection:
                return official_history(connection, official_id)

        deliver = self._telling.only(self.history.show_history)
        job = self._view.shell.runner.background("Reading the journal", read, on_done=deliver)
        self._telling.replace(job)

    def _ask(self, change: Change) -> None:
        """Run the rest of the year with a change."""
        book, today, year = self._view.desk.book, self._view.desk.today, self._view.shown_year
        official_id = self._view.shown_detail.official.id
        seen = frozenset(one.id for one in self._view.desk.entity_rows())

        def read(_progress: Progress) -> Comparison:
            with book.read() as connection:
                return what_if(connection, official_id, year, seen, today, change)

        deliver = self._asking.only(self.what_if.show_comparison)
        job = self._view.shell.runner.background(
            "Running the year", read, on_done=deliver,
            on_error=lambda error: self.what_if.say(str(error)),
        )  # fmt: skip
        self._asking.replace(job)
