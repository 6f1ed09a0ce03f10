"""What the page Reconcile shows of one account: its standing, turned into pairs, in a job."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from financedesk.banking.facts import Matched
from financedesk.banking.standing import Standing, standing
from financedesk.banking.told import Told, matched_entries, matched_lines, payouts_told
from financedesk.book import Book
from financedesk.ledger.bank_closings import newest_closing
from financedesk.ledger.set_aside import lines_set_aside
from financedesk.rules.reconciling import Gap, Proposal
from financedesk.rules.reconciling_evidence import LATE_AFTER, Entry, Line
from financedesk.ui.formatting import counted, day, dollars, money
from financedesk.ui.widgets.pair_rows import PairMark, PairRow, PairSide

TO_DO, MATCHED, BOOKS, UNEQUAL = "to_do", "matched", "books", "unequal"
"""The lists of the page: lines without a match, matches, entries alone, numbers that differ."""

MOST_ALONE = 5_000
"""So many entries that the bank has not told are listed, the oldest; all of them are counted."""
_MOST_SCORE = 99
_NO_MATCH = "No match in the books: create it, find it, or set the line aside"
_NOT_TOLD = "The bank has not told of it yet"


@dataclass(frozen=True, slots=True)
class Case:
    """One pair with what it stands for: ``ways`` are proposals, the likeliest first.

    ``lines`` and ``entries`` are the ids of its sides, ``cents`` what moved; ``match`` is the
    accepted one, ``locked`` when its month is closed, ``aside`` why the books will not have the
    line.
    """

    row: PairRow
    lines: tuple[int, ...]
    entries: tuple[int, ...]
    cents: int
    day: date
    ways: tuple[Proposal, ...] = ()
    gap: Gap | None = None
    match: Matched | None = None
    aside: str = ""
    locked: bool = False

    @property
    def is_certain(self) -> bool:
        """Whether nothing else could be meant."""
        return bool(self.ways) and self.ways[0].certain


def lines_in(cases: Iterable[Case]) -> int:
    """Return how many lines pairs hold; one line may be proposed in several of them."""
    return len({line for one in cases for line in one.lines})


@dataclass(frozen=True, slots=True)
class Reading:
    """An account as it stands, with the pairs of each list; ``lines`` are all of its lines.

    ``proposed_in`` are the keys of the pairs in which a line or an entry is proposed, by its id.
    """

    standing: Standing
    cases: Mapping[str, tuple[Case, ...]]
    lines: int
    words: "_Words"
    proposed_in: Mapping[int, tuple[int, ...]]

    @property
    def open_lines(self) -> int:
        """How many lines still want somebody."""
        return lines_in(self.cases[TO_DO])

    def count(self, shown: str) -> int:
        """Return how many a list counts: lines to do, else pairs, listed or not."""
        if shown == TO_DO:
            return self.open_lines
        return len(self.standing.unmatched_entries if shown == BOOKS else self.cases[shown])

    def without(self, case: Case, taken: frozenset[int]) -> Case:
        """Return a pair whose proposals use nothing of what was just accepted, by its ids."""
        left = [one for one in case.ways if taken.isdisjoint(_parts(one))]
        if len(left) == len(case.ways):
            return case
        line = next(one for one in case.ways[0].lines if one.key == case.row.key)
        return self.words.proposed(left, line) if left else self.words.alone(line)

    @property
    def certain(self) -> int:
        """How many matches can be accepted at once."""
        return len(self.standing.certain)


def read_account(book: Book, account_id: int, until: str) -> Reading:
    """Read an account as it stands on a day, by default its newest line's."""
    with book.read() as connection:
        found = standing(connection, account_id, until)
        aside = lines_set_aside(connection, found.account)
        words = _Words(found, payouts_told(connection, found.account))
        closing = newest_closing(connection, account_id)
        sides = (matched_lines(connection, found.account),
                 matched_entries(connection, found.account))  # fmt: skip
    matched = [one for one in found.matched if one.day <= found.until]
    closed = closing.closed_through if closing is not None else ""
    cases = {
        TO_DO: tuple(_to_do(found, words, aside)),
        MATCHED: (
            *_matched(matched, sides, words, closed),
            *(_aside(one, words, aside[one.key]) for one in found.unmatched_lines
              if one.key in aside),
        ),
        BOOKS: tuple(islice(_untold(found, words), MOST_ALONE)),
        UNEQUAL: tuple(words.unequal(one) for one in found.gaps),
    }  # fmt: skip
    told = len(found.unmatched_lines) + sum(len(one.lines) for one in matched)
    return Reading(found, cases, told, words, proposed_in(cases[TO_DO]))


