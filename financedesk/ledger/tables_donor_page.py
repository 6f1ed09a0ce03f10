"""The ledger's tables of what one entity keeps about its donors beside gifts and addresses.

Everybody imports them from ``ledger/tables.py``. All of it belongs to one entity: what another
entity knows of the same person stands in rows of its own and is shown to nobody else.
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from financedesk.book.schema import count, day, flag, identity, octets, reference, table, words

# People who live together and get one letter. It joins nobody: limits and aggregates stay each
# person's own, for spouses each have a limit of their own (11 CFR 110.1(i)).
household = table(
    "household",
    identity(),
    reference("entity.id"),
    words("name"),
    words("salutation", nullable=True),  # how one letter to all of them begins
    Index("household_entity", "entity_id", "name"),
)

household_member = table(
    "household_member",
    identity(),
    reference("entity.id"),
    reference("household.id", index=True),
    reference("contact.id", "card_id"),
    UniqueConstraint("card_id", name="household_member_card"),
    Index("household_member_entity", "entity_id"),
)

donor_note = table(
    "donor_note",
    identity(),
    reference("entity.id"),
    reference("contact.id", "card_id", index=True),
    day("noted_on"),
    words("who"),
    words("words"),
    Index("donor_note_entity", "entity_id"),
)

# A file that is kept in the book as it came, so that a copy of the book has it too.
donor_document = table(
    "donor_document",
    identity(),
    reference("entity.id"),
    reference("contact.id", "card_id", index=True),
    words("name"),  # of the file
    words("kind"),  # letter, answer, declaration, check, other
    day("added_on"),
    words("who"),
    count("size"),  # in octets
    words("sha256"),
    octets("content"),
    CheckConstraint("size > 0", name="donor_document_holds_something"),
    Index("donor_document_entity", "entity_id"),
)

# What donors declare of themselves, and that they take it back: the newest answer counts.
donor_attestation = table(
    "donor_attestation",
    identity(),
    reference("entity.id"),
    reference("contact.id", "card_id", index=True),
    words("kind"),  # see resources/rules/donor_attestations.toml
    flag("given"),  # 0: no longer true, or never was
    day("on_date"),
    words("how"),  # form, email, phone, in_person, processor
    words("note", nullable=True),
    reference("donor_document.id", "document_id", nullable=True, index=True, released=True),
    Index("donor_attestation_entity", "entity_id", "kind"),
)

# Best efforts: who was asked for what is missing, when and how (11 CFR 104.7(b)(2)).
donor_request = table(
    "donor_request",
    identity(),
    reference("entity.id"),
    reference("contact.id", "card_id", index=True),
    day("asked_on"),
    words("how"),  # letter, email, phone
    words("asked"),  # what was asked for, one word after the other: employer occupation
    day("gift_on", nullable=True),  # the receipt that the thirty days run from
    flag("with_appeal"),  # money was asked for in the same breath: it does not count as an effort
    words("note", nullable=True),
    day("answered_on", nullable=True),
    words("answer", nullable=True),
    CheckConstraint("how IN ('letter', 'email', 'phone')", name="donor_request_how"),
    CheckConstraint(
        "answer IS NULL OR answered_on IS NOT NULL", name="donor_request_answered_on_a_day"
    ),
    Index("donor_request_entity", "entity_id", "asked_on"),
)

# A search of the list of donors under a name.
saved_filter = table(
    "saved_filter",
    identity(),
    reference("entity.id"),
    words("name"),
    words("content"),  # JSON: text, filters, order
    UniqueConstraint("entity_id", "name", name="saved_filter_name"),
)

DONOR_PAGE_TABLES = (
    household, household_member, donor_note, donor_document, donor_attestation, donor_request,
    saved_filter,
)  # fmt: skip
