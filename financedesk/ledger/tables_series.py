"""The ledger's derived table of recurring series: one row per series of charges.

Everybody imports it from ``ledger/tables.py``. Its size follows the series and not the gifts, so
that a drive's recurring givers are counted without a look at a million rows.
"""

from sqlalchemy import Column, Index

from financedesk.book.schema import Id, cents, count, day, identity, table, words

# A charge is a gift with a number within its series; several rows with one number are one charge.
recurring_series = table(
    "recurring_series",
    identity("item_id"),  # the first charge that is known
    Column("entity_id", Id, nullable=False),
    words("source"),
    words("series_key"),  # the receipt that all charges share
    Column("card_id", Id, nullable=True),
    Column("drive_id", Id, nullable=True),  # the first charge's
    words("every"),  # week, month, quarter, year
    count("charges"),
    count("doubled"),  # rows that charge a number again
    count("first_number"),
    count("last_number"),
    day("first_day"),
    day("last_day"),
    cents("given_cents"),  # before refunds, doubles left out
    cents("first_cents"),
    cents("last_cents"),
    cents("next_cents"),  # the last charge, or what was said since that it will be
    day("failed_on", nullable=True),  # the newest of each
    day("cancelled_on", nullable=True),
    # It covers a drive's figures: none of their rows is read.
    Index(
        "recurring_series_drive", "drive_id", "every", "last_day", "cancelled_on", "failed_on",
        "charges", "next_cents",
    ),
    Index("recurring_series_entity", "entity_id", "source", "series_key"),
    Index("recurring_series_card", "card_id"),
    derived=True,
)  # fmt: skip
