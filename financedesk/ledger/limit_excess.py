"""Who gave more than a limit allows: everybody of the book at once, by one sum over who gave much.

The same arithmetic as for one person, set-based. Of two committees that share an allowance of
different size (a party and a PAC under common control) both bounds are looked at: what the smaller
one alone may have, and what both together may. Own committees that give under one limit are one
giver (``limit_bodies``).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, text

from financedesk.ledger import tables
from financedesk.ledger.limit_allowances import (
    Allowance,
    Level,
    levels_of,
    limit_of,
    limits_of,
    used_allowances,
)
from financedesk.ledger.limit_bodies import BodyRoom, body_rooms
from financedesk.ledger.limit_mixed import MixedUse, mixed_uses
from financedesk.ledger.limit_totals import uses_from
from financedesk.ledger.overrides import overrides as kept
from financedesk.rules.limits import Limit, Override
from financedesk.rules.parties import giver_of_contact

contact = tables.contact
_PERSON = "individual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """More than a limit allows: whose, under which allowance and window; amounts in cents.

    ``used_cents`` is net of refunds, ``gross_cents`` without them: a person whose gross is above
    the limit and whose net is not was refunded in time or not, which the dates say. ``person_ids``
    are all under whom gifts of the giver stand, ``windows`` the windows of those gifts: own
    committees that count as one giver have several. Where takers share an allowance of different
    sizes, ``taker_ids`` are those with this one and ``most_cents`` what they keep.
    """

    person_id: int
    limit_group: str
    window: str
    used_cents: int
    gross_cents: int
    allowed_cents: int
    limit: Limit
    person_ids: tuple[int, ...]
    windows: tuple[str, ...]
    taker_ids: tuple[int, ...] = ()
    most_cents: int | None = None

    @property
    def excess_cents(self) -> int:
        """What is still kept above the limit; 0 when refunds brought it down."""
        above = max(0, self.used_cents - self.allowed_cents)
        return above if self.most_cents is None else min(above, self.most_cents)


def excesses(
    connection: Connection,
    entity_ids: Collection[int] | None = None,
    *,
    overrides: Iterable[Override] = (),
    known: Sequence[Allowance] | None = None,
) -> tuple[Excess, ...]:
    """Return whoever gave above a limit, gross or net, the largest excess first.

    ``overrides`` go before those that the book keeps. Only gifts to ``entity_ids`` are summed, None
    for the whole book: pass all that share an allowance, or it is measured by a part of its gifts.
    ``known`` are the allowances that were used, where the caller has them.
    """
    overrides = tuple(overrides)
    given = (*overrides, *kept(connection))
    allowances = used_allowances(connection, entity_ids) if known is None else known
    bodies = body_rooms(connection, overrides=overrides, takers=entity_ids)
    levels = levels_of(limits_of(connection, allowances, _PERSON, given))
    mixed = {one.key: one for one in mixed_uses(connection, levels)}
    judged = [
        _judged(connection, row, allowances, given)
        for row in _above(connection, levels)
        if row.person_id not in bodies.person_ids
        and (row.person_id, row.limit_group, row.window, row.allowed) not in mixed
    ]
    judged += [
        _of_mixed(connection, one, allowances, given)
        for one in mixed.values()
        if one.person_id not in bodies.person_ids and one.gross_cents > one.allowed_cents
    ]
    judged += [_of_bodies(one) for one in bodies.rooms]
    found = [one for one in judged if one is not None]
    return tuple(sorted(found, key=lambda one: (-one.excess_cents, one.person_id, one.window)))


def _of_mixed(
    connection: Connection,
    one: MixedUse,
    allowances: Sequence[Allowance],
    overrides: Sequence[Override],
) -> Excess | None:
    """Return the excess by the smaller figure of an allowance, if it is this giver's figure."""
    giver = _class_of(connection, one.person_id)
    limits = [
        limit_of(connection, allowance, giver, overrides)
        for allowance in allowances
        if (allowance.limit_group, allowance.window) == (one.limit_group, one.window)
        and allowance.entity_id in one.taker_ids
    ]
    limit = next((found for found in limits if found and found.cents == one.allowed_cents), None)
    if limit is None:
        return None
    return Excess(
        person_id=one.person_id, limit_group=one.limit_group, window=one.window,
        used_cents=one.used_cents, gross_cents=one.gross_cents, allowed_cents=one.allowed_cents,
        limit=limit, person_ids=(one.person_id,), windows=(one.window,),
        taker_ids=one.taker_ids, most_cents=one.most_cents,
    )  # fmt: skip


