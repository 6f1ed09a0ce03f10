"""Dues of the book: what is due by month, what clears it, and that nobody clears it for another."""

from datetime import date

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, Refused
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.pledges import PLEDGES, PledgeStep, move_pledge
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.waivers import WAIVERS, Waiver
from tests.remittances.fellowship import CAP, councillor, gift, keeper, paid, pledge

JANUARY, APRIL, DECEMBER = date(2025, 1, 1), date(2025, 4, 30), date(2025, 12, 31)


def pledged_book(book: Book) -> int:
    """Enter a councillor with 101,000 net who keeps 60,000 of it; return the official's number."""
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        add_schedule(unit, party, CAP)
        official_id, term_id = councillor(unit, party, "Winter")
        paid(unit, term_id, party, JANUARY, 148_500_00, 101_000_00)
        pledge(unit, party, official_id, JANUARY, "councillors")
    return official_id


def dues(book: Book, on: date) -> OfficialDues:
    """Return the dues of the one official, stated by a day."""
    with book.read() as connection:
        (found,) = dues_of(connection, keeper(book), on, on=on)
    return found


def received(book: Book, item_id: int) -> None:
    """Take an entry as the official's remittance."""
    with book.unit_of_work("Take as remittance") as unit:
        take_as_remittance(unit, Receipt(item_id=item_id, keeper="party", reference="R-1"))


def test_a_year_is_due_in_twelve_months_and_the_cents_left_in_the_last(book: Book) -> None:
    pledged_book(book)
    found = dues(book, DECEMBER)
    months = [found.due_in(date(2025, number, 1)) for number in range(1, 13)]
    assert months == [3_416_66] * 11 + [3_416_74]
    assert (found.name, found.pledge) == ("Winter, Ada", "active")
    assert found.standing.open_cents == 41_000_00
    assert "41,000.00" in found.run.dues[0].formula.words


def test_gifts_to_any_recipient_clear_the_oldest_due_first(book: Book) -> None:
    pledged_book(book)
    for code, day, cents in (
        ("party", "2025-02-03", 2_277_77), ("action", "2025-02-04", 1_138_89),
        ("voice", "2025-03-05", 1_000_00),
    ):  # fmt: skip
        received(book, gift(book, code, "Winter", day, cents))
    found = dues(book, APRIL)
    states = [one.state for one in found.standing.months]
    assert states == ["fulfilled", "partly_made", "open", "open"]
    assert found.standing.open_cents == 4 * 3_416_66 - 4_416_66
    assert dues(book, date(2025, 2, 3)).standing.months[0].made_cents == 2_277_77


def test_what_is_given_back_is_due_again(book: Book) -> None:
    pledged_book(book)
    first = gift(book, "party", "Winter", "2025-02-03", 3_416_66)
    received(book, first)
    assert dues(book, APRIL).standing.months[0].state == "fulfilled"
    gift(
        book,
        "party",
        "Winter",
        "2025-03-01",
        416_66,
        kind="refund_individual_contribution",
        parent_id=first,
    )
    (january, *_rest) = dues(book, APRIL).standing.months
    assert (january.state, january.left_cents) == ("partly_made", 416_66)


def test_only_the_official_pays_and_a_gift_counts_once(book: Book) -> None:
    pledged_book(book)
    stranger = gift(book, "voice", "Summer", "2025-02-03", 100_00)
    with pytest.raises(Refused, match="30122"):
        received(book, stranger)
    own = gift(book, "voice", "Winter", "2025-02-03", 100_00)
    received(book, own)
    with pytest.raises(BadInput, match="counted once"):
        received(book, own)
    assert dues(book, APRIL).standing.months[0].made_cents == 100_00


def test_undo_makes_it_due_again(book: Book) -> None:
    pledged_book(book)
    received(book, gift(book, "party", "Winter", "2025-02-03", 3_416_66))
    book.undo()
    assert dues(book, APRIL).standing.months[0].state == "open"


def test_a_waived_month_asks_nothing(book: Book) -> None:
    official_id = pledged_book(book)
    waiver = Waiver(
        official_id=official_id, reason="family", first_period="2025-02", last_period="2025-02",
        approved_by="Board", approved_on=JANUARY,
    )  # fmt: skip
    with book.unit_of_work("Add waiver") as unit:
        WAIVERS.add(unit, keeper(book), waiver)
    states = [one.state for one in dues(book, APRIL).standing.months]
    assert states == ["open", "waived", "open", "open"]


def test_a_paused_pledge_asks_nothing_and_what_was_stated_stays(book: Book) -> None:
    pledged_book(book)
    before = dues(book, date(2025, 2, 28)).run.dues
    with book.unit_of_work("Pause pledge") as unit:
        (kept,) = PLEDGES.of(unit.connection, keeper(book))
        move_pledge(unit, PledgeStep(
            pledge_id=kept.id, state="paused", on_date=date(2025, 3, 1), who="Ada Winter",
            role="official",
        ))  # fmt: skip
    found = dues(book, DECEMBER)
    assert found.pledge == "paused"
    assert sum(one.asked_cents for one in found.standing.months) == 2 * 3_416_66 + 1
    assert dues(book, date(2025, 2, 28)).run.dues == before
