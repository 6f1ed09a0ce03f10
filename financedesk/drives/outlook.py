"""What a drive is expected to have raised on its last day, from its own days so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from financedesk.drives.plans import Plan
from financedesk.ledger.drive_figures import DriveSums, slices_of
from financedesk.rules.forecast import forecast


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a drive will have raised at its end, in cents: expected, and the band around it."""

    expected_cents: int
    low_cents: int
    high_cents: int
    days_left: int


def outlook_of(connection: Connection, plan: Plan, today: date) -> Outlook | None:
    """Return what a drive that is under way will have raised, net of what goes back.

    None for one that has no first and last day, has not begun, has ended or is closed, and within
    its first week. Of what is still to come as much goes back as of what came.
    """
    if plan.is_closed or not plan.from_date or not plan.to_date:
        return None
    begin, end = date.fromisoformat(plan.from_date), date.fromisoformat(plan.to_date)
    if not begin <= today < end:
        return None
    days = slices_of(connection, plan.id, "day")
    sizes = slices_of(connection, plan.id, "amount")
    told = forecast(
        _each_day(days, begin, today),
        [(int(cents), one.gifts) for cents, one in sizes.items() if one.gifts > 0],
        (end - today).days,
    )
    if told is None:
        return None
    gross = sum(one.cents for one in days.values())
    raised = sum(one.raised_cents for one in days.values())
    within = sum(_each_day(days, begin, today))

    def raised_by(given: int) -> int:
        coming = given - within
        return raised + coming * max(0, raised) // gross

    return Outlook(
        expected_cents=raised_by(told.expected_cents),
        low_cents=raised_by(told.low_cents),
        high_cents=raised_by(told.high_cents),
        days_left=told.days_left,
    )


def _each_day(days: Mapping[str, DriveSums], begin: date, today: date) -> list[int]:
    """Return what was given on each day of the drive so far, in cents, empty days included."""
    every = ((begin + timedelta(number)).isoformat() for number in range((today - begin).days + 1))
    return [days[day].cents if day in days else 0 for day in every]
