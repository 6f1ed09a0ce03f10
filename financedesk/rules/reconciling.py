"""Which lines of a bank's statement are which entries of one account's books.

Nothing is booked here, and nothing is guessed: a proposal is **certain** only when nothing else
could be meant. Either a number that both bear decides and the sums are equal, or amount and name
agree, nothing else on either side could be meant within the days, and no sum of several could be
meant instead. Everything else is offered in order, with what speaks for it. The same facts give
the same answer in any order; money is integer cents.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from financedesk.rules.money import format_cents
from financedesk.rules.reconciling_deposits import DEPOSIT_DAYS, slips_told
from financedesk.rules.reconciling_evidence import (
    Entry,
    Habits,
    Line,
    are_strangers,
    bears,
    days_apart,
    decides,
    is_late,
    is_marked,
    is_named,
    is_near,
    moves_alike,
    says_otherwise,
    score,
    told,
)
from financedesk.rules.reconciling_pool import Pool, Shared, sums_of
from financedesk.rules.reconciling_reversed import reversed_lines

MOST_OFFERED = 9
"""So many alternatives can be picked with a key."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Lines and entries that may be one; ``why`` says what speaks for it.

    Their sums are equal. Lines without entries are a line and the one that took it back.
    """

    lines: tuple[Line, ...]
    entries: tuple[Entry, ...]
    certain: bool
    score: int
    why: str

    @property
    def cents(self) -> int:
        """What moved."""
        return sum(one.cents for one in self.lines)


@dataclass(frozen=True, slots=True)
class Gap:
    """Lines and entries that bear one number and differ by ``cents``: bank less books."""

    lines: tuple[Line, ...]
    entries: tuple[Entry, ...]
    cents: int
    why: str


@dataclass(frozen=True, slots=True)
class Offers:
    """What was found: certain proposals, others by their line, and numbers that do not agree.

    Each of ``doubtful`` holds the alternatives of one line, the likeliest first.
    """

    certain: tuple[Proposal, ...]
    doubtful: tuple[tuple[Proposal, ...], ...]
    gaps: tuple[Gap, ...]


def reconciled(lines: Iterable[Line], entries: Iterable[Entry], habits: Habits) -> Offers:
    """Return what the open lines and the open entries of one account have to do with each other."""
    pool = Pool(lines, entries)
    marked, gaps = _by_marks(pool, habits)
    marked += _by_slips(pool.without(marked))
    pool = pool.without(marked)
    shared = sums_of(pool)
    backs = list(reversed_lines(pool.lines))
    barred = {one.key for pair in backs for one in pair}
    named = list(_by_names(pool, habits, shared, barred))
    back = [_taken_back(pair, pool) for pair in backs]
    found = [*named, *(one for one in back if one.certain)]
    left, certain = pool.without(found), [*marked, *found]
    doubtful = _Doubtful(left, habits, [one for one in back if not one.certain]).of_lines()
    return Offers(tuple(sorted(certain, key=_order)), tuple(doubtful), tuple(gaps))


def _order(proposal: Proposal) -> tuple[object, ...]:
    return proposal.lines[0].day, proposal.lines[0].key


# --- a number that both bear


def by_numbers(
    lines: Iterable[Line], entries: Iterable[Entry]
) -> tuple[tuple[Proposal, ...], tuple[Gap, ...]]:
    """Return what numbers alone decide: certain proposals, and numbers whose sums differ."""
    found, gaps = _by_marks(Pool(lines, entries), Habits())
    return tuple(found), tuple(gaps)


def _by_marks(pool: Pool, habits: Habits) -> tuple[list[Proposal], list[Gap]]:
    found: list[Proposal] = []
    gaps: list[Gap] = []
    bearing = [
        (entries, lines)
        for mark, known in pool.by_mark.items()
        if pool.lines_bearing(mark)
        for entries, lines in _of_one_number(known, pool.lines_bearing(mark))
    ]
    used = Counter(line.key for _, lines in bearing for line in lines)
    for entries, lines in bearing:
        if not all(decides(line, entries[0]) for line in lines):
            continue
        differs = sum(one.cents for one in lines) - sum(one.cents for one in entries)
        if differs:
            gaps.append(Gap(lines, entries, differs, _gap_told(lines, entries, differs)))
        elif all(used[line.key] == 1 for line in lines):
            why = _mark_told(lines, entries, habits)
            found.append(Proposal(lines, entries, certain=True, score=100, why=why))
    return found, gaps


def _of_one_number(
    entries: Iterable[Entry], lines: Sequence[Line]
) -> list[tuple[tuple[Entry, ...], tuple[Line, ...]]]:
    """Return the entries of a number with the lines that bear it; none where several may be meant.

    Two processors count alike, and so do a giver's checks and one's own: of a check the lines move
    money the same way.
    """
    by_party: dict[object, list[Entry]] = {}
    for one in entries:
        by_party.setdefault((one.names, one.check and one.cents > 0), []).append(one)
    found = []
    for some in by_party.values():
        bearing = tuple(line for line in lines if is_marked(line, some[0]))
        if any(moves_alike(line, some[0]) for line in bearing):
            found.append((tuple(some), bearing))
    return found if len(found) == 1 else []


def _mark_told(lines: Sequence[Line], entries: Sequence[Entry], habits: Habits) -> str:
    what = "amount equal" if len(lines) == len(entries) == 1 else _count_told(lines, entries)
    return f"{what}, {told(lines[-1], entries[-1], habits)}"


def _count_told(lines: Sequence[Line], entries: Sequence[Entry]) -> str:
    of_bank = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    of_books = "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
    return f"{of_bank} and {of_books}, sums equal"


def _gap_told(lines: Sequence[Line], entries: Sequence[Entry], differs: int) -> str:
    bank, books = sum(one.cents for one in lines), sum(one.cents for one in entries)
    first = entries[0]
    name = first.mark if first.check else f"payout {first.reference}"
    return (
        f"The bank has {format_cents(bank, symbol=True)} of {name}, the books"
        f" {format_cents(books, symbol=True)}: {format_cents(abs(differs), symbol=True)}"
        f" {'more' if differs > 0 else 'less'} at the bank."
    )


# --- a deposit slip


def _by_slips(pool: Pool) -> list[Proposal]:
    found = []
    for line, entries in slips_told(pool):
        first = entries[0]
        gifts = "1 gift" if len(entries) == 1 else f"{len(entries)} gifts"
        why = f"amount of deposit {first.deposit} of {first.deposited}, {gifts}"
        found.append(Proposal((line,), entries, certain=True, score=100, why=why))
    return found


# --- amount and name


def _by_names(pool: Pool, habits: Habits, shared: Shared, barred: set[int]) -> Iterator[Proposal]:
    pairs = list(_only_ones(pool, shared, barred))
    lines = {line.key for line, _ in pairs}
    entries = {entry.key for _, entry in pairs}
    for line, entry in pairs:
        if all(one.key in entries for one in _late_entries(line, pool)) and all(
            one.key in lines for one in _late_lines(entry, pool)
        ):
            points, why = score(line, entry, habits), f"amount equal, {told(line, entry, habits)}"
            yield Proposal((line,), (entry,), certain=True, score=points, why=why)


def _only_ones(pool: Pool, shared: Shared, barred: set[int]) -> Iterator[tuple[Line, Entry]]:
    """Yield lines and entries that agree in amount and name, and no others near them do."""
    for line in pool.lines:
        entry = _one_entry(line, pool)
        if entry is None or line.key in barred or _one_line(entry, pool) is not line:
            continue
        if line.key not in shared.lines and entry.key not in shared.entries:
            yield line, entry


def _late_entries(line: Line, pool: Pool) -> Iterator[Entry]:
    """Yield the entries that a line may be of if it is late, as a rent may be last month's.

    A pair is only certain when each of them has a line of its own.
    """
    for one in pool.entries_of(line.cents):
        if is_late(line, one) and not (are_strangers(line, one) or says_otherwise(line, one)):
            yield one


def _late_lines(entry: Entry, pool: Pool) -> Iterator[Line]:
    for one in pool.lines_of(entry.cents):
        if is_late(one, entry) and not (are_strangers(one, entry) or says_otherwise(one, entry)):
            yield one


def _one_entry(line: Line, pool: Pool) -> Entry | None:
    """Return the one entry that a line names by amount and name, when it can be no other."""
    near = [one for one in pool.entries_of(line.cents) if _may_be(line, one, pool)]
    named = [one for one in near if is_named(line, one)]
    others = [one for one in near if not are_strangers(line, one)]
    return named[0] if len(named) == 1 and others == named else None


def _one_line(entry: Entry, pool: Pool) -> Line | None:
    near = [one for one in pool.lines_of(entry.cents) if _may_be(one, entry, pool)]
    named = [one for one in near if is_named(one, entry)]
    others = [one for one in near if not are_strangers(one, entry)]
    return named[0] if len(named) == 1 and others == named else None


def _may_be(line: Line, entry: Entry, pool: Pool) -> bool:
    """Tell whether day and numbers let a line be an entry; a number of another entry does not."""
    if says_otherwise(line, entry) or not (is_near(line, entry) or is_marked(line, entry)):
        return False
    return bears(line, entry) or not pool.is_marked_elsewhere(line)


# --- what the bank took back itself


def _taken_back(pair: tuple[Line, Line], pool: Pool) -> Proposal:
    first, second = pair
    meant = any(
        _may_be(line, entry, pool) for line in pair for entry in pool.entries_of(line.cents)
    )
    why = f"the bank took it back {(second.day - first.day).days} days later"
    return Proposal(pair, (), certain=not meant, score=60, why=why)


# --- what is only likely


class _Doubtful:
    """The alternatives of every line that is left, the likeliest first."""

    def __init__(self, pool: Pool, habits: Habits, back: Sequence[Proposal]) -> None:
        self._pool = pool
        self._habits = habits
        self._by_line: dict[int, list[Proposal]] = {line.key: [] for line in pool.lines}
        self._file(one for one in back if all(line.key in self._by_line for line in one.lines))

    def of_lines(self) -> Iterator[tuple[Proposal, ...]]:
        """Yield the alternatives of one line after the other; lines without any are left out."""
        self._file(self._singles())
        self._file(self._deposits())
        without = [line for line in self._pool.lines if not self._by_line[line.key]]
        self._file(self._sums(without))
        for line in self._pool.lines:
            found = sorted(self._by_line[line.key], key=lambda one: _likelihood(one, line))
            if found:
                yield tuple(found[:MOST_OFFERED])

    def _file(self, proposals: Iterable[Proposal]) -> None:
        for one in proposals:
            for line in one.lines:
                self._by_line[line.key].append(one)

    def _singles(self) -> Iterator[Proposal]:
        for line in self._pool.lines:
            for entry in self._pool.entries_of(line.cents):
                if _may_be(line, entry, self._pool):
                    why = f"amount equal, {told(line, entry, self._habits)}"
                    yield self._likely((line,), (entry,), why)

    def _deposits(self) -> Iterator[Proposal]:
        for (day, number), entries in self._pool.deposits.items():
            cents = sum(one.cents for one in entries)
            if len(entries) < 2:
                continue
            for line in self._pool.lines_of(cents):
                if 0 <= (line.day - day).days <= DEPOSIT_DAYS:
                    slip = "that went to the bank" if number is None else f"of deposit {number}"
                    why = f"all {len(entries)} {slip} on {day}"
                    yield self._likely((line,), entries, why, more=25)

    def _sums(self, lines: Sequence[Line]) -> Iterator[Proposal]:
        left = self._pool.steps
        for line in lines:
            if left <= 0:
                return
            found, steps = self._pool.entries_adding_up(line)
            left -= steps
            for entries in found:
                yield self._likely((line,), entries, f"{len(entries)} entries add up to it")
        for entry in self._pool.entries:
            if left <= 0:
                return
            ways, steps = self._pool.lines_adding_up(entry, lines)
            left -= steps
            for some in ways:
                yield self._likely(some, (entry,), f"{len(some)} lines add up to one entry")

    def _likely(
        self, lines: tuple[Line, ...], entries: tuple[Entry, ...], why: str, *, more: int = 0
    ) -> Proposal:
        pairs = [(line, entry) for line in lines for entry in entries]
        points = sum(score(line, entry, self._habits) for line, entry in pairs) // len(pairs)
        return Proposal(lines, entries, certain=False, score=points + more, why=why)


def _likelihood(one: Proposal, line: Line) -> tuple[object, ...]:
    apart = [abs(days_apart(line, entry)) for entry in one.entries]
    return -one.score, sum(apart), [entry.key for entry in one.entries]
