"""What was said as an entry passed the wall: attestations, accountings, counsel's releases."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.wall import Crossing, Judgement, Note
from financedesk.rules.flows import NEEDS

item, wall_note = tables.item, tables.wall_note


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNote:
    """What was said as an entry passed the wall, with the classes and the condition."""

    giver: str
    recipient: str
    needs: str
    note: Note

    @property
    def words(self) -> str:
        """Return the note as one sentence."""
        asked = NEEDS.get(self.needs, "") or "Noted"
        return f"{asked}: {self.note.words} ({self.note.who}, {self.note.on})"


def keep_note(unit: UnitOfWork, item_id: int, found: Judgement, note: Note | None) -> int | None:
    """Keep what settled a condition with its entry; returns the note's number, None for none.

    Raises BadInput for a note without words or name.
    """
    if note is None:
        return None
    if not note.words.strip() or not note.who.strip():
        raise BadInput("A note needs its words and the name of who said them.")
    owner = unit.row(item, item_id)["entity_id"]
    settled = found.verdict.needs or ("counsel" if found.verdict.override is not None else "")
    return unit.insert(
        wall_note,
        {
            "entity_id": owner, "item_id": item_id, "giver": found.crossing.giver,
            "recipient": found.crossing.recipient, "needs": settled, "words": note.words.strip(),
            "who": note.who.strip(), "said_on": note.on,
        },
    )  # fmt: skip


def note_again(
    connection: Connection, item_id: int, crossing: Crossing, given: Note | None
) -> Note | None:
    """Return what settles a condition when an entry is corrected.

    That is what is given now, or what is kept with it, as long as the same classes give and take.
    """
    kept = notes_of(connection, [item_id]).get(item_id)
    same = kept is not None and (kept.giver, kept.recipient) == (crossing.giver, crossing.recipient)
    return given if given is not None or kept is None or not same else kept.note


def notes_of(connection: Connection, item_ids: Sequence[int]) -> dict[int, KeptNote]:
    """Return the newest note of each entry that has one."""
    query = select(wall_note).where(wall_note.c.item_id.in_(item_ids)).order_by(wall_note.c.id)
    return {
        row.item_id: KeptNote(
            giver=row.giver, recipient=row.recipient, needs=row.needs,
            note=Note(words=row.words, who=row.who, on=row.said_on),
        )
        for row in connection.execute(query)
    }  # fmt: skip
