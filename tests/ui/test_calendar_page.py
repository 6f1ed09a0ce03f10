"""The page Calendar by the keyboard: what is late, going there, noting, marking, the file."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar as CalendarFile
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.compliance.calendar_entry import KINDS, OPEN, OVERDUE, Entry
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ui.open_items import open_items
from financedesk.ui.pages import PAGES
from financedesk.ui.pages.calendar import ALL, Calendar
from financedesk.ui.pages.calendar_form import DeadlineForm
from financedesk.ui.pages.calendar_strip import EVERYTHING, LATE
from financedesk.ui.pages.calendar_words import ICONS, place_for, state_words
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.subjects import (
    ShowDonorPage,
    ShowDonors,
    ShowFiling,
    ShowFindings,
    ShowReconcile,
    ShowRemittances,
)
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.ui.keyboard import CONTROL, Keyboard
from tests.ui.money_books import TODAY, window_over

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    location = str(tmp_path / "riverbend.fdesk")
    with riverbend_at(location) as book:
        party = desk_for(book, "party")
        for name, day in (("Late", "2026-08-01"), ("Near", "2026-09-14")):
            gift = party.record("individual_receipt", party.meet(person(name)), day, 300_00,
                                deposited_date=day)  # fmt: skip
            terms = HoldTerms(reason="doubtful", basis="An address abroad", since=day)
            with book.unit_of_work("Hold") as unit:
                place_hold(unit, gift, terms)
    return window_over(qtbot, location, settings, page="calendar")


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Keyboard:
    return Keyboard(qtbot, window)


def page_of(window: MainWindow) -> Calendar:
    found = window.findChild(Calendar)
    assert isinstance(found, Calendar)
    return found


def shown(page: Calendar, kind: str = "") -> list[tuple[str, str]]:
    return [(one.title, one.about) for one in page.model.rows if kind in ("", one.kind)]


def row_of(page: Calendar, words: str) -> int:
    return next(place for place, one in enumerate(page.model.rows)
                if words in f"{one.title} {one.about}")  # fmt: skip


def test_what_is_late_stands_first_and_enter_goes_there(
    hands: Keyboard, window: MainWindow
) -> None:
    page = page_of(window)
    first = page.model.rows[0]
    assert (first.about, first.state) == ("Ada Late", OVERDUE)
    assert page.context_line() == "1 entry is overdue"
    page.strip.choose(LATE)
    assert [about for _, about in shown(page)] == ["Ada Late"]
    hands.tab_to(page.table.view)
    hands.press(Key.Key_Home)
    assert "$300.00" in page.said.text()
    assert "103.3(b)(1)" in page.said.text()
    hands.press(Key.Key_Return)
    assert isinstance(window.page, Contributions)


def test_arrows_walk_over_the_months(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    hands.tab_to(page.strip.cells[EVERYTHING])
    hands.press(Key.Key_Right)
    hands.press(Key.Key_Right)
    assert page.strip.choice == "2026-10"
    assert hands.focus is page.strip.cells["2026-10"]
    assert {one.day.month for one in page.model.rows} == {10}
    assert "Ada Near" in [about for _, about in shown(page)]
    hands.press(Key.Key_Left)
    hands.press(Key.Key_Left)
    hands.press(Key.Key_Left)
    assert page.strip.choice == EVERYTHING


def test_a_clock_is_noted_marked_and_taken_away_by_keys(
    hands: Keyboard, window: MainWindow
) -> None:
    page = page_of(window)
    window.commands.run("calendar.note")
    form = window.findChild(DeadlineForm)
    assert form is not None
    hands.press(Key.Key_Return)
    assert form.day_row.message
    form.clock.setCurrentIndex(form.clock.findData("request_for_information"))
    hands.fill(form.day, "09/20/2026")
    assert "Sunday, October 25, 2026" in form.effect.text()
    hands.fill(form.what, "Answer the letter about line 11")
    hands.press(Key.Key_Return)
    assert shown(page, "noted") == [("Answer the letter about line 11", "")]
    hands.tab_to(page.table.view)
    page.table.view.selectRow(row_of(page, "line 11"))
    hands.press(Key.Key_D)
    assert shown(page, "noted") == []
    page.view.choose(ALL)
    assert [one.state for one in page.model.rows if one.kind == "noted"] == ["done"]
    hands.press(Key.Key_Z, CONTROL)
    assert [one.state for one in page.model.rows if one.kind == "noted"] == ["open"]
    page.table.view.selectRow(row_of(page, "line 11"))
    page.delete_current()
    hands.rest()
    assert shown(page, "noted") == []


def test_a_tax_that_no_book_knows_is_marked_as_done(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    hands.tab_to(page.table.view)
    page.table.view.selectRow(row_of(page, "7004"))
    before = len(page.model.rows)
    hands.press(Key.Key_D)
    assert len(page.model.rows) == before - 1
    page.table.view.selectRow(row_of(page, "Ada Near"))
    hands.press(Key.Key_D)
    assert len(page.model.rows) == before - 1


def test_what_fits_a_search_and_a_filter_is_shown(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    hands.fill(page.filter.search, "near")
    assert [about for _, about in shown(page)] == ["Ada Near"]
    page.filter.hold_to("", (("kind", "filing"),))
    assert {one.kind for one in page.model.rows} == {"filing"}
    page.filter.hold_to("no such words", ())
    assert page.empty.accessibleName() == "Nothing here"


def test_the_file_has_what_is_shown_without_names(
    hands: Keyboard, window: MainWindow, tmp_path: Path
) -> None:
    target = tmp_path / "calendar.ics"
    page_of(window).write_file(target)
    hands.rest()
    content = target.read_bytes()
    titles = [str(one["summary"]) for one in CalendarFile.from_ical(content).walk("VEVENT")]
    assert any("Gift on hold" in one for one in titles)
    assert b"Near" not in content


def test_the_dashboard_calls_to_mind_what_is_near(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    window.commands.run("calendar.note")
    form = window.findChild(DeadlineForm)
    assert form is not None
    hands.fill(form.day, "10/12/2026")
    hands.fill(form.what, "Send the change of treasurer")
    hands.press(Key.Key_Return)
    found = [one for one in open_items(page.desk.book, page.desk.scope, TODAY)
             if one.page == "calendar"]  # fmt: skip
    assert [(one.title, one.tone, one.number) for one in found] == [
        ("Send the change of treasurer", "warn", 1)
    ]
    assert not [one for one in open_items(page.desk.book, page.desk.scope, date(2026, 9, 1))
                if one.page == "calendar"]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_glyph_and_a_place(kind: str) -> None:
    one = Entry(key="x", entity_id=1, kind=kind, title="X", day=TODAY, state=OPEN, item_ids=(1,))
    assert ICONS[kind]
    assert state_words(one, TODAY)[0] == "Today"
    place = place_for(one)
    assert (place is None) is (kind == "noted")
    assert place is None or place[0] in {entry.page_id for entry in PAGES}


@pytest.mark.parametrize(
    ("one", "place"),
    [
        ({"kind": "clock", "number": 4}, ("compliance", ShowFindings("clock", "X"))),
        ({"kind": "letter", "number": 4, "card_id": 7},
         ("compliance", ShowFindings("letters", "Ada Lee"))),
        ({"kind": "letter", "card_id": 7}, ("donors", ShowDonorPage(7, "requests"))),
        ({"kind": "letter"}, ("donors", ShowDonors((("flag", "asked"),)))),
        ({"kind": "filing", "number": 4}, ("filings", ShowFiling(4))),
        ({"kind": "bank", "account_id": 5}, ("reconcile", ShowReconcile(5, "close"))),
        ({"kind": "remittance", "state": OVERDUE}, ("remittances", ShowRemittances("arrears"))),
    ],
)  # fmt: skip
def test_an_entry_leads_to_the_very_place(one: dict[str, Any], place: tuple[str, object]) -> None:
    said = {"state": OPEN, "about": "Ada Lee", **one}
    assert place_for(Entry(key="x", entity_id=1, title="X", day=TODAY, **said)) == place
