"""Which line of a bank's statement is which deposit slip: all of its gifts, as one.

A slip decides when one line near its day has its amount to the cent, says nothing but that
something was deposited, and nothing else, in the books or at the bank, could be meant by either.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from financedesk.rules.reconciling_evidence import LATE_AFTER, LATE_BEFORE, Entry, Line
from financedesk.rules.reconciling_pool import Pool

DEPOSIT_DAYS = 6
"""Within so many days a bank tells of a deposit."""
_OF_DEPOSITS = frozenset(
    ["atm", "banking", "branch", "cash", "center", "checks", "counter", "customer", "desktop",
     "mobile", "night", "number", "office", "remote", "slip", "teller"]
)  # fmt: skip


def slips_told(pool: Pool) -> Iterator[tuple[Line, tuple[Entry, ...]]]:
    """Yield each line with all entries of the one slip that it can only be."""
    slips = _slips(pool)
    sums: dict[int, list[int]] = defaultdict(list)
    for number, entries in slips.items():
        sums[sum(one.cents for one in entries)].append(number)
    for number, entries in slips.items():
        cents = sum(one.cents for one in entries)
        line = _only_line(pool, entries[0], cents)
        rivals = (slips[one][0] for one in sums[cents] if one != number)
        if line is None or any(_is_meant(line, one) for one in rivals):
            continue
        if not _meant_besides(pool, line, entries):
            yield line, entries


def _slips(pool: Pool) -> Mapping[int, tuple[Entry, ...]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for one in pool.entries:
        if one.deposit is not None and one.deposited is not None:
            found[one.deposit].append(one)
    return {number: tuple(entries) for number, entries in found.items()}


def _only_line(pool: Pool, entry: Entry, cents: int) -> Line | None:
    """Return the one line of a slip's amount; None where none or several may be meant."""
    near = [one for one in pool.lines_of(cents) if _is_meant(one, entry)]
    if len(near) != 1 or entry.deposited is None:
        return None
    line = near[0]
    soon = timedelta(0) <= line.day - entry.deposited <= timedelta(DEPOSIT_DAYS)
    return line if soon and _says_deposit(line) and not pool.is_marked_elsewhere(line) else None


def _is_meant(line: Line, entry: Entry) -> bool:
    """Tell whether a line may be of a slip, early and late ones included."""
    if entry.deposited is None:
        return False
    return -LATE_BEFORE <= (line.day - entry.deposited).days <= LATE_AFTER


def _says_deposit(line: Line) -> bool:
    return line.words <= _OF_DEPOSITS and not line.reverses


def _meant_besides(pool: Pool, line: Line, entries: Sequence[Entry]) -> bool:
    """Tell whether an entry, or all that went to the bank on a day, could be the line as well."""
    own = {one.key for one in entries}
    for one in pool.entries_of(line.cents):
        if one.key not in own and -LATE_BEFORE <= (line.day - one.day).days <= LATE_AFTER:
            return True
    loose: dict[object, int] = defaultdict(int)
    for one in pool.entries:
        if one.deposit is None and one.deposited is not None and _is_meant(line, one):
            loose[one.deposited] += one.cents
    return line.cents in loose.values()
