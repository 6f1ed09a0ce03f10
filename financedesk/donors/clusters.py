"""Pairs of people put together to groups: never across what tells two of them apart."""

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import NamedTuple

_CLEARLY = 10
"""So many points stronger is a tie that a weaker one to somebody else does not put in doubt."""


class Edge(NamedTuple):
    """Two people who are held to be one, by their numbers, and how much speaks for it."""

    one: int
    other: int
    score: int


class Group(NamedTuple):
    """People who are one, in order, and the ties that made them so, one fewer than they are."""

    people: Sequence[int]
    ties: Sequence[Edge]


_Pairwise = Callable[[int, int], bool]


def _never(_one: int, _other: int) -> bool:
    return False


def groups_of(
    edges: Iterable[Edge], are_apart: _Pairwise, stay_two: _Pairwise = _never
) -> list[Group]:
    """Return the groups of people that edges make, in order; the strongest edge counts first.

    Two groups stay two when anybody in one and anybody in the other are apart, or ``stay_two``
    says so of them for another reason. Somebody who could as well be either of two that are apart
    joins neither: an initial at an address where John and Jane live.
    """
    ordered = sorted(edges, key=lambda edge: (-edge.score, edge.one, edge.other))
    torn = _torn(ordered, are_apart)
    group: dict[int, Group] = {}
    for edge in ordered:
        if edge.one in torn or edge.other in torn:
            continue
        mine = group.get(edge.one) or Group([edge.one], [])
        theirs = group.get(edge.other) or Group([edge.other], [])
        both = list(product(mine.people, theirs.people))
        if mine is theirs or any(stay_two(*pair) or are_apart(*pair) for pair in both):
            continue
        people = sorted((*mine.people, *theirs.people))
        joined = Group(people, [*mine.ties, *theirs.ties, edge])
        group.update(dict.fromkeys(people, joined))
    found = {one.people[0]: one for one in group.values()}
    return [found[first] for first in sorted(found)]


def components_of(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Return edges by the people whom they hold together, directly or through others, in order."""
    above: dict[int, int] = {}

    def root(person: int) -> int:
        while (one := above.get(person, person)) != person:
            above[person] = above.get(one, one)
            person = one
        return person

    known = list(edges)
    for edge in known:
        one, other = sorted((root(edge.one), root(edge.other)))
        above[other] = one
    found: dict[int, list[Edge]] = {}
    for edge in known:
        found.setdefault(root(edge.one), []).append(edge)
    return [found[first] for first in sorted(found)]


def _torn(edges: Sequence[Edge], are_apart: _Pairwise) -> set[int]:
    """Return who could be either of two that are apart, and is not clearly the one."""
    met: dict[int, list[tuple[int, int]]] = {}
    for edge in edges:
        met.setdefault(edge.one, []).append((edge.other, edge.score))
        met.setdefault(edge.other, []).append((edge.one, edge.score))
    found: set[int] = set()
    for person, others in met.items():
        first, best = others[0]
        near = [other for other, score in others[1:] if score > best - _CLEARLY]
        if any(are_apart(first, other) for other in near):
            found.add(person)
    return found
