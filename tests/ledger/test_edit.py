"""Entries corrected and removed by hand: postings stay balanced, undo brings everything back."""

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.errors import BadInput, HasDependents, Locked, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, read_contact
from financedesk.ledger.edit import ItemEdit, complete_work, remove_items, replace_item
from financedesk.ledger.entries import NewItem
from financedesk.ledger.overview import cash
from financedesk.ledger.verify import verify
from financedesk.ledger.writer import LedgerWriter
from tests.ledger.riverbend import Desk, person


def problems(book: Book) -> list[str]:
    with book.read() as connection:
        return [problem.text for problem in verify(connection)] + [
            problem.text for problem in book.verify()
        ]


def cash_on(desk: Desk, day: str) -> int:
    with desk.book.read() as connection:
        return cash(connection, [desk.entity.id], day).total_cents


def stored(book: Book, item_id: int) -> dict[str, object]:
    with book.read() as connection:
        query = select(tables.item).where(tables.item.c.id == item_id)
        return dict(connection.execute(query).mappings().one())


def edit(book: Book, item_id: int, **changes: object) -> None:
    row = stored(book, item_id)
    new = ItemEdit(
        amount_cents=changes.get("amount_cents", row["amount_cents"]),  # type: ignore[arg-type]
        item_date=changes.get("item_date", row["item_date"]),  # type: ignore[arg-type]
        drive_id=changes.get("drive_id", row["drive_id"]),  # type: ignore[arg-type]
    )
    with book.unit_of_work("Edit entry") as unit:
        replace_item(unit, item_id, new)


def remove(book: Book, *item_ids: int) -> int:
    with book.unit_of_work("Delete entries") as unit:
        return remove_items(unit, item_ids)


