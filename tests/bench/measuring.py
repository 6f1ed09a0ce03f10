"""Measure a function in a process of its own: wall and processor seconds, largest memory."""

import multiprocessing
import re
import resource
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds and megabytes of the process and of those that it started."""

    wall: float
    cpu: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A cost beside its floor, measured in the same run, and what it may be at most."""

    name: str
    ours: Cost
    floor: Cost
    most_ratio: float
    most_mb: float | None = None

    @property
    def ratio(self) -> float:
        """Return our wall time as a multiple of the floor's."""
        return self.ours.wall / self.floor.wall

    @property
    def within(self) -> bool:
        """Whether both bounds hold."""
        fits = self.most_mb is None or self.ours.megabytes <= self.most_mb
        return fits and self.ratio <= self.most_ratio

    def line(self) -> str:
        """Return the figure as one line of the report."""
        bound = "" if self.most_mb is None else f" of {self.most_mb:.0f}"
        return (
            f"{self.name:<44} {self.ours.wall:7.1f} s wall {self.ours.cpu:7.1f} s cpu"
            f"   floor {self.floor.wall:6.1f} s   ratio {self.ratio:4.2f} of {self.most_ratio:.1f}"
            f"   {self.ours.megabytes:5.0f}{bound} MB   {'ok' if self.within else 'OVER'}"
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """What a user waits for, in milliseconds, and what it may be at most on any machine."""

    name: str
    milliseconds: float
    most: float

    @property
    def within(self) -> bool:
        """Whether the bound holds."""
        return self.milliseconds <= self.most

    def line(self) -> str:
        """Return the figure as one line of the report."""
        state = "ok" if self.within else "OVER"
        return f"{self.name:<60} {self.milliseconds:7.1f} ms of {self.most:6.0f} ms   {state}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A time beside that of its floor, both in milliseconds, and what the ratio may be at most."""

    name: str
    ours: float
    floor: float
    most: float

    @property
    def within(self) -> bool:
        """Whether the bound holds."""
        return self.ours <= self.most * self.floor

    def line(self) -> str:
        """Return the figure as one line of the report."""
        state = "ok" if self.within else "OVER"
        return (
            f"{self.name:<60} {self.ours:7.1f} ms   floor {self.floor:6.1f} ms"
            f"   ratio {self.ours / self.floor:4.2f} of {self.most:.1f}   {state}"
        )


@dataclass(frozen=True, slots=True)
class Peak:
    """The largest memory of a process in megabytes, and what it may be at most."""

    name: str
    megabytes: float
    most: float

    @property
    def within(self) -> bool:
        """Whether the bound holds."""
        return self.megabytes <= self.most

    def line(self) -> str:
        """Return the figure as one line of the report."""
        state = "ok" if self.within else "OVER"
        return f"{self.name:<60} {self.megabytes:7.0f} MB of {self.most:6.0f} MB   {state}"


class Reported(Protocol):
    """A figure that knows its bound and its line of the report."""

    @property
    def within(self) -> bool:
        """Whether the bound holds."""

    def line(self) -> str:
        """Return the figure as one line of the report."""


def measured(work: Callable[..., None], *arguments: object) -> Cost:
    """Run ``work`` in a fresh process and return what it took; raises RuntimeError if it fails."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, work, arguments))
    process.start()
    process.join()
    if process.exitcode != 0 or not receiver.poll():
        raise RuntimeError(f"{work.__name__} failed with status {process.exitcode}")
    wall, cpu, megabytes = receiver.recv()
    return Cost(wall, cpu, megabytes)


def _run(sender: Connection, work: Callable[..., None], arguments: tuple[object, ...]) -> None:
    begun_wall, begun_cpu = time.perf_counter(), time.process_time()
    helpers = _Helpers()
    helpers.start()
    work(*arguments)
    wall, cpu = time.perf_counter() - begun_wall, time.process_time() - begun_cpu
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Kilobytes on Linux; both peaks together are the most that there can have been.
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + helpers.end()) / 1024
    sender.send((wall, cpu + theirs.ru_utime + theirs.ru_stime, peak))


class _Helpers(threading.Thread):
    """Looks from time to time how large the processes are that this one has started.

    What the system keeps of them afterwards is at least as large as this process was when it
    started them: until a new process loads its program, its memory is that of the old one.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._over, self._largest = threading.Event(), 0

    def run(self) -> None:
        """Look until the end."""
        while not self._over.wait(_EVERY):
            self._largest = max([self._largest, *map(_peak_of, _started())])

    def end(self) -> int:
        """Return the largest peak of one of them, in kilobytes."""
        self._over.set()
        self.join()
        return self._largest


_EVERY = 0.1


def _started() -> list[str]:
    found: list[str] = []
    for each in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            found += each.read_text(encoding="ascii").split()
    return found


def _peak_of(process: str) -> int:
    """Return the largest memory of a process so far in kilobytes, 0 when it has ended."""
    with suppress(OSError):
        told = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
        found = re.search(r"VmHWM:\s+(\d+)", told)
        return int(found[1]) if found else 0
    return 0
