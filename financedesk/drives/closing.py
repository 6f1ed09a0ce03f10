"""Closing a drive: its figures are frozen that day, and what comes later is told apart.

A result is kept as JSON with its SHA-256 and never changed; reopening leaves it where it is and
says why in the journal, so that the next closing stands beside it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.drives.figures import DriveCard, Figures, compare, drive_card
from financedesk.drives.planning import require_open
from financedesk.drives.plans import parts_of, plan_of
from financedesk.drives.series import SeriesFigures
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables

drive, drive_result = tables.drive, tables.drive_result


@dataclass(frozen=True, slots=True)
class PartResult:
    """What a part had come to when its drive was closed."""

    code: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of a drive on the day on which it was closed, as they were kept.

    ``is_whole``: they are still what their hash says.
    """

    id: int
    drive_id: int
    closed_on: str
    goal_cents: int | None
    figures: Figures
    recurring: SeriesFigures
    parts: tuple[PartResult, ...]
    sha256: str
    is_whole: bool


def close_drive(unit: UnitOfWork, drive_id: int, on: date) -> int:
    """Close a drive with its parts and freeze their figures; returns the result's id.

    Raises Refused for a part and for a drive that is closed, BadInput for a day before it began.
    """
    plan = require_open(unit.connection, drive_id)
    if plan.is_part:
        raise Refused(f"{plan.name} is a part; it is closed with its drive.")
    if plan.from_date and on.isoformat() < plan.from_date:
        raise BadInput(f"{plan.name} begins on {plan.from_date}; it cannot be closed before.")
    words = _frozen(unit.connection, drive_id, on)
    unit.update(drive, drive_id, {"closed_on": on.isoformat()})
    return unit.insert(drive_result, {
        "entity_id": plan.entity_id, "drive_id": drive_id, "closed_on": on.isoformat(),
        "figures": words, "sha256": _hash(words),
    })  # fmt: skip


def reopen_drive(unit: UnitOfWork, drive_id: int) -> None:
    """Let a closed drive go on; its result stays.

    The unit of work says why: raises BadInput when it does not, Refused for one that is open.
    """
    plan = plan_of(unit.connection, drive_id)
    if not plan.is_closed:
        raise Refused(f"{plan.name} is not closed.")
    if not unit.heading.why.strip():
        raise BadInput(f"Say why {plan.name} is reopened.")
    unit.update(drive, drive_id, {"closed_on": None})


def results_of(connection: Connection, drive_id: int) -> list[Result]:
    """Return every result that a drive was closed with, the newest first."""
    column = drive_result.c
    query = select(drive_result).where(column.drive_id == drive_id).order_by(column.id.desc())
    return [
        _result(row.id, drive_id, row.closed_on, row.figures, row.sha256)
        for row in connection.execute(query)
    ]


def result_in_force(connection: Connection, drive_id: int) -> Result | None:
    """Return the result that a closed drive stands by; None for one that is open."""
    closed_on = plan_of(connection, drive_id).closed_on
    if closed_on is None:
        return None
    return next((one for one in results_of(connection, drive_id)), None)


def since_closed(result: Result, card: DriveCard) -> Mapping[str, int]:
    """Return by how much each figure has changed since, by name; what is the same is left out.

    A figure that there was none of counts as 0.
    """
    then, now = asdict(result.figures), asdict(card.figures)
    changed = {name: (now[name] or 0) - (then[name] or 0) for name in then}
    return {name: difference for name, difference in changed.items() if difference}


def _frozen(connection: Connection, drive_id: int, on: date) -> str:
    card = drive_card(connection, drive_id, on)
    parts = compare(connection, [one.id for one in parts_of(connection, drive_id)], on)
    frozen = {
        "goal_cents": card.plan.goal_cents,
        "figures": asdict(card.figures),
        "recurring": asdict(card.recurring),
        "parts": [
            {"code": one.plan.code, "name": one.plan.name, "figures": asdict(one.figures)}
            for one in parts
        ],
    }
    return json.dumps(frozen, sort_keys=True, ensure_ascii=False)


def _result(row_id: int, drive_id: int, closed_on: str, words: str, sha256: str) -> Result:
    frozen = json.loads(words)
    parts = (
        PartResult(one["code"], one["name"], Figures(**one["figures"])) for one in frozen["parts"]
    )
    return Result(
        row_id, drive_id, closed_on, frozen["goal_cents"], Figures(**frozen["figures"]),
        SeriesFigures(**frozen["recurring"]), tuple(parts), sha256, _hash(words) == sha256,
    )  # fmt: skip


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
