"""The forms of a donor's page: a note, a document, a declaration, a consent, a request, a home."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit

from financedesk.ledger.donor_attestations import NewDeclaration
from financedesk.ledger.donor_documents import KINDS, DonorDocument
from financedesk.ledger.donor_requests import FIELDS, WAYS, DonorRequest, NewRequest
from financedesk.ledger.donors_edit import CHANNELS, Channel
from financedesk.ledger.households import Household
from financedesk.rules.donor_declarations import declarations, ways
from financedesk.ui.pages.drawer_form import DrawerForm, Fault, FormActs, needs_day, needs_words
from financedesk.ui.pages.official_person_forms import PersonField
from financedesk.ui.widgets import FormRow, button, label
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

_TEXT_HEIGHT = 140
_ANSWERS = (("Yes", True), ("No", False))
_GIVEN = (("Declared", True), ("Taken back", False))


def _choice(words: Mapping[str, str], chosen: str = "") -> QComboBox:
    made = combo()
    for code, one in words.items():
        made.addItem(one, code)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made


class NoteForm(DrawerForm):
    """Takes the words of a note; ``save`` is handed them. Ctrl+Enter saves from within them."""

    def __init__(
        self, words: str, today: date, save: Callable[[str], None], acts: FormActs
    ) -> None:
        super().__init__(today, acts, "Save note")
        self._hand = save
        self.words = QPlainTextEdit(words)
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(_TEXT_HEIGHT)
        self.words_row = FormRow("Note", self.words, "donors.note", need=Need.REQUIRED)
        self.lay_out(self.words_row)

    def problems(self) -> Sequence[Fault]:
        """Return that there are no words."""
        empty = not self.words.toPlainText().strip()
        return ((self.words_row, "Write down what is to be remembered." if empty else ""),)

    def hand_over(self) -> None:
        """Give the words to whoever writes them."""
        self._hand(self.words.toPlainText().strip())


class DocumentForm(DrawerForm):
    """Takes a file and what it is; ``save(path, kind)``."""

    def __init__(
        self, today: date, save: Callable[[Path, str], None], acts: FormActs, path: str = ""
    ) -> None:
        super().__init__(today, acts, "Keep it")
        self._hand = save
        self.path, self.kind = QLineEdit(path), _choice(KINDS)
        self.path_row = FormRow("File", self.path, "donors.document", need=Need.REQUIRED)
        self.choose_button = button("Choose…", icon="folder-open", on_click=self._choose)
        told = label("The file is copied into the book, so that backups hold it too.", "small",
                     wrap=True)  # fmt: skip
        self.lay_out(
            self.path_row, self.choose_button,
            FormRow("What it is", self.kind, "donors.document_kind"), told,
        )  # fmt: skip

    def _choose(self) -> None:
        place, _filter = QFileDialog.getOpenFileName(self, "Keep a document", str(Path.home()))
        if place:
            self.path.setText(place)

    def problems(self) -> Sequence[Fault]:
        """Return that no file is named."""
        return (needs_words(self.path_row, self.path, "Choose the file that is to be kept."),)

    def hand_over(self) -> None:
        """Give place and kind to whoever writes them."""
        place = Path(self.path.text().strip()).expanduser()
        self._hand(place, str(self.kind.currentData()))


class DeclarationForm(DrawerForm):
    """Takes what a donor declared, or took back; ``save`` is handed the whole of it."""

    def __init__(
        self,
        documents: Sequence[DonorDocument],
        today: date,
        save: Callable[[NewDeclaration], None],
        acts: FormActs,
        kind: str = "",
    ) -> None:
        super().__init__(today, acts, "Note it")
        self._hand = save
        self.kind = _choice({code: one.label for code, one in declarations().items()}, kind)
        self.given, self.how = combo(), _choice(ways())
        for words, value in _GIVEN:
            self.given.addItem(words, value)
        self.on, self.note, self.paper = DateEdit(today, today), QLineEdit(), combo()
        self.paper.addItem("None", 0)
        for one in documents:
            self.paper.addItem(one.name, one.id)
        self.says = label("", "small", wrap=True)
        self.on_row = FormRow("On", self.on, "donors.declared_on", need=Need.REQUIRED)
        self.lay_out(
            FormRow("What", self.kind, "donors.declared_what"), self.says,
            (FormRow("Answer", self.given, "donors.declared_answer"), self.on_row),
            FormRow("How", self.how, "donors.declared_how"),
            FormRow("Document", self.paper, "donors.declared_document"),
            FormRow("Note", self.note, "donors.declared_note"),
        )  # fmt: skip
        for box in (self.kind, self.given):
            box.currentIndexChanged.connect(lambda _at: self._say())
        self._say()

    def _say(self) -> None:
        """Show the words of the declaration, or what the law says of taking it back."""
        one = declarations()[str(self.kind.currentData())]
        words = f"“{one.text}”" if self.given.currentData() else one.lacking
        self.says.setText(f"{words} [{one.citation}]")

    def problems(self) -> Sequence[Fault]:
        """Return what is wrong with the day."""
        return (needs_day(self.on_row, self.on),)

    def hand_over(self) -> None:
        """Give the declaration to whoever writes it."""
        if self.on.day is not None:
            self._hand(NewDeclaration(
                kind=str(self.kind.currentData()), given=bool(self.given.currentData()),
                on=self.on.day, how=str(self.how.currentData()), note=self.note.text().strip(),
                document_id=int(self.paper.currentData()) or None,
            ))  # fmt: skip


class ConsentForm(DrawerForm):
    """Takes whether a donor may be reached in a way; ``save(channel, given, since, basis)``."""

    def __init__(
        self,
        channel: Channel,
        today: date,
        save: Callable[[Channel, bool, date, str], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Note it")
        self._hand = save
        self.channel = _choice({str(key): words for key, words in CHANNELS.items()}, channel)
        self.answer, self.since, self.basis = combo(), DateEdit(today, today), QLineEdit()
        for words, given in _ANSWERS:
            self.answer.addItem(words, given)
        self.since_row = FormRow("Since", self.since, "donors.consent_since", need=Need.REQUIRED)
        self.lay_out(
            FormRow("Way", self.channel, "donors.consent_way"),
            (FormRow("Answer", self.answer, "donors.consent_answer"), self.since_row),
            FormRow("How they said so", self.basis, "donors.consent_basis"),
        )

    def problems(self) -> Sequence[Fault]:
        """Return what is wrong with the day."""
        return (needs_day(self.since_row, self.since),)

    def hand_over(self) -> None:
        """Give the answer to whoever writes it."""
        channel = next(one for one in CHANNELS if one == self.channel.currentData())
        if self.since.day is not None:
            given = bool(self.answer.currentData())
            self._hand(channel, given, self.since.day, self.basis.text().strip())


class RequestForm(DrawerForm):
    """Takes when, how and for what a donor was asked; ``save`` is handed the whole of it."""

    def __init__(
        self,
        missing: Sequence[str],
        today: date,
        save: Callable[[NewRequest], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Note request")
        self._hand = save
        self.on, self.how, self.note = DateEdit(today, today), _choice(WAYS), QLineEdit()
        self.asked = {code: QCheckBox(words.capitalize()) for code, words in FIELDS.items()}
        for code, box in self.asked.items():
            box.setChecked(code in (missing or ("employer", "occupation")))
        self.appeal = QCheckBox("Money was asked for, too")
        self.on_row = FormRow("Asked on", self.on, "donors.asked_on", need=Need.REQUIRED)
        self.nothing = label("Choose what was asked for.", "small", tone="bad")
        set_shown(self.nothing, shown=False)
        self.lay_out(
            (self.on_row, FormRow("How", self.how, "donors.asked_how")),
            label("Asked for", "name"), *self.asked.values(), self.nothing, self.appeal,
            label("A request together with an appeal for money is no best effort"
                  " [11 CFR 104.7(b)(2)].", "small", wrap=True),
            FormRow("Note", self.note, "donors.asked_note"),
        )  # fmt: skip

    def problems(self) -> Sequence[Fault]:
        """Return what is wrong with the day; without anything asked the day's row says so."""
        fault = needs_day(self.on_row, self.on)
        some = any(box.isChecked() for box in self.asked.values())
        set_shown(self.nothing, shown=not some)
        return (fault if some or fault[1] else (self.on_row, "Choose what was asked for, below."),)

    def hand_over(self) -> None:
        """Give the request to whoever writes it."""
        if self.on.day is not None:
            asked = tuple(code for code, box in self.asked.items() if box.isChecked())
            self._hand(NewRequest(
                asked_on=self.on.day, how=str(self.how.currentData()), asked=asked,
                with_appeal=self.appeal.isChecked(), note=self.note.text().strip(),
            ))  # fmt: skip


