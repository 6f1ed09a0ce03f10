"""Names as filings before version 6 wrote them: all parts in one field, divided by a mark.

``Doe^Jane Q^Ms^`` is last name, first name with the middle initial, prefix, suffix.
"""

import re
from collections.abc import Mapping
from functools import cache

from financedesk.fec.layouts import Layout, find_layout

_INITIAL = re.compile(r"(.+\S)\s+([A-Za-z]\.?)")
_PERSONS = ("IND", "CAN")
NAME_PARTS = ("last_name", "first_name", "middle_name", "prefix", "suffix")
#: Where the parts are called after something else than the old field: record and old field → stem.
_STEMS: Mapping[tuple[str, str], str] = {
    ("SE", "candidate_name"): "so_candidate",
    ("SE", "ind_name_as_signed"): "completing",
    ("SC1", "treasurer_name"): "treasurer",
}
#: Names of people, with a marker in the field or without.
_PEOPLE_ONLY = ("candidate", "treasurer", "custodian", "agent", "signature", "authorized", "signer")


@cache
def joined_names(layout: Layout) -> tuple[tuple[str, str, bool], ...]:
    """The fields of a layout that hold a whole name: field, stem of its parts, always a person."""
    current = find_layout(layout.record)
    if current is None:
        return ()
    found = []
    for name in layout.names:
        stem = _STEMS.get((layout.record, name), name.removesuffix("_name"))
        if name in current.positions or f"{stem}_last_name" not in current.positions:
            continue
        person = stem.endswith(_PEOPLE_ONLY) or f"{stem}_organization_name" not in current.positions
        found.append((name, stem, person))
    return tuple(found)


def split_names(
    fields: dict[str, str], joined: tuple[tuple[str, str, bool], ...], mark: str
) -> None:
    """Replace every joined name in ``fields`` by its parts (in place)."""
    for name, stem, person in joined:
        whole = fields.pop(name, "")
        if not whole:
            continue
        if person or _is_person(whole, fields.get("entity_type", ""), mark):
            for part, value in split_name(whole, mark).items():
                fields.setdefault(f"{stem}_{part}", value)
        else:
            fields.setdefault(f"{stem}_organization_name", whole.replace(mark, " ").strip())


def _is_person(whole: str, entity: str, mark: str) -> bool:
    if entity:
        return entity.strip().upper() in _PERSONS
    return bool(whole.partition(mark)[2].strip(mark + " "))


def split_name(whole: str, mark: str) -> dict[str, str]:
    """The parts of a name that are given: last_name, first_name, middle_name, prefix, suffix."""
    last, first, prefix, suffix = ([part.strip() for part in whole.split(mark)] + [""] * 4)[:4]
    initial = _INITIAL.fullmatch(first)
    middle = ""
    if initial:
        first, middle = initial[1], initial[2]
    parts = {
        "last_name": last,
        "first_name": first,
        "middle_name": middle,
        "prefix": prefix,
        "suffix": suffix,
    }
    return {part: value for part, value in parts.items() if value}
