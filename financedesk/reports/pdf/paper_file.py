"""Papers as a file: all of them, or what stood there before."""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from financedesk.errors import BadInput
from financedesk.reports.pdf.paper import Paper, write_papers


def write_pdf(papers: Sequence[Paper], target: Path) -> None:
    """Write papers into one PDF file; raises BadInput when it cannot be written there."""
    write_file(lambda stream: write_papers(papers, stream), target)


def write_bytes(content: bytes, target: Path) -> None:
    """Write octets that were kept as a file; raises BadInput when it cannot be written there."""

    def write(stream: IO[bytes]) -> None:
        stream.write(content)

    write_file(write, target)


def write_file(write: Callable[[IO[bytes]], None], target: Path) -> None:
    """Let a function write a file that is there only when it is complete; raises BadInput."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _cannot(target, error) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            write(stream)
        Path(name).replace(target)
    except OSError as error:
        raise _cannot(target, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def _cannot(target: Path, error: OSError) -> BadInput:
    reason = error.strerror or error
    return BadInput(f"{target} cannot be written: {reason}. Choose another place.")
