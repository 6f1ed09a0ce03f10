"""What the book itself shows of ties between an independent body and parties or candidates.

Payees and employees whom they paid in the last 120 days as well, money that came from them, and who
stands above it or shares its limits. Signs, not facts: whether a firm's work was of the sort that
matters (11 CFR 109.21(d)(4)(ii)) no ledger can say. Only books that the user may see are looked
through.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from financedesk.ledger import tables
from financedesk.ledger.attributions import all_standings
from financedesk.ledger.contacts import PERSON_TYPES
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.overrides import overrides
from financedesk.rules.independence import independent_of, pays_staff, topic
from financedesk.rules.kinds import kinds
from financedesk.rules.thresholds import clock_on

item, contact = tables.item, tables.contact
VENDORS, STAFF, MONEY, CONTROL = "vendors", "staff", "money", "boards"
_NO_BILLS = frozenset(
    {"refunds", "loans", "own_transfers", "transfers_out", "earmarks_in_transit", "grants_made"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One tie: a payee in common, money that came in (an amount in cents), or common control.

    ``entity`` is the party or candidate, ``last`` the newest day of it, ``until`` the last day on
    which it would count, None where it has no end. ``how`` says what control consists in.
    """

    topic: str
    entity: str
    payee: str = ""
    cents: int = 0
    how: str = ""
    last: date
    until: date | None

    @property
    def name(self) -> str:
        """Who it is about: the payee, else the party or candidate."""
        return self.payee or self.entity


def signs_of(
    connection: Connection, entity_id: int, visible: Collection[int], on: date
) -> tuple[Sign, ...]:
    """Return the ties between an entity and parties and candidates of the book, on a day."""
    others = [
        one
        for one in entities(connection)
        if one.id in visible and one.id != entity_id and independent_of(one.kind)
    ]
    if not others:
        return ()
    return (
        *_control(connection, entity_id, others, on),
        *_common_payees(connection, entity_id, others, on),
        *_money_from(connection, entity_id, others, on),
    )


def _control(
    connection: Connection, entity_id: int, others: Sequence[EntityRow], on: date
) -> list[Sign]:
    """Return who stands above it in the organisation, and who shares its limits on that day.

    Both mean that one is taken to establish, finance, maintain or control the other (11 CFR
    100.5(g), 300.2(c)).
    """
    above, day = _above(connection, entity_id), on.isoformat()
    spans = all_standings(connection, [entity_id, *(one.id for one in others)])
    groups = {
        one: next((span.affiliation for span in held if span.since <= day <= span.until), "")
        for one, held in spans.items()
    }
    found = []
    for one in others:
        shared = groups[entity_id]
        how = "stands above it in the organisation" if one.id in above else ""
        if not how and shared and groups[one.id] == shared:
            how = f"shares the limit group {shared} with it"
        if how:
            found.append(Sign(topic=CONTROL, entity=one.name, how=how, last=on, until=None))
    return found


def _above(connection: Connection, entity_id: int) -> set[int]:
    """Return every entity above one, up to the highest."""
    parents = {one.id: one.parent_id for one in entities(connection)}
    found: set[int] = set()
    above = parents.get(entity_id)
    while above is not None and above not in found:
        found.add(above)
        above = parents.get(above)
    return found


@dataclass(frozen=True, slots=True)
class _Paid:
    """Who was paid: the name, by which entity, on which newest day, and whether as an employee."""

    name: str
    entity_id: int
    last: date
    person: bool
    employed: bool


def _common_payees(
    connection: Connection, entity_id: int, others: Sequence[EntityRow], on: date
) -> list[Sign]:
    """Return who was paid by both; name and place must agree.

    A person whom one of them employs is staff (11 CFR 109.21(d)(5)), everybody else a vendor.
    """
    given = overrides(connection)
    first = on - timedelta(days=clock_on(topic(VENDORS).clock, on, given).days or 0)
    own = _payees(connection, [entity_id], date.min, on)
    theirs = _payees(connection, [one.id for one in others], first, on)
    names = {one.id: one.name for one in others}
    found = []
    for key in sorted(own.keys() & theirs.keys()):
        paid = theirs[key]
        employed = paid.person and (paid.employed or own[key].employed)
        about = STAFF if employed else VENDORS
        found.append(
            Sign(
                topic=about, entity=names[paid.entity_id], payee=paid.name, last=paid.last,
                until=topic(about).counts_until(paid.last, given),
            )
        )  # fmt: skip
    return found


