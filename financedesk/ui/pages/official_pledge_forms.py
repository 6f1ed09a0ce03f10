"""The forms of a pledge: its text, whom it authorises, and how it comes to stand otherwise."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit

from financedesk.remittances.official_edit import OfficialChoices
from financedesk.remittances.pledges import Pledge, PledgeRecipient, PledgeStep
from financedesk.rules.entities import account_kind
from financedesk.rules.pledge_words import REFUSED, judge_pledge
from financedesk.rules.pledges import (
    REVOKED,
    WAIVED,
    Move,
    Ruling,
    author_roles,
    standard_text,
    states,
)
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_amount,
    may_have_day,
    needs_day,
    needs_number,
    needs_words,
    whole,
)
from financedesk.ui.widgets import Banner, FormRow, button, label
from financedesk.ui.widgets.build import allow, combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

_TEXT_HEIGHT = 220
_FINE = "The text says everything that the law wants of a pledge, and nothing that it forbids."


class PledgeForm(DrawerForm):
    """Takes the text that an official signs, its schedule and days; judged while it is typed."""

    def __init__(
        self,
        official_id: int,
        choices: OfficialChoices,
        today: date,
        save: Callable[[Pledge], None],
        acts: FormActs,
        before: Pledge | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._official_id, self._save = official_id, save
        standard = standard_text()
        self.schedule = combo()
        for code, name in choices.schedules:
            self.schedule.addItem(name, code)
        if before is not None:
            self.schedule.setCurrentIndex(self.schedule.findData(before.schedule_code))
        self.first = DateEdit(today, before.from_date if before else None)
        self.signed = DateEdit(today, before.signed_on if before else None)
        self.version = QLineEdit(before.text_version if before else standard.version)
        self.text = QPlainTextEdit(before.text if before else standard.text)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(_TEXT_HEIGHT)
        self.verdict = Banner()
        self.standard = button("Use the standard text", "link", on_click=self._take_standard)
        need = Need.REQUIRED
        self.schedule_row = FormRow("Schedule", self.schedule, "officials.schedule", need=need)
        self.first_row = FormRow("First day", self.first, "officials.pledge_from", need=need)
        self.signed_row = FormRow("Signed on", self.signed, "officials.signed_on")
        self.version_row = FormRow(
            "Version of the text", self.version, "officials.text_version", need=need
        )
        self.text_row = FormRow("What is signed", self.text, "officials.text", need=need)
        self.lay_out(
            self.schedule_row, (self.first_row, self.signed_row), self.version_row, self.text_row,
            self.verdict, self.standard,
        )  # fmt: skip
        self.text.textChanged.connect(self._judge)
        self._judge()

    def _take_standard(self) -> None:
        standard = standard_text()
        self.version.setText(standard.version)
        self.text.setPlainText(standard.text)

    def _judge(self) -> None:
        faults = judge_pledge(self.text.toPlainText())
        refused = any(one.tone == REFUSED for one in faults)
        tone = "bad" if refused else "warn" if faults else "ok"
        self.verdict.say("\n".join(one.words for one in faults) or _FINE, tone)

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        none = "" if self.schedule.count() else "Enter a schedule first, under Schedules."
        return (
            (self.schedule_row, none),
            needs_day(self.first_row, self.first),
            may_have_day(self.signed_row, self.signed),
            needs_words(self.version_row, self.version, "Name the version, so that it is found."),
            (
                self.text_row,
                "" if self.text.toPlainText().strip() else "Enter the text that is signed.",
            ),
        )

    def hand_over(self) -> None:
        """Give the pledge to whoever writes it."""
        if self.first.day is not None:
            self._save(
                Pledge(
                    official_id=self._official_id, schedule_code=str(self.schedule.currentData()),
                    text_version=self.version.text().strip(),
                    text=self.text.toPlainText().strip(), from_date=self.first.day,
                    signed_on=self.signed.day,
                )
            )  # fmt: skip


class RecipientForm(DrawerForm):
    """Takes whom the official authorised to receive, in which order, and the official's figures."""

    def __init__(
        self,
        pledge_id: int,
        choices: OfficialChoices,
        today: date,
        save: Callable[[PledgeRecipient], None],
        acts: FormActs,
        before: PledgeRecipient | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._pledge_id, self._save = pledge_id, save
        self.recipient = combo()
        for one in choices.recipients:
            kind = account_kind(one.account_kind).label
            self.recipient.addItem(f"{one.name} · {kind}", (one.code, one.account_kind))
        self.tier = QLineEdit(str(before.tier) if before else "1")
        self.weight = QLineEdit(str(before.weight) if before else "1")
        self.wish = MoneyEdit(before.wish_cents if before else None)
        self.cap = MoneyEdit(before.cap_cents if before else None)
        self.consented = DateEdit(today, before.consented_on if before else None)
        self.first = DateEdit(today, before.from_date if before else None)
        self.last = DateEdit(today, before.to_date if before else None)
        if before is not None:
            self._choose((before.recipient, before.account_kind))
        self._rows()

    def _choose(self, key: tuple[str, str]) -> None:
        keys = [self.recipient.itemData(place) for place in range(self.recipient.count())]
        if key not in keys:  # across a wall, or closed since
            self.recipient.addItem(" · ".join(key), key)
            keys.append(key)
        self.recipient.setCurrentIndex(keys.index(key))

    def _rows(self) -> None:
        need = Need.REQUIRED
        self.recipient_row = FormRow("Recipient", self.recipient, "officials.recipient", need=need)
        self.tier_row = FormRow("Tier", self.tier, "officials.tier", need=need)
        self.weight_row = FormRow("Weight", self.weight, "officials.weight", need=need)
        self.wish_row = FormRow("Wish a month", self.wish, "officials.wish")
        self.cap_row = FormRow("Most a month", self.cap, "officials.cap")
        self.consented_row = FormRow(
            "Authorised on", self.consented, "officials.consented_on", need=need
        )
        self.first_row = FormRow("First day", self.first, "officials.recipient_from")
        self.last_row = FormRow("Last day", self.last, "officials.recipient_to")
        self.lay_out(
            self.recipient_row, (self.tier_row, self.weight_row), (self.wish_row, self.cap_row),
            self.consented_row, (self.first_row, self.last_row),
        )  # fmt: skip

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        none = "" if self.recipient.count() else "Add an entity with an account first."
        return (
            (self.recipient_row, none),
            needs_number(self.tier_row, self.tier, 1),
            needs_number(self.weight_row, self.weight, 1),
            may_have_amount(self.wish_row, self.wish),
            may_have_amount(self.cap_row, self.cap),
            needs_day(self.consented_row, self.consented),
            may_have_day(self.first_row, self.first),
            may_have_day(self.last_row, self.last),
        )

    def hand_over(self) -> None:
        """Give the recipient to whoever writes it."""
        code, kind = self.recipient.currentData()
        if self.consented.day is not None:
            self._save(
                PledgeRecipient(
                    pledge_id=self._pledge_id, recipient=code, account_kind=kind,
                    tier=whole(self.tier) or 1, weight=whole(self.weight) or 1,
                    wish_cents=self.wish.cents, cap_cents=self.cap.cents,
                    consented_on=self.consented.day, from_date=self.first.day,
                    to_date=self.last.day,
                )
            )  # fmt: skip


class StepForm(DrawerForm):
    """Brings a pledge into another state; who may, and what is missing, is said before it is saved.

    ``ask(step, federal)`` is called when something was changed; ``show_ruling`` takes the answer.
    """

    def __init__(
        self,
        pledge_id: int,
        move: Move,
        official_name: str,
        today: date,
        ask: Callable[[PledgeStep, bool], None],
        save: Callable[[PledgeStep, bool], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, STEP_WORDS[move.to])
        self._pledge_id, self._to, self._ask, self._save = pledge_id, move.to, ask, save
        self._official_name = official_name
        self.role, self.who = combo(), QLineEdit()
        for code in move.by:
            self.role.addItem(author_roles()[code].capitalize(), code)
        self.federal = QCheckBox("Federal office or employment")
        self.day, self.until = DateEdit(today, today), DateEdit(today)
        self.note = QLineEdit()
        self.verdict = Banner()
        need = Need.REQUIRED
        self.role_row = FormRow("Who does it", self.role, "officials.step_role")
        self.who_row = FormRow("Name", self.who, "officials.step_who", need=need)
        self.day_row = FormRow("Day", self.day, "officials.step_day", need=need)
        self.until_row = FormRow("Last day", self.until, "officials.step_until")
        self.note_row = FormRow("Reason or note", self.note, "officials.step_note")
        self.lay_out(
            label(states()[move.to].label, "name", wrap=True), self.role_row, self.who_row,
            self.federal,
            (self.day_row, self.until_row), self.note_row, self.verdict,
        )  # fmt: skip
        self._connect()

    def _connect(self) -> None:
        self._show()
        self.role.currentIndexChanged.connect(lambda _at: self._show())
        self.federal.toggled.connect(lambda _on: self.ask_now())
        for field in (self.day, self.until, self.note, self.who):
            field.textChanged.connect(lambda _text: self.ask_now())
        self.role.currentIndexChanged.connect(lambda _at: self.ask_now())

    def _show(self) -> None:
        own = self.role.currentData() == "official"
        if own and not self.who.text().strip():
            self.who.setText(self._official_name)
        elif not own and self.who.text().strip() == self._official_name:
            self.who.clear()
        set_shown(self.federal, shown=not own)
        set_shown(self.until_row, shown=self._to == WAIVED)

    def _step(self) -> PledgeStep | None:
        if self.day.day is None:
            return None
        return PledgeStep(
            pledge_id=self._pledge_id, state=self._to, on_date=self.day.day,
            until_date=self.until.day if self._to == WAIVED else None,
            role=str(self.role.currentData()), who=self.who.text().strip(),
            note=self.note.text().strip(),
        )  # fmt: skip

    @property
    def _is_federal(self) -> bool:
        return not self.federal.isHidden() and self.federal.isChecked()

    def ask_now(self) -> None:
        """Ask whether what stands here may be done."""
        step = self._step()
        if step is not None:
            allow(self.save_button, "")  # until the answer is there the book has the last word
            self._ask(step, self._is_federal)

    def show_ruling(self, ruling: Ruling) -> None:
        """Say whether it may be done, why (not) and by what law."""
        self.verdict.say(ruling.words, "ok" if ruling.allowed else "bad")
        allow(self.save_button, "" if ruling.allowed else ruling.words)

    def problems(self) -> tuple[Fault, ...]:
        """Return what is missing or wrong, row by row."""
        return (
            needs_words(self.who_row, self.who, "Name who does it."),
            needs_day(self.day_row, self.day),
            may_have_day(self.until_row, self.until),
        )

    def hand_over(self) -> None:
        """Give the step to whoever writes it."""
        step = self._step()
        if step is not None:
            self._save(step, self._is_federal)


STEP_WORDS = {
    "pledged": "Sign",
    "active": "Activate",
    "paused": "Pause",
    WAIVED: "Waive",
    "ended": "End",
    REVOKED: "Revoke",
}
"""What the buttons of a pledge say, by the state that each leads to."""
