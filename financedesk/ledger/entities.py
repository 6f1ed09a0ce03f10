"""Entities and their accounts in the book: written from an organisation, and found again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

from sqlalchemy import Connection, Row, select

from financedesk.book.schema import member, member_entity
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.organisation import (
    NewAccount,
    NewEntity,
    NewMember,
    NewRegistration,
    NewUnit,
    Organisation,
)
from financedesk.ledger.rights import admit, keepers
from financedesk.rules.entities import entity_kind


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """An entity as the other rooms and the faces see it.

    ``form`` is the form that it files with the FEC (F3X, F3) or None; ``committee_id`` is
    empty when it is not registered there. ``parent_id`` is the entity above it, ``unit_id`` its
    unit; ``closed_on`` is its last day, empty while it is open.
    """

    id: int
    code: str
    kind: str
    name: str
    form: str | None
    committee_id: str
    filing: str | None
    qualified: bool
    ein: str
    address: Mapping[str, str]
    treasurer: Mapping[str, str]
    parent_id: int | None = None
    unit_id: int | None = None
    closed_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """A bank, clearing or in-transit account of an entity; the opening balance is in cents.

    ``closed_on`` is its last day, empty while it is open.
    """

    id: int
    entity_id: int
    code: str
    kind: str
    role: str
    name: str
    bank: str
    opening_date: str | None
    opening_balance_cents: int
    closed_on: str = ""


_ADDRESS = ("street_1", "street_2", "city", "state", "zip")
_TREASURER = ("last", "first", "middle", "prefix", "suffix")


def write_organisation(unit: UnitOfWork, organisation: Organisation) -> dict[str, int]:
    """Write every unit, entity and member of an organisation; returns entity ids by code.

    When no member may write every entity, whoever writes it becomes one who may: somebody must
    be able to set the walls. Raises BadInput when an entity names a parent or unit that is not
    there.
    """
    units = _write_units(unit, organisation.units)
    ids: dict[str, int] = {}
    for entity in _parents_first(organisation.entities):
        parent = None if entity.parent is None else ids[entity.parent]
        unit_id = None if entity.unit is None else units.get(entity.unit)
        if entity.unit is not None and unit_id is None:
            raise BadInput(f"Entity {entity.code}: there is no unit {entity.unit!r}.")
        ids[entity.code] = write_entity(unit, entity, parent_id=parent, unit_id=unit_id)
    for new in organisation.members:
        _write_member(unit, new, ids)
    if organisation.members and not keepers(unit.connection, frozenset(ids.values())):
        _write_keeper(unit, organisation, ids)
    return ids


def _write_keeper(
    unit: UnitOfWork, organisation: Organisation, entity_ids: Mapping[str, int]
) -> None:
    login = unit.heading.who
    if any(new.login == login for new in organisation.members):
        raise BadInput(
            f"No member may write every entity, so nobody could set the walls; give {login} or"
            " another member all of them."
        )
    _write_member(unit, NewMember(login=login, name=login), entity_ids)


def _write_member(unit: UnitOfWork, new: NewMember, entity_ids: Mapping[str, int]) -> None:
    unknown = [code for code in new.entities if code not in entity_ids]
    if unknown:
        raise BadInput(f"Member {new.login}: there is no entity {unknown[0]!r}.")
    member_id = unit.insert(member, {"login": new.login, "name": new.name, "active": 1})
    for code in new.entities or tuple(entity_ids):
        access = {"entity_id": entity_ids[code], "member_id": member_id, "access": new.right}
        unit.insert(member_entity, access)


def _write_units(unit: UnitOfWork, units: tuple[NewUnit, ...]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for new in units:
        if new.parent is not None and new.parent not in ids:
            raise BadInput(f"Unit {new.code}: list its parent {new.parent!r} before it.")
        parent = None if new.parent is None else ids[new.parent]
        values = {"code": new.code, "name": new.name, "level": new.level, "parent_id": parent}
        ids[new.code] = unit.insert(tables.unit, values)
    return ids


def _parents_first(entities: tuple[NewEntity, ...]) -> list[NewEntity]:
    ordered: list[NewEntity] = []
    waiting = list(entities)
    while waiting:
        known = {entity.code for entity in ordered}
        ready = [e for e in waiting if e.parent is None or e.parent in known]
        if not ready:
            first = waiting[0]
            raise BadInput(f"Entity {first.code}: there is no entity {first.parent!r} above it.")
        ordered += ready
        waiting = [entity for entity in waiting if entity not in ready]
    return ordered


def write_entity(
    unit: UnitOfWork, entity: NewEntity, *, parent_id: int | None = None, unit_id: int | None = None
) -> int:
    """Write one entity with its registrations, limit group and accounts; returns its id.

    Raises BadInput when its code is taken.
    """
    taken = select(tables.entity.c.id).where(tables.entity.c.code == entity.code)
    if unit.connection.execute(taken).first():
        raise BadInput(f"There is already an entity {entity.code!r}; choose another code.")
    others = frozenset(unit.connection.execute(select(tables.entity.c.id)).scalars())
    address, treasurer = address_columns(entity.address), treasurer_columns(entity.treasurer)
    entity_id = unit.insert(
        tables.entity,
        {
            "code": entity.code, "kind": entity.kind, "name": entity.name, "ein": entity.ein,
            "parent_id": parent_id, "unit_id": unit_id, **address, **treasurer,
        },
    )  # fmt: skip
    # Before anything is written in its books, which takes a right to them.
    admit(unit, entity_id, others)
    for registration in entity.registrations:
        write_registration(unit, entity_id, registration)
    for status in entity.statuses:
        unit.insert(tables.entity_status, {"entity_id": entity_id, **asdict(status)})
    if entity.limit_group:
        group = {"entity_id": entity_id, "limit_group": entity.limit_group}
        unit.insert(tables.limit_group_member, group)
    for account in entity.accounts:
        write_account(unit, entity_id, account)
    return entity_id


def address_columns(address: Mapping[str, str]) -> dict[str, str | None]:
    """Return an address as columns of the entity's row; what is not given is emptied."""
    return {key: address.get(key) or None for key in _ADDRESS}


