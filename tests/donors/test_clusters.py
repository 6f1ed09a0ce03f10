"""Groups of people that pairs make: never across what tells two of them apart."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from financedesk.donors.clusters import Edge, Group, groups_of

PEOPLE = st.integers(1, 8)
PAIRS = st.frozensets(PEOPLE, min_size=2, max_size=2)


def grouped(edges: list[Edge], *apart: tuple[int, int]) -> list[list[int]]:
    bars = {frozenset(pair) for pair in apart}
    groups = groups_of(edges, lambda one, other: frozenset((one, other)) in bars)
    return [list(group.people) for group in groups]


def test_whoever_is_tied_to_one_is_tied_to_all() -> None:
    assert grouped([Edge(1, 2, 70), Edge(5, 6, 90), Edge(2, 3, 80)]) == [[1, 2, 3], [5, 6]]


def test_the_stronger_tie_stands_where_both_cannot() -> None:
    assert grouped([Edge(1, 2, 70), Edge(2, 3, 90)], (1, 3)) == [[2, 3]]


def test_an_initial_that_may_be_either_of_two_joins_neither() -> None:
    john, jane, initial = 1, 2, 3
    ties = [Edge(john, initial, 100), Edge(jane, initial, 100)]
    assert grouped(ties, (john, jane)) == []


EDGES = st.lists(st.tuples(PAIRS, st.integers(65, 150)), max_size=14)


@given(EDGES, st.sets(PAIRS, max_size=6))
def test_no_group_holds_two_who_are_apart(
    ties: list[tuple[frozenset[int], int]], apart: set[frozenset[int]]
) -> None:
    edges = [Edge(min(pair), max(pair), score) for pair, score in ties]
    groups = groups_of(edges, lambda one, other: frozenset((one, other)) in apart)
    people = [person for group in groups for person in group.people]
    assert len(people) == len(set(people))
    for group in groups:
        assert not {frozenset(pair) for pair in combinations(group.people, 2)} & apart
        assert _is_held_together(group)


@given(EDGES)
def test_without_anybody_apart_every_tie_holds(ties: list[tuple[frozenset[int], int]]) -> None:
    edges = [Edge(min(pair), max(pair), score) for pair, score in ties]
    groups = groups_of(edges, lambda _one, _other: False)
    assert all(any(pair <= set(group.people) for group in groups) for pair, _ in ties)


def _is_held_together(group: Group) -> bool:
    """Tell whether the ties make one of the group, with none too many."""
    reached = {group.people[0]}
    for _ in group.ties:
        for tie in group.ties:
            if {tie.one, tie.other} & reached:
                reached |= {tie.one, tie.other}
    return reached == set(group.people) and len(group.ties) == len(group.people) - 1
