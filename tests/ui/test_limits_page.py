"""The page Limits by keyboard: what if, who is near, the rules; and what walls let through."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.overrides import keep_override
from financedesk.ledger.room import open_book
from financedesk.rules.limits import Override
from financedesk.ui.pages.contribution_remedies import RemediesSection
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.donors import Donors
from financedesk.ui.pages.limits import Limits
from financedesk.ui.pages.limits_rule_detail import RuleDetail
from financedesk.ui.pages.subjects import ShowLimits
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for, person
from tests.ui.money_books import CAMPAIGN, PARTY, empty_book, let_in, settled, window_over
from tests.ui.reading import words_of


def book_with_gifts(folder: Path) -> str:
    """Make a book with somebody over the party's limit, somebody near it and somebody far."""
    location = empty_book(folder)
    with open_book(location) as book:
        party, campaign = desk_for(book, "party"), desk_for(book, "campaign")
        for name, cents in (("Lopez", 12_000_00), ("Bird", 9_000_00), ("Kim", 50_00)):
            party.record("individual_receipt", party.meet(person(name)), "2026-03-01", cents)
        teller = campaign.meet(person("Teller", "Mo"))
        campaign.record("individual_receipt", teller, "2026-03-01", 3_400_00, election_code="G2026")
    return location


@pytest.fixture
def location(tmp_path: Path) -> str:
    return book_with_gifts(tmp_path)


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    return window_over(qtbot, location, settings, page="limits")


@pytest.fixture
def page(window: MainWindow) -> Limits:
    return limits_of(window)


def limits_of(window: MainWindow) -> Limits:
    assert isinstance(window.page, Limits)
    return window.page


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)


def type_giver(qtbot: QtBot, page: Limits, text: str) -> None:
    """Type who gives and take the first proposal with Enter."""
    field = page.what_if.giver
    field.setFocus()
    QTest.keyClicks(field, text)
    qtbot.waitUntil(lambda: field.is_open, timeout=20_000)
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose_recipient(page: Limits, name: str) -> None:
    field = page.what_if.recipient
    field.setFocus()
    places = [at for at in range(field.count()) if name in field.itemText(at)]
    QTest.keyClick(field, Qt.Key.Key_Home)
    for _ in range(places[0]):
        QTest.keyClick(field, Qt.Key.Key_Down)


def answered(qtbot: QtBot, window: MainWindow, page: Limits, words: str) -> str:
    """Wait for an answer with these words, and return all of it."""
    answer = page.what_if.answer
    qtbot.waitUntil(lambda: answer.isVisible() and words in answer.words, timeout=20_000)
    settled(qtbot, window)
    # What is put into a window that is on the screen shows with the events that wait.
    QApplication.processEvents()
    return words_of(answer, seen=True)


def test_a_question_is_answered_while_it_is_typed(
    qtbot: QtBot, window: MainWindow, page: Limits
) -> None:
    type_giver(qtbot, page, "Bird")
    choose_recipient(page, PARTY)
    found = answered(qtbot, window, page, "Within the limit")
    assert "$1,000.00 left of $10,000.00 in 2026." in found
    page.what_if.amount.setFocus()
    QTest.keyClicks(page.what_if.amount, "1500")
    found = answered(qtbot, window, page, "$500.00 too much")
    assert "What to do with the excess" in found
    assert "Refund what is above the limit." in found
    assert "52 U.S.C. 30116(a)(1)(D)" in found
    assert "Jan 1, 2027" in found
    assert page.what_if.answer.accessibleDescription().startswith("$500.00 too much.")


def test_a_class_of_giver_is_typed_like_a_name(
    qtbot: QtBot, window: MainWindow, page: Limits
) -> None:
    type_giver(qtbot, page, "corporation")
    choose_recipient(page, PARTY)
    found = answered(qtbot, window, page, "Prohibited")
    assert "52 U.S.C. 30118" in found
    assert not page.what_if.giver_class.isEnabled()
    assert page.what_if.donor_button.isHidden()


