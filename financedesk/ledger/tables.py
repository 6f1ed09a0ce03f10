"""The ledger's tables.

``docs/design.md`` §3 tells what each is for. Amounts are integer cents, days are text
``YYYY-MM-DD``. Every fact table has ``id`` first and ``entity_id`` second, so that no query can
forget whose row it is.
"""

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, text

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


def _filled_only(name: str, *columns: str) -> Index:
    """Return an index of the rows whose last column is filled: of the others it would be a burden.

    An import writes a million rows that have neither a key of their own nor a filed figure.
    """
    filled = text(f"{columns[-1]} IS NOT NULL")
    return Index(name, *columns, sqlite_where=filled, postgresql_where=filled)


unit = table(
    "unit",
    identity(),
    words("code"),
    words("name"),
    words("level"),  # national, regional, local
    reference("unit.id", "parent_id", nullable=True),
    shared=True,
)

entity = table(
    "entity",
    identity(),
    words("code"),
    words("kind"),
    words("name"),
    words("ein", nullable=True),
    reference("entity.id", "parent_id", nullable=True),
    reference("unit.id", nullable=True),
    words("street_1", nullable=True),
    words("street_2", nullable=True),
    words("city", nullable=True),
    words("state", nullable=True),
    words("zip", nullable=True),
    words("treasurer_last_name", nullable=True),
    words("treasurer_first_name", nullable=True),
    words("treasurer_middle_name", nullable=True),
    words("treasurer_prefix", nullable=True),
    words("treasurer_suffix", nullable=True),
    words("closed_on", nullable=True),
    UniqueConstraint("code", name="entity_code"),
    shared=True,
)

registration = table(
    "registration",
    identity(),
    reference("entity.id"),
    words("authority"),  # FEC, IRS, or a state's code
    words("identifier"),
    words("filing", nullable=True),  # monthly, quarterly
    flag("qualified"),  # multicandidate status, F3X field 16
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    Index("registration_identifier", "authority", "identifier"),
    shared=True,
)

entity_status = table(
    "entity_status",
    identity(),
    reference("entity.id"),
    words("status"),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    words("basis", nullable=True),
    words("counsel_note", nullable=True),
    shared=True,
)

limit_group_member = table(
    "limit_group_member",
    identity(),
    reference("entity.id"),
    words("limit_group"),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    words("basis", nullable=True),
    words("counsel_note", nullable=True),
    shared=True,
)

# What speaks for and against an entity's independence of candidates and parties, dated.
independence_entry = table(
    "independence_entry",
    identity(),
    reference("entity.id"),
    words("topic"),  # founders, boards, money, vendors, staff
    words("weighs"),  # for, against
    words("facts"),
    words("concerning", nullable=True),  # the candidate or party committee it is about
    words("source", nullable=True),
    words("note", nullable=True),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    CheckConstraint("weighs IN ('for', 'against')", name="independence_weighs"),
    shared=True,
)

# The word of the user's counsel in place of a rule of the law, for the whole organisation.
rule_override = table(
    "rule_override",
    identity(),
    words("rule"),  # the code of a limit, or "giver > recipient"
    cents("cents", nullable=True),  # of a limit; none lifts it
    words("verdict", nullable=True),  # of a flow: allowed, limited, conditional, prohibited
    words("reason"),
    words("who"),
    day("decided_on"),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
)

account = table(
    "account",
    identity(),
    reference("entity.id"),
    words("code"),
    words("kind"),  # federal, nonfederal, levin, …: decides the form's lines
    words("role"),  # see CASH_ROLES and CLASS_ROLES
    words("name"),
    words("bank", nullable=True),
    day("opening_date", nullable=True),
    cents("opening_balance_cents"),
    day("closed_on", nullable=True),
    UniqueConstraint("entity_id", "code", name="account_code"),
    shared=True,
)

# Money that the entity holds or that is on its way to it: what line 8 of Form 3X counts.
CASH_ROLES = ("bank", "clearing", "in_transit")
# The other side of each posting.
CLASS_ROLES = ("income", "expense", "due_to", "due_from", "opening")

contact = table(
    "contact",
    identity(),
    reference("entity.id"),
    reference("contact.id", "card_id"),  # the first version; itself at first
    words("type"),  # IND, ORG, COM, CAN and, as filed, CCM, PAC, PTY
    words("name", nullable=True),  # of an organisation or committee
    words("last_name", nullable=True),
    words("first_name", nullable=True),
    words("middle_name", nullable=True),
    words("prefix", nullable=True),
    words("suffix", nullable=True),
    words("street_1", nullable=True),
    words("street_2", nullable=True),
    words("city", nullable=True),
    words("state", nullable=True),
    words("zip", nullable=True),
    words("country", nullable=True),
    words("employer", nullable=True),
    words("occupation", nullable=True),
    words("email", nullable=True),
    words("phone", nullable=True),
    words("committee_id", nullable=True),
    words("candidate_id", nullable=True),
    words("candidate_office", nullable=True),
    words("candidate_state", nullable=True),
    words("candidate_district", nullable=True),
    words("external_key", nullable=True),  # the key of an interchange file
    words("search_name"),  # "last first" in lower case, for ordered search
    words("match_email", nullable=True),
    words("match_place", nullable=True),  # normalised name, ZIP and street
    day("valid_from", nullable=True),
    words("recorded_at"),
    Index("contact_card", "card_id"),
    Index("contact_search", "entity_id", "search_name", "card_id"),
    Index("contact_place", "entity_id", "match_place"),
    _filled_only("contact_key", "entity_id", "external_key"),
    shared=True,
)

