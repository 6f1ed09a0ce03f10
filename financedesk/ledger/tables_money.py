"""The ledger's tables of money: acts, items, postings, and what is derived from them.

Everybody imports them from ``ledger/tables.py``.
"""

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint

from financedesk.book.schema import (
    Id,
    cents,
    count,
    day,
    flag,
    identity,
    reference,
    table,
    words,
)
from financedesk.ledger.tables_bodies import filled_only, some_only
from financedesk.ledger.tables_walls import OF_ACTS, OF_ORDERS, OF_SIDES, SHARES_ACT

transaction = table(
    "transaction",
    identity(),
    reference("entity.id"),  # who recorded it; items may be others'
    words("kind"),  # gift, payout, bill, transfer, loan, report, …
    day("happened_on"),
    words("description", nullable=True),
    words("state"),  # proposed, sent, received; done for one-sided ones
    also={"postgresql": (SHARES_ACT,)},
    wall=OF_ACTS,
)

payout = table(
    "payout",
    identity(),
    reference("entity.id"),
    words("processor"),
    words("external_id"),
    reference("account.id", nullable=True),
    day("paid_on", nullable=True),
    cents("gross_cents"),
    cents("fee_cents"),
    cents("refund_cents"),
    cents("net_cents"),
    CheckConstraint("net_cents = gross_cents - fee_cents - refund_cents", name="payout_adds_up"),
    UniqueConstraint("entity_id", "processor", "external_id", name="payout_external"),
)

item = table(
    "item",
    identity(),
    reference("entity.id"),
    reference("transaction.id"),
    words("kind"),
    reference("contact.id", nullable=True),
    reference("contact.id", "card_id", nullable=True),
    reference("account.id", nullable=True),
    cents("amount_cents"),
    cents("cash_cents"),
    day("item_date"),  # received or disbursed: the date that a report goes by
    day("reported_on", nullable=True),  # the report that takes it goes by this day instead
    day("made_date", nullable=True),
    day("agent_date", nullable=True),
    day("deposited_date", nullable=True),
    flag("memo"),
    words("purpose", nullable=True),
    words("memo_description", nullable=True),
    words("election_code", nullable=True),
    reference("item.id", "parent_id", nullable=True, index=True),
    reference(
        "item.id", "applies_to_id", nullable=True, index=True
    ),  # the loan or debt that it repays
    # The gift that it reattributes or redesignates.
    reference("item.id", "corrects_id", nullable=True, index=True),
    reference("contact.id", "conduit_id", nullable=True),
    reference("payout.id", nullable=True, released=True),
    reference("drive.id", nullable=True),
    flag("force_itemised", nullable=True),
    flag("unaggregated"),
    cents("federal_cents", nullable=True),  # H4, H6: the federal share …
    cents("other_cents", nullable=True),  # … and the non-federal or Levin share
    cents("filed_aggregate_cents", nullable=True),
    words("fields", nullable=True),  # JSON: the record's own fields, by their names in the format
    CheckConstraint(
        "cash_cents = 0 OR (account_id IS NOT NULL AND memo = 0"
        " AND (cash_cents = amount_cents OR cash_cents = -amount_cents))",
        name="item_cash",
    ),
    CheckConstraint(
        "federal_cents IS NULL OR federal_cents + other_cents = amount_cents", name="item_shares"
    ),
    # All cover the register: a million rows are counted and ordered without reading one of them.
    Index("item_amount", "entity_id", "amount_cents", "item_date", "kind", "memo"),
    Index("item_card", "card_id", "item_date", "kind", "memo", "amount_cents"),
    Index("item_day", "entity_id", "item_date", "kind", "memo", "amount_cents"),
    # A drive's givers come in their order, so that half a million of them are counted at once.
    some_only(
        "item_drive", "drive_id IS NOT NULL", "drive_id", "card_id", "kind", "memo", "amount_cents"
    ),
    Index("item_transaction", "transaction_id"),
    filled_only("item_filed", "entity_id", "filed_aggregate_cents"),
    filled_only("item_reported", "entity_id", "reported_on"),
    wall=OF_SIDES,
)


item_party = table(
    "item_party",
    identity(),
    reference("entity.id"),
    reference("item.id"),
    words("role"),  # candidate, committee, designating, subordinate
    reference("contact.id"),
    reference("contact.id", "card_id"),
    UniqueConstraint("item_id", "role", name="item_party_role"),
)

posting = table(
    "posting",
    identity(),
    reference("entity.id"),
    reference("transaction.id"),
    reference("account.id"),
    day("posted_on"),
    cents("cents"),
    Index("posting_transaction", "transaction_id"),
    Index("posting_account", "account_id", "posted_on", "cents"),
    wall=OF_SIDES,
)

