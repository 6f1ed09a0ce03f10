"""Adding, changing and moving the legal entities of a book.

Each function belongs into a unit of work of the caller, who has checked that the user may write;
each refuses with a sentence that says what to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.cost_agreements import follow_code
from financedesk.ledger.entities import (
    EntityRow,
    address_columns,
    entities,
    entity_by_id,
    treasurer_columns,
    write_entity,
)
from financedesk.ledger.entity_registrations import register, set_limit_group, set_qualified
from financedesk.ledger.organisation import NewEntity, NewRegistration
from financedesk.rules.entities import entity_kind
from financedesk.rules.entity_accounts import (
    read_committee_id,
    read_ein,
    require_account_allowed,
)

FREQUENCIES = ("quarterly", "monthly")
"""How often a committee files (52 U.S.C. 30104(a)(4))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityFacts:
    """An entity as a form holds it, new or changed; empty words are nothing.

    ``filing`` is one of ``FREQUENCIES``. ``qualified_since`` is the day (``YYYY-MM-DD``) from
    which it is a multicandidate committee (52 U.S.C. 30116(a)(4)).
    """

    code: str
    kind: str
    name: str
    committee_id: str = ""
    filing: str = ""
    qualified_since: str = ""
    ein: str = ""
    limit_group: str = ""
    parent_id: int | None = None
    unit_id: int | None = None
    address: dict[str, str] = field(default_factory=dict)
    treasurer: dict[str, str] = field(default_factory=dict)


def add_entity(unit: UnitOfWork, form: EntityFacts) -> int:
    """Add an entity, registered with the FEC if it has an id there; returns its own id.

    Raises BadInput for a missing name, a code or committee id that is taken or no such thing.
    """
    form = _judged(unit.connection, form, own_id=None)
    registered = NewRegistration(
        authority="FEC", identifier=form.committee_id, filing=form.filing or None
    )
    entity_id = write_entity(
        unit,
        NewEntity(
            code=form.code, kind=form.kind, name=form.name, ein=form.ein or None,
            limit_group=form.limit_group or None, address=form.address,
            treasurer=form.treasurer, registrations=(registered,) if form.committee_id else (),
        ),
        parent_id=form.parent_id, unit_id=form.unit_id,
    )  # fmt: skip
    set_qualified(unit, entity_id, form.qualified_since)
    return entity_id


def edit_entity(unit: UnitOfWork, entity_id: int, form: EntityFacts) -> None:
    """Change an entity.

    Raises BadInput as ``add_entity`` does, and Refused for another kind while it is in use.
    """
    before = entity_by_id(unit.connection, entity_id)
    form = _judged(unit.connection, form, own_id=entity_id)
    if form.kind != before.kind:
        _require_kind_may_change(unit.connection, before, form.kind)
    unit.update(
        tables.entity,
        entity_id,
        {
            "code": form.code, "kind": form.kind, "name": form.name, "ein": form.ein or None,
            "parent_id": form.parent_id, "unit_id": form.unit_id,
            **address_columns(form.address), **treasurer_columns(form.treasurer),
        },
    )  # fmt: skip
    follow_code(unit, before.code, form.code)
    register(unit, entity_id, form.committee_id, form.filing)
    set_qualified(unit, entity_id, form.qualified_since)
    set_limit_group(unit, entity_id, form.limit_group)


def move_entity(
    unit: UnitOfWork, entity_id: int, *, parent_id: int | None, unit_id: int | None
) -> None:
    """Put an entity under another one, into a unit, or to the top; refuses a circle."""
    _refuse_circle(unit.connection, entity_id, parent_id)
    unit.update(tables.entity, entity_id, {"parent_id": parent_id, "unit_id": unit_id})


# --- judging a form


def _judged(connection: Connection, form: EntityFacts, own_id: int | None) -> EntityFacts:
    """Return the form with its words tidied; raises BadInput for what cannot be kept."""
    code, name = form.code.strip(), " ".join(form.name.split())
    if not name:
        raise BadInput("Give the entity its legal name.")
    if not code or not code.replace("-", "").replace("_", "").isalnum():
        raise BadInput("The short name is letters, digits and hyphens, such as party.")
    committee_id = read_committee_id(form.committee_id)
    _refuse_taken(connection, code, committee_id, own_id)
    if committee_id and entity_kind(form.kind).form is None:
        raise BadInput(
            f"{entity_kind(form.kind).label}: it files nothing with the FEC, so it has no"
            " committee id; choose another kind or leave the id empty."
        )
    if form.qualified_since and not committee_id:
        raise BadInput("Only a committee that is registered can be a multicandidate committee.")
    if own_id is not None:
        _refuse_circle(connection, own_id, form.parent_id)
    return _tidied(form, code, name, committee_id)


def _tidied(form: EntityFacts, code: str, name: str, committee_id: str) -> EntityFacts:
    return EntityFacts(
        code=code, kind=form.kind, name=name, committee_id=committee_id,
        filing=form.filing if committee_id else "", qualified_since=form.qualified_since,
        ein=read_ein(form.ein), limit_group=form.limit_group.strip(), parent_id=form.parent_id,
        unit_id=form.unit_id, address=_stripped(form.address), treasurer=_stripped(form.treasurer),
    )  # fmt: skip


def _stripped(words: Mapping[str, str]) -> dict[str, str]:
    return {key: value.strip() for key, value in words.items()}


def _refuse_taken(connection: Connection, code: str, committee_id: str, own_id: int | None) -> None:
    for other in entities(connection):
        if other.id == own_id:
            continue
        if other.code.casefold() == code.casefold():
            raise BadInput(f"The short name “{code}” is taken; choose another one.")
        if committee_id and other.committee_id == committee_id:
            raise BadInput(f"{committee_id} is registered in this book already; check the id.")


def _refuse_circle(connection: Connection, entity_id: int, parent_id: int | None) -> None:
    above = {one.id: one.parent_id for one in entities(connection)}
    if parent_id is not None and parent_id not in above:
        raise NotFound("The entity above it is no longer in the book; choose another one.")
    place = parent_id
    while place is not None:
        if place == entity_id:
            raise BadInput(
                "An entity cannot stand under itself or under one that stands below it;"
                " choose another place in the tree."
            )
        place = above.get(place)


def _require_kind_may_change(connection: Connection, before: EntityRow, kind: str) -> None:
    item = tables.item.c
    used = select(item.id).where(item.entity_id == before.id).limit(1)
    if connection.execute(used).first() is not None:
        raise Refused(
            f"{before.name} has entries, and its kind decides their lines; it stays a"
            f" {entity_kind(before.kind).label.lower()}. Add an entity of the other kind, and"
            " close this one on its last day."
        )
    column = tables.account.c
    kept = select(column.kind).where(column.entity_id == before.id, column.role == "bank")
    for account in connection.execute(kept).scalars():
        require_account_allowed(kind, account)
