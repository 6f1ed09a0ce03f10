"""Python's search for circles of objects, in the window's thread alone.

A window or menu that has become garbage is destroyed where the search comes upon it. In any other
thread Qt then waits for the window's thread, which waits for Python: both would wait for ever.
"""

import gc
from contextlib import ExitStack

from PySide6.QtCore import QObject, QTimer

from financedesk.garbage import are_off, collections_elsewhere_off

_LOOKS_EVERY = 500
"""Milliseconds between two looks whether enough was made since the last search."""


class WindowCollector(QObject):
    """Searches as often as Python would, but between two events; from ``begin`` until ``end``.

    Whoever starts threads beside a window has one for as long as they run.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held = ExitStack()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS_EVERY)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Search here and nowhere else."""
        self._held.enter_context(collections_elsewhere_off())
        self._timer.start()

    def end(self) -> None:
        """Let Python search where it likes, unless another one still searches."""
        self._timer.stop()
        self._held.close()

    def _look(self) -> None:
        if are_off():
            return
        due = zip((2, 1, 0), reversed(gc.get_count()), reversed(gc.get_threshold()), strict=True)
        oldest = next((generation for generation, made, most in due if made > most), None)
        if oldest is not None:
            gc.collect(oldest)
