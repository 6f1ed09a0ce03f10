"""A profile: how any vendor's table is read, as a value and as a TOML file.

It says which column plays which role, what holds where no column says it, and what the file cannot
prove of itself: the order of day and month, the decimal mark, the encoding.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from financedesk.errors import BadInput
from financedesk.intake.days import AS_WRITTEN, DAY_FIRST, MONTH_FIRST, UTC
from financedesk.intake.roles import ROLES, Kind, Role, role_of

VERSION = 1
FIRST_LAST, LAST_FIRST = "first last", "last first"
LONGEST_NAME = 60
LARGEST_TEXT = 256 << 10

_SETTINGS = (
    "name", "processor", "encoding", "delimiter", "sheet", "day_order", "decimal", "name_order",
    "clock",
)  # fmt: skip
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "day_order": ("", MONTH_FIRST, DAY_FIRST),
    "decimal": ("", ".", ","),
    "name_order": ("", FIRST_LAST, LAST_FIRST),
    "clock": ("", AS_WRITTEN, UTC),
    "delimiter": ("", ",", ";", "\t", "|"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: by its name, by its place from 1, or by both where names are alike."""

    name: str = ""
    place: int = 0

    def words(self) -> str:
        """Return what the column is called when people are told of it."""
        return self.name or f"column {self.place}"


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Rows that are not taken: those with one of these texts in this column."""

    column: Column
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How the tables of one vendor are read.

    ``processor`` is a code of the processors' table; ``columns`` and ``constants`` are by role;
    ``values`` translate a role's cells. Empty settings are proved from the file, or asked.
    ``clock`` is what times are: of UTC, or to be taken as written in whatever zone.
    ``header_line`` counts from 1; 0 is a file without a header, None one where it is found.
    """

    name: str
    processor: str
    columns: Mapping[str, Column]
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leave_out: tuple[LeaveOut, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_line: int | None = None
    day_order: str = ""
    decimal: str = ""
    name_order: str = ""
    clock: str = ""
    version: int = VERSION

    def column_words(self, role: str) -> str:
        """Return what the column of a role is called, or the role's own words."""
        column = self.columns.get(role)
        return role_of(role).words if column is None else column.words()

    def has(self, role: str) -> bool:
        """Tell whether a column or a constant plays a role."""
        return role in self.columns or role in self.constants


# --- from and to a file


def read_profile(text: str, where: str = "The profile") -> Profile:
    """Return the profile that a TOML text holds; raises BadInput that says what is wrong where."""
    if len(text) > LARGEST_TEXT:
        raise BadInput(f"{where} is longer than {LARGEST_TEXT >> 10} KB; it is no profile.")
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{where} is no TOML: {error}.") from error
    unknown = sorted(set(given) - set(Profile.__dataclass_fields__))
    if unknown:
        raise BadInput(f"{where} says {unknown[0]!r}, which a profile does not know.")
    if given.get("version") != VERSION:
        raise BadInput(
            f"{where} has the version {given.get('version')!r}; this program reads {VERSION}."
        )
    try:
        profile = msgspec.convert(_with_columns(given), Profile)
    except msgspec.ValidationError as error:
        raise BadInput(f"{where} cannot be read: {error}.") from error
    return checked(profile, where)


def profile_text(profile: Profile) -> str:
    """Return a profile as TOML; ``read_profile`` gives the same profile back."""
    lines = [f"version = {profile.version}"]
    given = {name: str(getattr(profile, name)) for name in _SETTINGS}
    lines += [f"{name} = {_string(text)}" for name, text in given.items() if text]
    if profile.header_line is not None:
        lines.append(f"header_line = {profile.header_line}")
    lines += ["", "[columns]"]
    lines += [f"{role} = {_column(column)}" for role, column in profile.columns.items()]
    if profile.constants:
        lines += ["", "[constants]"]
        lines += [f"{role} = {_string(text)}" for role, text in profile.constants.items()]
    for role, words in profile.values.items():
        lines += ["", f"[values.{role}]"]
        lines += [f"{_string(text)} = {_string(meaning)}" for text, meaning in words.items()]
    for left in profile.leave_out:
        values = ", ".join(map(_string, left.values))
        lines += ["", "[[leave_out]]", f"column = {_column(left.column)}", f"values = [{values}]"]
    return "\n".join(lines) + "\n"


def _with_columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given with every column in full: it may be written as a name or a place."""
    columns, left = given.get("columns"), given.get("leave_out", [])
    whole = dict(given)
    if isinstance(columns, dict):
        whole["columns"] = {role: _in_full(one) for role, one in columns.items()}
    if isinstance(left, list):
        whole["leave_out"] = [
            {**one, "column": _in_full(one.get("column"))} if isinstance(one, dict) else one
            for one in left
        ]
    return whole


def _in_full(column: object) -> object:
    if isinstance(column, str):
        return {"name": column}
    if isinstance(column, int):
        return {"place": column}
    return column


def _column(column: Column) -> str:
    if column.name and column.place:
        return f"{{ name = {_string(column.name)}, place = {column.place} }}"
    return _string(column.name) if column.name else str(column.place)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


# --- what makes it wrong


def checked(profile: Profile, where: str = "The profile") -> Profile:
    """Return a profile that holds together; raises BadInput that says what is missing or wrong."""
    _check_name(profile, where)
    _check_settings(profile, where)
    for role in (*profile.columns, *profile.constants, *profile.values):
        role_of(role)
    for role in profile.constants:
        if role in profile.columns:
            raise BadInput(f"{where} has both a column and a constant for {role}; leave one out.")
    for column in _all_columns(profile):
        _check_column(profile, column, where)
    _check_roles(profile, where)
    for known in ROLES:
        _check_words(profile, known, where)
    return profile


def _check_name(profile: Profile, where: str) -> None:
    if (
        not profile.name.strip()
        or len(profile.name) > LONGEST_NAME
        or not profile.name.isprintable()
    ):
        raise BadInput(f"{where} needs a name of 1 to {LONGEST_NAME} letters.")
    if not profile.processor:
        raise BadInput(f"{where} needs a processor; say “other” for one that is not listed.")


def _check_settings(profile: Profile, where: str) -> None:
    for setting, choices in _CHOICES.items():
        if getattr(profile, setting) not in choices:
            shown = ", ".join(repr(choice) for choice in choices if choice)
            raise BadInput(f"{where} says {setting} = {getattr(profile, setting)!r}; say {shown}.")
    for setting in ("encoding", "sheet"):
        if not getattr(profile, setting).isprintable():
            raise BadInput(f"{where} has characters in its {setting} that nobody can type.")
    if profile.header_line is not None and not 0 <= profile.header_line <= 1_000:
        raise BadInput(f"{where} has header_line = {profile.header_line}; say 0 to 1000.")


def _all_columns(profile: Profile) -> list[Column]:
    return [*profile.columns.values(), *(left.column for left in profile.leave_out)]


def _check_column(profile: Profile, column: Column, where: str) -> None:
    if column.place < 0 or not (column.name.strip() or column.place):
        raise BadInput(f"{where} names no column in one place; give its name, or its place from 1.")
    if profile.header_line == 0 and not column.place:
        raise BadInput(
            f"{where} reads a file without a header, so “{column.name}” cannot be found; give its"
            " place from 1."
        )
    if not column.name and profile.header_line is None:
        raise BadInput(
            f"{where} gives column {column.place} by its place alone; say in which line the header"
            " stands (header_line, 0 for none)."
        )


def _check_roles(profile: Profile, where: str) -> None:
    missing = None
    if not profile.has("day"):
        missing = "day"
    elif not (profile.has("amount") or profile.has("net")):
        missing = "amount"
    elif not (profile.has("last_name") or profile.has("name") or profile.has("organisation")):
        missing = "last_name"
    if missing:
        words = role_of(missing).words
        raise BadInput(
            f"{where} has no column for {missing} ({words}); without it there is no gift."
        )
    if profile.has("name") and not profile.name_order:
        raise BadInput(
            f"{where} reads whole names: say name_order = “{FIRST_LAST}” or “{LAST_FIRST}”."
        )
    if profile.has("refund_mark") and not profile.has("refund_day"):
        raise BadInput(f"{where} knows which gifts were refunded and not when; give refund_day.")


def _check_words(profile: Profile, role: Role, where: str) -> None:
    if role.kind is not Kind.CHOICE:
        return
    words = profile.values.get(role.code, {})
    if role.code in profile.columns and not words:
        raise BadInput(
            f"{where} says nothing of what stands in {profile.column_words(role.code)}: list it"
            f" under [values.{role.code}] as {', '.join(role.choices)}."
        )
    constant = profile.constants.get(role.code)
    for meaning in (*words.values(), *([] if constant is None else [constant])):
        if meaning not in role.choices:
            raise BadInput(
                f"{where} says {meaning!r} for {role.code}; say one of {', '.join(role.choices)}."
            )
