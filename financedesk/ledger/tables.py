"""The ledger's tables.

``docs/design.md`` §3 tells what each is for. Amounts are integer cents, days are text
``YYYY-MM-DD``. Every fact table has ``id`` first and ``entity_id`` second, so that no query can
forget whose row it is.
"""

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, UniqueConstraint

from financedesk.book.schema import (
    cents,
    count,
    day,
    flag,
    identity,
    reference,
    table,
    words,
)

unit = table(
    "unit",
    identity(),
    words("code", nullable=False),
    words("name", nullable=False),
    words("level", nullable=False),  # national, regional, local
    reference("parent_id", "unit.id"),
    shared=True,
)

entity = table(
    "entity",
    identity(),
    words("code", nullable=False),
    words("kind", nullable=False),
    words("name", nullable=False),
    words("ein"),
    reference("parent_id", "entity.id"),
    reference("unit_id", "unit.id"),
    words("street_1"),
    words("street_2"),
    words("city"),
    words("state"),
    words("zip"),
    words("treasurer_last_name"),
    words("treasurer_first_name"),
    words("treasurer_middle_name"),
    words("treasurer_prefix"),
    words("treasurer_suffix"),
    words("closed_on"),
    UniqueConstraint("code", name="entity_code"),
    shared=True,
)

registration = table(
    "registration",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("authority", nullable=False),  # FEC, IRS, or a state's code
    words("identifier", nullable=False),
    words("filing"),  # monthly, quarterly
    flag("qualified"),  # multicandidate status, F3X field 16
    day("from_date"),
    day("to_date"),
    Index("registration_identifier", "authority", "identifier"),
    shared=True,
)

entity_status = table(
    "entity_status",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("status", nullable=False),
    day("from_date"),
    day("to_date"),
    words("basis"),
    words("counsel_note"),
    shared=True,
)

limit_group_member = table(
    "limit_group_member",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("limit_group", nullable=False),
    day("from_date"),
    day("to_date"),
    words("basis"),
    words("counsel_note"),
    shared=True,
)

account = table(
    "account",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("code", nullable=False),
    words("kind", nullable=False),  # federal, nonfederal, levin, …: decides the form's lines
    words("role", nullable=False),  # see CASH_ROLES and CLASS_ROLES
    words("name", nullable=False),
    words("bank"),
    day("opening_date"),
    cents("opening_balance_cents", nullable=False),
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
    reference("entity_id", "entity.id", nullable=False),
    reference("card_id", "contact.id", nullable=False),  # the first version; itself at first
    words("type", nullable=False),  # IND, ORG, COM, CAN and, as filed, CCM, PAC, PTY
    words("name"),  # of an organisation or committee
    words("last_name"),
    words("first_name"),
    words("middle_name"),
    words("prefix"),
    words("suffix"),
    words("street_1"),
    words("street_2"),
    words("city"),
    words("state"),
    words("zip"),
    words("country"),
    words("employer"),
    words("occupation"),
    words("email"),
    words("phone"),
    words("committee_id"),
    words("candidate_id"),
    words("candidate_office"),
    words("candidate_state"),
    words("candidate_district"),
    words("external_key"),  # the key of an interchange file
    words("search_name", nullable=False),  # "last first" in lower case, for ordered search
    words("match_email"),
    words("match_place"),  # normalised name, ZIP and street
    day("valid_from"),
    words("recorded_at", nullable=False),
    Index("contact_card", "card_id"),
    Index("contact_search", "entity_id", "search_name"),
    Index("contact_email", "entity_id", "match_email"),
    Index("contact_place", "entity_id", "match_place"),
    Index("contact_key", "entity_id", "external_key"),
    shared=True,
)

person_link = table(
    "person_link",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    reference("card_id", "contact.id", nullable=False),
    reference("person_id", "contact.id", nullable=False),  # a person is named by one of its cards
    words("reason"),
    UniqueConstraint("card_id", name="person_link_card"),
)

drive = table(
    "drive",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("code", nullable=False),
    words("name", nullable=False),
    cents("goal_cents"),
    day("from_date"),
    day("to_date"),
    UniqueConstraint("entity_id", "code", name="drive_code"),
    shared=True,
)

election = table(
    "election",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("code", nullable=False),  # P2026, G2026, …
    day("held_on"),
    words("state"),
    words("office"),
    words("district"),
    words("description"),
    shared=True,
)

