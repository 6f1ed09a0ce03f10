"""What a bank took back itself: a line, and a later one that says so."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from financedesk.rules.reconciling_evidence import Line

DAYS_LATER = 30
"""So many days after a line the bank may take it back."""


def reversed_lines(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield each line with the one that took it back, where either can be of no other.

    The later one says that it reverses something, of the same amount, and shares a name or number.
    """
    by_cents: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_cents[line.cents].append(line)
    back = {
        line.key: [one for one in by_cents[-line.cents] if _takes_back(line, one)]
        for line in lines
        if line.reverses
    }
    claimed = [one.key for found in back.values() for one in found]
    for line in lines:
        found = back.get(line.key, [])
        if len(found) == 1 and claimed.count(found[0].key) == 1:
            yield found[0], line


def _takes_back(line: Line, earlier: Line) -> bool:
    if earlier.reverses or not 0 <= (line.day - earlier.day).days <= DAYS_LATER:
        return False
    return bool(line.words & earlier.words) or bool(line.marks & earlier.marks)
