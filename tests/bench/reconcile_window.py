"""Work on the page Reconcile as a treasurer does: ``reconcile_window BOOK ANSWERS``.

Times run from the key until the pair that follows is painted.
"""

import json
import os
import sys
from pathlib import Path
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from financedesk.ui.pages.reconcile import Reconcile
from tests.bench.desk_window import Work
from tests.bench.drives_window import pages_are_read

_KEYS = 60
_MOST_MS = 50


def main(book: str, answers: str) -> None:
    """Open the page, move over its pairs, and accept some."""
    work = Work(book, Path(answers).parent)
    work.figures.clear()
    work.until(lambda: pages_are_read(work))
    work.settle()
    runner = work.window.runner
    took = work.timed(lambda: work.window.go("reconcile"), lambda: not runner.jobs)
    page = work.window.page
    if not isinstance(page, Reconcile) or page.reading is None:
        raise SystemExit("the page Reconcile shows nothing")
    left = page.reading.open_lines
    work.note(f"the page with {left:,} lines to do", took, 10_000)
    page.pairs.focus_list()
    view = page.pairs.view
    work.settle()
    moved = [
        work.timed(lambda key=key: QTest.keyClick(view, key))  # type: ignore[misc]
        for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) * (_KEYS // 2)
    ]
    _note(work, "over the pairs, a key", moved)
    QTest.keyClick(view, Qt.Key.Key_Home)
    accepted = [
        work.timed(lambda: QTest.keyClick(view, Qt.Key.Key_Space)) for _once in range(_KEYS)
    ]
    _note(work, "accept and go on, a key", accepted)
    # A large account is read again once the keys pause.
    work.until(lambda: page.reading is not None and page.reading.open_lines == left - _KEYS)
    Path(answers).write_text(json.dumps(work.figures), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)


def _note(work: Work, name: str, took: list[float]) -> None:
    took.sort()
    work.note(f"{name} (median of {len(took)})", median(took), _MOST_MS)
    work.note(f"{name}, 95 of 100", took[len(took) * 95 // 100], _MOST_MS)


if __name__ == "__main__":
    main(*sys.argv[1:])
