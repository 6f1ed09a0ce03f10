"""Where a file is dropped, or chosen by those who prefer a dialog or a keyboard."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame

from financedesk.ui.widgets.build import button, column, glyph, label, row, set_look, set_tone


class DropZone(QFrame):
    """Takes one or more files; ``files_given`` carries their paths."""

    files_given = Signal(list)

    def __init__(self, title: str, text: str, *, kinds: str, suffixes: Sequence[str]) -> None:
        """``kinds`` names the files in the dialog; an empty ``suffixes`` takes every file."""
        super().__init__()
        set_look(self, "drop")
        self.setAcceptDrops(True)
        self._kinds, self._suffixes = kinds, tuple(suffix.lower() for suffix in suffixes)
        self._browse = button("Choose a file…", icon="folder-open", on_click=self.browse)
        self.setAccessibleName(title)
        self.setLayout(
            column(
                None,
                row(None, glyph("upload"), None),
                row(None, label(title, "section"), None),
                row(None, label(text, "quiet"), None),
                row(None, self._browse, None),
                None,
                spacing=10,
                margins=(24, 28, 24, 28),
            )
        )

    def browse(self) -> None:
        """Ask for files with the system's dialog."""
        pattern = " ".join(f"*{suffix}" for suffix in self._suffixes) or "*"
        chosen, _kind = QFileDialog.getOpenFileNames(
            self, "Choose a file", "", f"{self._kinds} ({pattern});;All files (*)"
        )
        if chosen:
            self.files_given.emit([Path(name) for name in chosen])

    def _files(self, data: QMimeData) -> list[Path]:
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        return [
            path for path in paths if not self._suffixes or path.suffix.lower() in self._suffixes
        ]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Light up for files that can be taken."""
        if self._files(event.mimeData()):
            set_tone(self, "over")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Go back to rest."""
        set_tone(self, "")

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over what was dropped."""
        set_tone(self, "")
        if files := self._files(event.mimeData()):
            event.acceptProposedAction()
            self.files_given.emit(files)
