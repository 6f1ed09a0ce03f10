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
from financedesk.ui.formatting import NOTHING
from financedesk.ui.pages import PAGES
from financedesk.ui.pages.compliance import CLOCK, HELD, LETTERS, OPEN, WAIVED, Compliance
from financedesk.ui.pages.compliance_detail import FindingView
from financedesk.ui.pages.compliance_fix_forms import FixForm
from financedesk.ui.pages.compliance_letter_forms import LetterForm
from financedesk.ui.pages.compliance_words import place_of
from financedesk.ui.pages.contribution_correction_forms import ReattributeForm
from financedesk.ui.pages.filings import Filings
from financedesk.ui.pages.limits import Limits
from financedesk.ui.pages.subjects import ShowFindings
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.ui.keyboard import CONTROL, Keyboard
from tests.ui.money_books import settled, window_over

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


def choose(page: Compliance, title: str) -> None:
    page.table.view.setFocus()
    page.table.view.selectRow(titles(page).index(title))


def form_of(window: MainWindow) -> FixForm:
    found = window.findChild(FixForm)
    assert found is not None
    return found


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
    assert list(view.buttons) == ["refund", "redesignate", "reattribute", "hold"]
    assert hands.focus is view.buttons["refund"]
    hands.tab_to(view.go)
    hands.press(Key.Key_Return)
    assert isinstance(window.page, Limits)


def test_a_refund_is_asked_for_and_done_by_enter_alone_and_taken_back(
    hands: Keyboard, window: MainWindow
) -> None:
    page = page_of(window)
    choose(page, "Above a limit")
    hands.press(Key.Key_F)
    form = form_of(window)
    assert hands.focus is form.inputs["amount"]
    hands.type("9,999.00")
    hands.press(Key.Key_Return)
    assert "at most $5,500.00" in form.rows["amount"].message
    hands.type("5,500.00")
    hands.press(Key.Key_Return)
    assert "Above a limit" not in titles(page)
    assert window.findChild(FixForm) is None
    hands.press(Key.Key_Z, CONTROL)
    assert titles(page)[:1] == ["Above a limit"]


def test_what_is_put_right_on_paper_has_its_form(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    choose(page, "Above a limit")
    hands.press(Key.Key_Return)
    view = window.findChild(FindingView)
    assert view is not None
    hands.enter(view.buttons["reattribute"])
    form = window.findChild(ReattributeForm)
    assert form is not None
    assert hands.focus is form.other
    hands.type("Lee, Bo")
    hands.fill(form.work["employer"], "Mill")
    hands.fill(form.work["occupation"], "Miller")
    hands.fill(form.amount, "3,500.00")
    hands.fill(form.evidence, "both signed")
    hands.press(Key.Key_Return)
    assert [one.finding.cents for one in page.model.rows][:1] == [2_000_00]


def test_a_finding_is_waived_with_a_reason_and_comes_back_with_undo(
    hands: Keyboard, window: MainWindow
) -> None:
    page = page_of(window)
    choose(page, "Above a limit")
    hands.press(Key.Key_W)
    assert window.findChild(FixForm) is None
    choose(page, ABROAD)
    hands.press(Key.Key_W)
    form = form_of(window)
    hands.press(Key.Key_Return)
    assert form.rows["words"].message
    hands.type("saw the passport")
    hands.press(Key.Key_Tab)
    hands.type("AL")
    hands.press(Key.Key_Return)
    assert ABROAD not in titles(page)
    assert figures(page)["Waived"] == "1"
    page.view.choose(WAIVED)
    assert titles(page) == [ABROAD]
    choose(page, ABROAD)
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    assert titles(page) == []
    hands.press(Key.Key_Z, CONTROL)
    assert titles(page) == [ABROAD]
    hands.press(Key.Key_Z, CONTROL)
    assert titles(page) == []
    assert page.empty.accessibleName() == "Nothing is waived"


def test_a_gift_on_hold_is_settled_from_its_queue(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    page.view.choose(HELD)
    assert page.empty.accessibleName() == "Nothing is on hold"
    page.view.choose(OPEN)
    choose(page, ABROAD)
    hands.press(Key.Key_Return)
    view = window.findChild(FindingView)
    assert view is not None
    hands.enter(view.buttons["hold"])
    form = form_of(window)
    hands.fill(form.inputs["words"], "passport asked for")
    hands.press(Key.Key_Return)
    assert ABROAD not in titles(page)
    page.view.choose(HELD)
    assert [one.finding.subject for one in page.model.rows] == ["Ada Away"]
    assert cells(page)[0][:4] == ["Doubtful", "Ada Away", "passport asked for", "In bank"]
    assert cells(page)[0][-3:] == [NOTHING, "5 days late", NOTHING]
    page.table.view.selectRow(0)
    page.table.view.setFocus()
    hands.press(Key.Key_F)
    release = form_of(window)
    assert release.act.code == "release"
    hands.fill(release.inputs["words"], "copy of the passport")
    hands.press(Key.Key_Return)
    assert titles(page) == []


def test_a_view_is_asked_for_and_what_is_done_elsewhere_is_gone_to(
    hands: Keyboard, window: MainWindow
) -> None:
    page = page_of(window)
    window.go("compliance", ShowFindings(CLOCK, "away"))
    hands.rest()
    assert titles(page) == [ABROAD]
    hands.press(Key.Key_F, CONTROL)
    assert hands.focus is page.filter.search
    window.go("compliance", ShowFindings(LETTERS))
    hands.rest()
    assert page.letters.isVisible()
    assert not page.filter.isVisible()
    window.go("compliance", ShowFindings(OPEN))
    hands.rest()
    choose(page, "Above a limit")
    hands.press(Key.Key_L)
    assert window.findChild(LetterForm) is not None
    window.go("compliance", ShowFindings(OPEN, "report"))
    hands.rest()
    choose(page, "A report that is due soon")
    hands.press(Key.Key_F)
    assert window.findChild(FixForm) is None
    assert isinstance(window.page, Filings)


def test_clocks_stand_by_when_they_run_out(hands: Keyboard, window: MainWindow) -> None:
    page = page_of(window)
    page.view.choose(CLOCK)
    found = dict(zip(titles(page), (row[0] for row in cells(page)), strict=True))
    assert (found[ABROAD], found["Above a limit"]) == ("Overdue", "This month")
    whens = [row[0] for row in cells(page)]
    assert figures(page)["Overdue"] == str(whens.count("Overdue"))
    assert sum(map(int, figures(page).values())) == len(whens)
    choose(page, ABROAD)
    hands.press(Key.Key_F)
    assert form_of(window).act.code == "attest"
    hands.press(Key.Key_Return)
    assert ABROAD not in titles(page)
    assert [one.finding.due for one in page.model.rows] == sorted(
        one.finding.due for one in page.model.rows
    )


def cells(page: Compliance) -> list[list[str]]:
    """What the table of the view in hand shows, row by row."""
    return [[one.text(row) for one in page.model.columns] for row in page.model.rows]


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


def test_what_somebody_else_changes_is_judged_as_well(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    settled(qtbot, window)
    before = len(abroad(page))
    book = book_desk(page.shell).book
    party = desk_for(book, "party")
    page.watch.look()
    settled(qtbot, window)
    assert len(abroad(page)) == before
    other = party.meet(replace(person("Elsewhere"), country="Norway"))
    party.record("individual_receipt", other, "2026-09-02", 7_00)
    page.watch.look()
    qtbot.waitUntil(lambda: len(abroad(page)) == before + 1, timeout=10_000)
