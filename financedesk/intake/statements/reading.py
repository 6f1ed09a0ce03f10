"""The one door: a bank's file in, its statements out, the format found by what stands in it."""

from pathlib import Path

from financedesk.errors import BadInput
from financedesk.intake.source_file import opened
from financedesk.intake.statements import bank_csv, camt, mt940, ofx, qif
from financedesk.intake.statements.facts import Said, Statement, StatementFile

LARGEST = 48 << 20
_HEAD = 16_384

_NO_TEXT = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old workbook or one with a password"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def read_statements(path: Path, said: Said | None = None) -> StatementFile:
    """Read the statements of a bank's file: OFX, QFX, QIF, CAMT, MT940 or CSV, packed or not.

    Raises BadInput for what is none of them, cannot be decided or cannot be read; lines that fail
    alone are listed in their statement instead.
    """
    said = said or Said()
    with opened(path, "latin-1", said.sheet, any_kind=True) as source:
        if source.content.stat().st_size > LARGEST:
            raise BadInput(
                f"{path.name} is larger than any statement ({LARGEST >> 20} MB); download a shorter"
                " period."
            )
        data = source.content.read_bytes()
        _require_text(data, path.name)
        code, statements = _read(path, data, said)
        return StatementFile(path.name, source.sha256, code, statements)


def _require_text(data: bytes, name: str) -> None:
    if not data.strip(b"\r\n\t ,;\x00\x1a\xef\xbb\xbf"):
        raise BadInput(f"{name} is empty; download it again.")
    what = next((what for mark, what in _NO_TEXT if data.startswith(mark)), None)
    if what is not None:
        raise BadInput(
            f"{name} is {what}, not a bank's statement file; download OFX, QFX, QIF, CAMT, MT940 or"
            " CSV."
        )


def _read(path: Path, data: bytes, said: Said) -> tuple[str, tuple[Statement, ...]]:
    head = data[:_HEAD]
    name = path.name
    if camt.fits(head):
        return camt.CODE, camt.read(data, name)
    if ofx.fits(head):
        return ofx.CODE, ofx.read(data, name, said)
    if mt940.fits(head):
        return mt940.CODE, mt940.read("\n".join(_lines(path, said)), name)
    if qif.fits(head):
        return qif.CODE, qif.read("\n".join(_lines(path, said)), name, said)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"<", b"{", b"["):
        raise BadInput(
            f"{name} is no statement that can be read (it may be a web page or another kind of XML"
            " or JSON); download OFX, QFX, QIF, CAMT, MT940 or CSV."
        )
    return bank_csv.CODE, bank_csv.read(_lines(path, said), name, said)


def _lines(path: Path, said: Said) -> list[str]:
    with opened(path, said.encoding, said.sheet, any_kind=True) as source:
        return list(source.lines())
