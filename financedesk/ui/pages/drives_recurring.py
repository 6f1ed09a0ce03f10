"""Recurring gifts: which run, which fell silent, and what the coming months may bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from financedesk.drives.promises import PromisedMonth, promised_by_month
from financedesk.drives.series import ExpectedMonth, Series, expected_by_month, series_of
from financedesk.ledger.same_person import cards_of
from financedesk.rules.recurring import CANCELLED, FAILED, LAPSED, RUNNING, cents_in_a_month
from financedesk.ui.formatting import (
    NOTHING,
    count,
    counted,
    dollars,
    money,
    month,
    short_day,
)
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    Figure,
    FigureRow,
    SegmentedControl,
    column,
    label,
    row,
)

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.ui.pages.drives import Drives

MONTHS, MOST_SHOWN = 6, 500
_TONES: Mapping[str, str] = {RUNNING: "ok", CANCELLED: "neutral", FAILED: "warn", LAPSED: "warn"}
_ALL = "all"
_STATES = (
    (_ALL, "All"), (RUNNING, "Running"), (FAILED, "Failed"), (LAPSED, "Lapsed"),
    (CANCELLED, "Cancelled"),
)  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A series with the name of its donor and of the drive that began it."""

    series: Series
    name: str
    drive: str


@dataclass(frozen=True)
class Expected:
    """A month to come: what running series and, apart from them, promises may bring, in cents."""

    month: str
    charges: int
    cents: int
    parts: int
    promised_cents: int


_COLUMNS: tuple[Column[Listed], ...] = (
    Column("name", "Donor", lambda one: one.name, Look.STRONG, 170, stretch=True, least=110),
    Column("state", "Stands", lambda one: one.series.state.capitalize(), Look.CHIP, 112,
           tone=lambda one: _TONES.get(one.series.state, "neutral")),
    money_column("amount", "Amount", lambda one: one.series.next_cents, width=92, summed=False),
    Column("every", "Every", lambda one: one.series.every, Look.QUIET, 76, yields=True),
    Column("charges", "Charges", lambda one: count(one.series.charges), Look.NUMBER, 80),
    money_column("given", "Given", lambda one: one.series.given_cents, width=104),
    Column("first", "Since", lambda one: _day(one.series.first_day), Look.QUIET, 92, yields=True),
    Column("last", "Last charge", lambda one: _day(one.series.last_day), Look.QUIET, 100),
    Column("drive", "Began in", lambda one: one.drive or NOTHING, Look.QUIET, 150, yields=True),
)  # fmt: skip
_MONTHS: tuple[Column[Expected], ...] = (
    Column("month", "Month", lambda one: month(date.fromisoformat(f"{one.month}-01")),
           Look.STRONG, 120, stretch=True, sortable=False),
    Column("charges", "Charges", lambda one: count(one.charges), Look.NUMBER, 80, sortable=False),
    Column("cents", "Expected", lambda one: money(one.cents), Look.NUMBER, 104, sortable=False),
    Column("promised", "Promised", lambda one: money(one.promised_cents), Look.NUMBER, 104,
           sortable=False),
)  # fmt: skip


def _day(text: str) -> str:
    return short_day(date.fromisoformat(text)) if text else NOTHING


def _order(one: Listed, key: str) -> object:
    series = one.series
    return {
        "name": one.name.casefold(), "state": series.state, "amount": series.next_cents,
        "every": series.every, "charges": series.charges, "given": series.given_cents,
        "first": series.first_day, "last": series.last_day, "drive": one.drive.casefold(),
    }[key]  # fmt: skip


@dataclass(frozen=True)
class _Read:
    listed: tuple[Listed, ...]
    every: tuple[Series, ...]
    months: tuple[Expected, ...]


