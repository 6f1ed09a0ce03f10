"""What money may flow between the entities, as the law has it: a table with its citations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.rules.entities import account_kind
from financedesk.rules.flows import ALLOWED, CONDITIONAL, LIMITED, PROHIBITED, Verdict, may_give
from financedesk.rules.limits import limit_on, limit_rule
from financedesk.rules.parties import giver_of_body, recipient_of_body
from financedesk.ui.entity_marks import distinct_marks
from financedesk.ui.formatting import whole_dollars
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.entities_grid import Grid
from financedesk.ui.widgets import Card, EmptyState, column, label
from financedesk.ui.widgets.build import set_look

_WORDS = {
    ALLOWED: ("Allowed", "ok"), LIMITED: ("Limited", "info"),
    CONDITIONAL: ("Condition", "warn"), PROHIBITED: ("Prohibited", "bad"),
}  # fmt: skip
_ASK = "Move to a cell with the arrow keys: what the law says of it stands here."
_PANE = 118
_OWN_COLUMNS = 3


@dataclass(frozen=True)
class Side:
    """An entity with the account that would give or take, and what it is in the law's sense."""

    entity_id: int
    mark: str
    name: str
    account: str
    giver: str
    recipient: str


@dataclass(frozen=True)
class Source:
    """A row of the table: who would give, and the verdict for each recipient, by its place."""

    side: Side
    verdicts: tuple[Verdict | None, ...]


def sides_of(entities: Sequence[EntityRow], held: Iterable[AccountRow]) -> tuple[Side, ...]:
    """Return the sides that entities take with their open bank accounts, each once."""
    marks = distinct_marks([one.name for one in entities])
    marked = {one.id: mark for one, mark in zip(entities, marks, strict=True)}
    by_id = {one.id: one for one in entities}
    found: dict[tuple[int, str, str], Side] = {}
    for account in held:
        entity = by_id.get(account.entity_id)
        if entity is None or account.role != "bank" or account.closed_on or entity.closed_on:
            continue
        giver = giver_of_body(entity.kind, account.kind, qualified=entity.qualified)
        recipient = recipient_of_body(entity.kind, account.kind)
        kind = account_kind(account.kind).label.removesuffix(" account").lower()
        side = Side(entity.id, marked[entity.id], entity.name, kind, giver, recipient)
        found.setdefault((entity.id, giver, recipient), side)
    return tuple(found.values())


def sources_of(sides: Sequence[Side], on: date) -> tuple[Source, ...]:
    """Return the whole table for a day (52 U.S.C. 30116, 30118, 30125)."""
    return tuple(Source(one, tuple(_verdict(one, other, on) for other in sides)) for one in sides)


def _verdict(source: Side, target: Side, on: date) -> Verdict | None:
    if source == target:
        return None
    return may_give(source.giver, target.recipient, on)


class FlowsCard(Card):
    """The table, read-only, with the sentence of the law for the cell that the keyboard is on."""

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.sides: Sequence[Side] = ()
        self._on = date.today()
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
        heading = "Rows give, columns take, by their marks. Limits count what was given already."
        table = QWidget()
        hint = label(heading, "small", wrap=True)
        hint.setContentsMargins(16, 10, 16, 8)
        whole = column(hint, self.grid, foot, spacing=0)
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

    def show_flows(
        self, entities: Sequence[EntityRow], held: Iterable[AccountRow], on: date
    ) -> None:
        """Show the table for the entities that the user may see, as the law stands on a day."""
        sides = sides_of(entities, held)
        self._pages.setCurrentIndex(0 if len(sides) > 1 else 1)
        if sides == self.sides and on == self._on:
            return
        self.sides, self._on = sides, on
        self.model.beginResetModel()
        self.model.columns = flow_columns(sides)
        self.model.endResetModel()
        self.model.show(sources_of(sides, on))
        self.grid.show_columns()
        self.words.setText(_ASK)
        if len(sides) > 1:  # the first giver with the first other taker
            self.grid.setCurrentIndex(self.model.index(0, _OWN_COLUMNS + 1))

    def _show_cell(self, place: int, at: int) -> None:
        source = self.model.row_at(place)
        taker = at - _OWN_COLUMNS
        verdict = source.verdicts[taker] if source is not None and taker >= 0 else None
        self.words.setText(_ASK if verdict is None else verdict_words(verdict, self._on))


def verdict_words(verdict: Verdict, on: date) -> str:
    """Return the verdict with its limit and its law."""
    if not verdict.limited_by:
        return verdict.words
    limit = limit_on(limit_rule(verdict.limited_by), on)
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
    return _WORDS[verdict.verdict][0] if verdict else ""


def _tone(at: int, one: Source) -> str:
    verdict = one.verdicts[at]
    return _WORDS[verdict.verdict][1] if verdict else "neutral"


def _tip(at: int, one: Source) -> str:
    verdict = one.verdicts[at]
    return verdict.words if verdict else "The same account"
