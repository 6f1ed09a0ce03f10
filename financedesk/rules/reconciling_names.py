"""Lines and entries of like names, found by their words: a line is called what stands in it whole.

Each name is looked up once, so that ten thousand lines need not be held against as many entries.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from financedesk.rules.reconciling_evidence import (
    LATE_AFTER,
    LATE_BEFORE,
    Entry,
    Line,
    name_words,
)

Name = frozenset[str]


class Names:
    """The names of some entries, given by day, and the lines in which they stand."""

    def __init__(self, lines: Sequence[Line], entries: Sequence[Entry]) -> None:
        self._entries: dict[Name, list[Entry]] = defaultdict(list)
        for entry in entries:
            for name in _names_of(entry):
                self._entries[name].append(entry)
        # A name is looked for under one of its words.
        self._under: dict[str, list[Name]] = defaultdict(list)
        for name in self._entries:
            self._under[min(name)].append(name)
        self._lines: dict[Name, list[Line]] = defaultdict(list)
        for line in lines:
            for name in self._standing_in(line):
                self._lines[name].append(line)

    def entries_of(self, line: Line) -> list[Entry]:
        """Return the entries whose name stands in a line, which may be late."""
        first, last = line.day - timedelta(LATE_AFTER), line.day + timedelta(LATE_BEFORE)
        found: dict[int, Entry] = {}
        for name in self._standing_in(line):
            some = self._entries[name]
            start = bisect_left(some, first, key=lambda one: one.day)
            end = bisect_right(some, last, key=lambda one: one.day)
            found.update((one.key, one) for one in some[start:end])
        return list(found.values())

    def lines_of(self, entry: Entry) -> list[Line]:
        """Return the lines in which an entry's name stands, also late ones."""
        first, last = entry.day - timedelta(LATE_BEFORE), entry.day + timedelta(LATE_AFTER)
        found: dict[int, Line] = {}
        for name in _names_of(entry):
            some = self._lines.get(name, [])
            start = bisect_left(some, first, key=lambda one: one.day)
            end = bisect_right(some, last, key=lambda one: one.day)
            found.update((one.key, one) for one in some[start:end])
        return list(found.values())

    def _standing_in(self, line: Line) -> Iterator[Name]:
        words = line.words
        for word in sorted(words):
            yield from (name for name in self._under.get(word, ()) if name <= words)


def _names_of(entry: Entry) -> Iterable[Name]:
    return {own for own in map(name_words, entry.names) if own}
