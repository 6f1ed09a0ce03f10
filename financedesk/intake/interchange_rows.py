"""Rows of the plain interchange form: a contact, a transaction, and what is wrong with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from financedesk.errors import BadInput, NotFound
from financedesk.fec.shapes import SHAPES
from financedesk.intake.interchange_fields import written_fields
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entries import NewItem
from financedesk.ledger.writer import check_item
from financedesk.rules.dates import parse_day
from financedesk.rules.kinds import Kind, kind, kind_of_type, kinds
from financedesk.rules.money import parse_cents

CONTACT_TYPES = ("IND", "ORG", "COM", "CAN", "CCM", "PAC", "PTY")
LONGEST_ID = 20
_ID = re.compile(r"[!-~]+")
_ROLES: Mapping[str, str] = {
    "contact_2": "candidate",
    "contact_3": "committee",
    "contact_4": "designating",
    "contact_5": "subordinate",
}
_CONTACT_FIELDS = frozenset(f.name for f in fields(Contact)) - {"type", "external_key"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not entered: its id, the field that is wrong, and why."""

    id: str
    field: str
    reason: str


class Unfit(BadInput):
    """A row cannot be entered as it is; ``field`` names what is wrong in it."""

    def __init__(self, where: str, reason: str) -> None:
        """Keep the field beside the reason."""
        super().__init__(reason)
        self.field = where


@dataclass(frozen=True, slots=True)
class CoveredReport:
    """A report that the file names: its key, the days it covers and its own memo texts."""

    key: str
    first: str
    last: str
    code: str
    memos: tuple[str, ...]


@dataclass(slots=True)
class Known:
    """What a row may refer to: contacts by key, items by FEC id, reports and accounts.

    ``ids`` grows with each row that is entered; ``refused`` holds the ids of rows that were not.
    """

    contacts: dict[str, ContactRef] = field(default_factory=dict)
    bad_contacts: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    reports: Mapping[str, CoveredReport] = field(default_factory=dict)
    accounts: Mapping[str, int] = field(default_factory=dict)
    default_account: int | None = None


def read_contact(row: Mapping[str, Any]) -> Contact:
    """Return the contact of a row; raises Unfit."""
    key = text_of(row, "key")
    if not key:
        raise Unfit("key", "A contact needs a key that the transactions can name.")
    of_type = text_of(row, "type").upper()
    if of_type not in CONTACT_TYPES:
        raise Unfit("type", f"“{of_type}” is no type of contact; write IND, ORG, COM or CAN.")
    given = {name: text_of(row, name) for name in _CONTACT_FIELDS & set(row)}
    valid_from = given.pop("valid_from", "") or None
    if valid_from:
        valid_from = day_of({"valid_from": valid_from}, "valid_from")
    contact = Contact(type=of_type, external_key=key, valid_from=valid_from, **given)
    if contact.is_person and not contact.last_name:
        raise Unfit("last_name", "A person needs a last name.")
    if not contact.is_person and not contact.display_name and not contact.committee_id:
        raise Unfit("name", "An organisation or committee needs a name.")
    return contact


def transaction_id(row: Mapping[str, Any], known: Known) -> str:
    """Return the row's FEC transaction id in upper case; raises Unfit when it cannot be one."""
    given = text_of(row, "id").upper()
    if not given:
        raise Unfit("id", "A transaction needs an id.")
    if len(given) > LONGEST_ID or not _ID.fullmatch(given):
        raise Unfit("id", f"An id has at most {LONGEST_ID} letters, digits or marks, no blanks.")
    if given in known.ids or given in known.refused:
        raise Unfit("id", f"The id {given} is taken by an earlier transaction of this entity.")
    return given


def read_transaction(row: Mapping[str, Any], fec_id: str, known: Known) -> NewItem:
    """Return the item that a row describes; raises Unfit, naming the field that is wrong."""
    of_kind = _kind(row)
    item_date, reported_on = _days(row, of_kind, known)
    amount_cents = _amount(row)
    federal, other = _shares(row, of_kind, amount_cents)
    new = NewItem(
        kind=of_kind.code,
        amount_cents=amount_cents,
        federal_cents=federal,
        other_cents=other,
        item_date=item_date,
        reported_on=reported_on,
        contact=_contact(row, "contact", known, needed=bool(of_kind.parties)),
        account_id=_account(row, of_kind, known),
        memo=of_kind.memo == "always" or _flag(row, "memo") is True,
        purpose=text_of(row, "purpose") or None,
        memo_description=text_of(row, "memo_description") or None,
        election_code=_election_code(row),
        parent_id=_reference(row, "parent", known),
        applies_to_id=_reference(row, "loan", known) or _reference(row, "debt", known),
        corrects_id=_reference(row, "reatt_redes", known),
        force_itemised=_flag(row, "force_itemized"),
        unaggregated=_flag(row, "force_unaggregated") is True,
        fields=_fields(row, of_kind),
        fec_id=fec_id,
        memo_text=text_of(row, "memo_text") or None,
        parties=_parties(row, known),
    )
    _check(new, of_kind)
    return new


def _check(new: NewItem, of_kind: Kind) -> None:
    try:
        check_item(new, of_kind)
    except BadInput as error:
        where = "memo" if of_kind.memo == "never" and new.memo else "amount"
        raise Unfit(where, str(error)) from error


def text_of(row: Mapping[str, Any], name: str) -> str:
    """Return a field of a row as trimmed text; raises Unfit for a list or an object."""
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        raise Unfit(name, f"“{name}” holds one value, no list.")
    return str(value).strip()


