"""The ledger's tables of deposits: what was carried to the bank together, on one slip.

Everybody imports them from ``ledger/tables.py``. They touch no money: the gifts and their postings
do. Whether the bank has a deposit is no column: it is what the matches say (``deposit_lock.py``).
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from financedesk.book.schema import cents, count, day, identity, reference, table, words

deposit = table(
    "deposit",
    identity(),
    reference("entity.id"),
    reference("account.id"),
    count("number"),  # of this account, from 1
    day("deposited_on"),  # the day of the slip, and of deposit of everything on it
    count("declared_count"),  # what the slip says …
    cents("declared_cents"),  # … counted and added up by hand
    words("first_initials"),  # of the two who counted it; empty until somebody signs
    words("second_initials"),
    words("differs_why"),  # why the slip says otherwise than its gifts; empty where it does not
    CheckConstraint("number > 0", name="deposit_number_counts"),
    CheckConstraint("declared_count >= 0", name="deposit_declared_count"),
    UniqueConstraint("account_id", "number", name="deposit_number"),
    Index("deposit_entity", "entity_id", "deposited_on"),
)

deposit_item = table(
    "deposit_item",
    identity(),
    reference("entity.id"),
    reference("deposit.id", index=True),
    reference("item.id"),
    UniqueConstraint("item_id", name="deposit_item_once"),
    Index("deposit_item_entity", "entity_id"),
)

DEPOSIT_TABLES = (deposit, deposit_item)
