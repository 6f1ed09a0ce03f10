"""A drive cut by source, page, code or state for reports, with small cells hidden.

A cell of fewer than five donors could tell who gave what. Such cells are put together; while they
are still too few people together, the next smallest cell goes with them, so that nothing can be
had by taking what is shown from the total.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from financedesk.drives.figures import HIDDEN_BELOW, DriveCard, Slice, slices
from financedesk.ledger import tables
from financedesk.ledger.drive_figures import Cut
from financedesk.ledger.drive_kinds import parts

item, counted, link, drive = tables.item, tables.drive_item, tables.person_link, tables.drive

_COLUMNS = {
    "source": counted.c.source,
    "page": counted.c.page,
    "reference": counted.c.reference_code,
    "state": counted.c.state,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of a report: what it is about, and what it came to in cents."""

    value: str
    gifts: int
    donors: int
    gross_cents: int
    raised_cents: int


@dataclass(frozen=True, slots=True)
class Cells:
    """The lines that may be shown; ``rest`` is all others in one, ``hidden`` how many they are."""

    shown: tuple[Cell, ...]
    rest: Cell | None = None
    hidden: int = 0


def cells_of(connection: Connection, drive_id: int, cut: Cut) -> Cells:
    """Return a drive by source, page, reference or state as a report may show it."""
    donors = _donors(connection, drive_id, cut)
    return hide_small(
        _cell(one, donors.get(one.value, 0)) for one in slices(connection, drive_id, cut)
    )


def part_cells(cards: Iterable[DriveCard]) -> Cells:
    """Return parts or drives side by side as a report may show them."""
    return hide_small(
        Cell(
            one.plan.name, one.figures.gifts, one.figures.donors, one.figures.gross_cents,
            one.figures.raised_cents,
        )
        for one in cards
    )  # fmt: skip


def hide_small(cells: Iterable[Cell]) -> Cells:
    """Put cells of fewer than five donors together, with as many more as it takes to hide them.

    A person who stands in two of the hidden cells counts twice among the donors of the rest.
    """
    known = list(cells)
    by_size = sorted(known, key=lambda one: (one.donors, one.raised_cents, one.value))
    hidden = [one for one in by_size if one.donors < HIDDEN_BELOW]
    if not hidden:
        return Cells(tuple(known))
    larger = iter(by_size[len(hidden) :])
    while len(hidden) < 2 or sum(one.donors for one in hidden) < HIDDEN_BELOW:
        more = next(larger, None)
        if more is None:
            break
        hidden.append(more)
    values = {one.value for one in hidden}
    shown = tuple(one for one in known if one.value not in values)
    return Cells(shown, _together(hidden), len(hidden))


def _together(hidden: Sequence[Cell]) -> Cell:
    return Cell(
        "", sum(one.gifts for one in hidden), sum(one.donors for one in hidden),
        sum(one.gross_cents for one in hidden), sum(one.raised_cents for one in hidden),
    )  # fmt: skip


def _cell(one: Slice, donors: int) -> Cell:
    return Cell(one.value, one.gifts, donors, one.gross_cents, one.raised_cents)


def _donors(connection: Connection, drive_id: int, cut: Cut) -> dict[str, int]:
    person = func.coalesce(link.c.person_id, item.c.card_id)
    own = select(drive.c.id).where(or_(drive.c.id == drive_id, drive.c.parent_id == drive_id))
    query = (
        select(_COLUMNS[cut], func.count(person.distinct()))
        .select_from(
            item.join(counted, counted.c.item_id == item.c.id).outerjoin(
                link, link.c.card_id == item.c.card_id
            )
        )
        .where(item.c.drive_id.in_(own), item.c.kind.in_(parts()["gift"]), item.c.memo == 0)
        .group_by(_COLUMNS[cut])
    )
    return {row[0]: row[1] for row in connection.execute(query)}
