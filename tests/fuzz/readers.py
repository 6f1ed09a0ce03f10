"""What a spoiled file may do to a reader: be read, or be refused with a sentence. Nothing else."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from financedesk.errors import BadInput
from financedesk.fec.checks import check_file
from financedesk.fec.reader import open_filing
from financedesk.intake.dialect import look_at
from financedesk.intake.formats import FORMATS, format_of
from financedesk.intake.interchange_file import read_interchange
from financedesk.intake.mapped import format_of_profile
from financedesk.intake.profiles import read_profile
from financedesk.intake.source_file import opened
from financedesk.intake.staged import Notes, RejectedRow, StagedRow
from financedesk.intake.statements import read_statements

PROFILE = """
version = 1
name = "Tickets"
processor = "other"
[columns]
day = "Day"
amount = "Price"
fee = "Fee"
name = "Who"
[constants]
recipient_id = "C00990001"
"""
TABLE = b"Day,Who,Price,Fee\n2026-02-13,Ada Lopez,25.00,1.00\n2/14/2026,Bo Tran,5.00,0.20\n"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_STATEMENTS = 1_000


def _rows(rows: Iterator[StagedRow | RejectedRow]) -> None:
    """Go through the rows of a reader: a gift is whole, a refusal says something."""
    for row in rows:
        if isinstance(row, RejectedRow):
            assert len(row.reason) > 15
            continue
        assert row.cents > 0
        assert row.key
        assert _DAY.fullmatch(row.day)
        assert not row.is_gift or row.donor.last_name


def any_export(path: Path) -> None:
    """Read a file as the program would that knows nothing of it."""
    with opened(path) as source:
        _rows(format_of(source).read(source, Notes()))


def each_export(path: Path) -> None:
    """Read a file as each processor's, whatever it is."""
    for one in FORMATS:
        try:
            with opened(path) as source:
                _rows(one.read(source, Notes()))
        except BadInput as refusal:
            _require_sentence(refusal)


def table(path: Path) -> None:
    """Look into a table that nobody knows, and read it by a profile."""
    with opened(path) as source:
        look_at(source)
        _rows(format_of_profile(read_profile(PROFILE)).read(source, Notes()))


def profile(path: Path) -> None:
    """Read a profile that somebody wrote."""
    read_profile(path.read_bytes().decode("utf-8", "replace"))


def statement(path: Path) -> None:
    """Read a bank's statement."""
    found = read_statements(path)
    assert len(found.statements) < _MOST_STATEMENTS
    for one in found.statements:
        for line in one.lines:
            assert isinstance(line.cents, int)
            assert _DAY.fullmatch(line.booked_on)


def filing(path: Path) -> None:
    """Read every record of a filing."""
    with open_filing(path) as reader:
        for _ in reader.records:
            pass


def validator(path: Path) -> None:
    """Judge a filing, whoever wrote it."""
    for one in check_file(path):
        assert one.message


def interchange(path: Path) -> None:
    """Read a file in the open form."""
    read_interchange(path)


Reader = Callable[[Path], None]
READERS: Mapping[str, Reader] = {
    "any_export": any_export,
    "each_export": each_export,
    "table": table,
    "profile": profile,
    "statement": statement,
    "filing": filing,
    "validator": validator,
    "interchange": interchange,
}


def require_answer(reader: str, data: bytes, place: Path) -> None:
    """Let a reader have bytes as a file at ``place``; raises whatever is no answer."""
    place.write_bytes(data)
    try:
        READERS[reader](place)
    except BadInput as refusal:
        _require_sentence(refusal)


def _require_sentence(refusal: BadInput) -> None:
    said = str(refusal)
    assert len(said) > 15
    assert "Traceback" not in said


def scratch() -> "TemporaryDirectory[str]":
    """Return a folder for the files; in memory, where the system has such a place."""
    memory = Path("/dev/shm")  # noqa: S108 - nothing secret, and the folder in it is our own
    return TemporaryDirectory(dir=memory if memory.is_dir() else None)
