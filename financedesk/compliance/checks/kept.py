"""Which of some gifts are still the committee's, and where payments stand without a long walk."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, RowMapping, Select, func, or_, select, tuple_

from financedesk.compliance.facts import Facts
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import REFUND_LINKS, parting_kinds

item, day_total, hold = tables.item, tables.day_total, tables.hold
_AT_ONCE = 500


def still_kept(facts: Facts, rows: Sequence[RowMapping]) -> list[RowMapping]:
    """Return the gifts that were neither given back in full nor stand on hold."""
    gone = _given_back(facts, [row["item_id"] for row in rows])
    held = _on_hold(facts, [row["item_id"] for row in rows])
    return [
        row for row in rows
        if row["item_id"] not in held and gone.get(row["item_id"], 0) < row["amount_cents"]
    ]  # fmt: skip


def _given_back(facts: Facts, ids: Sequence[int]) -> dict[int, int]:
    """Return what went back of gifts, in cents, by gift: refunds, bounced checks, disposals."""
    found: dict[int, int] = defaultdict(int)
    for name in REFUND_LINKS:
        points = item.c[name]
        for start in range(0, len(ids), _AT_ONCE):
            query = (
                select(points, func.sum(func.abs(item.c.amount_cents)))
                .where(
                    points.in_(ids[start : start + _AT_ONCE]), item.c.kind.in_(parting_kinds()),
                    item.c.memo == 0,
                )
                .group_by(points)
            )  # fmt: skip
            for gift_id, cents in facts.connection.execute(query):
                found[gift_id] += int(cents)
    return found


def _on_hold(facts: Facts, ids: Sequence[int]) -> frozenset[int]:
    """Return the gifts that stand on hold: another check counts their days."""
    if not ids:
        return frozenset()
    query = select(hold.c.item_id).where(
        hold.c.entity_id.in_(facts.ids), hold.c.resolution.is_(None)
    )
    return frozenset(facts.connection.execute(query).scalars()) & frozenset(ids)


def of_kinds(facts: Facts, kinds: Collection[str]) -> ColumnElement[bool]:
    """Return the condition of entries of some kinds, of which a book has few beside its gifts.

    The sums by day say on which days there are any, so that no other entry is read.
    """
    if facts.cards is not None:
        return item.c.kind.in_(kinds)
    return item.c.id.in_(ids_of_kinds(facts, kinds))


def ids_of_kinds(facts: Facts, kinds: Collection[str]) -> Select[tuple[int]]:
    """Return the query of the numbers of such entries; no memo entry is among them."""
    one = item.alias("of_kind")
    days = select(day_total.c.entity_id, day_total.c.day, day_total.c.kind).where(
        day_total.c.entity_id.in_(facts.ids), day_total.c.kind.in_(kinds)
    )
    return select(one.c.id).where(
        one.c.kind.in_(kinds), one.c.memo == 0,
        tuple_(one.c.entity_id, one.c.item_date, one.c.kind).in_(days),
    )  # fmt: skip


def says_any(column: ColumnElement[str], *words: str) -> ColumnElement[bool]:
    """Return the condition that a text has one of some words in it."""
    return or_(*(column.ilike(f"%{word}%") for word in words))
