"""What is handed to the ledger's writer: transactions and items before they have ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from financedesk.ledger.contacts import ContactRef


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """One reportable fact of one entity, before it is written.

    ``amount_cents`` is the form's amount: positive for an ordinary receipt or disbursement,
    negative for a return or void. ``account_id`` is None for memo, in-kind and debt items: they
    move no money. ``fields`` holds the record's own fields by their names in the format, for
    what has no column. ``parties`` are (role, contact) pairs: candidate, committee,
    designating, subordinate.
    """

    kind: str
    amount_cents: int
    item_date: str
    contact: ContactRef | None = None
    account_id: int | None = None
    reported_on: str | None = None
    made_date: str | None = None
    agent_date: str | None = None
    deposited_date: str | None = None
    memo: bool = False
    purpose: str | None = None
    memo_description: str | None = None
    election_code: str | None = None
    parent_id: int | None = None
    applies_to_id: int | None = None
    corrects_id: int | None = None
    conduit_id: int | None = None
    payout_id: int | None = None
    drive_id: int | None = None
    force_itemised: bool | None = None
    unaggregated: bool = False
    federal_cents: int | None = None
    other_cents: int | None = None
    filed_aggregate_cents: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    fec_id: str | None = None
    memo_text: str | None = None
    memo_text_fec_id: str | None = None
    parties: tuple[tuple[str, ContactRef], ...] = ()
