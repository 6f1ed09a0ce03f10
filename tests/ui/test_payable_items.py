"""What waits of bills, checks and payments, and where it leads."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.ledger.check_voids import void_check
from financedesk.ledger.ultimate_payees import NewPayee, name_payees
from financedesk.ui.open_items import OpenItem, open_items
from financedesk.ui.pages.bills_checks import check_columns
from financedesk.ui.pages.disbursement_subjects import NamePayees, ShowBills, ShowChecks
from tests.ledger.meadow import meadow_at
from tests.ledger.paying import PRINTER, Payer, clear, payer

STALE = date(2027, 1, 3)
"""180 days after 6 July, and one."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Payer]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as book:
        yield payer(book)


def waiting(desk: Payer, today: date) -> dict[str, OpenItem]:
    found = open_items(desk.book, [desk.of.entity.id], today)
    return {one.title: one for one in found if one.page == "disbursements"}


def test_bills_wait_for_approval_and_then_for_their_day(desk: Payer) -> None:
    made = desk.bill(3_000_00)
    (title, one), *_ = waiting(desk, date(2026, 7, 10)).items()
    assert (title, one.tone, one.subject) == ("1 bill is not approved", "warn", ShowBills(made))
    for who in ("Ann Lee", "Bo Day"):
        desk.approve(made, who)
    assert waiting(desk, date(2026, 7, 31)) == {}
    late = waiting(desk, date(2026, 8, 1))["1 bill is overdue"]
    assert (late.tone, late.urgent, late.due) == ("bad", 1, date(2026, 7, 31))
    desk.pay(made)
    assert waiting(desk, date(2026, 8, 1)) == {}


def test_a_check_is_told_a_month_before_it_is_stale_and_when_it_is(desk: Payer) -> None:
    desk.paid(100_00, "1")
    assert waiting(desk, date(2026, 12, 3)) == {}
    assert set(waiting(desk, date(2026, 12, 4))) == {"1 check soon stale"}
    assert set(waiting(desk, date(2027, 1, 2))) == {"1 check soon stale"}
    one = waiting(desk, STALE)["1 check stale"]
    assert (one.tone, one.subject) == ("bad", ShowChecks())
    assert one.note == "$100.00 · ask the payee, or void it · UCC 4-404"


def test_the_list_of_checks_says_which_is_paid_though_it_is_void(desk: Payer) -> None:
    (stands,) = [one for one in check_columns(date(2026, 8, 11)) if one.key == "state"]
    item = desk.paid(100_00, "1")
    with desk.book.unit_of_work("Void check") as unit:
        void_check(unit, desk.checks()[0].id, "2026-08-03", "Lost")
    assert stands.text(desk.checks()[0]) == "Void"
    clear(desk, item, "2026-08-10")
    assert stands.text(desk.checks()[0]) == "Paid, void"


def test_a_payment_that_names_nobody_leads_to_its_form(desk: Payer) -> None:
    item = desk.record(900_00, purpose="Credit card payment")
    one = waiting(desk, date(2026, 8, 1))["Nobody is named behind 1 payment"]
    assert one.subject == NamePayees(item)
    line = NewPayee(
        payee=PRINTER, known=None, amount_cents=900_00, day="2026-07-10", purpose="Printing"
    )
    with desk.book.unit_of_work("Name") as unit:
        name_payees(unit, item, "card", [line])
    assert waiting(desk, date(2026, 8, 1)) == {}
