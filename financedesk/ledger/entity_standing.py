"""What an entity is in law at a date: its status and limit group, with basis and counsel's note.

Both are dated facts that are added, corrected, ended and taken away. Two statuses that decide
limits, or two limit groups, never hold on one day. What stands here bears on every limit: rooms
and attributions read the same tables by the day of a gift.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Row, Table, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entities, entity_by_id
from financedesk.rules.entities import entity_kind
from financedesk.rules.parties import giver, giver_of_body, recipient, recipient_of_body, statuses
from financedesk.rules.standing import Span, deciding, overlap


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact:
    """A status or limit group between two days as text, empty for an open end."""

    word: str
    from_date: str = ""
    to_date: str = ""
    basis: str = ""
    counsel_note: str = ""

    @property
    def span(self) -> Span:
        """The word with its days."""
        return Span(self.word, self.from_date, self.to_date)

    def holds_on(self, day: str) -> bool:
        """Whether it holds on a day."""
        return self.span.meets(Span("", day, day))


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRow:
    """A dated fact with the number under which the book keeps it."""

    id: int
    entity_id: int
    fact: DatedFact


@dataclass(frozen=True, slots=True)
class FactTable:
    """Where one sort of dated fact is kept, and what it is called."""

    table: Table
    column: str
    name: str


STATUS = FactTable(tables.entity_status, "status", "status")
LIMIT_GROUP = FactTable(tables.limit_group_member, "limit_group", "limit group")


@dataclass(frozen=True, slots=True, kw_only=True)
class InLaw:
    """What a body is on a day: its status, what it takes and gives as, and whom it shares with.

    ``status`` is a label, empty where its kind alone decides; so is ``group`` for none.
    """

    status: str
    citation: str
    takes_as: str
    gives_as: str
    group: str
    multicandidate: bool


def facts_of(connection: Connection, kept: FactTable, entity_id: int) -> tuple[DatedRow, ...]:
    """Return an entity's statuses or limit groups, the oldest first."""
    column = kept.table.c
    query = select(kept.table).where(column.entity_id == entity_id)
    found = [_dated_row(kept, row) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda one: (one.fact.from_date, one.id)))


def status_on(connection: Connection, entity_id: int, day: str) -> str:
    """Return the status that decides an entity's limits on a day, empty for none."""
    held = [one.fact for one in facts_of(connection, STATUS, entity_id) if one.fact.holds_on(day)]
    return next((one.word for one in reversed(held) if one.word in statuses()), "")


def qualified_on(connection: Connection, entity_id: int, day: str) -> bool:
    """Whether an entity is a multicandidate committee on a day (52 U.S.C. 30116(a)(4))."""
    column = tables.registration.c
    query = select(column.from_date, column.to_date).where(
        column.entity_id == entity_id, column.authority == "FEC", column.qualified == 1
    )
    held = (Span("", row.from_date or "", row.to_date or "") for row in connection.execute(query))
    return any(one.meets(Span("", day, day)) for one in held)


def in_law(connection: Connection, entity: EntityRow, day: str) -> InLaw:
    """Return what an entity is on a day, with its ordinary account."""
    status = status_on(connection, entity.id, day)
    qualified = qualified_on(connection, entity.id, day)
    groups = facts_of(connection, LIMIT_GROUP, entity.id)
    gives = giver(giver_of_body(entity.kind, status=status, qualified=qualified))
    known = statuses().get(status)
    return InLaw(
        status="" if known is None else known.label,
        citation=gives.citation if known is None else known.citation,
        takes_as=recipient(recipient_of_body(entity.kind, status=status)).label,
        gives_as=gives.label,
        group=next((one.fact.word for one in groups if one.fact.holds_on(day)), ""),
        multicandidate=qualified,
    )


# --- writing


def add_fact(unit: UnitOfWork, kept: FactTable, entity_id: int, fact: DatedFact) -> int:
    """Add a status or limit group and return its number.

    Raises BadInput for an unknown word, a status that this kind of entity cannot have, a status
    without a basis, days turned round, and where another one holds on some of its days.
    """
    ready = _tidied(fact)
    _check(unit.connection, kept, entity_id, ready, besides=None)
    return unit.insert(kept.table, {"entity_id": entity_id, **_values(kept, ready)})


def edit_fact(unit: UnitOfWork, kept: FactTable, row_id: int, fact: DatedFact) -> None:
    """Correct a status or limit group; raises as ``add_fact`` does, and NotFound."""
    before, ready = _row(unit.connection, kept, row_id), _tidied(fact)
    _check(unit.connection, kept, before.entity_id, ready, besides=before)
    unit.update(kept.table, row_id, _values(kept, ready))


