"""What donors declared of themselves, dated: who they are, and that the money is their own.

The newest answer counts; one that is taken back stays in the list, because a gift before that day
was given while it stood.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.donor_owner import own_cards, owner_of_card
from financedesk.rules.donor_declarations import declarations, ways

attestation, document = tables.donor_attestation, tables.donor_document


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeclaration:
    """What a donor declared (``kind``), or took back; when, how, and the paper that shows it."""

    kind: str
    given: bool
    on: date
    how: str
    note: str = ""
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """One answer of a donor; ``document`` is the name of the paper, empty without one."""

    id: int
    card_id: int
    kind: str
    given: bool
    on: date
    how: str
    note: str
    document_id: int | None
    document: str


def declare(unit: UnitOfWork, card_id: int, given: NewDeclaration, today: date) -> int:
    """Note what a donor declared or took back, and return its number.

    Raises BadInput for unknown words or a day to come, Refused for a document of somebody else and
    for taking back what was never declared, NotFound for a card that has gone.
    """
    entity_id = owner_of_card(unit.connection, card_id)
    _judge(given, today)
    cards = own_cards(unit.connection, card_id)
    if given.document_id is not None:
        _require_document(unit.connection, given.document_id, cards)
    if not given.given and given.kind not in standing_of(_answers(unit.connection, cards)):
        raise Refused("Nothing of this kind was declared, so nothing can be taken back.")
    return unit.insert(attestation, {
        "entity_id": entity_id, "card_id": card_id, "kind": given.kind, "given": int(given.given),
        "on_date": given.on.isoformat(), "how": given.how, "note": given.note.strip() or None,
        "document_id": given.document_id,
    })  # fmt: skip


def declared_by(
    connection: Connection, card_id: int, entity_ids: Sequence[int]
) -> tuple[Declared, ...]:
    """Return every answer of a donor to its own entity, the newest first; nothing over a wall."""
    found = _answers(connection, own_cards(connection, card_id), entity_ids)
    return tuple(reversed(found))


def standing_of(answers: Sequence[Declared]) -> dict[str, Declared]:
    """Return the answer that counts for each kind; ``answers`` are in any order."""
    in_order = sorted(answers, key=lambda one: (one.on, one.id))
    return {one.kind: one for one in in_order}


def _judge(given: NewDeclaration, today: date) -> None:
    for word, known, what in (
        (given.kind, declarations(), "declaration"), (given.how, ways(), "way to declare"),
    ):  # fmt: skip
        _require_known(word, known, what)
    if given.on > today:
        raise BadInput(f"{given.on} is still to come; enter the day on which it was declared.")


def _require_known(word: str, known: Mapping[str, object], what: str) -> None:
    if word not in known:
        raise BadInput(f"“{word}” is no {what}; choose one of: {', '.join(known)}.")


def _require_document(connection: Connection, document_id: int, cards: Sequence[int]) -> None:
    query = select(document.c.id).where(document.c.id == document_id, document.c.card_id.in_(cards))
    if connection.execute(query).first() is None:
        raise Refused("This document is not one of this donor’s; add it to this donor first.")


def _answers(
    connection: Connection, cards: Sequence[int], entity_ids: Sequence[int] | None = None
) -> list[Declared]:
    query = (
        select(attestation, document.c.name.label("paper"))
        .outerjoin(document, document.c.id == attestation.c.document_id)
        .where(attestation.c.card_id.in_(cards))
        .order_by(attestation.c.on_date, attestation.c.id)
    )
    if entity_ids is not None:
        query = query.where(attestation.c.entity_id.in_(entity_ids))
    return [
        Declared(
            row.id, row.card_id, row.kind, bool(row.given), date.fromisoformat(row.on_date),
            row.how, row.note or "", row.document_id, row.paper or "",
        )
        for row in connection.execute(query)
    ]  # fmt: skip
