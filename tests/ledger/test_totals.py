"""The derived totals: in step with the entries after any acts, taken back with them, proved."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from financedesk.book import Book
from financedesk.ledger import (
    day_totals,
    incomplete_items,
    limit_totals,
    rejudged,
    tables,
)
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.edit import ItemEdit, complete_work, remove_items, replace_item
from financedesk.ledger.limit_excess import excesses
from financedesk.ledger.limit_near import NearQuery, near_rooms
from financedesk.ledger.overview import cash, cash_on_days, over_time, raised, small_dollars
from financedesk.ledger.register_kinds import gift_kinds, refund_kinds
from financedesk.ledger.verify import verify
from financedesk.ledger.writer import LedgerWriter, NewItem
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at
from tests.soaking import examples

GIFT, REFUND = "individual_receipt", "refund_individual_contribution"
TOTALS = (
    tables.day_total, tables.account_day, tables.incomplete_item, tables.limit_use,
    tables.large_use,
)  # fmt: skip
FIRST, LAST = "2025-01-01", "2026-12-31"
EXAMPLES = examples(5, 200)


class Stop(Exception):
    """Takes back a unit of work in which everything was written anew."""


def rows_of(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted(tuple(row) for row in connection.execute(select(table)))
        for table in TOTALS
    }


def in_step(book: Book) -> None:
    """Kept in step, the totals are those from scratch; and the figures are those of the items."""
    with book.read() as connection:
        kept = rows_of(connection)
        _figures_are_the_items(connection)
    assert kept == _from_scratch(book)


def _from_scratch(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    anew: dict[str, list[tuple[Any, ...]]] = {}
    with suppress(Stop), book.unit_of_work("Compare") as unit:
        for derived in (day_totals, limit_totals, incomplete_items):
            derived.rebuild(unit.connection)
        anew = rows_of(unit.connection)
        raise Stop
    return anew


def _figures_are_the_items(connection: Any) -> None:
    ids = list(connection.execute(select(tables.entity.c.id)).scalars())
    query = text(
        "SELECT i.kind, i.amount_cents, g.itemised, g.line, i.item_date, g.reported_on FROM item i"
        " JOIN aggregate g ON g.item_id = i.id WHERE i.memo = 0"
    )
    items = connection.execute(query).all()
    gifts = [one for one in items if one.kind in gift_kinds()]
    of_period = raised(connection, ids, FIRST, LAST)
    assert of_period.gross_cents == sum(one.amount_cents for one in gifts)
    assert of_period.gifts == len(gifts)
    back = [abs(one.amount_cents) for one in items if one.kind in refund_kinds()]
    assert of_period.refunded_cents == sum(back)
    small = small_dollars(connection, ids, FIRST, LAST)
    assert small.unitemised_cents == _on_line(items, "SA11AII")
    assert small.total_cents == small.unitemised_cents + _on_line(items, "SA11AI")
    bars = over_time(connection, ids, "cycle", LAST)
    assert sum(bar.cents for bar in bars) == of_period.gross_cents
    large = sum(one.amount_cents for one in gifts if one.itemised)
    assert sum(bar.itemised_cents for bar in bars) == large
    posted = text(
        "SELECT COALESCE(SUM(p.cents), 0) FROM posting p JOIN account a ON a.id = p.account_id"
        " WHERE a.role IN ('bank', 'clearing', 'in_transit') AND p.posted_on <= '2025-12-31'"
    )
    opened = text("SELECT SUM(opening_balance_cents) FROM account")
    held = sum(connection.execute(one).scalar_one() for one in (posted, opened))
    assert cash(connection, ids, "2025-12-31").total_cents == held


def _on_line(items: Any, line: str) -> int:
    return sum(one.amount_cents for one in items if one.line == line)


# --- any sequence of acts

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "give", "give", "give", "refund", "change", "move", "delete", "link", "complete",
                "import", "undo", "undo", "redo",
            )
        ),
        st.integers(0, 3),
        st.sampled_from((40_00, 199_99, 200_00, 700_00, 1_499_99, 9_000_00)),
        st.integers(0, 12),
    ),
    min_size=4,
    max_size=12,
)  # fmt: skip


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=ACTS)
def test_no_sequence_of_acts_leaves_a_total_behind(
    acts: list[tuple[str, int, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with riverbend_at(str(tmp_path_factory.mktemp("totals") / "book.fdesk")) as book:
        hand = Hand(book)
        for act in acts:
            hand.perform(*act)
            in_step(book)
        with book.read() as connection:
            assert list(verify(connection)) == []


class Hand:
    """Does acts one after the other; what cannot be done now is left out."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.desks = [desk_for(book, code) for code in ("party", "campaign")]
        unknown = replace(person("Gray", "Cy"), employer=None, occupation=None)
        self.people = [
            (desk, desk.meet(one)) for desk in self.desks for one in (person("Lopez"), unknown)
        ]
        self.done: list[str] = []
        self.undone: list[str] = []

    def perform(self, act: str, who: int, cents: int, month: int) -> None:
        """Do one act."""
        day = (date(2025, 2, 3) + timedelta(days=month * 45)).isoformat()
        if act in ("undo", "redo"):
            self._walk(act)
            return
        if getattr(self, f"_{act}")(who, cents, day):
            self.done.append(act)
            self.undone.clear()

    def _walk(self, act: str) -> None:
        if act == "undo" and self.done:
            self.book.undo()
            self.undone.append(self.done.pop())
        elif act == "redo" and self.undone and self.undone[-1] != "import":
            self.book.redo()
            self.done.append(self.undone.pop())

    def _give(self, who: int, cents: int, day: str) -> bool:
        desk, card = self.people[who]
        desk.record(GIFT, card, day, cents)
        return True

    def _refund(self, who: int, cents: int, day: str) -> bool:
        desk, card = self.people[who]
        gift = self._newest(card)
        link = {"parent_id": gift} if gift and cents % 2 else {}
        desk.record(REFUND, card, day, cents // 2, **link)
        return True

    def _change(self, who: int, cents: int, day: str) -> bool:
        return self._edit(who, amount_cents=cents)

    def _move(self, who: int, cents: int, day: str) -> bool:
        return self._edit(who, item_date=day)

    def _edit(self, who: int, **changes: Any) -> bool:
        gift = self._newest(self.people[who][1])
        if gift is None:
            return False
        with self.book.unit_of_work("Correct") as unit:
            before = unit.row(tables.item, gift)
            replace_item(unit, gift, _edit_of(before, changes))
            return bool(unit.changes)

    def _delete(self, who: int, cents: int, day: str) -> bool:
        gift = self._newest(self.people[who][1])
        if gift is None or self._is_named(gift):
            return False
        with self.book.unit_of_work("Delete") as unit:
            remove_items(unit, [gift])
        return True

    def _link(self, who: int, cents: int, day: str) -> bool:
        (desk, card), (_, other) = self.people[who], self.people[who ^ 1]
        with self.book.unit_of_work("Link") as unit:
            known = select(tables.person_link.c.id).where(
                tables.person_link.c.card_id.in_((card.card_id, other.card_id))
            )
            if unit.connection.execute(known).first() is not None:
                return False
            row = {"card_id": card.card_id, "person_id": other.card_id}
            unit.insert(tables.person_link, {"entity_id": desk.entity.id, **row})
        return True

    def _complete(self, who: int, cents: int, day: str) -> bool:
        gift = self._newest(self.people[who][1])
        if gift is None:
            return False
        with self.book.unit_of_work("Complete") as unit:
            complete_work(unit, gift, f"Mill {cents}", "Miller")
            return bool(unit.changes)

    def _import(self, who: int, cents: int, day: str) -> bool:
        desk, card = self.people[who]
        bring_in(desk, [card], 3, cents, day)
        return True

    def _newest(self, card: ContactRef) -> int | None:
        with self.book.read() as connection:
            query = text("SELECT MAX(id) FROM item WHERE card_id = :card AND kind = :kind")
            return connection.execute(query, {"card": card.card_id, "kind": GIFT}).scalar()

    def _is_named(self, item_id: int) -> bool:
        """Whether a refund names it, or it came in a batch: then it is not deleted alone."""
        with self.book.read() as connection:
            named = text("SELECT 1 FROM item WHERE parent_id = :id")
            came = text("SELECT 1 FROM batch WHERE :id BETWEEN first_id AND last_id")
            return any(connection.execute(one, {"id": item_id}).first() for one in (named, came))


def _edit_of(before: dict[str, Any], changes: dict[str, Any]) -> ItemEdit:
    names = ItemEdit.__dataclass_fields__
    return ItemEdit(**{**{name: before[name] for name in names if name in before}, **changes})


def bring_in(desk: Desk, cards: list[ContactRef], gifts: int, cents: int, day: str) -> None:
    """Import gifts as one batch, a day apart."""
    with desk.book.unit_of_work("Import gifts") as unit:
        batch = unit.start_batch(
            kind="test", format="test", file_name="gifts.csv", file_sha256="0" * 64,
            entity_id=desk.entity.id,
        )  # fmt: skip
        with LedgerWriter(unit, desk.entity.id) as writer:
            for number in range(gifts):
                on = (date.fromisoformat(day) + timedelta(days=number % 28)).isoformat()
                new = NewItem(
                    kind=GIFT, amount_cents=cents, item_date=on, contact=cards[number % len(cards)],
                    account_id=desk.account_id,
                )  # fmt: skip
                writer.add_transaction("gift", on, [new])
        batch.finish(gifts, gifts * cents)


# --- single cases, on each database


@pytest.mark.parametrize("gifts", [40, 1_200])
@pytest.mark.parametrize("many", [50_000, 30])
def test_an_import_brings_its_totals_and_takes_them_away(
    book: Book, desk: Desk, gifts: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejudged, "_MANY", many)
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    desk.record(GIFT, ada, "2026-03-01", 180_00)
    with book.read() as connection:
        before = rows_of(connection)
    bring_in(desk, [ada, bo], gifts, 90_00, "2026-02-01")
    in_step(book)
    book.undo()
    in_step(book)
    with book.read() as connection:
        assert rows_of(connection) == before
        assert list(verify(connection)) == []


def test_a_gift_itemised_for_a_part_s_sake_moves_its_day(book: Book, desk: Desk) -> None:
    """A partnership's gift stands by itself because a partner's share of it does."""
    mill, ada = desk.meet(person("Mill Partners")), desk.meet(person("Lopez"))
    gift = desk.record(GIFT, mill, "2026-01-05", 150_00)
    in_step(book)
    desk.record(GIFT, ada, "2026-03-01", 300_00, parent_id=gift)
    in_step(book)
    with book.read() as connection:
        query = select(tables.day_total.c.itemised_cents).where(
            tables.day_total.c.day == "2026-01-05"
        )
        assert connection.execute(query).scalar_one() == 150_00


def test_an_entry_of_another_day_s_report_counts_there(book: Book, desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record(GIFT, ada, "2026-01-05", 150_00, reported_on="2026-04-02")
    # Said of its own day it is an entry like any other.
    desk.record(GIFT, ada, "2026-04-02", 20_00, reported_on="2026-04-02")
    in_step(book)
    ids = [desk.entity.id]
    with book.read() as connection:
        assert small_dollars(connection, ids, "2026-01-01", "2026-03-31").total_cents == 0
        assert small_dollars(connection, ids, "2026-04-01", "2026-04-30").total_cents == 170_00
        assert raised(connection, ids, "2026-01-01", "2026-03-31").gross_cents == 150_00


def test_the_last_use_of_a_window_goes_back_with_its_gift(book: Book, desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record(GIFT, ada, "2026-02-01", 10_00)
    desk.record(GIFT, ada, "2026-05-01", 10_00)
    desk.record(GIFT, ada, "2026-05-01", 10_00)

    def last() -> list[str]:
        with book.read() as connection:
            return list(connection.execute(select(tables.limit_use.c.last_day)).scalars())

    seen = [last()]
    for _ in range(3):
        book.undo()
        seen.append(last())
    assert seen == [["2026-05-01"], ["2026-05-01"], ["2026-02-01"], []]


def test_who_gave_much_is_forgotten_with_the_gift_and_found_again_as_one_person(
    book: Book, desk: Desk
) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    desk.record(GIFT, ada, "2026-02-01", 900_00)

    def large() -> list[tuple[int, int]]:
        in_step(book)
        column = tables.large_use.c
        with book.read() as connection:
            rows = connection.execute(select(column.person_id, column.gross_cents))
            return [tuple(row) for row in rows]

    desk.record(GIFT, bo, "2026-02-02", 1_500_00)
    assert large() == [(bo.card_id, 1_500_00)]
    book.undo()
    assert large() == []
    desk.record(GIFT, bo, "2026-02-02", 600_00)
    assert large() == []
    with book.unit_of_work("Link") as unit:
        row = {"card_id": bo.card_id, "person_id": ada.card_id}
        unit.insert(tables.person_link, {"entity_id": desk.entity.id, **row})
    assert large() == [(ada.card_id, 1_500_00)]
    book.undo()
    assert large() == []


def test_a_limit_below_the_large_sums_is_measured_by_every_gift(
    book: Book, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counsel may set any figure: the answer is the same from the short list and from all."""
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    for card, cents in ((ada, 9_000_00), (ada, 2_000_00), (bo, 8_500_00), (bo, 100_00)):
        desk.record(GIFT, card, "2026-02-01", cents)
    desk.record(REFUND, ada, "2026-03-01", 500_00)

    def found() -> tuple[Any, Any]:
        with book.read() as connection:
            asked = NearQuery(entity_ids=(desk.entity.id,), today=date(2026, 6, 1))
            return excesses(connection), near_rooms(connection, asked)

    short = found()
    monkeypatch.setattr(limit_totals, "LARGE_CENTS", 10**12)
    assert found() == short
    assert [len(each) for each in short] == [1, 2]


def test_cash_of_several_days_is_the_cash_of_each(book: Book, desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record(GIFT, ada, "2026-02-01", 10_00)
    desk.record(GIFT, ada, "2026-05-01", 7_00)
    ids, days = [desk.entity.id], ["2026-01-31", "2026-02-01", "2026-04-30", "2026-05-01"]
    with book.read() as connection:
        at_once = cash_on_days(connection, ids, days)
        assert list(at_once) == [cash(connection, ids, day) for day in days]
    assert [one.total_cents - at_once[0].total_cents for one in at_once] == [0, 1000, 1000, 1700]


DAMAGE: dict[str, Callable[[Any], str]] = {
    table.name: lambda column: f"{column} = {column} + 1" for table in TOTALS
} | {
    "limit_use": lambda _column: "last_day = '2026-01-01'",
    "incomplete_item": lambda _column: "item_date = '2026-01-01'",
}


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        ("day_total", "cents", "took in and paid on 2026-02-01"),
        ("day_total", "itemised_cents", "took in and paid on 2026-02-01"),
        ("account_day", "cents", "moved account"),
        ("limit_use", "last_day", "Until when limits of entity"),
        ("large_use", "used_cents", "gave under a limit"),
        ("incomplete_item", "item_date", "lacks employer or occupation"),
    ],
)
def test_verify_names_a_wrong_row(
    book: Book, desk: Desk, table: str, column: str, said: str
) -> None:
    gray = desk.meet(replace(person("Gray", "Cy"), employer=None))
    desk.record(GIFT, gray, "2026-02-01", 2_000_00)
    with book.read() as connection:
        assert list(verify(connection)) == []
    for damage in (f"UPDATE {table} SET {DAMAGE[table](column)}", f"DELETE FROM {table}"):
        with book.unit_of_work("Damage") as unit:
            unit.connection.execute(text(damage))
            problems = list(verify(unit.connection))
        assert problems
        assert all(problem.table == table and said in problem.text for problem in problems)
