"""A fault of the program: what happened, what was kept, and a report without donor data."""

import platform
import traceback
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from financedesk import __version__
from financedesk.ui.widgets.build import button, column, glyph, label, row

_WIDTH = 520


def report_text(error: BaseException, trace: TracebackType | None) -> str:
    """Return the report: versions, the kind of fault and the lines of code it passed.

    The fault's own message is left out, because it may quote a name or an amount.
    """
    frames = traceback.extract_tb(trace)
    places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    system = f"{platform.system()} {platform.release()}"
    versions = f"FinanceDesk {__version__}, Python {platform.python_version()}, Qt {qt_version}"
    return "\n".join([versions, system, kind, *places])


class ErrorDialog(QDialog):
    """Shows a report before it is copied; nothing is ever sent by the program itself."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("FinanceDesk has made a mistake")
        self.setMinimumWidth(_WIDTH)
        self._report = report
        self._details = QPlainTextEdit(report)
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Report")
        self._details.hide()
        words = column(
            label("Something went wrong in the program", "section"),
            label(
                "What you did last may not have been carried out. Everything that was saved "
                "before is safe in the book.",
                wrap=True,
            ),
            label(
                "Go on working, or close and open the window again. If it happens once more, "
                "copy the report and send it to the makers; it holds no donor data.",
                "quiet",
                wrap=True,
            ),
            spacing=6,
        )
        heading = row(spacing=14)
        heading.addWidget(glyph("circle-alert", "bad"))
        heading.addLayout(words, 1)
        buttons = row(
            button("Details", on_click=self._toggle_details),
            button("Copy report", icon="copy", on_click=self.copy_report),
            None,
            button("Close", "primary", on_click=self.accept),
        )
        whole = column(heading, self._details, buttons, spacing=16, margins=(20, 20, 20, 16))
        self.setLayout(whole)

    def copy_report(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)

    def _toggle_details(self) -> None:
        self._details.setVisible(self._details.isHidden())
        self.adjustSize()
