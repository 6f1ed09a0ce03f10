"""How a drive goes: its figures, the thermometer with milestones, the line against the pace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget

from financedesk.drives.closing import Result, since_closed
from financedesk.drives.figures import DEFINITIONS, DriveStory, MilestoneState
from financedesk.drives.outlook import Outlook
from financedesk.rules.forecast import METHOD
from financedesk.ui.formatting import (
    NOTHING,
    compact_dollars,
    counted,
    dollars,
    short_day,
    whole_dollars,
)
from financedesk.ui.pages.drives_words import cost_words, goal_words, pace_words, share_words
from financedesk.ui.widgets import (
    Banner,
    Card,
    Figure,
    FigureRow,
    Goal,
    LineChart,
    Point,
    Series,
    Thermometer,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import allow, clear, glyph, set_shown
from financedesk.ui.widgets.eliding_label import ElidingLabel

if TYPE_CHECKING:
    from financedesk.ui.pages.drive_view import ReadDrive

_MOST_POINTS = 62


class CourseTab(QWidget):
    """The first tab of a drive; ``goal_wanted`` and ``milestones_wanted`` ask for their forms."""

    goal_wanted = Signal()
    milestones_wanted = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.figures, self.more = FigureRow("The drive's figures"), FigureRow("More figures")
        self.thermometer = Thermometer("Goal")
        self.milestones = column(spacing=8)
        self.outlook, self.pace = ElidingLabel("", "name"), ElidingLabel("", "small")
        self.set_goal = button("Set a goal", icon="target", on_click=self.goal_wanted.emit)
        self.set_milestones = button("Set milestones", icon="flag",
                                     on_click=self.milestones_wanted.emit)  # fmt: skip
        self.no_milestones = label("Milestones say what each amount makes possible.", "small",
                                   wrap=True)  # fmt: skip
        self.chart = LineChart("Raised so far", (Series("This drive", "accent"),), pace="Pace")
        goal = Card("Goal")
        side = column(self.set_goal, spacing=10)
        side.addLayout(self.milestones)
        side.addWidget(self.no_milestones)
        side.addWidget(self.set_milestones, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        inside = row(self.thermometer, spacing=16)
        inside.addLayout(side, 1)
        goal.body.addLayout(inside, 1)
        self.goal_card = goal
        course = Card("Raised so far", trailing=self.chart.legend())
        course.setToolTip(DEFINITIONS["raised"])
        course.body.addWidget(self.chart, 1)
        course.body.addWidget(self.outlook)
        course.body.addWidget(self.pace)
        cards = row(spacing=16)
        cards.addWidget(goal, 4)
        cards.addWidget(course, 7)
        self.closed = Banner()
        whole = column(self.closed, self.figures, self.more, spacing=12)
        whole.addLayout(cards, 1)
        self.setLayout(whole)
        self.chart.setMinimumHeight(220)
        self.outlook.setToolTip(METHOD)

    def allow(self, why_not: str) -> None:
        """Let goal and milestones be set, or say why not."""
        allow(self.set_goal, why_not)
        allow(self.set_milestones, why_not)

    def show_read(self, read: ReadDrive) -> None:
        """Show a drive."""
        story = read.story
        self.closed.say(closed_words(read.result, story), "info")
        self.figures.show_figures(_first_figures(story))
        self.more.show_figures(_more_figures(story))
        self._show_goal(story)
        self.chart.show_points(list(_points(story, self._today)))
        self.outlook.setText(outlook_words(read.outlook))
        set_shown(self.outlook, shown=read.outlook is not None)
        self.pace.setText(_even_words(story))
        set_shown(self.pace, shown=bool(self.pace.text()))

    def _show_goal(self, story: DriveStory) -> None:
        card = story.card
        goal, raised = card.plan.goal_cents, card.figures.raised_cents
        self.goal_card.set_heading("Goal", f"{goal_words(card)} of {whole_dollars(goal)}" if goal
                                   else "none was set")  # fmt: skip
        self.thermometer.show_goal(
            Goal(raised, goal or max(raised, 1), card.pace.expected_cents if goal else None)
        )
        set_shown(self.set_goal, shown=not goal and not card.plan.is_closed)
        may_plan = not card.plan.is_closed and not story.milestones
        set_shown(self.no_milestones, shown=may_plan)
        set_shown(self.set_milestones, shown=may_plan)
        clear(self.milestones)
        for one in story.milestones:
            self.milestones.addLayout(_milestone(one))


def _milestone(state: MilestoneState) -> QLayout:
    reached = state.reached_on is not None
    when = "ahead"
    if state.reached_on is not None:
        when = f"reached {short_day(date.fromisoformat(state.reached_on))}"
    words = column(
        ElidingLabel(whole_dollars(state.milestone.cents), "name"),
        label(f"{state.milestone.words}, {when}", "small", wrap=True), spacing=1,
    )  # fmt: skip
    made = row(glyph("circle-check" if reached else "flag", "ok" if reached else "neutral"),
               spacing=10)  # fmt: skip
    made.addLayout(words, 1)
    return made


def _first_figures(story: DriveStory) -> Sequence[Figure]:
    figures = story.card.figures
    return (
        Figure("Raised", dollars(figures.raised_cents), note=_back_words(story)),
        Figure("Net of fees and cost", dollars(figures.net_cents),
               note=f"fees {dollars(figures.fee_cents)} · cost {dollars(figures.cost_cents)}"),
        Figure("Compliant net", dollars(figures.compliant_cents),
               "warn" if figures.compliant_cents < figures.net_cents else "",
               note=_withheld_words(story)),
        Figure("Donors", f"{figures.donors:,}",
               note=f"{figures.new_donors:,} new · {figures.returning_donors:,} returning"),
    )  # fmt: skip


def _more_figures(story: DriveStory) -> Sequence[Figure]:
    figures = story.card.figures
    average = NOTHING if figures.average_cents is None else dollars(figures.average_cents)
    median = NOTHING if figures.median_cents is None else dollars(figures.median_cents)
    return (
        Figure("Gifts", f"{figures.gifts:,}"),
        Figure("Average · median", f"{average} · {median}"),
        Figure("Unitemised share", share_words(figures.unitemised_per_mille)),
        Figure("Cost per dollar", cost_words(figures.cost_per_mille)),
    )


def _back_words(story: DriveStory) -> str:
    figures = story.card.figures
    back = figures.refunded_cents + figures.charged_back_cents
    return f"{dollars(back)} went back" if back else "nothing went back"


def _withheld_words(story: DriveStory) -> str:
    figures = story.card.figures
    parts = (
        (figures.on_hold_cents, "on hold"), (figures.incomplete_cents, "lacks data"),
    )  # fmt: skip
    said = " · ".join(f"{dollars(cents)} {words}" for cents, words in parts if cents)
    return said or "all of it counts"


def _even_words(story: DriveStory) -> str:
    expected = story.card.pace.expected_cents
    if not expected:
        return ""
    return f"Pace for today {compact_dollars(expected)} · {pace_words(story.card)}"


def closed_words(result: Result | None, story: DriveStory) -> str:
    """Return what a closed drive had come to, and what changed since; nothing of an open one."""
    if result is None:
        return ""
    day = short_day(date.fromisoformat(result.closed_on))
    kept = result.figures
    words = (
        f"Closed {day} with {dollars(kept.raised_cents)} raised by {counted(kept.donors, 'donor')}."
    )
    changed = since_closed(result, story.card)
    if not changed:
        return f"{words} Nothing has changed since."
    more = changed.get("raised_cents", 0)
    if not more:
        return f"{words} What was raised is the same; other figures below have changed since."
    way = "came in" if more > 0 else "went back"
    return f"{words} Since then {dollars(abs(more))} {way}; the figures below are as of now."


def outlook_words(outlook: Outlook | None) -> str:
    """Return what a drive is expected to come to, with its band."""
    if outlook is None:
        return ""
    band = f"{whole_dollars(outlook.low_cents)} to {whole_dollars(outlook.high_cents)}"
    left = counted(outlook.days_left, "day")
    return f"Outlook in {left}: {whole_dollars(outlook.expected_cents)}, likely {band}"


def _points(story: DriveStory, today: date) -> Iterator[Point]:
    """Yield what was raised by the end of each day, or of each few days of a long drive."""
    plan, so_far = story.card.plan, {one.day: one.so_far_cents for one in story.days}
    if not so_far and not (plan.from_date and plan.to_date):
        return
    first = date.fromisoformat(plan.from_date or min(so_far))
    last = date.fromisoformat(plan.to_date or max([*so_far, today.isoformat()]))
    until = min(today, date.fromisoformat(plan.closed_on) if plan.closed_on else today)
    whole = max(1, (last - first).days + 1)
    step = -(-whole // _MOST_POINTS)
    known = sorted(so_far.items())
    for number in sorted({*range(0, whole, step), whole - 1}):
        when = first + timedelta(number)
        reached = [cents for day, cents in known if day <= when.isoformat()]
        cents = (reached[-1] if reached else 0) if when <= until else None
        goal = plan.goal_cents
        pace = goal * (number + 1) // whole if goal and plan.from_date and plan.to_date else None
        yield Point(short_day(when), short_day(when), (cents,), pace)
