"""A file's rows in chunks; a large file is read by a second process while this one stores.

Reading and storing take about as long as each other, so that two processors halve the wait. The
second process knows no book: it turns the file into staged rows and sends them through a pipe.
What stops it is raised here in its own words. It ends when the caller does, whatever the reason.
"""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import IO, cast

import msgspec

if sys.platform == "linux":
    import fcntl

from financedesk.errors import BadInput
from financedesk.intake.donor_traits import traits_of
from financedesk.intake.formats import Format, format_of
from financedesk.intake.mapped import format_of_profile
from financedesk.intake.mending import Mending
from financedesk.intake.profiles import Profile, profile_text, read_profile
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes, RejectedRow, StagedRow

STEP = 5_000
LARGE = 4 << 20
"""From so many bytes a second process is worth the moment that it takes to start."""

_FRAME = 1_000
_PIPE = 1 << 20

Chunk = list[StagedRow | RejectedRow]


@contextmanager
def reading(
    source: SourceFile, chosen: Format, notes: Notes, profile: Profile | None = None
) -> Iterator[Iterator[Chunk]]:
    """Give the file's rows in chunks, in their order; ``notes`` are complete after the last one.

    ``profile`` is what the format reads by, when it is that of a profile. Raises BadInput like the
    format's ``read``, and when the process that reads a large file is ended from outside.
    """
    if not (is_large(source) and _has_second()):
        yield _chunks(chosen.read(source, notes), STEP)
        return
    with _second_process(source, chosen.code, profile) as process:
        yield _received(process, source.name, notes)


def is_large(source: SourceFile) -> bool:
    """Tell whether a file has so many rows that it pays to prepare for them."""
    return source.content.stat().st_size >= LARGE


def _chunks(rows: Iterator[StagedRow | RejectedRow], size: int) -> Iterator[Chunk]:
    while chunk := list(islice(rows, size)):
        yield chunk


def _has_second() -> bool:
    """Whether a second process helps, and there is a Python that can run it."""
    is_packed = getattr(sys, "frozen", False)
    return bool(sys.executable) and not is_packed and os.cpu_count() != 1


# --- what goes through the pipe


class _Task(msgspec.Struct, array_like=True):
    name: str
    sha256: str
    content: str
    encoding: str
    has_controls: bool
    sheet: str
    format_code: str
    profile: str
    """Its text, or nothing."""
    mended: dict[int, dict[int, str]]
    skipped: list[int]


class _Rows(msgspec.Struct, tag=True, array_like=True):
    rows: Chunk


class _Failed(msgspec.Struct, tag=True, array_like=True):
    """The file cannot be taken: the message of a BadInput."""

    message: str


class _Ended(msgspec.Struct, tag=True, array_like=True):
    """All rows were sent; what the reader has to say about the file."""

    counts: dict[str, int]


_Frame = _Rows | _Failed | _Ended
_LENGTH = 8


def _send(stream: IO[bytes], encoded: bytes) -> None:
    stream.write(len(encoded).to_bytes(_LENGTH, "big"))
    stream.write(encoded)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    """Return the next frame; raises EOFError when the other end is gone."""
    head = stream.read(_LENGTH)
    encoded = stream.read(int.from_bytes(head, "big"))
    if len(head) < _LENGTH or len(encoded) < int.from_bytes(head, "big"):
        raise EOFError
    return encoded


# --- here

_SERVE = f"from {__name__} import serve; serve()"


@contextmanager
def _second_process(
    source: SourceFile, code: str, profile: Profile | None
) -> Iterator[subprocess.Popen[bytes]]:
    # The same modules from the same places, and never those of the folder that one stands in.
    known = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-P", "-c", _SERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=known,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        _widen(cast("IO[bytes]", process.stdout))
        try:
            with suppress(BrokenPipeError), cast("IO[bytes]", process.stdin) as stream:
                task = _Task(
                    source.name, source.sha256, str(source.content), source.encoding,
                    source.has_controls, source.sheet, code,
                    "" if profile is None else profile_text(profile),
                    {row: dict(cells) for row, cells in source.mending.cells.items()},
                    sorted(source.mending.skipped),
                )  # fmt: skip
                _send(stream, msgspec.msgpack.encode(task))
            yield process
        finally:
            process.kill()


def _widen(pipe: IO[bytes]) -> None:
    """Let the reader get further ahead while rows are being stored, where a pipe can grow."""
    if sys.platform == "linux":
        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _received(process: subprocess.Popen[bytes], name: str, notes: Notes) -> Iterator[Chunk]:
    decode = msgspec.msgpack.Decoder(_Frame).decode
    stream = cast("IO[bytes]", process.stdout)
    while True:
        try:
            frame = decode(_receive(stream))
        except EOFError as error:
            raise BadInput(
                f"The process that was reading {name} ended before the file did (status"
                f" {process.wait()}); nothing was stored. Import the file again."
            ) from error
        match frame:
            case _Rows(rows):
                yield rows
            case _Failed(message):
                raise BadInput(message)
            case _Ended(counts):
                notes.add_all(counts)
                return


# --- in the second process


def serve() -> None:
    """Read the file that standard input names and send its rows to standard output."""
    # An interrupt from the keyboard reaches both; the one that stores ends the other.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Rows hold no circles, and looking for them takes a tenth of this process's time.
    gc.disable()
    task = msgspec.msgpack.decode(_receive(sys.stdin.buffer), type=_Task)
    source = SourceFile(
        task.name, task.sha256, Path(task.content), task.encoding, task.has_controls, task.sheet,
        mending=Mending(task.mended, frozenset(task.skipped)),
    )  # fmt: skip
    notes = Notes()
    encode = msgspec.msgpack.Encoder().encode
    stream = sys.stdout.buffer
    try:
        for frame in _frames(source, task, notes):
            _send(stream, encode(frame))
    except BrokenPipeError:
        # The caller has gone; there is nobody left to tell, not even when the stream is closed.
        os._exit(1)


def _frames(source: SourceFile, task: _Task, notes: Notes) -> Iterator[_Frame]:
    try:
        chosen = (
            format_of_profile(read_profile(task.profile))
            if task.profile
            else format_of(source, task.format_code)
        )
        for chunk in _chunks(chosen.read(source, notes), _FRAME):
            yield _Rows([_with_traits(row) for row in chunk])
    except BadInput as error:
        yield _Failed(str(error))
    else:
        yield _Ended(notes.counts)


def _with_traits(row: StagedRow | RejectedRow) -> StagedRow | RejectedRow:
    if isinstance(row, RejectedRow):
        return row
    return row._replace(traits=traits_of(row.donor))
