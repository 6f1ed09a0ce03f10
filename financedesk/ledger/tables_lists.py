"""The ledger's tables of lists and other data that pass between bodies at a price.

Everybody imports them from ``ledger/tables.py``. Each side keeps its own copy of the document, so
that a row has one owner; both copies carry the same number (``document``).
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from financedesk.book.schema import cents, count, day, flag, identity, reference, table, words

# A list, poll or other thing of value that an entity gave or took, and what was asked for it.
# What was paid, and what was booked in kind, follows from its entries: neither is kept here.
list_transfer = table(
    "list_transfer",
    identity(),
    reference("entity.id"),
    words("document"),  # the same for both sides
    words("side"),  # gave, took
    flag("inside"),  # the other one is an entity of the organisation and keeps a copy
    reference("contact.id"),  # the other one
    reference("contact.id", "card_id", index=True),
    reference("account.id", nullable=True),  # the account whose rules decide, and that pays or gets
    words("data"),  # see resources/rules/data_crossings.toml
    words("origin"),  # own, bought, reports
    words("serves"),  # appeals, other
    count("records"),
    words("contents"),  # what each record holds
    cents("value_cents"),  # when it came, before its worth fell
    words("basis"),  # "", appraisal, price_list, cost
    words("basis_words", nullable=True),
    day("appraised_on", nullable=True),
    day("came_on", nullable=True),  # the day of a poll's results
    words("counter"),  # none, money, exchange
    cents("counter_cents"),
    words("counter_words", nullable=True),
    words("approver"),
    words("attested", nullable=True),  # that the names are held in own records, and who says so
    words("election_code", nullable=True),
    day("given_on"),
    CheckConstraint("side IN ('gave', 'took')", name="list_transfer_side"),
    CheckConstraint("counter IN ('none', 'money', 'exchange')", name="list_transfer_counter"),
    CheckConstraint(
        "value_cents >= 0 AND counter_cents >= 0 AND records >= 0", name="list_transfer_amounts"
    ),
    UniqueConstraint("entity_id", "document", "side", name="list_transfer_document"),
)

# The entries of one side: its price, or what was booked in kind.
list_transfer_entry = table(
    "list_transfer_entry",
    identity(),
    reference("entity.id"),
    reference("list_transfer.id", index=True),
    reference("item.id", index=True),
    words("role"),  # price, in_kind, against
    CheckConstraint("role IN ('price', 'in_kind', 'against')", name="list_transfer_entry_role"),
    Index("list_transfer_entry_entity", "entity_id"),
)
