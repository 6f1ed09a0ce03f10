"""The ledger's tables of closed bank accounts: to which day nothing changes any more, and why.

Everybody imports them from ``ledger/tables.py``. A closing keeps its figures and the list of what
explains them as they were on that day; a reopened one stays as a record and closes nothing.
"""

from sqlalchemy import CheckConstraint, Column, Index

from financedesk.book.schema import Id, cents, day, identity, reference, table, words

# A bank account closed through a day. The one of an account that ends last is in force with all
# before it; what it closes may not change (ledger/closed_rows.py).
bank_closing = table(
    "bank_closing",
    identity(),
    reference("entity.id"),
    reference("account.id", index=True),
    day("closed_from"),
    day("closed_through"),
    cents("statement_cents"),  # what the bank says stood on it at the end of that day
    day("statement_on"),  # the day of the balance that it is counted from
    cents("cleared_cents"),  # the balance the books begin with, and every matched line
    cents("book_cents"),  # what the books said
    words("prepared_by"),
    day("prepared_on"),
    words("reviewed_by", nullable=True),
    day("reviewed_on", nullable=True),
    words("reopened_by", nullable=True),
    day("reopened_on", nullable=True),
    words("reopened_why", nullable=True),
    CheckConstraint("closed_from <= closed_through", name="closing_has_days"),
    CheckConstraint("(reviewed_by IS NULL) = (reviewed_on IS NULL)", name="closing_review_whole"),
    CheckConstraint(
        "(reopened_by IS NULL) = (reopened_on IS NULL)"
        " AND (reopened_on IS NULL) = (reopened_why IS NULL)",
        name="closing_reopened_whole",
    ),
    Index("bank_closing_entity", "entity_id", "closed_through"),
)

# Lines and postings are named without foreign keys: that a closing holds them is for the ledger's
# guard to say, in words, and not for the database.
# What lies between the bank's balance and the books': a line without entries, or an entry that the
# bank had not told. A reopened closing keeps the words and lets the rows go.
bank_closing_item = table(
    "bank_closing_item",
    identity(),
    reference("entity.id"),
    reference("bank_closing.id", index=True),
    words("side"),  # bank: only the bank had it; books: only the books had it
    Column("statement_line_id", Id, nullable=True, info={"names": "statement_line"}),
    Column("posting_id", Id, nullable=True, info={"names": "posting"}),
    day("day"),
    cents("cents"),  # positive for money in
    words("text"),  # what it is, in the bank's words or the books'
    words("why"),  # why the other side has it not; empty for what is on its way
    CheckConstraint("side IN ('bank', 'books')", name="closing_item_side"),
    CheckConstraint("statement_line_id IS NULL OR posting_id IS NULL", name="closing_item_one"),
    Index("bank_closing_item_entity", "entity_id"),
)

CLOSING_TABLES = (bank_closing, bank_closing_item)
