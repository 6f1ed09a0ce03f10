"""Pairs of what two sides say of the same thing: rows as data, without a rule or a colour."""

from dataclasses import dataclass

from financedesk.ui.models import Column


@dataclass(frozen=True, slots=True)
class PairSide:
    """One side of a pair in words: its day, who, what is known besides, and the amount."""

    day: str
    title: str
    note: str
    amount: str

    @property
    def words(self) -> str:
        """The side in one line, as a screen reader says it."""
        return ", ".join(filter(None, (self.day, self.title, self.note, self.amount)))


@dataclass(frozen=True, slots=True)
class PairMark:
    """What lies between two sides: an icon with its tone, a word, and the reason in words."""

    icon: str
    tone: str
    word: str
    why: str


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair; a side that is None says ``lacking`` instead. ``key`` tells it from the others."""

    key: int
    left: PairSide | None
    mark: PairMark
    right: PairSide | None
    lacking: str = ""


def pair_columns(left: str, right: str) -> tuple[Column[PairRow], ...]:
    """Return the columns of a list of pairs, titled by whose the sides are."""
    return (
        Column("left", left, lambda row: _side(row.left, row), sortable=False),
        Column("mark", "", _mark, sortable=False, tip=lambda row: row.mark.why,
               spoken=lambda row: f"Match: {_mark(row)}"),
        Column("right", right, lambda row: _side(row.right, row), sortable=False),
    )  # fmt: skip


def _mark(row: PairRow) -> str:
    return ": ".join(filter(None, (row.mark.word, row.mark.why)))


def _side(side: PairSide | None, row: PairRow) -> str:
    return row.lacking if side is None else side.words
