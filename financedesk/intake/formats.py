"""The outside formats that can be imported: a new one is a module and a name in this tuple."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from financedesk.errors import BadInput
from financedesk.intake import actblue
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes, RejectedRow, StagedRow


@dataclass(frozen=True, slots=True)
class Format:
    """A processor's export: how it is known and read; ``processor`` names its dated profile."""

    code: str
    processor: str
    fits: Callable[[SourceFile], bool]
    read: Callable[[SourceFile, Notes], Iterator[StagedRow | RejectedRow]]


FORMATS = (Format(actblue.CODE, actblue.PROCESSOR, actblue.fits, actblue.read),)


def format_of(source: SourceFile, code: str | None = None) -> Format:
    """Return the format of a file, or the one the user names; raises BadInput for neither."""
    known = ", ".join(one.code for one in FORMATS)
    if code is not None:
        found = next((one for one in FORMATS if one.code == code), None)
        if found is None:
            raise BadInput(f"There is no format {code!r}; choose one of: {known}.")
        return found
    for one in FORMATS:
        if one.fits(source):
            return one
    if source.name.lower().endswith(".fec"):
        raise BadInput(f"{source.name} is a filing, not a processor's export; adopt it instead.")
    raise BadInput(
        f"{source.name} has the columns of none of the formats that can be read ({known}); take the"
        " processor's own export, with its header and all columns."
    )
