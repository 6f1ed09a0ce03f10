"""The forms that put gifts on hold and settle what is on hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from financedesk.ledger.hold import HoldTerms, Settled
from financedesk.ledger.hold_outlook import Holdable
from financedesk.ledger.hold_rows import Hold
from financedesk.rules.holds import hold_dues, hold_reason, hold_reasons
from financedesk.rules.limits import Override
from financedesk.ui.formatting import counted, day, dollars
from financedesk.ui.pages.contribution_acts import ShortForm
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

_MARGINS = (20, 14, 20, 20)
_HINT = "Enter saves · Esc leaves it as it was"


@dataclass(frozen=True)
class ToHold:
    """What a form is to put on hold: in words, how much may be held, and since when it is here.

    ``may_wait``: it is not deposited. ``cents`` is None for several gifts, each of them whole.
    """

    title: str
    note: str
    received: date
    most_cents: int
    cents: int | None
    may_wait: bool
    reason: str
    basis: str = ""
    overrides: tuple[Override, ...] = ()

    @classmethod
    def of(cls, gifts: Sequence[Holdable]) -> "ToHold":
        """Describe chosen gifts; of one alone the rules' own answer is proposed."""
        first = min(date.fromisoformat(one.day) for one in gifts)
        if len(gifts) > 1:
            total = sum(one.left_cents for one in gifts)
            note = f"{dollars(total)} in all, each gift whole."
            may_wait = all(one.may_wait for one in gifts)
            title = counted(len(gifts), "gift")
            return cls(title, note, first, total, None, may_wait, "doubtful",
                       overrides=gifts[0].overrides)  # fmt: skip
        (one,) = gifts
        note = f"{dollars(one.left_cents)} received on {day(first)}."
        found = one.proposal
        return cls(
            one.name, note, first, one.left_cents, found.cents, one.may_wait, found.reason,
            found.basis, one.overrides,
        )  # fmt: skip


