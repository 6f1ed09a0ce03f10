"""Looking for circles of objects less often or not at all, while many are made that hold none."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

_OBJECTS_BETWEEN = 200_000


class _Setting:
    """One setting of Python's for all threads: the first one in sets it, the last one out resets.

    ``change`` sets it and returns how to set it back.
    """

    def __init__(self, change: Callable[[], Callable[[], None]]) -> None:
        self._change = change
        self._lock = Lock()
        self._inside = 0
        self._restore: Callable[[], None] | None = None

    @property
    def is_held(self) -> bool:
        """Whether somebody keeps the setting now."""
        return self._inside > 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the setting; may be entered several times at once."""
        with self._lock:
            if self._inside == 0:
                self._restore = self._change()
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0 and self._restore is not None:
                    self._restore()


def _rarely() -> Callable[[], None]:
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN, *before[1:])
    return lambda: gc.set_threshold(*before)


def _never() -> Callable[[], None]:
    was_on = gc.isenabled()
    gc.disable()
    return gc.enable if was_on else lambda: None


_work_without = _Setting(_never)

rare_collections = _Setting(_rarely).held
"""Let Python look for circles less often: it costs a quarter of work that makes a million rows."""

no_collections = _work_without.held
"""Let nobody look for circles at all, for a few seconds of work that makes none.

What such work makes and keeps is walked through again and again otherwise, for nearly half of its
time. Not for work whose length the data decides: what circles there are stay until it ends.
"""

collections_elsewhere_off = _Setting(_never).held
"""Let Python not look by itself: whoever holds this looks, in a place of its own choice."""


def are_off() -> bool:
    """Whether work goes on for which nobody should look (``no_collections``)."""
    return _work_without.is_held
