"""Fix: what may be done about a finding is read, asked for in the drawer, and done in one step."""

from collections.abc import Callable
from dataclasses import dataclass

from financedesk.book.unit import UnitOfWork
from financedesk.compliance.finding import Finding
from financedesk.compliance.remedies import put_right, remedies_of
from financedesk.compliance.remedy import Asked, Given, Remedy
from financedesk.compliance.remedy_holds import paper_of
from financedesk.compliance.waivers import waiver_words
from financedesk.errors import FinanceDeskError
from financedesk.ledger.contacts import Contact
from financedesk.ledger.gift_corrections import Redesignation
from financedesk.ledger.gift_remedies import InQuestion
from financedesk.progress import Progress
from financedesk.rules.remedies import REATTRIBUTE, REDESIGNATE
from financedesk.rules.remedy_acts import WAIVE, remedy_acts
from financedesk.rules.roles import CORRECT
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.compliance_fix_forms import FixForm, ToFix
from financedesk.ui.pages.contribution_correction_forms import (
    Ground,
    OtherGiver,
    ReattributeForm,
    RedesignateForm,
)
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.form_refusal import RefusableForm
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.shell.page import Shell

_ON_PAPER = frozenset({REDESIGNATE, REATTRIBUTE})


@dataclass(frozen=True)
class Ways:
    """What may be done about a finding; the gift and its giver where it is put right on paper."""

    remedies: tuple[Remedy, ...]
    paper: tuple[InQuestion, Contact] | None = None

    @property
    def first(self) -> Remedy | None:
        """The usual one of those that are open; a waiver is none, for it puts nothing right."""
        found = (one for one in self.remedies if one.offered and one.code != WAIVE)
        return next(found, None)

    @property
    def closed(self) -> str:
        """Why nothing can be done, where everything that could be done here is closed."""
        acts = [one for one in self.remedies if one.code != WAIVE]
        return acts[0].why_not if acts and all(one.is_act for one in acts) else ""


class FixActs:
    """Reads the remedies of findings, opens their forms and does them."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        self._shell, self._desk = shell, desk
        self._reading = Latest()
        self._acts = WrittenActs(shell, desk, CORRECT, Changes.everything())

    def read(self, finding: Finding, show: Callable[[Ways], None]) -> None:
        """Read what may be done about a finding, and hand it on."""
        book, today = self._desk.book, self._desk.today
        seen = tuple(one.id for one in self._desk.entity_rows())

        def look(_progress: Progress) -> Ways:
            with book.read() as connection:
                found = remedies_of(connection, finding, today, seen)
                if not any(one.offered and one.code in _ON_PAPER for one in found):
                    return Ways(found)
                asked = Asked(connection=connection, finding=finding, today=today, visible=seen)
                return Ways(found, paper_of(asked))

        def take(found: Ways | FinanceDeskError) -> None:
            if isinstance(found, FinanceDeskError):
                self._shell.say(str(found))
            else:
                show(found)

        deliver = self._reading.only(take)
        self._reading.replace(self._shell.runner.background(
            "Reading what may be done", look, on_done=deliver, on_error=deliver
        ))  # fmt: skip

    def fix(self, finding: Finding, elsewhere: Callable[[], None]) -> None:
        """Open the form of the usual remedy of a finding, or go ``elsewhere`` where it is done."""
        why_not = self._desk.why_not(CORRECT, finding.entity_id)
        if why_not:
            self._shell.say(why_not)
            return

        def show(ways: Ways) -> None:
            if ways.first is not None:
                self.ask(finding, ways.first, ways, self._shell.close_drawer)
            elif ways.closed:
                self._shell.say(ways.closed)
            else:
                elsewhere()

        self.read(finding, show)

    def waive(self, finding: Finding) -> None:
        """Open the form that asks why a finding stays as it is."""

        def show(ways: Ways) -> None:
            way = next((one for one in ways.remedies if one.code == WAIVE), None)
            if way is not None:
                self.ask(finding, way, ways, self._shell.close_drawer)

        self.read(finding, show)

    # --- asking

    def ask(self, finding: Finding, remedy: Remedy, ways: Ways, cancel: Callable[[], None]) -> None:
        """Open the form of a remedy; ``cancel`` is where it leads when it is left."""
        why_not = self._desk.why_not(CORRECT, finding.entity_id, *remedy.entity_ids)
        if why_not:
            self._shell.say(why_not)
            return
        form: FixForm | RedesignateForm | ReattributeForm
        if remedy.code in _ON_PAPER and ways.paper is not None:
            ground = Ground(*ways.paper, self._desk, self._shell.runner)
            form = self._paper_form(finding, remedy, ground, cancel)
        else:
            wanted = ToFix(finding, remedy, self._desk.today, self._desk.book.who)
            form = FixForm(
                wanted, lambda given: self._do(finding, remedy, given, form), FormActs(cancel)
            )
        about = remedy.item_ids[0] if remedy.item_ids else finding.card_id
        self._shell.open_drawer(remedy.title, form, entity_id=finding.entity_id, about=about)
        form.fields[0].setFocus()

    def _paper_form(
        self, finding: Finding, remedy: Remedy, ground: Ground, cancel: Callable[[], None]
    ) -> RedesignateForm | ReattributeForm:
        form: RedesignateForm | ReattributeForm
        if remedy.code == REDESIGNATE:
            form = RedesignateForm(
                ground, lambda typed: self._do(finding, remedy, _redesignated(typed), form), cancel
            )
        else:
            form = ReattributeForm(
                ground, lambda typed: self._do(finding, remedy, _reattributed(typed), form), cancel
            )
        return form

    # --- doing

    def _do(self, finding: Finding, remedy: Remedy, given: Given, form: RefusableForm) -> None:
        """Do a remedy in one step of undo; a refusal is said in its form."""
        act, today = remedy_acts()[remedy.code], self._desk.today
        action = waiver_words(finding.rule) if remedy.code == WAIVE else act.action
        seen = tuple(one.id for one in self._desk.entity_rows())
        cents = remedy.cents if given.cents is None else given.cents

        def work(unit: UnitOfWork) -> None:
            put_right(unit, finding, remedy.code, given, today, seen)

        self._acts.write(
            action, work, entity_id=finding.entity_id, form=form,
            said=act.done.format(amount=dollars(cents), name=finding.subject),
            on_done=lambda _nothing: self._shell.close_drawer(),
        )  # fmt: skip


def _redesignated(typed: Redesignation) -> Given:
    return Given(
        day=typed.day, cents=typed.amount_cents, words=typed.evidence, how=typed.how,
        election=typed.to_election, presuming=typed.undesignated,
    )  # fmt: skip


def _reattributed(typed: OtherGiver) -> Given:
    said = typed.typed
    return Given(
        day=said.day, cents=said.amount_cents, words=said.evidence, how=said.how,
        presuming=said.imprinted, other=None if typed.is_new else said.to,
        newcomer=typed.contact if typed.is_new else None,
    )  # fmt: skip
