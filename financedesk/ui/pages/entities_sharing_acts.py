"""What is written of shared costs: each act a job, one unit of work, one step of undo."""

from collections.abc import Callable

from shiboken6 import isValid

from financedesk.book.unit import UnitOfWork
from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.progress import Progress
from financedesk.rules.roles import RECORD
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets.enter_form import SavingForm

SHARED = MONEY.joined(Changes(frozenset({Area.ENTITIES, Area.BANKING})))
"""What an act on shared costs may change on the pages."""


class SharingActs:
    """Writes to the book of this desk; ``close`` is what follows when it is done."""

    def __init__(self, shell: Shell, desk: BookDesk, close: Callable[[], None]) -> None:
        self._shell, self._desk, self._close = shell, desk, close

    def write(
        self,
        name: str,
        work: Callable[[UnitOfWork], object],
        entity_ids: tuple[int, ...],
        said: str,
        form: SavingForm | None,
        *,
        act: str = RECORD,
    ) -> None:
        """Do one act under the name that undo shows; a refusal is said in the form."""

        def job(_progress: Progress) -> None:
            with self._desk.unit_of_work(name, *entity_ids, act=act) as unit:
                work(unit)

        def done(_none: None) -> None:
            self._desk.announce(SHARED)
            self._close()
            self._shell.say(said, can_undo=True)

        def failed(error: FinanceDeskError) -> None:
            if form is not None and isValid(form) and not isinstance(error, Cancelled):
                form.refuse(error)
            else:
                self._shell.say(str(error))

        self._shell.runner.database(name, job, on_done=done, on_error=failed, saves=True)
