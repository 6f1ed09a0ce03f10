"""What is done with a pair: accepted, another one taken, found by hand, taken back, looked into."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

from PySide6.QtWidgets import QStackedWidget

from financedesk.banking.matching import accept, accept_certain, match_by_hand, take_back
from financedesk.banking.told import Part
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.set_aside import take_up_again
from financedesk.progress import Progress
from financedesk.rules.reconciling import Proposal
from financedesk.rules.roles import RECORD
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.reconcile_acts import Act, ReconcileActs
from financedesk.ui.pages.reconcile_creating import Creating
from financedesk.ui.pages.reconcile_evidence import Evidence, PairDetail, read_evidence
from financedesk.ui.pages.reconcile_finder import Finder
from financedesk.ui.pages.reconcile_head import ReconcileHead
from financedesk.ui.pages.reconcile_pairs import (
    ACCEPT,
    ASIDE,
    BACK,
    CERTAIN,
    CREATE,
    FIND,
    SHOW,
    TRANSFER,
    PairsPanel,
)
from financedesk.ui.pages.reconcile_reading import TO_DO, Case, Reading
from financedesk.ui.pages.subjects import ShowItem
from financedesk.ui.shell.page import Shell

_Doing = Callable[[AccountRow, Case], None]


class Around(Protocol):
    """What matching asks of the page around it."""

    shell: Shell
    desk: BookDesk
    acts: ReconcileActs
    head: ReconcileHead
    parts: QStackedWidget

    @property
    def reading(self) -> Reading | None:
        """The account as it was read last."""


class Matching:
    """Does what keys and buttons ask for, with the pair in hand."""

    def __init__(self, page: Around) -> None:
        self._page, self._shell, self._desk = page, page.shell, page.desk
        self._opening = Latest()
        self._accepted_cents = 0
        self.pairs = PairsPanel()
        self.creating = Creating(page.shell, page.desk, page.acts, self.pairs.focus_list)
        self.pairs.wanted.connect(self.do)
        self.pairs.picked.connect(self._take_way)

    @cached_property
    def finder(self) -> Finder:
        """Find and match, made when it is first asked for."""
        made = Finder(self._shell.runner)
        made.match_wanted.connect(self._match_by_hand)
        made.back_wanted.connect(self.leave_finder)
        self._page.parts.addWidget(made)
        return made

    @property
    def is_finding(self) -> bool:
        """Whether find and match is shown."""
        return "finder" in vars(self) and self._page.parts.currentWidget() is self.finder

    @property
    def _account(self) -> AccountRow | None:
        reading = self._page.reading
        return None if reading is None else reading.standing.account

    def show(self, view: str, reading: Reading) -> None:
        """Show a list of an account that was read anew."""
        self._accepted_cents = 0
        why_not = self._desk.why_not(RECORD, reading.standing.account.entity_id)
        self.pairs.show_cases(view, reading, reading.cases[view], why_not=why_not)

    # --- acts

    def do(self, act: str) -> None:
        """Do something with the pair in hand, or with all that is certain."""
        account, case = self._account, self.pairs.case
        if account is None:
            return
        if act == CERTAIN:
            self._accept_certain(account)
        elif case is not None:
            self._with_case(act, account, case)

    def _with_case(self, act: str, account: AccountRow, case: Case) -> None:
        doing: Mapping[str, _Doing] = {
            ACCEPT: lambda account, case: self._accept(account, case.ways[0]),
            BACK: self._take_back, SHOW: self._show_evidence, FIND: self._find,
            CREATE: self.creating.create, TRANSFER: self.creating.transfer,
            ASIDE: self.creating.set_aside,
        }  # fmt: skip
        right = "" if act == SHOW else self._desk.why_not(RECORD, account.entity_id)
        why_not = right or self.pairs.why_not(act)
        if why_not:
            self._shell.say(why_not)
        else:
            doing[act](account, case)

    def _take_way(self, number: int) -> None:
        account, case = self._account, self.pairs.case
        if account is None or case is None or not 0 < number <= len(case.ways):
            return
        if why_not := self._desk.why_not(RECORD, account.entity_id):
            self._shell.say(why_not)
        else:
            self._accept(account, case.ways[number - 1])

    def _accept(self, account: AccountRow, way: Proposal) -> None:
        """Accept a proposal; the next pair is in hand at once, and the book follows."""
        words = f"Matched {dollars(way.cents)}, {way.lines[0].payee or way.lines[0].memo}"
        lines = frozenset(one.key for one in way.lines)
        self._drop(lines, way.cents, lines.union(one.key for one in way.entries))
        act = Act(name="Match with the bank", account=account, said=words)
        self._page.acts.write(act, lambda unit: accept(unit, account.id, way))

    def _accept_certain(self, account: AccountRow) -> None:
        reading = self._page.reading
        if reading is None or not self.pairs.buttons[CERTAIN].isEnabled():
            return
        until, certain = reading.standing.until, reading.standing.certain
        words = f"Accepted {counted(len(certain), 'certain match', 'certain matches')}"
        if self.pairs.shown == TO_DO:
            keys = frozenset(line.key for one in certain for line in one.lines)
            self._drop(keys, sum(one.cents for one in certain))
        act = Act(name=f"Accept certain matches of {account.name}", account=account, said=words)
        self._page.acts.write(act, lambda unit: accept_certain(unit, account.id, until))

    def _drop(self, keys: frozenset[int], cents: int, taken: frozenset[int] = frozenset()) -> None:
        """Show at once what an act will leave to do; ``taken`` is what nobody else can be now."""
        reading = self._page.reading
        if reading is None:
            return
        self._accepted_cents += cents
        self.pairs.drop(keys, taken)
        on_to_do = self.pairs.shown == TO_DO
        left = self.pairs.lines_left if on_to_do else reading.open_lines
        self._page.head.show_difference(reading, self._accepted_cents, left)

    def _take_back(self, account: AccountRow, case: Case) -> None:
        match = case.match
        if match is None:
            act = Act(
                name="Take up line again", account=account,
                said=f"The line of {dollars(case.cents)} is to do again",
            )  # fmt: skip
            self._drop(frozenset({case.row.key}), 0)
            self._page.acts.write(act, lambda unit: take_up_again(unit, case.lines[0]))
            return
        act = Act(
            name="Take back match with the bank", account=account,
            said=f"Took back the match of {dollars(case.cents)}",
        )  # fmt: skip
        self._drop(frozenset({case.row.key}), -case.cents)
        self._page.acts.write(act, lambda unit: take_back(unit, account, match.id))

    # --- find and match

    def _find(self, _account: AccountRow, case: Case) -> None:
        reading = self._page.reading
        if reading is not None:
            self._shell.close_drawer()
            self._page.parts.setCurrentWidget(self.finder)
            self.finder.begin(reading, case)

    def leave_finder(self) -> None:
        """Go back to the list."""
        self._page.parts.setCurrentWidget(self.pairs)
        self.pairs.focus_list()

    def _match_by_hand(self, lines: Sequence[int], entries: Sequence[int], cents: int) -> None:
        account = self._account
        if account is None:
            return
        self.leave_finder()
        both = frozenset((*lines, *entries))
        self._drop(both, cents, both)
        act = Act(
            name="Match with the bank", account=account, said=f"Matched {dollars(cents)} by hand"
        )
        self._page.acts.write(act, lambda unit: match_by_hand(unit, account.id, lines, entries))

    # --- evidence

    def _show_evidence(self, account: AccountRow, case: Case) -> None:
        book = self._desk.book

        def read(_progress: Progress) -> Evidence:
            return read_evidence(book, case)

        def show(found: Evidence) -> None:
            content = PairDetail(case, found, self._open_part)
            side = case.row.left or case.row.right
            title = side.title if side else "Pair"
            self._shell.open_drawer(title, content, entity_id=account.entity_id)

        deliver = self._opening.only(show)
        job = self._shell.runner.at_once("Reading the pair", read, on_done=deliver)
        self._opening.replace(job)

    def _open_part(self, part: Part) -> None:
        page = "contributions" if part.cents > 0 else "disbursements"
        self._shell.go(page, ShowItem(part.item_id))
