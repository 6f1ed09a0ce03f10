"""How an item's columns are named in each record of the format (FEC format 8.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The names of one record's fields for what every item has; "" where the record has none.

    ``who`` is the prefix of the name and address fields, ``candidate`` that of the candidate's.
    ``committee_id`` and ``committee_name`` take a committee that gives, gets or lends.
    """

    id: str = "transaction_id"
    who: str = ""
    entity_type: str = "entity_type"
    zip: str = ""
    date: str = ""
    amount: str = ""
    aggregate: str = ""
    purpose: str = ""
    memo_code: str = "memo_code"
    memo_text: str = "memo_text_description"
    election_code: str = ""
    employer: bool = False
    candidate: str = ""
    candidate_id: str = ""
    committee_id: str = ""
    committee_name: str = ""
    back_id: str = ""
    back_name: str = ""
    federal: str = ""
    other: str = ""


# ``Any``, because the names of fields stand beside a flag in the same call.
_BACK: Mapping[str, Any] = {
    "back_id": "back_reference_tran_id_number",
    "back_name": "back_reference_sched_name",
}
_BACK_H: Mapping[str, Any] = {
    "back_id": "back_reference_tran_id",
    "back_name": "back_reference_sched_name",
}
#: Schedules that describe something for the whole report and carry its id from one to the next.
STANDING_RECORDS = frozenset({"H1", "H2", "SL", "SC1", "SC2"})
_NO_MEMO: Mapping[str, Any] = {"memo_code": "", "memo_text": ""}

SHAPES: Mapping[str, Shape] = {
    "SA": Shape(
        who="contributor", zip="contributor_zip", date="contribution_date",
        amount="contribution_amount", aggregate="contribution_aggregate",
        purpose="contribution_purpose_descrip", election_code="election_code", employer=True,
        candidate="donor_candidate", candidate_id="donor_candidate_fec_id",
        committee_id="donor_committee_fec_id", committee_name="donor_committee_name", **_BACK,
    ),
    "SB": Shape(
        who="payee", zip="payee_zip", date="expenditure_date", amount="expenditure_amount",
        purpose="expenditure_purpose_descrip", election_code="election_code",
        candidate="beneficiary_candidate", candidate_id="beneficiary_candidate_fec_id",
        committee_id="beneficiary_committee_fec_id", committee_name="beneficiary_committee_name",
        **_BACK,
    ),
    "SC": Shape(
        who="lender", zip="lender_zip", date="loan_incurred_date", amount="loan_amount",
        election_code="election_code", candidate="lender_candidate",
        candidate_id="lender_candidate_id_number", committee_id="lender_committee_id_number",
    ),
    "SC1": Shape(
        who="lender", entity_type="", zip="lender_zip", date="loan_incurred_date",
        amount="loan_amount", back_id="back_reference_tran_id_number", **_NO_MEMO,
    ),
    "SC2": Shape(
        who="guarantor", entity_type="guarantor_entity", zip="guarantor_zip",
        amount="guaranteed_amount", employer=True, committee_id="guarantor_committee_fec_id",
        back_id="back_reference_tran_id_number", **_NO_MEMO,
    ),
    "SD": Shape(
        who="creditor", zip="creditor_zip", purpose="purpose_of_debt_or_obligation", **_NO_MEMO,
    ),
    "SE": Shape(
        who="payee", zip="payee_zip", date="disbursement_date", amount="expenditure_amount",
        aggregate="calendar_ytd_per_election_office", purpose="expenditure_purpose_descrip",
        election_code="election_code", candidate="so_candidate",
        candidate_id="so_candidate_id_number", committee_id="payee_cmtte_fec_id_number", **_BACK,
    ),
    "SF": Shape(
        id="transaction_id_number", who="payee", zip="payee_zip", date="expenditure_date",
        amount="expenditure_amount", aggregate="aggregate_general_elec_expended",
        purpose="expenditure_purpose_descrip", candidate="payee_candidate",
        candidate_id="payee_candidate_id_number", committee_id="payee_committee_id_number",
        **_BACK,
    ),
    "H1": Shape(entity_type="", **_NO_MEMO),
    "H2": Shape(entity_type="", **_NO_MEMO),
    "H3": Shape(
        entity_type="", date="receipt_date", amount="transferred_amount",
        back_id="back_reference_tran_id", **_NO_MEMO,
    ),
    "H4": Shape(
        who="payee", zip="payee_zip_code", date="expenditure_date", amount="total_amount",
        aggregate="event_year_to_date", purpose="expenditure_purpose_descrip",
        memo_text="memo_text", federal="federal_share", other="nonfederal_share", **_BACK_H,
    ),
    "H5": Shape(
        entity_type="", date="receipt_date", amount="total_amount_transferred", **_NO_MEMO,
    ),
    "H6": Shape(
        who="payee", zip="payee_zip_code", date="expenditure_date", amount="total_amount",
        aggregate="event_year_to_date", purpose="expenditure_purpose_descrip",
        memo_text="memo_text", federal="federal_share", other="levin_share", **_BACK_H,
    ),
    "SL": Shape(entity_type="", **_NO_MEMO),
}  # fmt: skip
