"""What the window asks of the rooms below: one facade, so that pages share one view.

The window knows this protocol alone. Methods marked *worker* reach the database and are
called inside a job; the others answer at once from what the desk already knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from PySide6.QtCore import SignalInstance

from financedesk.ui.entity_marks import initials


class Area(Enum):
    """What a change touched; a page refreshes when it shows one of these."""

    ENTITIES = "entities"
    DONORS = "donors"
    CONTRIBUTIONS = "contributions"
    DRIVES = "drives"
    BANKING = "banking"
    REMITTANCES = "remittances"
    COMPLIANCE = "compliance"
    FILINGS = "filings"


@dataclass(frozen=True)
class Changes:
    """One broadcast after a write: the areas that may look different now."""

    areas: frozenset[Area] = field(default_factory=frozenset)

    @classmethod
    def everything(cls) -> "Changes":
        """Return changes that touch every area, as after opening a book or choosing an entity."""
        return cls(frozenset(Area))

    def touch(self, *areas: Area) -> bool:
        """Tell whether any of ``areas`` changed."""
        return not self.areas.isdisjoint(areas)

    def joined(self, other: "Changes") -> "Changes":
        """Return both changes as one."""
        return Changes(self.areas | other.areas)


@dataclass(frozen=True)
class EntityChoice:
    """One legal entity to work on; ``entity_id`` None stands for all of them together.

    ``letters`` and ``short`` tell it apart from the others of its book; without them they
    follow from the name.
    """

    entity_id: int | None
    name: str
    detail: str
    letters: str = ""
    short: str = ""

    @property
    def mark(self) -> str:
        """The letters that stand for the entity wherever there is no room for its name."""
        return self.letters or initials(self.name)

    @property
    def short_name(self) -> str:
        """The name as the top bar and the drawer show it."""
        return self.short or self.name


@dataclass(frozen=True)
class UndoStatus:
    """What Ctrl+Z and Ctrl+Shift+Z would do, in words ("Delete 3 contributions"), or nothing."""

    undo: str = ""
    redo: str = ""


@dataclass(frozen=True)
class Badge:
    """How many open items a page holds; ``tone`` is one of the tokens' tones."""

    count: int
    tone: str = "neutral"


class Desk(Protocol):
    """An open book as the window sees it."""

    @property
    def changed(self) -> SignalInstance:
        """Signal carrying ``Changes``, emitted in the window's thread after every write."""

    @property
    def book_name(self) -> str:
        """Name of the open book as the status bar and the title show it."""

    @property
    def backup_note(self) -> str:
        """When the book was last backed up, in words; empty when there is nothing to say."""

    @property
    def notice(self) -> str:
        """One sentence that stands above every page, such as that the book is read-only."""

    @property
    def is_sample(self) -> bool:
        """Whether the open book is the fictional sample."""

    def entities(self) -> tuple[EntityChoice, ...]:
        """Return the entities that the user may work on; "All entities" comes first if allowed."""

    @property
    def entity(self) -> EntityChoice:
        """The entity in hand."""

    def choose_entity(self, entity_id: int | None) -> None:
        """Take another entity in hand and broadcast that everything changed."""

    def undo_status(self) -> UndoStatus:
        """Return what undo and redo would do now."""

    def undo(self) -> Changes:
        """Take back the last act (*worker*); FinanceDeskError says why it cannot."""

    def redo(self) -> Changes:
        """Do the last undone act again (*worker*); FinanceDeskError says why it cannot."""

    def announce(self, changes: Changes) -> None:
        """Broadcast what a finished job changed."""

    def badges(self) -> Mapping[str, Badge]:
        """Count open items by page id (*worker*)."""
