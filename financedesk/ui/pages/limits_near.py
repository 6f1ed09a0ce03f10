"""Near and over: whose rooms are used up to 80 % or more, in a register of any size."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from financedesk.ledger.gift_remedies import gift_above
from financedesk.ledger.limit_near import (
    NearQuery,
    NearRoom,
    Order,
    State,
    near_names,
    near_rooms,
    near_windows,
)
from financedesk.ledger.overrides import overrides
from financedesk.progress import Progress
from financedesk.rules.counsel import rule_title, value_words
from financedesk.rules.limits import Override, limit_rules
from financedesk.rules.windows import election_words
from financedesk.ui.book_desk import BookDesk, book_desk
from financedesk.ui.formatting import counted, percent
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, Look, PagedTableModel, Query, money_column
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    FilterBar,
    FilterField,
    column,
    label,
)
from financedesk.ui.widgets.build import set_shown

Word = TypeVar("Word", bound=str)

_NOW = "now"
_STATES: Mapping[State, str] = {
    "over": "Over the limit", "near": "Near the limit", "double": "May be one person",
}  # fmt: skip
_ORDERS: Mapping[str, Order] = {
    "name": "name", "window": "window", "allowed": "share", "used": "used", "left": "left",
    "over": "over", "share": "share",
}  # fmt: skip
_ENTITY = "entity"
FIRST = Query(filters=(("window", _NOW),), sort_key="share", descending=True)


@dataclass(frozen=True)
class NearLine:
    """One room with the names that are read for the rows in view."""

    room: NearRoom
    name: str
    entity: str


@dataclass(frozen=True)
class Surroundings:
    """What stands beside the rooms: the windows to choose from, and counsel's limits."""

    windows: tuple[str, ...]
    counsels: tuple[Override, ...]


class NearSource:
    """Reads the rooms of the entities in hand; figures are kept from the newest answer."""

    def __init__(self, desk: BookDesk) -> None:
        self._desk = desk
        self._rooms: Mapping[int, NearRoom] = {}

    def ids(self, query: Query, progress: Progress) -> "array[int]":
        """Return the rooms that fit, in their order; a room's id is that of its first entry."""
        desk = self._desk
        if not desk.scope:
            return array("q")
        progress.step(0, None, "Adding up what was given")
        with desk.book.read() as connection:
            found = near_rooms(connection, self._asked(query))
        self._rooms = {one.id: one for one in found}
        return array("q", (one.id for one in found))

    def rows(self, ids: Sequence[int]) -> Sequence[NearLine | None]:
        """Return one page of rooms; None where one has gone."""
        rooms = [self._rooms.get(one) for one in ids]
        with self._desk.book.read() as connection:
            names = near_names(connection, [one.card_id for one in rooms if one is not None])
        entities = {one.id: one.name for one in self._desk.entity_rows()}
        return [
            None if one is None
            else NearLine(one, names.get(one.card_id, ""), entities.get(one.entity_id, ""))
            for one in rooms
        ]  # fmt: skip

    def total_cents(self, ids: Sequence[int], progress: Progress) -> int:
        """Return what is kept above the limits, in cents."""
        rooms = self._rooms
        kept = (rooms[one] for one in ids if one in rooms)
        return sum(one.over_cents for one in kept if not one.cards)

    def room(self, row_id: int) -> NearRoom | None:
        """Return the room of a row."""
        return self._rooms.get(row_id)

    def card_of(self, row_id: int) -> int | None:
        """Return the card of a room's giver."""
        room = self._rooms.get(row_id)
        return None if room is None else room.card_id

    def is_over(self, row_id: int) -> bool:
        """Whether more is kept in a room than its limit allows."""
        room = self._rooms.get(row_id)
        return room is not None and room.over_cents > 0

    def gift_of(self, row_id: int) -> int | None:
        """Return the gift with which a room above its limit is put right; None for none."""
        room = self._rooms.get(row_id)
        if room is None:
            return None
        with self._desk.book.read() as connection:
            return gift_above(connection, room, self._desk.scope)

    def surroundings(self) -> "Surroundings":
        """Return the windows that were used, and the limits that counsel has set for today."""
        with self._desk.book.read() as connection:
            windows = near_windows(connection, self._desk.scope)
            kept = overrides(connection)
        set_now = (one for one in kept if one.rule in limit_rules())
        return Surroundings(
            windows, tuple(one for one in set_now if one.standing(self._desk.today) == "in_force")
        )

    def _asked(self, query: Query) -> NearQuery:
        return NearQuery(
            entity_ids=tuple(self._desk.scope),
            today=self._desk.today,
            text=query.text,
            state=_one_of(query.where("state"), _STATES) or "",
            window=query.where("window") or "",
            order=_ORDERS.get(query.sort_key, "share"),
            descending=query.descending,
        )


def _one_of(words: str | None, known: Mapping[Word, str]) -> Word | None:
    return next((one for one in known if one == words), None)


