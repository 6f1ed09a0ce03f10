"""Codes of drives: what the command line and files call them, made from their names."""

import re

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.names import folded


def free_code(connection: Connection, entity_id: int, name: str) -> str:
    """Return a code for a drive of this name that no drive of the entity has."""
    code = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-") or "drive"
    query = select(tables.drive.c.code).where(tables.drive.c.entity_id == entity_id)
    taken = set(connection.execute(query).scalars())
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (code, *numbered) if one not in taken)
