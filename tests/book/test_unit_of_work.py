import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from financedesk.book import Book, UnitOfWork
from financedesk.book.schema import batch as batch_table
from financedesk.errors import BadInput, Locked, NotFound
from tests.book.questions import entries_of, facts_of, rows_of, texts_of
from tests.book.shop import ROOMS, add_buyer, add_sale, buyer, sale, start, tag, take_in, totals


def test_a_unit_is_one_entry_per_entity_tied_by_its_group(book: Book) -> None:
    with book.unit_of_work("Add buyers", who="eve", why="they asked") as unit:
        add_buyer(unit, "Ann", 7)
        add_buyer(unit, "Bob", 8)
        add_buyer(unit, "Cy", None)
        group = unit.group_id
    mine = [entry for entry in entries_of(book) if entry.group_id == group]
    assert [entry.chain for entry in mine] == [0, 7, 8]
    assert {(entry.action, entry.who, entry.why, entry.kind) for entry in mine} == {
        ("Add buyers", "eve", "they asked", "change")
    }


def test_an_entry_holds_before_and_after(book: Book) -> None:
    with book.unit_of_work("Add") as unit:
        row_id = add_buyer(unit)
    with book.unit_of_work("Rename") as unit:
        unit.update(buyer, row_id, {"name": "Anna", "entity_id": 7})
    content = msgspec.json.decode(entries_of(book)[-1].content)
    assert content["changes"] == [
        {
            "table": "buyer",
            "id": row_id,
            "before": {"name": "Ann"},
            "after": {"name": "Anna"},
            "order": 0,
        }
    ]


def test_each_entry_carries_the_hash_of_the_one_before_it_in_its_chain(book: Book) -> None:
    for name in ("Ann", "Bob", "Cy"):
        with book.unit_of_work("Add") as unit:
            add_buyer(unit, name)
    chain = [entry for entry in entries_of(book) if entry.chain == 7]
    assert [entry.number for entry in chain] == [1, 2, 3]
    assert [entry.previous for entry in chain] == ["0" * 64, chain[0].hash, chain[1].hash]


def test_an_exception_leaves_nothing_behind(book: Book) -> None:
    before = facts_of(book), len(entries_of(book))

    def fail() -> None:
        with book.unit_of_work("Fail") as unit:
            add_buyer(unit)
            unit.update(buyer, 1, {"name": "nobody"})

    with pytest.raises(NotFound):
        fail()
    assert (facts_of(book), len(entries_of(book))) == before


def test_a_change_that_changes_nothing_is_not_journalled(book: Book) -> None:
    with book.unit_of_work("Add") as unit:
        row_id = add_buyer(unit)
    entries = len(entries_of(book))
    with book.unit_of_work("Save again") as unit:
        unit.update(buyer, row_id, {"name": "Ann"})
    assert len(entries_of(book)) == entries


def test_ids_rise_and_carry_the_site(location: str) -> None:
    with Book.create(location, rooms=ROOMS, name="North", site=5) as book:
        with book.unit_of_work("Add") as unit:
            ids = [add_buyer(unit), *unit.reserve(3), add_buyer(unit)]
        with book.unit_of_work("Add more") as unit:
            ids.append(add_buyer(unit))
    assert ids == sorted(set(ids))
    assert {row_id >> 40 for row_id in ids} == {5}


def test_a_room_refreshes_before_the_commit_and_guards_after_it(book: Book) -> None:
    with book.unit_of_work("Sell") as unit:
        who = add_buyer(unit)
        add_sale(unit, who, 500)
        locked = add_sale(unit, who, 700, locked=1)
    with book.read() as connection:
        assert totals(connection) == {who: 1200}
    with pytest.raises(Locked), book.unit_of_work("Change a locked sale") as unit:
        unit.update(sale, locked, {"amount_cents": 1})
    with book.read() as connection:
        assert totals(connection) == {who: 1200}


def test_a_deleted_row_is_journalled_whole_and_its_derived_rows_go(book: Book) -> None:
    with book.unit_of_work("Add") as unit:
        who = add_buyer(unit)
        unit.connection.execute(insert(tag), {"id": unit.next_id(), "buyer_id": who})
    with book.unit_of_work("Delete") as unit:
        unit.delete(buyer, who)
    assert rows_of(book, buyer) == []
    assert rows_of(book, tag) == []
    (change,) = msgspec.json.decode(entries_of(book)[-1].content)["changes"]
    assert change["before"] == {"id": who, "entity_id": 7, "name": "Ann", "sponsor_id": None}
    assert change["after"] is None


@pytest.mark.parametrize("value", [1.5, "5", b"5"])
def test_money_is_whole_cents_or_refused(book: Book, value: object) -> None:
    with book.unit_of_work("Add") as unit:
        who = add_buyer(unit)
    with pytest.raises(TypeError, match="amount_cents"), book.unit_of_work("Sell") as unit:
        add_sale(unit, who, value)  # type: ignore[arg-type]
    assert rows_of(book, sale) == []


def test_days_and_flags_are_stored_as_text_and_numbers(book: Book) -> None:
    with book.unit_of_work("Sell") as unit:
        add_sale(unit, add_buyer(unit), sold_on=dt.date(2024, 2, 29), locked=True)
    assert [(row.sold_on, row.locked) for row in rows_of(book, sale)] == [("2024-02-29", 1)]
    assert texts_of(book) == []


