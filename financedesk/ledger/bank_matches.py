"""Which lines of a bank are which postings: matches as facts, that never hold what does not sum.

A match is of one account. A line and a posting stand in one match at most, and the sums of both
sides are equal to the cent. When a posting goes or changes its amount, or a part of a match goes
with an import that is taken back, the whole match goes in the same step, and comes back with its
undo.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, case, func, or_, select, true, union_all

from financedesk.book.journal import Change
from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow
from financedesk.rules.money import format_cents

match, part_line, part_posting = (
    tables.bank_match, tables.bank_match_line, tables.bank_match_posting,
)  # fmt: skip
line, posting = tables.statement_line, tables.posting
_CHUNK = 500
_SHOWN = 20

# A table of parts, what its rows point at, and the column of its cents.
_SIDES = (
    (part_line, line, part_line.c.statement_line_id, line.c.amount_cents),
    (part_posting, posting, part_posting.c.posting_id, posting.c.cents),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMatch:
    """Lines and postings that are one, what speaks for it, and whether nothing else could be."""

    lines: Sequence[int]
    postings: Sequence[int]
    why: str
    certain: bool

    @property
    def sides(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Its lines and its postings, each once."""
        return tuple(dict.fromkeys(self.lines)), tuple(dict.fromkeys(self.postings))


def write_match(
    unit: UnitOfWork,
    account: AccountRow,
    line_ids: Sequence[int],
    posting_ids: Sequence[int],
    *,
    why: str,
    certain: bool,
) -> int:
    """Store that lines and postings of an account are one; returns the match's id.

    Raises NotFound for what is not of this account, and Refused for sums that differ, for what
    stands in a match already, and for a match of nothing or of a line alone.
    """
    new = NewMatch(lines=line_ids, postings=posting_ids, why=why, certain=certain)
    return write_matches(unit, account, [new])[0]


def write_matches(unit: UnitOfWork, account: AccountRow, new: Sequence[NewMatch]) -> list[int]:
    """Store many matches of an account at once; returns their ids, raises as ``write_match``."""
    sides = [one.sides for one in new]
    if any(len(lines) + len(postings) < 2 for lines, postings in sides):
        raise Refused("A match needs a line and an entry, or a line and the one that reverses it.")
    cents = [
        _open_cents(unit.connection, account, table, [one for side in sides for one in side[at]])
        for at, table in enumerate((line, posting))
    ]
    for lines, postings in sides:
        _require_equal(sum(cents[0][one] for one in lines), sum(cents[1][one] for one in postings))
    owner = {"entity_id": account.entity_id}
    own = {**owner, "account_id": account.id}
    ids = unit.insert_many(match, ({**own, "why": e.why, "certain": int(e.certain)} for e in new))
    for at, (parts, _, column, _) in enumerate(_SIDES):
        unit.insert_many(
            parts,
            (
                {**owner, "bank_match_id": match_id, column.name: one}
                for match_id, side in zip(ids, sides, strict=True)
                for one in side[at]
            ),
        )
    return ids


def _require_equal(bank_cents: int, book_cents: int) -> None:
    if bank_cents != book_cents:
        bank, books = (format_cents(one, symbol=True) for one in (bank_cents, book_cents))
        raise Refused(
            f"The lines come to {bank} and the entries to {books}; only equal sums can be matched."
        )


def take_match_back(unit: UnitOfWork, match_id: int) -> None:
    """Delete a match with its parts; raises NotFound when there is none."""
    unit.row(match, match_id)
    for parts, _, _, _ in _SIDES:
        query = select(parts.c.id).where(parts.c.bank_match_id == match_id)
        for row_id in unit.connection.execute(query).scalars().all():
            unit.delete(parts, row_id)
    unit.delete(match, match_id)


def let_go(unit: UnitOfWork, posting_ids: Iterable[int]) -> None:
    """Take back the matches of postings that are about to be deleted."""
    for match_id in _matches_of(unit.connection, part_posting, sorted(posting_ids)):
        take_match_back(unit, match_id)


def _open_cents(
    connection: Connection, account: AccountRow, table: Table, ids: Sequence[int]
) -> dict[int, int]:
    """Return the cents of lines or postings; raise what ``write_match`` says."""
    _, _, column, cents = next(side for side in _SIDES if side[1] is table)
    found: dict[int, int] = {}
    word = "line" if table is line else "entry"
    own = (table.c.account_id == account.id, table.c.entity_id == account.entity_id)
    for at in range(0, len(ids), _CHUNK):
        some = ids[at : at + _CHUNK]
        query = select(table.c.id, cents.label("cents")).where(table.c.id.in_(some), *own)
        found |= {row.id: int(row.cents) for row in connection.execute(query)}
        unknown = next((one for one in some if one not in found), None)
        if unknown is not None:
            raise NotFound(f"{account.name} has no {word} {unknown}; look at it again.")
        taken = connection.execute(select(column).where(column.in_(some)).limit(1)).scalar()
        if taken is not None:
            raise Refused(f"The {word} {taken} is matched already; take that match back first.")
    if len(found) != len(ids):
        raise Refused(f"One {word} cannot stand in two matches; accept one of them.")
    return found


