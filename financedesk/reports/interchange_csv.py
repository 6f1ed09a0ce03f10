"""CSV files beside an export: readable by any spreadsheet, and harmless in it."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# A text that begins so would be run as a formula by a spreadsheet.
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBERS = frozenset({"amount"})

_PEOPLE = (
    "key", "type", "name", "last_name", "first_name", "middle_name", "prefix", "suffix",
    "street_1", "street_2", "city", "state", "zip", "country", "employer", "occupation", "email",
    "phone", "committee_id", "candidate_id", "candidate_office", "candidate_state",
    "candidate_district",
)  # fmt: skip
_ITEMS = (
    "id", "type", "date", "amount", "contact", "contact_2", "contact_3", "account", "purpose",
    "memo", "memo_description", "memo_text", "election_code", "parent", "loan", "debt",
    "reatt_redes", "reported_on", "made_date", "agent_date", "deposited_date",
    "federal_cents", "other_cents",
)  # fmt: skip
SHEETS: Mapping[str, Sequence[str]] = {
    "accounts": (
        "key", "code", "kind", "role", "name", "bank", "opening_date", "opening_balance_cents",
    ),
    "contacts": _PEOPLE,
    "transactions": _ITEMS,
    "postings": ("key", "transaction_id", "account_id", "posted_on", "cents"),
    "payouts": (
        "key", "processor", "external_id", "paid_on", "gross_cents", "fee_cents",
        "refund_cents", "net_cents",
    ),
    "filings": (
        "key", "form", "report_code", "from_date", "to_date", "state", "version", "fec_number",
        "signed_on", "file_name", "sha256",
    ),
    "openings": ("key", "form", "as_of", "line", "cents"),
    "obligation_states": (
        "key", "item_id", "from_date", "as_of", "beginning_cents", "incurred_cents",
        "paid_cents", "balance_cents",
    ),
}  # fmt: skip


class Sheet:
    """One CSV file that is being written; there is none when no row comes."""

    def __init__(self, folder: Path, name: str, columns: Sequence[str]) -> None:
        """Write rows of these columns to ``NAME.csv`` in a folder."""
        self._path = folder / f"{name}.csv"
        self._part = folder / f"{name}.csv.part"
        self._columns = columns
        # The mark at its beginning tells a spreadsheet that the file is UTF-8.
        self._stream = self._part.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._stream)
        self._writer.writerow(columns)
        self._rows = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Write one row; columns that it does not have stay empty."""
        self._writer.writerow([_cell(name, row.get(name)) for name in self._columns])
        self._rows += 1

    def finish(self) -> Path | None:
        """Put the file in its place and return its path; None when it has no rows."""
        self._stream.close()
        if not self._rows:
            self._path.unlink(missing_ok=True)
            return None
        self._part.replace(self._path)
        return self._path

    def close(self) -> None:
        """Leave nothing unfinished behind."""
        self._stream.close()
        self._part.unlink(missing_ok=True)


def _cell(name: str, value: object) -> str:
    """Return a cell; text that a spreadsheet would run as a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "X" if value else ""
    text = str(value)
    if isinstance(value, str) and name not in _NUMBERS and text.startswith(_FORMULA_MARKS):
        return f"'{text}"
    return text
