"""Small filings for tests, written with the program's own layouts."""

from collections.abc import Mapping
from pathlib import Path

from financedesk.fec.layouts import layout
from financedesk.fec.values import amount
from financedesk.rules.summary import complete, form_lines

SEPARATOR = "\x1c"
COMMITTEE = "C00999999"


def record(name: str, form_type: str, **fields: str) -> str:
    """Return one line of a file of version 8.5."""
    first = layout(name).names[0]
    filer = "filer_committee_id_number"
    given = {first: form_type, **fields}
    if filer in layout(name).positions:
        given.setdefault(filer, COMMITTEE)
    assert set(given) <= set(layout(name).positions), set(given) - set(layout(name).positions)
    return SEPARATOR.join(given.get(column, "") for column in layout(name).names)


def receipt(fec_id: str, dollars: str, **changes: str) -> str:
    """Return a contribution of Kim Lee on line 11(a)(i)."""
    fields = {
        "transaction_id": fec_id, "entity_type": "IND", "contributor_last_name": "Lee",
        "contributor_first_name": "Kim", "contributor_street_1": "2 Oak St",
        "contributor_city": "Salem", "contributor_state": "OR", "contributor_zip": "97301",
        "contribution_date": "20260115", "contribution_amount": dollars,
        "contribution_aggregate": dollars,
    }  # fmt: skip
    return record("SA", changes.pop("form_type", "SA11AI"), **{**fields, **changes})


def loan(fec_id: str, paid: str, balance: str) -> str:
    """Return a loan of $1,000.00 from a person."""
    return record(
        "SC", "SC/10", transaction_id=fec_id, entity_type="IND", lender_last_name="Rich",
        lender_first_name="Paul", loan_amount="1000.00", loan_incurred_date="20251201",
        loan_payment_to_date=paid, loan_balance=balance, receipt_line_number="13",
    )  # fmt: skip


def report(
    folder: Path,
    name: str,
    *rows: str,
    a: Mapping[str, int],
    b: Mapping[str, int] | None = None,
    form_type: str = "F3XN",
    days: tuple[str, str] = ("20260101", "20260131"),
    code: str = "M2",
    header: tuple[str, str] = ("", ""),
) -> Path:
    """Write a Form 3X and return its path; ``a`` and ``b`` are component lines in cents."""
    columns = {"A": complete("F3X", "A", a), "B": complete("F3X", "B", b or a)}
    cover = {
        "committee_name": "Riverbend PAC", "street_1": "1 Main St", "city": "Salem",
        "state": "OR", "zip": "97301", "report_code": code, "coverage_from_date": days[0],
        "coverage_through_date": days[1], "treasurer_last_name": "Lopez",
        "treasurer_first_name": "Ada", "date_signed": days[1],
    }  # fmt: skip
    for line in form_lines("F3X"):
        for column, field in (("A", line.name_a), ("B", line.name_b)):
            if field:
                cover[field] = amount(columns[column][line.code])
    head = SEPARATOR.join(("HDR", "FEC", "8.5", "Test", "1.0", *header, ""))
    lines = [head, record("F3X", form_type, **cover), *rows]
    path = folder / name
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("ascii"))
    return path
