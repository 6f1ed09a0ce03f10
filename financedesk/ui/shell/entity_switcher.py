"""Which legal entity is in hand, and the menu to take another."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from financedesk.ui.desk import Changes, Desk, EntityChoice
from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.widgets.build import column, icon_label, label, row
from financedesk.ui.widgets.eliding_label import ElidingLabel


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
        self.setToolTip(f"{here.name}\n{here.detail}")

    def _fill(self) -> None:
        self._menu.clear()
        for choice in self._desk.entities():
            self._offer(choice)

    def _offer(self, choice: EntityChoice) -> None:
        words = f"{choice.name}  ·  {choice.detail}" if choice.detail else choice.name
        action = self._menu.addAction(words.replace("&", "&&"))
        here = choice.entity_id == self._desk.entity.entity_id
        bind_icon(
            action,
            "check" if here else "building-2",
            current_theme(),
            "accent_text" if here else "text_3",
        )
        action.triggered.connect(lambda: self._desk.choose_entity(choice.entity_id))
