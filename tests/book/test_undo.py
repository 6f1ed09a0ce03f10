import msgspec
import pytest

from financedesk.book import Book
from financedesk.errors import HasDependents, Locked, NotFound, Refused
from tests.book.questions import entries_of, facts_of, rows_of, texts_of
from tests.book.shop import (
    ROOMS,
    add_buyer,
    add_sale,
    buyer,
    line,
    sale,
    start,
    take_in,
    totals,
    totals_from_sales,
)


def add(book: Book, name: str = "Ann") -> int:
    with book.unit_of_work(f"Add {name}") as unit:
        return add_buyer(unit, name)


def sell(book: Book, who: int, cents: int = 500, **more: object) -> int:
    with book.unit_of_work("Sell") as unit:
        return add_sale(unit, who, cents, **more)


def test_undo_takes_back_an_insert_an_update_and_a_delete(book: Book) -> None:
    states = [facts_of(book)]
    who = add(book)
    states.append(facts_of(book))
    with book.unit_of_work("Rename") as unit:
        unit.update(buyer, who, {"name": "Anna"})
    states.append(facts_of(book))
    with book.unit_of_work("Delete") as unit:
        unit.delete(buyer, who)
    for state in reversed(states):
        book.undo()
        assert facts_of(book) == state
    assert texts_of(book) == []


def test_redo_goes_forward_again_step_by_step(book: Book) -> None:
    who = add(book)
    with book.unit_of_work("Rename") as unit:
        unit.update(buyer, who, {"name": "Anna"})
    newest = facts_of(book)
    book.undo()
    book.undo()
    book.redo()
    assert [row.name for row in rows_of(book, buyer)] == ["Ann"]
    book.redo()
    assert facts_of(book) == newest
    book.undo()
    assert [row.name for row in rows_of(book, buyer)] == ["Ann"]
    assert texts_of(book) == []


def test_undo_and_redo_are_offered_by_name(book: Book) -> None:
    assert (book.undo_status().undo_label, book.undo_status().redo_label) == (None, None)
    add(book, "Ann")
    add(book, "Bob")
    book.undo()
    assert (book.undo_status().undo_label, book.undo_status().redo_label) == ("Add Ann", "Add Bob")


def test_a_new_change_ends_what_could_be_redone(book: Book) -> None:
    add(book, "Ann")
    book.undo()
    add(book, "Bob")
    assert book.undo_status().redo_label is None
    with pytest.raises(Refused, match="nothing to redo"):
        book.redo()


def test_there_is_nothing_to_undo_in_a_new_book(book: Book) -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        book.undo()
    with pytest.raises(NotFound):
        book.undo(12345)


def test_undo_is_journalled_with_who_did_it_and_what_it_undoes(book: Book) -> None:
    add(book)
    undone = book.undo_status().undo_group
    group = book.undo(who="eve")
    (entry,) = [entry for entry in entries_of(book) if entry.group_id == group]
    assert (entry.kind, entry.undoes, entry.who, entry.chain) == ("undo", undone, "eve", 7)


def test_undo_outlives_a_restart(location: str) -> None:
    with Book.create(location, rooms=ROOMS, name="Shop") as book:
        empty = facts_of(book)
        add(book)
        full = facts_of(book)
    with Book.open(location, rooms=ROOMS) as book:
        book.undo()
        assert facts_of(book) == empty
    with Book.open(location, rooms=ROOMS) as book:
        book.redo()
        assert facts_of(book) == full


def test_undo_respects_locks(book: Book) -> None:
    who = add(book)
    sell(book, who, locked=1)
    before = facts_of(book)
    with pytest.raises(Locked):
        book.undo()
    assert facts_of(book) == before


def test_undo_refreshes_derived_rows(book: Book) -> None:
    who = add(book)
    sell(book, who, 500)
    sell(book, who, 300)
    book.undo()
    with book.read() as connection:
        assert totals(connection) == {who: 500}


def test_bytes_come_back_whole(book: Book) -> None:
    who = add(book)
    receipt = bytes(range(256)) * 20
    row_id = sell(book, who, receipt=receipt)
    with book.unit_of_work("Replace the receipt") as unit:
        unit.update(sale, row_id, {"receipt": b"new"})
    with book.unit_of_work("Delete") as unit:
        unit.delete(sale, row_id)
    book.undo()
    assert [row.receipt for row in rows_of(book, sale)] == [b"new"]
    book.undo()
    assert [row.receipt for row in rows_of(book, sale)] == [receipt]
    book.undo()
    book.redo()
    assert [row.receipt for row in rows_of(book, sale)] == [receipt]
    assert texts_of(book) == []


