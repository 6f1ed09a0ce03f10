"""The ledger's table of waivers: findings that somebody has answered with a reason.

Everybody imports it from ``ledger/tables.py``. A finding itself is never kept: it follows from the
books at any moment (``compliance/judging.py``).
"""

from sqlalchemy import CheckConstraint, Index

from financedesk.book.schema import cents, day, identity, reference, table, words

waiver = table(
    "waiver",
    identity(),
    reference("entity.id"),
    words("rule"),  # the check's code, see resources/rules/checks.toml
    reference("contact.id", "card_id", nullable=True, index=True),  # whom it is about, if anybody
    words("about"),  # what else tells the finding from others of its rule
    cents("cents"),  # what was in question: more than that is a new finding
    words("reason"),
    words("initials"),
    day("waived_on"),
    CheckConstraint("reason <> '' AND initials <> ''", name="waiver_signed"),
    Index("waiver_entity", "entity_id", "rule"),
)
