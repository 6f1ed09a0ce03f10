"""What the buttons of one filing do: finalise, reopen, number, amend, export, compare."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from financedesk.book import UnitOfWork
from financedesk.errors import FinanceDeskError
from financedesk.ledger import filings as kept
from financedesk.ledger.filings import Filing
from financedesk.progress import Progress
from financedesk.reports import filing as reports
from financedesk.reports.kept import FilingChanges, compare_with_previous, export_again
from financedesk.rules.roles import FILE
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Job
from financedesk.ui.pages.filings_changes import ChangesPanel
from financedesk.ui.pages.filings_form import NumberForm
from financedesk.ui.pages.filings_work import FilingView
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import ConfirmDialog

FOLDER = "filings/folder"
FILED = Changes(frozenset({Area.FILINGS, Area.COMPLIANCE, Area.CONTRIBUTIONS, Area.DONORS}))
"""What a filing's change of state may change on the pages: rows are locked or unlocked."""


class Host(Protocol):
    """The page on which a filing is shown."""

    @property
    def view(self) -> FilingView:
        """The filing that is shown."""

    def failed(self, error: FinanceDeskError) -> None:
        """Say why a job came to nothing."""

    def follow(self, job: Job) -> None:
        """Show a job's progress."""

    def read_again(self, filing_id: int) -> None:
        """Show a filing as it is now."""


class FilingActs:
    """Carries out what the filing that is shown is asked to do; ``prepare`` belongs to the page."""

    def __init__(
        self, shell: Shell, host: Host, parent: QWidget, prepare: Callable[[], object]
    ) -> None:
        self._shell, self._host, self._parent = shell, host, parent
        self._desk = book_desk(shell)
        self.dialog: ConfirmDialog | None = None
        self._acts: dict[str, Callable[[], object]] = {
            "prepare": prepare, "finalise": self._ask_finalise, "reopen": self._reopen,
            "number": self._ask_number, "amend": self._amend, "folder": self._open_folder,
            "compare": self._compare, "fec": lambda: self._export("fec"),
            "pdf": lambda: self._export("pdf"), "xlsx": lambda: self._export("xlsx"),
        }  # fmt: skip

    def run(self, key: str) -> None:
        """Do what a button is for."""
        self._acts[key]()

    # --- where files go

    def folder(self) -> Path:
        """Return the folder that files went to last."""
        known = str(self._shell.settings.value(FOLDER, "") or "")
        return Path(known) if known else Path.home() / "FinanceDesk filings"

    def folder_of(self, filing: Filing) -> Path:
        """Return the folder that a filing's own files went to."""
        known = str(self._shell.settings.value(f"{FOLDER}/{filing.id}", "") or "")
        return Path(known) if known else self.folder()

    def remember_folder(self, filing_id: int, folder: Path) -> None:
        """Keep where a filing's files went, also for the next one."""
        self._shell.settings.setValue(FOLDER, str(folder))
        self._shell.settings.setValue(f"{FOLDER}/{filing_id}", str(folder))

    # --- states

    def _ask_finalise(self) -> None:
        view = self._host.view
        self.dialog = ConfirmDialog(
            f"Finalise the {view.row.title}?",
            "Its file is frozen as it stands, and every entry of its days is locked. Until it is "
            "filed, Reopen takes it back to a draft; after that only an amendment changes it.",
            f"Finalise {view.row.title}",
            lambda: self.finalise(view.row.filing.id),
            self._parent.window(),
        )
        self.dialog.open()

    def finalise(self, filing_id: int) -> None:
        """Freeze a draft and lock its rows, in a job."""
        desk, title = self._desk, self._host.view.row.title

        def work(_progress: Progress) -> Filing:
            with desk.writing() as book:
                return reports.finalise(book, filing_id)

        def done(_filing: Filing) -> None:
            self._desk.announce(FILED)
            self._shell.say(f"{title} is final; its entries are locked")

        job = self._shell.runner.database(
            f"Finalising {title}", work, on_done=done, on_error=self._host.failed, saves=True
        )
        self._host.follow(job)

    def _change(self, action: str, change: kept.FilingChange, said: str) -> None:
        filing, desk = self._host.view.row.filing, self._desk

        def work(_progress: Progress) -> Changes:
            with desk.unit_of_work(action, filing.entity_id, act=FILE) as unit:
                change(unit, kept.filing_by_id(unit.connection, filing.id))
            return FILED

        self._shell.act(action, work, said=said)

    def _reopen(self) -> None:
        said = f"{self._host.view.row.title} is a draft again; its entries can be changed"
        self._change("Reopen filing", kept.reopen, said)

    def _amend(self) -> None:
        title = self._host.view.row.title
        self._change(
            "Amend filing", kept.amend,
            f"The entries of the {title} can be corrected; then prepare the amendment",
        )  # fmt: skip

    def _ask_number(self) -> None:
        view = self._host.view
        form = NumberForm(view.row.filing, view.row.title, self.record_number)
        filing = view.row.filing
        self._shell.open_drawer(
            "Record FEC number", form, entity_id=filing.entity_id, about=filing.id
        )
        form.number.setFocus()

    def record_number(self, number: str) -> None:
        """Record the FEC's number of the filing that is shown; a final one counts as filed."""
        self._shell.close_drawer()
        title = self._host.view.row.title

        def mark(unit: UnitOfWork, filing: Filing) -> None:
            kept.mark_filed(unit, filing, number)

        self._change("Record filing number", mark, f"{title} is filed as {number}")

    def _export(self, output: str) -> None:
        folder = QFileDialog.getExistingDirectory(
            self._parent, "Folder for the file", str(self.folder_of(self._host.view.row.filing))
        )
        if folder:
            self.export(output, Path(folder))

    def export(self, output: str, folder: Path) -> None:
        """Write one output of the filing that is shown once more, in a job."""
        book, filing = self._desk.book, self._host.view.row.filing

        def work(progress: Progress) -> tuple[Path, ...]:
            return export_again(book, filing.id, folder, (output,), progress)

        def done(files: tuple[Path, ...]) -> None:
            self._shell.settings.setValue(f"{FOLDER}/{filing.id}", str(folder))
            self._shell.say(f"Written: {files[0].name}" if len(files) == 1 else
                           f"Written: {counted(len(files), 'file')} in {folder}")  # fmt: skip
            self._shell.notify(f"Exported {output.upper()}", str(folder), tone="ok")
            self._host.read_again(filing.id)

        job = self._shell.runner.background(
            f"Exporting {output.upper()}", work, on_done=done, on_error=self._host.failed
        )
        self._host.follow(job)

    def _open_folder(self) -> None:
        folder = self.folder_of(self._host.view.row.filing)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _compare(self) -> None:
        book, view = self._desk.book, self._host.view

        def done(changes: FilingChanges) -> None:
            self._shell.open_drawer("Changes since the version before", ChangesPanel(changes))

        job = self._shell.runner.background(
            "Comparing versions",
            lambda _progress: compare_with_previous(book, view.row.filing.id),
            on_done=done, on_error=self._host.failed,
        )  # fmt: skip
        self._host.follow(job)
