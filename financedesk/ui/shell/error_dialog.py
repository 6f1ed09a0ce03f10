"""A fault of the program: what happened, what was kept, and a report without donor data."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QDialog, QFileDialog, QPlainTextEdit, QWidget

from financedesk.errors import BadInput
from financedesk.ui.formatting import counted
from financedesk.ui.widgets.build import button, column, glyph, label, row, set_shown

_WIDTH = 560
_FILE_NAME = "FinanceDesk report.txt"


@dataclass(frozen=True)
class Story:
    """What a fault is told as: its heading, what happened, what was kept, what to do."""

    title: str
    happened: str
    kept: Sequence[str]
    to_do: str


MISTAKE = Story(
    "Something went wrong in the program",
    "What you did last may not have been carried out.",
    ("Everything that was saved before is safe in the book.",),
    "Go on working, or close and open the window again. If it happens once more, send the "
    "report to the makers; it holds no donor data.",
)
CRASH = Story(
    "FinanceDesk ended by itself the last time",
    "The program stopped without being asked to.",
    (
        "Everything that was saved is safe in the book: each save is complete or not there at all.",
        "What you were typing is kept in the book as well; open the page or the form again.",
    ),
    "Look whether your last entry is there. To help the makers, send them the report; it holds "
    "no donor data.",
)


def save_report(report: str, target: Path) -> None:
    """Write a report to a file; BadInput when that is not possible."""
    try:
        target.write_text(f"{report}\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(
            f"{target.name} cannot be written ({error.strerror}); choose another folder."
        ) from error


class ErrorDialog(QDialog):
    """Shows a report before it is copied or saved; nothing is ever sent by the program itself.

    It stands beside the work and blocks nothing.
    """

    def __init__(
        self,
        report: str,
        parent: QWidget | None = None,
        *,
        story: Story = MISTAKE,
        kept: Sequence[str] = (),
        log: str = "",
    ) -> None:
        """``kept`` are sentences beyond the story's own; ``log`` is where the log file lies."""
        super().__init__(parent)
        self.setWindowTitle("FinanceDesk has made a mistake")
        self.setMinimumWidth(_WIDTH)
        self.setModal(False)
        self.report = report
        self._more = 0
        self._said = label("", "small")
        self._said.hide()
        self._details = QPlainTextEdit(report)
        self._details.setReadOnly(True)
        self._details.setMinimumHeight(180)
        self._details.setAccessibleName("Report")
        self._details.hide()
        self._where = label(f"Log: {log}", "small", wrap=True)
        self._where.hide()
        self._has_log = bool(log)
        heading = row(spacing=14)
        heading.addWidget(glyph("circle-alert", "bad"), 0, Qt.AlignmentFlag.AlignTop)
        heading.addLayout(self._words(story, (*story.kept, *kept)), 1)
        self.setLayout(
            column(
                heading,
                self._details,
                self._where,
                self._said,
                self._buttons(),
                spacing=14,
                margins=(20, 20, 20, 16),
            )
        )

    def add_one(self) -> None:
        """Say that one more fault came while this one is shown; it stands in the log."""
        self._more += 1
        self._say(f"Since then {counted(self._more, 'more mistake')}; the log has the places.")

    def copy_report(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report)
        self._say("The report is on the clipboard.")

    def choose_file(self) -> None:
        """Ask where to, and write the report to a file."""
        path, _filter = QFileDialog.getSaveFileName(
            self, "Save report", str(Path.home() / _FILE_NAME), "Text (*.txt)"
        )
        if not path:
            return
        try:
            save_report(self.report, Path(path))
        except BadInput as error:
            self._say(str(error))
        else:
            self._say(f"Saved as {Path(path).name}.")

    def _words(self, story: Story, kept: Sequence[str]) -> QBoxLayout:
        words = column(label(story.title, "section"), label(story.happened, wrap=True), spacing=6)
        words.addWidget(label("What was kept", "small-strong"))
        for sentence in kept:
            words.addWidget(label(sentence, wrap=True))
        words.addWidget(label("What to do", "small-strong"))
        words.addWidget(label(story.to_do, "quiet", wrap=True))
        return words

    def _buttons(self) -> QBoxLayout:
        return row(
            button("Details", on_click=self._toggle_details),
            button("Copy report", icon="copy", on_click=self.copy_report),
            button("Save report", icon="save", on_click=self.choose_file),
            None,
            button("Close", "primary", on_click=self.accept),
        )

    def _say(self, words: str) -> None:
        self._said.setText(words)
        set_shown(self._said, shown=bool(words))

    def _toggle_details(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self._where.setVisible(shown and self._has_log)
        self.adjustSize()
