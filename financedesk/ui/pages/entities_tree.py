"""The organisation as a table that is a tree: units, and the entities that stand under them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from financedesk.ledger.organisation_tree import OrganisationTree, TreeEntity, UnitRow
from financedesk.rules.entities import entity_kind
from financedesk.ui.entity_marks import distinct_marks
from financedesk.ui.formatting import NOTHING, counted, money, plain_money, spoken_money
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.entity_words import LEVEL_WORDS, registered_words, state_of
from financedesk.ui.theme.tokens import CARD_PADDING
from financedesk.ui.widgets import Card, DataTable, EmptyState
from financedesk.ui.widgets.table_delegate import LEVEL_STEP

_NOUN = ("row", "rows")


@dataclass(frozen=True)
class Line:
    """One visible row of the tree: a unit or an entity, how deep it stands, what is below it."""

    row_id: int
    name: str
    level: int
    below: int
    folded: bool
    mark: str = ""
    unit: UnitRow | None = None
    node: TreeEntity | None = None
    cents: int | None = None

    @property
    def kind(self) -> str:
        """Return what it is in words."""
        if self.node is not None:
            return entity_kind(self.node.entity.kind).label
        return LEVEL_WORDS[self.unit.level] if self.unit is not None else ""


@dataclass(frozen=True)
class Wanted:
    """What the filter bar asks for; ``text`` is searched in names, ids and short names."""

    text: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_anything(self) -> bool:
        """Whether every row is wanted."""
        return not self.text.strip() and not self.filters

    def takes_entity(self, node: TreeEntity) -> bool:
        """Tell whether an entity is looked for."""
        entity = node.entity
        words = (entity.name, entity.code, entity.committee_id, entity.ein)
        state = "closed" if entity.closed_on else "open"
        return (
            self.filters.get("kind", entity.kind) == entity.kind
            and self.filters.get("state", state) == state
            and any(self.text.strip().casefold() in one.casefold() for one in words)
        )

    def takes_unit(self, unit: UnitRow) -> bool:
        """Tell whether a unit is looked for; a filter by kind or state is about entities."""
        sought = self.text.strip().casefold()
        return not self.filters and any(sought in one.casefold() for one in (unit.name, unit.code))


class Arrangement:
    """Lays the tree out as lines; each is followed by what stands below it."""

    def __init__(
        self,
        tree: OrganisationTree,
        cash: Mapping[int, int],
        wanted: Wanted,
        folded: frozenset[int],
    ) -> None:
        self._cash, self._wanted = cash, wanted
        self._folded = folded if wanted.is_anything else frozenset()
        names = [node.entity.name for node in tree.entities]
        marks = distinct_marks(names)
        self._marks = {
            node.entity.id: mark for node, mark in zip(tree.entities, marks, strict=True)
        }
        self._units: dict[int | None, list[UnitRow]] = {}
        for unit in tree.units:
            self._units.setdefault(unit.parent_id, []).append(unit)
        self._in_unit: dict[int | None, list[TreeEntity]] = {}
        self._under: dict[int, list[TreeEntity]] = {}
        for node in tree.entities:
            if node.under_entity is not None:
                self._under.setdefault(node.under_entity, []).append(node)
            else:
                self._in_unit.setdefault(node.under_unit, []).append(node)

    def lines(self) -> list[Line]:
        """Return what is to be seen, from the top down."""
        loose: list[Line] = []
        for node in self._in_unit.get(None, ()):
            loose += self._entity(node, 0)
        return [*self._units_below(None, 0), *loose]

    def _units_below(self, unit_id: int | None, level: int) -> list[Line]:
        found: list[Line] = []
        for unit in self._units.get(unit_id, ()):
            found += self._unit(unit, level)
        return found

    def _unit(self, unit: UnitRow, level: int) -> list[Line]:
        below: list[Line] = []
        for node in self._in_unit.get(unit.id, ()):
            below += self._entity(node, level + 1)
        below += self._units_below(unit.id, level + 1)
        if not below and not self._wanted.takes_unit(unit):
            return []
        folded = unit.id in self._folded
        line = Line(unit.id, unit.name, level, len(below), folded, unit=unit)
        return [line] if folded else [line, *below]

    def _entity(self, node: TreeEntity, level: int) -> list[Line]:
        below: list[Line] = []
        for child in self._under.get(node.entity.id, ()):
            below += self._entity(child, level + 1)
        if not below and not self._wanted.takes_entity(node):
            return []
        entity = node.entity
        folded = entity.id in self._folded
        line = Line(
            entity.id, entity.name, level, len(below), folded, mark=self._marks[entity.id],
            node=node, cents=self._cash.get(entity.id),
        )  # fmt: skip
        return [line] if folded else [line, *below]


def tree_columns() -> tuple[Column[Line], ...]:
    """Return the columns of the tree; none sorts, for a tree has its own order."""
    plain: tuple[Column[Line], ...] = (
        Column("name", "Name", lambda one: one.name, Look.STRONG, 240,
               sortable=False, level=lambda one: one.level, icon=_icon, spoken=_spoken_name,
               tip=lambda one: one.name),
        Column("kind", "Kind", lambda one: one.kind, Look.TEXT, 190, stretch=True,
               sortable=False, yields=True, tip=lambda one: one.kind),
        Column("mark", "Mark", lambda one: one.mark, Look.TEXT, 64, sortable=False,
               yields=True, tip=lambda _one: "Stands for the entity where there is little room"),
        Column("number", "Committee id or EIN", _number, Look.QUIET, 150, sortable=False,
               yields=True),
        Column("registered", "Registered", _registered, Look.TEXT, 150, sortable=False,
               yields=True, tip=_registered),
        Column("state", "State", lambda one: _state(one)[0], Look.CHIP, 96, sortable=False,
               tone=lambda one: _state(one)[1]),
        Column("accounts", "Accounts", _accounts, Look.NUMBER, 92, sortable=False, yields=True),
    )  # fmt: skip
    return (*plain, _balance())


def _balance() -> Column[Line]:
    return Column(
        "balance", "Balance", lambda one: money(one.cents) if one.node else "", Look.AMOUNT, 128,
        sortable=False, cents=lambda one: one.cents or 0,
        copied=lambda one: "" if one.cents is None else plain_money(one.cents),
        spoken=lambda one: NOTHING if one.cents is None else spoken_money(one.cents),
    )  # fmt: skip


def _icon(one: Line) -> str:
    if one.below:
        return "chevron-right" if one.folded else "chevron-down"
    return "" if one.node else "minus"


def _spoken_name(one: Line) -> str:
    below = f", {counted(one.below, 'row')} below" if one.below else ""
    fold = ", folded" if one.below and one.folded else ""
    return f"{one.name}, level {one.level + 1}{below}{fold}"


def _number(one: Line) -> str:
    if one.node is None:
        return ""
    return one.node.entity.committee_id or one.node.entity.ein or NOTHING


def _registered(one: Line) -> str:
    return registered_words(one.node.registrations) if one.node else ""


def _state(one: Line) -> tuple[str, str]:
    return state_of(one.node.entity.closed_on) if one.node else ("", "neutral")


def _accounts(one: Line) -> str:
    return str(one.node.open_accounts) if one.node else ""


class TreeCard(Card):
    """The tree; ``entity_opened`` and ``unit_opened`` carry the row that was opened."""

    entity_opened = Signal(object)
    unit_opened = Signal(object)
    add_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.tree = OrganisationTree(units=(), entities=())
        self.wanted = Wanted()
        self._cash: Mapping[int, int] = {}
        self._folded: frozenset[int] = frozenset()
        self.model: ListTableModel[Line] = ListTableModel(
            tree_columns(), identify=lambda one: one.row_id
        )
        self.empty = EmptyState("No entities yet", icon="building-2", action="Add entity")
        self.table = DataTable("Organisation", self.model, empty=self.empty, noun=_NOUN)
        self.body.addWidget(self.table)
        self.table.row_opened.connect(self._opened)
        self.empty.action_wanted.connect(self.add_wanted)
        self.table.view.installEventFilter(self)
        self.table.view.clicked.connect(lambda index: self._clicked(index.row(), index.column()))
        self._say_empty(may_add=False)

    def show_tree(self, tree: OrganisationTree, *, may_add: bool) -> None:
        """Show another tree; what was folded stays folded."""
        self.tree = tree
        self._say_empty(may_add=may_add)
        self._arrange()

    def say_no_book(self) -> None:
        """Say that there is nothing to show a tree of."""
        self.empty.say(
            "No book is open", "Open a book, or make a new one, in the File menu.",
            with_actions=False,
        )  # fmt: skip

    def show_cash(self, cash: Mapping[int, int]) -> None:
        """Show what each entity holds."""
        self._cash = cash
        self._arrange()

    def look_for(self, wanted: Wanted) -> None:
        """Show only what is looked for, with what stands above it."""
        self.wanted = wanted
        self._say_empty(may_add=False)
        self._arrange()

    @property
    def lines(self) -> Sequence[Line]:
        """The rows as they stand."""
        return self.model.rows

    def fold(self, row_id: int, *, folded: bool) -> None:
        """Fold what stands below a row, or unfold it."""
        self._folded = self._folded | {row_id} if folded else self._folded - {row_id}
        self._arrange()

    def _arrange(self) -> None:
        self.model.show(Arrangement(self.tree, self._cash, self.wanted, self._folded).lines())

    def _say_empty(self, *, may_add: bool) -> None:
        if not self.wanted.is_anything:
            self.empty.say("Nothing fits", "Remove a filter, or search for something else.",
                           with_actions=False)  # fmt: skip
            return
        self.empty.say(
            "No entities yet",
            "Each legal entity keeps its own books: a party, its PACs, a think tank. Add the"
            " first one with its bank accounts.",
            with_actions=may_add,
        )

    def _opened(self, row_id: int) -> None:
        line = next((one for one in self.lines if one.row_id == row_id), None)
        if line is None:
            return
        signal = self.entity_opened if line.node is not None else self.unit_opened
        signal.emit(row_id)

    def _clicked(self, place: int, column: int) -> None:
        line = self.model.row_at(place)
        if line is not None and line.below and column == 0 and self._on_chevron(line):
            self.fold(line.row_id, folded=not line.folded)

    def _on_chevron(self, line: Line) -> bool:
        view = self.table.view
        at = view.viewport().mapFromGlobal(view.cursor().pos()).x()
        left = view.columnViewportPosition(0)
        return at - left < chevron_end(line.level)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left folds, Right unfolds, as in every tree."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            line = self.model.row_at(self.table.view.currentIndex().row())
            if line is not None and line.below and Qt.Key(event.key()) in _FOLDS:
                self.fold(line.row_id, folded=_FOLDS[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)


_FOLDS: Mapping[Qt.Key, bool] = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}


def chevron_end(level: int) -> int:
    """Return how far from the left the mark that folds a row of this level ends, in pixels."""
    return CARD_PADDING + (level + 1) * LEVEL_STEP


def kinds_of(entities: Iterable[TreeEntity]) -> list[tuple[str, str]]:
    """Return the kinds that stand in the tree with their words, for the filter."""
    codes = dict.fromkeys(node.entity.kind for node in entities)
    return [(code, entity_kind(code).label) for code in codes]
