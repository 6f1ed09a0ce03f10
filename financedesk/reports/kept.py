"""Kept filings looked at again: their file, their papers, the row of a finding, what changed."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from financedesk.book import Book, Reading
from financedesk.errors import BadInput, Refused
from financedesk.fec.compare import Comparison, changes_by_form_type, compare
from financedesk.fec.reader import open_filing
from financedesk.ledger import filings
from financedesk.ledger.fec_ids import item_of
from financedesk.ledger.filings import Filing
from financedesk.progress import Progress, Silent
from financedesk.reports.filing import composed, filing_bytes
from financedesk.reports.model import Report

_HEADER_LINES = 2
"""The first record of the body stands after the header and the cover."""


def file_bytes(connection: Reading, filing: Filing) -> bytes:
    """Return a filing's .fec file: as it was frozen, or for a draft as it was prepared.

    Raises Refused when the book has changed since a draft was prepared.
    """
    if filing.state != "draft":
        return filings.kept_bytes(connection, filing.id)
    content = filing_bytes(composed(connection, filing), filing)
    if sha256(content).hexdigest() != filing.sha256:
        raise Refused("The book has changed since this draft was prepared; prepare it again.")
    return content


def export_again(
    book: Book,
    filing_id: int,
    folder: Path,
    outputs: Sequence[str],
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write a filing's outputs (fec, pdf, xlsx) into a folder once more; returns the files.

    The .fec file is the frozen one; papers are composed from the ledger. Raises Refused when a
    draft no longer is what the book says, BadInput when a file cannot be written.
    """
    watch = progress or Silent()
    with book.read() as connection:
        filing = filings.filing_by_id(connection, filing_id)
        stem = folder / Path(filing.file_name or f"filing-{filing.id}").stem
        written: list[Path] = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for place, output in enumerate(outputs):
                watch.step(place, len(outputs), f"Writing {output.upper()}")
                written += _WRITERS[output](connection, filing, stem)
        except OSError as error:
            raise BadInput(f"{folder} cannot be written: {error.strerror or error}.") from error
    return tuple(written)


def _write_fec(connection: Reading, filing: Filing, stem: Path) -> list[Path]:
    path = stem.with_name(f"{stem.name}.fec")
    path.write_bytes(file_bytes(connection, filing))
    return [path]


def _write_pdf(connection: Reading, filing: Filing, stem: Path) -> list[Path]:
    from financedesk.reports.pdf import write_pdf

    path = stem.with_name(f"{stem.name}.pdf")
    with path.open("wb") as stream:
        write_pdf(_for_paper(connection, filing), stream)
    return [path]


def _write_workbook(connection: Reading, filing: Filing, stem: Path) -> list[Path]:
    from financedesk.reports.xlsx import write_workbook

    path = stem.with_name(f"{stem.name}.xlsx")
    return write_workbook(_for_paper(connection, filing), path, csv_folder=path.parent)


def _for_paper(connection: Reading, filing: Filing) -> Report:
    state = "draft" if filing.state == "draft" else "final"
    return replace(composed(connection, filing), state=state)


_WRITERS: Mapping[str, Callable[[Reading, Filing, Path], list[Path]]] = {
    "fec": _write_fec,
    "pdf": _write_pdf,
    "xlsx": _write_workbook,
}


# --- the row of a finding


def item_at(book: Book, filing_id: int, line: int) -> int | None:
    """Return the item on a line of a filing's file; None for the cover and rows without an item.

    A text's line leads to the row that it explains. Raises Refused like ``file_bytes``.
    """
    if line <= _HEADER_LINES:
        return None
    with book.read() as connection:
        filing = filings.filing_by_id(connection, filing_id)
        with open_filing(BytesIO(file_bytes(connection, filing))) as reader:
            fields = next((one.fields for one in reader.records if one.line == line), {})
        named = fields.get("transaction_id") or fields.get("back_reference_tran_id_number", "")
        return item_of(connection, filing.entity_id, named) if named else None


# --- what changed


@dataclass(frozen=True, slots=True)
class FilingChanges:
    """The difference between a filing and the one before it, for the eye.

    ``rows`` counts added, removed and changed rows by form type.
    """

    before: Filing
    after: Filing
    comparison: Comparison
    rows: Mapping[str, Mapping[str, int]]


def previous_version(connection: Reading, filing: Filing) -> Filing | None:
    """Return the newest earlier version of the same report, None for the first one."""
    same = filings.filings_of(connection, filing.entity_id, filing.form, filing.period)
    earlier = [one for one in same if (one.version, one.id) < (filing.version, filing.id)]
    return earlier[-1] if earlier else None


def compare_with_previous(book: Book, filing_id: int) -> FilingChanges:
    """Compare a filing with its previous version; raises Refused when it is the first one."""
    with book.read() as connection:
        after = filings.filing_by_id(connection, filing_id)
        before = previous_version(connection, after)
        if before is None:
            raise Refused("This is the first version of the report; there is none before it.")
        with _on_disk(connection, before) as old, _on_disk(connection, after) as new:
            found = compare(old, new)
    return FilingChanges(before, after, found, changes_by_form_type(found))


@contextmanager
def _on_disk(connection: Reading, filing: Filing) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="financedesk-") as folder:
        path = Path(folder) / "filing.fec"
        path.write_bytes(file_bytes(connection, filing))
        yield path
