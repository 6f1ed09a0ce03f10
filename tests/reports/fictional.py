"""Composed reports of a committee that does not exist, whose summary ties to its rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from financedesk.ledger.period import Period
from financedesk.ledger.summary import Summary
from financedesk.reports.model import ComposedRecord, Report
from financedesk.rules.summary import complete, form_lines

COMMITTEE = "Riverbend Party of Oregon – Comité Fédéral"
COMMITTEE_ID = "C00999999"

COVER: Mapping[str, str] = {
    "form_type": "F3XN",
    "filer_committee_id_number": COMMITTEE_ID,
    "committee_name": COMMITTEE,
    "change_of_address": "X",
    "street_1": "1 Main St",
    "street_2": "Suite 4",
    "city": "Salem",
    "state": "OR",
    "zip": "973011234",
    "report_code": "Q2",
    "coverage_from_date": "20260401",
    "coverage_through_date": "20260630",
    "qualified_committee": "X",
    "treasurer_last_name": "López",
    "treasurer_first_name": "Ada",
    "treasurer_prefix": "Ms.",
    "date_signed": "20260714",
}

GIFT: Mapping[str, str] = {
    "form_type": "SA11AI",
    "filer_committee_id_number": COMMITTEE_ID,
    "transaction_id": "SA11AI.1",
    "entity_type": "IND",
    "contributor_last_name": "Núñez",
    "contributor_first_name": "Marisol",
    "contributor_street_1": "12 Orchard Lane",
    "contributor_city": "Eugene",
    "contributor_state": "OR",
    "contributor_zip": "97401",
    "contribution_date": "20260412",
    "contribution_amount": "250.00",
    "contribution_aggregate": "1250.00",
    "contributor_employer": "Cedar & Sons",
    "contributor_occupation": "Carpenter",
}

BILL: Mapping[str, str] = {
    "form_type": "SB21B",
    "filer_committee_id_number": COMMITTEE_ID,
    "transaction_id": "SB21B.1",
    "entity_type": "ORG",
    "payee_organization_name": "Pacific Print Works LLC",
    "payee_street_1": "9 Dock Rd",
    "payee_city": "Portland",
    "payee_state": "OR",
    "payee_zip": "97201",
    "expenditure_date": "20260420",
    "expenditure_amount": "1830.25",
    "expenditure_purpose_descrip": "Printing of leaflets",
    "category_code": "001",
}

SHARED_BILL: Mapping[str, str] = {
    "form_type": "H4",
    "transaction_id": "H4.1",
    "entity_type": "ORG",
    "payee_organization_name": "Landlord LLC",
    "account_identifier": "Administrative",
    "expenditure_date": "20260416",
    "total_amount": "1000.00",
    "federal_share": "360.00",
    "nonfederal_share": "640.00",
    "event_year_to_date": "4000.00",
    "expenditure_purpose_descrip": "Rent",
    "administrative_voter_drive_activity": "X",
}

LOAN: Mapping[str, str] = {
    "form_type": "SC/10",
    "transaction_id": "SC.1",
    "entity_type": "ORG",
    "lender_organization_name": "First Riverbend Bank",
    "loan_amount": "5000.00",
    "loan_payment_to_date": "500.00",
    "loan_balance": "4500.00",
    "loan_incurred_date": "20260405",
    "loan_due_date": "20261231",
    "loan_interest_rate": "5.0%",
    "secured": "N",
    "personal_funds": "N",
}

DEBT: Mapping[str, str] = {
    "form_type": "SD10",
    "transaction_id": "SD.1",
    "entity_type": "IND",
    "creditor_last_name": "Okafor",
    "creditor_first_name": "Ben",
    "purpose_of_debt_or_obligation": "Web site",
    "beginning_balance": "0.00",
    "incurred_amount": "300.00",
    "payment_amount": "100.00",
    "balance_at_close": "200.00",
}

EXPLANATION: Mapping[str, str] = {
    "rec_type": "TEXT",
    "transaction_id_number": "T.1",
    "back_reference_tran_id_number": "SB21B.1",
    "back_reference_sched_form_name": "SB21B",
    "text4000": "Printed by a union shop.",
}


def sample_records() -> list[ComposedRecord]:
    """A little of everything, in the order of a file: children and texts follow their rows."""
    return [
        ("SA", GIFT),
        ("SA", GIFT | {"transaction_id": "SA11AI.2", "contribution_amount": "75.05"}),
        (
            "SA",
            GIFT
            | {
                "transaction_id": "SA11AI.3",
                "back_reference_tran_id_number": "SA11AI.2",
                "back_reference_sched_name": "SA11AI",
                "contribution_amount": "9999.99",
                "memo_code": "X",
                "memo_text_description": "Partner's share",
            },
        ),
        ("SA", GIFT | {"form_type": "SA15", "transaction_id": "SA15.1"}),
        ("SB", BILL),
        ("TEXT", EXPLANATION),
        ("SB", BILL | {"transaction_id": "SB21B.2", "expenditure_amount": "-30.25"}),
        ("SC", LOAN),
        ("SD", DEBT),
        ("H4", SHARED_BILL),
    ]


def report_of(
    given_rows: Iterable[ComposedRecord] = (), *, unitemised: int = 12345, **changes: Any
) -> Report:
    """A report of these records; column B is column A and a million cents a line more."""
    rows = list(given_rows)
    base_a = _sums(rows) | {"6b": 1_250_000, "11aii": unitemised}
    base_b = {
        code: cents + 1_000_000 for code, cents in base_a.items() if code not in {"6b", "9", "10"}
    } | {"6a": 900_000}
    given: dict[str, Any] = {
        "form": "F3X",
        "committee_name": COMMITTEE,
        "committee_id": COMMITTEE_ID,
        "report_code": "Q2",
        "period": Period(first="2026-04-01", last="2026-06-30"),
        "state": "draft",
        "version": 0,
        "cover": COVER,
        "summary": Summary(
            a=complete("F3X", "A", base_a), b=complete("F3X", "B", base_b), year="2026"
        ),
        "counts": Counter(kind for kind, _ in rows),
        "records": lambda: iter(rows),
    }
    return Report(**given | changes)


def _sums(rows: Iterable[ComposedRecord]) -> dict[str, int]:
    """Cents by component line: of rows that are no memo items, the field that the line counts."""
    sums = {line.code: 0 for line in form_lines("F3X") if line.rows}
    for _, fields in rows:
        for line in form_lines("F3X"):
            for row in line.rows:
                if fields.get("form_type") in row.form_types and "memo_code" not in fields:
                    sums[line.code] += int(fields[row.field].replace(".", ""))
    return sums
