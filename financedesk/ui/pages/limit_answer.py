"""The answer to a question about limits: what happens, why, by what rule, and what to do."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from financedesk.ledger.what_if import WhatIf
from financedesk.rules.flows import ALLOWED, CONDITIONAL, NEEDS, PROHIBITED
from financedesk.rules.joint_agreement import shared_reason
from financedesk.rules.limits import Limit, Room, read_in_words
from financedesk.rules.parties import giver, recipient
from financedesk.ui.formatting import day, dollars
from financedesk.ui.pages.limit_joint import shared_parts
from financedesk.ui.pages.limit_words import CONFIDENCE_WORDS, STATUS_WORDS, days_words, told
from financedesk.ui.widgets import Figure, FigureRow, column, label, line, row
from financedesk.ui.widgets.build import Part, clear, glyph

_WALLED = (
    "Its books stand behind a wall. You are told whether the gift fits, and nothing else of what it"
    " was given."
)


_TIES = (
    "It must be independent of parties and candidates. The books show this, and nobody has written"
    " down yet that it means nothing:"
)


class Headline(NamedTuple):
    """The answer in a few words, with the glyph and the tone that say the same."""

    icon: str
    tone: str
    words: str


def headline(found: WhatIf) -> Headline:
    """Return what happens: prohibited, too much, on a condition, within the limit, or allowed."""
    row, verdict = found.row, found.row.verdict
    if not row.in_view:
        return _across_wall(fits=row.fits)
    if verdict.verdict == PROHIBITED:
        return Headline("circle-x", "bad", "Prohibited")
    if verdict.stops:
        return Headline("circle-alert", "bad", "Stopped until counsel releases it")
    if found.excess_cents:
        return Headline("triangle-alert", "bad", f"{dollars(found.excess_cents)} too much")
    if verdict.verdict == CONDITIONAL or found.ties:
        return Headline("triangle-alert", "warn", "Allowed on a condition")
    if verdict.verdict == ALLOWED:
        return Headline("circle-check", "ok", "Allowed")
    return Headline("circle-check", "ok", "Within the limit")


def _across_wall(*, fits: bool) -> Headline:
    if fits:
        return Headline("circle-check", "ok", "Fits")
    return Headline("circle-x", "bad", "Does not fit")


class AnswerView(QScrollArea):
    """Shows one answer; a screen reader hears its headline and its first sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("What happens, and why")
        self._inside = QWidget()
        self._lines = column(spacing=8, margins=(20, 12, 20, 20))
        self._inside.setLayout(self._lines)
        self.setWidget(self._inside)
        self.found: WhatIf | None = None
        self.words = ""

    def show_answer(self, found: WhatIf, *, with_amount: bool = True) -> None:
        """Show an answer; ``with_amount`` false: only the room was asked about, and no gift."""
        clear(self._lines)
        self.found = found
        head = headline(found)
        sentence = _sentence(found)
        reason = _reason(found)[0] if found.row.in_view else ""
        self.words = f"{head.words}. {sentence} {reason}".strip()
        parts: list[Part] = [_heading(head), label(sentence, wrap=True)]
        if found.row.in_view:
            parts += _figures(found, with_amount=with_amount)
            parts += shared_parts(found, with_amount=with_amount)
            parts += _reasons(found)
            parts += _ties(found)
            parts += _advice(found)
            parts += _rule(found)
        for part in parts:
            if isinstance(part, QWidget):
                self._lines.addWidget(part)
            elif part is not None:
                self._lines.addLayout(part)
        self._lines.addStretch(1)
        self.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(self.words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words))


def _heading(head: Headline) -> Part:
    return row(glyph(head.icon, head.tone), label(head.words, "section", tone=head.tone), None,
               spacing=12)  # fmt: skip


def _sentence(found: WhatIf) -> str:
    who = f"{giver(found.row.verdict.giver).label} → {found.row.name}"
    if not found.row.in_view:
        return _WALLED
    if found.row.stopped:
        return f"{who}."
    if found.joint is not None:
        return f"{who}. What may be given is what its participants may take (11 CFR 102.17(c)(5))."
    room = found.row.room
    left = "The law sets no amount." if room is None else room.words
    return f"{who}. {left}"


