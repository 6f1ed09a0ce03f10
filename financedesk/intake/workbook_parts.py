"""What is inside a packed workbook, looked at before a library reads it.

The bounds stand here: how much a part may swell, how many cells a sheet may have. A document type
or an entity is refused wherever it stands, so nothing is expanded and nothing is fetched.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from financedesk.errors import BadInput
from financedesk.intake.source_file import DAMAGED

MOST_CELLS = 2_000_000
"""The library holds a whole sheet at 130 bytes a cell."""
LARGEST_PART = 1 << 30
LARGEST_RATIO = 200
SMALL_PART = 4 << 20
MOST_COLUMNS = 1_000
WIDEST_GAP = 10_000
"""So many empty rows between two cells mean that the lower one is there by accident."""

WIDEST_COLUMN_GAP = 500

_CHUNK = 1 << 20
_LONGEST_ROW = 16 << 20
_MOST_ODD = 100_000
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW_END = re.compile(rb"</(?:\w+:)?row>|<(?:\w+:)?row\b[^>]*/>")
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ANY_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_ODD = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>',
    re.DOTALL,
)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>(.+?)</(?:\w+:)?v>", re.DOTALL)
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)(?<!/)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_ODS_TIMES = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,18})"')


@dataclass(slots=True)
class SheetParts:
    """A workbook that may be read: where it lies now, and what a library would not tell of it.

    ``odd_cells``: by sheet, errors and formulas without a value, by row and column from 0.
    ``strays``: by sheet, the address of a cell far away from all others, which was cut off.
    """

    path: Path
    odd_cells: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    strays: dict[str, str] = field(default_factory=dict)

    def remarks_on(self, sheet: str) -> Iterator[str]:
        """Yield what is to be said about a sheet, in sentences."""
        if sheet in self.strays:
            yield f"The cell {self.strays[sheet]} stands far away from the table; it was left out."
        odd = self.odd_cells.get(sheet, {})
        for (row, column), text in list(odd.items())[:1]:
            address = f"{_letters(column)}{row + 1}"
            what = "a formula without a value" if text.startswith("=") else f"the error {text}"
            more = f" and {len(odd) - 1:,} others are alike" if len(odd) > 1 else ""
            yield (
                f"The cell {address} of the sheet holds {what}{more}: open the workbook, let it"
                " calculate, and save it again."
            )


def checked_parts(path: Path, scratch: Path) -> SheetParts:
    """Look through a packed workbook; raises BadInput for what must not be read.

    The result's path is the file itself, or a copy in ``scratch`` without stray cells.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _require_workbook(path.name, archive)
            return _looked_through(path, archive, scratch)
    except DAMAGED as error:
        raise BadInput(f"{path.name} is a damaged workbook; download it again.") from error
    except etree.XMLSyntaxError as error:
        raise BadInput(f"{path.name} is a damaged workbook; save it anew.") from error


def _require_workbook(name: str, archive: zipfile.ZipFile) -> None:
    members = {info.filename: info for info in archive.infolist()}
    if "xl/workbook.bin" in members:
        raise BadInput(f"{name} is a binary workbook (XLSB); save it as XLSX or CSV UTF-8.")
    if "xl/workbook.xml" not in members and "content.xml" not in members:
        raise BadInput(f"{name} is named like a workbook and holds none; download it again.")
    if any(info.flag_bits & 1 for info in members.values()):
        raise BadInput(f"{name} is locked with a password; save it without one.")


def _looked_through(path: Path, archive: zipfile.ZipFile, scratch: Path) -> SheetParts:
    found = SheetParts(path)
    sheets = _sheets(archive) if "xl/workbook.xml" in archive.namelist() else {}
    strays: dict[str, _Extent] = {}
    for info in archive.infolist():
        name = sheets.get(info.filename)
        extent = _Extent()
        for chunk in _bounded(path.name, archive, info):
            if name is not None:
                extent.add(path.name, chunk)
        extent.finish(path.name)
        if name is None:
            continue
        if extent.odd:
            found.odd_cells[name] = extent.odd
        extent.require_bounds(path.name, name)
        if extent.stray:
            found.strays[name] = extent.stray
            strays[info.filename] = extent
    if strays:
        found.path = _without_strays(archive, strays, scratch / "without-strays.xlsx")
    return found