class RecurringView(QWidget):
    """Figures, the series, and the months to come; a series is what its charges say."""

    def __init__(self, page: Drives) -> None:
        super().__init__()
        self._page, self._desk, self._shell = page, page.desk, page.shell
        self._reading = Latest()
        self.figures = FigureRow("Recurring gifts")
        self.state = SegmentedControl("Which series", _STATES)
        self.model: ListTableModel[Listed] = ListTableModel(
            _COLUMNS, identify=lambda one: one.series.id, order=_order
        )
        self.months: ListTableModel[Expected] = ListTableModel(_MONTHS)
        nothing = EmptyState(
            "No series like this",
            "A recurring gift is known by its receipt and the number of its charge, as processors"
            " write them.",
            icon="refresh-cw",
        )
        self.table = DataTable("Series", self.model, empty=nothing, noun=("series", "series"))
        self.ahead = DataTable("Months to come", self.months, selection_bar=False)
        self.said = label("", "small", wrap=True)
        left = Card(flush=True)
        right = Card("Months to come", "before fees; promises are no income", flush=True)
        left.body.addWidget(self.table, 1)
        right.body.addWidget(self.ahead, 1)
        both = row(spacing=16)
        both.addWidget(left, 8)
        both.addWidget(right, 5)
        whole = column(self.figures, row(self.state, None), spacing=10)
        whole.addLayout(both, 1)
        whole.addWidget(self.said)
        self.setLayout(whole)
        self.state.chosen.connect(lambda _key: self.refresh())

    def refresh(self) -> None:
        """Read the series of the entities in hand."""
        if not self._desk.is_open:
            return
        book, scope, today = self._desk.book, self._desk.scope, self._desk.today
        wanted = "" if self.state.choice == _ALL else self.state.choice
        names = {one.plan.id: one.plan.name for one in self._page.listed}

        def read(_progress: Progress) -> _Read:
            with book.read() as connection:
                every = series_of(connection, scope, today)
                shown = [one for one in every if wanted in ("", one.state)][:MOST_SHOWN]
                cards = sorted({one.card_id for one in shown if one.card_id is not None})
                people = {one.card_id: one.contact.display_name
                          for one in cards_of(connection, cards)}  # fmt: skip
                listed = (
                    Listed(one, people.get(one.card_id or 0, NOTHING),
                           names.get(one.drive_id or 0, ""))
                    for one in shown
                )  # fmt: skip
                expected = expected_by_month(connection, scope, today, MONTHS)
                promised = promised_by_month(connection, scope, today, MONTHS)
                return _Read(tuple(listed), tuple(every), tuple(_months(expected, promised)))

        deliver = self._reading.only(self._take)
        self._reading.replace(
            self._shell.runner.background("Reading recurring gifts", read, on_done=deliver)
        )

    def _take(self, found: _Read) -> None:
        self.figures.show_figures(_figures(found.every))
        self.model.show(found.listed)
        self.months.show(found.months)
        wanted = self.state.choice
        number = sum(1 for one in found.every if wanted in (_ALL, one.state))
        more = number - len(found.listed)
        self.said.setText(
            f"The newest {count(len(found.listed))} of {counted(number, 'series', 'series')} are"
            " listed." if more > 0 else ""
        )  # fmt: skip


def _months(expected: Sequence[ExpectedMonth], promised: Sequence[PromisedMonth]) -> list[Expected]:
    return [
        Expected(one.month, one.charges, one.cents, other.parts, other.cents)
        for one, other in zip(expected, promised, strict=True)
    ]


def _figures(every: Sequence[Series]) -> Sequence[Figure]:
    def number(state: str) -> int:
        return sum(1 for one in every if one.state == state)

    running = [one for one in every if one.state == RUNNING]
    monthly = sum(cents_in_a_month(one.every, one.next_cents) for one in running)
    upgraded = sum(1 for one in every if one.upgraded_cents > 0)
    return (
        Figure("Running", count(len(running)), note=f"{dollars(monthly)} a month"),
        Figure("Upgraded", count(upgraded), note="the amount has risen since the first"),
        Figure("Failed", count(number(FAILED)), "warn" if number(FAILED) else ""),
        Figure("Lapsed", count(number(LAPSED)), note="silent without a word why"),
        Figure("Cancelled", count(number(CANCELLED))),
    )
