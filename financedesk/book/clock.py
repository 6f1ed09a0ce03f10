"""The moment, as the book writes it."""

from datetime import UTC, datetime


def now() -> str:
    """Return the moment in UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
