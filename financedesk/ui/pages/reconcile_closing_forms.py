"""The forms in the drawer by which a month is closed, reviewed and reopened."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit

from financedesk.banking.closing import Closing, ClosingOutlook, TouchedFiling
from financedesk.ui.formatting import day, dollars
from financedesk.ui.pages.drawer_form import DrawerForm, Fault, FormActs, Part, needs_words
from financedesk.ui.widgets import Banner, FormRow, label
from financedesk.ui.widgets.form_row import Need


class CloseForm(DrawerForm):
    """Takes who prepared the closing, and words for each line that only the bank has.

    ``save`` is handed the name and the words by line.
    """

    def __init__(
        self,
        outlook: ClosingOutlook,
        title: str,
        who: str,
        save: Callable[[str, Mapping[int, str]], None],
        acts: FormActs,
        today: date,
    ) -> None:
        super().__init__(today, acts, f"Close {title}")
        self._save = save
        self.who = QLineEdit(who)
        self.who_row = FormRow("Prepared by", self.who, "reconcile.prepared_by", need=Need.REQUIRED)
        self.why: dict[int, QLineEdit] = {}
        self._why_rows: list[FormRow] = []
        for one in outlook.unbooked:
            if one.row_id is not None:
                self._ask_why(one.row_id, f"{dollars(one.cents)}, {one.text}", one.why)
        parts: list[Part] = [_about(outlook), self.who_row]
        if self.why:
            words = "Only the bank has these lines: say of each why the books have it not."
            parts.append(label(words, "small", wrap=True))
        self.lay_out(*parts, *self._why_rows)

    def _ask_why(self, line_id: int, title: str, words: str) -> None:
        field = QLineEdit(words)
        self.why[line_id] = field
        row = FormRow(title, field, "reconcile.why_unbooked", need=Need.REQUIRED)
        self._why_rows.append(row)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        fields = self.why.values()
        return (
            needs_words(self.who_row, self.who, "Say who prepared the closing."),
            *(
                needs_words(row, field, "Say why the books have it not.")
                for row, field in zip(self._why_rows, fields, strict=True)
            ),
        )

    def hand_over(self) -> None:
        """Give name and words to whoever closes."""
        words = {line_id: field.text().strip() for line_id, field in self.why.items()}
        self._save(self.who.text().strip(), words)


def _about(outlook: ClosingOutlook) -> Banner:
    first = day(date.fromisoformat(outlook.closed_from))
    last = day(date.fromisoformat(outlook.closed_through))
    return Banner(
        f"{outlook.account.name} from {first} to {last}: nothing of these days changes any more"
        " once it is closed. It can be reopened with a reason.", "info",
    )  # fmt: skip


class ReviewForm(DrawerForm):
    """Takes who has reviewed a closing: somebody else than who prepared it."""

    def __init__(
        self, closing: Closing, save: Callable[[str], None], acts: FormActs, today: date
    ) -> None:
        super().__init__(today, acts, "Note the review")
        self._save = save
        self.who = QLineEdit()
        self.who_row = FormRow("Reviewed by", self.who, "reconcile.reviewed_by", need=Need.REQUIRED)
        note = f"Prepared by {closing.prepared_by}; somebody else reviews it."
        self.lay_out(label(note, "small", wrap=True), self.who_row)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return (needs_words(self.who_row, self.who, "Say who reviewed the closing."),)

    def hand_over(self) -> None:
        """Give the name to whoever notes it."""
        self._save(self.who.text().strip())


class ReopenForm(DrawerForm):
    """Takes who reopens a closing and why, and says which reports cover its days."""

    def __init__(
        self,
        filings: Sequence[TouchedFiling],
        who: str,
        save: Callable[[str, str], None],
        acts: FormActs,
        today: date,
    ) -> None:
        super().__init__(today, acts, "Reopen")
        self._save = save
        self.who, self.why = QLineEdit(who), QLineEdit()
        self.who_row = FormRow("Reopened by", self.who, "reconcile.reopened_by", need=Need.REQUIRED)
        self.why_row = FormRow("Why", self.why, "reconcile.reopened_why", need=Need.REQUIRED)
        told = ", ".join(one.words for one in filings)
        touched = (
            Banner(f"Reports that cover these days: {told}. What changes may need an amendment.",
                   "warn")
            if told
            else label("No finalised or filed report covers these days.", "small", wrap=True)
        )  # fmt: skip
        self.lay_out(touched, self.why_row, self.who_row)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return (
            needs_words(self.why_row, self.why, "Say why it is reopened."),
            needs_words(self.who_row, self.who, "Say who reopens it."),
        )

    def hand_over(self) -> None:
        """Give name and reason to whoever reopens."""
        self._save(self.who.text().strip(), self.why.text().strip())
