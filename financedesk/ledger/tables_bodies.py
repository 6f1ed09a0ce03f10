"""The ledger's tables of who there is: bodies, accounts, people and elections.

Everybody imports them from ``ledger/tables.py``.
"""

from sqlalchemy import CheckConstraint, Column, Index, TextClause, UniqueConstraint, text

from financedesk.book.schema import (
    Id,
    cents,
    day,
    flag,
    identity,
    reference,
    table,
    words,
)
from financedesk.book.wall_policies import OF_ORGANISATION, OF_RULES
from financedesk.ledger.tables_giving import GIVEN_ACROSS
from financedesk.ledger.tables_walls import (
    OF_BODIES,
    OF_GROUPS,
    OF_PAIRS,
    OF_UNITS,
    UNITS_SEEN,
    USES_ACROSS,
)


def filled_only(name: str, *columns: str) -> Index:
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
    also={"postgresql": (UNITS_SEEN,)},
    wall=OF_UNITS,
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
    wall=OF_BODIES,
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
    also={"postgresql": (USES_ACROSS, GIVEN_ACROSS)},
    wall=OF_GROUPS,
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
    words("rule"),  # the code of a limit, threshold or clock, or "giver > recipient"
    cents("cents", nullable=True),  # of a limit or threshold; none lifts it
    words("verdict", nullable=True),  # of a flow: allowed, …, prohibited; of a clock: "45 days"
    words("reason"),
    words("who"),
    day("decided_on"),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    wall=OF_RULES,
)

# How the tables of a vendor are read, for the whole organisation.
intake_profile = table(
    "intake_profile",
    identity(),
    words("name"),
    words("terms"),  # TOML, as intake/profiles.py reads and writes it
    UniqueConstraint("name", name="intake_profile_name"),
    wall=OF_ORGANISATION,
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

# In words of the database, because an index that holds some rows alone answers only whoever asks
# for these in the same words.
NO_PERSON = "type NOT IN ('CAN', 'IND')"
MAILBOX = "lower(replace(email, ' ', ''))"
LACKING = "type IN ('CAN', 'IND') AND (employer IS NULL OR occupation IS NULL)"


def some_only(name: str, which: str, *columns: str | TextClause) -> Index:
    """Return an index of the rows of which a condition in words of the database is true."""
    return Index(name, *columns, sqlite_where=text(which), postgresql_where=text(which))


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
    filled_only("contact_key", "entity_id", "external_key"),
    # Who is no person, and of whom something is not known: few, and asked for at every look.
    some_only("contact_body", NO_PERSON, "entity_id", "card_id"),
    # One address on many cards is asked for at every look.
    some_only("contact_mailbox", "email IS NOT NULL", "entity_id", text(MAILBOX), "card_id"),
    some_only("contact_lacking", LACKING, "card_id"),
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

# Two cards that agree in name and place and are two people all the same, as somebody decided; the
# lower number stands first.
person_apart = table(
    "person_apart",
    identity(),
    reference("entity.id"),  # whose card the first is
    reference("contact.id", "card_id"),
    reference("contact.id", "other_id", index=True),
    words("reason", nullable=True),
    UniqueConstraint("card_id", "other_id", name="person_apart_pair"),
    wall=OF_PAIRS,
)

# Each database finds the words of a card by their beginnings in a way of its own: an index over
# ``card_search.words``. Words are what stands between two blanks. In SQLite it is written by
# ledger/card_search.py: a trigger would flush it row by row, and take ten times as long.
_FOUND_IN_SQLITE = (
    (
        "CREATE VIRTUAL TABLE card_word USING fts5(words, content='card_search',"
        " content_rowid='card_id', detail=none, columnsize=0, prefix='1 2',"
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
    words("channel"),  # email, phone, mail
    flag("given"),
    day("since"),
    words("basis", nullable=True),  # how they said so
    Index("consent_card", "card_id"),
    CheckConstraint("channel IN ('email', 'phone', 'mail')", name="consent_channel"),
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