person_link = table(
    "person_link",
    identity(),
    reference("entity.id"),
    reference("contact.id", "card_id"),
    reference("contact.id", "person_id", index=True),  # a person is named by one of its cards
    words("reason", nullable=True),
    UniqueConstraint("card_id", name="person_link_card"),
)

# Each database finds the words of a card by their beginnings in a way of its own: an index over
# ``card_search.words``. Words are what stands between two blanks. In SQLite it is written by
# ledger/card_search.py: a trigger would flush it row by row, and take ten times as long.
_FOUND_IN_SQLITE = (
    (
        "CREATE VIRTUAL TABLE card_word USING fts5(words, content='card_search',"
        " content_rowid='card_id', detail=none, prefix='1 2',"
        " tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")"
    ),
    # Lists what the index holds, so that verify can compare it with the rows.
    "CREATE VIRTUAL TABLE card_word_held USING fts5vocab(card_word, 'instance')",
)
_FOUND_IN_POSTGRESQL = (
    (
        "CREATE INDEX card_word ON card_search USING gin"
        " (array_to_tsvector(string_to_array(words, ' ')))"
    ),
)

# What a card is found and ordered by: kept by ledger/card_search.py, a row is never updated.
card_search = table(
    "card_search",
    identity("card_id"),
    Column("entity_id", Id, nullable=False),
    words("name"),  # the newest version's search_name
    words("words"),  # of every version: names, town, employer, e-mail, figures of the phone
    Index("card_search_name", "entity_id", "name", "card_id"),
    derived=True,
    also={"sqlite": _FOUND_IN_SQLITE, "postgresql": _FOUND_IN_POSTGRESQL},
)

consent = table(
    "consent",
    identity(),
    reference("entity.id"),
    reference("contact.id", "card_id"),
    words("channel"),  # email, phone
    flag("given"),
    day("since"),
    words("basis", nullable=True),  # how they said so
    Index("consent_card", "card_id"),
    CheckConstraint("channel IN ('email', 'phone')", name="consent_channel"),
)

drive = table(
    "drive",
    identity(),
    reference("entity.id"),
    words("code"),
    words("name"),
    cents("goal_cents", nullable=True),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    UniqueConstraint("entity_id", "code", name="drive_code"),
    shared=True,
)

election = table(
    "election",
    identity(),
    reference("entity.id"),
    words("code"),  # P2026, G2026, …
    day("held_on", nullable=True),
    words("state", nullable=True),
    words("office", nullable=True),
    words("district", nullable=True),
    words("description", nullable=True),
    shared=True,
)

transaction = table(
    "transaction",
    identity(),
    reference("entity.id"),  # who recorded it; items may be others'
    words("kind"),  # gift, payout, bill, transfer, loan, report, …
    day("happened_on"),
    words("description", nullable=True),
    words("state"),  # proposed, sent, received; done for one-sided ones
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
    reference("payout.id", nullable=True),
    reference("drive.id", nullable=True, index=True),
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
    Index("item_transaction", "transaction_id"),
    _filled_only("item_filed", "entity_id", "filed_aggregate_cents"),
)

# What the readers of a book ask, and an import of processors' gifts does not.
IDLE_IN_IMPORTS = tuple(
    index
    for index in sorted((*contact.indexes, *item.indexes), key=lambda index: str(index.name))
    if index.name
    in (
        "contact_card", "contact_place", "contact_search", "item_amount", "item_card",
        "item_transaction",
    )
)  # fmt: skip

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
    Index("posting_account", "account_id", "posted_on"),
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
    CheckConstraint(
        "state IN ('proposed', 'sent', 'received', 'cancelled')", name="transfer_order_state"
    ),
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
    count("recurrence", nullable=True),
    words("refund_id", nullable=True),
    UniqueConstraint("entity_id", "source", "external_id", name="source_row_external"),
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
    Index("attribution_person", "person_id", "limit_group", "window"),
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
)

LEDGER_TABLES = (
    unit, entity, registration, entity_status, limit_group_member, independence_entry,
    rule_override, account, contact, person_link, card_search, consent, drive, election,
    transaction, payout, item, item_party, posting, wall_note, transfer_order, source_row,
    memo_text, attribution,
    aggregate, donor, opening, obligation_state, filing, filing_item, fec_id, entry_draft,
    kind_line,
)  # fmt: skip
