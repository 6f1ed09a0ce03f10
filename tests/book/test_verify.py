from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, delete, insert, select, text, update

from financedesk.book import Book
from financedesk.book.schema import batch, journal, sequence
from financedesk.errors import Cancelled
from tests.book.questions import rows_of, texts_of
from tests.book.shop import add_buyer, add_sale, buyer, sale, take_in, total
from tests.soaking import examples


@pytest.fixture
def full(book: Book) -> Book:
    """A book with typed and imported rows, edits, an undone change and an undone import."""
    with book.unit_of_work("Add") as unit:
        ann = add_buyer(unit)
        add_sale(unit, ann, 500, receipt=b"paper", sold_on="2026-03-01")
    with book.unit_of_work("Import") as unit:
        take_in(unit, [10, 20, 30])
    with book.unit_of_work("Import again") as unit:
        bob, *_ = take_in(unit, [40, 50])
    with book.unit_of_work("Use a shared row") as unit:
        add_sale(unit, bob, 1)
    book.undo_batch(rows_of(book, batch)[-1].id)
    with book.unit_of_work("Correct") as unit:
        unit.update(sale, rows_of(book, sale)[1].id, {"amount_cents": 11})
    with book.unit_of_work("Delete") as unit:
        unit.delete(sale, rows_of(book, sale)[2].id)
    book.undo()
    book.redo()
    assert book.verify() == []
    return book


def tamper(book: Book, how: Callable[[Connection], object]) -> None:
    """Write behind the book's back."""
    with book._store.writing() as connection:
        how(connection)


def first(connection: Connection, table: Table) -> int:
    row_id: int = connection.execute(select(table.c.id).order_by(table.c.id).limit(1)).scalar_one()
    return row_id


def last(connection: Connection, table: Table) -> int:
    newest = select(table.c.id).order_by(table.c.id.desc()).limit(1)
    row_id: int = connection.execute(newest).scalar_one()
    return row_id


TAMPERINGS: dict[str, Callable[[Connection], object]] = {
    "a typed row changed": lambda c: c.execute(
        update(sale).where(sale.c.id == first(c, sale)).values(amount_cents=501)
    ),
    "bytes changed": lambda c: c.execute(
        update(sale).where(sale.c.id == first(c, sale)).values(receipt=b"papel")
    ),
    "a row of an import changed": lambda c: c.execute(
        update(buyer).where(buyer.c.name.like("Buyer%")).values(name="Eve")
    ),
    "a column that the import left empty filled": lambda c: c.execute(
        update(sale).where(sale.c.amount_cents == 30).values(sold_on="2026-01-01")
    ),
    "an edited row of an import changed elsewhere": lambda c: c.execute(
        update(sale).where(sale.c.amount_cents == 11).values(locked=1)
    ),
    "an edited value changed": lambda c: c.execute(
        update(sale).where(sale.c.amount_cents == 11).values(amount_cents=12)
    ),
    "a row deleted": lambda c: c.execute(delete(sale).where(sale.c.id == first(c, sale))),
    "a row of an import deleted": lambda c: c.execute(
        delete(sale).where(sale.c.amount_cents == 30)
    ),
    "a kept row changed": lambda c: c.execute(
        update(buyer).where(buyer.c.id == last(c, buyer)).values(name="Eve")
    ),
    "a row slipped in": lambda c: c.execute(
        insert(buyer), {"id": last(c, buyer) + 1, "entity_id": 7, "name": "Eve"}
    ),
    "a row slipped in among the typed ones": lambda c: c.execute(
        insert(buyer), {"id": first(c, journal), "entity_id": 7, "name": "Eve"}
    ),
    "a row with an id from the future": lambda c: c.execute(
        insert(buyer), {"id": last(c, journal) + 900, "entity_id": 7, "name": "Eve"}
    ),
    "an entry removed": lambda c: c.execute(
        delete(journal).where((journal.c.chain == 7) & (journal.c.number == 2))
    ),
    "the last entry removed": lambda c: c.execute(
        delete(journal).where(journal.c.id == last(c, journal))
    ),
    "entries exchanged": lambda c: c.execute(
        text("UPDATE journal SET number = 1000 - number WHERE chain = 7")
    ),
    "the batch's file changed": lambda c: c.execute(update(batch).values(file_name="x.csv")),
    "the batch's state changed": lambda c: c.execute(update(batch).values(state="undone")),
    "the batch forgotten": lambda c: c.execute(delete(batch).where(batch.c.id == first(c, batch))),
    "the counter set back": lambda c: c.execute(update(sequence).values(next_number=2)),
    "a derived row changed": lambda c: c.execute(update(total).values(sold_cents=1)),
}


@pytest.mark.parametrize("how", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_verify_finds(full: Book, how: Callable[[Connection], object]) -> None:
    tamper(full, how)
    assert full.verify() != []


def test_a_broken_chain_is_reported_at_its_first_bad_entry(full: Book) -> None:
    def change(connection: Connection) -> None:
        for number in (2, 4):
            where = (journal.c.chain == 7) & (journal.c.number == number)
            connection.execute(update(journal).where(where).values(who="eve"))

    tamper(full, change)
    (found,) = [problem for problem in full.verify() if problem.area == "journal"]
    assert "broken at entry 2" in found.text
    assert "entity 7" in found.text


def test_nonsense_in_the_journal_is_a_finding_and_no_accident(full: Book) -> None:
    tamper(full, lambda c: c.execute(update(journal).values(content="{")))
    assert {problem.area for problem in full.verify()} == {"journal"}


def test_a_finding_names_its_row(full: Book) -> None:
    tamper(full, TAMPERINGS["a typed row changed"])
    found = next(problem for problem in full.verify() if problem.area == "rows")
    assert (found.table, found.row) == ("sale", rows_of(full, sale)[0].id)
    assert texts_of(full)[0] == f"Row {found.row} of sale is not as its last journal entry left it."


def test_verify_can_be_stopped(full: Book) -> None:
    class Impatient:
        def step(self, done: int, total: int | None, text: str) -> None:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        full.verify(Impatient())


CELLS = ("at", "who", "action", "why", "kind", "content", "previous", "hash")


@given(data=st.data())
@settings(
    max_examples=examples(25, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_byte_of_the_journal_counts(full: Book, data: st.DataObject) -> None:
    entries = rows_of(full, journal)
    entry = data.draw(st.sampled_from(entries))
    column = data.draw(st.sampled_from([name for name in CELLS if getattr(entry, name)]))
    if column == "kind":
        changed = "redo" if entry.kind != "redo" else "undo"
    else:
        value = getattr(entry, column)
        place = data.draw(st.integers(0, len(value) - 1))
        changed = value[:place] + ("x" if value[place] != "x" else "y") + value[place + 1 :]
    where = journal.c.id == entry.id
    tamper(full, lambda c: c.execute(update(journal).where(where).values({column: changed})))
    try:
        assert any(problem.area == "journal" for problem in full.verify())
    finally:
        back = {column: getattr(entry, column)}
        tamper(full, lambda c: c.execute(update(journal).where(where).values(back)))
