"""Counsel's word from the page of rules: the drawer of a rule, its forms, and what they write."""

from collections.abc import Callable

from PySide6.QtWidgets import QScrollArea
from shiboken6 import isValid

from financedesk.book.unit import UnitOfWork
from financedesk.errors import Cancelled, FinanceDeskError, Refused
from financedesk.ledger.override_story import OverrideStory, override_stories
from financedesk.ledger.overrides import KeptOverride, keep_override, withdraw_override
from financedesk.progress import Progress
from financedesk.rules.counsel import rule_title, why_not_overridden
from financedesk.rules.limits import Override
from financedesk.rules.roles import RULES
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.limits_override_forms import OverrideForm, Withdrawal, WithdrawForm
from financedesk.ui.pages.limits_rule_detail import CounselActs, RuleDetail, word_value
from financedesk.ui.pages.limits_rules import RuleLine
from financedesk.ui.shell.page import Shell


class CounselEditing:
    """Opens a rule in the drawer, takes counsel's word on it, and withdraws one."""

    def __init__(self, shell: Shell, desk: BookDesk) -> None:
        self._shell, self._desk = shell, desk
        self._reading = Latest()

    @property
    def why_not(self) -> str:
        """Why the user may not set rules now; empty when they may."""
        return self._desk.why_not_whole(RULES)

    # --- the drawer

    def open(self, one: RuleLine) -> None:
        """Show a rule; what became of counsel's words on it is read first."""
        if not self._desk.is_open or not one.kept:
            self._show(one, ())
            return
        book = self._desk.book

        def read(_progress: Progress) -> tuple[OverrideStory, ...]:
            with book.read() as connection:
                return override_stories(connection, one.entry.rule)

        def show(found: tuple[OverrideStory, ...]) -> None:
            self._show(one, found)

        deliver = self._reading.only(show)
        job = self._shell.runner.background("Reading counsel's word", read, on_done=deliver)
        self._reading.replace(job)

    def _show(self, one: RuleLine, stories: tuple[OverrideStory, ...]) -> None:
        acts = CounselActs(
            enter=lambda: self.enter(one),
            withdraw=lambda kept: self._withdraw(one, kept),
            why_not=self.why_not,
        )
        pane = QScrollArea()
        pane.setWidgetResizable(True)
        pane.setAccessibleName(one.entry.title)
        pane.setWidget(RuleDetail(one.entry, one.standing, stories, acts, self._desk.today))
        self._shell.open_drawer("Rule", pane)

    # --- the forms

    def enter(self, one: RuleLine) -> None:
        """Show the form of counsel's word on a rule, or say why there can be none."""
        why_not = self.why_not or why_not_overridden(one.entry.kind, one.entry.rule)
        if why_not:
            self._shell.say(f"{why_not.rstrip('.')}.")
            return

        def save(word: Override) -> None:
            self._write(
                f"Override {rule_title(word.rule)}", lambda unit: keep_override(unit, word), form,
                said=f"Kept counsel’s word: {word_value(word)}",
            )  # fmt: skip

        form = OverrideForm(one.entry, self._desk.today, save, lambda: self.open(one))
        self._shell.open_drawer("Counsel’s word", form)
        form.fields[0].setFocus()

    def withdraw(self, one: RuleLine) -> None:
        """Show the form that withdraws the newest word on a rule that holds or is to come."""
        today = self._desk.today
        standing = [
            kept for kept in one.kept if kept.override.standing(today) in ("in_force", "coming")
        ]
        if self.why_not or not standing:
            self._shell.say(self.why_not or "Counsel has no word on this rule to withdraw.")
            return
        self._withdraw(one, standing[0])

    def _withdraw(self, one: RuleLine, kept: KeptOverride) -> None:
        def save(given: Withdrawal) -> None:
            self._write(
                f"Withdraw override of {rule_title(one.entry.rule)}",
                lambda unit: withdraw_override(unit, kept.id, given.last_day), form,
                said="Withdrew counsel’s word; it stays in the history", why=given.why,
            )  # fmt: skip

        form = WithdrawForm(
            one.entry.title, kept.override, self._desk.today, save, lambda: self.open(one)
        )
        self._shell.open_drawer("Withdraw counsel’s word", form)
        form.why.setFocus()

    # --- writing

    def _write(
        self,
        action: str,
        work: Callable[[UnitOfWork], object],
        form: OverrideForm | WithdrawForm,
        *,
        said: str,
        why: str = "",
    ) -> None:
        """Do one act under the name that undo shows; a refusal is said in the form."""
        desk = self._desk

        def job(_progress: Progress) -> Changes:
            if self.why_not:
                raise Refused(self.why_not)
            with desk.unit_of_work(action, why=why) as unit:
                work(unit)
            return Changes.everything()

        def done(changes: Changes) -> None:
            self._shell.close_drawer()
            desk.announce(changes)
            self._shell.say(said, can_undo=True)

        def failed(error: FinanceDeskError) -> None:
            if isValid(form) and not isinstance(error, Cancelled):
                form.refuse(error)
            else:
                self._shell.say(str(error))

        self._shell.runner.database(action, job, on_done=done, on_error=failed, saves=True)
