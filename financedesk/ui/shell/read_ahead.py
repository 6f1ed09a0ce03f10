"""Read the modules of pages that nobody has opened yet, while the window rests.

Opening a page would else wait for them, which can take as long as all the rest of it.
"""

import gc
import sys
import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from financedesk.ui.jobs import Job, JobRunner
from financedesk.ui.shell.page import PageEntry, PageModule

_LOOKS_EVERY = 20
"""Milliseconds between two looks whether the window rests."""
_STANDS_AFTER = 0.1
"""Seconds without a job after which the first page stands."""
_RESTS_AFTER = 0.3
"""Seconds after which a later job is no longer what somebody waits for, as the rest of a list."""


class ReadAhead(QObject):
    """Reads one module at a time between two events, which takes some hundredths of a second.

    Not in a thread: it would take every other turn from a page that is opened meanwhile.
    """

    def __init__(self, entries: Sequence[PageEntry], runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._left = [one.make for one in entries if isinstance(one.make, PageModule)]
        self._runner = runner
        self._seen: tuple[Job, ...] = ()
        self._asked = 0.0
        self._stands = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS_EVERY)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Read as soon as the window rests."""
        self._asked = time.monotonic()
        self._timer.start()

    def end(self) -> None:
        """Read no further module."""
        self._timer.stop()

    def _look(self) -> None:
        if not self._rests():
            return
        while self._left and self._left[0].module in sys.modules:
            del self._left[0]
        if not self._left:
            self._timer.stop()
            return
        self._left.pop(0).read()
        # Code stays to the end; looking through it for garbage would stop the window for as long
        # as opening a page takes.
        gc.freeze()

    def _rests(self) -> bool:
        """Whether the first page stands, and nobody has asked for anything lately."""
        jobs, now = self._runner.jobs, time.monotonic()
        new = any(job not in self._seen for job in jobs)
        if new or (not self._stands and (jobs or self._seen)):
            self._asked = now
        self._seen = jobs
        self._stands = self._stands or now - self._asked > _STANDS_AFTER
        return self._stands and (not jobs or now - self._asked > _RESTS_AFTER)
