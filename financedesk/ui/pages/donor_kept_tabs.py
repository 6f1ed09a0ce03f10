"""Tabs of a donor's page with what is kept of somebody: the household, notes, documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout

from financedesk.ledger.donor_documents import KINDS, DonorDocument
from financedesk.ui.formatting import NOTHING, count, day
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.donor_columns import place_of_contact
from financedesk.ui.pages.donor_tabs import DonorTab, few_rows
from financedesk.ui.widgets import Card, DataTable, EmptyState, button, column, label, row
from financedesk.ui.widgets.build import allow, line

if TYPE_CHECKING:
    from financedesk.ledger.donor_notes import DonorNote
    from financedesk.ledger.households import Household, Housemate
    from financedesk.ui.pages.donor_view import DonorPageView, ReadDonor

_KIB = 1024


# --- the household

_PEOPLE: tuple[Column[Housemate], ...] = (
    Column("name", "Who", lambda one: one.name, Look.STRONG, 180, stretch=True, least=110,
           sortable=False),
    Column("place", "Lives at", lambda one: place_of_contact(one.contact), Look.QUIET, 200,
           sortable=False, yields=True),
    Column("last", "Last gift", lambda one: _day(one.last_day), Look.QUIET, 116, sortable=False),
    money_column("given", "Given in all", lambda one: one.given_cents, width=116, summed=False),
)  # fmt: skip


def _day(words: str) -> str:
    return day(date.fromisoformat(words)) if words else NOTHING


class HouseholdTab(DonorTab):
    """Who lives with the donor, and who may; nobody is merged by it."""

    def __init__(self, view: DonorPageView) -> None:
        super().__init__()
        self._view = view

    def lay_out(self, read: ReadDonor) -> None:
        """Show the household and who is proposed."""
        home = read.page.household
        if home is None:
            self._nobody(read)
        else:
            self._members(home, read)
        if read.page.housemates:
            self._proposed(read)

    def _nobody(self, read: ReadDonor) -> None:
        add = button("Add somebody…", icon="plus", on_click=self._view.acts.add_housemate)
        allow(add, read.may_not_add)
        card = Card("Household", trailing=row(add))
        card.body.addWidget(label(
            "In no household. People who live together get one letter; each keeps an own card,"
            " aggregate and limit [11 CFR 110.1(i)].", wrap=True,
        ))  # fmt: skip
        self.body.addWidget(card)

    def _members(self, home: Household, read: ReadDonor) -> None:
        acts = self._view.acts
        change = button("Change…", icon="pencil", on_click=acts.edit_household)
        add = button("Add somebody…", icon="plus", on_click=acts.add_housemate)
        out = button("Leave", icon="x", on_click=partial(
            acts.leave, self._view.card_id, self._view.name_shown
        ))  # fmt: skip
        out.setToolTip(f"Take {self._view.name_shown} out of this household")
        allow(add, read.may_not_add)
        for one in (change, out):
            allow(one, read.may_not_change, one.toolTip())
        card = Card(home.name, f"A letter begins: {home.greeting}", flush=True,
                    trailing=row(add, change, out))  # fmt: skip
        card.body.addWidget(self._people(home.members, "Who lives here", self._show))
        self.body.addWidget(card)

    def _proposed(self, read: ReadDonor) -> None:
        card = Card("May live here, too", "the same last name, street and ZIP code · Enter adds",
                    flush=True)  # fmt: skip
        found = read.page.housemates
        table = self._people(found, "Who may live here", self._view.acts.live_with)
        table.setEnabled(not read.may_not_add)
        table.setToolTip(read.may_not_add)
        card.body.addWidget(table)
        both = row(spacing=8, margins=(16, 8, 16, 4))
        for one in found[:3]:
            live = button(f"Live with {one.contact.first_name or one.name}", icon="check",
                          on_click=partial(self._view.acts.live_with, one.card_id))  # fmt: skip
            allow(live, read.may_not_add)
            both.addWidget(live)
        both.addStretch(1)
        card.body.addLayout(both)
        self.body.addWidget(card)

    def _people(
        self, people: tuple[Housemate, ...], name: str, opened: Callable[[int], object]
    ) -> DataTable:
        model: ListTableModel[Housemate] = ListTableModel(_PEOPLE, identify=lambda one: one.card_id)
        model.show(people)
        table = DataTable(name, model, noun=("person", "people"), selection_bar=False)
        few_rows(table, len(people))
        table.row_opened.connect(lambda card_id: opened(int(card_id)))
        return table

    def _show(self, card_id: int) -> None:
        if card_id != self._view.card_id:
            self._view.page.show_page(card_id, tab="household")


# --- notes


class NotesTab(DonorTab):
    """What people of the office wrote down, the newest first."""

    def __init__(self, view: DonorPageView) -> None:
        super().__init__()
        self._view = view

    def lay_out(self, read: ReadDonor) -> None:
        """Show the notes."""
        new = button("New note", icon="plus", on_click=self._view.acts.add_note)
        allow(new, read.may_not_add)
        card = Card("Notes", "read by members of this entity alone", trailing=row(new))
        if not read.page.notes:
            card.body.addWidget(EmptyState(
                "No note yet", "Write down what the next one who calls should know.",
                icon="pencil",
            ))  # fmt: skip
        for place, note in enumerate(read.page.notes):
            if place:
                card.body.addWidget(line())
            card.body.addLayout(self._note(note, read))
        self.body.addWidget(card)

    def _note(self, note: DonorNote, read: ReadDonor) -> QLayout:
        edit = button("", "bare", icon="pencil", name=f"Edit the note of {day(note.noted_on)}",
                      on_click=partial(self._view.acts.edit_note, note))  # fmt: skip
        allow(edit, read.may_not_change, edit.toolTip())
        by = f" · {note.who}" if note.who else ""
        words = label(note.words, wrap=True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made = row(spacing=12, margins=(0, 4, 0, 4))
        made.addLayout(column(label(f"{day(note.noted_on)}{by}", "small"), words, spacing=2), 1)
        made.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        return made


# --- documents


def _size(one: DonorDocument) -> str:
    return f"{count(max(1, one.size // _KIB))} KB"


_DOCUMENTS: tuple[Column[DonorDocument], ...] = (
    Column("name", "Document", lambda one: one.name, Look.STRONG, 200, stretch=True, least=110),
    Column("kind", "What", lambda one: KINDS.get(one.kind, one.kind), Look.QUIET, 110),
    Column("added", "Kept", lambda one: day(one.added_on), Look.QUIET, 116),
    Column("who", "By", lambda one: one.who or NOTHING, Look.QUIET, 96, yields=True),
    Column("size", "Size", _size, Look.NUMBER, 92, yields=True,
           tip=lambda one: f"SHA-256 {one.sha256}"),
)  # fmt: skip


def _order(one: DonorDocument, key: str) -> object:
    values: dict[str, object] = {
        "name": one.name.casefold(), "kind": one.kind, "added": one.added_on, "who": one.who,
        "size": one.size,
    }  # fmt: skip
    return values[key]


class DocumentsTab(DonorTab):
    """Files that are kept in the book with this donor."""

    def __init__(self, view: DonorPageView) -> None:
        super().__init__()
        self._view = view
        self.model: ListTableModel[DonorDocument] | None = None
        self.table: DataTable | None = None

    def lay_out(self, read: ReadDonor) -> None:
        """Show the documents."""
        acts = self._view.acts
        add = button("Add…", icon="plus", name="Keep a document", on_click=acts.add_document)
        allow(add, read.may_not_add)
        card = Card("Documents", "kept inside the book, with its backups", flush=True,
                    trailing=row(add))  # fmt: skip
        if not read.page.documents:
            card.body.addWidget(EmptyState(
                "No document yet", "A letter, an answer or a signed form is kept here as it came.",
                icon="file-text",
            ))  # fmt: skip
        else:
            card.body.addWidget(self._table(read))
        self.body.addWidget(card)

    def _table(self, read: ReadDonor) -> DataTable:
        acts = self._view.acts
        self.model = ListTableModel(_DOCUMENTS, identify=lambda one: one.id, order=_order)
        self.model.show(read.page.documents)
        self.table = DataTable("Documents", self.model, noun=("document", "documents"))
        self.table.setMinimumHeight(240)
        self.table.row_opened.connect(lambda _id: self._with_chosen(acts.open_document))
        opened = button("Open", icon="external-link",
                        on_click=partial(self._with_chosen, acts.open_document))  # fmt: skip
        saved = button("Save as…", icon="download",
                       on_click=partial(self._with_chosen, acts.save_document))  # fmt: skip
        gone = button("Remove", icon="trash-2",
                      on_click=partial(self._with_chosen, acts.remove_document))  # fmt: skip
        allow(gone, read.may_not_change)
        for one in (opened, saved, gone):
            self.table.add_action(one)
        return self.table

    def _with_chosen(self, act: Callable[[DonorDocument], object]) -> None:
        if self.table is None or self.model is None:
            return
        found = self.model.row_at(self.table.view.currentIndex().row())
        if found is not None:
            act(found)
