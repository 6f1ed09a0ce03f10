"""The drawer of a dues run: an official's month, payment by payment, with reason and law."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from financedesk.remittances.month_proposal import DueLine, KeptLine, MonthProposal
from financedesk.remittances.month_run import MonthRow
from financedesk.rules.allocation_blocks import Blocked
from financedesk.rules.allocation_result import Allocation, Line, Part, Stop
from financedesk.rules.allocation_words import carry_words, line_reason, part_reason
from financedesk.rules.dates import parse_month
from financedesk.ui.formatting import counted, day, dollars, money, month
from financedesk.ui.pages.remittances_run_columns import OLDER_FIRST, STATE_CHIPS
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets import Banner, Chip, button, column, label, line, row
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.facts import fact_line

_CHANGED = (
    "The facts have changed since this was proposed. What follows is as they are now: propose it"
    " again before it is signed."
)
_OWN_WORD = "The official decides and signs; each line is one payment from a personal account."


@dataclass(frozen=True)
class ProposalActs:
    """What the buttons of the drawer do; ``why_not`` says why the user may do none of it."""

    prepare: Callable[[], None]
    sign: Callable[[], None]
    waive: Callable[[], None]
    open_official: Callable[[], None]
    open_sheet: Callable[[], None]
    why_not: str


class ProposalPanel(QWidget):
    """Everything about one official's month; what stops a proposal stands first."""

    def __init__(self, detail: MonthProposal, acts: ProposalActs) -> None:
        super().__init__()
        self.detail = detail
        self._acts = acts
        self.buttons: dict[str, QPushButton] = {}
        self._body = column(spacing=4, margins=(20, 16, 20, 20))
        self._heading(detail)
        self._add_buttons(detail.row)
        found = None if detail.plan is None else detail.plan.allocation
        self._stops(() if found is None else found.stops, detail.without)
        if detail.row.signed or found is None:
            self._kept(detail)
        else:
            self._proposed(detail, found)
        self._dues(detail.dues)
        for gap in detail.row.gaps:
            self._body.addWidget(label(gap, "small", tone="warn", wrap=True))
        self._body.addStretch(1)
        self.setLayout(self._body)

    # --- what it is

    def _heading(self, detail: MonthProposal) -> None:
        row_ = detail.row
        words, tone = STATE_CHIPS[row_.state]
        amount = label(dollars(row_.proposable_cents), "kpi")
        amount.setFont(font(current_theme().scale.kpi, Weight.TITLE, tabular=True))
        top = row(amount, None, spacing=8)
        top.addWidget(Chip(words, tone), 0, Qt.AlignmentFlag.AlignVCenter)
        self._body.addLayout(top)
        said = f"left of {month(parse_month(detail.period))} · {row_.reference}"
        self._body.addWidget(label(said, "small", wrap=True))
        if row_.older_first:
            self._body.addWidget(label(OLDER_FIRST, wrap=True))
        self._body.addSpacing(4)
        for name, cents in (
            ("Due", row_.due_cents),
            ("Waived", row_.waived_cents),
            ("Kept already", row_.kept_cents),
            ("Carried in", row_.carried_in_cents),
            ("Credit", row_.credit_cents),
            ("Unfulfilled from earlier months", row_.arrears_cents),
        ):
            if cents:
                self._body.addLayout(fact_line(name, dollars(cents), markable=False))

    def _add_buttons(self, row_: MonthRow) -> None:
        known = (
            ("prepare", "Propose again" if row_.drafted else "Propose", self._acts.prepare,
             "" if row_.proposable_cents and not row_.signed else _nothing_to(row_)),
            ("sign", "Signed…", self._acts.sign,
             "" if row_.drafted else "Propose it first: what is signed is the proposal."),
            ("waive", "Waive…", self._acts.waive, ""),
        )  # fmt: skip
        made = []
        for key, words, run, closed in known:
            one = button(words, on_click=run)
            allow(one, self._acts.why_not or closed)
            self.buttons[key] = one
            made.append(one)
        opens = button("Open the official", "link", on_click=self._acts.open_official)
        sheet = button("Instruction sheet…", "link", on_click=self._acts.open_sheet)
        self.buttons |= {"official": opens, "sheet": sheet}
        self._body.addSpacing(6)
        self._body.addLayout(row(*made, None, spacing=8))
        self._body.addLayout(row(opens, sheet, None))

    # --- what stops it

    def _stops(self, stops: Sequence[Stop], without: str) -> None:
        if without:
            self._body.addWidget(Banner(without, "bad"))
        for one in stops:
            self._body.addWidget(Banner(one.why, "bad"))
            self._body.addWidget(label(one.remedy, wrap=True))
            self._body.addWidget(label(one.citation, "caption", wrap=True))
        if stops or without:
            way = button(
                "Put it right on the official’s page", "link", on_click=self._acts.open_official
            )
            self.buttons["put_right"] = way
            self._body.addLayout(row(way, None))

    # --- payments

    def _proposed(self, detail: MonthProposal, found: Allocation) -> None:
        if detail.changed:
            self._body.addWidget(Banner(_CHANGED, "warn"))
        self._section(f"Proposed payments, to be made on {day(found.on)}")
        if not found.stops:
            self._body.addWidget(label(_OWN_WORD, "small", wrap=True))
        for one in found.lines:
            self._body.addLayout(_payment(one))
        if not found.lines:
            self._body.addWidget(label("No payment is proposed.", "quiet", wrap=True))
        if found.lines and found.lines[0].guard:
            self._body.addWidget(Banner(found.lines[0].guard, "warn"))
        self._nothing_for(found.passed_over, found.blocked)
        if found.carry.cents and not found.stops:
            self._section("Carried")
            self._body.addWidget(label(carry_words(found.carry), wrap=True))

    def _nothing_for(self, passed: Iterable[Part], blocked: Iterable[Blocked]) -> None:
        shown = [_refused(one) for one in blocked] + [_passed(one) for one in passed]
        if shown:
            self._section("Nothing goes to")
        for part in shown:
            self._body.addLayout(part)

    def _kept(self, detail: MonthProposal) -> None:
        if detail.row.instruction is None:
            return
        fact = detail.row.instruction.fact
        when = fact.signed_on or fact.drafted_on
        self._section(f"{'Signed' if fact.signed_on else 'Proposed'} on {day(when)}")
        for one in detail.lines:
            self._body.addLayout(_kept_payment(one))
        if detail.hidden:
            words = f"{counted(detail.hidden, 'payment')} to books behind a wall"
            self._body.addWidget(label(words, "quiet", wrap=True))
        if fact.carried_out_cents:
            words = (
                f"{dollars(fact.carried_out_cents)} is carried as an unfulfilled pledge that the"
                " official holds; it is offered again with the next month."
            )
            self._body.addWidget(label(words, wrap=True))

    # --- the due

    def _dues(self, dues: Iterable[DueLine]) -> None:
        found = tuple(dues)
        if found:
            self._section("How the due came about")
        for one in found:
            self._body.addLayout(fact_line(one.name, dollars(one.cents), markable=False))
            for step in one.steps:
                self._body.addWidget(label(step, "small", wrap=True))

    def _section(self, words: str) -> None:
        self._body.addSpacing(12)
        self._body.addWidget(label(words, "small-strong", wrap=True))
        self._body.addWidget(line())


