"""The ledger's tables of what was reported, of drafts, and of the kinds' lines.

Everybody imports them from ``ledger/tables.py``.
"""

from sqlalchemy import Column, Index, UniqueConstraint

from financedesk.book.schema import (
    Id,
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
from financedesk.book.wall_policies import OF_WHOLE

opening = table(
    "opening",
    identity(),
    reference("entity.id"),
    reference("filing.id", nullable=True),
    words("form"),
    day("as_of"),  # the day before the filing's first day
    words("line"),  # a summary line's code, "6a", "6b" …
    cents("cents"),
    UniqueConstraint("entity_id", "form", "as_of", "line", name="opening_line"),
)

obligation_state = table(
    "obligation_state",
    identity(),
    reference("entity.id"),
    reference("item.id"),
    day("from_date"),
    day("as_of"),
    cents("beginning_cents", nullable=True),  # debts only
    cents("incurred_cents", nullable=True),
    cents("paid_cents", nullable=True),  # a debt: in the period; a loan: to date
    cents("balance_cents"),
    UniqueConstraint("item_id", "as_of", name="obligation_state_day"),
)

filing = table(
    "filing",
    identity(),
    reference("entity.id"),
    words("form"),
    words("report_code", nullable=True),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    words("state"),  # draft, final, filed, adopted, replaced
    count("version"),  # 0 for an original, then 1, 2, … per amendment
    reference("filing.id", "amends_id", nullable=True),
    words("fec_number", nullable=True),
    words("original_fec_number", nullable=True),
    day("signed_on", nullable=True),
    words("file_name", nullable=True),
    octets("content", nullable=True),  # the exact bytes, deflated; none for a draft
    words("sha256", nullable=True),
    words("summary", nullable=True),  # JSON: {"A": {line: cents}, "B": {…}}
    words("findings", nullable=True),  # JSON
    words("cover", nullable=True),  # JSON: the cover record's other fields as filed
    words("recorded_at"),
    Index("filing_period", "entity_id", "form", "to_date"),
)

filing_item = table(
    "filing_item",
    identity(),
    reference("entity.id"),
    reference("filing.id"),
    reference("item.id", nullable=True),
    words("line"),
    flag("itemised"),
    words("fec_id", nullable=True),
    cents("amount_cents"),
    words("fields", nullable=True),  # JSON: what was written, where it is not simply the item
    Index("filing_item_filing", "filing_id"),
    Index("filing_item_item", "item_id"),
)

fec_id = table(
    "fec_id",
    identity(),
    reference("entity.id"),
    words("fec_id"),
    reference("item.id"),
    UniqueConstraint("entity_id", "fec_id", name="fec_id_once"),
    Index("fec_id_item", "item_id"),
)

# What somebody is still typing: no fact yet, so it is not journalled; see ledger/entry_drafts.py.
entry_draft = table(
    "entry_draft",
    identity(),
    Column("entity_id", Id, nullable=False),
    words("who"),
    words("kind"),  # deposit
    words("content"),  # JSON
    words("saved_at"),
    UniqueConstraint("entity_id", "who", "kind", name="entry_draft_once"),
    derived=True,
)

kind_line = table(
    "kind_line",
    identity(),
    words("kind"),
    words("form"),
    words("account_kind"),  # "" stands for an item without account
    words("token"),
    words("unitemised_token"),
    words("aggregation_group", nullable=True),
    words("partition", nullable=True),
    count("aggregate_sign"),
    words("itemise"),
    day("since"),
    day("until", nullable=True),
    Index("kind_line_kind", "kind", "form", "account_kind"),
    derived=True,
    wall=OF_WHOLE,
)