transaction = table(
    "transaction",
    identity(),
    reference("entity_id", "entity.id", nullable=False),  # who recorded it; items may be others'
    words("kind", nullable=False),  # gift, payout, bill, transfer, loan, report, …
    day("happened_on", nullable=False),
    words("description"),
    words("state", nullable=False),  # proposed, sent, received; done for one-sided ones
)

payout = table(
    "payout",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("processor", nullable=False),
    words("external_id", nullable=False),
    reference("account_id", "account.id"),
    day("paid_on"),
    cents("gross_cents", nullable=False),
    cents("fee_cents", nullable=False),
    cents("refund_cents", nullable=False),
    cents("net_cents", nullable=False),
    CheckConstraint("net_cents = gross_cents - fee_cents - refund_cents", name="payout_adds_up"),
    UniqueConstraint("entity_id", "processor", "external_id", name="payout_external"),
)

item = table(
    "item",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    reference("transaction_id", "transaction.id", nullable=False),
    words("kind", nullable=False),
    reference("contact_id", "contact.id"),
    reference("card_id", "contact.id"),
    reference("account_id", "account.id"),
    cents("amount_cents", nullable=False),
    cents("cash_cents", nullable=False),
    day("item_date", nullable=False),  # received or disbursed: the date that a report goes by
    day("made_date"),
    day("agent_date"),
    day("deposited_date"),
    flag("memo", nullable=False),
    words("purpose"),
    words("memo_description"),
    words("election_code"),
    reference("parent_id", "item.id"),
    reference("applies_to_id", "item.id"),  # the loan or debt that it repays
    reference("corrects_id", "item.id"),  # reattribution, redesignation
    reference("conduit_id", "contact.id"),
    reference("payout_id", "payout.id"),
    reference("drive_id", "drive.id"),
    flag("force_itemised"),
    flag("unaggregated", nullable=False),
    cents("federal_cents"),  # H4, H6: the federal share …
    cents("other_cents"),  # … and the non-federal or Levin share
    cents("filed_aggregate_cents"),
    words("fields"),  # JSON: the record's own fields, by their names in the format
    CheckConstraint(
        "cash_cents = 0 OR (account_id IS NOT NULL AND memo = 0"
        " AND (cash_cents = amount_cents OR cash_cents = -amount_cents))",
        name="item_cash",
    ),
    CheckConstraint(
        "federal_cents IS NULL OR federal_cents + other_cents = amount_cents", name="item_shares"
    ),
    Index("item_card", "entity_id", "card_id", "item_date"),
    Index("item_day", "entity_id", "item_date"),
    Index("item_transaction", "transaction_id"),
)

# Few items have these, so the indexes hold only those that do.
for _column in ("parent_id", "applies_to_id", "corrects_id"):
    Index(
        f"item_{_column}",
        item.c[_column],
        sqlite_where=item.c[_column].is_not(None),
        postgresql_where=item.c[_column].is_not(None),
    )

item_party = table(
    "item_party",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    reference("item_id", "item.id", nullable=False),
    words("role", nullable=False),  # candidate, committee, designating, subordinate
    reference("contact_id", "contact.id", nullable=False),
    reference("card_id", "contact.id", nullable=False),
    UniqueConstraint("item_id", "role", name="item_party_role"),
)

posting = table(
    "posting",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    reference("transaction_id", "transaction.id", nullable=False),
    reference("account_id", "account.id", nullable=False),
    day("posted_on", nullable=False),
    cents("cents", nullable=False),
    Index("posting_transaction", "transaction_id"),
    Index("posting_account", "account_id", "posted_on"),
)

source_row = table(
    "source_row",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("source", nullable=False),  # actblue, …
    words("external_id", nullable=False),  # the row's own key in that source
    reference("item_id", "item.id", nullable=False),
    words("digest", nullable=False),  # of the cells that matter: a changed row is a conflict
    cents("fee_cents"),  # for analysis; the books know one fee per payout
    words("receipt_id"),
    words("page"),
    words("reference_code"),
    count("recurrence"),
    words("refund_id"),
    UniqueConstraint("entity_id", "source", "external_id", name="source_row_external"),
)

memo_text = table(
    "memo_text",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    reference("item_id", "item.id"),  # none: it speaks of a whole report
    words("form"),
    day("from_date"),
    day("to_date"),
    words("fec_id"),
    words("text", nullable=False),
    Index("memo_text_item", "item_id"),
)

