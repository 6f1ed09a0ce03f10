"""The schedules that an entity's officials pledged by, each version dated and approved."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.remittances.shelf import Kept, Shelf
from financedesk.rules.schedules import Schedule, read_schedule, schedule_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleVersion:
    """One version as the book keeps it: the terms as text, and what it is found by.

    Make it with ``version_of``: everything but the text is read from the text.
    """

    code: str
    name: str
    terms: str
    from_date: date
    to_date: date | None = None
    approved_by: str = ""
    approved_on: date | None = None

    @property
    def schedule(self) -> Schedule:
        """The schedule that the terms tell."""
        return read_schedule(self.terms, f"Schedule {self.code}")


def version_of(text: str) -> ScheduleVersion:
    """Return a version from its terms in TOML; raises BadInput that says what is wrong where."""
    read = read_schedule(text)
    return ScheduleVersion(
        code=read.code, name=read.name, terms=schedule_text(read), from_date=read.from_day,
        to_date=read.to_day, approved_by=read.approved_by, approved_on=read.approved_on,
    )  # fmt: skip


def add_schedule(unit: UnitOfWork, entity_id: int, text: str) -> int:
    """Keep a new schedule, or a new version of one, and return its number; raises BadInput."""
    return SCHEDULES.add(unit, entity_id, version_of(text))


def correct_schedule(unit: UnitOfWork, row_id: int, text: str) -> None:
    """Correct a version that was entered wrongly; raises BadInput and NotFound.

    What changes from a day on is no correction: add a version that begins on that day.
    """
    SCHEDULES.edit(unit, row_id, version_of(text))


def versions(connection: Connection, entity_id: int, code: str) -> list[Kept[ScheduleVersion]]:
    """Return the versions of a schedule, the oldest first; raises NotFound for an unknown code."""
    found = SCHEDULES.of(connection, entity_id, code=code)
    if not found:
        raise NotFound(f"There is no schedule “{code}” in these books; enter it first.")
    return sorted(found, key=lambda one: one.fact.from_date)


def _judge(connection: Connection, entity_id: int, fact: ScheduleVersion, row_id: int) -> None:
    if fact != version_of(fact.terms):
        raise BadInput(f"Schedule {fact.code} is not what its terms say; read it from them.")
    for other in SCHEDULES.of(connection, entity_id, code=fact.code):
        if other.id != row_id and other.fact.from_date == fact.from_date:
            raise BadInput(
                f"Schedule {fact.code} has a version from {fact.from_date} already; correct that"
                " one, or let the new one begin on another day."
            )


SCHEDULES = Shelf(tables.remittance_schedule, ScheduleVersion, "schedule", _judge)
