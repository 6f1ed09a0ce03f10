"""What would be found of something typed, asked when somebody stops typing and said as warnings."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from financedesk.book import UnitOfWork
from financedesk.compliance.before_posting import would_bring
from financedesk.compliance.finding import Finding
from financedesk.errors import FinanceDeskError
from financedesk.rules.checks import ADVICE, BLOCK
from financedesk.rules.receiving import Concern
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Job, JobRunner, Latest
from financedesk.ui.pages.contribution_live import LiveLine
from financedesk.ui.widgets.build import set_shown

PAUSE_MS = 400
"""So long nobody types before it is asked."""
_MOST = 3
_SAID_BY_FORMS = frozenset({
    "above_limit", "forbidden", "unsettled_condition", "cash_over_limit", "anonymous_cash",
    "missing_information", "foreign_address", "vague_purpose", "missing_purpose",
})  # fmt: skip
"""What the fields of a form say themselves, with what is to be done about it there."""

_HEADING = "Once this is recorded, Compliance asks about:"

Act = Callable[[UnitOfWork], object]


class Brought(QObject):
    """Asks what an act would bring; ``told`` follows with findings, none for no act.

    What the book refuses is not told here: whoever records it hears it with what to do.
    """

    told = Signal(object)

    def __init__(self, parent: QObject, desk: BookDesk, runner: JobRunner) -> None:
        super().__init__(parent)
        self._desk, self._runner = desk, runner
        self._latest = Latest()
        self._act: Act | None = None
        self._job: Job | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    def ask(self, act: Act | None) -> None:
        """Ask what an act would bring, once nobody types any more; None takes back what was said.

        ``act`` runs in another thread: it may use values alone, and no field of the window.
        """
        self._act = act
        self._latest.stop()
        if act is None:
            self._pause.stop()
            self.told.emit(())
        else:
            self._pause.start()

    def _ask(self) -> None:
        act = self._act
        if act is None or not self._desk.is_open or not self._desk.book.writable:
            return
        # To try it is to write: while a file comes in, no thread may wait for its end.
        if self._desk.book.is_being_written or (self._job and not self._job.is_over):
            self._pause.start()
            return
        book, rows, today = self._desk.book, self._desk.entity_rows(), self._desk.today

        def look(_progress: object) -> tuple[Finding, ...]:
            return would_bring(book, act, rows, today)

        deliver = self._latest.only(self._take)
        self._job = self._runner.background(
            "Looking ahead", look, on_done=deliver, on_error=deliver
        )
        self._latest.replace(self._job)

    def _take(self, found: tuple[Finding, ...] | FinanceDeskError) -> None:
        self.told.emit(() if isinstance(found, FinanceDeskError) else found)


class BroughtLines(LiveLine):
    """What an act would bring, as lines; hidden while it brings nothing."""

    def __init__(self, brought: Brought, *, named: bool = False) -> None:
        """``named`` says of each line whom it is about, and leaves nothing to a form."""
        super().__init__()
        self._named = named
        brought.told.connect(self._tell)
        self._tell(())

    def _tell(self, found: Sequence[Finding]) -> None:
        besides = frozenset() if self._named else _SAID_BY_FORMS
        concerns = brought_concerns(found, besides=besides, named=self._named)
        self.say(_HEADING if concerns else "", concerns)
        set_shown(self, shown=bool(concerns))


def concerns_beside(found: Sequence[Finding]) -> tuple[Concern, ...]:
    """Return what a form of one entry does not say itself, gravest first."""
    return brought_concerns(found, besides=_SAID_BY_FORMS)


def brought_concerns(
    found: Sequence[Finding], *, besides: Collection[str] = (), named: bool = False
) -> tuple[Concern, ...]:
    """Return findings as warnings, the gravest first, and a word on those that are too many.

    Advice is left for the page Compliance; ``named`` begins each with whom it is about.
    """
    wanted = [one for one in found if one.level != ADVICE and one.rule not in besides]
    said = tuple(_concern(one, named=named) for one in wanted[:_MOST])
    left = len(wanted) - len(said)
    if not left:
        return said
    more = Concern("warn", f"And {counted(left, 'more finding')}; Compliance will list them.")
    return (*said, more)


def _concern(one: Finding, *, named: bool) -> Concern:
    whose = f"{one.subject}: " if named and one.subject else ""
    due = f" Last day: {one.due}." if one.due else ""
    tone = "bad" if one.level == BLOCK else "warn"
    return Concern(tone, f"{whose}{one.kind.title}. {one.why}{due}")
