"""What a page does to the book: each act a job, one unit of work, and one step of undo."""

from collections.abc import Callable
from typing import TypeVar

from financedesk.book.unit import UnitOfWork
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.jobs import Job
from financedesk.ui.pages.form_refusal import RefusableForm, refusing
from financedesk.ui.shell.page import Shell

Result = TypeVar("Result")


class WrittenActs:
    """Writes acts of one kind (``act`` of the roles); ``changes`` is what other pages then read."""

    def __init__(self, shell: Shell, desk: BookDesk, act: str, changes: Changes) -> None:
        self._shell, self._desk = shell, desk
        self._act, self._changes = act, changes

    def write(
        self,
        action: str,
        work: Callable[[UnitOfWork], Result],
        *,
        entity_id: int,
        why: str = "",
        said: str = "",
        on_done: Callable[[Result], None] | None = None,
        form: RefusableForm | None = None,
    ) -> Job:
        """Do one act under the name that undo shows; a refusal is said in the form."""
        desk = self._desk

        def job(_progress: Progress) -> Result:
            with desk.unit_of_work(action, entity_id, act=self._act, why=why) as unit:
                return work(unit)

        def done(result: Result) -> None:
            if on_done is not None:
                on_done(result)
            desk.announce(self._changes)
            if said:
                self._shell.say(said, can_undo=bool(desk.undo_status().undo))

        failed = refusing(self._shell, form)
        return self._shell.runner.database(action, job, on_done=done, on_error=failed, saves=True)
