"""The committee of an interchange file: its entity, accounts and cash on hand."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from financedesk.book import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.intake.interchange_rows import text_of
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import (
    EntityRow,
    accounts,
    default_account,
    entity_by_id,
    write_account,
    write_entity,
    write_registration,
)
from financedesk.ledger.organisation import NewAccount, NewEntity, NewRegistration
from financedesk.ledger.summary import cash_on_hand
from financedesk.rules.entities import entity_kinds
from financedesk.rules.money import parse_cents
from financedesk.rules.roles import IMPORT

_ADDRESS = ("street_1", "street_2", "city", "state", "zip")
_TREASURER = ("last_name", "first_name", "middle_name", "prefix", "suffix")
_FREQUENCIES = {"M": "monthly", "Q": "quarterly"}
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")


def entity_of_file(
    unit: UnitOfWork, code: str, committee: Mapping[str, Any], notes: list[str]
) -> EntityRow:
    """Return the entity with this code; one that is not in the book is made from the file.

    What an entity of the book does not have yet (address, treasurer, registration) is filled in;
    what differs is left as it is and noted. Raises NotFound when the file names no committee.
    """
    access = access_of(unit.connection, unit.heading.who)
    try:
        entity = access.find(code)
    except NotFound:
        if not text_of(committee, "name") or not access.keeps_walls:
            raise
        return entity_by_id(unit.connection, _make(unit, code, committee))
    access.require(IMPORT, entity.id)
    _fill_in(unit, entity, committee, notes)
    return entity_by_id(unit.connection, entity.id)


def _make(unit: UnitOfWork, code: str, committee: Mapping[str, Any]) -> int:
    kind = text_of(committee, "kind") or "pac"
    if kind not in entity_kinds():
        raise BadInput(f"The committee's kind “{kind}” is not one of {', '.join(entity_kinds())}.")
    treasurer = {
        part.removesuffix("_name"): text_of(committee, f"treasurer_{part}") for part in _TREASURER
    }
    registration = _registration(committee)
    return write_entity(
        unit,
        NewEntity(
            code=code,
            kind=kind,
            name=text_of(committee, "name"),
            address={part: text_of(committee, part) for part in _ADDRESS},
            treasurer=treasurer,
            registrations=(registration,) if registration else (),
        ),
    )


def _registration(committee: Mapping[str, Any]) -> NewRegistration | None:
    identifier = text_of(committee, "committee_id").upper()
    if not identifier:
        return None
    frequency = text_of(committee, "filing_frequency").upper()[:1]
    return NewRegistration(
        authority="FEC",
        identifier=identifier,
        filing=_FREQUENCIES.get(frequency),
        qualified=committee.get("qualified_committee") is True,
    )


def _fill_in(
    unit: UnitOfWork, entity: EntityRow, committee: Mapping[str, Any], notes: list[str]
) -> None:
    missing = {part: text_of(committee, part) for part in _ADDRESS} | {
        f"treasurer_{part}": text_of(committee, f"treasurer_{part}") for part in _TREASURER
    }
    row = unit.row(tables.entity, entity.id)
    # An address or a name is one thing: half of one and half of another would be a new mistake.
    groups = (_ADDRESS, tuple(f"treasurer_{part}" for part in _TREASURER))
    for group in groups:
        if not any(row[name] for name in group):
            unit.update(tables.entity, entity.id, {name: missing[name] or None for name in group})
    registration = _registration(committee)
    if registration is None:
        return
    if not entity.committee_id:
        write_registration(unit, entity.id, registration)
    elif entity.committee_id != registration.identifier:
        notes.append(
            f"The file is of {registration.identifier}; {entity.code} is registered as"
            f" {entity.committee_id} and stays so."
        )


def ensured_account(unit: UnitOfWork, entity: EntityRow, opening_day: str | None = None) -> int:
    """Return the account that money goes through when nobody says which, made when there is none.

    ``opening_day`` is the day from which a new account is kept.
    """
    found = default_account(unit.connection, entity.id)
    if found is not None:
        return found.id
    kind = "federal" if entity.form else "operating"
    name = f"{kind.capitalize()} account"
    new = NewAccount(code=kind, kind=kind, name=name, opening_date=opening_day)
    return write_account(unit, entity.id, new)


def account_ids(connection: Connection, entity_id: int) -> dict[str, int]:
    """Return the ids of an entity's cash accounts by their codes."""
    return {account.code: account.id for account in accounts(connection, entity_id)}


def set_cash_on_hand(unit: UnitOfWork, entity: EntityRow, stated: Mapping[str, Any]) -> None:
    """Take over the cash on hand that the file states per year, on 1 January.

    The first statement opens the entity's account if no money has moved yet; every other one is
    kept as an opening of the form (lines 6(a) and 6(b)) and overrides what was computed.
    Raises BadInput for a year or an amount that is none.
    """
    for year, cents in sorted(_by_year(stated).items()):
        if not _has_moved(unit.connection, entity.id):
            _open_account(unit, entity, year, cents)
        elif entity.form:
            _store_opening(unit, entity, entity.form, year, cents)


def _by_year(stated: Mapping[str, Any]) -> dict[str, int]:
    found = {}
    for year, value in stated.items():
        if not _YEAR.fullmatch(str(year)):
            raise BadInput(f"cash_on_hand: “{year}” is not a year.")
        try:
            found[str(year)] = parse_cents(str(value))
        except BadInput as error:
            raise BadInput(f"cash_on_hand of {year}: {error}") from error
    return found


def _has_moved(connection: Connection, entity_id: int) -> bool:
    """Whether money was posted or cash stated before."""
    for table in (tables.posting, tables.opening):
        query = select(table.c.id).where(table.c.entity_id == entity_id).limit(1)
        if connection.execute(query).first() is not None:
            return True
    dated = select(tables.account.c.id).where(
        tables.account.c.entity_id == entity_id,
        tables.account.c.opening_date.is_not(None),
        tables.account.c.opening_balance_cents != 0,
    )
    return connection.execute(dated.limit(1)).first() is not None


def _open_account(unit: UnitOfWork, entity: EntityRow, year: str, cents: int) -> None:
    first = f"{year}-01-01"
    account = ensured_account(unit, entity, first)
    unit.update(tables.account, account, {"opening_date": first, "opening_balance_cents": cents})


def _store_opening(unit: UnitOfWork, entity: EntityRow, form: str, year: str, cents: int) -> None:
    as_of = date(int(year) - 1, 12, 31).isoformat()
    if cash_on_hand(unit.connection, entity, form, as_of) == cents:
        return
    column = tables.opening.c
    for line in ("6a", "6b"):
        query = select(column.id).where(
            column.entity_id == entity.id,
            column.form == form,
            column.as_of == as_of,
            column.line == line,
        )
        known = unit.connection.execute(query).scalar()
        if known is not None:
            unit.update(tables.opening, known, {"cents": cents})
            continue
        row = {"entity_id": entity.id, "form": form, "as_of": as_of, "line": line, "cents": cents}
        unit.insert(tables.opening, row)
