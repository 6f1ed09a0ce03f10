"""Deadlines that somebody noted: clocks that began outside of the books, and days set by notice.

The last day of a clock is computed from the law's time or counsel's whenever it is asked for, so
that a change of either moves it; only a day that a notice sets is kept.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.overrides import overrides
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import clock, clock_on, clocks, runs_out

noted = tables.noted_deadline

LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeadline:
    """What is noted: a clock with the day on which it began, or a day with what sets it.

    ``what`` may be empty beside a clock: then it is what the clock asks for.
    """

    clock: str = ""
    begun_on: date | None = None
    due_on: date | None = None
    what: str = ""
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedDeadline:
    """A noted deadline as it stands: ``due`` is its last day, by the law, by counsel or as given.

    ``done_on`` is None while it is open.
    """

    id: int
    entity_id: int
    clock: str
    what: str
    begun_on: date | None
    due: date
    law: str
    done_on: date | None


def note_deadline(unit: UnitOfWork, entity_id: int, new: NewDeadline) -> int:
    """Note a deadline of an entity and return its number.

    Raises BadInput without what is to be done, without a day or with two, and NotFound for a clock
    that does not exist.
    """
    return unit.insert(noted, {"entity_id": entity_id, "done_on": None, **_values(new)})


def change_deadline(unit: UnitOfWork, deadline_id: int, new: NewDeadline) -> None:
    """Say a deadline anew; that it was done stays. Raises BadInput and NotFound."""
    _require(unit, deadline_id)
    unit.update(noted, deadline_id, _values(new))


def finish_deadline(unit: UnitOfWork, deadline_id: int, on: date, today: date) -> None:
    """Note on which day a deadline was met.

    Raises BadInput for a day to come or before the clock began, Refused when it was met already.
    """
    row = _require(unit, deadline_id)
    if row["done_on"] is not None:
        raise Refused(f"It was done on {row['done_on']} already; take that back first.")
    if on > today:
        raise BadInput(f"{on} is still to come; enter the day on which it was done.")
    if row["begun_on"] and on.isoformat() < row["begun_on"]:
        raise BadInput(f"The clock began on {row['begun_on']}; it was not done before that.")
    unit.update(noted, deadline_id, {"done_on": on.isoformat()})


def reopen_deadline(unit: UnitOfWork, deadline_id: int) -> None:
    """Let a deadline that was met run again; raises NotFound, and Refused for an open one."""
    if _require(unit, deadline_id)["done_on"] is None:
        raise Refused("It is open already.")
    unit.update(noted, deadline_id, {"done_on": None})


def delete_deadline(unit: UnitOfWork, deadline_id: int) -> None:
    """Take a noted deadline away; raises NotFound."""
    _require(unit, deadline_id)
    unit.delete(noted, deadline_id)


def noted_deadlines(
    connection: Connection, entity_ids: Collection[int]
) -> tuple[NotedDeadline, ...]:
    """Return the deadlines that were noted for some entities, what is due first leading."""
    query = select(noted).where(noted.c.entity_id.in_(list(entity_ids)))
    rows = connection.execute(query).mappings().all()
    given = overrides(connection) if rows else ()
    return tuple(sorted((_deadline(row, given) for row in rows), key=lambda one: (one.due, one.id)))


def deadline_by_id(
    connection: Connection, deadline_id: int, entity_ids: Collection[int]
) -> NotedDeadline:
    """Return one noted deadline of some entities; raises NotFound for any other."""
    query = select(noted).where(noted.c.id == deadline_id, noted.c.entity_id.in_(list(entity_ids)))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no deadline {deadline_id}; `calendar list` shows what there is.")
    return _deadline(row, overrides(connection))


def _deadline(row: RowMapping, given: Sequence[Override]) -> NotedDeadline:
    begun, law = _day(row["begun_on"]), row["law"]
    if begun is None:
        due = date.fromisoformat(row["due_on"])
    elif row["clock"] in clocks():
        due = runs_out(row["clock"], begun, given)
        law = law or clock_on(row["clock"], begun, given).law
    else:  # entered with an export of a later version: told at once, so that somebody looks
        due, law = begun, law or f"The clock “{row['clock']}”, which this version does not know"
    return NotedDeadline(
        id=row["id"], entity_id=row["entity_id"], clock=row["clock"], what=row["what"],
        begun_on=begun, due=due, law=law, done_on=_day(row["done_on"]),
    )  # fmt: skip


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def _values(new: NewDeadline) -> Mapping[str, Any]:
    if new.clock:
        return _of_clock(new)
    if new.due_on is None:
        raise BadInput("Say by which day it must be done, or which clock runs since when.")
    if new.begun_on is not None:
        raise BadInput("A day was given as well as the beginning of a clock; name the clock.")
    if not new.what.strip():
        raise BadInput("Say what must be done by that day.")
    return _row(new, new.what, begun=None, due=new.due_on)


def _of_clock(new: NewDeadline) -> Mapping[str, Any]:
    known = clock(new.clock)
    if new.begun_on is None:
        raise BadInput(f"Say since when this clock runs: {known.trigger[0].lower()}"
                       f"{known.trigger[1:]}.")  # fmt: skip
    if new.due_on is not None:
        raise BadInput("The clock gives the last day; leave the day out, or the clock.")
    return _row(new, new.what or known.action, begun=new.begun_on, due=None)


def _row(new: NewDeadline, what: str, *, begun: date | None, due: date | None) -> Mapping[str, Any]:
    plain, law = what.strip(), new.law.strip()
    if len(plain) > LONGEST or len(law) > LONGEST:
        raise BadInput(f"Say it in {LONGEST} characters; a calendar shows one line.")
    return {
        "clock": new.clock, "what": plain, "law": law,
        "begun_on": begun.isoformat() if begun else None,
        "due_on": due.isoformat() if due else None,
    }  # fmt: skip


def _require(unit: UnitOfWork, deadline_id: int) -> RowMapping:
    query = select(noted).where(noted.c.id == deadline_id)
    row = unit.connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("This deadline is no longer in the book; look at the calendar again.")
    return row


def describe(connection: Connection, table: str, row_id: int) -> str | None:
    """Return a noted deadline in a treasurer's words; None for rows of other tables."""
    if table != noted.name:
        return None
    row = connection.execute(select(noted.c.what).where(noted.c.id == row_id)).one_or_none()
    return None if row is None else f"The deadline “{row.what}”"


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield deadlines that run by a clock that nobody knows; nothing when all is well."""
    query = select(noted.c.id, noted.c.clock).where(noted.c.clock.not_in(("", *clocks())))
    for row in connection.execute(query.order_by(noted.c.id)):
        sentence = f"Deadline {row.id} runs by the clock “{row.clock}”, which does not exist."
        yield Problem("ledger", sentence, noted.name, row.id)
