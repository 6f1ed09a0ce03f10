"""What one column of a table shows, as data."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from financedesk.ui.formatting import money, plain_money, spoken_money

Row = TypeVar("Row")


class Look(Enum):
    """How the cells of a column are painted."""

    TEXT = "text"
    QUIET = "quiet"
    STRONG = "strong"
    NUMBER = "number"
    AMOUNT = "amount"
    CHIP = "chip"
    ICON = "icon"

    @property
    def is_numeric(self) -> bool:
        """Whether cells and header stand on the right, in figures of equal width."""
        return self in {Look.NUMBER, Look.AMOUNT}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its key (also the sort key), its title and what it reads from a row.

    ``copied`` and ``spoken`` replace ``text`` on the clipboard and in a screen reader;
    ``tone`` colours a chip or an icon (one of the tokens' tones), ``icon`` names one;
    ``yields`` lets the column make room when the table is narrow; one with a ``least`` width goes
    down to that after those are gone;
    ``cents`` marks the column whose sum the selection bar and the totals row show;
    ``sorts_slowly`` says that no index has this order: it is a job that the status bar shows;
    ``level`` sets the words in by so many steps, as a tree does, with ``icon`` before them.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    look: Look = Look.TEXT
    width: int = 120
    least: int = 0
    stretch: bool = False
    sortable: bool = True
    sorts_slowly: bool = False
    hidden: bool = False
    yields: bool = False
    tone: Callable[[Row], str] | None = None
    icon: Callable[[Row], str] | None = None
    cents: Callable[[Row], int] | None = None
    copied: Callable[[Row], str] | None = None
    spoken: Callable[[Row], str] | None = None
    tip: Callable[[Row], str] | None = None
    level: Callable[[Row], int] | None = None

    def copied_text(self, row: Row) -> str:
        """Return the cell as it goes to the clipboard, without tabs or line ends."""
        words = self.copied(row) if self.copied else self.text(row)
        return " ".join(words.split())

    def spoken_text(self, row: Row) -> str:
        """Return the cell as a screen reader says it, with its column."""
        words = self.spoken(row) if self.spoken else self.text(row)
        return f"{self.title}: {words}"


def money_column(
    key: str,
    title: str,
    cents: Callable[[Row], int],
    *,
    width: int = 112,
    look: Look = Look.AMOUNT,
    summed: bool = True,
    hidden: bool = False,
    yields: bool = False,
) -> Column[Row]:
    """Return a column of amounts: right-aligned, copied as plain numbers, spoken in dollars."""
    return Column(
        key,
        title,
        lambda row: money(cents(row)),
        look=look,
        width=width,
        hidden=hidden,
        yields=yields,
        cents=cents if summed else None,
        copied=lambda row: plain_money(cents(row)),
        spoken=lambda row: spoken_money(cents(row)),
    )
