"""The forms of who an official is: somebody new, and what was wrong of somebody known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit

from financedesk.ledger.contact_search import KnownContact, find_contacts
from financedesk.ledger.contacts import Contact
from financedesk.progress import Progress
from financedesk.remittances.official_edit import NewOfficial, OfficialChoices
from financedesk.remittances.people import Official
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.contribution_donor import proposal_of, split_name
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_day,
    needs_day,
    needs_words,
)
from financedesk.ui.pages.official_office import OfficeFields
from financedesk.ui.widgets import FormRow
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.entity_picker import EntityPicker
from financedesk.ui.widgets.form_row import Need

_PEOPLE = ("IND", "CAN")
CITIZEN = "Citizen or permanent resident"
CONTRACTOR = "Federal contractor"


class PersonField(EntityPicker):
    """Proposes people whom the keeping entity knows; “Create person” comes last."""

    def __init__(self, desk: BookDesk, runner: JobRunner, entity_id: int) -> None:
        super().__init__("Name of the official")
        self._desk, self._runner, self._entity_id = desk, runner, entity_id
        self._search = Latest()
        self.searched.connect(self._find)

    @property
    def known(self) -> KnownContact | None:
        """Who was picked; None for somebody new."""
        return self.value if isinstance(self.value, KnownContact) else None

    def _find(self, text: str) -> None:
        if not text:
            self.propose(())
            return
        book, entity_id = self._desk.book, self._entity_id

        def search(_progress: Progress) -> list[KnownContact]:
            with book.read() as connection:
                found = find_contacts(connection, entity_id, text)
            return [one for one in found if one.contact.type in _PEOPLE]

        def show(found: list[KnownContact]) -> None:
            self.propose([proposal_of(one) for one in found])

        deliver = self._search.only(show)
        self._search.replace(self._runner.background("Looking for people", search, on_done=deliver))


class AddOfficialForm(DrawerForm):
    """Takes a person with an office and its first day; ``save`` is handed what is complete."""

    def __init__(
        self,
        person: PersonField,
        choices: OfficialChoices,
        today: date,
        save: Callable[[NewOfficial], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Add official")
        self._save, self.person = save, person
        self.city, self.state = QLineEdit(), QLineEdit()
        self.state.setMaxLength(2)
        self.reference = QLineEdit()
        self.reference.setPlaceholderText(choices.reference)
        self.citizen = QCheckBox(CITIZEN)
        self.citizen.setChecked(True)
        self.contractor = QCheckBox(CONTRACTOR)
        self.office = OfficeFields(choices.offices)
        self.first, self.last = DateEdit(today), DateEdit(today)
        need = Need.REQUIRED
        self.person_row = FormRow("Person", person, "officials.person", need=need)
        self.city_row = FormRow("City", self.city, "officials.city")
        self.home_row = FormRow("State of home", self.state, "officials.home_state")
        reference = FormRow("Reference", self.reference, "officials.reference")
        self.first_row = FormRow("In office since", self.first, "officials.term_from", need=need)
        self.last_row = FormRow("Last day", self.last, "officials.term_to")
        self.lay_out(
            self.person_row, (self.city_row, self.home_row), reference, self.citizen,
            self.contractor, *self.office.parts, (self.first_row, self.last_row),
        )  # fmt: skip
        person.picked.connect(lambda _value: self._show())
        person.textChanged.connect(lambda _text: self._show())
        self._show()

    def _show(self) -> None:
        new = self.person.known is None and bool(self.person.text().strip())
        for one in (self.city_row, self.home_row):
            set_shown(one, shown=new)

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        return (
            needs_words(self.person_row, self.person, "Name the person who holds the office."),
            *self.office.faults(),
            needs_day(self.first_row, self.first),
            may_have_day(self.last_row, self.last),
        )

    def hand_over(self) -> None:
        """Give the official to whoever writes it."""
        known, begins = self.person.known, self.first.day
        if begins is None:
            return
        official = Official(
            card_id=0 if known is None else known.ref.card_id,
            reference=self.reference.text().strip(), citizen=self.citizen.isChecked(),
            contractor=self.contractor.isChecked(),
        )  # fmt: skip
        self._save(
            NewOfficial(
                official=official, person=None if known is not None else self._new_person(),
                office=self.office.value, from_date=begins, to_date=self.last.day,
            )
        )  # fmt: skip

    def _new_person(self) -> Contact:
        return Contact(
            type="IND", city=self.city.text().strip(), state=self.state.text().strip().upper(),
            **split_name("IND", self.person.text()),
        )  # fmt: skip


class OfficialForm(DrawerForm):
    """Corrects what is kept of an official beside the card."""

    def __init__(
        self, before: Official, today: date, save: Callable[[Official], None], acts: FormActs
    ) -> None:
        super().__init__(today, acts)
        self._before, self._save = before, save
        self.reference = QLineEdit(before.reference)
        self.note = QLineEdit(before.note)
        self.citizen = QCheckBox(CITIZEN)
        self.citizen.setChecked(before.citizen)
        self.contractor = QCheckBox(CONTRACTOR)
        self.contractor.setChecked(before.contractor)
        self.first = DateEdit(today, before.published_from)
        self.last = DateEdit(today, before.published_to)
        self.reference_row = FormRow(
            "Reference", self.reference, "officials.reference", need=Need.REQUIRED
        )
        self.first_row = FormRow("Published", self.first, "officials.published_from")
        self.last_row = FormRow("Until", self.last, "officials.published_to")
        note = FormRow("Note", self.note, "officials.note")
        self.lay_out(
            self.reference_row, self.citizen, self.contractor, (self.first_row, self.last_row), note
        )

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        return (
            needs_words(self.reference_row, self.reference, "Give a reference such as R-7."),
            may_have_day(self.first_row, self.first),
            may_have_day(self.last_row, self.last),
        )

    def hand_over(self) -> None:
        """Give the corrected official to whoever writes it."""
        self._save(
            replace(
                self._before, reference=self.reference.text().strip(),
                citizen=self.citizen.isChecked(), contractor=self.contractor.isChecked(),
                note=self.note.text().strip(), published_from=self.first.day,
                published_to=self.last.day,
            )
        )  # fmt: skip