class NearView(QWidget):
    """The register with its filters.

    ``gift_wanted`` carries the newest gift of a row above its limit, ``cards_wanted`` the room of
    cards that may be one person's, ``donor_wanted`` the card of any other row.
    """

    donor_wanted = Signal(object)
    gift_wanted = Signal(object)
    cards_wanted = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.desk = shell, book_desk(shell)
        self._reading, self._finding = Latest(), Latest()
        self.source = NearSource(self.desk)
        self.model: PagedTableModel[NearLine] = PagedTableModel(
            near_columns(), self.source, shell.runner, title="limits", query=FIRST
        )
        self.filter = FilterBar("Name or city", _fields(()))
        self.filter.hold_to("", FIRST.filters)
        self.empty = EmptyState("Nobody is near a limit", icon="scale")
        self.table = DataTable(
            "Near and over the limits", self.model, empty=self.empty, noun=("giver", "givers")
        )
        self.table.remember(shell.settings, "limits/near-columns")
        keys = [one.key for one in self.model.columns]
        self.table.view.horizontalHeader().setSortIndicator(
            keys.index("share"), Qt.SortOrder.DescendingOrder
        )
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.counsel = label("", "small", tone="info", wrap=True)
        self.counsel.hide()
        whole = column(self.filter, self.counsel, spacing=16)
        whole.addWidget(card, 1)
        self.setLayout(whole)
        self.filter.changed.connect(self._filtered)
        self.model.loaded.connect(lambda _rows: self._say_empty())
        self.table.row_opened.connect(self._open)
        self._say_empty()

    def refresh(self) -> None:
        """Ask again for the same, and for the windows that there are."""
        if not self.desk.is_open:
            return
        keys = [one.key for one in self.model.columns]
        self.table.view.want(keys.index(_ENTITY), wanted=len(self.desk.scope) > 1)
        self.model.ask()
        deliver = self._reading.only(self._offer)
        job = self.shell.runner.background(
            "Reading the windows", lambda _progress: self.source.surroundings(), on_done=deliver
        )
        self._reading.replace(job)

    def _offer(self, found: Surroundings) -> None:
        self.filter.offer(_fields(found.windows))
        said = (f"{rule_title(one.rule)}: {value_words(one)} ({one.words})"
                for one in found.counsels)  # fmt: skip
        words = "; ".join(said)
        self.counsel.setText(f"By counsel’s word and not the law’s figure: {words}.")
        set_shown(self.counsel, shown=bool(words))

    def _filtered(self, text: str, filters: tuple[tuple[str, str], ...]) -> None:
        if self.desk.is_open:
            self.model.ask(replace(self.model.query, text=text, filters=filters))

    def _open(self, row_id: int) -> None:
        room = self.source.room(row_id)
        if room is not None and room.cards:
            self.cards_wanted.emit(room)
            return
        if not self.source.is_over(row_id):
            self._open_giver(row_id)
            return

        def show(gift_id: int | None) -> None:
            if gift_id is None:
                self._open_giver(row_id)
            else:
                self.gift_wanted.emit(gift_id)

        deliver = self._finding.only(show)
        job = self.shell.runner.background(
            "Finding the gift", lambda _progress: self.source.gift_of(row_id), on_done=deliver
        )
        self._finding.replace(job)

    def _open_giver(self, row_id: int) -> None:
        card = self.source.card_of(row_id)
        if card is not None:
            self.donor_wanted.emit(card)

    def _say_empty(self) -> None:
        query = self.model.query
        if query.text or query.where("state"):
            self.empty.say("Nothing fits", "Remove a filter or search for something else.")
        else:
            self.empty.say(
                "Nobody is near a limit",
                "Whoever has used 80 % or more of what the law lets them give stands here, with"
                " what is left of it; who is above a limit stands here until it is refunded. Cards"
                " that may be one person’s stand here while they are above it together.",
            )


def _fields(windows: Sequence[str]) -> tuple[FilterField, ...]:
    named = tuple((key, election_words(key).capitalize()) for key in windows)
    return (
        FilterField("state", "Status", tuple(_STATES.items())),
        FilterField("window", "Window", ((_NOW, "this year or still to come"), *named)),
    )


def near_columns() -> tuple[Column[NearLine], ...]:
    """Return the columns of the register."""
    return (
        Column("name", "Giver", _giver, Look.STRONG, 190, stretch=True),
        Column(
            _ENTITY, "Given to", _given_to, Look.QUIET, 170, sortable=False, hidden=True,
            yields=True, tip=_given_to,
        ),
        Column(
            "window", "Window", lambda one: one.room.window_words.capitalize(), Look.TEXT, 116,
            yields=True,
        ),
        money_column(
            "allowed", "Limit", lambda one: one.room.allowed_cents, width=110, summed=False,
            look=Look.NUMBER, yields=True,
        ),
        money_column(
            "used", "Used", lambda one: one.room.used_cents, width=110, summed=False,
            look=Look.NUMBER,
        ),
        money_column(
            "left", "Left", lambda one: one.room.left_cents, width=110, summed=False,
            look=Look.NUMBER,
        ),
        # What nobody has settled yet is no money above a limit.
        replace(
            money_column("over", "Above", lambda one: one.room.over_cents, width=110),
            cents=_kept_above,
        ),
        Column(
            "share", "Of the limit", lambda one: percent(one.room.used_cents,
            one.room.allowed_cents), Look.NUMBER, 104, yields=True,
        ),
        Column(
            "state", "Status", lambda one: _state(one)[0], Look.CHIP, 116, sortable=False,
            tone=lambda one: _state(one)[1],
        ),
    )  # fmt: skip


def _giver(one: NearLine) -> str:
    if one.room.cards:
        return f"{one.name}, {counted(len(one.room.cards), 'card')}"
    return f"{one.name} and affiliates" if one.room.affiliated else one.name


def _given_to(one: NearLine) -> str:
    return f"{one.entity} and affiliates" if one.room.shared else one.entity


def _kept_above(one: NearLine) -> int:
    return 0 if one.room.cards else one.room.over_cents


def _state(one: NearLine) -> tuple[str, str]:
    if one.room.cards:
        return "One person?", "warn"
    if one.room.over_cents:
        return "Over", "bad"
    return ("Used up", "warn") if one.room.left_cents == 0 else ("Near", "warn")