def _to_do(found: Standing, words: "_Words", aside: Mapping[int, str]) -> Iterator[Case]:
    """Yield the open lines in the bank's order, each with what it may be."""
    certain = {line.key: one for one in found.certain for line in one.lines}
    gaps = {line.key: one for one in found.gaps for line in one.lines}
    ways = _ways(found)
    for line in found.unmatched_lines:
        proposal = certain.get(line.key)
        if proposal is not None:
            if proposal.lines[0].key == line.key:
                yield words.proposed((proposal,))
        elif line.key in gaps:
            yield words.unequal(gaps[line.key], line)
        elif line.key in ways:
            yield words.proposed(ways[line.key], line)
        elif line.key not in aside:
            yield words.alone(line)


def _untold(found: Standing, words: "_Words") -> Iterator[Case]:
    """Yield the entries that the bank has not told, with the line that each is likeliest to be."""
    best = (*found.certain, *(some[0] for some in found.doubtful))
    lines = {entry.key: one.lines[0] for one in best for entry in one.entries}
    for entry in found.unmatched_entries:
        yield words.untold(entry, lines.get(entry.key))


def proposed_in(cases: Iterable[Case]) -> dict[int, tuple[int, ...]]:
    """Return in which pairs each line and entry is proposed, by its id."""
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for case in cases:
        for way in case.ways:
            for one in _parts(way):
                found[one][case.row.key] = None
    return {one: tuple(keys) for one, keys in found.items()}


def _parts(one: Proposal) -> Iterator[int]:
    yield from (line.key for line in one.lines)
    yield from (entry.key for entry in one.entries)


def _ways(found: Standing) -> dict[int, tuple[Proposal, ...]]:
    """Return the alternatives of each doubtful line; the line is in every one of them."""
    by_line: dict[int, tuple[Proposal, ...]] = {}
    for some in found.doubtful:
        common = set.intersection(*({line.key for line in one.lines} for one in some))
        for key in common - by_line.keys():
            by_line[key] = some
    return by_line


# --- in words


class _Words:
    """Writes sides and marks as the list shows them, days without a year that is understood."""

    def __init__(self, found: Standing, payouts: Mapping[str, str]) -> None:
        self._today = date.fromisoformat(found.until)
        self._payouts = payouts

    def proposed(self, ways: Sequence[Proposal], line: Line | None = None) -> Case:
        """Return a line with what it is likeliest to be."""
        best = ways[0]
        key = (line or best.lines[0]).key
        row = PairRow(key, self.lines(best.lines), _mark(ways), self.entries(best))
        return Case(
            row, _keys(best.lines), _keys(best.entries), best.cents, best.lines[0].day,
            ways=tuple(ways),
        )  # fmt: skip

    def unequal(self, gap: Gap, line: Line | None = None) -> Case:
        """Return lines and entries of one number whose sums differ."""
        sign = "more" if gap.cents > 0 else "less"
        mark = PairMark("triangle-alert", "warn", f"{money(abs(gap.cents))} {sign}", gap.why)
        cents = sum(one.cents for one in gap.lines)
        right = self._of_entries(gap.entries)
        row = PairRow((line or gap.lines[0]).key, self.lines(gap.lines), mark, right)
        return Case(row, _keys(gap.lines), _keys(gap.entries), cents, gap.lines[0].day, gap=gap)

    def alone(self, one: Line | Entry) -> Case:
        """Return what only one side has."""
        if isinstance(one, Line):
            mark = PairMark("minus", "neutral", "No match", "")
            row = PairRow(one.key, self.lines((one,)), mark, None, _NO_MATCH)
            return Case(row, (one.key,), (), one.cents, one.day)
        return self.untold(one, None)

    def untold(self, one: Entry, line: Line | None) -> Case:
        """Return an entry that the bank has not told, or the line for which it is proposed."""
        age = max(0, (self._today - one.day).days)
        if line is None:
            tone = "warn" if age > LATE_AFTER else "info"
            mark, lacking = PairMark("clock", tone, counted(age, "day"), ""), _NOT_TOLD
        else:
            mark = PairMark("circle-help", "info", "Proposed", "for a line that is to do")
            lacking = f"{self.on(line.day)} {line.payee or line.memo}: see To do"
        row = PairRow(one.key, None, mark, self._of_entries((one,)), lacking)
        return Case(row, (), (one.key,), one.cents, one.day)

    def lines(self, some: Sequence[Line]) -> PairSide:
        """Return lines as one side."""
        first = some[0]
        title = first.payee or first.memo or "Without words"
        note = " · ".join(
            filter(None, (first.memo if first.payee else "", _check(first.check), first.reference))
        )
        if len(some) > 1:
            note = f"{len(some)} lines: " + ", ".join(money(one.cents) for one in some)
        return PairSide(self.on(first.day), title, note, money(sum(one.cents for one in some)))

    def entries(self, one: Proposal) -> PairSide | None:
        """Return the entries of a proposal as one side; none of a line that was taken back."""
        if not one.entries:
            last = one.lines[-1]
            return PairSide(self.on(last.day), "Taken back by the bank itself", last.payee, "0.00")
        return self._of_entries(one.entries)

    def _of_entries(self, some: Sequence[Entry]) -> PairSide:
        first, cents = some[0], money(sum(one.cents for one in some))
        if len(some) > 1:
            names = dict.fromkeys(name for one in some for name in one.names)
            title = f"{len(some)} entries"
            return PairSide(self.on(first.day), title, ", ".join(names), cents)
        title = ", ".join(first.names[:2]) or first.check or "Entry of the books"
        if first.reference:
            title = f"{title} payout {first.reference}"
        note = self._payouts.get(first.reference, "") if first.reference else _besides(first)
        return PairSide(self.on(first.day), title, note, cents)

    def told(self, some: Sequence[Told], word: tuple[str, str]) -> PairSide:
        """Return matched lines or entries as one side."""
        first, cents = some[0], money(sum(one.cents for one in some))
        note = first.note
        if len(some) > 1:
            note = f"{counted(len(some), *word)}: " + ", ".join(one.title for one in some)
        return PairSide(self.on(date.fromisoformat(first.day)), first.title, note, cents)

    def on(self, when: date) -> str:
        """Return a day as short as it can be."""
        return day(when, today=self._today)


