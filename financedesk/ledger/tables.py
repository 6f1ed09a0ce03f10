"""The ledger's tables, as everybody imports them.

``docs/design.md`` §3 tells what each is for; they stand in modules by what they are about:
``tables_bodies`` (who there is), ``tables_money``, ``tables_reports``, ``tables_totals``,
``tables_remittances``, ``tables_sharing``, ``tables_joint``, ``tables_lists``,
``tables_drives``, ``tables_deposits``, ``tables_closing``, ``tables_set_aside``,
``tables_donor_page``, ``tables_compliance``, ``tables_deadlines``, ``tables_letters``. Amounts are
integer cents, days are text ``YYYY-MM-DD``. Every fact table has ``id`` first and ``entity_id``
second, so
that no query can forget whose row it is.
"""

from financedesk.ledger.tables_banking import (
    BANKING_TABLES,
    bank_file,
    bank_match,
    bank_match_line,
    bank_match_posting,
    bank_statement,
    statement_line,
)
from financedesk.ledger.tables_bills import (
    BILL_TABLES,
    approval_rule,
    bank_check,
    bill,
    bill_approval,
)
from financedesk.ledger.tables_bodies import (
    CASH_ROLES,
    CLASS_ROLES,
    account,
    card_search,
    consent,
    contact,
    election,
    entity,
    entity_status,
    independence_entry,
    intake_profile,
    limit_group_member,
    person_apart,
    person_link,
    registration,
    rule_override,
    unit,
)
from financedesk.ledger.tables_closing import CLOSING_TABLES, bank_closing, bank_closing_item
from financedesk.ledger.tables_compliance import waiver
from financedesk.ledger.tables_deadlines import noted_deadline
from financedesk.ledger.tables_deposits import DEPOSIT_TABLES, deposit, deposit_item
from financedesk.ledger.tables_donor_page import (
    DONOR_PAGE_TABLES,
    donor_attestation,
    donor_document,
    donor_note,
    donor_request,
    household,
    household_member,
    saved_filter,
)
from financedesk.ledger.tables_drives import (
    DRIVE_TABLES,
    drive,
    drive_milestone,
    drive_result,
    drive_rule,
    promise_kept,
    promise_reminder,
    promised_gift,
    series_event,
)
from financedesk.ledger.tables_joint import JOINT_TABLES, joint_agreement, joint_share
from financedesk.ledger.tables_letters import kept_letter
from financedesk.ledger.tables_lists import list_transfer, list_transfer_entry
from financedesk.ledger.tables_money import (
    aggregate,
    attribution,
    donor,
    hold,
    item,
    item_party,
    memo_text,
    payout,
    posting,
    source_row,
    transaction,
    transfer_order,
    wall_note,
)
from financedesk.ledger.tables_people import person_question
from financedesk.ledger.tables_processors import processor_contract
from financedesk.ledger.tables_remittances import (
    REMITTANCE_TABLES,
    attestation,
    escalation_step,
    family_state,
    federal_candidacy,
    instruction_line,
    office_term,
    official,
    official_unit,
    pay_record,
    pledge,
    pledge_recipient,
    pledge_step,
    public_office,
    reference_wage,
    remittance_instruction,
    remittance_receipt,
    remittance_schedule,
    remittance_waiver,
    standing_certificate,
    stipend,
)
from financedesk.ledger.tables_reports import (
    entry_draft,
    fec_id,
    filing,
    filing_item,
    kind_line,
    obligation_state,
    opening,
)
from financedesk.ledger.tables_series import recurring_series
from financedesk.ledger.tables_set_aside import line_set_aside
from financedesk.ledger.tables_sharing import (
    SHARING_TABLES,
    cost_agreement,
    cost_hours,
    cost_invoice,
    cost_invoice_sheet,
    cost_timesheet,
)
from financedesk.ledger.tables_totals import (
    account_day,
    day_total,
    drive_giver,
    drive_item,
    drive_sum,
    incomplete_item,
    large_use,
    limit_use,
)

