"""The aged list: who has what open on a day, and for how long.

What is open is an unfulfilled pledge, a memorandum and never a receivable. Amounts in cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.paper_facts import Person, people_of
from financedesk.rules.dues_standing import AGES, CARRIED, Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedRow:
    """One official with something open: by age, of it carried for want of room, since when.

    ``pledge`` is how the pledge stood, in words.
    """

    person: Person
    pledge: str
    ages: Mapping[str, int]
    carried_cents: int
    oldest: date

    @property
    def open_cents(self) -> int:
        """All that is open, what is not yet due included."""
        return sum(self.ages.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedList:
    """Everybody with something open on a day, by name; ``others`` have nothing open."""

    keeper: EntityRow
    on: date
    rows: tuple[AgedRow, ...]
    others: int
    credit_cents: int

    @property
    def ages(self) -> Mapping[str, int]:
        """All of them together by age; every bucket is there."""
        return {age: sum(one.ages[age] for one in self.rows) for age in AGES}

    @property
    def open_cents(self) -> int:
        """All that is open."""
        return sum(one.open_cents for one in self.rows)

    @property
    def carried_cents(self) -> int:
        """What of it no recipient had room for."""
        return sum(one.carried_cents for one in self.rows)


def aged_list(connection: Connection, entity_id: int, on: date) -> AgedList:
    """Return what an entity's officials have open on a day, by age.

    ``credit_cents`` is what all of them gave in advance. Raises NotFound and BadInput.
    """
    found = dues_of(connection, entity_id, on, on=on)
    people = people_of(connection, entity_id, on)
    rows = [_row(people[one.official_id], one, on) for one in found if _open(one)]
    return AgedList(
        keeper=entity_by_id(connection, entity_id), on=on, rows=tuple(rows),
        others=len(found) - len(rows),
        credit_cents=sum(one.standing.credit_cents for one in found),
    )  # fmt: skip


def _row(person: Person, dues: OfficialDues, on: date) -> AgedRow:
    pledge = person.pledge(on)
    return AgedRow(
        person=person,
        pledge="" if pledge is None else pledge.state_words,
        ages=dues.standing.ageing,
        carried_cents=sum(one.open_cents for one in _open(dues) if one.state == CARRIED),
        oldest=min(one.month for one in _open(dues)),
    )


def _open(dues: OfficialDues) -> list[Settled]:
    return [one for one in dues.standing.months if one.open_cents]
