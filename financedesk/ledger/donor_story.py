"""What was done to what an entity keeps about a donor, out of its journal: also what is gone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from financedesk.book.history import Recorded, recorded
from financedesk.book.schema import journal
from financedesk.ledger.donors_detail import DonorEvent

_MOST = 60
# Of each table the column whose words are told when they change.
_TOLD: Mapping[str, str] = {
    "donor_note": "words", "donor_document": "name", "donor_attestation": "note",
    "donor_request": "answer", "kept_letter": "answer", "household_member": "",
}  # fmt: skip


def kept_events(
    connection: Connection, entity_id: int, cards: Sequence[int], rows: Sequence[int]
) -> tuple[DonorEvent, ...]:
    """Return what the journal tells of notes, papers, declarations, requests and the household.

    ``cards`` are the donor's cards of the entity; ``rows`` are the ids of what is kept now, by
    which a change is found that names no card. The newest first, up to sixty.
    """
    named = [journal.c.content.contains(f'"card_id":{card}') for card in cards]
    named += [journal.c.content.contains(f'"id":{row},') for row in rows]
    query = (
        select(
            journal.c.at, journal.c.who, journal.c.action, journal.c.why, journal.c.content
        )
        .where(journal.c.chain == entity_id, journal.c.batch_id.is_(None), or_(*named))
        .order_by(journal.c.number.desc())
        .limit(_MOST)
    )  # fmt: skip
    return tuple(
        DonorEvent(row.at, row.who, row.action, row.why, told)
        for row in connection.execute(query)
        if (told := _told(recorded(row.content), cards, rows)) is not None
    )


def _told(
    changes: Iterable[Recorded], cards: Sequence[int], rows: Sequence[int]
) -> tuple[str, ...] | None:
    """Return the words that changed in one act; None where it was about something else."""
    own = [one for one in changes if one.table in _TOLD and _is_own(one, cards, rows)]
    return tuple(_words(own)) if own else None


def _is_own(change: Recorded, cards: Sequence[int], rows: Sequence[int]) -> bool:
    sides: list[Mapping[str, Any]] = [change.before or {}, change.after or {}]
    return change.id in rows or any(side.get("card_id") in cards for side in sides)


def _words(changes: Sequence[Recorded]) -> Iterator[str]:
    for one in changes:
        column = _TOLD[one.table]
        before, after = ((side or {}).get(column) for side in (one.before, one.after))
        if before and after:
            yield f"{before} → {after}"
        elif before or after:
            yield str(after or f"no longer: {before}")
