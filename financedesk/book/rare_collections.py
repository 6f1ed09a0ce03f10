"""Looking for circles of objects less often, while many are made that hold none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_OBJECTS_BETWEEN = 200_000

_lock = Lock()
_inside = 0
_before = gc.get_threshold()


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for circles less often: it costs a quarter of work that makes a million rows.

    May be entered several times at once; the last one out restores what was.
    """
    global _inside, _before  # noqa: PLW0603 - Python has one such setting for all threads
    with _lock:
        if _inside == 0:
            _before = gc.get_threshold()
            gc.set_threshold(_OBJECTS_BETWEEN, *_before[1:])
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                gc.set_threshold(*_before)
