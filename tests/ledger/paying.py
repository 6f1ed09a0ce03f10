"""Bills, checks and payments in the books of Meadow's party, for the tests of them."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.bank_matches import write_match
from financedesk.ledger.bill_approvals import approve_bill
from financedesk.ledger.bills import Bill, NewBill, add_bill, bill_by_id, pay_bill
from financedesk.ledger.checks_drawn import Check, checks
from financedesk.ledger.contacts import Contact
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from financedesk.ledger.typed_transfer import Side
from financedesk.ledger.verify import verify
from tests.ledger.meadow import side

PRINTER = Contact(
    type="ORG", name="Heron Press", street_1="5 Mill Rd", city="Salem", state="OR", zip="97301"
)
CARD = Contact(
    type="ORG", name="Cascade Card Services", street_1="9 Bank St", city="Portland", state="OR",
    zip="97201",
)  # fmt: skip


@dataclass
class Payer:
    """Enters, approves and pays bills of one entity, each act a unit of work of its own."""

    book: Book
    of: Side

    def bill(self, cents: int, number: str = "1042", **more: object) -> int:
        """Enter a bill of the printer that came on 1 July 2026; returns its number."""
        with self.book.unit_of_work("Enter bill") as unit:
            return add_bill(unit, self.of.entity, self.new(cents, number, **more))

    def new(self, cents: int, number: str = "1042", **more: object) -> NewBill:
        """Return such a bill as it is typed."""
        new = NewBill(
            payee=PRINTER, known=None, number=number, received_on="2026-07-01",
            due_on="2026-07-31", amount_cents=cents, purpose="Printing",
            kind="operating_expenditure", method="check", account=self.of.account,
            entered_by="Ann Lee",
        )  # fmt: skip
        return replace(new, **more)  # type: ignore[arg-type]

    def approve(self, bill_id: int, who: str) -> None:
        """Approve a bill on 2 July 2026."""
        with self.book.unit_of_work("Approve bill") as unit:
            approve_bill(unit, bill_id, who, "2026-07-02")

    def pay(self, bill_id: int, day: str = "2026-07-06", number: int | None = None) -> int:
        """Pay a bill; returns the entry."""
        with self.book.unit_of_work("Pay bill") as unit:
            return pay_bill(unit, self.of.entity, bill_id, day, number)

    def paid(self, cents: int, number: str, day: str = "2026-07-06") -> int:
        """Enter, approve and pay a bill by check; returns the entry."""
        made = self.bill(cents, number)
        for who in ("Ann Lee", "Bo Day"):
            self.approve(made, who)
        return self.pay(made, day)

    def record(self, cents: int, payee: Contact = CARD, **more: object) -> int:
        """Record a disbursement without a bill; returns the entry."""
        values: dict[str, object] = {
            "kind": "operating_expenditure", "day": "2026-07-20", "purpose": "Card statement",
            **more,
        }  # fmt: skip
        new = TypedPayment(
            payee=payee, known=None, amount_cents=cents, account=self.of.account,
            **values,  # type: ignore[arg-type]
        )  # fmt: skip
        with self.book.unit_of_work("Record disbursement") as unit:
            return record_payment(unit, self.of.entity, new)

    def read(self, bill_id: int) -> Bill:
        """Return a bill as the book has it."""
        with self.book.read() as connection:
            return bill_by_id(connection, bill_id)

    def checks(self) -> list[Check]:
        """Return the entity's checks, the highest number first."""
        with self.book.read() as connection:
            return checks(connection, [self.of.entity.id])


def payer(book: Book, words: str = "party") -> Payer:
    """Return who pays for an entity of Meadow."""
    return Payer(book, side(book, words))


def problems(book: Book) -> list[str]:
    """Return what the proofs of ledger and book find, in words."""
    with book.read() as connection:
        return [one.text for one in verify(connection)] + [one.text for one in book.verify()]


def finalise(of: Payer, item_id: int, last: str = "2026-09-30") -> None:
    """Put an entry into a finalised filing."""
    with of.book.unit_of_work("Finalise") as unit:
        values = {"entity_id": of.of.entity.id}
        filing = unit.insert(
            tables.filing,
            {
                **values, "form": "F3X", "report_code": "Q3", "from_date": "2026-07-01",
                "to_date": last, "state": "final", "version": 0,
                "recorded_at": "2026-10-01T00:00:00Z",
            },
        )  # fmt: skip
        unit.insert(
            tables.filing_item,
            {
                **values, "filing_id": filing, "item_id": item_id, "line": "SB21B",
                "itemised": 1, "amount_cents": 100_00,
            },
        )  # fmt: skip


def clear(of: Payer, item_id: int, day: str) -> None:
    """Let the bank tell of a payment on a day, and match it."""
    with of.book.unit_of_work("Match with the bank") as unit:
        row = unit.row(tables.item, item_id)
        account = of.of.account
        posting = unit.connection.execute(
            select(tables.posting.c.id).where(
                tables.posting.c.transaction_id == row["transaction_id"],
                tables.posting.c.account_id == account.id,
            )
        ).scalar_one()
        own = {"entity_id": account.entity_id, "account_id": account.id}
        statement = unit.insert(
            tables.bank_statement,
            {
                **own, "number": "", "bank": "", "currency": "", "format": "csv",
                "file_name": "bank.csv", "file_sha256": "0", "part": 1,
            },
        )  # fmt: skip
        line = unit.insert(
            tables.statement_line,
            {
                **own, "bank_statement_id": statement, "line_key": f"{item_id}",
                "booked_on": day, "amount_cents": -row["amount_cents"], "reference": "",
                "payee": "", "memo": "", "check_number": "", "kind": "", "place": "1",
            },
        )  # fmt: skip
        write_match(unit, account, [line], [posting], why="number", certain=True)
