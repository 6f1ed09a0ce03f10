"""The list of donors: search, filter, sort, look into, add, correct, ask for what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.ledger.donors_detail import DonorDetail, donor_detail
from financedesk.ledger.donors_edit import Corrected
from financedesk.ledger.donors_rows import DonorRow
from financedesk.ledger.saved_filters import Search
from financedesk.progress import Progress
from financedesk.rules.roles import CORRECT, IMPORT, RECORD
from financedesk.ui.book_desk import MONEY, book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Latest
from financedesk.ui.models import PagedTableModel, Query
from financedesk.ui.pages.donor_columns import donor_columns
from financedesk.ui.pages.donor_detail import DonorView, Entities
from financedesk.ui.pages.donor_filters import DonorFilters
from financedesk.ui.pages.donor_form import DonorForm, TypedDonor
from financedesk.ui.pages.donor_letters import LetterJob
from financedesk.ui.pages.donor_source import DonorSource, filter_fields
from financedesk.ui.pages.donors_views import LIST, VIEWS, DonorViews
from financedesk.ui.pages.subjects import (
    AddDonor,
    ExportLetters,
    ReviewDonors,
    ShowDonor,
    ShowDonorPage,
    ShowDonors,
    ShowItem,
    ShowItems,
)
from financedesk.ui.pages.whose import ENTITY_COLUMN, Whose, with_whose
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import Card, DataTable, EmptyState, FilterBar, button, column
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.keys import add_keys

_NOUN = ("donor", "donors")
_FIRST = Query(sort_key="last", descending=True)
_TITLE = "Add donor"


class Donors(Page):
    """Shows who gave to the entities in hand, in a list of any size."""

    areas = frozenset({Area.ENTITIES, Area.CONTRIBUTIONS, Area.DONORS, Area.FILINGS})
    primary_action = "donors.add"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self._choosing, self._reading = Latest(), Latest()
        self._scope: tuple[int, ...] = ()
        self.view: DonorView | None = None
        self._page_of = 0
        self._one: Any = None
        self.form: DonorForm | None = None
        self.source = DonorSource(self.desk)
        self.letters = LetterJob(shell, self.desk, self.source)
        columns = with_whose(donor_columns(), Whose(self.desk), lambda row: row.entity_id)
        self.model: PagedTableModel[DonorRow] = PagedTableModel(
            columns, self.source, shell.runner, title="donors", query=_FIRST
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        self.filter = FilterBar("Name, e-mail, phone, city, employer or amount")
        self.letters_button = button(
            "Letters list…", icon="download", name="Export letters list",
            on_click=self.export_letters,
        )  # fmt: skip
        self.letters_button.setToolTip(
            "Names and addresses of donors who have to be asked for employer, occupation or address"
        )
        self.filters = DonorFilters(self)
        self.filter.trailing.addWidget(self.filters.button)
        self.filter.trailing.addWidget(self.letters_button)
        known = {command.command_id for command in self.shell.commands.commands()}
        self.empty = EmptyState(
            "No donors yet", icon="users",
            action="Import a file" if "go.import" in known else "", link=_TITLE,
        )  # fmt: skip
        self._say_empty()
        self.table = DataTable("Donors", self.model, empty=self.empty, noun=_NOUN)
        self.table.remember(self.shell.settings, "donors/columns")
        keys = [column.key for column in self.model.columns]
        order = Qt.SortOrder.DescendingOrder
        self.table.view.horizontalHeader().setSortIndicator(keys.index("last"), order)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        listed = QWidget()
        inside = column(self.filter, spacing=12)
        inside.addWidget(card, 1)
        listed.setLayout(inside)
        self.views = DonorViews(self, listed)
        self.body.addWidget(self.views.choice)
        self.body.addWidget(self.views, 1)

    def _connect(self) -> None:
        self.filter.changed.connect(self._filtered)
        self.table.row_opened.connect(self.open_donor)
        self.model.loaded.connect(lambda _rows: self._say_empty())
        self.empty.action_wanted.connect(lambda: self.shell.go("import"))
        self.empty.link_wanted.connect(lambda: self.shell.commands.run("donors.add"))
        add_keys(self.table.view, {"F2": self.edit_current})

    def context_line(self) -> str:
        """Return whose donors these are, and who of them is shown."""
        name = self._one.name_shown if self._page_of and self._one is not None else ""
        return " · ".join(one for one in (name, self.desk.entity.name) if one)

    # --- asking

    def refresh(self, changes: Changes) -> None:
        """Ask again for the same, after something was written or another entity was taken."""
        if not self.desk.is_open:
            return
        if self._scope != self.desk.scope:
            self._scope = self.desk.scope
            self.shell.close_drawer()
            self.show_list()
            self._show_whose()
        elif self._page_of:
            self._donor_page().show_donor(self._page_of)
        elif self.view is not None and self._shown is not None:
            self.open_donor(self._shown, tab=self.view.tab)
        self.empty.allow(action=self.desk.why_not(IMPORT), link=self.desk.why_not(RECORD))
        self.context_changed.emit()
        self.model.ask()
        self._read_states()
        self.filters.refresh()
        self.views.refresh()

    def _show_whose(self) -> None:
        """Say of each donor whose it is while several entities stand in one list."""
        self.table.columns_menu.begin_with(ENTITY_COLUMN, shown=len(self._scope) > 1)

    def _filtered(self, text: str, filters: tuple[tuple[str, str], ...]) -> None:
        if self.desk.is_open:
            self.model.ask(replace(self.model.query, text=text, filters=filters))

    def show_search(self, search: Search) -> None:
        """Hold the list to a saved search, in its order."""
        self.views.show_view(LIST)
        query = replace(
            self.model.query, text=search.text, filters=search.filters,
            sort_key=search.order or _FIRST.sort_key, descending=search.descending,
        )  # fmt: skip
        self.model.ask(query)
        self.filter.hold_to(search.text, search.filters)

    def _read_states(self) -> None:
        deliver = self._choosing.only(self._offer_filters)
        job = self.shell.runner.background(
            "Reading states", lambda _progress: self.source.states(), on_done=deliver
        )
        self._choosing.replace(job)

    def _offer_filters(self, states: tuple[str, ...]) -> None:
        self.filter.offer(filter_fields(states, self.desk.today))

    def _say_empty(self) -> None:
        query = self.model.query
        if query.where("flag") == "missing" and not query.text:
            self.empty.say(
                "Nobody has to be asked",
                "Of every itemised donor the address, employer and occupation are known.",
                with_actions=False,
            )
        elif query.text or query.filters:
            self.empty.say(
                "Nothing fits", "Remove a filter or search for something else.", with_actions=False
            )
        else:
            self.empty.say(
                "No donors yet",
                "Donors come with an import or with the first gift that you record; "
                "you can add one before that, too.",
            )

    # --- what others ask for

    def open_subject(self, subject: object) -> None:
        """Show what the palette, a finding or a command asks for."""
        self.show_list()
        if isinstance(subject, ShowDonor):
            self.open_donor(subject.card_id)
        elif isinstance(subject, ShowDonorPage):
            self.show_page(subject.card_id, tab=subject.tab)
        elif isinstance(subject, ShowDonors):
            self.views.show_view(LIST)
            self._offer_filters(())
            self.filter.hold_to(subject.text, subject.filters)
        elif isinstance(subject, ReviewDonors):
            self.views.show_view(subject.view)
        elif isinstance(subject, AddDonor):
            self.add()
        elif isinstance(subject, ExportLetters):
            self.export_letters()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return a donor open beside the list, a search without result, the form of a new one."""
        return {
            "donor": lambda: self.open_donor(self.model.row_id(0)) if self.model.size() else None,
            **self._donor_page().picture_states(),
            "nothing-found": self._picture_nothing,
            "adding": self.add,
            **{key: partial(self.views.show_view, key) for key, _words in VIEWS[1:]},
        }

    def _picture_nothing(self) -> None:
        self.show_list()
        self.filter.hold_to("no such name", ())

    def focus_filter(self) -> None:
        """Take the keyboard to the search field."""
        self.filter.search.setFocus()
        self.filter.search.selectAll()

    # --- one donor

    def show_page(self, card_id: int, *, tab: str = "") -> None:
        """Show everything about a donor in place of the list."""
        self.shell.close_drawer()
        self._page_of = card_id
        shown = self._donor_page()
        shown.show_donor(card_id, tab=tab)
        set_shown(self.views.choice, shown=False)
        self.views.setCurrentWidget(shown)
        self.context_changed.emit()

    def show_list(self) -> None:
        """Go back from a donor to where the list, or another view, stood."""
        if not self._page_of:
            return
        self._page_of = 0
        self.shell.close_drawer()
        set_shown(self.views.choice, shown=True)
        self.views.go_back()
        self.table.view.setFocus()
        self.context_changed.emit()

    def _donor_page(self) -> Any:  # noqa: ANN401 - its module is read when it is first shown
        if self._one is None:
            self._one = import_module("financedesk.ui.pages.donor_view").DonorPageView(self)
            self.views.addWidget(self._one)
        return self._one

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from a donor's page to the list."""
        if event.key() == Qt.Key.Key_Escape and self._page_of:
            self.show_list()
        else:
            super().keyPressEvent(event)

    def open_donor(self, card_id: int, *, tab: str = "", edit: bool = False) -> None:
        """Show everything about a donor in the drawer, or at once the form that corrects it."""
        book, scope, today = self.desk.book, self.desk.scope, self.desk.today

        def read(_progress: Progress) -> DonorDetail:
            with book.read() as connection:
                return donor_detail(connection, card_id, scope, today)

        def show(detail: DonorDetail) -> None:
            if edit:
                self.edit(detail)
            else:
                self._show(detail, tab)

        def gone(error: FinanceDeskError) -> None:
            self._gone(error, card_id)

        deliver = self._reading.only(show)
        job = self.shell.runner.background(
            "Reading the donor", read, on_done=deliver, on_error=gone
        )
        self._reading.replace(job)

    def _gone(self, error: FinanceDeskError, card_id: int) -> None:
        """Close what an undo has taken away, or say that there is no such donor."""
        if isinstance(error, Cancelled):
            return
        if self._shown == card_id:
            self.shell.close_drawer()
        else:
            self.shell.say(str(error))

    @property
    def _shown(self) -> int | None:
        """The card of the donor that stands in the drawer, or None."""
        view = self.view
        alive = view is not None and isValid(view) and view.isVisible()
        return view.detail.row.card_id if alive and view is not None else None

    def _show(self, detail: DonorDetail, tab: str) -> None:
        choices = self.desk.entities()
        entities = Entities(
            {one.entity_id: one.name for one in choices if one.entity_id is not None},
            {one.entity_id: one.mark for one in choices if one.entity_id is not None},
        )
        row = detail.row
        self.view = DonorView(
            detail, entities, why_not=self.desk.why_not(CORRECT, row.entity_id), tab=tab
        )
        self.view.page_wanted.connect(lambda: self.show_page(row.card_id))
        self.view.edit_wanted.connect(lambda: self.edit(detail))
        self.view.step_wanted.connect(lambda by: self.step(row.card_id, by))
        self.view.entry_opened.connect(lambda item: self.shell.go("contributions", ShowItem(item)))
        self.view.card_opened.connect(self.open_donor)
        self.view.register_wanted.connect(
            lambda: self.shell.go("contributions", ShowItems(text=row.name))
        )
        self.shell.open_drawer(row.name, self.view, entity_id=row.entity_id)
        self.view.page_button.setFocus()

    def step(self, card_id: int, by: int, *, edit: bool = False) -> None:
        """Go to the next (1) or the previous (-1) donor of the list as it is sorted."""
        place = self.model.position_of(card_id) + by
        if not 0 <= place < self.model.rowCount():
            self.shell.say("That was the last donor of the list." if by > 0
                           else "That was the first donor of the list.")  # fmt: skip
            return
        self.table.view.selectRow(place)
        tab = self.view.tab if self.view is not None and isValid(self.view) else ""
        self.open_donor(self.model.row_id(place), tab=tab, edit=edit)

    # --- adding and correcting

    def add(self) -> None:
        """Show the form of a new donor."""
        self._open_form(_TITLE, None)

    def edit_current(self) -> None:
        """Show the form that corrects the current donor."""
        place = self.table.view.currentIndex().row()
        if 0 <= place < self.model.rowCount():
            self.open_donor(self.model.row_id(place), edit=True)

    def edit(self, detail: DonorDetail) -> None:
        """Show the form that corrects a donor."""
        self._open_form(f"Edit {detail.row.name}", detail)

    def _open_form(self, title: str, detail: DonorDetail | None) -> None:
        writable = self.desk.entities_for(RECORD if detail is None else CORRECT)
        if not writable:
            return
        self.form = DonorForm(
            writable, self.desk.today, self._save, self.shell.close_drawer, detail
        )
        whose = detail.row.entity_id if detail else writable[0].id
        self.form.entity.currentIndexChanged.connect(
            lambda place: self.shell.show_entity(writable[place].id)
        )
        self.shell.open_drawer(title, self.form, entity_id=whose)
        self.form.focus_first()

    def _save(self, typed: TypedDonor, then_next: bool) -> None:  # noqa: FBT001 - a callback's
        name = typed.contact.display_name
        action = f"Add {name}" if typed.card_id is None else f"Edit {name}"
        done: list[tuple[int, Corrected]] = []

        def write(_progress: Progress) -> Changes:
            act = RECORD if typed.card_id is None else CORRECT
            with self.desk.unit_of_work(action, typed.entity_id, act=act) as unit:
                done.append(typed.write(unit))
            return MONEY

        def after() -> None:
            card, corrected = done[0]
            self._say_kept(corrected)
            if typed.card_id is None and then_next:
                self.add()
            elif then_next:
                self.step(card, 1, edit=True)
            elif self._page_of == card:
                self.shell.close_drawer()
            else:
                self.open_donor(card, tab="details")

        said = f"Added {name}" if typed.card_id is None else f"Saved {name}"
        self.shell.act(f"Saving {name}", write, said=said, on_done=after)

    def _say_kept(self, corrected: Corrected) -> None:
        if corrected.filed:
            kept = counted(corrected.filed, "entry", "entries")
            self.shell.say(f"{kept} in filed reports keep what was filed.")

    # --- letters

    def export_letters(self) -> None:
        """Ask where to and write the list of letters for the donors that are shown."""
        proposed = str(Path.home() / f"letters-{self.desk.today.isoformat()}.csv")
        place, _filter = QFileDialog.getSaveFileName(
            self, "Export letters list", proposed, "CSV file (*.csv)"
        )
        if place:
            self.letters.write(Path(place), self.model.query)
