"""The ledger's tables of bank statements: what a bank says moved on an account, line by line.

Everybody imports them from ``ledger/tables.py``. They say what the bank says and touch no money of
the books: what of it the books hold is a question that is asked of both.
"""

from sqlalchemy import Index, UniqueConstraint

from financedesk.book.schema import cents, count, day, identity, reference, table, words

# A statement of one account in one file.
bank_statement = table(
    "bank_statement",
    identity(),
    reference("entity.id"),
    reference("account.id", index=True),
    words("number"),  # the bank's number or name for the account; empty where the file has none
    words("bank"),
    words("currency"),  # empty where the file does not say
    cents("opening_cents", nullable=True),
    day("opening_on", nullable=True),
    cents("closing_cents", nullable=True),
    day("closing_on", nullable=True),
    words("format"),
    words("file_name"),
    words("file_sha256"),
    count("part"),  # which statement of its file, from 1
    Index("bank_statement_entity", "entity_id"),
)

statement_line = table(
    "statement_line",
    identity(),
    reference("entity.id"),
    reference("bank_statement.id", index=True),
    reference("account.id"),
    words("line_key"),  # by which the same line of a later file is known
    day("booked_on"),
    day("value_on", nullable=True),
    cents("amount_cents"),  # positive for money in
    words("reference"),  # the bank's own
    words("payee"),
    words("memo"),
    words("check_number"),
    words("kind"),
    words("place"),  # where it stands in the file
    UniqueConstraint("account_id", "line_key", name="statement_line_key"),
    Index("statement_line_entity", "entity_id", "booked_on"),
)

BANKING_TABLES = (bank_statement, statement_line)