class AnswerForm(DrawerForm):
    """Takes on which day a request was answered and what came back; ``save(on, words)``."""

    def __init__(
        self,
        request: DonorRequest,
        today: date,
        save: Callable[[date, str], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Note answer")
        self._hand = save
        self.on = DateEdit(today, request.answered_on or today)
        self.answer = QLineEdit(request.answer)
        self.on_row = FormRow("Answered on", self.on, "donors.answered_on", need=Need.REQUIRED)
        self.lay_out(
            self.on_row, FormRow("Answer", self.answer, "donors.answer"),
            label("What is known of the donor does not change by this: enter employer and"
                  " occupation with Edit, so that the next report has them.", "small", wrap=True),
        )  # fmt: skip

    def problems(self) -> Sequence[Fault]:
        """Return what is wrong with the day."""
        return (needs_day(self.on_row, self.on),)

    def hand_over(self) -> None:
        """Give day and words to whoever writes them."""
        if self.on.day is not None:
            self._hand(self.on.day, self.answer.text().strip())


class HouseholdForm(DrawerForm):
    """Takes what a household is called and how a letter begins; ``save(name, salutation)``."""

    def __init__(
        self, known: Household, today: date, save: Callable[[str, str], None], acts: FormActs
    ) -> None:
        super().__init__(today, acts)
        self._hand = save
        self.name, self.salutation = QLineEdit(known.name), QLineEdit(known.salutation)
        self.salutation.setPlaceholderText(known.greeting)
        self.name_row = FormRow("Household", self.name, "donors.household", need=Need.REQUIRED)
        self.lay_out(
            self.name_row,
            FormRow("A letter begins", self.salutation, "donors.salutation",
                    hint="Empty: the names of all who live there."),
        )  # fmt: skip

    def problems(self) -> Sequence[Fault]:
        """Return that there is no name."""
        return (needs_words(self.name_row, self.name, "A household needs a name."),)

    def hand_over(self) -> None:
        """Give the words to whoever writes them."""
        self._hand(self.name.text().strip(), self.salutation.text().strip())


class HousemateForm(DrawerForm):
    """Takes somebody whom the entity knows, to live with a donor; ``save(card_id)``."""

    def __init__(
        self, person: PersonField, today: date, save: Callable[[int], None], acts: FormActs
    ) -> None:
        super().__init__(today, acts, "Add")
        self._hand, self.person = save, person
        self.person_row = FormRow("Who", person, "donors.housemate", need=Need.REQUIRED)
        self.lay_out(self.person_row)

    def problems(self) -> Sequence[Fault]:
        """Return that nobody was chosen."""
        words = "" if self.person.known else "Choose a donor whom the books know."
        return ((self.person_row, words),)

    def hand_over(self) -> None:
        """Give the card to whoever writes it."""
        if self.person.known is not None:
            self._hand(self.person.known.ref.card_id)


class FilterNameForm(DrawerForm):
    """Takes the name of a saved search; ``save(name)``."""

    def __init__(
        self, name: str, words: str, today: date, save: Callable[[str], None], acts: FormActs
    ) -> None:
        """``words`` say in the form what the search finds."""
        super().__init__(today, acts)
        self._hand = save
        self.name = QLineEdit(name)
        self.name_row = FormRow("Name", self.name, "donors.filter_name", need=Need.REQUIRED)
        self.lay_out(self.name_row, label(words, "small", wrap=True))

    def problems(self) -> Sequence[Fault]:
        """Return that there is no name."""
        return (needs_words(self.name_row, self.name, "Give the search a name."),)

    def hand_over(self) -> None:
        """Give the name to whoever writes it."""
        self._hand(self.name.text().strip())
