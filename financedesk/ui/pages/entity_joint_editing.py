"""What the Entities page does with a joint fundraiser's agreement: add, change, correct, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from financedesk.ledger.joint_agreements import JOINT, add_version, correct_version, delete_version
from financedesk.ui.pages.entities_acts import EntityActs
from financedesk.ui.pages.entity_joint_form import JointForm
from financedesk.ui.pages.entity_joint_panel import JointActions
from financedesk.ui.pages.entity_standing_forms import FormActs

if TYPE_CHECKING:
    from collections.abc import Callable

    from financedesk.book.unit import UnitOfWork
    from financedesk.ledger.entities import EntityRow
    from financedesk.ledger.entity_detail import EntityDetail
    from financedesk.ledger.joint_agreements import JointTerms
    from financedesk.ui.pages.entities import Entities


class JointEditing:
    """Opens the form of an agreement in the drawer, and writes what it holds."""

    def __init__(self, page: Entities) -> None:
        self._page, self._shell, self._desk = page, page.shell, page.desk
        self._acts = EntityActs(page.shell, page.desk)

    def actions(self, detail: EntityDetail) -> JointActions:
        """Return what the buttons of the drawer do for a joint committee."""
        return JointActions(
            add=lambda: self._add(detail),
            correct=lambda number: self._correct(detail, number),
        )

    def _add(self, detail: EntityDetail) -> None:
        """Ask for an agreement; of a changed one the formula so far stands there already."""
        entity = detail.entity
        newest = detail.joint[-1].terms if detail.joint else None
        title = "Change the formula" if newest else "Joint fundraising agreement"
        action = "Change joint fundraising formula" if newest else "Add joint fundraising agreement"

        def save(terms: JointTerms) -> None:
            self._write(entity, action, lambda unit: add_version(unit, entity.id, terms), form)

        form = self._form(entity, save, None, newest, fresh=True)
        self._open(title, form, entity.id, None)

    def _correct(self, detail: EntityDetail, number: int) -> None:
        entity = detail.entity
        before = next(one.terms for one in detail.joint if one.id == number)

        def save(terms: JointTerms) -> None:
            self._write(
                entity, "Correct joint fundraising agreement",
                lambda unit: correct_version(unit, number, terms), form,
            )  # fmt: skip

        def delete() -> None:
            self._write(
                entity, "Delete joint fundraising agreement",
                lambda unit: delete_version(unit, number), form,
            )  # fmt: skip

        form = self._form(entity, save, delete, before, fresh=False)
        self._open("Correct the agreement", form, entity.id, number)

    def _form(
        self,
        entity: EntityRow,
        save: Callable[[JointTerms], None],
        delete: Callable[[], None] | None,
        before: JointTerms | None,
        *,
        fresh: bool,
    ) -> JointForm:
        takers = [one for one in self._desk.entity_rows() if one.kind != JOINT]
        acts = FormActs(lambda: self._page.open_entity(entity.id), delete)
        return JointForm(takers, self._desk.today, save, acts, before, fresh=fresh)

    def _open(self, title: str, form: JointForm, entity_id: int, about: int | None) -> None:
        self._shell.open_drawer(title, form, entity_id=entity_id, about=about)
        form.first.setFocus()
        form.first.selectAll()

    def _write(
        self, entity: EntityRow, action: str, work: Callable[[UnitOfWork], object], form: JointForm
    ) -> None:
        self._acts.write(
            action, work, form=form, entity_id=entity.id, said=f"{action}: {entity.name}",
            on_done=lambda _result: self._page.open_entity(entity.id),
        )  # fmt: skip
