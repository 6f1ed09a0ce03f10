"""The Qt for Python that is installed does not eat None."""

import sys

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

CALLS = 20_000


def test_calls_that_return_nothing_take_no_reference_of_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 loses one reference a call on Python 3.11 and dies after about 5,000."""
    timer = QTimer()
    before = sys.getrefcount(None)
    for interval in range(1_000):
        timer.setInterval(interval)
    assert before - sys.getrefcount(None) < 500

    for interval in range(CALLS):
        timer.setInterval(interval)
    assert timer.interval() == CALLS - 1
