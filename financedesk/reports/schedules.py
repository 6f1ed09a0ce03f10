"""How people read each schedule: what stands out of its many fields, and what the rest is called.

Shared by the papers and the spreadsheets, so that both show the same columns in the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from financedesk.fec.layouts import Field, find_layout


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleView:
    """What a reader looks for first in the records of one kind.

    ``party`` is the stem of the fields that name the other side (``contributor`` for
    ``contributor_last_name``); ``name_field`` is the name where there is no such stem. ``amounts``
    are fields with their headings; ``running`` those of them that are totals themselves and must
    not be added up; ``remarks`` are fields that need no heading to be understood.
    """

    kind: str
    title: str
    subject: str
    party: str = ""
    name_field: str = ""
    name_heading: str = "Name"
    day: str = ""
    amounts: tuple[tuple[str, str], ...] = ()
    running: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


_PAYEE_REMARKS = ("expenditure_purpose_descrip", "memo_text_description", "memo_text")

VIEWS: tuple[ScheduleView, ...] = (
    ScheduleView(
        kind="SA",
        title="Schedule A",
        subject="Itemized receipts",
        party="contributor",
        name_heading="Received from",
        day="contribution_date",
        amounts=(("contribution_amount", "Amount"), ("contribution_aggregate", "Aggregate")),
        running=("contribution_aggregate",),
        remarks=(
            "contributor_employer",
            "contributor_occupation",
            "contribution_purpose_descrip",
            "memo_text_description",
        ),
    ),
    ScheduleView(
        kind="SB",
        title="Schedule B",
        subject="Itemized disbursements",
        party="payee",
        name_heading="Paid to",
        day="expenditure_date",
        amounts=(("expenditure_amount", "Amount"),),
        remarks=_PAYEE_REMARKS,
    ),
    ScheduleView(
        kind="SC",
        title="Schedule C",
        subject="Loans",
        party="lender",
        name_heading="Lender",
        day="loan_incurred_date",
        amounts=(
            ("loan_amount", "Loan"),
            ("loan_payment_to_date", "Paid to date"),
            ("loan_balance", "Balance"),
        ),
        remarks=("memo_text_description",),
    ),
    ScheduleView(
        kind="SC1",
        title="Schedule C-1",
        subject="Loans and lines of credit from lending institutions",
        party="lender",
        name_heading="Lender",
        day="loan_incurred_date",
        amounts=(("loan_amount", "Loan"), ("total_balance", "Balance")),
    ),
    ScheduleView(
        kind="SC2",
        title="Schedule C-2",
        subject="Guarantors of loans",
        party="guarantor",
        name_heading="Guarantor",
        amounts=(("guaranteed_amount", "Guaranteed"),),
        remarks=("guarantor_employer", "guarantor_occupation"),
    ),
    ScheduleView(
        kind="SD",
        title="Schedule D",
        subject="Debts and obligations",
        party="creditor",
        name_heading="Creditor or debtor",
        amounts=(
            ("beginning_balance", "At beginning"),
            ("incurred_amount", "Incurred"),
            ("payment_amount", "Paid"),
            ("balance_at_close", "At close"),
        ),
        remarks=("purpose_of_debt_or_obligation",),
    ),
    ScheduleView(
        kind="SE",
        title="Schedule E",
        subject="Itemized independent expenditures",
        party="payee",
        name_heading="Paid to",
        day="disbursement_date",
        amounts=(
            ("expenditure_amount", "Amount"),
            ("calendar_ytd_per_election_office", "Year to date"),
        ),
        running=("calendar_ytd_per_election_office",),
        remarks=_PAYEE_REMARKS,
    ),
    ScheduleView(
        kind="SF",
        title="Schedule F",
        subject="Itemized coordinated party expenditures",
        party="payee",
        name_heading="Paid to",
        day="expenditure_date",
        amounts=(
            ("expenditure_amount", "Amount"),
            ("aggregate_general_elec_expended", "General to date"),
        ),
        running=("aggregate_general_elec_expended",),
        remarks=_PAYEE_REMARKS,
    ),
    ScheduleView(
        kind="H1",
        title="Schedule H1",
        subject="Method of allocation",
    ),
    ScheduleView(
        kind="H2",
        title="Schedule H2",
        subject="Allocation ratios",
        name_field="activity_event_name",
        name_heading="Activity or event",
    ),
    ScheduleView(
        kind="H3",
        title="Schedule H3",
        subject="Transfers from nonfederal accounts",
        name_field="account_name",
        name_heading="Account",
        day="receipt_date",
        amounts=(
            ("transferred_amount", "Amount"),
            ("total_amount_transferred", "Whole transfer"),
        ),
        running=("total_amount_transferred",),
        remarks=("activity_event_name",),
    ),
    ScheduleView(
        kind="H4",
        title="Schedule H4",
        subject="Allocated federal and nonfederal activity",
        party="payee",
        name_heading="Paid to",
        day="expenditure_date",
        amounts=(
            ("total_amount", "Total"),
            ("federal_share", "Federal"),
            ("nonfederal_share", "Nonfederal"),
            ("event_year_to_date", "Event to date"),
        ),
        running=("event_year_to_date",),
        remarks=_PAYEE_REMARKS,
    ),
    ScheduleView(
        kind="H5",
        title="Schedule H5",
        subject="Transfers of Levin funds",
        name_field="account_name",
        name_heading="Account",
        day="receipt_date",
        amounts=(
            ("total_amount_transferred", "Total"),
            ("voter_registration_amount", "Registration"),
            ("voter_id_amount", "Voter ID"),
            ("gotv_amount", "Get out the vote"),
            ("generic_campaign_amount", "Generic"),
        ),
    ),
    ScheduleView(
        kind="H6",
        title="Schedule H6",
        subject="Allocated federal election activity",
        party="payee",
        name_heading="Paid to",
        day="expenditure_date",
        amounts=(
            ("total_amount", "Total"),
            ("federal_share", "Federal"),
            ("levin_share", "Levin"),
            ("event_year_to_date", "Event to date"),
        ),
        running=("event_year_to_date",),
        remarks=_PAYEE_REMARKS,
    ),
    ScheduleView(
        kind="SL",
        title="Schedule L",
        subject="Levin funds: receipts and disbursements",
        name_field="account_name",
        name_heading="Account",
    ),
    ScheduleView(
        kind="TEXT",
        title="Text records",
        subject="Explanations that accompany the report",
        remarks=("text4000",),
    ),
)

_BY_KIND: Mapping[str, ScheduleView] = {view.kind: view for view in VIEWS}
_ORDER: Mapping[str, int] = {view.kind: place for place, view in enumerate(VIEWS)}

# Written once per record by a column of its own, or the same on every record.
_OWN_COLUMNS = frozenset(
    {"form_type", "rec_type", "filer_committee_id_number", "transaction_id", "memo_code"}
    | {"transaction_id_number"}
)

_WORDS: Mapping[str, str] = {
    "descrip": "description",
    "fec": "FEC",
    "id": "ID",
    "zip": "ZIP",
    "ytd": "year to date",
    "gotv": "get-out-the-vote",
    "cmtte": "committee",
    "sched": "schedule",
    "tran": "transaction",
    "elec": "election",
    "so": "",
    "col": "column",
    "a": "A",
    "b": "B",
    "amt": "amount",
    "text4000": "text",
}

_HEADINGS: Mapping[str, str] = {
    "reference_to_si_or_sl_system_code_that_identifies_the_account": "Account (system code)",
    "back_reference_tran_id_number": "Belongs to transaction",
    "back_reference_tran_id": "Belongs to transaction",
    "back_reference_sched_name": "Belongs to schedule",
    "back_reference_sched_form_name": "Belongs to form or schedule",
    "support_oppose_code": "Supports or opposes",
    "calendar_ytd_per_election_office": "Calendar year to date per election and office",
    "filer_designated_to_make_coordinated_expenditures": "Designated to make these expenditures",
    "presidential_only_election_year": "Presidential-only election year",
    "presidential_senate_election_year": "Presidential and Senate election year",
    "senate_only_election_year": "Senate-only election year",
    "non_presidential_non_senate_election_year": "Neither a presidential nor a Senate election",
    "desc_specification_of_the_above": "Description of future income",
    "desc_collateral": "Description of the collateral",
    "ind_name_account_location": "Account held at",
    "dep_acct_auth_date_presidential": "Date of authorization (presidential)",
    "memo_text": "Memo text",
    "memo_text_description": "Memo text",
}

_NAME_PARTS = ("last_name", "first_name", "middle_name", "prefix", "suffix")
_ADDRESS_PARTS = ("street_1", "street_2", "city", "state", "zip", "zip_code")


def view_of(kind: str) -> ScheduleView:
    """How records of a kind are read; a kind without a view of its own shows all its fields."""
    return _BY_KIND.get(kind) or ScheduleView(kind=kind, title=kind, subject="Other records")


def kind_of(form_type: str) -> str:
    """The kind of record that a form type names: ``SC/10`` is SC."""
    return max((kind for kind in _BY_KIND if form_type.startswith(kind)), key=len, default="")


def in_order(kinds: set[str]) -> list[str]:
    """Kinds of records in the order in which a report shows them."""
    return sorted(kinds, key=lambda kind: (_ORDER.get(kind, len(_ORDER)), kind))


@cache
def heading(name: str, party: str = "") -> str:
    """A field's name in words: ``contributor_zip`` of the contributor is ``ZIP``."""
    if name in _HEADINGS:
        return _HEADINGS[name]
    plain = name.removeprefix(f"{party}_") if party else name
    words = " ".join(filter(None, (_WORDS.get(word, word) for word in plain.split("_"))))
    return words[:1].upper() + words[1:]


def fields_of(kind: str) -> Mapping[str, Field]:
    """The fields of a kind of record by name; empty for a kind that the format does not have."""
    layout = find_layout(kind)
    return {} if layout is None else {field.name: field for field in layout.fields}


def is_day(field: Field) -> bool:
    """Whether a field holds a day; a loan's due date may be words instead."""
    return field.code == "date" or field.name.endswith("_due_date")


def party_fields(view: ScheduleView) -> frozenset[str]:
    """The fields that name and place the other side."""
    parts = ("organization_name", *_NAME_PARTS, *_ADDRESS_PARTS)
    return frozenset(f"{view.party}_{part}" for part in parts) if view.party else frozenset()


@cache
def other_fields(kind: str) -> tuple[Field, ...]:
    """The fields that neither stand out in the kind's view nor name the other side."""
    view = view_of(kind)
    shown = {view.day, view.name_field, *view.remarks, *(name for name, _ in view.amounts)}
    hidden = _OWN_COLUMNS | party_fields(view) | shown
    return tuple(field for name, field in fields_of(kind).items() if name not in hidden)
