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
    ("EX-5", "990005", "19:20:11", "25.00", "0.99", "Wren", "Hollow", "Teacher", "City Schools"),
    ("EX-6", "990006", "20:41:33", "60.00", "2.37", "S.", "Ferry", "Nurse", ""),
)
"""The third lost its id in a spreadsheet program, the fourth has no amount in figures, the fifth
equals the first, and the last may be the second's donor."""


def write_example(folder: Path, entity: EntityRow, day: str) -> Path:
    """Write an export of a processor with six gifts to an entity on a day, two of them wrong."""
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


_UNKNOWN = """Spring dinner of the county chapter

Ticket,Given on,Donor,Town,Paid in,Processing fee,Status
D-101,25/03/2026,Wren Hollow,Springfield,125.00,3.98,Paid
D-102,04/04/2026,Sol Ferry,Eugene,60.00,2.04,Paid
D-103,04/04/2026,Ida Quarry,Springfield,60.00,2.04,Waived
Total,,,,245.00,8.06,
"""


def write_unknown(folder: Path) -> Path:
    """Write a table of gifts as no known processor does."""
    path = folder / "spring-dinner.csv"
    path.write_text(_UNKNOWN, encoding="utf-8")
    return path


_STATEMENT = """!Type:Bank
D02/03'26
T250.00
PMail deposit
MChecks of the week
^
D02/13'26
T-84.20
PHollow Print Shop
MLeaflets
N1042
^
D02/27'26
T-12.00
PService charge
^
"""


_BANK_TABLE = """Nr,Buchung,Text,Soll,Haben
1,2026-02-03,Mail deposit,,250.00
2,2026-02-13,Hollow Print Shop,84.20,
"""


def write_bank_table(folder: Path) -> Path:
    """Write a bank's table whose columns have names that say nothing here."""
    path = folder / "umsatz.csv"
    path.write_text(_BANK_TABLE, encoding="utf-8")
    return path


def write_statement(folder: Path) -> Path:
    """Write a bank's statement of three lines."""
    path = folder / "february.qif"
    path.write_text(_STATEMENT, encoding="utf-8")
    return path
