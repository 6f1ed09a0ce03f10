"""The ledger's tables of joint fundraising: written agreements, and who takes which share.

Everybody imports them from ``ledger/tables.py``. A row belongs to the joint committee; a
participant of the book is named by its short name, so that an export of the joint committee alone
says all of it, and one outside by name and number. A changed formula is a new version from a day.
"""

from sqlalchemy import CheckConstraint, UniqueConstraint

from financedesk.book.schema import count, day, identity, reference, table, words

joint_agreement = table(
    "joint_agreement",
    identity(),
    reference("entity.id"),  # the joint fundraising committee
    day("from_date"),
    day("to_date", nullable=True),
    day("signed_on"),
    count("whole"),  # what the shares add up to: 100, 10000; 0 where they are parts of their sum
    words("note", nullable=True),  # where the paper lies, and what else it says
    UniqueConstraint("entity_id", "from_date", name="joint_agreement_version"),
    CheckConstraint("to_date IS NULL OR from_date <= to_date", name="joint_agreement_days"),
    CheckConstraint("whole >= 0", name="joint_agreement_whole"),
)

joint_share = table(
    "joint_share",
    identity(),
    reference("entity.id"),
    reference("joint_agreement.id", "agreement_id"),
    count("place"),  # from 1 on, in the order of the agreement
    words("participant", nullable=True),  # the short name of an entity of this book
    words("name"),
    words("committee_id", nullable=True),
    words("recipient"),  # its class, see resources/rules/parties.toml
    count("weight"),
    UniqueConstraint("agreement_id", "place", name="joint_share_place"),
    CheckConstraint("weight > 0", name="joint_share_weight"),
)

JOINT_TABLES = (joint_agreement, joint_share)
