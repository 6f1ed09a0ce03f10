"""Bank, books and line 8: the same to the cent, or the rows that make the difference."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from financedesk.banking.tie_out import (
    BANK_SIDE,
    FEDERAL,
    LEVIN,
    LINE_SIDE,
    NONFEDERAL,
    Tie,
    tie_out,
)
from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.intake.fec_filing import adopt
from financedesk.ledger import tables
from financedesk.ledger.entities import find_entity
from financedesk.ledger.filings import filings
from financedesk.ledger.period import Period
from financedesk.ledger.room import create_book
from financedesk.reports.filing import Request, finalise, prepare
from tests.banking.closing_house import FEE_WORDS, MARCH_END, ClosingHouse, closing_house
from tests.banking.test_matches import OPENING

SharedFile = Callable[..., Path]
BOOKED = OPENING - 943_00


@pytest.fixture
def house(tmp_path: Path) -> Iterator[ClosingHouse]:
    with closing_house(tmp_path) as made:
        yield made


def ties(book: Book, entity_id: int, day: str) -> dict[str, Tie]:
    with book.read() as connection:
        return {one.part: one for one in tie_out(connection, entity_id, day).ties}


def federal(house: ClosingHouse, day: str = MARCH_END) -> Tie:
    return ties(house.book, house.desk.entity.id, day)[FEDERAL]


def drafted(house: ClosingHouse, folder: Path) -> int:
    request = Request(
        entity_id=house.desk.entity.id, form="F3X", code="Q1", signed_on="2026-04-10",
        period=Period(first="2026-01-01", last=MARCH_END), outputs=("fec",),
    )  # fmt: skip
    return prepare(house.book, request, folder).filing.id


def test_a_line_that_nobody_booked_makes_the_difference(house: ClosingHouse) -> None:
    found = federal(house)
    assert (found.bank_cents, found.book_cents, found.line_cents) == (
        BOOKED - 15_00, BOOKED, BOOKED,
    )  # fmt: skip
    assert found.line_words == "Line 8 as a report through 2026-03-31 would state it"
    assert (found.bank_difference_cents, found.line_difference_cents) == (-15_00, 0)
    assert [(row.side, row.cents, row.text) for row in found.rows] == [
        (BANK_SIDE, -15_00, "main: SERVICE FEE (not in the books)")
    ]
    assert not found.is_tied
    house.close(explained={house.fee: FEE_WORDS})
    assert federal(house).rows[0].text == f"main: SERVICE FEE ({FEE_WORDS})"


def test_booked_it_is_the_same_to_the_cent(house: ClosingHouse, tmp_path: Path) -> None:
    house.pay("Bank of Salem", MARCH_END, 15_00)
    entry = next(one for one in house.seen().unmatched_entries if one.cents == -15_00)
    house.match([house.fee], [entry.key])
    drafted(house, tmp_path)
    found = federal(house)
    assert found.bank_cents == found.book_cents == found.line_cents == BOOKED - 15_00
    assert found.line_words == "Line 8 of the Q1 report (draft)"
    assert (found.is_tied, found.rows) == (True, ())


def test_books_that_went_on_after_a_draft_are_told(house: ClosingHouse, tmp_path: Path) -> None:
    drafted(house, tmp_path)
    house.pay("Late Bill", "2026-03-20", 30_00)
    found = federal(house)
    assert (found.line_cents, found.line_difference_cents) == (BOOKED, 30_00)
    (row,) = [one for one in found.rows if one.side == LINE_SIDE]
    assert (row.cents, row.day) == (30_00, MARCH_END)
    assert row.text.endswith("prepare it again.")


def test_what_a_finalised_report_lacks_is_named(house: ClosingHouse, tmp_path: Path) -> None:
    finalise(house.book, drafted(house, tmp_path))
    house.pay("Late Bill", "2026-03-20", 30_00)
    found = federal(house)
    assert found.line_words == "Line 8 of the Q1 report (final)"
    lacking = [(one.day, one.cents, one.text) for one in found.rows if one.side == LINE_SIDE]
    assert lacking == [("2026-03-20", 30_00, "Late Bill is in the books and not in the report")]


def test_other_money_is_told_apart(house: ClosingHouse) -> None:
    whose = {"entity_id": house.desk.entity.id, "role": "bank", "opening_date": "2026-01-01"}
    kinds = {"state": NONFEDERAL, "levin": LEVIN, "later": NONFEDERAL}
    with house.book.unit_of_work("Open accounts") as unit:
        for place, (code, kind) in enumerate(kinds.items(), start=1):
            day = "2026-05-01" if code == "later" else "2026-01-01"
            row = {"code": code, "kind": kind, "name": code, "opening_balance_cents": place * 100}
            unit.insert(tables.account, {**whose, **row, "opening_date": day})
    found = ties(house.book, house.desk.entity.id, MARCH_END)
    assert list(found) == [FEDERAL, NONFEDERAL, LEVIN]
    assert (found[NONFEDERAL].book_cents, found[LEVIN].book_cents) == (1_00, 2_00)
    assert found[FEDERAL].line_cents == BOOKED
    for part in (NONFEDERAL, LEVIN):
        # No statement of it: nobody knows what the bank holds.
        assert (found[part].bank_cents, found[part].line_cents) == (None, None)
        assert found[part].bank_difference_cents is None
        assert "No statement of" in found[part].rows[0].text
        assert not found[part].is_tied
    with house.book.read() as connection, pytest.raises(BadInput):
        tie_out(connection, house.desk.entity.id, "soon")


def test_an_adopted_filing_ties_to_its_own_line(tmp_path: Path, shared_file: SharedFile) -> None:
    with create_book(tmp_path / "book.fdesk", name="History") as book:
        adopt(book, shared_file("data", "fec", "753533.fec"), "river")
        with book.read() as connection:
            entity = find_entity(connection, "river")
            (filing,) = filings(connection, [entity.id])
        found = ties(book, entity.id, filing.period.last)[FEDERAL]
    assert found.line_cents == filing.summary["A"]["8"]
    assert found.line_words.endswith("report (adopted)")
    made = sum(row.cents for row in found.rows if row.side == LINE_SIDE)
    assert found.line_difference_cents == made
