"""The files that statements came in: kept whole, once each, and given out again.

A statement is known by its lines; the file itself is what an auditor asks for (11 CFR 102.9(c):
records are kept for three years after the report that they are behind).
"""

import hashlib
import zlib
from pathlib import Path

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound
from financedesk.ledger import tables

kept, statement = tables.bank_file, tables.bank_statement

MOST_OCTETS = 64 << 20
"""A larger file is not kept: what it tells is."""


def keep_file(unit: UnitOfWork, entity_id: int, name: str, path: Path) -> None:
    """Keep a bank's file beside what was read of it; the same one is kept once."""
    content = path.read_bytes()
    if len(content) > MOST_OCTETS:
        return
    digest = hashlib.sha256(content).hexdigest()
    same = select(kept.c.id).where(kept.c.entity_id == entity_id, kept.c.sha256 == digest)
    if unit.connection.execute(same).first() is None:
        unit.insert(kept, {
            "entity_id": entity_id, "name": name, "sha256": digest, "size": len(content),
            "content": zlib.compress(content),
        })  # fmt: skip


def file_of(connection: Connection, statement_id: int) -> tuple[str, bytes]:
    """Return the name and the content of the file that a statement came in.

    Raises NotFound for a typed statement, and for one whose file was too large to be kept.
    """
    query = (
        select(kept.c.name, kept.c.content)
        .join(statement, statement.c.file_sha256 == kept.c.sha256)
        .where(statement.c.id == statement_id, statement.c.entity_id == kept.c.entity_id)
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("There is no file of this statement: it was typed, or is from before.")
    return row.name, zlib.decompress(row.content)
