"""The window: it knows pages, jobs and the desk by their protocols, and no feature."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from financedesk.progress import Progress
from financedesk.ui.actions import ActionRegistry, Command
from financedesk.ui.desk import Badge, Changes, Desk
from financedesk.ui.jobs import Job, JobRunner, Latest
from financedesk.ui.shell.about import about_panel
from financedesk.ui.shell.brand import window_icon
from financedesk.ui.shell.commands import (
    action_entries,
    fill_menu_bar,
    page_entries,
    shell_commands,
)
from financedesk.ui.shell.entity_switcher import entity_entries
from financedesk.ui.shell.notices import Notice, NoticeBoard, Offer
from financedesk.ui.shell.page import Page, PageEntry, Shell, no_commands
from financedesk.ui.shell.page_stack import PageStack
from financedesk.ui.shell.palette import (
    ACTIONS,
    ENTITIES,
    CommandPalette,
    FixedEntries,
    PaletteProvider,
    no_search,
)
from financedesk.ui.shell.read_ahead import ReadAhead
from financedesk.ui.shell.shortcut_sheet import shortcut_sheet
from financedesk.ui.shell.sidebar import Sidebar
from financedesk.ui.shell.status_strip import StatusStrip
from financedesk.ui.shell.telling import Telling
from financedesk.ui.shell.top_bar import TopBar
from financedesk.ui.shell.window_state import WindowState
from financedesk.ui.theme import current_theme
from financedesk.ui.theme.tokens import PAGE_MARGIN
from financedesk.ui.widgets.banner import Banner
from financedesk.ui.widgets.build import column, row, set_look
from financedesk.ui.widgets.drawer import Drawer
from financedesk.ui.widgets.toast import ToastArea

FIRST_SIZE = (1440, 900)
SMALLEST = (900, 600)
COLLAPSES_BELOW = 1280
AMOUNTS_HIDDEN = (
    "Amounts are hidden on the screen and in what you copy. "
    "Files that you save or file still hold them."
)


class MainWindow(QMainWindow):
    """Shows one page at a time and offers the services of ``Shell`` to it."""

    def __init__(
        self,
        desk: Desk,
        entries: Sequence[PageEntry],
        runner: JobRunner,
        settings: QSettings,
        *,
        commands: Callable[[Shell], Sequence[Command]] = no_commands,
        search: Callable[[Shell], Sequence[PaletteProvider]] = no_search,
        resume: bool = True,
    ) -> None:
        """``entries`` come in the order of the sidebar; the first is shown at first.

        ``commands`` are those that belong to no page, such as opening a book, and ``search``
        what the palette finds beside pages and actions. Without ``resume`` the page that was
        open last is shown only when ``resume_page`` is called.
        """
        super().__init__()
        self.desk, self.runner, self.settings = desk, runner, settings
        self.entries = tuple(entries)
        self._own_commands, self._own_search = commands, search
        self._state = WindowState(settings)
        self._state.restore_theme(current_theme())
        self.stack = PageStack()
        self._pages = self.stack.pages
        self._stale: dict[str, Changes] = {}
        self._page_id = ""
        self._by_hand = self._state.sidebar
        self._badges = Latest()
        self.walking = False
        self.log_place = ""
        self.notices = NoticeBoard(self)
        self.commands = ActionRegistry(self)
        self._build()
        self._register()
        self._connect()
        self._ahead = ReadAhead(self.entries, runner, self)
        self.setMinimumSize(*SMALLEST)
        if not self._state.restore_window(self):
            self.resize(*FIRST_SIZE)
        self._ask_badges()
        if resume:
            self.resume_page()
        else:
            self.go(self.entries[0].page_id)
        self._ahead.begin()

    def resume_page(self) -> None:
        """Show the page that was open last, unless the user has gone elsewhere since."""
        first = self.entries[0].page_id
        known = {entry.page_id for entry in self.entries}
        if self._page_id in ("", first):
            self.go(self._state.page if self._state.page in known else first)

    def _build(self) -> None:
        self.sidebar = Sidebar(self.desk, self.entries)
        self.drawer = Drawer()
        self.status = StatusStrip(self.desk, self.runner)
        self.banner = Banner()
        self.top_bar = TopBar(self.commands, self.desk, self.notices)
        notice = row(self.banner, margins=(PAGE_MARGIN, 0, PAGE_MARGIN, 0))
        page = column(self.top_bar, notice, self.stack, spacing=0)
        page.setStretch(2, 1)
        work = QWidget()
        work.setLayout(page)
        middle = row(self.sidebar, spacing=0)
        middle.addWidget(work, 1)
        middle.addWidget(self.drawer)
        whole = column(spacing=0)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status)
        central = QWidget()
        set_look(central, "page")
        central.setLayout(whole)
        self.setCentralWidget(central)
        self.palette_overlay = CommandPalette(central)
        self.toasts = ToastArea(work)
        self.drawer.set_width(self._state.drawer or self.drawer.minimumWidth())
        self.telling = Telling(self)

    def _register(self) -> None:
        for command in shell_commands(self):
            self.commands.add(command)
        for source in (self._own_commands, *(entry.commands for entry in self.entries)):
            for command in source(self):
                self.commands.add(command)
        for command in self.commands.commands():
            self.addAction(self.commands.action(command.command_id))
        fill_menu_bar(self.menuBar(), self.commands)
        for provider in (
            FixedEntries(lambda: page_entries(self.commands)),
            FixedEntries(lambda: entity_entries(self.desk), prefix=ENTITIES, shy=True),
            *self._own_search(self),
            FixedEntries(lambda: action_entries(self.commands), prefix=ACTIONS),
        ):
            self.palette_overlay.add_provider(provider)

    def _connect(self) -> None:
        self.sidebar.page_wanted.connect(self.go)
        self.desk.changed.connect(self._changed)
        self.status.history_wanted.connect(lambda: self.commands.run("tools.jobs"))
        current_theme().changed.connect(self._follow_theme)
        current_theme().privacy_changed.connect(self.commands.refresh)
        self._follow_theme()
        self._show_book()

    @property
    def page_id(self) -> str:
        """The id of the page that is shown; empty while none is."""
        return self._page_id

    @property
    def room(self) -> QWidget | None:
        """Where the page that is being made will stand."""
        return self.stack.room

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._page_id]

    def go(self, page_id: str, subject: object = None) -> None:
        """Show a page, made now if this is the first time, and refresh what changed since."""
        if page_id not in self._pages:
            self._make(page_id)
        if page_id != self._page_id:
            self.drawer.shut()
        self._page_id = page_id
        self.stack.show_page(page_id)
        self.sidebar.mark(page_id)
        self._refresh_page()
        if subject is not None:
            self.page.open_subject(subject)
        self.commands.refresh()
        self._show_heading()

    def say(self, text: str, *, can_undo: bool = False) -> None:
        """Show what just happened; ``can_undo`` offers to take it back."""
        if can_undo:
            self.toasts.say(text, action="Undo", on_action=lambda: self.commands.run("edit.undo"))
        else:
            self.toasts.say(text)

    def notify(
        self, title: str, text: str = "", *, tone: str = "info", offers: Sequence[Offer] = ()
    ) -> None:
        """Keep a message on the bell for the session."""
        self.notices.add(Notice(title, text, tone, tuple(offers)))

    def open_drawer(
        self,
        title: str,
        content: QWidget,
        *,
        entity_id: int | None = None,
        about: int | None = None,
    ) -> None:
        """Show a detail on the right; ``entity_id`` is whose books a form in it writes to."""
        self.drawer.scope = str(self.desk.entity.entity_id)
        self.drawer.open(title, content, about=about)
        self.show_entity(entity_id)
        self.commands.refresh()

    def show_entity(self, entity_id: int | None) -> None:
        """Name another entity on the drawer, as when one is chosen in its form."""
        self.drawer.entity_id = entity_id
        choices = self.desk.entities() if entity_id is not None else ()
        whose = next((one for one in choices if one.entity_id == entity_id), None)
        self.drawer.show_whose(whose.mark if whose else "", whose.name if whose else "")

    def close_drawer(self) -> None:
        """Close the detail."""
        self.drawer.shut()

    def drawer_is_open(self) -> bool:
        """Tell whether a detail is shown."""
        return bool(self.drawer.title)

    def forget_book(self) -> None:
        """Forget what belongs to the book that was open: drafts, jobs, what was searched for."""
        self.drawer.forget()
        self.runner.forget()
        self.palette_overlay.forget_recent()
        self.telling.forget()

    def act(
        self,
        title: str,
        work: Callable[[Progress], Changes],
        *,
        said: str = "",
        on_done: Callable[[], None] | None = None,
    ) -> Job:
        """Write to the book in a job, broadcast what changed, and offer to undo it."""

        def done(changes: Changes) -> None:
            self.desk.announce(changes)
            if on_done is not None:
                on_done()
            if said:
                self.say(said, can_undo=bool(self.desk.undo_status().undo))

        return self.runner.database(title, work, on_done=done, saves=True)

    def undo(self) -> None:
        """Take back the last act."""
        what = self.desk.undo_status().undo
        self._walk(f"Undone: {what}", "Redo", "edit.redo", self.desk.undo)

    def redo(self) -> None:
        """Do the last undone act again."""
        what = self.desk.undo_status().redo
        self._walk(f"Done again: {what}", "Undo", "edit.undo", self.desk.redo)

    def _walk(self, said: str, back: str, command: str, walk: Callable[[], Changes]) -> None:
        def done(changes: Changes) -> None:
            self.desk.announce(changes)
            self.toasts.say(said, action=back, on_action=lambda: self.commands.run(command))

        self.walking = True
        self.runner.database(said, lambda _progress: walk(), on_done=done, saves=True)
        self.walking = False

    def has_primary(self) -> bool:
        """Tell whether the page has a main action that can run now."""
        primary = self.page.primary_action if self._page_id else ""
        if not primary:
            return False
        # Asked anew: commands are refreshed one after another, and this one before the page's.
        enabled = self.commands.command(primary).enabled
        return enabled is None or enabled()

    def run_primary(self) -> None:
        """Run the page's main action."""
        self.commands.run(self.page.primary_action)

    def focus_filter(self) -> None:
        """Take the keyboard to the page's filter."""
        self.page.focus_filter()

    def open_palette(self, text: str = "") -> None:
        """Open the palette over the page, with ``text`` already typed."""
        self.palette_overlay.open(text)

    def show_shortcuts(self) -> None:
        """Show every shortcut in the drawer."""
        self.open_drawer("Keyboard shortcuts", shortcut_sheet(self.commands, self.entries))

    def show_about(self) -> None:
        """Show version and licences in the drawer."""
        self.open_drawer("About FinanceDesk", about_panel())

    def toggle_sidebar(self) -> None:
        """Narrow or widen the sidebar by hand; it then stays so at every width."""
        self._by_hand = not self.sidebar.collapsed
        self._fit()

    def toggle_amounts(self) -> None:
        """Cover every amount on the screen, or show them again."""
        hidden = not current_theme().amounts_hidden
        current_theme().set_amounts_hidden(hidden)
        self.say(AMOUNTS_HIDDEN if hidden else "Amounts are shown again.")

    def _make(self, page_id: str) -> None:
        entry = next(entry for entry in self.entries if entry.page_id == page_id)
        page = self.stack.make(entry, self)
        page.context_changed.connect(self._show_heading)
        self._stale[page_id] = Changes.everything()

    def _changed(self, changes: Changes) -> None:
        for page_id in self._pages:
            self._stale[page_id] = self._stale.get(page_id, Changes()).joined(changes)
        self._show_book()
        self._refresh_page()
        self._ask_badges()
        self.commands.refresh()
        self._show_heading()

    def _refresh_page(self) -> None:
        if not self._page_id:
            return
        changes = self._stale.pop(self._page_id, Changes())
        if changes.touch(*self.page.areas):
            self.page.refresh(changes)

    def _ask_badges(self) -> None:
        scope = self.desk.entity.entity_id
        titles = {entry.page_id: entry.title for entry in self.entries}

        def show(badges: Mapping[str, Badge]) -> None:
            self.sidebar.show_badges(badges)
            self.telling.badges(scope, badges, titles)

        job = self.runner.background(
            "Counting open items",
            lambda _progress: self.desk.badges(),
            on_done=self._badges.only(show),
        )
        self._badges.replace(job)

    def _show_heading(self) -> None:
        if self._page_id:
            entry = next(entry for entry in self.entries if entry.page_id == self._page_id)
            primary = self.page.primary_action
            self.top_bar.show_page(entry.title, self.page.context_line(), primary)

    def _show_book(self) -> None:
        sample = " (sample)" if self.desk.is_sample else ""
        self.setWindowTitle(f"{self.desk.book_name}{sample} – FinanceDesk")
        self.top_bar.show_sample(shown=self.desk.is_sample)
        self.banner.say(self.desk.notice, "info")

    def _follow_theme(self) -> None:
        self.setWindowIcon(window_icon(current_theme().tokens))
        self.commands.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows keep the icons of the sidebar only."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < COLLAPSES_BELOW
        self.sidebar.set_collapsed(collapsed=narrow if self._by_hand is None else self._by_hand)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the drawer wherever the focus is."""
        if event.key() == Qt.Key.Key_Escape and not self.drawer.isHidden():
            self.drawer.shut()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window, stop the jobs and wait for their threads.

        What was typed and not saved would be gone for good: that alone is asked about.
        """
        if self.telling.keep_open(self.isVisible()):
            event.ignore()
            return
        self._state.save(self, current_theme(), self._page_id)
        self._state.save_parts(sidebar=self._by_hand, drawer=self.drawer.minimumWidth())
        self._ahead.end()
        self.runner.shutdown()
        super().closeEvent(event)
