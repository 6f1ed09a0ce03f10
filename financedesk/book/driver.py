"""What the SQLite driver's own connection can do, for the few places that speak to it directly."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol


class DriverCursor(Protocol):
    """The result of one statement."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows that are left."""


class DriverConnection(Protocol):
    """A connection of ``sqlcipher3``."""

    isolation_level: str | None

    def execute(self, statement: str, values: Sequence[object] = ...) -> DriverCursor:
        """Run one statement."""

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> DriverCursor:
        """Run one statement for each row."""

    def set_progress_handler(self, ask: Callable[[], bool] | None, steps: int) -> None:
        """Ask after so many steps of SQLite's machine whether to interrupt the statement."""

    def close(self) -> None:
        """Close the connection; its locks go with it."""
