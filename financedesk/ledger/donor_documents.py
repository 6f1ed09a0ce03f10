"""Documents of a donor, kept inside the book as they came: letters, answers, declarations.

A copy of the book is then a copy of its papers. Each is kept with its size and its SHA-256, so
that ``book verify`` can tell that nobody touched it.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.donor_owner import kept_row, own_cards, owner_of_card

document, attestation = tables.donor_document, tables.donor_attestation

LARGEST = 10 * 1024 * 1024
"""How many octets a document may have."""
KINDS: Mapping[str, str] = {
    "letter": "Letter", "answer": "Answer", "declaration": "Declaration", "check": "Check",
    "other": "Other",
}  # fmt: skip
"""What a document may be, in words."""


@dataclass(frozen=True, slots=True)
class DonorDocument:
    """A document without its octets; ``size`` is their number."""

    id: int
    card_id: int
    name: str
    kind: str
    added_on: date
    who: str
    size: int
    sha256: str


def read_document(path: Path) -> tuple[str, bytes]:
    """Return name and octets of a file that is to be kept.

    Raises BadInput when it cannot be read, is empty or larger than ``LARGEST``.
    """
    try:
        size = path.stat().st_size
        content = b"" if size > LARGEST else path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path.name} cannot be read: {error.strerror or error}.") from error
    _require_size(path.name, size)
    return path.name, content


def add_document(
    unit: UnitOfWork, card_id: int, name: str, content: bytes, *, kind: str, who: str, on: date
) -> int:
    """Keep a document of a donor and return its number.

    Raises BadInput for an unknown kind, no name, no octets or too many; Refused when the same
    octets are kept of this donor already; NotFound for a card that has gone.
    """
    entity_id = owner_of_card(unit.connection, card_id)
    plain = Path(name.strip()).name
    if not plain:
        raise BadInput("A document needs a name.")
    if kind not in KINDS:
        raise BadInput(f"“{kind}” is no kind of document; choose one of: {', '.join(KINDS)}.")
    _require_size(plain, len(content))
    sha256 = hashlib.sha256(content).hexdigest()
    same = select(document.c.name).where(document.c.card_id == card_id, document.c.sha256 == sha256)
    kept = unit.connection.execute(same).scalar()
    if kept is not None:
        raise Refused(f"{plain} is kept already, as {kept}.")
    return unit.insert(document, {
        "entity_id": entity_id, "card_id": card_id, "name": plain, "kind": kind,
        "added_on": on.isoformat(), "who": who.strip(), "size": len(content), "sha256": sha256,
        "content": content,
    })  # fmt: skip


def remove_document(unit: UnitOfWork, document_id: int) -> None:
    """Take a document out of the book; undo brings it back.

    Raises NotFound, and Refused while a declaration rests on it.
    """
    row = kept_row(unit, document, document_id, "document")
    used = select(attestation.c.id).where(attestation.c.document_id == document_id)
    if unit.connection.execute(used).first() is not None:
        raise Refused(f"A declaration rests on {row['name']}; it stays as its proof.")
    unit.delete(document, document_id)


def documents_of(
    connection: Connection, card_id: int, entity_ids: Sequence[int]
) -> tuple[DonorDocument, ...]:
    """Return the donor's documents of its own entity, the newest first; nothing over a wall."""
    columns = (column for column in document.c if column.name not in ("content", "entity_id"))
    query = select(*columns).where(
        document.c.card_id.in_(own_cards(connection, card_id)),
        document.c.entity_id.in_(entity_ids),
    )
    newest_first = query.order_by(document.c.added_on.desc(), document.c.id.desc())
    return tuple(
        DonorDocument(
            row.id, row.card_id, row.name, row.kind, date.fromisoformat(row.added_on), row.who,
            row.size, row.sha256,
        )
        for row in connection.execute(newest_first)
    )  # fmt: skip


def document_content(
    connection: Connection, document_id: int, entity_ids: Sequence[int]
) -> tuple[str, bytes]:
    """Return name and octets of a document of some entities; raises NotFound for any other."""
    query = select(document.c.name, document.c.content).where(
        document.c.id == document_id, document.c.entity_id.in_(entity_ids)
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("There is no such document among the entities in hand.")
    return str(row.name), bytes(row.content)


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield every document whose octets are not those that were kept."""
    query = select(document.c.id, document.c.name, document.c.size, document.c.sha256)
    for row in connection.execute(query).all():
        one = select(document.c.content).where(document.c.id == row.id)
        content = bytes(connection.execute(one).scalar_one())
        if len(content) != row.size or hashlib.sha256(content).hexdigest() != row.sha256:
            sentence = f"The document {row.name} is not what was put into the book."
            yield Problem("ledger", sentence, document.name, row.id)


def _require_size(name: str, size: int) -> None:
    if not size:
        raise BadInput(f"{name} is empty.")
    if size > LARGEST:
        raise BadInput(
            f"{name} has {size // 1024:,} KB; a document in the book may have up to"
            f" {LARGEST // 1_048_576} MB. Scan it with fewer dots per inch, or keep it in parts."
        )
