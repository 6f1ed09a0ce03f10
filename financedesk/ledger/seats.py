"""Which seat a candidate stands for, and so how long its election cycle is.

The office stands with the elections that the treasurer entered: six years for the Senate, four for
the President, two for the House and where nothing is said (11 CFR 100.3(b)).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from financedesk.ledger import tables
from financedesk.rules.itemise import window_of
from financedesk.rules.windows import ELECTION_TYPES, TERM_YEARS, is_election_code

election = tables.election
# Put together once: it is asked after every single gift.
_ENTERED = (
    select(election.c.entity_id, election.c.code, election.c.office)
    .where(election.c.entity_id.in_(bindparam("entities", expanding=True)))
    .order_by(election.c.id)
)
_GENERAL = next(letter for letter, name in ELECTION_TYPES.items() if name == "general")


@dataclass(frozen=True, slots=True)
class Seat:
    """The seat of a candidate: its office ("" unknown), a year in which it is filled, its term."""

    office: str = ""
    up_in: int | None = None
    term_years: int = TERM_YEARS[""]

    def is_filled_in(self, year: int) -> bool:
        """Whether a regular general election of this year fills the seat."""
        return (year - (self.up_in or 0)) % self.term_years == 0

    def next_general(self, on_or_after: int) -> int:
        """Return the first such year that is not before a year."""
        return on_or_after + ((self.up_in or 0) - on_or_after) % self.term_years

    def cycle(self, entity_kind: str, day: date) -> int:
        """Return the year that names the window in which an item of a day is aggregated."""
        return window_of(
            entity_kind, day, seat_up_in=self.up_in, term_years=self.term_years
        )  # fmt: skip


def seats_of(connection: Connection, entity_ids: Collection[int]) -> dict[int, Seat]:
    """Return the seats of entities; one for which no election was entered is as for the House."""
    found = dict.fromkeys(entity_ids, Seat())
    for owner, code, office in connection.execute(_ENTERED, {"entities": list(entity_ids)}):
        if not is_election_code(code) or code[0] != _GENERAL or office not in TERM_YEARS:
            continue
        found[owner] = Seat(office, int(code[1:]), TERM_YEARS[office])
    return found


def seat_of(connection: Connection, entity_id: int) -> Seat:
    """Return the seat of one entity."""
    return seats_of(connection, [entity_id])[entity_id]
