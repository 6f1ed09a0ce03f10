"""Everything that is known of one entity: dated facts, accounts, and where it is used."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from financedesk.ledger import tables
from financedesk.ledger.account_locks import account_lock
from financedesk.ledger.entities import AccountRow, EntityRow, entity_by_id
from financedesk.ledger.organisation_tree import RegistrationRow, UnitRow, registrations, unit_by_id
from financedesk.ledger.overview import cash


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """What a body is in law between two dates, on what basis, and what counsel noted."""

    status: str
    from_date: str
    to_date: str
    basis: str
    counsel_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """An account, what it holds in cents, and why kind and opening balance are locked, if so."""

    account: AccountRow
    balance_cents: int
    lock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityUses:
    """How often an entity is used, by what uses it."""

    entries: int
    contacts: int
    filings: int
    drives: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityDetail:
    """One entity with all that stands on its card; ``unit`` is None outside the tree of units.

    ``cash_cents`` is what it holds today in all, as the Dashboard counts it.
    """

    entity: EntityRow
    unit: UnitRow | None
    limit_groups: tuple[str, ...]
    registrations: tuple[RegistrationRow, ...]
    statuses: tuple[StatusRow, ...]
    accounts: tuple[AccountState, ...]
    uses: EntityUses
    cash_cents: int

    @property
    def qualified_since(self) -> str:
        """The day from which it is a multicandidate committee; empty for never or unknown."""
        return next((one.from_date for one in self.registrations if one.qualified), "")


def entity_detail(connection: Connection, entity_id: int, today: str) -> EntityDetail:
    """Return an entity's card; balances are those of the end of ``today``.

    Raises NotFound for an entity that has gone from the book.
    """
    entity = entity_by_id(connection, entity_id)
    held = cash(connection, [entity_id], today)
    return EntityDetail(
        entity=entity,
        unit=None if entity.unit_id is None else unit_by_id(connection, entity.unit_id),
        limit_groups=_limit_groups(connection, entity_id),
        registrations=tuple(registrations(connection, [entity_id]).get(entity_id, ())),
        statuses=_statuses(connection, entity_id),
        accounts=tuple(
            AccountState(
                account=one.account,
                balance_cents=one.cents,
                lock=account_lock(connection, one.account),
            )
            for one in held.accounts
        ),
        uses=entity_uses(connection, entity_id),
        cash_cents=held.total_cents,
    )


def entity_cash(connection: Connection, entity_ids: list[int], today: str) -> dict[int, int]:
    """Return what entities hold at the end of a day, in cents by entity id."""
    return {one: cash(connection, [one], today).total_cents for one in entity_ids}


def _limit_groups(connection: Connection, entity_id: int) -> tuple[str, ...]:
    column = tables.limit_group_member.c
    query = select(column.limit_group).where(
        column.entity_id == entity_id, column.to_date.is_(None)
    )
    return tuple(connection.execute(query.order_by(column.id)).scalars())


def _statuses(connection: Connection, entity_id: int) -> tuple[StatusRow, ...]:
    column = tables.entity_status.c
    query = (
        select(tables.entity_status)
        .where(column.entity_id == entity_id)
        .order_by(column.from_date, column.id)
    )
    return tuple(
        StatusRow(
            status=row.status, from_date=row.from_date or "", to_date=row.to_date or "",
            basis=row.basis or "", counsel_note=row.counsel_note or "",
        )
        for row in connection.execute(query)
    )  # fmt: skip


def entity_uses(connection: Connection, entity_id: int) -> EntityUses:
    """Count what uses an entity."""

    def number(table: Table) -> int:
        query = select(func.count()).select_from(table).where(table.c.entity_id == entity_id)
        return int(connection.execute(query).scalar_one())

    return EntityUses(
        entries=number(tables.item), contacts=_cards(connection, entity_id),
        filings=number(tables.filing), drives=number(tables.drive),
    )  # fmt: skip


def _cards(connection: Connection, entity_id: int) -> int:
    column = tables.contact.c
    query = select(func.count()).where(column.entity_id == entity_id, column.id == column.card_id)
    return int(connection.execute(query).scalar_one())
