"""What is due of everybody's pay in these books, month by month, and how it stands on a day.

Facts of all officials are read in one statement each; the arithmetic is in ``rules.dues_run`` and
``rules.dues_standing``. Nothing here is kept: a due is always what the facts say.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from financedesk.garbage import no_collections
from financedesk.remittances.instructions import signed_since
from financedesk.remittances.pay import FAMILIES, SEVERANCE, SLIPS, WAGES
from financedesk.remittances.people import (
    OFFICES,
    OFFICIALS,
    TERMS,
    OfficeTerm,
    Official,
    names_of,
)
from financedesk.remittances.pledges import (
    PLEDGES,
    STEPS,
    Pledge,
    PledgeStep,
    active_days,
    over_on,
    state_of,
)
from financedesk.remittances.receipts import paid_by
from financedesk.remittances.schedules import SCHEDULES, versions
from financedesk.remittances.shelf import Kept
from financedesk.remittances.waivers import WAIVERS
from financedesk.rules import dues_standing as standing_rules
from financedesk.rules.dues import OfficialFacts
from financedesk.rules.dues_run import DuesRun, dues_as_known, run_dues
from financedesk.rules.dues_standing import Standing, instructed, standing
from financedesk.rules.pay import PledgedDays, Term
from financedesk.rules.schedule_lines import Schedule

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDues:
    """One official: what was due in the months asked for, and how all dues stand on a day.

    ``pledge`` is the state of the newest pledge, empty where there is none.
    """

    official_id: int
    name: str
    pledge: str
    run: DuesRun
    standing: Standing

    def due_in(self, month: date) -> int:
        """Return what is due in a month in cents, corrections included."""
        return sum(one.cents for one in self.run.of(month))


def dues_of(
    connection: Connection,
    entity_id: int,
    last: date,
    *,
    on: date,
    first: date | None = None,
    official_ids: Collection[int] = (),
    words: bool = True,
) -> list[OfficialDues]:
    """Return the dues of an entity's officials by name, from a month (or the beginning) to another.

    As they were stated by the day ``on``: what became known later changes nothing of the answer.
    Without ``official_ids`` those of all. What an official signed (``Settled.instruction``) is told
    of what is open alone, and not at all without ``words``. Raises BadInput when facts contradict
    each other.
    """
    with no_collections():
        found = list(_Known(connection, entity_id, official_ids, on).all_dues(first, last))
        return _with_words(connection, entity_id, found) if words else found


def _with_words(
    connection: Connection, entity_id: int, found: list[OfficialDues]
) -> list[OfficialDues]:
    """Return dues with what their officials signed for the months that are still open."""
    since = {one.official_id: one.standing.open_since for one in found}
    open_since = {official: month for official, month in since.items() if month is not None}
    signed = _by(signed_since(connection, entity_id, open_since), lambda one: one[0])
    return [
        replace(one, standing=instructed(one.standing, [word for _, word in words]))
        if (words := signed.get(one.official_id))
        else one
        for one in found
    ]


def dues_if(
    connection: Connection,
    official: Kept[Official],
    code: str,
    since: date,
    *,
    last: date,
    on: date,
) -> DuesRun:
    """Return an official’s dues from a day on as if they went by another schedule from then on.

    Everything that is known on a day counts from the start. Raises NotFound for an unknown code.
    """
    versions(connection, official.entity_id, code)
    known = _Known(connection, official.entity_id, [official.id], on)
    facts, eve = known.facts(official.id), since - timedelta(days=1)
    before = [
        replace(one, to_day=min(one.to_day or date.max, eve))
        for one in facts.schedules
        if one.from_day <= eve
    ]
    # Whether it was approved is not asked: this is what would be.
    after = [replace(one, approved_on=None) for one in _within(known.versions(code), since, None)]
    changed = replace(facts, schedules=[*before, *after])
    return dues_as_known(changed, since, last, on=on)


class _Known:
    """Everything that dues on a day are computed from, read once and sorted by official.

    Of a few officials their own rows alone are read, of all of them every row.
    """

    def __init__(
        self, connection: Connection, entity_id: int, official_ids: Collection[int], on: date
    ) -> None:
        self._on, some = on, bool(official_ids)
        wanted = {"id": list(official_ids)} if some else {}
        self._officials = OFFICIALS.of(connection, entity_id, **wanted)
        self._names = names_of(connection, self._officials)
        theirs = {"official_id": [one.id for one in self._officials]} if some else {}
        self._offices = {one.id: one.fact.words for one in OFFICES.of(connection, entity_id)}
        terms = TERMS.of(connection, entity_id, **theirs)
        self._terms = _by_official(terms)
        of_terms = {"office_term_id": [one.id for one in terms]} if some else {}
        slips = SLIPS.of(connection, entity_id, **of_terms)
        self._slips = _by(slips, lambda one: one.fact.office_term_id)
        self._families = _by_official(FAMILIES.of(connection, entity_id, **theirs))
        self._wages = tuple(one.fact.wage() for one in WAGES.of(connection, entity_id))
        held = SCHEDULES.of(connection, entity_id)
        self._schedules = _by((one.fact.schedule for one in held), lambda one: one.code)
        pledges = PLEDGES.of(connection, entity_id, **theirs)
        self._pledges = _by_official(sorted(pledges, key=lambda one: (one.fact.from_date, one.id)))
        of_pledges = {"pledge_id": [one.id for one in pledges]} if some else {}
        steps = STEPS.of(connection, entity_id, **of_pledges)
        self._steps = _by(steps, lambda one: one.fact.pledge_id)
        self._waivers = _by_official(WAIVERS.of(connection, entity_id, **theirs))
        self._paid = paid_by(connection, entity_id, on, official_ids)
        self._cut: dict[tuple[str, date, date | None], list[Schedule]] = {}

    def all_dues(self, first: date | None, last: date) -> Iterator[OfficialDues]:
        """Yield each official's dues, in the order of their names."""
        by_name = sorted(self._officials, key=lambda one: (self._names[one.id].casefold(), one.id))
        return (self._dues(one, first, last) for one in by_name)

    def _dues(self, official: Kept[Official], first: date | None, last: date) -> OfficialDues:
        """Return one official's dues and standing."""
        facts, on = self.facts(official.id), self._on
        paid = self._paid.get(official.id, 0)
        # Everything from the beginning is cleared oldest first; what is shown is cut out of it.
        whole = run_dues(facts, last, on=on)
        stands = standing(
            whole, on, payments=[standing_rules.Payment(day=on, cents=paid)] if paid else (),
            waivers=[one.fact.waived() for one in self._waivers[official.id]],
            lapsed_on=self._over_on(official.id),
        )  # fmt: skip
        return OfficialDues(
            official_id=official.id, name=self._names[official.id],
            pledge=self._state(official.id), standing=stands,
            run=whole if first is None else whole.since(first),
        )  # fmt: skip

    def versions(self, code: str) -> list[Schedule]:
        """Return every version of a schedule."""
        return list(self._schedules[code])

    def facts(self, official_id: int) -> OfficialFacts:
        """Return what one official’s dues are computed from."""
        terms = self._terms[official_id]
        office = {one.id: self._offices[one.fact.public_office_id] for one in terms}
        slips = [(office[term], slip.fact) for term in office for slip in self._slips[term]]
        return OfficialFacts(
            terms=[known for one in terms for known in _term(one, office[one.id])],
            pays=[slip.pay_in(name) for name, slip in slips if slip.kind != SEVERANCE],
            severances=[slip.severance_in(name) for name, slip in slips if slip.kind == SEVERANCE],
            families=[one.fact.family() for one in self._families[official_id]],
            schedules=self._pledged_by(official_id),
            wages=self._wages,
            pledged=self._active(official_id),
        )  # fmt: skip

    def _active(self, official_id: int) -> list[PledgedDays]:
        held = [
            span
            for one in self._pledges[official_id]
            for span in active_days(one.fact, self._steps_of(one))
        ]
        # Without any active day nothing was promised: a span that ended before it was possible.
        return held or [PledgedDays(from_day=date.min, to_day=date.min)]

    def _pledged_by(self, official_id: int) -> list[Schedule]:
        """Return the versions that each pledge goes by, until the next pledge begins."""
        pledges = [one.fact for one in self._pledges[official_id]]
        found: list[Schedule] = []
        for one, following in zip_longest(pledges, pledges[1:]):
            end = None if following is None else following.from_date - timedelta(days=1)
            found += self._versions_within(one.schedule_code, one.from_date, end)
        return found

    def _versions_within(self, code: str, first: date, last: date | None) -> list[Schedule]:
        """Return versions cut to days; pledges of the same days share them."""
        key = code, first, last
        found = self._cut.get(key)
        if found is None:
            found = self._cut[key] = list(_within(self._schedules[code], first, last))
        return found

    def _steps_of(self, pledge: Kept[Pledge]) -> list[PledgeStep]:
        return [one.fact for one in self._steps[pledge.id]]

    def _state(self, official_id: int) -> str:
        pledges = self._pledges[official_id]
        return state_of(self._steps_of(pledges[-1])) if pledges else ""

    def _over_on(self, official_id: int) -> date | None:
        pledges = self._pledges[official_id]
        return over_on(self._steps_of(pledges[-1])) if pledges else None


