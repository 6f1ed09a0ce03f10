"""Rows put right by hand, in jobs: their cells are read, and the file is tried again."""

from collections.abc import Callable
from dataclasses import replace

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.intake.row_cells import RowCells
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import count
from financedesk.ui.jobs import Job, Latest
from financedesk.ui.pages.imports_rows import RowsPanel
from financedesk.ui.pages.imports_work import Found, FoundFiling, Looked, look, read_cells
from financedesk.ui.shell.page import Shell


class RowsTrying:
    """Serves the step of the rows; ``show`` takes what a try has found."""

    def __init__(
        self, shell: Shell, desk: BookDesk, panel: RowsPanel, show: Callable[[Found], None]
    ) -> None:
        self._shell, self._desk, self._panel, self._show = shell, desk, panel, show
        self._trying, self._reading = Latest(), Latest()

    def forget(self) -> None:
        """Forget the file; answers that still come are dropped."""
        self._trying.stop()
        self._reading.stop()
        self._panel.forget()

    def read(self, found: Found | FoundFiling | None, number: int) -> None:
        """Read the cells of a row, and of those around it."""
        if not isinstance(found, Found):
            return

        def work(progress: Progress) -> dict[int, RowCells]:
            return read_cells(found, number, progress)

        def read(result: dict[int, RowCells] | FinanceDeskError) -> None:
            if not isinstance(result, FinanceDeskError):
                self._panel.take_cells(result)
            elif not isinstance(result, Cancelled):
                self._panel.refuse(str(result))

        deliver = self._reading.only(read)
        title = f"Reading row {count(number)} of {found.path.name}"
        job = self._shell.runner.background(title, work, on_done=deliver, on_error=deliver)
        self._reading.replace(job)

    def again(self, found: Found, then: Callable[[], None], *, people: bool = False) -> Job:
        """Try a file with what was put right by hand, and go on where it can be taken.

        ``people`` asks as well which of its donors may have a card already.
        """
        desk = self._desk
        options = replace(found.options, mending=self._panel.draft.mending, people=())

        def work(progress: Progress) -> Looked:
            with desk.writing() as book:
                return look(book, found.path, options, progress, people=people)

        def tried(result: Looked | FinanceDeskError) -> None:
            if isinstance(result, Found):
                self._show(result)
                then()
            elif isinstance(result, FinanceDeskError) and not isinstance(result, Cancelled):
                self._panel.refuse(f"{result} Nothing was stored.")

        deliver = self._trying.only(tried)
        name = found.path.name
        job = self._shell.runner.database(
            f"Comparing the donors of {name}" if people else f"Trying {name}",
            work,
            on_done=deliver,
            on_error=deliver,
        )
        self._trying.replace(job)
        return job
