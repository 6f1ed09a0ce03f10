"""The report for the members: who kept the promise, what they kept of their pay, and its uses.

Named is only who agreed to it (``people.Official.published_from``), and nobody's address is in it.
What others gave is in the totals as long as these tell nothing of one of them. Amounts in cents.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.errors import BadInput
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.uses import Use, uses_between
from financedesk.remittances.given import Given, by_kind, given_by
from financedesk.remittances.net_pay import net_pay_of
from financedesk.remittances.paper_facts import Person, people_of
from financedesk.rules.dates import last_of_month

LEAST_TOGETHER = 3
"""Of how many unnamed officials a total must be at the least, so that it tells of nobody alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount:
    """One official who agreed to be named: net pay, what was given to which kind of entity.

    ``ever_cents`` is what was given since the beginning.
    """

    person: Person
    offices: tuple[str, ...]
    pay_cents: int
    given: Mapping[str, int]
    ever_cents: int

    @property
    def given_cents(self) -> int:
        """What was given in the months of the report."""
        return sum(self.given.values())

    @property
    def kept_cents(self) -> int:
        """What was kept of the pay; below zero where more was given than paid in these months."""
        return self.pay_cents - self.given_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Transparency:
    """The report for whole months as of a day.

    ``others`` counts the officials who are not named. ``others_given`` is what they gave by kind of
    entity, None when they are too few to be added up.
    """

    keeper: EntityRow
    first: date
    last: date
    on: date
    accounts: tuple[OpenAccount, ...]
    others: int
    others_given: Mapping[str, int] | None
    others_ever_cents: int
    uses: tuple[Use, ...]

    @property
    def given(self) -> Mapping[str, int]:
        """What all of them gave by kind of entity, as far as it is told."""
        found: Counter[str] = Counter()
        for part in (*(one.given for one in self.accounts), self.others_given or {}):
            found.update(part)
        return dict(found)

    @property
    def given_cents(self) -> int:
        """What all of them gave in these months, as far as it is told."""
        return sum(self.given.values())

    @property
    def ever_cents(self) -> int:
        """What all of them gave since the beginning, as far as it is told."""
        return sum(one.ever_cents for one in self.accounts) + self.others_ever_cents


def transparency_report(
    connection: Connection,
    entity_id: int,
    first: date,
    last: date,
    visible: Collection[int],
    *,
    on: date,
) -> Transparency:
    """Return what officials gave in some months as of a day, for everybody to read.

    ``visible`` are the entities whose books the reader sees: of others there is one sum, and
    nothing of their uses. Raises BadInput for months in the wrong order.
    """
    begins, ends = first.replace(day=1), min(last_of_month(last), on)
    if ends < begins:
        raise BadInput("The report ends before it begins; choose the months anew.")
    people = people_of(connection, entity_id, on)
    given = given_by(connection, list(people), visible, until=ends)
    within = {
        key: [one for one in given.get(key, ()) if one.day >= begins] for key in people
    }  # fmt: skip
    named = sorted((one for one in people.values() if one.agreed), key=_by_name)
    pays = net_pay_of(connection, entity_id, [one.official_id for one in named], begins, ends, on)
    accounts = [
        OpenAccount(
            person=one, offices=_offices(one, begins, ends), pay_cents=pays[one.official_id],
            given=by_kind(within[one.official_id]),
            ever_cents=_sum(given.get(one.official_id, ())),
        )
        for one in named
    ]  # fmt: skip
    others = [key for key, one in people.items() if not one.agreed and given.get(key)]
    told = _many([key for key in others if within[key]]) and _many(others)
    reached = {one.entity_id for rows in given.values() for one in rows if one.entity_id}
    return Transparency(
        keeper=entity_by_id(connection, entity_id), first=begins, last=last_of_month(last), on=on,
        accounts=tuple(accounts), others=len(people) - len(named),
        others_given=by_kind([one for key in others for one in within[key]]) if told else None,
        others_ever_cents=sum(_sum(given[key]) for key in others) if told else 0,
        uses=uses_between(connection, reached, begins, ends),
    )  # fmt: skip


def _offices(person: Person, first: date, last: date) -> tuple[str, ...]:
    """Return the offices that were held at any time from one day to another."""
    held = (one for one in person.terms if one.first <= last and (one.last or last) >= first)
    return tuple(dict.fromkeys(one.office.words for one in held))


def _many(officials: Collection[int]) -> bool:
    """Tell whether a sum of these officials tells of none of them alone."""
    return not officials or len(officials) >= LEAST_TOGETHER


def _sum(given: Iterable[Given]) -> int:
    return sum(one.cents for one in given)


def _by_name(person: Person) -> tuple[str, int]:
    return person.name.casefold(), person.official_id
