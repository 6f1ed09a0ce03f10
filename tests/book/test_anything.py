"""Any sequence of changes, undone and redone, leaves the book as it should be."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select

from financedesk.book import Book, UnitOfWork
from financedesk.book.info import facts_digest
from financedesk.book.schema import batch
from financedesk.errors import HasDependents
from tests.book.shop import (
    ROOMS,
    add_buyer,
    add_sale,
    buyer,
    line,
    sale,
    take_in,
    totals,
    totals_from_sales,
)
from tests.soaking import examples

PICK = st.integers(0, 10_000)
CENTS = st.integers(-(10**9), 10**9)


class AnyBook(RuleBasedStateMachine):
    """A treasurer who does anything; ``past`` and ``future`` are what undo and redo must give."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "book.fdesk"
        self.book = Book.create(self.file, rooms=ROOMS, name="Any", who="ada")
        self.past: list[str] = []
        self.future: list[str] = []
        self.texts = 0

    def teardown(self) -> None:
        assert self.book.verify() == []
        self.book.close()
        self.folder.cleanup()

    def digest(self) -> str:
        with self.book.read() as connection:
            return facts_digest(connection, self.book.tables)

    def ids(self, table: object) -> list[int]:
        with self.book.read() as connection:
            return list(connection.execute(select(table.c.id)).scalars())  # type: ignore[attr-defined]

    def done(self, before: str) -> None:
        if self.digest() != before:
            self.past.append(before)
            self.future.clear()

    @rule(name=st.text("ab'é", max_size=4), entity=st.sampled_from([None, 7, 8]))
    def add_a_buyer(self, name: str, entity: int | None) -> None:
        before = self.digest()
        with self.book.unit_of_work("Add") as unit:
            add_buyer(unit, name, entity)
        self.done(before)

    @rule(pick=PICK, cents=CENTS, receipt=st.none() | st.binary(max_size=5))
    def sell(self, pick: int, cents: int, receipt: bytes | None) -> None:
        before = self.digest()
        buyers, sales = self.ids(buyer), self.ids(sale)
        with self.book.unit_of_work("Sell") as unit:
            who = buyers[pick % len(buyers)] if buyers else add_buyer(unit)
            of = sales[pick % len(sales)] if sales and pick % 3 == 0 else None
            sold = add_sale(unit, who, cents, receipt=receipt, refund_of_id=of)
            self.texts += 1
            unit.insert(line, {"entity_id": 8, "sale_id": sold, "text": str(self.texts)})
        self.done(before)

    @rule(pick=PICK, cents=CENTS, receipt=st.none() | st.binary(max_size=5))
    def edit(self, pick: int, cents: int, receipt: bytes | None) -> None:
        before = self.digest()
        if sales := self.ids(sale):
            with self.book.unit_of_work("Edit") as unit:
                row_id = sales[pick % len(sales)]
                unit.update(sale, row_id, {"amount_cents": cents})
                unit.update(sale, row_id, {"receipt": receipt, "sold_on": "2026-01-31"})
        self.done(before)

    @rule(pick=PICK)
    def delete_a_line_or_sale(self, pick: int) -> None:
        before = self.digest()
        with self.book.unit_of_work("Delete") as unit:
            self._delete_something(unit, pick)
        self.done(before)

    def _delete_something(self, unit: UnitOfWork, pick: int) -> None:
        lines = self.ids(line)
        if lines:
            unit.delete(line, lines[pick % len(lines)])
        used = set(
            unit.connection.execute(
                select(line.c.sale_id).union(select(sale.c.refund_of_id))
            ).scalars()
        )
        free = [row_id for row_id in self.ids(sale) if row_id not in used]
        if free:
            unit.delete(sale, free[pick % len(free)])

    @rule(amounts=st.lists(CENTS, max_size=4))
    def take_in_a_file(self, amounts: list[int]) -> None:
        with self.book.unit_of_work("Import") as unit:
            take_in(unit, amounts)
        # An import cannot be redone, so what lies before it is not compared again.
        self.past.clear()
        self.future.clear()

    @rule(pick=PICK)
    def take_a_file_back(self, pick: int) -> None:
        with self.book.read() as connection:
            active = select(batch.c.id).where(batch.c.state == "active")
            batches = list(connection.execute(active).scalars())
        if not batches:
            return
        before = self.digest()
        chosen = batches[pick % len(batches)]
        try:
            self.book.undo_batch(chosen)
        except HasDependents:
            assert self.digest() == before
            self.book.undo_batch(chosen, cascade=True)
        self.past.clear()
        self.future.clear()

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.future.append(self.digest())
        self.book.undo()
        assert self.digest() == self.past.pop()

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.past.append(self.digest())
        self.book.redo()
        assert self.digest() == self.future.pop()

    @rule()
    def close_and_open(self) -> None:
        self.book.close()
        self.book = Book.open(self.file, rooms=ROOMS, who="eve")

    @invariant()
    def derived_rows_follow(self) -> None:
        with self.book.read() as connection:
            assert totals(connection) == totals_from_sales(connection)


TestAnyBook = AnyBook.TestCase
EXAMPLES = examples(6, 300)
TestAnyBook.settings = settings(max_examples=EXAMPLES, stateful_step_count=25, deadline=None)