# What the readers of a book ask, and an import of processors' gifts does not.
IDLE_IN_IMPORTS = tuple(
    index
    for index in sorted(
        (*contact.indexes, *item.indexes, *source_row.indexes), key=lambda index: str(index.name)
    )
    if index.name
    in (
        "contact_card", "contact_mailbox", "contact_place", "contact_search", "item_amount",
        "item_card", "item_transaction", "source_row_charge", "source_row_series",
    )
)  # fmt: skip

LEDGER_TABLES = (
    unit, entity, registration, entity_status, limit_group_member, independence_entry,
    rule_override, intake_profile, account, contact, person_link, person_apart, card_search,
    consent, drive, election, transaction, payout, item, item_party, posting, hold, wall_note,
    transfer_order, source_row, memo_text, attribution,
    aggregate, donor, day_total, account_day, incomplete_item, limit_use, large_use,
    drive_item, drive_sum, drive_giver, opening,
    obligation_state, filing, filing_item, fec_id, entry_draft, kind_line,
    *REMITTANCE_TABLES, *SHARING_TABLES,
    list_transfer, list_transfer_entry,
    *JOINT_TABLES, *BANKING_TABLES, *BILL_TABLES, *DEPOSIT_TABLES, *DRIVE_TABLES, recurring_series,
    *CLOSING_TABLES,
    processor_contract, person_question, line_set_aside, *DONOR_PAGE_TABLES,
    waiver, kept_letter, noted_deadline,
)  # fmt: skip

__all__ = [
    "CASH_ROLES",
    "CLASS_ROLES",
    "IDLE_IN_IMPORTS",
    "LEDGER_TABLES",
    "account",
    "account_day",
    "aggregate",
    "approval_rule",
    "attestation",
    "attribution",
    "bank_check",
    "bank_closing",
    "bank_closing_item",
    "bank_file",
    "bank_match",
    "bank_match_line",
    "bank_match_posting",
    "bank_statement",
    "bill",
    "bill_approval",
    "card_search",
    "consent",
    "contact",
    "cost_agreement",
    "cost_hours",
    "cost_invoice",
    "cost_invoice_sheet",
    "cost_timesheet",
    "day_total",
    "deposit",
    "deposit_item",
    "donor",
    "donor_attestation",
    "donor_document",
    "donor_note",
    "donor_request",
    "drive",
    "drive_giver",
    "drive_item",
    "drive_milestone",
    "drive_result",
    "drive_rule",
    "drive_sum",
    "election",
    "entity",
    "entity_status",
    "entry_draft",
    "escalation_step",
    "family_state",
    "fec_id",
    "federal_candidacy",
    "filing",
    "filing_item",
    "hold",
    "household",
    "household_member",
    "incomplete_item",
    "independence_entry",
    "instruction_line",
    "intake_profile",
    "item",
    "item_party",
    "joint_agreement",
    "joint_share",
    "kept_letter",
    "kind_line",
    "large_use",
    "limit_group_member",
    "limit_use",
    "line_set_aside",
    "list_transfer",
    "list_transfer_entry",
    "memo_text",
    "noted_deadline",
    "obligation_state",
    "office_term",
    "official",
    "official_unit",
    "opening",
    "pay_record",
    "payout",
    "person_apart",
    "person_link",
    "person_question",
    "pledge",
    "pledge_recipient",
    "pledge_step",
    "posting",
    "processor_contract",
    "promise_kept",
    "promise_reminder",
    "promised_gift",
    "public_office",
    "recurring_series",
    "reference_wage",
    "registration",
    "remittance_instruction",
    "remittance_receipt",
    "remittance_schedule",
    "remittance_waiver",
    "rule_override",
    "saved_filter",
    "series_event",
    "source_row",
    "standing_certificate",
    "statement_line",
    "stipend",
    "transaction",
    "transfer_order",
    "unit",
    "waiver",
    "wall_note",
]
