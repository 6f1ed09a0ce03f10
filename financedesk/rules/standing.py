"""What a body is in law between two days: facts that hold at one time must not contradict."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from financedesk.rules.parties import statuses

_FIRST, _LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Span:
    """A word that holds between two days as text, both included; empty for an open end."""

    word: str
    from_date: str = ""
    to_date: str = ""

    @property
    def words(self) -> str:
        """Return the word with its days: ``not_a_party, 2026-01-01 to 2026-06-30``."""
        return f"{self.word}, {self.from_date or 'always'} to {self.to_date or 'now'}"

    def meets(self, other: "Span") -> bool:
        """Whether both hold on some day."""
        return (self.from_date or _FIRST) <= (other.to_date or _LAST) and (
            other.from_date or _FIRST
        ) <= (self.to_date or _LAST)


def overlap(spans: Sequence[Span]) -> tuple[Span, Span] | None:
    """Return two spans that hold on one day, or None."""
    return next(((one, two) for one, two in combinations(spans, 2) if one.meets(two)), None)


def deciding(spans: Sequence[Span]) -> list[Span]:
    """Return the statuses that decide which limits apply; others are notes and contradict nothing.

    A body has one such status at a time.
    """
    return [one for one in spans if one.word in statuses()]
