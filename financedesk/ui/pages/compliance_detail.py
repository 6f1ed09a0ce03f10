"""One finding in the drawer: its figures, what may be done about it, and the rule with its law."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from financedesk.compliance.finding import Finding
from financedesk.compliance.remedy import Remedy
from financedesk.compliance.waivers import Waiver
from financedesk.rules.remedy_acts import WAIVE
from financedesk.ui.formatting import count, dollars, long_day, money
from financedesk.ui.formatting import day as short_day
from financedesk.ui.pages.compliance_words import LEVELS, due_words
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets import Chip, button, column, label, line, row
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.facts import fact_line

_MARGINS = (20, 14, 20, 20)
_KEYS = "Enter presses the button in hand · Esc closes"
_TWO = 2
"""So many buttons stand side by side where texts are large."""


@dataclass(frozen=True)
class FindingActs:
    """What may be done with a finding; ``why_not`` keeps from it, in words.

    ``write`` opens the form of a letter; None where no letter answers it.
    """

    fix: Callable[[Remedy], None]
    go: Callable[[], None]
    withdraw: Callable[[], None]
    why_not: str
    write: Callable[[], None] | None = None


@dataclass(frozen=True)
class Told:
    """A finding with its entity’s name, its waiver if there is one, and its remedies."""

    finding: Finding
    entity: str
    remedies: tuple[Remedy, ...] = ()
    waiver: Waiver | None = None


class FindingView(QWidget):
    """Explains a finding and offers its remedies; what is done about it is the page’s."""

    def __init__(self, told: Told, today: date, acts: FindingActs) -> None:
        super().__init__()
        self._told, self._acts, self._today = told, acts, today
        self.buttons: dict[str, QPushButton] = {}
        self.go = button("Go to it", icon="arrow-right", on_click=acts.go)
        self.write = button("Write a letter…", icon="file-text", on_click=acts.write or acts.go)
        set_shown(self.write, shown=acts.write is not None)
        allow(self.write, acts.why_not)
        self.withdraw = button("Withdraw the waiver", icon="undo-2", on_click=acts.withdraw)
        allow(self.withdraw, acts.why_not)
        body = column(spacing=10, margins=_MARGINS)
        for part in (*self._head(), *self._ways(), *_explained(told.finding)):
            if isinstance(part, QWidget):
                body.addWidget(part)
            else:
                body.addLayout(part)
        body.addStretch(1)
        body.addWidget(label(_KEYS, "caption", wrap=True))
        self.setLayout(body)

    @property
    def first(self) -> QPushButton:
        """The button of the usual remedy that is open; where none is, the one that leads there."""
        if self._told.waiver is not None:
            return self.withdraw
        found = (one for code, one in self.buttons.items() if code != WAIVE and one.isEnabled())
        return next(found, self.go)

    def _head(self) -> Iterator[QWidget | QLayout]:
        one, waiver = self._told.finding, self._told.waiver
        word, tone = LEVELS[one.level]
        yield row(Chip(word, tone), label(self._told.entity, "small"), None, spacing=8)
        yield label(one.kind.title, "section", wrap=True)
        yield label(one.why, wrap=True)
        if waiver is not None:
            yield label(_waived(waiver), "small", tone="info", wrap=True)
        for name, words in _figures(one, self._today):
            if words:
                # Figures hold amounts, which only words that nobody can mark keep covered.
                yield fact_line(name, words, markable=False)

    # --- what may be done

    def _ways(self) -> Iterator[QWidget | QLayout]:
        waiver = self._told.waiver
        # What is waived is settled: it is withdrawn before anything else is done about it.
        remedies = self._told.remedies if waiver is None else ()
        yield line()
        yield label("What may be done", "name")
        self._make_buttons(remedies)
        shown = [*self.buttons.values()] if waiver is None else [self.withdraw]
        letters = [] if self._acts.write is None else [self.write]
        for some in _by([*shown, *letters, self.go], _TWO):
            yield row(*some, None, spacing=8)
        yield from _open_ways([one for one in remedies if one.offered], self._today)
        yield from _elsewhere([one for one in remedies if not one.is_act])
        yield from _closed([one for one in remedies if one.is_act and one.why_not])

    def _make_buttons(self, remedies: Sequence[Remedy]) -> None:
        for place, one in enumerate(one for one in remedies if one.offered):
            self.buttons[one.code] = self._button(
                one, "" if place or one.code == WAIVE else "primary"
            )

    def _button(self, one: Remedy, look: str) -> QPushButton:
        made = button(f"{one.title}…", look, on_click=lambda: self._acts.fix(one))
        allow(made, self._acts.why_not)
        return made


def _open_ways(remedies: Sequence[Remedy], today: date) -> Iterator[QLayout | QWidget]:
    """Yield each way that is open, then what must be known beside several of them, once."""
    for one in remedies:
        yield _open_way(one, today)
    for note in dict.fromkeys(one.note for one in remedies if one.note):
        titles = ", ".join(one.title for one in remedies if one.note == note)
        yield label(f"{titles}: {note}", "small", tone="warn", wrap=True)


def _open_way(one: Remedy, today: date) -> QLayout:
    top = row(spacing=12)
    top.addWidget(label(one.title, "name", wrap=True), 1)
    if one.cents:
        amount = label(money(one.cents), "name")
        amount.setFont(font(current_theme().scale.body, Weight.NAME, tabular=True))
        amount.setAccessibleName(f"{one.title}: {dollars(one.cents)}")
        top.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
    made = column(top, label(one.words, "small", wrap=True), spacing=1, margins=(0, 3, 0, 3))
    made.addWidget(label(f"{_until(one.by, today)}{one.citation}", "caption", wrap=True))
    return made


def _until(by: str, today: date) -> str:
    if not by:
        return ""
    last = date.fromisoformat(by)
    return f"By {short_day(last)}{' (over)' if last < today else ''} · "


def _elsewhere(remedies: Sequence[Remedy]) -> Iterator[QWidget]:
    """Yield what is done on another page."""
    for one in remedies:
        yield label(f"• {one.words}", wrap=True)


def _closed(remedies: Sequence[Remedy]) -> Iterator[QWidget | QLayout]:
    """Yield what is not open and why; ways that one reason closes stand together."""
    if remedies:
        yield label("Not open", "small-strong")
    for why in dict.fromkeys(one.why_not for one in remedies):
        titles = ", ".join(one.title for one in remedies if one.why_not == why)
        yield column(label(titles, "quiet", wrap=True), label(why, "small", wrap=True), spacing=0)


def _by(buttons: Sequence[QPushButton], number: int) -> Iterator[Sequence[QPushButton]]:
    for at in range(0, len(buttons), number):
        yield buttons[at : at + number]


# --- the finding in words


def _figures(one: Finding, today: date) -> Iterator[tuple[str, str]]:
    yield "Amount", dollars(one.cents) if one.cents else ""
    yield from one.figures
    yield "Entries", count(len(one.item_ids)) if one.item_ids else ""
    yield "Since", short_day(date.fromisoformat(one.since)) if one.since else ""
    if one.due:
        yield "Last day", f"{short_day(date.fromisoformat(one.due))} ({due_words(one, today)})"


def _explained(one: Finding) -> Iterator[QWidget]:
    """Yield the rule and its law, under a line."""
    yield line()
    yield label("The rule", "name")
    yield label(one.kind.words, wrap=True)
    yield label(one.citation, "small", wrap=True)


def _waived(waiver: Waiver) -> str:
    day = long_day(date.fromisoformat(waiver.waived_on))
    return f"Waived on {day} by {waiver.initials}: {waiver.reason}"
