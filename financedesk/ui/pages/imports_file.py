"""The first step of an import: a place to drop the file, and what was wrong with another one."""

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from financedesk.intake.asking import Question
from financedesk.ui.widgets import Banner, DropZone, button, column, label
from financedesk.ui.widgets.build import row

_TAKEN = (
    "A processor’s export of gifts, any other table of gifts (CSV or a workbook), also zipped, a "
    "bank’s statement (OFX, QFX, QIF, CAMT, MT940, CSV), or one of your own past filings (.fec). "
    "The file itself is never changed."
)


_IN_THE_SHELL = re.compile(r"[;,:]? say (?:it|which) with --.*", re.DOTALL)
"""How a question tells the shell to answer it; here there are buttons."""


class FilePanel(QWidget):
    """Takes one file; a wrong one is answered in plain words and nothing is lost.

    ``answered`` carries what a question about the file was about, and the answer.
    """

    file_given = Signal(Path)
    answered = Signal(str, str)

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
        self.answers: list[QPushButton] = []
        self._answers = row(spacing=8)
        body = column(self.banner, spacing=10)
        body.addLayout(self._answers)
        body.addWidget(self.drop)
        body.addLayout(row(label(_TAKEN, "small", wrap=True)))
        self.setLayout(body)

    def refuse(self, name: str, reason: str) -> None:
        """Say why a file was not taken."""
        told = reason if name in reason else f"{name}: {reason}"
        self.banner.say(f"{told} Nothing was stored; choose another file.", "bad")

    def ask(self, question: Question) -> None:
        """Let the user answer what the file leaves open."""
        self.banner.say(_IN_THE_SHELL.sub(".", str(question)), "warn")
        for value, words in question.choices:
            made = button(words, on_click=partial(self.answered.emit, question.option, value))
            self._answers.addWidget(made)
            self.answers.append(made)
        self._answers.addStretch(1)
        if self.answers:
            self.answers[0].setFocus()

    def forget(self) -> None:
        """Take away what was said and asked of another file."""
        self.banner.say("")
        self.answers.clear()
        while (item := self._answers.takeAt(0)) is not None:
            if (made := item.widget()) is not None:
                made.deleteLater()

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
