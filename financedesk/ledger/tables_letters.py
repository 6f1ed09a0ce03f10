"""The ledger's table of letters: what was written to whom because the law asks for it, and when.

Everybody imports it from ``ledger/tables.py``. A letter is kept as the PDF that was sent: its words
may change later, and the program that sets them, but not what somebody received.
"""

from sqlalchemy import CheckConstraint, Index

from financedesk.book.schema import cents, count, day, identity, octets, reference, table, words

kept_letter = table(
    "kept_letter",
    identity(),
    reference("entity.id"),
    words("kind"),  # see resources/letters/kinds.toml
    reference("contact.id", "card_id", nullable=True, index=True),  # nobody, where none is known
    # The gift that it is about; a letter stays when its entry is deleted.
    reference("item.id", nullable=True, index=True, released=True),
    # The best effort that it was, once it is sent: one letter is one request.
    reference("donor_request.id", "request_id", nullable=True, index=True, released=True),
    words("addressee"),  # as the letter names whom it went to
    words("about"),  # one line: which gift, of which day
    cents("cents", nullable=True),  # what of it is in question, or went back
    # Of a best-efforts letter: what it asks for, one word after the other (see donor_request).
    words("asks", nullable=True),
    words("text_sha256"),  # of the words that were filled in: which version of them
    words("who"),
    day("written_on"),
    day("send_by", nullable=True),  # the last day on which sending it counts
    day("reply_by", nullable=True),  # the last day on which an answer counts
    day("sent_on", nullable=True),
    words("channel", nullable=True),  # letter, email, by_hand
    day("answered_on", nullable=True),
    words("answer", nullable=True),
    count("size"),  # in octets
    words("sha256"),
    octets("content"),  # the PDF
    CheckConstraint("(sent_on IS NULL) = (channel IS NULL)", name="kept_letter_sent_somehow"),
    CheckConstraint("(answered_on IS NULL) = (answer IS NULL)", name="kept_letter_answer_whole"),
    CheckConstraint(
        "answered_on IS NULL OR sent_on IS NOT NULL", name="kept_letter_sent_before_answered"
    ),
    CheckConstraint("asks IS NULL OR card_id IS NOT NULL", name="kept_letter_asks_somebody"),
    CheckConstraint("request_id IS NULL OR asks IS NOT NULL", name="kept_letter_was_a_request"),
    CheckConstraint("size > 0", name="kept_letter_holds_something"),
    Index("kept_letter_entity", "entity_id", "written_on"),
)
