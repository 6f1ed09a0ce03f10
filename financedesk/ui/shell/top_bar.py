"""The line above the page: whose it is, what it is, search, notices, theme, the main action."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from financedesk.ui.actions import ActionRegistry
from financedesk.ui.desk import Desk
from financedesk.ui.shell.entity_switcher import EntityTag
from financedesk.ui.shell.hidden_badge import hidden_badge
from financedesk.ui.shell.notice_panel import Bell
from financedesk.ui.shell.notices import NoticeBoard
from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.theme.tokens import PAGE_MARGIN
from financedesk.ui.widgets.build import button, column, label, row, set_look, set_shown
from financedesk.ui.widgets.chip import Chip
from financedesk.ui.widgets.eliding_label import ElidingLabel

_SEARCH = "Search or run a command"
_WIDE = 1080
_LONG_SEARCH, _SHORT_SEARCH = 300, 170
_TITLE_ROOM = 170
_TIGHTEST = 3
_AROUND_SEARCH = 112  # the icon, the key and the air between them


class TopBar(QWidget):
    """Entity, title and context on the left, search and actions on the right."""

    def __init__(self, actions: ActionRegistry, desk: Desk, notices: NoticeBoard) -> None:
        super().__init__()
        set_look(self, "page")
        self._actions = actions
        self._primary = ""
        self._is_sample = False
        self.entity = EntityTag(desk)
        self.entity.clicked.connect(lambda: actions.run("go.entity"))
        self.title = ElidingLabel("", "page-title")
        self.context = ElidingLabel("", "small")
        self.sample = Chip("Sample", "info")
        self.sample.setToolTip("The organisation in this book is invented.")
        self.hidden = hidden_badge(actions)
        self.search = self._search_button()
        self.bell = Bell(notices)
        self.bell.clicked.connect(lambda: actions.run("view.notices"))
        self.theme_button = button(
            "",
            "icon",
            icon="moon",
            name="Light or dark theme",
            on_click=lambda: actions.run("view.toggle_theme"),
        )
        self.primary = button("", "primary", name="Main action", on_click=self._run_primary)
        bar = row(self.entity, spacing=8, margins=(PAGE_MARGIN, 10, PAGE_MARGIN, 8))
        bar.addSpacing(4)
        bar.addLayout(column(None, self.title, self.context, None, spacing=0), 1)
        on_right = (self.sample, self.hidden, self.search, self.bell, self.theme_button)
        for part in (*on_right, self.primary):
            bar.addWidget(part)
        self.setLayout(bar)
        self.show_sample(shown=False)
        current_theme().changed.connect(self._follow_theme)
        self._follow_theme()

    def show_page(self, title: str, context: str, primary: str) -> None:
        """Name the page, and put its main action on the button."""
        self.title.setText(title)
        self.context.setText(context)
        self.context.setVisible(bool(context))
        self._primary = primary
        self.primary.setVisible(bool(primary))
        if primary:
            command = self._actions.command(primary)
            bind_icon(self.primary, command.icon or "plus", current_theme(), "on_accent")
            self.primary.setAccessibleName(command.words)
            self.primary.setEnabled(self._actions.action(primary).isEnabled())
        self._fit()

    def show_sample(self, *, shown: bool) -> None:
        """Say that the book is the invented one, or not."""
        self._is_sample = shown
        set_shown(self.sample, shown=shown)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the title its room: what stands beside it gets shorter, step by step."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the widest of four forms that leaves the title its room.

        First goes the length of search and names, then the words of search and entity, last
        those of the main action; every button stays, with its name for a screen reader.
        """
        for level in range(int(self.width() < _WIDE), _TIGHTEST + 1):
            self._tighten(level)
            if self._taken() + self._title_room() <= self.width():
                break

    def _title_room(self) -> int:
        """Return how wide the title is; a short one leaves room for the line under it."""
        return max(_TITLE_ROOM, self.title.fontMetrics().horizontalAdvance(self.title.text()) + 2)

    def _tighten(self, level: int) -> None:
        self.entity.set_narrow(narrow=level > 0, mark_alone=level > 1)
        self.sample.setVisible(self._is_sample and level < _TIGHTEST - 1)
        self._fit_search(level)
        words = self._actions.command(self._primary).words if self._primary else ""
        self.primary.setText("" if level == _TIGHTEST or not words else f" {words}")
        self.primary.setToolTip(self._why_not() or ("" if self.primary.text() else words))

    def _why_not(self) -> str:
        """Say why the main action cannot run, where the command knows."""
        command = self._actions.command(self._primary) if self._primary else None
        if command is None or command.why is None or self.primary.isEnabled():
            return ""
        return command.why()

    def _taken(self) -> int:
        """Return how wide everything but the title is."""
        parts = (self.entity, self.sample, self.hidden, self.bell, self.theme_button, self.primary)
        wide = [part.sizeHint().width() for part in parts if not part.isHidden()]
        wide.append(self.search.minimumWidth())  # it is held to a width that is not its own
        return 2 * PAGE_MARGIN + sum(wide) + 8 * len(wide) + 12

    def _fit_search(self, level: int) -> None:
        self._search_key.setVisible(level < _TIGHTEST - 1)
        if level >= _TIGHTEST - 1:
            self.search.setFixedWidth(self.bell.sizeHint().width())
            self.search.setText("")
            self.search.setToolTip(f"{_SEARCH} (Ctrl+K)")
            return
        self.search.setToolTip("")
        self.search.setFixedWidth(_SHORT_SEARCH if level else _LONG_SEARCH)
        room = self.search.width() - _AROUND_SEARCH
        fits = self.search.fontMetrics().horizontalAdvance(_SEARCH) <= room
        self.search.setText(f" {_SEARCH}" if fits else " Search")

    def _run_primary(self) -> None:
        self._actions.run(self._primary)

    def _search_button(self) -> QPushButton:
        made = button(
            _SEARCH,
            "search",
            icon="search",
            on_click=lambda: self._actions.run("go.palette"),
        )
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        keys = row(None, margins=(0, 0, 8, 0))
        self._search_key = label("Ctrl K", "key")
        keys.addWidget(self._search_key, 0, Qt.AlignmentFlag.AlignVCenter)
        made.setLayout(keys)
        return made

    def _follow_theme(self) -> None:
        self.setFixedHeight(current_theme().scale.top_bar)
        self._fit()
        dark = current_theme().tokens.is_dark
        bind_icon(self.theme_button, "sun" if dark else "moon", current_theme())
        self.theme_button.setAccessibleName(f"Switch to the {'light' if dark else 'dark'} theme")
        self.theme_button.setToolTip(self.theme_button.accessibleName())
