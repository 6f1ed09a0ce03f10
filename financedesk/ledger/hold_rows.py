"""Gifts on hold as they stand: what of them is in question still, and until when.

What a refund gave back is read from the refunds, so that a refund that is typed, imported, taken
back or corrected can never leave a hold behind that says otherwise. Law: 11 CFR 103.3(b).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    func,
    or_,
    select,
)

from financedesk.book.rooms import Problem
from financedesk.ledger import tables
from financedesk.ledger.contacts import contact_from_row
from financedesk.ledger.overrides import overrides
from financedesk.ledger.period import Period
from financedesk.ledger.register_kinds import REFUND_LINKS, parting_kinds
from financedesk.rules.holds import Due, HoldReason, hold_dues, hold_reason
from financedesk.rules.limits import Override

hold, item, contact = tables.hold, tables.item, tables.contact

WAITING_KIND = "undeposited_gift"
"""The kind of a gift that is on hold and kept out of the bank."""

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One gift on hold, as it is at the end of a day; amounts in cents.

    ``cents`` of the gift were in question from ``since`` on; ``open_cents`` are so still.
    ``waiting``: the check is not deposited, so it is in no cash and on no report. ``resolution``
    is ``released``, ``returned`` or, when refunds gave back all that was in question, ``refunded``;
    empty while the hold stands. ``overrides`` are counsel's, which may set other days than the law.
    """

    id: int
    item_id: int
    entity_id: int
    name: str
    received: str
    amount_cents: int
    reason: str
    rule: str
    basis: str
    since: str
    cents: int
    open_cents: int
    waiting: bool
    resolution: str
    resolved_on: str
    resolved_by: str
    resolved_why: str
    overrides: tuple[Override, ...] = field(default=(), repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it must still be settled."""
        return not self.resolution

    @property
    def why(self) -> HoldReason:
        """The reason with its law."""
        return hold_reason(self.reason)

    @property
    def dues(self) -> tuple[Due, ...]:
        """The last days that the law gives, the next one first; none once it is settled."""
        if not self.is_open:
            return ()
        return hold_dues(
            self.reason, received=date.fromisoformat(self.received),
            known=date.fromisoformat(self.since), waiting=self.waiting, overrides=self.overrides,
        )  # fmt: skip


def holds_of(connection: Connection, item_ids: Collection[int]) -> tuple[Hold, ...]:
    """Return every hold of these items, the oldest first, settled ones as well."""
    return _read(connection, _query().where(hold.c.item_id.in_(list(item_ids))))


def open_hold(connection: Connection, item_id: int) -> Hold | None:
    """Return the hold that stands on an item, or None."""
    return next((one for one in holds_of(connection, [item_id]) if one.is_open), None)


def open_holds(connection: Connection, entity_ids: Collection[int]) -> tuple[Hold, ...]:
    """Return what is on hold in these entities' books, what is due first leading."""
    unresolved = hold.c.resolution.is_(None)
    found = _read(connection, _query().where(hold.c.entity_id.in_(list(entity_ids)), unresolved))
    standing = [one for one in found if one.is_open]
    return tuple(sorted(standing, key=lambda one: (one.dues[0].day, one.id)))


def held_cash(connection: Connection, entity_ids: Collection[int], day: str) -> int:
    """Return how many cents of the cash of a day are on hold and may not be spent.

    Law: 11 CFR 103.3(b)(4).
    """
    query = _query(day).where(
        hold.c.entity_id.in_(list(entity_ids)),
        hold.c.since <= day,
        item.c.item_date <= day,
        item.c.kind != WAITING_KIND,
        or_(hold.c.resolution.is_(None), hold.c.resolved_on > day),
    )
    return sum(_open_cents(row) for row in connection.execute(query))


def held_of(connection: Connection, entity_ids: Collection[int]) -> dict[int, int]:
    """Return what is on hold of each deposited gift of entities, in cents, by the gift's item."""
    query = _query().where(
        hold.c.entity_id.in_(list(entity_ids)),
        hold.c.resolution.is_(None),
        item.c.kind != WAITING_KIND,
    )
    found: dict[int, int] = {}
    for row in connection.execute(query):
        found[row.item_id] = max(found.get(row.item_id, 0), _open_cents(row))
    return found


def items_in_question(connection: Connection, entity_id: int, period: Period) -> frozenset[int]:
    """Return the deposited gifts of a period whose legality was open at its end.

    Those that were released or given back within the period are not among them; of the others the
    report of the receipt says that they are in question (11 CFR 103.3(b)(5)).
    """
    day = func.coalesce(item.c.reported_on, item.c.item_date)
    query = _query(period.last).where(
        hold.c.entity_id == entity_id,
        day.between(period.first, period.last),
        item.c.kind != WAITING_KIND,
        or_(hold.c.resolution.is_(None), hold.c.resolved_on > period.last),
    )
    return frozenset(row.item_id for row in connection.execute(query) if _open_cents(row) > 0)


def on_hold() -> ColumnElement[bool]:
    """Return the condition that an item is on hold."""
    standing = (
        select(hold.c.item_id)
        .join(item, item.c.id == hold.c.item_id)
        .where(hold.c.resolution.is_(None), hold.c.cents > _given_back_since())
        .where(item.c.amount_cents > _given_back())
    )
    return tables.item.c.id.in_(standing.correlate(None))


# --- inside


def _given_back(until: str | None = None) -> ScalarSelect[int]:
    """Return what refunds gave back of the hold's item, up to a day; bounced gifts count."""
    refund = item.alias("refund")
    points = or_(*(refund.c[link] == hold.c.item_id for link in REFUND_LINKS))
    amount = func.coalesce(func.sum(func.abs(refund.c.amount_cents)), 0)
    query = select(amount).where(points, refund.c.kind.in_(parting_kinds()), refund.c.memo == 0)
    if until is not None:
        query = query.where(refund.c.item_date <= until)
    return query.correlate(hold).scalar_subquery()


def _given_back_since() -> ColumnElement[int]:
    return _given_back() - hold.c.refunded_before_cents


def _query(until: str | None = None) -> Select[Any]:
    return (
        select(
            hold, item.c.item_date, item.c.amount_cents, item.c.kind.label("item_kind"),
            _given_back(until).label("back_cents"),
        )
        .join(item, item.c.id == hold.c.item_id)
        .order_by(hold.c.id)
    )  # fmt: skip


def _open_cents(row: Row[Any]) -> int:
    cents, amount, back = int(row.cents), int(row.amount_cents), int(row.back_cents)
    since = max(0, back - int(row.refunded_before_cents))
    return max(0, min(cents - since, amount - back))


def _read(connection: Connection, query: Select[Any]) -> tuple[Hold, ...]:
    rows = connection.execute(query).all()
    names = _names(connection, [row.item_id for row in rows])
    given = overrides(connection) if rows else ()
    return tuple(_hold(row, names.get(row.item_id, ""), given) for row in rows)


def _names(connection: Connection, item_ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(item.c.id.label("held_id"), contact)
        .join(contact, contact.c.id == item.c.contact_id)
        .where(item.c.id.in_(item_ids))
    )
    rows = connection.execute(query).mappings()
    return {row["held_id"]: contact_from_row(dict(row)).display_name for row in rows}


def _hold(row: Row[Any], name: str, given: tuple[Override, ...]) -> Hold:
    left = _open_cents(row)
    refunded = row.resolution is None and left == 0
    return Hold(
        id=row.id, item_id=row.item_id, entity_id=row.entity_id, name=name,
        received=row.item_date, amount_cents=row.amount_cents, reason=row.reason,
        rule=row.rule or "", basis=row.basis, since=row.since, cents=row.cents,
        open_cents=left if row.resolution is None else 0, waiting=row.waiting_kind is not None,
        resolution="refunded" if refunded else row.resolution or "",
        resolved_on=row.resolved_on or "", resolved_by=row.resolved_by or "",
        resolved_why=row.resolved_why or "", overrides=given,
    )  # fmt: skip


# --- proof


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield holds that contradict their gifts; nothing when all is well."""
    waits = item.c.kind == WAITING_KIND
    astray = or_(
        hold.c.entity_id != item.c.entity_id,
        hold.c.waiting_kind.is_not(None) != waits,
        and_(hold.c.resolution == "released", hold.c.waiting_kind.is_not(None)),
        hold.c.resolved_on < hold.c.since,
    )
    latest = select(func.max(hold.c.id)).group_by(hold.c.item_id)
    query = select(hold.c.id).join(item, item.c.id == hold.c.item_id)
    wrong = query.where(astray, hold.c.id.in_(latest)).limit(_SHOWN)
    for hold_id in connection.execute(wrong).scalars():
        yield Problem("ledger", f"Hold {hold_id} does not fit its gift.", "hold", hold_id)
    known = select(hold.c.item_id).where(hold.c.waiting_kind.is_not(None))
    lost = select(item.c.id).where(waits, item.c.id.not_in(known)).limit(_SHOWN)
    for item_id in connection.execute(lost).scalars():
        sentence = f"Item {item_id} is kept out of the bank, but nothing holds it."
        yield Problem("ledger", sentence, "item", item_id)