def _mark(ways: Sequence[Proposal]) -> PairMark:
    best, more = ways[0], len(ways) - 1
    if best.certain:
        return PairMark("circle-check", "ok", "Certain", best.why)
    word = f"Likely {max(0, min(_MOST_SCORE, best.score))}"
    return PairMark("circle-help", "info", f"{word} · {more} more" if more else word, best.why)


def _besides(entry: Entry) -> str:
    where = f"deposited {entry.deposited:%b} {entry.deposited.day}" if entry.deposited else ""
    return " · ".join(filter(None, (entry.check if entry.names else "", where)))


def _check(number: str) -> str:
    return f"check {number}" if number else ""


def _keys(some: Iterable[Line | Entry]) -> tuple[int, ...]:
    return tuple(one.key for one in some)


# --- what is done


def _matched(
    matched: Sequence[Matched],
    sides: tuple[Mapping[int, Told], Mapping[int, Told]],
    words: _Words,
    closed: str,
) -> Iterator[Case]:
    """Yield the accepted matches, the newest first; those of days to ``closed`` are locked."""
    lines, entries = sides
    for one in reversed(matched):
        left = words.told([lines[key] for key in one.lines], ("line", "lines"))
        if one.entries:
            right = words.told([entries[key] for key in one.entries], ("entry", "entries"))
        else:
            right = PairSide(left.day, "Taken back by the bank itself", "", "0.00")
        # What was explained at closing and booked later is the later month's matter.
        locked = max([one.day, *(entries[key].day for key in one.entries)]) <= closed
        icon, word = ("circle-check", "Matched") if one.certain else ("check", "By hand")
        mark = PairMark("lock" if locked else icon, "neutral" if locked else "ok", word, one.why)
        row, when = PairRow(one.id, left, mark, right), date.fromisoformat(one.day)
        yield Case(row, one.lines, one.entries, one.cents, when, match=one, locked=locked)


def _aside(line: Line, words: _Words, why: str) -> Case:
    mark = PairMark("flag", "neutral", "Set aside", why)
    row = PairRow(line.key, words.lines((line,)), mark, None, why)
    return Case(row, (line.key,), (), line.cents, line.day, aside=why)


# --- what no longer holds


def dropped_since(before: Reading | None, now: Reading | None) -> str:
    """Say which matches no longer hold because an entry went or changed; empty without any.

    A match that somebody took back, or undid, leaves both sides as they were and is not told.
    """
    if before is None or now is None or before.standing.account.id != now.standing.account.id:
        return ""
    kept = {one.id for one in now.standing.matched}
    lines = {one.key for one in now.standing.unmatched_lines}
    entries = {one.key: one.cents for one in now.standing.unmatched_entries}
    gone = [
        one
        for one in before.standing.matched
        if one.id not in kept and lines.issuperset(one.lines) and one.entries
        and one.cents != sum(entries.get(key, 0) for key in one.entries)
    ]  # fmt: skip
    if not gone:
        return ""
    first = gone[0]
    more = f", and {counted(len(gone) - 1, 'other')}" if len(gone) > 1 else ""
    when = day(date.fromisoformat(first.day))
    return (
        f"The match of {dollars(first.cents)} on {when}{more} no longer holds: an entry of the"
        " books was changed or deleted. The line is to do again."
    )
