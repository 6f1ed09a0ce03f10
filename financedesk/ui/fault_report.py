"""What a fault of the program leaves behind for its makers: places in the code, never values.

An exception's message may quote a donor, an amount or a path with somebody's name. Reports and
the log therefore hold kinds, versions and lines of code alone, with every path cut to what
belongs to the program or to Python.
"""

import platform
import re
import traceback
from pathlib import Path, PurePath
from types import TracebackType

from financedesk import __version__

_INSTALLED = ("site-packages", "dist-packages")
_OURS = Path(__file__).parents[2]
_STANDARD = re.compile(r"python\d(\.\d+)?$", re.IGNORECASE)
_DUMPED = re.compile(r'File "([^"]*)"')
_MOST_CAUSES = 5


def place(path: str) -> str:
    """Return a path from the program's or Python's own folder on, without whose computer it is."""
    whole = PurePath(path.replace("\\", "/"))
    parts = whole.parts
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] in _INSTALLED or _STANDARD.match(parts[at]):
            return "/".join(parts[at:])
    if whole.is_relative_to(_OURS):
        return whole.relative_to(_OURS).as_posix()
    return whole.name


def versions() -> list[str]:
    """Return which program runs on which system; no host and no login."""
    from PySide6 import __version__ as qt_version

    return [
        f"FinanceDesk {__version__}, Python {platform.python_version()}, Qt {qt_version}",
        f"{platform.system()} {platform.release()} on {platform.machine()}",
    ]


def fault_lines(error: BaseException, trace: TracebackType | None) -> list[str]:
    """Return the kind of an exception and of what caused it, with the lines of code they passed."""
    found = [_kind(error), *_frames(trace)]
    cause = error.__cause__ or error.__context__
    for _step in range(_MOST_CAUSES):
        if cause is None:
            break
        found += ["caused by", _kind(cause), *_frames(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    return found


def report_text(error: BaseException, trace: TracebackType | None) -> str:
    """Return the report of an exception that nobody caught."""
    return "\n".join([*versions(), *fault_lines(error, trace)])


def crash_text(dump: str) -> str:
    """Return the report of a process that ended, from what it could still write down."""
    plain = _DUMPED.sub(lambda found: f'File "{place(found[1])}"', dump)
    return "\n".join([*versions(), "The process ended by itself", plain.strip()])


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"  {place(frame.filename)}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
