"""What a bank says of an account, written straight into the book."""

from collections.abc import Iterable
from itertools import count

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.entities import AccountRow

Told = tuple[str, int, str]
"""A line as day, cents and the bank's words."""
_numbers = count(1)


def tell(book: Book, account: AccountRow, *lines: Told, number: str = "") -> list[int]:
    """Write a statement with some lines and return their ids."""
    return [*_told(book, account, lines, number)]


def _told(book: Book, account: AccountRow, lines: Iterable[Told], number: str) -> Iterable[int]:
    whose = {"entity_id": account.entity_id, "account_id": account.id}
    with book.unit_of_work("Bring in statement") as unit:
        kept = unit.insert(
            tables.bank_statement,
            {**whose, "number": number, "bank": "", "currency": "USD", "format": "ofx",
             "file_name": "month.ofx", "file_sha256": "", "part": 1},
        )  # fmt: skip
        for day, cents, words in lines:
            yield unit.insert(
                tables.statement_line,
                {**whose, "bank_statement_id": kept, "line_key": str(next(_numbers)),
                 "booked_on": day, "amount_cents": cents, "reference": "", "payee": words,
                 "memo": "", "check_number": "", "kind": "", "place": ""},
            )  # fmt: skip
