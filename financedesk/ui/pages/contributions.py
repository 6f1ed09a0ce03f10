"""The register of contributions: search, filter, look into, enter, correct, give back, delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ledger.entered_gift import EnteredGift, entered_gift
from financedesk.ledger.entry_drafts import drafts_of
from financedesk.ledger.register import RegisterRow
from financedesk.progress import Progress
from financedesk.rules.roles import CORRECT, IMPORT, RECORD
from financedesk.ui.book_desk import MONEY, book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.jobs import Latest
from financedesk.ui.models import PagedTableModel, Query
from financedesk.ui.pages.contribution_batch import DepositPanel
from financedesk.ui.pages.contribution_columns import register_columns
from financedesk.ui.pages.contribution_drawer import EntryDrawer
from financedesk.ui.pages.contribution_editor import GiftEditor
from financedesk.ui.pages.contribution_fields import Typed
from financedesk.ui.pages.contribution_row_draft import RowKeeper
from financedesk.ui.pages.contribution_selection import NOUN, SelectionActs
from financedesk.ui.pages.contribution_source import (
    ALL_VIEWS,
    DEPOSITS,
    VIEWS,
    Choices,
    RegisterSource,
    empty_words,
    filter_fields,
    read_choices,
)
from financedesk.ui.pages.contribution_writing import saved_words, write_typed
from financedesk.ui.pages.subjects import (
    EnterDeposit,
    PrepareFiling,
    PutRight,
    RecordNew,
    ShowDeposits,
    ShowItem,
    ShowItems,
)
from financedesk.ui.pages.whose import ENTITY_COLUMN, Whose, with_whose
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.theme.tokens import CARD_GAP
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    FilterBar,
    button,
    column,
)
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.folding_choice import FoldingChoice
from financedesk.ui.widgets.folding_row import FoldingRow
from financedesk.ui.widgets.keys import add_keys

if TYPE_CHECKING:
    from financedesk.ui.pages.contribution_deposits import DepositsView

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
        self._slips: tuple[int, ...] = ()
        self._choosing, self._reading = Latest(), Latest()
        self._wanted: RecordNew | EnterDeposit | None = None
        self._scope: tuple[int, ...] = ()
        self.source = RegisterSource(self.desk)
        columns = with_whose(
            register_columns(lambda: self.desk.today), Whose(self.desk), lambda one: one.entity_id
        )
        self.model: PagedTableModel[RegisterRow] = PagedTableModel(
            columns, self.source, shell.runner, title="contributions", query=_FIRST
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        self.filter = FilterBar("Name, city or amount")
        self.views = FoldingChoice("View", ALL_VIEWS)
        known = {command.command_id for command in self.shell.commands.commands()}
        action = "Import a file" if "go.import" in known else ""
        self.empty = EmptyState(
            "No contributions yet", icon="hand-coins", action=action, link=_TITLE
        )
        self._say_empty()
        self.table = DataTable("Contributions", self.model, empty=self.empty, noun=NOUN)
        self.table.remember(self.shell.settings, "contributions/columns")
        self.acts = SelectionActs(self.shell, self.desk, self.table, lambda: self._choices)
        self.drawer = EntryDrawer(self.shell, self.desk, self.acts, self.correct)
        self.editor = GiftEditor(self.table, self.desk, self.shell.runner, self._record)
        self.kept_rows = RowKeeper(self.shell, self.desk, self.editor, self._read_entered)
        self.deposit_button = button(
            "Deposit slip", icon="banknote",
            on_click=lambda: self.shell.commands.run("contributions.deposit"),
        )  # fmt: skip
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.filter.trailing.addWidget(self.deposit_button)
        self.register = QWidget()
        register = column(spacing=CARD_GAP)
        register.addWidget(FoldingRow(self.views, self.filter))
        self._rows = card
        self.inner = QStackedWidget()
        self.inner.addWidget(card)
        register.addWidget(self.inner, 1)
        self.register.setLayout(register)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.register)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.filter.changed.connect(self._filtered)
        self.table.row_opened.connect(self.open_entry)
        self.model.loaded.connect(lambda _rows: self._say_empty())
        self.empty.action_wanted.connect(lambda: self.shell.go("import"))
        self.empty.link_wanted.connect(lambda: self.shell.commands.run("contributions.record"))
        self.editor.amending.connect(
            lambda filing_id: self.shell.go("filings", PrepareFiling(amends=filing_id))
        )
        self.views.chosen.connect(self._choose_view)
        self._add_keys()

    @cached_property
    def deposit(self) -> DepositPanel:
        """The deposit slip, made when the first one is entered."""
        made = DepositPanel(self.shell, self.desk, self.show_register)
        made.kept.connect(self._slip_kept)
        made.offer(self._choices, self.desk.writable_entities, self._slips)
        self.stack.addWidget(made)
        return made

    @cached_property
    def deposits(self) -> DepositsView:
        """The deposits and what waits for one, made when they are first looked at."""
        from financedesk.ui.pages.contribution_deposits import DepositsView

        made = DepositsView(self)
        self.inner.addWidget(made)
        return made

    def _add_keys(self) -> None:
        """Add the keys of the rows; the keys of the window's commands are not theirs."""
        on_rows = {
            "Del": self.acts.delete_selected,
            **dict.fromkeys(("Return", "Enter", "F2"), self.correct_current),
            "Ctrl+Return": self._open_current,
            "Ctrl+H": self.acts.holds.ask,
        }
        add_keys(self.table.view, on_rows)
        add_keys(self.register, {"Ctrl+D": self.duplicate_current}, inside=True)

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
            self.editor.close()
            self.show_register()
            self._show_whose()
        if self.views.choice == DEPOSITS:
            self.deposits.refresh()
        self.acts.refresh()
        why_not = self.desk.why_not(RECORD)
        allow(self.deposit_button, why_not)
        self.empty.allow(action=self.desk.why_not(IMPORT), link=why_not)
        self.context_changed.emit()
        self.model.ask(self.model.query)
        self._read_choices()

    def _show_whose(self) -> None:
        """Say of each row whose it is while several entities stand in one list."""
        self.table.columns_menu.begin_with(ENTITY_COLUMN, shown=len(self._scope) > 1)

    def _choose_view(self, view: str) -> None:
        """Hold the register to a view; the statuses of the filter are finer than these."""
        apart = view == DEPOSITS
        set_shown(self.filter, shown=not apart)
        self.inner.setCurrentWidget(self.deposits if apart else self._rows)
        if apart:
            self.editor.close()
            self.deposits.refresh()
            return
        now = dict(self.filter.filters).get("status", "")
        if view != now and (view or now in dict(VIEWS)):
            self.filter.set_filter("status", view)

    def _leave_deposits(self) -> None:
        """Show the register’s rows again: what is asked for stands there."""
        if self.views.choice == DEPOSITS:
            self.views.choose("")

    def _filtered(self, text: str, filters: tuple[tuple[str, str], ...]) -> None:
        status = dict(filters).get("status", "")
        if self.views.choice != DEPOSITS:
            self.views.choose(status if status in dict(VIEWS) else "")
        if self.desk.is_open:
            self.model.ask(replace(self.model.query, text=text, filters=filters))

    def _read_choices(self) -> None:
        book, scope = self.desk.book, self.desk.scope
        deliver = self._choosing.only(self._take_choices)

        def read(_progress: Progress) -> tuple[Choices, tuple[int, ...]]:
            with book.read() as connection:
                waiting = drafts_of(connection, scope, book.who)
            return read_choices(book, scope), waiting

        job = self.shell.runner.background("Reading drives and accounts", read, on_done=deliver)
        self._choosing.replace(job)

    def _take_choices(self, found: tuple[Choices, tuple[int, ...]]) -> None:
        self._choices, self._slips = found
        self._offer_filters()
        self.editor.offer(self._choices, self.desk.writable_entities)
        if "deposit" in vars(self):
            self.deposit.offer(self._choices, self.desk.writable_entities, self._slips)
        self.deposit_button.setText(" Deposit slip waits" if self._slips else " Deposit slip")
        if self.stack.currentWidget() is self.register:
            self.kept_rows.look()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.open_subject(wanted)

    def _offer_filters(self, period: str = "") -> None:
        names = {row.id: row.name for row in self.desk.rows_in_hand}
        wanted = period or dict(self.filter.filters).get("period", "")
        self.filter.offer(filter_fields(self._choices, names, self.desk.today, wanted))

    def _say_empty(self) -> None:
        query = self.model.query
        if query.text or query.filters:
            self.empty.say(*empty_words(query), with_actions=False)
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
        elif isinstance(subject, PutRight):
            self.drawer.put_right(subject.act, subject.item_id or self._current_id())
        elif isinstance(subject, RecordNew):
            self.record_new()
        elif isinstance(subject, EnterDeposit):
            self.enter_deposit()
        elif isinstance(subject, ShowDeposits):
            self._show_deposits(subject)

    def _show_deposits(self, wanted: ShowDeposits) -> None:
        self.show_register()
        self.shell.close_drawer()
        self.views.choose(DEPOSITS)
        if wanted.waiting:
            self.deposits.show_waiting()
        elif wanted.deposit_id:
            self.deposits.open_slip(wanted.deposit_id)

    def _show_items(self, wanted: ShowItems) -> None:
        self._leave_deposits()
        self._offer_filters(dict(wanted.filters).get("period", ""))
        self.filter.hold_to(wanted.text, wanted.filters)

    def focus_filter(self) -> None:
        """Take the keyboard to the search field."""
        self.filter.search.setFocus()
        self.filter.search.selectAll()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return an entry open beside the register, a search without result, a row of entry."""
        return {
            "entry": lambda: self.open_entry(self.model.row_id(0)) if self.model.size() else None,
            "recording": self.record_new,
            "nothing-found": self._find_nothing,
            DEPOSITS: lambda: self.open_subject(ShowDeposits()),
            "undeposited": lambda: self.open_subject(ShowDeposits(waiting=True)),
            "deposit": self._open_first_slip,
            "slip": self.enter_deposit,
        }

    def _open_first_slip(self) -> None:
        """Show what is on the newest slip, if there is any."""
        self.open_subject(ShowDeposits())
        if self.deposits.model.size():
            self.deposits.open_slip(self.deposits.model.row_id(0))

    def _find_nothing(self) -> None:
        self.editor.close()
        self.filter.hold_to("no such name", ())

    # --- one entry

    def open_entry(self, item_id: int) -> None:
        """Show everything about an entry in the drawer."""
        self.drawer.open(item_id)

    def _current_id(self) -> int | None:
        at = self.table.view.currentIndex().row()
        return self.model.row_id(at) if 0 <= at < self.model.rowCount() else None

    def _open_current(self) -> None:
        item_id = self._current_id()
        if item_id is not None:
            self.open_entry(item_id)

    # --- entering

    def record_new(self) -> None:
        """Show the row of entry, as soon as the accounts are known."""
        if not self._ready(RecordNew()):
            return
        self.show_register()
        self._leave_deposits()
        self.shell.close_drawer()
        self.editor.begin()

    def enter_deposit(self) -> None:
        """Show the deposit slip: the one that waits, or a new one."""
        if not self._ready(EnterDeposit()):
            return
        self.editor.close()
        self.shell.close_drawer()
        self.stack.setCurrentWidget(self.deposit)
        self.deposit.begin()

    def _ready(self, wanted: RecordNew | EnterDeposit) -> bool:
        """Tell whether something can be entered; if the accounts are still read, do it then."""
        if not self.desk.is_open or not self.desk.may_write:
            return False
        if not self.editor.fields.has_entity:
            self._wanted = wanted
            return False
        return True

    def show_register(self) -> None:
        """Go back from the deposit slip, which is kept, to the rows."""
        if self.stack.currentWidget() is not self.register:
            self.stack.setCurrentWidget(self.register)
            self._read_choices()
            self.table.view.setFocus()

    def _slip_kept(self) -> None:
        """Say on the register that a slip waits, once it does."""
        if self.stack.currentWidget() is self.register:
            self._read_choices()

    def correct_current(self) -> None:
        """Correct the current row in its place."""
        item_id = self._current_id()
        if item_id is not None:
            self.correct(item_id)

    def correct(self, item_id: int) -> None:
        """Show an entry's fields in its row."""
        self.shell.close_drawer()
        self._read_entered(item_id, self.editor.correct)

    def duplicate_current(self) -> None:
        """Begin a new contribution like the current row."""
        item_id = self._current_id()
        if item_id is not None:
            self._read_entered(item_id, self._duplicate, newest=True)

    def _duplicate(self, entered: EnteredGift) -> None:
        if entered.is_gift:
            self.editor.duplicate(entered)
        else:
            self.shell.say("Only a contribution can be entered once more.")

    def _read_entered(
        self, item_id: int, show: Callable[[EnteredGift], None], *, newest: bool = False
    ) -> None:
        if not self.desk.may_write or not self.editor.fields.has_entity:
            return
        book = self.desk.book

        def read(_progress: Progress) -> EnteredGift:
            with book.read() as connection:
                return entered_gift(connection, item_id, newest=newest)

        deliver = self._reading.only(show)
        self._reading.replace(
            self.shell.runner.background("Reading the entry", read, on_done=deliver)
        )

    def _record(
        self, typed: Typed, saved: Callable[[], None], failed: Callable[[str], None]
    ) -> None:
        action = _TITLE if typed.entered is None else "Edit entry"

        def write(_progress: Progress) -> Changes:
            act = RECORD if typed.entered is None else CORRECT
            with self.desk.unit_of_work(action, typed.entity.id, act=act) as unit:
                write_typed(unit, typed)
            return MONEY

        def done(changes: Changes) -> None:
            self.desk.announce(changes)
            self.shell.say(saved_words(typed), can_undo=True)
            saved()

        def refused(error: FinanceDeskError) -> None:
            self.shell.say(str(error))
            if not self.acts.holds.offer_typed(typed, error, failed, saved):
                failed(str(error))

        self.shell.runner.database(
            "Recording the contribution", write, on_done=done, on_error=refused, saves=True
        )
