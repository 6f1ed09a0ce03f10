"""The allowances that were used, and what the law makes of each window of them.

An allowance is a name under which uses are added up (``rules.attribution.limit_group``). Of two
committees that share one of different size (a party and a PAC under common control) both bounds
are looked at: what the smaller one alone may have, and what both together may.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.attributions import standings
from financedesk.ledger.entities import EntityRow, accounts, entities
from financedesk.ledger.overrides import overrides as kept
from financedesk.rules.attribution import PURSES, SPECIAL_PURSES, limit_group
from financedesk.rules.dates import general_election_day
from financedesk.rules.limits import (
    SPECIAL_ACCOUNT,
    Limit,
    LimitRule,
    Override,
    limit_day,
    limit_on,
    rule_for,
)
from financedesk.rules.parties import recipient_of_body, statuses
from financedesk.rules.windows import Election, is_election_code


class Allowance(NamedTuple):
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


def limit_levels(
    connection: Connection, entity_ids: Collection[int] | None, givers: Iterable[str]
) -> dict[str, tuple[Level, ...]]:
    """Return what each used window of each allowance comes to, by class of giver.

    Counsel's word is in. ``entity_ids`` must be all that share an allowance, None for the whole
    book. Where they share one of different sizes there is a level for each size, and an entity
    belongs to those that are not below its own.
    """
    allowances, given = used_allowances(connection, entity_ids), kept(connection)
    return {
        one: tuple(levels_of(limits_of(connection, allowances, one, given)))
        for one in sorted(givers)
    }


def limits_of(
    connection: Connection,
    allowances: Sequence[Allowance],
    giver: str,
    overrides: Sequence[Override],
) -> dict[Allowance, Limit | None]:
    """Return what a class of giver may give of each allowance; None where no amount is set."""
    return {one: limit_of(connection, one, giver, overrides) for one in allowances}


def used_allowances(
    connection: Connection, entity_ids: Collection[int] | None = None
) -> tuple[Allowance, ...]:
    """Return the windows of the allowances of some entities, None for all, that were used."""
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
        Allowance(group, window, entity_id, *names[entity_id, group], date.fromisoformat(last))
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


def limit_of(
    connection: Connection, one: Allowance, giver: str, overrides: Sequence[Override]
) -> Limit | None:
    """Return what a class of giver may give of one allowance; None where no amount is set."""
    rule = rule_of(one, giver)
    return None if rule is None else limit_on(rule, _measuring_day(connection, one), overrides)


def rule_of(one: Allowance, giver: str, office: str = "") -> LimitRule | None:
    """Return the limit by which a class of giver is measured; ``office`` is the candidate's."""
    special = SPECIAL_ACCOUNT if one.purse in SPECIAL_PURSES else ""
    recipient = "levin" if one.purse == "levin" else one.recipient
    return rule_for(giver, recipient, office=office, account=special)


def _measuring_day(connection: Connection, one: Allowance) -> date:
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


def levels_of(limits: Mapping[Allowance, Limit | None]) -> list[Level]:
    """Return the bounds of each window: one for each size that those who share it have."""
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
