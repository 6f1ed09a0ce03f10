"""The derived figures of drives: in step with the entries after any acts, and taken back with them.

Everything is counted a second time in plain Python, from the rows of the book alone.
"""

from collections import defaultdict
from contextlib import suppress
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from financedesk.book import Book
from financedesk.ledger import drive_totals, tables
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.drive_figures import medians_of, slices_of, sums_of
from financedesk.ledger.drive_setting import set_drive
from financedesk.ledger.edit import ItemEdit, remove_items, replace_item
from financedesk.ledger.entries import NewItem
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.ledger.verify import verify
from financedesk.ledger.writer import LedgerWriter
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at
from tests.soaking import examples

GIFT, REFUND, RETURN = "individual_receipt", "refund_individual_contribution", "return_receipt"
COST, VOID, OFFSET = (
    "operating_expenditure", "operating_expenditure_void", "offset_to_operating_expenditures",
)  # fmt: skip
DERIVED = (tables.drive_item, tables.drive_sum, tables.drive_giver)
EXAMPLES = examples(8, 120)


class Stop(Exception):
    """Takes back a unit of work in which everything was written anew."""


def rows_of(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted(tuple(row) for row in connection.execute(select(table)))
        for table in DERIVED
    }


def in_step(book: Book) -> None:
    with book.read() as connection:
        kept = rows_of(connection)
        assert list(drive_totals.verify(connection)) == []
        figures_are_the_entries(connection)
    anew: dict[str, list[tuple[Any, ...]]] = {}
    with suppress(Stop), book.unit_of_work("Compare") as unit:
        drive_totals.rebuild(unit.connection)
        anew = rows_of(unit.connection)
        raise Stop
    assert kept == anew


# --- the same in plain Python


def figures_are_the_entries(connection: Any) -> None:
    drives = connection.execute(select(tables.drive.c.id, tables.drive.c.parent_id)).all()
    items = connection.execute(
        text(
            "SELECT i.id, i.drive_id, i.entity_id, i.kind, i.card_id, i.amount_cents, i.item_date,"
            " COALESCE(l.person_id, i.card_id) AS person FROM item i"
            " LEFT JOIN person_link l ON l.card_id = i.card_id WHERE i.memo = 0"
        )
    ).all()
    sums = sums_of(connection, [one.id for one in drives])
    medians = medians_of(connection, [one.id for one in drives])
    for drive in drives:
        own = {drive.id} | {one.id for one in drives if one.parent_id == drive.id}
        mine = [one for one in items if one.drive_id in own]
        found = sums.get(drive.id)
        if not mine:
            assert found is None
            continue
        assert found is not None
        gifts = [one for one in mine if one.kind in gift_kinds()]
        assert (found.gifts, found.cents) == (len(gifts), _cents(gifts))
        assert found.refunded_cents == _cents(one for one in mine if one.kind == REFUND)
        returned = [one for one in mine if one.kind == RETURN]
        assert (found.chargebacks, found.charged_back_cents) == (len(returned), -_cents(returned))
        paid = _cents(one for one in mine if one.kind in (COST, VOID))
        assert found.cost_cents == paid - _cents(one for one in mine if one.kind == OFFSET)
        assert (found.donors, found.new_donors) == _donors(gifts, items)
        if gifts:
            assert medians[drive.id] == int(median(one.amount_cents for one in gifts))
        by_day: defaultdict[str, int] = defaultdict(int)
        for one in gifts:
            by_day[one.item_date] += one.amount_cents
        days = slices_of(connection, drive.id, "day")
        assert {day: one.cents for day, one in days.items() if one.gifts} == by_day
        assert sum(one.donors for one in days.values()) == found.donors
        small, large = _lines(connection, [one.id for one in gifts])
        assert (found.unitemised_cents, found.itemised_cents) == (small, large)


def _cents(items: Any) -> int:
    return sum(one.amount_cents for one in items)


def _donors(gifts: Any, items: Any) -> tuple[int, int]:
    first: dict[tuple[int, int], str] = {}
    for one in gifts:
        key = (one.entity_id, one.person)
        first[key] = min(first.get(key, "9"), one.item_date)
    earlier = {
        (one.entity_id, one.person)
        for one in items
        if one.kind in gift_kinds() and one.item_date < first.get((one.entity_id, one.person), "0")
    }
    return len(first), len(first) - len(earlier)