def treasurer_columns(treasurer: Mapping[str, str]) -> dict[str, str | None]:
    """Return a treasurer's name as columns of the entity's row; what is not given is emptied."""
    return {_treasurer_column(key): treasurer.get(key) or None for key in _TREASURER}


def _treasurer_column(key: str) -> str:
    return f"treasurer_{key}_name" if key in _TREASURER[:3] else f"treasurer_{key}"


def write_registration(unit: UnitOfWork, entity_id: int, new: NewRegistration) -> int:
    """Write a dated registration of an entity."""
    return unit.insert(
        tables.registration,
        {
            "entity_id": entity_id, "authority": new.authority, "identifier": new.identifier,
            "filing": new.filing, "qualified": int(new.qualified),
            "from_date": new.from_date, "to_date": new.to_date,
        },
    )  # fmt: skip


def write_account(unit: UnitOfWork, entity_id: int, new: NewAccount, *, role: str = "bank") -> int:
    """Write an account; the role is one of ``tables.CASH_ROLES`` or ``tables.CLASS_ROLES``."""
    return unit.insert(
        tables.account,
        {
            "entity_id": entity_id, "code": new.code, "kind": new.kind, "role": role,
            "name": new.name or new.code, "bank": new.bank or None,
            "opening_date": new.opening_date,
            "opening_balance_cents": new.opening_balance_cents,
        },
    )  # fmt: skip


# Put together once: nearly every question begins with these two.
_ALL = select(tables.entity).order_by(tables.entity.c.id)
_WITH_FEC = (
    select(tables.registration)
    .where(tables.registration.c.authority == "FEC")
    .order_by(tables.registration.c.id)
)


def entities(connection: Connection) -> tuple[EntityRow, ...]:
    """Return every entity in the order in which it was entered."""
    rows = connection.execute(_ALL).all()
    fec = _fec_registrations(connection)
    return tuple(_entity_row(row, fec.get(row.id)) for row in rows)


def find_entity(connection: Connection, code: str) -> EntityRow:
    """Return the entity with this code or committee id; raises NotFound that lists the codes."""
    known = entities(connection)
    for entity in known:
        if code == entity.code or (entity.committee_id and code.upper() == entity.committee_id):
            return entity
    names = ", ".join(entity.code for entity in known) or "none yet"
    raise NotFound(f"There is no entity {code!r} in this book; it holds: {names}.")


def entity_by_id(connection: Connection, entity_id: int) -> EntityRow:
    """Return one entity; raises NotFound."""
    for entity in entities(connection):
        if entity.id == entity_id:
            return entity
    raise NotFound(f"There is no entity number {entity_id} in this book.")


def entity_of_committee(connection: Connection, committee_id: str) -> EntityRow | None:
    """Return the entity that files under this FEC id, or None."""
    wanted = committee_id.strip().upper()
    matches = (entity for entity in entities(connection) if entity.committee_id == wanted)
    return next(matches, None) if wanted else None


def _fec_registrations(connection: Connection) -> dict[int, Row[tuple[object, ...]]]:
    return {row.entity_id: row for row in connection.execute(_WITH_FEC)}


# The same rows come back with nearly every question, and what is made of them never changes.
@lru_cache(maxsize=1024)
def _entity_row(row: Row[tuple[object, ...]], fec: Row[tuple[object, ...]] | None) -> EntityRow:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row's mapping
    treasurer = {key: values[_treasurer_column(key)] or "" for key in _TREASURER}
    return EntityRow(
        id=row.id,
        code=row.code,
        kind=row.kind,
        name=row.name,
        form=entity_kind(row.kind).form,
        committee_id=fec.identifier if fec else "",
        filing=fec.filing if fec else None,
        qualified=bool(fec and fec.qualified),
        ein=row.ein or "",
        address={key: values[key] or "" for key in _ADDRESS},
        treasurer=treasurer,
        parent_id=row.parent_id,
        unit_id=row.unit_id,
        closed_on=row.closed_on or "",
    )


def accounts(connection: Connection, entity_id: int) -> tuple[AccountRow, ...]:
    """Return an entity's accounts that hold money (bank, clearing, in transit), oldest first."""
    column = tables.account.c
    query = (
        select(tables.account)
        .where(column.entity_id == entity_id, column.role.in_(tables.CASH_ROLES))
        .order_by(column.id)
    )
    return tuple(
        AccountRow(
            id=row.id, entity_id=row.entity_id, code=row.code, kind=row.kind, role=row.role,
            name=row.name, bank=row.bank or "", opening_date=row.opening_date,
            opening_balance_cents=row.opening_balance_cents, closed_on=row.closed_on or "",
        )
        for row in connection.execute(query)
    )  # fmt: skip


def default_account(connection: Connection, entity_id: int) -> AccountRow | None:
    """Return the account that money goes through when nobody says which.

    It is the first bank account that is open.
    """
    own = accounts(connection, entity_id)
    return next((one for one in own if one.role == "bank" and not one.closed_on), None)
