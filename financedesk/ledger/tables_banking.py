"""The ledger's tables of banks: what moved on an account by a bank, and which entries it is.

Everybody imports them from ``ledger/tables.py``. They touch no money of the books. A line and a
posting stand in one match at most, and the sums of a match are equal: ``ledger/bank_matches.py``.
"""

from sqlalchemy import Index, UniqueConstraint

from financedesk.book.schema import (
    cents,
    count,
    day,
    flag,
    identity,
    octets,
    reference,
    table,
    words,
)

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

# The file that a statement came in, octet by octet: what an auditor asks for years later.
bank_file = table(
    "bank_file",
    identity(),
    reference("entity.id"),
    words("name"),
    words("sha256"),
    count("size"),  # in octets, as the bank gave it
    octets("content"),  # packed by zlib
    UniqueConstraint("entity_id", "sha256", name="bank_file_once"),
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

# Lines of a bank and postings of the books that are one; without postings, a line taken back.
bank_match = table(
    "bank_match",
    identity(),
    reference("entity.id"),
    reference("account.id", index=True),
    words("why"),  # what spoke for it when it was accepted
    flag("certain"),  # nothing else could be meant; else somebody picked it
    Index("bank_match_entity", "entity_id"),
)

bank_match_line = table(
    "bank_match_line",
    identity(),
    reference("entity.id"),
    reference("bank_match.id", index=True),
    reference("statement_line.id"),
    UniqueConstraint("statement_line_id", name="bank_match_line_once"),
    Index("bank_match_line_entity", "entity_id"),
)

bank_match_posting = table(
    "bank_match_posting",
    identity(),
    reference("entity.id"),
    reference("bank_match.id", index=True),
    reference("posting.id"),
    UniqueConstraint("posting_id", name="bank_match_posting_once"),
    Index("bank_match_posting_entity", "entity_id"),
)

BANKING_TABLES = (
    bank_statement, bank_file, statement_line, bank_match, bank_match_line, bank_match_posting,
)  # fmt: skip
