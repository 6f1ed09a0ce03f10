"""The palette's search through the open book: people, and entries by amount or check number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from financedesk.errors import FinanceDeskError
from financedesk.progress import Progress
from financedesk.ui.book_commands import BookKeeper
from financedesk.ui.book_desk import book_desk, short_name
from financedesk.ui.formatting import NOTHING, day, dollars, money
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.subjects import ShowDonor, ShowItem, ShowItems
from financedesk.ui.recent_books import RecentBooks
from financedesk.ui.shell.page import Shell
from financedesk.ui.shell.palette import FixedEntries, PaletteEntry, PaletteProvider
from financedesk.ui.widgets.build import button, column, label, row
from financedesk.ui.widgets.drawer import fact

if TYPE_CHECKING:
    from financedesk.ledger.contact_search import KnownContact
    from financedesk.ledger.quick_search import FoundPerson, QuickFinds
    from financedesk.ledger.register import RegisterDetail, RegisterRow

PEOPLE, ENTRIES = "People", "Contributions and payments"
DONORS = "donors"


def book_search(shell: Shell) -> Sequence[PaletteProvider]:
    """Return what the palette asks about the open book."""
    return (BookSearch(shell), FixedEntries(lambda: _books(shell), shy=True))


def _books(shell: Shell) -> list[PaletteEntry]:
    """Return the books that were open before, but for the one that is open now."""
    here = book_desk(shell).location
    return [
        PaletteEntry(
            "Books",
            short_name(place),
            lambda place=place: BookKeeper(shell).open(place),  # type: ignore[misc]
            detail="Open",
            icon="database",
            key=f"book/{place}",
        )
        for place in RecentBooks(shell.settings).places
        if place != here
    ]


class BookSearch:
    """Asks the ledger in a job for each text; only the newest question is answered."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._question, self._reading = Latest(), Latest()

    def search(self, words: str, deliver: Callable[[Sequence[PaletteEntry]], None]) -> None:
        """Find people and entries of the entities in hand; too few letters find nothing."""
        desk = book_desk(self._shell)
        if not desk.is_open or not words:
            deliver(())
            return
        book, scope = desk.book, desk.scope

        def read(progress: Progress) -> QuickFinds:
            from financedesk.ledger.quick_search import quick_search

            progress.step(0, None, "")
            with book.read() as connection:
                return quick_search(connection, scope, words)

        def found(finds: QuickFinds) -> None:
            deliver(self._entries(finds))

        job = self._shell.runner.background(
            "Searching the book", read, on_done=self._question.only(found), on_error=_ignore
        )
        self._question.replace(job)

    # --- what was found

    def _entries(self, finds: QuickFinds) -> list[PaletteEntry]:
        several = len(book_desk(self._shell).scope) > 1
        people = [self._person(one, several=several) for one in finds.people]
        return people + [self._item(one, several=several) for one in finds.entries]

    def _person(self, found: FoundPerson, *, several: bool) -> PaletteEntry:
        contact = found.known.contact
        town = ", ".join(part for part in (contact.city, contact.state) if part)
        parts = (town, found.entity_code if several else "")
        return PaletteEntry(
            PEOPLE,
            contact.display_name,
            lambda: self._open_person(found),
            detail=" · ".join(part for part in parts if part),
            icon="users",
            beside=lambda: self._show_person(found),
            key=f"person/{found.known.ref.card_id}",
        )

    def _item(self, found: RegisterRow, *, several: bool) -> PaletteEntry:
        when = day(date.fromisoformat(found.date), today=book_desk(self._shell).today)
        parts = (money(found.amount_cents), when, found.entity_code if several else "")
        method = f", {found.method}" if found.method else ""
        return PaletteEntry(
            ENTRIES,
            f"{found.name}{method}",
            lambda: self._shell.go("contributions", ShowItem(found.id)),
            detail=" · ".join(part for part in parts if part),
            icon="hand-coins",
            beside=lambda: self._read_item(found.id),
            key=f"item/{found.id}",
        )

    # --- people

    def _open_person(self, found: FoundPerson) -> None:
        """Open the donor's page where there is one, else the person's gifts in the register."""
        known = {one.command_id for one in self._shell.commands.commands()}
        if f"go.{DONORS}" in known:
            self._shell.go(DONORS, ShowDonor(found.known.ref.card_id))
        else:
            self._show_gifts(found.known)

    def _show_gifts(self, known: KnownContact) -> None:
        self._shell.go("contributions", ShowItems(text=known.contact.display_name))

    def _show_person(self, found: FoundPerson) -> None:
        panel = PersonPanel(found, lambda: self._open_person(found))
        self._shell.open_drawer(found.known.contact.display_name, panel, entity_id=found.entity_id)

    # --- entries

    def _read_item(self, item_id: int) -> None:
        book = book_desk(self._shell).book

        def read(_progress: Progress) -> RegisterDetail:
            from financedesk.ledger.register import register_row_detail

            with book.read() as connection:
                return register_row_detail(connection, item_id)

        job = self._shell.runner.background(
            "Reading the entry", read, on_done=self._reading.only(self._show_item)
        )
        self._reading.replace(job)

    def _show_item(self, detail: RegisterDetail) -> None:
        one = detail.row
        panel = EntryPanel(one, lambda: self._shell.go("contributions", ShowItem(one.id)))
        self._shell.open_drawer(one.name, panel, entity_id=one.entity_id)


class PersonPanel(QWidget):
    """Somebody at a glance beside the work: where they live and work, and the last gift."""

    def __init__(self, found: FoundPerson, show_all: Callable[[], None]) -> None:
        super().__init__()
        contact, known = found.known.contact, found.known
        town = " ".join(part for part in (contact.city, contact.state, contact.zip) if part)
        last = NOTHING
        if known.last_day and known.last_cents is not None:
            when = day(date.fromisoformat(known.last_day))
            last = f"{dollars(known.last_cents)} on {when}"
        facts = (
            ("Street", contact.street_1), ("Town", town), ("Employer", contact.employer),
            ("Occupation", contact.occupation), ("Last gift", last),
        )  # fmt: skip
        body = column(*(fact(name, value) for name, value in facts if value), spacing=2)
        body.addSpacing(10)
        body.addLayout(row(button("Open", "primary", on_click=show_all), None))
        body.addStretch(1)
        body.setContentsMargins(20, 14, 20, 20)
        self.setLayout(body)


class EntryPanel(QWidget):
    """One entry at a glance beside the work."""

    def __init__(self, one: RegisterRow, open_it: Callable[[], None]) -> None:
        super().__init__()
        when = day(date.fromisoformat(one.date))
        facts = (
            ("Date", when), ("Kind", one.kind_label), ("How it came", one.method),
            ("Drive", one.drive), ("Town", one.city),
        )  # fmt: skip
        body = column(label(dollars(one.amount_cents), "kpi"), spacing=2)
        for name, value in facts:
            if value:
                body.addWidget(fact(name, value))
        body.addWidget(label(one.line or "No form shows this entry.", "small", wrap=True))
        if one.locked:
            body.addWidget(label(one.locked, "small", wrap=True))
        body.addSpacing(10)
        body.addLayout(row(button("Open in the register", "primary", on_click=open_it), None))
        body.addStretch(1)
        body.setContentsMargins(20, 14, 20, 20)
        self.setLayout(body)


def _ignore(_error: FinanceDeskError) -> None:
    """A search that was stopped or failed leaves the list as it is; the next letter asks anew."""
