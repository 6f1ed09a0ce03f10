"""Who is linked: people with several cards, and the way to part them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from financedesk.donors.review import LinkedPerson, linked_people
from financedesk.donors.touched_reports import TouchedReport, touched_reports
from financedesk.ledger.same_person import CardOfPerson, unlink_cards
from financedesk.rules.roles import CORRECT
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import count, counted
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.side_by_side import town
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.widgets import Card, DataTable, EmptyState, button, column, label, row
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.keys import add_keys

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.ui.book_desk import BookDesk
    from financedesk.ui.shell.page import Shell

_KEYS = "Enter: to the cards · U: the card in hand leaves · O: open the card · Ctrl+Z: back"


def _name(one: LinkedPerson) -> str:
    return one.cards[0].contact.display_name


_PEOPLE: tuple[Column[LinkedPerson], ...] = (
    Column("name", "Person", _name, Look.STRONG, 220, stretch=True, least=130, tip=_name),
    Column("cards", "Cards", lambda one: count(len(one.cards)), Look.NUMBER, 72),
    Column("reason", "How it is known", lambda one: one.reason, Look.QUIET, 320, stretch=True,
           least=120, yields=True, tip=lambda one: one.reason),
)  # fmt: skip
_CARDS: tuple[Column[CardOfPerson], ...] = (
    Column("name", "Card", lambda one: one.contact.display_name, Look.STRONG, 200, stretch=True,
           least=130, sortable=False),
    Column("street", "Street", lambda one: one.contact.street_1 or "", Look.TEXT, 190, least=110,
           sortable=False),
    Column("town", "Town", lambda one: town(one.contact), Look.TEXT, 180, least=110,
           sortable=False, yields=True),
    Column("email", "E-mail", lambda one: one.contact.email or "", Look.QUIET, 190, yields=True,
           sortable=False),
)  # fmt: skip


def _order(one: LinkedPerson, key: str) -> object:
    return {"name": _name(one).casefold(), "cards": len(one.cards), "reason": one.reason}[key]


class LinkedView(QWidget):
    """Lists people of several cards; a card leaves its person with one key and one undo."""

    def __init__(self, shell: Shell, desk: BookDesk, open_donor: Callable[[int], None]) -> None:
        super().__init__()
        self._shell, self._desk, self._open_donor = shell, desk, open_donor
        self._acts = WrittenActs(shell, desk, CORRECT, Changes.everything())
        self._reading, self._asking = Latest(), Latest()
        self.people: ListTableModel[LinkedPerson] = ListTableModel(_PEOPLE, order=_order)
        self.cards: ListTableModel[CardOfPerson] = ListTableModel(_CARDS)
        self._build()

    def _build(self) -> None:
        nobody = EmptyState(
            "Nobody is linked", "Two cards that you call one person’s stand here, and can be parted"
            " again at any time.", icon="users",
        )  # fmt: skip
        self.table = DataTable("People of several cards", self.people, empty=nobody,
                               noun=("person", "people"), selection_bar=False)  # fmt: skip
        self.pair = DataTable("Cards of the person", self.cards, selection_bar=False)
        self.reports = label("", "small", tone="warn", wrap=True)
        self.part = button("Part this card", icon="split", on_click=self.part_card)
        listed = Card(flush=True)
        listed.body.addWidget(self.table, 1)
        self._detail = Card("Its cards", trailing=row(self.part), flush=True)
        self._detail.body.addWidget(self.pair)
        words = column(self.reports, label(_KEYS, "caption", wrap=True), margins=(14, 6, 14, 10))
        self._detail.body.addLayout(words)
        whole = column(spacing=10)
        whole.addWidget(listed, 1)
        whole.addWidget(self._detail)
        self.setLayout(whole)
        self.table.view.selectionModel().currentRowChanged.connect(lambda _now, _was: self._at())
        self.table.row_opened.connect(lambda _row: self.pair.view.setFocus())
        self.pair.row_opened.connect(lambda _row: self.open_card())
        add_keys(self.pair.view, {"U": self.part_card, "O": self.open_card})
        self._show(())

    def refresh(self) -> None:
        """Read who is linked in the entities in hand."""
        if not self._desk.is_open or not self.isVisible():
            return
        book, scope = self._desk.book, self._desk.scope

        def work(_progress: Progress) -> tuple[LinkedPerson, ...]:
            with book.read() as connection:
                return linked_people(connection, scope)

        deliver = self._reading.only(self._show)
        self._reading.replace(
            self._shell.runner.background("Reading who is linked", work, on_done=deliver)
        )

    def _show(self, people: tuple[LinkedPerson, ...]) -> None:
        place = max(0, self.table.view.currentIndex().row())
        self.people.show(people)
        set_shown(self._detail, shown=bool(people))
        if people:
            self.table.view.selectRow(min(place, len(people) - 1))
        self._at()

    @property
    def in_hand(self) -> LinkedPerson | None:
        """The person that is marked."""
        return self.people.row_at(self.table.view.currentIndex().row())

    def _at(self) -> None:
        one = self.in_hand
        if one is None:
            return
        self.cards.show(one.cards)
        self.pair.fit_rows(len(one.cards))
        self.pair.view.selectRow(0)
        allow(self.part, self._desk.why_not(CORRECT, one.entity_id))
        book, scope = self._desk.book, self._desk.scope
        ids = [card.card_id for card in one.cards]

        def work(_progress: Progress) -> tuple[TouchedReport, ...]:
            with book.read() as connection:
                return touched_reports(connection, ids, scope)

        deliver = self._asking.only(self._name_reports)
        self._asking.replace(
            self._shell.runner.background("Reading filed reports", work, on_done=deliver)
        )

    def _name_reports(self, reports: tuple[TouchedReport, ...]) -> None:
        self.reports.setText("\n".join(_said(reports)))
        set_shown(self.reports, shown=bool(reports))

    @property
    def card(self) -> CardOfPerson | None:
        """The card that is marked."""
        return self.cards.row_at(self.pair.view.currentIndex().row())

    def part_card(self) -> None:
        """Let the card in hand leave its person."""
        one, card = self.in_hand, self.card
        if one is None or card is None or not self.part.isEnabled():
            return
        others = counted(len(one.cards) - 1, "other card")
        action = f"Part a card of {card.contact.display_name} from {others}"
        self._acts.write(
            action, lambda unit: unlink_cards(unit, [card.card_id]), entity_id=one.entity_id,
            said=action,
        )  # fmt: skip

    def open_card(self) -> None:
        """Show the card in hand in the drawer."""
        if self.card is not None:
            self._open_donor(self.card.card_id)


def _said(reports: tuple[TouchedReport, ...]) -> Iterator[str]:
    if reports:
        yield "Filed reports with entries of them; an amendment may be due when a card leaves:"
        yield from (one.words for one in reports)
