"""Running aggregates, and what must be itemised.

Pure arithmetic over entries that somebody else has collected: the measure for the set-based
queries of the ledger, and the pass for Schedules E, F, H4 and H6.
Law: 52 U.S.C. 30104(b)(3), (b)(5), (b)(6); 11 CFR 104.3(a)(4), 104.3(b)(3), 104.8(b), 104.9(a).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.rules.dates import general_election_day
from financedesk.rules.entities import entity_kind

ITEMISATION_THRESHOLD_CENTS = 200_00
"""Above this aggregate an item is itemised; the amount itself is not above it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in a running aggregate: partition, day, order of entry on the day, signed cents.

    ``counts`` is false for an item that the treasurer left out of the aggregate and for a memo item
    of a group whose memo items do not count; it still shows the aggregate that stood at its place.
    """

    partition: Hashable
    day: date
    order: int
    cents: int
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an item is itemised on its own account, and the item it stands under."""

    itemised: bool
    parent: Hashable | None = None


def effective_cents(cents: int, aggregate_sign: int) -> int:
    """Return what an amount adds: a refund lowers the aggregate (52 U.S.C. 30104(b)(5)(E))."""
    return cents * aggregate_sign


def running_aggregates(entries: Sequence[Entry]) -> list[int]:
    """Return, in the order given, the aggregate in cents that stands after each entry.

    Within a partition entries run by day, then by order of entry (11 CFR 104.8(b)).
    """
    totals: dict[Hashable, int] = {}
    aggregates = [0] * len(entries)
    for place in sorted(range(len(entries)), key=lambda i: (entries[i].day, entries[i].order)):
        entry = entries[place]
        added = entry.cents if entry.counts else 0
        totals[entry.partition] = totals.get(entry.partition, 0) + added
        aggregates[place] = totals[entry.partition]
    return aggregates


def is_itemised(itemise: str, aggregate_cents: int | None, *, forced: bool | None = None) -> bool:
    """Whether an item is written to the form by itself.

    ``itemise`` is the line's rule. The treasurer's own choice (``forced``) wins; then ``always``
    and ``never``; else an aggregate above 200.00, from the item that crosses it on, or below zero
    (11 CFR 104.3(a)(4)(i), 104.3(b)(3)(i)). An item without an aggregate is not itemised.
    """
    if forced is not None:
        return forced
    if itemise != "over_200":
        return itemise == "always"
    if aggregate_cents is None:
        return False
    return aggregate_cents > ITEMISATION_THRESHOLD_CENTS or aggregate_cents < 0


def cascade(decisions: Mapping[Hashable, Decision]) -> dict[Hashable, bool]:
    """Return what is itemised once parents and children are looked at together.

    An itemised child itemises every item above it, even one that the treasurer left unitemised: a
    back reference must find its item in the same file. So an unitemised item has no itemised one
    below it. An itemised parent does not pull its children along.
    """
    result = {key: decision.itemised for key, decision in decisions.items()}
    for key, decision in decisions.items():
        if decision.itemised:
            _itemise_above(key, decisions, result)
    return result


def _itemise_above(
    key: Hashable, decisions: Mapping[Hashable, Decision], result: dict[Hashable, bool]
) -> None:
    seen = {key}
    parent = decisions[key].parent
    while parent is not None and parent in decisions and parent not in seen:
        seen.add(parent)
        result[parent] = True
        parent = decisions[parent].parent


def window_of(entity: str, day: date, *, seat_up_in: int | None = None, term_years: int = 2) -> int:
    """Return the year that names the window an item of this entity kind aggregates in.

    The calendar year, or for an authorised committee the election cycle by its last year: from the
    day after one general election for the seat to the next (11 CFR 100.3(b), 104.3(a)(4)).
    ``seat_up_in`` is any year in which the seat is elected (Senate: with ``term_years=6``;
    President 4); without it cycles end in every even year, as for the House.
    """
    if entity_kind(entity).window == "calendar_year":
        return day.year
    year = day.year if day <= general_election_day(day.year) else day.year + 1
    return year + ((seat_up_in or 0) - year) % term_years


def person_key(person: Hashable, group: str, window: int) -> Hashable:
    """Return the partition of Schedules A and B: person, group and window."""
    return ("person", person, group, window)


def election_key(
    election_code: str,
    office: str,
    *,
    state: str = "",
    district: str = "",
    election_state: str = "",
    year: int,
) -> Hashable:
    """Return the partition of Schedule E: one election for one office in one calendar year.

    A presidential primary is an election of its own in each state, so it goes by the state where it
    is held; the general election is one for the nation (52 U.S.C. 30104(g); 11 CFR 104.4(f)).
    """
    if office == "P":
        place = election_state if election_code[:1] == "P" else ""
        return ("election", election_code, "P", place, "", year)
    return ("election", election_code, office, state, district if office == "H" else "", year)


def candidate_key(candidate: Hashable, general_election_year: int) -> Hashable:
    """Return the partition of Schedule F: one candidate's general election, over all years.

    Law: 52 U.S.C. 30116(d)(3) limits what is spent for the general election, whenever it is spent.
    """
    return ("candidate", candidate, general_election_year)


def event_key(event: str, year: int) -> Hashable:
    """Return the partition of Schedules H4 and H6: one activity or event in one calendar year.

    Law: 11 CFR 104.10(b)(4), 104.17(b)(3), 300.36(b)(2). Spelling differences of case and spaces
    do not make another event.
    """
    return ("event", " ".join(event.upper().split()), year)


def total_by_partition(entries: Iterable[Entry]) -> dict[Hashable, int]:
    """Return the closing aggregate in cents of every partition."""
    totals: dict[Hashable, int] = {}
    for entry in entries:
        totals[entry.partition] = totals.get(entry.partition, 0) + entry.cents * entry.counts
    return totals
