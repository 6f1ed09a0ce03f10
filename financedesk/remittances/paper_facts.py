"""What every paper says of its officials: who they are, which office they hold, how they pledged.

All of it as it was known on a day: what was entered as learned later is not in it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.remittances.people import (
    LEVELS,
    OFFICES,
    OFFICIALS,
    TERMS,
    OfficeTerm,
    Official,
    PublicOffice,
    names_of,
)
from financedesk.remittances.pledges import PLEDGES, STEPS, Pledge, PledgeStep, state_of
from financedesk.remittances.schedules import SCHEDULES
from financedesk.remittances.shelf import Kept
from financedesk.rules.dates import last_of_month
from financedesk.rules.pledges import states

NO_OFFICE = ""
"""The level of somebody who holds no office on a day and held none before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Days in an office as they were known; ``last`` None while it runs."""

    office: PublicOffice
    first: date
    last: date | None

    def holds(self, on: date) -> bool:
        """Tell whether the office was held on a day."""
        return self.first <= on <= (self.last or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledged:
    """A pledge as it stood: its first day, its schedule, and its state."""

    code: str
    schedule: str
    first: date
    signed_on: date | None
    state: str

    @property
    def state_words(self) -> str:
        """How it stood, in words."""
        return states()[self.state].label


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An official as papers name one, with what was known on a day.

    ``agreed`` tells whether they agreed, and had not taken it back, to stand by name in what is
    published or put before a board.
    """

    official_id: int
    reference: str
    name: str
    terms: tuple[Term, ...]
    pledges: tuple[Pledged, ...]
    agreed: bool

    @property
    def plain_name(self) -> str:
        """The name as it is spoken: first name first."""
        last, _, first = self.name.partition(", ")
        return f"{first} {last}".strip()

    def offices(self, on: date) -> tuple[str, ...]:
        """Return the offices held on a day in words."""
        return tuple(dict.fromkeys(one.office.words for one in self.terms if one.holds(on)))

    def level(self, month: date) -> str:
        """Return the highest level held in a month; after the last term, that term's level."""
        ends = last_of_month(month)
        held = [one for one in self.terms if one.first <= ends and (one.last or ends) >= month]
        if not held:
            begun = [one for one in self.terms if one.first <= ends]
            held = sorted(begun, key=lambda one: one.first)[-1:]
        return min((one.office.level for one in held), key=LEVELS.index, default=NO_OFFICE)

    def pledge(self, month: date) -> Pledged | None:
        """Return the pledge that counts in a month: the newest that had begun by its end."""
        begun = [one for one in self.pledges if one.first <= last_of_month(month)]
        return max(begun, key=lambda one: one.first, default=None)


def people_of(
    connection: Connection, entity_id: int, on: date, official_ids: Collection[int] = ()
) -> Mapping[int, Person]:
    """Return an entity's officials by number, as they were known on a day; without ids all."""
    wanted = {"id": list(official_ids)} if official_ids else {}
    kept = OFFICIALS.of(connection, entity_id, **wanted)
    names = names_of(connection, kept)
    theirs = {"official_id": [one.id for one in kept]}
    terms = _terms(connection, entity_id, theirs, on)
    pledges = _pledges(connection, entity_id, theirs, on)
    return {
        one.id: Person(
            official_id=one.id, reference=one.fact.reference, name=names[one.id],
            terms=tuple(terms[one.id]), pledges=tuple(pledges[one.id]),
            agreed=has_agreed(one.fact, on),
        )
        for one in kept
    }  # fmt: skip


def has_agreed(fact: Official, on: date) -> bool:
    """Tell whether an official's consent to be named in public holds on a day."""
    return fact.published_from is not None and (
        fact.published_from <= on <= (fact.published_to or date.max)
    )


def term_known_on(fact: OfficeTerm, on: date) -> OfficeTerm | None:
    """Return a term as it was known on a day: without the end that was learned later."""
    if fact.from_date > on:
        return None
    if fact.end_known_on is None or fact.end_known_on <= on:
        return fact
    return OfficeTerm(
        official_id=fact.official_id, public_office_id=fact.public_office_id,
        from_date=fact.from_date,
    )  # fmt: skip


def _terms(
    connection: Connection, entity_id: int, theirs: Mapping[str, list[int]], on: date
) -> Mapping[int, list[Term]]:
    offices = {one.id: one.fact for one in OFFICES.of(connection, entity_id)}
    found: dict[int, list[Term]] = defaultdict(list)
    for kept in TERMS.of(connection, entity_id, **theirs):
        fact = term_known_on(kept.fact, on)
        if fact is not None:
            term = Term(
                office=offices[fact.public_office_id], first=fact.from_date, last=fact.to_date
            )
            found[fact.official_id].append(term)
    return found


def _pledges(
    connection: Connection, entity_id: int, theirs: Mapping[str, list[int]], on: date
) -> Mapping[int, list[Pledged]]:
    held = PLEDGES.of(connection, entity_id, **theirs)
    steps: dict[int, list[PledgeStep]] = defaultdict(list)
    for kept in STEPS.of(connection, entity_id, pledge_id=[one.id for one in held]):
        if kept.fact.on_date <= on:
            steps[kept.fact.pledge_id].append(kept.fact)
    names = _schedule_names(connection, entity_id, on)
    found: dict[int, list[Pledged]] = defaultdict(list)
    for one in _known(held, steps, on):
        found[one.fact.official_id].append(
            Pledged(
                code=one.fact.schedule_code, first=one.fact.from_date,
                schedule=names.get(one.fact.schedule_code, one.fact.schedule_code),
                signed_on=one.fact.signed_on, state=state_of(steps[one.id]),
            )
        )  # fmt: skip
    return found


def _schedule_names(connection: Connection, entity_id: int, on: date) -> Mapping[str, str]:
    """Return schedules' names by code; those of one name are told apart by their codes."""
    names = {
        one.fact.code: one.fact.name
        for one in SCHEDULES.of(connection, entity_id)
        if one.fact.from_date <= on
    }
    often = Counter(names.values())
    return {code: name if often[name] == 1 else f"{name} ({code})" for code, name in names.items()}


def _known(
    held: Iterable[Kept[Pledge]], steps: Mapping[int, list[PledgeStep]], on: date
) -> Iterable[Kept[Pledge]]:
    """Return the pledges of which something was known on a day: a step, or a signature."""
    return [
        one
        for one in held
        if steps.get(one.id) or (one.fact.signed_on is not None and one.fact.signed_on <= on)
    ]
