"""Small interchange files for tests, and books to enter them into."""

import json
from pathlib import Path
from typing import Any

COMMITTEE = {
    "committee_id": "C00999999", "name": "Riverbend PAC", "street_1": "1 Main St",
    "city": "Salem", "state": "OR", "zip": "97301", "treasurer_last_name": "Lopez",
    "treasurer_first_name": "Ada", "qualified_committee": True, "filing_frequency": "Q",
}  # fmt: skip
REPORT = {
    "key": "Q1", "report_code": "Q1", "coverage_from_date": "2026-01-01",
    "coverage_through_date": "2026-03-31", "memos": ["About the whole report."],
}  # fmt: skip
CONTACTS = [
    {
        "key": "lee", "type": "IND", "last_name": "Lee", "first_name": "Kim",
        "street_1": "2 Oak St", "city": "Salem", "state": "OR", "zip": "97301",
        "employer": "Self", "occupation": "Attorney",
    },
    {"key": "shop", "type": "ORG", "name": "Quick Print Co"},
    {
        "key": "green", "type": "CAN", "last_name": "Green", "first_name": "Dana",
        "candidate_id": "H6OR02111", "candidate_office": "H", "candidate_state": "OR",
        "candidate_district": "02",
    },
]  # fmt: skip


def gift(fec_id: str, **changes: Any) -> dict[str, Any]:
    """Return a receipt of $250.00 from Kim Lee, with changes."""
    row = {
        "id": fec_id, "type": "INDIVIDUAL_RECEIPT", "contact": "lee", "date": "2026-02-03",
        "amount": "250.00",
    }  # fmt: skip
    return {name: value for name, value in {**row, **changes}.items() if value is not None}


def interchange(*transactions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a whole file with these transactions; a change of None leaves its section out."""
    content = {
        "committee": COMMITTEE, "report": REPORT, "cash_on_hand": {"2026": "1000.00"},
        "contacts": CONTACTS, "transactions": list(transactions),
    }  # fmt: skip
    return {name: value for name, value in {**content, **changes}.items() if value is not None}


def write_json(folder: Path, content: object, name: str = "file.json") -> Path:
    """Write a file of the interchange form and return its path."""
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
