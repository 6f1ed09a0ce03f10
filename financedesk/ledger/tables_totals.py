"""The ledger's derived tables of totals: what is asked again at every look at the books.

Everybody imports them from ``ledger/tables.py``. They go by days, accounts, windows of limits and
the few people who gave much, so that their size does not follow that of the book.
"""

from typing import Any

from sqlalchemy import Column, Index
from sqlalchemy.types import TypeEngine

from financedesk.book.schema import Cents, Id, Words, count, day, flag, identity, table, words
from financedesk.ledger.tables_bodies import some_only
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

GIVES_BACK = "part IN ('refund', 'chargeback')"
"""The condition that an entry of a drive takes back a gift."""

# Each entry of a drive as its figures count it: what the sums below are made of, and what is taken
# out of them when the entry becomes another one. Entries without a drive have no row.
drive_item = table(
    "drive_item",
    identity("item_id"),
    Column("entity_id", Id, nullable=False),
    Column("drive_id", Id, nullable=False),  # the entry's own: of a part, the part
    day("day"),
    words("part"),  # gift, refund, chargeback, cost
    count("counted"),  # -1 for what takes another entry back
    _sum("cents"),
    _sum("fee_cents"),
    _sum("itemised_cents"),  # as on lines 11(a)(i) and (ii)
    _sum("unitemised_cents"),
    words("source"),
    words("page"),
    words("reference_code"),
    words("state"),
    some_only("drive_item_back", GIVES_BACK, "entity_id"),
    derived=True,
)

# What a drive comes to with its parts: in all, by day, and by whatever else it is cut by.
drive_sum = table(
    "drive_sum",
    _key("drive_id"),
    _key("cut", Words),  # all, day, amount, source, page, reference, state
    _key("value", Words),
    Column("entity_id", Id, nullable=False),
    count("entries"),
    count("gifts"),
    _sum("cents"),
    count("refunds"),
    _sum("refunded_cents"),
    count("chargebacks"),
    _sum("charged_back_cents"),
    _sum("fee_cents"),
    _sum("cost_cents"),
    _sum("itemised_cents"),
    _sum("unitemised_cents"),
    count("donors"),  # of cut day: who gave to the drive for the first time on that day
    count("new_donors"),
    # Sums that nothing is left of: they are found to be dropped, and stand in no index but then.
    some_only("drive_sum_empty", "entries = 0", "drive_id"),
    derived=True,
)

# Who gave to a drive or to a part of it. New: nothing came from them to the entity before.
drive_giver = table(
    "drive_giver",
    _key("person_id"),
    _key("drive_id"),
    Column("entity_id", Id, nullable=False),
    count("gifts"),
    _sum("cents"),
    day("first_day"),
    flag("is_new"),
    derived=True,
)
