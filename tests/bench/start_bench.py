"""From the command to a painted window, against a bare window with the same libraries."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from tests.bench.measuring import Cost, Figure

RUNS = 7


def run(rows: int) -> list[Figure]:
    """Measure both starts in turn, several times; the medians count. ``rows`` does not matter."""
    del rows
    with tempfile.TemporaryDirectory() as folder:
        book = f"{folder}/sample.fdesk"
        make = [sys.executable, "-m", "financedesk", "book", "sample", "--book", book]
        subprocess.run(make, check=True, capture_output=True)
        setting = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FINANCEDESK_BOOK": book,
                   "XDG_CONFIG_HOME": folder}  # fmt: skip
        pairs = [
            (started("tests.bench.start_ours", setting), started("tests.bench.start_bare", setting))
            for _ in range(RUNS)
        ]
    ours, floor = (_median([pair[side] for pair in pairs]) for side in (0, 1))
    return [Figure("cold start to a painted window", ours, floor, most_ratio=1.5)]


def started(module: str, setting: dict[str, str]) -> Cost:
    """Run a module to its end and return what the whole process took."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", module], env=setting)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{module} failed with status {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(time.perf_counter() - begun, cpu, usage.ru_maxrss / 1024)


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.megabytes for cost in costs),
    )
