"""Read ``ORG.toml``: the organisation, its legal entities, accounts and people with access."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from financedesk.errors import BadInput
from financedesk.rules.entities import account_kinds, entity_kinds
from financedesk.rules.money import parse_cents
from financedesk.rules.roles import role_named


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A bank account as a new book is told of it; the balance is in cents."""

    code: str
    kind: str = "federal"
    name: str = ""
    bank: str = ""
    opening_date: str | None = None
    opening_balance_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegistration:
    """A registration with an authority, dated."""

    authority: str
    identifier: str
    filing: str | None = None
    qualified: bool = False
    from_date: str | None = None
    to_date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStatus:
    """What a body is in law between two dates, on whose word ("a party may still be a PAC")."""

    status: str
    from_date: str | None = None
    to_date: str | None = None
    basis: str | None = None
    counsel_note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntity:
    """A legal entity as a new book is told of it."""

    code: str
    kind: str
    name: str
    ein: str | None = None
    parent: str | None = None
    unit: str | None = None
    limit_group: str | None = None
    address: dict[str, str] = field(default_factory=dict)
    treasurer: dict[str, str] = field(default_factory=dict)
    registrations: tuple[NewRegistration, ...] = ()
    statuses: tuple[NewStatus, ...] = ()
    accounts: tuple[NewAccount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """A person with access: login, name and the codes of the entities that they may see."""

    login: str
    name: str
    entities: tuple[str, ...] = ()
    right: str = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit of the organisation's own tree: national, regional or local."""

    code: str
    name: str
    level: str
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Everything that a new book starts from."""

    name: str
    state: str = ""
    entities: tuple[NewEntity, ...] = ()
    units: tuple[NewUnit, ...] = ()
    members: tuple[NewMember, ...] = ()


_ADDRESS = ("street_1", "street_2", "city", "state", "zip")
_TREASURER = ("last", "first", "middle", "prefix", "suffix")


def read_organisation(path: Path) -> Organisation:
    """Return the organisation that a TOML file describes.

    Raises BadInput that names the entity and the key when something is missing or unknown.
    """
    try:
        with path.open("rb") as stream:
            data = tomllib.load(stream)
    except FileNotFoundError as error:
        raise BadInput(
            f"There is no file {path}; name the TOML file of the organisation."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is not valid TOML: {error}.") from error
    return organisation_from(data, path.name)


def organisation_from(data: dict[str, Any], source: str) -> Organisation:
    """Return the organisation of parsed TOML data; ``source`` names it in errors."""
    entities = tuple(_entity(entry, source) for entry in _tables(data, "entity", source))
    _refuse_repeated([entity.code for entity in entities], source)
    return Organisation(
        name=_text(data, "name", source),
        state=str(data.get("state", "")),
        entities=entities,
        units=tuple(_unit(entry, source) for entry in _tables(data, "unit", source)),
        members=tuple(_member(entry, source) for entry in _tables(data, "member", source)),
    )


def _tables(data: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise BadInput(f"{where}: write each {key} as a table [[{key}]].")
    return value


def _text(data: dict[str, Any], key: str, where: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f'{where}: the line {key} = "…" is missing.')
    return value.strip()


def _day(data: dict[str, Any], key: str, where: str) -> str | None:
    value = data.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise BadInput(f"{where}: {key} = {value!r} is not a date like 2026-01-31.") from error


def _entity(data: dict[str, Any], source: str) -> NewEntity:
    code = _text(data, "code", f"{source}, an entity")
    where = f"{source}, entity {code}"
    kind = _text(data, "kind", where)
    if kind not in entity_kinds():
        raise BadInput(f"{where}: kind {kind!r} is not one of {', '.join(entity_kinds())}.")
    address, treasurer = data.get("address", {}), data.get("treasurer", {})
    return NewEntity(
        code=code,
        kind=kind,
        name=_text(data, "name", where),
        ein=data.get("ein") or None,
        parent=data.get("parent") or None,
        unit=data.get("unit") or None,
        limit_group=data.get("affiliation") or None,
        address={key: str(address.get(key, "")) for key in _ADDRESS},
        treasurer={key: str(treasurer.get(key, "")) for key in _TREASURER},
        registrations=_registrations(data, where),
        statuses=tuple(_status(entry, where) for entry in _tables(data, "status", where)),
        accounts=tuple(_account(entry, where) for entry in _tables(data, "account", where)),
    )


def _registrations(data: dict[str, Any], where: str) -> tuple[NewRegistration, ...]:
    given = [_registration(entry, where) for entry in _tables(data, "registration", where)]
    if data.get("committee_id"):
        dates = [_day(entry, "opening_date", where) for entry in data.get("account", [])]
        given.insert(
            0,
            NewRegistration(
                authority="FEC",
                identifier=str(data["committee_id"]).strip().upper(),
                filing=data.get("filing"),
                qualified=bool(data.get("qualified", False)),
                from_date=min((day for day in dates if day), default=None),
            ),
        )
    return tuple(given)


def _registration(data: dict[str, Any], where: str) -> NewRegistration:
    return NewRegistration(
        authority=_text(data, "authority", f"{where}, a registration"),
        identifier=_text(data, "identifier", f"{where}, a registration"),
        filing=data.get("filing"),
        qualified=bool(data.get("qualified", False)),
        from_date=_day(data, "from", where),
        to_date=_day(data, "to", where),
    )


def _status(data: dict[str, Any], where: str) -> NewStatus:
    return NewStatus(
        status=_text(data, "status", f"{where}, a status"),
        from_date=_day(data, "from", where),
        to_date=_day(data, "to", where),
        basis=data.get("basis"),
        counsel_note=data.get("counsel_note"),
    )


def _account(data: dict[str, Any], where: str) -> NewAccount:
    code = _text(data, "code", f"{where}, an account")
    kind = str(data.get("kind", "federal"))
    if kind not in account_kinds():
        raise BadInput(
            f"{where}, account {code}: kind {kind!r} is not one of {', '.join(account_kinds())}."
        )
    return NewAccount(
        code=code,
        kind=kind,
        name=str(data.get("name") or data.get("bank") or code),
        bank=str(data.get("bank", "")),
        opening_date=_day(data, "opening_date", f"{where}, account {code}"),
        opening_balance_cents=parse_cents(str(data.get("opening_balance", "0"))),
    )


def _unit(data: dict[str, Any], source: str) -> NewUnit:
    where = f"{source}, a unit"
    return NewUnit(
        code=_text(data, "code", where),
        name=_text(data, "name", where),
        level=_text(data, "level", where),
        parent=data.get("parent") or None,
    )


def _member(data: dict[str, Any], source: str) -> NewMember:
    where = f"{source}, a member"
    right = str(data.get("right", "write"))
    if role_named(right) is None:
        raise BadInput(f"{where}: right = {right!r} is no role, nor read or write.")
    return NewMember(
        login=_text(data, "login", where),
        name=_text(data, "name", where),
        entities=tuple(data.get("entities", ())),
        right=right,
    )


def _refuse_repeated(codes: list[str], source: str) -> None:
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise BadInput(f"{source}: the entity code {repeated[0]!r} stands there twice.")
