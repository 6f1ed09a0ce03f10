"""The bell in the top bar, and the list that it opens."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from financedesk.ui.formatting import count
from financedesk.ui.shell.notices import Notice, NoticeBoard, Offer
from financedesk.ui.theme import Weight, bind_icon, current_theme, font
from financedesk.ui.widgets.build import button, clear, column, glyph, label, line, row
from financedesk.ui.widgets.empty_state import EmptyState
from financedesk.ui.widgets.paint import CENTRE, begin, rounded, write

ICONS = {
    "ok": "circle-check", "info": "info", "warn": "triangle-alert", "bad": "circle-alert",
    "neutral": "info",
}  # fmt: skip
_MOST = 99
_BADGE = 16


class Bell(QPushButton):
    """Opens the notices; a badge counts those that came since the last look."""

    def __init__(self, board: NoticeBoard) -> None:
        super().__init__()
        self._board = board
        self.setProperty("look", "icon")
        bind_icon(self, "bell", current_theme())
        board.changed.connect(self._describe)
        self._describe()

    def _describe(self) -> None:
        unread = self._board.unread
        self.setAccessibleName(f"Notifications, {count(unread)} new" if unread else "Notifications")
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bell, and the count in its corner."""
        super().paintEvent(event)
        if not self._board.unread:
            return
        tokens, scale = current_theme().tokens, current_theme().scale
        words = str(self._board.unread) if self._board.unread <= _MOST else f"{_MOST}+"
        width = QFontMetricsF(font(scale.caption, Weight.TITLE)).horizontalAdvance(words) + 8
        width = max(width, float(_BADGE))
        corner = QPointF(self.width() - width, 0)
        shape = QRectF(corner.x(), corner.y(), width, _BADGE)
        painter = QPainter(self)
        begin(painter)
        rounded(painter, shape, tokens.accent, _BADGE / 2)
        write(painter, shape, words, tokens.on_accent, Weight.TITLE, scale.caption, align=CENTRE,
              tabular=True)  # fmt: skip


class NoticePanel(QWidget):
    """Every notice of the session, the newest first, each with what can be done about it."""

    def __init__(self, board: NoticeBoard) -> None:
        super().__init__()
        self._board = board
        self._lines = column(spacing=4, margins=(20, 12, 20, 20))
        self.setLayout(self._lines)
        board.changed.connect(self._draw)
        self._draw()
        board.mark_read()

    def _draw(self) -> None:
        clear(self._lines)
        for place, notice in enumerate(self._board.notices):
            if place:
                self._lines.addWidget(line())
            self._lines.addWidget(self._one(notice))
        if self._board.notices:
            everything = button("Clear all", "link", on_click=self._board.clear)
            self._lines.addLayout(row(None, everything))
            self._lines.addStretch(1)
        else:
            self._lines.addWidget(
                EmptyState(
                    "Nothing new",
                    "Jobs that fail, finished imports and exports, and new findings are kept "
                    "here until you quit.",
                    icon="bell",
                ),
                1,
            )

    def _one(self, notice: Notice) -> QWidget:
        made = QWidget()
        when = notice.when.strftime("%H:%M")
        away = button("", "bare", icon="x", name=f"Remove: {notice.title}",
                      on_click=lambda: self._board.take_away(notice))  # fmt: skip
        heading = row(spacing=8)
        heading.addWidget(label(notice.title, "name", wrap=True), 1)
        heading.addWidget(label(when, "caption"), 0, Qt.AlignmentFlag.AlignTop)
        words = column(heading, spacing=2)
        if notice.text:
            words.addWidget(label(notice.text, "small", wrap=True))
        if notice.offers:
            words.addLayout(row(*(self._offer(notice, one) for one in notice.offers), None))
        content = row(spacing=12, margins=(0, 8, 0, 8))
        content.addWidget(glyph(ICONS[notice.tone], notice.tone), 0, Qt.AlignmentFlag.AlignTop)
        content.addLayout(words, 1)
        content.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        made.setLayout(content)
        made.setAccessibleName(f"{when}, {notice.title}. {notice.text}")
        return made

    def _offer(self, notice: Notice, offer: Offer) -> QPushButton:
        return button(offer.words, "link", name=f"{offer.words}: {notice.title}",
                      on_click=offer.run)  # fmt: skip
