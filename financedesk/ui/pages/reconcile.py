"""Reconcile: the bank's lines on the left, the books' entries on the right, pair by pair."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from financedesk.banking.told import AccountChoice, account_choices, told_months
from financedesk.ledger.entities import AccountRow
from financedesk.progress import Progress
from financedesk.rules.roles import IMPORT
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.reconcile_acts import ReconcileActs
from financedesk.ui.pages.reconcile_closing import ClosingPanel
from financedesk.ui.pages.reconcile_head import ReconcileHead
from financedesk.ui.pages.reconcile_matching import Matching
from financedesk.ui.pages.reconcile_pairs import CERTAIN, CREATE, FIND, SHOW
from financedesk.ui.pages.reconcile_reading import (
    BOOKS,
    MATCHED,
    TO_DO,
    UNEQUAL,
    Reading,
    dropped_since,
    read_account,
)
from financedesk.ui.pages.reconcile_statements import StatementsPanel
from financedesk.ui.pages.reconcile_terms import TermsPanel
from financedesk.ui.pages.subjects import ShowReconcile, TypeStatement
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import Banner, EmptyState, row
from financedesk.ui.widgets.folding_choice import FoldingChoice
from financedesk.ui.widgets.keys import add_keys

STATEMENTS, CLOSE, TERMS = "statements", "close", "terms"
_LISTS = {TO_DO: "To do", MATCHED: "Matched", BOOKS: "Only in the books", UNEQUAL: "Not equal"}
_LARGE, _PAUSE_MS = 2_000, 400
"""So many lines are read anew when the keys pause; fewer at once."""
_VIEWS = {**_LISTS, STATEMENTS: "Statements", TERMS: "Terms", CLOSE: "Close"}


@dataclass(frozen=True)
class _Found:
    """What was read: the accounts, and the one in hand as it stands."""

    choices: tuple[AccountChoice, ...]
    months: tuple[str, ...] = ()
    reading: Reading | None = None


class Reconcile(Page):
    """Matches the lines of one bank account; what is done with a pair is one step of undo."""

    areas = frozenset({Area.ENTITIES, Area.CONTRIBUTIONS, Area.BANKING, Area.FILINGS})
    primary_action = "reconcile.import"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self.acts = ReconcileActs(shell, self.desk)
        self._reading = Latest()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read)
        self._scope: tuple[int, ...] = ()
        self._account_id: int | None = None
        self._until = ""
        self._focus_wanted = False
        self.found = _Found(())
        self._build()
        self._connect()

    def _build(self) -> None:
        self.head, self.parts = ReconcileHead(), QStackedWidget()
        self.matching = Matching(self)
        self.pairs = self.matching.pairs
        self.views = FoldingChoice("List", tuple(_VIEWS.items()))
        self.dropped = Banner("", "warn", closable=True)
        self.empty = EmptyState(
            "No statement yet", icon="landmark", action="Import a statement",
            link="Type a statement",
        )  # fmt: skip
        for part in (self.pairs, self.empty):
            self.parts.addWidget(part)
        line = row(spacing=12)
        line.addWidget(self.views, 1)
        line.addWidget(self.pairs.buttons[CERTAIN])
        self.body.addWidget(self.head)
        self.body.addLayout(line)
        self.body.addWidget(self.dropped)
        self.body.addWidget(self.parts, 1)

    @cached_property
    def statements(self) -> StatementsPanel:
        """The statements of the account, made when they are first shown."""
        made = StatementsPanel(self.shell, self.desk, self.acts)
        self.parts.addWidget(made)
        return made

    @cached_property
    def closing(self) -> ClosingPanel:
        """Closing a month, made when it is first shown."""
        made = ClosingPanel(self.shell, self.desk, self.acts)
        self.parts.addWidget(made)
        return made

    @cached_property
    def terms(self) -> TermsPanel:
        """The terms of processors, made when they are first shown."""
        made = TermsPanel(self.shell, self.desk, self.acts)
        self.parts.addWidget(made)
        return made

    def _connect(self) -> None:
        self.head.account_chosen.connect(self.show_account)
        self.head.until_chosen.connect(self._choose_until)
        self.views.chosen.connect(self._choose_view)
        self.parts.currentChanged.connect(lambda _at: self._fit_parts())
        commands = self.shell.commands
        self.empty.action_wanted.connect(lambda: commands.run("reconcile.import"))
        self.empty.link_wanted.connect(lambda: commands.run("reconcile.type"))
        turns = {"Alt+Right": 1, "Alt+Left": -1}
        add_keys(self, {key: partial(self._turn, by) for key, by in turns.items()}, inside=True)

    def _fit_parts(self) -> None:
        """Let only the part that is shown say how much room the page needs."""
        kinds = QSizePolicy.Policy
        for at in range(self.parts.count()):
            part, shown = self.parts.widget(at), at == self.parts.currentIndex()
            kind = kinds.Preferred if shown else kinds.Ignored
            if part is not None:
                part.setSizePolicy(kind, kind)

    def context_line(self) -> str:
        """Return whose accounts these are."""
        return self.desk.entity.name

    # --- reading

    @property
    def reading(self) -> Reading | None:
        """The account in hand as it was read last."""
        return self.found.reading

    @property
    def account(self) -> AccountRow | None:
        """The account in hand."""
        return None if self.reading is None else self.reading.standing.account

    def refresh(self, changes: Changes) -> None:
        """Read the account anew; while acts wait it is read once they are stored."""
        if not self.desk.is_open:
            return
        if self._scope != self.desk.scope:
            self._scope, self._account_id, self._until = self.desk.scope, None, ""
            self.shell.close_drawer()
        self.context_changed.emit()
        if not self.acts.is_busy:
            large = self.reading is not None and self.reading.lines > _LARGE
            self._soon.start(_PAUSE_MS) if large else self._read()

    def _read(self) -> None:
        if self.acts.is_busy or not self.desk.is_open:
            return
        book, scope = self.desk.book, self.desk.scope
        wanted, until = self._account_id, self._until

        def read(_progress: Progress) -> _Found:
            with book.read() as connection:
                choices = account_choices(connection, scope)
                chosen = _chosen(choices, wanted)
                months = told_months(connection, chosen) if chosen else ()
            reading = read_account(book, chosen.id, until) if chosen else None
            return _Found(choices, months, reading)

        deliver = self._reading.only(self._show)
        job = self.shell.runner.background("Reading the account", read, on_done=deliver)
        self._reading.replace(job)

    def _show(self, found: _Found) -> None:
        if self.acts.is_busy:
            return  # It is outdated; the last act asks again.
        self.dropped.say(dropped_since(self.reading, found.reading), "warn")
        self.found = found
        several = len(self.desk.rows_in_hand) > 1
        names = {
            one.entity_id: one.short_name
            for one in self.desk.entities()
            if several and one.entity_id is not None
        }
        self._account_id = self.account.id if self.account else None
        self.head.show_choices(found.choices, self._account_id, names)
        self.head.show_months(found.months, self._until)
        if found.reading is not None:
            self.head.show_reading(found.reading)
        self._show_view()

    def _show_view(self) -> None:
        reading, view = self.reading, self.views.choice
        if reading is None:
            self._show_no_account()
            return
        for key, words in _LISTS.items():
            number = reading.count(key)
            self.views.say(key, f"{words} {number:,}" if number else words)
        account = reading.standing.account
        if view == STATEMENTS:
            self.parts.setCurrentWidget(self.statements)
            self.statements.show_account(account)
        elif view == TERMS:
            self.parts.setCurrentWidget(self.terms)
            self.terms.show_account(account)
        elif not reading.lines and not self._has_statements(account):
            self._show_no_statement()
        elif view == CLOSE:
            self.parts.setCurrentWidget(self.closing)
            self.closing.show_account(account)
        else:
            self._show_list(view, reading)

    def _show_list(self, view: str, reading: Reading) -> None:
        self.matching.show(view, reading)
        if not self.matching.is_finding:
            self.parts.setCurrentWidget(self.pairs)
            if self._focus_wanted:
                self.pairs.focus_list()
        self._focus_wanted = False

    def _has_statements(self, account: AccountRow) -> bool:
        return any(one.has_lines for one in self.found.choices if one.account.id == account.id)

    def _show_no_account(self) -> None:
        self.empty.say(
            "No bank account yet",
            "Add the bank accounts of an entity on the page Entities; then their statements are"
            " matched here.",
            with_actions=False,
        )
        self.parts.setCurrentWidget(self.empty)

    def _show_no_statement(self) -> None:
        self.empty.say(
            "No statement yet",
            "Bring in a file of the bank, or type a statement from paper: its lines stand here"
            " beside the entries of the books.",
        )
        why = self.desk.why_not(IMPORT)
        self.empty.allow(action=why, link=why)
        self.parts.setCurrentWidget(self.empty)

    # --- what is chosen

    def show_account(self, account_id: int | None) -> None:
        """Take another account in hand."""
        self._account_id, self._until = account_id, ""
        self.shell.close_drawer()
        if self.matching.is_finding:
            self.matching.leave_finder()
        self._read()

    def _choose_until(self, until: str) -> None:
        self._until = until
        self._read()

    def _choose_view(self, view: str) -> None:
        """Show a list or a panel; the big button does what belongs to it."""
        self.primary_action = "reconcile.type" if view == STATEMENTS else "reconcile.import"
        self.context_changed.emit()
        if self.matching.is_finding:
            self.matching.leave_finder()
        if self.desk.is_open:
            self._show_view()

    def _turn(self, by: int) -> None:
        """Go to the view beside this one."""
        order = list(_VIEWS)
        self.views.choose(order[(order.index(self.views.choice) + by) % len(order)])
        self._focus_view()

    def _focus_view(self) -> None:
        view = self.views.choice
        if view == STATEMENTS:
            self.statements.table.view.setFocus()
        elif view == CLOSE:
            self.closing.table.view.setFocus()
        elif view == TERMS:
            self.terms.table.view.setFocus()
        else:
            self.pairs.focus_list()

    # --- what others ask for

    def open_subject(self, subject: object) -> None:
        """Show an account, one of the views, or the form of a typed statement."""
        if isinstance(subject, TypeStatement):
            self.views.choose(STATEMENTS)
            self.statements.begin()
        elif isinstance(subject, ShowReconcile):
            self._focus_wanted = True
            if subject.view:
                self.views.choose(subject.view)
            if subject.account_id is not None:
                self.show_account(subject.account_id)

    def focus_filter(self) -> None:
        """Take the keyboard to the choice of the account."""
        self.head.account.setFocus()

    # --- pictures

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return each list and panel of the page, find and match, and the forms."""
        lists = {
            key.replace("_", "-"): partial(self.views.choose, key)
            for key in (MATCHED, BOOKS, UNEQUAL, STATEMENTS, CLOSE, TERMS)
        }
        return {
            **lists,
            "evidence": lambda: self._picture(UNEQUAL, SHOW),
            "missing": lambda: self._picture(UNEQUAL, CREATE),
            "create": lambda: self._picture(TO_DO, CREATE, lonely=True),
            "find": lambda: self._picture(TO_DO, FIND, lonely=True),
            "terms-form": self._picture_terms,
            "typing": lambda: self.open_subject(TypeStatement()),
        }

    def _picture_terms(self) -> None:
        """Show the form of new terms."""
        self.views.choose(TERMS)
        self.terms.add()

    def _picture(self, view: str, act: str, *, lonely: bool = False) -> None:
        """Do something with the first pair of a list, or with the first that has no match."""
        self.views.choose(view)
        rows: Sequence[int] = [
            at for at, one in enumerate(self.pairs.model.rows) if one.right is None or not lonely
        ]
        if rows:
            self.pairs.view.take_in_hand(rows[0])
            self.matching.do(act)


def _chosen(choices: tuple[AccountChoice, ...], wanted: int | None) -> AccountRow | None:
    """Return the account that is wanted, else the first with something to do, else any."""
    by_id = {one.account.id: one for one in choices}
    if wanted in by_id:
        return by_id[wanted].account
    ranked = sorted(choices, key=lambda one: (one.to_do == 0, not one.has_lines))
    return ranked[0].account if ranked else None
