"""Rows of a real report turned into what a treasurer would type: no aggregates, no flags.

Only what happened is kept (who, when, how much, what for); what the law makes of it is left to
the desk. Rows are typed in the order that the filed running totals imply.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from financedesk.fec.reader import Record
from financedesk.fec.shapes import SHAPES
from financedesk.fec.values import cents, day
from financedesk.rules.kinds import kind_for_token
from financedesk.rules.money import format_cents
from tests.acceptance.comparing import fec_id

_NAMES = ("last_name", "first_name", "middle_name", "prefix", "suffix")
_PLACE = ("street_1", "street_2", "city", "state")
# What a detail of a shared payment is called by what it says.
_DETAIL_OF_SHARED = "h4_payroll_memo"


def typed(records: Iterable[Record], *, taken: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return an interchange file of these rows; ids in ``taken`` get a letter more."""
    contacts: dict[str, dict[str, str]] = {}
    rows = []
    for record in sorted(records, key=_order_of_entry):
        row = _transaction(record)
        if row["id"] in taken:
            row["id"] += "N"
        who = _contact(record)
        if who:
            contacts[who["key"]] = who
            row["contact"] = who["key"]
        rows.append(row)
    return {"contacts": list(contacts.values()), "transactions": rows}


def lump(kind: str, amount_cents: int, on: str, number: str = "REST") -> dict[str, Any]:
    """Return the small amounts of a line as a treasurer types them: one row, nobody named."""
    return {"id": number, "type": kind, "date": on, "amount": _written(amount_cents)}


def _order_of_entry(record: Record) -> tuple[str, int, int, int]:
    """Order rows by schedule and day, then by the running total that was filed.

    Details of a payment follow it: their own total is not one that runs.
    """
    shape = SHAPES[record.record]
    on = day(record.fields.get(shape.date, "")) if shape.date else ""
    running = cents(record.fields.get(shape.aggregate, "")) if shape.aggregate else 0
    is_detail = "memo_code" in record.fields and bool(record.fields.get(shape.back_id))
    return on, int(is_detail), running, record.line


def _transaction(record: Record) -> dict[str, Any]:
    shape, fields = SHAPES[record.record], dict(record.fields)
    memo = bool(fields.pop(shape.memo_code, "")) if shape.memo_code else False
    parent = fields.pop(shape.back_id, "") if shape.back_id else ""
    row: dict[str, Any] = {
        "id": fec_id(record),
        "type": _kind(record, memo=memo),
        "date": day(fields.pop(shape.date, "")) if shape.date else "2012-03-01",
        "amount": _written(cents(fields.pop(shape.amount, ""))) if shape.amount else "0.00",
        "purpose": fields.pop(shape.purpose, "") if shape.purpose else "",
        "memo_description": fields.pop(shape.memo_text, "") if shape.memo_text else "",
        "memo": memo,
    }
    if parent and parent != row["id"]:
        row["parent"] = parent
    mechanical = ("form_type", "filer_committee_id_number", "entity_type", shape.back_name)
    gone = {*mechanical, shape.id, shape.aggregate, shape.zip}
    gone |= {f"{shape.who}_{part}" for part in ("organization_name", *_NAMES, *_PLACE)}
    if shape.employer:
        gone |= {f"{shape.who}_employer", f"{shape.who}_occupation"}
    row["fields"] = {name: value for name, value in fields.items() if name not in gone}
    return {name: value for name, value in row.items() if value not in ("", False, {})}


def _kind(record: Record, *, memo: bool) -> str:
    if record.form_type == "H4" and memo:
        return _DETAIL_OF_SHARED
    entity_type = record.fields.get("entity_type", "")
    return kind_for_token(record.form_type, memo=memo, entity_type=entity_type, form="F3X").code


def _contact(record: Record) -> dict[str, str]:
    shape, fields = SHAPES[record.record], record.fields
    if not shape.who:
        return {}
    found = {
        "type": fields.get("entity_type", ""),
        "name": fields.get(f"{shape.who}_organization_name", ""),
        "zip": fields.get(shape.zip, ""),
    }
    found |= {part: fields.get(f"{shape.who}_{part}", "") for part in (*_NAMES, *_PLACE)}
    key = hashlib.sha256("|".join(found.values()).encode()).hexdigest()[:12]
    if shape.employer:
        found |= {p: fields.get(f"{shape.who}_{p}", "") for p in ("employer", "occupation")}
    return {"key": key} | {name: value for name, value in found.items() if value}


def _written(amount_cents: int) -> str:
    return format_cents(amount_cents).replace(",", "")
