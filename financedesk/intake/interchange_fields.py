"""The record's own fields of an interchange row, written as the FEC's format wants them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from financedesk.errors import BadInput
from financedesk.fec.layouts import Field, find_layout
from financedesk.fec.values import amount
from financedesk.rules.dates import parse_day
from financedesk.rules.money import parse_cents

# They say how another field of the row is meant and are no fields of the record.
DUE_DATE_FLAG = "loan_due_date_is_date"
RATE_FLAG = "loan_interest_rate_is_percent"
_FLAGS = (DUE_DATE_FLAG, RATE_FLAG)
# Not in the record, but it decides which rows of Schedule F add up (11 CFR 109.32(b)).
GENERAL_ELECTION_YEAR = "general_election_year"
_DUE_DATE, _RATE = "loan_due_date", "loan_interest_rate"
_TRUE = frozenset({"true", "x", "y", "yes", "1"})
_FALSE = frozenset({"false", "n", "no", "0", ""})


def written_fields(record: str | None, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the given fields as text for the record: days 20260131, boxes X, answers Y or N.

    A due date that is a date becomes YYYYMMDD and any other stays as typed; a rate that is a
    percentage is divided by 100 (Schedule C, fields 23 and 24). Empty fields are left out.
    Raises BadInput, naming the field, for a value that its field cannot hold.
    """
    layout = find_layout(record) if record else None
    columns = {column.name: column for column in layout.fields} if layout else {}
    written = {}
    for name, value in given.items():
        if value is None or name in _FLAGS:
            continue
        text = _written(columns.get(name), name, value, given)
        if text:
            written[name] = text
    return written


def unknown_fields(record: str | None, given: Mapping[str, Any]) -> list[str]:
    """Return the names of given fields that the record does not have."""
    layout = find_layout(record) if record else None
    known = set(layout.positions) if layout else set()
    known |= {*_FLAGS, GENERAL_ELECTION_YEAR}
    return [name for name in given if name not in known]


def _written(column: Field | None, name: str, value: object, given: Mapping[str, Any]) -> str:
    try:
        if name == _DUE_DATE:
            return _due_date(str(value), must_be_day=given.get(DUE_DATE_FLAG) is True)
        if name == _RATE and given.get(RATE_FLAG) is True:
            return _share_of_one(str(value))
        return _plain(column, value)
    except BadInput as error:
        raise BadInput(f"{name}: {error}") from error


def _plain(column: Field | None, value: object) -> str:
    code = column.code if column else ""
    if isinstance(value, bool):
        return _answer(value, code)
    text = str(value).strip()
    if code in ("box", "yes_no") and text.lower() in _TRUE | _FALSE:
        return _answer(text.lower() in _TRUE, code) if text else ""
    if code == "date" and text:
        return parse_day(text).strftime("%Y%m%d")
    if code == "amount" and text:
        return amount(parse_cents(text))
    return text


def _answer(value: bool, code: str) -> str:  # noqa: FBT001 - the value is what is written
    if code == "yes_no":
        return "Y" if value else "N"
    return "X" if value else ""


def _due_date(text: str, *, must_be_day: bool) -> str:
    try:
        return parse_day(text).strftime("%Y%m%d")
    except BadInput:
        if must_be_day:
            raise
        return text.strip()


def _share_of_one(text: str) -> str:
    """Write 5 percent as 0.05."""
    try:
        share = Decimal(text.strip().removesuffix("%")) / 100
    except InvalidOperation as error:
        raise BadInput(f"“{text}” is not a percentage; write digits such as 5 or 4.25.") from error
    if not share.is_finite():
        raise BadInput(f"“{text}” is not a percentage; write digits such as 5 or 4.25.")
    written = format(share, "f")
    return written.rstrip("0").rstrip(".") if "." in written and share else "0.00"
