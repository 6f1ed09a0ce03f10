"""What forms in the drawer share: rows and pairs of rows, their order, and what is checked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from financedesk.errors import BadInput
from financedesk.rules.dates import parse_month
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import pair
from financedesk.ui.widgets.money_edit import MoneyEdit

Part = QWidget | tuple[FormRow, FormRow]
Fault = tuple[FormRow, str]
_KEYS = "Enter saves · Esc closes"


@dataclass(frozen=True)
class FormActs:
    """What becomes of a form besides saving: it is left, or its fact deleted (None: a new one)."""

    cancel: Callable[[], None]
    delete: Callable[[], None] | None = None


class DrawerForm(SavingForm):
    """A form in the drawer; whoever derives from it lays out rows and says what they hold."""

    def __init__(self, today: date, acts: FormActs, words: str = "Save") -> None:
        super().__init__(words)
        self.today, self._acts = today, acts
        self.delete_button = button("Delete", icon="trash-2", on_click=acts.delete or acts.cancel)
        self._fields: tuple[QWidget, ...] = ()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (*(one for one in self._fields if one.isVisibleTo(self)), self.save_button)

    def lay_out(self, *parts: Part) -> None:
        """Lay rows below each other, two of a tuple side by side, and the buttons last."""
        body = column(self.problem, spacing=12, margins=(20, 14, 20, 20))
        for part in parts:
            if isinstance(part, tuple):
                body.addLayout(pair(*part))
            else:
                body.addWidget(part)
        cancel = button("Cancel", on_click=self._acts.cancel)
        buttons = row(self.save_button, cancel, None, self.delete_button)
        set_shown(self.delete_button, shown=self._acts.delete is not None)
        body.addLayout(buttons)
        body.addWidget(label(_KEYS, "caption"))
        body.addStretch(1)
        self.setLayout(body)
        self._fields = tuple(_fields_of(parts))
        for before, after in zip(self._fields, (*self._fields[1:], self.save_button), strict=True):
            QWidget.setTabOrder(before, after)


def _fields_of(parts: Sequence[Part]) -> Iterator[QWidget]:
    for part in parts:
        if isinstance(part, tuple):
            yield from (one.field for one in part)
        elif isinstance(part, FormRow):
            yield part.field
        elif isinstance(part, QCheckBox):
            yield part


# --- what is checked; a row that is not shown has nothing wrong


def needs_words(place: FormRow, field: QLineEdit, words: str) -> Fault:
    """Say ``words`` of a field that stands empty."""
    return place, "" if place.isHidden() or field.text().strip() else words


def needs_day(place: FormRow, field: DateEdit) -> Fault:
    """Say that a day is missing, or is none."""
    return place, "" if place.isHidden() else field.problem


def may_have_day(place: FormRow, field: DateEdit) -> Fault:
    """Say that what stands in a field is no day; it may be empty."""
    return place, field.problem if field.text().strip() and not place.isHidden() else ""


def needs_amount(place: FormRow, field: MoneyEdit) -> Fault:
    """Say that an amount is missing, or is none, or is below zero."""
    if place.isHidden():
        return place, ""
    below = field.cents is not None and field.cents < 0
    return place, field.problem or ("An amount here is not below zero." if below else "")


def may_have_amount(place: FormRow, field: MoneyEdit) -> Fault:
    """Say that what stands in a field is no amount; it may be empty."""
    return needs_amount(place, field) if field.text().strip() else (place, "")


def needs_number(place: FormRow, field: QLineEdit, least: int = 0) -> Fault:
    """Say that a whole number is missing, or too small."""
    number = whole(field)
    fine = place.isHidden() or (number is not None and number >= least)
    return place, "" if fine else f"Enter a whole number from {least} on."


def needs_month(place: FormRow, field: QLineEdit) -> Fault:
    """Say that a month is missing, or is none."""
    return place, "" if month_of(field) else "Enter a month such as 2026-03."


def whole(field: QLineEdit) -> int | None:
    """Return the whole number in a field; None for anything else."""
    digits = field.text().replace(",", "").strip()
    return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) < 7 else None


def month_of(field: QLineEdit) -> str:
    """Return the month in a field as ``YYYY-MM``; empty for anything else."""
    try:
        return f"{parse_month(field.text()):%Y-%m}"
    except BadInput:
        return ""
