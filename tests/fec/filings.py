"""Filings for the tests: the golden ones, and the golden ones with something spoilt."""

from pathlib import Path

from financedesk.fec.layouts import layout
from financedesk.fec.tokens import record_of

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "fec"
SEPARATOR = "\x1c"


def lines_of(name: str) -> list[list[str]]:
    """The golden filing as rows of fields."""
    text = (GOLDEN / name).read_bytes().decode("ascii")
    return [line.split(SEPARATOR) for line in text.split("\r\n") if line]


def as_bytes(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    return "".join(SEPARATOR.join(row) + "\r\n" for row in rows).encode(encoding)


def row_with(rows: list[list[str]], transaction: str) -> list[str]:
    """The row with a transaction id; ``HDR`` and ``COVER`` name the first two."""
    places = {"HDR": 0, "COVER": 1}
    if transaction in places:
        return rows[places[transaction]]
    return next(row for row in rows if len(row) > 2 and row[2] == transaction)


def spoilt(name: str, *changes: tuple[str, str, str]) -> list[list[str]]:
    """A golden filing with fields changed: each change is transaction, field, value."""
    rows = lines_of(name)
    for transaction, field, value in changes:
        row = row_with(rows, transaction)
        record = "HDR" if transaction == "HDR" else record_of(row[0])
        row[layout(record).position(field)] = value
    return rows
