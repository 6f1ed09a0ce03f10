"""What the page Reconcile writes: each act a job, one unit of work, and one step of undo.

Acts may follow each other faster than they are written. They queue in their order, and the page
reads the account anew once the last of them is stored.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from financedesk.book.unit import UnitOfWork
from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.ledger.entities import AccountRow
from financedesk.progress import Progress
from financedesk.rules.roles import RECORD
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.jobs import Job
from financedesk.ui.pages.form_refusal import RefusableForm, refusing
from financedesk.ui.shell.page import Shell

BANK = Changes(frozenset({Area.BANKING, Area.COMPLIANCE}))
"""What matching changes on the pages."""
BANK_AND_BOOKS = MONEY.joined(BANK)
"""What recording something from a line changes besides."""

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act: the name that undo shows, whose account, and what is said when it is done.

    ``others`` are further entities that it writes in, ``right`` what the role must allow there.
    """

    name: str
    account: AccountRow
    said: str = ""
    others: tuple[int, ...] = ()
    right: str = RECORD
    changes: Changes = BANK


class ReconcileActs:
    """Writes acts on one account after another."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        """Write to the book of this desk, in the jobs of this window."""
        self._shell, self._desk = shell, desk
        self._waiting = 0
        self._changes = Changes()

    @property
    def is_busy(self) -> bool:
        """Whether an act is on its way: what is read meanwhile is outdated when it comes."""
        return self._waiting > 0

    def write(
        self,
        act: Act,
        work: Callable[[UnitOfWork], Result],
        *,
        form: RefusableForm | None = None,
        on_done: Callable[[Result], None] | None = None,
    ) -> Job:
        """Do one act; a refusal is said in the form, or by the window."""
        desk, entity_ids = self._desk, dict.fromkeys((act.account.entity_id, *act.others))
        self._waiting += 1

        def job(_progress: Progress) -> Result:
            with desk.unit_of_work(act.name, *entity_ids, act=act.right) as unit:
                return work(unit)

        def done(result: Result) -> None:
            if on_done is not None:
                on_done(result)
            self._over(act.changes)
            if act.said:
                self._shell.say(act.said, can_undo=True)

        refuse = refusing(self._shell, form)

        def failed(error: FinanceDeskError) -> None:
            self._over(BANK)
            if not isinstance(error, Cancelled):
                refuse(error)

        return self._shell.runner.database(act.name, job, on_done=done, on_error=failed, saves=True)

    def _over(self, changes: Changes) -> None:
        """Tell the other pages once the last act that waits is over."""
        self._waiting -= 1
        self._changes = self._changes.joined(changes)
        if not self._waiting:
            told, self._changes = self._changes, Changes()
            self._desk.announce(told)
