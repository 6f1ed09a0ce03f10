"""Allowances that takers of different size share: a party and a PAC under common control.

Each of them is measured by its own figure against what was given to all (``limits``). Whoever gave
to the one with the smaller figure is above it when all of it together is, and at most by what that
one received. Such groups are few, so they are looked at one by one beside the sums of everybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, text

from financedesk.ledger.limit_allowances import Level
from financedesk.ledger.limit_totals import uses_from

Place = tuple[str, str]
"""The name of an allowance and a window."""

_QUERY = """
SELECT person_id, limit_group, "window", entity_id, used_cents, gross_cents, first_id
FROM {uses} AS u WHERE u.limit_group IN :groups ORDER BY person_id, entity_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedUse:
    """What one giver used of a shared allowance, measured by the smaller figure; cents.

    ``used_cents`` and ``gross_cents`` are of all takers, ``most_cents`` is what those with this
    figure keep: no more than that can be too much. ``first_ids`` are the first gifts by taker.
    """

    person_id: int
    limit_group: str
    window: str
    allowed_cents: int
    used_cents: int
    gross_cents: int
    most_cents: int
    taker_ids: tuple[int, ...]
    first_ids: Mapping[int, int]

    @property
    def key(self) -> tuple[int, str, str, int]:
        """The person, the allowance, the window and the figure."""
        return self.person_id, self.limit_group, self.window, self.allowed_cents


def own_figures(levels: Iterable[Level]) -> dict[Place, dict[int, int]]:
    """Return each taker's own figure where takers of one allowance differ in it."""
    found: dict[Place, dict[int, int]] = defaultdict(dict)
    for group, window, entity_id, cents in levels:
        before = found[group, window].get(entity_id, cents)
        found[group, window][entity_id] = min(before, cents)
    return {place: own for place, own in found.items() if len({*own.values()}) > 1}


def mixed_uses(connection: Connection, levels: Iterable[Level]) -> list[MixedUse]:
    """Return what givers used who gave to a taker with the smaller figure of a shared allowance."""
    figures = own_figures(levels)
    if not figures:
        return []
    least = min(min(own.values()) for own in figures.values())
    query = text(_QUERY.format(uses=uses_from(least * 80 // 100)))
    query = query.bindparams(bindparam("groups", expanding=True))
    rows: dict[tuple[int, Place], list[Row[tuple[int, ...]]]] = defaultdict(list)
    for row in connection.execute(query, {"groups": sorted({group for group, _ in figures})}):
        rows[row.person_id, (row.limit_group, row.window)].append(row)
    return [
        one
        for (person_id, place), given in rows.items()
        if place in figures
        for one in _measured(person_id, place, given, figures[place])
    ]


def _measured(
    person_id: int, place: Place, given: Iterable[Row[tuple[int, ...]]], own: Mapping[int, int]
) -> Iterable[MixedUse]:
    given = list(given)
    for cents in sorted({*own.values()})[:-1]:
        small = [row for row in given if own.get(row.entity_id) == cents]
        most = sum(int(row.used_cents) for row in small)
        if most > 0:
            yield MixedUse(
                person_id=person_id, limit_group=place[0], window=place[1], allowed_cents=cents,
                used_cents=sum(int(row.used_cents) for row in given),
                gross_cents=sum(int(row.gross_cents) for row in given), most_cents=most,
                taker_ids=tuple(row.entity_id for row in small),
                first_ids={row.entity_id: row.first_id for row in small},
            )  # fmt: skip