attribution = table(
    "attribution",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    reference("item_id", "item.id", nullable=False),
    reference("person_id", "contact.id", nullable=False),
    words("limit_group", nullable=False),
    words("window", nullable=False),  # 2026, or an election code
    day("made_date", nullable=False),
    cents("cents", nullable=False),
    Index("attribution_person", "person_id", "limit_group", "window"),
    Index("attribution_item", "item_id"),
    derived=True,
)

aggregate = table(
    "aggregate",
    identity("item_id"),
    reference("entity_id", "entity.id", nullable=False),
    reference("person_id", "contact.id"),
    count("window"),
    words("aggregation_group"),
    day("item_date", nullable=False),
    words("form"),
    words("line"),  # the row's token on the form, SA11AII when it is not itemised
    cents("counted_cents", nullable=False),  # 0 for memo items
    cents("other_cents", nullable=False),  # the part of it that is not federal
    cents("aggregate_cents"),
    flag("itemised", nullable=False),
    Index("aggregate_line", "entity_id", "item_date", "line", "counted_cents", "other_cents"),
    derived=True,
)

opening = table(
    "opening",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    reference("filing_id", "filing.id"),
    words("form", nullable=False),
    day("as_of", nullable=False),  # the day before the filing's first day
    words("line", nullable=False),  # a summary line's code, "6a", "6b" …
    cents("cents", nullable=False),
    UniqueConstraint("entity_id", "form", "as_of", "line", name="opening_line"),
)

obligation_state = table(
    "obligation_state",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    reference("item_id", "item.id", nullable=False),
    day("from_date", nullable=False),
    day("as_of", nullable=False),
    cents("beginning_cents"),  # debts only
    cents("incurred_cents"),
    cents("paid_cents"),  # a debt: in the period; a loan: to date
    cents("balance_cents", nullable=False),
    UniqueConstraint("item_id", "as_of", name="obligation_state_day"),
)

filing = table(
    "filing",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("form", nullable=False),
    words("report_code"),
    day("from_date"),
    day("to_date"),
    words("state", nullable=False),  # draft, final, filed, adopted, replaced
    count("version", nullable=False),  # 0 for an original, then 1, 2, … per amendment
    reference("amends_id", "filing.id"),
    words("fec_number"),
    words("original_fec_number"),
    day("signed_on"),
    words("file_name"),
    Column("content", LargeBinary),  # the exact bytes, deflated; none for a draft
    words("sha256"),
    words("summary"),  # JSON: {"A": {line: cents}, "B": {…}}
    words("findings"),  # JSON
    words("cover"),  # JSON: the cover record's other fields as filed
    words("recorded_at", nullable=False),
    Index("filing_period", "entity_id", "form", "to_date"),
)

filing_item = table(
    "filing_item",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    reference("filing_id", "filing.id", nullable=False),
    reference("item_id", "item.id"),
    words("line", nullable=False),
    flag("itemised", nullable=False),
    words("fec_id"),
    cents("amount_cents", nullable=False),
    words("fields"),  # JSON: what was written, where it is not simply the item
    Index("filing_item_filing", "filing_id"),
    Index("filing_item_item", "item_id"),
)

fec_id = table(
    "fec_id",
    identity(),
    reference("entity_id", "entity.id", nullable=False),
    words("fec_id", nullable=False),
    reference("item_id", "item.id", nullable=False),
    UniqueConstraint("entity_id", "fec_id", name="fec_id_once"),
    Index("fec_id_item", "item_id"),
)

kind_line = table(
    "kind_line",
    identity(),
    words("kind", nullable=False),
    words("form", nullable=False),
    words("account_kind", nullable=False),  # "" stands for an item without account
    words("token", nullable=False),
    words("unitemised_token", nullable=False),
    words("aggregation_group"),
    words("partition"),
    count("aggregate_sign", nullable=False),
    words("itemise", nullable=False),
    day("since", nullable=False),
    day("until"),
    derived=True,
)

LEDGER_TABLES = (
    unit, entity, registration, entity_status, limit_group_member, account, contact, person_link,
    drive, election, transaction, payout, item, item_party, posting, source_row, memo_text,
    attribution, aggregate, opening, obligation_state, filing, filing_item, fec_id, kind_line,
)  # fmt: skip
