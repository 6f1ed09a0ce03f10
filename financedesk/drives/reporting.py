"""What a report on a drive says: its figures, cut so that nobody can be told from a cell."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.drives.cells import Cells, cells_of, part_cells
from financedesk.drives.closing import Result, result_in_force, since_closed
from financedesk.drives.figures import DriveStory, compare, drive_story
from financedesk.drives.outlook import Outlook, outlook_of
from financedesk.ledger.entities import EntityRow, entity_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveReport:
    """A drive on paper, as known on a day; ``since_closed`` is what changed after its result.

    ``parts`` are its regions, channels and volunteers side by side. Cells of fewer than five
    donors stand together in each ``Cells``.
    """

    entity: EntityRow
    on: date
    story: DriveStory
    outlook: Outlook | None
    sources: Cells
    pages: Cells
    references: Cells
    states: Cells
    parts: Cells
    result: Result | None
    since_closed: dict[str, int]


def drive_report(connection: Connection, drive_id: int, on: date) -> DriveReport:
    """Return what a report on a drive says; raises NotFound when the drive is gone."""
    story = drive_story(connection, drive_id, on)
    result = result_in_force(connection, drive_id)
    return DriveReport(
        entity=entity_by_id(connection, story.card.plan.entity_id), on=on, story=story,
        outlook=outlook_of(connection, story.card.plan, on),
        sources=cells_of(connection, drive_id, "source"),
        pages=cells_of(connection, drive_id, "page"),
        references=cells_of(connection, drive_id, "reference"),
        states=cells_of(connection, drive_id, "state"),
        parts=part_cells(story.parts), result=result,
        since_closed={} if result is None else dict(since_closed(result, story.card)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Drives side by side, as chapters are: a line each, small ones together."""

    on: date
    cells: Cells


def side_by_side(connection: Connection, drive_ids: list[int], on: date) -> SideBySide:
    """Return drives side by side; a drive of fewer than five donors stands with others."""
    return SideBySide(on, part_cells(compare(connection, drive_ids, on)))
