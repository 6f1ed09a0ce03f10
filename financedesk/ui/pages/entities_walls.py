"""The walls: members and entities in one table, each cell a right that the keyboard sets."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from financedesk.ledger.entities import EntityRow
from financedesk.ledger.members import MemberRow
from financedesk.ledger.rights import READ, WRITE
from financedesk.rules.roles import RECORD, roles
from financedesk.ui.entity_marks import short_names
from financedesk.ui.formatting import counted
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.entities_grid import Grid
from financedesk.ui.widgets import Banner, Card, EmptyState, button, column, label, row

WORDS = {"": "None", **{code: role.label for code, role in roles().items()}}
_ORDER = ("", READ, "fundraiser", "compliance_officer", WRITE, "administrator")
_NEXT = dict(zip(_ORDER, (*_ORDER[1:], ""), strict=True))
_KEYS = {
    Qt.Key.Key_T: WRITE, Qt.Key.Key_W: WRITE, Qt.Key.Key_V: READ, Qt.Key.Key_R: READ,
    Qt.Key.Key_F: "fundraiser", Qt.Key.Key_C: "compliance_officer", Qt.Key.Key_A: "administrator",
    Qt.Key.Key_N: "", Qt.Key.Key_Delete: "", Qt.Key.Key_Backspace: "",
}  # fmt: skip
_HINT = (
    "Space changes a role · T treasurer · C compliance officer · F fundraiser · V viewer"
    " · A administrator · N takes it away"
)
_OWN_COLUMNS = 3
_FILE = (
    "This book is a file: the walls hold in FinanceDesk, but whoever has the file has all of it."
    " Keep an entity that must stay apart in a book of its own."
)
_SERVER = (
    "This book is on a server: PostgreSQL shows each login the entities that it has a right to, and"
    " nothing else, in FinanceDesk and past it. A login of the server is made by its administrator;"
    " whoever administers the server passes every wall."
)


class WallsCard(Card):
    """Who may see and write which entity.

    ``right_wanted`` carries member, entity and right; ``member_opened`` the member to change.
    """

    right_wanted = Signal(object, object, str)
    member_opened = Signal(object)
    add_wanted = Signal()
    take_down_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.members: Sequence[MemberRow] = ()
        self._entities: Sequence[EntityRow] = ()
        self._may_write = False
        self.model: ListTableModel[MemberRow] = ListTableModel((), identify=lambda one: one.id)
        self.grid = Grid("Members and their rights", self.model)
        self.banner = Banner("", "info")
        self.empty = EmptyState(
            "Everyone with this file sees everything", icon="users", action="Add member"
        )
        self.down = button(
            "Take the walls down", icon="lock-open", on_click=self.take_down_wanted.emit
        )
        self.down.setToolTip("Everybody is taken out; whoever has the file sees all of it again")
        self.hint = label("", "small", wrap=True)
        top = row(self.hint, self.down, spacing=8, margins=(16, 10, 16, 8))
        top.setStretch(0, 1)
        table = QWidget()
        table.setLayout(
            column(
                top,
                self.grid,
                spacing=0,
            )
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(table)
        self._pages.addWidget(self.empty)
        self._note = row(self.banner, margins=(16, 12, 16, 0))
        self.body.addLayout(self._note)
        self.body.addWidget(self._pages, 1)
        self.empty.action_wanted.connect(self.add_wanted)
        self._connect()

    def _connect(self) -> None:
        self.grid.cell_opened.connect(self._opened)
        self.grid.key_typed.connect(self._typed)

    def show_members(
        self,
        members: Sequence[MemberRow],
        entities: Sequence[EntityRow],
        *,
        may_write: bool,
        on_server: bool,
    ) -> None:
        """Show the members, where the user may set the walls."""
        self.members, self._entities, self._may_write = members, entities, may_write
        self.banner.say(_SERVER if on_server else _FILE, "info")
        self._fill()
        self._pages.setCurrentIndex(0 if members else 1)
        self.down.setEnabled(may_write)
        self.hint.setText(_HINT)
        self.empty.say(
            "Everyone with this file sees everything",
            "This book names nobody, so it is one treasurer’s own. Name a first member and only"
            " members see it from then on; you are made one yourself, with every right.",
            with_actions=may_write,
        )

    def show_own(self, entities: Sequence[EntityRow], held: Mapping[int, str]) -> None:
        """Show somebody who does not keep the walls no more than their own roles."""
        self.members, self._may_write = (), False
        said = []
        for code, role in roles().items():
            names = [one.name for one in entities if held.get(one.id) == code]
            if names:
                said.append(f"You are {role.label.lower()} of {', '.join(names)}. {role.words}.")
        self.banner.say("", "info")
        self.empty.say(
            "Walls stand in this book",
            " ".join(
                [*said, "Only a treasurer or administrator of every entity sees and sets the rest."]
            ),
            with_actions=False,
        )
        self._pages.setCurrentIndex(1)

    def _fill(self) -> None:
        """Show the rows with a column for each entity; the keyboard stays on its cell."""
        here = self.grid.currentIndex()
        place, at = max(0, here.row()), here.column() if here.isValid() else _OWN_COLUMNS
        self.model.beginResetModel()
        self.model.columns = wall_columns(self._entities)
        self.model.endResetModel()
        self.model.show(self.members)
        self.grid.show_columns()
        last = self.model.rowCount() - 1
        if last >= 0:
            self.grid.setCurrentIndex(self.model.index(min(place, last), at))

    def _opened(self, place: int, at: int) -> None:
        member = self.model.row_at(place)
        if member is not None and at < _OWN_COLUMNS:
            self.member_opened.emit(member.id)
        elif member is not None:
            self._set(member, at, _NEXT[self._right(member, at)])

    def _typed(self, place: int, at: int, key: int) -> None:
        member = self.model.row_at(place)
        if member is None or at < _OWN_COLUMNS:
            return
        if Qt.Key(key) == Qt.Key.Key_Space:
            self._set(member, at, _NEXT[self._right(member, at)])
        elif Qt.Key(key) in _KEYS:
            self._set(member, at, _KEYS[Qt.Key(key)])

    def _right(self, member: MemberRow, at: int) -> str:
        return member.rights.get(self._entities[at - _OWN_COLUMNS].id, "")

    def _set(self, member: MemberRow, at: int, right: str) -> None:
        if self._may_write and right != self._right(member, at):
            self.right_wanted.emit(member.id, self._entities[at - _OWN_COLUMNS].id, right)


def wall_columns(entities: Sequence[EntityRow]) -> tuple[Column[MemberRow], ...]:
    """Return the columns of the table: who it is, and one for each entity."""
    own: tuple[Column[MemberRow], ...] = (
        Column("name", "Member", lambda one: one.name, Look.STRONG, 170, sortable=False),
        Column("login", "Login", lambda one: one.login, Look.TEXT, 110, sortable=False),
        Column("state", "Access", lambda one: _access(one)[0], Look.CHIP, 196, sortable=False,
               tone=lambda one: _access(one)[1],
               tip=lambda one: f"May see {counted(len(one.rights), 'entity', 'entities')}"),
    )  # fmt: skip
    names = short_names([one.name for one in entities])
    rights = (_right_column(one, name) for one, name in zip(entities, names, strict=True))
    return (*own, *rights)


def _access(one: MemberRow) -> tuple[str, str]:
    if not one.active:
        return "Suspended", "neutral"
    if one.has_passphrase:
        return ("Keeps the walls · signs in", "ok") if one.is_keeper else ("Signs in", "neutral")
    return ("Keeps the walls", "ok") if one.is_keeper else ("Member", "neutral")


def _right_column(entity: EntityRow, name: str) -> Column[MemberRow]:
    def right(one: MemberRow) -> str:
        return one.rights.get(entity.id, "")

    return Column(
        str(entity.id), name, lambda one: WORDS[right(one)], Look.CHIP, 158, sortable=False,
        tone=lambda one: _tone(right(one)), tip=partial(_tip, entity),
        spoken=partial(_tip, entity),
    )  # fmt: skip


def _tip(entity: EntityRow, one: MemberRow) -> str:
    role = roles().get(one.rights.get(entity.id, ""))
    if role is None:
        return f"{one.name} does not see {entity.name}"
    return f"{one.name} is {role.label.lower()} of {entity.name}: {role.words}"


def _tone(code: str) -> str:
    role = roles().get(code)
    if role is None:
        return "neutral"
    return "ok" if RECORD in role.acts else "info"
