"""How the cash of an entity went over the months, as the Dashboard counts it on each day."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from financedesk.ledger.entities import accounts
from financedesk.ledger.overview import cash_on_days

MONTHS = 12


@dataclass(frozen=True, slots=True)
class CashPoint:
    """What an entity held at the end of a day (``YYYY-MM-DD``), in cents."""

    day: str
    cents: int


def cash_course(
    connection: Connection, entity_id: int, today: str, *, months: int = MONTHS
) -> tuple[CashPoint, ...]:
    """Return the cash at the end of each of the last months, and of ``today`` as the newest.

    Months before the first account was opened are left out: there was nothing to hold.
    """
    opened = [one.opening_date for one in accounts(connection, entity_id) if one.opening_date]
    first = min(opened, default="")
    days = [day for day in _month_ends(date.fromisoformat(today), months) if day >= first]
    held = cash_on_days(connection, [entity_id], days)
    return tuple(CashPoint(day, one.total_cents) for day, one in zip(days, held, strict=True))


def _month_ends(today: date, months: int) -> list[str]:
    """Return the last days of the months before today's, oldest first, and today."""
    found, first = [today], today.replace(day=1)
    for _month in range(months):
        end = first - timedelta(days=1)
        found.append(end)
        first = end.replace(day=1)
    return [day.isoformat() for day in reversed(found)]
