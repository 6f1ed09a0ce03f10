"""How a drive keeps up with its goal: the share of the goal against the share of the time."""

from dataclasses import dataclass
from datetime import date

from financedesk.drives.plans import Plan


@dataclass(frozen=True, slots=True)
class Pace:
    """Where a drive is on its way; None where its goal or its days do not say.

    ``expected_cents`` is what an even course would have raised by the end of today. ``per_mille``
    is what was raised of that: 1000 is a course that ends at the goal. ``days_left`` counts the
    days after today, and is 0 once the drive has ended.
    """

    time_per_mille: int | None = None
    goal_per_mille: int | None = None
    expected_cents: int | None = None
    per_mille: int | None = None
    days_left: int | None = None


def pace_of(plan: Plan, raised_cents: int, today: date) -> Pace:
    """Return how a drive that has raised so many cents keeps up; a closed one as on that day."""
    on = min(today, date.fromisoformat(plan.closed_on)) if plan.closed_on else today
    goal = plan.goal_cents
    reached = raised_cents * 1000 // goal if goal else None
    left = None if plan.to_date is None else max(0, (date.fromisoformat(plan.to_date) - on).days)
    if not plan.from_date or not plan.to_date:
        return Pace(goal_per_mille=reached, days_left=left)
    gone, whole = days_gone(plan.from_date, plan.to_date, on)
    if not goal:
        return Pace(time_per_mille=gone * 1000 // whole, days_left=left)
    expected = goal * gone // whole
    return Pace(
        time_per_mille=gone * 1000 // whole,
        goal_per_mille=reached,
        expected_cents=expected,
        per_mille=raised_cents * 1000 * whole // (goal * gone) if gone else None,
        days_left=left,
    )


def days_gone(first: str, last: str, on: date) -> tuple[int, int]:
    """Return how many of a drive's days are gone at the end of a day, and how many there are."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    whole = (end - begin).days + 1
    return max(0, min(whole, (on - begin).days + 1)), whole
