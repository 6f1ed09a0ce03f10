"""One ledger row becomes one record: the fields by their names in the format, as text."""

import json
from collections.abc import Mapping

from financedesk.fec.layouts import layout
from financedesk.fec.shapes import SHAPES, STANDING_RECORDS, Shape
from financedesk.fec.values import amount
from financedesk.ledger.contacts import Contact
from financedesk.ledger.report_rows import Companions, Party, ReportRow, Target
from financedesk.rules.kinds import kind

Fields = dict[str, str]

_PERSONS = frozenset({"IND", "CAN"})
_ROLE_FIELDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "designating": {
        "SF": ("designating_committee_id_number", "designating_committee_name"),
    },
    "subordinate": {
        "SF": ("subordinate_committee_id_number", "subordinate_committee_name"),
    },
}


_AT_HOME = frozenset(
    {"", "us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"}
)
ABROAD = "ZZ"


def state_code(state: str | None, country: str | None) -> str:
    """Return the state as the form takes it: ``ZZ`` for an address abroad (FEC format, STATE)."""
    if country and country.strip().lower() not in _AT_HOME:
        return ABROAD
    return state or ""


def compact_day(day: str) -> str:
    """Return ``20260131`` for ``2026-01-31``."""
    return day.replace("-", "")


def item_fields(row: ReportRow, record: str, committee_id: str, companions: Companions) -> Fields:
    """Return the fields of the record that an itemised item is filed as."""
    shape = SHAPES[record]
    fields = _own_fields(row, record)
    fields["form_type"] = row.line
    fields["filer_committee_id_number"] = committee_id
    if record not in STANDING_RECORDS or shape.id not in fields:
        fields[shape.id] = row.fec_id
    _who(fields, shape, row)
    _money(fields, shape, row)
    _words(fields, shape, row)
    for party in companions.parties.get(row.item_id, ()):
        _party(fields, shape, record, party)
    _two_digits(fields, shape)
    target = back_reference(row, companions.targets)
    if target is not None and shape.back_id:
        fields[shape.back_id] = target.fec_id
        if shape.back_name:
            fields[shape.back_name] = target.line
    elif record == "H3":
        # Each row names the one of administrative costs (FEC format, H3 field 4); this is the one.
        fields.setdefault(shape.back_id, fields[shape.id])
    return fields


def _own_fields(row: ReportRow, record: str) -> Fields:
    """Return what the item keeps for this record; other things it knows are not for the form."""
    kept: Fields = json.loads(row.fields) if row.fields else {}
    places = layout(record).positions
    return {name: value for name, value in kept.items() if name in places}


def receipt_fields(row: ReportRow, committee_id: str) -> Fields:
    """Return a Schedule A record of an ordinary gift: no parties, no parent, no fields of its own.

    The short way of ``item_fields`` for the rows of which a report may have a million.
    """
    fields = {
        "form_type": row.line,
        "filer_committee_id_number": committee_id,
        "transaction_id": row.fec_id,
        "entity_type": row.contact_type or "",
        "contributor_street_1": row.street_1 or "",
        "contributor_street_2": row.street_2 or "",
        "contributor_city": row.city or "",
        "contributor_state": state_code(row.state, row.country),
        "contributor_zip": (row.zip or "").replace("-", ""),
        "election_code": row.election_code or "",
        "contribution_date": row.item_date.replace("-", ""),
        "contribution_amount": amount(row.amount_cents),
        "contributor_employer": row.employer or "",
        "contributor_occupation": row.occupation or "",
        "contribution_purpose_descrip": row.purpose or "",
        "memo_text_description": row.memo_description or "",
    }
    if row.aggregate_cents is not None:
        fields["contribution_aggregate"] = amount(row.aggregate_cents)
    if row.contact_type in _PERSONS:
        fields["contributor_last_name"] = row.last_name or ""
        fields["contributor_first_name"] = row.first_name or ""
        fields["contributor_middle_name"] = row.middle_name or ""
        fields["contributor_prefix"] = row.prefix or ""
        fields["contributor_suffix"] = row.suffix or ""
    else:
        fields["contributor_organization_name"] = row.name or row.last_name or ""
    return fields


def conduit_memo_fields(row: ReportRow, conduit: Contact, committee_id: str) -> Fields:
    """Return the memo item that names the conduit of an itemised gift (11 CFR 110.6(c)(2))."""
    return {
        "form_type": row.line,
        "filer_committee_id_number": committee_id,
        "transaction_id": f"{row.fec_id}E",
        "back_reference_tran_id_number": row.fec_id,
        "back_reference_sched_name": row.line,
        "entity_type": conduit.type if conduit.type not in _PERSONS else "ORG",
        "contributor_organization_name": conduit.name,
        "contributor_street_1": conduit.street_1,
        "contributor_street_2": conduit.street_2,
        "contributor_city": conduit.city,
        "contributor_state": conduit.state,
        "contributor_zip": conduit.zip.replace("-", ""),
        "contribution_date": compact_day(row.item_date),
        "contribution_amount": amount(row.amount_cents),
        "donor_committee_fec_id": conduit.committee_id,
        "donor_committee_name": conduit.name,
        "memo_code": "X",
        "memo_text_description": "The contribution above was earmarked through this conduit",
    }


