"""A small export with invented gifts, for pictures of what an import finds."""

import csv
from pathlib import Path

from financedesk.ledger.entities import EntityRow

_COLUMNS = (
    "Receipt ID", "Lineitem ID", "Date", "Amount", "Fee", "Recipient", "Recipient Gov ID",
    "Donor First Name", "Donor Last Name", "Donor Addr1", "Donor City", "Donor State",
    "Donor ZIP", "Donor Country", "Donor Occupation", "Donor Employer", "Disbursement ID",
    "Disbursement Date",
)  # fmt: skip
_GIFTS = (
    ("EX-1", "990001", "09:12:40", "25.00", "0.99", "Wren", "Hollow", "Teacher", "City Schools"),
    ("EX-2", "990002", "11:30:05", "250.00", "9.88", "Sol", "Ferry", "Nurse", "County Clinic"),
    ("EX-3", "9.90003E+05", "14:05:12", "40.00", "1.58", "Ida", "Quarry", "Baker", "Self-employed"),
    ("EX-4", "990004", "18:02:51", "forty", "1.58", "Lew", "Harbor", "Retired", "None"),
)
"""The third lost its id in a spreadsheet program, the fourth has no amount in figures."""


def write_example(folder: Path, entity: EntityRow, day: str) -> Path:
    """Write an export of a processor with four gifts to an entity on a day, two of them wrong."""
    path = folder / "september-export.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        for receipt, key, time, amount, fee, first, last, work, employer in _GIFTS:
            writer.writerow((
                receipt, key, f"{day} {time}", amount, fee, entity.name, entity.committee_id,
                first, last, "1 Example Street", "Springfield", "OR", "97477", "United States",
                work, employer, "990100", day,
            ))  # fmt: skip
    return path
