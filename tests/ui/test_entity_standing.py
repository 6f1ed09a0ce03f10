"""Status in law, limit groups, independence and meters in the drawer of an entity, by keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.organisation import NewAccount, NewEntity, Organisation
from financedesk.ui.pages.entities import Entities
from financedesk.ui.pages.entity_cash_course import CashCourse
from financedesk.ui.pages.entity_detail_panel import EntityPanel
from financedesk.ui.pages.entity_meters import MetersSection
from financedesk.ui.pages.entity_standing_forms import IndependenceForm, StandingForm
from financedesk.ui.shell import MainWindow
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import ADDRESS, TREASURER, desk_for, person
from tests.ui.money_books import settled, window_over

Key = Qt.Key


def body(code: str, kind: str) -> NewEntity:
    account = NewAccount(code="main", opening_date="2025-01-01")
    return NewEntity(
        code=code, kind=kind, name=f"Riverbend {code.capitalize()}", address=ADDRESS,
        treasurer=TREASURER, accounts=(account,),
    )  # fmt: skip


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    location = str(tmp_path / "riverbend.fdesk")
    entities = (body("party", "state_party"), body("voice", "issue_c4"))
    with book_of(location, Organisation(name="Riverbend", entities=entities)) as book:
        voice = desk_for(book, "voice")
        who = voice.meet(person("Lopez"))
        voice.record("c4_program_expense", who, "2026-05-01", 600_00)
        voice.record("c4_political_expense", who, "2026-06-01", 400_00)
        voice.record("c4_political_expense", who, "2025-06-01", 10_00)
    made = window_over(qtbot, location, settings, who="ada")
    made.go("entities")
    settled(qtbot, made)
    return made


def opened(qtbot: QtBot, window: MainWindow, code: str) -> None:
    page = window.page
    assert isinstance(page, Entities)
    page.open_entity(next(n.entity.id for n in page.tree.entities if n.entity.code == code))
    settled(qtbot, window)


def panel(window: MainWindow) -> EntityPanel:
    """Return the newest panel: an older one may still wait for its end."""
    return window.drawer.findChildren(EntityPanel)[-1]


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key, held)
    settled(qtbot, window)


def type_in(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def reach(window: MainWindow, name: str) -> None:
    for _step in range(60):
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and focus.accessibleName() == name:
            return
        QTest.keyClick(focus or window, Key.Key_Tab)
    pytest.fail(f"Tab does not reach {name}")


def words_of(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.text())


def test_a_status_is_added_corrected_deleted_and_undone(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "party")
    assert "What its kind says" in words_of(panel(window))
    reach(window, "Add status")
    press(qtbot, window, Key.Key_Space)
    form = window.drawer.findChild(StandingForm)
    assert form.status.hasFocus()
    press(qtbot, window, Key.Key_Return)
    assert "rests on" in form.basis_row.message
    assert form.basis.hasFocus()
    type_in("No candidate on a federal ballot")
    press(qtbot, window, Key.Key_Tab)
    type_in("R. Stone")
    press(qtbot, window, Key.Key_Tab, Key.Key_Tab)
    type_in("2026-06-30")
    press(qtbot, window, Key.Key_Return)
    shown = words_of(panel(window))
    assert "until Jun 30, 2026" in shown
    assert "Counsel: R. Stone" in shown
    opened(qtbot, window, "party")
    edit = next(
        one.accessibleName()
        for one in panel(window).findChildren(QPushButton)
        if one.accessibleName().startswith("Edit Not a party in law")
    )
    reach(window, edit)
    press(qtbot, window, Key.Key_Space)
    form = window.drawer.findChild(StandingForm)
    form.last.setFocus()
    form.last.selectAll()
    press(qtbot, window, Key.Key_Delete, Key.Key_Return)
    shown = words_of(panel(window))
    assert "Not a party in law" in shown
    assert "Federal PAC" in shown
    window.drawer.setFocus()
    press(qtbot, window, Key.Key_Z, ctrl=True)
    qtbot.waitUntil(lambda: "until Jun 30, 2026" in words_of(panel(window)))


def test_what_contradicts_is_said_in_the_form_and_nothing_is_lost(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened(qtbot, window, "voice")
    for _twice in range(2):
        reach(window, "Add limit group")
        press(qtbot, window, Key.Key_Space)
        type_in("river")
        press(qtbot, window, Key.Key_Return)
    form = window.drawer.findChild(StandingForm)
    assert "Two would hold at one time" in form.problem.text
    assert form.group.text() == "river"
    assert form.group.hasFocus()
    assert not form.delete_button.isVisible()


def test_an_entry_of_the_independence_file_is_kept_and_summed_up(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened(qtbot, window, "voice")
    assert "Nothing is entered yet" in words_of(panel(window))
    reach(window, "Add fact")
    press(qtbot, window, Key.Key_Space)
    form = window.drawer.findChild(IndependenceForm)
    assert form.topic.hasFocus()
    type_in("Comm")
    assert "11 CFR 109.21(d)(4)" in form.asks.text()
    press(qtbot, window, Key.Key_Return)
    assert form.facts.hasFocus()
    type_in("The mail house also works for the party")
    form.last.setFocus()
    type_in("2026-09-01")
    press(qtbot, window, Key.Key_Return)
    shown = words_of(panel(window))
    assert "One fact speaks against independence, until Dec 30, 2026." in shown
    reach(window, "Edit The mail house also works for the party")
    press(qtbot, window, Key.Key_Space)
    form = window.drawer.findChild(IndependenceForm)
    assert (form.topic.currentData(), form.facts.text()[:8]) == ("vendors", "The mail")
    reach(window, "Delete")
    press(qtbot, window, Key.Key_Space)
    assert "Nothing is entered yet" in words_of(panel(window))
    window.drawer.setFocus()
    press(qtbot, window, Key.Key_Z, ctrl=True)
    qtbot.waitUntil(lambda: "One fact speaks against" in words_of(panel(window)))


@pytest.mark.parametrize("opener", ["Add status", "Add limit group"])
def test_tab_follows_the_fields_from_the_first_to_save(
    qtbot: QtBot, window: MainWindow, opener: str
) -> None:
    opened(qtbot, window, "party")
    reach(window, opener)
    press(qtbot, window, Key.Key_Space)
    form = window.drawer.findChild(StandingForm)
    for field in form.fields:
        assert field.hasFocus(), field.accessibleName()
        press(qtbot, window, Key.Key_Tab)


def test_meters_are_read_for_the_year_that_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "voice")
    meters = window.drawer.findChild(MetersSection)
    assert [one.state for one in meters.readings] == ["near", "ok"]
    assert "40.0 % of the year’s spending is political" in words_of(meters)
    assert "26 U.S.C. 501(c)(4)" in words_of(meters)
    meters.year.setFocus()
    press(qtbot, window, Key.Key_Down)
    assert meters.year.currentData() == 2025
    assert "100.0 % of the year’s spending is political" in words_of(meters)
    assert [one.state for one in meters.readings] == ["over", "ok"]


def test_a_body_that_nobody_asks_about_has_neither_file_nor_meters(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened(qtbot, window, "party")
    assert window.drawer.findChild(MetersSection) is None
    assert "Independence" not in words_of(panel(window))


def test_the_card_draws_how_the_cash_went(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "voice")
    course = panel(window).findChild(CashCourse)
    assert course is not None
    assert course.chart.isVisible()
    figures = {point.title: point.cents for point in course.chart.plot.points}
    assert list(figures)[-1] == "Oct 6, 2026"
    assert figures["Apr 30, 2026"] == (-10_00,)
    assert figures["May 31, 2026"] == (-610_00,)
    assert figures["Oct 6, 2026"] == (-1_010_00,)
    assert "between" in course.chart.summary()
