"""One finding in the drawer: the rule in plain words, its figures and law, what may be done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.compliance.finding import Finding
from financedesk.compliance.waivers import Waiver
from financedesk.rules.checks import remedy_words
from financedesk.ui.formatting import count, dollars, long_day
from financedesk.ui.pages.compliance_words import LEVELS, due_words
from financedesk.ui.pages.drawer_form import DrawerForm, Fault, FormActs, needs_words
from financedesk.ui.widgets import Chip, FormRow, button, column, label, line, row
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.facts import Facts

_MARGINS = (20, 14, 20, 20)
_KEYS = "Enter presses the button in hand · Esc closes"


@dataclass(frozen=True)
class FindingActs:
    """What may be done with a finding; ``why_not`` keeps from waiving it, in words."""

    fix: Callable[[], None]
    waive: Callable[[], None]
    withdraw: Callable[[], None]
    why_not: str


class FindingView(QWidget):
    """Explains a finding; what is done about it is the page's."""

    def __init__(
        self, one: Finding, waiver: Waiver | None, today: date, entity: str, acts: FindingActs
    ) -> None:
        super().__init__()
        word, tone = LEVELS[one.level]
        self.fix = button("Go to it", "primary", icon="arrow-right", on_click=acts.fix)
        self.waive = button("Waive…", on_click=acts.waive)
        self.withdraw = button("Withdraw the waiver", icon="undo-2", on_click=acts.withdraw)
        allow(self.waive, acts.why_not)
        allow(self.withdraw, acts.why_not)
        set_shown(self.waive, shown=waiver is None)
        set_shown(self.withdraw, shown=waiver is not None)
        facts = Facts("The figures of the finding")
        facts.show_pairs(tuple(_figures(one, today)))
        body = column(spacing=10, margins=_MARGINS)
        body.addLayout(row(Chip(word, tone), label(entity, "small"), None, spacing=8))
        body.addWidget(label(one.kind.title, "section", wrap=True))
        body.addWidget(label(one.why, wrap=True))
        if waiver is not None:
            body.addWidget(label(_waived(waiver), "small", tone="info", wrap=True))
        body.addWidget(facts)
        body.addLayout(row(self.fix, self.waive, self.withdraw, None, spacing=8))
        for part in _explained(one):
            body.addWidget(part)
        body.addStretch(1)
        body.addWidget(label(_KEYS, "caption", wrap=True))
        self.setLayout(body)


def _figures(one: Finding, today: date) -> Iterator[tuple[str, str]]:
    yield "About", one.subject
    yield "Amount", dollars(one.cents) if one.cents else ""
    yield from one.figures
    yield "Entries", count(len(one.item_ids)) if one.item_ids else ""
    yield "Since", long_day(date.fromisoformat(one.since)) if one.since else ""
    if one.due:
        yield "Last day", f"{long_day(date.fromisoformat(one.due))} ({due_words(one, today)})"


def _explained(one: Finding) -> Iterator[QWidget]:
    """Yield the rule, its law and the remedies, under lines."""
    yield line()
    yield label("The rule", "name")
    yield label(one.kind.words, wrap=True)
    yield label(one.citation, "small", wrap=True)
    yield label("What may be done", "name")
    for code in one.kind.remedies:
        yield label(f"• {remedy_words()[code]}", wrap=True)


def _waived(waiver: Waiver) -> str:
    day = long_day(date.fromisoformat(waiver.waived_on))
    return f"Waived on {day} by {waiver.initials}: {waiver.reason}"


class WaiverForm(DrawerForm):
    """Asks why a finding stays as it is, and who answers for it."""

    def __init__(
        self, one: Finding, today: date, save: Callable[[str, str], None], acts: FormActs
    ) -> None:
        super().__init__(today, acts, "Waive")
        self._save = save
        self.reason, self.initials = QLineEdit(), QLineEdit()
        self.initials.setMaxLength(8)
        self.reason_row = FormRow("Why it stays as it is", self.reason, "compliance.reason")
        self.initials_row = FormRow("Your initials", self.initials, "compliance.initials")
        said = label(f"{one.kind.title}: {one.subject}. {one.why}", wrap=True)
        self.lay_out(said, self.reason_row, self.initials_row)

    def problems(self) -> list[Fault]:
        """Say what is missing."""
        return [
            needs_words(self.reason_row, self.reason, "Say why: it stands beside the finding."),
            needs_words(self.initials_row, self.initials, "Say who answers for it."),
        ]

    def hand_over(self) -> None:
        """Waive the finding."""
        self._save(self.reason.text(), self.initials.text())
