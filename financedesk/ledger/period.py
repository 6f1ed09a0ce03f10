"""The days that a report covers."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that a report covers, both inclusive, as ``YYYY-MM-DD``."""

    first: str
    last: str

    @property
    def year(self) -> str:
        """Return the year whose date-to-date column B gives: that of the last day."""
        return self.last[:4]

    @property
    def new_year(self) -> str:
        """Return 1 January of the report's year."""
        return f"{self.year}-01-01"


def day_before(day: str) -> str:
    """Return the day before, as text."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """Return the day after, as text."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