def _class_of(connection: Connection, person_id: int) -> str:
    column = contact.c
    query = select(column.type).where(column.card_id == person_id).order_by(column.id.desc())
    giver = giver_of_contact(connection.execute(query.limit(1)).scalar() or "")
    return _PERSON if giver == "corporation" else giver


def _of_bodies(one: BodyRoom) -> Excess | None:
    """Return what own committees gave above their limit."""
    limit = one.limit
    if limit is None or limit.cents is None or one.gross_cents <= limit.cents:
        return None
    return Excess(
        person_id=one.person_ids[0], limit_group=one.limit_group, window=one.window,
        used_cents=one.used_cents, gross_cents=one.gross_cents, allowed_cents=limit.cents,
        limit=limit, person_ids=one.person_ids, windows=one.windows, taker_ids=one.taker_ids,
        most_cents=one.most_cents,
    )  # fmt: skip


_LEVEL = (
    "(CAST(:group{0} AS TEXT), CAST(:window{0} AS TEXT), CAST(:entity{0} AS BIGINT),"
    " CAST(:cents{0} AS BIGINT))"
)
_LEVEL_NAMES = ("group", "window", "entity", "cents")
_ABOVE = """
WITH level (limit_group, "window", entity_id, cents) AS (VALUES {levels})
SELECT u.person_id, u.limit_group, u."window", l.cents AS allowed, SUM(u.used_cents) AS used,
    SUM(u.gross_cents) AS gross
FROM {uses} u JOIN level l ON l.limit_group = u.limit_group AND l."window" = u."window"
    AND l.entity_id = u.entity_id
GROUP BY u.person_id, u.limit_group, u."window", l.cents
HAVING SUM(u.gross_cents) > l.cents
"""


def _above(connection: Connection, levels: Sequence[Level]) -> list[Row[Any]]:
    if not levels:
        return []
    names: dict[str, object] = {}
    for number, level in enumerate(levels):
        names |= {f"{name}{number}": value for name, value in zip(_LEVEL_NAMES, level, strict=True)}
    values = ", ".join(map(_LEVEL.format, range(len(levels))))
    uses = uses_from(min(level.cents for level in levels))
    return list(connection.execute(text(_ABOVE.format(levels=values, uses=uses)), names))


def _judged(
    connection: Connection,
    row: Row[Any],
    allowances: Sequence[Allowance],
    overrides: Sequence[Override],
) -> Excess | None:
    """Return the excess by the giver's own limit; a committee's may be another than a person's.

    An organisation of which no more is known is measured as a person is: what may not give at all
    has given too much when anybody else would have.
    """
    giver = _class_of(connection, row.person_id)
    limits = [
        limit
        for one in allowances
        if (one.limit_group, one.window) == (row.limit_group, row.window)
        for limit in [limit_of(connection, one, giver, overrides)]
        if limit is not None and limit.cents is not None
    ]
    # The level stands for the person's limit of this size; a giver without one is not measured.
    limit = next((one for one in limits if giver != _PERSON or one.cents == row.allowed), None)
    if limit is None or limit.cents is None or row.gross <= limit.cents:
        return None
    return Excess(
        person_id=row.person_id,
        limit_group=row.limit_group,
        window=row.window,
        used_cents=row.used,
        gross_cents=row.gross,
        allowed_cents=limit.cents,
        limit=limit,
        person_ids=(row.person_id,),
        windows=(row.window,),
    )
