"""Forms and acts of the Entities page: entities, their accounts, and the units above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from financedesk.ledger.account_edit import (
    AccountFacts,
    add_account,
    close_account,
    delete_account,
    edit_account,
    reopen_account,
)
from financedesk.ledger.entity_edit import EntityFacts, add_entity, edit_entity
from financedesk.ledger.entity_end import close_entity, delete_entity, reopen_entity
from financedesk.ledger.unit_edit import UnitFacts, add_unit, delete_unit, edit_unit
from financedesk.ui.pages.entities_acts import EntityActs
from financedesk.ui.pages.entity_account_form import AccountForm
from financedesk.ui.pages.entity_form import EntityForm, Places
from financedesk.ui.pages.entity_small_forms import CloseForm, UnitForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from financedesk.book.unit import UnitOfWork
    from financedesk.ledger.entities import AccountRow, EntityRow
    from financedesk.ledger.entity_detail import AccountState, EntityDetail
    from financedesk.ledger.organisation_tree import UnitRow
    from financedesk.ui.pages.entities import Entities

_CLOSE_ENTITY = (
    "Its accounts close with it, and no entry may come after that day. What was recorded and filed"
    " stays. A committee must have paid out its money and its debts first (11 CFR 102.3(a))."
)
_CLOSE_ACCOUNT = "The account must be empty on that day; no entry may come after it."


class EntityEditing:
    """Opens a form in the drawer, and writes what it hands over."""

    def __init__(self, page: Entities) -> None:
        self._page, self._shell, self._desk = page, page.shell, page.desk
        self._acts = EntityActs(page.shell, page.desk)

    # --- entities

    def add_entity(self) -> None:
        """Show the form of a new entity; its accounts are asked for next."""

        def save(facts: EntityFacts) -> None:
            self._acts.write(
                "Add entity", lambda unit: add_entity(unit, facts), form=form,
                said=f"Added {facts.name.strip()}", on_done=self._accounts_of_new,
            )  # fmt: skip

        form = EntityForm(
            Places.of(self._page.tree), self._desk.today, save, self._shell.close_drawer
        )
        self._shell.open_drawer("Add entity", form)
        form.name.setFocus()

    def _accounts_of_new(self, entity_id: int) -> None:
        known = (one for one in self._desk.entity_rows() if one.id == entity_id)
        entity = next(known, None)
        if entity is not None:
            self.add_account(entity)

    def edit_entity(self, detail: EntityDetail) -> None:
        """Show the form that changes an entity."""
        entity = detail.entity

        def save(facts: EntityFacts) -> None:
            self._acts.write(
                "Edit entity", lambda unit: edit_entity(unit, entity.id, facts), form=form,
                entity_id=entity.id, said=f"Saved {facts.name.strip()}",
                on_done=lambda _none: self._page.open_entity(entity.id),
            )  # fmt: skip

        form = EntityForm(
            Places.of(self._page.tree, entity.id), self._desk.today, save,
            lambda: self._page.open_entity(entity.id), detail,
        )  # fmt: skip
        self._shell.open_drawer(f"Edit {entity.name}", form, entity_id=entity.id)
        form.name.setFocus()

    def close_entity(self, entity: EntityRow) -> None:
        """Ask for the last day of an entity."""
        self._ask_last_day(
            entity.name, _CLOSE_ENTITY, entity.id, "Close entity",
            lambda unit, day: close_entity(unit, entity.id, day),
        )  # fmt: skip

    def reopen_entity(self, entity: EntityRow) -> None:
        """Open an entity again, with the accounts that were closed with it."""
        self._acts.write(
            "Reopen entity", lambda unit: reopen_entity(unit, entity.id), entity_id=entity.id,
            said=f"Reopened {entity.name}",
        )  # fmt: skip

    def delete_entity(self, entity: EntityRow) -> None:
        """Delete an entity that nothing uses; undo brings it back."""
        self._acts.write(
            "Delete entity", lambda unit: delete_entity(unit, entity.id),
            said=f"Deleted {entity.name}", on_done=lambda _none: self._shell.close_drawer(),
        )  # fmt: skip

    # --- accounts

    def add_account(self, entity: EntityRow) -> None:
        """Show the form of a new account; Enter saves it and begins the next."""

        def save(facts: AccountFacts) -> None:
            self._acts.write(
                "Add account", lambda unit: add_account(unit, entity.id, facts), form=form,
                entity_id=entity.id, said=f"Added {facts.name.strip()} of {entity.name}",
                on_done=lambda _id: form.next_one(),
            )  # fmt: skip

        form = AccountForm(
            entity, self._desk.today, save, lambda: self._page.open_entity(entity.id)
        )
        self._shell.open_drawer("Add account", form, entity_id=entity.id)
        form.name.setFocus()

    def edit_account(self, detail: EntityDetail, account_id: int) -> None:
        """Show the form that changes an account; what a filing uses is locked and says why."""
        entity = detail.entity
        held = next(one for one in detail.accounts if one.account.id == account_id)

        def save(facts: AccountFacts) -> None:
            self._acts.write(
                "Edit account", lambda unit: edit_account(unit, account_id, facts), form=form,
                entity_id=entity.id, said=f"Saved {facts.name.strip()}",
                on_done=lambda _none: self._page.open_entity(entity.id),
            )  # fmt: skip

        form = AccountForm(
            entity, self._desk.today, save, lambda: self._page.open_entity(entity.id), held,
            close=lambda: self._end_account(held), delete=lambda: self._delete_account(held),
        )  # fmt: skip
        self._shell.open_drawer(f"Edit {held.account.name}", form, entity_id=entity.id)
        form.name.setFocus()

    def _end_account(self, held: AccountState) -> None:
        account = held.account
        if account.closed_on:
            self._write_account("Reopen account", "Reopened", account, reopen_account)
            return

        self._ask_last_day(
            account.name, _CLOSE_ACCOUNT, account.entity_id, "Close account",
            lambda unit, day: close_account(unit, account.id, day),
        )  # fmt: skip

    def _ask_last_day(
        self,
        name: str,
        words: str,
        entity_id: int,
        action: str,
        close: Callable[[UnitOfWork, str], None],
    ) -> None:
        """Ask for the last day of an entity or of one of its accounts."""

        def back() -> None:
            self._page.open_entity(entity_id)

        def write(day: str) -> None:
            self._acts.write(
                action, lambda unit: close(unit, day), form=form, entity_id=entity_id,
                said=f"Closed {name}", on_done=lambda _none: back(),
            )  # fmt: skip

        form = CloseForm(name, words, self._desk.today, write, back)
        self._shell.open_drawer(f"Close {name}", form, entity_id=entity_id)
        form.day.setFocus()

    def _delete_account(self, held: AccountState) -> None:
        self._write_account("Delete account", "Deleted", held.account, delete_account)

    def _write_account(
        self, action: str, said: str, account: AccountRow, act: Callable[[UnitOfWork, int], None]
    ) -> None:
        self._acts.write(
            action, lambda unit: act(unit, account.id), entity_id=account.entity_id,
            said=f"{said} {account.name}",
            on_done=lambda _none: self._page.open_entity(account.entity_id),
        )  # fmt: skip

    # --- units

    def add_unit(self) -> None:
        """Show the form of a new unit."""

        def save(facts: UnitFacts) -> None:
            self._acts.write(
                "Add unit", lambda unit: add_unit(unit, facts), form=form,
                said=f"Added {facts.name.strip()}",
                on_done=lambda _id: self._shell.close_drawer(),
            )  # fmt: skip

        form = UnitForm(self._page.tree.units, save, self._shell.close_drawer)
        self._shell.open_drawer("Add unit", form)
        form.name.setFocus()

    def edit_unit(self, before: UnitRow) -> None:
        """Show the form that changes a unit or moves it."""

        def save(facts: UnitFacts) -> None:
            self._acts.write(
                "Edit unit", lambda unit: edit_unit(unit, before.id, facts), form=form,
                said=f"Saved {facts.name.strip()}",
                on_done=lambda _none: self._shell.close_drawer(),
            )  # fmt: skip

        form = UnitForm(self._page.tree.units, save, self._shell.close_drawer, before)
        self._shell.open_drawer(f"Edit {before.name}", form)
        form.name.setFocus()

    def delete_unit(self, gone: UnitRow) -> None:
        """Delete a unit that nothing stands under; undo brings it back."""
        self._acts.write(
            "Delete unit", lambda unit: delete_unit(unit, gone.id), said=f"Deleted {gone.name}",
            on_done=lambda _none: self._shell.close_drawer(),
        )  # fmt: skip
