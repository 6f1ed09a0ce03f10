"""The form of a deadline that somebody notes: a clock that began, or a day that a notice sets."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit

from financedesk.ledger.entities import EntityRow
from financedesk.ledger.noted_deadlines import LONGEST, NewDeadline, NotedDeadline
from financedesk.rules.thresholds import clock, clocks, runs_out
from financedesk.ui.formatting import long_day
from financedesk.ui.pages.drawer_form import DrawerForm, Fault, FormActs, needs_day, needs_words
from financedesk.ui.widgets import FormRow, label
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

_GIVEN = "A day that a letter or notice sets"
_SAID = (
    "What follows from the books stands in the calendar by itself. Note what they cannot know: a"
    " letter of the FEC, a change of Form 1, the days around a special election."
)


class DeadlineForm(DrawerForm):
    """Takes a deadline; ``save`` is handed whose it is and what it says."""

    def __init__(
        self,
        entities: Sequence[EntityRow],
        today: date,
        save: Callable[[int, NewDeadline], None],
        acts: FormActs,
        before: NotedDeadline | None = None,
    ) -> None:
        super().__init__(today, acts)
        self._save = save
        self.entity, self.clock = combo(), combo()
        for entity in entities:
            self.entity.addItem(entity.name, entity.id)
        self.clock.addItem(_GIVEN, "")
        for one in clocks().values():
            self.clock.addItem(f"{one.trigger}: {one.time}", one.code)
        self.what, self.law = QLineEdit(), QLineEdit()
        for field in (self.what, self.law):
            field.setMaxLength(LONGEST)
        self.day = DateEdit(today)
        self.effect = label("", "small", wrap=True)
        self._lay_out_rows()
        self._fill(before)
        self.clock.currentIndexChanged.connect(lambda _at: self._tell())
        self.day.day_changed.connect(lambda _day: self._tell())
        self._tell()

    def _lay_out_rows(self) -> None:
        self.what_row = FormRow("What must be done", self.what, "calendar.what")
        self.day_row = FormRow("Day", self.day, "calendar.day", need=Need.REQUIRED)
        self.law_row = FormRow("What sets the day", self.law, "calendar.law")
        self.lay_out(
            label(_SAID, "quiet", wrap=True),
            FormRow("Entity", self.entity, "calendar.entity"),
            FormRow("Which clock", self.clock, "calendar.clock"),
            self.day_row, self.effect, self.what_row, self.law_row,
        )  # fmt: skip

    def _fill(self, before: NotedDeadline | None) -> None:
        if before is None:
            return
        self.entity.setCurrentIndex(self.entity.findData(before.entity_id))
        self.entity.setEnabled(False)
        self.clock.setCurrentIndex(max(0, self.clock.findData(before.clock)))
        self.day.set_day(before.begun_on or before.due)
        self.what.setText(before.what)
        self.law.setText("" if before.clock else before.law)

    @property
    def _code(self) -> str:
        return str(self.clock.currentData() or "")

    def _tell(self) -> None:
        """Say what the clock asks for and when it runs out."""
        code, day = self._code, self.day.day
        words = "The last day itself."
        if code:
            known = clock(code)
            self.what.setPlaceholderText(known.action)
            words = f"The day on which it began. {known.action} ({known.citation})"
            if day is not None:
                words += f" Until {long_day(runs_out(code, day))}, if counsel said nothing else."
        else:
            self.what.setPlaceholderText("")
        self.effect.setText(words)
        set_shown(self.law_row, shown=not code)

    def problems(self) -> list[Fault]:
        """Say what is missing."""
        said = "" if self._code else "Say what must be done; the calendar shows it."
        return [needs_day(self.day_row, self.day), needs_words(self.what_row, self.what, said)]

    def hand_over(self) -> None:
        """Note the deadline."""
        code, day = self._code, self.day.day
        self._save(int(self.entity.currentData()), NewDeadline(
            clock=code, begun_on=day if code else None, due_on=None if code else day,
            what=self.what.text(), law="" if code else self.law.text(),
        ))  # fmt: skip
