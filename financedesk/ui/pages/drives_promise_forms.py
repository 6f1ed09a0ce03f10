"""The forms of a promise: what was promised, that somebody was reminded, that it ends."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit

from financedesk.drives.promises import Promise
from financedesk.ledger.promise_facts import CHANNELS, Channel, NewPromise
from financedesk.rules.promises import Terms
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    needs_amount,
    needs_day,
    needs_words,
    whole,
)
from financedesk.ui.pages.official_person_forms import PersonField
from financedesk.ui.widgets import FormRow
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

_EVERY = (
    ("Once", ""), ("Every month", "month"), ("Every quarter", "quarter"), ("Every year", "year"),
)  # fmt: skip
_MADE = (("Not said", ""), ("On the telephone", "call"), ("At an event", "event"),
         ("By mail", "mail"), ("With a form", "form"))  # fmt: skip
_WORDS: Mapping[str, str] = {"call": "By telephone", "letter": "By letter", "email": "By e-mail"}


class PromiseFields(DrawerForm):
    """Takes a promise; ``save`` is handed the whole of it. The donor of a known one stays."""

    def __init__(
        self,
        known: Promise | None,
        person: PersonField | None,
        drives: Mapping[int, str],
        today: date,
        save: Callable[[NewPromise], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Save" if known else "Record promise")
        self._known, self._hand = known, save
        self.person = person
        self.amount = MoneyEdit(known.amount_cents if known else None)
        self.every, self.made, self.drive = combo(), combo(), combo()
        self.times, self.note = QLineEdit(), QLineEdit()
        self.promised = DateEdit(today, known.promised_on if known else today)
        self.due = DateEdit(today, known.due_on if known else today)
        self._fill(drives)
        self._lay()

    def _fill(self, drives: Mapping[int, str]) -> None:
        known = self._known
        for box, choices, chosen in (
            (self.every, _EVERY, known.every if known else ""),
            (self.made, _MADE, known.channel if known else ""),
        ):
            for words, value in choices:
                box.addItem(words, value)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        self.drive.addItem("No drive", 0)
        for drive_id, name in drives.items():
            self.drive.addItem(name, drive_id)
        if known is not None:
            self.drive.setCurrentIndex(max(0, self.drive.findData(known.drive_id or 0)))
            self.times.setText(str(known.times) if known.times else "")
            self.note.setText(known.note)

    def _lay(self) -> None:
        need = Need.REQUIRED
        self.amount_row = FormRow("Amount", self.amount, "drives.promised", need=need)
        self.times_row = FormRow("How many times", self.times, "drives.promised_times")
        self.due_row = FormRow("First due", self.due, "drives.promised_due", need=need)
        self.promised_row = FormRow("Promised on", self.promised, "drives.promised_on", need=need)
        parts: list[FormRow | tuple[FormRow, FormRow]] = [
            (self.amount_row, FormRow("How often", self.every, "drives.promised_every")),
            (self.due_row, self.times_row),
            (self.promised_row, FormRow("How", self.made, "drives.promised_how")),
            FormRow("For which drive", self.drive, "drives.promised_drive"),
            FormRow("Note", self.note, "drives.promised_note"),
        ]
        self.person_row: FormRow | None = None
        if self.person is not None:
            self.person_row = FormRow("Who", self.person, "drives.promised_who", need=need)
            parts.insert(0, self.person_row)
        self.lay_out(*parts)
        self.every.currentIndexChanged.connect(lambda _at: self._show_times())
        self._show_times()

    def _show_times(self) -> None:
        set_shown(self.times_row, shown=bool(self.every.currentData()))

    def problems(self) -> Sequence[Fault]:
        """Return what is missing or cannot be read."""
        found = [
            needs_amount(self.amount_row, self.amount), needs_day(self.due_row, self.due),
            needs_day(self.promised_row, self.promised), self._times_fault(),
        ]  # fmt: skip
        if self.person is not None and self.person_row is not None:
            words = "" if self.person.known else "Choose a donor whom the books know."
            found.insert(0, (self.person_row, words))
        return found

    def _times_fault(self) -> Fault:
        text = self.times.text().strip()
        fine = not text or self.times_row.isHidden() or bool(whole(self.times))
        return self.times_row, "" if fine else "Enter a whole number, or nothing for no end."

    def hand_over(self) -> None:
        """Give the promise to whoever writes it."""
        due, promised = self.due.day, self.promised.day
        if due is None or promised is None or self.amount.cents is None:
            return
        every = str(self.every.currentData())
        terms = Terms(
            amount_cents=self.amount.cents, due_on=due, every=every,
            times=whole(self.times) if every else None,
        )  # fmt: skip
        self._hand(NewPromise(
            card_id=self._card(), terms=terms, promised_on=promised,
            drive_id=int(self.drive.currentData()) or None,
            channel=str(self.made.currentData()), note=self.note.text().strip(),
        ))  # fmt: skip

    def _card(self) -> int:
        if self._known is not None:
            return self._known.card_id
        known = self.person.known if self.person is not None else None
        return known.ref.card_id if known is not None else 0


class RemindForm(DrawerForm):
    """Takes how and when somebody was reminded of a promise."""

    def __init__(
        self, today: date, save: Callable[[Channel, date, str], None], cancel: Callable[[], None]
    ) -> None:
        super().__init__(today, FormActs(cancel), "Note it")
        self._hand = save
        self.channel, self.on, self.words = combo(), DateEdit(today, today), QLineEdit()
        for key in CHANNELS:
            self.channel.addItem(_WORDS[key], key)
        self.on_row = FormRow("On", self.on, "drives.reminded_on", need=Need.REQUIRED)
        self.lay_out(
            FormRow("How", self.channel, "drives.reminded_how"), self.on_row,
            FormRow("What was said", self.words, "drives.reminded_words"),
        )  # fmt: skip

    def problems(self) -> Sequence[Fault]:
        """Return what is wrong with the day."""
        return (needs_day(self.on_row, self.on),)

    def hand_over(self) -> None:
        """Give the reminder to whoever writes it."""
        chosen = next(key for key in CHANNELS if key == self.channel.currentData())
        if self.on.day is not None:
            self._hand(chosen, self.on.day, self.words.text().strip())


class EndForm(DrawerForm):
    """Takes from when on and why nothing of a promise is asked for any more."""

    def __init__(
        self, today: date, save: Callable[[date, str], None], cancel: Callable[[], None]
    ) -> None:
        super().__init__(today, FormActs(cancel), "End it")
        self._hand = save
        self.on, self.why = DateEdit(today, today), QLineEdit()
        self.on_row = FormRow("From", self.on, "drives.promise_ended", need=Need.REQUIRED)
        self.why_row = FormRow("Why", self.why, "drives.promise_why", need=Need.REQUIRED)
        self.lay_out(self.why_row, self.on_row)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return (
            needs_words(self.why_row, self.why, "Say why: paid otherwise, withdrawn, not reached."),
            needs_day(self.on_row, self.on),
        )

    def hand_over(self) -> None:
        """Give day and reason."""
        if self.on.day is not None:
            self._hand(self.on.day, self.why.text().strip())
