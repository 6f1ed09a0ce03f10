"""Who gave more than a limit allows: everybody of the book at once, by one sum over who gave much.

The same arithmetic as for one person, set-based. Of two committees that share an allowance of
different size (a party and a PAC under common control) both bounds are looked at: what the smaller
one alone may have, and what both together may.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select, text

from financedesk.ledger import tables
from financedesk.ledger.attributions import standings
from financedesk.ledger.entities import EntityRow, accounts, entities
from financedesk.ledger.limit_totals import uses_from
from financedesk.ledger.overrides import overrides as kept
from financedesk.rules.attribution import PURSES, SPECIAL_PURSES, limit_group
from financedesk.rules.dates import general_election_day
from financedesk.rules.limits import (
    SPECIAL_ACCOUNT,
    Limit,
    Override,
    limit_day,
    limit_on,
    rule_for,
)
from financedesk.rules.parties import giver_of_contact, recipient_of_body, statuses
from financedesk.rules.windows import Election, is_election_code

contact = tables.contact
_PERSON = "individual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """More than a limit allows: whose, under which allowance and window; amounts in cents.

    ``used_cents`` is net of refunds, ``gross_cents`` without them: a person whose gross is above
    the limit and whose net is not was refunded in time or not, which the dates say.
    """

    person_id: int
    limit_group: str
    window: str
    used_cents: int
    gross_cents: int
    allowed_cents: int
    limit: Limit

    @property
    def excess_cents(self) -> int:
        """What is still kept above the limit; 0 when refunds brought it down."""
        return max(0, self.used_cents - self.allowed_cents)


class _Allowance(NamedTuple):
    """A window of one entity's allowance, and the last day on which somebody used it."""

    limit_group: str
    window: str
    entity_id: int
    recipient: str
    purse: str
    last_day: date


class Level(NamedTuple):
    """An entity that belongs to all whose allowance in a window is at most ``cents``."""

    limit_group: str
    window: str
    entity_id: int
    cents: int


def excesses(
    connection: Connection,
    entity_ids: Collection[int] | None = None,
    *,
    overrides: Iterable[Override] = (),
) -> tuple[Excess, ...]:
    """Return whoever gave above a limit, gross or net, the largest excess first.

    ``overrides`` go before those that the book keeps. Only gifts to ``entity_ids`` are summed, None
    for the whole book: pass all that share an allowance, or it is measured by a part of its gifts.
    """
    given = (*overrides, *kept(connection))
    allowances = _allowances(connection, entity_ids)
    found = [
        excess
        for row in _above(connection, _levels(_limits(connection, allowances, _PERSON, given)))
        for excess in [_judged(connection, row, allowances, given)]
        if excess is not None
    ]
    return tuple(sorted(found, key=lambda one: (-one.excess_cents, one.person_id, one.window)))


def limit_levels(
    connection: Connection, entity_ids: Collection[int] | None, givers: Iterable[str]
) -> dict[str, tuple[Level, ...]]:
    """Return what each used window of each allowance comes to, by class of giver.

    Counsel's word is in. ``entity_ids`` must be all that share an allowance, None for the whole
    book. Where they share one of different sizes there is a level for each size, and an entity
    belongs to those that are not below its own.
    """
    allowances, given = _allowances(connection, entity_ids), kept(connection)
    return {
        one: tuple(_levels(_limits(connection, allowances, one, given))) for one in sorted(givers)
    }


def _limits(
    connection: Connection,
    allowances: Sequence[_Allowance],
    giver: str,
    overrides: Sequence[Override],
) -> dict[_Allowance, Limit | None]:
    return {one: _limit(connection, one, giver, overrides) for one in allowances}


def _allowances(
    connection: Connection, entity_ids: Collection[int] | None
) -> tuple[_Allowance, ...]:
    names = {
        (entity.id, group): known
        for entity in entities(connection)
        if entity_ids is None or entity.id in entity_ids
        for group, known in _names_of(connection, entity).items()
    }
    column = tables.limit_use.c
    query = select(column.entity_id, column.limit_group, column.window, column.last_day)
    query = query.order_by(column.entity_id, column.limit_group, column.window)
    return tuple(
        _Allowance(group, window, entity_id, *names[entity_id, group], date.fromisoformat(last))
        for entity_id, group, window, last in connection.execute(query)
        if (entity_id, group) in names
    )


def _names_of(connection: Connection, entity: EntityRow) -> dict[str, tuple[str, str]]:
    """Return recipient class and purse by the name under which an entity's receipts count."""
    kinds = {"", *(account.kind for account in accounts(connection, entity.id))}
    found: dict[str, tuple[str, str]] = {}
    for standing in standings(connection, entity.id):
        status = standing.status if standing.status in statuses() else ""
        for kind in sorted(kinds):
            recipient = recipient_of_body(entity.kind, kind, status=status)
            for purse in PURSES:
                group = limit_group(
                    recipient, purse, owner=str(entity.id), affiliation=standing.affiliation
                )
                if group is not None:
                    found.setdefault(group, (recipient, purse))
    return found


def _limit(
    connection: Connection, one: _Allowance, giver: str, overrides: Sequence[Override]
) -> Limit | None:
    special = SPECIAL_ACCOUNT if one.purse in SPECIAL_PURSES else ""
    recipient = "levin" if one.purse == "levin" else one.recipient
    rule = rule_for(giver, recipient, account=special)
    return None if rule is None else limit_on(rule, _measuring_day(connection, one), overrides)


def _measuring_day(connection: Connection, one: _Allowance) -> date:
    """Return the day whose figure measures a window: of a past election the election's own."""
    if not is_election_code(one.window):
        return one.last_day
    column = tables.election.c
    query = select(column.held_on).where(
        column.entity_id == one.entity_id,
        column.code == one.window,
        column.held_on.is_not(None),
    )
    held = connection.execute(query.limit(1)).scalar()
    day = general_election_day(int(one.window[1:])) if held is None else date.fromisoformat(held)
    return limit_day(one.last_day, Election(code=one.window, held_on=day))


def _levels(limits: dict[_Allowance, Limit | None]) -> list[Level]:
    amounts = {
        one: limit.cents
        for one, limit in limits.items()
        if limit is not None and limit.cents is not None
    }
    return [
        Level(one.limit_group, one.window, one.entity_id, bound)
        for one, cents in amounts.items()
        for bound in sorted(
            {
                amount
                for other, amount in amounts.items()
                if (other.limit_group, other.window) == (one.limit_group, one.window)
            }
        )
        if cents <= bound
    ]


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
    allowances: Sequence[_Allowance],
    overrides: Sequence[Override],
) -> Excess | None:
    """Return the excess by the giver's own limit; a committee's may be another than a person's.

    An organisation of which no more is known is measured as a person is: what may not give at all
    has given too much when anybody else would have.
    """
    column = contact.c
    query = select(column.type).where(column.card_id == row.person_id).order_by(column.id.desc())
    giver = giver_of_contact(connection.execute(query.limit(1)).scalar() or "")
    giver = _PERSON if giver == "corporation" else giver
    limits = [
        limit
        for one in allowances
        if (one.limit_group, one.window) == (row.limit_group, row.window)
        for limit in [_limit(connection, one, giver, overrides)]
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
    )
