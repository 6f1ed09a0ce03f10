"""Read the modules of pages that nobody has opened yet, while the window rests.

Opening a page would else wait for them, which can take as long as all the rest of it.
"""

import gc
import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from financedesk.ui.jobs import JobRunner
from financedesk.ui.shell.page import PageEntry, PageModule

_LOOKS_EVERY = 200
"""Milliseconds between two looks whether the first page has what it shows."""


class ReadAhead(QObject):
    """Waits until no job is left of the window's beginning, then reads in a thread of its own."""

    def __init__(self, entries: Sequence[PageEntry], runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._modules = [one.make for one in entries if isinstance(one.make, PageModule)]
        self._runner = runner
        self._stop = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS_EVERY)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Read as soon as the window rests."""
        self._timer.start()

    def end(self) -> None:
        """Read no further module."""
        self._timer.stop()
        self._stop.set()

    def _look(self) -> None:
        if not self._runner.jobs:
            self._timer.stop()
            threading.Thread(target=self._read, name="pages ahead").start()

    def _read(self) -> None:
        for module in self._modules:
            if self._stop.is_set():
                return
            module.read()
        if not gc.get_freeze_count():
            # Code stays to the end; looking through it for garbage stops the window for as
            # long as opening a page takes.
            gc.freeze()
