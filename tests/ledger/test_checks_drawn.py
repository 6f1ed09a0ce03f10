"""Checks: numbers once, gaps told, what is outstanding or stale, and how one is voided."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from financedesk.errors import BadInput, HasDependents, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_balance import balance
from financedesk.ledger.check_voids import void_check, void_outlook
from financedesk.ledger.checks_drawn import (
    check_number_in,
    draw_again,
    gap_words,
    gaps,
    mark_printed,
    next_number,
    outstanding,
    spoil_check,
)
from financedesk.ledger.edit import ItemEdit, remove_items, replace_item
from financedesk.ledger.payment_edit import PaymentEdit, correct_payment
from tests.ledger.meadow import OPENING, meadow_at
from tests.ledger.paying import PRINTER, Payer, clear, finalise, payer, problems


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Payer]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as book:
        yield payer(book)


@pytest.fixture
def anywhere(location: str) -> Iterator[Payer]:
    """Who pays, on each database."""
    with meadow_at(location) as book:
        yield payer(book)


def cash_on(desk: Payer, day: str) -> int:
    with desk.book.read() as connection:
        return balance(connection, desk.of.entity, desk.of.account, day).cents


def void(desk: Payer, check_id: int, day: str, why: str = "Lost in the mail") -> int | None:
    with desk.book.unit_of_work("Void check") as unit:
        return void_check(unit, check_id, day, why)


@pytest.mark.parametrize(
    ("words", "number"),
    [("Check 1042", 1042), ("check #7", 7), ("Ck. no. 12", 12), ("CHEQUE 9", 9), ("Check 0", None),
     ("Wire 1042", None), ("1042", None), ("Check 10 and 11", None), ("", None)],
)  # fmt: skip
def test_a_method_names_a_check(words: str, number: int | None) -> None:
    assert check_number_in(words) == number


def test_numbers_are_offered_in_order_and_taken_once(desk: Payer) -> None:
    account = desk.of.account.id
    with desk.book.read() as connection:
        assert next_number(connection, account) == 1001
    desk.paid(100_00, "1")
    desk.record(50_00, PRINTER, method="Check 1005", purpose="Printing")
    desk.paid(100_00, "2")
    assert [one.number for one in desk.checks()] == [1006, 1005, 1001]
    with pytest.raises(
        Refused, match=r"Check 1005 of Checking was used .* next free number is 1007"
    ):
        desk.record(50_00, PRINTER, method="check no. 1005", purpose="Printing")
    with desk.book.read() as connection:
        assert gap_words(gaps(connection, account)) == "1002 to 1004"
    with desk.book.unit_of_work("Note spoiled check") as unit:
        spoil_check(unit, account, 1003, "2026-07-06", "Torn")
    with desk.book.read() as connection:
        assert gap_words(gaps(connection, account)) == "1002, 1004"
    assert problems(desk.book) == []


def test_a_number_that_no_check_has_is_refused(desk: Payer) -> None:
    bill = desk.bill(100_00)
    for number in (0, -4, 1_000_000_000):
        with pytest.raises(BadInput, match="between 1 and 999,999,999"):
            desk.pay(bill, number=number)
        with (
            pytest.raises(BadInput, match="between 1 and 999,999,999"),
            desk.book.unit_of_work("Note spoiled check") as unit,
        ):
            spoil_check(unit, desk.of.account.id, number, "2026-07-06", "Torn")
    assert desk.checks() == []


def test_a_check_is_stale_after_180_days_and_not_before(desk: Payer) -> None:
    desk.paid(100_00, "1")
    with desk.book.read() as connection:
        (one,) = outstanding(connection, [desk.of.entity.id])
    assert one.stale_on == date(2026, 7, 6) + timedelta(days=181)
    assert one.age(date(2026, 7, 16)) == 10


def test_what_the_bank_has_is_not_outstanding_and_cannot_be_voided(anywhere: Payer) -> None:
    desk = anywhere
    item = desk.paid(100_00, "1")
    (check,) = desk.checks()
    clear(desk, item, "2026-07-09")
    (told,) = desk.checks()
    assert (told.state, told.cleared_on) == ("cleared", date(2026, 7, 9))
    with desk.book.read() as connection:
        assert outstanding(connection, [desk.of.entity.id]) == []
    with pytest.raises(Refused, match="The bank paid check 1001 on 2026-07-09"):
        void(desk, check.id, "2026-07-10")
    desk.book.undo()
    assert desk.checks()[0].state == "drawn"


def test_in_its_own_month_a_void_takes_the_payment_out(desk: Payer) -> None:
    desk.paid(100_00, "1")
    (check,) = desk.checks()
    with desk.book.unit_of_work("Print check") as unit:
        assert mark_printed(unit, [check.id], "2026-07-06") == 1
    assert void(desk, check.id, "2026-07-20") is None
    assert cash_on(desk, "2026-07-31") == OPENING
    (gone,) = desk.checks()
    assert (gone.state, gone.item_id, gone.payee, gone.cents) == (
        "void",
        None,
        "Heron Press",
        100_00,
    )
    assert problems(desk.book) == []
    desk.book.undo()
    assert (desk.checks()[0].state, cash_on(desk, "2026-07-31")) == ("printed", OPENING - 100_00)


def test_in_a_later_month_a_void_is_a_negative_entry_of_its_day(anywhere: Payer) -> None:
    desk = anywhere
    bill = desk.bill(100_00)
    desk.approve(bill, "Bo Day")
    item = desk.pay(bill)
    (check,) = desk.checks()
    with desk.book.read() as connection:
        assert void_outlook(connection, check.id, "2026-08-03").negative
    negative = void(desk, check.id, "2026-08-03")
    assert negative is not None
    assert cash_on(desk, "2026-07-31") == OPENING - 100_00
    assert cash_on(desk, "2026-08-31") == OPENING
    with desk.book.read() as connection:
        rows = {
            row.id: row
            for row in connection.execute(
                select(tables.item, tables.aggregate.c.line)
                .join(tables.aggregate, tables.aggregate.c.item_id == tables.item.c.id)
                .where(tables.item.c.id.in_([item, negative]))
            )
        }
    assert (rows[negative].kind, rows[negative].amount_cents) == (
        "operating_expenditure_void", -100_00,
    )  # fmt: skip
    assert rows[negative].line == rows[item].line == "SB21B"
    assert rows[negative].memo_description == "Void of check 1001 of 2026-07-06"
    assert desk.read(bill).state == "approved"
    assert problems(desk.book) == []
    with (
        pytest.raises(HasDependents, match="voids check 1001"),
        desk.book.unit_of_work("Delete") as unit,
    ):
        remove_items(unit, [negative])
    again = desk.pay(bill, "2026-08-04")
    assert [one.number for one in desk.checks()] == [1002, 1001]
    assert again not in (item, negative)


def test_a_payment_and_what_took_it_back_stay_a_pair(desk: Payer) -> None:
    item = desk.paid(100_00, "1")
    (check,) = desk.checks()
    negative = void(desk, check.id, "2026-08-03")
    assert negative is not None
    for one, said in ((item, "is paid by check 1001; undo the void"), (negative, "voids check")):
        with pytest.raises(HasDependents, match=said), desk.book.unit_of_work("Delete") as unit:
            remove_items(unit, [one])
    for one, cents in ((item, 90_00), (negative, -90_00)):
        edit = ItemEdit(cents, "2026-08-03" if one == negative else "2026-07-06", None)
        with (
            pytest.raises(HasDependents, match="Check 1001 is void, and its payment and what"),
            desk.book.unit_of_work("Edit") as unit,
        ):
            replace_item(unit, one, edit)
    assert cash_on(desk, "2026-08-31") == OPENING
    desk.book.undo()
    with desk.book.unit_of_work("Edit") as unit:
        replace_item(unit, item, ItemEdit(90_00, "2026-07-06", None))
    assert cash_on(desk, "2026-08-31") == OPENING - 90_00


def test_a_void_check_that_the_bank_paid_is_told(desk: Payer) -> None:
    item = desk.paid(100_00, "1")
    (check,) = desk.checks()
    void(desk, check.id, "2026-08-03")
    assert not desk.checks()[0].paid_though_void
    clear(desk, item, "2026-08-10")
    (told,) = desk.checks()
    assert (told.state, told.paid_though_void) == ("void", True)


def test_a_filed_payment_stays_and_its_void_is_negative_in_the_same_month(desk: Payer) -> None:
    item = desk.paid(100_00, "1")
    finalise(desk, item)
    (check,) = desk.checks()
    assert void(desk, check.id, "2026-07-21") is not None
    assert cash_on(desk, "2026-07-31") == OPENING
    assert problems(desk.book) == []


def test_a_void_needs_a_reason_and_a_day_that_can_be(desk: Payer) -> None:
    desk.paid(100_00, "1")
    (check,) = desk.checks()
    with pytest.raises(BadInput, match="Say why"):
        void(desk, check.id, "2026-07-20", " ")
    with pytest.raises(BadInput, match="cannot be void before"):
        void(desk, check.id, "2026-07-05")
    void(desk, check.id, "2026-07-20")
    with pytest.raises(Refused, match="was voided on 2026-07-20: Lost in the mail"):
        void(desk, check.id, "2026-07-21")


def test_a_spoiled_paper_is_drawn_again_under_the_next_number(desk: Payer) -> None:
    item = desk.paid(100_00, "1")
    (check,) = desk.checks()
    with desk.book.unit_of_work("Draw check again") as unit:
        draw_again(unit, check.id, "2026-07-07", "Misprinted")
    new, old = desk.checks()
    assert (new.number, new.item_id, old.state, old.item_id) == (1002, item, "void", None)
    assert (new.drawn_on, new.paid_on) == (date(2026, 7, 7), date(2026, 7, 6))
    with pytest.raises(Refused, match="Check 1001 is void"), desk.book.unit_of_work("x") as unit:
        mark_printed(unit, [old.id], "2026-07-07")
    assert problems(desk.book) == []
    desk.book.undo()
    assert [one.number for one in desk.checks()] == [1001]


def test_another_paper_of_an_old_payment_has_its_own_day(desk: Payer) -> None:
    item = desk.paid(100_00, "1")
    (check,) = desk.checks()
    with (
        pytest.raises(BadInput, match="cannot be drawn again before"),
        desk.book.unit_of_work("Draw check again") as unit,
    ):
        draw_again(unit, check.id, "2026-07-05", "Lost")
    with desk.book.unit_of_work("Draw check again") as unit:
        draw_again(unit, check.id, "2026-12-28", "Lost")
    new = desk.checks()[0]
    assert (new.drawn_on, new.stale_on) == (date(2026, 12, 28), date(2027, 6, 27))
    # The payment was told in July: a void of the new paper does not take it out of the books.
    with desk.book.read() as connection:
        found = void_outlook(connection, new.id, "2026-12-30")
    assert (found.negative, found.words[:25]) == (True, "The payment of 2026-07-06")
    with desk.book.unit_of_work("Edit disbursement") as unit:
        correct_payment(unit, item, edit_of(110_00, "Check 1002"))
    assert [(one.drawn_on, one.cents) for one in desk.checks()[:1]] == [
        (date(2026, 12, 28), 110_00)
    ]  # fmt: skip
    assert problems(desk.book) == []


def edit_of(cents: int, method: str) -> PaymentEdit:
    return PaymentEdit(
        amount_cents=cents, day="2026-07-07", purpose="Printing", category="", election_code="",
        method=method, payee=None,
    )  # fmt: skip
