"""The forms of a drive: what it is, its milestones, and why it is closed or reopened."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from financedesk.drives.planning import ABOUT_KINDS, PART_KINDS, DriveForm
from financedesk.drives.plans import Milestone
from financedesk.ledger.entities import EntityRow
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_amount,
    may_have_day,
    needs_day,
    needs_words,
    whole,
)
from financedesk.ui.widgets import FormRow
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

MOST_MILESTONES = 6


class DriveFields(DrawerForm):
    """Takes what a drive is; ``save`` is handed the whole of it."""

    def __init__(
        self,
        form: DriveForm,
        entities: Sequence[EntityRow],
        today: date,
        save: Callable[[DriveForm], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Save" if acts.delete else "Add drive")
        self._form, self._hand = form, save
        self.name, self.code, self.purpose = QLineEdit(), QLineEdit(), QLineEdit()
        self.entity, self.about_kind, self.part_kind = combo(), combo(), combo()
        self.about = QLineEdit()
        self.goal, self.budget = MoneyEdit(form.goal_cents), MoneyEdit(form.budget_cents)
        self.donors, self.recurring = QLineEdit(), QLineEdit()
        self.first, self.last = DateEdit(today), DateEdit(today)
        self._fill(entities)
        self._lay()

    def _fill(self, entities: Sequence[EntityRow]) -> None:
        form = self._form
        for one in entities:
            self.entity.addItem(one.name, one.id)
        self.entity.setCurrentIndex(max(0, self.entity.findData(form.entity_id)))
        _offer(self.about_kind, {"": "Nothing of the kind", **ABOUT_KINDS}, form.about_kind)
        _offer(self.part_kind, PART_KINDS, form.part_kind)
        self.name.setText(form.name)
        self.code.setText(form.code)
        self.code.setPlaceholderText("made from the name")
        self.purpose.setText(form.purpose)
        self.about.setText(form.about)
        for field, number in ((self.donors, form.goal_donors), (self.recurring,
                                                                 form.goal_recurring)):  # fmt: skip
            field.setText("" if number is None else str(number))
        for day, text in ((self.first, form.from_date), (self.last, form.to_date)):
            if text:
                day.set_day(date.fromisoformat(text))

    def _lay(self) -> None:
        need, is_part = Need.REQUIRED, self._form.parent_id is not None
        self.name_row = FormRow("Name", self.name, "drives.name", need=need)
        self.entity_row = FormRow("Who receives", self.entity, "drives.entity", need=need)
        self.kind_row = FormRow("Part", self.part_kind, "drives.part_kind", need=need)
        self.about_row = FormRow("Which one", self.about, "drives.about")
        self.goal_row = FormRow("Goal", self.goal, "drives.goal")
        self.budget_row = FormRow("Budget", self.budget, "drives.budget")
        self.donors_row = FormRow("Goal of donors", self.donors, "drives.goal_donors")
        self.recurring_row = FormRow(
            "Goal of recurring gifts", self.recurring, "drives.goal_recurring"
        )
        self.first_row = FormRow("First day", self.first, "drives.from_date")
        self.last_row = FormRow("Last day", self.last, "drives.to_date")
        self.lay_out(
            self.name_row, self.entity_row, self.kind_row,
            FormRow("Purpose", self.purpose, "drives.purpose"),
            (FormRow("About", self.about_kind, "drives.about_kind"), self.about_row),
            (self.goal_row, self.budget_row), (self.donors_row, self.recurring_row),
            (self.first_row, self.last_row), FormRow("Code", self.code, "drives.code"),
        )  # fmt: skip
        # A drive stays with its entity, and a part with its drive's.
        set_shown(self.entity_row, shown=not is_part and self._acts.delete is None)
        set_shown(self.kind_row, shown=is_part)
        self.about_kind.currentIndexChanged.connect(lambda _at: self._show_about())
        self._show_about()

    def _show_about(self) -> None:
        set_shown(self.about_row, shown=bool(self.about_kind.currentData()))

    def problems(self) -> Sequence[Fault]:
        """Return what is missing or cannot be read."""
        return (
            needs_words(self.name_row, self.name, "Name the drive."),
            needs_words(self.about_row, self.about, "Say which one."),
            may_have_amount(self.goal_row, self.goal),
            may_have_amount(self.budget_row, self.budget),
            _may_count(self.donors_row, self.donors),
            _may_count(self.recurring_row, self.recurring),
            may_have_day(self.first_row, self.first),
            may_have_day(self.last_row, self.last),
        )  # fmt: skip

    def hand_over(self) -> None:
        """Give the drive to whoever writes it."""
        form = self._form
        about = str(self.about_kind.currentData() or "")
        self._hand(DriveForm(
            entity_id=form.entity_id if self.entity_row.isHidden() else self.entity.currentData(),
            name=self.name.text(), code=self.code.text(), purpose=self.purpose.text(),
            about_kind=about, about=self.about.text() if about else "",
            parent_id=form.parent_id,
            part_kind=str(self.part_kind.currentData()) if form.parent_id else "",
            goal_cents=self.goal.cents, budget_cents=self.budget.cents,
            goal_donors=whole(self.donors), goal_recurring=whole(self.recurring),
            from_date=_iso(self.first), to_date=_iso(self.last),
        ))  # fmt: skip


def _offer(box: QComboBox, words: Mapping[str, str], chosen: str) -> None:
    for key, text in words.items():
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _may_count(place: FormRow, field: QLineEdit) -> Fault:
    fine = not field.text().strip() or bool(whole(field))
    return place, "" if fine else "Enter a whole number, or nothing."


def _iso(field: DateEdit) -> str:
    return field.day.isoformat() if field.day else ""


class MilestonesForm(DrawerForm):
    """Takes up to six milestones: an amount each, and what is reached with it."""

    def __init__(
        self,
        known: Sequence[Milestone],
        today: date,
        save: Callable[[list[tuple[int, str]]], None],
        cancel: Callable[[], None],
    ) -> None:
        super().__init__(today, FormActs(cancel))
        self._hand = save
        self.lines = [_milestone_fields(one) for one in [*known, *[None] * MOST_MILESTONES]]
        self.lines = self.lines[: max(MOST_MILESTONES, len(known))]
        self.rows = [
            (FormRow("Amount", amount, "drives.milestone_amount"),
             FormRow("What is reached", words, "drives.milestone_words"))
            for amount, words in self.lines
        ]  # fmt: skip
        self.lay_out(*self.rows)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing: an amount and its words stand together."""
        found: list[Fault] = []
        for (amount_row, words_row), (amount, words) in zip(self.rows, self.lines, strict=True):
            has_words = bool(words.text().strip())
            if amount.text().strip():
                found.append(may_have_amount(amount_row, amount))
                found.append((words_row, "" if has_words else "Say what is reached."))
            elif has_words:
                found.append((amount_row, "Say at which amount."))
        return found

    def hand_over(self) -> None:
        """Give the milestones that were typed."""
        typed = [(amount.cents, words.text()) for amount, words in self.lines]
        self._hand([(cents, words) for cents, words in typed if cents])


