"""The window over a book of any size: how long its user waits, and what it takes of memory.

The book is made first, by a process of its own; the window then runs in another one, without a
screen, and types, clicks and scrolls as its user does.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.desk_book import fill
from tests.bench.measuring import Moment, Peak, Ratio, Reported, measured

MOST_MB = 350

KEPT = "FINANCEDESK_BENCH_BOOK"
"""Names a book that an earlier run made, so that it need not be made again."""


def run(rows: int) -> list[Reported]:
    """Make the book and measure the window over it."""
    with tempfile.TemporaryDirectory() as folder:
        book = os.environ.get(KEPT, f"{folder}/desk.fdesk")
        if not Path(book).exists():
            measured(fill, book, rows)
        return _window(book, folder, rows)


def _window(book: str, folder: str, rows: int) -> list[Reported]:
    answers = Path(folder) / "figures.json"
    setting = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": folder,
               "XDG_STATE_HOME": folder}  # fmt: skip
    command = [sys.executable, "-m", "tests.bench.desk_window", book, str(answers)]
    process = subprocess.Popen(command, env=setting)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the window ended with status {process.returncode}")
    figures: list[Reported] = [
        Ratio(**found) if "floor" in found else Moment(**found)
        for found in json.loads(answers.read_text())
    ]
    # ru_maxrss is in kilobytes on Linux.
    return [*figures, Peak(f"memory of the window over {rows:,} entries",
                           usage.ru_maxrss / 1024, MOST_MB)]  # fmt: skip
