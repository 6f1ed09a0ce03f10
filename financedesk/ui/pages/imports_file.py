"""The first step of an import: a place to drop the file, and what was wrong with another one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from financedesk.ui.widgets import Banner, DropZone, column, label
from financedesk.ui.widgets.build import row

_TAKEN = (
    "ActBlue’s CSV export of contributions, also zipped or gzipped, or one of your own past "
    "filings (.fec). The file itself is never changed."
)


class FilePanel(QWidget):
    """Takes one file; a wrong one is answered in plain words and nothing is lost."""

    file_given = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.drop = DropZone(
            "Drop a file here",
            "or choose it: it is looked into first, nothing is stored yet",
            kinds="Exports and filings",
            suffixes=(),
        )
        self.drop.setMinimumHeight(200)
        self.banner = Banner(closable=True)
        self.drop.files_given.connect(self._take)
        self.setLayout(
            column(self.banner, self.drop, row(label(_TAKEN, "small", wrap=True)), spacing=10)
        )

    def refuse(self, name: str, reason: str) -> None:
        """Say why a file was not taken."""
        told = reason if name in reason else f"{name}: {reason}"
        self.banner.say(f"{told} Nothing was stored; choose another file.", "bad")

    def say(self, words: str) -> None:
        """Say something that is no fault, such as that the work was stopped."""
        self.banner.say(words, "info")

    def _take(self, paths: Sequence[Path]) -> None:
        if len(paths) > 1:
            self.banner.say(
                f"One file at a time: {paths[0].name} was taken; drop the next one when it is in.",
                "info",
            )
        else:
            self.banner.say("")
        self.file_given.emit(paths[0])
