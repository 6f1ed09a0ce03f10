"""The other tabs of a drive: where it comes from, its donors, its parts, all figures defined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from financedesk.drives.figures import DEFINITIONS, DriveCard, DriveDay, DriveStory, Slice
from financedesk.drives.planning import PART_KINDS
from financedesk.drives.told import Told, told
from financedesk.ui.formatting import NOTHING, count, dollars, money, percent, short_day
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.drives_words import cost_words, goal_words, share_words
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    Figure,
    FigureRow,
    SegmentedControl,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.facts import Facts
from financedesk.ui.widgets.state_map import StateFigure, StateMap

if TYPE_CHECKING:
    from financedesk.ui.pages.drive_view import ReadDrive

_CUTS = (("pages", "Pages"), ("references", "Codes"), ("sources", "Sources"))
_NOT_NAMED = "not named"


# --- where it comes from


def _slice_columns() -> tuple[Column[Slice], ...]:
    return (
        Column("value", "Where", lambda one: one.value or _NOT_NAMED, Look.STRONG, 170,
               stretch=True, least=110),
        Column("gifts", "Gifts", lambda one: count(one.gifts), Look.NUMBER, 76),
        money_column("raised", "Raised", lambda one: one.raised_cents),
        Column("average", "Average", _average, Look.NUMBER, 88, yields=True),
        Column("back", "Went back", _went_back, Look.NUMBER, 92, yields=True),
        money_column("fees", "Fees", lambda one: one.fee_cents, width=92, summed=False,
                     yields=True),
    )  # fmt: skip


def _average(one: Slice) -> str:
    return money(one.gross_cents // one.gifts) if one.gifts else NOTHING


def _went_back(one: Slice) -> str:
    return percent(one.refunds + one.chargebacks, one.gifts) if one.gifts else NOTHING


def _slice_order(one: Slice, key: str) -> object:
    known: Mapping[str, object] = {
        "value": one.value.casefold(), "gifts": one.gifts, "raised": one.raised_cents,
        "average": one.gross_cents // one.gifts if one.gifts else 0,
        "back": (one.refunds + one.chargebacks) / one.gifts if one.gifts else 0,
        "fees": one.fee_cents,
    }  # fmt: skip
    return known[key]


class SourcesTab(QWidget):
    """Pages, codes or sources in a table, and the states on a map."""

    def __init__(self) -> None:
        super().__init__()
        self._story: DriveStory | None = None
        self.cut = SegmentedControl("Cut by", _CUTS)
        self.model: ListTableModel[Slice] = ListTableModel(_slice_columns(), order=_slice_order)
        nothing = EmptyState(
            "Nothing came yet", "Pages and codes stand here once gifts carry this drive.",
            icon="filter",
        )  # fmt: skip
        self.table = DataTable("Where gifts come from", self.model, empty=nothing,
                               noun=("row", "rows"))  # fmt: skip
        self.table.setMinimumHeight(240)
        came = Card("Where gifts come from", trailing=self.cut, flush=True)
        came.body.addWidget(self.table, 1)
        self.map = StateMap("Given by state")
        states = Card("By state", "by the donor's address on the gift")
        states.body.addWidget(self.map, 1)
        both = row(spacing=16)
        both.addWidget(came, 6)
        both.addWidget(states, 5)
        self.setLayout(both)
        self.cut.chosen.connect(lambda _key: self._show())

    def show_read(self, read: ReadDrive) -> None:
        """Show a drive."""
        self._story = read.story
        self._show()
        self.map.show_figures(
            [StateFigure(one.value, one.gross_cents, one.gifts) for one in read.story.states]
        )

    def _show(self) -> None:
        if self._story is not None:
            self.model.show(getattr(self._story, self.cut.choice))


# --- donors


@dataclass(frozen=True)
class Week:
    """A week of a drive: its first day, its gifts, and who came for the first time."""

    first: date
    gifts: int
    raised_cents: int
    new: int
    returning: int


_WEEKS: tuple[Column[Week], ...] = (
    Column("week", "Week of", lambda one: short_day(one.first), Look.STRONG, 130, stretch=True),
    Column("gifts", "Gifts", lambda one: count(one.gifts), Look.NUMBER, 90),
    money_column("raised", "Raised", lambda one: one.raised_cents),
    Column("new", "New donors", lambda one: count(one.new), Look.NUMBER, 110),
    Column("returning", "Returning donors", lambda one: count(one.returning), Look.NUMBER, 140),
)  # fmt: skip


def weeks_of(days: Sequence[DriveDay]) -> Iterator[Week]:
    """Yield the weeks of a drive, the newest first; a week begins on Monday."""

    def monday(one: DriveDay) -> date:
        when = date.fromisoformat(one.day)
        return when - timedelta(when.weekday())

    for first, each in reversed([(one, list(some)) for one, some in groupby(days, monday)]):
        yield Week(
            first, sum(one.gifts for one in each), sum(one.raised_cents for one in each),
            sum(one.new_donors for one in each), sum(one.returning_donors for one in each),
        )  # fmt: skip


class DonorsTab(QWidget):
    """New and returning donors, recurring gifts, and the weeks."""

    def __init__(self) -> None:
        super().__init__()
        self.people, self.series = FigureRow("Donors"), FigureRow("Recurring gifts")
        self.model: ListTableModel[Week] = ListTableModel(_WEEKS, order=_week_order)
        nothing = EmptyState("Nobody gave yet", icon="users")
        self.table = DataTable("Donors by week", self.model, empty=nothing, noun=("week", "weeks"))
        self.table.setMinimumHeight(200)
        weeks = Card(
            "Week by week", "a donor counts in the week of the first gift to the drive",
            flush=True,
        )  # fmt: skip
        weeks.body.addWidget(self.table, 1)
        whole = column(self.people, label("Recurring gifts that began here", "card-title"),
                       self.series, spacing=12)  # fmt: skip
        whole.addWidget(weeks, 1)
        self.setLayout(whole)

    def show_read(self, read: ReadDrive) -> None:
        """Show a drive."""
        figures = read.story.card.figures
        wanted = read.story.card.plan.goal_donors
        self.people.show_figures((
            Figure("Donors", count(figures.donors), note=f"goal {count(wanted)}" if wanted else ""),
            Figure("New", count(figures.new_donors),
                   note=_share(figures.new_donors, figures.donors)),
            Figure("Returning", count(figures.returning_donors),
                   note=_share(figures.returning_donors, figures.donors)),
            Figure("Gifts per donor", _per(figures.gifts, figures.donors)),
        ))  # fmt: skip
        self.series.show_figures(_series_figures(read.story.card))
        self.model.show(list(weeks_of(read.story.days)))


def _week_order(one: Week, key: str) -> object:
    return {"week": one.first, "gifts": one.gifts, "raised": one.raised_cents, "new": one.new,
            "returning": one.returning}[key]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{percent(part, whole, decimals=0)} of all" if whole else ""


def _per(part: int, whole: int) -> str:
    tenths = (part * 20 + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}" if whole else NOTHING


def _series_figures(card: DriveCard) -> Sequence[Figure]:
    series, goal = card.recurring, card.plan.goal_recurring
    return (
        Figure("Started", count(series.started), note=f"goal {count(goal)}" if goal else ""),
        Figure("Kept", count(series.kept), note=_share(series.kept, series.started)),
        Figure("Running", count(series.running), note=f"{dollars(series.monthly_cents)} a month"),
        Figure("Cancelled", count(series.cancelled)),
        Figure("Failed", count(series.failed), "warn" if series.failed else ""),
        Figure("Lapsed", count(series.lapsed)),
    )


# --- parts, milestones, costs


def _part_columns() -> tuple[Column[DriveCard], ...]:
    return (
        Column("name", "Part", lambda one: one.plan.name, Look.STRONG, 180, stretch=True,
               least=120),
        Column("kind", "Kind", lambda one: PART_KINDS.get(one.plan.part_kind or "", ""),
               Look.QUIET, 96, yields=True),
        money_column("raised", "Raised", lambda one: one.figures.raised_cents),
        Column("goal", "Goal", lambda one: money(one.plan.goal_cents), Look.NUMBER, 104,
               yields=True),
        Column("reached", "Reached", goal_words, Look.NUMBER, 82),
        Column("donors", "Donors", lambda one: count(one.figures.donors), Look.NUMBER, 80),
    )  # fmt: skip


class PartsTab(QWidget):
    """Regions, channels and volunteers beside milestones and costs.

    ``part_opened`` carries the id of a part; ``part_wanted`` asks for the form of a new one,
    ``milestones_wanted`` for that of the milestones.
    """

    part_opened = Signal(object)
    part_wanted = Signal()
    milestones_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.add = button("Add part", icon="plus", on_click=self.part_wanted.emit)
        self.edit = button("Milestones", icon="flag", on_click=self.milestones_wanted.emit)
        self.model: ListTableModel[DriveCard] = ListTableModel(
            _part_columns(), identify=lambda one: one.plan.id, order=_part_order
        )
        nothing = EmptyState(
            "No parts",
            "A region, a channel or a volunteer can have a goal and codes of their own; what they"
            " raise is the drive's.",
            icon="split",
        )
        self.table = DataTable("Parts", self.model, empty=nothing, noun=("part", "parts"))
        self.table.setMinimumHeight(240)
        self.table.row_opened.connect(lambda drive_id: self.part_opened.emit(int(drive_id)))
        parts = Card("Parts", trailing=row(self.edit, self.add), flush=True)
        parts.body.addWidget(self.table, 1)
        self.costs = Facts("Costs")
        costs = Card("What it cost", "payments that carry the drive, and fees")
        costs.setToolTip(DEFINITIONS["cost"])
        costs.body.addWidget(self.costs)
        costs.body.addStretch(1)
        both = row(spacing=16)
        both.addWidget(parts, 7)
        both.addWidget(costs, 4)
        self.setLayout(both)

    def allow(self, why_not: str) -> None:
        """Let parts and milestones be changed, or say why not."""
        allow(self.add, why_not)
        allow(self.edit, why_not)

    def show_read(self, read: ReadDrive) -> None:
        """Show a drive."""
        self.model.show(read.story.parts)
        self.add.setHidden(read.story.card.plan.is_part)
        self.costs.show_pairs(tuple(_costs(read.story)))


def _part_order(one: DriveCard, key: str) -> object:
    return {"name": one.plan.name.casefold(), "kind": one.plan.part_kind or "",
            "raised": one.figures.raised_cents, "goal": one.plan.goal_cents or 0,
            "reached": one.goal_per_mille or 0, "donors": one.figures.donors}[key]  # fmt: skip


def _costs(story: DriveStory) -> Iterator[tuple[str, str]]:
    figures, budget = story.card.figures, story.card.plan.budget_cents
    yield "Cost", dollars(figures.cost_cents)
    if budget:
        yield "Budget", dollars(budget)
        yield "Left of it", dollars(budget - figures.cost_cents)
    yield "Fees", dollars(figures.fee_cents)
    yield "Raised", dollars(figures.raised_cents)
    yield "Net", dollars(figures.net_cents)
    if figures.cost_per_mille is not None:
        yield "Cost of a dollar", cost_words(figures.cost_per_mille)


# --- all figures, each with its definition


def _value(one: Told) -> str:
    if one.value is None:
        return NOTHING
    if one.unit == "cents":
        return dollars(one.value)
    if one.unit == "count":
        return count(one.value)
    return cost_words(one.value) if one.unit == "tenth_cents" else share_words(one.value)


_TOLD: tuple[Column[Told], ...] = (
    Column("name", "Figure", lambda one: one.name, Look.STRONG, 190, sortable=False),
    Column("value", "Value", _value, Look.NUMBER, 130, sortable=False),
    Column("means", "What it counts", lambda one: one.means, Look.QUIET, 320, stretch=True,
           sortable=False, tip=lambda one: one.means),
)  # fmt: skip


class FiguresTab(QWidget):
    """Every figure with the words of its definition."""

    def __init__(self) -> None:
        super().__init__()
        self.model: ListTableModel[Told] = ListTableModel(_TOLD)
        self.table = DataTable("All figures", self.model, selection_bar=False)
        self.table.setMinimumHeight(280)
        card = Card("All figures", "each counted in one way, here, in papers and in the shell",
                    flush=True)  # fmt: skip
        card.body.addWidget(self.table, 1)
        self.setLayout(column(card))

    def show_read(self, read: ReadDrive) -> None:
        """Show a drive."""
        self.model.show(list(told(read.story.card)))
