"""What came of officials' instructions: on the left the contribution, on the right what it answers.

Taking one clears the due besides; the contribution stays the ordinary one that it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.progress import Progress
from financedesk.remittances.came import Came, WhatCame, take_came, what_came
from financedesk.rules.dates import parse_month
from financedesk.rules.matching import LIKELY, POSSIBLE, SURE
from financedesk.rules.roles import RECORD
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import NOTHING, counted, day, dollars, money, month
from financedesk.ui.jobs import Job, Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.remittances_run_columns import show_columns
from financedesk.ui.pages.subjects import ShowItem
from financedesk.ui.pages.whose import Whose, with_whose
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import Banner, Card, DataTable, EmptyState, button, column, label, row
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.keys import add_keys

NOUN = ("payment", "payments")
_STRENGTHS: Mapping[str, tuple[str, str]] = {
    SURE: ("Exact", "ok"), LIKELY: ("Likely", "info"), POSSIBLE: ("Look at it", "warn"),
}  # fmt: skip
_TAKEN = MONEY.joined(Changes(frozenset({Area.REMITTANCES})))
_KEYS = "Enter or Space takes it · Ctrl+Enter takes all exact ones · O opens it · Esc goes back"


class CamePanel(QWidget):
    """The contributions that may be taken, in every entity whose books the user keeps.

    ``back_wanted`` says that the user is done, ``number_known`` how many may be taken now.
    """

    back_wanted = Signal()
    number_known = Signal(int)

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        super().__init__()
        self._shell, self._desk = shell, desk
        self._reading = Latest()
        self._found = WhatCame(came=(), missing=())
        self._at, self._with_excess = 0, True
        self._focus_wanted = False
        self._job: Job | None = None
        whose = Whose(desk)
        self.model: ListTableModel[Came] = ListTableModel(
            with_whose(came_columns(), whose, lambda one: one.entity_id),
            identify=lambda one: one.item_id, order=_order,
        )  # fmt: skip
        self.empty = EmptyState("Nothing has come that is awaited", icon="hand-coins")
        self.table = DataTable(
            "What came", self.model, empty=self.empty, noun=NOUN, selection_bar=False
        )
        self.problem = Banner("", "bad", action="Open the contribution", closable=True)
        self.reason = label("", wrap=True)
        self.awaited = label("", "small", wrap=True)
        self._in_question: int | None = None
        self._add_buttons()
        self._lay_out()
        self._connect()

    def _add_buttons(self) -> None:
        self.back_button = button("Back to the month", icon="chevron-left",
                                  on_click=self.back_wanted.emit)  # fmt: skip
        self.open_button = button("Open it", icon="external-link", on_click=self.open_current)
        self.take_button = button("Take it", icon="check", on_click=self.take_current)
        self.exact_button = button("Take all exact", "primary", icon="list-checks",
                                   on_click=self.take_exact)  # fmt: skip

    def _lay_out(self) -> None:
        acts = ActionRow()
        for one in (self.exact_button, self.take_button, self.open_button):
            acts.add(one)
        top = row(self.back_button, label("What came", "section"), spacing=12)
        top.addWidget(acts, 1)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        whole = column(top, self.problem, spacing=12)
        whole.addWidget(card, 1)
        whole.addLayout(column(self.reason, self.awaited, label(_KEYS, "caption", wrap=True)))
        self.setLayout(whole)

    def _connect(self) -> None:
        self.table.row_opened.connect(self._take_id)
        self.problem.action_wanted.connect(self._open_question)
        self.table.view.selectionModel().currentChanged.connect(self._show_reason)
        add_keys(
            self.table.view,
            {
                "Space": self.take_current,
                **dict.fromkeys(("Ctrl+Return", "Ctrl+Enter"), self.take_exact),
                "O": self.open_current,
            },
        )
        add_keys(self, {"Esc": self.back_wanted.emit}, inside=True)

    # --- reading

    def begin(self) -> None:
        """Show what came with the keyboard on the first row, as soon as it is read."""
        self._focus_wanted, self._at = True, 0
        self.problem.say("")
        self.refresh()

    def refresh(self) -> None:
        """Look again at what came."""
        if not self._desk.is_open:
            return
        book, today = self._desk.book, self._desk.today
        ids = [one.id for one in self._desk.entities_for(RECORD, anywhere=True)]
        visible = tuple(one.id for one in self._desk.entity_rows())

        def read(progress: Progress) -> WhatCame:
            with book.read() as connection:
                return what_came(connection, ids, visible, today, progress)

        deliver = self._reading.only(self._show)
        job = self._shell.runner.background(
            "Looking at what came", read, on_done=deliver, on_error=self._refused
        )
        self._reading.replace(job)

    def _show(self, found: WhatCame) -> None:
        self._found = found
        above = any(one.excess is not None for one in found.came)
        if above is not self._with_excess:
            self._with_excess = above
            show_columns(self.table, ("excess",), shown=above)
        self.model.show(found.came)
        self._say_empty()
        rows = self.model.size()
        if rows and not self.table.view.currentIndex().isValid():
            self.table.view.setCurrentIndex(self.model.index(min(self._at, rows - 1), 0))
        if self._focus_wanted:
            self._focus_wanted = False
            (self.table.view if rows else self.back_button).setFocus()
        self._show_reason()
        self._show_awaited()
        self._refresh_buttons()
        self.number_known.emit(rows)

    def _say_empty(self) -> None:
        if self._found.missing:
            number = len(self._found.missing)
            self.empty.say(
                "Nothing has come that is awaited",
                f"{counted(number, *NOUN)} of officials {'is' if number == 1 else 'are'} awaited."
                " Record or import contributions as usual: those that answer an instruction then"
                " stand here by themselves.",
            )
        else:
            self.empty.say(
                "Nothing is awaited",
                "Once payments are proposed to officials for a month, what comes of them is found"
                " here.",
            )

    def _show_awaited(self) -> None:
        missing = self._found.missing
        cents = sum(one.line.cents for one in missing)
        oldest = min((one.line.made_on for one in missing), default=None)
        words = f"Still awaited: {counted(len(missing), *NOUN)}, {dollars(cents)}"
        self.awaited.setText(f"{words}, the oldest since {day(oldest)}." if oldest else "")
        set_shown(self.awaited, shown=oldest is not None and bool(self.model.size()))

    def _current(self) -> Came | None:
        return self.model.row_at(self.table.view.currentIndex().row())

    def _show_reason(self, _now: QModelIndex | None = None, _before: object = None) -> None:
        """Say why the current row is one, and what is above a limit."""
        one = self._current()
        self.reason.setText("" if one is None else reason_words(one))
        self._refresh_buttons()

    def _refresh_buttons(self) -> None:
        exact = len(self._found.exact)
        self.exact_button.setText(f" Take all exact ({exact})")
        why = self._desk.why_not(RECORD, *{one.entity_id for one in self._found.exact})
        allow(self.exact_button, why if exact else "Nothing agrees in name and amount.")
        one = self._current()
        allow(self.open_button, "" if one is not None else "Choose a payment.")
        closed = self._desk.why_not(RECORD, one.entity_id) if one else "Choose a payment."
        allow(self.take_button, closed)

    # --- taking

    def take_current(self) -> None:
        """Take the current row as what it answers."""
        one = self._current()
        if one is not None:
            self._at = self.table.view.currentIndex().row()
            self._take((one,))

    def _take_id(self, item_id: int) -> None:
        one = self.model.row_at(self.model.position_of(item_id))
        if one is not None:
            self._at = self.model.position_of(item_id)
            self._take((one,))

    def take_exact(self) -> None:
        """Take all that agree in name and amount, as one step of undo."""
        self._take(self._found.exact)

    def _take(self, rows: Sequence[Came]) -> None:
        if not rows or (self._job is not None and not self._job.is_over):
            return
        self.problem.say("")
        words = counted(len(rows), *NOUN)
        entity_ids = sorted({one.entity_id for one in rows})

        def work(_progress: Progress) -> int:
            with self._desk.unit_of_work(f"Take {words} of officials", *entity_ids) as unit:
                return take_came(unit, rows)

        def done(_number: int) -> None:
            if not isValid(self):
                return
            self._desk.announce(_TAKEN)
            self._shell.say(f"{words} taken", can_undo=True)
            self._say_excess([one for one in rows if one.excess is not None])

        def failed(error: FinanceDeskError) -> None:
            if not isinstance(error, Cancelled):
                self._refused(error, rows[0].item_id if len(rows) == 1 else None)

        self._job = self._shell.runner.database(
            f"Taking {words}", work, on_done=done, on_error=failed, saves=True
        )

    def _say_excess(self, above: Sequence[Came]) -> None:
        """Say of what was taken what may not be kept, and lead to its remedies."""
        if above:
            self._in_question = above[0].item_id
            said = " ".join(excess_words(one) for one in above)
            self.problem.say(said, "warn")

    def _refused(self, error: FinanceDeskError, item_id: int | None = None) -> None:
        self._in_question = item_id
        self.problem.say(str(error), "bad")

    def open_current(self) -> None:
        """Show the contribution with its remedies."""
        one = self._current()
        if one is not None:
            self._shell.go("contributions", ShowItem(one.item_id))

    def _open_question(self) -> None:
        """Show the contribution that the message is about."""
        if self._in_question is not None:
            self._shell.go("contributions", ShowItem(self._in_question))


def reason_words(one: Came) -> str:
    """Return why a contribution answers what it answers, what differs, and what is too much."""
    said = [one.proposal.match.why]
    over = one.proposal.match.over_cents
    if over:
        said.append(f"{dollars(abs(over))} {'more' if over > 0 else 'less'} than was signed.")
    if one.excess is not None:
        said.append(excess_words(one))
    return " ".join(said)


def excess_words(one: Came) -> str:
    """Return what of a gift is above its limit and by when it must be put right."""
    found = one.excess
    if found is None:
        return ""
    until = f" by {day(found.by)}" if found.by else ""
    return (
        f"{dollars(found.cents)} of {one.payer}’s {dollars(one.cents)} are above the limit: put it"
        f" right{until} ({found.citation})."
    )


def came_columns() -> tuple[Column[Came], ...]:
    """Return the columns: what came, how sure it is, and what it answers."""
    return (
        Column("day", "Came", lambda one: day(one.proposal.match.arrival.day), width=112),
        Column("payer", "From", lambda one: one.payer, Look.STRONG, 150, stretch=True),
        money_column("cents", "Amount", lambda one: one.cents, width=108),
        Column("entity", "To", lambda one: str(one.entity_id), Look.QUIET, 148, yields=True),
        Column("sure", "Match", _sure, Look.CHIP, 112,
               tone=lambda one: _STRENGTHS[one.proposal.match.strength][1], tip=reason_words),
        Column("answers", "Answers", _answers, Look.TEXT, 190, least=110, tip=_answers),
        replace(
            money_column("signed", "Signed for", _signed_for, width=108, look=Look.NUMBER,
                         summed=False, yields=True), sortable=False,
        ),
        Column("excess", "Above limit", _above, Look.NUMBER, 112, tip=excess_words),
        Column("why", "Why", lambda one: one.proposal.match.why, Look.QUIET, 220, sortable=False,
               yields=True, tip=reason_words),
    )  # fmt: skip


def _sure(one: Came) -> str:
    return _STRENGTHS[one.proposal.match.strength][0]


def _answers(one: Came) -> str:
    """Return whose promise it keeps and for which months."""
    months = ", ".join(month(parse_month(line.period)) for line in one.proposal.lines)
    return f"{one.proposal.lines[0].reference} · {months}"


def _signed_for(one: Came) -> int:
    return sum(line.cents for line in one.proposal.lines)


def _above(one: Came) -> str:
    return NOTHING if one.excess is None else money(one.excess.cents)


_ORDERS: Mapping[str, Callable[[Came], object]] = {
    "day": lambda one: one.proposal.match.arrival.day,
    "cents": lambda one: one.cents,
    "sure": lambda one: list(_STRENGTHS).index(one.proposal.match.strength),
    "excess": lambda one: 0 if one.excess is None else one.excess.cents,
    "entity": lambda one: one.entity_id,
    "answers": _answers,
}


def _order(one: Came, key: str) -> object:
    found = _ORDERS.get(key)
    return one.payer.casefold() if found is None else found(one)
