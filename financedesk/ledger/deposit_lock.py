"""A deposit that the bank has stays as it is; an open one keeps to its account and its day.

The bank has it when a line of a statement is matched with one of its gifts (``bank_matches.py``).
What is to change then comes after that match is taken back.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from financedesk.book.journal import Change
from financedesk.book.rooms import Problem
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.errors import Locked, Refused
from financedesk.ledger import tables
from financedesk.rules.money import format_cents

deposit, part, item, posting = (
    tables.deposit, tables.deposit_item, tables.item, tables.posting,
)  # fmt: skip
match, part_line, part_posting, line = (
    tables.bank_match, tables.bank_match_line, tables.bank_match_posting, tables.statement_line,
)  # fmt: skip
_CHUNK = 500
_SHOWN = 20

_KEPT_OF_ITEMS = (
    "amount_cents", "cash_cents", "account_id", "deposited_date", "item_date", "reported_on",
    "entity_id",
)  # fmt: skip
_SIGNED_LATER = frozenset({"first_initials", "second_initials"})


@dataclass(frozen=True, slots=True)
class AtBank:
    """That the bank has gifts of a deposit: its first day, how many of them, by which match."""

    day: str
    gifts: int
    match_id: int


def posting_of_item() -> ColumnElement[bool]:
    """Return the condition that a posting is the one that an item on a slip moved."""
    return and_(
        posting.c.transaction_id == item.c.transaction_id,
        posting.c.account_id == item.c.account_id,
        posting.c.posted_on == func.coalesce(item.c.reported_on, item.c.item_date),
    )


def at_bank(connection: Connection, deposit_ids: Collection[int]) -> dict[int, AtBank]:
    """Return, for those of the deposits of which the bank has anything, since when and how much."""
    found: dict[int, AtBank] = {}
    ids = sorted(deposit_ids)
    for at in range(0, len(ids), _CHUNK):
        query = _matched().where(part.c.deposit_id.in_(ids[at : at + _CHUNK]))
        for row in connection.execute(query.group_by(part.c.deposit_id)):
            found[row.deposit_id] = AtBank(row.day, int(row.gifts), int(row.match_id))
    return found


def _matched() -> Select[Any]:
    return (
        select(
            part.c.deposit_id, func.min(line.c.booked_on).label("day"),
            func.count(part.c.id.distinct()).label("gifts"),
            func.min(part_posting.c.bank_match_id).label("match_id"),
        )
        .join(item, item.c.id == part.c.item_id)
        .join(posting, posting_of_item())
        .join(part_posting, part_posting.c.posting_id == posting.c.id)
        .join(part_line, part_line.c.bank_match_id == part_posting.c.bank_match_id)
        .join(line, line.c.id == part_line.c.statement_line_id)
    )  # fmt: skip


# --- what may not change


def refuse_deposited(unit: UnitOfWork, changes: Sequence[Change]) -> None:
    """Raise Locked for what changes a deposit that the bank has.

    Refused for a gift that would be on the slip of another account or of another day.
    """
    if unit.connection.execute(select(deposit.c.id).limit(1)).first() is None and not any(
        one.table == deposit.name for one in changes
    ):
        return
    touched = _Touched(unit.connection)
    for place, change in enumerate(changes):
        touched.look(place, change)
    if not touched.slips:
        return
    held = at_bank(unit.connection, touched.slips)
    for deposit_id in held:
        raise Locked(_sentence(unit.connection, deposit_id, held[deposit_id]))
    _refuse_matched(unit.connection, touched)
    _refuse_lost(unit, changes, touched)
    _refuse_misfits(unit.connection, touched.slips)


class _Touched:
    """The slips that changes are about, each with the place of the first and its acts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._slip_of_item: dict[int, int] = {}
        self._items: dict[int, Mapping[str, Any]] = {}
        self.slips: dict[int, int] = {}
        self.acts: dict[int, set[int]] = {}

    def look(self, place: int, change: Change) -> None:
        """Note the slip that a change is about, if any."""
        row = change.before or change.after or {}
        if change.table == part.name:
            self._slip_of_item[row["item_id"]] = row["deposit_id"]
            self._note(place, row["deposit_id"], row["item_id"])
        elif change.table == deposit.name and _matters(change):
            self.slips.setdefault(change.id, place)
        elif change.table == item.name and change.before is not None:
            self._look_at_item(place, change)

    def _look_at_item(self, place: int, change: Change) -> None:
        before, after = change.before or {}, change.after
        self._items[change.id] = before
        if after is not None and all(before[name] == after[name] for name in _KEPT_OF_ITEMS):
            return
        found = self._slip_of_item.get(change.id) or self._slip(change.id)
        if found is not None:
            self._note(place, found, change.id)

    def _note(self, place: int, deposit_id: int, item_id: int) -> None:
        self.slips.setdefault(deposit_id, place)
        known = self._items.get(item_id) or self._item(item_id)
        if known:
            self.acts.setdefault(deposit_id, set()).add(known["transaction_id"])

    def _slip(self, item_id: int) -> int | None:
        query = select(part.c.deposit_id).where(part.c.item_id == item_id)
        found: int | None = self._connection.execute(query).scalar()
        return found

    def _item(self, item_id: int) -> Mapping[str, Any]:
        query = select(item.c.transaction_id).where(item.c.id == item_id)
        row = self._connection.execute(query).mappings().one_or_none()
        return {} if row is None else dict(row)