def test_a_corrected_amount_moves_cash_and_aggregates(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    first = desk.record("individual_receipt", ada, "2026-03-02", 150_00)
    later = desk.record("individual_receipt", ada, "2026-03-09", 60_00)
    before = cash_on(desk, "2026-03-31")
    edit(desk.book, first, amount_cents=100_00)
    assert cash_on(desk, "2026-03-31") == before - 50_00
    with desk.book.read() as connection:
        column = tables.aggregate.c
        query = select(column.aggregate_cents).where(column.item_id == later)
        assert connection.execute(query).scalar_one() == 160_00
    assert problems(desk.book) == []


def test_a_corrected_day_moves_the_cash_to_that_day(desk: Desk) -> None:
    gift = desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-03-02", 80_00)
    before = cash_on(desk, "2026-03-01")
    edit(desk.book, gift, item_date="2026-02-27")
    assert cash_on(desk, "2026-02-26") == before
    assert cash_on(desk, "2026-02-27") == before + 80_00
    assert problems(desk.book) == []


def test_a_payment_is_corrected_with_its_own_sign(desk: Desk) -> None:
    paid = desk.record("operating_expenditure", desk.meet(person("Lopez")), "2026-03-02", 40_00)
    before = cash_on(desk, "2026-03-31")
    edit(desk.book, paid, amount_cents=45_00)
    assert cash_on(desk, "2026-03-31") == before - 5_00
    assert problems(desk.book) == []


def test_a_correction_is_undone_as_one_act(desk: Desk) -> None:
    gift = desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-03-02", 80_00)
    before, cash_before = stored(desk.book, gift), cash_on(desk, "2026-12-31")
    edit(desk.book, gift, amount_cents=1_00, item_date="2026-05-05")
    desk.book.undo()
    assert stored(desk.book, gift) == before
    assert cash_on(desk, "2026-12-31") == cash_before
    assert problems(desk.book) == []


def test_an_amount_that_the_kind_cannot_have_is_refused(desk: Desk) -> None:
    back = desk.record("return_receipt", desk.meet(person("Lopez")), "2026-03-02", -80_00)
    with pytest.raises(BadInput, match="negative"):
        edit(desk.book, back, amount_cents=80_00)
    with pytest.raises(BadInput, match="delete it"):
        edit(desk.book, back, amount_cents=0)


def test_what_came_from_a_processor_keeps_amount_and_day_but_not_its_drive(desk: Desk) -> None:
    gift = desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-03-02", 25_00)
    with desk.book.unit_of_work("Import") as unit:
        drive = unit.insert(
            tables.drive, {"entity_id": desk.entity.id, "code": "fall", "name": "Fall"}
        )
        unit.insert(
            tables.source_row,
            {
                "entity_id": desk.entity.id, "source": "actblue", "external_id": "AB1",
                "item_id": gift, "digest": "d",
            },
        )  # fmt: skip
    with pytest.raises(Refused, match="payout"):
        edit(desk.book, gift, amount_cents=30_00)
    with pytest.raises(Refused, match="payout"):
        remove(desk.book, gift)
    edit(desk.book, gift, drive_id=drive)
    assert stored(desk.book, gift)["drive_id"] == drive


def test_a_removed_entry_leaves_nothing_behind_and_comes_back(desk: Desk) -> None:
    gift = desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-03-02", 80_00)
    before = cash_on(desk, "2026-12-31")
    transaction = stored(desk.book, gift)["transaction_id"]
    assert remove(desk.book, gift) == 1
    assert cash_on(desk, "2026-12-31") == before - 80_00
    with desk.book.read() as connection:
        for table, column in (
            (tables.posting, tables.posting.c.transaction_id),
            (tables.transaction, tables.transaction.c.id),
        ):
            query = select(table.c.id).where(column == transaction)
            assert connection.execute(query).first() is None
    assert problems(desk.book) == []
    desk.book.undo()
    assert cash_on(desk, "2026-12-31") == before
    assert problems(desk.book) == []


def test_what_explains_an_entry_goes_with_it(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    common = {"amount_cents": 300_00, "item_date": "2026-03-02", "contact": ada}
    with (
        desk.book.unit_of_work("Record in-kind") as unit,
        LedgerWriter(unit, desk.entity.id) as writer,
    ):
        transaction = writer.open_transaction("gift", "2026-03-02")
        (gift,) = writer.add_side(
            transaction,
            [NewItem(kind="in_kind_receipt", purpose="Chairs", **common)],  # type: ignore[arg-type]
        )
        (out,) = writer.add_side(
            transaction,
            [NewItem(kind="in_kind_out", purpose="Chairs", parent_id=gift, **common)],  # type: ignore[arg-type]
        )
    with pytest.raises(Refused, match="enter it anew"):
        edit(desk.book, gift, amount_cents=10_00)
    assert remove(desk.book, gift, out) == 2
    assert problems(desk.book) == []


def test_a_gift_that_was_refunded_stays_until_the_refund_goes(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-03-02", 80_00)
    refund = desk.record("refund_individual_contribution", ada, "2026-03-20", 80_00, parent_id=gift)
    with pytest.raises(HasDependents, match="Delete that first") as refused:
        remove(desk.book, gift)
    assert "$80.00 on 2026-03-20" in refused.value.dependents[0]
    assert remove(desk.book, gift, refund) == 2


def lock(desk: Desk, item_id: int) -> None:
    """Put an entry into a finalised filing."""
    with desk.book.unit_of_work("Finalise") as unit:
        filing = unit.insert(
            tables.filing,
            {
                "entity_id": desk.entity.id, "form": "F3X", "report_code": "Q1",
                "from_date": "2026-01-01", "to_date": "2026-03-31", "state": "final",
                "version": 0, "recorded_at": "2026-04-01T00:00:00Z",
            },
        )  # fmt: skip
        unit.insert(
            tables.filing_item,
            {
                "entity_id": desk.entity.id, "filing_id": filing, "item_id": item_id,
                "line": "SA11AI", "itemised": 1, "amount_cents": 300_00,
            },
        )  # fmt: skip


def test_a_filed_entry_is_neither_corrected_nor_removed(desk: Desk) -> None:
    gift = desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-03-02", 300_00)
    lock(desk, gift)
    with pytest.raises(Locked, match="reopen"):
        edit(desk.book, gift, amount_cents=301_00)
    with pytest.raises(Locked, match="reopen"):
        remove(desk.book, gift)
    assert stored(desk.book, gift)["amount_cents"] == 300_00


def test_work_is_noted_on_every_open_entry_of_a_giver(desk: Desk) -> None:
    silent = Contact(type="IND", last_name="Okoro", first_name="Ben", city="Salem")
    ben = desk.meet(silent)
    filed = desk.record("individual_receipt", ben, "2026-02-01", 300_00)
    lock(desk, filed)
    gifts = [
        desk.record("individual_receipt", ben, day, 90_00) for day in ("2026-05-01", "2026-06-01")
    ]
    with desk.book.unit_of_work("Edit entry") as unit:
        assert complete_work(unit, gifts[0], " Mill ", "Miller") == 2
    with desk.book.read() as connection:
        known = [read_contact(connection, int(str(stored(desk.book, one)["contact_id"])))
                 for one in (filed, *gifts)]  # fmt: skip
    assert [one.employer for one in known] == ["", "Mill", "Mill"]
    assert [one.occupation for one in known] == ["", "Miller", "Miller"]
    with desk.book.unit_of_work("Edit entry") as unit:
        assert complete_work(unit, gifts[0], "Mill", "Miller") == 0