def _bounded(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part in chunks; raises BadInput when it swells or declares a document type."""
    is_xml = info.filename.endswith((".xml", ".rels"))
    size, before, repeats = 0, b"", _Repeats()
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST_PART or (
                size > SMALL_PART and size > info.compress_size * LARGEST_RATIO
            ):
                raise BadInput(
                    f"{name} swells to more than {LARGEST_RATIO} times its size when it is"
                    " unpacked; no workbook does. It was not read."
                )
            if is_xml and _DECLARED.search(before + chunk):
                raise BadInput(
                    f"{name} declares entities in {info.filename}, as no spreadsheet program does;"
                    " it was not read."
                )
            if info.filename == "content.xml":
                repeats.add(name, chunk)
            before = chunk[-400:]
            yield chunk


class _Repeats:
    """Counts the cells of an OpenDocument sheet, which writes equal cells and rows once."""

    def __init__(self) -> None:
        self._cells = 0
        self._rest = b""

    def add(self, name: str, chunk: bytes) -> None:
        """Count the rows of the next part; raises BadInput when there are too many cells."""
        text = self._rest + chunk
        end = text.rfind(b"</table:table-row>")
        self._rest = text[end:] if end >= 0 else text
        if len(self._rest) > _LONGEST_ROW:
            raise BadInput(f"A row of {name} is longer than {_LONGEST_ROW >> 20} MB; save as CSV.")
        whole = text[: max(end, 0)]
        if len(_ODS_TIMES.findall(whole)) != whole.count(b"-repeated"):
            raise BadInput(f"{name} repeats cells in a way that no spreadsheet program writes.")
        for attributes, cells in _ODS_ROW.findall(text[: max(end, 0) + 18]):
            times = _ODS_TIMES.search(attributes)
            self._cells += (int(times[1]) if times else 1) * _full_cells(cells)
        if self._cells > MOST_CELLS:
            raise BadInput(
                f"{name} has more than {MOST_CELLS:,} cells; save the sheet as CSV UTF-8."
            )


def _full_cells(row: bytes) -> int:
    """Return how many cells a row has up to its last full one; an empty row has none."""
    cells = last = 0
    for attributes in _ODS_CELL.findall(row):
        times = _ODS_TIMES.search(attributes)
        cells += int(times[1]) if times else 1
        if b"value-type" in attributes:
            last = cells
    return last


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the names of the sheets by the parts that hold them."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        relations = etree.fromstring(_small(archive, "xl/_rels/workbook.xml.rels"), parser)
        for one in relations:
            target = str(one.get("Target", ""))
            targets[str(one.get("Id"))] = target[1:] if target.startswith("/") else f"xl/{target}"
    book = etree.fromstring(_small(archive, "xl/workbook.xml"), parser)
    found = {}
    for sheet in book.iter("{*}sheet"):
        relation = next(
            (value for key, value in sheet.attrib.items() if str(key).endswith("}id")), ""
        )
        found[targets.get(str(relation), "")] = str(sheet.get("name", ""))
    return found


def _small(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        content = stream.read(SMALL_PART + 1)
    if len(content) > SMALL_PART or _DECLARED.search(content):
        raise BadInput(f"{part} of the workbook is no list of sheets; it was not read.")
    return content


# --- one sheet


class _Extent:
    """How far the cells of a sheet reach, row by row; from a stray cell on nothing counts."""

    def __init__(self) -> None:
        self.odd: dict[tuple[int, int], str] = {}
        self.stray = ""
        self.rows = 0
        self.columns = 0
        self._rest = b""

    def add(self, name: str, chunk: bytes) -> None:
        """Look at the next part of the sheet."""
        text = self._rest + chunk
        ends = [match.end() for match in _ROW_END.finditer(text)]
        end = ends[-1] if ends else 0
        self._rest = text[end:]
        if len(self._rest) > _LONGEST_ROW:
            raise BadInput(f"A row of {name} is longer than {_LONGEST_ROW >> 20} MB; save as CSV.")
        self._look(name, text[:end])

    def finish(self, name: str) -> None:
        """Look at what no row end follows."""
        self._look(name, self._rest)
        self._rest = b""

    def is_stray(self, letters: bytes, row: bytes) -> bool:
        """Tell whether a cell lies outside of what counts."""
        return int(row) > self.rows or _place(letters) >= self.columns

    def require_bounds(self, name: str, sheet: str) -> None:
        """Raise BadInput when the sheet has more cells than memory should hold."""
        if self.columns > MOST_COLUMNS:
            raise BadInput(
                f"The sheet “{sheet}” of {name} has {self.columns:,} columns; no export has so"
                " many."
            )
        if self.rows * self.columns > MOST_CELLS:
            raise BadInput(
                f"The sheet “{sheet}” of {name} has more than {MOST_CELLS:,} cells; save it as CSV"
                " UTF-8."
            )

    def _look(self, name: str, text: bytes) -> None:
        cells = _CELL.findall(text)
        # The library places a cell without an address itself: how far it reaches is unknown.
        if len(cells) != len(_ANY_CELL.findall(text)):
            raise BadInput(
                f"{name} has cells without an address; save it anew, or the sheet as CSV UTF-8."
            )
        for letters, number in cells:
            row, column = int(number), _place(letters)
            if row > self.rows + WIDEST_GAP or column > self.columns + WIDEST_COLUMN_GAP:
                self.stray = self.stray or f"{letters.decode()}{row}"
                continue
            self.rows = max(self.rows, row)
            self.columns = max(self.columns, column + 1)
        if b"<f" in text or b'"e"' in text or b":f" in text:
            self._note_odd(text)

    def _note_odd(self, text: bytes) -> None:
        for letters, number, attributes, inner in _ODD.findall(text):
            if len(self.odd) >= _MOST_ODD:
                return
            value, formula = _VALUE.search(inner), _FORMULA.search(inner)
            place = (int(number) - 1, _place(letters))
            if b't="e"' in attributes and value:
                self.odd[place] = value[1].decode("utf-8", "replace")
            elif formula and not value:
                self.odd[place] = "=" + (formula[1] or b"").decode("utf-8", "replace")


def _place(letters: bytes) -> int:
    place = 0
    for code in letters:
        place = place * 26 + code - 64
    return place - 1


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _without_strays(archive: zipfile.ZipFile, strays: dict[str, _Extent], target: Path) -> Path:
    """Copy a workbook without the cells that lie far away from all others."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for info in archive.infolist():
            content = archive.read(info)
            if extent := strays.get(info.filename):
                content = _cut(content, extent)
            copy.writestr(info.filename, content)
    return target


_WHOLE_CELL = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"'
    rb"[^>]*?(?:/>|(?<!/)>.*?</(?:\w+:)?c>)",
    re.DOTALL,
)


def _cut(content: bytes, extent: _Extent) -> bytes:
    return _WHOLE_CELL.sub(
        lambda cell: b"" if extent.is_stray(cell[1], cell[2]) else cell[0], content
    )
