"""A small book of promises for tests of papers: five councillors, one of them with everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from financedesk.book import Book
from financedesk.ledger.room import open_book
from financedesk.remittances.people import CANDIDACIES, OFFICIALS, FederalCandidacy
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.waivers import WAIVERS, Waiver
from tests.ledger.prepared import copy_of
from tests.remittances.fellowship import (
    CAP,
    councillor,
    fellowship_at,
    gift,
    keeper,
    paid,
    pledge,
)

JANUARY, MAY = date(2026, 1, 1), date(2026, 5, 31)
LEVELS = """
code = "council"
name = "Council, by level"
from = 2025-01-01
approved_by = "Convention"
approved_on = 2024-12-01
kind = "composite"
[[level]]
name = "state"
kind = "percent"
percent = "10"
[[level]]
name = "ward"
kind = "percent"
percent = "5"
"""
WIDE = (("party", "federal"), ("action", "federal"), ("voice", "operating"))
NAMES = ("Winter", "Summer", "Spring", "Autumn", "Oakes")
"""Winter and Summer agreed to be named; Spring runs for Congress; Oakes goes by two levels."""
GIFTS = (
    ("party", "Winter", "2026-01-20", 2_277_77), ("action", "Winter", "2026-01-21", 1_138_89),
    ("voice", "Winter", "2026-02-05", 500_00), ("voice", "Winter", "2026-02-25", 300_00),
    ("party", "Summer", "2026-02-20", 1_000_00), ("party", "Spring", "2026-03-20", 250_00),
)  # fmt: skip
FEBRUARY_ELSEWHERE = 800_00
"""What Winter gave to others than the party in February."""


@contextmanager
def promises_at(place: Path) -> Iterator[Book]:
    """Open a copy of the book that is made once in a process."""
    location = str(place / "promises.fdesk")
    copy_of("promises", location, _write)
    with open_book(location) as book:
        yield book


def numbers(book: Book) -> dict[str, int]:
    """Return the officials' numbers by last name."""
    with book.read() as connection:
        held = OFFICIALS.of(connection, keeper(book))
    return dict(zip(NAMES, (one.id for one in held), strict=True))


def _write(location: str) -> None:
    with fellowship_at(location) as book:
        party = keeper(book)
        with book.unit_of_work("Add officials") as unit:
            add_schedule(unit, party, CAP)
            add_schedule(unit, party, LEVELS)
            for name in NAMES:
                official_id, term_id = councillor(unit, party, name, JANUARY)
                paid(unit, term_id, party, JANUARY, 148_500_00, 101_000_00)
                code = "council" if name == "Oakes" else "councillors"
                pledge(unit, party, official_id, JANUARY, code, WIDE)
        ids = numbers(book)
        with book.unit_of_work("Add facts") as unit:
            for name in ("Winter", "Summer"):
                fact = OFFICIALS.one(unit.connection, ids[name]).fact
                OFFICIALS.edit(unit, ids[name], replace(fact, published_from=JANUARY))
            seeking = FederalCandidacy(official_id=ids["Spring"], office="H", from_date=JANUARY)
            CANDIDACIES.add(unit, party, seeking)
            WAIVERS.add(unit, party, Waiver(
                official_id=ids["Winter"], reason="family", first_period="2026-03",
                last_period="2026-03", approved_by="Board", approved_on=date(2026, 2, 20),
            ))  # fmt: skip
        for code, name, day, cents in GIFTS:
            entry = gift(book, code, name, day, cents)
            with book.unit_of_work("Take as remittance") as unit:
                reference = f"R-{NAMES.index(name) + 1}"
                take_as_remittance(
                    unit, Receipt(item_id=entry, keeper="party", reference=reference)
                )
        gift(book, "voice", "Mill", "2026-02-25", 400_00, kind="operating_expenditure")
