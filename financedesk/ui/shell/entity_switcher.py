"""Which legal entity is in hand, and the menu to take another."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from financedesk.ui.desk import Changes, Desk, EntityChoice
from financedesk.ui.shell.palette import PaletteEntry
from financedesk.ui.theme import Weight, current_theme
from financedesk.ui.widgets.build import column, icon_label, label, row, set_shown
from financedesk.ui.widgets.eliding_label import ElidingLabel
from financedesk.ui.widgets.paint import CENTRE, begin, outline, rounded, write

_MARK = 22
_SHORT_WIDTH, _NARROW_WIDTH = 190, 110


def entity_entries(desk: Desk) -> list[PaletteEntry]:
    """Return the palette's entries for taking an entity in hand."""
    return [_entry(desk, choice) for choice in desk.entities()]


def _entry(desk: Desk, choice: EntityChoice) -> PaletteEntry:
    here = choice.entity_id == desk.entity.entity_id
    return PaletteEntry(
        "Entities",
        choice.name,
        lambda: desk.choose_entity(choice.entity_id),
        detail="In hand" if here else choice.detail,
        mark=choice.mark,
        key=f"entity/{choice.entity_id}",
    )


def mark_icon(mark: str, *, here: bool) -> QIcon:
    """Return a mark as a menu shows it; the one in hand stands out by its outline."""
    tokens, scale = current_theme().tokens, current_theme().scale
    ratio = 2.0
    picture = QPixmap(round(_MARK * ratio), round(_MARK * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    begin(painter)
    box = QRectF(0, 0, _MARK, _MARK)
    rounded(painter, box, tokens.surface_2, 5)
    outline(painter, box, tokens.text if here else tokens.border, 5, 1.5 if here else 1)
    write(painter, box, mark, tokens.text, Weight.TITLE, min(scale.caption, 11), align=CENTRE)
    painter.end()
    return QIcon(picture)


class EntitySwitcher(QPushButton):
    """Shows name and committee id beside a plain letter mark; collapsed, the mark alone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._mark = label("", "mark")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = ElidingLabel("", "name")
        self._detail = ElidingLabel("", "caption")
        self._arrows = icon_label("chevrons-up-down", "text_3", 14)
        self._menu = QMenu(self)
        self.setProperty("look", "entity")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words = column(self._name, self._detail, spacing=0)
        self._line = row(self._mark, spacing=9, margins=(9, 5, 9, 5))
        self._line.addLayout(words, 1)
        self._line.addWidget(self._arrows)
        self.setLayout(self._line)
        for part in (self._mark, self._name, self._detail, self._arrows):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(self.show_choices)
        desk.changed.connect(self._refresh)
        self._refresh(Changes.everything())

    @property
    def menu_of_entities(self) -> QMenu:
        """The menu that a click opens."""
        return self._menu

    @property
    def mark(self) -> str:
        """The letters that are shown."""
        return self._mark.text()

    def show_choices(self) -> None:
        """Open the menu below the button."""
        self._fill()
        self._menu.setMinimumWidth(max(self.width(), 260))
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def set_collapsed(self, *, collapsed: bool) -> None:
        """Show the mark alone, or everything."""
        for part in (self._name, self._detail, self._arrows):
            part.setVisible(not collapsed)
        side = 5 if collapsed else 9
        self._line.setContentsMargins(side, 5, side, 5)

    def _refresh(self, _changes: Changes) -> None:
        here = self._desk.entity
        self._mark.setText(here.mark)
        self._name.setText(here.name)
        self._detail.setText(here.detail)
        self.setAccessibleName(f"Entity: {here.name}")
        self.setAccessibleDescription(f"{here.detail}. Opens the list of entities.")
        self.setToolTip(f"{here.name}\n{here.detail}\nCtrl+E chooses by typing")

    def _fill(self) -> None:
        self._menu.clear()
        for choice in self._desk.entities():
            self._offer(choice)

    def _offer(self, choice: EntityChoice) -> None:
        words = f"{choice.name}  ·  {choice.detail}" if choice.detail else choice.name
        action = self._menu.addAction(words.replace("&", "&&"))
        here = choice.entity_id == self._desk.entity.entity_id
        action.setIcon(mark_icon(choice.mark, here=here))
        action.triggered.connect(lambda: self._desk.choose_entity(choice.entity_id))


class EntityTag(QPushButton):
    """The mark and short name of the entity in hand beside the page's title; a click chooses."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._mark = label("", "mark")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = ElidingLabel("", "name")
        self.setProperty("look", "tag")
        self.setLayout(row(self._mark, self._name, spacing=7, margins=(4, 2, 9, 2)))
        for part in (self._mark, self._name):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._widest = _SHORT_WIDTH
        desk.changed.connect(self._refresh)
        current_theme().changed.connect(self._fit)
        self._refresh(Changes.everything())

    @property
    def words(self) -> str:
        """Mark and short name as they are shown."""
        return f"{self._mark.text()} {self._name.text()}"

    def sizeHint(self) -> QSize:
        """As wide as mark and name; a button would ask its own words, of which it has none."""
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def set_narrow(self, *, narrow: bool, mark_alone: bool = False) -> None:
        """Shorten the name or leave it out; the mark always stays."""
        self._widest = _NARROW_WIDTH if narrow else _SHORT_WIDTH
        set_shown(self._name, shown=not mark_alone)
        inside = self.layout()
        if inside is not None:
            inside.setContentsMargins(4, 2, 4 if mark_alone else 9, 2)
        self._fit()

    def _refresh(self, _changes: Changes) -> None:
        here = self._desk.entity
        self._mark.setText(here.mark)
        self._name.setText(here.short_name)
        self.setAccessibleName(f"In hand: {here.name}")
        self.setToolTip(f"{here.name}\nCtrl+E takes another entity in hand")
        only = self._desk.entities()[:2]
        set_shown(self, shown=len(only) > 1 or here.entity_id is not None)  # not without a book
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        self._name.ensurePolished()
        words = self._name.fontMetrics().horizontalAdvance(self._name.text()) + 2
        self._name.setFixedWidth(min(words, self._widest))
        self.updateGeometry()
