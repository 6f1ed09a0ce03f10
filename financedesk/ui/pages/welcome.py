"""What stands on the page while no book is open: make one, open one, or look at the sample."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from financedesk.ui.shell.brand import BrandMark
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets.build import (
    button,
    clear,
    column,
    glyph,
    icon_label,
    label,
    row,
    set_look,
    set_shown,
)
from financedesk.ui.widgets.eliding_label import ElidingLabel

_WIDTH = 760
_CHOICES = (
    (
        "plus", "Create a book", ("For your own organisation: its entities, accounts and the "
        "first day that it answers for."), "file.new",
    ),
    (
        "folder-open", "Open a book", "A .fdesk file on this computer or on a shared drive.",
        "file.open",
    ),
    (
        "book-open", "Explore the sample", ("An invented state party with six entities and two "
        "years of entries. Nothing in it is real."), "file.sample",
    ),
)  # fmt: skip


class Choice(QPushButton):
    """One way to begin, as large as a card."""

    def __init__(self, icon: str, title: str, why: str) -> None:
        super().__init__()
        self.setProperty("look", "choice")
        self.setAccessibleName(title)
        self.setAccessibleDescription(why)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        words = column(label(title, "card-title"), label(why, "small", wrap=True), spacing=4)
        content = column(glyph(icon), words, None, spacing=12, margins=(16, 16, 16, 14))
        self.setLayout(content)
        self.setMinimumHeight(150)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class Welcome(QWidget):
    """Three ways to begin and the books that were open before; ``wanted`` carries a place."""

    wanted = Signal(str)
    forgotten = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setAccessibleName("Welcome")
        self.choices: dict[str, Choice] = {}
        heading = row(BrandMark(), spacing=14)
        heading.addLayout(
            column(
                label("Welcome to FinanceDesk", "page-title"),
                label("The finance desk of a political organisation, tied to the cent.", "quiet"),
                spacing=2,
            ),
            1,
        )
        cards = row(spacing=16)
        for icon, title, why, command in _CHOICES:
            made = Choice(icon, title, why)
            made.clicked.connect(lambda _on, command=command: shell.commands.run(command))
            self.choices[command] = made
            cards.addWidget(made, 1)
        self._recent_title = label("Open before", "small-strong")
        self._recent = column(spacing=2)
        before = column(self._recent_title, self._recent, spacing=6)
        body = column(heading, cards, before, spacing=18)
        holder = QWidget()
        holder.setMaximumWidth(_WIDTH)
        holder.setLayout(body)
        middle = row(None, spacing=0)
        middle.addWidget(holder, 8)
        middle.addStretch(1)
        whole = column(spacing=0, margins=(0, 16, 0, 24))
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(2)
        self.setLayout(whole)
        self.show_recent(())

    def show_recent(self, places: Sequence[str]) -> None:
        """List the books that were open before, the newest first."""
        clear(self._recent)
        for place in places:
            self._recent.addWidget(self._book(place))
        set_shown(self._recent_title, shown=bool(places))

    def _book(self, place: str) -> QWidget:
        name, where, found = _words_of(place)
        made = QFrame()
        set_look(made, "attention")
        words = column(ElidingLabel(name, "name"), ElidingLabel(where, "small"), spacing=1)
        content = row(icon_label("database"), spacing=12, margins=(8, 5, 4, 5))
        content.addLayout(words, 1)
        if found:
            content.addWidget(
                button("Open", name=f"Open {name}", on_click=lambda: self.wanted.emit(place))
            )
        else:
            content.addWidget(
                button("Remove", "link", name=f"Remove {name} from the list",
                       on_click=lambda: self.forgotten.emit(place))
            )  # fmt: skip
        made.setLayout(content)
        return made


def _words_of(place: str) -> tuple[str, str, bool]:
    """Return a book's name, where it lies and since when, and whether it is there."""
    if "://" in place:
        return place.rpartition("/")[2], place, True
    path = Path(place)
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OSError:
        return path.name, f"{path.parent} · no longer there", False
    return path.name, f"{path.parent} · changed {changed:%b} {changed.day}, {changed.year}", True
