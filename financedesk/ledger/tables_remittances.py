"""The ledger's tables of officials, their pay, their pledges and what became of these.

Everybody imports them from ``ledger/tables.py``. Whose books keep a promise owns its rows
(``entity_id``), so the wall around that entity is the wall around pay, family and dues. Only two
tables reach over it: a line of an instruction is seen by the entity that it names, and a receipt
stands in the books of the entity that was given to. Other entities are named by their short names.
A pledge is a memorandum: nothing here is a posting, and no form reads it.
"""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

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
from financedesk.book.wall_policies import OF_PROMISES
from financedesk.ledger.tables_walls import OF_LINES, REMITTED_ACROSS

official = table(
    "official",
    identity(),
    reference("entity.id"),
    reference("contact.id", "card_id", index=True),
    words("reference"),  # stands on instructions, and on payments that follow them
    flag("citizen"),  # or lawful permanent resident
    flag("contractor"),  # of the federal government, a sole proprietor included
    words("note", nullable=True),
    day("published_from", nullable=True),  # agreed to stand in the transparency report
    day("published_to", nullable=True),
    UniqueConstraint("entity_id", "card_id", name="official_card"),
    UniqueConstraint("entity_id", "reference", name="official_reference"),
    wall=OF_PROMISES,
)

# The tree's units to which an official answers, each by its days.
official_unit = table(
    "official_unit",
    identity(),
    reference("entity.id"),
    reference("official.id", index=True),
    words("unit"),  # its code
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    wall=OF_PROMISES,
)

public_office = table(
    "public_office",
    identity(),
    reference("entity.id"),
    words("body"),  # City Council of Salem
    words("level"),  # federal, state, local
    words("state", nullable=True),
    words("district", nullable=True),
    words("office_class", nullable=True),  # what a schedule or a stipend's rule goes by
    CheckConstraint("level IN ('federal', 'state', 'local')", name="public_office_level"),
    wall=OF_PROMISES,
)

office_term = table(
    "office_term",
    identity(),
    reference("entity.id"),
    reference("official.id", index=True),
    reference("public_office.id", index=True),
    day("from_date"),
    day("to_date", nullable=True),  # the last day in office
    day("end_known_on", nullable=True),
    words("end_reason", nullable=True),
    wall=OF_PROMISES,
)

# From the day on which somebody is a candidate for federal office, 52 U.S.C. 30125(e) binds them.
federal_candidacy = table(
    "federal_candidacy",
    identity(),
    reference("entity.id"),
    reference("official.id", index=True),
    words("office"),  # H, S or P
    day("from_date"),
    day("to_date", nullable=True),
    words("basis", nullable=True),
    wall=OF_PROMISES,
)

pay_record = table(
    "pay_record",
    identity(),
    reference("entity.id"),
    reference("office_term.id", index=True),
    words("kind"),  # pay, severance
    words("per"),  # month, year; once for a severance
    day("from_date"),
    day("known_on"),  # what was stated before this day does not know it
    cents("gross_cents"),
    cents("withheld_cents"),
    cents("net_cents"),
    cents("allowance_cents"),
    flag("allowance_included"),  # in gross and net as stated
    flag("allowance_taxable"),  # and so part of the pay
    words("document", nullable=True),
    CheckConstraint("kind IN ('pay', 'severance')", name="pay_record_kind"),
    CheckConstraint("per IN ('month', 'year', 'once')", name="pay_record_per"),
    wall=OF_PROMISES,
)

reference_wage = table(
    "reference_wage",
    identity(),
    reference("entity.id"),
    words("series"),
    words("area", nullable=True),
    words("per"),
    day("from_date"),
    day("known_on"),
    cents("cents"),
    words("source"),
    CheckConstraint("per IN ('month', 'year')", name="reference_wage_per"),
    wall=OF_PROMISES,
)

family_state = table(
    "family_state",
    identity(),
    reference("entity.id"),
    reference("official.id", index=True),
    day("from_date"),
    day("known_on"),
    count("children"),
    count("dependants"),
    wall=OF_PROMISES,
)

# A version of a schedule; the one with the latest first day before a day is in force on it.
remittance_schedule = table(
    "remittance_schedule",
    identity(),
    reference("entity.id"),
    words("code"),
    words("name"),
    words("terms"),  # as rules/schedules.py reads and writes them
    day("from_date"),
    day("to_date", nullable=True),
    words("approved_by", nullable=True),
    day("approved_on", nullable=True),
    UniqueConstraint("entity_id", "code", "from_date", name="remittance_schedule_version"),
    wall=OF_PROMISES,
)

pledge = table(
    "pledge",
    identity(),
    reference("entity.id"),
    reference("official.id", index=True),
    words("schedule_code"),
    words("text_version"),
    words("text"),
    day("from_date"),
    day("signed_on", nullable=True),
    wall=OF_PROMISES,
)

# What became of a pledge: the newest step says how it stands.
pledge_step = table(
    "pledge_step",
    identity(),
    reference("entity.id"),
    reference("pledge.id", index=True),
    words("state"),  # pledged, active, paused, waived, ended, revoked
    day("on_date"),
    day("until_date", nullable=True),
    words("role"),  # of the author, see resources/rules/pledges.toml
    words("who"),
    words("note", nullable=True),
    wall=OF_PROMISES,
)

