"""Ctrl+K: one field for pages, actions and everything that the book holds.

``>`` leaves actions only, ``@`` entities only. Enter opens, Ctrl+Enter opens in the drawer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from financedesk.ui.theme import Weight, current_theme, pixmap
from financedesk.ui.theme.tokens import ICON
from financedesk.ui.widgets.build import column, icon_label, label, line, row, set_look
from financedesk.ui.widgets.paint import CENTRE, LEFT, RIGHT, begin, outline, rounded, write

WIDTH = 600
ACTIONS, ENTITIES = ">", "@"
"""What typed first holds the list to one kind of thing."""

_ROW, _HEADING = 36, 28
_SHOWN = 60
_RECENT = 5
_DETAIL = 250
_MARK = 24
_HINT = "Enter opens · Ctrl+Enter opens in the drawer · > actions · @ entities"
_TOP = 72
_ENTRY_ROLE = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


@dataclass(frozen=True)
class PaletteEntry:
    """One thing that can be chosen; ``detail`` stands on the right (a shortcut, an amount).

    ``mark`` stands in the icon's place, for an entity. ``beside`` opens it in the drawer.
    ``key`` is what it is remembered by; an entry that is found again has the same one.
    """

    section: str
    title: str
    run: Callable[[], object]
    detail: str = ""
    icon: str = "arrow-right"
    mark: str = ""
    beside: Callable[[], object] | None = None
    key: str = ""

    @property
    def identity(self) -> str:
        """What the entry is remembered by."""
        return self.key or f"{self.section}/{self.title}"


class PaletteProvider(Protocol):
    """A source of entries. ``deliver`` may be called later; stale answers are dropped.

    A provider with a ``prefix`` is asked alone when the text begins with it.
    """

    def search(self, words: str, deliver: Callable[[Sequence[PaletteEntry]], None]) -> None:
        """Find entries for the typed words (lower case, possibly empty)."""


class FixedEntries:
    """A provider of entries that are at hand: pages, actions, entities."""

    def __init__(
        self, entries: Callable[[], Sequence[PaletteEntry]], *, prefix: str = "", shy: bool = False
    ) -> None:
        """A ``shy`` provider shows nothing before something is typed."""
        self._entries = entries
        self.prefix = prefix
        self._shy = shy

    def search(self, words: str, deliver: Callable[[Sequence[PaletteEntry]], None]) -> None:
        """Return the entries whose title holds every word."""
        wanted = words.split()
        shown = wanted or not self._shy
        found = self._entries() if shown else ()
        deliver([entry for entry in found if _holds(f"{entry.title} {entry.mark}", wanted)])

    def everything(self, words: str, deliver: Callable[[Sequence[PaletteEntry]], None]) -> None:
        """Return the same also while nothing is typed: only these were asked for."""
        wanted = words.split()
        deliver([one for one in self._entries() if _holds(f"{one.title} {one.mark}", wanted)])


def no_search(_shell: object) -> Sequence[PaletteProvider]:
    """Return nothing: the window searches pages and actions alone."""
    return ()


def _entry_of(item: QListWidgetItem | None) -> PaletteEntry | None:
    """Return what a line stands for; nothing for a heading and for no line."""
    found = item.data(_ENTRY_ROLE) if item is not None else None
    return found if isinstance(found, PaletteEntry) else None


def _holds(words: str, wanted: Sequence[str]) -> bool:
    lower = words.lower()
    return all(word in lower for word in wanted)


class _Lines(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a heading or of an entry."""
        heading = index.data(_ENTRY_ROLE) is None
        return QSize(100, _HEADING if heading else _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a heading, or an entry with its icon, words and shortcut."""
        tokens, scale = current_theme().tokens, current_theme().scale
        box, entry = QRectF(option.rect), index.data(_ENTRY_ROLE)
        painter.save()
        begin(painter)
        if entry is None:
            words = box.adjusted(12, 6, -12, 0)
            write(painter, words, index.data(), tokens.text_3, Weight.TITLE, scale.caption)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, box.adjusted(4, 1, -4, -1), tokens.accent_soft, 6)
        _picture(painter, box, entry)
        words = box.adjusted(46, 0, -_DETAIL - 4, 0)
        write(painter, words, entry.title, tokens.text, Weight.NAME, scale.body, align=LEFT)
        detail = box.adjusted(box.width() - _DETAIL, 0, -14, 0)
        size = scale.small
        write(painter, detail, entry.detail, tokens.text_2, Weight.TEXT, size, align=RIGHT)
        painter.restore()


def _picture(painter: QPainter, box: QRectF, entry: PaletteEntry) -> None:
    """Draw an entity's mark, or the icon of anything else."""
    tokens, scale = current_theme().tokens, current_theme().scale
    if not entry.mark:
        ink = pixmap(entry.icon, tokens.text_2)
        painter.drawPixmap(round(box.left() + 16), round(box.center().y() - ICON / 2), ink)
        return
    shape = QRectF(box.left() + 11, box.center().y() - _MARK / 2, _MARK + 2, _MARK)
    rounded(painter, shape, tokens.surface_2, 5)
    outline(painter, shape, tokens.border, 5, 1)
    write(painter, shape, entry.mark, tokens.text_2, Weight.TITLE, scale.caption, align=CENTRE)


class CommandPalette(QFrame):
    """An overlay, not a window: Esc closes it and the focus goes back to where it was."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        set_look(self, "popup")
        self.setAccessibleName("Search and commands")
        self._host = host
        self._providers: list[PaletteProvider] = []
        self._found: dict[int, Sequence[PaletteEntry]] = {}
        self._recent: list[PaletteEntry] = []
        self._asked = 0
        self._moved = False
        self._came_from: QWidget | None = None
        self.field = QLineEdit()
        self.field.setProperty("look", "plain")
        self.field.setPlaceholderText("A page, a person, an amount, a check number, an action")
        self.field.setAccessibleName("Search or run a command")
        self.list = QListWidget()
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Results")
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = label("Nothing found. Type > for actions, @ for entities.", "quiet")
        self._hint = label(_HINT, "caption")
        self._lay_out()
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._run_item)
        host.installEventFilter(self)
        self.hide()

    def add_provider(self, provider: PaletteProvider) -> None:
        """Search ``provider`` too; sections appear in the order of the providers."""
        self._providers.append(provider)

    def open(self, text: str = "") -> None:
        """Show the palette with ``text`` typed."""
        if self.isHidden():
            self._came_from = self._host.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.field.setText(text)
        self._search(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def shut(self) -> None:
        """Close and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def recent(self) -> tuple[PaletteEntry, ...]:
        """What was chosen last, the newest first."""
        return tuple(self._recent)

    def forget_recent(self) -> None:
        """Forget what was chosen, as when another book is opened or the user asks for it."""
        self._recent.clear()

    def titles(self) -> list[str]:
        """Return the titles shown, in order, without the headings."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return [item.text() for item in items if item.data(_ENTRY_ROLE) is not None]

    def _lay_out(self) -> None:
        head = row(icon_label("search", "text_3"), self.field, label("Esc", "key"), spacing=10)
        head.setContentsMargins(16, 8, 14, 8)
        self._nothing.setMargin(14)
        foot = row(self._hint, None, margins=(16, 6, 14, 4))
        self.setLayout(
            column(head, line(), self.list, self._nothing, line(), foot, spacing=0,
                   margins=(1, 1, 1, 3))
        )  # fmt: skip

    def _search(self, text: str) -> None:
        prefix = text[:1] if text[:1] in (ACTIONS, ENTITIES) else ""
        words = text.removeprefix(prefix).strip().lower()
        self._asked += 1
        self._found = {}
        self._moved = False
        for place, provider in enumerate(self._providers):
            take = self._taker(self._asked, place)
            if not prefix:
                provider.search(words, take)
            elif isinstance(provider, FixedEntries) and provider.prefix == prefix:
                provider.everything(words, take)
        self._show_found()

    def _taker(self, asked: int, place: int) -> Callable[[Sequence[PaletteEntry]], None]:
        def take(entries: Sequence[PaletteEntry]) -> None:
            if asked == self._asked:
                self._found[place] = entries
                self._show_found()

        return take

    def _show_found(self) -> None:
        chosen = self._chosen() if self._moved else None
        self.list.clear()
        entries = [entry for place in sorted(self._found) for entry in self._found[place]]
        if not self.field.text() and (recent := self._still_there(entries)):
            self._add_section("Recent", recent)
        ranked = self._recent_first(entries)
        for section in dict.fromkeys(entry.section for entry in entries):
            self._add_section(section, [entry for entry in ranked if entry.section == section])
        self._nothing.setVisible(not entries)
        self._move(1)
        if chosen is not None:
            self._choose(chosen.identity)
        self._place()

    def _still_there(self, entries: Sequence[PaletteEntry]) -> list[PaletteEntry]:
        """Return what was chosen last: as it is offered now, or as the book showed it then."""
        now = {entry.identity: entry for entry in entries}
        return [
            now.get(old.identity, old)
            for old in self._recent
            if old.identity in now or old.beside is not None
        ]

    def _recent_first(self, entries: Sequence[PaletteEntry]) -> list[PaletteEntry]:
        order = {old.identity: place for place, old in enumerate(self._recent)}
        return sorted(entries, key=lambda entry: order.get(entry.identity, len(order)))

    def _chosen(self) -> PaletteEntry | None:
        return _entry_of(self.list.currentItem())

    def _choose(self, identity: str) -> None:
        for at in range(self.list.count()):
            entry = self.list.item(at).data(_ENTRY_ROLE)
            if entry is not None and entry.identity == identity:
                self.list.setCurrentRow(at)
                return

    def _add_section(self, title: str, entries: Sequence[PaletteEntry]) -> None:
        if self.list.count() >= _SHOWN:
            return
        heading = QListWidgetItem(title)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(heading)
        for entry in entries[:_SHOWN]:
            item = QListWidgetItem(entry.title)
            item.setData(_ENTRY_ROLE, entry)
            spoken = f"{entry.title}, {entry.detail}" if entry.detail else entry.title
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.list.addItem(item)

    def _move(self, by: int) -> None:
        places = [at for at in range(self.list.count()) if self.list.item(at).data(_ENTRY_ROLE)]
        if not places:
            return
        here = self.list.currentRow()
        if here not in places:
            self.list.setCurrentRow(places[0])
            self.list.scrollToTop()
            return
        target = places.index(here) + by
        self.list.setCurrentRow(places[max(0, min(len(places) - 1, target))])

    def _run_item(self, item: QListWidgetItem | None, *, beside: bool = False) -> None:
        entry = _entry_of(item)
        if entry is None:
            return
        others = [old for old in self._recent if old.identity != entry.identity]
        self._recent = [entry, *others][:_RECENT]
        self.shut()
        if beside and entry.beside is not None:
            entry.beside()
        else:
            entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list while the field keeps the focus; follow the window's size."""
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and self._key(event):
                return True
        elif watched is self.field and event.type() == QEvent.Type.FocusOut:
            self._left()
        return super().eventFilter(watched, event)

    def _left(self) -> None:
        if self.isActiveWindow() and not self.field.hasFocus():
            self.hide()

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._moved = True
            self._move(_MOVES[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._run_item(self.list.currentItem(), beside=control)
        elif key == Qt.Key.Key_Escape:
            self.shut()
        elif key != Qt.Key.Key_Tab:
            return False
        return True

    def _place(self) -> None:
        width = min(WIDTH, self._host.width() - 40)
        heights = (self.list.sizeHintForRow(place) for place in range(self.list.count()))
        self.list.setFixedHeight(min(sum(heights) + 4, max(120, self._host.height() - 240)))
        self.list.setVisible(self.list.count() > 0)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._host.width() - width) // 2, _TOP)
