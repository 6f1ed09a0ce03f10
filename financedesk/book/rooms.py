"""What the floors above hand down to the book: a room with its tables and its duties."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from financedesk.book.journal import Change
    from financedesk.book.unit import Removal, UnitOfWork


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that ``verify`` found wrong, as a sentence for the user.

    ``area`` is a short word for where it was found (``database``, ``journal``, ``rows``,
    ``batch`` or a room's name).
    """

    area: str
    text: str
    table: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the house that keeps tables in the book.

    The book calls, within one unit of work: ``before_removal`` when the rows of a batch are
    about to be deleted (refuse with ``Locked``; note what ``refresh`` must recompute, for the
    rows are gone afterwards), then ``refresh`` (recompute derived rows of what was touched),
    then ``guard`` (refuse with ``Locked`` or ``Refused``), then it journals and commits.
    ``verify`` reports what does not tie; it must not write. ``describe`` says what a row is in the
    treasurer's words ("Refund of $50.00 to Ann Lee"), given its table and id, or None.
    """

    name: str
    tables: Sequence[Table] = ()
    refresh: "Callable[[UnitOfWork], None] | None" = None
    guard: "Callable[[UnitOfWork, Sequence[Change]], None] | None" = None
    before_removal: "Callable[[UnitOfWork, Removal], None] | None" = None
    verify: Callable[[Connection], Iterable[Problem]] | None = None
    describe: Callable[[Connection, str, int], str | None] | None = None
