"""What is closed stays as it is, whichever way somebody tries; the rest may change."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.banking.closing import prepare_closing
from financedesk.banking.matching import take_back
from financedesk.banking.month import month_standing
from financedesk.banking.tie_out import tie_out
from financedesk.errors import Locked
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger import tables
from financedesk.ledger.account_edit import AccountFacts, account_by_id, add_account, edit_account
from financedesk.ledger.account_locks import account_lock
from financedesk.ledger.edit import ItemEdit, remove_items, replace_item
from financedesk.ledger.entered_gift import entered_gift
from financedesk.ledger.register_rows import register_rows
from financedesk.ledger.typed_statement import TypedLine, TypedStatement, record_statement
from tests.banking.closing_house import FEE_WORDS, ClosingHouse, closing_house
from tests.banking.generated import bank_row
from tests.banking.test_matches import MARCH, OPENING, state
from tests.intake.exports import gift, rows_of, write_export
from tests.ledger.riverbend import desk_for, person, riverbend_at

CLOSED = "main is closed through 2026-03-31, and what is dated to that day stays as it is"
RECORDED = "Record contribution"
Try = Callable[[ClosingHouse], object]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[ClosingHouse]:
    with closing_house(tmp_path) as made:
        made.close_march()
        yield made


def corrected(house: ClosingHouse, item: int, cents: int, day: str) -> None:
    with house.book.unit_of_work("Correct") as unit:
        replace_item(unit, item, ItemEdit(cents, day, None))


def removed(house: ClosingHouse, item: int) -> None:
    with house.book.unit_of_work("Delete") as unit:
        remove_items(unit, [item])


def moved_in(house: ClosingHouse) -> None:
    april = house.pay("Later", "2026-04-02", 7_00)
    corrected(house, april, 7_00, "2026-03-31")


def group_of(house: ClosingHouse, action: str) -> int:
    query = "SELECT MIN(group_id) FROM journal WHERE action = :action"
    return int(rows_of(house.book, query, action=action)[0][0])


def paid_rent(house: ClosingHouse) -> int:
    query = "SELECT group_id FROM journal WHERE action = :action ORDER BY id"
    return int(rows_of(house.book, query, action=RECORDED)[5][0])


def match_taken_back(house: ClosingHouse, place: int) -> None:
    match_id = house.seen().matched[place].id
    with house.book.unit_of_work("Take back") as unit:
        take_back(unit, house.account, match_id)


def typed(house: ClosingHouse, closing_on: str, *lines: TypedLine) -> None:
    facts = TypedStatement(opening_on="2026-03-01", opening_cents=OPENING, closing_on=closing_on,
                           closing_cents=OPENING, lines=lines)  # fmt: skip
    with house.book.unit_of_work("Type statement") as unit:
        record_statement(unit, house.account, facts)


def begun_otherwise(house: ClosingHouse) -> None:
    before = house.account
    facts = AccountFacts(code=before.code, kind=before.kind, name=before.name,
                         opening_date=before.opening_date or "",
                         opening_balance_cents=OPENING + 5)  # fmt: skip
    with house.book.unit_of_work("Change account") as unit:
        edit_account(unit, before.id, facts)


def row_changed(house: ClosingHouse, table: str, **changes: object) -> None:
    row_id = rows_of(house.book, f"SELECT MIN(id) FROM {table}")[0][0]
    with house.book.unit_of_work("Change") as unit:
        unit.update(next(one for one in unit.tables if one.name == table), row_id, changes)


def payout_imported(house: ClosingHouse) -> None:
    paid = gift(Recipient_Gov_ID="C00999991", Date="2026-03-03 10:00:00",
                Disbursement_Date="2026-03-30")  # fmt: skip
    import_file(house.book, write_export(house.folder / "actblue.csv", [paid]))


def fee_told_away(house: ClosingHouse) -> None:
    """The fee stayed out in words; a payment of a closed day would need that day to change."""
    house.match([house.fee], [house.rent])


WAYS: dict[str, Try] = {
    "a payment": lambda house: house.pay("New", "2026-03-15", 1_00),
    "a gift": lambda house: house.give("New", 1_00),
    "another amount": lambda house: corrected(house, house.items[0], 121_00, "2026-03-02"),
    "a later day": lambda house: corrected(house, house.items[5], 900_00, "2026-04-02"),
    "a day within": lambda house: corrected(house, house.items[5], 900_00, "2026-03-05"),
    "an earlier day": moved_in,
    "deleting": lambda house: removed(house, house.items[5]),
    "deleting what is matched": lambda house: removed(house, house.items[0]),
    "undo of what was before": lambda house: house.book.undo(paid_rent(house)),
    "undo with all that stands on it": lambda house: house.book.undo(
        group_of(house, RECORDED), cascade=True
    ),
    "taking a match back": lambda house: match_taken_back(house, 0),
    "taking a match of a deposit back": lambda house: match_taken_back(house, 1),
    "undo of a match": lambda house: house.book.undo(group_of(house, "Match with the bank")),
    "taking the statement back": lambda house: house.book.undo(
        group_of(house, "Bring in statement march.csv"), cascade=True
    ),
    "a line that comes later": lambda house: house.bank(
        bank_row("03/20/2026", -1_00, "NEW"), name="more.csv"
    ),
    "a typed statement": lambda house: typed(house, "2026-03-31"),
    "a typed line": lambda house: typed(
        house, "2026-04-30", TypedLine(day="2026-03-30", cents=-1_00, payee="New")
    ),
    "another balance": lambda house: row_changed(house, "bank_statement", closing_cents=1),
    "another day of a line": lambda house: row_changed(
        house, "statement_line", booked_on="2026-04-01"
    ),
    "another account of a posting": lambda house: row_changed(
        house, "posting", account_id=desk_for(house.book, "campaign").account_id
    ),
    "another beginning": begun_otherwise,
    "a payout of an import": payout_imported,
}  # fmt: skip


HELD = (
    "SELECT * FROM posting WHERE posted_on <= '2026-03-31' ORDER BY id",
    "SELECT * FROM item WHERE item_date <= '2026-03-31' ORDER BY id",
    "SELECT * FROM statement_line ORDER BY id",
    "SELECT * FROM bank_statement ORDER BY id",
    "SELECT * FROM bank_match_line ORDER BY id",
    "SELECT * FROM bank_match_posting ORDER BY id",
    "SELECT * FROM bank_closing_item ORDER BY id",
    "SELECT opening_balance_cents, opening_date FROM account ORDER BY id",
)


def test_nothing_closed_changes(house: ClosingHouse) -> None:
    """One way after the other on one book: none of them leaves anything behind."""
    before = [rows_of(house.book, query) for query in HELD]
    for name, way in WAYS.items():
        with pytest.raises(Locked, match="main is closed through 2026-03-31") as told:
            way(house)
        assert str(told.value).endswith("reopen that closing first."), name
        assert [rows_of(house.book, query) for query in HELD] == before, name
    assert house.book.verify() == []


def test_reopened_it_may_change(house: ClosingHouse) -> None:
    house.reopen(house.closings()[0].id)
    for way in ("a payment", "deleting", "taking a match back", "another beginning"):
        WAYS[way](house)
    assert house.book.verify() == []


def test_an_import_from_before_is_not_taken_back(tmp_path: Path) -> None:
    with closing_house(tmp_path) as house:
        payout_imported(house)
        house.bank(bank_row("03/30/2026", 24_01, "ACTBLUE 100"), name="payout.csv")
        with house.book.unit_of_work("Set the balance") as unit:
            for (row,) in unit.connection.execute(text("SELECT id FROM bank_statement")).all():
                cents = {"closing_cents": OPENING - 58_00 + 24_01, "closing_on": "2026-03-31"}
                unit.update(tables.bank_statement, row, cents)
        assert house.accept_certain() == 1
        house.close_march()
        batch_id = rows_of(house.book, "SELECT MAX(id) FROM batch")[0][0]
        before = state(house.book)
        for cascade in (False, True):
            with pytest.raises(Locked, match=CLOSED):
                undo_import(house.book, batch_id, cascade=cascade)
        with pytest.raises(Locked, match=CLOSED):
            house.book.undo_batch(batch_id, cascade=True)
        assert state(house.book) == before


def test_an_undo_that_takes_the_closing_along_frees_nothing(house: ClosingHouse) -> None:
    """The closing stands on its account: taking that back would take back what was closed."""
    entity_id = house.desk.entity.id
    with house.book.unit_of_work("Open account") as unit:
        facts = AccountFacts(
            code="second", kind="federal", name="Second", opening_date="2026-01-01"
        )
        second = add_account(unit, entity_id, facts)
        opened = unit.group_id
    whose = house.desk.meet(person("Fox"))
    house.desk.record("individual_receipt", whose, "2026-03-02", 10_00, account_id=second)
    with house.book.unit_of_work("Type statement") as unit:
        paper = TypedStatement(opening_on="2026-03-01", opening_cents=0, closing_on="2026-03-31",
                               closing_cents=0, lines=())  # fmt: skip
        record_statement(unit, account_by_id(unit.connection, second), paper)
    with house.book.unit_of_work("Close") as unit:
        prepare_closing(unit, second, "2026-03-31", "Ann Lee", on="2026-06-01")
    before = state(house.book)
    with pytest.raises(Locked, match="Second is closed through 2026-03-31"):
        house.book.undo(opened, cascade=True)
    assert state(house.book) == before
    house.book.undo()  # the closing alone goes: nothing that it held has changed
    assert len(house.closings()) == 1


# --- what stays possible


def test_an_outstanding_check_is_matched_with_a_later_line(house: ClosingHouse) -> None:
    house.bank(bank_row("04/10/2026", -900_00, "ELM ESTATES"), name="april.csv")
    before = state(house.book)
    assert house.accept_certain() == 1
    match_taken_back(house, -1)
    assert state(house.book) == before


def test_what_was_explained_is_matched_with_a_later_entry(house: ClosingHouse) -> None:
    house.pay("Bank of Salem", "2026-04-02", 15_00)
    entry = next(one for one in house.seen("2026-04-30").unmatched_entries if one.cents == -15_00)
    house.match([house.fee], [entry.key])
    match_taken_back(house, -1)
    house.book.undo()
    before = state(house.book)
    # The entry is of April: it may go, with its match, and come back.
    removed(house, rows_of(house.book, "SELECT MAX(id) FROM item")[0][0])
    assert house.number() == 4
    house.book.undo()
    assert state(house.book) == before


def test_a_line_that_explains_itself_only_within_is_not_matched(tmp_path: Path) -> None:
    """Fee and refund of a closed month were told in words: now they stay told."""
    with closing_house(tmp_path) as house:
        house.bank(bank_row("03/31/2026", 15_00, "FEE GIVEN BACK"), name="back.csv")
        with house.book.unit_of_work("Set the balance") as unit:
            for (row,) in unit.connection.execute(text("SELECT id FROM bank_statement")).all():
                cents = {"closing_cents": OPENING - 43_00, "closing_on": "2026-03-31"}
                unit.update(tables.bank_statement, row, cents)
        lines = [one.key for one in house.seen().unmatched_lines]
        house.close(explained=dict.fromkeys(lines, FEE_WORDS))
        with pytest.raises(Locked, match=CLOSED):
            house.match(lines, [])


def test_an_older_export_brings_nothing_and_is_undone(house: ClosingHouse) -> None:
    before = state(house.book)
    house.bank(*MARCH[:3], name="half.csv")  # known lines, and a balance of the ninth
    assert len(rows_of(house.book, "SELECT id FROM bank_statement")) == 2
    assert house.outlook("2026-03-31").statement_cents == OPENING - 58_00
    house.book.undo()
    assert state(house.book) == before


def test_what_moves_no_money_may_change(house: ClosingHouse) -> None:
    with house.book.unit_of_work("Correct") as unit:
        unit.update(tables.item, house.items[0], {"purpose": "Posters"})
    edited = replace(ItemEdit(120_00, "2026-03-02", None))
    with house.book.unit_of_work("Correct") as unit:
        replace_item(unit, house.items[0], edited)
    house.bank(name="again.csv")  # the same statement brings nothing
    house.pay("New", "2026-04-01", 1_00)
    assert house.outlook("2026-03-31").book_cents == OPENING - 943_00


def test_the_register_says_what_is_closed(house: ClosingHouse) -> None:
    april = house.pay("Later", "2026-04-02", 7_00)
    memo = house.desk.record(
        "individual_receipt", house.desk.meet(person("Fox")), "2026-03-09", 5_00, memo=True
    )  # fmt: skip
    ids = [*house.items, april, memo]
    with house.book.read() as connection:
        told = {row.id: row.locked for row in register_rows(connection, ids)}
        rent = entered_gift(connection, house.items[5])
        lock = account_lock(connection, house.account)
    assert {told[one] for one in house.items} == {f"{CLOSED}; reopen that closing first."}
    assert told[april] is told[memo] is None  # a later one, and one that moves no money
    assert rent.locked == lock == f"{CLOSED}; reopen that closing first."


def test_on_either_database_lines_entries_and_matches_are_held(
    location: str, tmp_path: Path
) -> None:
    with riverbend_at(location) as book:
        house = ClosingHouse(book, tmp_path).match_march()
        house.close_march()
        for way in ("a gift", "deleting", "a line that comes later", "taking a match back"):
            with pytest.raises(Locked, match="main is closed through 2026-03-31"):
                WAYS[way](house)
        with pytest.raises(Locked, match="main is closed through 2026-03-31"):
            payout_imported(house)
        with book.read() as connection:
            told = [row.locked for row in register_rows(connection, house.items)]
            (tie,) = tie_out(connection, house.desk.entity.id, "2026-03-31").ties
            month = month_standing(connection, house.desk.entity.id, "2026-03")
        assert all(told)
        assert (tie.bank_difference_cents, tie.line_difference_cents) == (-15_00, 0)
        assert month.is_closed
        house.desk.meet(person("Free"))
        house.reopen(house.closings()[0].id)
        removed(house, house.items[5])
        assert book.verify() == []
