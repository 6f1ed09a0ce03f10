"""What the rules say of a form while it is filled in: asked away from the window."""

from collections.abc import Callable
from typing import Generic, TypeVar

from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import Latest
from financedesk.ui.shell.page import Shell

Answer = TypeVar("Answer")


class RuleAsker(Generic[Answer]):
    """Asks one question about what a form holds; of several the newest is answered.

    ``answered`` is set once there is a form to be told; one that was closed is told nothing.
    """

    def __init__(self, shell: Shell, desk: BookDesk, rule: Callable[..., Answer]) -> None:
        """``rule`` gets the book's connection and what ``ask`` was given."""
        self._shell, self._desk, self._rule = shell, desk, rule
        self._asking = Latest()
        self.answered: Callable[[Answer], None] | None = None

    def ask(self, *given: object) -> None:
        """Ask the rules about what stands in the form now."""
        book, rule, answered = self._desk.book, self._rule, self.answered

        def read(_progress: Progress) -> Answer:
            with book.read() as connection:
                return rule(connection, *given)

        if answered is not None:
            deliver = self._asking.only(answered)
            job = self._shell.runner.background("Asking the rules", read, on_done=deliver)
            self._asking.replace(job)
