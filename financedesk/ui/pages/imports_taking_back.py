"""An import on its way back: at once, or after what stands on it was listed."""

from collections.abc import Callable

from financedesk.intake.past_imports import PastImport
from financedesk.intake.undoing import UndoneImport, undo_import
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import counted
from financedesk.ui.pages.imports_past import Dependents
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import JobPanel


class TakingBack:
    """Takes imports back; ``gone`` is told the number of each that went."""

    def __init__(
        self,
        shell: Shell,
        desk: BookDesk,
        panels: tuple[JobPanel, Dependents],
        gone: Callable[[int], None],
    ) -> None:
        self._shell, self._desk, self._gone = shell, desk, gone
        self._job, self._dependents = panels

    def undo(self, one: PastImport, *, cascade: bool = False) -> None:
        """Take an import back; what stands on it is listed first unless it goes as well."""
        desk = self._desk

        def work(_progress: Progress) -> UndoneImport:
            with desk.writing() as book:
                return undo_import(book, one.id, cascade=cascade)

        def undone(result: UndoneImport) -> None:
            if not result.removed:
                self._dependents.ask(one, result.depends)
                return
            self._shell.say(
                f"{one.file_name} was taken back: {counted(result.removed, 'row')} removed"
            )
            self._gone(one.id)
            desk.announce(Changes.everything())

        job = self._shell.runner.database(
            f"Taking back {one.file_name}", work, on_done=undone, saves=True
        )
        self._job.follow(job)
