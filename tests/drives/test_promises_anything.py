"""Whatever is done with promises: what is kept is what the gifts say, and undo brings all back."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.drives.promises import promises_of, proposals
from financedesk.errors import FinanceDeskError
from financedesk.ledger.edit import remove_items
from financedesk.ledger.promise_facts import (
    NewPromise,
    end_promise,
    keep_promise,
    record_promise,
    release_gift,
)
from financedesk.ledger.room import open_book
from financedesk.rules.promises import KEPT, Terms
from tests.intake.exports import rows_of
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at
from tests.soaking import examples

TODAY = date(2026, 9, 1)
GIFTS = ((0, 50_00), (0, 50_00), (0, 20_00), (1, 50_00), (1, 100_00))
"""Who gave, of two people, and how much."""
TERMS = (
    Terms(amount_cents=50_00, due_on=date(2026, 4, 1), every="month", times=4),
    Terms(amount_cents=100_00, due_on=date(2026, 5, 1)),
)
ACTS = ("keep", "keep later", "release", "end", "delete", "propose", "undo")
TRIED = st.tuples(st.sampled_from(ACTS), st.integers(0, 4), st.integers(0, 1))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("promises") / "riverbend.fdesk"
    with riverbend_at(str(made)) as book:
        desk = desk_for(book, "party")
        people = [desk.meet(person("Lopez")), desk.meet(person("Ito", "Kei"))]
        for who, cents in GIFTS:
            desk.record("individual_receipt", people[who], "2026-05-02", cents)
        for giver, terms in zip(people, TERMS, strict=True):
            said = NewPromise(card_id=giver.card_id, terms=terms, promised_on=date(2026, 3, 1))
            with book.unit_of_work("Record promise") as unit:
                record_promise(unit, said, TODAY)
    return made


@contextmanager
def copy_of(written: Path) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        place = copyfile(written, Path(folder) / "a.fdesk")
        with open_book(place) as book:
            yield desk_for(book, "party")


def numbers(desk: Desk, table: str) -> list[int]:
    return [row[0] for row in rows_of(desk.book, f"SELECT id FROM {table} ORDER BY id")]


def do(desk: Desk, act: str, gift: int, promise: int) -> bool:
    """Do one act; returns whether anything was written."""
    if act == "undo":
        if desk.book.undo_status().undo_label in (None, "Record promise"):
            return False
        desk.book.undo()
        return True
    try:
        with desk.book.unit_of_work(act) as unit:
            if act == "keep":
                return keep_promise(unit, promise, gift)
            if act == "keep later":
                return keep_promise(unit, promise, gift, date(2026, 6, 1))
            if act == "release":
                release_gift(unit, gift)
            elif act == "end":
                end_promise(unit, promise, date(2026, 6, 15), "moved")
            elif act == "delete":
                remove_items(unit, [gift])
            else:
                for one in proposals(unit.connection, [desk.entity.id], TODAY):
                    keep_promise(unit, one.promise_id, one.item_id, one.due_on)
    except FinanceDeskError:
        return False
    return True


def state(desk: Desk) -> list[list[tuple[object, ...]]]:
    tables = ("item", "promised_gift", "promise_kept")
    return [rows_of(desk.book, f"SELECT * FROM {one} ORDER BY id") for one in tables]


@settings(max_examples=examples(12, 400), deadline=None)
@given(acts=st.lists(TRIED, max_size=8))
def test_what_is_kept_is_what_the_gifts_say(
    written: Path, acts: list[tuple[str, int, int]]
) -> None:
    with copy_of(written) as desk:
        gifts, promises = numbers(desk, "item"), numbers(desk, "promised_gift")
        before = [state(desk)]
        for act, gift, promise in acts:
            if do(desk, act, gifts[gift], promises[promise]):
                if act == "undo":
                    before.pop()
                    assert state(desk) == before[-1]
                elif state(desk) != before[-1]:
                    before.append(state(desk))
        kept = rows_of(
            desk.book,
            "SELECT k.promised_gift_id, SUM(i.amount_cents), COUNT(*) FROM promise_kept k"
            " JOIN item i ON i.id = k.item_id GROUP BY 1",
        )
        by_promise = {row[0]: row[1:] for row in kept}
        with desk.book.read() as connection:
            found = promises_of(connection, [desk.entity.id], TODAY)
        for one in found:
            cents, number = by_promise.get(one.id, (0, 0))
            assert one.kept_cents == cents
            full = [part for part in one.parts if part.state(TODAY) == KEPT]
            assert len(full) <= number
            assert sum(part.left_cents for part in one.parts) >= 0
        assert desk.book.verify() == []
