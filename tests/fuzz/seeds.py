"""Sound files to begin with: invented ones, and the heads of real and of damaged ones."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.fuzz.readers import PROFILE, TABLE
from tests.intake.statement_files import ALL

_SHARED = Path(__file__).parents[2].parent / "shared" / "data"
_LONGEST = 6_000
_MOST = 40
_FOLDERS: Mapping[str, tuple[str, ...]] = {
    "any_export": ("donations", "negative/csv", "negative/xlsx", "negative/zip"),
    "each_export": ("donations", "bulk"),
    "table": ("negative/csv", "donations/other", "negative/xlsx"),
    "profile": (),
    "statement": ("bank", "negative/ofx", "negative/qif", "negative/mt940", "negative/camt"),
    "filing": ("fec", "negative/fec"),
    "validator": ("fec", "negative/fec"),
    "interchange": (),
}
_INVENTED: Mapping[str, tuple[bytes, ...]] = {
    "table": (TABLE,),
    "profile": (PROFILE.encode(),),
    "statement": tuple(text.encode() for text in ALL.values()),
    "interchange": (
        b'{"committee": {"name": "A", "committee_id": "C00990001"}, "contacts": [{"id": "p1"}]}',
        b'{"transactions": [{"id": "t1", "kind": "individual_receipt", "amount_cents": 2500}]}',
    ),
}


def seeds_of(reader: str) -> list[bytes]:
    """Return files to spoil for a reader; fewer where the real ones are not at hand."""
    return [*_INVENTED.get(reader, ()), *_real(reader)] or [TABLE]


def _real(reader: str) -> Iterator[bytes]:
    for folder in _FOLDERS[reader]:
        files = [one for one in sorted((_SHARED / folder).rglob("*")) if one.is_file()]
        for file in files[:: max(1, len(files) // _MOST)]:
            yield _head(file)


def _head(file: Path) -> bytes:
    """Return a file's beginning; packed ones are taken whole or they are not packed any more."""
    data = file.read_bytes()
    if data.startswith((b"PK", b"\x1f\x8b")) and len(data) < 4 * _LONGEST:
        return data
    return data[:_LONGEST]
