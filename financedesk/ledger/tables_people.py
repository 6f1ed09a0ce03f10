"""The ledger's table of open questions: whose cards may be one person's, as an import found.

Everybody imports it from ``ledger/tables.py``. It is a list of work and no fact: what somebody
answers stands in person_link and person_apart, and ``donors`` finds the same pairs anew.
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from financedesk.book.schema import count, identity, reference, table

person_question = table(
    "person_question",
    identity(),
    reference("entity.id"),
    reference("contact.id", "card_id"),  # the older card
    reference("contact.id", "other_id", index=True),
    count("score"),  # points of rules/likeness.py
    UniqueConstraint("card_id", "other_id", name="person_question_pair"),
    CheckConstraint("card_id < other_id", name="person_question_order"),
    Index("person_question_entity", "entity_id", "score"),
    derived=True,
)
