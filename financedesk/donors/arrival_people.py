"""What is known of people whom an import's cards are compared with; some thousand at a time."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from financedesk.donors.arrival_index import ArrivalIndex
from financedesk.donors.traits import traits_of
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row
from financedesk.ledger.id_lists import among_ids, with_ids
from financedesk.rules.likeness_evidence import Traits

_KEPT = 20_000
_READ_AT_ONCE = 5_000

contact = tables.contact


class ArrivedPeople:
    """People of an index by their places. Only so many are kept at once: memory is bounded."""

    def __init__(self, connection: Connection, index: ArrivalIndex) -> None:
        self._connection, self._index = connection, index
        self._known: dict[int, Traits] = {}

    def __getitem__(self, place: int) -> Traits:
        return self._known[place]

    def know(self, places: Iterable[int]) -> None:
        """Read whom of these people is not known yet."""
        if len(self._known) > _KEPT:
            self._known.clear()
        wanted = sorted(set(places) - self._known.keys())
        if not wanted:
            return
        place_of = {one: place for place in wanted for one in self._index.versions_of(place)}
        said: dict[int, list[Contact]] = {}
        for contact_id, one in self._contacts(sorted(place_of)):
            said.setdefault(place_of[contact_id], []).append(one)
        for place, versions in said.items():
            self._known[place] = traits_of(versions)

    def _contacts(self, ids: list[int]) -> Iterable[tuple[int, Contact]]:
        # By their own numbers: while a large file comes in, cards have no index.
        among = among_ids(self._connection.dialect.name, contact.c.id)
        query = select(contact).where(among).order_by(contact.c.id)
        for start in range(0, len(ids), _READ_AT_ONCE):
            rows = self._connection.execute(query, with_ids(ids[start : start + _READ_AT_ONCE]))
            for row in rows.mappings():
                yield row["id"], contact_from_row(dict(row))
