"""What goes out, and transfers both ways: the rows and sums of the register of disbursements.

A row is an item of the register with what disbursements add to it: purpose, account, and the other
side of a transfer. The other side is told only to whoever may see the entity in whose books it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, case, func, select

from financedesk.ledger import tables
from financedesk.ledger.closed_rows import held_items
from financedesk.ledger.pairs import sides_of
from financedesk.ledger.payee_search import category_in
from financedesk.ledger.period import Period
from financedesk.ledger.register import Count, RegisterQuery, register_count
from financedesk.ledger.register_kinds import KindGroup, incoming_kinds, kinds_of
from financedesk.ledger.register_rows import RegisterRow, register_rows
from financedesk.progress import Progress

item, account, entity = tables.item, tables.account, tables.entity

View = Literal["outlays", "payments", "transfers"]

_AT_ONCE = 500
_PARTS: Mapping[View, tuple[KindGroup, KindGroup | None]] = {
    "outlays": ("disbursements", "transfers_in"),
    "payments": ("payments", None),
    "transfers": ("transfers_out", "transfers_in"),
}


@dataclass(frozen=True, slots=True)
class OtherSide:
    """The other side of a transfer: its entry, its entity and account; ``locked`` as in a row."""

    item_id: int
    entity_id: int
    entity: str
    account: str
    locked: str | None


@dataclass(frozen=True, slots=True)
class OutlayRow:
    """One entry that goes out, or one side of a transfer.

    ``incoming`` is true for money that comes in by a transfer. ``paired`` tells that the entry
    has another side; ``other`` is that side, None where the reader may not see its books.
    """

    entry: RegisterRow
    purpose: str
    account: str
    category: str
    election_code: str
    incoming: bool
    paired: bool
    other: OtherSide | None

    @property
    def id(self) -> int:
        """The item's id."""
        return self.entry.id

    @property
    def payee(self) -> str:
        """Who was paid or, between own accounts, the other account."""
        if self.other is not None and self.other.entity_id == self.entry.entity_id:
            return self.other.account
        return self.entry.name

    @property
    def locked(self) -> str | None:
        """The sentence that says which filing holds the entry, or holds its other side."""
        if self.entry.locked or self.other is None or not self.other.locked:
            return self.entry.locked
        return f"The other side, in the books of {self.other.entity}: {self.other.locked}"

    @property
    def out_cents(self) -> int:
        """What went out, in cents: less than nothing for money that came in; 0 for memos."""
        if self.entry.memo:
            return 0
        return -self.entry.amount_cents if self.incoming else self.entry.amount_cents


@dataclass(frozen=True, slots=True)
class Flows:
    """How many entries a view holds, and what went out and came in by them, in cents."""

    rows: int
    out_cents: int
    in_cents: int


def outlay_flows(connection: Connection, query: RegisterQuery) -> Flows:
    """Return how many entries a query of one of the views finds, and their sums by direction."""
    out, into = _PARTS[_view(query)]
    going = register_count(connection, replace(query, kind_group=out))
    coming = Count(0, 0)
    if into is not None:
        coming = register_count(connection, replace(query, kind_group=into))
    return Flows(going.rows + coming.rows, going.cents, coming.cents)


def _view(query: RegisterQuery) -> View:
    return next((view for view in _PARTS if view == query.kind_group), "outlays")


def outlay_total(connection: Connection, ids: Sequence[int], progress: Progress) -> int:
    """Return what went out by these entries less what came in, in cents; memos add nothing."""
    signed = case(
        (item.c.kind.in_(incoming_kinds()), -item.c.amount_cents), else_=item.c.amount_cents
    )
    total = 0
    for start in range(0, len(ids), _AT_ONCE):
        progress.step(start, len(ids), "Adding up")
        chosen = item.c.id.in_(ids[start : start + _AT_ONCE])
        query = select(func.coalesce(func.sum(signed), 0)).where(chosen, item.c.memo == 0)
        total += int(connection.execute(query).scalar_one())
    return total


def paid_between(connection: Connection, entity_ids: Collection[int], period: Period) -> list[int]:
    """Return what entities paid in a span of days, by the day of the report, the oldest first."""
    reported = func.coalesce(item.c.reported_on, item.c.item_date)
    query = (
        select(item.c.id)
        .where(
            item.c.entity_id.in_(entity_ids), item.c.memo == 0,
            item.c.kind.in_(kinds_of("disbursements")),
            reported.between(period.first, period.last),
        )
        .order_by(item.c.item_date, item.c.id)
    )  # fmt: skip
    return list(connection.execute(query).scalars())


def outlay_rows(
    connection: Connection, ids: Sequence[int], seen: Collection[int]
) -> list[OutlayRow]:
    """Return the rows of these items in the order of the ids; ids that are gone are left out.

    ``seen`` are the entities that the reader may see: other sides in other books are not told.
    """
    entries = register_rows(connection, ids)
    more = _more(connection, ids)
    sides = sides_of(connection, ids)
    others = _others(connection, sides, seen)
    return [_row(one, more[one.id], one.id in sides, others.get(one.id)) for one in entries]


def _row(
    entry: RegisterRow,
    more: RowMapping,
    paired: bool,  # noqa: FBT001
    other: OtherSide | None,
) -> OutlayRow:
    return OutlayRow(
        entry=entry,
        purpose=more["purpose"] or "",
        account=more["account"] or "",
        category=category_in(more["fields"]),
        election_code=more["election_code"] or "",
        incoming=entry.kind in incoming_kinds(),
        paired=paired,
        other=other,
    )


def _more(connection: Connection, ids: Sequence[int]) -> dict[int, RowMapping]:
    found: dict[int, RowMapping] = {}
    for start in range(0, len(ids), _AT_ONCE):
        query = (
            select(
                item.c.id, item.c.purpose, item.c.fields, item.c.election_code,
                account.c.name.label("account"),
            )
            .outerjoin(account, account.c.id == item.c.account_id)
            .where(item.c.id.in_(ids[start : start + _AT_ONCE]))
        )  # fmt: skip
        found |= {row["id"]: row for row in connection.execute(query).mappings()}
    return found


def _others(
    connection: Connection, sides: Mapping[int, tuple[int, ...]], seen: Collection[int]
) -> dict[int, OtherSide]:
    """Return the first other side of each transfer that is in books which may be seen."""
    wanted = list(dict.fromkeys(one for others in sides.values() for one in others))
    rows: dict[int, Any] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = (
            select(
                item.c.id, item.c.entity_id, entity.c.name, account.c.name.label("account"),
            )
            .join(entity, entity.c.id == item.c.entity_id)
            .outerjoin(account, account.c.id == item.c.account_id)
            .where(item.c.id.in_(wanted[start : start + _AT_ONCE]), item.c.entity_id.in_(seen))
        )  # fmt: skip
        rows |= {row.id: row for row in connection.execute(query)}
    locked = held_items(connection, rows)
    found = {}
    for item_id, others in sides.items():
        row = next((rows[one] for one in others if one in rows), None)
        if row is not None:
            found[item_id] = OtherSide(
                row.id, row.entity_id, row.name, row.account or "", locked.get(row.id)
            )
    return found
