"""What there is no room for is shortened, folded or held in place: never cut."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from financedesk.ui.models import Column, ListTableModel
from financedesk.ui.pages.entities_grid import Grid
from financedesk.ui.shell import MainWindow
from financedesk.ui.theme import current_theme
from financedesk.ui.widgets import DataTable, EmptyState, FilterBar, SegmentedControl
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.choice import Choice
from financedesk.ui.widgets.folding_row import FoldingRow

LONG = "30-Day Post-General Election Report"


def choice_of(qtbot: QtBot, width: int) -> Choice:
    made = combo()
    assert isinstance(made, Choice)
    qtbot.addWidget(made)
    made.addItems([LONG, "Year-End"])
    made.resize(width, 32)
    made.show()
    return made


def test_a_choice_says_what_it_has_no_room_for_with_an_ellipsis(qtbot: QtBot) -> None:
    made = choice_of(qtbot, 120)
    assert made.fitting(80).endswith("…")
    assert made.fontMetrics().horizontalAdvance(made.fitting(80)) <= 80
    assert made.fitting(2_000) == LONG


def test_a_narrow_choice_is_drawn_with_the_words_that_fit(qtbot: QtBot) -> None:
    long, same = choice_of(qtbot, 120), choice_of(qtbot, 120)
    shown = long.grab().toImage()
    fits = [long.fitting(room) for room in range(40, 120)]
    pictures = []
    for words in dict.fromkeys(fits):
        same.setItemText(0, words)
        pictures.append(same.grab().toImage())
    assert shown in pictures


def test_the_list_of_a_choice_shows_its_longest_words(qtbot: QtBot) -> None:
    made = choice_of(qtbot, 90)
    made.showPopup()
    longest = made.view().fontMetrics().horizontalAdvance(LONG)
    assert made.view().width() >= longest
    made.hidePopup()


def test_a_search_folds_under_the_views_where_both_do_not_fit(qtbot: QtBot) -> None:
    views = SegmentedControl("View", [("all", "All"), ("held", "On hold"), ("back", "Refunded")])
    search = FilterBar("Name, city or amount")
    made = FoldingRow(views, search)
    qtbot.addWidget(made)
    both = views.minimumSizeHint().width() + search.minimumSizeHint().width()
    made.resize(both + 40, 40)
    made.show()
    assert search.x() > views.x()
    made.resize(both - 20, 90)
    qtbot.waitUntil(lambda: search.y() > views.y())
    assert search.x() == views.x()
    assert search.geometry().right() <= made.width()
    assert made.minimumSizeHint().width() < both


def test_the_title_of_a_page_is_whole_at_the_largest_text(window: MainWindow) -> None:
    current_theme().set_text_size(130)
    window.resize(1100, 700)
    for entry in window.entries:
        window.go(entry.page_id)
        QTest.qWait(1)
        title = window.top_bar.title
        needed = title.fontMetrics().horizontalAdvance(title.text())
        assert title.contentsRect().width() >= needed, entry.title


def test_an_empty_page_asks_for_no_height_of_its_own(qtbot: QtBot) -> None:
    made = EmptyState("Nothing here yet", "A sentence of some length. " * 6, action="Begin")
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    assert not made.hasHeightForWidth()
    words = max(made.findChildren(QLabel), key=lambda one: len(one.text()))
    # As wide as it may be, in the middle.
    middle = words.geometry().center().x()
    assert abs(middle - made.width() // 2) <= 2
    assert words.width() == 420 * current_theme().text_size // 100


def test_a_column_that_can_get_narrower_does_before_the_register_scrolls(qtbot: QtBot) -> None:
    columns = [
        Column[str]("whose", "Whose", str, width=200, least=70),
        Column[str]("name", "Name", str, width=180, stretch=True),
        Column[str]("amount", "Amount", str, width=120),
    ]
    model = ListTableModel(columns)
    table = DataTable("Gifts", model)
    qtbot.addWidget(table)
    model.show(["Ada"])
    table.resize(700, 300)
    table.show()
    assert table.view.columnWidth(0) == 200
    table.resize(400, 300)
    qtbot.waitUntil(lambda: table.view.columnWidth(0) < 200)
    assert table.view.columnWidth(0) >= 70
    assert table.view.columnWidth(2) == 120
    qtbot.waitUntil(lambda: table.view.horizontalScrollBar().maximum() == 0)
    table.resize(700, 300)
    qtbot.waitUntil(lambda: table.view.columnWidth(0) == 200)


def test_the_names_of_a_grids_rows_stay_while_its_columns_move(qtbot: QtBot) -> None:
    columns = [
        Column[str](str(at), f"Column {at}", lambda name, at=at: f"{name} {at}", width=140)  # type: ignore[misc]
        for at in range(8)
    ]
    model = ListTableModel(columns)
    grid = Grid("Who may see what", model)
    qtbot.addWidget(grid)
    model.show(["Ada", "Bo"])
    grid.resize(500, 300)
    grid.show()
    grid.setCurrentIndex(model.index(0, 0))
    assert not grid.names.isVisible()
    for place in range(1, 8):
        QTest.keyClick(grid, Qt.Key.Key_Right)
        assert grid.currentIndex().column() == place
    assert grid.names.isVisible()
    assert grid.names.columnViewportPosition(0) == 0
    assert grid.names.width() == grid.columnWidth(0)
    for place in range(6, 0, -1):
        # Back to cells that lie under the names: they come out beside them.
        QTest.keyClick(grid, Qt.Key.Key_Left)
        assert grid.columnViewportPosition(place) >= grid.columnWidth(0)
    QTest.keyClick(grid, Qt.Key.Key_Home)
    assert not grid.names.isVisible()
