"""The independence file of a super PAC or (c)(4): what speaks for and against it, dated.

Facts with their source and a note, by topic; a fact against independence counts on after its last
day for as long as the rules say, 120 days for vendors and staff (11 CFR 109.21(d)(4), (5)).
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.entities import entity_by_id
from financedesk.ledger.overrides import overrides
from financedesk.rules.independence import (
    AGAINST,
    FOR,
    STANDS,
    Counted,
    counted,
    keeps_file,
    topics,
)
from financedesk.rules.limits import Override

entry = tables.independence_entry
_OPTIONAL = ("concerning", "source", "note", "from_date", "to_date")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndependenceFacts:
    """One entry: topic, for or against, what is the case, about whom, and how it is known.

    Days are text, empty for an unknown or open end; ``to_date`` is the last day of a service or
    an employment with the candidate or party.
    """

    topic: str
    weighs: str
    facts: str
    concerning: str = ""
    source: str = ""
    note: str = ""
    from_date: str = ""
    to_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndependenceRow:
    """An entry with its number, and how it counts on the day that was asked for."""

    id: int
    facts: IndependenceFacts
    counted: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class IndependenceFile:
    """An entity's entries in the order of topics, and what they come to on a day."""

    on: date
    rows: tuple[IndependenceRow, ...]

    @property
    def against(self) -> tuple[IndependenceRow, ...]:
        """What counts against independence on that day."""
        return tuple(row for row in self.rows if row.facts.weighs == AGAINST and row.counted.counts)

    @property
    def until(self) -> date | None:
        """The last day on which anything counts against it; None without an end, or for nothing."""
        ends = [row.counted.until for row in self.against]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None


def independence_file(connection: Connection, entity_id: int, on: date) -> IndependenceFile:
    """Return an entity's file with how each entry counts on a day."""
    query = select(entry).where(entry.c.entity_id == entity_id).order_by(entry.c.id)
    order = list(topics())
    given = overrides(connection)
    rows = [_row(dict(row), on, given) for row in connection.execute(query).mappings()]
    rows.sort(key=lambda row: (_place(order, row.facts.topic), row.facts.from_date, row.id))
    return IndependenceFile(on=on, rows=tuple(rows))


def _place(order: list[str], topic_code: str) -> int:
    return order.index(topic_code) if topic_code in order else len(order)


def add_independence(unit: UnitOfWork, entity_id: int, facts: IndependenceFacts) -> int:
    """Add an entry and return its number.

    Raises BadInput for what is missing or turned round, and Refused for an entity that keeps no
    such file.
    """
    entity = entity_by_id(unit.connection, entity_id)
    if not keeps_file(entity.kind):
        raise Refused(f"{entity.name} is no body that must show its independence.")
    return unit.insert(entry, {"entity_id": entity_id, **_values(facts)})


def edit_independence(unit: UnitOfWork, row_id: int, facts: IndependenceFacts) -> None:
    """Correct an entry; raises BadInput and NotFound."""
    _facts(unit.connection, row_id)
    unit.update(entry, row_id, _values(facts))


def end_independence(unit: UnitOfWork, row_id: int, last_day: str) -> None:
    """Enter the last day of a fact; raises BadInput before its first day, and NotFound."""
    edit_independence(unit, row_id, replace(_facts(unit.connection, row_id), to_date=last_day))


def delete_independence(unit: UnitOfWork, row_id: int) -> None:
    """Take away an entry that was made by mistake; raises NotFound."""
    _facts(unit.connection, row_id)
    unit.delete(entry, row_id)


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield entries of a topic that is unknown, or whose last day is before the first."""
    for row in connection.execute(select(entry)).mappings():
        turned = row["from_date"] and row["to_date"] and row["to_date"] < row["from_date"]
        if row["topic"] not in topics() or turned:
            sentence = f"Entry {row['id']} of an independence file has no known topic or days."
            yield Problem("ledger", sentence, "independence_entry", row["id"])


def _facts(connection: Connection, row_id: int) -> IndependenceFacts:
    row = connection.execute(select(entry).where(entry.c.id == row_id)).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no entry number {row_id} in an independence file of this book.")
    return _row(dict(row), date.today()).facts


def _row(row: Mapping[str, Any], on: date, given: tuple[Override, ...] = ()) -> IndependenceRow:
    names = IndependenceFacts.__slots__
    facts = IndependenceFacts(**{name: row[name] or "" for name in names})
    known = facts.topic in topics()
    return IndependenceRow(
        id=row["id"], facts=facts,
        counted=counted(
            facts.topic, facts.weighs, _day(facts.from_date), _day(facts.to_date), on, given
        ) if known else Counted(STANDS, None),
    )  # fmt: skip


def _values(facts: IndependenceFacts) -> dict[str, str | None]:
    """Return an entry as columns; raises BadInput for what is missing."""
    words = {name: " ".join(str(value).split()) for name, value in asdict(facts).items()}
    if words["topic"] not in topics():
        raise BadInput(f"There is no topic “{facts.topic}”; choose one of {', '.join(topics())}.")
    if words["weighs"] not in (FOR, AGAINST):
        raise BadInput("Say whether it speaks for or against independence.")
    if not words["facts"]:
        raise BadInput("Write down what is the case; a topic alone proves nothing.")
    first, last = _day(words["from_date"]), _day(words["to_date"])
    if first is not None and last is not None and last < first:
        raise BadInput(f"The last day {last} is before the first, {first}.")
    return {**words, **{name: words[name] or None for name in _OPTIONAL}}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(f"“{text}” is not a day; write it like 2026-10-06.") from error
