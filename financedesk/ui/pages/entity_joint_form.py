"""The form of a joint fundraising agreement: its days, its participants and what they add up to."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.entities import EntityRow
from financedesk.ledger.joint_agreements import JointShare, JointTerms
from financedesk.rules.joint_agreement import Taker, notes_on, wholes
from financedesk.rules.money import allocate, format_cents
from financedesk.rules.parties import recipient_of_body
from financedesk.ui.pages.entity_joint_lines import TakerLines
from financedesk.ui.pages.entity_standing_forms import FormActs
from financedesk.ui.widgets import Banner, FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_tone
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need, pair

_EXAMPLE = 1_000_00


class JointForm(SavingForm):
    """Takes an agreement; ``save`` is handed its terms. A line says what the shares come to."""

    def __init__(
        self,
        own: Sequence[EntityRow],
        today: date,
        save: Callable[[JointTerms], None],
        acts: FormActs,
        before: JointTerms | None = None,
        *,
        fresh: bool = True,
    ) -> None:
        """``own`` are entities that may take part, ``before`` what is corrected or changed.

        ``fresh``: it is a new version, from today on, and not the correction of one.
        """
        super().__init__()
        self._own, self._save = {one.code: one for one in own}, save
        first = today if before is None or fresh else date.fromisoformat(before.from_date)
        self.first, self.last, self.signed = (
            DateEdit(today, first),
            DateEdit(today),
            DateEdit(today),
        )
        self.whole, self.note = combo(), QLineEdit()
        for of, words in wholes().items():
            self.whole.addItem(words, of)
        self.takers = TakerLines(own, () if before is None else before.shares)
        self.sum, self.notes = label("", "small", wrap=True), Banner("", "info")
        self.delete_button = button("Delete", icon="trash-2", on_click=acts.delete or acts.cancel)
        self._lay_out(acts)
        if before is not None:
            self._fill(before, fresh=fresh)
        self.whole.currentIndexChanged.connect(lambda _at: self._tell())
        self.takers.changed.connect(self._tell)
        self.takers.moved.connect(self.set_tab_order)
        self._tell()
        self.set_tab_order()

    def _lay_out(self, acts: FormActs) -> None:
        need = Need.REQUIRED
        self.first_row = FormRow("From", self.first, "entities.joint_from", need=need)
        self.signed_row = FormRow("Signed", self.signed, "entities.joint_signed", need=need)
        self.last_row = FormRow("Last day", self.last, "entities.joint_to")
        self.whole_row = FormRow("Shares are", self.whole, "entities.joint_whole")
        note_row = FormRow("The paper", self.note, "entities.joint_note")
        body = column(self.problem, spacing=12, margins=(20, 14, 20, 20))
        body.addLayout(pair(self.first_row, self.signed_row))
        body.addWidget(self.whole_row)
        for part in (self.takers, self.sum, self.notes, self.last_row, note_row):
            body.addWidget(part)
        buttons = row(self.save_button, button("Cancel", on_click=acts.cancel), None)
        if acts.delete is None:
            self.delete_button.hide()
        else:
            buttons.addWidget(self.delete_button)
        body.addLayout(buttons)
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)

    def _fill(self, before: JointTerms, *, fresh: bool) -> None:
        self.whole.setCurrentIndex(max(0, self.whole.findData(before.whole)))
        if fresh:
            return
        self.signed.set_day(date.fromisoformat(before.signed_on))
        if before.to_date:
            self.last.set_day(date.fromisoformat(before.to_date))
        self.note.setText(before.note)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (
            self.first, self.signed, self.whole, *self.takers.fields, self.last, self.note,
            self.save_button,
        )  # fmt: skip

    # --- what it comes to

    def _tell(self) -> None:
        """Say what the shares add up to, what they make of a gift, and what must be known."""
        shares = self.takers.shares
        total, whole = sum(one.weight for one in shares), int(self.whole.currentData())
        wrong = bool(whole) and total != whole
        of = f" of {whole:,}" if whole else ""
        self.sum.setText(f"Adds up to {total:,}{of}. {_example(shares)}".strip())
        set_tone(self.sum, "warn" if wrong and total else "")
        told = notes_on([self._taker(one) for one in shares])
        self.notes.say(" ".join(told), "info")

    def _taker(self, one: JointShare) -> Taker:
        own = self._own.get(one.participant)
        takes = one.recipient if own is None else recipient_of_body(own.kind)
        return Taker(name=one.name, recipient=takes, weight=one.weight)

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing; whether the shares are lawful the ledger says."""
        last = self.last.problem if self.last.text().strip() else ""
        lines = (found for one in self.takers.lines for found in one.problems())
        return (
            (self.first_row, self.first.problem), (self.signed_row, self.signed.problem),
            *lines, (self.last_row, last),
        )  # fmt: skip

    def hand_over(self) -> None:
        """Give the terms to whoever writes them."""
        first, signed, last = self.first.day, self.signed.day, self.last.day
        if first is None or signed is None:
            return
        self._save(
            JointTerms(
                from_date=first.isoformat(), signed_on=signed.isoformat(),
                to_date=last.isoformat() if last else "", note=self.note.text(),
                whole=int(self.whole.currentData()), shares=self.takers.shares,
            )
        )  # fmt: skip


def _example(shares: Sequence[JointShare]) -> str:
    """Return what the formula alone makes of a gift; nothing while a share is missing."""
    if any(one.weight <= 0 or not one.name for one in shares):
        return ""
    parts = allocate(_EXAMPLE, [one.weight for one in shares])
    told = ", ".join(
        f"{format_cents(cents)} to {one.name}" for cents, one in zip(parts, shares, strict=True)
    )
    return f"Of {format_cents(_EXAMPLE, symbol=True)}: {told}."
