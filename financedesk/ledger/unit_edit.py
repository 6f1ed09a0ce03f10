"""Adding, changing and deleting the units of the organisation's own tree."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, HasDependents
from financedesk.ledger import tables
from financedesk.ledger.organisation_tree import LEVELS, UnitRow, unit_by_id, units


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A unit as a form holds it; ``level`` is one of ``LEVELS``."""

    code: str
    name: str
    level: str
    parent_id: int | None = None


def add_unit(unit: UnitOfWork, form: UnitFacts) -> int:
    """Add a unit; returns its id. Raises BadInput for a code that is taken or a wrong place."""
    form = _judged(unit.connection, form, own_id=None)
    return unit.insert(tables.unit, _columns(form))


def edit_unit(unit: UnitOfWork, unit_id: int, form: UnitFacts) -> None:
    """Change a unit or move it; raises BadInput as ``add_unit`` does, and for a circle."""
    unit_by_id(unit.connection, unit_id)
    unit.update(tables.unit, unit_id, _columns(_judged(unit.connection, form, own_id=unit_id)))


def delete_unit(unit: UnitOfWork, unit_id: int) -> None:
    """Delete a unit that nothing stands under; raises HasDependents, naming what does."""
    gone = unit_by_id(unit.connection, unit_id)
    connection = unit.connection
    below = [one.name for one in units(connection) if one.parent_id == unit_id]
    query = select(tables.entity.c.name).where(tables.entity.c.unit_id == unit_id)
    below += connection.execute(query.order_by(tables.entity.c.id)).scalars()
    if below:
        raise HasDependents(
            f"{', '.join(below)} stand{'s' if len(below) == 1 else ''} under {gone.name};"
            " move that first.",
            tuple(below),
        )
    unit.delete(tables.unit, unit_id)


def _columns(form: UnitFacts) -> dict[str, object]:
    return {
        "code": form.code, "name": form.name, "level": form.level, "parent_id": form.parent_id,
    }  # fmt: skip


def _judged(connection: Connection, form: UnitFacts, own_id: int | None) -> UnitFacts:
    code, name = form.code.strip(), " ".join(form.name.split())
    known = {one.id: one for one in units(connection)}
    if not name or not code:
        raise BadInput("Give the unit a name and a short name.")
    if form.level not in LEVELS:
        raise BadInput(f"A unit is one of {', '.join(LEVELS)}, not “{form.level}”.")
    for other in known.values():
        if other.id != own_id and other.code.casefold() == code.casefold():
            raise BadInput(f"The short name “{code}” is taken; choose another one.")
    if form.parent_id is not None:
        _require_place(known, known[form.parent_id], form.level, own_id)
    below = [one for one in known.values() if own_id is not None and one.parent_id == own_id]
    for child in below:
        _require_below(child.level, child.name, form.level, name)
    return UnitFacts(code=code, name=name, level=form.level, parent_id=form.parent_id)


def _require_place(
    known: dict[int, UnitRow], above: UnitRow, level: str, own_id: int | None
) -> None:
    place: UnitRow | None = above
    while place is not None:
        if place.id == own_id:
            raise BadInput("A unit cannot stand under itself or under one below it.")
        place = known.get(place.parent_id or 0)
    _require_below(level, f"a {level} unit", above.level, above.name)


def _require_below(level: str, name: str, above_level: str, above: str) -> None:
    if LEVELS.index(level) < LEVELS.index(above_level):
        raise BadInput(
            f"{name[:1].upper()}{name[1:]} cannot stand under {above}: that is a {above_level}"
            f" unit. The order is {', '.join(LEVELS)}."
        )