def _lines(connection: Any, ids: list[int]) -> tuple[int, int]:
    rows = connection.execute(
        select(tables.aggregate.c.line, tables.aggregate.c.counted_cents).where(
            tables.aggregate.c.item_id.in_(ids)
        )
    ).all()
    return tuple(
        sum(one.counted_cents for one in rows if one.line == line) for line in ("SA11AII", "SA11AI")
    )


# --- any sequence of acts

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                "give", "give", "give", "give_elsewhere", "refund", "bounce", "cost", "assign",
                "assign", "change", "move", "delete", "link", "unlink", "part", "plan", "import",
                "import_elsewhere", "undo", "undo", "redo",
            )
        ),
        st.integers(0, 3),
        st.integers(1, 400).map(lambda dollars: dollars * 100),
        st.integers(0, 8),
    ),
    min_size=4,
    max_size=14,
)  # fmt: skip


class Story:
    """A desk with four drives and four people, two of whom may be one person."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.desk = desk_for(book, "party")
        self.drives = [plan(self.desk, f"drive-{number}") for number in range(4)]
        self.people = [self.desk.meet(person("Lopez", name)) for name in ("Ada", "Bo", "Cy", "Di")]
        self.done: list[str] = []
        self.undone: list[str] = []

    def perform(self, act: str, which: int, cents: int, month: int) -> None:
        day = (date(2025, 3, 3) + timedelta(days=month * 40)).isoformat()
        if act in ("undo", "redo"):
            self._walk(act)
        elif getattr(self, f"_{act}")(which, cents, day):
            self.done.append(act)
            self.undone.clear()

    def _walk(self, act: str) -> None:
        if act == "undo" and self.done:
            self.book.undo()
            self.undone.append(self.done.pop())
        elif act == "redo" and self.undone and not self.undone[-1].startswith("import"):
            self.book.redo()
            self.done.append(self.undone.pop())

    def _who(self, which: int, cents: int) -> ContactRef:
        return self.people[(which + cents // 100) % len(self.people)]

    def _give(self, which: int, cents: int, day: str) -> bool:
        self.desk.record(GIFT, self._who(which, cents), day, cents, drive_id=self.drives[which])
        return True

    def _give_elsewhere(self, which: int, cents: int, day: str) -> bool:
        self.desk.record(GIFT, self.people[which], day, cents)
        return True

    def _refund(self, which: int, cents: int, day: str) -> bool:
        who, drive = self._who(which, cents), self.drives[which]
        self.desk.record(REFUND, who, day, cents // 2, drive_id=drive)
        return True

    def _bounce(self, which: int, cents: int, day: str) -> bool:
        who, drive = self._who(which, cents), self.drives[which]
        self.desk.record(RETURN, who, day, -cents, drive_id=drive)
        return True

    def _cost(self, which: int, cents: int, day: str) -> bool:
        kind = (COST, COST, VOID, OFFSET)[cents // 100 % 4]
        amount = -cents if kind == VOID else cents
        vendor = self.people[which]
        more = {"drive_id": self.drives[which], "purpose": "Postage"}
        self.desk.record(kind, vendor, day, amount, **more)
        return True

    def _assign(self, which: int, cents: int, day: str) -> bool:
        items = self._items()[-1 - cents // 100 % 3 :]
        drive = [*self.drives, None][(which + cents // 100) % 5]
        with self.book.unit_of_work("Set drive") as unit:
            return bool(set_drive(unit, items, drive))

    def _change(self, which: int, cents: int, day: str) -> bool:
        return self._edit(amount_cents=cents)

    def _move(self, which: int, cents: int, day: str) -> bool:
        return self._edit(item_date=day)

    def _edit(self, **changes: Any) -> bool:
        gifts = self._items(f"kind = '{GIFT}'")
        if not gifts:
            return False
        with self.book.unit_of_work("Correct") as unit:
            before = unit.row(tables.item, gifts[-1])
            values = {name: before[name] for name in ItemEdit.__dataclass_fields__} | changes
            replace_item(unit, gifts[-1], ItemEdit(**values))
            return bool(unit.changes)

    def _delete(self, which: int, cents: int, day: str) -> bool:
        batches = "NOT EXISTS (SELECT 1 FROM batch b WHERE i.id BETWEEN b.first_id AND b.last_id)"
        own = self._items(batches)
        if not own:
            return False
        with self.book.unit_of_work("Delete") as unit:
            remove_items(unit, own[-1:])
        return True

    def _link(self, which: int, cents: int, day: str) -> bool:
        card, other = self.people[which].card_id, self.people[which - 1].card_id
        with self.book.unit_of_work("Link") as unit:
            taken = text("SELECT 1 FROM person_link WHERE card_id IN (:a, :b) OR person_id = :a")
            if unit.connection.execute(taken, {"a": card, "b": other}).first():
                return False
            row = {"entity_id": self.desk.entity.id, "card_id": card, "person_id": other}
            unit.insert(tables.person_link, row)
        return True

    def _unlink(self, which: int, cents: int, day: str) -> bool:
        with self.book.unit_of_work("Unlink") as unit:
            link = unit.connection.execute(select(tables.person_link.c.id)).scalar()
            if link is not None:
                unit.delete(tables.person_link, link)
            return link is not None

    def _part(self, which: int, cents: int, day: str) -> bool:
        part, whole = self.drives[0], [None, *self.drives[1:]][which]
        kind = None if whole is None else "region"
        with self.book.unit_of_work("Change drive") as unit:
            unit.update(tables.drive, part, {"parent_id": whole, "part_kind": kind})
            return bool(unit.changes)

    def _plan(self, which: int, cents: int, day: str) -> bool:
        """Make a drive and give it gifts in one step, which goes back in one as well."""
        items = self._items()[-2:]
        with self.book.unit_of_work("Plan drive") as unit:
            row = {"entity_id": self.desk.entity.id, "code": f"new-{len(self.done)}-{cents}-{day}"}
            part = {"parent_id": self.drives[1], "part_kind": "channel"} if which else {}
            set_drive(unit, items, unit.insert(tables.drive, {**row, "name": "New", **part}))
        return True

    def _import(self, which: int, cents: int, day: str) -> bool:
        bring_in(self.desk, self.people, self.drives[which], cents, day)
        return True

    def _import_elsewhere(self, which: int, cents: int, day: str) -> bool:
        bring_in(self.desk, self.people[:2], None, cents, day)
        return True

    def _items(self, condition: str = "1 = 1") -> list[int]:
        with self.book.read() as connection:
            query = text(f"SELECT id FROM item i WHERE {condition} ORDER BY id")
            return list(connection.execute(query).scalars())


def plan(desk: Desk, code: str, **values: object) -> int:
    with desk.book.unit_of_work("Plan drive") as unit:
        row = {"entity_id": desk.entity.id, "code": code, "name": code.title(), **values}
        return unit.insert(tables.drive, row)


def bring_in(
    desk: Desk, cards: list[ContactRef], drive_id: int | None, cents: int, day: str
) -> None:
    """Import a gift of each card as one batch, a day apart, each with a row of a file."""
    with desk.book.unit_of_work("Import gifts") as unit:
        batch = unit.start_batch(
            kind="test", format="test", file_name="gifts.csv", file_sha256="0" * 64,
            entity_id=desk.entity.id,
        )  # fmt: skip
        with LedgerWriter(unit, desk.entity.id) as writer:
            for number, card in enumerate(cards):
                on = (date.fromisoformat(day) + timedelta(days=number)).isoformat()
                new = NewItem(
                    kind=GIFT, amount_cents=cents, item_date=on, contact=card,
                    account_id=desk.account_id, drive_id=drive_id,
                )  # fmt: skip
                writer.add_transaction("gift", on, [new])
        batch.finish(len(cards), len(cards) * cents)


@settings(
    max_examples=EXAMPLES, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(acts=ACTS, many=st.sampled_from((1_000, 3)))
def test_after_any_acts_the_figures_are_those_of_the_entries(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    acts: list[tuple[str, int, int, int]],
    many: int,
) -> None:
    monkeypatch.setattr(drive_totals, "_MANY", many)
    location = str(tmp_path_factory.mktemp("drives") / "book.fdesk")
    with riverbend_at(location) as book:
        story = Story(book)
        for act in acts:
            story.perform(*act)
            in_step(book)
        with book.read() as connection:
            assert list(verify(connection)) == []


# --- on each database


def test_a_drive_counts_its_parts_and_forgets_them_again(book: Book, desk: Desk) -> None:
    whole = plan(desk, "spring")
    part = plan(desk, "north", parent_id=whole, part_kind="region")
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    desk.record(GIFT, ada, "2026-01-05", 10_00)
    bring_in(desk, [ada, bo], part, 50_00, "2026-02-01")
    bring_in(desk, [ada], whole, 30_00, "2026-02-01")
    desk.record(COST, bo, "2026-02-03", 5_00, drive_id=part, purpose="Postage")
    in_step(book)
    with book.read() as connection:
        found = sums_of(connection, [whole, part])
    assert (found[whole].cents, found[whole].cost_cents, found[part].cents) == (
        130_00,
        5_00,
        100_00,
    )
    assert (found[whole].donors, found[whole].new_donors, found[part].donors) == (2, 1, 2)
    with book.unit_of_work("Change drive") as unit:
        unit.update(tables.drive, part, {"parent_id": None, "part_kind": None})
    in_step(book)
    with book.read() as connection:
        assert sums_of(connection, [whole])[whole].cents == 30_00
    for _ in range(4):
        book.undo()
        in_step(book)
    with book.read() as connection:
        assert sums_of(connection, [whole, part]) == {}
        assert list(verify(connection)) == []


def test_many_rows_are_changed_as_one_step_and_go_back(book: Book, desk: Desk) -> None:
    drive, ada = plan(desk, "spring"), desk.meet(person("Lopez"))
    bring_in(desk, [ada] * 7, None, 5_00, "2026-02-01")
    with book.read() as connection:
        ids = list(connection.execute(select(tables.item.c.id)).scalars())
    with book.unit_of_work("Assign") as unit:
        assert unit.update_many(tables.item, ids, {"drive_id": drive}) == 7
        assert unit.update_many(tables.item, ids, {"drive_id": drive}) == 0
        assert unit.update_many(tables.item, [], {"drive_id": None}) == 0
    in_step(book)
    with book.read() as connection:
        assert sums_of(connection, [drive])[drive].gifts == 7
    book.undo()
    in_step(book)
    with book.read() as connection:
        assert sums_of(connection, [drive]) == {}
        assert list(verify(connection)) == []


def test_a_row_of_a_later_file_says_where_an_older_gift_came_from(book: Book, desk: Desk) -> None:
    """So it is with gifts of an adopted filing, of which an export tells page and fee."""
    drive, ada = plan(desk, "spring"), desk.meet(person("Lopez"))
    gift = desk.record(GIFT, ada, "2026-02-01", 20_00, drive_id=drive)
    refund = desk.record(REFUND, ada, "2026-02-02", 5_00, drive_id=drive, parent_id=gift)
    columns = ("id", "entity_id", "source", "external_id", "item_id", "digest", "fee_cents", "page")
    with book.unit_of_work("Import") as unit:
        batch = unit.start_batch(
            kind="test", format="test", file_name="a.csv", file_sha256="0" * 64,
            entity_id=desk.entity.id,
        )  # fmt: skip
        row = (unit.next_id(), desk.entity.id, "actblue", "1", gift, "x", 80, "doors")
        unit.bulk_insert(tables.source_row, columns, [row])
        batch.finish(1, 0)
    in_step(book)
    with book.read() as connection:
        (page,) = slices_of(connection, drive, "page").items()
    assert (page[0], page[1].fee_cents, page[1].refunded_cents) == ("doors", 80, 5_00)
    assert refund > gift
    book.undo()
    in_step(book)
    with book.read() as connection:
        assert list(slices_of(connection, drive, "page")) == [""]


@pytest.mark.parametrize(
    ("damage", "table"),
    [
        ("UPDATE drive_item SET fee_cents = 7", "drive_item"),
        ("UPDATE drive_sum SET donors = 7 WHERE cut = 'all'", "drive_sum"),
        ("DELETE FROM drive_sum WHERE cut = 'state'", "drive_sum"),
        ("UPDATE drive_giver SET is_new = 0", "drive_giver"),
    ],
)
def test_verify_names_a_wrong_figure(book: Book, desk: Desk, damage: str, table: str) -> None:
    drive = plan(desk, "spring")
    desk.record(GIFT, desk.meet(person("Lopez")), "2026-02-01", 10_00, drive_id=drive)
    with book.unit_of_work("Damage") as unit:
        unit.connection.execute(text(damage))
        problems = list(drive_totals.verify(unit.connection))
    assert {problem.table for problem in problems} >= {table}
    assert all(f"drive {drive} came to" in problem.text for problem in problems)


def test_verify_names_an_entry_with_another_entity_s_drive(book: Book, desk: Desk) -> None:
    other = plan(desk_for(book, "campaign"), "theirs")
    gift = desk.record(GIFT, desk.meet(person("Lopez")), "2026-02-01", 10_00)
    with book.unit_of_work("Damage") as unit:
        unit.update(tables.item, gift, {"drive_id": other})
    with book.read() as connection:
        first, *_ = drive_totals.verify(connection)
    assert first.text == f"Entry {gift} carries another entity's drive."
