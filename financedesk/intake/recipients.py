"""Which entity a row is for: its recipient's id decides, ``--entity`` restricts and fills in."""

import re
from typing import Protocol

from sqlalchemy import Connection, select

from financedesk.intake.staged import Notes, RejectedRow
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import EntityRow
from financedesk.rules.roles import IMPORT

_COLUMN = "Recipient Gov ID"


class Addressed(Protocol):
    """A row that names its recipient: a gift, or what is told of one."""

    @property
    def number(self) -> int:
        """Its number under the header."""

    @property
    def recipient_id(self) -> str:
        """The id under which the recipient is registered, if the row has it."""


_FEC_ID = re.compile(r"[CPHS]\d{8}")
_LOOKS_FEC = re.compile(r"C\d+")


class Recipients:
    """The entities of a book by the ids under which they are registered with any authority."""

    def __init__(self, connection: Connection, only: str | None, notes: Notes, login: str) -> None:
        """Know the entities into which a login imports; those behind its walls are not there.

        Raise NotFound when ``only`` is no code of an entity that it may see, Refused when its role
        there, or everywhere, does not import.
        """
        access = access_of(connection, login)
        self.only = None if only is None else access.find(only)
        access.require(IMPORT, *(() if self.only is None else (self.only.id,)))
        self._notes = notes
        self._by_id: dict[str, EntityRow | None] = {}
        allowed = access.where(IMPORT)
        known = {entity.id: entity for entity in access.entities if entity.id in allowed}
        column = tables.registration.c
        for row in connection.execute(select(column.identifier, column.entity_id)):
            if row.entity_id in known:
                self._by_id[row.identifier.strip().upper()] = known[row.entity_id]

    def entity_of(self, row: Addressed) -> EntityRow | RejectedRow | None:
        """Return the entity, why the row is refused, or None: it is another recipient's."""
        named = row.recipient_id
        found = self._by_id.get(named)
        if found is not None:
            return found if self.only is None or found.id == self.only.id else None
        if self.only is None:
            return RejectedRow(row.number, _COLUMN, self._why(named))
        if not named:
            return self.only
        if _LOOKS_FEC.fullmatch(named) and not _FEC_ID.fullmatch(named):
            self._notes.add(
                f"The recipient id {named} is no FEC id; its rows were taken for {self.only.code},"
                " as you said."
            )
            return self.only
        return None

    def _why(self, named: str) -> str:
        if not named:
            return "The row names no committee; say whose it is with --entity."
        return f"The committee {named} is not in this book."
