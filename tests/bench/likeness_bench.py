"""Who is the same person, measured on people of whom that is known.

Each record becomes a card of one entity; what ``donors.duplicates`` says of the cards is held
against the truth, pair by pair. Of gifts every two rows are a pair, as a donor of many gifts has
many; of the other sets every two records. *Same* are the groups that it would link, *likely* adds
the pairs that it asks about. Sets that have a day of birth are compared by it as well, as no card
is, and beside what Splink makes of them (``scripts/splink_check.py``).
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import ge
from pathlib import Path

from sqlalchemy import insert

from financedesk.book import Book
from financedesk.donors.duplicates import duplicates
from financedesk.ledger import tables
from financedesk.ledger.contacts import CONTACT_COLUMNS, contact_row, now_text
from financedesk.ledger.entities import find_entity
from financedesk.rules.likeness import Answer
from tests.bench.likeness_among import Among
from tests.bench.likeness_data import SETS, Labelled, generated
from tests.intake.exports import entity, new_book

_OF_GIFTS = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """Precision, recall and F1 of a set, in thousandths, at one level of certainty."""

    name: str
    right: int
    said: int
    true: int
    least_precision: int = 0
    least_recall: int = 0
    least_f1: int = 0

    @property
    def precision(self) -> int:
        """How many in a thousand of the pairs that were named are one person."""
        return self.right * 1000 // self.said if self.said else 1000

    @property
    def recall(self) -> int:
        """How many in a thousand of the pairs that are one person were named."""
        return self.right * 1000 // self.true if self.true else 1000

    @property
    def f1(self) -> int:
        """The harmonic mean of both, in thousandths."""
        return 2 * self.right * 1000 // (self.said + self.true) if self.said + self.true else 1000

    @property
    def within(self) -> bool:
        """Whether all bounds hold."""
        least = self.least_precision, self.least_recall, self.least_f1
        return all(map(ge, (self.precision, self.recall, self.f1), least))

    def line(self) -> str:
        """Return the figures as one line of the report."""
        return (
            f"{self.name:<44} precision {self.precision:4} of {self.least_precision:4}   "
            f"recall {self.recall:4} of {self.least_recall:4}"
            f"   F1 {self.f1:4} of {self.least_f1:4}"
            f"   {self.said:,} pairs   {'ok' if self.within else 'UNDER'}"
        )


def run(rows: int) -> list[Found]:
    """Measure generated gifts (20,000 and a tenth of ``rows``) and the labelled sets."""
    found: list[Found] = []
    for number in (_OF_GIFTS, rows // 10):
        found += measured(f"make_donations {number:,}", generated(number), 998, 970)
    for name, read in SETS.items():
        found += measured(name, read(), 950 if name == "fec_crp_gold" else 0)
        if name in SPLINK:
            found += compared(name, read())
    return found


SPLINK: Mapping[str, int] = {
    "people_census_w2": 901, "febrl1": 1000, "febrl3": 997, "fake_1000": 871,
}  # fmt: skip
"""The best F1 that Splink 5 had on these sets, in thousandths, whatever the threshold."""


def compared(name: str, records: Sequence[Labelled]) -> tuple[Found, Found, Found]:
    """Return the figures of people who are compared by all that their set knows of them.

    Last those from so many points on as have the best F1, which the labels choose, as they choose
    Splink's. What the program answers goes by points that are fixed; the better one is held.
    """
    among = Among([one.traits for one in records])
    same, likely = figures(
        f"{name}, with days of birth", records,
        [[place + 1 for place in group.people] for group in among.groups],
        [(one + 1, other + 1) for one, other in among.likely],
    )  # fmt: skip
    best = from_best_points(name, records, among.scores)
    held = max(likely, best, key=lambda found: found.f1)
    beside = replace(held, name=f"{held.name} (Splink {SPLINK[name]})", least_f1=SPLINK[name])
    return (same, likely, beside) if held is best else (same, beside, best)


def from_best_points(
    name: str, records: Sequence[Labelled], scores: Mapping[tuple[int, int], int]
) -> Found:
    """Return the figures of the pairs from so many points on as have the best F1."""
    true = _pairs_of(Counter(), records, [one.truth for one in records])
    said, right = Counter(scores.values()), Counter[int]()
    for (one, other), points in scores.items():
        right[points] += records[one].truth == records[other].truth
    from_there = [
        Found(
            f"{name}, from {least} points on",
            sum(number for points, number in right.items() if points >= least),
            sum(number for points, number in said.items() if points >= least),
            true,
        )
        for least in sorted(said)
    ]
    return max(from_there, key=lambda found: found.f1)


def measured(
    name: str, records: Sequence[Labelled], precision: int = 0, recall: int = 0
) -> tuple[Found, Found]:
    """Return the figures of *same* and of *same or likely*; bounds count for the first."""
    with tempfile.TemporaryDirectory() as folder:
        book = new_book(Path(folder) / "book.fdesk", [entity("alder", "C00990001")])
        with book:
            _write(book, records)
            with book.read() as connection:
                found = duplicates(connection, [find_entity(connection, "alder").id])
    likely = [(one.a, one.b) for one in found.pairs if one.answer is Answer.LIKELY]
    return figures(name, records, found.groups, likely, precision, recall)


def figures(
    name: str,
    records: Sequence[Labelled],
    same: Iterable[Iterable[int]],
    likely: Iterable[tuple[int, int]],
    precision: int = 0,
    recall: int = 0,
) -> tuple[Found, Found]:
    """Hold what was found among cards 1, 2, … against the truth of the records."""
    true = _pairs_of(Counter(), records, [one.truth for one in records])
    group_of = {card: number for number, group in enumerate(same) for card in group}
    groups = [f"g{group_of[n]}" if n in group_of else f"c{n}" for n in range(1, len(records) + 1)]
    said = _pairs_of(Counter(), records, groups)
    both = [f"{one.truth} {group}" for one, group in zip(records, groups, strict=True)]
    right = _pairs_of(Counter(), records, both)
    more, more_right = _likely_pairs(records, likely, groups)
    return (
        Found(f"{name}: same", right, said, true, precision, recall),
        Found(f"{name}: same or likely", right + more_right, said + more, true),
    )


def _pairs_of(counted: Counter[str], records: Sequence[Labelled], groups: Iterable[str]) -> int:
    """Return how many pairs of rows fall into one group."""
    for one, group in zip(records, groups, strict=True):
        counted[group] += one.rows
    return sum(number * (number - 1) // 2 for number in counted.values())


def _likely_pairs(
    records: Sequence[Labelled], likely: Iterable[tuple[int, int]], groups: Sequence[str]
) -> tuple[int, int]:
    """Return how many pairs of rows two groups make if they are one, and how many rightly."""
    members: dict[str, Counter[str]] = {}
    for one, group in zip(records, groups, strict=True):
        members.setdefault(group, Counter())[one.truth] += one.rows
    asked = {frozenset((groups[a - 1], groups[b - 1])) for a, b in likely}
    said = right = 0
    for mine, theirs in ([members[one] for one in pair] for pair in asked if len(pair) == 2):
        said += mine.total() * theirs.total()
        right += sum(number * theirs[truth] for truth, number in mine.items())
    return said, right


def _write(book: Book, records: Sequence[Labelled]) -> None:
    """Write a card for each record, numbered from 1, past the journal: no book is kept of it."""
    at = now_text()
    with book.unit_of_work("Cards") as unit:
        entity_id = find_entity(unit.connection, "alder").id
        rows = [
            dict(zip(CONTACT_COLUMNS, contact_row(n, entity_id, n, one.contact, at), strict=True))
            for n, one in enumerate(records, 1)
        ]
        unit.connection.execute(insert(tables.contact), rows)