class HoldForm(ShortForm):
    """Puts gifts on hold: why, since when, how much; ``save`` is handed the terms."""

    def __init__(
        self,
        gift: ToHold,
        today: date,
        save: Callable[[HoldTerms], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self._gift, self._save = gift, save
        self.reason = combo()
        for reason in hold_reasons().values():
            self.reason.addItem(reason.title, reason.code)
        self.reason.setCurrentIndex(self.reason.findData(gift.reason))
        self.amount = MoneyEdit(gift.cents)
        self.since = DateEdit(max(today, gift.received), max(today, gift.received))
        self.basis = QLineEdit(gift.basis)
        self.basis.setCursorPosition(0)
        self.waiting = QCheckBox("Keep the check out of the bank")
        self.waiting.setChecked(gift.may_wait and gift.reason == "prohibited")
        self._rows()
        self._lay_out(cancel)
        self.reason.currentIndexChanged.connect(lambda _at: self._tell())
        self.since.textChanged.connect(lambda _text: self._tell())
        self.waiting.toggled.connect(lambda _on: self._tell())
        self._tell()

    def _rows(self) -> None:
        self._reason_row = FormRow("Reason", self.reason, "contributions.hold_reason")
        self.amount_row = FormRow(
            "In question", self.amount, "contributions.hold_amount", need=Need.REQUIRED
        )
        self.since_row = FormRow(
            "In doubt since", self.since, "contributions.hold_since", need=Need.REQUIRED
        )
        self.basis_row = FormRow(
            "Why it is in question", self.basis, "contributions.hold_basis", need=Need.REQUIRED
        )
        self.waiting_row = FormRow("Not deposited", self.waiting, "contributions.hold_waiting")
        set_shown(self.amount_row, shown=self._gift.cents is not None)
        set_shown(self.waiting_row, shown=self._gift.may_wait)

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        self.clocks = label("", "small", wrap=True)
        self.effect = Banner()
        self.save_button = button("Put on hold", "primary", on_click=self.finish)
        body = column(spacing=12, margins=_MARGINS)
        body.addWidget(label(self._gift.title, "section", wrap=True))
        body.addWidget(label(self._gift.note, wrap=True))
        body.addWidget(self._reason_row)
        body.addLayout(pair(self.amount_row, self.since_row))
        body.addWidget(self.basis_row)
        body.addWidget(self.waiting_row)
        body.addWidget(self.clocks)
        body.addWidget(self.effect)
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addWidget(label(_HINT, "caption"))
        body.addStretch(1)
        self.setLayout(body)
        _in_order(self.fields)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.reason, self.amount, self.since, self.basis, self.waiting, self.save_button)

    def _tell(self) -> None:
        """Say what the law gives, and what becomes of the gift on reports."""
        reason = hold_reason(self.reason.currentData())
        since = self.since.day or self._gift.received
        dues = hold_dues(
            reason.code, received=self._gift.received, known=since, waiting=self._waits,
            overrides=self._gift.overrides,
        )  # fmt: skip
        said = "\n".join(f"By {day(due.day)}: {due.action} ({due.citation})" for due in dues)
        self.clocks.setText(f"{reason.words}\n{said}")
        self.effect.say(_WAITING_EFFECT if self._waits else _DEPOSITED_EFFECT, "info")

    @property
    def _waits(self) -> bool:
        return self._gift.may_wait and self.waiting.isChecked()

    def finish(self) -> None:
        """Hand over the terms if they are whole, else say what is wrong at its field."""
        alone, since = self._gift.cents is not None, self.since.day
        cents, most = self.amount.cents, self._gift.most_cents
        amount = self.amount.problem if alone else ""
        if alone and not amount and (cents is None or not 0 < cents <= most):
            amount = f"Enter an amount above zero, at most {dollars(most)}."
        early = since is not None and since < self._gift.received
        when = "It cannot have been in doubt before it came." if early else self.since.problem
        basis = "" if self.basis.text().strip() else "Write down why: the law asks for it."
        self.amount_row.say(amount)
        self.since_row.say(when)
        self.basis_row.say(basis)
        if amount or when or basis or since is None:
            return
        self._save(
            HoldTerms(
                reason=self.reason.currentData(), basis=self.basis.text(),
                since=since.isoformat(), cents=cents if alone else None, waiting=self._waits,
            )
        )  # fmt: skip


_DEPOSITED_EFFECT = (
    "It stays in cash and on its report, which says that its legality is in question; it may not "
    "be spent (11 CFR 103.3(b)(4), (5))."
)
_WAITING_EFFECT = (
    "It is in no cash and on no report until it is deposited (11 CFR 103.3(a), (b)(1))."
)


@dataclass(frozen=True)
class Outcome:
    """How a hold is settled: ``code`` is released, returned or deposited."""

    code: str
    settled: Settled


_DEPOSITED: tuple[tuple[str, str], ...] = (("released", "Found lawful: it is ours to keep"),)
_WAITED: tuple[tuple[str, str], ...] = (
    ("returned", "Sent back to the giver, not deposited"),
    ("deposited", "Deposited, still in question"),
    ("released", "Found lawful and deposited"),
)
_EVIDENCE = {
    "released": "Say what shows that it is lawful.",
    "returned": "Say how it was sent back.",
}


class SettleForm(ShortForm):
    """Settles what is on hold; ``save`` is handed how."""

    def __init__(
        self,
        held: Hold,
        today: date,
        save: Callable[[Outcome], None],
        cancel: Callable[[], None],
        *,
        who: str = "",
    ) -> None:
        super().__init__()
        self._held, self._save = held, save
        self.outcome = combo()
        for code, words in _WAITED if held.waiting else _DEPOSITED:
            self.outcome.addItem(words, code)
        first = max(today, date.fromisoformat(held.since))
        self.date, self.who, self.why = DateEdit(first, first), QLineEdit(who), QLineEdit()
        self.outcome_row = FormRow("Outcome", self.outcome, "contributions.hold_outcome")
        self.date_row = FormRow("On", self.date, "contributions.hold_settled", need=Need.REQUIRED)
        self._who_row = FormRow("Decided by", self.who, "contributions.hold_who")
        self.why_row = FormRow(
            "Evidence", self.why, "contributions.hold_evidence", need=Need.REQUIRED
        )
        self._lay_out(cancel)
        self.outcome.currentIndexChanged.connect(lambda _at: self._follow())
        self._follow()

    def _lay_out(self, cancel: Callable[[], None]) -> None:
        held = self._held
        self.save_button = button("Release", "primary", on_click=self.finish)
        body = column(spacing=12, margins=_MARGINS)
        body.addWidget(label(held.name, "section", wrap=True))
        since = day(date.fromisoformat(held.since))
        words = f"{dollars(held.open_cents)} on hold since {since}: {held.basis}"
        body.addWidget(label(words, wrap=True))
        for due in held.dues:
            said = f"By {day(due.day)}: {due.action} ({due.citation})"
            body.addWidget(label(said, "small", wrap=True))
        body.addWidget(self.outcome_row)
        body.addLayout(pair(self.date_row, self._who_row))
        body.addWidget(self.why_row)
        body.addLayout(row(self.save_button, button("Cancel", on_click=cancel), None))
        body.addWidget(label(_HINT, "caption"))
        body.addStretch(1)
        self.setLayout(body)
        _in_order(self.fields)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.outcome, self.date, self.who, self.why, self.save_button)

    def _follow(self) -> None:
        code = self.outcome.currentData()
        set_shown(self.why_row, shown=code in _EVIDENCE)
        set_shown(self._who_row, shown=code in _EVIDENCE)
        names = {"released": "Release", "returned": "Note return", "deposited": "Note deposit"}
        self.save_button.setText(names[code])

    def finish(self) -> None:
        """Hand over the outcome if it is whole, else say what is wrong at its field."""
        code, when = self.outcome.currentData(), self.date.day
        needs = code in _EVIDENCE and not self.why.text().strip()
        date_words = self.date.problem
        earliest = self._held.received if code == "deposited" else self._held.since
        if when is not None and when.isoformat() < earliest:
            date_words = f"Not before {day(date.fromisoformat(earliest))}."
        self.date_row.say(date_words)
        self.why_row.say(_EVIDENCE[code] if needs else "")
        if date_words or needs or when is None:
            return
        settled = Settled(day=when.isoformat(), who=self.who.text(), why=self.why.text())
        self._save(Outcome(code, settled))


def _in_order(fields: Sequence[QWidget]) -> None:
    for first, second in pairwise(fields):
        QWidget.setTabOrder(first, second)