def test_a_candidate_s_gift_asks_for_the_election(
    qtbot: QtBot, window: MainWindow, page: Limits
) -> None:
    type_giver(qtbot, page, "Teller")
    choose_recipient(page, CAMPAIGN)
    form = page.what_if
    assert not form.election_row.isHidden()
    form.election.setCurrentIndex(form.election.findData("G2026"))
    assert "$100.00 left of $3,500.00 for the general 2026." in answered(
        qtbot, window, page, "for the general 2026"
    )
    form.election.setCurrentIndex(form.election.findData("P2026"))
    assert "$3,500.00 left" in answered(qtbot, window, page, "for the primary 2026")
    choose_recipient(page, PARTY)
    assert form.election_row.isHidden()


def test_nothing_is_written_and_escape_starts_over(
    qtbot: QtBot, window: MainWindow, page: Limits
) -> None:
    before = window.desk.undo_status()
    type_giver(qtbot, page, "Bird")
    answered(qtbot, window, page, "Within the limit")
    press(window, Qt.Key.Key_Escape)
    settled(qtbot, window)
    assert page.what_if.giver.text() == ""
    assert page.what_if.giver.hasFocus()
    assert page.what_if.empty.isVisible()
    assert window.desk.undo_status() == before


def test_what_is_no_day_and_no_amount_is_said_below_the_field(
    qtbot: QtBot, window: MainWindow, page: Limits
) -> None:
    type_giver(qtbot, page, "Bird")
    form = page.what_if
    form.amount.setText("much")
    form.day.setText("soon")
    form.ask()
    assert "not an amount" in form.amount_row.message
    assert "Enter a day" in form.day_row.message
    form.day.set_day(date(1960, 1, 1))
    settled(qtbot, window)
    qtbot.waitUntil(lambda: "1960" in words_of(form.empty, seen=True), timeout=20_000)


def test_tab_goes_through_the_question_in_reading_order(page: Limits) -> None:
    form = page.what_if
    found: list[QWidget] = []
    at: QWidget | None = form.giver
    while at is not None and at is not form.clear_button:
        if at in form.fields:
            found.append(at)
        at = at.nextInFocusChain()
    assert (*found, at) == form.fields


