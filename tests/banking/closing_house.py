"""A party's March, matched but for the bank's fee and an unpaid rent, and acts that close it."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

from financedesk.banking.closing import (
    Closing,
    ClosingOutlook,
    closing_outlook,
    closings,
    prepare_closing,
    reopen,
    review_closing,
)
from financedesk.book import Book
from financedesk.ledger.room import open_book
from tests.banking.test_matches import House, state
from tests.intake.exports import rows_of
from tests.ledger.riverbend import desk_for, riverbend_at

MARCH_END, APRIL_END = "2026-03-31", "2026-04-30"
FEE_WORDS = "Fee for March, recorded in April"


class ClosingHouse(House):
    """The house of the matches with a statement of March in it; what is not certain is matched."""

    def match_march(self) -> Self:
        """Bring March in, and match what is left of it as its first alternative says."""
        self.bank()
        self.accept_certain()
        while found := self.seen().doubtful:
            one = found[0][0]
            self.match([line.key for line in one.lines], [entry.key for entry in one.entries])
            self.accept_certain()
        return self

    @classmethod
    def again(cls, book: Book, folder: Path) -> Self:
        """Return the house of a book that was copied."""
        house = cls.__new__(cls)
        house.book, house.folder, house.desk = book, folder, desk_for(book, "party")
        house.items = [row[0] for row in rows_of(book, "SELECT id FROM item ORDER BY id")]
        return house

    @property
    def fee(self) -> int:
        """The line of the bank's fee."""
        return next(one.key for one in self.seen().unmatched_lines if one.cents == -15_00)

    @property
    def rent(self) -> int:
        """The posting of the rent that the bank has not told."""
        return next(one.key for one in self.seen().unmatched_entries if one.cents == -900_00)

    def outlook(
        self, through: str = MARCH_END, explained: Mapping[int, str] | None = None
    ) -> ClosingOutlook:
        with self.book.read() as connection:
            return closing_outlook(
                connection, self.account_id, through, explained, today="2026-06-01"
            )

    def close(
        self, through: str = MARCH_END, explained: Mapping[int, str] | None = None,
        by: str = "Ann Lee",
    ) -> int:  # fmt: skip
        with self.book.unit_of_work(f"Close through {through}") as unit:
            return prepare_closing(
                unit, self.account_id, through, by, explained, on="2026-06-01"
            )  # fmt: skip

    def close_march(self) -> int:
        return self.close(explained={self.fee: FEE_WORDS})

    def review(self, closing_id: int, by: str) -> None:
        with self.book.unit_of_work("Review") as unit:
            review_closing(unit, closing_id, by, on="2026-06-02")

    def reopen(self, closing_id: int, why: str = "A slip was found") -> None:
        with self.book.unit_of_work("Reopen") as unit:
            reopen(unit, closing_id, "Ann Lee", why, on="2026-06-03")

    def closings(self) -> list[Closing]:
        with self.book.read() as connection:
            return closings(connection, self.account_id)

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Return every row of the book but its closings."""
        kept = state(self.book)
        return {name: rows for name, rows in kept.items() if not name.startswith("bank_closing")}


@cache
def _prepared() -> Path:
    """A book with everything matched, made once and copied by each test."""
    place = Path(mkdtemp()) / "book.fdesk"
    with riverbend_at(str(place)) as book:
        ClosingHouse(book, place.parent).match_march()
    return place


@contextmanager
def closing_house(folder: Path) -> Iterator[ClosingHouse]:
    """Open a copy of the house in a folder."""
    place = shutil.copy(_prepared(), folder / "book.fdesk")
    with open_book(place) as book:
        yield ClosingHouse.again(book, folder)
