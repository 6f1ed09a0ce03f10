"""Ctrl+K: one field for pages, actions and everything that the book holds."""

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
from financedesk.ui.widgets.paint import LEFT, RIGHT, begin, rounded, write

WIDTH = 560
_ROW, _HEADING = 36, 28
_SHOWN = 60
_RECENT = 5
_TOP = 72
_ENTRY_ROLE = Qt.ItemDataRole.UserRole
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


@dataclass(frozen=True)
class PaletteEntry:
    """One thing that can be chosen; ``detail`` stands on the right (a shortcut, an amount)."""

    section: str
    title: str
    run: Callable[[], object]
    detail: str = ""
    icon: str = "arrow-right"


class PaletteProvider(Protocol):
    """A source of entries. ``deliver`` may be called later; stale answers are dropped."""

    def search(self, words: str, deliver: Callable[[Sequence[PaletteEntry]], None]) -> None:
        """Find entries for the typed words (lower case, possibly empty)."""


class FixedEntries:
    """A provider of entries that are at hand: pages and actions."""

    def __init__(self, entries: Callable[[], Sequence[PaletteEntry]], *, are_actions: bool) -> None:
        self._entries = entries
        self.are_actions = are_actions

    def search(self, words: str, deliver: Callable[[Sequence[PaletteEntry]], None]) -> None:
        """Return the entries whose title holds every word."""
        wanted = words.split()
        deliver([entry for entry in self._entries() if _holds(entry.title.lower(), wanted)])


def _holds(title: str, wanted: Sequence[str]) -> bool:
    return all(word in title for word in wanted)


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
        ink = pixmap(entry.icon, tokens.text_2)
        painter.drawPixmap(round(box.left() + 14), round(box.center().y() - ICON / 2), ink)
        words = box.adjusted(42, 0, -150, 0)
        write(painter, words, entry.title, tokens.text, Weight.NAME, scale.body, align=LEFT)
        detail = box.adjusted(box.width() - 146, 0, -14, 0)
        size = scale.small
        write(painter, detail, entry.detail, tokens.text_2, Weight.TEXT, size, align=RIGHT)
        painter.restore()


class CommandPalette(QFrame):
    """An overlay, not a window: Esc closes it and the focus goes back to where it was."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        set_look(self, "popup")
        self.setAccessibleName("Search and commands")
        self._host = host
        self._providers: list[PaletteProvider] = []
        self._found: dict[int, Sequence[PaletteEntry]] = {}
        self._recent: list[str] = []
        self._asked = 0
        self._came_from: QWidget | None = None
        self.field = QLineEdit()
        self.field.setProperty("look", "plain")
        self.field.setPlaceholderText("Go to a page, find a donor, run an action")
        self.field.setAccessibleName("Search or run a command")
        self.list = QListWidget()
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Results")
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = label("Nothing found. Type > to see actions only.", "quiet")
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

    def titles(self) -> list[str]:
        """Return the titles shown, in order, without the headings."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return [item.text() for item in items if item.data(_ENTRY_ROLE) is not None]

    def _lay_out(self) -> None:
        head = row(icon_label("search", "text_3"), self.field, label("Esc", "key"), spacing=10)
        head.setContentsMargins(16, 8, 14, 8)
        self._nothing.setMargin(14)
        self.setLayout(
            column(head, line(), self.list, self._nothing, spacing=0, margins=(1, 1, 1, 5))
        )

    def _search(self, text: str) -> None:
        actions_only = text.startswith(">")
        words = text.removeprefix(">").strip().lower()
        self._asked += 1
        self._found = {}
        for place, provider in enumerate(self._providers):
            if not actions_only or getattr(provider, "are_actions", False):
                provider.search(words, self._taker(self._asked, place))
        self._show_found()

    def _taker(self, asked: int, place: int) -> Callable[[Sequence[PaletteEntry]], None]:
        def take(entries: Sequence[PaletteEntry]) -> None:
            if asked == self._asked:
                self._found[place] = entries
                self._show_found()

        return take

    def _show_found(self) -> None:
        self.list.clear()
        entries = [entry for place in sorted(self._found) for entry in self._found[place]]
        recent = [entry for title in self._recent for entry in entries if entry.title == title]
        if recent and not self.field.text():
            self._add_section("Recent", recent)
        sections = dict.fromkeys(entry.section for entry in entries)
        for section in sections:
            self._add_section(section, [entry for entry in entries if entry.section == section])
        self._nothing.setVisible(not entries)
        self._move(1)
        self._place()

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

    def _run_item(self, item: QListWidgetItem | None) -> None:
        entry = item.data(_ENTRY_ROLE) if item is not None else None
        if entry is None:
            return
        self._recent = [entry.title, *(old for old in self._recent if old != entry.title)][:_RECENT]
        self.shut()
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
            self._move(_MOVES[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run_item(self.list.currentItem())
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
