"""The ledger's derived tables of totals: what is asked again at every look at the books.

Everybody imports them from ``ledger/tables.py``. They go by days, accounts, windows of limits and
the few people who gave much, so that their size does not follow that of the book.
"""

from typing import Any

from sqlalchemy import Column, Index
from sqlalchemy.types import TypeEngine

from financedesk.book.schema import Cents, Id, Words, count, day, identity, table, words
from financedesk.ledger.tables_walls import LARGE_RENEWED


def _key(name: str, kind: TypeEngine[Any] = Id) -> Column[Any]:
    """Return one of several columns that are the key of a row together."""
    return Column(name, kind, primary_key=True, autoincrement=False)


def _sum(name: str) -> Column[int]:
    return Column(name, Cents, nullable=False)


# What an entity's items of one kind come to on one day, memo items left out.
day_total = table(
    "day_total",
    _key("entity_id"),
    _key("day", Words),  # the items' date
    _key("kind", Words),
    count("entries"),
    _sum("cents"),
    _sum("size_cents"),  # the same without signs: a bounced check and a refund both give back
    _sum("itemised_cents"),
    # Contributions of individuals on lines 11(a)(i) and (ii) of a report that takes them by this
    # day; those few that another day's report takes are not in it.
    _sum("line_itemised_cents"),
    _sum("line_unitemised_cents"),
    derived=True,
)

# What was posted to an account on one day.
account_day = table(
    "account_day",
    _key("account_id"),
    _key("day", Words),
    Column("entity_id", Id, nullable=False),
    _sum("cents"),
    derived=True,
)

# Itemised entries of people whose employer or occupation is not known, memo items left out.
incomplete_item = table(
    "incomplete_item",
    identity("item_id"),
    Column("entity_id", Id, nullable=False),
    day("item_date"),
    words("kind"),
    Index("incomplete_item_day", "entity_id", "item_date", "kind"),
    derived=True,
)

# Which windows of which allowances anybody has used, and the last day on which somebody did.
limit_use = table(
    "limit_use",
    _key("entity_id"),
    _key("limit_group", Words),
    _key("window", Words),
    day("last_day"),
    derived=True,
)

# What a person gave to an entity under an allowance, in windows in which they gave much (to all
# entities that share it together): whoever is near a limit or above it is one of these few.
large_use = table(
    "large_use",
    _key("person_id"),
    _key("limit_group", Words),
    _key("window", Words),
    _key("entity_id"),
    _sum("used_cents"),  # net of refunds
    _sum("gross_cents"),  # gifts alone
    Column("first_id", Id, nullable=False),  # the oldest entry
    derived=True,
    also={"postgresql": (LARGE_RENEWED,)},
)
