"""What lists of a page do by forms in the drawer: ask the book, open a form, write, read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.written_acts import WrittenActs

if TYPE_CHECKING:
    from collections.abc import Callable

    from financedesk.book import Reading
    from financedesk.book.unit import UnitOfWork
    from financedesk.progress import Progress
    from financedesk.ui.book_desk import BookDesk
    from financedesk.ui.desk import Changes
    from financedesk.ui.pages.drawer_form import DrawerForm
    from financedesk.ui.shell.page import Shell

Found = TypeVar("Found")


class DrawerActs:
    """Acts of one list; ``form`` is the form that was opened last.

    ``changes`` is what other pages then read, ``refresh`` reads the list anew.
    """

    def __init__(
        self, shell: Shell, desk: BookDesk, changes: Changes, refresh: Callable[[], None]
    ) -> None:
        self._shell, self._desk, self._refresh = shell, desk, refresh
        self._written = {act: WrittenActs(shell, desk, act, changes) for act in (RECORD, CORRECT)}
        self._asking = Latest()
        self.form: DrawerForm | None = None

    def ask(self, question: Callable[[Reading], Found], show: Callable[[Found], None]) -> None:
        """Ask the book something and show the answer, unless something else was asked since."""
        book = self._desk.book

        def read(_progress: Progress) -> Found:
            with book.read() as connection:
                return question(connection)

        job = self._shell.runner.background("Reading", read, on_done=self._asking.only(show))
        self._asking.replace(job)

    def open(self, title: str, form: DrawerForm, entity_id: int, about: int = 0) -> None:
        """Show a form; ``about`` is the row that it is about."""
        self.form = form
        self._shell.open_drawer(title, form, entity_id=entity_id, about=about or None)

    def write(
        self,
        action: str,
        entity_id: int,
        work: Callable[[UnitOfWork], Found],
        form: DrawerForm | None,
        said: str,
        *,
        act: str = RECORD,
        done: Callable[[Found], None] | None = None,
    ) -> None:
        """Do one act and read the list anew; a refusal is said in the form."""

        def finished(result: Found) -> None:
            self._shell.close_drawer()
            if done is not None:
                done(result)
            self._refresh()

        self._written[act].write(
            action, work, entity_id=entity_id, form=form, said=said, on_done=finished
        )
