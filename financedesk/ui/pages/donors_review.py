"""Who may be one person: the open questions, two cards side by side, and the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from financedesk.donors.review import (
    Compared,
    OpenQuestion,
    compared,
    link_same,
    linkable,
    noted_questions,
    search_questions,
    still_open,
)
from financedesk.donors.touched_reports import TouchedReport, touched_reports
from financedesk.errors import FinanceDeskError
from financedesk.ledger.same_person import link_cards, tell_apart
from financedesk.rules.likeness import Answer
from financedesk.rules.roles import CORRECT
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import count, counted
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.donors_compared import ComparedPanel
from financedesk.ui.pages.side_by_side import town
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.widgets import Banner, Card, DataTable, EmptyState, button, column, label, row
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.keys import add_keys

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.ui.book_desk import BookDesk
    from financedesk.ui.shell.page import Shell

_ANSWERS = {Answer.SAME: ("Same", "ok"), Answer.LIKELY: ("Likely", "warn")}
_REVIEWED = "Said when the cards were reviewed."
_KEYS = "S: same person · D: different people · L: the next one · O: open the card · Ctrl+Z: back"
_SHOWN_REPORTS = 3


def _who(one: OpenQuestion, *, other: bool) -> str:
    card = one.other if other else one.one
    place = town(card.contact)
    return f"{card.contact.display_name} · {place}" if place else card.contact.display_name


_COLUMNS: tuple[Column[OpenQuestion], ...] = (
    Column("one", "Donor", lambda one: _who(one, other=False), Look.STRONG, 320, least=140,
           tip=lambda one: _who(one, other=False)),
    Column("other", "May be", lambda one: _who(one, other=True), Look.TEXT, 250, stretch=True,
           least=140, tip=lambda one: _who(one, other=True)),
    Column("score", "Points", lambda one: str(one.score), Look.NUMBER, 78, yields=True),
    Column("answer", "Looks like", lambda one: _ANSWERS[one.answer][0], Look.CHIP, 110,
           tone=lambda one: _ANSWERS[one.answer][1]),
)  # fmt: skip


def _order(one: OpenQuestion, key: str) -> object:
    return one.score if key in ("score", "answer") else _who(one, other=key == "other").casefold()


class ReviewView(QWidget):
    """Lists who may stand on several cards of one entity; nothing is linked by itself here."""

    def __init__(self, shell: Shell, desk: BookDesk, open_donor: Callable[[int], None]) -> None:
        super().__init__()
        self._shell, self._desk, self._open_donor = shell, desk, open_donor
        self._acts = WrittenActs(shell, desk, CORRECT, Changes.everything())
        self._searching, self._checking, self._comparing = Latest(), Latest(), Latest()
        self._found: tuple[OpenQuestion, ...] = ()
        self._searched: tuple[int, ...] | None = None
        self._busy = False
        self.model: ListTableModel[OpenQuestion] = ListTableModel(_COLUMNS, order=_order)
        self._build()

    def _build(self) -> None:
        self.empty = EmptyState("", icon="users", tone="ok")
        self.table = DataTable("Who may be one person", self.model, empty=self.empty,
                               noun=("question", "questions"), selection_bar=False)  # fmt: skip
        self.table.setMinimumHeight(190)
        self.said, self.banner = label("", "small", wrap=True), Banner()
        self.again = button("Look again", icon="refresh-cw", on_click=self.search)
        self.link_all = button("Link all that are the same", icon="check",
                               on_click=self.link_all_same)  # fmt: skip
        acts = ActionRow()
        for one in (self.again, self.link_all):
            acts.add(one)
        self.panel = ComparedPanel()
        listed = Card(flush=True)
        listed.body.addWidget(self.table, 1)
        head = row(spacing=12)
        head.addWidget(self.said, 1)
        head.addWidget(acts, 1)
        self._detail = Card()
        self._detail.body.addWidget(self.panel)
        self._detail.body.addWidget(label(_KEYS, "caption", wrap=True))
        whole = column(self.banner, spacing=10)
        whole.addLayout(head)
        whole.addWidget(listed, 1)
        whole.addWidget(self._detail)
        self.setLayout(whole)
        self._connect()
        self._show_open(())

    def _connect(self) -> None:
        self.table.view.selectionModel().currentRowChanged.connect(lambda _now, _was: self._at())
        self.panel.same.clicked.connect(lambda _on=False: self.say_same())
        self.panel.different.clicked.connect(lambda _on=False: self.say_different())
        self.panel.later.clicked.connect(lambda _on=False: self.go_on())
        self.table.row_opened.connect(lambda _row: self.panel.same.setFocus())
        add_keys(self.table.view, {
            "S": self.say_same, "D": self.say_different, "L": self.go_on, "O": self.open_card,
            "Ctrl+Return": self.link_all_same,
        })  # fmt: skip

    # --- looking for questions

    def refresh(self) -> None:
        """Search where that was not done for the entities in hand; else leave what is answered."""
        if not self._desk.is_open or not self.isVisible():
            return
        if self._searched != self._desk.scope:
            self._read_noted()
            self.search()
        elif not self._busy:
            self._check()

    def _read_noted(self) -> None:
        """Show what imports asked about, while all cards are still compared."""
        book, scope = self._desk.book, self._desk.scope

        def work(_progress: Progress) -> tuple[OpenQuestion, ...]:
            with book.read() as connection:
                return noted_questions(connection, scope)

        deliver = self._checking.only(self._show_noted)
        self._checking.replace(
            self._shell.runner.background("Reading what imports asked", work, on_done=deliver)
        )

    def _show_noted(self, questions: tuple[OpenQuestion, ...]) -> None:
        if self._busy:
            self._found = questions
            self._show_open(questions)

    def search(self) -> None:
        """Compare all cards of the entities in hand anew; a job that can be stopped."""
        book, scope = self._desk.book, self._desk.scope
        self._busy, self._searched = True, scope
        self.again.setEnabled(False)
        self.empty.say("Looking for cards that are alike", "It goes on while you work elsewhere.",
                       with_actions=False)  # fmt: skip

        def work(progress: Progress) -> tuple[OpenQuestion, ...]:
            with book.read() as connection:
                return search_questions(connection, scope, progress)

        deliver = self._searching.only(self._take)
        self._searching.replace(self._shell.runner.background(
            "Looking for cards of one person", work, on_done=deliver, on_error=deliver
        ))  # fmt: skip

    def _take(self, found: tuple[OpenQuestion, ...] | FinanceDeskError) -> None:
        self._busy = False
        self.again.setEnabled(True)
        if isinstance(found, FinanceDeskError):
            self._searched = None
            self.empty.say("Not looked to the end", str(found), with_actions=False)
            return
        self._found = found
        self._check()

    def _check(self) -> None:
        """Leave out what is answered by now; an undo brings it back."""
        book, found = self._desk.book, self._found

        def work(_progress: Progress) -> tuple[OpenQuestion, ...]:
            with book.read() as connection:
                return still_open(connection, found)

        deliver = self._checking.only(self._show_open)
        self._checking.replace(
            self._shell.runner.background("Reading who was answered", work, on_done=deliver)
        )

    def _show_open(self, questions: tuple[OpenQuestion, ...]) -> None:
        place = max(0, self.table.view.currentIndex().row())
        self.model.show(questions)
        same = sum(one.answer is Answer.SAME for one in questions)
        self.said.setText("" if not questions else " ".join(_told(len(questions), same)))
        self.link_all.setText(f" Link all that are the same ({count(same)})")
        why_not = "" if not self._desk.is_open else self._desk.why_not(CORRECT)
        allow(self.link_all, why_not or ("" if same else "Nobody is certainly the same."))
        if self._searched is not None and not self._busy:
            self.empty.say("Nobody is on two cards", "All cards were compared: whoever looks like"
                           " one person is linked or told apart.", with_actions=False)  # fmt: skip
        set_shown(self._detail, shown=bool(questions))
        if questions:
            self.table.view.selectRow(min(place, len(questions) - 1))
        self._at()

    # --- the question in hand

    @property
    def in_hand(self) -> OpenQuestion | None:
        """The question that is marked."""
        return self.model.row_at(self.table.view.currentIndex().row())

    def _at(self) -> None:
        question = self.in_hand
        if question is None:
            return
        book, entity_ids = self._desk.book, self._desk.scope

        def work(_progress: Progress) -> Compared:
            with book.read() as connection:
                return compared(connection, question.cards, entity_ids)

        deliver = self._comparing.only(self._show_compared)
        self._comparing.replace(self._shell.runner.background(
            "Reading two cards", work, on_done=deliver, on_error=deliver
        ))  # fmt: skip

    def _show_compared(self, found: Compared | FinanceDeskError) -> None:
        if isinstance(found, FinanceDeskError):
            self.banner.say(str(found), "warn")
            return
        self.banner.say("")
        self.panel.show_compared(found, self._desk.why_not(CORRECT, found.one.card.entity_id))

    # --- answers

    def say_same(self) -> None:
        """Link the two people of the question in hand."""
        self._answer("Link {} and {}", lambda cards, why: (
            lambda unit: link_cards(unit, cards, why)
        ))  # fmt: skip

    def say_different(self) -> None:
        """Tell the two people of the question in hand apart."""
        self._answer("Tell {} and {} apart", lambda cards, why: (
            lambda unit: tell_apart(unit, cards, why)
        ))  # fmt: skip

    def _answer(self, heading: str, act: Callable[[tuple[int, int], str], Callable[..., None]]
                ) -> None:  # fmt: skip
        one, shown = self.in_hand, self.panel.shown
        # What is answered is what stands on the screen, with its reports: never a row still read.
        if one is None or shown is None or self.panel.cards != one.cards:
            return
        names = (one.one.contact.display_name, one.other.contact.display_name)
        why = " ".join((_REVIEWED, *shown.likeness.reasons))
        action = heading.format(*names)
        self._acts.write(action, act(one.cards, why), entity_id=one.entity_id, said=action)

    def go_on(self) -> None:
        """Leave the question for later and take the next one."""
        following = self.table.view.currentIndex().row() + 1
        if following < self.model.size():
            self.table.view.selectRow(following)
        else:
            self._shell.say("That was the last question.")

    def open_card(self) -> None:
        """Show the first card of the question in the drawer."""
        if self.in_hand is not None:
            self._open_donor(self.in_hand.one.card_id)

    # --- all at once

    def link_all_same(self) -> None:
        """Link all who are the same as one step; filed reports that it touches are named first."""
        if not self.link_all.isEnabled():
            return
        book, found, scope = self._desk.book, self._found, self._desk.scope

        def work(_progress: Progress) -> tuple[TouchedReport, ...]:
            with book.read() as connection:
                cards = [card for one in linkable(connection, found) for card in one.cards]
                return touched_reports(connection, cards, scope)

        deliver = self._comparing.only(self._link_or_ask)
        self._comparing.replace(self._shell.runner.background(
            "Reading filed reports", work, on_done=deliver
        ))  # fmt: skip

    def _link_or_ask(self, reports: Sequence[TouchedReport]) -> None:
        if reports:
            self._shell_ask(reports)
        else:
            self._link_all()

    def _shell_ask(self, reports: Sequence[TouchedReport]) -> None:
        from financedesk.ui.widgets.confirm_dialog import ConfirmDialog

        ConfirmDialog(
            "Filed reports hold entries of these people", "\n".join(_named(reports)),
            "Link all the same", self._link_all, self,
        ).open()  # fmt: skip

    def _link_all(self) -> None:
        found, owners = self._found, {one.entity_id for one in self._found}
        same = sum(one.answer is Answer.SAME for one in self.model.rows)
        action = f"Link {counted(same, 'pair')} of cards as one person’s"

        def job(progress: Progress) -> Changes:
            with self._desk.unit_of_work(action, *sorted(owners), act=CORRECT) as unit:
                link_same(unit, found, _REVIEWED, progress)
            return Changes.everything()

        self._shell.act(action, job, said=action)


def _told(questions: int, same: int) -> Iterator[str]:
    yield f"{counted(questions, 'question')}."
    if same == questions:
        yield "All of them look certain."
    elif same:
        yield f"{count(same)} of them look certain; the others are for you to judge."


def _named(reports: Sequence[TouchedReport]) -> Iterator[str]:
    yield (
        "What was filed stays as it was filed. Aggregates run per person, so an amendment may be"
        " due:"
    )
    yield from (one.words for one in reports[:_SHOWN_REPORTS])
    if len(reports) > _SHOWN_REPORTS:
        yield f"and {counted(len(reports) - _SHOWN_REPORTS, 'more report', 'more reports')}."
