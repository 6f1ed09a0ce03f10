"""Forms and acts of the walls: naming members, and what each may see and write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from financedesk.ledger.members import (
    add_member,
    edit_member,
    remove_member,
    set_right,
    take_walls_down,
)
from financedesk.ui.pages.entities_acts import EntityActs
from financedesk.ui.pages.entities_walls import WORDS
from financedesk.ui.pages.entity_member_form import MemberForm, TypedMember
from financedesk.ui.signing import Signing

if TYPE_CHECKING:
    from financedesk.ledger.members import MemberRow
    from financedesk.ui.pages.entities import Entities


class MemberEditing:
    """Opens a form in the drawer, and writes what it or the table hands over."""

    def __init__(self, page: Entities) -> None:
        self._page, self._shell, self._desk = page, page.shell, page.desk
        self._acts = EntityActs(page.shell, page.desk)

    def add(self) -> None:
        """Show the form of a new member; the first one brings the walls with it."""
        if not self._desk.may_write_all:
            self._shell.say("Only a treasurer or administrator of every entity sets the walls.")
            return
        entities = self._desk.entity_rows()

        def save(typed: TypedMember) -> None:
            held = [typed.only] if typed.only is not None else [one.id for one in entities]
            rights = dict.fromkeys(held, typed.right) if typed.right else {}
            self._acts.write(
                "Add member",
                lambda unit: add_member(
                    unit, login=typed.login, name=typed.name, rights=rights,
                    own_name=typed.own_name,
                ),
                form=form, said=f"{typed.name.strip()} is a member",
                on_done=lambda _id: self._to_table(),
            )  # fmt: skip

        form = MemberForm(
            entities, self._desk.login, save, self._shell.close_drawer,
            is_first=not self._page.walls.members,
        )  # fmt: skip
        self._shell.open_drawer("Add member", form)
        form.name.setFocus()

    def _to_table(self) -> None:
        self._shell.close_drawer()
        self._page.walls.grid.setFocus()

    def edit(self, member_id: int) -> None:
        """Show the form that changes a member, suspends or removes one."""
        before = next((one for one in self._page.walls.members if one.id == member_id), None)
        if before is None:
            return

        def save(typed: TypedMember) -> None:
            self._acts.write(
                "Edit member",
                lambda unit: edit_member(
                    unit, member_id, login=typed.login, name=typed.name, active=typed.active
                ),
                form=form, said=f"Saved {typed.name.strip()}",
                on_done=lambda _none: self._to_table(),
            )  # fmt: skip

        def remove() -> None:
            self._acts.write(
                "Remove member", lambda unit: remove_member(unit, member_id), form=form,
                said=f"{before.name} is no member any more",
                on_done=lambda _none: self._to_table(),
            )  # fmt: skip

        form = MemberForm(
            self._desk.entity_rows(), self._desk.login, save, self._to_table, before,
            remove=remove, passphrase=lambda: self._ask_passphrase(before),
        )  # fmt: skip
        self._shell.open_drawer(before.name, form)
        form.name.setFocus()

    def _ask_passphrase(self, member: MemberRow) -> None:
        """Show the panel that sets a member's passphrase; of one's own it asks for the old one."""
        signing = Signing(self._shell)
        if member.login == self._desk.login:
            signing.change()
        else:
            signing.show_form(member.id, member.name)

    def set_right(self, member_id: int, entity_id: int, right: str) -> None:
        """Give a right to an entity, or take it away, as the table's cell says."""
        who = {one.id: one.name for one in self._page.walls.members}.get(member_id, "")
        where = {one.id: one.name for one in self._desk.entity_rows()}.get(entity_id, "")
        self._acts.write(
            f"Set role to {WORDS[right].lower()}",
            lambda unit: set_right(unit, member_id, entity_id, right),
            said=f"{who} is {WORDS[right].lower()} of {where}"
            if right
            else f"{who} no longer sees {where}",
        )

    def take_down(self) -> None:
        """Take every member out; undo puts the walls back as they were."""
        self._acts.write(
            "Take the walls down", take_walls_down,
            said="The walls are down: everyone with this book sees everything",
        )  # fmt: skip
