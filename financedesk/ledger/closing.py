"""Closed means closed: no money moves on an account or in an entity after its last day."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, select

from financedesk.book.journal import Change
from financedesk.book.unit import UnitOfWork
from financedesk.errors import Refused
from financedesk.ledger import tables

_CHUNK = 500


def refuse_closed(unit: UnitOfWork, changes: Sequence[Change]) -> None:
    """Raise Refused when an entry was dated after the last day of its account or entity."""
    if not _anything_is_closed(unit.connection):
        return
    item = tables.item.c.id
    written = sorted({one.id for one in changes if one.table == "item" and one.after is not None})
    places = [item.in_(written[at : at + _CHUNK]) for at in range(0, len(written), _CHUNK)]
    if unit.batch is not None:
        places.append(item.between(unit.batch.first_id, unit.last_id))
    for place in places:
        _refuse_late(unit.connection, place)


def _anything_is_closed(connection: Connection) -> bool:
    entity, account = tables.entity.c, tables.account.c
    closed = (
        select(entity.id).where(entity.closed_on.is_not(None)).limit(1),
        select(account.id).where(account.closed_on.is_not(None)).limit(1),
    )
    return any(connection.execute(query).first() is not None for query in closed)


def _refuse_late(connection: Connection, place: ColumnElement[bool]) -> None:
    item, account, entity = tables.item.c, tables.account.c, tables.entity.c
    joined = tables.item.join(tables.entity, entity.id == item.entity_id).outerjoin(
        tables.account, account.id == item.account_id
    )
    late = (
        select(item.item_date, account.name, account.closed_on, entity.name.label("entity"),
               entity.closed_on.label("entity_closed_on"))
        .select_from(joined)
        .where(place, (item.item_date > account.closed_on) | (item.item_date > entity.closed_on))
        .limit(1)
    )  # fmt: skip
    row = connection.execute(late).one_or_none()
    if row is None:
        return
    name, last = row.name, row.closed_on
    if last is None or row.item_date <= last:
        name, last = row.entity, row.entity_closed_on
    raise Refused(
        f"{name} was closed on {last}; an entry of {row.item_date} comes after that."
        " Reopen it on the Entities page, or correct the day."
    )
