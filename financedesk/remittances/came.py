"""What came of officials' instructions, in every entity whose books somebody keeps.

``receiving`` says what answers what; here stands beside it who paid, and whether a gift is above
its limit. A contribution is an ordinary one and counts once: taking it clears a due besides.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.contacts import contact_from_row
from financedesk.ledger.gift_remedies import in_question
from financedesk.progress import Progress
from financedesk.remittances.receiving import Awaited, Proposal, awaited_by, proposals, take
from financedesk.rules.matching import SURE

_REFUND = "refund"
item = tables.item


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """What of a gift is above its limit in cents, and the last day to put it right."""

    cents: int
    by: date | None
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A contribution in the books of an entity, and the instruction's lines that it answers.

    ``payer`` is the name on the entry. ``excess`` is None for a gift within its limit.
    """

    entity_id: int
    proposal: Proposal
    payer: str
    excess: Excess | None = None

    @property
    def item_id(self) -> int:
        """The number of the entry."""
        return self.proposal.item_id

    @property
    def cents(self) -> int:
        """What came, in cents."""
        return self.proposal.match.arrival.cents

    @property
    def exact(self) -> bool:
        """Whether name and amount agree, so that it may be taken without a look."""
        return self.proposal.match.strength == SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A line that nothing has answered yet: which entity awaits it."""

    entity_id: int
    line: Awaited


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatCame:
    """What may be taken, the surest first, and what is still awaited, the oldest first."""

    came: tuple[Came, ...]
    missing: tuple[Missing, ...]

    @property
    def exact(self) -> tuple[Came, ...]:
        """What may be taken without a look."""
        return tuple(one for one in self.came if one.exact)


def what_came(
    connection: Connection,
    entity_ids: Collection[int],
    visible: Collection[int],
    today: date,
    progress: Progress,
) -> WhatCame:
    """Return what came to entities of what officials were to give, and what is awaited there.

    ``entity_ids`` are those whose books the user keeps, ``visible`` all that the user sees.
    """
    came: list[Came] = []
    missing: list[Missing] = []
    for place, entity_id in enumerate(entity_ids):
        progress.step(place, len(entity_ids), "Looking at what came")
        found = proposals(connection, entity_id)
        answered = {line.line_id for one in found for line in one.lines}
        came += _with_payers(connection, entity_id, found, visible, today)
        missing += [
            Missing(entity_id=entity_id, line=line)
            for line in awaited_by(connection, entity_id)
            if line.line_id not in answered
        ]
    came.sort(key=lambda one: (not one.exact, one.proposal.match.arrival.day, one.item_id))
    return WhatCame(came=tuple(came), missing=tuple(missing))


def take_came(unit: UnitOfWork, came: Iterable[Came]) -> int:
    """Take contributions as what they answer and return how many.

    Raises Refused when somebody else than the official paid (52 U.S.C. 30122).
    """
    taken = [take(unit, one.proposal) for one in came]
    return len(taken)


def _with_payers(
    connection: Connection,
    entity_id: int,
    found: Collection[Proposal],
    visible: Collection[int],
    today: date,
) -> Iterator[Came]:
    payers = _payers(connection, [one.item_id for one in found])
    for one in found:
        yield Came(
            entity_id=entity_id, proposal=one, payer=payers.get(one.item_id, ""),
            excess=excess_of(connection, one.item_id, today, visible),
        )  # fmt: skip


def _payers(connection: Connection, item_ids: Collection[int]) -> Mapping[int, str]:
    query = (
        select(item.c.id.label("entry"), tables.contact)
        .join(tables.contact, tables.contact.c.id == item.c.contact_id)
        .where(item.c.id.in_(item_ids))
    )
    rows = connection.execute(query).mappings()
    return {row["entry"]: contact_from_row(dict(row)).display_name for row in rows}


def excess_of(
    connection: Connection, item_id: int, today: date, visible: Collection[int]
) -> Excess | None:
    """Return what of a gift is above the giver's limit and until when that is put right."""
    found = in_question(connection, item_id, today, visible)
    if found is None or not found.excess_cents:
        return None
    back = next((one for one in found.ways if one.code == _REFUND), None)
    return Excess(
        cents=found.excess_cents,
        by=None if back is None else back.by,
        citation="" if back is None else back.citation,
    )