def test_the_journal_keeps_only_the_hash_of_bytes_that_stand_in_the_row(book: Book) -> None:
    sell(book, add(book), receipt=b"x" * 10_000)
    content = entries_of(book)[-1].content
    assert len(content) < 1000
    assert "sha256" in msgspec.json.decode(content)["changes"][0]["after"]["receipt"]


def test_an_older_change_is_undone_alone_when_nothing_stands_on_it(book: Book) -> None:
    add(book, "Ann")
    first = book.undo_status().undo_group
    add(book, "Bob")
    book.undo(first)
    assert [row.name for row in rows_of(book, buyer)] == ["Bob"]
    with pytest.raises(Refused, match="undone already"):
        book.undo(first)


def test_a_change_that_others_stand_on_is_refused_with_their_names(book: Book) -> None:
    who = add(book)
    first = book.undo_status().undo_group
    sold = sell(book, who)
    before = facts_of(book)
    with pytest.raises(HasDependents, match="Add Ann") as refused:
        book.undo(first)
    assert refused.value.dependents == (f"Sale {sold} refers to it.",)
    assert facts_of(book) == before


def test_a_later_edit_of_the_same_row_is_named(book: Book) -> None:
    who = add(book)
    first = book.undo_status().undo_group
    with book.unit_of_work("Rename") as unit:
        unit.update(buyer, who, {"name": "Anna"})
    with pytest.raises(HasDependents) as refused:
        book.undo(first)
    assert refused.value.dependents == (f"Row {who} of buyer was changed or deleted since.",)


def test_cascading_undo_takes_later_work_back_too(book: Book) -> None:
    empty = facts_of(book)
    who = add(book)
    first = book.undo_status().undo_group
    with book.unit_of_work("Rename") as unit:
        unit.update(buyer, who, {"name": "Anna"})
    sold = sell(book, who)
    with book.unit_of_work("Refund") as unit:
        add_sale(unit, who, -500, refund_of_id=sold)
        unit.insert(line, {"entity_id": 7, "sale_id": sold, "text": "goes with the refund"})
    with book.unit_of_work("Note") as unit:
        unit.insert(line, {"entity_id": 7, "sale_id": sold, "text": "note"})
    book.undo(first, cascade=True)
    assert [(name, row) for name, row in facts_of(book) if name != "line"] == empty
    assert [(row.text, row.sale_id) for row in rows_of(book, line)] == [("note", None)]
    assert texts_of(book) == []


def test_after_a_cascading_undo_the_rest_can_still_be_undone_and_redone(book: Book) -> None:
    who = add(book)
    first = book.undo_status().undo_group
    add(book, "Bob")
    sell(book, who)
    full = facts_of(book)
    book.undo(first, cascade=True)
    assert book.undo_status().undo_label == "Add Bob"
    book.redo()
    book.redo()
    assert facts_of(book) == full
    for _ in range(3):
        book.undo()
    assert rows_of(book, buyer) == rows_of(book, sale) == []
    assert texts_of(book) == []


def test_an_undo_whose_row_needs_one_that_is_gone_says_so(book: Book) -> None:
    who = add(book)
    sold = sell(book, who)
    with book.unit_of_work("Delete the sale") as unit:
        unit.delete(sale, sold)
    deletion = book.undo_status().undo_group
    with book.unit_of_work("Delete the buyer") as unit:
        unit.delete(buyer, who)
    with pytest.raises(HasDependents) as refused:
        book.undo(deletion)
    assert refused.value.dependents == (f"Row {who} of buyer is needed and gone.",)
    book.undo(deletion, cascade=True)
    assert len(rows_of(book, sale)) == len(rows_of(book, buyer)) == 1
    assert texts_of(book) == []


def test_redo_is_refused_when_the_rows_have_changed(book: Book) -> None:
    who = add(book)
    with book.unit_of_work("Rename") as unit:
        unit.update(buyer, who, {"name": "Anna"})
    renamed = book.undo_status().undo_group
    add(book, "Bob")
    book.undo(renamed)
    book.undo()
    book.undo()
    with pytest.raises(Refused):
        book.undo()
    for _ in range(3):
        book.redo()
    assert sorted(row.name for row in rows_of(book, buyer)) == ["Anna", "Bob"]


