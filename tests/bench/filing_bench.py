"""Writing the .fec file of a report with very many receipts, against a bare template.

The floor reads thirteen columns of the same rows from the same book and fills one template per
row: no look-ups, no names of fields, no checks.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from financedesk.book import Book
from financedesk.fec.values import amount
from financedesk.ledger import tables
from financedesk.ledger.contacts import CONTACT_COLUMNS, Contact, contact_row
from financedesk.ledger.entities import default_account, find_entity
from financedesk.ledger.period import Period
from financedesk.ledger.room import open_book
from financedesk.ledger.writer import ITEM_COLUMNS, TRANSACTION_COLUMNS, LedgerWriter
from financedesk.reports.filing import write_fec
from financedesk.reports.forms.f3x import Heading, compose
from financedesk.rules.kinds import kind
from tests.bench.measuring import Figure, measured
from tests.ledger.riverbend import riverbend_at

YEAR = Period(first="2026-01-01", last="2026-12-31")
_GIFT_CENTS = 250_00
_GIFTS_PER_DONOR = 5


def fill(book: Book, receipts: int) -> None:
    """Put itemised gifts of five each from many donors into the party's book."""
    with book.read() as connection:
        entity = find_entity(connection, "party")
        account = default_account(connection, entity.id)
    if account is None:
        raise SystemExit("the bench needs a bank account")
    donors = max(1, receipts // _GIFTS_PER_DONOR)
    with book.unit_of_work("Fill") as unit:
        unit.start_batch(kind="bench", format="bench", file_name="bench", file_sha256="0" * 64)
        cards = unit.reserve(donors)
        unit.bulk_insert(tables.contact, CONTACT_COLUMNS, _donors(entity.id, cards))
        transaction_id = unit.next_id()
        row = (transaction_id, entity.id, "gift", YEAR.first, None, "done")
        unit.bulk_insert(tables.transaction, TRANSACTION_COLUMNS, [row])
        ids = unit.reserve(receipts)
        gifts = _gifts(entity.id, transaction_id, account.id, cards, ids)
        unit.bulk_insert(tables.item, ITEM_COLUMNS, gifts)
        with LedgerWriter(unit, entity.id) as writer:
            income = writer.class_account(kind("individual_receipt"))
            for day in range(1, 29):
                total = _GIFT_CENTS * len(range(day - 1, receipts, 28))
                date = f"2026-03-{day:02}"
                writer.add_posting(transaction_id, account.id, date, total)
                writer.add_posting(transaction_id, income, date, -total)


def _donors(entity_id: int, ids: range) -> Iterator[tuple[object, ...]]:
    for number, card in enumerate(ids):
        contact = Contact(
            type="IND", last_name=f"Donor{number}", first_name="Ada", street_1=f"{number} Oak St",
            city="Salem", state="OR", zip="97301", employer="Mill", occupation="Miller",
        )  # fmt: skip
        yield contact_row(card, entity_id, card, contact, "2026-01-01T00:00:00Z")


def _gifts(
    entity_id: int, transaction_id: int, account_id: int, cards: range, ids: range
) -> Iterator[tuple[object, ...]]:
    places = {name: place for place, name in enumerate(ITEM_COLUMNS)}
    empty: list[object] = [None] * len(ITEM_COLUMNS)
    fixed = {
        "entity_id": entity_id, "transaction_id": transaction_id, "kind": "individual_receipt",
        "account_id": account_id, "amount_cents": _GIFT_CENTS, "cash_cents": _GIFT_CENTS,
        "memo": 0, "unaggregated": 0,
    }  # fmt: skip
    for name, value in fixed.items():
        empty[places[name]] = value
    for number, item_id in enumerate(ids):
        row = empty.copy()
        card = cards[number % len(cards)]
        row[0] = item_id
        row[places["contact_id"]] = row[places["card_id"]] = card
        row[places["item_date"]] = f"2026-03-{number % 28 + 1:02}"
        yield tuple(row)


def write_report(location: str, target: str) -> None:
    """Compose and write the report: what is measured."""
    with open_book(location, write=False) as book, book.read() as connection:
        entity = find_entity(connection, "party")
        heading = Heading(report_code="YE", signed_on="2027-01-20")
        report = compose(connection, entity, YEAR, heading)
        with Path(target).open("wb") as stream:
            write_fec(report, "", stream)


_TEMPLATE = (
    "SA11AI\x1cC00999991\x1cFD%s\x1c\x1c\x1cIND\x1c\x1c%s\x1c%s\x1c%s\x1c%s\x1c%s\x1c%s\x1c\x1c%s"
    "\x1c%s\x1c%s\x1c\x1c\x1c%s\x1c%s\x1c%s" + "\x1c" * 23 + "\r\n"
)
_FLOOR_QUERY = """
SELECT i.id, c.last_name, c.first_name, c.middle_name, c.prefix, c.suffix, c.street_1, c.city,
    c.state, c.zip, i.item_date, i.amount_cents, g.aggregate_cents
FROM aggregate g JOIN item i ON i.id = g.item_id JOIN contact c ON c.id = i.contact_id
WHERE g.line = 'SA11AI' AND g.entity_id = :entity
"""


def write_template(location: str, target: str) -> None:
    """Write the same rows with one template: the floor."""
    with open_book(location, write=False) as book, book.read() as connection:
        entity = find_entity(connection, "party")
        streaming = connection.execution_options(yield_per=2_000)
        rows = streaming.execute(text(_FLOOR_QUERY), {"entity": entity.id})
        with Path(target).open("w", encoding="ascii", newline="") as stream:
            for row in rows:
                names, money = row[:11], row[11:]
                stream.write(_TEMPLATE % (*names, *map(amount, money)))


def run(receipts: int) -> list[Figure]:
    """Measure both on one book."""
    with tempfile.TemporaryDirectory() as folder:
        location, target = f"{folder}/book.fdesk", f"{folder}/report.fec"
        with riverbend_at(location) as book:
            fill(book, receipts)
        ours = measured(write_report, location, target)
        floor = measured(write_template, location, target)
    return [Figure(f".fec of {receipts:,} receipts", ours, floor, most_ratio=4.0, most_mb=600)]
