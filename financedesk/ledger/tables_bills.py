"""The ledger's tables of bills and checks: what is to be paid, who approved it, what was drawn.

Everybody imports them from ``ledger/tables.py``. They touch no money: the entry that pays a bill
does, and a check is the paper of such an entry. Whether the bank has a check is no column: it is
what the matches say (``checks_drawn.py``).
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from financedesk.book.schema import cents, count, day, identity, reference, table, words

# From which day on, and above which amount, two people must approve what is paid.
approval_rule = table(
    "approval_rule",
    identity(),
    reference("entity.id"),
    cents("above_cents"),
    day("since"),
    CheckConstraint("above_cents >= 0", name="approval_rule_cents"),
    UniqueConstraint("entity_id", "since", name="approval_rule_since"),
)

bill = table(
    "bill",
    identity(),
    reference("entity.id"),
    reference("contact.id"),  # the payee, as known when the bill came
    reference("contact.id", "card_id"),
    words("number"),  # the payee's own; empty where the bill has none
    day("received_on"),
    day("due_on"),
    cents("amount_cents"),
    words("purpose"),
    words("category"),  # the code of Schedule B; empty where none was chosen
    words("kind"),  # of the payment
    words("method"),  # check, wire, ach, card
    reference("account.id"),
    words("entered_by"),
    reference("item.id", nullable=True, released=True),  # the entry that paid it
    day("withdrawn_on", nullable=True),
    words("withdrawn_why", nullable=True),
    CheckConstraint("amount_cents > 0", name="bill_of_something"),
    CheckConstraint("method IN ('check', 'wire', 'ach', 'card')", name="bill_method"),
    CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_why IS NULL)", name="bill_withdrawn"),
    CheckConstraint("item_id IS NULL OR withdrawn_on IS NULL", name="bill_paid_or_withdrawn"),
    UniqueConstraint("item_id", name="bill_paid_once"),
    Index("bill_entity", "entity_id", "due_on"),
    Index("bill_card", "card_id", "number"),
)

bill_approval = table(
    "bill_approval",
    identity(),
    reference("entity.id"),
    reference("bill.id"),
    words("approver"),
    words("approver_key"),  # the name as it is compared: one person approves once
    day("approved_on"),
    UniqueConstraint("bill_id", "approver_key", name="bill_approval_once"),
    Index("bill_approval_entity", "entity_id"),
)

bank_check = table(
    "bank_check",
    identity(),
    reference("entity.id"),
    reference("account.id"),
    count("number"),
    words("payee"),  # and amount, as the paper says: they stay when a spoiled check is drawn anew
    cents("amount_cents"),
    reference("item.id", nullable=True, released=True),  # the entry that it pays
    day("drawn_on"),
    day("printed_on", nullable=True),
    day("voided_on", nullable=True),
    words("voided_why", nullable=True),
    # The negative entry by which it was voided, where the payment stays as reported.
    reference("item.id", "void_item_id", nullable=True, released=True),
    CheckConstraint("number > 0", name="check_number_counts"),
    CheckConstraint("(voided_on IS NULL) = (voided_why IS NULL)", name="check_voided_whole"),
    CheckConstraint("void_item_id IS NULL OR voided_on IS NOT NULL", name="check_void_entry"),
    UniqueConstraint("account_id", "number", name="check_number_once"),
    UniqueConstraint("item_id", name="check_item_once"),
    UniqueConstraint("void_item_id", name="check_void_item_once"),
    Index("check_entity", "entity_id", "drawn_on"),
)

BILL_TABLES = (approval_rule, bill, bill_approval, bank_check)
