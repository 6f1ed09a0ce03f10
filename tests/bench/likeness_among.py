"""Who is one among people of whom more is known than a card says: a day of birth, a number.

The product compares cards; this compares whatever ``rules.likeness`` can, so that it can be held
against tools that link the same sets. Two are compared when they have a key in common.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from financedesk.donors.blocking import MOST_ALIKE
from financedesk.donors.clusters import Edge, Group, groups_of
from financedesk.rules.likeness import Answer, Likeness, likeness
from financedesk.rules.likeness_evidence import Bar, Traits

Pair = tuple[int, int]


class Among:
    """The groups of the same, and the pairs that are asked about, by the places of the people.

    ``scores`` are the points of every pair that nothing bars, whatever is answered.
    """

    def __init__(self, people: Sequence[Traits]) -> None:
        self._people = people
        compared = {pair: self._likeness(*pair) for pair in _pairs(people)}
        same = [
            Edge(*pair, found.score)
            for pair, found in compared.items()
            if found.answer is Answer.SAME
        ]
        self.groups: list[Group] = groups_of(same, self._are_apart)
        self.likely = [pair for pair, one in compared.items() if one.answer is Answer.LIKELY]
        self.scores = {pair: one.score for pair, one in compared.items() if not _is_barred(one)}

    def _likeness(self, one: int, other: int) -> Likeness:
        return likeness(self._people[one], self._people[other], among=len(self._people))

    def _are_apart(self, one: int, other: int) -> bool:
        return self._likeness(one, other).contradicts


def _is_barred(found: Likeness) -> bool:
    return any(said.bar is Bar.TWO for said in found.evidence)


def _pairs(people: Sequence[Traits]) -> list[Pair]:
    blocks: dict[str, list[int]] = {}
    for place, one in enumerate(people):
        for key in set(_keys(one)):
            blocks.setdefault(key, []).append(place)
    found: set[Pair] = set()
    for block in blocks.values():
        if len(block) <= MOST_ALIKE:
            found.update(combinations(block, 2))
    return sorted(found)


def _keys(one: Traits) -> Iterator[str]:
    yield from (f"number {number}" for number in one.numbers)
    yield from (f"born {day}" for day in one.births)
    yield from (f"phone {phone}" for phone in one.phones)
    for email in one.emails:
        yield from (f"email {email}", f"email {email[:6]}", f"email {email.partition('@')[2]}")
    for name in one.names:
        both = sorted(filter(None, (name.first, name.last)))
        yield f"names {both}"
        yield f"begins {[word[:3] for word in both]}"
        for given in both:
            yield from _with_name(one, given)


def _with_name(one: Traits, name: str) -> Iterable[str]:
    yield from (f"year {name} {day[:4]}" for day in one.births)
    for place in one.places:
        yield f"house {place.street}"
        yield f"street {name[:4]} {place.street.partition(' ')[2][:6]}"
        yield f"town {name} {place.zip or place.town}"
    yield from (f"work {name} {employer[:8]}" for employer in one.employers)
