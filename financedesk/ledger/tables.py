"""The ledger's tables, as everybody imports them.

``docs/design.md`` §3 tells what each is for; they stand in four modules by what they are about:
``tables_bodies`` (who there is), ``tables_money``, ``tables_reports``, ``tables_totals``. Amounts
are integer cents, days are text ``YYYY-MM-DD``. Every fact table has ``id`` first and ``entity_id``
second, so that no query can forget whose row it is.
"""

from financedesk.ledger.tables_bodies import (
    CASH_ROLES,
    CLASS_ROLES,
    account,
    card_search,
    consent,
    contact,
    drive,
    election,
    entity,
    entity_status,
    independence_entry,
    limit_group_member,
    person_link,
    registration,
    rule_override,
    unit,
)
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
from financedesk.ledger.tables_reports import (
    entry_draft,
    fec_id,
    filing,
    filing_item,
    kind_line,
    obligation_state,
    opening,
)
from financedesk.ledger.tables_totals import (
    account_day,
    day_total,
    incomplete_item,
    large_use,
    limit_use,
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

LEDGER_TABLES = (
    unit, entity, registration, entity_status, limit_group_member, independence_entry,
    rule_override, account, contact, person_link, card_search, consent, drive, election,
    transaction, payout, item, item_party, posting, hold, wall_note, transfer_order, source_row,
    memo_text, attribution,
    aggregate, donor, day_total, account_day, incomplete_item, limit_use, large_use, opening,
    obligation_state, filing, filing_item, fec_id, entry_draft, kind_line,
)  # fmt: skip

__all__ = [
    "CASH_ROLES",
    "CLASS_ROLES",
    "IDLE_IN_IMPORTS",
    "LEDGER_TABLES",
    "account",
    "account_day",
    "aggregate",
    "attribution",
    "card_search",
    "consent",
    "contact",
    "day_total",
    "donor",
    "drive",
    "election",
    "entity",
    "entity_status",
    "entry_draft",
    "fec_id",
    "filing",
    "filing_item",
    "hold",
    "incomplete_item",
    "independence_entry",
    "item",
    "item_party",
    "kind_line",
    "large_use",
    "limit_group_member",
    "limit_use",
    "memo_text",
    "obligation_state",
    "opening",
    "payout",
    "person_link",
    "posting",
    "registration",
    "rule_override",
    "source_row",
    "transaction",
    "transfer_order",
    "unit",
    "wall_note",
]
