"""Notes about a donor: dated words of somebody in the office, for that entity's eyes alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.donor_owner import kept_row, own_cards, owner_of_card

note = tables.donor_note
LONGEST_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class DonorNote:
    """A note: when it was written, by whom, and what it says."""

    id: int
    card_id: int
    noted_on: date
    who: str
    words: str


def add_note(unit: UnitOfWork, card_id: int, words: str, *, who: str, on: date) -> int:
    """Write a note about a donor and return its number.

    Raises BadInput without words or for too many, and NotFound for a card that has gone.
    """
    entity_id = owner_of_card(unit.connection, card_id)
    values = {"entity_id": entity_id, "card_id": card_id, "noted_on": on.isoformat()}
    return unit.insert(note, {**values, "who": who.strip(), "words": _plain(words)})


def change_note(unit: UnitOfWork, note_id: int, words: str) -> None:
    """Say a note anew; its day and author stay, and the journal keeps what it said before."""
    kept_row(unit, note, note_id, "note")
    unit.update(note, note_id, {"words": _plain(words)})


def delete_note(unit: UnitOfWork, note_id: int) -> None:
    """Take a note away; raises NotFound."""
    kept_row(unit, note, note_id, "note")
    unit.delete(note, note_id)


def notes_of(
    connection: Connection, card_id: int, entity_ids: Sequence[int]
) -> tuple[DonorNote, ...]:
    """Return what the donor's own entity noted, the newest first; nothing over a wall."""
    query = select(note).where(
        note.c.card_id.in_(own_cards(connection, card_id)), note.c.entity_id.in_(entity_ids)
    )
    newest_first = query.order_by(note.c.noted_on.desc(), note.c.id.desc())
    return tuple(
        DonorNote(row.id, row.card_id, date.fromisoformat(row.noted_on), row.who, row.words)
        for row in connection.execute(newest_first)
    )


def _plain(words: str) -> str:
    plain = words.strip()
    if not plain:
        raise BadInput("A note needs words.")
    if len(plain) > LONGEST_NOTE:
        raise BadInput(
            f"A note holds up to {LONGEST_NOTE:,} characters; keep a longer text as a document."
        )
    return plain
