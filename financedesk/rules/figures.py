"""Dated, cited figures: how they are written down, and which one holds on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from financedesk.errors import BadInput

IN_FORCE, PROVISIONAL, VOID = "in_force", "provisional", "void"
STATUSES = (IN_FORCE, PROVISIONAL, VOID)
CONFIDENCES = ("verified", "knowledge", "provisional")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One value in force between two days, both included, and how well it is known.

    ``cents`` is None where the law sets no amount in this time: a limit that a court struck.
    ``read_in`` names the sources that the table lists; empty for what is only known.
    """

    cents: int | None
    since: date
    until: date | None = None
    status: str = IN_FORCE
    confidence: str
    read_in: tuple[str, ...] = ()
    note: str = ""

    @property
    def provisional(self) -> bool:
        """Whether the figure stands in for one that was not published yet."""
        return self.status == PROVISIONAL


def figures_of(rows: Sequence[Mapping[str, Any]], where: str) -> tuple[Figure, ...]:
    """Return the figures of one series in order.

    Raises BadInput, naming ``where``, when two overlap, days are left between them, or a word is
    unknown.
    """
    found = tuple(sorted((_figure(row, where) for row in rows), key=lambda one: one.since))
    if not found:
        raise BadInput(f"{where} has no figures; give it at least one with its date.")
    for before, after in pairwise(found):
        if before.until is None or before.until + timedelta(days=1) != after.since:
            ends = "open" if before.until is None else before.until.isoformat()
            raise BadInput(
                f"{where}: the figure from {before.since} ends {ends}, but the next one begins"
                f" {after.since}; let each begin on the day after the last."
            )
    return found


def figure_on(figures: Sequence[Figure], on: date) -> Figure | None:
    """Return the figure in force on a day, or None for a day before the first one.

    A day after the last one takes that one's value as provisional: the law did not end, only the
    table does.
    """
    for figure in reversed(figures):
        if figure.since <= on:
            return figure if figure.until is None or on <= figure.until else _held_over(figure)
    return None


def _held_over(last: Figure) -> Figure:
    return replace(
        last,
        status=PROVISIONAL,
        confidence=PROVISIONAL,
        until=None,
        note=f"The figure that held until {last.until} is used; no later one is in the tables.",
    )


def _figure(row: Mapping[str, Any], where: str) -> Figure:
    status, confidence = row.get("status", IN_FORCE), row.get("confidence", "")
    if status not in STATUSES or confidence not in CONFIDENCES:
        raise BadInput(
            f"{where}, figure from {row.get('from')}: status {status!r} and confidence"
            f" {confidence!r} must be of {', '.join(STATUSES)} and {', '.join(CONFIDENCES)}."
        )
    since, until = row.get("from"), row.get("until")
    if not isinstance(since, date) or (until is not None and until < since):
        raise BadInput(f"{where}: the days from {since} until {until} are not a span of time.")
    return Figure(
        cents=row.get("cents"),
        since=since,
        until=until,
        status=status,
        confidence=confidence,
        read_in=tuple(row.get("read_in", ())),
        note=row.get("note", ""),
    )