def day_of(row: Mapping[str, Any], name: str) -> str:
    """Return a day of a row as ``YYYY-MM-DD``; empty when it has none; raises Unfit."""
    given = text_of(row, name)
    if not given:
        return ""
    try:
        return parse_day(given).isoformat()
    except BadInput as error:
        raise Unfit(name, str(error)) from error


def _flag(row: Mapping[str, Any], name: str) -> bool | None:
    value = row.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise Unfit(name, f"“{name}” is true or false.")


def _kind(row: Mapping[str, Any]) -> Kind:
    given = text_of(row, "type")
    if given.lower() in kinds():
        return kind(given.lower())
    try:
        return kind_of_type(given.upper())
    except NotFound as error:
        raise Unfit("type", str(error)) from error


def _amount(row: Mapping[str, Any]) -> int:
    given = text_of(row, "amount")
    if not given:
        raise Unfit("amount", "The amount is missing; write it like 1234.50.")
    try:
        return parse_cents(given)
    except BadInput as error:
        raise Unfit("amount", str(error)) from error


def _days(row: Mapping[str, Any], of_kind: Kind, known: Known) -> tuple[str, str | None]:
    """Return the day of the row, and the day of the report that takes it if that is another.

    A debt is incurred in the report that names it and may have no day of its own; an independent
    expenditure that is not paid yet goes by its dissemination (11 CFR 104.4).
    """
    report = _report(row, known)
    given = day_of(row, "date")
    if not given and of_kind.record == "SE":
        given = day_of(row.get("fields") or {}, "dissemination_date")
    if not given:
        if report is None:
            raise Unfit("date", "The date is missing; write it as YYYY-MM-DD, or name a report.")
        return report.first, None
    if report is None or report.first <= given <= report.last:
        return given, None
    return given, report.first if given < report.first else report.last


def _report(row: Mapping[str, Any], known: Known) -> CoveredReport | None:
    key = text_of(row, "report")
    if key and key not in known.reports:
        raise Unfit("report", f"There is no report “{key}” in this file.")
    return known.reports.get(key)


def _contact(
    row: Mapping[str, Any], name: str, known: Known, *, needed: bool = False
) -> ContactRef | None:
    key = text_of(row, name)
    if key in known.bad_contacts:
        raise Unfit(name, f"The contact “{key}” was refused: {known.bad_contacts[key]}")
    if key and key not in known.contacts:
        raise Unfit(name, f"There is no contact “{key}” in this file.")
    if needed and not key:
        raise Unfit(name, "The contact is missing: who paid or was paid?")
    return known.contacts.get(key)


def _parties(row: Mapping[str, Any], known: Known) -> tuple[tuple[str, ContactRef], ...]:
    found = ((role, _contact(row, name, known)) for name, role in _ROLES.items())
    return tuple((role, contact) for role, contact in found if contact is not None)


def _reference(row: Mapping[str, Any], name: str, known: Known) -> int | None:
    key = text_of(row, name).upper()
    if not key:
        return None
    if key in known.refused:
        raise Unfit(name, f"The transaction {key} that it refers to was refused.")
    if key not in known.ids:
        raise Unfit(name, f"No transaction {key} stands before this one.")
    return known.ids[key]


def _account(row: Mapping[str, Any], of_kind: Kind, known: Known) -> int | None:
    code = text_of(row, "account")
    if code and code not in known.accounts:
        raise Unfit("account", f"The entity has no account “{code}”.")
    if code:
        return known.accounts[code]
    moves_cash = of_kind.cash and of_kind.direction != "none" and of_kind.memo != "always"
    return known.default_account if moves_cash and _flag(row, "memo") is not True else None


def _own_fields(row: Mapping[str, Any]) -> Mapping[str, Any]:
    given = row.get("fields") or {}
    if not isinstance(given, dict):
        raise Unfit("fields", "“fields” is an object of names and values.")
    return given


def _election_code(row: Mapping[str, Any]) -> str | None:
    return text_of(_own_fields(row), "election_code").upper() or None


def _shares(
    row: Mapping[str, Any], of_kind: Kind, amount_cents: int
) -> tuple[int | None, int | None]:
    """Return the federal and the other share of a row of Schedules H4 and H6; raises Unfit.

    One share is enough: the other is what remains (11 CFR 106.7, 300.33).
    """
    shape = SHAPES.get(of_kind.record or "")
    if shape is None or not shape.federal:
        return None, None
    federal, other = (_share(row, name) for name in (shape.federal, shape.other))
    if federal is None and other is None:
        raise Unfit(shape.federal, "A shared payment says what the federal account bears of it.")
    if federal is None or other is None:
        federal = amount_cents - (other or 0) if federal is None else federal
        return federal, amount_cents - federal
    if federal + other != amount_cents:
        raise Unfit(shape.federal, "The two shares do not add up to the amount.")
    return federal, other


def _share(row: Mapping[str, Any], name: str) -> int | None:
    given = text_of(_own_fields(row), name)
    try:
        return parse_cents(given) if given else None
    except BadInput as error:
        raise Unfit(name, str(error)) from error


def _fields(row: Mapping[str, Any], of_kind: Kind) -> dict[str, str]:
    shape = SHAPES.get(of_kind.record or "")
    columns = {"election_code", *((shape.federal, shape.other) if shape else ())}
    given = {key: value for key, value in _own_fields(row).items() if key not in columns}
    for name in given:
        text_of(given, name)
    try:
        return written_fields(of_kind.record, given)
    except BadInput as error:
        raise Unfit(str(error).partition(":")[0], str(error)) from error
