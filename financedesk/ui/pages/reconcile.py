"""Reconcile: the bank's lines on the left, the books' entries on the right, pair by pair."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from financedesk.banking.matching import accept, accept_certain, take_back
from financedesk.banking.told import AccountChoice, account_choices, told_months
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.set_aside import take_up_again
from financedesk.progress import Progress
from financedesk.rules.reconciling import Proposal
from financedesk.rules.roles import IMPORT, RECORD
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.reconcile_acts import Act, ReconcileActs
from financedesk.ui.pages.reconcile_evidence import Evidence, PairDetail, read_evidence
from financedesk.ui.pages.reconcile_head import ReconcileHead
from financedesk.ui.pages.reconcile_pairs import (
    ACCEPT,
    BACK,
    CERTAIN,
    SHOW,
    PairsPanel,
)
from financedesk.ui.pages.reconcile_reading import (
    BOOKS,
    MATCHED,
    TO_DO,
    UNEQUAL,
    Case,
    Reading,
    read_account,
)
from financedesk.ui.pages.subjects import ShowItem, ShowReconcile
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import EmptyState, row
from financedesk.ui.widgets.folding_choice import FoldingChoice

_VIEWS = {TO_DO: "To do", MATCHED: "Matched", BOOKS: "Only in the books", UNEQUAL: "Not equal"}


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
        self._reading, self._opening = Latest(), Latest()
        self._scope: tuple[int, ...] = ()
        self._account_id: int | None = None
        self._until = ""
        self._accepted_cents = 0
        self.found = _Found(())
        self._build()
        self._connect()

    def _build(self) -> None:
        self.head, self.pairs = ReconcileHead(), PairsPanel()
        self.views = FoldingChoice("List", tuple(_VIEWS.items()))
        self.empty = EmptyState(
            "No statement yet", icon="landmark", action="Import a statement",
            link="Type a statement",
        )  # fmt: skip
        self.parts = QStackedWidget()
        for part in (self.pairs, self.empty):
            self.parts.addWidget(part)
        line = row(spacing=12)
        line.addWidget(self.views, 1)
        line.addWidget(self.pairs.buttons[CERTAIN])
        self.body.addWidget(self.head)
        self.body.addLayout(line)
        self.body.addWidget(self.parts, 1)

    def _connect(self) -> None:
        self.head.account_chosen.connect(self.show_account)
        self.head.until_chosen.connect(self._choose_until)
        self.views.chosen.connect(lambda _key: self._show_view())
        self.pairs.wanted.connect(self.do)
        self.pairs.picked.connect(self._take_way)
        commands = self.shell.commands
        self.empty.action_wanted.connect(lambda: commands.run("reconcile.import"))
        self.empty.link_wanted.connect(lambda: commands.run("reconcile.type"))

    def context_line(self) -> str:
        """Return whose accounts these are."""
        return self.desk.entity.name

    # --- reading

    @property
    def account(self) -> AccountRow | None:
        """The account in hand."""
        reading = self.found.reading
        return None if reading is None else reading.standing.account

    def refresh(self, changes: Changes) -> None:
        """Read the account anew; while acts wait it is read once they are stored."""
        if not self.desk.is_open:
            return
        if self._scope != self.desk.scope:
            self._scope, self._account_id, self._until = self.desk.scope, None, ""
            self.shell.close_drawer()
        self.context_changed.emit()
        if not self.acts.is_busy:
            self._read()

    def _read(self) -> None:
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
        self.found, self._accepted_cents = found, 0
        several = len(self.desk.rows_in_hand) > 1
        names = {
            one.entity_id: one.short_name
            for one in self.desk.entities()
            if several and one.entity_id is not None
        }
        account = self.account
        self._account_id = account.id if account else None
        self.head.show_choices(found.choices, self._account_id, names)
        self.head.show_months(found.months, self._until)
        if found.reading is not None:
            self.head.show_reading(found.reading)
        self._show_view()

    def _show_view(self) -> None:
        reading = self.found.reading
        if reading is None or not reading.lines:
            self._show_empty()
            return
        for key, words in _VIEWS.items():
            number = reading.open_lines if key == TO_DO else len(reading.cases[key])
            self.views.say(key, f"{words} {number:,}" if number else words)
        self.parts.setCurrentWidget(self.pairs)
        why_not = self.desk.why_not(RECORD, reading.standing.account.entity_id)
        view = self.views.choice
        self.pairs.show_cases(view, reading, reading.cases[view], why_not=why_not)

    def _show_empty(self) -> None:
        if self.account is None:
            self.empty.say(
                "No bank account yet",
                "Add the bank accounts of an entity on the page Entities; then their statements"
                " are matched here.",
                with_actions=False,
            )
        else:
            self.empty.say(
                "No statement yet",
                "Bring in a file of the bank, or type a statement from paper: its lines stand here"
                " beside the entries of the books.",
            )
        why = self.desk.why_not(IMPORT)
        self.empty.allow(action=why, link=why)
        self.parts.setCurrentWidget(self.empty)

    def show_account(self, account_id: int | None) -> None:
        """Take another account in hand."""
        self._account_id, self._until = account_id, ""
        self.shell.close_drawer()
        self._read()

    def _choose_until(self, until: str) -> None:
        self._until = until
        self._read()

    # --- what others ask for

    def open_subject(self, subject: object) -> None:
        """Show an account, or one of the views."""
        if isinstance(subject, ShowReconcile):
            if subject.view:
                self.views.choose(subject.view)
            if subject.account_id is not None:
                self.show_account(subject.account_id)

    def focus_filter(self) -> None:
        """Take the keyboard to the choice of the account."""
        self.head.account.setFocus()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return each list of the page."""
        return {
            key.replace("_", "-"): partial(self.views.choose, key)
            for key in (MATCHED, BOOKS, UNEQUAL)
        }

    # --- acts

    def do(self, act: str) -> None:
        """Do something with the pair in hand, or with all that is certain."""
        account, case = self.account, self.pairs.case
        if account is None:
            return
        if act == CERTAIN:
            self._accept_certain(account)
        elif case is not None:
            self._with_case(act, account, case)

    def _with_case(self, act: str, account: AccountRow, case: Case) -> None:
        doing: Mapping[str, Callable[[AccountRow, Case], None]] = {
            ACCEPT: lambda account, case: self._accept(account, case, case.ways[0]),
            BACK: self._take_back, SHOW: self._show_evidence,
        }  # fmt: skip
        why_not = self.desk.why_not(RECORD, account.entity_id)
        if why_not and act != SHOW:
            self.shell.say(why_not)
            return
        doing[act](account, case)

    def _take_way(self, number: int) -> None:
        account, case = self.account, self.pairs.case
        if account is not None and case is not None and 0 < number <= len(case.ways):
            self._accept(account, case, case.ways[number - 1])

    def _accept(self, account: AccountRow, case: Case, way: Proposal) -> None:
        """Accept a proposal; the next pair is in hand at once, and the book follows."""
        words = f"Matched {dollars(way.cents)}, {way.lines[0].payee or way.lines[0].memo}"
        self._drop(frozenset(one.key for one in way.lines), way.cents)
        act = Act(name="Match with the bank", account=account, said=words)
        self.acts.write(act, lambda unit: accept(unit, account.id, way))

    def _accept_certain(self, account: AccountRow) -> None:
        reading = self.found.reading
        if reading is None or not self.pairs.buttons[CERTAIN].isEnabled():
            return
        until, certain = reading.standing.until, reading.standing.certain
        words = f"Accepted {counted(len(certain), 'certain match', 'certain matches')}"
        keys = frozenset(line.key for one in certain for line in one.lines)
        self._drop(keys, sum(one.cents for one in certain))
        act = Act(name=f"Accept certain matches of {account.name}", account=account, said=words)
        self.acts.write(act, lambda unit: accept_certain(unit, account.id, until))

    def _drop(self, keys: frozenset[int], cents: int) -> None:
        """Show at once what an act will leave to do."""
        reading = self.found.reading
        if reading is None:
            return
        self._accepted_cents += cents
        self.pairs.drop(keys)
        self.head.show_difference(reading, self._accepted_cents, self.pairs.lines_left)

    def _take_back(self, account: AccountRow, case: Case) -> None:
        if case.match is not None:
            match_id = case.match.id
            act = Act(
                name="Take back match with the bank", account=account,
                said=f"Took back the match of {dollars(case.cents)}",
            )  # fmt: skip
            self._drop(frozenset({case.row.key}), -case.cents)
            self.acts.write(act, lambda unit: take_back(unit, account, match_id))
        elif case.aside:
            act = Act(
                name="Take up line again", account=account,
                said=f"The line of {dollars(case.cents)} is to do again",
            )  # fmt: skip
            self._drop(frozenset({case.row.key}), 0)
            self.acts.write(act, lambda unit: take_up_again(unit, case.lines[0]))

    def _show_evidence(self, account: AccountRow, case: Case) -> None:
        book = self.desk.book

        def read(_progress: Progress) -> Evidence:
            return read_evidence(book, case)

        def show(found: Evidence) -> None:
            content = PairDetail(case, found, self._open_item)
            side = case.row.left or case.row.right
            title = side.title if side else "Pair"
            self.shell.open_drawer(title, content, entity_id=account.entity_id)

        deliver = self._opening.only(show)
        job = self.shell.runner.at_once("Reading the pair", read, on_done=deliver)
        self._opening.replace(job)

    def _open_item(self, item_id: int) -> None:
        self.shell.go("contributions", ShowItem(item_id))


def _chosen(choices: tuple[AccountChoice, ...], wanted: int | None) -> AccountRow | None:
    """Return the account that is wanted, else the first with something to do, else any."""
    by_id = {one.account.id: one for one in choices}
    if wanted in by_id:
        return by_id[wanted].account
    ranked = sorted(choices, key=lambda one: (one.to_do == 0, not one.has_lines))
    return ranked[0].account if ranked else None
