"""The drives of the sample: planned with goals, milestones and parts; their pages and codes."""

from collections.abc import Mapping
from typing import Any

from financedesk.book import Reading, UnitOfWork
from financedesk.drives.assigning import RuleForm, add_rule
from financedesk.drives.planning import DriveForm, make_drive, set_milestones
from financedesk.drives.plans import plans
from financedesk.ledger.entities import EntityRow
from financedesk.rules.money import parse_cents
from financedesk.sample.cast import others
from financedesk.sample.giving import Drive, drive_days

_AMOUNTS = ("goal", "budget")
_PLAIN = ("purpose", "about_kind", "about", "goal_donors", "goal_recurring")


def write_drives(unit: UnitOfWork, ids: Mapping[str, int]) -> None:
    """Plan every drive of the lists; ``ids`` are those of the entities by code."""
    for row in others("drive"):
        drive_id = make_drive(unit, _form(row, ids[row["entity"]]))
        set_milestones(unit, drive_id, [
            (parse_cents(one["amount"]), one["words"]) for one in row.get("milestones", ())
        ])  # fmt: skip
        for page in row.get("rules", ()):
            add_rule(unit, RuleForm(drive_id=drive_id, page=page))
        for part in row.get("parts", ()):
            make_drive(unit, _part(part, ids[row["entity"]], drive_id))


def drives_of(connection: Reading, entity: EntityRow) -> list[Drive]:
    """Return the drives of an entity as its gifts find them, in the order of the lists."""
    known = plans(connection, [entity.id])
    ids = {one.code: one.id for one in known}
    return [
        Drive(
            ids[row["code"]], *drive_days(row), monthly="to" not in row,
            parts=tuple(ids[part["code"]] for part in row.get("parts", ())),
            pages=tuple(row.get("pages", ())), codes=tuple(row.get("codes", ())),
        )
        for row in others("drive")
        if row["entity"] == entity.code
    ]  # fmt: skip


def _form(row: Mapping[str, Any], entity_id: int) -> DriveForm:
    said: dict[str, Any] = {key: row[key] for key in _PLAIN if key in row}
    said |= {f"{key}_date": str(row[key]) for key in ("from", "to") if key in row}
    said |= {f"{key}_cents": parse_cents(row[key]) for key in _AMOUNTS if key in row}
    return DriveForm(entity_id=entity_id, code=row["code"], name=row["name"], **said)


def _part(part: Mapping[str, Any], entity_id: int, drive_id: int) -> DriveForm:
    goal = parse_cents(part["goal"]) if "goal" in part else None
    return DriveForm(
        entity_id=entity_id, code=part["code"], name=part["name"], parent_id=drive_id,
        part_kind=part["kind"], goal_cents=goal,
    )  # fmt: skip
