"""Which lines of two own accounts are one transfer: money out of one, the same money into another.

Nothing here is certain, and nothing is matched across accounts: a pair says that two lines may be
one transfer, which the books then hold on both accounts. Amounts are integer cents.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from financedesk.rules.reconciling_evidence import Line, name_words, numbers_in

DAYS_EARLIER, DAYS_LATER = 2, 10
"""So many days before and after it left one account a bank tells that it reached the other."""
MOST_PAIRS = 9
"""Of one line no more pairs are offered than can be picked with a key, the nearest ones."""
_MOVES = re.compile(
    r"\b(transfer|transf|trans to|trans from|xfer|trf|tfr|trsf|sweep|book entry|wire)\b",
    re.IGNORECASE,
)
_LAST_FIGURES = 4


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """How a bank may call an account of the organisation: by its names, and by its number."""

    names: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line and the account that it is of."""

    account: int
    line: Line


@dataclass(frozen=True, slots=True)
class Passing:
    """Money that left one account and may be what reached the other.

    ``only``: neither line may be of any other pair. ``why`` says what speaks for it.
    """

    out: OwnLine
    into: OwnLine
    score: int
    why: str
    only: bool

    @property
    def days(self) -> int:
        """How many days after it left it came; below zero, before."""
        return (self.into.line.day - self.out.line.day).days


def passings(lines: Iterable[OwnLine], known: Mapping[int, OwnAccount]) -> tuple[Passing, ...]:
    """Return the pairs of lines that may be one transfer each, the likeliest first."""
    outs: list[OwnLine] = []
    ins: dict[int, list[OwnLine]] = defaultdict(list)
    for one in sorted(lines, key=_order):
        if one.line.cents < 0:
            outs.append(one)
        else:
            ins[one.line.cents].append(one)
    days = {cents: [one.line.day for one in some] for cents, some in ins.items()}
    near = [
        (out, into)
        for out in outs
        for into in _near(out, ins.get(-out.line.cents, ()), days.get(-out.line.cents, ()))
    ]
    used = Counter(one.line.key for pair in near for one in pair)
    found = (_passing(out, into, known, used) for out, into in near)
    return tuple(sorted(found, key=_likelihood))


def _order(one: OwnLine) -> tuple[date, int]:
    return one.line.day, one.line.key


def _near(out: OwnLine, ins: Sequence[OwnLine], days: Sequence[date]) -> Iterator[OwnLine]:
    first = out.line.day - timedelta(DAYS_EARLIER)
    last = out.line.day + timedelta(DAYS_LATER)
    some = ins[bisect_left(days, first) : bisect_right(days, last)]
    elsewhere = (one for one in some if one.account != out.account)
    yield from sorted(elsewhere, key=lambda one: _apart(out, one))[:MOST_PAIRS]


def _apart(out: OwnLine, into: OwnLine) -> tuple[int, int]:
    return abs((into.line.day - out.line.day).days), into.line.key


def _passing(
    out: OwnLine, into: OwnLine, known: Mapping[int, OwnAccount], used: Mapping[int, int]
) -> Passing:
    apart = (into.line.day - out.line.day).days
    said = [_days_told(apart)]
    points = max(0, 30 - 3 * abs(apart))
    if any(_MOVES.search(_text(one.line)) for one in (out, into)):
        said.append("the bank calls it a transfer")
        points += 25
    if _calls(out.line, known.get(into.account)) or _calls(into.line, known.get(out.account)):
        said.append("the bank names the other account")
        points += 45
    only = used[out.line.key] == used[into.line.key] == 1
    return Passing(out, into, points, f"amount equal, {', '.join(said)}", only)


def _calls(line: Line, other: OwnAccount | None) -> bool:
    """Tell whether a line names an account: all words of a name, or the end of its number."""
    if other is None:
        return False
    own = [name_words(name) for name in other.names]
    if any(words and words <= line.words for words in own):
        return True
    end = other.number[-_LAST_FIGURES:]
    numbers = numbers_in(_text(line))
    return len(end) == _LAST_FIGURES and any(one.endswith(end) for one in numbers)


def _text(line: Line) -> str:
    return f"{line.payee} {line.memo}"


def _days_told(apart: int) -> str:
    if apart == 0:
        return "same day"
    days = "1 day" if abs(apart) == 1 else f"{abs(apart)} days"
    return f"{days} {'later' if apart > 0 else 'earlier'}"


def _likelihood(one: Passing) -> tuple[object, ...]:
    return -one.score, one.out.line.day, one.out.line.key, one.into.line.key
