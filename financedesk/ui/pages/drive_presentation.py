"""A drive on the whole screen, for a hall: large figures, a thermometer, no names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen

from financedesk.drives.figures import DriveStory, drive_story
from financedesk.errors import FinanceDeskError
from financedesk.ui.formatting import compact_dollars, counted, percent, whole_dollars
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.drives_words import left_words
from financedesk.ui.theme import Weight
from financedesk.ui.widgets.paint import CENTRE, LEFT, begin, rounded, write
from financedesk.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.ui.pages.drives import Drives

_EVERY_MS = 5_000
_MARGIN = 0.06
_LEAVES = {Qt.Key.Key_Escape, Qt.Key.Key_Q, Qt.Key.Key_F11}


class Presentation(Painted):
    """One drive, read anew every few seconds, so that it follows an import; Esc leaves."""

    def __init__(self, page: Drives, drive_id: int) -> None:
        super().__init__()
        self._page, self._drive_id = page, drive_id
        self.story: DriveStory | None = None
        self._reading = Latest()
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Drive")
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAccessibleName("Presentation of the drive")
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY_MS)
        self._clock.timeout.connect(self.read)
        self._clock.start()
        self.read()

    def read(self) -> None:
        """Read the drive anew."""
        desk, drive_id = self._page.desk, self._drive_id
        if not desk.is_open:
            self.close()
            return
        book, today = desk.book, desk.today

        def read(_progress: Progress) -> DriveStory:
            with book.read() as connection:
                return drive_story(connection, drive_id, today)

        deliver = self._reading.only(self.show_story)
        self._reading.replace(self._page.shell.runner.background(
            "Reading the drive", read, on_done=deliver, on_error=deliver
        ))  # fmt: skip

    def show_story(self, story: DriveStory | FinanceDeskError) -> None:
        """Show the drive as it stands; one that is gone is presented no longer."""
        if isinstance(story, FinanceDeskError):
            self.close()
            return
        self.story = story
        figures = story.card.figures
        self.setAccessibleDescription(
            f"{story.card.plan.name}: {whole_dollars(figures.raised_cents)} raised by"
            f" {counted(figures.donors, 'donor')}"
        )
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if Qt.Key(event.key()) in _LEAVES:
            self.close()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: object) -> None:
        """A double click leaves as well."""
        self.close()

    # --- drawing: all sizes follow the screen, so that the last row can read it

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, figure, thermometer and the line below."""
        painter = QPainter(self)
        begin(painter)
        painter.fillRect(self.rect(), QColor(self.tokens.window))
        if self.story is not None:
            self._draw(painter, self.story)

    def _draw(self, painter: QPainter, story: DriveStory) -> None:
        wide, high = float(self.width()), float(self.height())
        left = wide * _MARGIN
        room = wide - 2 * left
        unit = min(wide / 16, high / 10)
        name = QRectF(left, high * 0.07, room, unit * 1.1)
        self._words(painter, name, story.card.plan.name, unit * 0.72)
        raised = QRectF(left, high * 0.22, room, unit * 2.2)
        self._words(painter, raised, whole_dollars(story.card.figures.raised_cents), unit * 1.9)
        tube = QRectF(left, high * 0.52, room, unit * 0.9)
        self._thermometer(painter, tube, story, unit)
        below = QRectF(left, high * 0.80, room, unit * 0.8)
        self._words(painter, below, self._below(story), unit * 0.5, quiet=True)

    def _words(
        self, painter: QPainter, box: QRectF, text: str, size: float, *, quiet: bool = False
    ) -> None:
        ink = self.tokens.text_2 if quiet else self.tokens.text
        write(painter, box, text, ink, Weight.TITLE, round(size), align=LEFT, tabular=True)

    def _below(self, story: DriveStory) -> str:
        card = story.card
        parts = [counted(card.figures.donors, "donor"), counted(card.figures.gifts, "gift")]
        if card.plan.to_date:
            parts.append(left_words(card, self._page.today))
        return " · ".join(parts)

    def _thermometer(self, painter: QPainter, box: QRectF, story: DriveStory, unit: float) -> None:
        card = story.card
        goal = card.plan.goal_cents
        if not goal:
            return
        radius = box.height() / 2
        rounded(painter, box, self.tokens.surface_2, radius)
        share = max(0.0, min(1.0, card.figures.raised_cents / goal))
        if share:
            full = QRectF(box.left(), box.top(), max(2 * radius, box.width() * share), box.height())
            rounded(painter, full, self.tokens.accent, radius)
        for one in story.milestones:
            place = box.left() + box.width() * min(1.0, one.milestone.cents / goal)
            painter.setPen(QPen(QColor(self.tokens.chart_3), max(2.0, unit / 20)))
            painter.drawLine(round(place), round(box.top()), round(place), round(box.bottom()))
            words = QRectF(place - unit * 2, box.top() - unit * 0.7, unit * 4, unit * 0.6)
            write(painter, words, compact_dollars(one.milestone.cents), self.tokens.text_2,
                  Weight.TEXT, round(unit * 0.32), align=CENTRE)  # fmt: skip
        reached = percent(card.figures.raised_cents, goal, decimals=0)
        line = QRectF(box.left(), box.bottom() + unit * 0.15, box.width(), unit * 0.8)
        self._words(painter, line, f"{reached} of {whole_dollars(goal)}", unit * 0.5, quiet=True)
