"""Schedules and reference wages of an entity as one read, and what a schedule makes of a pay."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.errors import Refused
from financedesk.remittances.pay import WAGES, WageFigure
from financedesk.remittances.pledges import PLEDGES
from financedesk.remittances.schedules import SCHEDULES, ScheduleVersion
from financedesk.remittances.shelf import Kept
from financedesk.rules.pay import ReferenceWage
from financedesk.rules.schedule_kinds import WageKey
from financedesk.rules.schedules import Schedule, due_of_a_year, sample_wages


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleBook:
    """Versions by code, the newest first; pledges by code; wages by series, the newest first."""

    versions: tuple[Kept[ScheduleVersion], ...]
    pledges: Mapping[str, int]
    wages: tuple[Kept[WageFigure], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A year's pay in cents, and for how many somebody cares, on a day."""

    on: date
    gross_cents: int
    net_cents: int
    children: int = 0
    dependants: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedLine:
    """One line of a year's due in cents, with the steps that lead to it."""

    name: str
    cents: int
    steps: tuple[str, ...]


def schedule_book(connection: Connection, entity_id: int) -> ScheduleBook:
    """Return the schedules, pledges and wages of an entity."""
    versions = SCHEDULES.of(connection, entity_id)
    wages = WAGES.of(connection, entity_id)
    ordered = sorted(versions, key=lambda one: one.fact.from_date, reverse=True)
    newest = sorted(wages, key=lambda one: one.fact.from_date, reverse=True)
    return ScheduleBook(
        versions=tuple(sorted(ordered, key=lambda one: one.fact.name.casefold())),
        pledges=Counter(one.fact.schedule_code for one in PLEDGES.of(connection, entity_id)),
        wages=tuple(sorted(newest, key=lambda one: (one.fact.series, one.fact.area))),
    )


def tried(
    schedule: Schedule, trial: Trial, wages: Iterable[Kept[WageFigure]]
) -> tuple[TriedLine, ...]:
    """Return what a schedule asks of a year's pay, line by line, with the formula's numbers.

    Wages are those of the book; a public one that ships with the samples stands in where the book
    has none.
    """
    known = [one.fact.wage() for one in wages]

    def wage_of(key: WageKey) -> ReferenceWage | None:
        return _newest(known, key, trial.on) or _newest(sample_wages(), key, trial.on)

    lines = due_of_a_year(
        schedule, gross_cents=trial.gross_cents, net_cents=trial.net_cents,
        children=trial.children, dependants=trial.dependants, wage_of=wage_of,
    )  # fmt: skip
    return tuple(
        TriedLine(
            name=name, cents=found.cents, steps=tuple(step.words for step in found.steps)
        )
        for name, found in lines
    )  # fmt: skip


def remove_schedule(unit: UnitOfWork, row_id: int) -> None:
    """Take away a version that was entered by mistake.

    Raises Refused for the last one of a schedule that somebody pledged by.
    """
    kept = SCHEDULES.one(unit.connection, row_id)
    code, entity_id = kept.fact.code, kept.entity_id
    others = [
        one for one in SCHEDULES.of(unit.connection, entity_id, code=code) if one.id != row_id
    ]
    if not others and PLEDGES.of(unit.connection, entity_id, schedule_code=code):
        raise Refused("Somebody pledged by this schedule; give it a last day instead.")
    SCHEDULES.remove(unit, row_id)


def _newest(wages: Iterable[ReferenceWage], key: WageKey, on: date) -> ReferenceWage | None:
    begun = [
        one for one in wages if (one.series, one.area) == (key.series, key.area)
        and one.from_day <= on
    ]  # fmt: skip
    return max(begun, key=lambda one: one.from_day, default=None)
