"""Papers as a file: all of them, or what stood there before."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from financedesk.errors import BadInput
from financedesk.reports.pdf.paper import Paper, write_papers


def write_pdf(papers: Sequence[Paper], target: Path) -> None:
    """Write papers into one PDF file; raises BadInput when it cannot be written there."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _cannot(target, error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            write_papers(papers, stream)
        Path(name).replace(target)
    except OSError as error:
        raise _cannot(target, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _cannot(target: Path, error: OSError) -> BadInput:
    reason = error.strerror or error
    return BadInput(f"{target} cannot be written: {reason}. Choose another place.")
