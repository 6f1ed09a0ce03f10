"""Closing an account: what it says, what hinders, who prepares, reviews and reopens."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.banking.closing import closing_items, touched_filings
from financedesk.banking.month import month_standing
from financedesk.errors import BadInput, Locked, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.check_voids import void_check
from financedesk.ledger.checks_drawn import draw_check
from financedesk.ledger.entries import NewItem
from financedesk.ledger.set_aside import set_aside
from financedesk.ledger.writer import LedgerWriter
from financedesk.reports.interchange import export_entity
from tests.banking.closing_house import (
    APRIL_END,
    FEE_WORDS,
    MARCH_END,
    ClosingHouse,
    closing_house,
)
from tests.banking.generated import bank_row
from tests.banking.test_matches import OPENING, state
from tests.intake.test_interchange_orders import entered
from tests.ledger.riverbend import desk_for


@pytest.fixture
def house(tmp_path: Path) -> Iterator[ClosingHouse]:
    with closing_house(tmp_path) as made:
        yield made


# --- what it would say


def test_an_outlook_brings_bank_and_books_together(house: ClosingHouse) -> None:
    found = house.outlook()
    assert (found.closed_from, found.closed_through) == ("2026-01-01", MARCH_END)
    assert (found.statement_cents, found.statement_on) == (OPENING - 58_00, MARCH_END)
    assert found.difference_cents == -15_00
    assert found.book_cents == OPENING - 943_00
    assert [(one.cents, one.row_id) for one in found.outstanding] == [(-900_00, house.rent)]
    assert found.in_transit == ()
    assert [(one.text, one.cents, one.why) for one in found.unbooked] == [
        ("SERVICE FEE", -15_00, "")
    ]
    assert found.adjusted_bank_cents == found.adjusted_book_cents == OPENING - 958_00
    assert len(found.hinders) == 1
    assert found.hinders[0].startswith("1 line of the bank is not in the books (-$15.00 in all)")
    assert house.outlook(explained={house.fee: FEE_WORDS}).can_close


def test_a_gift_on_its_way_to_the_bank_is_in_transit(house: ClosingHouse) -> None:
    house.give("Late", 70_00)
    found = house.outlook()
    assert [one.cents for one in found.in_transit] == [70_00]
    assert found.adjusted_bank_cents == found.adjusted_book_cents


def test_what_the_books_have_later_explains_itself(house: ClosingHouse) -> None:
    house.pay("Bank of Salem", "2026-04-02", 15_00)
    (entry,) = [one for one in house.seen(APRIL_END).unmatched_entries if one.cents == -15_00]
    house.match([house.fee], [entry.key])
    found = house.outlook()
    assert [one.why for one in found.unbooked] == ["In the books on 2026-04-02"]
    assert found.difference_cents == 0
    assert found.can_close
    house.close()


def test_a_voided_check_and_what_took_it_back_are_nothing(house: ClosingHouse) -> None:
    with house.book.unit_of_work("Draw check") as unit:
        check_id = draw_check(unit, house.items[5], 1042)
    with house.book.unit_of_work("Void check") as unit:
        assert void_check(unit, check_id, "2026-04-20", "Lost in the mail")
    march, april = house.outlook(), house.outlook(APRIL_END)
    assert [one.cents for one in march.outstanding] == [-900_00]
    assert (april.outstanding, april.in_transit) == ((), ())
    assert april.adjusted_bank_cents == april.adjusted_book_cents


@pytest.mark.parametrize(
    ("through", "said"),
    [
        ("2026-04-30", "statements of main end on 2026-03-31; import or type what comes after"),
        ("2026-07-31", "has not passed"),
    ],
)
def test_days_of_which_no_statement_tells_hinder(
    house: ClosingHouse, through: str, said: str
) -> None:
    assert any(said in one for one in house.outlook(through).hinders)


def test_what_nothing_explains_hinders_and_says_by_how_much(house: ClosingHouse) -> None:
    with house.book.unit_of_work("Begin otherwise") as unit:
        start = {"opening_balance_cents": OPENING + 1_00}
        unit.update(tables.account, house.account_id, start)
    with pytest.raises(Refused, match=r"of the books \$11,543.00: they differ by -\$1.00") as told:
        house.close(explained={house.fee: FEE_WORDS})
    assert "lines of the bank are missing" in str(told.value)
    assert house.closings() == []


def test_statements_that_do_not_follow_are_told(house: ClosingHouse) -> None:
    house.close_march()
    whose = {"entity_id": house.desk.entity.id, "account_id": house.account_id}
    row = {"number": "", "bank": "", "currency": "USD", "format": "typed", "file_name": "",
           "file_sha256": "", "part": 1, "opening_cents": OPENING, "opening_on": "2026-04-01",
           "closing_cents": OPENING, "closing_on": APRIL_END}  # fmt: skip
    with house.book.unit_of_work("Type statement") as unit:
        unit.insert(tables.bank_statement, {**whose, **row})
    (said,) = house.outlook(APRIL_END).notes
    assert said == (
        "The statement of 2026-04-30 begins with $12,500.00, but the closing through 2026-03-31"
        " ended with $12,442.00."
    )


def test_a_statement_that_overlaps_another_is_no_gap_and_one_between_is(
    house: ClosingHouse,
) -> None:
    """Weeks of one month, as a bank gives them out again and again, tell the same lines."""
    typed = {"entity_id": house.desk.entity.id, "account_id": house.account_id, "number": "",
             "bank": "", "currency": "USD", "format": "ofx", "file_name": "week.ofx",
             "file_sha256": "", "part": 1}  # fmt: skip
    week = {"opening_on": "2026-03-02", "opening_cents": OPENING, "closing_on": "2026-03-09",
            "closing_cents": OPENING - 39_00}  # fmt: skip
    with house.book.unit_of_work("Bring in the week") as unit:
        unit.insert(tables.bank_statement, {**typed, **week})
    assert house.outlook().notes == ()
    with house.book.unit_of_work("Bring in April") as unit:
        april = {"opening_on": "2026-04-03", "opening_cents": OPENING, "closing_on": APRIL_END,
                 "closing_cents": OPENING + 1_00}  # fmt: skip
        unit.insert(tables.bank_statement, {**typed, **april})
    assert house.outlook(APRIL_END).notes == (
        "Statement of 2026-04-30: Lines and balances differ by $1.00.",
        "Between 2026-03-31 and 2026-04-03 $58.00 are missing: a statement lies between.",
    )


def test_only_what_a_bank_keeps_is_closed(house: ClosingHouse) -> None:
    with house.book.unit_of_work("Move") as unit:
        unit.update(tables.account, house.account_id, {"role": "clearing"})
    with pytest.raises(Refused, match="only bank accounts are closed"):
        house.outlook()


def test_without_a_balance_of_the_bank_nothing_is_closed(house: ClosingHouse) -> None:
    with house.book.unit_of_work("Forget the balance") as unit:
        for (row,) in unit.connection.execute(text("SELECT id FROM bank_statement")).all():
            unit.update(tables.bank_statement, row, {"closing_cents": None})
    assert "No statement of main says a balance; import" in house.outlook().hinders[0]


def test_a_day_within_a_statement_is_counted_back(house: ClosingHouse) -> None:
    found = house.outlook("2026-03-09")
    assert (found.statement_cents, found.statement_on) == (OPENING - 39_00, MARCH_END)
    assert found.can_close


# --- closing


def test_a_closing_keeps_its_figures_and_what_explains_them(house: ClosingHouse) -> None:
    fee, rent = house.fee, house.rent
    closing_id = house.close_march()
    (kept,) = house.closings()
    assert (kept.closed_from, kept.closed_through) == ("2026-01-01", MARCH_END)
    assert (kept.statement_cents, kept.difference_cents) == (OPENING - 58_00, -15_00)
    assert (kept.prepared_by, kept.prepared_on, kept.reviewed_by) == ("Ann Lee", "2026-06-01", "")
    with house.book.read() as connection:
        items = closing_items(connection, closing_id)
    assert [(one.side, one.row_id, one.cents, one.why) for one in items] == [
        ("bank", fee, -15_00, FEE_WORDS), ("books", rent, -900_00, ""),
    ]  # fmt: skip
    assert house.book.verify() == []


def test_a_line_without_words_keeps_it_open(house: ClosingHouse) -> None:
    before = state(house.book)
    with pytest.raises(Refused, match="match or record what they are, or say why"):
        house.close(explained={house.fee: "   "})
    with pytest.raises(BadInput, match="who prepared"):
        house.close(explained={house.fee: FEE_WORDS}, by=" ")
    assert state(house.book) == before


def test_what_was_set_aside_has_its_words(house: ClosingHouse) -> None:
    with house.book.unit_of_work("Set aside") as unit:
        set_aside(unit, house.account, house.fee, "Ours by mistake", "Ann Lee", date(2026, 4, 2))
    assert [one.why for one in house.outlook().unbooked] == ["Ours by mistake"]
    assert house.outlook().can_close


def test_the_next_closing_follows_and_words_are_carried(house: ClosingHouse) -> None:
    house.close_march()
    house.bank(bank_row("04/10/2026", -900_00, "ELM ESTATES"), name="april.csv")
    with house.book.unit_of_work("Set the balance") as unit:
        unit.connection.execute(
            text("UPDATE bank_statement SET closing_cents = :cents WHERE closing_on > '2026-04'"),
            {"cents": OPENING - 958_00},
        )
    assert house.accept_certain() == 1  # an old check with a later line
    found = house.outlook("2026-04-10")
    assert (found.closed_from, found.before) == ("2026-04-01", house.closings()[0])
    assert [one.why for one in found.unbooked] == [FEE_WORDS]
    assert found.outstanding == ()
    assert found.can_close
    house.close("2026-04-10")
    assert [one.closed_through for one in house.closings()] == ["2026-04-10", MARCH_END]
    with pytest.raises(Refused, match="closed through 2026-04-10 already"):
        house.close("2026-04-05")


# --- reviewing


@pytest.mark.parametrize("same", ["Ann Lee", " ann  LEE"])
def test_who_prepared_does_not_review(house: ClosingHouse, same: str) -> None:
    closing_id = house.close_march()
    with pytest.raises(Refused, match="Ann Lee prepared this closing; somebody else must"):
        house.review(closing_id, same)
    assert not house.closings()[0].reviewed_on


@pytest.mark.parametrize("name", ["Ada Lopez", "LOPEZ, Ada"])
def test_the_treasurer_who_signs_does_not_review(house: ClosingHouse, name: str) -> None:
    closing_id = house.close_march()
    with pytest.raises(Refused, match="signs as treasurer"):
        house.review(closing_id, name)


def test_somebody_else_reviews_once(house: ClosingHouse) -> None:
    closing_id = house.close_march()
    house.review(closing_id, " Robin   Fox ")
    (kept,) = house.closings()
    assert (kept.reviewed_by, kept.reviewed_on) == ("Robin Fox", "2026-06-02")
    with pytest.raises(Refused, match="was reviewed by Robin Fox"):
        house.review(closing_id, "Kim Day")
    with pytest.raises(NotFound):
        house.review(12, "Kim Day")


# --- reopening


def test_reopening_asks_why_and_keeps_the_words(house: ClosingHouse) -> None:
    closing_id = house.close_march()
    with pytest.raises(Refused, match="Say why main through 2026-03-31 is reopened"):
        house.reopen(closing_id, "  ")
    house.reopen(closing_id)
    (kept,) = house.closings()
    assert (kept.reopened_why, kept.is_in_force) == ("A slip was found", False)
    with pytest.raises(Refused, match="was reopened on 2026-06-03"):
        house.reopen(closing_id)
    with pytest.raises(Refused, match="close it again, then review it"):
        house.review(closing_id, "Robin Fox")
    with house.book.read() as connection:
        kept_items = closing_items(connection, closing_id)
    assert [(one.row_id, one.cents) for one in kept_items] == [(None, -15_00), (None, -900_00)]
    # What was said of the fee is offered again.
    assert [one.why for one in house.outlook().unbooked] == [FEE_WORDS]
    house.close()
    assert [one.is_in_force for one in house.closings()] == [True, False]


def test_only_the_newest_closing_is_reopened(house: ClosingHouse) -> None:
    fee = house.fee
    first = house.close("2026-03-10")
    house.close(explained={fee: FEE_WORDS})
    with pytest.raises(Refused, match="closed through 2026-03-31 as well"):
        house.reopen(first)
    groups = [one[0] for one in _groups(house, "Close through 2026-03-10")]
    with pytest.raises(Locked, match="closed through 2026-03-31 as well"):
        house.book.undo(groups[0])


def _groups(house: ClosingHouse, action: str) -> list[tuple[int]]:
    query = text("SELECT DISTINCT group_id FROM journal WHERE action = :action")
    with house.book.read() as connection:
        return [(row.group_id,) for row in connection.execute(query, {"action": action})]


def test_reports_over_its_days_are_named(house: ClosingHouse) -> None:
    report = {"entity_id": house.desk.entity.id, "form": "F3X", "report_code": "Q1",
              "from_date": "2026-01-01", "to_date": MARCH_END, "version": 0,
              "recorded_at": "now"}  # fmt: skip
    with house.book.unit_of_work("File") as unit:
        unit.insert(tables.filing, {**report, "state": "filed"})
        later = {"from_date": "2026-04-01", "to_date": "2026-06-30", "report_code": "Q2"}
        unit.insert(tables.filing, {**report, **later, "state": "filed"})
        unit.insert(tables.filing, {**report, "report_code": "M3", "state": "draft"})
    closing_id = house.close_march()
    with house.book.read() as connection:
        found = touched_filings(connection, closing_id)
    assert [one.words for one in found] == ["Q1 report through 2026-03-31 (filed)"]


def test_undo_takes_a_closing_back_and_redo_brings_it(house: ClosingHouse) -> None:
    before = state(house.book)
    house.close_march()
    after = state(house.book)
    house.book.undo()
    assert state(house.book) == before
    house.book.redo()
    assert state(house.book) == after
    closing_id = house.closings()[0].id
    house.reopen(closing_id)
    house.book.undo()
    assert state(house.book) == after


def test_a_closing_does_not_come_back_over_other_figures(house: ClosingHouse) -> None:
    closing_id = house.close_march()
    house.reopen(closing_id)
    (reopened,) = _groups(house, "Reopen")[0]
    house.pay("Forgotten", "2026-03-20", 5_00)
    with pytest.raises(Locked, match="has changed since it was closed through 2026-03-31"):
        house.book.undo(reopened)
    assert not house.closings()[0].is_in_force


# --- beside it


def test_verify_finds_books_that_changed_behind_a_closing(house: ClosingHouse) -> None:
    house.close_march()
    with house.book.unit_of_work("Break") as unit:
        unit.connection.execute(text("UPDATE posting SET cents = cents - 1 WHERE cents = -90000"))
    told = [one.text for one in house.book.verify()]
    assert any("says that the books held 1155700 cents; they hold 1155699" in one for one in told)


def test_closings_go_with_their_entity(house: ClosingHouse, tmp_path: Path) -> None:
    closing_id = house.close_march()
    house.review(closing_id, "Robin Fox")
    assert export_entity(house.book, "party", tmp_path / "out")
    with entered(house.book, ("party",), tmp_path) as second:
        assert second.verify() == []
        desk = desk_for(second, "party")
        with second.read() as connection:
            account = account_by_id(connection, desk.account_id)
            found = month_standing(connection, account.entity_id, "2026-03")
        (one,) = found.accounts
        assert one.closing is not None
        assert (one.closing.reviewed_by, one.difference_cents) == ("Robin Fox", -15_00)
        assert found.is_reviewed
        with pytest.raises(Locked), second.unit_of_work("Record") as unit:
            _pay(unit, desk.entity.id, desk.account_id)


def _pay(unit: object, entity_id: int, account_id: int) -> None:
    with LedgerWriter(unit, entity_id) as writer:  # type: ignore[arg-type]
        new = NewItem(kind="operating_expenditure", item_date="2026-03-20", amount_cents=100,
                      account_id=account_id, purpose="Stamps")  # fmt: skip
        writer.add_transaction("bill", "2026-03-20", [new])


def test_a_month_is_closed_when_all_its_accounts_are(house: ClosingHouse) -> None:
    entity_id = house.desk.entity.id

    def march() -> tuple[bool, bool, list[tuple[bool, int]]]:
        with house.book.read() as connection:
            found = month_standing(connection, entity_id, "2026-03", today="2026-06-01")
        told = [(one.is_closed, one.difference_cents) for one in found.accounts]
        return found.is_closed, found.is_reviewed, told

    assert march() == (False, False, [(False, -15_00)])
    closing_id = house.close_march()
    assert march() == (True, False, [(True, -15_00)])
    house.review(closing_id, "Robin Fox")
    assert march()[1]
    with house.book.unit_of_work("Open") as unit:
        row = {"entity_id": entity_id, "code": "second", "kind": "federal", "role": "bank",
               "name": "Second", "opening_date": "2026-03-15",
               "opening_balance_cents": 0}  # fmt: skip
        second = unit.insert(tables.account, row)
    assert march() == (False, False, [(True, -15_00), (False, 0)])
    with house.book.unit_of_work("Open later") as unit:
        unit.update(tables.account, second, {"opening_date": "2026-04-01"})
    assert march()[0]
    with house.book.unit_of_work("Close account") as unit:
        gone = {"opening_date": "2026-01-01", "closed_on": "2026-02-28"}
        unit.update(tables.account, second, gone)
    assert march()[0]
    with house.book.read() as connection, pytest.raises(BadInput):
        month_standing(connection, entity_id, "March")