def _matches_of(connection: Connection, parts: Table, ids: Sequence[int]) -> list[int]:
    column = next(side[2] for side in _SIDES if side[0] is parts)
    found: set[int] = set()
    for at in range(0, len(ids), _CHUNK):
        query = select(parts.c.bank_match_id).where(column.in_(ids[at : at + _CHUNK]))
        found.update(connection.execute(query).scalars())
    return sorted(found)


# --- what changes under a match


def refresh(unit: UnitOfWork) -> None:
    """Take back the matches that what a unit changed has left without equal sums."""
    touched = set(_own(unit.changes))
    for parts, table, _, cents in _SIDES:
        moved = [one.id for one in unit.changes if _moved(one, table, cents.name)]
        touched.update(_matches_of(unit.connection, parts, moved))
    for at in range(0, len(touched), _CHUNK):
        some = sorted(touched)[at : at + _CHUNK]
        for row in unit.connection.execute(_unsound(some)).all():
            take_match_back(unit, row.id)


def _own(changes: Sequence[Change]) -> Iterator[int]:
    """Yield the matches of which parts came or went."""
    names = {part_line.name, part_posting.name}
    for one in changes:
        row = one.after or one.before
        if one.table in names and row is not None:
            yield row["bank_match_id"]


def _moved(change: Change, table: Table, cents: str) -> bool:
    if change.table != table.name or change.before is None or change.after is None:
        return False
    return any(change.before[name] != change.after[name] for name in (cents, "account_id"))


def _unsound(match_ids: Sequence[int] | None = None) -> Select[Any]:
    """Return a query for matches without two parts, with foreign ones, or with sides that differ.

    Of these matches or of all; each with ``parts``, ``foreign_parts`` and the cents by which its
    sides differ.
    """
    of_all = match_ids is None
    sides = [
        select(parts.c.bank_match_id, (sign * cents).label("cents"), table.c.account_id,
               table.c.entity_id)
        .join(table, column == table.c.id)
        .where(true() if of_all else parts.c.bank_match_id.in_(match_ids or ()))
        for sign, (parts, table, column, cents) in zip((1, -1), _SIDES, strict=True)
    ]  # fmt: skip
    part = union_all(*sides).subquery("part")
    own = and_(part.c.account_id == match.c.account_id, part.c.entity_id == match.c.entity_id)
    foreign = func.sum(case((own, 0), (part.c.cents.is_(None), 0), else_=1))
    number, differs = func.count(part.c.cents), func.coalesce(func.sum(part.c.cents), 0)
    return (
        select(match.c.id, number.label("parts"), foreign.label("foreign_parts"),
               differs.label("differs"))
        .outerjoin(part, part.c.bank_match_id == match.c.id)
        .where(true() if of_all else match.c.id.in_(match_ids or ()))
        .group_by(match.c.id)
        .having(or_(number < 2, differs != 0, foreign > 0))
        .order_by(match.c.id)
    )  # fmt: skip


# --- proof and words


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield matches whose sides differ, that are of several accounts, or that have no two parts."""
    for row in connection.execute(_unsound().limit(_SHOWN)):
        sentence = (
            f"Bank match {row.id} has {row.parts} parts, {row.foreign_parts} of another account,"
            f" and its sides differ by {row.differs} cents."
        )
        yield Problem("ledger", sentence, "bank_match", row.id)


def describe(connection: Connection, table: str, row_id: int) -> str | None:
    """Return a match, or the match that a part is of, in a treasurer's words; None for others."""
    parts = {str(each.name): each for each, *_ in _SIDES}
    match_id: int | None = row_id if table == match.name else None
    if table in parts:
        query = select(parts[table].c.bank_match_id).where(parts[table].c.id == row_id)
        match_id = connection.execute(query).scalar()
    return None if match_id is None else _told(connection, match_id)


def _told(connection: Connection, match_id: int) -> str | None:
    name = connection.execute(
        select(tables.account.c.name)
        .join(match, match.c.account_id == tables.account.c.id)
        .where(match.c.id == match_id)
    ).scalar()
    days = (
        select(func.min(line.c.booked_on), func.sum(line.c.amount_cents))
        .join(part_line, part_line.c.statement_line_id == line.c.id)
        .where(part_line.c.bank_match_id == match_id)
    )
    day, cents = connection.execute(days).one()
    if name is None or day is None:
        return None
    return f"The match of {format_cents(int(cents), symbol=True)} on {day} with {name}’s statement"
