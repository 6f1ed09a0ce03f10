"""The drawer of an entry: reads it with what may be done about it, and puts a gift right."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from financedesk.book import UnitOfWork
from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.ledger.gift_corrections import (
    Reattribution,
    Redesignation,
    reattribute,
    reattribute_to_new,
    redesignate,
    settle_with_paper,
)
from financedesk.ledger.gift_remedies import InQuestion, in_question, shared_out
from financedesk.ledger.hold import Settled
from financedesk.ledger.joint_shares import JointForecast
from financedesk.ledger.register import RegisterDetail, register_row_detail
from financedesk.progress import Progress
from financedesk.rules.remedies import REATTRIBUTE, REDESIGNATE, REFUND
from financedesk.rules.roles import CORRECT
from financedesk.rules.windows import election_words
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.formatting import dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.contribution_correction_forms import (
    CorrectionForm,
    Ground,
    OtherGiver,
    ReattributeForm,
    RedesignateForm,
)
from financedesk.ui.pages.contribution_detail import EntryDetail
from financedesk.ui.pages.contribution_remedies import RemediesSection, RemedyActs
from financedesk.ui.pages.contribution_selection import SelectionActs
from financedesk.ui.pages.limit_joint import joint_parts
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import column

_NOT_IN_QUESTION = "Nothing of this gift is above a limit, so there is nothing to put right."
_CHOOSE = "Choose a gift above its limit first; Limits, Near and over, lists who gave too much."


@dataclass(frozen=True)
class _Entry:
    """An entry, and what may be done about it if it is a gift in question."""

    detail: RegisterDetail
    found: InQuestion | None
    shared: JointForecast | None = None


class EntryDrawer:
    """Shows one entry; ``acts`` and ``correct`` are what its buttons lead to."""

    def __init__(
        self, shell: Shell, desk: BookDesk, acts: SelectionActs, correct: Callable[[int], None]
    ) -> None:
        self._shell, self._desk, self._acts, self._correct = shell, desk, acts, correct
        self._reading = Latest()
        self._shown: tuple[int, EntryDetail] | None = None

    # --- showing

    def open(self, item_id: int) -> None:
        """Show everything about an entry."""
        self._read(item_id, self._show)

    def _read(self, item_id: int, show: Callable[[_Entry], None]) -> None:
        book, today = self._desk.book, self._desk.today
        seen = [one.id for one in self._desk.entity_rows()]

        def read(_progress: Progress) -> _Entry:
            with book.read() as connection:
                detail = register_row_detail(connection, item_id)
                return _Entry(
                    detail, in_question(connection, item_id, today, seen),
                    shared_out(connection, item_id, seen),
                )  # fmt: skip

        deliver = self._reading.only(show)
        job = self._shell.runner.background("Reading the entry", read, on_done=deliver)
        self._reading.replace(job)

    def _show(self, entry: _Entry) -> None:
        row, owner = entry.detail.row, entry.detail.row.entity_id
        content = EntryDetail(
            entry.detail,
            why_not=self._desk.why_not(CORRECT, owner),
            edit=lambda: self._correct(row.id),
            delete=lambda: self._acts.delete([row.id], (owner,)),
            open_entry=self.open,
            sections=self._sections(entry),
        )
        self._shown = (row.id, content)
        self._shell.open_drawer(row.name, content, entity_id=owner)

    def _sections(self, entry: _Entry) -> list[QWidget]:
        """Return what stands before the facts: what may be done, and how it is shared out."""
        made: list[QWidget] = []
        if entry.found is not None:
            made.append(self._section(entry, entry.found))
        if entry.shared is not None:
            shared = QWidget()
            shared.setLayout(column(*joint_parts(entry.shared), spacing=4))
            made.append(shared)
        return made

    def _section(self, entry: _Entry, found: InQuestion) -> RemediesSection:
        run: dict[str, Callable[[], None]] = {
            REDESIGNATE: lambda: self._ask(REDESIGNATE, entry),
            REATTRIBUTE: lambda: self._ask(REATTRIBUTE, entry),
            REFUND: lambda: self._acts.ask_refund_of(found.gift_id),
        }
        why_not = self._desk.why_not(CORRECT, found.entity_id)
        return RemediesSection(
            found, RemedyActs(lambda act: run.get(act, lambda: self._settle(found))(), why_not)
        )

    def _settle(self, found: InQuestion) -> None:
        if found.hold is not None:
            self._acts.holds.settle(found.hold)

    @property
    def shown_id(self) -> int | None:
        """The entry that the drawer shows now, None while it shows something else."""
        if self._shown is None or not isValid(self._shown[1]) or not self._shown[1].isVisible():
            return None
        return self._shown[0]

    # --- putting right

    def put_right(self, act: str, item_id: int | None) -> None:
        """Ask how a gift is put right: the one in the drawer, or the one that is named."""
        wanted = self.shown_id or item_id
        if wanted is None:
            self._shell.say(_CHOOSE)
            return
        self._read(wanted, lambda entry: self._ask(act, entry))

    def _ask(self, act: str, entry: _Entry) -> None:
        found, giver = entry.found, entry.detail.contact
        owner = entry.detail.row.entity_id
        why_not = _NOT_IN_QUESTION if found is None else found.why_not(act)
        refused = self._desk.why_not(CORRECT, owner) or why_not
        if refused or found is None or giver is None:
            self._shell.say(refused or _NOT_IN_QUESTION)
            return
        ground = Ground(found, giver, self._desk, self._shell.runner)
        back = lambda: self.open(found.gift_id)  # noqa: E731 - named for the reader
        form = (
            RedesignateForm(ground, lambda typed: self._redesignate(form, typed), back)
            if act == REDESIGNATE
            else ReattributeForm(ground, lambda given: self._reattribute(form, given), back)
        )
        title = "Redesignate" if act == REDESIGNATE else "Reattribute"
        self._shell.open_drawer(title, form, entity_id=owner, about=found.gift_id)
        form.fields[0].setFocus()

    def _redesignate(self, form: CorrectionForm, typed: Redesignation) -> None:
        said = f"{dollars(typed.amount_cents)} count for the {election_words(typed.to_election)}"

        def work(unit: UnitOfWork) -> None:
            redesignate(unit, typed)

        self._write("Redesignate contribution", form, work, typed, said)

    def _reattribute(self, form: CorrectionForm, given: OtherGiver) -> None:
        typed, name = given.typed, given.contact.display_name
        said = f"{dollars(typed.amount_cents)} count as the gift of {name}"

        def work(unit: UnitOfWork) -> None:
            if given.is_new:
                reattribute_to_new(unit, typed, given.contact)
            else:
                reattribute(unit, typed)

        self._write("Reattribute contribution", form, work, typed, said)

    def _write(
        self,
        action: str,
        form: CorrectionForm,
        work: Callable[[UnitOfWork], None],
        typed: Redesignation | Reattribution,
        said: str,
    ) -> None:
        found = form.ground.found
        settled = Settled(day=typed.day, who=self._desk.book.who, why=typed.evidence)

        def write(_progress: Progress) -> bool:
            with self._desk.unit_of_work(action, found.entity_id, act=CORRECT) as unit:
                work(unit)
                return settle_with_paper(unit, found.gift_id, typed.amount_cents, settled)

        def done(released: bool) -> None:  # noqa: FBT001 - what the job answers
            self._desk.announce(MONEY)
            self.open(found.gift_id)
            ended = "; the hold is released" if released else ""
            self._shell.say(f"{said}{ended}", can_undo=True)

        def refused(error: FinanceDeskError) -> None:
            if isValid(form) and not isinstance(error, Cancelled):
                form.refuse(error)
            else:
                self._shell.say(str(error))

        self._shell.runner.database(f"{action}…", write, on_done=done, on_error=refused, saves=True)
