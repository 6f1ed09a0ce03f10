"""The limit bar: how much of what the law allows a donor has given, per recipient and window."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from financedesk.ledger.donors_limits import LimitUse
from financedesk.ui.formatting import dollars, percent
from financedesk.ui.widgets import column, label, row
from financedesk.ui.widgets.paint import begin, rounded
from financedesk.ui.widgets.painted import Painted

_HEIGHT = 6
_NEARLY_PERCENT = 80


class _Track(Painted):
    """The bar itself; it never fills beyond its end, the words tell by how much."""

    def __init__(self, used: int, allowed: int) -> None:
        super().__init__()
        self._used, self._allowed = used, allowed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As thin as a rule."""
        return QSize(100, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track and what is used of it."""
        painter = QPainter(self)
        begin(painter)
        box, tokens = QRectF(self.rect()), self.tokens
        rounded(painter, box, tokens.surface_2, _HEIGHT / 2)
        if self._allowed > 0 and self._used > 0:
            ink = tokens.colour({"bad": "bad", "warn": "warn"}.get(self.tone, "accent"))
            share = min(self._used, self._allowed) / self._allowed
            width = max(float(_HEIGHT), box.width() * share)
            rounded(painter, QRectF(box.left(), box.top(), width, box.height()), ink, _HEIGHT / 2)

    @property
    def tone(self) -> str:
        """The meaning of the colour; the words beside it say the same."""
        if self._used > self._allowed:
            return "bad"
        nearly = self._used * 100 >= self._allowed * _NEARLY_PERCENT
        return "warn" if nearly and self._used else "ok"


class LimitBar(QWidget):
    """One recipient and window: used, allowed and left, or why no amount is known."""

    def __init__(self, use: LimitUse, entity: str) -> None:
        super().__init__()
        self.words = _sentence(use, entity)
        self.setAccessibleName(self.words)
        if use.allowed_cents is None:
            lines = column(label(entity, "name"), label(use.words, "small", wrap=True), spacing=2)
            if use.counsel and use.counsel not in use.words:
                lines.addWidget(label(_counsels(use), "caption", tone="info", wrap=True))
            self.setLayout(lines)
            return
        track = _Track(use.used_cents, use.allowed_cents)
        share = f"{percent(use.used_cents, use.allowed_cents)} · {use.citation}"
        track.setToolTip(f"{share}\n{_counsels(use)}" if use.counsel else share)
        figures = f"{dollars(use.used_cents)} of {dollars(use.allowed_cents)}"
        heading = row(spacing=8)
        name = label(f"{entity} {use.window}", "small", wrap=True)
        heading.addWidget(name, 1)
        heading.addWidget(label(figures, "small-strong"))
        tone = track.tone if track.tone != "ok" else ""
        left = label(_left(use), "caption", tone=tone, wrap=True)
        body = column(heading, track, left, spacing=4)
        if use.counsel:
            body.addWidget(label(_counsels(use), "caption", tone="info", wrap=True))
        self.setLayout(body)


def limit_bars(uses: Sequence[LimitUse], names: Mapping[int, str]) -> list[LimitBar]:
    """Return a bar for each limit, with the names of the recipients."""
    return [LimitBar(use, _recipient(use, names)) for use in uses]


def _recipient(use: LimitUse, names: Mapping[int, str]) -> str:
    return ", ".join(part for part in (names.get(use.entity_id, ""), use.account) if part)


def _counsels(use: LimitUse) -> str:
    return f"Counsel’s word: {use.counsel}"


def _left(use: LimitUse) -> str:
    left = use.left_cents or 0
    words = f"{dollars(left)} left" if left >= 0 else f"{dollars(-left)} over the limit"
    older = " · older figure, the new one is not published" if use.provisional else ""
    return words + older


def _sentence(use: LimitUse, entity: str) -> str:
    counsel = _counsels(use) if use.counsel else ""
    if use.allowed_cents is None:
        counsel = "" if use.counsel in use.words else counsel
        return " · ".join(part for part in (f"Limit of {entity}: {use.words}", counsel) if part)
    figures = f"{dollars(use.used_cents)} of {dollars(use.allowed_cents)} used"
    words = f"Limit of {entity} {use.window}: {figures}, {_left(use)}"
    return " · ".join(part for part in (words, counsel) if part)
