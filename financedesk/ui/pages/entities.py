"""The Entities page: the organisation's tree, the walls in it, and what money may flow where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from financedesk.errors import FinanceDeskError
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.ledger.entity_detail import EntityDetail, entity_cash, entity_detail
from financedesk.ledger.entity_standing import status_on
from financedesk.ledger.members import MemberRow, members
from financedesk.ledger.organisation_tree import OrganisationTree, UnitRow, organisation_tree
from financedesk.ledger.overrides import overrides
from financedesk.progress import Progress
from financedesk.rules.limits import Override
from financedesk.rules.roles import ENTITIES
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.entities_editing import EntityEditing
from financedesk.ui.pages.entities_flow_ways import Way, WayView
from financedesk.ui.pages.entities_flows import FlowsCard
from financedesk.ui.pages.entities_list_editing import ListEditing
from financedesk.ui.pages.entities_members import MemberEditing
from financedesk.ui.pages.entities_sharing_editing import SharingEditing
from financedesk.ui.pages.entities_tree import TreeCard, Wanted, kinds_of
from financedesk.ui.pages.entities_walls import WallsCard
from financedesk.ui.pages.entity_cash_course import CashCourse
from financedesk.ui.pages.entity_detail_panel import EntityActions, EntityPanel, UnitPanel
from financedesk.ui.pages.entity_joint_editing import JointEditing
from financedesk.ui.pages.entity_standing_editing import StandingEditing
from financedesk.ui.pages.subjects import (
    AddEntity,
    AddMember,
    AddUnit,
    RecordList,
    ShareCosts,
    ShowEntity,
    ShowLists,
)
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import FilterBar, FilterField, SegmentedControl, row
from financedesk.ui.widgets.build import set_shown

_NOTHING = OrganisationTree(units=(), entities=())
_STATES = (("open", "Open"), ("closed", "Closed"))
_WIDE = 100
_PRIMARY = {"walls": "entities.add_member", "lists": "entities.record_list"}
_SHOWN = (("tree", "Organisation"), ("walls", "Walls"), ("flows", "Money flow"),
          ("lists", "Lists and data"), ("sharing", "Shared costs"))  # fmt: skip


@dataclass(frozen=True)
class _Read:
    """What the page reads at once."""

    tree: OrganisationTree
    members: tuple[MemberRow, ...]
    accounts: tuple[AccountRow, ...]
    standing: Mapping[int, str]
    overrides: tuple[Override, ...]


class Entities(Page):
    """Shows what the user may see of the organisation; Enter opens a row in the drawer.

    Walls and money flow are made when they are first shown.
    """

    areas = frozenset({Area.ENTITIES, Area.CONTRIBUTIONS, Area.FILINGS, Area.BANKING})
    primary_action = "entities.add"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self.tree = _NOTHING
        self._found: _Read | None = None
        self._reading, self._counting, self._opening = Latest(), Latest(), Latest()
        self._wanted: object = None
        self._panel: QWidget | None = None
        self._read_anew = False
        self.editing = EntityEditing(self)
        self.member_editing = MemberEditing(self)
        self.standing = StandingEditing(self)
        self.joint = JointEditing(self)
        self.lists = ListEditing(self)
        self.sharing = SharingEditing(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.filter = FilterBar("Name, short name, committee id or EIN")
        self.view = SegmentedControl("View", _SHOWN)
        top = row(self.filter, None, self.view, spacing=12)
        top.setStretch(0, _WIDE)
        self.tree_card = TreeCard()
        self.tree_card.table.remember(self.shell.settings, "entities/columns")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tree_card)
        self.body.addLayout(top)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.filter.changed.connect(self._filtered)
        self.view.chosen.connect(self.show_view)
        self.tree_card.entity_opened.connect(self.open_entity)
        self.tree_card.unit_opened.connect(self.open_unit)
        self.tree_card.add_wanted.connect(lambda: self.shell.commands.run("entities.add"))

    @property
    def is_read(self) -> bool:
        """Whether the organisation was read."""
        return self._found is not None

    @cached_property
    def walls(self) -> WallsCard:
        """Who may do what in whose books."""
        made = WallsCard()
        made.add_wanted.connect(self.member_editing.add)
        made.member_opened.connect(self.member_editing.edit)
        made.right_wanted.connect(self.member_editing.set_right)
        made.take_down_wanted.connect(self.member_editing.take_down)
        self.stack.addWidget(made)
        self._show_walls(made)
        return made

    @cached_property
    def flows(self) -> FlowsCard:
        """What money may flow where."""
        made = FlowsCard()
        made.way_opened.connect(self.open_way)
        self.stack.addWidget(made)
        self._show_flows(made)
        return made

    # --- what the shell asks

    def context_line(self) -> str:
        """Return how much there is of the organisation, as far as the user may see it."""
        entities = counted(len(self.tree.entities), "entity", "entities")
        units = counted(len(self.tree.units), "unit")
        return f"{entities} · {units}" if self.tree.units else entities

    def refresh(self, changes: Changes) -> None:
        """Read the tree, the walls and the entity in the drawer anew."""
        if not self.desk.is_open:
            self.tree_card.say_no_book()
            return
        book, login, keeps = self.desk.book, self.desk.login, self.desk.keeps_walls
        today = self.desk.today.isoformat()

        def read(_progress: Progress) -> _Read:
            with book.read() as connection:
                named = members(connection) if keeps else ()
                tree = organisation_tree(connection, login)
                held = (accounts(connection, one.entity.id) for one in tree.entities)
                ids = [one.entity.id for one in tree.entities]
                standing = {one: status_on(connection, one, today) for one in ids}
                given = overrides(connection)
                return _Read(tree, named, tuple(chain.from_iterable(held)), standing, given)

        deliver = self._reading.only(self._take)
        job = self.shell.runner.background("Reading the organisation", read, on_done=deliver)
        self._reading.replace(job)

    def _take(self, found: _Read) -> None:
        self.tree, self._found = found.tree, found
        may_write = self.desk.may_write_all
        self.tree_card.show_tree(found.tree, may_add=may_write)
        self._offer_filters()
        if "walls" in vars(self):
            self._show_walls(self.walls)
        if "flows" in vars(self):
            self._show_flows(self.flows)
        self.lists.refresh()
        self.sharing.refresh()
        self._read_cash()
        self._read_panel_again()
        self.context_changed.emit()
        if self._wanted is not None:
            subject, self._wanted = self._wanted, None
            self.open_subject(subject)

    def _show_walls(self, card: WallsCard) -> None:
        if self._found is None:
            return
        if self.desk.keeps_walls:
            card.show_members(
                self._found.members, self.desk.entity_rows(), may_write=self.desk.may_write_all,
                on_server="://" in self.desk.location,
            )  # fmt: skip
            return
        card.show_own(self.desk.entity_rows(), self.desk.roles)

    def _show_flows(self, card: FlowsCard) -> None:
        found = self._found
        if found is not None:
            rows = [one.entity for one in found.tree.entities]
            card.show_flows(rows, found.accounts, found.standing, self.desk.today, found.overrides)

    def _offer_filters(self) -> None:
        kinds = tuple(kinds_of(self.tree.entities))
        fields = [FilterField("kind", "Kind", kinds), FilterField("state", "State", _STATES)]
        self.filter.offer(fields if self.tree.entities else ())

    def _read_cash(self) -> None:
        book, today = self.desk.book, self.desk.today.isoformat()
        entity_ids = [one.entity.id for one in self.tree.entities]

        def read(_progress: Progress) -> dict[int, int]:
            with book.read() as connection:
                return entity_cash(connection, entity_ids, today)

        deliver = self._counting.only(self.tree_card.show_cash)
        job = self.shell.runner.background("Adding up balances", read, on_done=deliver)
        self._counting.replace(job)

    def _filtered(self, text: str, filters: tuple[tuple[str, str], ...]) -> None:
        self.tree_card.look_for(Wanted(text, dict(filters)))

    def show_view(self, key: str) -> None:
        """Show the tree, the walls or the money flow; the search is about the tree alone."""
        cards: dict[str, Callable[[], QWidget]] = {
            "tree": lambda: self.tree_card, "walls": lambda: self.walls,
            "flows": lambda: self.flows, "lists": lambda: self.lists.card,
            "sharing": lambda: self.sharing.card,
        }  # fmt: skip
        self.stack.setCurrentWidget(cards[key]())
        shared = self.sharing.primary_action if key == "sharing" else "entities.add"
        self.primary_action = _PRIMARY.get(key, shared)
        self.context_changed.emit()
        set_shown(self.filter, shown=key == "tree")

    def open_subject(self, subject: object) -> None:
        """Show what a command or another page asks for, as soon as the tree is read."""
        if not self.is_read:
            self._wanted = subject
        elif isinstance(subject, AddEntity):
            self.view.choose("tree")
            self.editing.add_entity()
        elif isinstance(subject, AddUnit):
            self.view.choose("tree")
            self.editing.add_unit()
        elif isinstance(subject, AddMember):
            self.view.choose("walls")
            self.member_editing.add()
        elif isinstance(subject, ShowEntity):
            self.open_entity(subject.entity_id)
        elif isinstance(subject, (ShowLists, RecordList)):
            self.view.choose("lists")
            self.lists.take(subject)
        elif isinstance(subject, ShareCosts):
            self.view.choose("sharing")
            self.sharing.take(subject)

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return an entity's card, the money flow, an arrow of it opened, the same as a table."""
        return {
            "card": lambda: (
                self.open_entity(self.tree.entities[0].entity.id) if self.tree.entities else None
            ),
            "flow": lambda: self.view.choose("flows"),
            "flow-way": lambda: self.flows.picture.opened.emit(0) if self.flows.ways else None,
            "flow-table": self.flows.show_as_table,
            **self.lists.picture_states(),
            **self.sharing.picture_states(),
        }

    def focus_filter(self) -> None:
        """Take the keyboard to the search field."""
        self.view.choose("tree")
        self.filter.search.setFocus()
        self.filter.search.selectAll()

    # --- the drawer

    def open_entity(self, entity_id: int) -> None:
        """Show everything about an entity in the drawer."""
        book, today = self.desk.book, self.desk.today.isoformat()
        seen = [one.id for one in self.desk.entity_rows()]

        def read(_progress: Progress) -> EntityDetail:
            with book.read() as connection:
                return entity_detail(connection, entity_id, today, seen)

        deliver = self._opening.only(self._show_entity)
        job = self.shell.runner.background(
            "Reading the entity", read, on_done=deliver, on_error=self._gone
        )
        self._opening.replace(job)

    def _gone(self, error: FinanceDeskError) -> None:
        self.shell.close_drawer()
        self.shell.say(str(error))

    def _show_entity(self, detail: EntityDetail) -> None:
        entity = detail.entity
        node = next((one for one in self.tree.entities if one.entity.id == entity.id), None)
        if node is None:
            return
        names = {one.entity.id: one.entity.name for one in self.tree.entities}
        self._panel = EntityPanel(
            detail,
            names.get(entity.parent_id or 0, ""),
            self._actions(detail),
            course=CashCourse(self.desk.book, self.shell.runner, entity.id, self.desk.today),
            why_not=self.desk.why_not(ENTITIES, entity.id),
            why_not_delete=self._why_not_all(),
        )
        self._open_panel(entity.name, self._panel)

    def _open_panel(self, title: str, panel: QWidget) -> None:
        """Open the drawer; when it was only read anew the keyboard stays where it was."""
        focus = self.window().focusWidget() if self._read_anew else None
        self._read_anew = False
        self.shell.open_drawer(title, panel)
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.setFocus()

    def _actions(self, detail: EntityDetail) -> EntityActions:
        entity, does = detail.entity, self.editing
        return EntityActions(
            edit=lambda: does.edit_entity(detail),
            close=lambda: does.close_entity(entity),
            reopen=lambda: does.reopen_entity(entity),
            delete=lambda: does.delete_entity(entity),
            add_account=lambda: does.add_account(entity),
            edit_account=lambda account_id: does.edit_account(detail, account_id),
            show_entries=lambda: self._go_to("contributions", entity.id),
            show_filings=lambda: self._go_to("filings", entity.id),
            standing=self.standing.actions(detail),
            joint=self.joint.actions(detail),
            meters=lambda year, show: self.standing.read_meters(entity.id, year, show),
        )

    def _go_to(self, page_id: str, entity_id: int) -> None:
        """Take an entity in hand and show a page of its books."""
        self.desk.choose_entity(entity_id)
        self.shell.go(page_id)

    def open_way(self, way: Way) -> None:
        """Show by what rule money may pass from one entity to another, and what is left."""
        title = f"{way.source.mark} → {way.target.mark}"
        self._panel = None
        self.shell.open_drawer(title, WayView(self.shell, self.desk, way))

    def open_unit(self, unit_id: int) -> None:
        """Show a unit in the drawer."""
        unit = next((one for one in self.tree.units if one.id == unit_id), None)
        if unit is not None:
            self._panel = self._unit_panel(unit)
            self.shell.open_drawer(unit.name, self._panel)

    def _unit_panel(self, unit: UnitRow) -> UnitPanel:
        names = {one.id: one.name for one in self.tree.units}
        below = [one.name for one in self.tree.units if one.parent_id == unit.id]
        below += [one.entity.name for one in self.tree.entities if one.entity.unit_id == unit.id]
        return UnitPanel(
            unit, names.get(unit.parent_id or 0, ""), below,
            lambda: self.editing.edit_unit(unit), lambda: self.editing.delete_unit(unit),
            why_not=self._why_not_all(),
        )  # fmt: skip

    def _why_not_all(self) -> str:
        """Say why the user may not change the organisation itself; empty where they may."""
        return "" if self.desk.may_write_all else self.desk.why_not_whole(ENTITIES)

    def _read_panel_again(self) -> None:
        """Bring the drawer up to what was written; a thing that has gone closes it."""
        panel = self._panel
        if panel is None or not isValid(panel) or not panel.isVisible():
            self._panel = None
        elif isinstance(panel, EntityPanel):
            known = {one.entity.id for one in self.tree.entities}
            if panel.detail.entity.id in known:
                self._read_anew = True
                self.open_entity(panel.detail.entity.id)
            else:
                self.shell.close_drawer()
        else:
            self.shell.close_drawer()
