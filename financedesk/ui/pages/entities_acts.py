"""What the Entities page does to the book: each act a job, one unit of work, and one undo."""

from collections.abc import Callable
from typing import TypeVar

from financedesk.book.unit import UnitOfWork
from financedesk.errors import Refused
from financedesk.progress import Progress
from financedesk.rules.roles import ENTITIES
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.jobs import Job
from financedesk.ui.pages.form_refusal import RefusableForm, refusing
from financedesk.ui.shell.page import Shell

Result = TypeVar("Result")


class EntityActs:
    """Writes entities, accounts, units and members; the desk knows of it before pages are told."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        self._shell, self._desk = shell, desk

    def write(
        self,
        action: str,
        work: Callable[[UnitOfWork], Result],
        *,
        entity_id: int | None = None,
        said: str = "",
        on_done: Callable[[Result], None] | None = None,
        form: RefusableForm | None = None,
    ) -> Job:
        """Do one act under the name that undo shows; a refusal is said in the form.

        Without ``entity_id`` it is about the whole organisation, and needs the right to all of it.
        """
        desk = self._desk

        def job(_progress: Progress) -> Result:
            if entity_id is None and not desk.may_write_all:
                raise Refused(
                    "Only a treasurer or administrator of every entity changes the organisation;"
                    " ask one of them."
                )
            with desk.unit_of_work(
                action, *(() if entity_id is None else (entity_id,)), act=ENTITIES
            ) as unit:
                result = work(unit)
            desk.reread()
            return result

        def done(result: Result) -> None:
            desk.announce(Changes.everything())
            if on_done is not None:
                on_done(result)
            if said:
                self._shell.say(said, can_undo=bool(desk.undo_status().undo))

        failed = refusing(self._shell, form)
        return self._shell.runner.database(action, job, on_done=done, on_error=failed, saves=True)