def _term(kept: Kept[OfficeTerm], office: str) -> Iterator[Term]:
    """Yield a term as it was known first, and with its end once that was known."""
    fact = kept.fact
    whole = Term(
        office=office, from_day=fact.from_date, to_day=fact.to_date, term=str(kept.id),
        end_reason=fact.end_reason, known_on=fact.end_known_on,
    )  # fmt: skip
    if fact.end_known_on is not None:
        yield replace(whole, to_day=None, end_reason="", known_on=None)
    yield whole


def _within(versions: Iterable[Schedule], first: date, last: date | None) -> Iterator[Schedule]:
    """Yield versions cut to the days of a pledge."""
    ordered = sorted(versions, key=lambda one: one.from_day)
    followed_on = [one.from_day for one in ordered[1:]] + [date.max]
    for one, next_day in zip(ordered, followed_on, strict=True):
        begins = max(first, one.from_day)
        ends = min(one.to_day or date.max, last or date.max)
        if begins <= ends and begins < next_day:
            yield replace(one, from_day=begins, to_day=None if ends == date.max else ends)


class _OfOfficial(Protocol):
    @property
    def official_id(self) -> int:
        """Whose fact it is."""


OfOfficial = TypeVar("OfOfficial", bound=_OfOfficial)


def _by_official(kept: Iterable[Kept[OfOfficial]]) -> Mapping[int, list[Kept[OfOfficial]]]:
    return _by(kept, lambda one: one.fact.official_id)


def _by(values: Iterable[Value], key: Callable[[Value], Key]) -> Mapping[Key, list[Value]]:
    found: dict[Key, list[Value]] = defaultdict(list)
    for one in values:
        found[key(one)].append(one)
    return found