def _milestone_fields(known: Milestone | None) -> tuple[MoneyEdit, QLineEdit]:
    amount, words = MoneyEdit(known.cents if known else None), QLineEdit()
    words.setText(known.words if known else "")
    return amount, words


class CloseForm(DrawerForm):
    """Takes the day on which a drive is closed."""

    def __init__(
        self, today: date, save: Callable[[date], None], cancel: Callable[[], None]
    ) -> None:
        super().__init__(today, FormActs(cancel), "Close drive")
        self._hand = save
        self.day = DateEdit(today, today)
        self.day_row = FormRow("Closed on", self.day, "drives.closed_on", need=Need.REQUIRED)
        self.lay_out(self.day_row)

    def problems(self) -> Sequence[Fault]:
        """Return what is wrong with the day."""
        return (needs_day(self.day_row, self.day),)

    def hand_over(self) -> None:
        """Give the day."""
        if self.day.day is not None:
            self._hand(self.day.day)


class ReopenForm(DrawerForm):
    """Takes the reason why a drive is reopened."""

    def __init__(
        self, today: date, save: Callable[[str], None], cancel: Callable[[], None]
    ) -> None:
        super().__init__(today, FormActs(cancel), "Reopen drive")
        self._hand = save
        self.why = QLineEdit()
        self.why_row = FormRow("Why", self.why, "drives.reopened_why", need=Need.REQUIRED)
        self.lay_out(self.why_row)

    @property
    def fields(self) -> Sequence[QWidget]:
        """The field and the button."""
        return (self.why, self.save_button)

    def problems(self) -> Sequence[Fault]:
        """Return that the reason is missing."""
        return (needs_words(self.why_row, self.why, "Say why; the journal keeps it."),)

    def hand_over(self) -> None:
        """Give the reason."""
        self._hand(self.why.text().strip())
