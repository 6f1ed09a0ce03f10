"""The page Limits: what if, who is near or over, and the rules themselves."""

from collections.abc import Callable, Mapping
from functools import cached_property

from PySide6.QtWidgets import QStackedWidget

from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.pages.limits_counsel import CounselEditing
from financedesk.ui.pages.limits_near import NearView
from financedesk.ui.pages.limits_rules import RuleLine, RulesView
from financedesk.ui.pages.limits_same_person import SamePersonEditing
from financedesk.ui.pages.limits_what_if import WhatIfView
from financedesk.ui.pages.subjects import OverrideRule, ShowDonor, ShowItem, ShowLimits
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import SegmentedControl, row

WHAT_IF, NEAR, RULES = "what-if", "near", "rules"
_VIEWS = ((WHAT_IF, "What if"), (NEAR, "Near and over"), (RULES, "Rules"))
_CONTEXT = {
    WHAT_IF: "What the law would say, before anything is saved",
    NEAR: "Who has used 80 % or more of a limit",
    RULES: "Every figure that the program goes by, with its law",
}


class Limits(Page):
    """Answers what may be given, lists who is near a limit, and shows the rules.

    The list and the rules are made when they are first shown.
    """

    areas = frozenset({Area.ENTITIES, Area.CONTRIBUTIONS, Area.DONORS, Area.COMPLIANCE})

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self.view = SegmentedControl("View", _VIEWS)
        self.stack = QStackedWidget()
        self.body.addLayout(row(self.view, None))
        self.body.addWidget(self.stack, 1)
        self.what_if = WhatIfView(shell)
        self.stack.addWidget(self.what_if)
        self.view.chosen.connect(self._show)
        self.what_if.donor_wanted.connect(self._open_donor)
        self.counsel = CounselEditing(shell, self.desk)
        self.same_person = SamePersonEditing(shell, self.desk, self._open_donor)

    @cached_property
    def near(self) -> NearView:
        """Who is near or over a limit."""
        made = NearView(self.shell)
        made.donor_wanted.connect(self._open_donor)
        made.cards_wanted.connect(self.same_person.open)
        made.gift_wanted.connect(lambda gift_id: self.shell.go("contributions", ShowItem(gift_id)))
        self.stack.addWidget(made)
        return made

    @cached_property
    def rules(self) -> RulesView:
        """The rules and counsel's word on them."""
        made = RulesView(self.shell)
        made.rule_wanted.connect(self.open_rule)
        made.word_wanted.connect(self.counsel.enter)
        made.withdraw_wanted.connect(self.counsel.withdraw)
        self.stack.addWidget(made)
        return made

    def _made(self, key: str) -> WhatIfView | NearView | RulesView:
        if key == WHAT_IF:
            return self.what_if
        return self.near if key == NEAR else self.rules

    def context_line(self) -> str:
        """Return what the view in hand is for."""
        return _CONTEXT[self.view.choice]

    def refresh(self, changes: Changes) -> None:
        """Read the view in hand anew."""
        self._made(self.view.choice).refresh()

    def _show(self, key: str) -> None:
        self.stack.setCurrentWidget(self._made(key))
        self.primary_action = "limits.override" if key == RULES else ""
        self.shell.close_drawer()
        self._made(key).refresh()
        self.context_changed.emit()
        self.shell.commands.refresh()

    def _open_donor(self, card_id: int) -> None:
        self.shell.go("donors", ShowDonor(card_id))

    def open_rule(self, one: RuleLine) -> None:
        """Show one rule in the drawer."""
        self.counsel.open(one)

    def open_subject(self, subject: object) -> None:
        """Show one of the views, or the form of counsel's word on the chosen rule."""
        if isinstance(subject, OverrideRule):
            self.view.choose(RULES)
            self.rules.enter_word()
        elif isinstance(subject, ShowLimits):
            self.view.choose(subject.view)
            if subject.view == WHAT_IF:
                self.what_if.giver.setFocus()

    def focus_filter(self) -> None:
        """Take the keyboard to the search of the view, or to who gives."""
        view = self._made(self.view.choice)
        field = view.giver if isinstance(view, WhatIfView) else view.filter.search
        field.setFocus()
        field.selectAll()

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return an answer, a refusal, the register, the rules and one of them."""
        return {
            "answer": lambda: self._example("individual", 2_000_00),
            "prohibited": lambda: self._example("corporation", 500_00),
            "near": lambda: self.view.choose(NEAR),
            "rules": lambda: self.view.choose(RULES),
            "rule": lambda: self.rules.table.row_opened.emit(self.rules.model.row_id(0)),
            "override": self.rules.enter_word,
        }

    def _example(self, giver: str, cents: int) -> None:
        self.view.choose(WHAT_IF)
        form = self.what_if
        form.giver_class.setCurrentIndex(form.giver_class.findData(giver))
        form.amount.set_cents(cents)
        form.ask()
