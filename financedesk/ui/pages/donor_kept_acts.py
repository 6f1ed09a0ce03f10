"""What is done on a donor's page: each act a form or a button, one unit of work, one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from financedesk.errors import BadInput
from financedesk.ledger.donor_attestations import NewDeclaration, declare
from financedesk.ledger.donor_documents import (
    DonorDocument,
    add_document,
    document_content,
    read_document,
    remove_document,
)
from financedesk.ledger.donor_notes import DonorNote, add_note, change_note, delete_note
from financedesk.ledger.donor_requests import (
    DonorRequest,
    NewRequest,
    answer_request,
    delete_request,
    record_request,
)
from financedesk.ledger.donors_edit import CHANNELS, Channel, set_consent
from financedesk.ledger.households import (
    Household,
    change_household,
    join_household,
    leave_household,
    make_household,
)
from financedesk.ledger.kept_letters import KeptLetter, letter_content
from financedesk.rules.donor_declarations import declarations
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.desk import Area, Changes
from financedesk.ui.pages.donor_kept_forms import (
    AnswerForm,
    ConsentForm,
    DeclarationForm,
    DocumentForm,
    HouseholdForm,
    HousemateForm,
    NoteForm,
    RequestForm,
)
from financedesk.ui.pages.drawer_form import DrawerForm, FormActs
from financedesk.ui.pages.official_person_forms import PersonField
from financedesk.ui.pages.written_acts import WrittenActs

if TYPE_CHECKING:
    from datetime import date

    from financedesk.book import Reading
    from financedesk.book.unit import UnitOfWork
    from financedesk.progress import Progress
    from financedesk.ui.pages.donor_view import DonorPageView

_Content = Callable[["Reading", int, "Sequence[int]"], tuple[str, bytes]]
KEPT = Changes(frozenset({Area.DONORS}))


class DonorActs:
    """Writes what is kept about the donor that a page shows."""

    def __init__(self, view: DonorPageView) -> None:
        self._view, self._shell, self._desk = view, view.shell, view.desk
        self._adding = WrittenActs(view.shell, view.desk, RECORD, KEPT)
        self._changing = WrittenActs(view.shell, view.desk, CORRECT, KEPT)
        self._copies = QTemporaryDir()

    @property
    def _today(self) -> date:
        return self._desk.today

    @property
    def _card(self) -> int:
        return self._view.card_id

    @property
    def _name(self) -> str:
        return self._view.name_shown

    # --- notes

    def add_note(self) -> None:
        """Show the form of a new note."""
        card, who, today = self._card, self._desk.login, self._today

        def save(words: str) -> None:
            self._add(
                f"Note about {self._name}",
                lambda unit: add_note(unit, card, words, who=who, on=today), form,
            )  # fmt: skip

        form = NoteForm("", today, save, self._cancel())
        self._open("New note", form)
        form.words.setFocus()

    def edit_note(self, note: DonorNote) -> None:
        """Show the form that says a note anew or deletes it."""

        def save(words: str) -> None:
            self._change(
                f"Change note about {self._name}",
                lambda unit: change_note(unit, note.id, words), form,
            )  # fmt: skip

        def delete() -> None:
            self._change(
                f"Delete note about {self._name}", lambda unit: delete_note(unit, note.id), form
            )

        form = NoteForm(note.words, self._today, save, self._cancel(delete))
        self._open("Edit note", form, about=note.id)
        form.words.setFocus()

    # --- documents

    def add_document(self) -> None:
        """Show the form that keeps a document."""
        card, who, today = self._card, self._desk.login, self._today

        def save(place: Path, kind: str) -> None:
            def keep(unit: UnitOfWork) -> None:
                name, content = read_document(place)
                add_document(unit, card, name, content, kind=kind, who=who, on=today)

            self._add(f"Keep {place.name} of {self._name}", keep, form)

        form = DocumentForm(today, save, self._cancel())
        self._open("Keep a document", form)
        form.path.setFocus()

    def remove_document(self, document: DonorDocument) -> None:
        """Take a document out of the book; undo brings it back."""
        self._change(
            f"Remove {document.name} of {self._name}",
            lambda unit: remove_document(unit, document.id),
        )

    def save_document(self, document: DonorDocument) -> None:
        """Ask where to, and write a document there as it was kept."""
        place, _filter = QFileDialog.getSaveFileName(
            self._view, "Save document", str(Path.home() / document.name)
        )
        if place:
            self.write_document(document, Path(place), opened=False)

    def open_document(self, document: DonorDocument) -> None:
        """Open a copy of a document with the computer's own program for such files."""
        # The copies go with the window, because they are about donors.
        target = Path(self._copies.filePath(f"{document.id}-{document.name}"))
        self.write_document(document, target, opened=True)

    def write_document(self, document: DonorDocument, target: Path, *, opened: bool) -> None:
        """Write a document to a file in a job, and open it then if that is wanted."""
        self._write_out(document_content, document.id, target, opened=opened)

    def open_letter(self, letter: KeptLetter) -> None:
        """Open a letter to the donor as it was sent."""
        target = Path(self._copies.filePath(f"{letter.id}-{letter.file_name}"))
        self._write_out(letter_content, letter.id, target, opened=True)

    def _write_out(self, read: _Content, number: int, target: Path, *, opened: bool) -> None:
        """Write what is kept to a file in a job; ``read`` returns its name and octets."""
        book, scope = self._desk.book, self._desk.scope

        def work(_progress: Progress) -> None:
            with book.read() as connection:
                name, content = read(connection, number, scope)
            try:
                target.write_bytes(content)
            except OSError as error:
                reason = error.strerror or error
                raise BadInput(f"{name} cannot be written to {target}: {reason}.") from error

        def done(_none: None) -> None:
            if opened:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))
            else:
                self._shell.say(f"Saved {target.name}")

        self._shell.runner.background(f"Writing {target.name}", work, on_done=done)

    # --- what the donor said

    def declare(self, kind: str = "") -> None:
        """Show the form of a declaration."""
        card, read = self._card, self._view.read
        if read is None:
            return

        def save(given: NewDeclaration) -> None:
            label = declarations()[given.kind].label
            self._add(
                f"{self._name}: {label}",
                lambda unit: declare(unit, card, given, self._today), form,
            )  # fmt: skip

        own = [one for one in read.page.documents if one.card_id == card]
        form = DeclarationForm(own, self._today, save, self._cancel(), kind)
        self._open(f"{self._name} declares", form)
        form.kind.setFocus()

    def consent(self, channel: Channel) -> None:
        """Show the form of whether the donor may be reached in a way."""
        card = self._card

        def save(way: Channel, given: bool, since: date, basis: str) -> None:  # noqa: FBT001
            def write(unit: UnitOfWork) -> None:
                set_consent(unit, card, way, given=given, since=since.isoformat(), basis=basis)

            self._add(f"{self._name}: {CHANNELS[way].lower()}", write, form)

        form = ConsentForm(channel, self._today, save, self._cancel())
        self._open(f"May {self._name} be reached?", form)
        form.answer.setFocus()

    # --- requests

    def ask(self) -> None:
        """Show the form of a request for what is missing."""
        card, read = self._card, self._view.read
        if read is None:
            return

        def save(given: NewRequest) -> None:
            self._add(
                f"Ask {self._name} for what is missing",
                lambda unit: record_request(unit, card, given, self._today), form,
            )  # fmt: skip

        form = RequestForm(read.page.detail.row.missing, self._today, save, self._cancel())
        self._open(f"{self._name} was asked", form)
        form.on.setFocus()

    def answer(self, request: DonorRequest) -> None:
        """Show the form of the answer to a request."""

        def save(on: date, words: str) -> None:
            self._add(
                f"Answer of {self._name}",
                lambda unit: answer_request(unit, request.id, on, words, self._today), form,
            )  # fmt: skip

        def delete() -> None:
            self._change(
                f"Delete request to {self._name}",
                lambda unit: delete_request(unit, request.id), form,
            )  # fmt: skip

        form = AnswerForm(request, self._today, save, self._cancel(delete))
        self._open(f"{self._name} answered", form, about=request.id)
        form.answer.setFocus()

    # --- the household

    def live_with(self, card_id: int) -> None:
        """Join the donor and somebody else in one household: theirs, or a new one."""
        home, own = self._household, self._card

        def write(unit: UnitOfWork) -> None:
            if home is None:
                make_household(unit, [own, card_id])
            else:
                join_household(unit, home.id, card_id)

        self._add(f"Household of {self._name}", write)

    def add_housemate(self) -> None:
        """Show the form that names somebody who lives with the donor."""
        person = PersonField(self._desk, self._shell.runner, self._view.entity_id)
        person.setAccessibleName("Who lives here")
        home, own = self._household, self._card

        def save(card_id: int) -> None:
            def write(unit: UnitOfWork) -> None:
                if home is None:
                    make_household(unit, [own, card_id])
                else:
                    join_household(unit, home.id, card_id)

            self._add(f"Household of {self._name}", write, form)

        form = HousemateForm(person, self._today, save, self._cancel())
        self._open(f"Who lives with {self._name}?", form)
        person.setFocus()

    def edit_household(self) -> None:
        """Show the form of the household's name and salutation."""
        home = self._household
        if home is None:
            return

        def save(name: str, salutation: str) -> None:
            self._change(
                f"Change {home.name}",
                lambda unit: change_household(unit, home.id, name=name, salutation=salutation),
                form,
            )  # fmt: skip

        form = HouseholdForm(home, self._today, save, self._cancel())
        self._open(home.name, form, about=home.id)
        form.name.setFocus()

    def leave(self, card_id: int, name: str) -> None:
        """Take somebody out of the household."""
        self._change(
            f"Take {name} out of the household", lambda unit: leave_household(unit, card_id)
        )

    @property
    def _household(self) -> Household | None:
        read = self._view.read
        return None if read is None else read.page.household

    # --- parts

    def _cancel(self, delete: Callable[[], None] | None = None) -> FormActs:
        return FormActs(self._shell.close_drawer, delete)

    def _open(self, title: str, form: DrawerForm, about: int | None = None) -> None:
        self._shell.open_drawer(
            title, form, entity_id=self._view.entity_id, about=about or self._card
        )

    def _add(
        self, action: str, work: Callable[[UnitOfWork], object], form: DrawerForm | None = None
    ) -> None:
        self._write(self._adding, action, work, form)

    def _change(
        self, action: str, work: Callable[[UnitOfWork], object], form: DrawerForm | None = None
    ) -> None:
        self._write(self._changing, action, work, form)

    def _write(
        self,
        acts: WrittenActs,
        action: str,
        work: Callable[[UnitOfWork], object],
        form: DrawerForm | None,
    ) -> None:
        def done(_result: object) -> None:
            if form is not None:
                self._shell.close_drawer()
            self._view.take_keyboard()

        acts.write(action, work, entity_id=self._view.entity_id, said=action, on_done=done,
                   form=form)  # fmt: skip
