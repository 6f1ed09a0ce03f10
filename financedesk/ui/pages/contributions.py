"""The register of contributions: search, filter, sort, look into, record, correct, delete."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from shiboken6 import isValid

from financedesk.errors import FinanceDeskError
from financedesk.ledger.edit import remove_items
from financedesk.ledger.register import Count, RegisterDetail, RegisterRow, register_row_detail
from financedesk.ledger.typed_gift import record_gift
from financedesk.progress import Progress
from financedesk.ui.book_desk import MONEY, book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, dollars, money
from financedesk.ui.jobs import Latest
from financedesk.ui.models import PagedTableModel, Query
from financedesk.ui.pages.contribution_columns import ENTITY_COLUMN, register_columns
from financedesk.ui.pages.contribution_detail import EntryDetail
from financedesk.ui.pages.contribution_edit import Correction, CorrectionForm
from financedesk.ui.pages.contribution_form import ContributionForm, Typed
from financedesk.ui.pages.contribution_source import (
    Choices,
    RegisterSource,
    filter_fields,
    read_choices,
)
from financedesk.ui.pages.subjects import RecordNew, ShowItem, ShowItems
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import (
    Card,
    DataTable,
    ElidingLabel,
    EmptyState,
    FilterBar,
    button,
)

_NOUN = ("entry", "entries")
_FIRST = Query(sort_key="date", descending=True)
_TITLE = "Record contribution"


class Contributions(Page):
    """Shows the entries of the entities in hand, in a register of any size."""

    areas = frozenset({Area.ENTITIES, Area.CONTRIBUTIONS, Area.DONORS, Area.DRIVES, Area.FILINGS})
    primary_action = "contributions.record"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self._choices = Choices((), ())
        self._counting, self._choosing, self._reading = Latest(), Latest(), Latest()
        self._wanted_form = False
        self._scope: tuple[int, ...] = ()
        self.source = RegisterSource(self.desk)
        self.model: PagedTableModel[RegisterRow] = PagedTableModel(
            register_columns(), self.source, shell.runner, title="contributions", query=_FIRST
        )
        self.form: ContributionForm | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self.filter = FilterBar("Name, city or amount")
        self.total = ElidingLabel("", "small")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.total.setMinimumWidth(220)
        self.filter.trailing.addWidget(self.total)
        known = {command.command_id for command in self.shell.commands.commands()}
        self._has_import = "go.import" in known
        self.empty = EmptyState(
            "No contributions yet",
            icon="hand-coins",
            action="Import a file" if self._has_import else "",
            link=_TITLE,
        )
        self._say_empty()
        self.table = DataTable("Contributions", self.model, empty=self.empty, noun=_NOUN)
        self.table.remember(self.shell.settings, "contributions/columns")
        order = Qt.SortOrder.DescendingOrder
        self.table.view.horizontalHeader().setSortIndicator(0, order)
        self.delete_button = button("Delete", icon="trash-2", on_click=self.delete_selected)
        self.table.add_action(self.delete_button)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.body.addWidget(self.filter)
        self.body.addWidget(card, 1)

    def _connect(self) -> None:
        self.filter.changed.connect(self._filtered)
        self.table.row_opened.connect(self.open_entry)
        self.model.loaded.connect(lambda _rows: self._say_empty())
        self.empty.action_wanted.connect(lambda: self.shell.go("import"))
        self.empty.link_wanted.connect(lambda: self.shell.commands.run("contributions.record"))
        erase = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table.view)
        erase.setContext(Qt.ShortcutContext.WidgetShortcut)
        erase.activated.connect(self.delete_selected)

    def context_line(self) -> str:
        """Return whose entries these are."""
        return self.desk.entity.name

    # --- asking

    def refresh(self, changes: Changes) -> None:
        """Ask again for the same, after something was written or another entity was taken."""
        if not self.desk.is_open:
            return
        if self._scope != self.desk.scope:
            self._scope = self.desk.scope
            self.shell.close_drawer()
            self._show_whose()
        self.delete_button.setEnabled(self.desk.may_write)
        self.context_changed.emit()
        self._ask(self.model.query)
        self._read_choices()

    def _show_whose(self) -> None:
        """Say of each row whose it is while several entities stand in one list."""
        keys = [column.key for column in self.model.columns]
        self.table.view.want(keys.index(ENTITY_COLUMN), wanted=len(self._scope) > 1)

    def _ask(self, query: Query) -> None:
        self.model.ask(query)
        deliver = self._counting.only(self._show_count)
        job = self.shell.runner.background(
            "Counting contributions", lambda _progress: self.source.count(query), on_done=deliver
        )
        self._counting.replace(job)

    def _show_count(self, found: Count) -> None:
        self.total.setText(f"{counted(found.rows, *_NOUN)} · {money(found.cents)}")

    def _filtered(self, text: str, filters: tuple[tuple[str, str], ...]) -> None:
        if self.desk.is_open:
            self._ask(replace(self.model.query, text=text, filters=filters))

    def _read_choices(self) -> None:
        book, scope = self.desk.book, self.desk.scope
        deliver = self._choosing.only(self._take_choices)
        job = self.shell.runner.background(
            "Reading drives and accounts",
            lambda _progress: read_choices(book, scope),
            on_done=deliver,
        )
        self._choosing.replace(job)

    def _take_choices(self, choices: Choices) -> None:
        self._choices = choices
        self._offer_filters()
        if self._wanted_form:
            self._wanted_form = False
            self.record_new()

    def _offer_filters(self, period: str = "") -> None:
        names = {row.id: row.name for row in self.desk.rows_in_hand}
        wanted = period or dict(self.filter.filters).get("period", "")
        self.filter.offer(filter_fields(self._choices, names, self.desk.today, wanted))

    def _say_empty(self) -> None:
        query = self.model.query
        if query.text or query.filters:
            self.empty.say(
                "Nothing fits", "Remove a filter or search for something else.", with_actions=False
            )
            return
        self.empty.say(
            "No contributions yet",
            "Import a processor’s export or a past filing, or record the first check by hand.",
        )

    # --- what others ask for

    def open_subject(self, subject: object) -> None:
        """Show what the dashboard, a finding or the palette asks for."""
        if isinstance(subject, ShowItems):
            self._show_items(subject)
        elif isinstance(subject, ShowItem):
            self.open_entry(subject.item_id)
        elif isinstance(subject, RecordNew):
            self.record_new()

    def _show_items(self, wanted: ShowItems) -> None:
        self._offer_filters(dict(wanted.filters).get("period", ""))
        self.filter.hold_to(wanted.text, wanted.filters)

    def focus_filter(self) -> None:
        """Take the keyboard to the search field."""
        self.filter.search.setFocus()
        self.filter.search.selectAll()

    # --- one entry

    def open_entry(self, item_id: int) -> None:
        """Show everything about an entry in the drawer."""
        book = self.desk.book

        def read(_progress: Progress) -> RegisterDetail:
            with book.read() as connection:
                return register_row_detail(connection, item_id)

        deliver = self._reading.only(self._show_entry)
        job = self.shell.runner.background("Reading the entry", read, on_done=deliver)
        self._reading.replace(job)

    def _show_entry(self, detail: RegisterDetail) -> None:
        content = EntryDetail(
            detail,
            may_write=self._may_write(detail.row),
            edit=lambda: self.correct(detail),
            delete=lambda: self.delete([detail.row.id], (detail.row.entity_id,)),
        )
        self.shell.open_drawer(detail.row.name, content)

    def _may_write(self, one: RegisterRow) -> bool:
        return self.desk.may_write and one.entity_id in {
            row.id for row in self.desk.writable_entities
        }

    def correct(self, detail: RegisterDetail) -> None:
        """Show the form that corrects an entry."""

        def save(correction: Correction) -> None:
            self._correct(correction, detail.row)

        form = CorrectionForm(
            detail, self._choices.drives, self.desk.today, save, self.shell.close_drawer
        )
        self.shell.open_drawer(f"Edit {detail.row.name}", form)
        (form.drive if detail.row.locked else form.amount).setFocus()

    def _correct(self, correction: Correction, one: RegisterRow) -> None:
        def write(_progress: Progress) -> Changes:
            with self.desk.unit_of_work("Edit entry", correction.entity_id) as unit:
                correction.write(unit)
            return MONEY

        self.shell.act(
            "Saving the entry", write, said=f"Saved the entry of {one.name}",
            on_done=lambda: self.open_entry(one.id),
        )  # fmt: skip

    # --- deleting

    def delete_selected(self) -> None:
        """Delete the selected entries at once; the toast and Ctrl+Z bring them back."""
        chosen = self.table.selected_ids()
        if chosen and self.desk.may_write:
            self.delete(chosen, self.desk.scope)

    def delete(self, item_ids: list[int], entity_ids: tuple[int, ...]) -> None:
        """Delete entries with what explains them."""
        words = counted(len(item_ids), *_NOUN)

        def write(_progress: Progress) -> Changes:
            with self.desk.unit_of_work(f"Delete {words}", *entity_ids) as unit:
                remove_items(unit, item_ids)
            return MONEY

        self.shell.act(
            f"Deleting {words}", write, said=f"Deleted {words}", on_done=self.shell.close_drawer
        )

    # --- recording

    def record_new(self) -> None:
        """Show the form of a new contribution."""
        if not self._choices.accounts and self.desk.is_open and not self._wanted_form:
            self._wanted_form = True
            self._read_choices()
            return
        self._wanted_form = False
        self.form = ContributionForm(
            self.desk, self.shell.runner, self._choices, self._record, self.shell.close_drawer
        )
        self.shell.open_drawer(_TITLE, self.form)
        self.form.donor.setFocus()

    def _record(self, typed: Typed) -> None:
        form = self.form
        if form is None or not form.save_button.isEnabled():
            return
        form.save_button.setEnabled(False)

        def write(_progress: Progress) -> Changes:
            with self.desk.unit_of_work(_TITLE, typed.entity.id) as unit:
                record_gift(unit, typed.entity, typed.gift)
            return MONEY

        def done(changes: Changes) -> None:
            self.desk.announce(changes)
            name, cents = typed.gift.giver.display_name, typed.gift.amount_cents
            self.shell.say(f"Recorded {dollars(cents)} from {name}", can_undo=True)
            if isValid(form):
                form.save_button.setEnabled(True)
                form.next_one()

        def failed(error: FinanceDeskError) -> None:
            self.shell.say(str(error))
            if isValid(form):
                form.save_button.setEnabled(True)

        self.shell.runner.database(
            "Recording the contribution", write, on_done=done, on_error=failed, saves=True
        )
