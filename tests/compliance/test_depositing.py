"""Gifts that wait for the bank past their ten days, and cash above what the law allows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.deposits import SlipHead, make_deposit
from financedesk.ledger.entities import entities
from financedesk.ledger.entries import NewItem
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.writer import LedgerWriter
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        yield made


def found(book: Book, rule: str, today: str = "2026-10-01") -> list[Finding]:
    with book.read() as connection:
        judged = judge(connection, entities(connection), date.fromisoformat(today)).findings
    return [one for one in judged if one.rule == rule]


def in_cash(desk: Desk, who: ContactRef, cents: int, method: str = "Cash, at the door") -> int:
    """Write cash as older books or another program did: nothing asked for its limit."""
    new = NewItem(
        kind="individual_receipt", contact=who, item_date="2026-09-01", amount_cents=cents,
        account_id=desk.account_id, deposited_date="2026-09-02",
    )  # fmt: skip
    with (
        desk.book.unit_of_work("Record contribution") as unit,
        LedgerWriter(unit, desk.entity.id) as writer,
    ):
        return writer.add_transaction("gift", "2026-09-01", [new], description=method)[0]


def test_what_waits_for_the_bank_is_found_shortly_before_its_tenth_day(book: Book) -> None:
    desk = desk_for(book, "party")
    giver = desk.meet(person("Okoro"))
    first = desk.record("individual_receipt", giver, "2026-09-01", 50_00)
    second = desk.record("individual_receipt", giver, "2026-09-06", 25_00)
    assert found(book, "not_deposited", "2026-09-07") == []
    (one,) = found(book, "not_deposited", "2026-09-11")
    assert (one.item_ids, one.due, one.cents) == ((first,), "2026-09-11", 50_00)
    assert "overdue" not in one.why
    (one,) = found(book, "not_deposited", "2026-09-17")
    assert (one.item_ids, one.cents) == ((first, second), 75_00)
    assert "2 gifts wait for a deposit, $75.00, 2 of them overdue" in one.why
    assert "103.3(a)" in one.citation
    with book.unit_of_work("Make deposit") as unit:
        account = account_by_id(unit.connection, desk.account_id)
        make_deposit(unit, account, SlipHead(day="2026-09-17"), [first, second])
    assert found(book, "not_deposited", "2026-09-17") == []


@pytest.mark.parametrize(
    ("cents", "method", "excess"),
    [([100_00], "cash", 0), ([100_01], "cash", 1), ([60_00, 60_00], "Currency", 20_00),
     ([200_00], "Check 12", 0), ([200_00], "Cash App", 0)],
)  # fmt: skip
def test_cash_of_one_giver_and_day(book: Book, cents: list[int], method: str, excess: int) -> None:
    desk = desk_for(book, "party")
    giver = desk.meet(person("Okoro"))
    for one in cents:
        in_cash(desk, giver, one, method)
    assert sum(one.cents for one in found(book, "cash_over_limit")) == excess


@pytest.mark.parametrize(("cents", "excess"), [(50_00, []), (50_01, [1])])
def test_cash_of_nobody_known(book: Book, cents: int, excess: list[int]) -> None:
    desk = desk_for(book, "party")
    nobody = desk.meet(replace(person("Anonymous"), first_name=""))
    in_cash(desk, nobody, cents)
    assert [one.cents for one in found(book, "anonymous_cash")] == excess
    assert found(book, "cash_over_limit") == []


def test_cash_on_hold_or_given_back_is_settled(book: Book) -> None:
    desk = desk_for(book, "party")
    given = in_cash(desk, desk.meet(person("Okoro")), 150_00)
    held = in_cash(desk, desk.meet(person("Ruiz")), 150_00)
    assert len(found(book, "cash_over_limit")) == 2
    with book.unit_of_work("Refund") as unit:
        record_refund(
            unit, TypedRefund(gift_id=given, amount_cents=50_00, day="2026-09-03",
                              account_id=desk.account_id),
        )  # fmt: skip
        place_hold(
            unit, held, HoldTerms(reason="prohibited", basis="Cash", since="2026-09-03")
        )  # fmt: skip
    assert found(book, "cash_over_limit") == []
