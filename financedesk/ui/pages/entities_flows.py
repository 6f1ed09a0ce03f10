"""What money may flow between the entities, as the law has it: a picture, and a table of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.rules.entities import account_kind
from financedesk.rules.flows import Verdict, may_give
from financedesk.rules.limits import Override, limit_on, limit_rule
from financedesk.rules.parties import giver_of_body, recipient_of_body, statuses
from financedesk.ui.entity_marks import distinct_marks
from financedesk.ui.formatting import whole_dollars
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.entities_flow_ways import (
    FlowData,
    Passing,
    Side,
    Source,
    Way,
    flow_text,
    map_of,
    ways_of,
)
from financedesk.ui.pages.entities_grid import Grid
from financedesk.ui.pages.limit_words import VERDICT_CHIPS
from financedesk.ui.theme import bind_icon, current_theme
from financedesk.ui.widgets import Card, EmptyState, button, column, label, row
from financedesk.ui.widgets.build import set_look
from financedesk.ui.widgets.chart_data import ChartData
from financedesk.ui.widgets.chart_menu import ChartMenu
from financedesk.ui.widgets.flow_map import FlowMap

_ASK = "Move to a cell with the arrow keys: what the law says of it stands here."
_PICTURE_HINT = "Arrows run from who may give to who may take. Enter or a click opens one."
_TABLE_HINT = "Rows give, columns take, by their marks. Limits count what was given already."
_ASK_PICTURE = "Move along the arrows with the arrow keys: what the law says of each stands here."
_PANE = 118
_OWN_COLUMNS = 3


def sides_of(
    entities: Sequence[EntityRow], held: Iterable[AccountRow], standing: Mapping[int, str]
) -> tuple[Side, ...]:
    """Return the sides that entities take with their open bank accounts, each once.

    ``standing`` is the status in law of those that were given one.
    """
    marks = distinct_marks([one.name for one in entities])
    marked = {one.id: mark for one, mark in zip(entities, marks, strict=True)}
    by_id = {one.id: one for one in entities}
    found: dict[tuple[int, str, str], Side] = {}
    for account in held:
        entity = by_id.get(account.entity_id)
        if entity is None or account.role != "bank" or account.closed_on or entity.closed_on:
            continue
        status = standing.get(entity.id, "")
        status = status if status in statuses() else ""
        giver = giver_of_body(entity.kind, account.kind, status=status, qualified=entity.qualified)
        recipient = recipient_of_body(entity.kind, account.kind, status=status)
        kind = account_kind(account.kind).label.removesuffix(" account").lower()
        mark = marked[entity.id]
        side = Side(entity.id, mark, entity.name, kind, giver, recipient, account.kind)
        found.setdefault((entity.id, giver, recipient), side)
    return tuple(found.values())


def sources_of(
    sides: Sequence[Side], on: date, given: Sequence[Override] = ()
) -> tuple[Source, ...]:
    """Return the whole table for a day (52 U.S.C. 30116, 30118, 30125), counsel's word in."""
    return tuple(
        Source(one, tuple(_verdict(one, other, on, given) for other in sides)) for one in sides
    )


def _verdict(source: Side, target: Side, on: date, given: Sequence[Override]) -> Verdict | None:
    if source == target:
        return None
    return may_give(source.giver, target.recipient, on, overrides=given)


