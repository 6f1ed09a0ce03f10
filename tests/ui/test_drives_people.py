"""Recurring gifts, promises and the people behind drives, as a fundraiser works with them."""

from pathlib import Path
from typing import TypeVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from financedesk.intake.importing import import_file
from financedesk.rules.promises import KEPT, LET_GO, OVERDUE
from financedesk.ui.book_desk import book_desk
from financedesk.ui.pages.drives import PEOPLE, PROMISES, RECURRING, Drives
from financedesk.ui.pages.drives_people import PAPERS, PeopleView
from financedesk.ui.pages.drives_promise_forms import EndForm, PromiseFields, RemindForm
from financedesk.ui.pages.drives_promises import PromisesView
from financedesk.ui.pages.drives_recurring import RecurringView
from financedesk.ui.shell import MainWindow
from tests.intake.exports import gift, write_export
from tests.ui.money_books import settled, small_book, window_over

Key = Qt.Key
Shown = TypeVar("Shown", bound=QWidget)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    return window_over(qtbot, small_book(tmp_path), settings, page="drives")


def shown(qtbot: QtBot, window: MainWindow, view: str, kind: type[Shown]) -> Shown:
    page = window.findChild(Drives)
    assert isinstance(page, Drives)
    page.view.choose(view)
    settled(qtbot, window)
    found = window.findChild(kind)
    assert isinstance(found, kind)
    return found


def type_into(widget: QWidget, words: str) -> None:
    widget.setFocus()
    QTest.keyClicks(widget, words)


def promise(qtbot: QtBot, window: MainWindow, view: PromisesView, amount: str, due: str) -> None:
    """Record a promise of Mrs. Lopez, by keyboard."""
    view.add()
    form = window.findChild(PromiseFields)
    assert form is not None
    assert form.person is not None
    type_into(form.person, "lopez")
    qtbot.waitUntil(lambda: form.person.is_open)
    settled(qtbot, window)
    QTest.keyClick(form.person, Key.Key_Return)
    assert form.person.known is not None
    type_into(form.amount, amount)
    for field, day in ((form.promised, "8/15/2026"), (form.due, due)):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, day)
    QTest.keyClick(form.due, Key.Key_Return)
    settled(qtbot, window)


def test_a_promise_is_recorded_kept_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window, PROMISES, PromisesView)
    assert view.table.is_empty
    promise(qtbot, window, view, "75", "10/1/2026")
    (one,) = view.model.rows
    assert (one.name, one.amount_cents, one.state) == ("Ada Lopez", 75_00, OVERDUE)
    assert view.figures.figures[2].value == "$75.00"
    (fits,) = view.proposed.rows
    assert (fits.gift_day, fits.cents) == ("2026-10-01", 75_00)
    view.fitting.view.setFocus()
    QTest.keyClick(view.fitting.view, Key.Key_Return)
    settled(qtbot, window)
    assert view.model.rows[0].state == KEPT
    assert view.proposed.rows == ()
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert view.model.rows[0].state == OVERDUE


def test_a_promise_is_reminded_of_and_ended(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window, PROMISES, PromisesView)
    promise(qtbot, window, view, "20", "9/1/2026")
    view.table.view.selectRow(0)
    view.remind()
    form = window.findChild(RemindForm)
    assert form is not None
    type_into(form.words, "will pay on Friday")
    QTest.keyClick(form.words, Key.Key_Return)
    settled(qtbot, window)
    (sent,) = view.model.rows[0].reminders
    assert (sent.channel, sent.words) == ("call", "will pay on Friday")
    view.table.view.selectRow(0)
    view.end()
    ending = window.findChild(EndForm)
    assert ending is not None
    QTest.keyClick(ending.why, Key.Key_Return)
    assert ending.why_row.message.startswith("Say why")
    type_into(ending.why, "moved away")
    QTest.keyClick(ending.why, Key.Key_Return)
    settled(qtbot, window)
    assert view.model.rows[0].state in (LET_GO, OVERDUE)
    assert view.model.rows[0].ended_why == "moved away"


def test_a_promise_without_an_amount_is_not_recorded(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window, PROMISES, PromisesView)
    view.add()
    form = window.findChild(PromiseFields)
    assert form is not None
    QTest.keyClick(form.amount, Key.Key_Return)
    assert form.amount_row.message
    assert form.person_row is not None
    assert form.person_row.message == "Choose a donor whom the books know."
    assert view.model.rows == ()


def test_segments_count_and_list_their_donors(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window, PEOPLE, PeopleView)
    counts = {one.key: one.donors for one in view.segments.rows}
    assert counts["all"] == 3
    assert counts["missing"] == 1
    keys = [one.key for one in view.segments.rows]
    view.list.view.selectRow(keys.index("missing"))
    settled(qtbot, window)
    (one,) = view.people.rows
    assert one.name == "Ben Okoro"
    assert "employer" in one.missing
    assert "1 donor." in view.said.text()
    type_into(view.state, "ZZ")
    QTest.keyClick(view.state, Key.Key_Return)
    settled(qtbot, window)
    assert view.people.rows == ()
    assert not view.buttons[0].isEnabled()


def test_a_call_sheet_is_saved_for_the_segment(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = shown(qtbot, window, PEOPLE, PeopleView)
    target = tmp_path / "calls.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(target), ""))
    view.buttons[0].click()
    settled(qtbot, window)
    words = "".join(page.extract_text() for page in PdfReader(target).pages)
    assert "Ada Lopez" in words
    assert "citizen" in words
    for paper in PAPERS[1:]:
        file = tmp_path / paper.name
        view.write(paper, file)
        settled(qtbot, window)
        assert file.stat().st_size > 1_000, paper.words


def test_recurring_gifts_are_listed_with_the_months_to_come(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    desk = book_desk(window)
    rows = [
        gift(Lineitem_ID=str(9_000 + month), Receipt_ID="AB77", Recurrence_Number=str(month),
             Recurring_Total_Months="unlimited", Amount="10.00",
             Date=f"2026-{month + 6:02}-05 10:00:00", Recipient_Gov_ID="C00999991")
        for month in (1, 2, 3)
    ]  # fmt: skip
    names = [*rows[0], "Recurring Total Months"]
    with desk.writing() as book:
        import_file(book, write_export(tmp_path / "a.csv", rows, dict.fromkeys(names)))
    view = shown(qtbot, window, RECURRING, RecurringView)
    (one,) = view.model.rows
    assert (one.series.charges, one.series.given_cents, one.series.state) == (3, 30_00, "running")
    assert view.figures.figures[0].note == "$10.00 a month"
    assert [each.cents for each in view.months.rows] == [10_00] * 6
    view.state.choose("cancelled")
    settled(qtbot, window)
    assert view.model.rows == ()
