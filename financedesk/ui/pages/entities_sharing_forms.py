"""The form of a written agreement on shared costs."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ledger.cost_agreements import AgreementFacts
from financedesk.rules.cost_sharing import (
    FAIR_VALUE,
    FIXED,
    bases,
    what_is_shared,
)
from financedesk.ui.pages.entities_sharing_sides import MARGINS, Sides, SidesFields
from financedesk.ui.pages.entity_standing_forms import FormActs
from financedesk.ui.widgets import FormRow, button, column, label, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.enter_form import SavingForm
from financedesk.ui.widgets.form_row import Need, pair

POINTS = 100
"""Hundredths of a per cent in one."""


class AgreementForm(SavingForm):
    """Takes a written agreement; what the two may not share is said while it is chosen."""

    def __init__(
        self,
        sides: Sides,
        today: date,
        save: Callable[[AgreementFacts], None],
        acts: FormActs,
        before: AgreementFacts | None = None,
    ) -> None:
        super().__init__()
        self._save, self._acts = save, acts
        self.sides = SidesFields(sides, today)
        self._make_fields(today)
        self._lay_out()
        if before is not None:
            self._fill(before)
        self.sides.changed.connect(self._follow)
        for field in (self.what, self.basis):
            field.currentIndexChanged.connect(lambda _at: self._follow())
        self._follow()
        self.set_tab_order()

    def _make_fields(self, today: date) -> None:
        self.title, self.share, self.days = QLineEdit(), QLineEdit(), QLineEdit()
        self.title.setPlaceholderText("Office of the county party")
        self.share.setPlaceholderText("25")
        self.days.setPlaceholderText("30")
        self.what, self.basis = combo(), combo()
        for field, words in ((self.what, what_is_shared()), (self.basis, bases())):
            for code, one in words.items():
                field.addItem(one, code)
        self.fair_value, self.signed_by = QLineEdit(), QLineEdit()
        self.signed = DateEdit(today, today)
        self.first, self.last = DateEdit(today, today), DateEdit(today)
        need = Need.REQUIRED
        self.title_row = FormRow("Name", self.title, "sharing.title", need=need)
        self.what_row = FormRow("What is shared", self.what, "sharing.what", need=need)
        self.basis_row = FormRow("Measured by", self.basis, "sharing.basis", need=need)
        self.share_row = FormRow("Per cent", self.share, "sharing.share", need=need)
        self.days_row = FormRow("Days to pay", self.days, "sharing.days")
        self.value_row = FormRow("Usual and normal charge", self.fair_value, "sharing.fair_value")
        self.signed_row = FormRow("Signed on", self.signed, "sharing.signed_on")
        self.by_row = FormRow("Signed by", self.signed_by, "sharing.signed_by")
        self.first_row = FormRow("First day", self.first, "sharing.from_date")
        self.last_row = FormRow("Last day", self.last, "sharing.to_date")

    def _lay_out(self) -> None:
        two = self.sides
        body = column(
            self.problem, two.bearer_row, two.debtor_row, two.words, self.title_row, self.what_row,
            self.basis_row, spacing=12, margins=MARGINS,
        )  # fmt: skip
        body.addLayout(pair(self.share_row, self.days_row))
        body.addWidget(self.value_row)
        body.addLayout(pair(self.signed_row, self.by_row))
        body.addLayout(pair(self.first_row, self.last_row))
        ends = row(self.save_button, button("Cancel", on_click=self._acts.cancel), None)
        if self._acts.delete is not None:
            ends.addWidget(
                button("Delete", icon="trash-2", name="Delete the agreement",
                       on_click=self._acts.delete)
            )  # fmt: skip
        body.addLayout(ends)
        body.addWidget(label("Enter saves · Esc leaves it as it was", "caption"))
        body.addStretch(1)
        self.setLayout(body)

    def _fill(self, before: AgreementFacts) -> None:
        self.sides.choose(before.parties)
        for field, words in (
            (self.title, before.title), (self.fair_value, before.fair_value),
            (self.signed_by, before.signed_by), (self.share, points_words(before.share_points)),
            (self.days, "" if before.settle_days is None else str(before.settle_days)),
        ):  # fmt: skip
            field.setText(words)
        self.what.setCurrentIndex(self.what.findData(before.what))
        self.basis.setCurrentIndex(self.basis.findData(before.basis))
        for day, words in (
            (self.signed, before.signed_on), (self.first, before.from_date),
            (self.last, before.to_date),
        ):  # fmt: skip
            day.set_day(date.fromisoformat(words) if words else None)

    def _follow(self) -> None:
        """Show what these two and this basis ask for, and nothing else."""
        found = self.sides.terms
        set_shown(self.share_row, shown=self.basis.currentData() == FIXED)
        set_shown(self.value_row, shown=found is not None and FAIR_VALUE in found.needs)
        set_shown(self.days_row, shown=found is None or bool(found.clock))

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (
            self.sides.bearer, self.sides.debtor, self.title, self.what, self.basis, self.share,
            self.days, self.fair_value, self.signed, self.signed_by, self.first, self.last,
            self.save_button,
        )  # fmt: skip

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing or not to be shared."""
        fixed = not self.share_row.isHidden() and read_points(self.share.text()) is None
        days = self.days.text().strip()
        valued = self.value_row.isHidden() or self.fair_value.text().strip()
        return (
            (self.sides.debtor_row, self.sides.problem),
            (self.title_row, "" if self.title.text().strip() else "Name the agreement."),
            (self.share_row, "Give the share in per cent, such as 25 or 12.5." if fixed else ""),
            (self.days_row, "Give a number of days." if days and not days.isdecimal() else ""),
            (self.value_row, "" if valued else "Say how the normal charge is known."),
            (self.signed_row, self.signed.problem),
            (self.first_row, self.first.problem),
            (self.last_row, self.last.problem if self.last.text().strip() else ""),
        )

    def hand_over(self) -> None:
        """Give the agreement to whoever writes it."""
        parties, days = self.sides.parties, self.days.text().strip()
        if parties is None or self.signed.day is None or self.first.day is None:
            return
        shown = not self.days_row.isHidden()
        self._save(
            AgreementFacts(
                parties=parties, title=self.title.text(), what=str(self.what.currentData()),
                basis=str(self.basis.currentData()), signed_on=self.signed.day.isoformat(),
                from_date=self.first.day.isoformat(),
                to_date=self.last.day.isoformat() if self.last.day else "",
                share_points=None if self.share_row.isHidden() else read_points(self.share.text()),
                settle_days=int(days) if shown and days else None,
                fair_value=self.fair_value.text(), signed_by=self.signed_by.text(),
            )
        )  # fmt: skip

    def refuse(self, error: FinanceDeskError) -> None:
        """Say why the ledger did not take it; everything that was typed stays."""
        super().refuse(error)
        self.sides.say_terms()


def read_points(words: str) -> int | None:
    """Return per cent, such as ``12.5``, in hundredths of one; None for anything else."""
    whole, _, part = words.strip().removesuffix("%").strip().partition(".")
    if not whole.isdecimal() or (part and not part.isdecimal()) or len(part) > 2:
        return None
    return int(whole) * POINTS + int(part.ljust(2, "0") or "0")


def points_words(points: int | None) -> str:
    """Return hundredths of a per cent as they are typed: ``12.5``."""
    if points is None:
        return ""
    whole, part = divmod(points, POINTS)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") if part else str(whole)
