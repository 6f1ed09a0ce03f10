"""What is settled of a finding already: gifts that went back, and those that a hold speaks for.

A gift that was given back is in question no more; one on hold is a finding of its own with its
clocks, and one that was released was found lawful with evidence. What is left of a finding keeps
its entries, sum and days; a finding of which nothing is left is none. Law: 11 CFR 103.3(b).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import func, select

from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.hold_rows import held_of
from financedesk.ledger.register_kinds import REFUND_LINKS, parting_kinds

item, hold = tables.item, tables.hold

Find = Callable[[Facts], Iterator[Finding]]
_BY_GIFTS = frozenset({
    "foreign_address", "organisation_name", "forbidden", "unsettled_condition", "declared_foreign",
    "declared_contractor", "declared_not_own", "minor", "contractor_sign", "paid_by_another",
    "committee_without_number", "missing_address",
})  # fmt: skip
_BY_SUM = frozenset({"above_limit"})
_CHUNK = 500


def unsettled(find: Find) -> Find:
    """Return a check that leaves out what is settled of the findings of another one."""

    def found(facts: Facts) -> Iterator[Finding]:
        yield from left_open(facts, find(facts))

    return found


def left_open(facts: Facts, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what is left of findings; those whose rule no gift settles stay as they are."""
    every = tuple(findings)
    settled = _settled(facts, {one for found in every if found.rule in _BY_GIFTS
                               for one in found.item_ids})  # fmt: skip
    held = held_of(facts.connection, facts.ids) if any(one.rule in _BY_SUM for one in every) else {}
    for one in every:
        rest: Finding | None = one
        if one.rule in _BY_SUM:
            rest = _less(one, sum(held.get(item_id, 0) for item_id in one.item_ids))
        elif settled and not settled.keys().isdisjoint(one.item_ids):
            rest = _without(facts, one, settled)
        if rest is not None:
            yield rest


def _less(one: Finding, held_cents: int) -> Finding | None:
    left = one.cents - held_cents
    return replace(one, cents=left) if left > 0 else None


def _without(facts: Facts, one: Finding, settled: dict[int, int]) -> Finding | None:
    """Return a finding without entries that are settled, its days counted from the others."""
    left = tuple(item_id for item_id in one.item_ids if item_id not in settled)
    if not left:
        return None
    query = select(item.c.item_date).where(item.c.id.in_(left)).order_by(item.c.item_date)
    days = list(facts.connection.execute(query).scalars())
    clock = one.kind.clock if one.due else ""
    return replace(
        one, item_ids=left, since=days[0],
        cents=one.cents - sum(settled.get(item_id, 0) for item_id in one.item_ids),
        due=facts.last_day(clock, days[-1]) if clock else one.due,
    )  # fmt: skip


def _settled(facts: Facts, item_ids: Iterable[int]) -> dict[int, int]:
    """Return the entries that are settled, with their amounts in cents."""
    found: dict[int, int] = {}
    for some in _chunks(sorted(item_ids)):
        found |= _settled_of(facts, some)
    return found


def _chunks(item_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(item_ids), _CHUNK):
        yield item_ids[at : at + _CHUNK]


def _settled_of(facts: Facts, item_ids: Sequence[int]) -> dict[int, int]:
    """Return those of some entries that were ever on hold, or of which nothing is left."""
    held = frozenset(
        facts.connection.execute(select(hold.c.item_id).where(hold.c.item_id.in_(item_ids)))
        .scalars()
    )  # fmt: skip
    back = _given_back(facts, item_ids)
    if not held and not back:
        return {}
    query = select(item.c.id, item.c.amount_cents).where(item.c.id.in_({*held, *back}))
    return {
        row.id: row.amount_cents
        for row in facts.connection.execute(query)
        if row.id in held or 0 < row.amount_cents <= back[row.id]
    }


def _given_back(facts: Facts, item_ids: Sequence[int]) -> dict[int, int]:
    """Return what went back of entries, in cents, through whichever column a refund names them."""
    found: dict[int, int] = defaultdict(int)
    for name in REFUND_LINKS:
        points = item.c[name]
        query = (
            select(points, func.sum(func.abs(item.c.amount_cents)))
            .where(points.in_(item_ids), item.c.kind.in_(parting_kinds()), item.c.memo == 0)
            .group_by(points)
        )
        for item_id, cents in facts.connection.execute(query):
            found[item_id] += int(cents)
    return found
