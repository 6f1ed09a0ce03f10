"""When a field must be filled: the conditions of the format's column of requirements."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from financedesk.errors import BadInput
from financedesk.fec.layouts import Field
from financedesk.fec.values import cents

Fields = Mapping[str, str]

_PEOPLE = ("IND", "CAN")
_COMMITTEES = ("CCM", "PAC", "PTY")
_ACTIVITIES = (
    "administrative_voter_drive_activity",
    "fundraising_activity",
    "exempt_activity",
    "generic_voter_drive_activity",
    "direct_candidate_support_activity",
    "public_communications_party_activity",
    "voter_registration_activity",
    "gotv_activity",
    "voter_id_activity",
    "generic_campaign_activity",
)
_QUALIFICATION = (
    "date_of_original_registration",
    "date_of_51st_contributor",
    "date_committee_met_requirements",
)
_AFFILIATION = (
    "affiliated_date_form_f1_filed",
    "affiliated_committee_fec_id",
    "affiliated_committee_name",
)


@dataclass(slots=True)
class Context:
    """What a record's checks must know of the rest of the filing."""

    version: str = ""
    form: str = ""
    form_type: str = ""
    filer_id: str = ""
    cover: Fields = field(default_factory=dict)


class Asked(NamedTuple):
    """Whether this field of this row must be filled."""

    fields: Fields
    column: Field
    context: Context


Condition = Callable[[Asked], bool]


def entity_of(fields: Fields) -> str:
    """The entity type of a row, upper case; empty when the row has none."""
    return (fields.get("entity_type") or fields.get("guarantor_entity") or "").upper()


def _amount(fields: Fields, name: str) -> int:
    try:
        return cents(fields.get(name, ""))
    except BadInput:
        return 0


def _office_of(fields: Fields, column: Field) -> str:
    """The office that a state or district belongs to: its neighbour with the same stem."""
    stem = column.name.rpartition("_")[0]
    return (fields.get(f"{stem}_office") or fields.get(stem) or "").upper()


def _other_half(column: Field) -> str:
    name = column.name
    return (
        name.replace("last_name", "first_name")
        if name.endswith("last_name")
        else name.replace("first_name", "last_name")
    )


def _needs_organization(fields: Fields, column: Field) -> bool:
    """A row without an entity type may name a person instead."""
    entity = entity_of(fields)
    person = fields.get(column.name.replace("organization_name", "last_name"))
    return entity not in _PEOPLE if entity else not person


def _report(context: Context) -> str:
    return context.cover.get("report_code", "").upper()


def _f1(*types: str) -> Condition:
    return lambda q: q.fields.get("committee_type", "").upper() in types


def _connected(fields: Fields) -> bool:
    kind = fields.get("committee_type", "").upper()
    return kind == "E" or (kind == "F" and fields.get("leadership_pac", "").upper() == "X")


def _f1m_candidate(asked: Asked) -> bool:
    """The five candidates are asked for where the committee qualifies, not where it affiliates."""
    if not any(asked.fields.get(name) for name in _QUALIFICATION):
        return False
    office = _office_of(asked.fields, asked.column)
    if asked.column.name.endswith("_district"):
        return office == "H"
    return office in ("H", "S") if asked.column.name.endswith("_state") else True


CONDITIONS: Mapping[str, Condition] = {
    "organization": lambda q: _needs_organization(q.fields, q.column),
    "person": lambda q: entity_of(q.fields) in _PEOPLE,
    "individual": lambda q: entity_of(q.fields) == "IND",
    "not_individual": lambda q: entity_of(q.fields) != "IND",
    "not_organization": lambda q: entity_of(q.fields) == "IND",
    "committee_entity": lambda q: entity_of(q.fields) in _COMMITTEES,
    "candidate_entity": lambda q: entity_of(q.fields) in ("CAN", "CCM"),
    "report_12": lambda q: _report(q.context).startswith("12"),
    "report_12_30": lambda q: _report(q.context).startswith(("12", "30")),
    "report_12_not_12g": lambda q: (
        _report(q.context).startswith("12") and _report(q.context) != "12G"
    ),
    "office_has_state": lambda q: _office_of(q.fields, q.column) in ("H", "S"),
    "office_has_district": lambda q: _office_of(q.fields, q.column) == "H",
    "office_president": lambda q: q.fields.get("candidate_office", "").upper() == "P",
    "amendment": lambda q: q.context.form_type.endswith("A"),
    "frequency_notice": lambda q: q.fields.get("text_code", "").upper() in ("MSM", "MSR"),
    "other_name_given": lambda q: bool(q.fields.get(_other_half(q.column))),
    "no_other_date": lambda q: (
        q.column.name == "dissemination_date" and not q.fields.get("disbursement_date")
    ),
    "aggregate_over_200": lambda q: (
        entity_of(q.fields) == "IND" and _amount(q.fields, "contribution_aggregate") > 200_00
    ),
    "guaranteed_over_200": lambda q: (
        entity_of(q.fields) in ("", "IND", "CAN")
        and _amount(q.fields, "guaranteed_amount") > 200_00
    ),
    "aggregate_positive": lambda q: _amount(q.fields, "aggregate_general_elec_expended") > 0,
    "filer_designated": lambda q: (
        q.fields.get("filer_designated_to_make_coordinated_expenditures", "").upper() == "Y"
    ),
    "election_is_other": lambda q: q.fields.get("election_code", "").upper().startswith("O"),
    "event_named": lambda q: q.fields.get("event_type", "").upper() in ("DF", "DC"),
    "candidate_form": lambda q: q.context.form in ("F3", "F3P"),
    "no_activity_marked": lambda q: (
        q.column.name in ("administrative_voter_drive_activity", "voter_registration_activity")
        and not any(q.fields.get(name) for name in _ACTIVITIES)
    ),
    "committee_type_a_b": _f1("A", "B"),
    "committee_type_a_b_house": lambda q: (
        q.fields.get("committee_type", "").upper() in ("A", "B")
        and q.fields.get("candidate_office", "").upper() == "H"
    ),
    "committee_type_a_b_d": _f1("A", "B", "D"),
    "committee_type_b": _f1("B"),
    "committee_type_d": _f1("D"),
    "committee_type_e": _f1("E"),
    "connected": lambda q: _connected(q.fields),
    "connected_without_committee": lambda q: (
        _connected(q.fields) and not q.fields.get("affiliated_committee_name")
    ),
    "connected_without_person": lambda q: (
        _connected(q.fields) and not q.fields.get("affiliated_last_name")
    ),
    "leadership_pac": lambda q: q.fields.get("leadership_pac", "").upper() == "X",
    "new_original": lambda q: q.context.form_type.endswith("N"),
    "joint_fundraising": lambda q: q.context.cover.get("committee_type", "").upper() in ("I", "J"),
    "fifty_first_contributor": _f1m_candidate,
    "qualification_used": lambda q: any(q.fields.get(name) for name in _QUALIFICATION),
    "affiliation_used": lambda q: any(q.fields.get(name) for name in _AFFILIATION),
    "no_report_type": lambda q: not q.fields.get("report_type"),
    "no_report_code": lambda q: not q.fields.get("report_code"),
    "filer_code_other": lambda q: q.fields.get("filer_code", "").upper() == "OTH",
}
