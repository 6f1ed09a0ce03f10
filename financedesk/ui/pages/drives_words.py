"""How a drive stands, in the words of its card, its row and its page."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from financedesk.drives.figures import DriveCard
from financedesk.drives.plans import Plan
from financedesk.ui.formatting import NOTHING, counted, percent, short_day, span

_ON_PACE = 950
_REACHED = 1000


class Standing(NamedTuple):
    """One word for how a drive stands, and its tone."""

    word: str
    tone: str


def standing_of(card: DriveCard, today: date) -> Standing:
    """Return how a drive stands: closed, reached, ahead, behind, ended, to come, without a goal."""
    plan, pace = card.plan, card.pace
    if plan.is_closed:
        return Standing("Closed", "neutral")
    if card.goal_per_mille is not None and card.goal_per_mille >= _REACHED:
        return Standing("Goal reached", "ok")
    if plan.from_date and plan.from_date > today.isoformat():
        return Standing("To come", "info")
    if plan.to_date and plan.to_date < today.isoformat():
        return Standing("Ended", "neutral")
    if pace.per_mille is None:
        return Standing("Under way", "info")
    if pace.per_mille >= _REACHED:
        return Standing("Ahead", "ok")
    return Standing("On pace", "ok") if pace.per_mille >= _ON_PACE else Standing("Behind", "warn")


def days_words(plan: Plan) -> str:
    """Return the drive's days: ``Oct 1 – Nov 3, 2026``, ``from Oct 1``, or nothing."""
    first = date.fromisoformat(plan.from_date) if plan.from_date else None
    last = date.fromisoformat(plan.to_date) if plan.to_date else None
    if first and last:
        return span(first, last)
    if first:
        return f"from {short_day(first)}"
    return f"until {short_day(last)}" if last else ""


def left_words(card: DriveCard, today: date) -> str:
    """Return how long a drive still goes: ``12 days left``, ``last day``, ``ended Nov 3``."""
    plan, left = card.plan, card.pace.days_left
    if plan.closed_on:
        return f"closed {short_day(date.fromisoformat(plan.closed_on))}"
    if plan.from_date and plan.from_date > today.isoformat():
        return f"begins {short_day(date.fromisoformat(plan.from_date))}"
    if plan.to_date is None or left is None:
        return "no last day"
    if plan.to_date < today.isoformat():
        return f"ended {short_day(date.fromisoformat(plan.to_date))}"
    return f"{counted(left, 'day')} left" if left else "last day"


def goal_words(card: DriveCard) -> str:
    """Return how much of the goal is reached: ``62 %``; a dash without a goal."""
    goal = card.plan.goal_cents
    return percent(card.figures.raised_cents, goal, decimals=0) if goal else NOTHING


def pace_words(card: DriveCard) -> str:
    """Return how a drive keeps up with its pace: ``8 % ahead of pace``."""
    expected = card.pace.expected_cents
    if not expected:
        return ""
    off = card.figures.raised_cents - expected
    share = percent(abs(off), expected, decimals=0)
    return f"{share} {'ahead of' if off >= 0 else 'behind'} pace"


def share_words(per_mille: int | None) -> str:
    """Return tenths of a percent as they are read: ``4.2 %``; a dash for none."""
    return NOTHING if per_mille is None else percent(per_mille, 1000)


def cost_words(tenths: int | None) -> str:
    """Return what a dollar cost, in cents and tenths of them: ``17.6 ¢``; a dash for none."""
    return NOTHING if tenths is None else f"{tenths // 10}.{tenths % 10} ¢"


def about_words(plan: Plan) -> str:
    """Return what a drive is for: its purpose, race or issue."""
    return " · ".join(part for part in _about(plan) if part)


def _about(plan: Plan) -> Iterator[str]:
    yield plan.purpose or ""
    if plan.about:
        yield f"{'Race' if plan.about_kind == 'race' else 'Issue'}: {plan.about}"
