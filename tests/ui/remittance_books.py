"""A book with many officials who pledged, for tests of the page Remittances.

Forty councillors keep 60,000.00 of their net pay since August. August and September are behind
them: most kept both, three have something open.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from financedesk.book import Book
from financedesk.ledger.entities import find_entity
from financedesk.ledger.room import open_book
from financedesk.progress import Silent
from financedesk.remittances.month_acts import keep_prepared, prepare, sign_all, to_prepare
from financedesk.remittances.month_run import MonthRow, MonthRun, month_run
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
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
from tests.ui.money_books import TODAY

OFFICIALS = 40
SINCE = date(2026, 8, 1)
MONTH = f"{TODAY:%Y-%m}"
WIDE = (("party", "federal"), ("action", "federal"), ("voice", "operating"))
LATE = {0: (), 1: ("2026-08",), 2: ("2026-08",)}
"""Of whom not every month before was given, and which were."""


def last_name(place: int) -> str:
    """Return the name of an official by their place in the list."""
    return f"Hale{chr(ord('a') + place // 26)}{chr(ord('a') + place % 26)}"


def due_cents(place: int) -> int:
    """Return what is due of an official each month: the second half is paid more."""
    return 400_00 if place >= OFFICIALS // 2 else 200_00


def month_book(folder: Path, officials: int = OFFICIALS) -> str:
    """Make a book of officials whose October is to be run."""
    location = str(folder / "fellowship.fdesk")
    copy_of(f"month of {officials}", location, lambda place: _write(place, officials))
    return location


def _write(location: str, officials: int) -> None:
    with fellowship_at(location) as book:
        party = keeper(book)
        with book.unit_of_work("Add officials") as unit:
            add_schedule(unit, party, CAP)
            for place in range(officials):
                official_id, term_id = councillor(unit, party, last_name(place), SINCE)
                net = 60_000_00 + 12 * due_cents(place)
                paid(unit, term_id, party, SINCE, 90_000_00, net)
                pledge(unit, party, official_id, SINCE, "councillors", WIDE)
        for place in range(officials):
            for period in LATE.get(place, ("2026-08", "2026-09")):
                keep_month(book, place, period)


def keep_month(book: Book, place: int, period: str) -> int:
    """Record what an official gave for a month as the remittance that it is."""
    item_id = give(book, place, f"{period}-20")
    with book.unit_of_work("Take as remittance") as unit:
        reference = f"R-{place + 1}"
        take_as_remittance(
            unit, Receipt(item_id=item_id, keeper="party", reference=reference, period=period)
        )
    return item_id


def give(book: Book, place: int, day: str, cents: int | None = None, **more: object) -> int:
    """Record what an official gives to the party, the due of a month, and return the entry."""
    return gift(book, "party", last_name(place), day, cents or due_cents(place), **more)


def sign_month(book: Book, period: str = MONTH) -> None:
    """Propose and sign a month for everybody."""
    party, ids = keeper(book), everybody(book)
    with book.unit_of_work("Propose") as unit:
        rows = month_run(unit.connection, party, period, ids, today=TODAY).rows
        found = prepare(unit.connection, to_prepare(rows), period, ids, Silent(), made_on=TODAY)
        keep_prepared(unit, found, TODAY)
        sign_all(unit, month_run(unit.connection, party, period, ids, today=TODAY).rows, TODAY)


def everybody(book: Book) -> tuple[int, ...]:
    """Return the numbers of the four entities, the party first."""
    with book.read() as connection:
        return tuple(
            find_entity(connection, code).id for code in ("party", "action", "voice", "institute")
        )


def month_of(location: str, period: str = MONTH) -> MonthRun:
    """Return a month as the book has it."""
    with open_book(location, write=False) as book, book.read() as connection:
        ids = everybody(book)
        return month_run(connection, ids[0], period, ids, today=TODAY)


def states_of(location: str, period: str = MONTH) -> dict[str, int]:
    """Return how many officials are how far with a month."""
    return dict(month_of(location, period).states)


def rows_of(location: str, names: Sequence[str], period: str = MONTH) -> list[MonthRow]:
    """Return the rows of officials by their last names."""
    rows = {one.name.partition(",")[0]: one for one in month_of(location, period).rows}
    return [rows[name] for name in names]
