"""Settings that are read: every shortcut, and whose work the program stands on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout

from financedesk.resources import resource
from financedesk.ui.pages.settings_section import Section
from financedesk.ui.shell.about import NOTICES, about_heading
from financedesk.ui.shell.main_window import MainWindow
from financedesk.ui.shell.page import Shell
from financedesk.ui.shell.shortcut_sheet import shortcut_groups
from financedesk.ui.widgets.build import button, column, label, line, row, set_shown

_LICENCE_HEIGHT = 220


class KeyboardSection(Section):
    """Every shortcut of the desk, as F1 shows it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        entries = shell.entries if isinstance(shell, MainWindow) else ()
        for title, keys in shortcut_groups(shell.commands, entries):
            card = self.card(title)
            card.body.setSpacing(6)
            for words, key in keys:
                one = row(spacing=12)
                one.addWidget(label(words, wrap=True), 1)
                one.addWidget(label(key, "key"), 0, Qt.AlignmentFlag.AlignTop)
                card.body.addLayout(one)


class AboutSection(Section):
    """Version, licences with their texts, and where the log lies."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.card("FinanceDesk").body.addLayout(about_heading())
        licences = self.card("Licences")
        for place, notice in enumerate(NOTICES):
            if place:
                licences.body.addWidget(line())
            words = column(label(notice.work, "name"), label(notice.words, "small", wrap=True))
            licences.body.addLayout(words)
            if notice.text:
                self._offer_text(licences.body, notice.work, notice.text)
        log = shell.log_place if isinstance(shell, MainWindow) else ""
        if log:
            card = self.card("Log", "Places in the program and times; no donor data")
            where = label(log, "small", wrap=True)
            where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card.body.addWidget(where)

    @staticmethod
    def _offer_text(body: QVBoxLayout, work: str, parts: tuple[str, ...]) -> None:
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setFixedHeight(_LICENCE_HEIGHT)
        text.setAccessibleName(f"Licence of {work}")
        text.hide()

        def toggle() -> None:
            if not text.toPlainText():
                text.setPlainText(resource(*parts).read_text(encoding="utf-8"))
            set_shown(text, shown=text.isHidden())

        body.addLayout(
            row(
                button("Show the licence", "link", name=f"Licence of {work}", on_click=toggle), None
            )
        )
        body.addWidget(text)