def _nothing_to(row_: MonthRow) -> str:
    """Return why there is nothing to propose."""
    if row_.signed:
        return "It is signed: what changes now goes into the next month’s."
    return "Nothing is left to give for this month."


def _payment(one: Line) -> QBoxLayout:
    made = _titled(one.name, one.cents)
    made.addWidget(label(_account(one.account, _room(one.before_cents, one.after_cents)), "small",
                         wrap=True))  # fmt: skip
    made.addWidget(label(" ".join((line_reason(one), *one.conditions)), wrap=True))
    made.addWidget(label(f"Deductible: {one.deductible}. {one.notice}", "small", wrap=True))
    made.addWidget(label("; ".join(one.citations), "caption", wrap=True))
    return made


def _kept_payment(one: KeptLine) -> QBoxLayout:
    kept = one.line
    made = _titled(one.name, kept.cents)
    if one.came is not None:
        chip = Chip("Came", "ok") if one.came else Chip("Not yet", "neutral")
        made.addLayout(row(chip, None))
    rooms = _room(kept.room_before_cents, kept.room_after_cents)
    made.addWidget(label(_account(f"{kept.account_kind} account", rooms), "small", wrap=True))
    made.addWidget(label(kept.reason, wrap=True))
    made.addWidget(label(kept.citation, "caption", wrap=True))
    return made


def _titled(name: str, cents: int) -> QBoxLayout:
    title, amount = label(name, "name", wrap=True), label(money(cents), "name")
    amount.setFont(font(current_theme().scale.body, Weight.NAME, tabular=True))
    amount.setAccessibleName(f"{name}: {dollars(cents)}")
    top = row(spacing=12)
    top.addWidget(title, 1)
    top.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
    return column(top, spacing=3, margins=(0, 6, 0, 8))


def _account(name: str, rooms: str) -> str:
    return f"{name[:1].upper()}{name[1:]} · {rooms}"


def _room(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return "no amount is set by law"
    return f"room {money(before)} before, {money(after)} after"


def _refused(one: Blocked) -> QBoxLayout:
    top = row(spacing=8)
    top.addWidget(label(one.name, "name", wrap=True), 1)
    top.addWidget(Chip(one.code.replace("_", " ").capitalize(), "bad"))
    made = column(top, label(one.why, wrap=True), spacing=3, margins=(0, 6, 0, 8))
    if one.remedy:
        made.addWidget(label(one.remedy, "small", wrap=True))
    made.addWidget(label(f"{one.code} · {one.citation}", "caption", wrap=True))
    return made


def _passed(one: Part) -> QBoxLayout:
    made = column(label(one.name, "name", wrap=True), spacing=3, margins=(0, 6, 0, 8))
    made.addWidget(label(part_reason(one), wrap=True))
    return made
