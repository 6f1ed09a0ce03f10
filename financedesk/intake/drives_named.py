"""Which drive a row's gift is of: the one that it names by code or name, else what rules say.

What no drive of the entity is called is refused.

A row without one takes the drive that the entity's rules give it, else the one that was said for
the whole file.
"""

from sqlalchemy import Connection, select

from financedesk.intake.roles import NO_DRIVE
from financedesk.intake.staged import RejectedRow, StagedRow
from financedesk.ledger import tables
from financedesk.ledger.drive_rules import GiftFacts
from financedesk.ledger.gifts import Lane

_SHOWN = 8


class NamedDrives:
    """Knows the drives of the entities that a file pays to; each is looked up once."""

    def __init__(self, connection: Connection, processor: str) -> None:
        self._connection = connection
        self._processor = processor
        self._drives: dict[int, dict[str, set[int]]] = {}
        self._codes: dict[int, list[str]] = {}
        self._known: dict[tuple[int, str], int] = {}

    def drive_of(self, lane: Lane, row: StagedRow) -> int | RejectedRow | None:
        """Return the drive of a gift, None for no drive, or why its row is refused."""
        named = row.drive
        if not named:
            return lane.drive_id if lane.chooser is None else self._by_rules(lane, row)
        if named == NO_DRIVE:
            return None
        key = lane.entity_id, named.casefold()
        if key not in self._known:
            found = self._found(*key)
            if len(found) != 1:
                return RejectedRow(row.number, "", self._why(lane.entity_id, named, len(found)))
            (self._known[key],) = found
        return self._known[key]

    def _by_rules(self, lane: Lane, row: StagedRow) -> int | None:
        if lane.chooser is None:
            return lane.drive_id
        giver = row.donor
        facts = GiftFacts(
            self._processor, row.page, row.reference_code, giver.state, giver.zip, row.day
        )
        return lane.chooser.drive_of(facts) or lane.drive_id

    def _found(self, entity_id: int, named: str) -> set[int]:
        """Return the drive with this code; without one, those with this name."""
        if entity_id not in self._drives:
            self._load(entity_id)
        known = self._drives[entity_id]
        return known.get(f"code:{named}") or known.get(f"name:{named}") or set()

    def _load(self, entity_id: int) -> None:
        column = tables.drive.c
        query = select(column.id, column.code, column.name).where(column.entity_id == entity_id)
        known: dict[str, set[int]] = {}
        codes = []
        for row in self._connection.execute(query.order_by(column.code)):
            codes.append(row.code)
            known.setdefault(f"code:{row.code.casefold()}", set()).add(row.id)
            known.setdefault(f"name:{row.name.casefold()}", set()).add(row.id)
        self._drives[entity_id], self._codes[entity_id] = known, codes

    def _why(self, entity_id: int, named: str, found: int) -> str:
        if found:
            return f"Several drives are called “{named}”; say in the layout which code it means."
        codes = self._codes[entity_id]
        more = ", …" if len(codes) > _SHOWN else ""
        known = ", ".join(codes[:_SHOWN]) + more if codes else "none yet"
        return (
            f"There is no drive “{named}” here; it has: {known}. Make the drive, or say in the"
            " layout which drive this text means."
        )
