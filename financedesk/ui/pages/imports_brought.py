"""What the checks find about an import, told beside what was stored."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from financedesk.compliance.after_import import found_of_import, import_words
from financedesk.compliance.finding import Finding
from financedesk.errors import FinanceDeskError
from financedesk.progress import Progress
from financedesk.rules.checks import BLOCK, WARN
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.widgets import button, label, row
from financedesk.ui.widgets.build import set_shown, set_tone


class ImportFindings(QWidget):
    """One sentence on the findings of an import; ``wanted`` follows the way to their page."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._latest = Latest()
        self.words = label("", "small", wrap=True)
        self.show_them = button(
            "Show on Compliance", icon="shield-check", on_click=self.wanted.emit
        )
        line = row(spacing=12)
        line.addWidget(self.words, 1)
        line.addWidget(self.show_them)
        self.setLayout(line)
        self.hide()

    def look(self, desk: BookDesk, runner: JobRunner, batch_id: int | None) -> None:
        """Look through the books for what an import brought; None hides what was said before."""
        self._latest.stop()
        set_shown(self, shown=batch_id is not None)
        set_shown(self.show_them, shown=False)
        set_tone(self.words, "")
        if batch_id is None:
            return
        self.words.setText("The checks look through what came in.")
        book, rows, today = desk.book, desk.entity_rows(), desk.today

        def search(progress: Progress) -> tuple[Finding, ...]:
            with book.read() as connection:
                return found_of_import(connection, batch_id, rows, today, progress)

        deliver = self._latest.only(self._take)
        self._latest.replace(
            runner.background("Checking what came in", search, on_done=deliver, on_error=deliver)
        )

    def _take(self, found: tuple[Finding, ...] | FinanceDeskError) -> None:
        if isinstance(found, FinanceDeskError):
            self.words.setText(str(found))
            return
        levels = {one.level for one in found}
        self.words.setText(import_words(found))
        set_tone(self.words, "bad" if BLOCK in levels else "warn" if WARN in levels else "")
        set_shown(self.show_them, shown=bool(found))
