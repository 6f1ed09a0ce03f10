"""What the meters of charities and issue organisations read off the ledger.

Sums by year and kind of item; what a kind counts as is data of the rules. Memo items are detail of
others and are left out. Years are calendar years, by the day of the item.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.entity_standing import status_on
from financedesk.rules.meters import (
    CEILING_YEARS,
    SUPPORT_YEARS,
    Meter,
    Reading,
    Support,
    YearSums,
    campaign_intervention,
    exempt_function_tax,
    lobbying,
    meters_for,
    primary_activity,
    public_support,
    use_of,
)

_ELECTED = "elected_lobbying_test"
_GIFTS, _GIVEN_BACK = "gifts", "given_back"
_IN_FULL, _OTHER_SUPPORT = ("full_support",), ("investment_income", "other_support")

item, link = tables.item, tables.person_link


def meter_readings(connection: Connection, entity_id: int, year: int) -> tuple[Reading, ...]:
    """Return what every meter of an entity shows for a year; none for most kinds of entity.

    Raises NotFound for an unknown entity, and for a year before the law that is measured.
    """
    entity = entity_by_id(connection, entity_id)
    return tuple(_READ[one.code](connection, entity, one, year) for one in meters_for(entity.kind))


def year_sums(connection: Connection, entity_id: int, years: Iterable[int]) -> list[YearSums]:
    """Return what the items of an entity come to by use, for each of some years in order.

    Memo items do not count. The totals of days know it, which a unit of work writes at its end.
    """
    wanted = sorted(years)
    column = tables.day_total.c
    year = func.substr(column.day, 1, 4)
    query = (
        select(year.label("year"), column.kind, func.sum(column.cents).label("cents"))
        .where(column.entity_id == entity_id, _within(column.day, wanted[0], wanted[-1]))
        .group_by(year, column.kind)
    )
    sums: dict[int, dict[str, int]] = {one: defaultdict(int) for one in wanted}
    for row in connection.execute(query):
        sums[int(row.year)][use_of(row.kind)] += int(row.cents)
    return [YearSums(year=one, uses=sums[one]) for one in wanted]


def support_of(connection: Connection, entity_id: int, year: int) -> Support:
    """Return the support of the five years that end with one, by giver."""
    first = year - SUPPORT_YEARS + 1
    sums = year_sums(connection, entity_id, range(first, year + 1))
    givers, unnamed = _givers(connection, entity_id, first, year)
    return Support(
        givers=tuple(givers),
        unnamed_cents=unnamed,
        full_cents=sum(one.of(*_IN_FULL) for one in sums),
        other_cents=sum(one.of(*_OTHER_SUPPORT) for one in sums),
        years=sum(1 for one in sums if one.of(_GIFTS, *_IN_FULL, *_OTHER_SUPPORT)),
    )


def _givers(
    connection: Connection, entity_id: int, first: int, last: int
) -> tuple[Sequence[int], int]:
    """Return what each person gave less what went back, and what nobody in particular gave."""
    column = item.c
    person = func.coalesce(link.c.person_id, column.card_id)
    query = (
        select(person.label("person"), column.kind, func.sum(column.amount_cents).label("cents"))
        .select_from(item.outerjoin(link, link.c.card_id == column.card_id))
        .where(
            column.entity_id == entity_id,
            column.memo == 0,
            _within(column.item_date, first, last),
        )
        .group_by(person, column.kind)
    )
    given: dict[int | None, int] = defaultdict(int)
    for row in connection.execute(query):
        sign = {_GIFTS: 1, _GIVEN_BACK: -1}.get(use_of(row.kind), 0)
        given[row.person] += sign * int(row.cents)
    unnamed = given.pop(None, 0)
    return [cents for cents in given.values() if cents], unnamed


def _within(day: ColumnElement[str], first: int, last: int) -> ColumnElement[bool]:
    return day.between(f"{first:04}-01-01", f"{last:04}-12-31")


# --- one reader for each meter


def _one_year(
    read: Callable[[Meter, YearSums], Reading],
) -> Callable[[Connection, EntityRow, Meter, int], Reading]:
    def reader(connection: Connection, entity: EntityRow, meter: Meter, year: int) -> Reading:
        return read(meter, year_sums(connection, entity.id, [year])[0])

    return reader


def _lobbying(connection: Connection, entity: EntityRow, meter: Meter, year: int) -> Reading:
    years = year_sums(connection, entity.id, range(year - CEILING_YEARS + 1, year + 1))
    used = [one for one in years if any(one.uses.values()) or one.year == year]
    elected = status_on(connection, entity.id, f"{year}-12-31") == _ELECTED
    return lobbying(meter, used, elected=elected)


def _public_support(connection: Connection, entity: EntityRow, meter: Meter, year: int) -> Reading:
    return public_support(meter, year, support_of(connection, entity.id, year))


_READ: dict[str, Callable[[Connection, EntityRow, Meter, int], Reading]] = {
    "c4_primary_activity": _one_year(primary_activity),
    "c3_campaign_intervention": _one_year(campaign_intervention),
    "lobbying": _lobbying,
    "public_support": _public_support,
    "exempt_function_tax": _one_year(exempt_function_tax),
}
