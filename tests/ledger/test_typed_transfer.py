"""Transfers: both sides or neither, on the line of each form, within the walls, to the cent."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from financedesk.book import Book
from financedesk.errors import BadInput, FinanceDeskError, Locked, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_balance import balance
from financedesk.ledger.edit import ItemEdit, remove_items, replace_item
from financedesk.ledger.outlays import Flows, OutlayRow, outlay_flows, outlay_rows, outlay_total
from financedesk.ledger.pairs import with_other_sides
from financedesk.ledger.register import RegisterQuery
from financedesk.ledger.typed_transfer import (
    TransferEdit,
    TypedTransfer,
    both_sides,
    correct_transfer,
    entities_of,
    record_transfer,
    remove_transfer,
    transfer_outlook,
)
from financedesk.progress import Silent
from tests.ledger.meadow import OPENING, meadow_at, side
from tests.soaking import examples

DAY = "2026-07-06"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as made:
        yield made


def typed(book: Book, giver: str, taker: str, cents: int = 500_00, **more: str) -> TypedTransfer:
    return TypedTransfer(
        giver=side(book, giver), taker=side(book, taker), amount_cents=cents,
        **{"day": DAY, "purpose": "Quarterly share", **more},  # type: ignore[arg-type]
    )  # fmt: skip


def record(book: Book, transfer: TypedTransfer) -> tuple[int, int]:
    with book.unit_of_work("Record transfer") as unit:
        return record_transfer(unit, transfer)


def rows_of(book: Book, ids: tuple[int, ...], *seen: str) -> list[OutlayRow]:
    entities = [side(book, code).entity.id for code in seen]
    with book.read() as connection:
        return outlay_rows(connection, ids, entities)


def cash(book: Book, words: str) -> int:
    of = side(book, words)
    with book.read() as connection:
        return balance(connection, of.entity, of.account, "2026-12-31").cents


def test_a_transfer_stands_in_both_books_on_the_line_of_each_form(book: Book) -> None:
    ids = record(book, typed(book, "county", "party", method="Wire"))
    out, into = rows_of(book, ids, "party", "county")
    assert out.entry.line.startswith("Line 22")
    assert into.entry.line.startswith("Line 12")
    assert (out.incoming, into.incoming) == (False, True)
    assert (out.payee, into.payee) == ("Meadow Party", "Meadow County")
    assert out.other is not None
    assert (out.other.item_id, out.other.entity) == (into.id, "Meadow Party")
    assert out.entry.method == into.entry.method == "Wire"
    assert (cash(book, "county"), cash(book, "party")) == (OPENING - 500_00, OPENING + 500_00)
    assert book.verify() == []


def test_undo_takes_both_sides_back_and_redo_brings_both(book: Book) -> None:
    record(book, typed(book, "county", "party"))
    book.undo()
    assert (cash(book, "county"), cash(book, "party")) == (OPENING, OPENING)
    with book.read() as connection:
        assert connection.execute(select(func.count()).select_from(tables.item)).scalar() == 0
    book.redo()
    assert cash(book, "party") == OPENING + 500_00
    assert book.verify() == []


@pytest.mark.parametrize(
    ("giver", "taker", "lines"),
    [
        ("party", "party.reserve", ("", "")),
        ("party.state", "party", ("", "Line 18(a)")),
        ("party.levin", "party", ("", "Line 18(b)")),
        ("party", "party.state", ("Line 29", "")),
        ("action", "allies", ("Line 22", "Line 12")),
        ("action", "strangers", ("Line 23", "Line 11(c)")),
        ("voice", "institute", ("", "")),
    ],
)
def test_each_path_has_its_own_kinds(
    book: Book, giver: str, taker: str, lines: tuple[str, str]
) -> None:
    ids = record(book, typed(book, giver, taker))
    found = [row.entry.line for row in rows_of(book, ids, giver.split(".", maxsplit=1)[0])]
    for words, line in zip(found, lines, strict=True):
        assert words.startswith(line)
        assert bool(words) == bool(line)
    assert cash(book, giver) + cash(book, taker) == 2 * OPENING
    assert book.verify() == []


def test_own_accounts_are_named_by_the_account(book: Book) -> None:
    ids = record(book, typed(book, "party", "party.reserve"))
    assert [row.payee for row in rows_of(book, ids, "party")] == ["Reserve", "Checking"]


def test_a_contribution_to_the_own_candidate_is_for_an_election(book: Book) -> None:
    wanted = typed(book, "party", "campaign")
    with pytest.raises(BadInput, match="which election"):
        record(book, wanted)
    ids = record(book, replace(wanted, election_code="g2026"))
    assert [row.election_code for row in rows_of(book, ids)] == ["G2026", "G2026"]


@pytest.mark.parametrize(
    ("giver", "taker", "law"),
    [
        ("institute", "action", r"501\(c\)\(3\)"),
        ("loud", "campaign", r"30116\(a\)\(7\)\(B\)"),
        ("party.state", "county", "30125"),
        ("party", "party.levin", "30125"),
        ("voice", "party", "30118"),
    ],
)
def test_what_the_law_forbids_is_refused_and_nothing_is_stored(
    book: Book, giver: str, taker: str, law: str
) -> None:
    with pytest.raises(Refused, match=law):
        record(book, typed(book, giver, taker))
    assert (cash(book, giver), cash(book, taker)) == (OPENING, OPENING)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount_cents": 0}, "above zero"),
        ({"event_type": "DF"}, "Name the event"),
    ],
)
def test_what_is_missing_is_said(book: Book, changes: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        record(book, replace(typed(book, "party.state", "party"), **changes))  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="two different accounts"):
        record(book, typed(book, "party", "party"))


def test_the_outlook_tells_both_sides_before_anything_is_written(book: Book) -> None:
    giver, taker = side(book, "county"), side(book, "party")
    with book.read() as connection:
        found = transfer_outlook(connection, giver, taker, DAY, 11_000_00)
        walled = transfer_outlook(connection, side(book, "institute"), taker, DAY, 1_00)
    assert found.giver is not None
    assert found.taker is not None
    assert found.giver.balance.cents == -1_000_00
    assert found.taker.balance.cents == OPENING + 11_000_00
    assert found.taker.line.startswith("Line 12")
    assert found.giver.report is not None
    assert (walled.passage.refused, walled.giver, walled.taker) == (True, None, None)


# --- walls


def test_another_side_behind_a_wall_is_not_told(book: Book) -> None:
    ids = record(book, typed(book, "county", "party"))
    out, _ = rows_of(book, ids, "county")
    assert (out.paired, out.other) == (True, None)
    assert out.payee == "Meadow Party"


# --- correcting and removing


def edit(cents: int = 600_00, day: str = "2026-07-08") -> TransferEdit:
    return TransferEdit(amount_cents=cents, day=day, purpose="Share", method="Check 5")


def correct(book: Book, item_id: int, change: TransferEdit) -> None:
    with book.unit_of_work("Edit transfer") as unit:
        correct_transfer(unit, item_id, change)


def test_a_correction_changes_both_sides(book: Book) -> None:
    ids = record(book, typed(book, "county", "party"))
    correct(book, ids[1], edit())
    for row in rows_of(book, ids):
        assert (row.entry.amount_cents, row.entry.date) == (600_00, "2026-07-08")
        assert (row.purpose, row.entry.method) == ("Share", "Check 5")
    assert cash(book, "county") == OPENING - 600_00
    assert book.verify() == []
    book.undo()
    assert cash(book, "county") == OPENING - 500_00


def test_schedule_h3_follows_the_corrected_amount(book: Book) -> None:
    ids = record(book, typed(book, "party.state", "party"))
    correct(book, ids[0], edit(650_00))
    with book.read() as connection:
        fields = connection.execute(
            select(tables.item.c.fields).where(tables.item.c.id == ids[1])
        ).scalar_one()
    assert '"total_amount_transferred": "650.00"' in fields


def lock(book: Book, code: str, item_id: int) -> None:
    of = side(book, code)
    with book.unit_of_work("File") as unit:
        filing = unit.insert(
            tables.filing,
            {
                "entity_id": of.entity.id, "form": "F3X", "report_code": "Q3", "state": "filed",
                "from_date": "2026-07-01", "to_date": "2026-09-30", "version": 0,
                "recorded_at": "2026-10-15",
            },
        )  # fmt: skip
        unit.insert(
            tables.filing_item,
            {
                "entity_id": of.entity.id, "filing_id": filing, "item_id": item_id,
                "line": "SA12", "itemised": 1, "amount_cents": 500_00,
            },
        )  # fmt: skip


def test_a_side_that_is_filed_holds_the_other_and_says_where(book: Book) -> None:
    given_id, taken_id = record(book, typed(book, "county", "party"))
    lock(book, "party", taken_id)
    with pytest.raises(Locked, match="books of Meadow Party: This row stands in the Q3 report"):
        correct(book, given_id, edit())
    with pytest.raises(Locked, match="Meadow Party"), book.unit_of_work("Delete") as unit:
        remove_transfer(unit, given_id)
    (row,) = rows_of(book, (given_id,), "county", "party")
    assert row.entry.locked is None
    assert "books of Meadow Party" in (row.locked or "")
    (behind_wall,) = rows_of(book, (given_id,), "county")
    assert behind_wall.locked is None
    assert cash(book, "county") == OPENING - 500_00


def test_no_side_goes_or_changes_alone(book: Book) -> None:
    given_id, taken_id = record(book, typed(book, "county", "party"))
    with pytest.raises(Refused, match="one side"), book.unit_of_work("Delete") as unit:
        remove_items(unit, [given_id])
    with pytest.raises(Refused, match="one side"), book.unit_of_work("Edit") as unit:
        replace_item(unit, taken_id, ItemEdit(1_00, DAY, None))
    with book.read() as connection:
        assert with_other_sides(connection, [taken_id]) == [taken_id, given_id]
        assert both_sides(connection, taken_id) == (given_id, taken_id)
        assert len(entities_of(connection, (given_id, taken_id))) == 2
    with book.unit_of_work("Delete") as unit:
        assert remove_transfer(unit, taken_id) == 2
    assert (cash(book, "county"), cash(book, "party")) == (OPENING, OPENING)
    assert book.verify() == []


# --- sums


def test_flows_and_totals_tie_to_the_entries(book: Book) -> None:
    ids = record(book, typed(book, "county", "party"))
    ids += record(book, typed(book, "party", "party.reserve", 75_00))
    party = side(book, "party").entity.id

    def flows(view: str) -> Flows:
        query = RegisterQuery(entity_ids=(party,), kind_group=view)  # type: ignore[arg-type]
        with book.read() as connection:
            return outlay_flows(connection, query)

    assert flows("transfers") == Flows(3, 75_00, 575_00)
    assert flows("outlays") == Flows(3, 75_00, 575_00)
    assert flows("payments") == Flows(0, 0, 0)
    with book.read() as connection:
        assert outlay_total(connection, list(ids), Silent()) == 0
        assert outlay_total(connection, list(ids[:1]), Silent()) == 500_00


# --- whatever is done, the sum of cash stays

PLACES = ("party", "party.reserve", "party.state", "county", "action", "allies", "loud", "voice")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(PLACES), st.sampled_from(PLACES), st.integers(-5, 2_000_00),
        st.sampled_from(("record", "correct", "delete", "undo")),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def step(book: Book, giver: str, taker: str, cents: int, act: str) -> None:
    with book.read() as connection:
        newest = connection.execute(select(func.max(tables.item.c.id))).scalar()
    if act == "undo" and newest is not None:
        book.undo()
    elif act == "correct" and newest is not None:
        correct(book, newest, edit(cents))
    elif act == "delete" and newest is not None:
        with book.unit_of_work("Delete transfer") as unit:
            remove_transfer(unit, newest)
    else:
        record(book, typed(book, giver, taker, cents))


@settings(max_examples=examples(3, 40), deadline=None)
@given(steps=STEPS)
def test_any_sequence_of_transfers_leaves_the_sum_of_cash_unchanged(
    steps: list[tuple[str, str, int, str]],
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        meadow_at(f"{folder}/book.fdesk") as book,
    ):
        for giver, taker, cents, act in steps:
            try:
                step(book, giver, taker, cents, act)
            except FinanceDeskError:
                continue  # refused: then nothing may have moved either
        assert sum(cash(book, place) for place in PLACES) == OPENING * len(PLACES)
        assert book.verify() == []