class FlowsCard(Card):
    """The picture and the table, with the sentence of the law for what the keyboard is on.

    ``way_opened`` carries the ``Way`` of an arrow or of a cell that was opened.
    """

    way_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.ways: Sequence[Way] = ()
        self.sides: Sequence[Side] = ()
        self._on = date.today()
        self._given: Sequence[Override] = ()
        self.model: ListTableModel[Source] = ListTableModel(())
        self.grid = Grid("What money may flow where", self.model)
        self.words = label(_ASK, wrap=True)
        self.words.setMargin(14)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        pane = QScrollArea()
        pane.setWidgetResizable(True)
        pane.setFixedHeight(_PANE)
        pane.setAccessibleName("What the law says")
        pane.setWidget(self.words)
        foot = QFrame()
        set_look(foot, "selection")
        foot.setLayout(column(pane, spacing=0))
        self.picture = FlowMap("What money may flow where")
        self.menu = ChartMenu(self.picture, self.picture, self.data, show_table=self.show_as_table)
        self.menu.offer(self.grid, "Show as picture", self.show_as_picture)
        self.hint = label("", "small", wrap=True)
        self.turn = button("Show as table", icon="table-2", on_click=self._turn)
        top = row(spacing=12, margins=(16, 8, 12, 6))
        top.addWidget(self.hint, 1)
        top.addWidget(self.turn)
        self._shown = QStackedWidget()
        self._shown.addWidget(self.picture)
        self._shown.addWidget(self.grid)
        table = QWidget()
        whole = column(top, self._shown, foot, spacing=0)
        whole.setStretch(1, 1)
        table.setLayout(whole)
        self.empty = EmptyState(
            "Nothing to compare yet",
            "Once two entities have open bank accounts, this table says which of them may give to"
            " which, and by what law.",
            icon="split",
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(table)
        self._pages.addWidget(self.empty)
        self.body.addWidget(self._pages)
        self.grid.cell_shown.connect(self._show_cell)
        self.grid.cell_opened.connect(self._open_cell)
        self.picture.picked.connect(self._show_way)
        self.picture.opened.connect(lambda place: self.way_opened.emit(self.ways[place]))
        self._say_how()

    # --- picture or table

    @property
    def is_picture(self) -> bool:
        """Whether the picture is shown, and not the table."""
        return self._shown.currentWidget() is self.picture

    def show_as_table(self) -> None:
        """Turn the picture into the table."""
        self._shown.setCurrentWidget(self.grid)
        self._say_how()
        self.grid.setFocus()

    def show_as_picture(self) -> None:
        """Turn the table back into the picture."""
        self._shown.setCurrentWidget(self.picture)
        self._say_how()
        self.picture.setFocus()

    def _turn(self) -> None:
        if self.is_picture:
            self.show_as_table()
        else:
            self.show_as_picture()

    def _say_how(self) -> None:
        picture = self.is_picture
        self.turn.setText(" Show as table" if picture else " Show as picture")
        self.turn.setAccessibleName(self.turn.text().strip())
        bind_icon(self.turn, "table-2" if picture else "split", current_theme(), "text_2")
        self.hint.setText(_PICTURE_HINT if picture else _TABLE_HINT)
        self.words.setText(_ASK_PICTURE if picture else _ASK)

    def data(self) -> ChartData:
        """Return the table as words, for the clipboard."""
        sources = sources_of(self.sides, self._on, self._given)
        return FlowData("", (), (), words=flow_text(sources, self.sides))

    def show_flows(
        self,
        entities: Sequence[EntityRow],
        held: Iterable[AccountRow],
        standing: Mapping[int, str],
        on: date,
        given: Sequence[Override] = (),
    ) -> None:
        """Show the flows of the entities that the user may see, as the law stands on a day.

        ``standing`` is the status in law of an entity on that day, where it was given one;
        ``given`` are counsel's overrides.
        """
        sides = sides_of(entities, held, standing)
        self._pages.setCurrentIndex(0 if len(sides) > 1 else 1)
        if (sides, on, given) == (self.sides, self._on, self._given):
            return
        self.sides, self._on, self._given = sides, on, given
        self.model.beginResetModel()
        self.model.columns = flow_columns(sides)
        self.model.endResetModel()
        self.model.show(sources_of(sides, on, given))
        self.grid.show_columns()
        self.ways = ways_of(sources_of(sides, on, given), sides)
        self.picture.show_map(*map_of(sides, self.ways))
        self._say_how()
        if len(sides) > 1:  # the first giver with the first other taker
            self.grid.setCurrentIndex(self.model.index(0, _OWN_COLUMNS + 1))

    def _show_cell(self, place: int, at: int) -> None:
        source = self.model.row_at(place)
        taker = at - _OWN_COLUMNS
        verdict = source.verdicts[taker] if source is not None and taker >= 0 else None
        if not self.is_picture:
            self.words.setText(
                _ASK if verdict is None else verdict_words(verdict, self._on, self._given)
            )

    def _show_way(self, place: int) -> None:
        self.words.setText(self.ways[place].words if place >= 0 else _ASK_PICTURE)

    def _open_cell(self, place: int, at: int) -> None:
        source, taker = self.model.row_at(place), at - _OWN_COLUMNS
        verdict = source.verdicts[taker] if source is not None and taker >= 0 else None
        if source is not None and verdict is not None:
            pair = Passing(source.side, self.sides[taker], verdict)
            self.way_opened.emit(Way((pair,)))


def verdict_words(verdict: Verdict, on: date, given: Sequence[Override] = ()) -> str:
    """Return the verdict with its limit and its law."""
    if not verdict.limited_by:
        return verdict.words
    limit = limit_on(limit_rule(verdict.limited_by), on, given)
    if limit.cents is None:
        return verdict.words
    return f"{verdict.words}\n{limit.label}: {whole_dollars(limit.cents)} ({limit.citation})."


def flow_columns(sides: Sequence[Side]) -> tuple[Column[Source], ...]:
    """Return the columns of the table: who gives, and one for each who may take."""
    who: tuple[Column[Source], ...] = (
        Column("mark", "From", lambda one: one.side.mark, Look.TEXT, 60, sortable=False),
        Column("name", "Entity", lambda one: one.side.name, Look.STRONG, 210, sortable=False,
               tip=lambda one: one.side.name),
        Column("account", "Account", lambda one: one.side.account, Look.TEXT, 104,
               sortable=False),
    )  # fmt: skip
    return (*who, *(_column(at, side) for at, side in enumerate(sides)))


def _column(at: int, side: Side) -> Column[Source]:
    return Column(
        f"to_{at}", f"{side.mark} · {side.account}", partial(_word, at), Look.CHIP, 112,
        sortable=False, tone=partial(_tone, at), tip=partial(_tip, at), spoken=partial(_tip, at),
    )  # fmt: skip


def _word(at: int, one: Source) -> str:
    verdict = one.verdicts[at]
    return VERDICT_CHIPS[verdict.verdict][0] if verdict else ""


def _tone(at: int, one: Source) -> str:
    verdict = one.verdicts[at]
    return VERDICT_CHIPS[verdict.verdict][1] if verdict else "neutral"


def _tip(at: int, one: Source) -> str:
    verdict = one.verdicts[at]
    return verdict.words if verdict else "The same account"
