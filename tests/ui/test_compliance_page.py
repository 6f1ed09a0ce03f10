"""The page Compliance by the keyboard: findings are explained, waived, and follow the book."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.compliance.finding import Finding
from financedesk.rules.checks import check_kinds
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Changes
from financedesk.ui.pages import PAGES
from financedesk.ui.pages.compliance import WAIVED, Compliance
from financedesk.ui.pages.compliance_detail import FindingView, WaiverForm
from financedesk.ui.pages.compliance_words import place_of
from financedesk.ui.pages.limits import Limits
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.ui.keyboard import CONTROL, Keyboard
from tests.ui.money_books import window_over

Key = Qt.Key
ABROAD = "Address outside the United States"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    location = str(tmp_path / "riverbend.fdesk")
    with riverbend_at(location) as book:
        party = desk_for(book, "party")
        abroad = party.meet(replace(person("Away"), country="France"))
        party.record("individual_receipt", abroad, "2026-09-01", 5_00)
        campaign = desk_for(book, "campaign")
        campaign.record("individual_receipt", campaign.meet(person("Lee")), "2026-09-01", 9_000_00,
                        election_code="G2026")  # fmt: skip
    return window_over(qtbot, location, settings, page="compliance")


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Keyboard:
    return Keyboard(qtbot, window)


def page_of(window: MainWindow) -> Compliance:
    found = window.findChild(Compliance)
    assert isinstance(found, Compliance)
    return found


def titles(page: Compliance) -> list[str]:
    return [one.finding.kind.title for one in page.model.rows]


def abroad(page: Compliance) -> list[int]:
    return [one.finding.cents for one in page.model.rows if one.finding.kind.title == ABROAD]


def figures(page: Compliance) -> dict[str, str]:
    return {one.name: one.value for one in page.figures.figures}


def test_findings_stand_by_gravity_and_are_explained_with_enter(
    hands: Keyboard, window: MainWindow
) -> None:
    page = page_of(window)
    assert titles(page)[:1] == ["Above a limit"]
    assert ABROAD in titles(page)
    assert figures(page)["Blocking"] == "1"
    hands.tab_to(page.table.view)
    hands.press(Key.Key_Home)
    hands.press(Key.Key_Return)
    view = window.findChild(FindingView)
    assert view is not None
    assert not view.waive.isEnabled()
    assert hands.focus is view.fix
    hands.press(Key.Key_Return)
    assert isinstance(window.page, Limits)


def test_a_finding_is_waived_with_a_reason_and_comes_back_with_undo(
    hands: Keyboard, window: MainWindow
) -> None:
    page = page_of(window)
    hands.tab_to(page.table.view)
    page.table.view.selectRow(titles(page).index(ABROAD))
    hands.press(Key.Key_W)
    form = window.findChild(WaiverForm)
    assert form is not None
    hands.press(Key.Key_Return)
    assert form.reason_row.message
    hands.type("saw the passport")
    hands.press(Key.Key_Tab)
    hands.type("AL")
    hands.press(Key.Key_Return)
    assert ABROAD not in titles(page)
    assert figures(page)["Waived"] == "1"
    page.view.choose(WAIVED)
    assert titles(page) == [ABROAD]
    hands.press(Key.Key_Z, CONTROL)
    assert titles(page) == []
    assert page.empty.accessibleName() == "Nothing is waived"


def test_a_change_of_the_book_is_judged_at_once(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    desk = book_desk(window)
    party = desk_for(desk.book, "party")
    again = party.meet(replace(person("Farther"), country="Japan"))
    party.record("individual_receipt", again, "2026-09-02", 7_00)
    desk.announce(Changes.everything())
    hands.rest()
    assert abroad(page) == [5_00, 7_00]
    window.commands.run("edit.undo")
    hands.rest()
    assert abroad(page) == [5_00]


def test_what_fits_a_search_and_a_level_is_shown(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    hands.fill(page.filter.search, "30121")
    assert titles(page) == [ABROAD]
    page.filter.hold_to("", (("level", "block"),))
    assert titles(page) == ["Above a limit"]
    page.filter.hold_to("no such words", ())
    assert page.empty.accessibleName() == "Nothing fits"


@pytest.mark.parametrize("rule", check_kinds())
def test_every_finding_has_a_place_where_it_is_put_right(rule: str) -> None:
    one = Finding(rule=rule, entity_id=1, key="x", subject="X", why="x", card_id=1, item_ids=(1,))
    page, _subject = place_of(one)
    assert page in {entry.page_id for entry in PAGES}
