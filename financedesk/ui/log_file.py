"""The program's own diary: what went wrong and when, in a file that holds no donor data.

A record is written as its template, with numbers but without words that were filled in, and an
exception as its kind and places. ``CrashWatch`` is the part that survives the process.
"""

import faulthandler
import logging
import os
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from platformdirs import user_log_path

from financedesk.ui.fault_report import crash_text, fault_lines

FILE = "financedesk.log"
_LARGEST, _KEPT = 500_000, 3
_HIDDEN = "…"


def log_folder() -> Path:
    """Return the user's folder for logs; it is made when something is written."""
    return user_log_path("FinanceDesk", appauthor=False)


class PlainFormatter(logging.Formatter):
    """Writes records without what was filled into them, except numbers and a ``report``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and the places of an exception below it."""
        when = self.formatTime(record)
        lines = [f"{when} {record.levelname} {record.name}: {_plain(record)}"]
        if record.exc_info and record.exc_info[1] is not None:
            lines += fault_lines(record.exc_info[1], record.exc_info[2])
        if report := getattr(record, "report", ""):
            lines.append(str(report))
        return "\n".join(lines)


def _plain(record: logging.LogRecord) -> str:
    template = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    values = record.args if isinstance(record.args, tuple) else ()
    shown = tuple(value if isinstance(value, int) else _HIDDEN for value in values)
    try:
        return template % shown if shown else template
    except (TypeError, ValueError):
        return template


def begin_log(folder: Path) -> logging.Handler | None:
    """Write the program's log into ``folder`` from now on; None when nothing can be written there.

    Whoever began the log takes the handler off the root logger and closes it at the end.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / FILE, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(PlainFormatter())
    logging.getLogger().addHandler(handler)
    logging.getLogger("financedesk").setLevel(logging.INFO)
    return handler


class CrashWatch:
    """Notes where the process was when it ended by itself, and finds such notes afterwards."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._note = folder / f"crash-{os.getpid()}.txt"
        self._file: TextIO | None = None

    def begin(self) -> None:
        """Watch this process; without a place to write nothing is watched."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = self._note.open("w", encoding="utf-8")
            faulthandler.enable(self._file, all_threads=True)

    def end(self) -> None:
        """The process ends as it should: nothing is left behind."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            with suppress(OSError):
                self._note.unlink(missing_ok=True)

    def left_behind(self) -> str:
        """Return the report of the last process that ended by itself, once; else nothing."""
        report = ""
        notes = [note for note in self._folder.glob("crash-*.txt") if note != self._note]
        for note in sorted(notes, key=_age):
            with suppress(OSError):
                dump = note.read_text(encoding="utf-8", errors="replace")
                if not dump.strip():
                    continue  # another window, at work
                report = crash_text(dump)
                note.unlink()
        return report


def _age(note: Path) -> float:
    try:
        return note.stat().st_mtime
    except OSError:
        return 0.0
