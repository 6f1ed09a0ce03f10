"""Shares where rooms cross: the most that fits, tier before tier, and by weight among those.

Where one recipient shares a room with a second and another room with a third, raising everybody
together can leave money unplaced that would have fitted. Here an exact linear program (the simplex
method over fractions, Bland's rule) first finds the most that each tier in turn can take, and then,
among all ways to place that much, the one whose smallest share by weight is the largest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Row = list[Fraction]
Places = frozenset[int]
Tiered = tuple[int, int | Fraction]
"""Tier and weight of one want."""


def crossing_shares(
    cents: int, wants: Sequence[Tiered], caps: Sequence[int], bounds: Sequence[tuple[int, Places]]
) -> list[int]:
    """Return what each want gets in whole cents; no cap, bound or the amount is passed.

    What rounding down leaves over goes to the largest remainders, then to whoever has room, tier
    before tier and in order: the sum lies less than a cent per want below the exact one.
    """
    rooms = [*bounds, (cents, frozenset(range(len(wants))))]
    rooms += [(cap, frozenset((place,))) for place, cap in enumerate(caps)]
    exact = _exact(wants, rooms)
    given = [int(share) for share in exact]
    order = sorted(
        range(len(wants)), key=lambda place: (wants[place][0], given[place] - exact[place], place)
    )
    for place in order:
        if given[place] < exact[place]:
            given[place] += min(1, _room(place, rooms, given))
    for place in order:
        given[place] += _room(place, rooms, given)
    return given


def _room(place: int, rooms: Sequence[tuple[int, Places]], given: Sequence[int]) -> int:
    return min(
        cap - sum(given[one] for one in members) for cap, members in rooms if place in members
    )


def _exact(wants: Sequence[Tiered], rooms: Sequence[tuple[int, Places]]) -> Row:
    """Return the exact shares: in each tier the level rises until all are stopped."""
    low = [Fraction(0)] * len(wants)
    settled: set[int] = set()
    for tier in sorted({one for one, _weight in wants}):
        rising = [place for place, want in enumerate(wants) if want[0] == tier]
        while rising:
            level, stopped = _raised(wants, rooms, low, settled, rising)
            for place in rising:
                low[place] += level * wants[place][1]
            settled |= stopped
            rising = [place for place in rising if place not in stopped]
    return low


def _raised(
    wants: Sequence[Tiered],
    rooms: Sequence[tuple[int, Places]],
    low: Sequence[Fraction],
    settled: set[int],
    rising: Sequence[int],
) -> tuple[Fraction, set[int]]:
    """Return how far those who rise can rise together, and who of them is stopped there.

    Variables are the level and what each unsettled want gets beyond it. Goals, each before the
    next: the sum of every tier in order, then the level. Who could not get more without loss to a
    goal gets no more in any best solution; the costs of those who rise add up, by weight, to the
    loss of a higher level, so somebody is always stopped.
    """
    loose = [place for place in range(len(wants)) if place not in settled]
    weights = {place: Fraction(wants[place][1]) for place in rising}
    tableau = _Tableau.of(
        [
            _row(members, weights, loose, cap - sum(low[place] for place in members))
            for cap, members in rooms
            if not members.isdisjoint(loose)
        ],
        [
            _row({place for place in loose if wants[place][0] == tier}, weights, loose, Fraction(0))
            for tier in sorted({wants[place][0] for place in loose})
        ]
        + [[Fraction(1), *(Fraction(0) for _place in loose), Fraction(0)]],
    )
    tableau.maximise()
    costly = {loose[name - 1] for name in tableau.costly() if 0 < name <= len(loose)}
    return tableau.value(0), costly & set(rising)


def _row(
    members: frozenset[int] | set[int],
    weights: Mapping[int, Fraction],
    loose: Sequence[int],
    bound: Fraction | int,
) -> Row:
    """Return what the members' sum is made of: the level, each one's more, and the bound."""
    level = sum((weight for place, weight in weights.items() if place in members), Fraction(0))
    return [level, *(Fraction(place in members) for place in loose), Fraction(bound)]


@dataclass(slots=True)
class _Tableau:
    """Rows ``sum of coefficients <= bound`` and goals, the first of which counts most.

    ``outside`` and ``inside`` name the variables: those that are zero and those that rows stand
    for; variables beyond the first columns are what is left of each row.
    """

    rows: list[Row]
    goals: list[Row]
    outside: list[int]
    inside: list[int]

    @classmethod
    def of(cls, rows: list[Row], goals: list[Row]) -> "_Tableau":
        columns = len(goals[0]) - 1
        left_over = list(range(columns, columns + len(rows)))
        return cls(rows=rows, goals=goals, outside=list(range(columns)), inside=left_over)

    def maximise(self) -> None:
        """Pivot until no variable outside would help; every goal is bounded by the amount."""
        while (column := self._entering()) is not None:
            self._pivot(self._leaving(column), column)

    def value(self, variable: int) -> Fraction:
        """What a variable is worth in the solution."""
        if variable in self.inside:
            return self.rows[self.inside.index(variable)][-1]
        return Fraction(0)

    def costly(self) -> list[int]:
        """Variables that are zero and whose increase would cost the goals something."""
        return [name for column, name in enumerate(self.outside) if self._worth(column) < 0]

    def _worth(self, column: int) -> Fraction:
        """Return what one more of a column is worth: the first goal that it touches says it."""
        return next((goal[column] for goal in self.goals if goal[column]), Fraction(0))

    def _entering(self) -> int | None:
        # The lowest name first, here and in leaving: Bland's rule, which cannot run in circles.
        helping = [place for place in range(len(self.outside)) if self._worth(place) > 0]
        return min(helping, key=lambda place: self.outside[place], default=None)

    def _leaving(self, column: int) -> int:
        bounding = [place for place, row in enumerate(self.rows) if row[column] > 0]
        return min(
            bounding,
            key=lambda place: (self.rows[place][-1] / self.rows[place][column], self.inside[place]),
        )

    def _pivot(self, place: int, column: int) -> None:
        row = self.rows[place]
        pivot = row[column]
        row[column] = Fraction(1)
        self.rows[place] = row = [one / pivot for one in row]
        for other in (*self.rows, *self.goals):
            factor = other[column]
            if other is not row and factor:
                other[column] = Fraction(0)
                for at, one in enumerate(row):
                    if one:
                        other[at] -= factor * one
        self.inside[place], self.outside[column] = self.outside[column], self.inside[place]