def end_fact(unit: UnitOfWork, kept: FactTable, row_id: int, last_day: str) -> None:
    """Let a status or limit group hold no longer than a day.

    Raises BadInput before its first day or after the last one that it has, and NotFound.
    """
    before = _row(unit.connection, kept, row_id)
    if before.fact.to_date and last_day > before.fact.to_date:
        raise BadInput(f"It ends on {before.fact.to_date} already; correct that day instead.")
    edit_fact(unit, kept, row_id, replace(before.fact, to_date=last_day))


def delete_fact(unit: UnitOfWork, kept: FactTable, row_id: int) -> None:
    """Take away what was entered by mistake; what was true is ended instead. Raises NotFound."""
    _row(unit.connection, kept, row_id)
    unit.delete(kept.table, row_id)


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield entities with two statuses or two limit groups on one day."""
    for entity in entities(connection):
        for kept in (STATUS, LIMIT_GROUP):
            rows = facts_of(connection, kept, entity.id)
            pair = overlap(_contradicting(kept, [one.fact for one in rows]))
            if pair is not None:
                sentence = f"{entity.code} has two at one time: {pair[0].words}; {pair[1].words}."
                yield Problem("ledger", sentence, kept.table.name, rows[-1].id)


# --- parts


def _dated_row(kept: FactTable, row: Row[tuple[object, ...]]) -> DatedRow:
    values = row._mapping  # noqa: SLF001 - the row's documented view by name
    fact = DatedFact(
        word=values[kept.column], from_date=values["from_date"] or "",
        to_date=values["to_date"] or "", basis=values["basis"] or "",
        counsel_note=values["counsel_note"] or "",
    )  # fmt: skip
    return DatedRow(id=values["id"], entity_id=values["entity_id"], fact=fact)


def _row(connection: Connection, kept: FactTable, row_id: int) -> DatedRow:
    query = select(kept.table).where(kept.table.c.id == row_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no {kept.name} number {row_id} in this book.")
    return _dated_row(kept, row)


def _values(kept: FactTable, fact: DatedFact) -> dict[str, str | None]:
    return {
        kept.column: fact.word, "from_date": fact.from_date or None,
        "to_date": fact.to_date or None, "basis": fact.basis or None,
        "counsel_note": fact.counsel_note or None,
    }  # fmt: skip


def _tidied(fact: DatedFact) -> DatedFact:
    return DatedFact(
        word=fact.word.strip(), from_date=_day(fact.from_date), to_date=_day(fact.to_date),
        basis=" ".join(fact.basis.split()), counsel_note=" ".join(fact.counsel_note.split()),
    )  # fmt: skip


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise BadInput(f"“{text}” is not a day; write it like 2026-10-06.") from error


def _check(
    connection: Connection,
    kept: FactTable,
    entity_id: int,
    fact: DatedFact,
    *,
    besides: DatedRow | None,
) -> None:
    if not fact.word:
        raise BadInput(f"Name the {kept.name}.")
    if fact.from_date and fact.to_date and fact.to_date < fact.from_date:
        raise BadInput(f"The last day {fact.to_date} is before the first, {fact.from_date}.")
    unchanged = besides is not None and besides.fact.word == fact.word
    if kept is STATUS and not unchanged:
        _check_status(entity_by_id(connection, entity_id), fact)
    others = [
        one.fact
        for one in facts_of(connection, kept, entity_id)
        if besides is None or one.id != besides.id
    ]
    _refuse_contradiction(kept, fact, others)


def _check_status(entity: EntityRow, fact: DatedFact) -> None:
    known = statuses().get(fact.word)
    fitting = [code for code, one in statuses().items() if entity.kind in one.of]
    if known is None or entity.kind not in known.of:
        choices = f"choose one of {', '.join(fitting)}" if fitting else "its kind says it all"
        label = entity_kind(entity.kind).label
        raise BadInput(f"“{fact.word}” is no status of a body of this kind ({label}); {choices}.")
    if not fact.basis:
        raise BadInput("Say what the status rests on: a ruling, an opinion, a registration.")


def _refuse_contradiction(kept: FactTable, fact: DatedFact, others: list[DatedFact]) -> None:
    mine = _contradicting(kept, [fact])
    for other in _contradicting(kept, others):
        if mine and other.meets(mine[0]):
            raise BadInput(
                f"Two would hold at one time: {mine[0].words}, and {other.words}. End the older"
                " one on the day before, or choose other days."
            )


def _contradicting(kept: FactTable, facts: list[DatedFact]) -> list[Span]:
    spans = [one.span for one in facts]
    return deciding(spans) if kept is STATUS else spans
