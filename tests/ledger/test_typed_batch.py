"""Deposits: recorded when the slip ties or a reason says why not, as one step; drafts beside."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from financedesk.errors import BadInput, Locked
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.drive_setting import set_drive
from financedesk.ledger.edit import set_deposited
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.ledger.entry_drafts import drafts_of, drop_draft, keep_draft, read_draft
from financedesk.ledger.register import RegisterQuery, register_ids, register_rows
from financedesk.ledger.register_detail import register_row_detail
from financedesk.ledger.typed_batch import (
    Deposit,
    deposit_name,
    difference_words,
    record_deposit,
)
from financedesk.ledger.typed_gift import (
    TypedGift,
    find_or_make_drive,
    record_gift,
    replace_gift,
)
from tests.ledger.riverbend import Desk, person


def account(desk: Desk) -> AccountRow:
    with desk.book.read() as connection:
        return accounts(connection, desk.entity.id)[0]


def check(desk: Desk, last_name: str, cents: int, day: str = "2026-03-02") -> TypedGift:
    return TypedGift(
        giver=person(last_name), known=None, amount_cents=cents, day=day, account=account(desk),
        method=f"Check {cents}",
    )  # fmt: skip


def slip(desk: Desk, count: int, cents: int, *gifts: TypedGift) -> Deposit:
    return Deposit(day="2026-03-04", gifts=gifts, declared_count=count, declared_cents=cents)


def record(desk: Desk, deposit: Deposit, why: str = "") -> list[int]:
    name = deposit_name(len(deposit.gifts))
    with desk.book.unit_of_work(name, why=why) as unit:
        return record_deposit(unit, desk.entity, deposit)


def three(desk: Desk) -> tuple[TypedGift, ...]:
    return check(desk, "Lopez", 50_00), check(desk, "Ruiz", 25_00), check(desk, "Lopez", 10_00)


def test_a_deposit_that_ties_is_one_step_with_its_name(desk: Desk) -> None:
    ids = record(desk, slip(desk, 3, 85_00, *three(desk)))
    with desk.book.read() as connection:
        rows = register_rows(connection, ids)
        item = tables.item.c
        found = connection.execute(select(item.deposited_date, item.card_id)).all()
    assert [row.method for row in rows] == ["Check 5000", "Check 2500", "Check 1000"]
    assert {row.deposited_date for row in found} == {"2026-03-04"}
    assert len({row.card_id for row in found}) == 2, "a new giver on two checks is one person"
    assert rows[2].aggregate_cents == 60_00
    assert desk.book.undo_status().undo_label == "Record deposit of 3 checks"
    assert list(desk.book.verify()) == []
    desk.book.undo()
    with desk.book.read() as connection:
        assert connection.execute(select(func.count()).select_from(tables.item)).scalar() == 0
    desk.book.redo()
    assert list(desk.book.verify()) == []


def test_a_difference_needs_a_reason_and_the_journal_keeps_it(desk: Desk) -> None:
    short = slip(desk, 4, 100_00, *three(desk))
    assert difference_words(short) == "1 check missing, $15.00 missing"
    with pytest.raises(BadInput, match="does not tie: 1 check missing"):
        record(desk, short)
    ids = record(desk, short, why="The bank returned one check")
    with desk.book.read() as connection:
        history = register_row_detail(connection, ids[0]).history
    assert [event.why for event in history] == ["The bank returned one check"]


def test_too_much_and_too_many_are_differences_too(desk: Desk) -> None:
    over = slip(desk, 2, 80_00, *three(desk))
    assert difference_words(over) == "1 check too much, $5.00 too much"
    assert not over.ties


def test_an_empty_deposit_and_a_check_from_later_are_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="at least one"):
        record(desk, slip(desk, 0, 0))
    late = check(desk, "Lopez", 50_00, day="2026-03-05")
    with pytest.raises(BadInput, match="after the deposit"):
        record(desk, slip(desk, 1, 50_00, late))


def undeposited(desk: Desk) -> list[int]:
    query = RegisterQuery(entity_ids=(desk.entity.id,), status="undeposited")
    with desk.book.read() as connection:
        return list(register_ids(connection, query))


def test_money_waits_for_its_deposit_until_one_is_noted(desk: Desk) -> None:
    with desk.book.unit_of_work("Record contribution") as unit:
        gift = record_gift(unit, desk.entity, check(desk, "Lopez", 50_00))
    assert undeposited(desk) == [gift]
    with desk.book.unit_of_work("Note deposit") as unit:
        assert set_deposited(unit, [gift], "2026-03-04") == 1
    assert undeposited(desk) == []
    with (
        pytest.raises(BadInput, match="was received on 2026-03-02"),
        desk.book.unit_of_work("Note deposit") as unit,
    ):
        set_deposited(unit, [gift], "2026-03-01")


def test_a_drive_is_set_for_many_in_one_step(desk: Desk) -> None:
    ids = record(desk, slip(desk, 3, 85_00, *three(desk)))
    with desk.book.unit_of_work("Set drive") as unit:
        assert set_drive(unit, ids, find_or_make_drive(unit, desk.entity.id, "Spring")) == 3
    with desk.book.read() as connection:
        assert {row.drive for row in register_rows(connection, ids)} == {"Spring"}
    desk.book.undo()
    with desk.book.read() as connection:
        assert {row.drive for row in register_rows(connection, ids)} == {""}


# --- corrections


def test_a_correction_says_everything_anew_and_the_books_still_tie(desk: Desk) -> None:
    ids = record(desk, slip(desk, 3, 85_00, *three(desk)))
    right = replace(check(desk, "Okoro", 260_00, day="2026-03-01"), drive="Spring", method="wire")
    with desk.book.unit_of_work("Edit entry") as unit:
        replace_gift(unit, desk.entity, ids[0], right)
    with desk.book.read() as connection:
        row, other = register_rows(connection, [ids[0], ids[2]])
    assert (row.name, row.amount_cents, row.date) == ("Ada Okoro", 260_00, "2026-03-01")
    assert (row.drive, row.method, row.aggregate_cents) == ("Spring", "wire", 260_00)
    assert row.itemised
    assert other.aggregate_cents == 10_00
    assert list(desk.book.verify()) == []
    desk.book.undo()
    with desk.book.read() as connection:
        assert register_rows(connection, [ids[2]])[0].aggregate_cents == 60_00
    assert list(desk.book.verify()) == []


def test_another_kind_of_giver_moves_the_gift_to_its_line(desk: Desk) -> None:
    (gift,) = record(desk, slip(desk, 1, 50_00, check(desk, "Lopez", 50_00)))
    pac = replace(check(desk, "x", 50_00), giver=Contact(type="PAC", name="Harbor PAC"))
    with desk.book.unit_of_work("Edit entry") as unit:
        replace_gift(unit, desk.entity, gift, pac)
    with desk.book.read() as connection:
        row = register_rows(connection, [gift])[0]
    assert (row.kind, row.line.partition(":")[0]) == ("pac_receipt", "Line 11(c)")
    assert list(desk.book.verify()) == []


def test_a_locked_gift_is_not_corrected(desk: Desk) -> None:
    (gift,) = record(desk, slip(desk, 1, 50_00, check(desk, "Lopez", 50_00)))
    with desk.book.unit_of_work("File") as unit:
        filing = unit.insert(tables.filing, {
            "entity_id": desk.entity.id, "form": "F3X", "report_code": "Q1", "state": "filed",
            "from_date": "2026-01-01", "to_date": "2026-03-31", "version": 0,
            "recorded_at": "2026-04-15T12:00:00Z",
        })  # fmt: skip
        unit.insert(tables.filing_item, {
            "entity_id": desk.entity.id, "filing_id": filing, "item_id": gift, "line": "SA11AII",
            "itemised": 0, "amount_cents": 50_00,
        })  # fmt: skip
    with pytest.raises(Locked), desk.book.unit_of_work("Edit entry") as unit:
        replace_gift(unit, desk.entity, gift, check(desk, "Lopez", 51_00))


# --- drafts


def test_a_draft_survives_closing_and_is_no_fact(desk: Desk) -> None:
    before = desk.book.undo_status().undo_label
    for content in ("first", "second"):
        with desk.book.unit_of_work("Keep the deposit slip") as unit:
            keep_draft(unit, desk.entity.id, "ada", content)
    with desk.book.read() as connection:
        assert read_draft(connection, desk.entity.id, "ada") == "second"
        assert read_draft(connection, desk.entity.id, "ben") is None
        assert drafts_of(connection, (desk.entity.id,), "ada") == (desk.entity.id,)
    assert desk.book.undo_status().undo_label == before
    assert list(desk.book.verify()) == []
    with desk.book.unit_of_work("Forget") as unit:
        drop_draft(unit, desk.entity.id, "ada")
    with desk.book.read() as connection:
        assert drafts_of(connection, (desk.entity.id,), "ada") == ()
