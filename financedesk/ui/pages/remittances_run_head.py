"""The head of a dues run: which month, on which day the gifts are made, how limits are used."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from financedesk.remittances.month_run import MonthRun, usual_day
from financedesk.rules.dates import first_of_month, last_of_month, parse_month
from financedesk.ui.formatting import count, dollars, month
from financedesk.ui.pages.remittances_run_columns import ARREARS_AGES, STATE_CHIPS
from financedesk.ui.widgets import Figure, FormRow, button, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit

_MONTHS_BACK = 24
_AT_ONCE, _SPREAD = "At once", "Spread over the year"
_MONTH_WIDTH, _DAY_WIDTH, _LIMITS_WIDTH = 224, 136, 204


class MonthField(QWidget):
    """A month to choose, with the one before and the one after beside it.

    ``month_chosen`` carries it as ``YYYY-MM`` when the user takes another.
    """

    month_chosen = Signal(str)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._months: list[date] = []
        self.choice = combo()
        before = button("", "bare", icon="chevron-left", name="Month before (Alt+←)",
                        on_click=lambda: self.step(-1))  # fmt: skip
        after = button("", "bare", icon="chevron-right", name="Month after (Alt+→)",
                       on_click=lambda: self.step(1))  # fmt: skip
        line = row(before, spacing=2)
        line.addWidget(self.choice, 1)
        line.addWidget(after)
        self.setLayout(line)
        self.setFocusProxy(self.choice)
        self.show_month(f"{today:%Y-%m}", today)
        self.choice.activated.connect(lambda _place: self.month_chosen.emit(self.period))

    @property
    def period(self) -> str:
        """The month that is chosen, as ``YYYY-MM``."""
        return f"{self._months[self.choice.currentIndex()]:%Y-%m}"

    def setAccessibleName(self, name: str) -> None:
        """Name the list of months, which is what has the keyboard."""
        super().setAccessibleName(name)
        self.choice.setAccessibleName(name)

    def show_month(self, period: str, today: date) -> None:
        """Show a month among those around today; one further away is offered as well."""
        wanted = parse_month(period)
        last = first_of_month(last_of_month(today) + timedelta(days=1))
        found = {wanted, last}
        while len(found) < _MONTHS_BACK:
            last = first_of_month(last - timedelta(days=1))
            found.add(last)
        self._months = sorted(found, reverse=True)
        self.choice.clear()
        self.choice.addItems([month(one) for one in self._months])
        self.choice.setCurrentIndex(self._months.index(wanted))

    def step(self, months: int) -> None:
        """Take the next month, or with -1 the one before, and say so."""
        here = parse_month(self.period)
        other = last_of_month(here) + timedelta(days=1) if months > 0 else here - timedelta(days=1)
        self.month_chosen.emit(f"{other:%Y-%m}")


class MonthHead(QWidget):
    """The month and what proposals go by; ``month_chosen`` carries another month."""

    month_chosen = Signal(str)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.month = MonthField(today)
        self.day = DateEdit(today, usual_day(self.month.period, today))
        self.limits = combo()
        self.limits.addItems([_AT_ONCE, _SPREAD])
        self.month_row = FormRow("Month", self.month, "remittances.month")
        self.day_row = FormRow("Given on", self.day, "remittances.made_on")
        self.limits_row = FormRow("Limits are used", self.limits, "remittances.smooth")
        for part, width in (
            (self.month_row, _MONTH_WIDTH),
            (self.day_row, _DAY_WIDTH),
            (self.limits_row, _LIMITS_WIDTH),
        ):
            part.setFixedWidth(width)
        self.setLayout(row(self.month_row, self.day_row, self.limits_row, None, spacing=16))
        self.month.month_chosen.connect(self.month_chosen)

    @property
    def smooth(self) -> bool:
        """Whether what is left of a limit is spread over the months that remain."""
        return self.limits.currentText() == _SPREAD

    @property
    def made_on(self) -> date | None:
        """The day on which the gifts are to be made; None while the field holds none."""
        return self.day.day

    def begin(self, period: str, today: date) -> None:
        """Offer the months around today, and show one."""
        self.month.show_month(period, today)
        self.show_month(period, today)

    def show_month(self, period: str, today: date) -> None:
        """Show a month; its gifts are made today, or on its first day when it is to come."""
        if period != self.month.period:
            self.month.show_month(period, today)
        self.day.set_day(usual_day(period, today))
        self.day_row.say("")

    def say_day(self) -> bool:
        """Say what is wrong with the day; true when it is one."""
        self.day_row.say(self.day.problem)
        return not self.day.problem


def figures_of(found: MonthRun) -> tuple[Figure, ...]:
    """Return the month in figures: what is due, what came of it, what is still to be done."""
    ages = {age: sum(one.ages[age] for one in found.rows) for age in ARREARS_AGES}
    arrears = sum(ages.values())
    oldest = next((age for age in reversed(ARREARS_AGES) if ages[age]), "")
    states = ", ".join(
        f"{count(number)} {STATE_CHIPS[state][0].lower()}" for state, number in found.states.items()
    )
    waived, credit = found.cents("waived_cents"), found.cents("credit_cents")
    return (
        Figure("Due", dollars(found.cents("due_cents"))),
        Figure("Kept", dollars(found.cents("kept_cents"))),
        Figure("Waived", dollars(waived), note=f"Credit {dollars(credit)}" if credit else ""),
        Figure("Left", dollars(found.cents("proposable_cents")), note=states),
        Figure(
            "Unfulfilled before", dollars(arrears), "warn" if arrears else "",
            f"up to {oldest.replace('-', '–')} days" if oldest else "",
        ),
    )  # fmt: skip