def test_across_a_wall_only_fits_or_not_is_shown(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    let_in(location, "max", {"campaign": "read"})
    window = window_over(qtbot, location, settings, who="max", page="limits")
    page = limits_of(window)
    names = [page.what_if.recipient.itemText(at) for at in range(page.what_if.recipient.count())]
    assert names == [CAMPAIGN, f"{PARTY} · behind a wall"]
    type_giver(qtbot, page, "individual")
    choose_recipient(page, PARTY)
    page.what_if.amount.setFocus()
    QTest.keyClicks(page.what_if.amount, "10000")
    found = answered(qtbot, window, page, "Fits")
    assert "left of" not in found
    assert "$" not in found
    QTest.keyClicks(page.what_if.amount, "1")
    found = answered(qtbot, window, page, "Does not fit")
    assert "$" not in found
    assert page.what_if.account_row.isHidden()


def test_people_behind_a_wall_are_neither_proposed_nor_listed(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    let_in(location, "max", {"campaign": "read"})
    window = window_over(qtbot, location, settings, who="max", page="limits")
    page = limits_of(window)
    QTest.keyClicks(page.what_if.giver, "Lopez")
    qtbot.wait(250)
    settled(qtbot, window)
    assert page.what_if.giver.proposals() == ()
    page.view.choose("near")
    settled(qtbot, window)
    assert near_names(page) == ["Mo Teller"]


def near_names(page: Limits) -> list[str]:
    model = page.near.model
    return [model.data(model.index(at, 0)) for at in range(model.rowCount())]


def test_who_is_near_opens_as_donor_and_who_is_over_as_the_gift_to_put_right(
    qtbot: QtBot, window: MainWindow, page: Limits
) -> None:
    window.go("limits", ShowLimits("near"))
    settled(qtbot, window)
    assert near_names(page) == ["Ada Lopez", "Mo Teller", "Ada Bird"]
    page.near.filter.set_filter("state", "over")
    settled(qtbot, window)
    assert near_names(page) == ["Ada Lopez"]
    open_first(qtbot, window, page)
    assert isinstance(window.page, Contributions)
    remedies = window.drawer.findChild(RemediesSection)
    assert isinstance(remedies, RemediesSection)
    assert remedies.found.name == "Ada Lopez"
    window.go("limits")
    page.near.filter.set_filter("state", "near")
    settled(qtbot, window)
    open_first(qtbot, window, page)
    assert isinstance(window.page, Donors)
    assert window.page.view is not None
    assert window.page.view.detail.row.name == "Mo Teller"


def open_first(qtbot: QtBot, window: MainWindow, page: Limits) -> None:
    """Open the first row with the keyboard."""
    view = page.near.table.view
    view.setFocus()
    view.selectRow(0)
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)


def test_the_list_says_when_nobody_is_near(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = window_over(qtbot, empty_book(tmp_path), settings, page="limits")
    page = limits_of(window)
    page.view.choose("near")
    settled(qtbot, window)
    assert page.near.table.is_empty
    assert "80 % or more" in words_of(page.near.empty, seen=True)
    page.near.filter.set_filter("state", "over")
    settled(qtbot, window)
    assert "Remove a filter" in words_of(page.near.empty, seen=True)


def rule_titles(page: Limits) -> set[str]:
    return {one.entry.title for one in page.rules.model.rows}


def test_rules_are_found_by_day_cycle_status_and_words(
    qtbot: QtBot, window: MainWindow, page: Limits
) -> None:
    page.view.choose("rules")
    settled(qtbot, window)
    rules = page.rules
    assert {one.standing for one in rules.model.rows} == {"in_force"}
    now = len(rules.model.rows)
    rules.day.clear()
    assert len(rules.model.rows) > now
    rules.filter.set_filter("status", "provisional")
    assert {one.entry.status for one in rules.model.rows} == {"provisional"}
    rules.filter.hold_to("candidate per election", (("kind", "limit"), ("cycle", "2024")))
    amounts = {
        one.entry.cents for one in rules.model.rows if one.entry.rule == "person_to_candidate"
    }
    assert amounts == {3_300_00}
    rules.filter.hold_to("states/ca.toml", ())
    assert {one.entry.kind for one in rules.model.rows} <= {"state"}
    rules.filter.hold_to("no such rule anywhere", ())
    assert rules.table.is_empty


def test_a_rule_opens_with_all_its_figures_and_counsel_s_word(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    with open_book(location) as book, book.unit_of_work("Override") as unit:
        keep_override(
            unit,
            Override(
                rule="person_to_state_party", cents=5_000_00, reason="Not yet a party.",
                who="R. Stone", decided_on=date(2026, 1, 2),
            ),
        )  # fmt: skip
    window = window_over(qtbot, location, settings, page="limits")
    page = limits_of(window)
    page.view.choose("rules")
    settled(qtbot, window)
    page.rules.filter.set_filter("status", "counsel")
    (one,) = page.rules.model.rows
    assert one.entry.rule == "person_to_state_party"
    assert "counsel has spoken on 1 rule" in page.rules.count.text()
    view = page.rules.table.view
    view.setFocus()
    view.selectRow(0)
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    detail = window.findChild(RuleDetail)
    assert isinstance(detail, RuleDetail)
    found = words_of(detail, seen=True)
    assert "R. Stone, 2026-01-02: Not yet a party." in found
    assert "$5,000.00" in found
    assert "11 CFR 110.1(c)(5)" in found