@pytest.mark.parametrize(
    "values",
    [
        {"sold_on": "2026-02-29"},
        {"sold_on": "2026-2-3"},
        {"sold_on": "20260203"},
        {"sold_on": "2026-13-01"},
        {"sold_on": "2026-02-03 "},
        {"sold_on": "now"},
        {"sold_on": ""},
        {"locked": 2},
        {"refund_of_id": 99},
    ],
)
def test_the_database_itself_refuses_nonsense(book: Book, values: dict[str, object]) -> None:
    with book.unit_of_work("Add") as unit:
        who = add_buyer(unit)
    with pytest.raises(DBAPIError), book.unit_of_work("Sell") as unit:
        add_sale(unit, who, **values)
    assert rows_of(book, sale) == []


def test_a_derived_table_cannot_be_journalled(book: Book) -> None:
    with pytest.raises(ValueError, match="derived"), book.unit_of_work("Cheat") as unit:
        unit.insert(tag, {"buyer_id": add_buyer(unit)})


def test_many_rows_are_journalled_each(book: Book) -> None:
    with book.unit_of_work("Add many") as unit:
        ids = unit.insert_many(buyer, [{"entity_id": 7, "name": f"B{n}"} for n in range(50)])
    assert [row.id for row in rows_of(book, buyer)] == ids
    assert len(msgspec.json.decode(entries_of(book)[-1].content)["changes"]) == 50
    assert texts_of(book) == []


def test_a_batch_is_one_entry_with_digests_and_a_range(book: Book) -> None:
    with book.unit_of_work("Import sales") as unit:
        buyers = take_in(unit, [100, 250])
    (entry,) = [entry for entry in entries_of(book) if entry.kind == "import"]
    content = msgspec.json.decode(entry.content)
    assert content["changes"] == []
    assert content["batch"]["rows"] == 2
    assert content["batch"]["total_cents"] == 350
    assert content["batch"]["first_id"] <= min(buyers) <= content["batch"]["last_id"]
    assert content["batch"]["tables"]["sale"]["rows"] == 2
    (stored,) = rows_of(book, batch_table)
    assert (stored.state, stored.file_name, stored.id) == ("active", "sales.csv", entry.batch_id)
    assert texts_of(book) == []


def test_rows_of_one_table_may_come_in_several_loads(book: Book) -> None:
    columns = ("id", "entity_id", "name")
    with book.unit_of_work("Import") as unit:
        start(unit)
        for _ in range(3):
            assert unit.bulk_insert(buyer, columns, [(unit.next_id(), 7, "x")] * 1) == 1
    assert len(rows_of(book, buyer)) == 3
    assert texts_of(book) == []


def test_a_batch_belongs_to_the_chains_of_its_rows(book: Book) -> None:
    with book.unit_of_work("Import") as unit:
        start(unit)
        rows = [(unit.next_id(), entity, "x") for entity in (8, 7, 9, None)]
        unit.bulk_insert(buyer, ("id", "entity_id", "name"), rows)
    assert [entry.chain for entry in entries_of(book) if entry.kind == "import"] == [0, 7, 8, 9]


def test_ids_of_a_batch_must_ascend(book: Book) -> None:
    def take_in_backwards() -> None:
        with book.unit_of_work("Import") as unit:
            start(unit)
            second, first = unit.next_id(), unit.next_id()
            rows = [(first, 7, "x"), (second, 7, "y")]
            unit.bulk_insert(buyer, ("id", "entity_id", "name"), rows)

    with pytest.raises(ValueError, match="comes after"):
        take_in_backwards()
    assert rows_of(book, buyer) == []


def test_rows_that_fail_half_way_leave_nothing(book: Book) -> None:
    def rows(unit: UnitOfWork) -> Iterator[tuple[object, ...]]:
        yield unit.next_id(), 7, "x"
        raise BadInput("the file ends in the middle")

    def take_in_half() -> None:
        with book.unit_of_work("Import") as unit:
            start(unit)
            unit.bulk_insert(buyer, ("id", "entity_id", "name"), rows(unit))

    with pytest.raises(BadInput, match="in the middle"):
        take_in_half()
    assert rows_of(book, buyer) == []


def test_a_reader_sees_the_book_as_it_was(book: Book) -> None:
    with book.read() as connection:
        before = connection.execute(buyer.select()).all()
        with book.unit_of_work("Add") as unit:
            add_buyer(unit)
        assert connection.execute(buyer.select()).all() == before
    assert len(rows_of(book, buyer)) == 1


def test_a_reader_cannot_write(book: Book) -> None:
    with pytest.raises(Exception, match=r"read.?only"), book.read() as connection:
        connection.execute(insert(buyer), {"id": 1, "name": "x"})


def test_a_unit_inside_a_unit_is_refused(book: Book) -> None:
    with book.unit_of_work("Outer") as unit:
        with pytest.raises(RuntimeError, match="inside another"), book.unit_of_work("Inner"):
            pass
        add_buyer(unit)
    assert len(rows_of(book, buyer)) == 1


def test_threads_take_turns(book: Book) -> None:
    def add(name: str) -> int:
        with book.unit_of_work("Add") as unit:
            return add_buyer(unit, name)

    with ThreadPoolExecutor(4) as pool:
        ids = list(pool.map(add, [f"B{number}" for number in range(20)]))
    assert sorted(row.id for row in rows_of(book, buyer)) == sorted(ids)
    assert texts_of(book) == []


def test_info_tells_what_the_book_is(book: Book) -> None:
    with book.unit_of_work("Add a buyer") as unit:
        add_buyer(unit)
    info = book.info()
    assert (info.name, info.journal_entries, info.last_action) == ("Shop", 2, "Add a buyer")
    assert info.bytes > 0
    assert info.revision