def import_sales(book: Book, amounts: list[int]) -> tuple[int, list[int]]:
    with book.unit_of_work("Import sales") as unit:
        buyers = take_in(unit, amounts)
        assert unit.batch is not None
        return unit.batch.id, buyers


def test_an_import_goes_as_it_came(book: Book) -> None:
    add(book)
    before = facts_of(book)
    batch_id, _ = import_sales(book, [100, 200, 300])
    result = book.undo_batch(batch_id)
    assert facts_of(book) == before
    assert (result.removed, result.kept, result.depends) == ({"buyer": 3, "sale": 3}, {}, ())
    with book.read() as connection:
        assert totals(connection) == totals_from_sales(connection) == {}
    assert texts_of(book) == []
    with pytest.raises(Refused, match="taken back already"):
        book.undo_batch(batch_id)


def test_undo_takes_an_import_back_and_redo_does_not_bring_it(book: Book) -> None:
    before = facts_of(book)
    import_sales(book, [100])
    assert book.undo_status().undo_label == "Import sales"
    book.undo()
    assert facts_of(book) == before
    assert book.undo_status().redo_label is None


def test_other_imports_stay(book: Book) -> None:
    import_sales(book, [1, 2])
    second, _ = import_sales(book, [3, 4])
    import_sales(book, [5, 6])
    book.undo_batch(second)
    assert [row.amount_cents for row in rows_of(book, sale)] == [1, 2, 5, 6]
    assert texts_of(book) == []


def test_shared_rows_in_use_stay_with_what_they_need(book: Book) -> None:
    batch_id, (ann, bob, cy) = import_sales(book, [100, 200, 300])
    with book.unit_of_work("Sponsor") as unit:
        add_sale(unit, add_buyer(unit, "Dot"), 50)
        unit.update(buyer, ann, {"sponsor_id": cy})
        unit.insert(buyer, {"entity_id": 7, "name": "Eve", "sponsor_id": ann})
    with pytest.raises(HasDependents):  # Ann was edited by hand
        book.undo_batch(batch_id)
    result = book.undo_batch(batch_id, cascade=True)
    assert result.kept == {"buyer": 2}
    names = {row.id for row in rows_of(book, buyer)}
    assert {ann, cy} <= names
    assert bob not in names
    assert texts_of(book) == []
    with book.unit_of_work("Rename a kept buyer") as unit:
        unit.update(buyer, cy, {"name": "Cyrus"})
    assert texts_of(book) == []
    book.undo()
    assert texts_of(book) == []


def test_rows_that_stand_on_an_import_are_named_or_go_with_it(book: Book) -> None:
    before = facts_of(book)
    batch_id, (who,) = import_sales(book, [100])
    (sold,) = rows_of(book, sale)
    with book.unit_of_work("Refund") as unit:
        refund = add_sale(unit, who, -100, refund_of_id=sold.id)
        second = add_sale(unit, who, 1, refund_of_id=refund)
        note = unit.insert(line, {"entity_id": 7, "sale_id": sold.id, "text": "note"})
    with pytest.raises(HasDependents) as refused:
        book.undo_batch(batch_id)
    assert set(refused.value.dependents) == {
        f"Sale {refund} refers to it.",
        f"Sale {second} refers to it.",
        f"Row {note} of line refers to it.",
    }
    result = book.undo_batch(batch_id, cascade=True)
    assert {(found.table, found.id) for found in result.depends} == {
        ("sale", refund),
        ("sale", second),
        ("line", note),
    }
    assert [row for row in facts_of(book) if row[0] != "line"] == before
    assert [row.sale_id for row in rows_of(book, line)] == [None]
    assert texts_of(book) == []


def test_rows_edited_by_hand_are_named(book: Book) -> None:
    batch_id, _ = import_sales(book, [100, 200])
    first, second = rows_of(book, sale)
    with book.unit_of_work("Correct the amount") as unit:
        unit.update(sale, first.id, {"amount_cents": 150})
    with book.unit_of_work("Correct and think again") as unit:
        unit.update(sale, second.id, {"amount_cents": 999})
    book.undo()
    with pytest.raises(HasDependents) as refused:
        book.undo_batch(batch_id)
    (sentence,) = refused.value.dependents
    assert sentence.startswith(f"Sale {first.id} was changed since: “Correct the amount”")
    book.undo_batch(batch_id, cascade=True)
    assert rows_of(book, sale) == []
    assert texts_of(book) == []


