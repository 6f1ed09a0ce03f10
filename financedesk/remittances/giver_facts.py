"""What a proposal needs to know of officials themselves: offices, pledges, words that they gave.

Of a few officials their own rows alone are read, of many every row of the entity.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property

from sqlalchemy import Connection

from financedesk.errors import NotFound
from financedesk.remittances.awaiting import FEW
from financedesk.remittances.instructions import carried_into
from financedesk.remittances.people import (
    CANDIDACIES,
    FEDERAL,
    OFFICES,
    OFFICIALS,
    TERMS,
    FederalCandidacy,
    OfficeTerm,
    Official,
)
from financedesk.remittances.pledges import (
    PLEDGES,
    RECIPIENTS,
    STEPS,
    Pledge,
    PledgeRecipient,
    PledgeStep,
    state_of,
)
from financedesk.remittances.shelf import Fact, Kept, Shelf
from financedesk.remittances.waivers import DECLARED, Attestation
from financedesk.rules.allocation_facts import Official as Giver
from financedesk.rules.allocation_facts import Span
from financedesk.rules.dates import last_of_month


class GiverFacts:
    """Facts of some officials of one entity, each sort read when it is asked for first."""

    def __init__(
        self, connection: Connection, entity_id: int, official_ids: Collection[int]
    ) -> None:
        self._connection, self._entity_id = connection, entity_id
        self._few = list(official_ids) if len(official_ids) <= FEW else []
        self._carried: dict[str, Mapping[int, int]] = {}

    def official(self, official_id: int) -> Kept[Official]:
        """Return an official; raises NotFound."""
        known = self._officials.get(official_id)
        return known or OFFICIALS.one(self._connection, official_id)

    def pledge(self, official: Kept[Official], month: date) -> Kept[Pledge]:
        """Return the pledge that counts in a month: the newest that has begun by its end.

        Raises NotFound without one.
        """
        held = self._pledges.get(official.id, ())
        begun = [one for one in held if one.fact.from_date <= last_of_month(month)]
        if not begun:
            raise NotFound(
                f"{official.fact.reference} has no pledge for {month:%Y-%m}; enter one, and have it"
                " signed, before anything is proposed."
            )
        return max(begun, key=lambda one: (one.fact.from_date, one.id))

    def state(self, pledge: Kept[Pledge]) -> str:
        """Return how far a pledge is."""
        return state_of([one.fact for one in self._steps.get(pledge.id, ())])

    def recipients(self, pledge: Kept[Pledge]) -> list[PledgeRecipient]:
        """Return whom a pledge authorises."""
        return [one.fact for one in self._recipients.get(pledge.id, ())]

    def attested(self, official_id: int) -> dict[str, date]:
        """Return when an official last made each declaration, by its code."""
        found: dict[str, date] = {}
        for one in self._declared.get(official_id, ()):
            found[one.fact.kind] = max(one.fact.on_date, found.get(one.fact.kind, date.min))
        return found

    def carried_in(self, official_id: int, period: str) -> int:
        """Return what the newest signed instruction before a month carried into it."""
        if period not in self._carried:
            self._carried[period] = carried_into(
                self._connection, self._entity_id, period, self._few
            )
        return self._carried[period].get(official_id, 0)

    def giver(self, official: Kept[Official], name: str, on: date) -> Giver:
        """Return the official as the law sees a giver: what they declared, held and seek."""
        terms = [one.fact for one in self._terms.get(official.id, ())]
        seeking = [one.fact for one in self._candidacies.get(official.id, ())]
        federal: list[Span] = [(one.from_date, one.to_date) for one in seeking]
        federal += [
            (term.from_date, term.to_date)
            for term in terms
            if self._levels[term.public_office_id] == FEDERAL
        ]
        ends = [one.to_date or date.max for one in terms if one.from_date <= on]
        last = max(ends, default=date.max)
        return Giver(
            key=official.fact.reference, name=name, contractor=official.fact.contractor,
            citizen=official.fact.citizen, federal=tuple(federal),
            term_ends=None if last == date.max else last,
        )  # fmt: skip

    # --- what is read

    @cached_property
    def _officials(self) -> Mapping[int, Kept[Official]]:
        return {one.id: one for one in self._all(OFFICIALS, "id")}

    @cached_property
    def _levels(self) -> Mapping[int, str]:
        return {one.id: one.fact.level for one in OFFICES.of(self._connection, self._entity_id)}

    @cached_property
    def _terms(self) -> Mapping[int, Sequence[Kept[OfficeTerm]]]:
        return _sorted_out(self._all(TERMS), "official_id")

    @cached_property
    def _candidacies(self) -> Mapping[int, Sequence[Kept[FederalCandidacy]]]:
        return _sorted_out(self._all(CANDIDACIES), "official_id")

    @cached_property
    def _pledges(self) -> Mapping[int, Sequence[Kept[Pledge]]]:
        return _sorted_out(self._all(PLEDGES), "official_id")

    @cached_property
    def _steps(self) -> Mapping[int, Sequence[Kept[PledgeStep]]]:
        return _sorted_out(self._of_pledges(STEPS), "pledge_id")

    @cached_property
    def _recipients(self) -> Mapping[int, Sequence[Kept[PledgeRecipient]]]:
        return _sorted_out(self._of_pledges(RECIPIENTS), "pledge_id")

    @cached_property
    def _declared(self) -> Mapping[int, Sequence[Kept[Attestation]]]:
        return _sorted_out(self._all(DECLARED), "official_id")

    def _all(self, shelf: Shelf[Fact], column: str = "official_id") -> list[Kept[Fact]]:
        theirs = {column: self._few} if self._few else {}
        return shelf.of(self._connection, self._entity_id, **theirs)

    def _of_pledges(self, shelf: Shelf[Fact]) -> list[Kept[Fact]]:
        pledges = [one.id for held in self._pledges.values() for one in held]
        theirs = {"pledge_id": pledges} if self._few else {}
        return shelf.of(self._connection, self._entity_id, **theirs)


def _sorted_out(kept: Sequence[Kept[Fact]], name: str) -> Mapping[int, Sequence[Kept[Fact]]]:
    """Return facts by the number that they carry under a name, in their order."""
    found: dict[int, list[Kept[Fact]]] = defaultdict(list)
    for one in kept:
        found[getattr(one.fact, name)].append(one)
    return found