def _matters(change: Change) -> bool:
    if change.before is None:
        return False
    if change.after is None:
        return True
    return any(
        change.before[name] != value
        for name, value in change.after.items() if name not in _SIGNED_LATER
    )  # fmt: skip


def _refuse_matched(connection: Connection, touched: _Touched) -> None:
    """Raise Locked where the bank has a gift that was just taken off or put on."""
    for deposit_id, acts in touched.acts.items():
        query = (
            select(posting.c.id)
            .join(part_posting, part_posting.c.posting_id == posting.c.id)
            .where(posting.c.transaction_id.in_(acts))
            .limit(1)
        )
        if connection.execute(query).first() is not None:
            raise Locked(_sentence(connection, deposit_id, None))


def _refuse_lost(unit: UnitOfWork, changes: Sequence[Change], touched: _Touched) -> None:
    """Raise Locked where a match went because its deposit changed, instead of before it.

    An undo that takes later work back as well has taken the match first, and said so.
    """
    acts = _acts_of_lost(unit, changes)
    for deposit_id, first in touched.slips.items():
        for act in touched.acts.get(deposit_id, ()):
            if act in acts and not (unit.heading.kind == "undo" and acts[act] < first):
                raise Locked(_sentence(unit.connection, deposit_id, None))


def _acts_of_lost(unit: UnitOfWork, changes: Sequence[Change]) -> dict[int, int]:
    """Return the acts whose postings left a match, each with the place of that change."""
    lost = {
        change.before["posting_id"]: place
        for place, change in enumerate(changes)
        if change.table == part_posting.name and change.before and change.after is None
    }
    gone = {one.id: one.before for one in changes if one.table == posting.name and one.before}
    acts = {gone[one]["transaction_id"]: place for one, place in lost.items() if one in gone}
    left = sorted(one for one in lost if one not in gone)
    for at in range(0, len(left), _CHUNK):
        query = select(posting.c.id, posting.c.transaction_id).where(
            posting.c.id.in_(left[at : at + _CHUNK])
        )
        acts |= {row.transaction_id: lost[row.id] for row in unit.connection.execute(query)}
    return acts


