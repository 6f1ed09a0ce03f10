"""The ledger's tables of shared costs: agreements, timesheets and invoices between two entities.

Everybody imports them from ``ledger/tables.py``. A row belongs to the entity that bears the cost;
the one that owes its share is named by its short name, so that an export of one entity alone says
all of it. Timesheets, and what an invoice took from them, are the employer's alone; agreements and
invoices are seen by both. What is paid is no column here: it is what the transfers say.
"""

# ruff: noqa: S608 - nothing but constants is put together.
from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from financedesk.book.schema import cents, count, day, identity, reference, table, words
from financedesk.book.wall_policies import SEEN, WRITTEN, Wall

OF_COSTS = Wall(
    # The other entity's row is seen by whoever may see that entity, which is what the query finds.
    f"entity_id = {SEEN} OR EXISTS (SELECT 1 FROM entity e WHERE e.code = debtor)",
    f"entity_id = {WRITTEN}",
)
"""Agreements and invoices: both sides see them, and who bears the cost writes them."""

cost_agreement = table(
    "cost_agreement",
    identity(),
    reference("entity.id"),  # who bears the cost first
    words("account_kind"),  # of whose accounts, as a party has federal and non-federal ones
    words("debtor"),  # the short name of the entity that owes its share
    words("debtor_account_kind"),
    words("title"),
    words("what"),  # see resources/rules/shared_costs.toml
    words("basis"),  # time, usage, fixed
    count("share_points", nullable=True),  # of a fixed share, in hundredths of a per cent
    count("settle_days", nullable=True),  # days for payment, where the law names none
    words("fair_value", nullable=True),  # how the usual and normal charge is known
    words("signed_by", nullable=True),
    day("signed_on"),
    day("from_date"),
    day("to_date", nullable=True),
    CheckConstraint("basis IN ('time', 'usage', 'fixed')", name="cost_agreement_basis"),
    CheckConstraint("(basis = 'fixed') = (share_points IS NOT NULL)", name="cost_agreement_share"),
    wall=OF_COSTS,
)

cost_timesheet = table(
    "cost_timesheet",
    identity(),
    reference("entity.id"),  # the employer
    words("person"),
    words("month"),  # 2026-03
    cents("pay_cents"),  # wages, taxes and benefits of the month
    words("certified_by", nullable=True),
    day("certified_on", nullable=True),
    UniqueConstraint("entity_id", "person", "month", name="cost_timesheet_month"),
    CheckConstraint("pay_cents >= 0", name="cost_timesheet_pay"),
    CheckConstraint(
        "(certified_by IS NULL) = (certified_on IS NULL)", name="cost_timesheet_certified"
    ),
)

cost_hours = table(
    "cost_hours",
    identity(),
    reference("entity.id"),
    reference("cost_timesheet.id", "timesheet_id", index=True),
    words("worked_for"),  # the short name of an entity, the employer's own included
    words("use"),  # federal, shared, nonfederal, other
    count("minutes"),
    CheckConstraint("minutes > 0", name="cost_hours_worked"),
    UniqueConstraint("timesheet_id", "worked_for", "use", name="cost_hours_once"),
)

cost_invoice = table(
    "cost_invoice",
    identity(),
    reference("entity.id"),  # who bore the cost
    words("account_kind"),
    words("debtor"),
    words("debtor_account_kind"),
    reference("cost_agreement.id", "agreement_id", nullable=True, index=True),
    words("number"),  # by which the transfers that pay it name it
    day("invoiced_on"),
    day("from_date"),  # what it is for was used from here …
    day("to_date"),  # … to here
    words("what"),
    words("description"),
    words("basis"),
    cents("amount_cents"),
    cents("cost_cents", nullable=True),  # usage, fixed: of this cost …
    count("part", nullable=True),  # … so much …
    count("whole", nullable=True),  # … of so much
    UniqueConstraint("entity_id", "number", name="cost_invoice_number"),
    CheckConstraint("amount_cents > 0", name="cost_invoice_amount"),
    CheckConstraint(
        "(cost_cents IS NULL) = (part IS NULL) AND (part IS NULL) = (whole IS NULL)",
        name="cost_invoice_part",
    ),
    Index("cost_invoice_debtor", "debtor"),
    wall=OF_COSTS,
)

# What an invoice took from a timesheet: the shares of its lines add up to its amount.
cost_invoice_sheet = table(
    "cost_invoice_sheet",
    identity(),
    reference("entity.id"),
    reference("cost_invoice.id", "invoice_id", index=True),
    reference("cost_timesheet.id", "timesheet_id", index=True),
    count("minutes"),
    cents("cents"),
    UniqueConstraint("invoice_id", "timesheet_id", name="cost_invoice_sheet_once"),
)

SHARING_TABLES = (cost_agreement, cost_timesheet, cost_hours, cost_invoice, cost_invoice_sheet)
