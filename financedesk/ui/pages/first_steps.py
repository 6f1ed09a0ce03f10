"""What a new book says: three steps to the first figure, each ticked when it is done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from financedesk.rules.roles import IMPORT, RECORD, SEE
from financedesk.ui.book_desk import book_desk
from financedesk.ui.pages.dashboard_figures import Beginnings
from financedesk.ui.shell.page import Shell
from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.widgets import Card, label, row
from financedesk.ui.widgets.build import allow, button, column, glyph, set_tone

_WIDTH = 620


class _Step(QWidget):
    """One step: a tick, what it is, why, and the button that does it."""

    def __init__(self, title: str, why: str, act: QPushButton | None) -> None:
        super().__init__()
        self._mark: QLabel = glyph("minus")
        words = column(label(title, "name"), label(why, "small", wrap=True), spacing=2)
        content = row(self._mark, spacing=14, margins=(0, 8, 0, 8))
        content.addLayout(words, 1)
        if act is not None:
            content.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(content)
        self._title = title
        self.show_done(done=False)

    def show_done(self, *, done: bool) -> None:
        """Tick the step, or not."""
        tone = "ok" if done else "neutral"
        set_tone(self._mark, tone)
        bind_icon(self._mark, "check" if done else "arrow-right", current_theme(),
                  "ok" if done else "text_2")  # fmt: skip
        self.setAccessibleName(f"{self._title}: {'done' if done else 'to do'}")


class FirstSteps(QWidget):
    """Accounts, people and past filings, the first contribution."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        card = Card("Three steps to your first report", "Nothing is recorded in this book yet.")
        known = {command.command_id for command in shell.commands.commands()}
        import_it = None
        if "go.import" in known:
            import_it = button("Import a file", "primary", on_click=lambda: shell.go("import"))
        entities = None
        if "go.entities" in known:
            entities = button("Open Entities", on_click=lambda: shell.go("entities"))
        record = button(
            "Record contribution", on_click=lambda: shell.commands.run("contributions.record")
        )
        self._desk = book_desk(shell)
        self.buttons = {
            act: made for act, made in ((SEE, entities), (IMPORT, import_it), (RECORD, record))
            if made is not None
        }  # fmt: skip
        self.accounts = _Step(
            "Entities and bank accounts",
            "Each committee with the accounts it keeps its money in, and whose money it may take.",
            entities,
        )
        self.imported = _Step(
            "Import what you have",
            "A processor’s export or a past .fec filing brings donors, gifts and balances.",
            import_it,
        )
        self.recorded = _Step(
            "Record a contribution", "Type the first check, and see where it stands.", record
        )
        for step in (self.accounts, self.imported, self.recorded):
            card.body.addWidget(step)
        holder = QFrame()
        holder.setMaximumWidth(_WIDTH)
        holder.setLayout(column(card))
        self.setLayout(column(None, row(None, holder, None), None, None))
        holder.setMinimumWidth(min(_WIDTH, 520))

    def show_progress(self, begun: Beginnings) -> None:
        """Tick what is done, and let that be pressed which the user may do now."""
        for act, made in self.buttons.items():
            allow(made, self._desk.why_not(act))
        self.accounts.show_done(done=begun.accounts)
        self.imported.show_done(done=begun.people)
        self.recorded.show_done(done=begun.items)
