"""What a register asks for, and what the sources of its rows can say."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

from financedesk.progress import Progress

Row_co = TypeVar("Row_co", covariant=True)


@dataclass(frozen=True)
class Query:
    """What a register should show: free text, named filters, and the column to sort by."""

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort_key: str = ""
    descending: bool = False

    def where(self, name: str) -> str | None:
        """Return the value of a named filter, or None when it is not set."""
        return next((value for key, value in self.filters if key == name), None)


class RowSource(Protocol[Row_co]):
    """Where a register's rows come from.

    ``ids`` and ``total_cents`` run in a job and may take their time; ``rows`` is called in
    the window's thread while painting and must be one look-up by key. It is also called in a job:
    for the first screen, and when everything is exported.
    """

    def ids(self, query: Query, progress: Progress) -> "array[int]":
        """Return the ids of all rows that fit, in their order, as ``array('q')``."""

    def rows(self, ids: Sequence[int]) -> Sequence[Row_co | None]:
        """Return one page of rows in the order of ``ids``; None where a row has gone."""

    def total_cents(self, ids: Sequence[int], progress: Progress) -> int:
        """Return the sum of the amounts of these rows, in cents."""


@runtime_checkable
class QuickSource(Protocol):
    """A source that finds the beginning of a long list sooner than all of it."""

    def first_ids(self, query: Query, limit: int, progress: Progress) -> "array[int]":
        """Return the first ids that fit, in their order; fewer than ``limit`` are all of them."""


@runtime_checkable
class CountingSource(Protocol):
    """A source that counts and adds up everything that fits without a list of ids."""

    def totals(self, query: Query, progress: Progress) -> tuple[int, int]:
        """Return how many rows fit and what they come to in cents."""
