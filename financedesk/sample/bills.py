"""What the state party and a chapter have to pay: bills, approvals, checks, a card statement.

Nothing is drawn by chance, so that other parts of the sample may change without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from financedesk.book import Book, Reading, UnitOfWork
from financedesk.ledger.bill_approvals import approve_bill, set_approval_rule
from financedesk.ledger.bills import NewBill, add_bill, pay_bill
from financedesk.ledger.checks_drawn import draw_check, mark_printed, next_number, spoil_check
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.outlays import outlay_rows, paid_between
from financedesk.ledger.period import Period
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from financedesk.ledger.ultimate_payees import NewPayee, name_payees
from financedesk.sample.days import LAST

OWNER, ACCOUNT = "party", "federal"
_DRAWN_SINCE = "2026-04-01"
_DRAWN = 9
_ADA, _BO = "Ada Fernsby", "Bo Ellery"
_TOWN = {"city": "Salem", "state": "OR", "zip": "97301"}


@dataclass(frozen=True, slots=True)
class _Bill:
    """A bill of the sample: whose, its number, dollars, days, how and by whom it is approved."""

    payee: str
    number: str
    dollars: int
    purpose: str
    received: str
    due: str
    method: str
    approved: tuple[str, ...] = ()
    paid: str = ""


_BILLS = (
    _Bill("Copper Kettle Catering", "2026-311", 385, "Catering Costs", "2026-10-02", "2026-10-30",
          "check", (), "2026-10-20"),
    _Bill("Fern & Folio Printing", "FF-8812", 1450, "Printing", "2026-10-06", "2026-10-28",
          "check", (_ADA, _BO), "2026-10-22"),
    _Bill("Larkspur Signs", "4471", 2240, "Yard Signs", "2026-10-09", "2026-10-27", "wire",
          (_ADA,)),
    _Bill("Paper Wren Mailhouse", "PW-1190", 3120, "Direct Mail", "2026-10-15", "2026-11-14",
          "ach", (_ADA, _BO)),
    _Bill("Long Fiber Telephone", "77120-10", 186, "Telephone", "2026-10-24", "2026-11-12", "ach"),
    _Bill("Granite Hall", "H-93", 640, "Facility Rental", "2026-10-27", "2026-11-20", "check"),
)  # fmt: skip
_CHARGES = (
    ("Juniper Inn", 412_50, "2026-09-19", "Lodging"),
    ("Blue Heron Rail", 168_00, "2026-09-20", "Travel"),
    ("Stapleberry Office", 229_40, "2026-09-23", "Office Supplies"),
)
_STATEMENT_CENTS = 809_90


def write_bills(
    book: Book,
    entities: Mapping[str, EntityRow],
    accounts: Mapping[str, Mapping[str, AccountRow]],
) -> int:
    """Enter bills, draw checks, say who is behind a card; returns the number of items."""
    entity, account = entities[OWNER], accounts[OWNER][ACCOUNT]
    with book.unit_of_work("Say who must approve") as unit:
        set_approval_rule(unit, entity.id, 1_000_00, "2025-01-01")
    with book.unit_of_work("Draw checks") as unit:
        _draw(unit, account)
    items = 0
    for one in _BILLS:
        items += _enter(book, entity, account, one)
    return items + _pay_card(book, entity, account)


def _draw(unit: UnitOfWork, account: AccountRow) -> None:
    """Draw checks for what was paid by check: the older ones are printed, one was spoiled."""
    paid = _payments(unit.connection, account)
    drawn = [draw_check(unit, item_id) for item_id in paid]
    mark_printed(unit, drawn, "2026-10-16")
    number = next_number(unit.connection, account.id)
    spoil_check(unit, account.id, number, "2026-10-16", "Misprinted")


def _payments(connection: Reading, account: AccountRow) -> list[int]:
    """Return some ordinary payments of the account that stand in no finalised filing."""
    period = Period(first=_DRAWN_SINCE, last=LAST.isoformat())
    ids = paid_between(connection, [account.entity_id], period)
    rows = outlay_rows(connection, ids, [account.entity_id])
    found = [
        row.id
        for row in rows
        if row.account == account.name
        and row.entry.kind == "operating_expenditure"
        and not row.entry.locked
    ]
    return found[:_DRAWN]


def _enter(book: Book, entity: EntityRow, account: AccountRow, one: _Bill) -> int:
    """Enter a bill, approve and pay it as far as it came; returns the number of items."""
    new = NewBill(
        payee=Contact(type="ORG", name=one.payee, **_TOWN), known=None, number=one.number,
        received_on=one.received, due_on=one.due, amount_cents=one.dollars * 100,
        purpose=one.purpose, kind="operating_expenditure", method=one.method, account=account,
        entered_by=_ADA,
    )  # fmt: skip
    with book.unit_of_work("Enter bill") as unit:
        number = add_bill(unit, entity, new)
    for who in one.approved:
        with book.unit_of_work("Approve bill") as unit:
            approve_bill(unit, number, who, one.received)
    if not one.paid:
        return 0
    with book.unit_of_work("Pay bill") as unit:
        pay_bill(unit, entity, number, one.paid)
    return 1


def _pay_card(book: Book, entity: EntityRow, account: AccountRow) -> int:
    """Pay the month's card and say who is behind it; returns the number of items."""
    payment = TypedPayment(
        payee=Contact(type="ORG", name="Cascade Card Services", **_TOWN), known=None,
        kind="operating_expenditure", amount_cents=_STATEMENT_CENTS, day="2026-10-12",
        account=account, purpose="Card Statement", method="ACH",
    )  # fmt: skip
    lines = [
        NewPayee(
            payee=Contact(type="ORG", name=name, **_TOWN), known=None, amount_cents=cents,
            day=day, purpose=purpose,
        )
        for name, cents, day, purpose in _CHARGES
    ]  # fmt: skip
    with book.unit_of_work("Record disbursement") as unit:
        item_id = record_payment(unit, entity, payment)
    with book.unit_of_work("Name ultimate payees") as unit:
        name_payees(unit, item_id, "card", lines)
    return 1 + len(lines)
