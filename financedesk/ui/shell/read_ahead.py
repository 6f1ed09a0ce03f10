"""Read the modules of pages that nobody has opened yet, while the window rests.

Opening a page would else wait for them, which can take as long as all the rest of it.
"""

import gc
import sys
import threading
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from financedesk.ui.jobs import JobRunner
from financedesk.ui.shell.page import PageEntry, PageModule

_LOOKS_EVERY = 10
"""Milliseconds between two looks whether the window rests."""


class ReadAhead(QObject):
    """Reads one module after the other in a thread of its own, each while no job is under way.

    A page that is opened meanwhile waits for no more than the one that is being read.
    """

    def __init__(self, entries: Sequence[PageEntry], runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._left = [one.make for one in entries if isinstance(one.make, PageModule)]
        self._runner = runner
        self._reading: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS_EVERY)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Read as soon as the window rests."""
        self._timer.start()

    def end(self) -> None:
        """Read no further module."""
        self._timer.stop()

    def _look(self) -> None:
        if self._runner.jobs or (self._reading is not None and self._reading.is_alive()):
            return
        while self._left and self._left[0].module in sys.modules:
            del self._left[0]
        if self._left:
            read = self._left.pop(0).read
            self._reading = threading.Thread(target=read, name="pages ahead")
            self._reading.start()
            return
        self._timer.stop()
        if not gc.get_freeze_count():
            # Code stays to the end; looking through it for garbage would stop the window for as
            # long as opening a page takes.
            gc.freeze()
