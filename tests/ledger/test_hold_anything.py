"""Whatever is done with holds, the books are as if only its outcome had been recorded."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from financedesk.book import Book
from financedesk.errors import FinanceDeskError
from financedesk.ledger.edit import remove_items
from financedesk.ledger.hold import (
    HoldTerms,
    Settled,
    deposit_held,
    place_hold,
    refund_held,
    release_hold,
    return_held,
)
from financedesk.ledger.hold_rows import held_cash, holds_of
from financedesk.ledger.overview import cash
from financedesk.ledger.period import Period
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.room import open_book
from financedesk.ledger.summary import summarise
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at
from tests.soaking import examples

YEAR = Period(first="2026-01-01", last="2026-12-31")
GIFTS = ((0, 150_00), (0, 4_900_00), (1, 6_000_00))
"""Who gave, of two people, and how much."""
RECEIVED, LATER = "2026-03-02", "2026-03-20"
SETTLED = Settled(day=LATER, who="Ada", why="Looked into")

ACTS = ("hold", "keep out", "release", "return", "deposit", "refund", "refund part", "undo")
Act = tuple[str, int]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hold") / "riverbend.fdesk"
    with riverbend_at(str(made)) as book:
        desk = desk_for(book, "party")
        people = [desk.meet(person("Lopez")), desk.meet(person("Ito", "Kei"))]
        for who, cents in GIFTS:
            desk.record("individual_receipt", people[who], RECEIVED, cents)
    return made


@contextmanager
def copy_of(written: Path) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        place = copyfile(written, Path(folder) / "a.fdesk")
        with open_book(place) as book:
            yield desk_for(book, "party")


def gifts_of(desk: Desk) -> list[int]:
    query = text("SELECT id FROM item WHERE parent_id IS NULL ORDER BY id")
    with desk.book.read() as connection:
        return list(connection.execute(query).scalars())


def do(desk: Desk, act: str, gift: int) -> bool:
    """Do one act in a unit of its own; returns whether it was allowed."""
    if act == "undo":
        if desk.book.undo_status().undo_label in (None, "Record contribution"):
            return False
        desk.book.undo()
        return True
    refund = TypedRefund(gift_id=gift, amount_cents=100_00, day=LATER, account_id=desk.account_id)
    try:
        with desk.book.unit_of_work(act) as unit:
            if act in ("hold", "keep out"):
                waiting = act == "keep out"
                terms = HoldTerms(
                    reason="doubtful", basis="In doubt", since=RECEIVED, waiting=waiting
                )
                place_hold(unit, gift, terms)
            elif act == "release":
                release_hold(unit, gift, SETTLED)
            elif act == "return":
                return_held(unit, gift, SETTLED)
            elif act == "deposit":
                deposit_held(unit, gift, LATER)
            elif act == "refund":
                refund_held(unit, refund)
            else:
                record_refund(unit, refund)
    except FinanceDeskError:
        return False
    return True


def state(desk: Desk) -> dict[str, object]:
    """Return totals, postings, attributions and aggregates without the numbers of rows."""
    wanted = {
        "postings": "SELECT a.code, p.posted_on, SUM(p.cents) FROM posting p"
        " JOIN account a ON a.id = p.account_id GROUP BY 1, 2 HAVING SUM(p.cents) <> 0"
        " ORDER BY 1, 2",
        "attributions": "SELECT person_id, limit_group, made_date, cents FROM attribution"
        " ORDER BY 1, 2, 3, 4",
        "aggregates": "SELECT person_id, line, reported_on, counted_cents, aggregate_cents,"
        " itemised FROM aggregate WHERE line IS NOT NULL ORDER BY 1, 2, 3, 4, 5",
    }
    with desk.book.read() as connection:
        found: dict[str, object] = {
            name: [tuple(row) for row in connection.execute(text(query))]
            for name, query in wanted.items()
        }
        summary = summarise(connection, desk.entity, "F3X", YEAR)
        on_hand = cash(connection, [desk.entity.id], YEAR.last)
        assert summary.a["8"] == on_hand.total_cents
        found["summary"] = (dict(summary.a), dict(summary.b))
    return found


def only_the_outcome(written: Path, desk: Desk) -> dict[str, object]:
    """Return the state of books that know nothing of holds, but what came of them."""
    query = text(
        "SELECT i.id, i.kind, (SELECT COUNT(*) FROM item r WHERE r.parent_id = i.id)"
        " FROM item i WHERE i.parent_id IS NULL ORDER BY i.id"
    )
    with desk.book.read() as connection:
        outcomes = [tuple(row) for row in connection.execute(query)]
    with copy_of(written) as plain:
        for item_id, kind, refunds in outcomes:
            for _ in range(refunds):
                assert do(plain, "refund part", item_id)
            if kind == "undeposited_gift":
                remove(plain.book, item_id)
        return state(plain)


def remove(book: Book, item_id: int) -> None:
    with book.unit_of_work("Delete entry") as unit:
        remove_items(unit, [item_id])


@settings(max_examples=examples(5, 60), deadline=None)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, len(GIFTS) - 1)), min_size=1, max_size=9
    )
)
def test_the_books_are_as_if_only_the_outcome_had_been_recorded(
    written: Path, acts: Sequence[Act]
) -> None:
    with copy_of(written) as desk:
        gifts = gifts_of(desk)
        for act, place in acts:
            do(desk, act, gifts[place])
        assert list(desk.book.verify()) == []
        assert state(desk) == only_the_outcome(written, desk)
        with desk.book.read() as connection:
            holds = holds_of(connection, gifts)
            on_hold = held_cash(connection, [desk.entity.id], YEAR.last)
        standing = [one for one in holds if one.is_open]
        assert len({one.item_id for one in standing}) == len(standing)
        assert on_hold == sum(one.open_cents for one in standing if not one.waiting)
        assert all(0 <= one.open_cents <= one.cents for one in holds)


def test_the_example_has_acts_that_are_allowed(written: Path) -> None:
    """Guards the test above: acts that are all refused would make it pass for nothing."""
    with copy_of(written) as desk:
        first, second, third = gifts_of(desk)
        done = [
            do(desk, "hold", first), do(desk, "refund", first), do(desk, "release", first),
            do(desk, "keep out", second), do(desk, "deposit", second), do(desk, "undo", second),
            do(desk, "return", second), do(desk, "keep out", third), do(desk, "release", third),
        ]  # fmt: skip
        assert done == [True] * len(done)
        assert list(desk.book.verify()) == []
