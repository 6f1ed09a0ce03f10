"""How long work reports its progress and learns that it should stop."""

from typing import Protocol, runtime_checkable


class Progress(Protocol):
    """Told of each step; raises ``errors.Cancelled`` when the user wants to stop."""

    def step(self, done: int, total: int | None, text: str) -> None:
        """Report ``done`` of ``total`` (None: not known) with a short text."""


@runtime_checkable
class Stoppable(Protocol):
    """Progress that can be asked between two steps, from any thread, whether to stop."""

    @property
    def stopping(self) -> bool:
        """Whether the next step will raise ``errors.Cancelled``."""


class Silent:
    """Progress that nobody watches."""

    def step(self, done: int, total: int | None, text: str) -> None:
        """Take the report and do nothing with it."""