def _sentence(connection: Connection, deposit_id: int, found: AtBank | None) -> str:
    query = (
        select(deposit.c.number, tables.account.c.name)
        .join(tables.account, tables.account.c.id == deposit.c.account_id)
        .where(deposit.c.id == deposit_id)
    )
    row = connection.execute(query).one_or_none()
    which = f"deposit {row.number} of {row.name}" if row is not None else "this deposit"
    if found is None:
        return f"The bank has {which} already; take its match with the statement back first."
    return (
        f"The bank has {which} since {found.day} (match {found.match_id}); take that match back"
        " first, on the page Reconcile."
    )


def refuse_deposited_removal(connection: Connection, removal: Removal) -> None:
    """Raise Locked when a batch that is taken back holds gifts of a deposit that the bank has."""
    inside = part.c.item_id.between(removal.first_id, removal.last_id)
    query = _matched().where(inside).group_by(part.c.deposit_id).limit(1)
    row = connection.execute(query).one_or_none()
    if row is not None:
        found = AtBank(row.day, int(row.gifts), int(row.match_id))
        raise Locked(_sentence(connection, row.deposit_id, found))


# --- what may not be on a slip


def _misfits() -> Select[Any]:
    """Return the query of gifts that are on a slip of another account, entity or day."""
    return (
        select(part.c.deposit_id, part.c.item_id, deposit.c.number, deposit.c.deposited_on,
               item.c.amount_cents)
        .join(deposit, deposit.c.id == part.c.deposit_id)
        .join(item, item.c.id == part.c.item_id)
        .where(or_(
            item.c.account_id.is_(None), item.c.account_id != deposit.c.account_id,
            item.c.entity_id != deposit.c.entity_id, part.c.entity_id != deposit.c.entity_id,
            item.c.deposited_date.is_(None), item.c.deposited_date != deposit.c.deposited_on,
            item.c.cash_cents <= 0, item.c.item_date > deposit.c.deposited_on,
        ))
        .order_by(part.c.id)
    )  # fmt: skip


def _refuse_misfits(connection: Connection, deposit_ids: Iterable[int]) -> None:
    ids = sorted(deposit_ids)
    for at in range(0, len(ids), _CHUNK):
        query = _misfits().where(part.c.deposit_id.in_(ids[at : at + _CHUNK])).limit(1)
        row = connection.execute(query).one_or_none()
        if row is not None:
            cents = format_cents(row.amount_cents, symbol=True)
            raise Refused(
                f"This gift of {cents} is on deposit {row.number} of {row.deposited_on}, and would"
                " no longer fit its account or day; take it off that deposit first."
            )


# --- proof and words


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield gifts on a slip of another account, entity or day, and slips of another's account."""
    for row in connection.execute(_misfits().limit(_SHOWN)):
        sentence = f"Item {row.item_id} does not fit the account or day of deposit {row.number}."
        yield Problem("ledger", sentence, "deposit", row.deposit_id)
    foreign = (
        select(deposit.c.id, deposit.c.number)
        .join(tables.account, tables.account.c.id == deposit.c.account_id)
        .where(tables.account.c.entity_id != deposit.c.entity_id)
        .limit(_SHOWN)
    )
    for row in connection.execute(foreign):
        yield Problem("ledger", f"Deposit {row.number} is of another’s account.", "deposit", row.id)


def describe(connection: Connection, table: str, row_id: int) -> str | None:
    """Return a deposit, or the one that a part is of, in a treasurer's words; None for others."""
    deposit_id: int | None = row_id if table == deposit.name else None
    if table == part.name:
        query = select(part.c.deposit_id).where(part.c.id == row_id)
        deposit_id = connection.execute(query).scalar()
    if deposit_id is None:
        return None
    row = connection.execute(
        select(deposit.c.number, deposit.c.deposited_on, tables.account.c.name)
        .join(tables.account, tables.account.c.id == deposit.c.account_id)
        .where(deposit.c.id == deposit_id)
    ).one_or_none()
    if row is None:
        return None
    return f"Deposit {row.number} of {row.deposited_on} to {row.name}"
