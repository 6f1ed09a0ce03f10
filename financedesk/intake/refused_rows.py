"""The rows that an import did not take, as a file that can be corrected and imported again.

It has the lines above the header and the columns of the original, written the same way, and one
column more with the reason. The same format or profile reads it.
"""

import csv
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TextIO

from financedesk.errors import BadInput
from financedesk.intake.csv_table import REASON, Table, kept_from_running
from financedesk.intake.formats import Format
from financedesk.intake.row_cells import table_read
from financedesk.intake.source_file import MIXED, SourceFile
from financedesk.intake.staged import Notes


def require_free(path: Path) -> None:
    """Raise BadInput when there is such a file already, or no folder to write it into."""
    if path.exists():
        raise BadInput(f"There is a file {path} already; name another one, or take it away.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent}; name another file.")


def write_refused(
    path: Path, source: SourceFile, chosen: Format, reasons: Mapping[int, str]
) -> None:
    """Write the rows of these numbers with their reasons; formulas are kept from running.

    Rows that were mended by hand come as they were mended. Raises BadInput when the file cannot be
    written, or the format knows no columns.
    """
    table = table_read(source, chosen)
    encoding = "utf-8" if source.encoding == MIXED else source.encoding
    # A reason may have a character that an old encoding lacks; a cell of the file never has.
    said = {row: why.encode(encoding, "replace").decode(encoding) for row, why in reasons.items()}
    try:
        with path.open("x", encoding=encoding, newline="") as stream:
            _write(stream, table, said)
    except UnicodeEncodeError as error:
        path.unlink(missing_ok=True)
        raise BadInput(
            f"A correction has the character {error.object[error.start]}, which a file written in"
            f" {encoding}, like {source.name}, cannot hold. Correct it without that character."
        ) from error
    except OSError as error:
        path.unlink(missing_ok=True)
        raise BadInput(
            f"{path} cannot be written ({error.strerror}); name another file."
        ) from error


def _write(stream: TextIO, table: Table, reasons: Mapping[int, str]) -> None:
    above = table.line - 1 if any(table.names) else table.line
    stream.writelines(f"{line}\n" for line in islice(table.source.lines(), above))
    writer = csv.writer(stream, delimiter=table.delimiter, lineterminator="\n")
    if any(table.names):
        names = table.names[:-1] if table.names[-1] == REASON else table.names
        writer.writerow([*names, REASON])
    had_reason = table.names[-1] == REASON
    for number, cells in table.rows(Notes()):
        if reason := reasons.get(number):
            kept = cells[:-1] if had_reason else cells
            writer.writerow([*map(kept_from_running, kept), reason])
