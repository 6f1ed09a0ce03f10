"""The ledger's table of deadlines that somebody noted: what no other row of the book tells.

Everybody imports it from ``ledger/tables.py``. A report's last day, a hold's or an invoice's is
computed and never kept; here stands what began outside of the books, such as a letter of the FEC,
or a date that was set by notice, such as those around a special election.
"""

from sqlalchemy import CheckConstraint, Index

from financedesk.book.schema import day, identity, reference, table, words

# Either a clock with the day on which it began, and its last day follows; or a day that is given.
noted_deadline = table(
    "noted_deadline",
    identity(),
    reference("entity.id"),
    words("clock"),  # a code of resources/rules/clocks.toml; empty where the day is given
    words("what"),  # what must be done, in the words of who noted it
    day("begun_on", nullable=True),
    day("due_on", nullable=True),
    words("law"),  # what sets the day; empty where the clock says it
    day("done_on", nullable=True),
    CheckConstraint(
        "(clock <> '' AND begun_on IS NOT NULL AND due_on IS NULL)"
        " OR (clock = '' AND begun_on IS NULL AND due_on IS NOT NULL)",
        name="noted_deadline_has_a_day",
    ),
    CheckConstraint("what <> ''", name="noted_deadline_says_what"),
    Index("noted_deadline_entity", "entity_id"),
)
