"""The derived table behind the list of donors: one row per card that gave.

A card that nothing but contributions is known of is a donor too, even before its first gift: that
is how somebody who was added by hand is found again. Vendors and conduits are not.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    text,
    union,
)
from sqlalchemy import column as named
from sqlalchemy import table as lightweight

from financedesk.book.idle_indexes import built_afterwards
from financedesk.book.rooms import Problem
from financedesk.book.unit import Removal, UnitOfWork
from financedesk.book.walls import enforced
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import gift_kinds, kinds_of, refund_kinds
from financedesk.rules.conduits import processors

item, contact, donor, party = tables.item, tables.contact, tables.donor, tables.item_party

_COLUMNS = [column.name for column in donor.columns]
_MANY = 1_000
_SHOWN = 20
# A temporary table of each connection, not one of the book.
_touched = lightweight("touched_card", named("card_id"))


def refresh(unit: UnitOfWork) -> None:
    """Recompute the donors whose cards or gifts the unit touched."""
    connection = unit.connection
    if unit.removal is None:
        _forget_touched(connection)
    _touch(connection, _cards_of(unit))
    if unit.batch is not None:
        # A server keeps who writes in one entity from writing all that they see.
        may_write_all = not enforced(connection)
        if may_write_all and _fills_the_book(connection, unit.batch.first_id, unit.last_id):
            rebuild(connection)
            return
        _touch_range(connection, unit.batch.first_id, unit.last_id)
    connection.execute(_forget_rows())
    _fill(connection, whole=False)


def before_removal(unit: UnitOfWork, removal: Removal) -> None:
    """Note whose rows change when the rows of a batch go, while they are still there."""
    _forget_touched(unit.connection)
    _touch_range(unit.connection, removal.first_id, removal.last_id)


def rebuild(connection: Connection) -> None:
    """Write the whole table anew."""
    connection.execute(delete(donor))
    number = connection.execute(select(func.count()).select_from(contact)).scalar_one()
    with built_afterwards(connection, donor.indexes, coming=number):
        _fill(connection, whole=True)


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield every donor whose row is not what the entries say."""
    kept = select(*donor.columns)
    without_gift = ~exists().where(_is_gift(), item.c.card_id == contact.c.card_id)
    true = select(union(_givers(None), _others(None, without_gift)).subquery())
    wrong = {row[0] for row in connection.execute(true.except_(kept).limit(_SHOWN))}
    wrong |= {row[0] for row in connection.execute(kept.except_(true).limit(_SHOWN))}
    for card_id in sorted(wrong)[:_SHOWN]:
        yield Problem(
            "ledger", f"The donor {card_id} is not what the entries say.", "donor", card_id
        )


# --- the rows


def _fill(connection: Connection, *, whole: bool) -> None:
    for statement in _filling(whole=whole):
        connection.execute(statement)


# Put together once: after every single gift they would take longer to write than to run.
@cache
def _filling(*, whole: bool) -> tuple[Insert, ...]:
    cards = None if whole else select(_touched.c.card_id)
    unlisted = contact.c.card_id.not_in(select(donor.c.card_id))
    return tuple(
        insert(donor).from_select(_COLUMNS, rows)
        for rows in (_givers(cards), _others(cards, unlisted))
    )


@cache
def _forget_rows() -> Delete:
    return delete(donor).where(donor.c.card_id.in_(select(_touched.c.card_id)))


def _is_gift() -> ColumnElement[bool]:
    return (item.c.memo == 0) & item.c.kind.in_(gift_kinds())


def _givers(cards: Select[Any] | None) -> Select[Any]:
    """Return who gave; the index ``item_card`` holds all that is asked of the items."""
    given = (
        select(
            item.c.card_id,
            func.count().label("gifts"),
            func.min(item.c.item_date).label("first_day"),
            func.max(item.c.item_date).label("last_day"),
            func.sum(item.c.amount_cents).label("cents"),
        )
        .where(_is_gift(), _within(item.c.card_id, cards))
        .group_by(item.c.card_id)
        .subquery()
    )
    owner = select(contact.c.entity_id).where(contact.c.id == given.c.card_id).scalar_subquery()
    return select(
        given.c.card_id, owner.label("entity_id"), _newest(given.c.card_id).label("contact_id"),
        given.c.gifts, given.c.first_day, given.c.last_day, given.c.cents,
    )  # fmt: skip


def _others(cards: Select[Any] | None, without_gift: ColumnElement[bool]) -> Select[Any]:
    """Return cards without a gift that are nobody's vendor, candidate or conduit."""
    known = (*kinds_of("contributions"), *refund_kinds())
    otherwise = exists().where(item.c.card_id == contact.c.card_id, item.c.kind.not_in(known))
    conduits = [one.committee_id for one in processors() if one.committee_id]
    committee = contact.c.committee_id
    return select(
        contact.c.card_id, contact.c.entity_id, _newest(contact.c.card_id).label("contact_id"),
        literal(0).label("gifts"), null().label("first_day"), null().label("last_day"),
        literal(0).label("cents"),
    ).where(
        contact.c.id == contact.c.card_id, _within(contact.c.card_id, cards), without_gift,
        ~otherwise, contact.c.card_id.not_in(select(party.c.card_id)),
        or_(committee.is_(None), committee.not_in(conduits)),
    )  # fmt: skip


def _newest(card: ColumnElement[int]) -> Any:  # noqa: ANN401 - SQLAlchemy's scalar select
    version = contact.alias("version")
    return select(func.max(version.c.id)).where(version.c.card_id == card).scalar_subquery()


def _within(card: ColumnElement[int], cards: Select[Any] | None) -> ColumnElement[bool]:
    return card.is_not(None) if cards is None else card.in_(cards)


# --- what was touched


def _cards_of(unit: UnitOfWork) -> set[int]:
    found: set[int] = set()
    for change in unit.changes:
        if change.table in ("item", "contact", "item_party"):
            for values in (change.before, change.after):
                if values is not None and values["card_id"] is not None:
                    found.add(values["card_id"])
    return found


def _forget_touched(connection: Connection) -> None:
    connection.execute(text("CREATE TEMPORARY TABLE IF NOT EXISTS touched_card (card_id BIGINT)"))
    connection.execute(delete(_touched))


def _touch(connection: Connection, cards: Iterable[int]) -> None:
    rows = [{"card_id": card} for card in sorted(cards)]
    if rows:
        connection.execute(insert(_touched), rows)


def _touch_range(connection: Connection, first_id: int, last_id: int) -> None:
    for table in (item, contact, party):
        rows = select(table.c.card_id).distinct()
        rows = rows.where(table.c.id.between(first_id, last_id), table.c.card_id.is_not(None))
        connection.execute(insert(_touched).from_select(["card_id"], rows))


def _fills_the_book(connection: Connection, first_id: int, last_id: int) -> bool:
    """Whether most entries of the book came with a batch: one walk over all is cheaper then."""
    number = select(func.count()).select_from(item)
    came = connection.execute(number.where(item.c.id.between(first_id, last_id))).scalar_one()
    return bool(came > _MANY and came * 2 > connection.execute(number).scalar_one())
