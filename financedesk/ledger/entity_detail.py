"""Everything that is known of one entity: dated facts, accounts, and where it is used."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Table, func, select

from financedesk.ledger import tables
from financedesk.ledger.account_locks import account_lock
from financedesk.ledger.entities import AccountRow, EntityRow, entity_by_id
from financedesk.ledger.entity_standing import (
    LIMIT_GROUP,
    STATUS,
    DatedRow,
    InLaw,
    facts_of,
    in_law,
)
from financedesk.ledger.independence import IndependenceFile, independence_file
from financedesk.ledger.independence_signs import Sign, signs_of
from financedesk.ledger.joint_agreements import JointAgreement, agreements_of
from financedesk.ledger.meters import meter_readings
from financedesk.ledger.organisation_tree import RegistrationRow, UnitRow, registrations, unit_by_id
from financedesk.ledger.overview import cash
from financedesk.rules.independence import keeps_file
from financedesk.rules.meters import Reading


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

    ``cash_cents`` is what it holds today in all, as the Dashboard counts it; ``in_law``,
    ``independence`` (None for an entity that keeps no such file), ``signs`` of ties in the books
    and ``readings`` are today's. ``joint`` are the versions of a joint fundraiser's agreement.
    """

    entity: EntityRow
    unit: UnitRow | None
    in_law: InLaw
    groups: tuple[DatedRow, ...]
    registrations: tuple[RegistrationRow, ...]
    statuses: tuple[DatedRow, ...]
    independence: IndependenceFile | None
    signs: tuple[Sign, ...]
    readings: tuple[Reading, ...]
    accounts: tuple[AccountState, ...]
    uses: EntityUses
    cash_cents: int
    joint: tuple[JointAgreement, ...] = ()

    @property
    def limit_groups(self) -> tuple[str, ...]:
        """The limit groups that it is in without a last day, the newest last."""
        return tuple(one.fact.word for one in self.groups if not one.fact.to_date)

    @property
    def qualified_since(self) -> str:
        """The day from which it is a multicandidate committee; empty for never or unknown."""
        return next((one.from_date for one in self.registrations if one.qualified), "")


def entity_detail(
    connection: Connection, entity_id: int, today: str, visible: Collection[int] = ()
) -> EntityDetail:
    """Return an entity's card; balances are those of the end of ``today``.

    ``visible`` are the entities that the user may see, whose books may show ties to this one.
    Raises NotFound for an entity that has gone from the book.
    """
    entity = entity_by_id(connection, entity_id)
    on = date.fromisoformat(today)
    keeps = keeps_file(entity.kind)
    held = cash(connection, [entity_id], today)
    return EntityDetail(
        entity=entity,
        unit=None if entity.unit_id is None else unit_by_id(connection, entity.unit_id),
        in_law=in_law(connection, entity, today),
        groups=facts_of(connection, LIMIT_GROUP, entity_id),
        registrations=tuple(registrations(connection, [entity_id]).get(entity_id, ())),
        statuses=facts_of(connection, STATUS, entity_id),
        independence=independence_file(connection, entity_id, on) if keeps else None,
        signs=signs_of(connection, entity_id, visible, on) if keeps else (),
        readings=meter_readings(connection, entity_id, int(today[:4])),
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
        joint=agreements_of(connection, entity_id),
    )


def entity_cash(connection: Connection, entity_ids: list[int], today: str) -> dict[int, int]:
    """Return what entities hold at the end of a day, in cents by entity id."""
    return {one: cash(connection, [one], today).total_cents for one in entity_ids}


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
