"""Letters that the law asks for: to whom, what, sent or not, and whose answer is awaited."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from financedesk.compliance.letters_due import letters_due
from financedesk.errors import BadInput
from financedesk.ledger.kept_letters import (
    ANSWERED,
    SENT,
    TO_SEND,
    KeptLetter,
    discard_letter,
    letter_content,
    letters_of,
    note_answer,
    note_sent,
)
from financedesk.rules.letter_kinds import letter_kinds
from financedesk.rules.roles import CORRECT
from financedesk.ui.formatting import NOTHING, counted, short_day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.compliance_letter_forms import LetterAnswerForm, SentForm
from financedesk.ui.pages.compliance_letter_writing import LETTERS, LetterWriting
from financedesk.ui.pages.drawer_form import DrawerForm, FormActs
from financedesk.ui.pages.letter_words import (
    STATES,
    TO_WRITE,
    TONES,
    URGENT,
    LetterRow,
    due_row,
    kept_row,
)
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    FilterBar,
    FilterField,
    button,
    column,
    row,
)
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.keys import add_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from financedesk.book.unit import UnitOfWork
    from financedesk.compliance.finding import Finding
    from financedesk.progress import Progress
    from financedesk.ui.book_desk import BookDesk
    from financedesk.ui.shell.page import Shell

_NONE = "No letter was written yet"
_HOW = "Open a finding and press L: the letter that it needs is filled in from the books."


class LettersView(QWidget):
    """The letters of the entities in hand, and those that acts of the books call for.

    Enter opens one as it was sent, or the form of one that is still to be written.
    """

    shown = Signal()

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        super().__init__()
        self._shell, self._desk = shell, desk
        self._acts = WrittenActs(shell, desk, CORRECT, LETTERS)
        self._reading = Latest()
        self._copies = QTemporaryDir()
        self._letters: tuple[LetterRow, ...] = ()
        self.writing = LetterWriting(shell, desk, self._written)
        self._build()

    def _build(self) -> None:
        self.filter = FilterBar("Name or letter")
        self.filter.offer((
            FilterField("state", "Stands", tuple(STATES.items())),
            FilterField("kind", "Letter", tuple((one.code, one.title)
                                                for one in letter_kinds().values())),
        ))  # fmt: skip
        self.filter.changed.connect(lambda _text, _filters: self._list())
        self.empty = EmptyState(_NONE, _HOW, icon="file-text")
        self.model: ListTableModel[LetterRow] = ListTableModel(
            self._columns(), identify=lambda one: one.id, order=self._order
        )
        self.table = DataTable("Letters", self.model, empty=self.empty, noun=("letter", "letters"))
        self.table.remember(self._shell.settings, "compliance/letters")
        self.table.row_opened.connect(lambda _id: self.open_current())
        self.sent_button = button("Note as sent…", icon="arrow-up-right", on_click=self.sent)
        self.answer_button = button("Note answer…", icon="file-input", on_click=self.answered)
        self.save_button = button("Save PDF…", icon="download", on_click=self.save_current)
        self.discard_button = button("Discard", icon="trash-2", on_click=self.discard)
        self.buttons = ActionRow()
        self.requests_button = button("Write requests…", icon="users", on_click=self.ask_all)
        for one in (
            self.requests_button, self.sent_button, self.answer_button, self.save_button,
            self.discard_button,
        ):  # fmt: skip
            self.buttons.add(one)
        add_keys(self.table.view, {
            "S": self.sent, "A": self.answered, "Ctrl+S": self.save_current, "Del": self.discard,
        })  # fmt: skip
        card = Card(flush=True)
        card.body.addWidget(self.table, 1)
        head = row(spacing=12)
        head.addWidget(self.filter, 1)
        head.addWidget(self.buttons, 2)
        whole = column(spacing=12)
        whole.addLayout(head)
        whole.addWidget(card, 1)
        self.setLayout(whole)

    def _columns(self) -> tuple[Column[LetterRow], ...]:
        return (
            Column("addressee", "To", lambda one: one.addressee, Look.STRONG, 170, least=100,
                   tip=lambda one: one.addressee),
            Column("what", "Letter", lambda one: one.what.title, Look.TEXT, 240, stretch=True,
                   least=110, tip=lambda one: f"{one.what.title}. {one.about}"),
            Column("state", "Stands", lambda one: STATES[self._state(one)], Look.CHIP, 136,
                   tone=lambda one: TONES[self._state(one)]),
            Column("reply_by", "Reply by", lambda one: _day(one.reply_by), Look.NUMBER, 96),
            Column("sent", "Sent", lambda one: _day(one.sent_on), Look.NUMBER, 90, yields=True),
            Column("answered", "Answered", lambda one: _day(one.answered_on), Look.NUMBER, 96,
                   yields=True, tip=lambda one: one.answer),
            Column("written", "Written", lambda one: _day(one.written_on), Look.NUMBER, 90,
                   yields=True),
            Column("send_by", "Send by", lambda one: _day(one.send_by), Look.NUMBER, 90,
                   yields=True),
        )  # fmt: skip

    def _state(self, one: LetterRow) -> str:
        return one.state(self._desk.today)

    def _urgency(self, one: LetterRow) -> tuple[int, date]:
        state = self._state(one)
        due = one.send_by if state in (TO_WRITE, TO_SEND) else one.reply_by
        return URGENT.index(state), due or date.max

    def _order(self, one: LetterRow, key: str) -> object:
        known: Mapping[str, object] = {
            "addressee": one.addressee.casefold(), "what": one.what.title,
            "state": tuple(STATES).index(self._state(one)),
            "written": one.written_on or date.min,
            "reply_by": one.reply_by or date.max, "sent": one.sent_on or date.max,
            "answered": one.answered_on or date.max, "send_by": one.send_by or date.max,
        }  # fmt: skip
        return known[key]

    # --- reading

    def refresh(self) -> None:
        """Read the letters of the entities in hand."""
        if not self._desk.is_open:
            return
        why_not = self._desk.why_not(CORRECT)
        for one in (self.sent_button, self.answer_button, self.discard_button):
            allow(one, why_not)
        self._allow_requests()
        book, scope = self._desk.book, tuple(self._desk.scope)

        today = self._desk.today

        def read(_progress: Progress) -> tuple[LetterRow, ...]:
            with book.read() as connection:
                due = letters_due(connection, scope, today)
                kept = letters_of(connection, scope)
            return (*(due_row(one) for one in due), *(kept_row(one) for one in kept))

        deliver = self._reading.only(self._take)
        self._reading.replace(
            self._shell.runner.background("Reading letters", read, on_done=deliver)
        )

    def _take(self, found: tuple[LetterRow, ...]) -> None:
        # What waits comes first, and of that what is due first.
        self._letters = tuple(sorted(found, key=self._urgency))
        self._list()
        self.shown.emit()

    def _list(self) -> None:
        text, chosen = self.filter.search.text().casefold(), dict(self.filter.filters)
        self.model.show([one for one in self._letters if self._fits(one, text, chosen)])
        if self._letters:
            self.empty.say("Nothing fits", "Remove a filter or search for something else.")
        else:
            self.empty.say(_NONE, _HOW)

    def _fits(self, one: LetterRow, text: str, chosen: Mapping[str, str]) -> bool:
        words = f"{one.addressee} {one.what.title} {one.about} {one.answer}".casefold()
        state, kind = chosen.get("state", ""), chosen.get("kind", "")
        return text in words and state in ("", self._state(one)) and kind in ("", one.kind)

    @property
    def waiting(self) -> int:
        """How many letters wait to be written, sent or answered."""
        return sum(self._state(one) not in (ANSWERED, SENT) for one in self._letters)

    @property
    def current(self) -> KeptLetter | None:
        """The letter in hand, if it is written."""
        row = self._row
        return None if row is None else row.kept

    @property
    def _row(self) -> LetterRow | None:
        return self.model.row_at(self.table.view.currentIndex().row())

    # --- one letter

    def open_current(self) -> None:
        """Open the letter in hand as a PDF, or the form of one that is still to be written."""
        row, one = self._row, self.current
        if row is not None and row.due is not None:
            self.writing.write_due(row.due)
        if one is not None:
            # The copies go with the window, because they are about donors.
            target = Path(self._copies.filePath(f"{one.id}-{one.file_name}"))
            self.write_to(one, target, opened=True)

    def save_current(self) -> None:
        """Ask where to, and write the letter in hand there as it was kept."""
        one = self.current
        if one is None:
            return
        place, _filter = QFileDialog.getSaveFileName(
            self, "Save letter", str(Path.home() / one.file_name), "PDF (*.pdf)"
        )
        if place:
            self.write_to(one, Path(place), opened=False)

    def write_to(self, one: KeptLetter, target: Path, *, opened: bool) -> None:
        """Write a letter to a file in a job, and open it then if that is wanted."""
        book, scope = self._desk.book, tuple(self._desk.scope)

        def work(_progress: Progress) -> None:
            with book.read() as connection:
                _name, content = letter_content(connection, one.id, scope)
            try:
                target.write_bytes(content)
            except OSError as error:
                reason = error.strerror or error
                raise BadInput(f"The letter cannot be written to {target}: {reason}.") from error

        def done(_none: None) -> None:
            if opened:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))
            else:
                self._shell.say(f"Saved {target.name}")

        self._shell.runner.background("Writing the letter", work, on_done=done)

    def sent(self) -> None:
        """Show the form that notes the selected letters, or the one in hand, as sent."""
        found = [one for one in self._chosen() if one.sent_on is None]
        if not found:
            self._shell.say("Choose a letter that was not sent yet.")
        elif not self._refused(found):
            self._ask_sent(found)

    def _ask_sent(self, found: Sequence[KeptLetter]) -> None:
        today = self._desk.today

        def save(on: date, channel: str) -> None:
            def note(unit: UnitOfWork) -> None:
                for one in found:
                    note_sent(unit, one.id, on, channel, today)

            self._write(f"Note {_named(found)} as sent", found[0], note, form, "Noted as sent")

        form = SentForm(found, today, save, FormActs(self._shell.close_drawer))
        self._open("Sent", form, found[0])
        form.on.setFocus()

    def answered(self) -> None:
        """Show the form of the answer to the letter in hand."""
        one = self.current
        if one is None or one.sent_on is None or one.answered_on is not None:
            self._shell.say("Choose a letter that was sent and is not answered yet.")
        elif not self._refused([one]):
            self._ask_answer(one)

    def _ask_answer(self, one: KeptLetter) -> None:
        today = self._desk.today

        def save(on: date, words: str) -> None:
            self._write(
                f"Note answer of {one.addressee}", one,
                lambda unit: note_answer(unit, one.id, on, words, today), form, "Answer noted",
            )  # fmt: skip

        form = LetterAnswerForm(one, today, save, FormActs(self._shell.close_drawer))
        self._open("Answered", form, one)
        form.on.setFocus()

    def discard(self) -> None:
        """Throw the letter in hand away; undo brings it back."""
        one = self.current
        if one is not None and not self._refused([one]):
            self._write(
                f"Discard letter to {one.addressee}", one,
                lambda unit: discard_letter(unit, one.id), None, "Letter discarded",
            )  # fmt: skip

    def _chosen(self) -> list[KeptLetter]:
        ids = set(self.table.selected_ids())
        chosen = [row.kept for row in self.model.rows if row.id in ids and row.kept is not None]
        return chosen or [one for one in (self.current,) if one is not None]

    def _refused(self, found: Sequence[KeptLetter]) -> bool:
        why_not = self._desk.why_not(CORRECT, *{one.entity_id for one in found})
        if why_not:
            self._shell.say(why_not)
        return bool(why_not)

    # --- writing

    def offer(self, findings: Sequence[Finding]) -> None:
        """Take the findings that stand: of those a request answers many are written together."""
        self.writing.offer(findings)
        self._allow_requests()

    def _allow_requests(self) -> None:
        allow(self.requests_button, self._desk.why_not(CORRECT) or self.writing.why_not)

    def ask_all(self) -> None:
        """Ask where to, and write the requests to everybody whose employer is not known."""
        self.writing.ask_all(self)

    def write_for(self, finding: Finding) -> None:
        """Show the form that writes a letter about a finding."""
        self.writing.write_for(finding)

    def _written(self) -> None:
        self._shell.close_drawer()
        self.refresh()

    def _write(
        self,
        action: str,
        one: KeptLetter,
        work: Callable[[UnitOfWork], None],
        form: DrawerForm | None,
        said: str,
    ) -> None:
        self._acts.write(
            action, work, entity_id=one.entity_id, said=f"{said}: {one.addressee}", form=form,
            on_done=lambda _none: self._written(),
        )  # fmt: skip

    def _open(self, title: str, form: DrawerForm, one: KeptLetter) -> None:
        self._shell.open_drawer(title, form, entity_id=one.entity_id, about=one.id)

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return the forms in which a letter is written and noted as sent."""

        def sending() -> None:
            kept = (row.kept for row in self._letters if row.kept is not None)
            one = next((one for one in kept if one.sent_on is None), None)
            if one is not None:
                self._ask_sent([one])

        return {"letter-written": self.writing.write_first, "letter-sent": sending}


def _day(when: date | None) -> str:
    return NOTHING if when is None else short_day(when)


def _named(found: Sequence[KeptLetter]) -> str:
    return f"letter to {found[0].addressee}" if len(found) == 1 else counted(len(found), "letter")