def _figures(found: WhatIf, *, with_amount: bool) -> list[Part]:
    room = found.row.room
    if room is None or room.allowed_cents is None or room.left_cents is None:
        return []
    after = found.left_after_cents if with_amount else room.left_cents
    left = after or 0
    used, rest = FigureRow("What is used"), FigureRow("What is left")
    used.show_figures(
        (Figure("Limit", dollars(room.allowed_cents)), Figure("Used", dollars(room.used_cents)))
    )
    name = "Left after it" if with_amount else "Left"
    rest.show_figures(
        (
            Figure("Pending", dollars(room.pending_cents)),
            Figure(name, dollars(left), "bad" if left < 0 else ""),
        )
    )
    return [used, rest, *_room_facts(found, room)]


def _room_facts(found: WhatIf, room: Room) -> list[Part]:
    resets = room.window.resets_on
    again = day(resets) if resets else f"Never: it is {room.window.words}"
    facts: list[Part] = [told("Starts anew", again)]
    shared = _shared(found)
    if shared:
        facts.append(told("Shared with", shared))
    return facts


def _shared(found: WhatIf) -> str:
    names = list(found.shared_with)
    if found.shared_unseen:
        names.append(f"{found.shared_unseen} more behind walls" if names
                     else f"{found.shared_unseen} behind walls")  # fmt: skip
    return ", ".join(names)


def _reasons(found: WhatIf) -> list[Part]:
    verdict = found.row.verdict
    reason, citation = _reason(found)
    parts = _section("Why")
    parts.append(label(reason, wrap=True))
    if verdict.needs or verdict.condition:
        need = NEEDS[verdict.needs]
        words = f"{need}: {verdict.condition}" if need else verdict.condition
        parts.append(label(words, tone="warn", wrap=True))
    parts.append(label(citation, "small", wrap=True))
    if verdict.override is not None:
        parts.append(told("Counsel’s word", verdict.override.words))
    return parts


def _reason(found: WhatIf) -> tuple[str, str]:
    """Return the matrix' reason; of a gift that is shared out that of joint fundraising."""
    verdict = found.row.verdict
    return (verdict.reason, verdict.citation) if found.joint is None else shared_reason()


def _ties(found: WhatIf) -> list[Part]:
    """Return what the books show against the independence of one of the two."""
    if not found.ties or found.row.stopped:
        return []
    parts = _section("Only if it is independent")
    parts.append(label(_TIES, tone="warn", wrap=True))
    for one in found.ties:
        parts.append(label(one.words, wrap=True))
        parts.append(label(one.citation, "small", wrap=True))
    parts.append(label(found.ties[0].remedy, "small", wrap=True))
    return parts


def _advice(found: WhatIf) -> list[Part]:
    if not found.advice:
        return []
    title = "What to do with it" if found.row.stopped else "What to do with the excess"
    parts = _section(title)
    for one in found.advice:
        until = f"by {day(one.until)} · " if one.until else ""
        parts.append(label(one.words, wrap=True))
        parts.append(label(f"{until}{one.citation}", "small", wrap=True))
    return parts


def _rule(found: WhatIf) -> list[Part]:
    flow = found.rule
    sides = f"{giver(found.row.verdict.giver).label} → {recipient(found.row.recipient).label}"
    parts = [
        *_section("The rule"),
        told("Row of the matrix", f"{sides}: {flow.verdict}"),
        told("Holds", days_words(flow.since, flow.until)),
        told("How it is known", CONFIDENCE_WORDS[flow.confidence]),
    ]
    room = found.row.room
    return parts if room is None else [*parts, *_limit(room.limit)]


def _limit(limit: Limit) -> list[Part]:
    read = "; ".join(read_in_words().get(one, one) for one in limit.read_in)
    facts: Sequence[tuple[str, str]] = (
        ("Limit", limit.label),
        ("Figure", _figure_words(limit)),
        ("Status", STATUS_WORDS[limit.status]),
        ("Figure known from", read or CONFIDENCE_WORDS[limit.confidence]),
        ("Law", limit.citation),
        ("Note", limit.note),
        ("Counsel’s word", limit.override.words if limit.override else ""),
    )
    return [line(), *(told(name, words) for name, words in facts if words)]


def _figure_words(limit: Limit) -> str:
    amount = "none" if limit.cents is None else dollars(limit.cents)
    since = limit.since or date.min
    return f"{amount}, {days_words(since, limit.until)}"


def _section(title: str) -> list[Part]:
    heading = label(title, "small-strong")
    heading.setContentsMargins(0, 10, 0, 0)
    return [heading, line()]
