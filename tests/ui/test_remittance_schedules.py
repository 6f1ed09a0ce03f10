"""Schedules by keyboard: versions, what they ask in words, the try-out, and reference wages."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from financedesk.remittances.pay import WAGES
from financedesk.remittances.schedules import SCHEDULES
from financedesk.rules.schedules import sample_schedules
from financedesk.ui.pages.remittances_schedule_forms import ScheduleForm, WageForm
from financedesk.ui.pages.remittances_schedules import SchedulesView
from financedesk.ui.pages.subjects import ShowRemittances
from financedesk.ui.shell import MainWindow
from tests.ui.money_books import settled, window_over
from tests.ui.promised_books import promised_book
from tests.ui.test_official_page import Key, facts, form, press, space, undone, words_of, write


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    made = window_over(qtbot, promised_book(tmp_path), settings, page="remittances")
    made.go("remittances", ShowRemittances("schedules"))
    settled(qtbot, made)
    return made


def view(window: MainWindow) -> SchedulesView:
    assert window.page is not None
    return window.page.findChildren(SchedulesView)[-1]


def test_a_schedule_is_told_in_words_and_tried(qtbot: QtBot, window: MainWindow) -> None:
    shown = words_of(view(window).card)
    assert "The official keeps 60,000.00 a year; what the net is above that is given." in shown
    assert "Approved by Convention on Dec 1, 2024." in shown
    assert "1 pledge" in view(window).card.subtitle.text()
    assert "41,000.00 a year, 3,416.66 a month" in shown
    write(view(window).net, "60,000")
    qtbot.waitUntil(lambda: "nothing is due" in words_of(view(window).card))


def test_a_public_schedule_is_a_beginning_and_is_kept(qtbot: QtBot, window: MainWindow) -> None:
    space(qtbot, window, view(window).list_card.add_button)
    made = form(window, ScheduleForm)
    assert made.start.hasFocus()
    names = [made.start.itemText(place) for place in range(made.start.count())]
    assert len(names) == 1 + 6 + len(sample_schedules())
    made.start.setCurrentIndex(next(at for at, name in enumerate(names) if "Sawant" in name or
                                    "Socialist Alternative" in name))  # fmt: skip
    assert "keeps 40,000.00 a year" in made.verdict.text
    assert "61,000.00 a year" in made.verdict.text
    press(qtbot, window, Key.Key_Return)
    assert made.first_row.message
    write(made.first, "2026-01-01")
    press(qtbot, window, Key.Key_Return)
    assert [one.code for one in facts(window, SCHEDULES)] == ["councillors", "sawant"]
    undone(qtbot, window)
    assert [one.code for one in facts(window, SCHEDULES)] == ["councillors"]


def test_terms_that_make_no_sense_say_where_and_what_to_write(
    qtbot: QtBot, window: MainWindow
) -> None:
    space(qtbot, window, view(window).list_card.add_button)
    made = form(window, ScheduleForm)
    write(made.name, "Mayors")
    write(made.code, "mayors")
    write(made.first, "2026-01-01")
    made.terms.setFocus()
    QTest.keyClick(made.terms, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(made.terms, 'kind = "percent"')
    assert "write the number in quotes" in made.verdict.text
    made.name.setFocus()
    press(qtbot, window, Key.Key_Return)
    assert "write the number in quotes" in made.terms_row.message
    assert len(facts(window, SCHEDULES)) == 1


def test_a_change_is_a_new_version_from_its_day_on(qtbot: QtBot, window: MainWindow) -> None:
    space(qtbot, window, view(window).version_button)
    made = form(window, ScheduleForm)
    assert made.code.isReadOnly()
    write(made.first, "2025-01-01")
    press(qtbot, window, Key.Key_Return)
    assert "choose another first day" in made.first_row.message
    write(made.first, "2026-07-01")
    made.terms.setPlainText(made.terms.toPlainText().replace("60000.00", "53000.00"))
    made.first.setFocus()
    press(qtbot, window, Key.Key_Return)
    days = [one.from_date for one in facts(window, SCHEDULES)]
    assert days == [date(2025, 1, 1), date(2026, 7, 1)]
    assert view(window).list_card.model.size() == 2


def test_a_version_is_corrected_and_the_last_one_stays_while_pledged(
    qtbot: QtBot, window: MainWindow
) -> None:
    table = view(window).list_card.table.view
    table.setFocus()
    press(qtbot, window, Key.Key_Home, Key.Key_Return)
    made = form(window, ScheduleForm)
    write(made.name, "City councillors")
    press(qtbot, window, Key.Key_Return)
    assert facts(window, SCHEDULES)[0].name == "City councillors"
    space(qtbot, window, view(window).correct_button)
    made = form(window, ScheduleForm)
    space(qtbot, window, made.delete_button)
    assert "Somebody pledged by this schedule" in made.problem.text


def test_a_reference_wage_has_a_source_and_can_be_taken_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    space(qtbot, window, view(window).wage_card.add_button)
    made = form(window, WageForm)
    for field in made.fields:
        assert field.hasFocus(), field.accessibleName()
        press(qtbot, window, Key.Key_Tab)
    write(made.series, "industry")
    write(made.figure, "60000")
    write(made.first, "2026-01-01")
    press(qtbot, window, Key.Key_Return)
    assert "Say where it was published" in made.source_row.message
    write(made.source, "Bureau of Labor Statistics")
    press(qtbot, window, Key.Key_Return)
    assert [one.cents for one in facts(window, WAGES)] == [60_000_00]
    undone(qtbot, window)
    assert facts(window, WAGES) == []
