"""The deposit slip: checks entered against a declared count and total, recorded when they tie."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from financedesk.errors import CheckWalled, FinanceDeskError
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.entry_drafts import drop_draft
from financedesk.ledger.typed_batch import Deposit, deposit_name, difference_words, record_deposit
from financedesk.progress import Progress
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.brought import Act, Brought, BroughtLines
from financedesk.ui.pages.contribution_batch_draft import Slip, SlipKeeper, read_slip
from financedesk.ui.pages.contribution_batch_head import SlipHead
from financedesk.ui.pages.contribution_batch_line import (
    NUMBER_WIDTH,
    REMOVE_WIDTH,
    SHARES,
    SlipLine,
    checks_before,
)
from financedesk.ui.pages.contribution_fields import Held
from financedesk.ui.pages.contribution_source import Choices
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import Card, ElidingLabel, button, column, label, line, row
from financedesk.ui.widgets.build import set_shown

_INDENT = 9
_TITLES = ("", "Donor", "Amount", "Check or method", "Received", "Drive", "")
_KEYS = "Ctrl+' copies from above · Ctrl+Del takes off · Ctrl+Enter records"


class DepositPanel(QWidget):
    """Enters a deposit; every change is kept in the book as a draft until it is recorded.

    ``leave`` goes back to the register; the slip waits there for the next time. ``kept`` follows
    whenever it stands in the book anew.
    """

    kept = Signal()

    def __init__(self, shell: Shell, desk: BookDesk, leave: Callable[[], None]) -> None:
        super().__init__()
        self._shell, self._desk, self._leave = shell, desk, leave
        self._choices = Choices((), ())
        self._entities: tuple[EntityRow, ...] = ()
        self._reading = Latest()
        self._thrown: Slip | None = None
        self._filling = self._loaded = False
        self._entity_id = 0
        self.lines: list[SlipLine] = []
        self.head = SlipHead(desk)
        self._brought = Brought(self, desk, shell.runner)
        self._keeper = SlipKeeper(self, shell, desk, self._slip_to_keep)
        self._lay_out()
        self._connect()

    # --- building

    def _lay_out(self) -> None:
        self._grid = column(spacing=2, margins=(16, 4, 16, 8))
        self._grid.addStretch(1)
        inner = QWidget()
        inner.setLayout(self._grid)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        titles = row(spacing=8, margins=(16, 8, 16, 4))
        bar = self._area.verticalScrollBar()
        # The titles stand above their fields, also when a scroll bar takes room beside these.
        bar.rangeChanged.connect(
            lambda _least, most: titles.setContentsMargins(16, 8, 26 if most else 16, 4)
        )
        for words, share in zip(_TITLES, SHARES, strict=True):
            title = label(words, "small-name")
            title.setIndent(_INDENT)
            if words == "Amount":
                title.setAlignment(Qt.AlignmentFlag.AlignRight)
            if not share:
                title.setFixedWidth(NUMBER_WIDTH if not titles.count() else REMOVE_WIDTH)
            titles.addWidget(title, share)
        self.record_button = button("Record deposit", "primary", on_click=self.close_slip)
        self._add_button = button("Add check", icon="plus", on_click=self.add_line)
        self._discard = button("Throw away", icon="trash-2", on_click=self.discard)
        self._back = button("Back to the register", on_click=self.go_back)
        foot = row(self.record_button, self._add_button, None, ElidingLabel(_KEYS, "caption"), None,
                   self._discard, self._back, margins=(16, 8, 16, 12))  # fmt: skip
        self.brought = BroughtLines(self._brought, named=True)
        self.brought.setContentsMargins(16, 8, 16, 0)
        card = Card(flush=True)
        for part in (self.head, line(), titles, self._area, line(), self.brought, foot):
            if isinstance(part, QWidget):
                card.body.addWidget(part, 1 if part is self._area else 0)
            else:
                card.body.addLayout(part)
        self.setLayout(column(card))

    def _connect(self) -> None:
        self._keeper.kept.connect(self.kept)
        self.head.changed.connect(self._changed)
        self.head.finished.connect(self._to_lines)
        self.head.entity.currentIndexChanged.connect(lambda _at: self._other_entity())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    # --- beginning

    def offer(
        self, choices: Choices, entities: tuple[EntityRow, ...], waiting: tuple[int, ...]
    ) -> None:
        """Take what may be chosen; ``waiting`` are the entities whose slips were left open."""
        same = entities == self._entities
        self._choices, self._entities = choices, entities
        self._filling = True
        self.head.offer(choices, entities)
        for one in self.lines:
            one.fields.offer(choices, entities)
        if not same:
            self._loaded = False
            if waiting:
                self.head.choose_entity(waiting[0])
        self._filling = False

    def begin(self) -> None:
        """Show the slip that waits for the chosen entity, or a new one."""
        if not self._loaded:
            self._read()
        else:
            self._focus_first()

    def _read(self) -> None:
        book, entity_id = self._desk.book, self.head.entity_row.id

        def read(_progress: Progress) -> Slip | None:
            return read_slip(book, entity_id, book.who)

        def show(found: Slip | None) -> None:
            self._show(found or self._blank(entity_id))
            self._focus_first()

        job = self._shell.runner.background(
            "Reading the deposit slip", read, on_done=self._reading.only(show)
        )
        self._reading.replace(job)

    def _blank(self, entity_id: int) -> Slip:
        day = self._desk.today.strftime("%m/%d/%Y")
        account = self.head.account_row
        return Slip(entity_id=entity_id, account_id=account.id if account else None, day=day)

    def _show(self, slip: Slip) -> None:
        self._filling = True
        self._entity_id, self._loaded = slip.entity_id, True
        self.head.hold(slip)
        while self.lines:
            self._take_out(self.lines[0])
        for held in slip.lines:
            self._put_in(held)
        if not self.lines:
            self._put_in(self._next_held())
        self._filling = False
        self._add_up()

    def _focus_first(self) -> None:
        slip = self.slip()
        if slip.is_blank or not (slip.count and slip.total):
            self.head.count.setFocus()
        else:
            self.lines[-1].fields.donor.setFocus()

    def _other_entity(self) -> None:
        if self._filling or not self._loaded:
            return
        self._keeper.flush()
        self._read()

    # --- lines

    def _next_held(self) -> Held:
        """Return a new line: day and drive go on from the line before, the day from the slip."""
        before = self.lines[-1].held if self.lines else None
        return Held(
            entity_id=self.head.entity_row.id, account_id=None,
            day=before.day if before else self.head.day.text(),
            drive=before.drive if before else "",
        )  # fmt: skip

    def _put_in(self, held: Held) -> SlipLine:
        made = SlipLine(self._desk, self._shell.runner, lambda: checks_before(made, self.lines))
        made.fields.offer(self._choices, self._entities)
        account = self.head.account_row
        made.fields.hold(replace(held, account_id=account.id if account else None))
        made.changed.connect(self._changed)
        made.done.connect(lambda: self._next(made))
        made.moved.connect(lambda step: self._step(made, step))
        made.removed.connect(lambda: self.remove_line(made))
        made.copied.connect(lambda: self._copy_down(made))
        self._grid.insertWidget(len(self.lines), made)
        self.lines.append(made)
        made.set_number(len(self.lines))
        return made

    def _take_out(self, one: SlipLine) -> None:
        self.lines.remove(one)
        self._grid.removeWidget(one)
        one.hide()
        one.deleteLater()

    def add_line(self) -> None:
        """Add a check at the end and go to it."""
        made = self._put_in(self._next_held())
        made.fields.donor.setFocus()

    def remove_line(self, one: SlipLine) -> None:
        """Take a check off the slip; the last line stays, empty."""
        place = self.lines.index(one)
        self._take_out(one)
        if not self.lines:
            self._put_in(self._next_held())
        for number, left in enumerate(self.lines, start=1):
            left.set_number(number)
        self.lines[min(place, len(self.lines) - 1)].fields.donor.setFocus()
        self._changed()

    def _next(self, one: SlipLine) -> None:
        """Go on after Enter: to what is wrong, to the next check, or to the end when it ties."""
        wrong = one.problems()
        if wrong:
            one.ahead.say(wrong[0][1])
            wrong[0][0].setFocus()
        elif one is not self.lines[-1]:
            self._step(one, 1)
        elif self.deposit().ties:
            self.record_button.setFocus()
        else:
            self.add_line()

    def _step(self, one: SlipLine, step: int) -> None:
        place = self.lines.index(one) + step
        if not 0 <= place < len(self.lines):
            return
        focused = QApplication.focusWidget()
        cell = next((at for at, cell in enumerate(one.cells) if cell is focused), 0)
        self.lines[place].cells[cell].setFocus()

    def _copy_down(self, one: SlipLine) -> None:
        place = self.lines.index(one)
        if place:
            one.copy_down(self.lines[place - 1])

    def _to_lines(self) -> None:
        self.lines[0].fields.donor.setFocus()

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.isVisible() or not self.isAncestorOf(now):
            return
        for one in self.lines:
            one.follow_focus(here=one.isAncestorOf(now))
            if one.isAncestorOf(now):
                self._area.ensureWidgetVisible(one, 0, 8)

    # --- adding up

    def slip(self) -> Slip:
        """Return the slip as typed."""
        return self.head.slip(self._entity_id, tuple(one.held for one in self.lines))

    def _slip_to_keep(self) -> Slip | None:
        return self.slip() if self._loaded else None

    def deposit(self) -> Deposit:
        """Return the deposit with the checks that are complete."""
        typed = [one for one in self.lines if one.is_typed and not one.fields.problems()]
        day = self.head.day.day
        return Deposit(
            day=day.isoformat() if day else "",
            gifts=tuple(one.fields.gift() for one in typed),
            declared_count=self.head.declared_count or 0,
            declared_cents=self.head.total.cents or 0,
            first_initials=self.head.first.text(),
            second_initials=self.head.second.text(),
        )

    def _changed(self) -> None:
        if self._filling:
            return
        account = self.head.account_row
        for one in self.lines:
            one.goes_to(account)
            one.judge_again()
        self._add_up()
        self._keeper.soon()

    def _add_up(self) -> None:
        deposit = self.deposit()
        self.head.show_difference(deposit, difference_words(deposit))
        self._brought.ask(self._act(deposit))
        blank = self.slip().is_blank
        words = "Bring back" if blank and self._thrown else "Throw away"
        self._discard.setText(f" {words}")
        self._discard.setAccessibleName(words)
        set_shown(self._discard, shown=not blank or self._thrown is not None)

    def _act(self, deposit: Deposit) -> Act | None:
        """Return what recording the checks so far would write; it ties whatever the slip says."""
        if not deposit.gifts or not deposit.day:
            return None
        so_far = replace(
            deposit, declared_count=len(deposit.gifts), declared_cents=deposit.entered_cents
        )
        return partial(record_deposit, entity=self.head.entity_row, deposit=so_far)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the slip when the page is left."""
        self._keeper.flush()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch for the end of the program, so that nothing is lost by it."""
        self._keeper.watch(self.window())
        super().showEvent(event)

    # --- closing

    def close_slip(self) -> None:
        """Record the deposit if every check can be and it ties, or a reason says why not."""
        typed = [one for one in self.lines if one.is_typed]
        wrong = [(one, problem) for one in typed for problem in one.problems()]
        if wrong:
            one, (where, words) = wrong[0]
            where.setFocus()
            one.ahead.say(words)
            return
        deposit = self.deposit()
        if not self.head.accepts(deposit, difference_words(deposit)):
            return
        self._record(deposit, self.head.entity_row, "" if deposit.ties else self.head.why)

    def _record(self, deposit: Deposit, entity: EntityRow, why: str) -> None:
        self._keeper.rest()
        self.record_button.setEnabled(False)
        name = deposit_name(len(deposit.gifts))

        def write(_progress: Progress) -> Changes:
            with self._desk.unit_of_work(name, entity.id, why=why) as unit:
                record_deposit(unit, entity, deposit)
                drop_draft(unit, entity.id, unit.heading.who)
            return MONEY

        def done(changes: Changes) -> None:
            self._show(self._blank(entity.id))
            self._keeper.rest()
            self.record_button.setEnabled(True)
            self._leave()
            self._desk.announce(changes)
            checks = counted(len(deposit.gifts), "check")
            words = f"Recorded deposit of {checks}, {dollars(deposit.entered_cents)}"
            self._shell.say(words, can_undo=True)

        def refused(error: FinanceDeskError) -> None:
            self.record_button.setEnabled(True)
            self._keeper.soon()
            self.head.complain(str(error))
            self._go_to(error)

        self._shell.runner.database(
            "Recording the deposit", write, on_done=done, on_error=refused, saves=True
        )

    def _go_to(self, error: FinanceDeskError) -> None:
        """Take the keyboard to the check that the wall keeps out, or to what it asks of it."""
        if isinstance(error, CheckWalled):
            one = [one for one in self.lines if one.is_typed][error.place]
            one.fields.donor.setFocus()
            if error.asks:
                one.ask(str(error))
                one.fields.declared.setFocus()

    def discard(self) -> None:
        """Throw the slip away, or bring back the one that was thrown away just now."""
        before = self.slip()
        back = self._thrown if before.is_blank else None
        self._show(back or self._blank(self._entity_id))
        self._thrown = None if back else before
        self._add_up()
        self._keeper.keep()
        self.head.count.setFocus()
        words = "The slip is back" if back else "Threw the slip away; nothing was recorded"
        self._shell.say(words)

    def go_back(self) -> None:
        """Leave the slip as it is: it waits in the book."""
        self._keeper.flush()
        self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter records, Esc leaves."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and control:
            self.close_slip()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