# Whom the official authorised to receive, in which order.
pledge_recipient = table(
    "pledge_recipient",
    identity(),
    reference("entity.id"),
    reference("pledge.id", index=True),
    words("recipient"),  # the short name of an entity
    words("account_kind"),  # federal, nonfederal, …
    count("tier"),
    count("weight"),
    cents("wish_cents", nullable=True),  # the official's own figure for a month
    cents("cap_cents", nullable=True),  # the most in a month
    day("consented_on"),
    day("from_date", nullable=True),
    day("to_date", nullable=True),
    CheckConstraint("tier > 0 AND weight > 0", name="pledge_recipient_place"),
    wall=OF_PROMISES,
)

# What an official declared: own_funds, not_reimbursed, citizen, not_contractor.
attestation = table(
    "attestation",
    identity(),
    reference("entity.id"),
    reference("official.id", index=True),
    words("kind"),
    day("on_date"),
    words("document", nullable=True),
    wall=OF_PROMISES,
)

remittance_waiver = table(
    "remittance_waiver",
    identity(),
    reference("entity.id"),
    reference("official.id", index=True),
    words("reason"),  # the class alone: illness is nobody's business
    words("first_period"),  # YYYY-MM
    words("last_period"),
    cents("cents", nullable=True),  # a month; none: all of it
    words("due_kind"),  # pay, severance
    words("approved_by"),
    day("approved_on"),
    CheckConstraint("first_period <= last_period", name="remittance_waiver_periods"),
    wall=OF_PROMISES,
)

remittance_instruction = table(
    "remittance_instruction",
    identity(),
    reference("entity.id"),
    reference("official.id", index=True),
    words("period"),
    cents("due_cents"),
    cents("carried_in_cents"),
    cents("carried_out_cents"),
    day("made_on"),  # on which the official means to give
    day("drafted_on"),
    day("signed_on", nullable=True),
    UniqueConstraint("official_id", "period", name="remittance_instruction_period"),
    wall=OF_PROMISES,
)

instruction_line = table(
    "instruction_line",
    identity(),
    reference("entity.id"),
    reference("remittance_instruction.id", index=True),
    words("recipient"),  # the short name of an entity
    words("account_kind"),
    words("reference"),  # the official's, as the payment is to carry it
    words("giver"),  # the official's name, for whoever receives it
    words("period"),
    cents("cents"),
    cents("room_before_cents", nullable=True),
    cents("room_after_cents", nullable=True),
    words("reason"),
    words("citation"),
    day("made_on"),
    wall=OF_LINES,
)

# A contribution that keeps a promise; it stands where the money went, and names the official as
# the instruction does, so that an export of either entity alone says all of it.
remittance_receipt = table(
    "remittance_receipt",
    identity(),
    reference("entity.id"),
    reference("item.id"),
    words("keeper"),  # the short name of the entity that keeps the promise
    words("reference"),
    words("period", nullable=True),  # of the instruction that it follows; months with blanks
    UniqueConstraint("item_id", name="remittance_receipt_item"),
    Index("remittance_receipt_official", "keeper", "reference"),
    also={"postgresql": (REMITTED_ACROSS,)},
)

# Pay for work that an entity of the organisation gives an official; the entity pays it.
stipend = table(
    "stipend",
    identity(),
    reference("entity.id"),
    words("keeper"),  # the short name of the entity that keeps the official's promise
    words("reference"),
    words("pay"),  # wage, board, honorarium, gift, expense
    words("work"),
    cents("monthly_cents"),
    count("monthly_minutes"),
    cents("market_cents", nullable=True),  # what an hour of such work usually costs
    words("market_evidence", nullable=True),
    words("independent_evidence", nullable=True),  # of the candidacy; 11 CFR 113.1(g)(6)(iii)
    words("services_evidence", nullable=True),
    words("tax_form"),  # W-2, 1099-NEC
    day("contract_on"),
    day("from_date"),
    day("to_date", nullable=True),
    words("released_by", nullable=True),  # counsel
    day("released_on", nullable=True),
    day("released_until", nullable=True),
    CheckConstraint("(released_by IS NULL) = (released_on IS NULL)", name="stipend_released"),
    Index("stipend_official", "keeper", "reference"),
)

escalation_step = table(
    "escalation_step",
    identity(),
    reference("entity.id"),
    reference("official.id", index=True),
    words("step"),
    day("on_date"),
    words("role"),
    words("who"),
    words("address", nullable=True),  # to which a paper went
    words("text", nullable=True),
    words("answer", nullable=True),  # of the official to an offer: accepted, declined
    day("answered_on", nullable=True),
    day("broken_on", nullable=True),  # from when an agreed plan was not kept
    CheckConstraint("answer IN ('accepted', 'declined')", name="escalation_step_answer"),
    CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="escalation_step_answered"),
    Index("escalation_step_day", "entity_id", "on_date"),
    wall=OF_PROMISES,
)

# What was certified of an official's standing on a day, word for word: nothing that is learned or
# corrected later changes a paper that somebody holds.
standing_certificate = table(
    "standing_certificate",
    identity(),
    reference("entity.id"),
    reference("official.id"),
    day("on_date"),
    day("issued_on"),
    words("issued_by"),
    words("text"),
    UniqueConstraint("official_id", "on_date", name="standing_certificate_day"),
    wall=OF_PROMISES,
)

REMITTANCE_TABLES = (
    official, official_unit, public_office, office_term, federal_candidacy, pay_record,
    reference_wage, family_state, remittance_schedule, pledge, pledge_step, pledge_recipient,
    attestation, remittance_waiver, remittance_instruction, instruction_line, remittance_receipt,
    stipend, escalation_step, standing_certificate,
)  # fmt: skip
