"""The line of an entity's cash over the last year, on its card."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from financedesk.book import Book
from financedesk.ledger.cash_course import CashPoint, cash_course
from financedesk.progress import Progress
from financedesk.ui.formatting import day
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.widgets import Series, column, label
from financedesk.ui.widgets.line_chart import LineChart, Point

_HEIGHT = 200


class CashCourse(QWidget):
    """Reads the course after the card stands, so that the card never waits for it."""

    def __init__(self, book: Book, runner: JobRunner, entity_id: int, today: date) -> None:
        super().__init__()
        self.chart = LineChart("Cash at the end of each month", (Series("Cash", "accent"),))
        self.chart.setFixedHeight(_HEIGHT)
        self._none = label("", "small", wrap=True)
        self.setLayout(column(self.chart, self._none, spacing=4))
        self._none.hide()
        self._reading = Latest()

        def read(_progress: Progress) -> tuple[CashPoint, ...]:
            with book.read() as connection:
                return cash_course(connection, entity_id, today.isoformat())

        job = runner.background("Reading the course of cash", read, on_done=self.show_course)
        self._reading.replace(job)

    def show_course(self, course: Sequence[CashPoint]) -> None:
        """Draw the course, or say why there is no line yet."""
        is_line = len(course) > 1
        self.chart.setVisible(is_line)
        self._none.setVisible(not is_line)
        self._none.setText("The line begins with the second month of the first account.")
        self.chart.show_points([_point(one) for one in course])


def _point(one: CashPoint) -> Point:
    on = date.fromisoformat(one.day)
    return Point(day(on)[:3], day(on), (one.cents,))
