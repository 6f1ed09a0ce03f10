"""The drawer's section *What may be done*: every way out for a gift in question, and its acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from financedesk.ledger.gift_remedies import InQuestion, Way
from financedesk.rules.remedies import REATTRIBUTE, REDESIGNATE, REFUND, SETTLE
from financedesk.ui.formatting import day, dollars, money
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets import Banner, button, column, label, line, row
from financedesk.ui.widgets.build import allow

_BUTTONS = (
    (REDESIGNATE, "Redesignate…", "flag", "Count it for another election (Ctrl+Shift+R)"),
    (REATTRIBUTE, "Reattribute…", "users", "Count it as the other holder’s (Ctrl+Shift+A)"),
    (REFUND, "Refund…", "undo-2", "Give it back"),
    (SETTLE, "Settle…", "hourglass", "Say how the question was settled (Ctrl+H)"),
)


@dataclass(frozen=True)
class RemedyActs:
    """What the section's buttons do, by the act; ``why_not`` says why the user may do none."""

    run: Callable[[str], None]
    why_not: str


class RemediesSection(QWidget):
    """Says of each way how much may go by it, until when and by what law; closed ones say why."""

    def __init__(self, found: InQuestion, acts: RemedyActs) -> None:
        super().__init__()
        self.found = found
        self.buttons: dict[str, QPushButton] = {}
        self._body = column(spacing=4)
        self._body.addSpacing(12)
        self._body.addWidget(label("What may be done", "small-strong"))
        self._body.addWidget(line())
        self._body.addWidget(Banner(_headline(found), "warn"))
        for one in found.ways:
            if one.offered:
                self._body.addLayout(_open_way(one))
        self._body.addSpacing(4)
        self._add_buttons(acts)
        self._add_closed([one for one in found.ways if not one.offered])
        self.setLayout(self._body)

    def _add_closed(self, closed: Sequence[Way]) -> None:
        """Say what is not open and why; ways that one reason closes stand together."""
        if closed:
            self._body.addSpacing(8)
            self._body.addWidget(label("Not open for this gift", "small-strong"))
        for why in dict.fromkeys(one.why_not for one in closed):
            self._body.addLayout(_closed_ways([one for one in closed if one.why_not == why], why))

    def _add_buttons(self, acts: RemedyActs) -> None:
        known = {one.act for one in self.found.ways}
        made = [self._button(acts, *words) for words in _BUTTONS if words[0] in known]
        for start in range(0, len(made), 2):
            self._body.addLayout(row(*made[start : start + 2], None, spacing=8))

    def _button(self, acts: RemedyActs, act: str, words: str, icon: str, tip: str) -> QPushButton:
        made = button(words, icon=icon, on_click=lambda: acts.run(act))
        allow(made, acts.why_not or self.found.why_not(act), tip)
        self.buttons[act] = made
        return made


def _headline(found: InQuestion) -> str:
    held, said = found.hold, []
    if held is not None:
        said.append(f"{dollars(held.open_cents)} are on hold: {held.why.title.lower()}.")
    if found.excess_cents:
        words = f"{dollars(found.excess_cents)} of the {dollars(found.left_cents)} left of it are"
        said.append(f"{words} above the giver’s limit.")
    return " ".join(said) or "Nothing of it is above a limit."


def _open_way(one: Way) -> QLayout:
    name, amount = label(one.title, "name", wrap=True), label(money(one.cents), "name")
    amount.setFont(font(current_theme().scale.body, Weight.NAME, tabular=True))
    amount.setAccessibleName(f"{one.title}: {dollars(one.cents)}")
    top = row(spacing=12)
    top.addWidget(name, 1)
    top.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
    until = f"By {day(one.by)} · " if one.by else ""
    made = column(top, label(one.words, "small", wrap=True), spacing=1, margins=(0, 5, 0, 5))
    made.addWidget(label(f"{until}{one.citation}", "caption", wrap=True))
    if one.note:
        made.addWidget(label(one.note, "small", tone="warn", wrap=True))
    return made


def _closed_ways(ways: Sequence[Way], why: str) -> QLayout:
    titles = [label(one.title, "quiet", wrap=True) for one in ways]
    return column(*titles, label(why, "small", wrap=True), spacing=0, margins=(0, 4, 0, 4))
