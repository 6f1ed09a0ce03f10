"""A voided check and what took it back are asked about by nobody, unless the bank paid it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from financedesk.errors import Locked
from financedesk.ledger.check_voids import void_check, void_outlook
from financedesk.ledger.checks_drawn import draw_check
from tests.banking.closing_house import APRIL_END, ClosingHouse, closing_house
from tests.banking.lines import tell

RENT = 900_00


@pytest.fixture
def house(tmp_path: Path) -> Iterator[ClosingHouse]:
    """The house with check 1042 drawn for the rent of 30 March, of which the bank has not told."""
    with closing_house(tmp_path) as made:
        yield made


def drawn(house: ClosingHouse, place: int = 5) -> int:
    with house.book.unit_of_work("Draw check") as unit:
        return draw_check(unit, house.items[place], 1042)


def void(house: ClosingHouse, check_id: int, day: str) -> int | None:
    with house.book.unit_of_work("Void check") as unit:
        return void_check(unit, check_id, day, "Lost in the mail")


def left(house: ClosingHouse, until: str) -> list[int]:
    return [one.cents for one in house.seen(until).unmatched_entries]


def test_a_void_settles_the_pair_from_its_day_on(house: ClosingHouse) -> None:
    void(house, drawn(house), "2026-04-20")
    assert left(house, "2026-04-19") == [-RENT]
    found = house.seen(APRIL_END)
    assert (found.unmatched_entries, found.outstanding_cents) == ((), 0)
    house.book.undo()
    assert left(house, APRIL_END) == [-RENT]


def test_a_void_check_that_the_bank_pays_is_shown_with_what_took_it_back(
    house: ClosingHouse,
) -> None:
    void(house, drawn(house), "2026-04-20")
    tell(house.book, house.account, ("2026-04-22", -RENT, "CHECK 1042"))
    found = house.seen(APRIL_END)
    assert [one.cents for one in found.unmatched_entries] == [-RENT, RENT]
    assert [one.why for one in found.certain] == ["amount equal, 23 days later, bears check 1042"]
    assert house.accept_certain() == 1
    assert left(house, APRIL_END) == [RENT]
    outlook = house.outlook(APRIL_END)
    assert [one.cents for one in outlook.in_transit] == [RENT]
    assert outlook.adjusted_bank_cents == outlook.adjusted_book_cents


def test_a_check_of_closed_days_is_voided_by_an_entry_of_open_ones(house: ClosingHouse) -> None:
    check_id = drawn(house)
    house.close("2026-03-30")
    with house.book.read() as connection:
        found = void_outlook(connection, check_id, "2026-03-31")
    assert found.negative
    assert found.words.startswith("The payment of 2026-03-30 stays as it was told")
    with pytest.raises(Locked, match="main is closed through 2026-03-30"):
        void(house, check_id, "2026-03-30")
    before = house.seen(APRIL_END).book_cents
    assert void(house, check_id, "2026-03-31") is not None
    after = house.seen(APRIL_END)
    assert (after.book_cents - before, after.unmatched_entries) == (RENT, ())
    assert house.book.verify() == []
    house.book.undo()
    assert left(house, APRIL_END) == [-RENT]
