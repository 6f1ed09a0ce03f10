"""The forms of an official's times: terms, candidacies, units of the organisation, family."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit

from financedesk.remittances.official_detail import HeldOffice
from financedesk.remittances.official_edit import OfficialChoices
from financedesk.remittances.pay import FamilyState
from financedesk.remittances.people import Belonging, FederalCandidacy, OfficeTerm, PublicOffice
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_day,
    needs_day,
    needs_number,
    whole,
)
from financedesk.ui.pages.official_office import OfficeFields
from financedesk.ui.widgets import FormRow, label
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

FEDERAL_OFFICES = {"H": "House of Representatives", "S": "Senate", "P": "President"}
_FAMILY = "Two numbers and no names: the schedule asks for no more, so nothing more is kept."


class TermForm(DrawerForm):
    """Takes a term in an office; its end, once it is known, is entered here as well."""

    def __init__(
        self,
        official_id: int,
        choices: OfficialChoices,
        today: date,
        save: Callable[[PublicOffice, OfficeTerm], None],
        acts: FormActs,
        before: HeldOffice | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._official_id, self._save = official_id, save
        fact = None if before is None else before.term.fact
        chosen = None if before is None else before.office.id
        self.office = OfficeFields(choices.offices, chosen)
        self.first = DateEdit(today, fact.from_date if fact else None)
        self.last = DateEdit(today, fact.to_date if fact else None)
        self.known_on = DateEdit(today, fact.end_known_on if fact else None)
        self.reason = QLineEdit(fact.end_reason if fact else "")
        self.reason.setPlaceholderText("Term over, resigned, recalled")
        need = Need.REQUIRED
        self.first_row = FormRow("First day", self.first, "officials.term_from", need=need)
        self.last_row = FormRow("Last day", self.last, "officials.term_to")
        self.known_row = FormRow("End known on", self.known_on, "officials.end_known_on")
        reason = FormRow("Why it ended", self.reason, "officials.end_reason")
        self.lay_out(
            *self.office.parts, (self.first_row, self.last_row), (self.known_row, reason)
        )  # fmt: skip

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        days = ((self.last_row, self.last), (self.known_row, self.known_on))
        return (
            *self.office.faults(),
            needs_day(self.first_row, self.first),
            *(may_have_day(*one) for one in days),
        )

    def hand_over(self) -> None:
        """Give the term with its office to whoever writes it."""
        if self.first.day is None:
            return
        term = OfficeTerm(
            official_id=self._official_id, public_office_id=0, from_date=self.first.day,
            to_date=self.last.day, end_known_on=self.known_on.day,
            end_reason=self.reason.text().strip(),
        )  # fmt: skip
        self._save(self.office.value, term)


class CandidacyForm(DrawerForm):
    """Takes the days in which an official seeks federal office."""

    def __init__(
        self,
        official_id: int,
        today: date,
        save: Callable[[FederalCandidacy], None],
        acts: FormActs,
        before: FederalCandidacy | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._official_id, self._save = official_id, save
        self.office = combo()
        for code, words in FEDERAL_OFFICES.items():
            self.office.addItem(words, code)
        self.first = DateEdit(today, before.from_date if before else None)
        self.last = DateEdit(today, before.to_date if before else None)
        self.basis = QLineEdit(before.basis if before else "")
        self.basis.setPlaceholderText("Statement of candidacy, Form 2")
        if before is not None:
            self.office.setCurrentIndex(self.office.findData(before.office))
        self.first_row = FormRow(
            "First day", self.first, "officials.candidacy_from", need=Need.REQUIRED
        )
        self.last_row = FormRow("Last day", self.last, "officials.candidacy_to")
        self.lay_out(
            FormRow("Seeks", self.office, "officials.candidacy_office"),
            (self.first_row, self.last_row),
            FormRow("Basis", self.basis, "officials.candidacy_basis"),
        )

    def problems(self) -> tuple[Fault, ...]:
        """Return what is wrong with the days."""
        return (
            needs_day(self.first_row, self.first), may_have_day(self.last_row, self.last)
        )  # fmt: skip

    def hand_over(self) -> None:
        """Give the candidacy to whoever writes it."""
        if self.first.day is not None:
            self._save(
                FederalCandidacy(
                    official_id=self._official_id, office=str(self.office.currentData()),
                    from_date=self.first.day, to_date=self.last.day,
                    basis=self.basis.text().strip(),
                )
            )  # fmt: skip


class UnitOfOfficialForm(DrawerForm):
    """Takes a unit of the organisation that an official answers to."""

    def __init__(
        self,
        official_id: int,
        choices: OfficialChoices,
        today: date,
        save: Callable[[Belonging], None],
        acts: FormActs,
        before: Belonging | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._official_id, self._save = official_id, save
        self.unit = combo()
        for code, name in choices.units:
            self.unit.addItem(name, code)
        self.first = DateEdit(today, before.from_date if before else None)
        self.last = DateEdit(today, before.to_date if before else None)
        if before is not None:
            self.unit.setCurrentIndex(self.unit.findData(before.unit))
        self.unit_row = FormRow("Unit", self.unit, "officials.unit", need=Need.REQUIRED)
        self.first_row = FormRow("First day", self.first, "officials.unit_from")
        self.last_row = FormRow("Last day", self.last, "officials.unit_to")
        self.lay_out(self.unit_row, (self.first_row, self.last_row))

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        none = "" if self.unit.count() else "Add a unit under Entities first."
        return (
            (self.unit_row, none),
            may_have_day(self.first_row, self.first),
            may_have_day(self.last_row, self.last),
        )

    def hand_over(self) -> None:
        """Give the unit to whoever writes it."""
        self._save(
            Belonging(
                official_id=self._official_id, unit=str(self.unit.currentData()),
                from_date=self.first.day, to_date=self.last.day,
            )
        )  # fmt: skip


class FamilyForm(DrawerForm):
    """Takes for how many an official cares from a day on."""

    def __init__(
        self,
        official_id: int,
        today: date,
        save: Callable[[FamilyState], None],
        acts: FormActs,
        before: FamilyState | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._official_id, self._save = official_id, save
        self.younger = QLineEdit(str(before.children) if before else "0")
        self.dependants = QLineEdit(str(before.dependants) if before else "0")
        self.first = DateEdit(today, before.from_date if before else today)
        self.known_on = DateEdit(today, before.known_on if before else today)
        need = Need.REQUIRED
        self.children_row = FormRow("Children", self.younger, "officials.children")
        self.dependants_row = FormRow("Dependants", self.dependants, "officials.dependants")
        self.first_row = FormRow("From", self.first, "officials.family_from", need=need)
        self.known_row = FormRow("Known on", self.known_on, "officials.known_on", need=need)
        self.lay_out(
            label(_FAMILY, "quiet", wrap=True), (self.children_row, self.dependants_row),
            (self.first_row, self.known_row),
        )  # fmt: skip

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        return (
            needs_number(self.children_row, self.younger),
            needs_number(self.dependants_row, self.dependants),
            needs_day(self.first_row, self.first),
            needs_day(self.known_row, self.known_on),
        )

    def hand_over(self) -> None:
        """Give the two numbers to whoever writes them."""
        if self.first.day is not None and self.known_on.day is not None:
            self._save(
                FamilyState(
                    official_id=self._official_id, from_date=self.first.day,
                    known_on=self.known_on.day, children=whole(self.younger) or 0,
                    dependants=whole(self.dependants) or 0,
                )
            )  # fmt: skip
