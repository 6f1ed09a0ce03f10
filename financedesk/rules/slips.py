"""How many slips of the pen lie between two words."""

from functools import lru_cache


@lru_cache(maxsize=65536)
def slips(one: str, other: str, most: int = 2) -> int:
    """Return letters added, lost, changed or swapped with their neighbour; above ``most``, more.

    A swap counts as one slip (optimal string alignment).

    >>> slips("smith", "simth"), slips("smith", "smyth"), slips("smith", "jones")
    (1, 1, 3)
    """
    # A slip takes one letter away and brings one at most: most words are told apart by that.
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    if one == other:
        return 0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        older, before, row = before, row, [place]
        for spot, there in enumerate(other, 1):
            cost = min(row[-1] + 1, before[spot] + 1, before[spot - 1] + (letter != there))
            if place > 1 and spot > 1 and letter == other[spot - 2] and there == one[place - 2]:
                cost = min(cost, older[spot - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def is_slip(one: str, other: str) -> bool:
    """Tell whether one word may be the other, written with a slip: one in four letters at most.

    Figures are told apart: 5th Street is not 6th Street, nor is one Local 38 another Local 83.
    """
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < 4 else 1 if shorter < 8 else 2
    if not allowed or abs(len(one) - len(other)) > allowed:
        return False
    return figures_of(one) == figures_of(other) and slips(one, other, allowed) <= allowed


def figures_of(text: str) -> str:
    """Return the figures of a text, in their order."""
    return "" if text.isalpha() else "".join(filter(str.isdigit, text))
