"""Moves a gift that landed in the wrong entity's books: where to, when, and what follows."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit

from financedesk.book import Book
from financedesk.ledger.entities import accounts
from financedesk.ledger.typed_transfer import Side
from financedesk.ledger.wall import Note
from financedesk.ledger.wrong_account import Move, MoveOutlook, move_gift, move_outlook, moved_words
from financedesk.progress import Progress
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.contribution_acts import ShortForm
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown, set_tone
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

MOVED = MONEY.joined(Changes(frozenset({Area.BANKING})))
TITLE = "Move to the right entity"


class MoveForm(ShortForm):
    """Asks where a gift belongs and says what moving it comes to; ``save`` is handed the move."""

    def __init__(
        self,
        book: Book,
        runner: JobRunner,
        item_id: int,
        sides: Sequence[Side],
        today: date,
        save: Callable[[Move], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._book, self._runner, self._item_id = book, runner, item_id
        self._sides, self._save = sides, save
        self._looking = Latest()
        self.found: MoveOutlook | None = None
        self.taker, self.date = combo(), DateEdit(today, today)
        for one in sides:
            self.taker.addItem(f"{one.entity.name} · {one.account.name}", one.account.id)
        self.declared, self.declared_by = QLineEdit(), QLineEdit()
        self._lay_out(cancel)
        self.taker.currentIndexChanged.connect(lambda _at: self.look())
        self.date.day_changed.connect(lambda _day: self.look())
        self.look()

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        need = Need.REQUIRED
        self.taker_row = FormRow("Belongs to", self.taker, "contributions.move_to", need=need)
        self.date_row = FormRow("Money moves on", self.date, "contributions.move_on", need=need)
        self.declared_row = FormRow("Declared", self.declared, "contributions.declared", need=need)
        self.by_row = FormRow("By whom", self.declared_by, "contributions.declared_by", need=need)
        self.words = label("", "small", wrap=True)
        body = column(spacing=12, margins=(20, 14, 20, 20))
        for part in (self.taker_row, self.date_row, self.words, self.declared_row, self.by_row):
            body.addWidget(part)
        self.save_button = button("Move the gift", "primary", on_click=self.finish)
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addStretch(1)
        self.setLayout(body)
        for part in (self.declared_row, self.by_row):
            set_shown(part, shown=False)

    # --- what it comes to

    def look(self) -> None:
        """Say what the move comes to."""
        move = self._move()
        if move is None:
            return
        book = self._book

        def ask(_progress: object) -> MoveOutlook:
            with book.read() as connection:
                return move_outlook(connection, move)

        deliver = self._looking.only(self._show)
        self._looking.replace(self._runner.background("Looking at the move", ask, on_done=deliver))

    def _show(self, found: MoveOutlook) -> None:
        self.found, move = found, self._move()
        if move is None:
            return
        asks = found.wall is not None and bool(found.wall.asks)
        limit = "" if found.wall is None else found.wall.left_words
        parts = (moved_words(found, move.taker), limit, found.clock, *found.amendments)
        words = f"Not allowed. {found.refused}" if found.refused else "\n".join(filter(None, parts))
        self.words.setText(words)
        set_tone(self.words, "bad" if found.refused else "")
        self.save_button.setEnabled(not found.refused)
        for part in (self.declared_row, self.by_row):
            set_shown(part, shown=asks)
        if found.wall is not None and asks:
            self.declared_row.say(found.wall.asking_words, "warn")

    def _move(self) -> Move | None:
        place, when = self.taker.currentIndex(), self.date.day
        if not 0 <= place < len(self._sides) or when is None:
            return None
        words, who = self.declared.text().strip(), self.declared_by.text().strip()
        note = Note(words=words, who=who, on=when.isoformat()) if words and who else None
        return Move(
            item_id=self._item_id, taker=self._sides[place], day=when.isoformat(), note=note
        )

    def finish(self) -> None:
        """Hand over the move if it can be made."""
        self.date_row.say(self.date.problem)
        move = self._move()
        if move is not None and self.save_button.isEnabled():
            self._save(move)


class MoveActs:
    """Opens the form for a chosen gift and writes the move, one step of undo."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        self._shell, self._desk = shell, desk
        self._reading = Latest()

    def ask(self, item_id: int, entity_id: int) -> None:
        """Ask where a gift of an entity belongs."""
        book = self._desk.book
        others = [one for one in self._desk.writable_anywhere if one.id != entity_id]

        def read(_progress: Progress) -> tuple[Side, ...]:
            with book.read() as connection:
                return tuple(
                    Side(entity, account)
                    for entity in others
                    for account in accounts(connection, entity.id)
                    if account.role == "bank" and not account.closed_on
                )

        def show(sides: tuple[Side, ...]) -> None:
            self._open(item_id, entity_id, sides)

        deliver = self._reading.only(show)
        job = self._shell.runner.background("Reading accounts", read, on_done=deliver)
        self._reading.replace(job)

    def _open(self, item_id: int, entity_id: int, sides: tuple[Side, ...]) -> None:
        if not sides:
            self._shell.say("There is no other entity whose books you may write.")
            return
        form = MoveForm(
            self._desk.book, self._shell.runner, item_id, sides, self._desk.today,
            lambda move: self.move(move, entity_id), self._shell.close_drawer,
        )  # fmt: skip
        self._shell.open_drawer(TITLE, form, entity_id=entity_id, about=item_id)
        form.taker.setFocus()

    def move(self, move: Move, entity_id: int) -> None:
        """Write a move."""

        def write(_progress: Progress) -> Changes:
            ids = (entity_id, move.taker.entity.id)
            with self._desk.unit_of_work("Move gift to the right entity", *ids) as unit:
                move_gift(unit, move)
            return MOVED

        said = f"Moved the gift to {move.taker.entity.name}"
        self._shell.act("Moving the gift", write, said=said, on_done=self._shell.close_drawer)
