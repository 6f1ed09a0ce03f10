"""The searches of the list of donors, given or saved under a name: one menu of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from financedesk.ledger.saved_filters import (
    SavedFilter,
    Search,
    delete_filter,
    rename_filter,
    save_filter,
    saved_filters,
)
from financedesk.rules.roles import RECORD
from financedesk.ui.desk import Area, Changes
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.donor_kept_forms import FilterNameForm
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.widgets import button

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from financedesk.progress import Progress
    from financedesk.ui.pages.donors import Donors

GIVEN: tuple[tuple[str, Search], ...] = (
    ("New in the last 90 days", Search(filters=(("giving", "new90"),), order="last")),
    ("Recurring", Search(filters=(("giving", "recurring"),), order="given")),
    ("Lapsed for a year", Search(filters=(("giving", "lapsed12"),), order="given")),
    ("Near $200", Search(filters=(("flag", "near"),), order="aggregate")),
    ("Information missing", Search(filters=(("flag", "missing"),), order="last")),
    ("Asked, not answered", Search(filters=(("flag", "asked"),), order="last")),
)
"""The searches that every list of donors has."""
_KEPT = Changes(frozenset({Area.DONORS}))
_WHOSE = "Choose one entity on the left: a search is saved with the entity that it is of."


class DonorFilters:
    """The button *Searches* above the list, with given and saved ones, and what is done to them."""

    def __init__(self, page: Donors) -> None:
        self._page, self._desk, self._shell = page, page.desk, page.shell
        self._acts = WrittenActs(page.shell, page.desk, RECORD, _KEPT)
        self._reading = Latest()
        self.saved: tuple[SavedFilter, ...] = ()
        self.button = button("Searches", icon="list-checks", name="Given and saved searches")
        self.menu = QMenu(self.button)
        self.menu.setToolTipsVisible(True)
        self.button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill)
        self._fill()

    def refresh(self) -> None:
        """Read which searches the entities in hand have saved."""
        book, scope = self._desk.book, self._desk.scope

        def read(_progress: Progress) -> tuple[SavedFilter, ...]:
            with book.read() as connection:
                return saved_filters(connection, scope)

        deliver = self._reading.only(self._take)
        self._reading.replace(
            self._shell.runner.background("Reading searches", read, on_done=deliver)
        )

    def _take(self, found: Sequence[SavedFilter]) -> None:
        self.saved = tuple(found)
        self._fill()

    def _fill(self) -> None:
        self.menu.clear()
        for name, search in GIVEN:
            self._entry(self.menu, name).triggered.connect(
                lambda _on=False, search=search: self.show(search)
            )
        self.menu.addSeparator()
        for one in self.saved:
            self._offer(one)
        if self.saved:
            self.menu.addSeparator()
        saving = self._entry(self.menu, "Save this search…")
        saving.triggered.connect(lambda _on=False: self.save())
        self._allow(saving, self._why_not_save())

    def _offer(self, one: SavedFilter) -> None:
        """Put a saved search into the menu: to show it, rename it, delete it."""
        inside = self.menu.addMenu(one.name)
        shown = self._entry(inside, "Show")
        shown.triggered.connect(lambda _on=False: self.show(one.search))
        renamed = self._entry(inside, "Rename…")
        renamed.triggered.connect(lambda _on=False: self.rename(one))
        deleted = self._entry(inside, "Delete")
        deleted.triggered.connect(lambda _on=False: self.delete(one))
        for entry in (renamed, deleted):
            self._allow(entry, self._desk.why_not(RECORD, one.entity_id))

    def _entry(self, menu: QMenu, words: str) -> QAction:
        # Two ampersands are one that is meant; one would underline the letter behind it.
        return menu.addAction(words.replace("&", "&&"))

    def _allow(self, entry: QAction, why_not: str) -> None:
        entry.setEnabled(not why_not)
        entry.setToolTip(why_not)

    def _why_not_save(self) -> str:
        if len(self._desk.scope) != 1:
            return _WHOSE
        if self.search_shown.is_empty:
            return "Search for something or choose a filter first."
        return self._desk.why_not(RECORD, *self._desk.scope)

    @property
    def search_shown(self) -> Search:
        """What the list is held to now."""
        query = self._page.model.query
        return Search(
            text=query.text, filters=query.filters, order=query.sort_key,
            descending=query.descending,
        )  # fmt: skip

    # --- acts

    def show(self, search: Search) -> None:
        """Hold the list to a search, in its order."""
        self._page.show_search(search)

    def save(self) -> None:
        """Show the form that gives the search in hand a name."""
        whose, search = self._desk.scope, self.search_shown
        if self._why_not_save():
            return

        def write(name: str) -> None:
            self._acts.write(
                f"Save search {name}", lambda unit: save_filter(unit, whose[0], name, search),
                entity_id=whose[0], said=f"Saved search {name}", form=form,
                on_done=lambda _id: self._shell.close_drawer(),
            )  # fmt: skip

        form = FilterNameForm(
            "", self._words_of(search), self._desk.today, write, FormActs(self._shell.close_drawer)
        )
        self._shell.open_drawer("Save this search", form, entity_id=whose[0])
        form.name.setFocus()

    def rename(self, one: SavedFilter) -> None:
        """Show the form that gives a saved search another name."""

        def write(name: str) -> None:
            self._acts.write(
                f"Rename search {one.name}", lambda unit: rename_filter(unit, one.id, name),
                entity_id=one.entity_id, said=f"Renamed {one.name} to {name}", form=form,
                on_done=lambda _none: self._shell.close_drawer(),
            )  # fmt: skip

        form = FilterNameForm(
            one.name, self._words_of(one.search), self._desk.today, write,
            FormActs(self._shell.close_drawer, lambda: self.delete(one)),
        )  # fmt: skip
        self._shell.open_drawer(f"Search {one.name}", form, entity_id=one.entity_id, about=one.id)
        form.name.setFocus()

    def delete(self, one: SavedFilter) -> None:
        """Forget a saved search; undo brings it back."""
        self._acts.write(
            f"Delete search {one.name}", lambda unit: delete_filter(unit, one.id),
            entity_id=one.entity_id, said=f"Deleted search {one.name}",
            on_done=lambda _none: self._shell.close_drawer(),
        )  # fmt: skip

    def _words_of(self, search: Search) -> str:
        """Say what a search finds: the typed text and the filters as their chips read."""
        parts = [f"“{search.text.strip()}”"] if search.text.strip() else []
        return f"It finds: {', '.join([*parts, *self._page.filter.words_of(search.filters)])}."
