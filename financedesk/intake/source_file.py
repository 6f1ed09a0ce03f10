"""Outside files before anybody reads their rows: unpacked within bounds, hashed, their characters.

Nothing here guesses. What cannot be decided from the bytes is refused with a sentence that names
the option or the export that would decide it.
"""

import codecs
import gzip
import hashlib
import lzma
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from financedesk.errors import BadInput
from financedesk.intake.asking import ENCODING, Question
from financedesk.intake.mending import NOTHING_MENDED, Mending

CHUNK = 1 << 20
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, LookupError,
    OSError, RuntimeError, ValueError,
)  # fmt: skip
"""What the archive library raises of an archive that is cut, swapped or locked."""

LARGEST_UNPACKED = 4 << 30
LARGEST_RATIO = 200
"""No export shrinks to less than a two-hundredth; what does was made to fill a disk."""
SMALL = 4 << 20

MIXED = "mixed"
"""Lines in UTF-8 among lines in Windows-1252: two downloads that were put together."""

_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
_TAIL = b"\x00\x1a"
_ZIP = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files begin that older programs wrote, and those that hold a locked workbook."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that is ready to be read as lines of text.

    ``sha256`` is of the file as it was given, packed or not. ``has_controls``: some cell may hold
    a character that no text has. ``sheet`` is the name of the sheet when it was a workbook,
    ``remarks`` what is to be said about it. ``mending`` is what somebody put right in it by hand;
    the rows of its table obey it, the lines do not.
    """

    name: str
    sha256: str
    content: Path
    encoding: str
    has_controls: bool
    sheet: str = ""
    remarks: tuple[str, ...] = ()
    mending: Mending = NOTHING_MENDED

    def lines(self) -> Iterator[str]:
        """Yield the lines without their ends; any of the three line ends will do.

        Raises BadInput when the file turns out to hold bytes that are no text.
        """
        try:
            yield from self._mixed_lines() if self.encoding == MIXED else self._plain_lines()
        except UnicodeError as error:
            raise BadInput(
                f"{self.name} holds bytes that are no text; it is no export. Download it again."
            ) from error

    def _plain_lines(self) -> Iterator[str]:
        with self.content.open(encoding=self.encoding, newline=None) as stream:
            first = stream.readline()
            yield first.lstrip("\ufeff").rstrip("\n")
            for line in stream:
                yield line.rstrip("\n")

    def _mixed_lines(self) -> Iterator[str]:
        with self.content.open("rb") as stream:
            for raw in stream:
                line = raw.rstrip(b"\r\n").removeprefix(codecs.BOM_UTF8)
                try:
                    yield line.decode("utf-8")
                except UnicodeDecodeError:
                    yield line.decode("cp1252", errors="replace")


@contextmanager
def opened(
    path: Path,
    encoding: str | None = None,
    sheet: str | None = None,
    *,
    any_kind: bool = False,
) -> Iterator[SourceFile]:
    """Give a file ready for reading; what was unpacked for it is removed afterwards.

    ``encoding`` is what the user says about its characters, ``sheet`` which sheet of a workbook is
    meant, by its name or its number from 1. ``any_kind`` leaves it to the reader whether XML, JSON
    or a page is what was asked for. Raises BadInput for files that are no text, packed
    files that are unsafe or hold several files, workbooks that cannot be read, and characters that
    are undecidable.
    """
    if not path.is_file():
        raise BadInput(f"There is no file {path}; check the name.")
    with tempfile.TemporaryDirectory(prefix="financedesk-") as folder:
        content = Path(folder) / "content"
        if _is_workbook(path):
            yield _sheet_of(path, content, sheet, Path(folder))
            return
        content = _unpacked(path, content)
        sha256, plain = _scan(path, content)
        if not any_kind:
            _refuse_other_kinds(path.name, plain.head)
        yield SourceFile(
            name=path.name,
            sha256=sha256,
            content=content,
            encoding=_encoding(path.name, content, plain, encoding),
            has_controls=plain.has_controls,
        )


# --- workbooks

_SHEETS = (".xlsx", ".xlsm", ".ods")
_WORKBOOK_PARTS = ("[Content_Types].xml", "content.xml", "xl/workbook.xml")


def _is_workbook(path: Path) -> bool:
    """Tell a workbook by its content; an archive that calls itself one is looked into as one."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == OLD_WORKBOOK:
        return True
    if head[:4] != _ZIP:
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except DAMAGED:
        names = set()
    return bool(names.intersection(_WORKBOOK_PARTS)) or path.suffix.lower() in _SHEETS


def _sheet_of(path: Path, content: Path, sheet: str | None, folder: Path) -> SourceFile:
    # The library and its XML are only paid for by who brings a workbook.
    from financedesk.intake.workbook import write_sheet

    found = write_sheet(path, content, sheet, folder)
    _, plain = _scan(content, content)
    return SourceFile(
        name=path.name,
        sha256=_sha256(path),
        content=content,
        encoding="utf-8",
        has_controls=plain.has_controls,
        sheet=found.name,
        remarks=found.remarks,
    )


# --- packed files


def _unpacked(path: Path, target: Path) -> Path:
    with path.open("rb") as stream:
        head = stream.read(4)
    if head[:2] == b"\x1f\x8b":
        with gzip.open(path, "rb") as stream:
            _unpack(path, stream, target)
        return target
    if head == _ZIP:
        _unpack_zip(path, target)
        return target
    return path