def back_reference(row: ReportRow, targets: Mapping[int, Target]) -> Target | None:
    """Return the row that this one refers to, if it stands in the same file.

    A correction comes before a parent, a parent before a loan or debt. A refund's gift is not
    named: the form links a row to another only where one explains the other.
    """
    corrected = targets.get(row.corrects_id or 0)
    if corrected is not None:
        return corrected
    parent = targets.get(row.parent_id or 0)
    if parent is not None and _explains(row, parent):
        return parent
    return targets.get(row.applies_to_id or 0)


def _explains(row: ReportRow, parent: Target) -> bool:
    own, above = kind(row.kind), kind(parent.kind)
    # A row of a past filing keeps the reference that it was filed with.
    was_filed = row.force_itemised == 1
    return was_filed or own.record == above.record or above.code in own.parents


def _who(fields: Fields, shape: Shape, row: ReportRow) -> None:
    if not shape.who or row.contact_type is None:
        return
    who = shape.who
    if shape.entity_type:
        fields[shape.entity_type] = row.contact_type
    if row.contact_type in _PERSONS:
        for part in ("last_name", "first_name", "middle_name", "prefix", "suffix"):
            fields[f"{who}_{part}"] = getattr(row, part) or ""
    else:
        fields[f"{who}_organization_name"] = row.name or row.last_name or ""
    for part in ("street_1", "street_2", "city"):
        fields[f"{who}_{part}"] = getattr(row, part) or ""
    fields[f"{who}_state"] = state_code(row.state, row.country)
    fields[shape.zip] = (row.zip or "").replace("-", "")
    if shape.employer:
        fields[f"{who}_employer"] = row.employer or ""
        fields[f"{who}_occupation"] = row.occupation or ""
    if row.committee_id:
        _committee(fields, shape, row.committee_id, row.name or "")


def _committee(fields: Fields, shape: Shape, committee_id: str, name: str) -> None:
    if shape.committee_id:
        fields.setdefault(shape.committee_id, committee_id)
    if shape.committee_name:
        fields.setdefault(shape.committee_name, name)


def _money(fields: Fields, shape: Shape, row: ReportRow) -> None:
    if shape.amount:
        fields[shape.amount] = amount(row.amount_cents)
    if shape.date and shape.date not in fields:
        fields[shape.date] = compact_day(row.item_date)
    if shape.aggregate and row.aggregate_cents is not None:
        fields[shape.aggregate] = amount(row.aggregate_cents)
    if shape.federal and row.federal_cents is not None and row.other_cents is not None:
        fields[shape.federal] = amount(row.federal_cents)
        fields[shape.other] = amount(row.other_cents)


def _words(fields: Fields, shape: Shape, row: ReportRow) -> None:
    if shape.purpose:
        fields[shape.purpose] = row.purpose or ""
    if shape.election_code and row.election_code:
        fields[shape.election_code] = row.election_code
    if shape.memo_code and row.memo:
        fields[shape.memo_code] = "X"
    if shape.memo_text:
        fields[shape.memo_text] = row.memo_description or ""


def _party(fields: Fields, shape: Shape, record: str, party: Party) -> None:
    contact = party.contact
    if party.role == "candidate" and shape.candidate:
        _candidate(fields, shape, contact)
    elif party.role == "committee":
        _committee(fields, shape, contact.committee_id, contact.name)
    elif record in _ROLE_FIELDS.get(party.role, {}):
        id_field, name_field = _ROLE_FIELDS[party.role][record]
        fields[id_field], fields[name_field] = contact.committee_id, contact.name
        if party.role == "subordinate":
            for part in ("street_1", "street_2", "city", "state", "zip"):
                fields[f"subordinate_{part}"] = getattr(contact, part)


def _two_digits(fields: Fields, shape: Shape) -> None:
    """Write a candidate's district as 8.5 wants it; earlier versions took ``6`` for ``06``."""
    district = f"{shape.candidate}_district"
    if fields.get(district, "").isdecimal():
        fields[district] = fields[district].zfill(2)


def _candidate(fields: Fields, shape: Shape, contact: Contact) -> None:
    fields[shape.candidate_id] = contact.candidate_id
    for part in ("last_name", "first_name", "middle_name", "prefix", "suffix"):
        fields[f"{shape.candidate}_{part}"] = getattr(contact, part)
    for part in ("office", "state", "district"):
        fields[f"{shape.candidate}_{part}"] = getattr(contact, f"candidate_{part}")
