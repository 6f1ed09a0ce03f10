"""Charts as a reader without a pointer, a screen reader and a spreadsheet find them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.theme import Theme
from financedesk.ui.theme.tokens import LIGHT, contrast
from financedesk.ui.widgets import (
    Bar,
    BarChart,
    Goal,
    KpiCard,
    LineChart,
    Point,
    Series,
    Thermometer,
)
from financedesk.ui.widgets.bar_scale import Axis
from financedesk.ui.widgets.chart_menu import ChartTable, picture

Key = Qt.Key
ACTS = ["Show as table", "Copy as picture", "Copy as data"]
POINTS = [
    Point("Oct 1", "Thursday, Oct 1", (100_000, 40_000), 80_000),
    Point("Oct 2", "Friday, Oct 2", (150_000, None), 160_000),
    Point("Oct 3", "Saturday, Oct 3", (None, None), 240_000),
]


@pytest.fixture
def lines(qtbot: QtBot) -> LineChart:
    made = LineChart(
        "Raised so far", (Series("This drive", "accent"), Series("Last", "text_2")), pace="Pace"
    )
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.show_points(POINTS)
    return made


def acts(chart: QWidget) -> dict[str, QAction]:
    return {action.text(): action for action in chart.actions()}


def test_a_line_chart_says_its_course_and_its_points(qtbot: QtBot, lines: LineChart) -> None:
    lines.plot.clearFocus()
    words = lines.plot.accessibleDescription()
    assert "This drive: $1,000 at Thursday, Oct 1, $1,500 at Friday, Oct 2" in words
    assert "between $1,000 and $1,500" in words
    lines.plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(lines.plot, Key.Key_Home)
    assert (
        lines.plot.accessibleDescription()
        == "Thursday, Oct 1: This drive $1,000, Last $400, Pace $800"
    )
    qtbot.keyClick(lines.plot, Key.Key_End)
    assert (
        lines.plot.accessibleDescription() == "Saturday, Oct 3: This drive —, Last —, Pace $2,400"
    )
    with qtbot.waitSignal(lines.opened) as caught:
        qtbot.keyClick(lines.plot, Key.Key_Return)
    assert caught.args == [2]


def test_a_line_chart_draws_each_line_where_its_figures_are(lines: LineChart) -> None:
    image = lines.plot.grab().toImage()
    area, axis = lines.plot.area(), lines.plot.axis()
    for place, point in enumerate(POINTS[:2]):
        across = lines.plot.slot(area, place).center().x()
        spot = QPoint(int(across), int(axis.level(area, point.cents[0] or 0)))
        near = {
            image.pixelColor(spot + QPoint(right, down)).name()
            for right in range(8)
            for down in range(-9, 10)
        }
        assert max(contrast(one, LIGHT.surface) for one in near) >= 2.5


def test_an_axis_holds_what_is_below_zero() -> None:
    axis = Axis.over(-25_000, 60_000)
    assert axis.levels()[0] <= -25_000
    assert axis.levels()[-1] >= 60_000
    assert 0 in axis.levels()
    area = QRectF(0, 0, 100, 200)
    assert axis.level(area, axis.levels()[0]) == area.bottom()
    assert axis.level(area, axis.levels()[-1]) == area.top()


def test_a_line_chart_is_a_table_with_its_pace(lines: LineChart) -> None:
    acts(lines.plot)["Show as table"].trigger()
    model = lines.table.model
    assert lines.currentWidget() is lines.table
    assert [model.data(model.index(1, at)) for at in range(4)] == [
        "Friday, Oct 2", "1,500.00", "—", "1,600.00",
    ]  # fmt: skip
    lines.table.escaped.emit()
    assert lines.currentWidget() is lines.plot


def test_what_is_not_known_is_an_empty_cell_of_the_copy(lines: LineChart) -> None:
    acts(lines.plot)["Copy as data"].trigger()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "Period\tThis drive\tLast\tPace",
        "Thursday, Oct 1\t1000.00\t400.00\t800.00",
        "Friday, Oct 2\t1500.00\t\t1600.00",
        "Saturday, Oct 3\t\t\t2400.00",
    ]


def test_a_copied_picture_shows_neither_card_nor_ring(qtbot: QtBot, lines: LineChart) -> None:
    before = picture(lines.plot).toImage()
    lines.plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert lines.plot.hasFocus()
    acts(lines.plot)["Copy as picture"].trigger()
    copied = QGuiApplication.clipboard().image()
    assert copied.size() == before.size()
    assert copied.pixelColor(2, 2) == QColor(LIGHT.surface)
    assert copied.width() == 2 * (lines.plot.width() + 24)


@pytest.fixture(params=["bars", "lines", "thermometer", "card"])
def chart(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[QWidget]:
    host = QWidget()
    qtbot.addWidget(host)
    made: dict[str, tuple[QWidget, QWidget]] = {}
    bars = BarChart("Per week", (Series("Small", "accent"),))
    bars.show_bars([Bar("Oct 1", "Week of Oct 1", (100_000,))])
    course = LineChart("Cash", (Series("Cash", "accent"),))
    course.show_points([Point("Oct 1", "October 1", (5_00,)), Point("Oct 2", "October 2", (6_00,))])
    card = KpiCard("Cash on hand", opens="Open the register")
    card.show_figure("$9.00", trend=[500, 900], trend_names=["Oct 1", "Oct 2"])
    meter = Thermometer("Drive", Goal(50_00, 100_00, 40_00))
    made = {
        "bars": (bars, bars.plot), "lines": (course, course.plot),
        "thermometer": (meter, meter), "card": (card, card),
    }  # fmt: skip
    whole, reachable = made[request.param]
    whole.setParent(host)
    host.resize(500, 300)
    whole.resize(480, 280)
    host.show()
    yield reachable
    host.hide()


def test_every_chart_has_its_figures_in_words(chart: QWidget) -> None:
    assert chart.accessibleName()
    words = f"{chart.accessibleName()} {chart.accessibleDescription()}"
    assert "$" in words


def test_every_chart_offers_the_same_three_acts_to_mouse_and_keys(
    qtbot: QtBot, chart: QWidget
) -> None:
    found: list[list[str]] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        found.append([action.text() for action in menu.actions()])
        menu.close()

    assert chart.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    QTimer.singleShot(0, look)  # the menu has an event loop of its own
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(chart, event)
    assert found == [ACTS]


def test_every_chart_can_be_read_as_a_table(qtbot: QtBot, chart: QWidget) -> None:
    acts(chart)["Show as table"].trigger()
    tables = chart.findChildren(ChartTable)
    if tables:
        table = tables[0].table
        assert table.view.hasFocus()
        assert table.model.rowCount() >= 2
        qtbot.keyClick(table.view, Key.Key_Escape)
        assert not tables[0].isVisible()


def test_hidden_amounts_are_not_copied_from_charts(theme: Theme, chart: QWidget) -> None:
    theme.set_amounts_hidden(True)
    acts(chart)["Copy as data"].trigger()
    text = QGuiApplication.clipboard().text()
    assert "•••.••" in text
    assert ".00" not in text