def _payees(
    connection: Connection, entity_ids: Sequence[int], first: date, last: date
) -> dict[tuple[str, str], _Paid]:
    """Return payees by name and place, each as the entity that paid last knows it."""
    employed = func.max(case((item.c.kind.in_(_staff()), 1), else_=0))
    query = (
        select(
            contact.c.search_name, contact.c.match_place, item.c.entity_id,
            func.max(item.c.item_date).label("last"), func.max(contact.c.name).label("name"),
            func.max(contact.c.last_name).label("last_name"),
            func.max(contact.c.first_name).label("first_name"),
            func.max(contact.c.type).label("type"), employed.label("employed"),
        )
        .select_from(item.join(contact, contact.c.id == item.c.contact_id))
        .where(
            item.c.entity_id.in_(entity_ids), item.c.kind.in_(_bills()), _is_paid(),
            contact.c.committee_id.is_(None),
            item.c.item_date.between(first.isoformat(), last.isoformat()),
            contact.c.match_place.is_not(None),
        )
        .group_by(contact.c.search_name, contact.c.match_place, item.c.entity_id)
        .order_by(func.max(item.c.item_date))
    )  # fmt: skip
    found: dict[tuple[str, str], _Paid] = {}
    for row in connection.execute(query):
        key = (row.search_name, row.match_place)
        before = found.get(key)
        names = filter(None, (row.first_name, row.last_name))
        found[key] = _Paid(
            row.name or " ".join(names), row.entity_id, date.fromisoformat(row.last),
            row.type in PERSON_TYPES,
            bool(row.employed) or (before is not None and before.employed),
        )  # fmt: skip
    return found


def _is_paid() -> ColumnElement[bool]:
    # Behind a payment to a payroll company stand memo entries that name the employees.
    return or_(
        item.c.cash_cents < 0,
        and_(item.c.memo == 1, item.c.amount_cents > 0, item.c.kind.in_(_staff())),
    )


@cache
def _staff() -> tuple[str, ...]:
    return tuple(code for code in kinds() if pays_staff(code))


@cache
def _bills() -> tuple[str, ...]:
    """Return the kinds of item that pay somebody for something: no refunds, loans or transfers."""
    return tuple(
        code
        for code, one in kinds().items()
        if one.direction == "out" and one.income_class not in _NO_BILLS
    )


def _money_from(
    connection: Connection, entity_id: int, others: Sequence[EntityRow], on: date
) -> list[Sign]:
    """Return what came in from committees of the book that it must be independent of."""
    names = {one.committee_id: one.name for one in others if one.committee_id}
    query = (
        select(
            contact.c.committee_id, func.sum(item.c.cash_cents).label("cents"),
            func.max(item.c.item_date).label("last"),
        )
        .select_from(item.join(contact, contact.c.id == item.c.contact_id))
        .where(
            item.c.entity_id == entity_id, item.c.cash_cents > 0, item.c.id.not_in(_prices()),
            contact.c.committee_id.in_(list(names)), item.c.item_date <= on.isoformat(),
        )
        .group_by(contact.c.committee_id)
        .order_by(contact.c.committee_id)
    )  # fmt: skip
    return [
        Sign(
            topic=MONEY, entity=names[row.committee_id], cents=int(row.cents), last=last,
            until=topic(MONEY).counts_until(last),
        )
        for row in connection.execute(query)
        for last in [date.fromisoformat(row.last)]
    ]  # fmt: skip


def _prices() -> Select[tuple[int]]:
    """Return the entries by which somebody paid what a list was worth: nothing was given."""
    entry = tables.list_transfer_entry
    return select(entry.c.item_id).where(entry.c.role == "price")
