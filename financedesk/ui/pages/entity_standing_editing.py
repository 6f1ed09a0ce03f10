"""Forms and acts of the drawer's dated facts: status, limit groups, the independence file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from financedesk.ledger.entity_standing import (
    LIMIT_GROUP,
    STATUS,
    DatedFact,
    FactTable,
    add_fact,
    delete_fact,
    edit_fact,
)
from financedesk.ledger.independence import (
    IndependenceFacts,
    add_independence,
    delete_independence,
    edit_independence,
)
from financedesk.ledger.meters import meter_readings
from financedesk.rules.parties import statuses
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.entities_acts import EntityActs
from financedesk.ui.pages.entity_standing_forms import FormActs, IndependenceForm, StandingForm
from financedesk.ui.pages.entity_standing_panel import StandingActions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from financedesk.book.unit import UnitOfWork
    from financedesk.ledger.entity_detail import EntityDetail
    from financedesk.progress import Progress
    from financedesk.rules.meters import Reading
    from financedesk.ui.pages.entities import Entities
    from financedesk.ui.pages.entity_standing_forms import FactForm


class StandingEditing:
    """Opens the forms of one entity's dated facts in the drawer, and writes what they hold."""

    def __init__(self, page: Entities) -> None:
        self._page, self._shell, self._desk = page, page.shell, page.desk
        self._acts = EntityActs(page.shell, page.desk)
        self._reading = Latest()

    def actions(self, detail: EntityDetail) -> StandingActions:
        """Return what the buttons of the drawer do for an entity."""
        return StandingActions(
            add_status=lambda: self._dated(detail, STATUS, None),
            edit_status=lambda row_id: self._dated(detail, STATUS, row_id),
            add_group=lambda: self._dated(detail, LIMIT_GROUP, None),
            edit_group=lambda row_id: self._dated(detail, LIMIT_GROUP, row_id),
            add_fact=lambda: self._independence(detail, None),
            edit_fact=lambda row_id: self._independence(detail, row_id),
        )

    def read_meters(
        self, entity_id: int, year: int, show: Callable[[Sequence[Reading]], None]
    ) -> None:
        """Ask the ledger for the meters of another year."""
        book = self._desk.book

        def read(_progress: Progress) -> tuple[Reading, ...]:
            with book.read() as connection:
                return meter_readings(connection, entity_id, year)

        deliver = self._reading.only(show)
        job = self._shell.runner.background("Reading the meters", read, on_done=deliver)
        self._reading.replace(job)

    # --- status and limit group

    def _dated(self, detail: EntityDetail, kept: FactTable, row_id: int | None) -> None:
        entity = detail.entity
        rows = detail.statuses if kept is STATUS else detail.groups
        before = next((one.fact for one in rows if one.id == row_id), None)

        def save(fact: DatedFact) -> None:
            if row_id is None:
                self._write(
                    detail, f"Add {kept.name}",
                    lambda unit: add_fact(unit, kept, entity.id, fact), form,
                )  # fmt: skip
            else:
                self._write(
                    detail, f"Edit {kept.name}",
                    lambda unit: edit_fact(unit, kept, row_id, fact), form,
                )  # fmt: skip

        def delete() -> None:
            if row_id is not None:
                self._write(
                    detail, f"Delete {kept.name}",
                    lambda unit: delete_fact(unit, kept, row_id), form,
                )  # fmt: skip

        choices = _choices(entity.kind, before) if kept is STATUS else ()
        form = StandingForm(
            choices, self._desk.today, save, self._form_acts(entity.id, row_id, delete), before
        )
        self._open(f"{_verb(row_id)} {kept.name}", entity.id, form, row_id)

    # --- independence

    def _independence(self, detail: EntityDetail, row_id: int | None) -> None:
        entity, file = detail.entity, detail.independence
        rows = file.rows if file is not None else ()
        before = next((one.facts for one in rows if one.id == row_id), None)

        def save(facts: IndependenceFacts) -> None:
            if row_id is None:
                self._write(
                    detail, "Add fact on independence",
                    lambda unit: add_independence(unit, entity.id, facts), form,
                )  # fmt: skip
            else:
                self._write(
                    detail, "Edit fact on independence",
                    lambda unit: edit_independence(unit, row_id, facts), form,
                )  # fmt: skip

        def delete() -> None:
            if row_id is not None:
                self._write(
                    detail, "Delete fact on independence",
                    lambda unit: delete_independence(unit, row_id), form,
                )  # fmt: skip

        acts = self._form_acts(entity.id, row_id, delete)
        form = IndependenceForm(self._desk.today, save, acts, before)
        self._open(f"{_verb(row_id)} fact on independence", entity.id, form, row_id)

    # --- parts

    def _form_acts(
        self, entity_id: int, row_id: int | None, delete: Callable[[], None]
    ) -> FormActs:
        cancel = lambda: self._page.open_entity(entity_id)  # noqa: E731 - named for the reader
        return FormActs(cancel, None if row_id is None else delete)

    def _open(self, title: str, entity_id: int, form: FactForm, row_id: int | None) -> None:
        self._shell.open_drawer(title, form, entity_id=entity_id, about=row_id)
        form.fields[0].setFocus()

    def _write(
        self,
        detail: EntityDetail,
        action: str,
        work: Callable[[UnitOfWork], object],
        form: FactForm,
    ) -> None:
        entity = detail.entity
        self._acts.write(
            action, work, form=form, entity_id=entity.id, said=f"{action}: {entity.name}",
            on_done=lambda _result: self._page.open_entity(entity.id),
        )  # fmt: skip


def _verb(row_id: int | None) -> str:
    return "Add" if row_id is None else "Edit"


def _choices(entity_kind: str, before: DatedFact | None) -> tuple[tuple[str, str], ...]:
    fitting = [(code, one.label) for code, one in statuses().items() if entity_kind in one.of]
    if before is not None and before.word not in statuses():
        fitting.append((before.word, before.word))
    return tuple(fitting)
