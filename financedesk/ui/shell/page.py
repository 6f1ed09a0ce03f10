"""What a page is to the window, and what the window is to a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QWidget

from financedesk.progress import Progress
from financedesk.ui.actions import ActionRegistry, Command
from financedesk.ui.desk import Area, Changes, Desk
from financedesk.ui.jobs import Job, JobRunner
from financedesk.ui.shell.notices import Offer
from financedesk.ui.theme.tokens import CARD_GAP, PAGE_MARGIN
from financedesk.ui.widgets.build import column, set_look


class Shell(Protocol):
    """The services that a page may ask for."""

    desk: Desk
    runner: JobRunner
    commands: ActionRegistry
    settings: QSettings

    @property
    def room(self) -> QWidget | None:
        """Where the page that is being made will stand."""

    def go(self, page_id: str, subject: object = None) -> None:
        """Show a page; ``subject`` (an id, a filter) is handed to its ``open_subject``."""

    def say(self, text: str, *, can_undo: bool = False) -> None:
        """Show what just happened; ``can_undo`` offers to take it back."""

    def notify(
        self, title: str, text: str = "", *, tone: str = "info", offers: Sequence[Offer] = ()
    ) -> None:
        """Keep a message on the bell for the session, as of a finished import or export."""

    def open_drawer(
        self,
        title: str,
        content: QWidget,
        *,
        entity_id: int | None = None,
        about: int | None = None,
    ) -> None:
        """Show a detail on the right; ``entity_id`` is whose books a form in it writes to.

        A form that is closed with something typed in its rows is kept and offered again; of forms
        with one title ``about`` tells them apart, the id of the row that it is about.
        """

    def show_entity(self, entity_id: int | None) -> None:
        """Name another entity on the drawer, as when one is chosen in its form."""

    def close_drawer(self) -> None:
        """Close the detail."""

    def forget_book(self) -> None:
        """Forget what belongs to the book that was open: drafts, jobs, what was searched for."""

    def act(
        self,
        title: str,
        work: Callable[[Progress], Changes],
        *,
        said: str = "",
        on_done: Callable[[], None] | None = None,
    ) -> Job:
        """Write to the book in a job, broadcast what changed, and offer to undo it."""


class Page(QWidget):
    """One page. It is refreshed only while it is shown and only for areas it names.

    ``context_line`` is the second line of the top bar; emit ``context_changed`` when it reads
    differently. ``primary_action`` is the id of the command on the big button and Ctrl+N.
    """

    context_changed = Signal()
    areas: frozenset[Area] = frozenset(Area)
    primary_action: str = ""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.room)
        self.shell = shell
        set_look(self, "page")
        self.body = column(spacing=CARD_GAP, margins=(PAGE_MARGIN, 4, PAGE_MARGIN, 20))
        self.setLayout(self.body)

    def context_line(self) -> str:
        """Return the second line of the top bar."""
        return ""

    def refresh(self, changes: Changes) -> None:
        """Read anew what ``changes`` touched; called before the page is first shown, too."""

    def open_subject(self, subject: object) -> None:
        """Show one thing on this page, as a search or a finding asks for."""

    def focus_filter(self) -> None:
        """Take the keyboard to the page's filter (Ctrl+F); a page without one ignores it."""

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return states to be drawn beside the page as it opens, by a word for the file's name.

        Each is entered from the one before it, with the drawer shut.
        """
        return {}


@dataclass(frozen=True)
class PageModule:
    """Makes a page out of a class whose module is read only then, or before that by ``read``."""

    module: str
    name: str

    def __call__(self, shell: Shell) -> Page:
        """Make the page."""
        return self.read()(shell)

    def read(self) -> type[Page]:
        """Return the page's class."""
        found: type[Page] = getattr(import_module(self.module), self.name)
        return found


def no_commands(_shell: Shell) -> Sequence[Command]:
    """Return nothing: the page adds no commands."""
    return ()


@dataclass(frozen=True)
class PageEntry:
    """A page in the sidebar: made when it is first opened.

    ``commands`` are registered at the start, so that menus and palette know them before.
    ``keys`` are those that the page itself understands, as ``(what, keys)``, for the F1 sheet.
    ``short`` is what the sidebar says where the title is too long for it.
    """

    page_id: str
    title: str
    icon: str
    group: str
    make: Callable[[Shell], Page]
    commands: Callable[[Shell], Sequence[Command]] = no_commands
    keys: tuple[tuple[str, str], ...] = ()
    short: str = ""
