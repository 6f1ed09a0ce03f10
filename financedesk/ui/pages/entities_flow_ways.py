"""The ways that money may take between entities: what the picture draws and an arrow opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.ledger.what_if import GiftAsked, WhatIf, what_if
from financedesk.progress import Progress
from financedesk.rules.flows import ALLOWED, PROHIBITED, Verdict
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.limit_answer import AnswerView
from financedesk.ui.pages.limit_words import VERDICT_CHIPS
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import FormRow, column
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.chart_data import ChartData
from financedesk.ui.widgets.flow_map import Arrow, Node


@dataclass(frozen=True)
class Side:
    """An entity with the account that would give or take, and what it is in the law's sense."""

    entity_id: int
    mark: str
    name: str
    account: str
    giver: str
    recipient: str
    account_kind: str = ""


@dataclass(frozen=True)
class Source:
    """A row of the table: who would give, and the verdict for each recipient, by its place."""

    side: Side
    verdicts: tuple[Verdict | None, ...]


@dataclass(frozen=True)
class Passing:
    """One account of the giver with one of the taker, and what the law says of the two."""

    source: Side
    target: Side
    verdict: Verdict

    @property
    def words(self) -> str:
        """Return the accounts and the verdict: ``federal → federal: Limited``."""
        accounts = f"{self.source.account} → {self.target.account}"
        return f"{accounts}: {VERDICT_CHIPS[self.verdict.verdict][0]}"


@dataclass(frozen=True)
class Way:
    """Every passing from one entity to another; those that are open come first."""

    passings: tuple[Passing, ...]

    @property
    def source(self) -> Side:
        """Who gives."""
        return self.passings[0].source

    @property
    def target(self) -> Side:
        """Who takes."""
        return self.passings[0].target

    @property
    def is_open(self) -> bool:
        """Whether money may pass at all."""
        return any(one.verdict.verdict != PROHIBITED for one in self.passings)

    @property
    def is_free(self) -> bool:
        """Whether it may pass without limit or condition."""
        return any(one.verdict.verdict == ALLOWED for one in self.passings)

    @property
    def words(self) -> str:
        """Return the way in sentences, for the line below the picture and a screen reader."""
        each = "; ".join(one.words for one in self.passings)
        first = self.passings[0].verdict
        return (
            f"{self.source.name} to {self.target.name}. {each}.\n{first.reason} {first.condition}"
            f" [{first.citation}]"
        )


@dataclass(frozen=True)
class FlowData(ChartData):
    """The table as words, which is what is copied from the picture."""

    words: str = ""

    def as_text(self) -> str:
        """Return the rows as tab-separated text."""
        return self.words


def ways_of(sources: Sequence[Source], sides: Sequence[Side]) -> tuple[Way, ...]:
    """Return the ways from entity to entity that are open, by giver and then by taker."""
    found: dict[tuple[int, int], list[Passing]] = {}
    for source in sources:
        for target, verdict in zip(sides, source.verdicts, strict=True):
            if verdict is not None and target.entity_id != source.side.entity_id:
                key = (source.side.entity_id, target.entity_id)
                found.setdefault(key, []).append(Passing(source.side, target, verdict))
    order = {entity: place for place, entity in enumerate(_entities(sides))}
    ways = (
        Way(tuple(sorted(passings, key=_closed))) for _key, passings in sorted(
            found.items(), key=lambda pair: (order[pair[0][0]], order[pair[0][1]])
        )
    )  # fmt: skip
    return tuple(one for one in ways if one.is_open)


def _closed(one: Passing) -> tuple[bool, bool]:
    return one.verdict.verdict == PROHIBITED, one.verdict.verdict != ALLOWED


def _entities(sides: Sequence[Side]) -> dict[int, Side]:
    """Return one side of every entity, in their order."""
    found: dict[int, Side] = {}
    for side in sides:
        found.setdefault(side.entity_id, side)
    return found


def map_of(
    sides: Sequence[Side], ways: Sequence[Way]
) -> tuple[tuple[Node, ...], tuple[Arrow, ...]]:
    """Return the boxes and arrows of the picture."""
    entities = _entities(sides)
    place = {entity: at for at, entity in enumerate(entities)}
    nodes = tuple(Node(one.mark, one.name) for one in entities.values())
    arrows = tuple(
        Arrow(place[one.source.entity_id], place[one.target.entity_id], not one.is_free, one.words)
        for one in ways
    )
    return nodes, arrows


def flow_text(sources: Sequence[Source], sides: Sequence[Side]) -> str:
    """Return the table as tab-separated text: who gives to whom, verdict and law."""
    lines = ["From\tAccount\tTo\tAccount\tVerdict\tLaw"]
    for source in sources:
        for target, verdict in zip(sides, source.verdicts, strict=True):
            if verdict is not None:
                word = VERDICT_CHIPS[verdict.verdict][0]
                giver = source.side
                cells = (giver.name, giver.account, target.name, target.account, word)
                lines.append("\t".join((*cells, verdict.citation)))
    return "\n".join(lines)


class WayView(QWidget):
    """The drawer of one way: for each pair of accounts the rule, and what is left."""

    def __init__(self, shell: Shell, desk: BookDesk, way: Way) -> None:
        super().__init__()
        self.way, self._shell, self._desk = way, shell, desk
        self._reading = Latest()
        self.accounts = combo()
        for one in way.passings:
            self.accounts.addItem(one.words)
        self.answer = AnswerView()
        self.accounts_row = FormRow("Accounts", self.accounts, "entities.flow_accounts")
        set_shown(self.accounts_row, shown=len(way.passings) > 1)
        top = column(self.accounts_row, margins=(20, 10, 20, 0))
        whole = column(top, spacing=0)
        whole.addWidget(self.answer, 1)
        self.setLayout(whole)
        self.accounts.currentIndexChanged.connect(lambda _at: self.read())
        self.read()

    def read(self) -> None:
        """Read what is left for the accounts in hand."""
        book, visible = self._desk.book, [one.id for one in self._desk.entity_rows()]
        asked = _gift(self.way.passings[self.accounts.currentIndex()], self._desk.today)

        def ask(_progress: Progress) -> WhatIf:
            with book.read() as connection:
                return what_if(connection, asked, visible)

        deliver = self._reading.only(self._show)
        job = self._shell.runner.background(
            "Asking the rules", ask, on_done=deliver, on_error=self._refuse
        )
        self._reading.replace(job)

    def _show(self, found: WhatIf) -> None:
        self.answer.show_answer(found, with_amount=False)

    def _refuse(self, error: FinanceDeskError) -> None:
        if not isinstance(error, Cancelled):
            self._shell.say(str(error))


def _gift(passing: Passing, on: date) -> GiftAsked:
    """Return the smallest gift of this way: what is asked about is the room."""
    return GiftAsked(
        entity_id=passing.target.entity_id, on=on, cents=1,
        giver_entity_id=passing.source.entity_id, giver=passing.source.giver,
        account_kind=passing.target.account_kind,
    )  # fmt: skip