# A gift that may have to go back: it is never money that the committee may keep. What is left of
# it on hold follows from refunds, its last days from rules/holds.py: neither is kept here.
hold = table(
    "hold",
    identity(),
    reference("entity.id"),
    reference("item.id", index=True),
    words("reason"),  # see resources/rules/holds.toml
    words("rule", nullable=True),  # the flow or limit that it breaks, by its code
    words("basis"),  # the written record of why it is in question
    cents("cents"),  # what of the gift is in question
    cents("refunded_before_cents"),  # what of the gift had gone back when it was put on hold
    day("since"),  # the day on which the doubt arose
    words("waiting_kind", nullable=True),  # the gift's kind while it is not deposited
    words("resolution", nullable=True),  # released, returned
    day("resolved_on", nullable=True),
    words("resolved_by", nullable=True),
    words("resolved_why", nullable=True),
    CheckConstraint("cents > 0", name="hold_of_something"),
    CheckConstraint("resolution IN ('released', 'returned')", name="hold_resolution"),
    CheckConstraint(
        "(resolution IS NULL) = (resolved_on IS NULL)"
        " AND (resolution IS NULL) = (resolved_why IS NULL)",
        name="hold_resolved_whole",
    ),
    Index("hold_entity", "entity_id"),
)

# What was said when an entry passed the wall: an attestation, an accounting, counsel's release.
wall_note = table(
    "wall_note",
    identity(),
    reference("entity.id"),
    reference("item.id", index=True),
    words("giver"),  # the classes of giver and of recipient, as rules/parties.py has them
    words("recipient"),
    words("needs"),  # what the condition asked for; "" where only the class of giver was said
    words("words"),
    words("who"),
    day("said_on"),
)

# Money between two entities that is proposed, sent or received on days of their own.
transfer_order = table(
    "transfer_order",
    identity(),
    reference("entity.id"),  # the giver
    reference("account.id"),
    reference("entity.id", "taker_id"),
    reference("account.id", "taker_account_id"),
    reference("transaction.id", nullable=True),  # from the day on which it was sent
    words("state"),  # proposed, sent, received, cancelled
    cents("amount_cents"),
    day("proposed_on"),
    day("sent_on", nullable=True),
    day("received_on", nullable=True),
    words("content"),  # JSON: purpose, method, election and what the schedules ask
    words("settles", nullable=True),  # the taker's invoice of a shared cost, by its number
    CheckConstraint(
        "state IN ('proposed', 'sent', 'received', 'cancelled')", name="transfer_order_state"
    ),
    wall=OF_ORDERS,
)

source_row = table(
    "source_row",
    identity(),
    reference("entity.id"),
    words("source"),  # actblue, …
    words("external_id"),  # the row's own key in that source
    reference("item.id"),  # found through its key, or the batch's range of ids
    words("digest"),  # of the cells that matter: a changed row is a conflict
    cents("fee_cents", nullable=True),  # for analysis; the books know one fee per payout
    words("receipt_id", nullable=True),
    words("page", nullable=True),
    words("reference_code", nullable=True),
    count("recurrence", nullable=True),  # which charge of a series it is; none: a single gift
    words("every", nullable=True),  # week, where the source says so of a series
    words("refund_id", nullable=True),
    # Somebody, or the row itself, said its drive: rules leave it alone.
    flag("drive_by_hand", nullable=True),
    UniqueConstraint("entity_id", "source", "external_id", name="source_row_external"),
    Index("source_row_item", "item_id"),
    # Both know the charges of recurring series alone: single gifts cost them nothing.
    some_only(
        "source_row_series",
        "recurrence IS NOT NULL",
        "entity_id",
        "source",
        "receipt_id",
        "recurrence",
        "item_id",
    ),
    some_only("source_row_charge", "recurrence IS NOT NULL", "item_id"),
)

memo_text = table(
    "memo_text",
    identity(),
    reference("entity.id"),
    reference("item.id", nullable=True),  # none: it speaks of a whole report
    words("form", nullable=True),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    words("fec_id", nullable=True),
    words("text"),
    Index("memo_text_item", "item_id"),
)

# Derived rows refer without foreign keys: they may not hinder the removal of what they follow.
attribution = table(
    "attribution",
    identity(),
    Column("entity_id", Id, nullable=False),
    Column("item_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    words("limit_group"),
    words("window"),  # 2026, or an election code
    day("made_date"),
    cents("cents"),
    # It covers the sums over many people: none of their rows is read.
    Index("attribution_person", "person_id", "limit_group", "window", "entity_id", "cents"),
    derived=True,
)

aggregate = table(
    "aggregate",
    identity("item_id"),
    Column("entity_id", Id, nullable=False),
    Column("person_id", Id, nullable=True),
    count("window", nullable=True),
    words("aggregation_group", nullable=True),
    day("reported_on"),
    words("form", nullable=True),
    words("line", nullable=True),  # the row's token on the form, SA11AII when it is not itemised
    cents("counted_cents"),  # 0 for memo items
    cents("other_cents"),  # the part of it that is not federal
    cents("aggregate_cents", nullable=True),
    flag("itemised"),
    Index("aggregate_line", "entity_id", "line", "reported_on", "counted_cents", "other_cents"),
    derived=True,
)

# What a list of donors is ordered by: one row per card that gave, or that nothing else is known of.
donor = table(
    "donor",
    identity("card_id"),
    Column("entity_id", Id, nullable=False),
    Column("contact_id", Id, nullable=False),  # the card's newest version
    count("gifts"),
    day("first_day", nullable=True),
    day("last_day", nullable=True),
    cents("given_cents"),  # before refunds
    Index("donor_last", "entity_id", "last_day"),
    derived=True,
)
