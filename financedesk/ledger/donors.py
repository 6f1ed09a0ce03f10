"""The list of donors: who gave to the entities in hand, in any order, over any number of people.

A donor is a card: what one entity knows about somebody. The same person's card of another entity
is a donor of its own. A page of the window holds only card ids and reads the rows it shows.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    union_all,
)

from financedesk.ledger import tables
from financedesk.ledger.contacts import PERSON_TYPES
from financedesk.ledger.donors_search import donors_matching
from financedesk.ledger.donors_windows import Windows, law_aggregate, net_cents, windows_of
from financedesk.ledger.id_lists import ids_in, read_as_text
from financedesk.ledger.register_kinds import gift_kinds, refund_kinds
from financedesk.ledger.register_search import People
from financedesk.progress import Progress
from financedesk.rules.itemise import ITEMISATION_THRESHOLD_CENTS

donor, contact, item, aggregate = tables.donor, tables.contact, tables.item, tables.aggregate
card_search = tables.card_search

Order = Literal["name", "last", "gifts", "given", "aggregate", "cycle"]
Flag = Literal["missing", "asked", "refunded", "near", "never"]
Group = Literal["person", "organisation", "committee"]

INDEXED: frozenset[Order] = frozenset({"name", "last"})
"""The orders that an index answers, whatever the size."""
NEAR_CENTS = 150_00
"""From this aggregate on a giver is near the one above which gifts are itemised."""
RECURRING_MONTHS = 3
"""In so many of the last six months somebody must have given to count as recurring."""
_HALF_YEAR = 183
_SUMMED_AT_ONCE = 500
_GROUPS: Mapping[Group, tuple[str, ...]] = {
    "person": tuple(sorted(PERSON_TYPES)),
    "organisation": ("ORG",),
    "committee": ("CCM", "COM", "PAC", "PTY"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DonorQuery:
    """Which donors a list shows; only cards of ``entity_ids`` are ever found.

    ``today`` is the day that years, cycles and lapses are counted from. ``first_day`` and
    ``last_day``: gave between them, both included (``YYYY-MM-DD``). ``lapsed_since``: gave, but not
    on that day or later. ``new_since``: gave for the first time on that day or later.
    Flag ``missing``: a person with an itemised gift of whom street, city, employer or occupation is
    not known (52 U.S.C. 30101(13); 11 CFR 104.7); ``asked``: somebody was asked for it and has not
    answered; ``near``: the aggregate stands at 150.00 to
    200.00; ``never``: no gift yet.
    """

    entity_ids: tuple[int, ...]
    today: date
    text: str = ""
    state: str = ""
    group: Group | None = None
    flag: Flag | None = None
    first_day: str = ""
    last_day: str = ""
    lapsed_since: str = ""
    new_since: str = ""
    recurring: bool = False
    order: Order = "last"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class DonorCount:
    """How many donors a query finds, and what they gave in all, in cents and before refunds."""

    donors: int
    given_cents: int


def donor_ids(
    connection: Connection, query: DonorQuery, *, limit: int | None = None
) -> "array[int]":
    """Return the cards of the donors that a query finds, in its order.

    With a limit the first of them come in an instant if the order is one of ``INDEXED``.
    """
    windows = windows_of(connection, query.entity_ids, query.today)
    arms = [
        _arm(one, windows, people)
        for one, people in _portions(connection, query, first_rows=limit is not None)
    ]
    statement = arms[0] if len(arms) == 1 else union_all(*arms)
    keys = (statement.selected_columns.key, statement.selected_columns.card)
    statement = statement.order_by(*_turned(keys, descending=query.descending)).limit(limit)
    if limit is not None:
        return array("q", connection.execute(statement).scalars())
    return ids_in(read_as_text(connection, statement.subquery().c.card))


def _portions(
    connection: Connection, query: DonorQuery, *, first_rows: bool
) -> list[tuple[DonorQuery, People | None]]:
    """Return what one arm of the statement answers, and the people that the text means.

    An index gives the order of one entity's donors, so each is an arm of its own and the database
    merges them. The few that a text finds are put in order anyway: one arm does for all.
    """
    people = None
    if query.text.strip():
        people = donors_matching(connection, query.entity_ids, query.text)
        if not first_rows or query.order not in INDEXED:
            people = replace(people, walked=None)
    by_entity = query.order in INDEXED and (people is None or people.walked is not None)
    if not by_entity or not query.entity_ids:
        return [(query, people)]
    return [(replace(query, entity_ids=(one,)), people) for one in query.entity_ids]


def _arm(query: DonorQuery, windows: Windows, people: People | None) -> Select[Any]:
    columns = (donor.c.card_id.label("card"), _ORDERS[query.order](windows).label("key"))
    return _found(query, windows, select(*columns), people)


def donor_count(connection: Connection, query: DonorQuery) -> DonorCount:
    """Return how many donors a query finds and what they gave."""
    figures = select(func.count(), func.coalesce(func.sum(donor.c.given_cents), 0))
    windows = windows_of(connection, query.entity_ids, query.today)
    people = None
    if query.text.strip():
        people = replace(donors_matching(connection, query.entity_ids, query.text), walked=None)
    found = _found(replace(query, order="last"), windows, figures, people)
    donors, cents = connection.execute(found).one()
    return DonorCount(int(donors), int(cents))


def donors_total(connection: Connection, card_ids: Sequence[int], progress: Progress) -> int:
    """Return what these donors gave in all, in cents and before refunds."""
    total = 0
    for start in range(0, len(card_ids), _SUMMED_AT_ONCE):
        progress.step(start, len(card_ids), "Adding up")
        some = card_ids[start : start + _SUMMED_AT_ONCE]
        cents = select(func.coalesce(func.sum(donor.c.given_cents), 0))
        total += int(connection.execute(cents.where(donor.c.card_id.in_(some))).scalar_one())
    return total


def donor_states(connection: Connection, entity_ids: Sequence[int]) -> tuple[str, ...]:
    """Return the states of the mailing addresses that are known, in the order of the alphabet."""
    states = select(contact.c.state).where(
        contact.c.entity_id.in_(entity_ids), contact.c.state.is_not(None)
    )
    return tuple(connection.execute(states.distinct().order_by(contact.c.state)).scalars())


# --- the query


def _found(
    query: DonorQuery, windows: Windows, statement: Select[Any], people: People | None
) -> Select[Any]:
    """Return a statement over the donors that fit; ``people`` are those that a text means."""
    walked = None if people is None else people.walked
    source: FromClause = donor
    owner: ColumnElement[int] = donor.c.entity_id
    if query.order == "name":
        # The names' index leads: it stands in the order that is asked for.
        owner = card_search.c.entity_id
        source = card_search.join(donor, donor.c.card_id == card_search.c.card_id)
    elif walked is not None:
        source = donor.join(card_search, card_search.c.card_id == donor.c.card_id)
    if query.state or query.group or query.flag == "missing":
        source = source.join(contact, contact.c.id == donor.c.contact_id)
    statement = statement.select_from(source)
    if people is not None and walked is None:
        # The sum keeps SQLite at the cards that a search has found.
        owner = owner + 0
    conditions = [_one_of(owner, query.entity_ids)]
    wanted = (condition(query) for condition in _CONDITIONS)
    conditions += [condition for condition in wanted if condition is not None]
    if query.flag is not None:
        conditions.append(_FLAGS[query.flag](windows))
    if people is not None:
        conditions.append(donor.c.card_id.in_(people.cards) if walked is None else walked)
    return statement.where(*conditions)


def _one_of(column: ColumnElement[int], values: tuple[int, ...]) -> ColumnElement[bool]:
    return column == values[0] if len(values) == 1 else column.in_(values)


def _state(query: DonorQuery) -> ColumnElement[bool] | None:
    return contact.c.state == query.state if query.state else None


def _group(query: DonorQuery) -> ColumnElement[bool] | None:
    return contact.c.type.in_(_GROUPS[query.group]) if query.group else None


def _lapsed(query: DonorQuery) -> ColumnElement[bool] | None:
    return donor.c.last_day < query.lapsed_since if query.lapsed_since else None


def _new(query: DonorQuery) -> ColumnElement[bool] | None:
    return donor.c.first_day >= query.new_since if query.new_since else None


def _gave_between(query: DonorQuery) -> ColumnElement[bool] | None:
    if not query.first_day and not query.last_day:
        return None
    first, last = query.first_day or "0001-01-01", query.last_day or "9999-12-31"
    inside = exists().where(
        item.c.card_id == donor.c.card_id, item.c.item_date.between(first, last),
        item.c.memo == 0, item.c.kind.in_(gift_kinds()),
    )  # fmt: skip
    return and_(donor.c.last_day >= first, donor.c.first_day <= last, inside)


def _recurring(query: DonorQuery) -> ColumnElement[bool] | None:
    if not query.recurring:
        return None
    since = date.fromordinal(query.today.toordinal() - _HALF_YEAR).isoformat()
    months = func.count(func.substr(item.c.item_date, 1, 7).distinct())
    given = (
        select(months)
        .where(
            item.c.card_id == donor.c.card_id, item.c.item_date >= since,
            item.c.memo == 0, item.c.kind.in_(gift_kinds()),
        )
        .scalar_subquery()
    )  # fmt: skip
    enough = donor.c.gifts >= RECURRING_MONTHS
    return and_(enough, donor.c.last_day >= since, given >= RECURRING_MONTHS)


def _missing(_windows: Windows) -> ColumnElement[bool]:
    return and_(lacks_information(), has_itemised_gift(donor.c.card_id))


def _asked(_windows: Windows) -> ColumnElement[bool]:
    request = tables.donor_request
    waiting = select(request.c.card_id).where(request.c.answered_on.is_(None))
    return donor.c.card_id.in_(waiting)


def _refunded(_windows: Windows) -> ColumnElement[bool]:
    back = select(item.c.card_id).where(
        item.c.kind.in_(refund_kinds()), item.c.card_id.is_not(None)
    )
    return donor.c.card_id.in_(back)


def _near(windows: Windows) -> ColumnElement[bool]:
    stands = law_aggregate(windows)
    recent = donor.c.last_day >= windows.earliest
    return and_(recent, stands.between(NEAR_CENTS, ITEMISATION_THRESHOLD_CENTS))


def _never(_windows: Windows) -> ColumnElement[bool]:
    return donor.c.gifts == 0


_FLAGS: Mapping[Flag, Callable[[Windows], ColumnElement[bool]]] = {
    "missing": _missing, "asked": _asked, "refunded": _refunded, "near": _near, "never": _never,
}  # fmt: skip
_CONDITIONS = (_state, _group, _lapsed, _new, _gave_between, _recurring)


def lacks_information() -> ColumnElement[bool]:
    """Return the condition that a contact is a person of whom something is not known."""
    asked = (contact.c.street_1, contact.c.city, contact.c.employer, contact.c.occupation)
    return and_(contact.c.type.in_(_GROUPS["person"]), or_(*(column.is_(None) for column in asked)))


def has_itemised_gift(card: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that a card has a gift that a report shows by itself."""
    return exists().where(
        item.c.card_id == card, item.c.memo == 0, item.c.kind.in_(gift_kinds()),
        aggregate.c.item_id == item.c.id, aggregate.c.itemised == 1,
    )  # fmt: skip


_ORDERS: Mapping[Order, Callable[[Windows], ColumnElement[Any]]] = {
    "name": lambda _windows: card_search.c.name,
    "last": lambda _windows: donor.c.last_day,
    "gifts": lambda _windows: donor.c.gifts,
    "given": lambda _windows: donor.c.given_cents,
    "aggregate": lambda windows: _if_recent(windows, law_aggregate(windows)),
    "cycle": lambda windows: _if_recent(windows, net_cents(windows.cycle_from)),
}


def _turned(
    keys: tuple[ColumnElement[Any], ...], *, descending: bool
) -> tuple[ColumnElement[Any], ...]:
    # Whoever never gave stands where SQLite's index has him, on the other database as well.
    if descending:
        return tuple(key.desc().nulls_last() for key in keys)
    return tuple(key.asc().nulls_first() for key in keys)


def _if_recent(windows: Windows, cents: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a figure of this cycle, without looking for it where nothing was given in it."""
    recent = donor.c.last_day >= windows.earliest
    return func.coalesce(case((recent, cents), else_=0), 0)
