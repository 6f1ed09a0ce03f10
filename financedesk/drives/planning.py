"""Planning drives: make, change, delete; parts, milestones, goals, budget, days.

Each function belongs into a unit of work of the caller, who has asked whether the user may record
in the entity (``rules.roles.RECORD``); each refuses with a sentence that says what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.drives.plans import Plan, parts_of, plan_of
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.drive_codes import free_code
from financedesk.rules.dates import parse_day
from financedesk.rules.money import format_cents

drive, milestone = tables.drive, tables.drive_milestone

ABOUT_KINDS: Mapping[str, str] = {"race": "Race", "issue": "Issue"}
PART_KINDS: Mapping[str, str] = {"region": "Region", "channel": "Channel", "volunteer": "Volunteer"}

_GOALS: Mapping[str, str] = {
    "goal_cents": "The goal",
    "goal_donors": "The goal of donors",
    "goal_recurring": "The goal of recurring gifts",
    "budget_cents": "The budget",
}
# Rows that stand on a drive and say why it cannot go.
_STANDING: Sequence[tuple[Any, str]] = (
    (tables.item, "entries carry it; set them to another drive or to none first"),
    (tables.promised_gift, "promises name it; end or change them first"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveForm:
    """A drive as a form holds it, new or changed; empty words and None are nothing.

    Amounts are cents, days ``YYYY-MM-DD``. Without a ``code`` one is made from the name. A part
    (``parent_id``, with its ``part_kind``) belongs to the entity of its drive.
    """

    entity_id: int
    name: str
    code: str = ""
    purpose: str = ""
    about_kind: str = ""
    about: str = ""
    parent_id: int | None = None
    part_kind: str = ""
    goal_cents: int | None = None
    goal_donors: int | None = None
    goal_recurring: int | None = None
    budget_cents: int | None = None
    from_date: str = ""
    to_date: str = ""


def form_of(plan: Plan) -> DriveForm:
    """Return a drive as a form holds it."""
    values: dict[str, Any] = asdict(plan)
    for name in _WORDS:
        values[name] = values[name] or ""
    return DriveForm(**{name: values[name] for name in _NAMES})


_NAMES = tuple(DriveForm.__dataclass_fields__)
_DAYS = ("from_date", "to_date")
_WORDS = frozenset(
    name for name, one in DriveForm.__dataclass_fields__.items() if one.type in (str, "str")
)


def make_drive(unit: UnitOfWork, form: DriveForm) -> int:
    """Make a drive or a part of one; returns its id.

    Raises BadInput for a missing name, a taken code, a goal of nothing, days in the wrong order
    and a part that its drive cannot have; NotFound for a drive that is gone.
    """
    return unit.insert(drive, _judged(unit.connection, form, own=None))


def change_drive(unit: UnitOfWork, drive_id: int, form: DriveForm) -> None:
    """Let a drive say what a form says; raises as ``make_drive``, and Refused for a closed one."""
    before = require_open(unit.connection, drive_id)
    if form.entity_id != before.entity_id:
        raise BadInput(
            "A drive never mixes entities: its gifts are this entity's. Make another drive there."
        )
    form = replace(form, code=form.code.strip() or before.code)
    unit.update(drive, drive_id, _judged(unit.connection, form, own=before))


def delete_drive(unit: UnitOfWork, drive_id: int) -> None:
    """Delete a drive to which nothing came, with its milestones and rules.

    Raises Refused, saying what stands on it, and for a closed one.
    """
    plan = require_open(unit.connection, drive_id)
    parts = parts_of(unit.connection, drive_id)
    if parts:
        raise Refused(f"{plan.name} has parts ({_names(parts)}); delete them first.")
    for table, words in _STANDING:
        query = select(func.count()).select_from(table).where(table.c.drive_id == drive_id)
        number = unit.connection.execute(query).scalar_one()
        if number:
            raise Refused(f"{plan.name} cannot be deleted: {number:,} {words}.")
    for table in (milestone, tables.drive_rule, tables.drive_result):
        ids = unit.connection.execute(select(table.c.id).where(table.c.drive_id == drive_id))
        for row_id in ids.scalars().all():
            unit.delete(table, row_id)
    unit.delete(drive, drive_id)


def set_milestones(unit: UnitOfWork, drive_id: int, milestones: Sequence[tuple[int, str]]) -> None:
    """Let a drive have these milestones: cents, and what is said when they are reached.

    Raises BadInput for one of nothing, one without words and two of one amount; Refused for a
    closed drive. What stays the same is no change.
    """
    plan = require_open(unit.connection, drive_id)
    wanted = _judged_milestones(milestones)
    column = milestone.c
    query = select(column.id, column.cents, column.words).where(column.drive_id == drive_id)
    for row in unit.connection.execute(query).all():
        if wanted.get(row.cents) == row.words:
            del wanted[row.cents]
        else:
            unit.delete(milestone, row.id)
    for cents, words in sorted(wanted.items()):
        values = {"entity_id": plan.entity_id, "drive_id": drive_id, "cents": cents}
        unit.insert(milestone, {**values, "words": words})


def set_goal(unit: UnitOfWork, drive_id: int, cents: int | None) -> None:
    """Set the goal of a drive in cents, or none; raises as ``change_drive``."""
    form = form_of(plan_of(unit.connection, drive_id))
    change_drive(unit, drive_id, replace(form, goal_cents=cents))


def require_open(connection: Connection, drive_id: int) -> Plan:
    """Return a drive; raises Refused when it is closed, NotFound when it is gone."""
    plan = plan_of(connection, drive_id)
    whole = plan if plan.parent_id is None else plan_of(connection, plan.parent_id)
    if whole.closed_on:
        raise Refused(f"{whole.name} was closed on {whole.closed_on}; reopen it first.")
    return plan


# --- what may be said


def _judged(connection: Connection, form: DriveForm, own: Plan | None) -> dict[str, Any]:
    """Return the columns of a drive that is allowed to be."""
    form = _trimmed(form)
    if not form.name:
        raise BadInput("A drive needs a name.")
    _require_whole_about(form)
    _require_part(connection, form, own)
    _require_amounts(form)
    _require_days(form)
    code = _judged_code(connection, form, own)
    return {name: value or None for name, value in asdict(form).items()} | {"code": code}


def _trimmed(form: DriveForm) -> DriveForm:
    words: dict[str, Any] = {name: " ".join(getattr(form, name).split()) for name in _WORDS}
    days = {name: parse_day(words[name]).isoformat() for name in _DAYS if words[name]}
    return replace(form, **{**words, **days})


def _judged_code(connection: Connection, form: DriveForm, own: Plan | None) -> str:
    if not form.code:
        return free_code(connection, form.entity_id, form.name)
    if " " in form.code:
        raise BadInput(f"A code has no blanks; write {form.code.replace(' ', '-')!r}.")
    column = drive.c
    query = select(column.id, column.name).where(
        column.entity_id == form.entity_id, column.code == form.code
    )
    taken = connection.execute(query).one_or_none()
    if taken is not None and (own is None or taken.id != own.id):
        raise BadInput(f"The code {form.code!r} is {taken.name}’s; choose another one.")
    return form.code


def _require_whole_about(form: DriveForm) -> None:
    if form.about_kind and form.about_kind not in ABOUT_KINDS:
        raise BadInput(f"A drive is about a race or an issue, not {form.about_kind!r}.")
    if bool(form.about_kind) != bool(form.about):
        raise BadInput("Say both: whether it is about a race or an issue, and which one.")


def _require_part(connection: Connection, form: DriveForm, own: Plan | None) -> None:
    if form.parent_id is None:
        if form.part_kind:
            raise BadInput("A drive that is no part of another has no kind of part.")
        return
    whole = require_open(connection, form.parent_id)
    if form.part_kind not in PART_KINDS:
        kinds = ", ".join(PART_KINDS)
        raise BadInput(f"Say what kind of part of {whole.name} it is: {kinds}.")
    if whole.entity_id != form.entity_id:
        raise BadInput("A part belongs to the entity of its drive: a drive never mixes entities.")
    if whole.is_part or (own is not None and whole.id == own.id):
        raise BadInput(f"{whole.name} cannot have parts of its own; choose the drive above it.")
    if own is not None and parts_of(connection, own.id):
        raise BadInput(f"{own.name} has parts of its own, so it cannot be a part.")


def _require_amounts(form: DriveForm) -> None:
    for name, words in _GOALS.items():
        value = getattr(form, name)
        if value is not None and value <= 0:
            raise BadInput(f"{words} must be above zero; leave it empty for none.")


def _require_days(form: DriveForm) -> None:
    days = [one for one in (form.from_date, form.to_date) if one]
    if days != sorted(days):
        raise BadInput(f"The drive ends on {form.to_date}, before it begins on {form.from_date}.")


def _judged_milestones(milestones: Sequence[tuple[int, str]]) -> dict[int, str]:
    wanted: dict[int, str] = {}
    for cents, words in milestones:
        if cents <= 0:
            raise BadInput("A milestone must be above zero.")
        if not words.strip():
            raise BadInput(f"Say what is reached at {format_cents(cents, symbol=True)}.")
        if cents in wanted:
            raise BadInput(f"Two milestones are at {format_cents(cents, symbol=True)}.")
        wanted[cents] = " ".join(words.split())
    return wanted


def _names(plans: Sequence[Plan]) -> str:
    return ", ".join(one.name for one in plans)
