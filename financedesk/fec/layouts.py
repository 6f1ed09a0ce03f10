"""Which fields each record of a .fec file has, in the current version and in every earlier one.

The layouts are data (``resources/fec/layouts-8.5.json`` and ``layouts-history.json``); earlier
versions use the field names of the current one, so that a reader of a filing of 2001 and a reader
of yesterday's filing ask for the same names.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from financedesk.errors import BadInput
from financedesk.resources import resource

CURRENT_VERSION = "8.5"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a record.

    ``kind`` is A, A/N, NUM or AMT; ``longest`` its greatest length (0: not known); ``level`` what
    the Commission does when it is empty (E refuses, W warns, empty nothing) under the condition
    ``when`` (empty: always); ``code`` names the list or the kind of value that it may hold.
    """

    number: int
    name: str
    label: str
    kind: str
    longest: int
    level: str
    when: str
    code: str


@dataclass(frozen=True, eq=False)
class Layout:
    """The columns of one record in one version."""

    record: str
    version: str
    title: str
    fields: tuple[Field, ...]
    names: tuple[str, ...] = field(init=False)
    positions: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Derive the names and their positions once."""
        names = tuple(column.name for column in self.fields)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "positions", {name: i for i, name in enumerate(names)})

    def position(self, name: str) -> int:
        """The place of a field, counted from 0.

        Raises BadInput when the record has no such field.
        """
        try:
            return self.positions[name]
        except KeyError:
            raise BadInput(
                f"A {self.record} record of version {self.version} has no field {name}."
            ) from None

    def first_of(self, names: tuple[str, ...]) -> str:
        """The first of ``names`` that the record has, or an empty text."""
        return next((name for name in names if name in self.positions), "")


@cache
def _current() -> Mapping[str, Layout]:
    data = json.loads(resource("fec", "layouts-8.5.json").read_text(encoding="utf-8"))
    return {
        record: Layout(
            record,
            CURRENT_VERSION,
            entry["title"],
            tuple(Field(number, *row) for number, row in enumerate(entry["fields"], start=1)),
        )
        for record, entry in data["records"].items()
    }


@cache
def _history() -> Mapping[tuple[str, str], str]:
    data = json.loads(resource("fec", "layouts-history.json").read_text(encoding="utf-8"))
    return {
        (record, version): names
        for record, groups in data["records"].items()
        for versions, names in groups
        for version in versions
    }


@cache
def known_records() -> frozenset[str]:
    """Every record of every version: HDR, TEXT, F3X, SA and so on."""
    return frozenset(_current()) | {record for record, _ in _history()}


@cache
def known_versions() -> frozenset[str]:
    """Every version whose layouts are known, e.g. 8.5, 3.0 or P3.2 (typed in from paper)."""
    return frozenset(version for _, version in _history()) | {CURRENT_VERSION}


@cache
def normal_version(text: str) -> str:
    """Write a version as the layouts do: ``3.00`` is ``3.0``; empty when it is not known."""
    paper = "P" if text.strip().upper().startswith("P") else ""
    whole, _, rest = text.strip()[len(paper) :].partition(".")
    # Superscripts are digits to Python, and no number; a version has few of them.
    if not whole.isdecimal() or (rest and not rest.isdecimal()) or len(whole) > 3:
        return ""
    version = f"{paper}{int(whole)}.{rest.rstrip('0') or '0'}"
    return version if version in known_versions() else ""


@cache
def layout(record: str, version: str = CURRENT_VERSION) -> Layout:
    """The layout of a record (HDR, F3X, SA, …) in a version.

    Raises BadInput when there is none.
    """
    found = find_layout(record, version)
    if found is None:
        raise BadInput(f"Version {version} of the FEC's format has no {record} record.")
    return found


@cache
def find_layout(record: str, version: str = CURRENT_VERSION) -> Layout | None:
    """The layout of a record in a version, or None when there is none."""
    current = _current().get(record)
    if version == CURRENT_VERSION:
        return current
    names = _history().get((record, version))
    if names is None:
        return None
    if names == CURRENT_VERSION and current is not None:
        return Layout(record, version, current.title, current.fields)
    return _older(record, version, names.split(), current)


def _older(record: str, version: str, names: list[str], current: Layout | None) -> Layout:
    """Give an earlier version's columns what the current version knows of fields of that name."""
    known = {column.name: column for column in current.fields} if current else {}
    typed = not version.startswith("P")  # what was typed in from paper kept to no length
    fields = []
    for number, name in enumerate(names, start=1):
        model = known.get(name)
        if model is None:
            fields.append(Field(number, name, name.replace("_", " "), "A/N", 0, "", "", ""))
        else:
            longest = model.longest if typed else 0
            fields.append(Field(number, name, model.label, model.kind, longest, "", "", model.code))
    return Layout(record, version, current.title if current else record, tuple(fields))
