"""The first lines of a filing: which version it is, and who wrote it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from financedesk.errors import BadInput
from financedesk.fec.layouts import CURRENT_VERSION, layout, normal_version
from financedesk.fec.lines import SEPARATOR, comma_separated, comma_separated_leniently, separated

_DEFAULT_NAME_MARK = "^"
_LONGEST_OLD_HEADER = 200
#: The first filings wrote their header in lines of their own.
_OLD_HEADER_NAMES: Mapping[str, str] = {
    "fec_ver_#": "fec_version",
    "soft_name": "soft_name",
    "soft_ver#": "soft_ver",
    "namedelim": "name_delim",
    "form_name": "form_name",
    "fec_idnum": "filer_committee_id_number",
    "committee": "committee_name",
    "control_#": "rpt_id",
}


@dataclass(frozen=True, slots=True)
class Header:
    """What the first lines of a filing say."""

    version: str
    fields: Mapping[str, str]
    by_comma: bool
    name_mark: str


def read_header(next_line: Callable[[], tuple[int, str] | None], name: str) -> Header:
    """Read the header of a filing from a source of numbered lines.

    Raises BadInput when there is none, or when its version is not known.
    """
    first = next_line()
    while first is not None and not first[1].strip():
        first = next_line()
    if first is None:
        raise BadInput(f"{name} is empty. Get the file again from where it came.")
    if first[1].startswith("/*"):
        return _old_header(next_line, name)
    return _header(first[1], name)


def _header(line: str, name: str) -> Header:
    by_comma = SEPARATOR not in line
    values = (
        (comma_separated(line) or comma_separated_leniently(line)) if by_comma else separated(line)
    )
    values = [value.strip() for value in values]
    if values[0].upper() != "HDR" or len(values) < 3:
        raise BadInput(
            f"{name} is not a .fec filing: its first line is no HDR record. "
            "Choose the file that the filing software wrote, not a PDF or a spreadsheet of it."
        )
    version = _known_version(values[2] if values[1].upper() == "FEC" else values[1], name)
    if by_comma and version[0].isdigit() and int(version.split(".")[0]) >= 6:
        raise BadInput(
            f"Line 1 of {name}: version {version} divides its fields by the character 28, not by "
            "commas. Have the file written again by the filing software."
        )
    columns = layout("HDR", version).names
    fields = {column: value for column, value in zip(columns, values, strict=False) if value}
    return Header(version, fields, by_comma, fields.get("name_delim", "") or _DEFAULT_NAME_MARK)


def _known_version(text: str, name: str) -> str:
    version = normal_version(text)
    if not version:
        raise BadInput(
            f"Line 1 of {name}: version “{text[:20]}” of the FEC's format is not known; versions "
            f"up to {CURRENT_VERSION} can be read. Check the file, or look for a newer FinanceDesk."
        )
    return version


def _old_header(next_line: Callable[[], tuple[int, str] | None], name: str) -> Header:
    fields: dict[str, str] = {}
    for _ in range(_LONGEST_OLD_HEADER):
        found = next_line()
        if found is None:
            break
        line = found[1]
        if line.startswith("/*"):
            version = _known_version(fields.get("fec_version", ""), name)
            mark = fields.get("name_delim", _DEFAULT_NAME_MARK)
            return Header(version, fields, by_comma=True, name_mark=mark)
        key, _, value = line.partition("=")
        column = _OLD_HEADER_NAMES.get(key.strip().lower())
        if column and value.strip():
            fields[column] = value.strip()
    raise BadInput(f"{name}: the header that begins with /* never ends. Get the file again.")