def test_edits_of_rows_that_went_with_their_import_do_not_bar_the_way(book: Book) -> None:
    before = facts_of(book)
    add(book)
    batch_id, _ = import_sales(book, [100])
    sold = rows_of(book, sale)[0].id
    with book.unit_of_work("Correct") as unit:
        unit.update(sale, sold, {"amount_cents": 150})
    with book.unit_of_work("Refund") as unit:
        add_sale(unit, rows_of(book, buyer)[0].id, -150, refund_of_id=sold)
    book.undo_batch(batch_id, cascade=True)
    assert book.undo_status().undo_label == "Add Ann"
    assert book.undo_status().redo_label is None
    book.undo()
    assert facts_of(book) == before


def test_what_an_import_did_to_older_rows_is_taken_back(book: Book) -> None:
    who = add(book)
    before = facts_of(book)
    with book.unit_of_work("Import") as unit:
        take_in(unit, [100])
        unit.update(buyer, who, {"name": "Ann from the file"})
        assert unit.batch is not None
        batch_id = unit.batch.id
    assert texts_of(book) == []
    book.undo_batch(batch_id)
    assert facts_of(book) == before
    assert texts_of(book) == []


def test_what_an_import_replaced_comes_back(book: Book) -> None:
    with book.unit_of_work("Note") as unit:
        note = unit.insert(line, {"entity_id": 7, "text": "the only one of its kind"})
    before = facts_of(book)
    with book.unit_of_work("Import") as unit:
        start(unit)
        unit.delete(line, note)
        row = (unit.next_id(), 7, "the only one of its kind")
        unit.bulk_insert(line, ("id", "entity_id", "text"), [row])
    book.undo()
    assert facts_of(book) == before
    assert texts_of(book) == []


def test_rows_made_one_by_one_in_an_import_go_with_it(book: Book) -> None:
    before = facts_of(book)
    with book.unit_of_work("Import") as unit:
        (first, _) = take_in(unit, [100, 200])
        add_sale(unit, add_buyer(unit, "Zoe"), 5)
        unit.update(buyer, first, {"name": "cleaned"})
    assert texts_of(book) == []
    book.undo()
    assert facts_of(book) == before
    assert texts_of(book) == []


def test_a_locked_row_keeps_its_import(book: Book) -> None:
    with book.unit_of_work("Import") as unit:
        take_in(unit, [100])
        assert unit.batch is not None
        batch_id = unit.batch.id
        add_sale(unit, add_buyer(unit), locked=1)
    before = facts_of(book)
    with pytest.raises(Locked):
        book.undo_batch(batch_id)
    assert facts_of(book) == before
    with pytest.raises(NotFound):
        book.undo_batch(batch_id + 1)


def test_an_edit_of_an_imported_row_can_be_undone_and_redone(book: Book) -> None:
    import_sales(book, [100, 200])
    first = rows_of(book, sale)[0].id
    with book.unit_of_work("Delete") as unit:
        unit.delete(sale, first)
    assert texts_of(book) == []
    book.undo()
    assert texts_of(book) == []
    book.redo()
    assert texts_of(book) == []
    assert len(rows_of(book, sale)) == 1


def test_references_are_watched_again_after_an_import_was_taken_back(book: Book) -> None:
    import_sales(book, [100])
    book.undo()
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        sell(book, 99)


def test_a_row_that_was_led_to_a_new_one_is_led_back(book: Book) -> None:
    ann = add(book)
    sold = sell(book, ann)
    before = facts_of(book)
    with book.unit_of_work("Sold to Ben after all") as unit:
        ben = add_buyer(unit, "Ben")
        unit.update(sale, sold, {"buyer_id": ben})
    after = facts_of(book)
    book.undo()
    assert facts_of(book) == before
    book.redo()
    assert facts_of(book) == after
    assert texts_of(book) == []


def test_a_cascade_leads_rows_back_and_deletes_only_what_came_later(book: Book) -> None:
    ann = add(book)
    sold = sell(book, ann)
    with book.unit_of_work("Sold to Ben after all") as unit:
        ben = add_buyer(unit, "Ben")
        unit.update(sale, sold, {"buyer_id": ben})
    group = entries_of(book)[-1].group_id
    sell(book, ben, 900)
    with pytest.raises(HasDependents):
        book.undo(group)
    book.undo(group, cascade=True)
    assert [(row.id, row.buyer_id) for row in rows_of(book, sale)] == [(sold, ann)]
    assert texts_of(book) == []
