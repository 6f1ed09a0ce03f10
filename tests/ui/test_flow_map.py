"""The wall as a picture: arrows by mouse and keyboard, the table, the drawer, what is copied."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from financedesk.ledger.overrides import keep_override
from financedesk.ledger.room import open_book
from financedesk.rules.limits import Override
from financedesk.ui.pages.entities import Entities
from financedesk.ui.pages.entities_flow_ways import WayView
from financedesk.ui.shell import MainWindow
from financedesk.ui.widgets.flow_map import Arrow, FlowMap, Node
from tests.ui.money_books import CAMPAIGN, PARTY, settled, small_book, window_over

NODES = (Node("A", "Alder"), Node("B", "Birch"), Node("C", "Cedar"))
ARROWS = (
    Arrow(0, 1, False, "Alder to Birch"),
    Arrow(1, 0, True, "Birch to Alder"),
    Arrow(2, 0, True, "Cedar to Alder"),
)


@pytest.fixture
def drawn(qtbot: QtBot) -> FlowMap:
    made = FlowMap("Money")
    qtbot.addWidget(made)
    made.resize(700, 420)
    made.show_map(NODES, ARROWS)
    made.show()
    return made


def middle(drawn: FlowMap, place: int) -> QPoint:
    return drawn.line_of(place).pointAt(0.5).toPoint()


def test_every_arrow_is_reached_by_the_keyboard(qtbot: QtBot, drawn: FlowMap) -> None:
    opened: list[int] = []
    drawn.opened.connect(opened.append)
    drawn.setFocus(Qt.FocusReason.TabFocusReason)
    drawn.choose(0)
    heard = []
    for _ in ARROWS:
        heard.append(drawn.accessibleDescription())
        QTest.keyClick(drawn, Qt.Key.Key_Return)
        QTest.keyClick(drawn, Qt.Key.Key_Right)
    assert heard == [one.words for one in ARROWS]
    assert opened == [0, 1, 2]
    QTest.keyClick(drawn, Qt.Key.Key_Home)
    assert drawn.chosen == 0
    QTest.keyClick(drawn, Qt.Key.Key_Left)
    assert drawn.chosen == 0
    QTest.keyClick(drawn, Qt.Key.Key_End)
    assert drawn.chosen == 2


def test_every_arrow_is_reached_by_the_mouse(qtbot: QtBot, drawn: FlowMap) -> None:
    opened: list[int] = []
    drawn.opened.connect(opened.append)
    for place in range(len(ARROWS)):
        QTest.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=middle(drawn, place))
    assert opened == [0, 1, 2]
    QTest.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=drawn.boxes()[0].center().toPoint())
    QTest.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert opened == [0, 1, 2]


def test_there_and_back_do_not_lie_upon_each_other(drawn: FlowMap) -> None:
    there, back = drawn.line_of(0), drawn.line_of(1)
    gap = there.pointAt(0.5) - back.pointAt(0.5)
    assert abs(gap.x()) + abs(gap.y()) > 8
    assert drawn.arrow_at(there.pointAt(0.5)) == 0
    assert drawn.arrow_at(back.pointAt(0.5)) == 1


def test_boxes_stay_inside_and_apart_at_any_size(drawn: FlowMap) -> None:
    drawn.show_map([Node(str(at), f"Entity {at}") for at in range(6)], ())
    for size in ((1100, 500), (600, 380), (420, 300)):
        drawn.resize(*size)
        boxes = drawn.boxes()
        for at, box in enumerate(boxes):
            assert drawn.rect().contains(box.toAlignedRect().adjusted(1, 1, -1, -1)), size
            assert not any(box.intersects(other) for other in boxes[at + 1 :]), size


def test_solid_is_free_and_dashed_is_bound(drawn: FlowMap) -> None:
    """Along a solid arrow every point has ink, along a dashed one there are gaps."""
    picture = drawn.grab().toImage()

    def gaps(place: int) -> int:
        way = drawn.line_of(place)
        ground = picture.pixelColor(40, 12)
        points = [way.pointAt(0.2 + step / 100).toPoint() for step in range(50)]
        ratio = picture.devicePixelRatio()
        seen = [picture.pixelColor(round(p.x() * ratio), round(p.y() * ratio)) for p in points]
        return sum(one == ground for one in seen)

    assert gaps(0) == 0
    assert gaps(1) > 5


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> Entities:
    window = window_over(qtbot, small_book(tmp_path), settings, page="entities")
    found = window.page
    assert isinstance(found, Entities)
    found.view.choose("flows")
    return found


def window_of(page: Entities) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def test_an_arrow_of_the_organisation_opens_its_rule_and_what_is_left(
    qtbot: QtBot, page: Entities
) -> None:
    picture, window = page.flows.picture, window_of(page)
    assert [one.name for one in picture.nodes] == [PARTY, CAMPAIGN]
    words = [one.words for one in picture.arrows]
    at = next(place for place, one in enumerate(words) if one.startswith(f"{PARTY} to {CAMPAIGN}"))
    assert picture.arrows[at].dashed
    picture.setFocus()
    picture.choose(at)
    assert page.flows.words.text() == words[at]
    QTest.keyClick(picture, Qt.Key.Key_Return)
    settled(qtbot, window)
    view = window.findChild(WayView)
    assert isinstance(view, WayView)
    assert "$5,000.00 left of $5,000.00 for the general 2026." in view.answer.words
    assert view.answer.found is not None
    assert "30116(a)(2)(A)" in view.answer.found.row.verdict.citation


def test_the_picture_turns_into_the_table_and_back(qtbot: QtBot, page: Entities) -> None:
    flows = page.flows
    assert flows.picture.isVisible()
    assert {one.text() for one in flows.picture.actions()} == {
        "Show as table", "Copy as picture", "Copy as data",
    }  # fmt: skip
    flows.turn.setFocus()
    QTest.keyClick(flows.turn, Qt.Key.Key_Space)
    assert flows.grid.isVisible()
    QTest.keyClick(flows.grid, Qt.Key.Key_Return)
    settled(qtbot, window_of(page))
    assert isinstance(window_of(page).findChild(WayView), WayView)
    flows.turn.click()
    assert flows.picture.isVisible()


def test_the_picture_is_copied_and_so_are_its_words(page: Entities) -> None:
    flows = page.flows
    flows.menu.copy_picture()
    assert not QGuiApplication.clipboard().pixmap().isNull()
    flows.menu.copy_data()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["From", "Account", "To"]
    assert any(one.startswith(f"{PARTY}\t") and f"\t{CAMPAIGN}\t" in one for one in lines)


def test_counsel_s_word_takes_an_arrow_away(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = small_book(tmp_path)
    with open_book(location) as book, book.unit_of_work("Override") as unit:
        word = Override(
            rule="party_federal > candidate", verdict="prohibited", reason="Not this year.",
            who="R. Stone", decided_on=date(2026, 1, 2),
        )  # fmt: skip
        keep_override(unit, word)
    window = window_over(qtbot, location, settings, page="entities")
    found = window.page
    assert isinstance(found, Entities)
    ways = [one.words for one in found.flows.picture.arrows]
    assert not any(one.startswith(f"{PARTY} to {CAMPAIGN}") for one in ways)
    assert any(one.startswith(f"{CAMPAIGN} to {PARTY}") for one in ways)
