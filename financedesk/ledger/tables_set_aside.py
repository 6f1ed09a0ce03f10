"""The ledger's table of lines that the books will not have, with the reason.

Everybody imports it from ``ledger/tables.py``. It touches no money and moves no difference: such a
line is no longer asked about on the page Reconcile, and closing a month offers its words as what
explains the line.
"""

from sqlalchemy import Index, UniqueConstraint

from financedesk.book.schema import day, identity, reference, table, words

line_set_aside = table(
    "line_set_aside",
    identity(),
    reference("entity.id"),
    reference("statement_line.id"),
    words("why"),
    words("said_by"),
    day("said_on"),
    UniqueConstraint("statement_line_id", name="line_set_aside_once"),
    Index("line_set_aside_entity", "entity_id"),
)
