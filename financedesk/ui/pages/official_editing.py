"""Opens the forms of an official in the drawer, and writes what they hold; undo takes it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from financedesk.remittances.official_edit import (
    NewOfficial,
    declare,
    enter_official,
    office_of,
    remove_official,
    remove_pledge,
    remove_term,
)
from financedesk.remittances.pay import FAMILIES, SLIPS
from financedesk.remittances.people import BELONGINGS, CANDIDACIES, OFFICIALS, TERMS
from financedesk.remittances.pledges import PLEDGES, RECIPIENTS, move_pledge, ruling_on
from financedesk.remittances.waivers import WAIVERS
from financedesk.rules.pledges import moves
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.official_acts import PromiseActs
from financedesk.ui.pages.official_pay_form import PaySlipForm
from financedesk.ui.pages.official_person_forms import AddOfficialForm, OfficialForm, PersonField
from financedesk.ui.pages.official_pledge_forms import (
    STEP_WORDS,
    PledgeForm,
    RecipientForm,
    StepForm,
)
from financedesk.ui.pages.official_small_forms import DeclarationForm, WaiverForm
from financedesk.ui.pages.official_time_forms import (
    CandidacyForm,
    FamilyForm,
    TermForm,
    UnitOfOfficialForm,
)
from financedesk.ui.pages.rule_asker import RuleAsker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from financedesk.book import Reading
    from financedesk.book.unit import UnitOfWork
    from financedesk.remittances.official_detail import HeldOffice, OfficialDetail, PledgeDetail
    from financedesk.remittances.official_edit import OfficialChoices
    from financedesk.remittances.people import OfficeTerm, Official, PublicOffice
    from financedesk.remittances.pledges import Pledge, PledgeStep
    from financedesk.remittances.shelf import Kept, Shelf
    from financedesk.rules.pledges import Ruling
    from financedesk.ui.pages.drawer_form import DrawerForm
    from financedesk.ui.pages.official_view import OfficialView

Fact = TypeVar("Fact")


class OfficialEditing:
    """The forms and acts of one official; ``view`` says whose page it is."""

    def __init__(self, view: OfficialView) -> None:
        self._view = view
        self._shell, self._desk = view.page.shell, view.page.desk
        self._acts = PromiseActs(view.page.shell, view.page.desk)

    @property
    def _detail(self) -> OfficialDetail:
        return self._view.shown_detail

    @property
    def _choices(self) -> OfficialChoices:
        return self._view.choices

    # --- who it is

    def add_official(self, entity_id: int) -> None:
        """Show the form of a new official of an entity."""

        def save(new: NewOfficial) -> None:
            self._acts.write(
                "Add official", lambda unit: enter_official(unit, entity_id, new), form=form,
                entity_id=entity_id, said="Added the official", on_done=self._show_new,
            )  # fmt: skip

        person = PersonField(self._desk, self._shell.runner, entity_id)
        acts = FormActs(self._view.leave_new)
        form = AddOfficialForm(person, self._choices, self._desk.today, save, acts)
        self._shell.open_drawer("Add official", form, entity_id=entity_id)
        form.person.setFocus()

    def _show_new(self, official_id: int) -> None:
        self._shell.close_drawer()
        self._view.show_official(official_id)

    def edit_official(self) -> None:
        """Show the form that corrects what is kept of the official."""
        kept = self._detail.official

        def save(fact: Official) -> None:
            self._write("Edit official", lambda unit: OFFICIALS.edit(unit, kept.id, fact), form)

        def delete() -> None:
            self._acts.write(
                "Delete official", lambda unit: remove_official(unit, kept.id), form=form,
                entity_id=kept.entity_id, said=f"Deleted {self._detail.name}",
                on_done=lambda _none: self._view.page.show_list(),
            )  # fmt: skip

        form = OfficialForm(kept.fact, self._desk.today, save, self._form_acts(delete))
        self._open(f"Edit {self._detail.name}", form)

    def edit_term(self, held: HeldOffice | None = None) -> None:
        """Show the form of a term: a new one, or one to correct or end."""
        official = self._detail.official

        def save(office: PublicOffice, term: OfficeTerm) -> None:
            def work(unit: UnitOfWork) -> None:
                number = office_of(unit, official.entity_id, office)
                fact = replace(term, public_office_id=number)
                if held is None:
                    TERMS.add(unit, official.entity_id, fact)
                else:
                    TERMS.edit(unit, held.term.id, fact)

            self._write("Add term" if held is None else "Edit term", work, form)

        def delete() -> None:
            if held is not None:
                self._write("Delete term", lambda unit: remove_term(unit, held.term.id), form)

        acts = self._form_acts(delete if held is not None else None)
        form = TermForm(official.id, self._choices, self._desk.today, save, acts, held)
        self._open("Edit term" if held else "Add term", form, held.term.id if held else None)

    # --- one fact of one shelf

    def edit_slip(self, row_id: int | None = None) -> None:
        """Show the form of a pay slip."""
        self._one(
            SLIPS, [slip for one in self._detail.offices for slip in one.slips], row_id,
            lambda save, acts, before: PaySlipForm(
                self._detail.offices, self._desk.today, save, acts, before
            ),
        )  # fmt: skip

    def edit_candidacy(self, row_id: int | None = None) -> None:
        """Show the form of a candidacy for federal office."""
        self._one(
            CANDIDACIES, self._detail.candidacies, row_id,
            lambda save, acts, before: CandidacyForm(
                self._detail.official.id, self._desk.today, save, acts, before
            ),
        )  # fmt: skip

    def edit_family(self, row_id: int | None = None) -> None:
        """Show the form of a family situation."""
        self._one(
            FAMILIES, self._detail.families, row_id,
            lambda save, acts, before: FamilyForm(
                self._detail.official.id, self._desk.today, save, acts, before
            ),
        )  # fmt: skip

    def edit_unit(self, row_id: int | None = None) -> None:
        """Show the form of a unit that the official answers to."""
        self._one(
            BELONGINGS, self._detail.units, row_id,
            lambda save, acts, before: UnitOfOfficialForm(
                self._detail.official.id, self._choices, self._desk.today, save, acts, before
            ),
        )  # fmt: skip

    def edit_waiver(self, row_id: int | None = None) -> None:
        """Show the form of a waiver."""
        self._one(
            WAIVERS, self._detail.waivers, row_id,
            lambda save, acts, before: WaiverForm(
                self._detail.official.id, self._desk.today, save, acts, before
            ),
        )  # fmt: skip

    def edit_recipient(self, pledge: PledgeDetail, row_id: int | None = None) -> None:
        """Show the form of whom a pledge authorises to receive."""
        self._one(
            RECIPIENTS, pledge.recipients, row_id,
            lambda save, acts, before: RecipientForm(
                pledge.pledge.id, self._choices, self._desk.today, save, acts, before
            ),
        )  # fmt: skip

    def declare(self) -> None:
        """Show the form of what the official declares."""
        detail = self._detail
        official = detail.official

        def save(kinds: list[str], on: date, document: str) -> None:
            self._write(
                "Add declarations",
                lambda unit: declare(
                    unit, official.entity_id, official.id, kinds, on, document
                ),
                form,
            )  # fmt: skip

        missing = frozenset(one.code for one in detail.declarations if one.missing)
        form = DeclarationForm(detail.name, missing, self._desk.today, save, self._form_acts(None))
        self._open("Add declarations", form)

    # --- the pledge

    def edit_pledge(self, pledge: PledgeDetail | None = None) -> None:
        """Show the form of a pledge: a new one, or a draft to correct."""
        kept = None if pledge is None else pledge.pledge

        def delete() -> None:
            if kept is not None:
                self._write("Delete pledge", lambda unit: remove_pledge(unit, kept.id), form)

        def save(fact: Pledge) -> None:
            self._save(PLEDGES, None if kept is None else kept.id, fact, form)

        form = PledgeForm(
            self._detail.official.id, self._choices, self._desk.today, save,
            self._form_acts(delete if kept is not None else None),
            None if kept is None else kept.fact,
        )  # fmt: skip
        title = "Draft a pledge" if kept is None else "Edit the draft"
        self._open(title, form, kept.id if kept else None)

    def move_pledge(self, pledge: PledgeDetail, to: str) -> None:
        """Show the form that brings a pledge into another state."""
        move = next(one for one in moves() if pledge.state in one.sources and one.to == to)

        def rule(connection: Reading, step: PledgeStep, federal: bool) -> Ruling:  # noqa: FBT001
            return ruling_on(connection, step, federal=federal)

        def save(step: PledgeStep, federal: bool) -> None:  # noqa: FBT001 - of a box
            self._write(
                f"{STEP_WORDS[to]} pledge",
                lambda unit: move_pledge(unit, step, federal=federal), form,
            )  # fmt: skip

        asker = RuleAsker(self._shell, self._desk, rule)
        form = StepForm(
            pledge.pledge.id, move, self._detail.name, self._desk.today, asker.ask, save,
            self._form_acts(None),
        )  # fmt: skip
        asker.answered = form.show_ruling
        form.ask_now()
        self._open(f"{STEP_WORDS[to]} the pledge", form, pledge.pledge.id)

    # --- parts

    def _one(
        self,
        shelf: Shelf[Fact],
        rows: Sequence[Kept[Fact]],
        row_id: int | None,
        make: Callable[[Callable[[Fact], None], FormActs, Fact | None], DrawerForm],
    ) -> None:
        """Open the form of one fact: a new one, or one to correct or delete."""
        before = next((one for one in rows if one.id == row_id), None)

        def save(fact: Fact) -> None:
            self._save(shelf, row_id, fact, form)

        def delete() -> None:
            if row_id is not None:
                self._write(f"Delete {shelf.name}", lambda unit: shelf.remove(unit, row_id), form)

        acts = self._form_acts(delete if row_id is not None else None)
        form = make(save, acts, None if before is None else before.fact)
        self._open(f"{'Add' if row_id is None else 'Edit'} {shelf.name}", form, row_id)

    def _save(self, shelf: Shelf[Fact], row_id: int | None, fact: Fact, form: DrawerForm) -> None:
        entity_id = self._detail.official.entity_id
        if row_id is None:
            self._write(f"Add {shelf.name}", lambda unit: shelf.add(unit, entity_id, fact), form)
        else:
            self._write(f"Edit {shelf.name}", lambda unit: shelf.edit(unit, row_id, fact), form)

    def _write(self, action: str, work: Callable[[UnitOfWork], object], form: DrawerForm) -> None:
        self._acts.write(
            action, work, form=form, entity_id=self._detail.official.entity_id,
            said=f"{action}: {self._detail.name}",
            on_done=lambda _result: self._shell.close_drawer(),
        )  # fmt: skip

    def _form_acts(self, delete: Callable[[], None] | None) -> FormActs:
        return FormActs(self._shell.close_drawer, delete)

    def _open(self, title: str, form: DrawerForm, about: int | None = None) -> None:
        entity_id = self._detail.official.entity_id
        self._shell.open_drawer(title, form, entity_id=entity_id, about=about)
        form.fields[0].setFocus()
