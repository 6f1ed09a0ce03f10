"""Measure a function in a process of its own: wall and processor seconds, largest memory."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
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
    work(*arguments)
    wall, cpu = time.perf_counter() - begun_wall, time.process_time() - begun_cpu
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    # ru_maxrss is in kilobytes on Linux; both peaks together are the most that there can have been.
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + helpers.ru_maxrss) / 1024
    sender.send((wall, cpu + helpers.ru_utime + helpers.ru_stime, peak))
