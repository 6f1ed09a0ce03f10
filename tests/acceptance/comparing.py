"""Filings brought into one normal form, so that an original and its copy can be compared."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from financedesk.fec.layouts import find_layout
from financedesk.fec.reader import Record, open_filing
from financedesk.fec.shapes import SHAPES
from financedesk.fec.values import cents, day
from financedesk.rules.summary import form_lines


def records_of(path: Path) -> list[Record]:
    """Return the cover and the body of a filing."""
    with open_filing(path) as reader:
        return list(reader.records)


def cover_cents(path: Path) -> dict[tuple[str, str], int]:
    """Return every summary amount of a filing's cover by column and line."""
    cover = records_of(path)[0]
    return {
        (column, line.code): cents(cover.fields.get(line.name(column) or "", ""))
        for line in form_lines("F3X")
        for column in ("A", "B")
        if line.name(column)
    }


def normal_rows(path: Path) -> Counter[tuple[tuple[str, str], ...]]:
    """Return the body of a filing, every field of every row in its normal form, and how often."""
    return Counter(tuple(sorted(normal(record).items())) for record in records_of(path)[1:])


def normal(record: Record) -> dict[str, str]:
    """Return the fields of a row in normal form.

    Amounts are cents, days ISO, ZIPs without their dash, words ASCII in capitals and single spaces.
    """
    found = {}
    for name, value in record.fields.items():
        found[name] = _plain(_code(record.record, name), name, value)
    found["form_type"] = line_of(record)
    return found


def line_of(record: Record) -> str:
    """Return the line of a row as today's version calls it."""
    return record.form_type.upper().replace("SA11A1", "SA11AI")


def _plain(code: str, name: str, value: str) -> str:
    if code == "amount":
        return str(cents(value))
    if code == "date":
        return day(value)
    if name.endswith("_zip"):
        return value.replace("-", "")
    words = " ".join(value.upper().split())
    return words.encode("ascii", "ignore").decode()


@cache
def _codes(record: str) -> Mapping[str, str]:
    found = find_layout(record)
    return {column.name: column.code for column in found.fields} if found else {}


def _code(record: str, name: str) -> str:
    return _codes(record).get(name, "")


def fec_id(record: Record) -> str:
    """Return the transaction id of a row; empty when it has none."""
    name = SHAPES[record.record].id if record.record in SHAPES else "transaction_id_number"
    return record.fields.get(name, "").upper()


def amount_of(record: Record) -> int:
    """Return what a row amounts to, in cents; nothing for a row without an amount."""
    shape = SHAPES.get(record.record)
    return cents(record.fields.get(shape.amount, "")) if shape and shape.amount else 0


def name_of(record: Record) -> str:
    """Return the payer or payee of a row in one piece."""
    shape = SHAPES.get(record.record)
    if shape is None or not shape.who:
        return ""
    parts = ("organization_name", "last_name", "first_name")
    return " ".join(record.fields.get(f"{shape.who}_{part}", "") for part in parts).strip()


def sums(records: list[Record]) -> dict[str, tuple[int, int]]:
    """Return how many rows each line has and what they amount to, in cents."""
    rows: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for record in records:
        rows[line_of(record)] += 1
        amounts[line_of(record)] += amount_of(record)
    return {line: (rows[line], amounts[line]) for line in rows}