def _unpack_zip(path: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) != 1:
                raise BadInput(
                    f"{path.name} holds {len(members)} files; unpack it and import each."
                )
            if members[0].flag_bits & 1:
                raise BadInput(f"{path.name} is locked with a password; unpack it first.")
            with archive.open(members[0]) as stream:
                _unpack(path, stream, target)
    except DAMAGED as error:
        raise BadInput(f"{path.name} is a damaged archive; download it again.") from error


def _unpack(path: Path, stream: IO[bytes] | gzip.GzipFile, target: Path) -> None:
    packed = path.stat().st_size
    size = 0
    try:
        with target.open("wb") as unpacked:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > LARGEST_UNPACKED or (size > SMALL and size > packed * LARGEST_RATIO):
                    raise BadInput(
                        f"{path.name} swells to more than {LARGEST_RATIO} times its size when it is"
                        " unpacked; no export does. Unpack it yourself if you trust it."
                    )
                unpacked.write(chunk)
    except DAMAGED as error:
        raise BadInput(f"{path.name} is cut short or damaged; download it again.") from error
    with target.open("rb") as unpacked:
        if unpacked.read(4) in (b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"\x1f\x8b\x08\x08"):
            raise BadInput(f"{path.name} holds another packed file; unpack it first.")


# --- one pass over the bytes


@dataclass(slots=True)
class _Plain:
    head: bytes = b""
    is_utf8: bool = True
    is_ascii: bool = True
    has_controls: bool = False


def _scan(path: Path, content: Path) -> tuple[str, _Plain]:
    plain = _Plain()
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    with content.open("rb") as stream:
        for chunk in _chunks(stream):
            digest.update(chunk)
            _look(chunk, plain, decoder)
    if plain.is_utf8 and decoder.getstate()[0]:
        plain.is_utf8 = False
    return digest.hexdigest() if content == path else _sha256(path), plain


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _look(chunk: bytes, plain: _Plain, decoder: codecs.IncrementalDecoder) -> None:
    plain.head = plain.head or chunk[:4096]
    plain.has_controls |= len(chunk.translate(None, _CONTROLS)) != len(chunk)
    plain.is_ascii &= chunk.isascii()
    if not plain.is_ascii and plain.is_utf8:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            plain.is_utf8 = False


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


# --- what it is


_OTHER_KINDS = (
    (b"%pdf", "a PDF document"),
    (b"<!doctype", "a web page, perhaps of a session that has ended"),
    (b"<html", "a web page, perhaps of a session that has ended"),
    (b"<?xml", "an XML document"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)


def _refuse_other_kinds(name: str, head: bytes) -> None:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for mark, what in _OTHER_KINDS:
        if start.startswith(mark):
            raise BadInput(f"{name} is {what}, not a CSV export; download the CSV again.")
    if not head.removeprefix(codecs.BOM_UTF8).strip(b"\r\n\t ,;" + _TAIL):
        raise BadInput(f"{name} is empty; download it again.")


_SIXTEEN_BIT = (("utf-16-le", "UTF-16 of Windows"), ("utf-16-be", "UTF-16, big end first"))
_EIGHT_BIT = (("cp1252", "Windows-1252"), ("mac_roman", "Macintosh"))


def _encoding(name: str, content: Path, plain: _Plain, given: str | None) -> str:
    if given is not None:
        return _checked(name, content, given)
    if plain.head.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return "utf-16"
    # Every other byte from the start, not the block of them that a crash leaves at the end.
    if plain.head[:64].count(0) * 4 > len(plain.head[:64]):
        raise Question(
            f"{name} looks like UTF-16 without the mark that says in which order; say it with"
            " --encoding utf-16-le or utf-16-be, or save the file as CSV UTF-8.",
            ENCODING, _SIXTEEN_BIT,
        )  # fmt: skip
    if plain.is_utf8:
        return "utf-8"
    return _eight_bit(name, content)


def _checked(name: str, content: Path, given: str) -> str:
    try:
        with content.open(encoding=given) as stream:
            while stream.read(CHUNK):
                continue
    except LookupError as error:
        raise BadInput(f"There is no character encoding {given!r}; try utf-8 or cp1252.") from error
    except UnicodeError as error:
        raise BadInput(f"{name} is not written in {given}; try another --encoding.") from error
    return given


# In Windows-1252 these bytes are quotes and dashes, not letters: beside a letter on both sides
# they are accents of an old Macintosh, as are capitals with a caron at the end of a word.
_MAC = re.compile(rb"[A-Za-z][\x80-\x91\x93-\x9f](?![\x80-\x9f]? )")
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def _eight_bit(name: str, content: Path) -> str:
    mixed = False
    for line in _odd_lines(content):
        if _MAC.search(line):
            raise Question(
                f"The accents in {name} may be Windows-1252 or Macintosh, which differ: say it with"
                " --encoding cp1252 or mac_roman, or save the file as CSV UTF-8.",
                ENCODING, _EIGHT_BIT,
            )  # fmt: skip
        mixed = mixed or bool(_UTF8_PAIR.search(line))
    return MIXED if mixed or _has_utf8_lines(content) else "cp1252"


def _odd_lines(content: Path) -> Iterator[bytes]:
    return (line for line in _byte_lines(content) if not line.isascii() and not _is_utf8(line))


def _has_utf8_lines(content: Path) -> bool:
    return any(not line.isascii() and _is_utf8(line) for line in _byte_lines(content))


def _byte_lines(content: Path) -> Iterable[bytes]:
    with content.open("rb") as stream:
        yield from stream


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
