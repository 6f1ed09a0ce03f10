"""Opens the forms of a drive in the drawer, and writes what they hold; undo takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from financedesk.drives.closing import close_drive, reopen_drive
from financedesk.drives.planning import (
    DriveForm,
    change_drive,
    delete_drive,
    form_of,
    make_drive,
    set_milestones,
)
from financedesk.rules.roles import RECORD
from financedesk.ui.desk import Area, Changes
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.drive_forms import CloseForm, DriveFields, MilestonesForm, ReopenForm
from financedesk.ui.pages.written_acts import WrittenActs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from financedesk.book.unit import UnitOfWork
    from financedesk.drives.plans import Plan
    from financedesk.ui.pages.drawer_form import DrawerForm
    from financedesk.ui.pages.drive_view import DriveView

PLANNED = Changes(frozenset({Area.DRIVES, Area.CONTRIBUTIONS}))
"""What another drive may change: the register offers drives and names them."""


class DriveEditing:
    """The forms and acts of one drive; ``view`` says which."""

    def __init__(self, view: DriveView) -> None:
        self._view = view
        self._shell, self._desk = view.shell, view.desk
        self._acts = WrittenActs(view.shell, view.desk, RECORD, PLANNED)

    @property
    def _plan(self) -> Plan | None:
        read = self._view.read
        return None if read is None else read.story.card.plan

    def add(self, parent_id: int | None = None) -> None:
        """Show the form of a new drive, or of a part of one."""
        whole = self._plan if parent_id else None
        entities = self._desk.entities_for(RECORD)
        if not entities:
            return
        first = whole.entity_id if whole is not None else entities[0].id
        blank = DriveForm(entity_id=first, name="", parent_id=parent_id,
                          part_kind="region" if parent_id else "")  # fmt: skip

        def save(new: DriveForm) -> None:
            self._acts.write(
                "Add part" if parent_id else "Add drive", lambda unit: make_drive(unit, new),
                entity_id=new.entity_id, form=form, said=f"Added {new.name.strip()}",
                on_done=self._show_new,
            )  # fmt: skip

        form = DriveFields(blank, entities, self._desk.today, save, self._form_acts())
        title = f"Add part of {whole.name}" if whole is not None else "New drive"
        self._shell.open_drawer(title, form, entity_id=first, about=parent_id)
        form.name.setFocus()

    def _show_new(self, drive_id: int) -> None:
        self._shell.close_drawer()
        self._view.page.show_drive(drive_id)

    def edit(self) -> None:
        """Show the form that changes the drive."""
        plan = self._plan
        if plan is None:
            return

        def save(changed: DriveForm) -> None:
            self.write("Change drive", lambda unit: change_drive(unit, plan.id, changed), form)

        def delete() -> None:
            self._acts.write(
                "Delete drive", lambda unit: delete_drive(unit, plan.id), form=form,
                entity_id=plan.entity_id, said=f"Deleted {plan.name}",
                on_done=lambda _none: self._view.page.show_list(),
            )  # fmt: skip

        form = DriveFields(form_of(plan), self._desk.entities_for(RECORD), self._desk.today, save,
                           self._form_acts(delete))  # fmt: skip
        self._open(f"Change {plan.name}", form, plan)
        form.name.setFocus()

    def edit_milestones(self) -> None:
        """Show the form of the milestones."""
        plan, read = self._plan, self._view.read
        if plan is None or read is None:
            return

        def save(wanted: list[tuple[int, str]]) -> None:
            self.write("Set milestones", lambda unit: set_milestones(unit, plan.id, wanted), form)

        known = [one.milestone for one in read.story.milestones]
        form = MilestonesForm(known, self._desk.today, save, self._shell.close_drawer)
        self._open(f"Milestones of {plan.name}", form, plan)
        form.lines[0][0].setFocus()

    def close_or_reopen(self) -> None:
        """Show the form that closes the drive, or opens it again."""
        plan = self._plan
        if plan is None:
            return
        if plan.is_closed:
            self._reopen(plan)
            return

        def save(on: date) -> None:
            self.write("Close drive", lambda unit: close_drive(unit, plan.id, on), form)

        form = CloseForm(self._desk.today, save, self._shell.close_drawer)
        self._open(f"Close {plan.name}", form, plan)
        form.day.setFocus()

    def _reopen(self, plan: Plan) -> None:
        def save(why: str) -> None:
            self._acts.write(
                "Reopen drive", lambda unit: reopen_drive(unit, plan.id), form=form, why=why,
                entity_id=plan.entity_id, said=f"{plan.name} goes on",
                on_done=lambda _none: self._shell.close_drawer(),
            )  # fmt: skip

        form = ReopenForm(self._desk.today, save, self._shell.close_drawer)
        self._open(f"Reopen {plan.name}", form, plan)
        form.why.setFocus()

    # --- inside

    def _form_acts(self, delete: Callable[[], None] | None = None) -> FormActs:
        return FormActs(self._shell.close_drawer, delete)

    def _open(self, title: str, form: DrawerForm, plan: Plan) -> None:
        self._shell.open_drawer(title, form, entity_id=plan.entity_id, about=plan.id)

    def write(
        self, action: str, work: Callable[[UnitOfWork], object], form: DrawerForm | None = None
    ) -> None:
        """Do one act on the drive that is shown, and close its form when it is done."""
        plan = self._plan
        if plan is not None:
            self._acts.write(
                action, work, entity_id=plan.entity_id, form=form, said=f"{action}: {plan.name}",
                on_done=lambda _result: self._shell.close_drawer(),
            )  # fmt: skip
