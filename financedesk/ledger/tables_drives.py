"""The ledger's tables of drives: what a campaign plans, which gifts are its own, who promised.

Everybody imports them from ``ledger/tables.py``. A part of a drive (a region, a channel, a
volunteer) is a drive under it, so that an item carries one drive and nothing counts twice.
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from financedesk.book.schema import cents, count, day, identity, reference, table, words

drive = table(
    "drive",
    identity(),
    reference("entity.id"),
    words("code"),
    words("name"),
    words("purpose", nullable=True),
    words("about_kind", nullable=True),  # race, issue
    words("about", nullable=True),  # which race, which issue
    reference("drive.id", "parent_id", nullable=True),  # it is a part of that drive
    words("part_kind", nullable=True),  # region, channel, volunteer
    cents("goal_cents", nullable=True),
    count("goal_donors", nullable=True),
    count("goal_recurring", nullable=True),
    cents("budget_cents", nullable=True),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    day("closed_on", nullable=True),
    UniqueConstraint("entity_id", "code", name="drive_code"),
    CheckConstraint("about_kind IN ('race', 'issue')", name="drive_about"),
    CheckConstraint("part_kind IN ('region', 'channel', 'volunteer')", name="drive_part"),
    CheckConstraint("(parent_id IS NULL) = (part_kind IS NULL)", name="drive_part_whole"),
    shared=True,
)

drive_milestone = table(
    "drive_milestone",
    identity(),
    reference("entity.id"),
    reference("drive.id", index=True),
    cents("cents"),
    words("words"),
    CheckConstraint("cents > 0", name="milestone_of_something"),
)

# Which gifts belong to a drive. Every condition that is filled must hold; of several rules that
# hold, the one with the most conditions counts, then the older one.
drive_rule = table(
    "drive_rule",
    identity(),
    reference("entity.id"),
    reference("drive.id", index=True),
    words("source", nullable=True),  # actblue, stripe, …
    words("page", nullable=True),  # the page or form, in the source's words; * at its end: begins
    words("reference_code", nullable=True),  # likewise
    words("state", nullable=True),  # the giver's state: where a chapter is at home
    words("zip_prefix", nullable=True),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
)

# What a processor or somebody said of a series of recurring gifts that is no gift itself. The
# charges are the gifts, known by their receipt and number (source_row).
series_event = table(
    "series_event",
    identity(),
    reference("entity.id"),
    words("source"),
    words("series_key"),  # the receipt that all charges of the series share
    words("kind"),  # failed, cancelled, upgraded
    words("period"),  # YYYY-MM: one such event per series and period, whoever tells it again
    day("happened_on"),
    cents("cents", nullable=True),  # what was not charged; what it is from now on
    words("note", nullable=True),
    UniqueConstraint("entity_id", "source", "series_key", "kind", "period", name="series_period"),
    CheckConstraint("kind IN ('failed', 'cancelled', 'upgraded')", name="series_event_kind"),
)

# A promise to give: no income, on no report, until it is kept by gifts.
promised_gift = table(
    "promised_gift",
    identity(),
    reference("entity.id"),
    reference("contact.id"),
    reference("contact.id", "card_id"),
    reference("drive.id", nullable=True, index=True),
    cents("amount_cents"),  # of each part
    day("promised_on"),
    day("due_on"),  # of the first part
    words("every", nullable=True),  # month, quarter, year; none: once
    count("times", nullable=True),  # none: until it is ended
    words("channel", nullable=True),  # how it was made: call, event, mail, form
    words("note", nullable=True),
    day("ended_on", nullable=True),
    words("ended_why", nullable=True),
    CheckConstraint("amount_cents > 0", name="promise_of_something"),
    CheckConstraint("every IN ('month', 'quarter', 'year')", name="promise_every"),
    CheckConstraint("times IS NULL OR (times > 1 AND every IS NOT NULL)", name="promise_times"),
    CheckConstraint("(ended_on IS NULL) = (ended_why IS NULL)", name="promise_ended_whole"),
    Index("promised_gift_card", "card_id"),
    Index("promised_gift_entity", "entity_id", "due_on"),
)

# Which gift kept which part of a promise; a gift keeps one part, a part may come in pieces.
promise_kept = table(
    "promise_kept",
    identity(),
    reference("entity.id"),
    reference("promised_gift.id", index=True),
    day("due_on"),  # the part
    reference("item.id"),
    UniqueConstraint("item_id", name="promise_kept_item"),
)

promise_reminder = table(
    "promise_reminder",
    identity(),
    reference("entity.id"),
    reference("promised_gift.id", index=True),
    day("due_on"),  # the part it speaks of
    day("sent_on"),
    words("channel"),  # call, letter, email
    words("words", nullable=True),
)

# The figures of a drive on the day on which it was closed: they stay, whatever comes later.
drive_result = table(
    "drive_result",
    identity(),
    reference("entity.id"),
    reference("drive.id", index=True),
    day("closed_on"),
    words("figures"),  # JSON
    words("sha256"),
)

DRIVE_TABLES = (
    drive_milestone, drive_rule, series_event, promised_gift, promise_kept, promise_reminder,
    drive_result,
)  # fmt: skip
